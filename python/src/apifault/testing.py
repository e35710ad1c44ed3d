"""Reports for the tests of a program that uses apifault.

from apifault.testing import report

def test_the_caller_waits() -> None:
    assert seconds_to_wait(report("rate_limited", delay_ms=1500)) == 1.5
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from apifault._core import Limit, Report, Upstream, classify
from apifault._enums import (
    Advice,
    DelaySource,
    Fault,
    Kind,
    Metric,
    Provider,
    Remedy,
    Scope,
)

__all__ = ["report"]

# A response of each kind: its status, and the code of its error if the status alone does not show
# the kind. A test classifies each.
_RESPONSES: dict[Kind, tuple[int, str | None]] = {
    Kind.UNKNOWN: (0, None),
    Kind.SUCCESS: (200, None),
    Kind.PARTIAL_CONTENT: (206, None),
    Kind.REDIRECT: (301, None),
    Kind.INVALID_REQUEST: (400, None),
    Kind.UNPROCESSABLE_ENTITY: (422, None),
    Kind.AUTHENTICATION: (401, None),
    Kind.PERMISSION_DENIED: (403, None),
    Kind.NOT_FOUND: (404, None),
    Kind.MODEL_NOT_FOUND: (404, "model_not_found"),
    Kind.CONFLICT: (409, None),
    Kind.REQUEST_TOO_LARGE: (413, None),
    Kind.CONTEXT_LENGTH_EXCEEDED: (400, "context_length_exceeded"),
    Kind.CONTENT_POLICY: (400, "content_filter"),
    Kind.GENERATION_FAILED: (400, "tool_use_failed"),
    Kind.RATE_LIMITED: (429, None),
    Kind.QUOTA_EXHAUSTED: (429, "insufficient_quota"),
    Kind.OVERLOADED: (529, None),
    Kind.FAILED_DEPENDENCY: (424, None),
    Kind.CANCELLED: (499, None),
    Kind.TIMEOUT: (504, None),
    Kind.INTERNAL_ERROR: (500, None),
    Kind.BAD_GATEWAY: (502, None),
    Kind.SERVICE_UNAVAILABLE: (503, None),
}

_DEFAULT: Any = object()

_LIMIT: dict[str, Any] = {
    "metric": Metric.OTHER,
    "window": None,
    "limit": None,
    "remaining": None,
    "used": None,
    "requested": None,
    "reset_ms": None,
}
_ERROR: dict[str, Any] = {
    "message": None,
    "type": None,
    "code": None,
    "param": None,
    "failed_generation": None,
}


def report(
    kind: Kind | str = Kind.RATE_LIMITED,
    *,
    status: int = _DEFAULT,
    provider: Provider | str | None = None,
    message: str | None = _DEFAULT,
    type: str | None = _DEFAULT,  # noqa: A002
    code: str | None = _DEFAULT,
    param: str | None = None,
    failed_generation: str | None = None,
    advice: Advice | str = _DEFAULT,
    delay_ms: int | None = None,
    delay_source: DelaySource | str | None = _DEFAULT,
    limits: Iterable[Limit | Mapping[str, Any]] = (),
    request_id: str | None = None,
    upstream: Upstream | Mapping[str, Any] | None = None,
    fault: Fault | str = _DEFAULT,
    scope: Scope | str = _DEFAULT,
    remedies: Iterable[Remedy | str] = _DEFAULT,
    action: str = _DEFAULT,
    rule: str = _DEFAULT,
) -> Report:
    """Make a report as a response of this kind gives it; each argument replaces one of its members.

        report("rate_limited", delay_ms=1500, provider="groq")
        report("overloaded", limits=[{"metric": "tokens", "window": "minute", "limit": 6000}])

    What is not given follows from the kind, as for a real response: its status, fault, advice,
    scope, remedies, action and rule; the message is the meaning of the kind. `message`, `type`,
    `code`, `param` and `failed_generation` are those of the error. A `delay_ms` makes the advice
    `after_delay` and the source `retry-after`. A limit is a `Limit`, or a dict with some of its
    members; so is `upstream`, whose `error` may have some members only, too.

    Raises ValueError, which names the member, for what no report can hold.
    """
    kind = Kind(kind)
    status_of_kind, code_of_kind = _RESPONSES[kind]
    body = code_of_kind and json.dumps({"error": {"code": code_of_kind}})
    data: Any = classify(status_of_kind, None, body).to_dict()
    if status_of_kind and not kind.is_success:
        data["error"]["message"] = kind.meaning
    if delay_ms is not None:
        data["retry"].update(
            advice=Advice.AFTER_DELAY, delay_ms=delay_ms, source=DelaySource.RETRY_AFTER
        )
    _replace(data["retry"], advice=advice, source=delay_source)
    _replace(data["error"], message=message, type=type, code=code)
    data["error"].update(param=param, failed_generation=failed_generation)
    data.update(
        provider=provider,
        limits=[_limit(each) for each in limits],
        request_id=request_id,
        upstream=_upstream(upstream),
    )
    if remedies is not _DEFAULT:
        remedies = list(remedies)
    _replace(
        data,
        status=status,
        fault=fault,
        scope=scope,
        remedies=remedies,
        action=action,
        rule=rule,
    )
    return Report.from_dict(data)


def _replace(data: Any, **members: Any) -> None:
    data.update({name: value for name, value in members.items() if value is not _DEFAULT})


def _limit(limit: Limit | Mapping[str, Any]) -> dict[str, Any]:
    return _filled(_LIMIT, limit, "limits")


def _upstream(upstream: Upstream | Mapping[str, Any] | None) -> dict[str, Any] | None:
    if upstream is None:
        return None
    empty: dict[str, Any] = {"provider": None, "status": None, "error": {}}
    filled = _filled(empty, upstream, "upstream")
    return {**filled, "error": _filled(_ERROR, filled["error"], "upstream.error")}


def _filled(empty: dict[str, Any], given: Any, name: str) -> dict[str, Any]:
    """Give a part with all its members; those that are not given are as in `empty`."""
    if isinstance(given, Limit | Upstream):
        return dict(given.to_dict())
    if not isinstance(given, Mapping):
        raise TypeError(f"{name} must have a dict, not {type(given).__name__}")
    unknown = sorted(map(str, set(given) - set(empty)))
    if unknown:
        raise ValueError(f"{name} has no member {unknown[0]!r}; use one of {', '.join(empty)}")
    return {**empty, **given}

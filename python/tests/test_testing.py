from typing import Any

import pytest

from apifault import Advice, Kind, Limit, Provider, Remedy, Report, Upstream, rule
from apifault.testing import report


@pytest.mark.parametrize("kind", Kind)
def test_a_report_of_a_kind_has_what_follows_from_it(kind: Kind) -> None:
    made = report(kind)
    assert made.kind is kind
    assert (made.fault, made.retry.advice) == (kind.fault, kind.advice)
    assert (made.scope, made.remedies) == (kind.scope, kind.remedies)
    assert made.is_success is kind.is_success
    assert made.action
    assert made.message == (None if kind.is_success or kind is Kind.UNKNOWN else kind.meaning)
    found = rule(made.rule)
    assert found is not None
    assert found.kind is kind
    assert made == report(kind.value)
    assert made == Report.from_dict(made.to_dict())


def test_each_argument_replaces_a_member() -> None:
    arguments: dict[str, Any] = {
        "status": 418,
        "provider": Provider.GROQ,
        "message": "m",
        "type": "t",
        "code": "c",
        "param": "p",
        "failed_generation": "f",
        "request_id": "r",
        "fault": "provider",
        "scope": "model",
        "remedies": [Remedy.OTHER_MODEL],
        "action": "Wait.",
        "rule": "status/429",
    }
    made = report("conflict", **arguments)
    data: dict[str, Any] = {**made.to_dict()}
    for name, value in arguments.items():
        assert {**data, **data["error"]}[name] == value


def test_a_delay_says_to_wait() -> None:
    retry = report(delay_ms=0).retry
    assert (retry.advice, retry.delay_ms, retry.source) == ("after_delay", 0, "retry-after")
    assert report(delay_ms=5, delay_source="body").retry.source == "body"
    assert report("authentication", advice=Advice.NOW).retryable


def test_limits_and_upstream_may_be_incomplete() -> None:
    made = report(
        limits=[{"metric": "tokens", "limit": 5, "remaining": 0}],
        upstream={"provider": "openai", "error": {"message": "inner"}},
    )
    assert made.limit_hit is not None
    assert made.limit_hit.limit == 5
    assert made.upstream is not None
    assert (made.upstream.status, made.upstream.error.message) == (None, "inner")
    again = report(limits=made.limits, upstream=made.upstream)
    assert again == made
    assert isinstance(again.limits[0], Limit)
    assert isinstance(again.upstream, Upstream)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "rate_limit"}, "'rate_limit' is not a valid Kind"),
        ({"provider": "grok"}, r"provider: unknown variant `grok`, expected one of `groq`"),
        ({"status": -1}, "status: invalid value"),
        ({"limits": [{"metrics": 1}]}, "limits has no member 'metrics'; use one of metric, window"),
        ({"upstream": {"error": {"text": "x"}}}, "upstream.error has no member 'text'"),
        ({"message": object()}, "error.message: JSON has no object"),
    ],
)
def test_what_no_report_holds_is_refused(arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        report(**arguments)
    with pytest.raises(TypeError, match=r"^limits must have a dict, not int$"):
        report(limits=[5])  # type: ignore[list-item]

"""Reports as rows of a table, for pandas, Polars and everything else that takes flat records."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from apifault._core import Report

_Value: TypeAlias = str | int | bool | None
_Type: TypeAlias = type[str] | type[int] | type[bool]

_ERROR: dict[str, _Type] = {
    "message": str,
    "type": str,
    "code": str,
    "param": str,
    "failed_generation": str,
}
_LIMIT: dict[str, _Type] = {
    "metric": str,
    "window": str,
    "limit": int,
    "remaining": int,
    "used": int,
    "requested": int,
    "reset_ms": int,
}


def _prefixed(prefix: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix}_{name}": part for name, part in parts.items()}


_TYPES: dict[str, _Type] = {
    "kind": str,
    "fault": str,
    "is_success": bool,
    "retryable": bool,
    "retry_advice": str,
    "retry_delay_ms": int,
    "retry_source": str,
    "status": int,
    "provider": str,
    "request_id": str,
    **_prefixed("error", _ERROR),
    "upstream_provider": str,
    "upstream_status": int,
    **_prefixed("upstream_error", _ERROR),
    **_prefixed("limit_hit", _LIMIT),
    "scope": str,
    "remedies": str,
    "action": str,
    "rule": str,
}


def record_types() -> dict[str, _Type]:
    """Give the columns of `records`, in their order, and the type of each: `str`, `int` or `bool`.

        polars.DataFrame(apifault.records(reports), schema=apifault.record_types())

    Polars takes it as `schema=`. Except for `kind`, `fault`, `is_success`, `retryable`,
    `retry_advice`, `status`, `scope`, `remedies`, `action` and `rule`, a value may be None.
    """
    return dict(_TYPES)


def records(reports: Iterable[Report]) -> list[dict[str, _Value]]:
    """Turn each report into a flat record, a row of a table: all have the same columns.

        polars.DataFrame(apifault.records(reports), schema=apifault.record_types())

    The columns are the paths in `Report.to_dict`, joined with `_`, such as `retry_delay_ms` and
    `upstream_error_code`; and `is_success`, `retryable` and the parts of `limit_hit`. `remedies`
    are joined with commas. Words are plain texts. All limits of a report are in its `to_dict`.
    Texts are as sent: give it `report.redacted()` to hide API keys.

    Raises TypeError if one of the reports is none.
    """
    return [_record(report) for report in reports]


def _record(report: Report) -> dict[str, _Value]:
    if not isinstance(report, Report):
        raise TypeError(f"reports must be of Report, not {type(report).__name__}")
    told: dict[str, Any] = {**report.to_dict()}
    upstream: dict[str, Any] = told["upstream"] or {}
    hit = report.limit_hit
    number = report.limits.index(hit) if hit else None
    known = {
        **told,
        "is_success": report.is_success,
        "retryable": report.retryable,
        "remedies": ",".join(told["remedies"]),
        **_prefixed("retry", told["retry"]),
        **_prefixed("error", told["error"]),
        **_prefixed("upstream", upstream),
        **_prefixed("upstream_error", upstream.get("error") or {}),
        **_prefixed("limit_hit", {} if number is None else told["limits"][number]),
    }
    return {name: known.get(name) for name in _TYPES}

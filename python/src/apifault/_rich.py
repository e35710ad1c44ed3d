"""Reports as the package rich prints them: one field on each line, without API keys."""

from apifault._core import ErrorObject, Limit, Report, Retry, Upstream, redact

_FIELDS: dict[type, tuple[str, ...]] = {
    Report: (
        "kind",
        "fault",
        "retry",
        "status",
        "provider",
        "error",
        "limits",
        "request_id",
        "upstream",
        "scope",
        "remedies",
        "action",
        "rule",
    ),
    Retry: ("advice", "delay_ms", "source"),
    ErrorObject: ("message", "type", "code", "param", "failed_generation"),
    Limit: ("metric", "window", "limit", "remaining", "used", "requested", "reset_ms"),
    Upstream: ("provider", "status", "error"),
}


def fields(part: object) -> list[tuple[str, object, object]]:
    """Give the names and values of the fields of a report or a part of it; rich hides a None."""
    names = _FIELDS[type(part)]
    return [(name, _shown(getattr(part, name)), None) for name in names]


def _shown(value: object) -> object:
    """Give a value for `repr`: words as plain text."""
    if isinstance(value, str):
        return redact(str(value))
    return [_shown(each) for each in value] if isinstance(value, tuple) else value

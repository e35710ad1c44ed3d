"""The fields of log records, by the names that loggers and collectors use."""

from collections.abc import Iterable, Iterator
from typing import Any

from apifault._json import decode
from apifault._logs.sdk_errors import find

# The usual names of each field: the first that a record has counts. `a.b` is `b` in `a`.
FIELDS: dict[str, tuple[str, ...]] = {
    "status": (
        "status",
        "status_code",
        "statusCode",
        "http_status",
        "httpStatus",
        "httpStatusCode",
        "http.status_code",
        "http.response.status_code",
        "response_code",
        "response_status",
        "StatusCode",
        "httpRequest.status",
        "response.status",
        "response.status_code",
        "res.statusCode",
        "error.status",
        "error.status_code",
    ),
    "headers": (
        "headers",
        "response_headers",
        "responseHeaders",
        "response.headers",
        "res.headers",
        "error.headers",
    ),
    "body": (
        "body",
        "response_body",
        "responseBody",
        "response.body",
        "response.text",
        "res.body",
        "http.response.body.content",
        "error",
        "exception",
        "exc_info",
        "detail",
        "message",
        "msg",
        "event",
    ),
    "time": (
        "time",
        "timestamp",
        "@timestamp",
        "ts",
        "@t",
        "time_iso8601",
        "time_local",
        "time.timestamp",
        "datetime",
        "asctime",
        "date",
        "created_at",
        "created",
        "start_time",
        "startTime",
        "startTimeUnixNano",
        "timeUnixNano",
        "now",
    ),
    "model": (
        "model",
        "request.model",
        "params.model",
        "kwargs.model",
        "gen_ai.request.model",
        "ls_model_name",
    ),
    "provider": (
        "provider",
        "llm_provider",
        "llm.provider",
        "custom_llm_provider",
        "gen_ai.provider.name",
        "gen_ai.system",
        "ls_provider",
        "vendor",
    ),
    # Not the id of a trace, which several calls share, nor of a request, which changes by attempt.
    "call": ("call_id", "litellm_call_id", "idempotency_key"),
}

# The members that hold the line of another logger: text, or a record as JSON.
_LINES = ("message", "msg", "event", "log", "text", "line", "@message", "textPayload")

# The other members that may hold text about a call.
_WORDS_AT = (
    *_LINES[3:],
    "body.stringValue",
    "error_message",
    "exception.message",
    "exception.value",
    "status.description",
    "status_message",
    "stack",
    "stacktrace",
    "stack_trace",
    "exc_text",
)

# The members that hold more fields of the record, as an object; and those with lists of records.
_PARTS = (
    "err",
    "attributes",
    "attrs",
    "jsonPayload",
    "record",
    "extra",
    "metadata",
    "fields",
    "data",
    "body",
    "body.stringValue",
)
_LISTS_AT = (
    "log.entries",
    "events",
    "logEvents",
    "resourceSpans",
    "scopeSpans",
    "spans",
    "resourceLogs",
    "scopeLogs",
    "logRecords",
)
# How deeply nested records are read.
DEEPEST = 6


class Names:
    """Names of members; `a.b` is the member of that name, or else `b` in `a`."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names, in the order in which they count."""
        self._paths = [(name, tuple(name.split(".")) if "." in name else ()) for name in names]
        self._firsts = frozenset(first for name, path in self._paths for first in (name, *path[:1]))

    def items(self, record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Give the members of a record with these names, in the order of the names."""
        if self._firsts.isdisjoint(record):
            return
        for name, path in self._paths:
            value = record.get(name)
            if value is None and path and path[0] in record:
                value = record
                for part in path:
                    value = value.get(part) if isinstance(value, dict) else None
            if value is not None:
                yield name, value


WORDS = Names(_WORDS_AT)
LISTS = Names(_LISTS_AT)
_PARTS_IN = Names((*_LINES, *_PARTS))


def parts_of(
    record: dict[str, Any], *, decode: bool = False, depth: int = 1
) -> Iterator[dict[str, Any]]:
    """Give the records inside a record: objects, and with `decode` also JSON in its lines."""
    for name, value in _PARTS_IN.items(record):
        part = value
        if isinstance(part, str):
            part = record_in(part) if decode else None
        elif isinstance(part, list) and name == "attributes":
            part = _attributes(part)
        if isinstance(part, dict):
            yield part
            if depth < DEEPEST:
                yield from parts_of(part, decode=decode, depth=depth + 1)


def _attributes(pairs: list[Any]) -> dict[str, Any]:
    """Read attributes in the form of OTLP, `{"key": ..., "value": {"intValue": ...}}`."""
    return {
        pair["key"]: next(iter(pair["value"].values()), None)
        for pair in pairs
        if isinstance(pair, dict)
        and isinstance(pair.get("key"), str)
        and isinstance(pair.get("value"), dict)
    }


def record_in(text: str) -> dict[str, Any] | None:
    """Read the JSON object at the end of a line, unless it belongs to the error line of an SDK."""
    begin = text.find('{"')
    # Most forms of error lines include how the body begins.
    if begin < 0 or not text.rstrip().endswith("}") or find(text[: begin + 2]) is not None:
        return None
    record = decoded(text[begin:])
    return record if isinstance(record, dict) else None


def decoded(text: str | bytes) -> Any:
    """Decode JSON; None if it is not JSON."""
    try:
        return decode(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError):
        return None

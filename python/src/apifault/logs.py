"""Calls to APIs as logs of any form and size tell of them, read as a stream."""

import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple

from apifault._core import Report, classify
from apifault._enums import Kind, Provider
from apifault.inputs import from_har, in_range, pairs_of
from apifault.pasted import Found, find

# What is held of one line; the rest of a longer one is passed over, and that is told.
LONGEST_LINE = 32 << 20

# How far behind a client's log line the exception of the same call may stand.
_NEAR_LINES = 50

# Where a log has what, unless it is told: the first name that a record has. `a.b` is `b` in `a`.
FIELDS: dict[str, tuple[str, ...]] = {
    "status": (
        "status",
        "status_code",
        "statusCode",
        "http_status",
        "http.status_code",
        "http.response.status_code",
        "response.status",
        "response.status_code",
        "res.statusCode",
        "error.status",
        "error.status_code",
    ),
    "headers": ("headers", "response_headers", "response.headers", "res.headers", "error.headers"),
    "body": (
        "body",
        "response_body",
        "response.body",
        "response.text",
        "res.body",
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
        "datetime",
        "asctime",
        "date",
        "created_at",
        "created",
        "start_time",
        "startTime",
        "now",
    ),
    "model": ("model", "request.model", "params.model", "kwargs.model", "gen_ai.request.model"),
    "provider": ("provider", "llm_provider", "custom_llm_provider", "gen_ai.system", "vendor"),
    "call": (
        "call_id",
        "trace_id",
        "traceId",
        "correlation_id",
        "litellm_call_id",
        "idempotency_key",
    ),
}

_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_MODEL = re.compile(r"\bmodel:? [`'\"]([\w./:@-]{2,80})[`'\"]")
_PROVIDERS = {provider.value for provider in Provider}


class Call(NamedTuple):
    """One call that a log tells of."""

    report: Report
    when: float | None
    model: str | None
    call: str | None
    line: int
    # Whether only its status is known.
    is_bare: bool


class Counts:
    """How much of a log was read, and how much of it was of no use."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lines = 0
        self.unused = 0
        self.cut = 0


class LogReader:
    """Reads the calls of logs; names of fields that are told go before the usual ones."""

    def __init__(self, told: Mapping[str, str | None] | None = None) -> None:
        """Take the names of fields that are told, such as `{"status": "http.code"}`."""
        told = told or {}
        # Each name, and its parts where it has some.
        self.names = {
            field: [
                (name, tuple(name.split(".")) if "." in name else ())
                for name in (told.get(field) or "").split() or usual
            ]
            for field, usual in FIELDS.items()
        }
        self.counts = Counts()

    def read(self, stream: BinaryIO) -> Iterator[Call]:
        """Read the calls of one log: JSON Lines, a JSON array, HAR, or text; also gzipped."""
        buffered = io.BufferedReader(stream)  # type: ignore[type-var]
        if buffered.peek(2)[:2] == b"\x1f\x8b":
            buffered = io.BufferedReader(gzip.GzipFile(fileobj=buffered))  # type: ignore[assignment]
        head = buffered.peek(1 << 16)[: 1 << 16].removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith((b"{", b"[", b"\x1b")) and b"\0" in head[:8192]:
            raise ValueError("it is a binary file; name a log of text, JSON Lines or HAR")
        if head.startswith(b"["):
            first = head[1:].lstrip()[:1]
            if first in (b"{", b""):
                return _merged(self._from_items(buffered, "item"))
        if head.startswith(b"{") and re.match(rb"\{\s*\"log\"\s*:\s*\{", head):
            return _merged(self._from_items(buffered, "log.entries.item"))
        return _merged(self._from_lines(buffered))

    def _from_items(self, stream: BinaryIO, path: str) -> Iterator[Call]:
        try:
            import ijson
        except ImportError:
            raise ValueError(
                "a log that is one JSON document needs ijson: pip install 'apifault[report]'"
            ) from None
        try:
            for item in ijson.items(stream, path, use_float=True):
                self.counts.lines += 1
                yield from self._use(self._from_record(item) if isinstance(item, dict) else None)
        except ijson.JSONError as error:
            reason = str(error).partition("\n")[0]
            raise ValueError(
                f"its JSON breaks off or is wrong after {self.counts.lines:,} entries: {reason}"
            ) from error

    def _from_lines(self, stream: BinaryIO) -> Iterator[Call]:
        while line := stream.readline(LONGEST_LINE):
            self.counts.lines += 1
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                self.counts.cut += 1
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
            yield from self._use(self._from_line(line))

    def _use(self, call: Call | None) -> Iterator[Call]:
        if call is None:
            self.counts.unused += 1
        else:
            yield call

    def _from_line(self, line: bytes) -> Call | None:
        stripped = line.lstrip(b"\xef\xbb\xbf \t")
        if stripped.startswith(b"{"):
            try:
                record = json.loads(stripped)
            except (ValueError, RecursionError):
                record = None
            if isinstance(record, dict):
                return self._from_record(record)
        text = line.decode("utf-8", "replace")
        found = find(text)
        if found is None:
            return None
        moment = _TIME.search(text[:200])
        when = _moment(moment.group()) if moment else None
        return self._call(found, when, None, None, None)

    def _from_record(self, record: dict[str, Any]) -> Call | None:
        har = from_har(record) if "startedDateTime" in record else None
        when = _moment(self._field(record, "time"))
        model = self._field(record, "model")
        call = self._field(record, "call")
        provider = self._field(record, "provider")
        if har is not None:
            body = har.body if isinstance(har.body, str) else har.body.decode("utf-8", "replace")
            request = record.get("request")
            model = model or _model_asked(request if isinstance(request, dict) else {})
            found: Found | None = Found(har.status, har.headers, body)
            when = har.now
        else:
            found = self._found(record)
        if found is None:
            return None
        return self._call(found, when, _name(model), _name(call), _name(provider))

    def _found(self, record: dict[str, Any]) -> Found | None:
        status = _status(self._field(record, "status"))
        body = self._field(record, "body", lambda value: bool(value) and value is not True)
        text = body if isinstance(body, str) else None
        is_prose = text is not None and not text.startswith(("{", "["))
        if (
            text is not None
            and is_prose
            and (pasted := find(text))
            and (status is None or pasted.body != text)
        ):
            return pasted._replace(status=pasted.status or status or 0)
        if body is not None and text is None:
            body = json.dumps(body)
        if status is None:
            if not isinstance(body, str) or text is not None:
                return None
            # A body without a status is a call where it tells of an error.
            return Found(0, None, body) if "error" in record else None
        return Found(status, list(pairs_of(self._field(record, "headers"))), body or "")

    def _field(
        self, record: dict[str, Any], field: str, wanted: Callable[[Any], bool] | None = None
    ) -> Any:
        """Give the first of a field's names that a record has."""
        for name, parts in self.names[field]:
            value = record.get(name)
            if value is None and parts and parts[0] in record:
                value = record
                for part in parts:
                    value = value.get(part) if isinstance(value, dict) else None
            if value is not None and (wanted is None or wanted(value)):
                return value
        return None

    def _call(
        self,
        found: Found,
        when: float | None,
        model: str | None,
        call: str | None,
        provider: str | None,
    ) -> Call | None:
        known = provider.lower() if provider and provider.lower() in _PROVIDERS else None
        report = classify(*found, now=when, provider=known)
        if found.status == 0 and report.kind is Kind.UNKNOWN:
            return None
        if model is None and report.message and (named := _MODEL.search(report.message[:2_000])):
            model = named.group(1)
        is_bare = "HTTP/" in found.body and report.upstream is None and report.error.code is None
        return Call(report, when, model, call, self.counts.lines, is_bare)


def _merged(calls: Iterable[Call]) -> Iterator[Call]:
    """Leave out the status line that a client logs before the exception of the same call."""
    held: Call | None = None
    for call in calls:
        if held is not None:
            same = held.report.status == call.report.status and not call.is_bare
            if not (same and call.line - held.line <= _NEAR_LINES):
                yield held
            held = None
        if call.is_bare:
            held = call
        else:
            yield call
    if held is not None:
        yield held


def _status(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 4:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return in_range(value) or None


def _name(value: object) -> str | None:
    return value[:100] if isinstance(value, str) and value else None


def _model_asked(request: dict[str, Any]) -> object:
    data = request.get("postData")
    text = data.get("text") if isinstance(data, dict) else None
    try:
        asked = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return asked.get("model") if isinstance(asked, dict) else None


def _moment(value: object) -> float | None:
    """Give the Unix time of a log's time: ISO 8601, or seconds, milliseconds or more since 1970."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip().replace(",", "."))
        except ValueError:
            try:
                value = float(value)
            except ValueError:
                return None
        else:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            value = moment.timestamp()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = float(value) if abs(value) < 1e300 else 0.0
    while seconds > 1e11:
        seconds /= 1_000
    return seconds if seconds > 0 else None

"""Reads the API calls in logs of any form and size, as a stream."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple, TypeVar

from apifault._core import Report, classify, redact
from apifault._enums import Kind, Provider
from apifault._logs.decompress import unpacked
from apifault._logs.documents import BrokenError, items
from apifault._logs.log_fields import (
    DEEPEST,
    FIELDS,
    LISTS,
    WORDS,
    Names,
    decoded,
    parts_of,
    record_in,
)
from apifault._logs.responses import from_har, pairs_of
from apifault._logs.sdk_errors import Found, find

# How many bytes of one line are read; the rest is skipped and counted in `Counts.cut`.
LONGEST_LINE = 32 << 20

# How many bytes a record on several lines may have.
_LONGEST_RECORD = 1 << 20

# How many lines after a client's log line the exception of the same call may come.
_NEAR_LINES = 50

# How a JSON document begins that holds a list of records, and the path of the list.
_DOCUMENTS: tuple[tuple[re.Pattern[bytes], tuple[str, ...]], ...] = (
    (re.compile(rb"\[\s*\{"), ()),
    (re.compile(rb"\{\s*\"log\"\s*:\s*\{"), ("log", "entries")),
    (re.compile(rb"\{\s*\"events\"\s*:\s*\["), ("events",)),
)

_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}",
    re.ASCII,
)
_MODEL = re.compile(r"\bmodel:? [`'\"]([\w./:@-]{2,80})[`'\"]")
T = TypeVar("T")

_PROVIDERS = {provider.value for provider in Provider}


class Call(NamedTuple):
    """One API call in a log."""

    report: Report
    when: float | None
    model: str | None
    call: str | None
    # The log, if there are several, and the line in it.
    log: str | None
    line: int
    # Whether only the status is known.
    status_only: bool


class Counts:
    """How many lines of the logs were read, held no call, or were cut."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lines = 0
        self.unused = 0
        self.cut = 0


class LogReader:
    """Reads the calls of logs."""

    def __init__(
        self,
        field_names: Mapping[str, str | None] | None = None,
        *,
        now: float | None = None,
        provider: Provider | str | None = None,
    ) -> None:
        """Take the names of fields to use in place of the usual ones: `{"status": "http.code"}`.

        `now` and `provider` are as for `classify`, and replace what the logs hold.
        """
        field_names = field_names or {}
        self._names = {
            field: Names((field_names.get(field) or "").split() or usual)
            for field, usual in FIELDS.items()
        }
        self.counts = Counts()
        self._now, self._provider = now, provider
        self._log: str | None = None
        self._lines_before = 0

    def read(self, stream: BinaryIO, log: str | None = None) -> Iterator[Call]:
        """Read the calls of one log: JSON Lines, a JSON array, HAR, or text; also gzipped.

        `log` is its name, if there are several.
        """
        self._log, self._lines_before = log, self.counts.lines
        head, unmarked = unpacked(stream)
        head = head.lstrip()
        if not head.startswith((b"{", b"[", b"\x1b")) and b"\0" in head[:8192]:
            raise ValueError("it is a binary file; name a log of text, JSON Lines or HAR")
        # If the first line is a complete record, the log is JSON Lines.
        if not isinstance(decoded(head.partition(b"\n")[0]), dict):
            for begin, path in _DOCUMENTS:
                if begin.match(head):
                    return _merged(self._from_items(unmarked, path))
        return _merged(self._from_lines(unmarked))

    def _from_items(self, stream: BinaryIO, path: tuple[str, ...]) -> Iterator[Call]:
        try:
            for item in items(stream, path):
                self.counts.lines += 1
                yield from self._use(self._from_record(item) if isinstance(item, dict) else ())
        except BrokenError as error:
            raise ValueError(
                f"its JSON breaks off or is wrong after {self._line:,} entries: {error}"
            ) from error

    @property
    def _line(self) -> int:
        return self.counts.lines - self._lines_before

    def _from_lines(self, stream: BinaryIO) -> Iterator[Call]:
        while line := stream.readline(LONGEST_LINE):
            self.counts.lines += 1
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                self.counts.cut += 1
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
            if line.rstrip() == b"{":
                yield from self._from_block(line, stream)
            else:
                yield from self._use(self._from_line(line))

    def _from_block(self, first: bytes, stream: BinaryIO) -> Iterator[Call]:
        """Read a record on several lines, whose brackets stand in the first column."""
        lines, length = [first], len(first)
        while length < _LONGEST_RECORD and (line := stream.readline(_LONGEST_RECORD)):
            lines.append(line)
            length += len(line)
            if line.startswith(b"}"):
                break
        record = decoded(b"".join(lines))
        if isinstance(record, dict):
            yield from self._use(self._from_record(record))
            self.counts.lines += len(lines) - 1
            return
        for number, line in enumerate(lines):
            self.counts.lines += number > 0
            yield from self._use(self._from_line(line))

    def _use(self, calls: Iterable[Call]) -> Iterator[Call]:
        has_some = False
        for call in calls:
            has_some = True
            yield call
        self.counts.unused += not has_some

    def _from_line(self, line: bytes) -> Iterator[Call]:
        stripped = line.lstrip()
        if stripped.startswith(b"{") and isinstance(record := decoded(stripped), dict):
            return self._from_record(record)
        text = line.decode("utf-8", "replace")
        moment = _TIME.search(text[:200])
        context = {"time": moment.group()} if moment else {}
        if (inner := record_in(text)) is not None:
            return self._from_record(inner, (context,))
        found = find(text)
        call = self._call(found, (context,)) if found is not None else None
        return iter(() if call is None else (call,))

    def _from_record(
        self, record: dict[str, Any], context: tuple[dict[str, Any], ...] = ()
    ) -> Iterator[Call]:
        """Read the call of a record or, if it holds none, those of the records in its lists.

        What it lacks is looked for in its parts, then in `context`: the records that hold it.
        """
        candidates = [record, *parts_of(record)]
        call = self._from_candidates(candidates, context)
        if call is None:
            # Only now, as a text may be a long body in JSON.
            more = [record, *parts_of(record, decode=True)]
            call = self._from_candidates(more, context) if len(more) > len(candidates) else None
        if call is not None:
            yield call
            return
        if len(context) >= DEEPEST:
            return
        for _, listed in LISTS.items(record):
            for item in listed if isinstance(listed, list) else ():
                if isinstance(item, dict):
                    yield from self._from_record(item, (record, *context))

    def _from_candidates(
        self, candidates: list[dict[str, Any]], context: tuple[dict[str, Any], ...]
    ) -> Call | None:
        for place, candidate in enumerate(candidates):
            if (found := self._found(candidate)) is not None:
                others = (*candidates[:place], *candidates[place + 1 :])
                if (call := self._call(found, (candidate, *others, *context))) is not None:
                    return call
        return None

    def _found(self, record: dict[str, Any]) -> Found | None:
        if "startedDateTime" in record and (har := from_har(record)) is not None:
            return Found(har.status, har.headers, har.body)
        status = self._first((record,), "status", _status)
        body: Any = None
        texts = []
        for _, value in self._names["body"].items(record):
            if isinstance(value, str) and not value.startswith(("{", "[{", '["')):
                texts.append(value)
            if body is None and value and value is not True:
                body = value
        if status is not None and (body is None or body in texts):
            # Text with the body that an SDK printed says more than the status alone.
            for text in texts:
                pasted = find(text)
                if pasted is not None and pasted.body not in text.split("\n"):
                    return pasted._replace(status=pasted.status or status)
        if status is None:
            texts += (value for _, value in WORDS.items(record) if isinstance(value, str))
            for text in texts:
                if (pasted := find(text)) is not None:
                    return pasted
            # A body without a status is a call if it holds an error.
            is_error = isinstance(body, dict | list) and "error" in record
            return Found(0, None, json.dumps(body)) if is_error else None
        headers = next(self._names["headers"].items(record), (None, None))[1]
        if not isinstance(body, str):
            body = "" if body is None else json.dumps(body)
        return Found(status, list(pairs_of(headers)), body)

    def _first(
        self, candidates: Iterable[dict[str, Any]], field: str, read: Callable[[Any], T | None]
    ) -> T | None:
        """Give the first value of a field, in some records, that can be read."""
        names = self._names[field]
        for candidate in candidates:
            for _, value in names.items(candidate):
                if (result := read(value)) is not None:
                    return result
        return None

    def _call(self, found: Found, candidates: Sequence[dict[str, Any]]) -> Call | None:
        """Make a call of what was found; the candidates have the rest, the first one first."""
        har = from_har(candidates[0]) if "startedDateTime" in candidates[0] else None
        when = har.now if har is not None else self._first(candidates, "time", _moment)
        named = (self._first(candidates, "provider", _name) or "").lower()
        report = classify(
            *found,
            now=when if self._now is None else self._now,
            provider=self._provider or (named if named in _PROVIDERS else None),
        )
        if report.status == 0 and report.kind is Kind.UNKNOWN:
            return None
        model = self._first(candidates, "model", _name)
        if model is None and har is not None:
            model = _name(_model_asked(candidates[0].get("request")))
        if model is None and report.message and (match := _MODEL.search(report.message[:2_000])):
            model = match.group(1)
        call = self._first(candidates, "call", _name)
        status_only = (
            isinstance(found.body, str)
            and "HTTP/" in found.body
            and report.upstream is None
            and report.error.code is None
        )
        return Call(report, when, model, call, self._log, self._line, status_only)


def classify_log(
    raw: bytes, now: float | None = None, provider: Provider | str | None = None
) -> Report | None:
    """Classify the last failed call in some lines of a log, or the last one."""
    last, failed = None, None
    try:
        for call in LogReader(now=now, provider=provider).read(io.BytesIO(raw)):
            last = call.report
            if not last.is_success:
                failed = last
    except ValueError:
        # Not complete: the calls before that count.
        pass
    return failed or last


def _merged(calls: Iterable[Call]) -> Iterator[Call]:
    """Leave out the status that a client logs before the exception of the same call."""
    held: Call | None = None
    for call in calls:
        if held is not None:
            same = held.report.status == call.report.status and not call.status_only
            if not (same and call.line - held.line <= _NEAR_LINES):
                yield held
            held = None
        if call.status_only:
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
    # A longer number is the status of something else, such as a job.
    return value if 0 < value < 1_000 else None


def _name(value: object) -> str | None:
    return redact(value)[:100] if isinstance(value, str) and value else None


def _model_asked(request: object) -> object:
    data = request.get("postData") if isinstance(request, dict) else None
    text = data.get("text") if isinstance(data, dict) else None
    asked = decoded(text) if isinstance(text, str) else None
    return asked.get("model") if isinstance(asked, dict) else None


def _moment(value: object) -> float | None:
    """Convert a time in a log to Unix time: ISO 8601, the form of access logs, or a number.

    A number counts seconds, milliseconds, microseconds or nanoseconds since 1970.
    """
    if isinstance(value, str):
        try:
            if value[2:3] == "/":
                moment = datetime.strptime(value, "%d/%b/%Y:%H:%M:%S %z")
            else:
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

"""Finds out in which form an input holds a response, and classifies it."""

import codecs
import contextlib
import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar

from apifault._core import LogReader, Report, classify, classify_raw, classify_text, nearest_line
from apifault._enums import Provider
from apifault._json import decode
from apifault._logs.responses import Response, entries_of, from_har, from_raw, from_record
from apifault._logs.saved_stream import SavedStream, media_type_of, read_stream
from apifault._response import date_of

# How long a response may be that is read as one JSON value, in bytes.
_LONGEST = 4 << 20

# How many bytes of a log are read at a time.
_PIECE = 1 << 20

# That of a stream which is saved without its head: no other begins one.
_STATUS = 200

# What `curl -v` writes before the headers of the response; and before all else except the body.
_VERBOSE = re.compile(rb"^< HTTP/", re.MULTILINE)
_OF_CURL = (b"* ", b"> ", b">\r", b">\n", b"{ [", b"} [")


class Explained(NamedTuple):
    """The report of a response, and what happened in it if it is a stream."""

    report: Report
    stream: SavedStream | None = None
    # The time from which the delay counts, if it comes from an absolute time: the one that was
    # `given`, that of a `record`, that in the `date` header of the response, or the `clock`.
    counted_from: str | None = None

    @property
    def has_content(self) -> bool:
        """Whether it is a stream of a known form, with content or the mark of an end."""
        return self.stream is not None and self.stream.is_known


def classify_input(
    raw: bytes, *, now: float | None = None, provider: Provider | str | None = None
) -> Explained:
    """Classify the response in a file of any form.

    Absolute times count from `now`, else from the time that the file states, else from the present
    time. Raises ValueError if the file holds no response.
    """
    unmarked = _in_utf8(raw)
    text = unmarked.lstrip()
    text = _from_verbose(text) or text
    if not text or text.startswith(b"HTTP/"):
        response = from_raw(text, None)
        # Without a status line, it says so.
        at = partial(classify_raw, text, provider=provider)
        return _explained(response, provider, now, at) if response else Explained(at())
    # With what was removed before it, so that positions are those in the file.
    bare = Response(_STATUS, [], raw if raw.endswith(text) else text, None)
    is_json = text.startswith((b"{", b"["))
    if is_json and (recorded := _from_records(text, now, provider)):
        return recorded
    media_type = media_type_of(text)
    streamed = None
    if media_type or is_json:
        headers = [("content-type", media_type)] if media_type else []
        explained = _explained(bare._replace(headers=headers), provider, now)
        streamed = explained if explained.stream else None
        # A single event may be the line of a log; frames are no text.
        if streamed and (explained.has_content or text.startswith(b"\0")):
            return explained
    pasted = unmarked.decode("utf-8", "replace")
    failed, counted_from = _counted(
        partial(classify_text, pasted, provider=provider),
        *((time.time(), "clock") if now is None else (now, "given")),
    )
    if failed is not None:
        stream = streamed.stream if streamed and media_type else None
        return Explained(failed, stream, counted_from)
    if streamed is None:
        raise ValueError(_refusal(pasted))
    return streamed


def _from_records(
    text: bytes, now: float | None, provider: Provider | str | None
) -> Explained | None:
    """Classify the response in a JSON record, or the last failed one in a log of records."""
    # What is longer is no response, but a log.
    value = _decoded(text) if len(text) <= _LONGEST else None
    response = _from_json(value, provider) if isinstance(value, dict) else None
    if response:
        return _explained(response, provider, now)
    is_long = len(text) > _LONGEST
    if value is None and not is_long and not isinstance(_decoded(text.partition(b"\n")[0]), dict):
        return None
    logged = _from_log(text, now, provider)
    # Without a status, it may be a body.
    return Explained(logged) if logged and logged.status else None


def _from_log(text: bytes, now: float | None, provider: Provider | str | None) -> Report | None:
    """Classify the last failed call in a log, or the last one."""
    reader = LogReader(now=now, provider=provider, keep_attempts=True)
    last = failed = None
    for start in range(0, len(text) + 1, _PIECE):
        piece = text[start : start + _PIECE]
        # What comes before a broken record counts.
        with contextlib.suppress(ValueError):
            reader.feed(piece)
        if len(piece) < _PIECE:
            with contextlib.suppress(ValueError):
                reader.finish()
        for attempt in reader.attempts():
            last = attempt.report
            failed = failed if last.is_success else last
    return failed or last


def _decoded(text: bytes) -> Any:
    """Decode JSON; None if it is not JSON."""
    try:
        return decode(text.decode())
    except (ValueError, RecursionError):
        return None


def _refusal(text: str) -> str:
    """Say why no failed call was found in a text."""
    line, hint = nearest_line(text)
    nearest = "" if line is None else f"; line {line:,} came nearest"
    return f"it describes no failed call{nearest}. {hint}"


def _explained(
    found: Response,
    provider: Provider | str | None,
    now: float | None,
    classify_at: Callable[..., Report] | None = None,
) -> Explained:
    """Classify a response at its time, which `classify_at` takes as `now`."""
    if classify_at is None:
        classify_at = partial(classify, found.status, found.headers, found.body, provider=provider)
    when, since = _time_of(found, now)
    report, counted_from = _counted(classify_at, when, since)
    stream = read_stream(found.body, found.status, found.headers, now=when, provider=provider)
    # A saved body is whole, also if it is empty.
    if stream and stream.ending.report and not found.body.strip():
        return Explained(stream.ending.report, stream)
    return Explained(report, stream, counted_from)


def _time_of(found: Response, now: float | None) -> tuple[float, str]:
    """Give the time of a response, and where it is from."""
    if now is not None:
        return now, "given"
    if found.now is not None:
        return found.now, "record"
    date = date_of(found.headers)
    return (time.time(), "clock") if date is None else (date, "date")


_Maybe = TypeVar("_Maybe", Report, Report | None)


def _counted(
    classify_at: Callable[..., _Maybe], when: float, since: str
) -> tuple[_Maybe, str | None]:
    """Classify at a time, and say whether the delay comes from an absolute time."""
    report = classify_at(now=when)
    if report is None or report.delay_ms is None:
        return report, None
    without = classify_at()
    is_absolute = without is None or without.delay_ms != report.delay_ms
    return report, since if is_absolute else None


def _from_verbose(text: bytes) -> bytes | None:
    """Give the response in the output of `curl -v`, without the request and curl's own notes."""
    begin = _VERBOSE.search(text)
    if begin is None:
        return None
    head, body = [], []
    for line in text[begin.start() :].splitlines(keepends=True):
        if line.startswith(b"< ") or line.rstrip() == b"<":
            head.append(line[1:].removeprefix(b" "))
        elif not line.startswith(_OF_CURL):
            body.append(line)
    return b"".join((*head, b"\n", *body))


def _in_utf8(raw: bytes) -> bytes:
    """Remove the byte order mark, and convert UTF-16, which PowerShell writes, to UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace").encode("utf-8", "replace")
    return raw.removeprefix(codecs.BOM_UTF8)


def _from_json(value: dict[str, Any], provider: Provider | str | None) -> Response | None:
    entries = entries_of(value)
    if entries:
        responses = [response for entry in entries if (response := from_har(entry))]
        # A stream can fail after its status 200.
        failed = (
            each
            for each in reversed(responses)
            if not classify(each.status, each.headers, each.body, provider=provider).is_success
        )
        return next(failed, responses[-1]) if responses else None
    return from_har(value) or from_record(value)

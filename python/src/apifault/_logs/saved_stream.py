"""Streams that were saved whole: what happened in them, event by event."""

import re
import zlib
from typing import Any, NamedTuple

from apifault._core import Ending, StreamScanner, classify
from apifault._enums import Ended, Kind, Provider

# The types of bodies that are streams even if they have only one event.
_STREAMING = re.compile(
    r"text/event-stream|application/(?:vnd\.amazon\.eventstream|(?:x-)?(?:ndjson|jsonl)|stream\+json)",
    re.IGNORECASE,
)

# The rule of a stream that broke off.
_CUT_OFF = "stream/cut_off"

# How the first line of server-sent events begins, and a line that no other text has.
_FIRST = re.compile(rb"(?:data|event|id|retry)?:")
_FIELD = re.compile(rb"^(?:data: ?[{\[]|event:)", re.MULTILINE)

# How long the beginning of a frame of an AWS event stream is, whose checksum follows.
_PRELUDE = 8


class Told(NamedTuple):
    """An error that a stream reports: in which event, and at which byte it begins."""

    event: int
    position: int
    kind: Kind


class SavedStream(NamedTuple):
    """What happened in a stream."""

    length: int
    errors: list[Told]
    ending: Ending

    @property
    def is_known(self) -> bool:
        """Whether it has what only a stream of a known form has: content, or the mark of an end."""
        return self.ending.delivered or self.ending.ended is Ended.COMPLETE


def read_stream(
    body: bytes | str,
    status: int,
    headers: Any = None,
    *,
    now: float | None = None,
    provider: Provider | str | None = None,
) -> SavedStream | None:
    """Read a body that is a stream; None if it is none, as `classify` decides it."""
    if status >= 300:
        return None
    body = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body

    def scanner() -> StreamScanner:
        return StreamScanner(status, headers, now=now, provider=provider)

    whole = scanner()
    errors = whole.feed(body)
    ending = whole.finish()
    errors += whole.errors()
    is_streaming = ending.events > 1 or _is_streaming(headers)
    # One event is no stream, unless another one broke off after it.
    if not is_streaming and classify(status, headers, body).rule != _CUT_OFF:
        return None
    # What comes before an error is fed again, to count its events.
    counter, begin, told = scanner(), 0, []
    for error in errors:
        counter.feed(body[begin : error.position])
        begin = error.position
        told.append(Told(counter.events + 1, error.position, error.report.kind))
    return SavedStream(len(body), told, ending)


def media_type_of(text: bytes) -> str | None:
    """Give the type of a file without a head that begins as a stream does."""
    checksum = zlib.crc32(text[:_PRELUDE]).to_bytes(4)
    if text.startswith(b"\0") and text[_PRELUDE : _PRELUDE + 4] == checksum:
        return "application/vnd.amazon.eventstream"
    if _FIRST.match(text) and (_FIELD.search(text) or _is_of_comments(text)):
        return "text/event-stream"
    return None


def _is_of_comments(text: bytes) -> bool:
    return all(line.startswith(b":") for line in text.splitlines() if line)


def _is_streaming(headers: Any) -> bool:
    pairs = headers or ()
    return any(name.lower() == "content-type" and _STREAMING.match(value) for name, value in pairs)

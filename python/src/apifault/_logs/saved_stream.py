"""Streams that were saved whole: what happened in them, event by event."""

import re
from typing import Any, NamedTuple

from apifault._core import Ending, StreamScanner
from apifault._enums import Ended, Kind, Provider

# The types of bodies that are streams even if they have only one event.
_STREAMING = re.compile(
    r"text/event-stream|application/(?:vnd\.amazon\.eventstream|(?:x-)?(?:ndjson|jsonl)|stream\+json)",
    re.IGNORECASE,
)

# A line of server-sent events, and how their first line begins.
_FIELD = re.compile(rb"^(?:data|event):", re.MULTILINE)
_FIRST = re.compile(rb"(?:data|event|id|retry)?:")

# How a frame of an AWS event stream begins: it is shorter than 16 MiB.
_FRAME = b"\0"


class Told(NamedTuple):
    """An error that a stream tells of: in which event, and at which byte it begins."""

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
    if ending.events < 2 and not _is_streaming(headers):
        return None
    # What comes before an error is fed again, to count its events.
    counter, begin, told = scanner(), 0, []
    for error in errors:
        counter.feed(body[begin : error.position])
        begin = error.position
        told.append(Told(counter.events + 1, error.position, error.report.kind))
    return SavedStream(len(body), told, ending)


def looks_like_events(text: bytes) -> bool:
    """Whether a file without a head begins as server-sent events or AWS event streams do."""
    if text.startswith(_FRAME):
        return True
    return _FIRST.match(text) is not None and _FIELD.search(text) is not None


def _is_streaming(headers: Any) -> bool:
    pairs = headers or ()
    return any(name.lower() == "content-type" and _STREAMING.match(value) for name, value in pairs)

"""Responses in HAR entries (HAR 1.2), and in records with a status and a body."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple


class Response(NamedTuple):
    """A response, and the Unix time at which it arrived."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | str
    now: float | None


# A status line; the statuses of responses that may stand before another one: an interim response, a
# proxy's, a redirect, or a challenge that the client then answered.
_STATUS_LINE = re.compile(rb"HTTP/[\d.]+ +(\d{3})(?:\s|$)")
_PRECEDING = (*range(100, 400), 401, 407)
_HEAD_END = re.compile(rb"\r?\n\r?\n|\Z")


def from_raw(raw: bytes, now: float | None) -> Response | None:
    """Read a response as `curl -i` prints it; None if it does not begin with a status line."""
    found = None
    while (line := _STATUS_LINE.match(raw)) and (end := _HEAD_END.search(raw)):
        status, head, raw = int(line[1]), raw[: end.start()], raw[end.end() :]
        found = status, head
        if status not in _PRECEDING:
            break
    if found is None:
        return None
    status, head = found
    lines = (line.partition(b":") for line in head.splitlines()[1:])
    pairs = [(_text(name), _text(value)) for name, colon, value in lines if colon]
    return Response(status, pairs, raw, now)


def _text(header: bytes) -> str:
    return header.strip().decode("utf-8", "replace")


def entries_of(value: dict[str, Any]) -> list[Any]:
    """Give the entries of a HAR document, or an empty list."""
    log = value.get("log")
    entries = log.get("entries") if isinstance(log, dict) else None
    return entries if isinstance(entries, list) else []


def from_har(entry: object) -> Response | None:
    """Read the response of a HAR entry (HAR 1.2)."""
    response = entry.get("response") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(response, dict):
        return None
    status, content = response.get("status"), response.get("content")
    if not isinstance(status, int) or not isinstance(content, dict | None):
        return None
    # HAR has a list of headers, and the body in `content`; any other record is one of a log.
    if "body" in response or isinstance(response.get("headers"), dict):
        return None
    text: Any = (content or {}).get("text")
    body: bytes | str = text if isinstance(text, str) else ""
    if (content or {}).get("encoding") == "base64":
        try:
            body = base64.b64decode(body)
        except ValueError:
            return None
    listed = response.get("headers")
    pairs = [
        (header["name"], header["value"])
        for header in (listed if isinstance(listed, list) else [])
        if isinstance(header, dict)
        and isinstance(header.get("name"), str)
        and isinstance(header.get("value"), str)
    ]
    return Response(max(int(status), 0), pairs, body, _ended(entry))


def from_record(record: dict[str, Any]) -> Response | None:
    """Read a record with a status and a body.

    The body can be text, a JSON value, or the record itself with a status beside the error.
    """
    status, body = _status_of(record), record.get("body")
    if body is None and isinstance(record.get("body_base64"), str):
        try:
            body = base64.b64decode(record["body_base64"])
        except ValueError:
            body = None
    if body is None and any(name in record for name in ("error", "message", "detail")):
        body = record
    if status is None or body is None:
        return None
    if not isinstance(body, str | bytes):
        body = json.dumps(body)
    now = record.get("now")
    known = now if isinstance(now, int | float) and not isinstance(now, bool) else None
    return Response(max(int(status), 0), list(pairs_of(record.get("headers"))), body, known)


def _status_of(record: dict[str, Any]) -> int | None:
    status = record.get("status", record.get("status_code"))
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def pairs_of(headers: object) -> Iterator[tuple[str, str]]:
    """Give the pairs of headers that are an object or a list of pairs; nothing for other values."""
    items: Any = headers.items() if isinstance(headers, dict) else headers
    for pair in items if isinstance(headers, dict | list) else ():
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str):
            values = pair[1] if isinstance(pair[1], list) else [pair[1]]
            yield from (
                (pair[0], str(value)) for value in values if isinstance(value, str | int | float)
            )


# A longer duration is not that of a call.
_LONGEST_MS = 86_400_000


def _ended(entry: dict[str, Any]) -> float | None:
    """Give the Unix time when the exchange of a HAR entry ended."""
    started, took = entry.get("startedDateTime"), entry.get("time")
    try:
        begin = datetime.fromisoformat(str(started)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    if isinstance(took, int | float) and 0 < took <= _LONGEST_MS:
        return begin + took / 1000
    return begin

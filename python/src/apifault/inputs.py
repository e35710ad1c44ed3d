"""One response in any form in which people have it."""

import base64
import codecs
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from apifault._core import Report, classify, classify_raw
from apifault._enums import Kind, Provider
from apifault.pasted import classify_text

_NO_RESPONSE = (
    "it holds no response that is known; give what `curl -i` or `-v` prints, a HAR entry, a JSON "
    "body, or the error line of an SDK"
)


# What `curl -v` writes before headers that came; and before what is neither of these nor the body.
_VERBOSE = re.compile(rb"^< HTTP/", re.MULTILINE)
_OF_CURL = (b"* ", b"> ", b">\r", b">\n", b"{ [", b"} [")


class Response(NamedTuple):
    """A response, and the Unix time when it came."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | str
    now: float | None


def classify_input(
    raw: bytes, *, now: float | None = None, provider: Provider | str | None = None
) -> Report:
    """Classify the response that a file holds, whatever its form.

    Raises ValueError where it holds none.
    """
    text = _in_utf8(raw).lstrip()
    text = _from_verbose(text) or text
    if not text or text.startswith(b"HTTP/"):
        return classify_raw(text, now=now, provider=provider)
    from apifault.fields import decoded
    from apifault.logs import classify_log, has_record

    if not text.startswith((b"{", b"[")):
        told = text.decode("utf-8", "replace")
        report = classify_log(text, now, provider) if has_record(told) else None
        report = report or classify_text(told, now=now, provider=provider)
        report = report or classify(0, None, text, now=now, provider=provider)
        # A body without its status is a response; any other words are not.
        if report.kind is Kind.UNKNOWN and not report.status:
            raise ValueError(_NO_RESPONSE)
        return report
    value = decoded(text)
    found = _from_json(value) if isinstance(value, dict) else None
    if found:
        now = found.now if now is None else now
        return classify(found.status, found.headers, found.body, now=now, provider=provider)
    report = classify(0, None, text, now=now, provider=provider)
    logged = classify_log(text, now, provider)
    # Several lines are of a log, and so is a record with a status, whatever else it has of a body.
    is_log = value is None or report.kind is Kind.UNKNOWN
    return logged if logged and (is_log or logged.status) else report


def _from_verbose(text: bytes) -> bytes | None:
    """Give the response in what `curl -v` prints, among what curl says of itself and has sent."""
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
    """Remove the mark of UTF-8, and turn UTF-16, as PowerShell writes it, into UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace").encode("utf-8", "replace")
    return raw.removeprefix(codecs.BOM_UTF8)


def _from_json(value: dict[str, Any]) -> Response | None:
    entries = entries_of(value)
    if entries:
        responses = [response for entry in entries if (response := from_har(entry))]
        failed = [response for response in responses if not 200 <= response.status < 300]
        return (failed or responses)[-1] if responses else None
    return from_har(value) or from_record(value)


def entries_of(value: dict[str, Any]) -> list[Any]:
    """Give the entries of a HAR document; none where it is not one."""
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
    # HAR lists headers, and keeps a body in `content`: what does not is a record of a log.
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
    return Response(in_range(status), pairs, body, _ended(entry))


def from_record(record: dict[str, Any]) -> Response | None:
    """Read a record with a status and a body, as `classify` takes it.

    The body may be a JSON object, too, or the record itself, with a status beside the error.
    """
    status, body = _status_of(record), record.get("body")
    if body is None and isinstance(record.get("body_base64"), str):
        try:
            body = base64.b64decode(record["body_base64"]).decode("utf-8", "replace")
        except ValueError:
            body = None
    if body is None and any(name in record for name in ("error", "message", "detail")):
        body = record
    if status is None or body is None:
        return None
    if not isinstance(body, str):
        body = json.dumps(body)
    now = record.get("now")
    known = now if isinstance(now, int | float) and not isinstance(now, bool) else None
    return Response(in_range(status), list(pairs_of(record.get("headers"))), body, known)


def _status_of(record: dict[str, Any]) -> int | None:
    status = record.get("status", record.get("status_code"))
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def in_range(status: int) -> int:
    """Give a status, or 0 where it is none."""
    return status if 0 <= status < 1_000 else 0


def pairs_of(headers: object) -> Iterator[tuple[str, str]]:
    """Give the pairs of headers that are an object or a list of pairs; none of anything else."""
    items: Any = headers.items() if isinstance(headers, dict) else headers
    for pair in items if isinstance(headers, dict | list) else ():
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str):
            values = pair[1] if isinstance(pair[1], list) else [pair[1]]
            yield from (
                (pair[0], str(value)) for value in values if isinstance(value, str | int | float)
            )


# A call that takes longer than a day is none.
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

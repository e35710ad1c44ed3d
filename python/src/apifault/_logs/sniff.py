"""Finds out in which form an input holds a response, and classifies it."""

import codecs
import re
from typing import Any

from apifault._core import Report, classify, classify_raw
from apifault._enums import Kind, Provider
from apifault._logs.log_fields import decoded
from apifault._logs.reader import classify_log, has_record
from apifault._logs.responses import Response, entries_of, from_har, from_record
from apifault._logs.sdk_errors import classify_text

_NO_RESPONSE = (
    "found no response in it; give what `curl -i` or `curl -v` prints, a HAR entry, a JSON body, "
    "or the error line of an SDK"
)


# What `curl -v` writes before the headers of the response; and before all else except the body.
_VERBOSE = re.compile(rb"^< HTTP/", re.MULTILINE)
_OF_CURL = (b"* ", b"> ", b">\r", b">\n", b"{ [", b"} [")


def classify_input(
    raw: bytes, *, now: float | None = None, provider: Provider | str | None = None
) -> Report:
    """Classify the response in a file of any form.

    Raises ValueError if it holds none.
    """
    text = _in_utf8(raw).lstrip()
    text = _from_verbose(text) or text
    if not text or text.startswith(b"HTTP/"):
        return classify_raw(text, now=now, provider=provider)
    if not text.startswith((b"{", b"[")):
        pasted = text.decode("utf-8", "replace")
        report = classify_log(text, now, provider) if has_record(pasted) else None
        report = report or classify_text(pasted, now=now, provider=provider)
        report = report or classify(0, None, text, now=now, provider=provider)
        # A body without its status is a response; other text is not.
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
    # Several lines are a log; so is a record with a status, even if it looks like a body.
    is_log = value is None or report.kind is Kind.UNKNOWN
    return logged if logged and (is_log or logged.status) else report


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


def _from_json(value: dict[str, Any]) -> Response | None:
    entries = entries_of(value)
    if entries:
        responses = [response for entry in entries if (response := from_har(entry))]
        failed = [response for response in responses if not 200 <= response.status < 300]
        return (failed or responses)[-1] if responses else None
    return from_har(value) or from_record(value)

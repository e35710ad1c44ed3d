"""Error lines of SDKs and HTTP clients, as logs and terminals show them."""

import ast
import json
import re
from typing import NamedTuple

from apifault._core import Report, classify
from apifault._enums import Provider

# What `ast` is asked to read: it takes much memory for each byte, and stack for each bracket.
_LONGEST_LITERAL = 1 << 16
_DEEPEST_LITERAL = 64

# One row for each form: what begins it, and the groups `status` and `code` that it has. A group
# `body` stands, empty, where the body begins; `line` where that is the rest of the line only.
_FORMS = (
    # openai, groq, anthropic and their kin
    r"Error code: (?P<status0>\d{3}) - (?P<body0>)",
    # google-genai
    r"(?P<status1>[45]\d\d) (?:None|[A-Z][A-Z_]{3,})\. (?P<body1>)(?=\{.)",
    # mistralai
    r"API error occurred: Status:? (?P<status2>\d{3})\.?(?:.{0,300}?Body: (?P<body2>))?",
    # cohere
    r"status_code: (?P<status3>\d{3}), body: (?P<body3>)",
    # botocore
    r"An error occurred \((?P<code4>\w+)\) when calling the \w+ operation"
    r"(?: \(reached max retries: \d+\))?: (?P<line4>)",
    # httpx, requests, aiohttp, urllib
    r"(?:Client|Server) error '(?P<status5>\d{3}) [^'\n]{0,300}' for url",
    r"(?P<status6>[45]\d\d) (?:Client|Server) Error: [^\n]{0,300}? for url",
    r"(?P<status7>[45]\d\d), message='[^\n]{0,300}?', url=",
    r"HTTP Error (?P<status8>[45]\d\d): ",
    # curl --fail
    r"The requested URL returned error: (?P<status12>[45]\d\d)\b",
    # the log lines of httpx, of urllib3, and of servers
    r"\"HTTP/[\d.]+ (?P<status9>\d{3})\b",
    r"\" HTTP/[\d.]+\" (?P<status10>\d{3})\b|HTTP/[\d.]+\" (?P<status11>\d{3})\b",
    # litellm, which tells the status by the name of a class; an error inside its line is its own
    r"(?P<whole13>\blitellm\.(?:exceptions\.)?\w+(?:Error|Timeout): [^\n]*)",
)
_FORM = re.compile("|".join(_FORMS), re.DOTALL)

# How much a match tells that ends with such a group; others tell more.
_RANKS = {"status": 0, "whole": 1}


class Found(NamedTuple):
    """A response as a line of text tells of it."""

    status: int
    headers: dict[str, str] | list[tuple[str, str]] | None
    body: str


def find(text: str) -> Found | None:
    """Find the response that a text tells of; of several, the last of those that tell the most.

    A traceback shows what came first at its top, and what the caller got at its end. A status with
    a body tells most, the words of litellm less, as with exceptions, and a status alone least.
    """
    best: re.Match[str] | None = None
    end, best_end, best_rank = len(text), len(text), 0
    for match in _FORM.finditer(text):
        rank = _RANKS.get(_group(match), 2)
        if best is not None and best_end == end:
            best_end = match.start()
        if best is None or rank >= best_rank:
            best, best_end, best_rank = match, end, rank
    return None if best is None else _found(text, best, best_end)


def _group(match: re.Match[str]) -> str:
    """Name the last group that matched, without the number of its row."""
    return (match.lastgroup or "").rstrip("0123456789")


def _found(text: str, match: re.Match[str], end: int) -> Found:
    groups = {
        name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value
    }
    status = int(groups.get("status", 0))
    kind = _group(match)
    if kind == "whole":
        return Found(0, None, text[match.start() : end])
    if kind == "line":
        message = text[match.end() : end].partition("\n")[0]
        return Found(0, {"x-amzn-errortype": groups["code"]}, json.dumps({"message": message}))
    if kind == "body":
        return Found(status, None, _as_json(text[match.end() : end]))
    begin = text.rfind("\n", 0, match.start()) + 1
    return Found(status, None, text[begin:].partition("\n")[0])


def classify_text(
    text: str, *, now: float | None = None, provider: Provider | str | None = None
) -> Report | None:
    """Classify the response that a text tells of, if it has the form of an SDK's error line."""
    found = find(text)
    if found is None:
        return None
    return classify(*found, now=now, provider=provider)


def _as_json(text: str) -> str:
    """Turn what Python printed of a decoded body, and what follows it, into JSON again."""
    if not text.startswith(("{", "[")):
        return text
    # More of a traceback may follow on further lines, and hold brackets, too.
    for part in (text.partition("\n")[0], text):
        literal = part[: max(part.rfind("}"), part.rfind("]")) + 1]
        if len(literal) > _LONGEST_LITERAL:
            return text
        if max(literal.count("{"), literal.count("[")) > _DEEPEST_LITERAL:
            return text
        try:
            return json.dumps(ast.literal_eval(literal))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            # JSON already, or cut; the library reads as much of either as there is.
            continue
    return text

"""Error lines of SDKs and HTTP clients, as logs and terminals show them."""

import ast
import json
import re
from typing import NamedTuple

# The most that `ast` reads: it needs much memory for each byte, and stack for each bracket.
_LONGEST_LITERAL = 1 << 16
_DEEPEST_LITERAL = 64

# One row for each form: its beginning, with the groups `status` and `code`. An empty group marks
# where the body begins: `body`, or `line` if the body is the rest of that line.
_FORMS = (
    # openai, groq, anthropic and similar SDKs
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
    # litellm: a class name stands for the status; the line may hold the error of the provider
    r"(?P<whole13>\blitellm\.(?:exceptions\.)?\w+(?:Error|Timeout): [^\n]*)",
)
_FORM = re.compile("|".join(_FORMS), re.DOTALL)

# How much a match says whose last group is this one; all other matches say more.
_RANKS = {"status": 0, "whole": 1}


class Found(NamedTuple):
    """A response in a line of text."""

    status: int
    headers: dict[str, str] | list[tuple[str, str]] | None
    body: str | bytes


def find(text: str) -> Found | None:
    """Find the response in a text; of several, the last one of those that say the most.

    A traceback shows the first error at its top, and the one that the caller got at its end. A
    status with a body says most, a line of litellm less, and a status alone least.
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
    """Give the name of the last group that matched, without the number of its row."""
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


def _as_json(text: str) -> str:
    """Convert a body that Python printed, and the text after it, back to JSON."""
    if not text.startswith(("{", "[")):
        return text
    # The next lines may be more of a traceback, which may hold brackets too.
    for part in (text.partition("\n")[0], text):
        literal = part[: max(part.rfind("}"), part.rfind("]")) + 1]
        if len(literal) > _LONGEST_LITERAL:
            return text
        if max(literal.count("{"), literal.count("[")) > _DEEPEST_LITERAL:
            return text
        try:
            return json.dumps(ast.literal_eval(literal))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            # It is JSON or cut off; `classify` reads both.
            continue
    return text

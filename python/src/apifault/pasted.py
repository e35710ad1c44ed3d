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

# One row for each form: what begins it, and the groups `status`, `code` and `body` that it has.
_FORMS = (
    # openai, groq, anthropic and their kin
    r"Error code: (?P<status0>\d{3}) - (?=(?P<body0>.+))",
    # google-genai
    r"(?P<status1>[45]\d\d) (?:None|[A-Z][A-Z_]{3,})\. (?=(?P<body1>\{.+))",
    # mistralai
    r"API error occurred: Status:? (?P<status2>\d{3})\.?(?=(?:.{0,300}?Body: (?P<body2>.+))?)",
    # cohere
    r"status_code: (?P<status3>\d{3}), body: (?=(?P<body3>.+))",
    # botocore
    r"An error occurred \((?P<code4>\w+)\) when calling the \w+ operation"
    r"(?: \(reached max retries: \d+\))?: (?=(?P<body4>.*))",
    # httpx, requests, aiohttp, urllib
    r"(?:Client|Server) error '(?P<status5>\d{3}) [^']*' for url",
    r"(?P<status6>[45]\d\d) (?:Client|Server) Error: [^\n]{0,300}? for url",
    r"(?P<status7>[45]\d\d), message='[^\n]{0,300}?', url=",
    r"HTTP Error (?P<status8>[45]\d\d): ",
    # the log lines of httpx, of urllib3, and of servers
    r"\"HTTP/[\d.]+ (?P<status9>\d{3})\b",
    r"\" HTTP/[\d.]+\" (?P<status10>\d{3})\b|HTTP/[\d.]+\" (?P<status11>\d{3})\b",
    # litellm, which tells the status by the name of a class
    r"\blitellm\.(?:exceptions\.)?\w+(?:Error|Timeout): (?=(?P<body12>.*))",
)
_FORM = re.compile("|".join(_FORMS), re.DOTALL)


class Found(NamedTuple):
    """A response as a line of text tells of it."""

    status: int
    headers: dict[str, str] | list[tuple[str, str]] | None
    body: str


def find(text: str) -> Found | None:
    """Find the response that a text tells of."""
    found = _FORM.search(text)
    if found is None:
        return None
    status, code, body = 0, None, None
    for name, value in found.groupdict().items():
        if value is None:
            continue
        if name.startswith("status"):
            status = int(value)
        elif name.startswith("code"):
            code = value
        else:
            body = value
    if code is not None:
        return Found(0, {"x-amzn-errortype": code}, json.dumps({"message": body}))
    if body is not None and status:
        return Found(status, None, _as_json(body))
    return Found(status, None, text[found.start() :] if body is not None else text)


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
    end = max(text.rfind("}"), text.rfind("]")) + 1
    literal = text[:end]
    if not literal.startswith(("{", "[")) or len(literal) > _LONGEST_LITERAL:
        return text
    if max(literal.count("{"), literal.count("[")) > _DEEPEST_LITERAL:
        return text
    try:
        return json.dumps(ast.literal_eval(literal))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        # JSON already, or cut; the library reads as much of either as there is.
        return text

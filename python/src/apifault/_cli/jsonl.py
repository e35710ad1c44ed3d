"""JSON Lines: the stream in each record is scanned."""

import base64
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from apifault._core import MAX_STATUS, Ending, StreamError, StreamScanner
from apifault._json import decode


class UnusableError(ValueError):
    """A line holds no stream; the message says what is wrong and what is expected."""


class Scanned(NamedTuple):
    """What was found in the stream of a line."""

    id: str | float | None
    errors: list[StreamError]
    ending: Ending


def scan_line(line: bytes) -> Scanned:
    """Scan the stream in one line of JSON, which is complete.

    Raises UnusableError if the line is not an object with a body.
    """
    record = _decode(line)
    name = record.get("id")
    if isinstance(name, dict | list):
        raise UnusableError(f'"id" must be text or a number, not {_json_type(name)}')
    body, now, headers = _body(record), _now(record), _headers(record)
    if body is None:
        raise UnusableError('the object has no "body" and no "body_base64"')
    content_type = record.get("content_type")
    if not isinstance(content_type, str | None):
        raise UnusableError(f'"content_type" must be text, not {_json_type(content_type)}')
    if content_type is not None:
        headers = _with_content_type(headers, content_type)
    status = 200 if record.get("status") is None else _status(record)
    try:
        scanner = StreamScanner(status, headers, now=now, provider=record.get("provider"))
    except (TypeError, ValueError) as error:
        raise UnusableError(str(error)) from error
    errors = scanner.feed(body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body)
    ending = scanner.finish()
    return Scanned(name, errors + scanner.errors(), ending)


def _decode(line: bytes) -> dict[str, Any]:
    """Decode one line, which may begin with a byte order mark, to an object."""
    try:
        record = decode(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnusableError(f"the line is not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, column {error.colno}" if line.strip() else "the line is empty"
        raise UnusableError(f"the line is not JSON: {reason}") from error
    except RecursionError as error:
        raise UnusableError("the line is nested too deeply") from error
    except ValueError as error:
        raise UnusableError("a number has too many digits") from error
    if not isinstance(record, dict):
        raise UnusableError(f"the line must be a JSON object, not {_json_type(record)}")
    return record


def _body(record: Mapping[str, Any]) -> bytes | str | None:
    body, encoded = record.get("body"), record.get("body_base64")
    if not isinstance(body, str | None):
        raise UnusableError(f'"body" must be text, not {_json_type(body)}')
    if encoded is None:
        return body
    if body is not None:
        raise UnusableError('the object has both "body" and "body_base64"; give one')
    return _decode_base64(encoded)


def _now(record: Mapping[str, Any]) -> float | None:
    now = record.get("now")
    if isinstance(now, bool) or not isinstance(now, int | float | None):
        raise UnusableError(f'"now" must be a number of seconds, not {_json_type(now)}')
    return now


def _headers(record: Mapping[str, Any]) -> dict[str, Any] | list[Any] | None:
    headers = record.get("headers")
    if not isinstance(headers, dict | list | None):
        raise UnusableError(
            f'"headers" must be an object or a list of pairs, not {_json_type(headers)}'
        )
    return headers


def _with_content_type(
    headers: dict[str, Any] | list[Any] | None, content_type: str
) -> dict[str, Any] | list[Any]:
    """Add the type to the headers, unless they have one."""
    pairs = headers.items() if isinstance(headers, dict) else headers or ()
    for pair in pairs:
        if isinstance(pair, list | tuple) and str(pair[0]).lower() == "content-type":
            return headers or []
    return [*pairs, ("content-type", content_type)]


def _status(record: Mapping[str, Any]) -> int:
    status = record["status"]
    if isinstance(status, bool) or not isinstance(status, int) or not 0 <= status <= MAX_STATUS:
        raise UnusableError(f'"status" must be a whole number from 0 to {MAX_STATUS}')
    return status


def _decode_base64(encoded: object) -> bytes:
    if not isinstance(encoded, str):
        raise UnusableError(f'"body_base64" must be text, not {_json_type(encoded)}')
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise UnusableError(f'"body_base64" is not Base64: {error}') from error


def _json_type(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"

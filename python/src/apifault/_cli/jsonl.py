"""Responses as JSON Lines: one record in, one report out."""

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from apifault._core import Report, classify


class UnusableError(ValueError):
    """A line holds no response; the message says why."""


def classify_line(line: bytes) -> Report:
    """Classify the response in one line of JSON.

    Raises UnusableError where the line is no such object.
    """
    record = _decode(line)
    body = record.get("body")
    if not isinstance(body, str | None):
        raise UnusableError(f'"body" must be text, not {_json_type(body)}')
    encoded = record.get("body_base64")
    if encoded is not None:
        if body is not None:
            raise UnusableError('the object has both "body" and "body_base64"; give one')
        body = _decode_base64(encoded)
    now = record.get("now")
    if isinstance(now, bool) or not isinstance(now, int | float | None):
        raise UnusableError(f'"now" must be a number of seconds, not {_json_type(now)}')
    # An event of a stream needs no other treatment: the body shows that it is one.
    if not isinstance(record.get("stream"), bool | None):
        raise UnusableError('"stream" must be true or false')
    headers = record.get("headers")
    if not isinstance(headers, dict | list | None):
        raise UnusableError(
            f'"headers" must be an object or a list of pairs, not {_json_type(headers)}'
        )
    try:
        return classify(_status(record), headers, body, now=now, provider=record.get("provider"))
    except (TypeError, ValueError) as error:
        raise UnusableError(str(error)) from error


def _decode(line: bytes) -> dict[str, Any]:
    """Decode one line, which may begin with a byte order mark, to an object."""
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise UnusableError(f"the line is not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, column {error.colno}" if line.strip() else "the line is empty"
        raise UnusableError(f"the line is not JSON: {reason}") from error
    except RecursionError as error:
        raise UnusableError("the line is nested too deeply") from error
    except UnusableError:
        raise
    except ValueError as error:
        raise UnusableError("a number has too many digits") from error
    if not isinstance(record, dict):
        raise UnusableError(f"the line must be a JSON object, not {_json_type(record)}")
    return record


def _status(record: Mapping[str, Any]) -> int:
    status = record.get("status")
    if status is None:
        raise UnusableError('the object has no "status"; give 0 where none is known')
    if isinstance(status, bool) or not isinstance(status, int) or not 0 <= status <= 65_535:
        raise UnusableError('"status" must be a whole number from 0 to 65535')
    return status


def _decode_base64(encoded: object) -> bytes:
    if not isinstance(encoded, str):
        raise UnusableError(f'"body_base64" must be text, not {_json_type(encoded)}')
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise UnusableError(f'"body_base64" is not Base64: {error}') from error


def _refuse_constant(name: str) -> NoReturn:
    raise UnusableError(f"the line is not JSON: {name} is no number of JSON")


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

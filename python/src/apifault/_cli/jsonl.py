"""JSON Lines: one record in, one report out."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from apifault._core import MAX_STATUS, Report, classify
from apifault._json import decode


class UnusableError(ValueError):
    """A line holds no response; the message says what is wrong and what is expected."""


def classify_line(line: bytes) -> Report:
    """Classify the response in one line of JSON.

    Raises UnusableError if the line is not an object with a status. Unlike `classify`, which counts
    a status out of range as 0, this refuses it: the line can be corrected.
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
    # An event of a stream is classified like a body: its form shows what it is.
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


def _status(record: Mapping[str, Any]) -> int:
    status = record.get("status")
    if status is None:
        raise UnusableError('the object has no "status"; give 0 if it is not known')
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

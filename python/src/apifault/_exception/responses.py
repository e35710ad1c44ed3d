"""The response that an exception holds, in the forms of different clients."""

import json
from importlib import import_module
from typing import Any, NamedTuple

from apifault._exception.classes import RESPONSES, of
from apifault._exception.safe import attempt, called, get, is_a, plain, some, text
from apifault._response import has_head, read_body, stated, stated_headers

Body = bytes | bytearray | memoryview | str

# The attributes that hold a status and a body, also of tornado and websockets, whose responses
# `classify_response` does not know.
_STATUSES = ("status_code", "status", "code", "http_status")
_BODIES = ("body", "content", "text", "data")


class Held(NamedTuple):
    """The response in an exception; the body is None if the exception does not keep it."""

    status: int
    headers: list[tuple[str | bytes, str | bytes]]
    body: Body | None


def held_response(exception: BaseException, there: set[str]) -> Held | None:
    """Read the response that an exception holds, or that it is."""
    # urllib's HTTPError is both
    values = [get(exception, name) for name in of(RESPONSES, there)]
    if "read" in there and callable(get(exception, "read")):
        values.append(exception)
    for response in values:
        found = None
        if is_a(response, dict):
            found = attempt(lambda: _of_botocore(response))  # noqa: B023
        elif response is not None:
            found = _of_object(response)
        if found:
            return found
    return None


def pairs_of(headers: Any) -> list[tuple[str | bytes, str | bytes]]:
    """Give the names and values of headers; a value that is None is none."""
    raw = get(headers, "raw")
    if not is_a(raw, list):
        get_items = get(headers, "multi_items") or get(headers, "items")
        raw = attempt(get_items) if callable(get_items) else headers
    pairs: list[tuple[str | bytes, str | bytes]] = []
    for pair in some(raw):
        if is_a(pair, list | tuple) and len(pair) == 2:
            name, value = pair
            values = some(value) if is_a(value, list | tuple) else [value]
            for each in values:
                kept = _header(each)
                if kept is not None and (key := _header(name)):
                    pairs.append((key, kept))
    return pairs


def _header(value: Any) -> str | bytes | None:
    if value is None:
        return None
    if is_a(value, bytes | bytearray):
        return attempt(lambda: bytes(value))
    return text(value)


def _of_object(response: object) -> Held | None:
    """Read a response, or what has at least a status and headers or a body."""
    if attempt(lambda: has_head(response)):
        parts = attempt(lambda: stated(response))
        if parts is not None:
            status, headers, body = parts
            if body is None:
                read = attempt(lambda: read_body(response))
                body = read[0] if read else _body_of(response)
            return Held(status, pairs_of(headers), body)
    status = next((found for name in _STATUSES if (found := _status(get(response, name)))), 0)
    headers, body = get(response, "headers"), _body_of(response)
    if not status or (headers is None and body is None):
        return None
    own = attempt(lambda: stated_headers(headers))
    return Held(status, pairs_of(headers if own is None else own), body)


def _status(value: object) -> int:
    """Give the status that a value states, also as text, or 0."""
    if is_a(value, str):
        word = text(value)[:4].strip()
        value = int(word) if word.isascii() and word.isdigit() else 0
    if not is_a(value, int) or value is True:
        return 0
    status = int.__int__(value)  # type: ignore[arg-type]
    return status if 100 <= status < 600 else 0


def _body_of(response: object) -> Body | None:
    for name in _BODIES:
        body = get(response, name)
        if is_a(body, Body):
            kept: Body = body
            return kept
    return None


def _of_botocore(response: dict[str, Any]) -> Held | None:
    """Rebuild the response from the parts that botocore keeps."""
    error, metadata = response.get("Error"), response.get("ResponseMetadata")
    if not isinstance(error, dict) or not isinstance(metadata, dict):
        return None
    headers = pairs_of(metadata.get("HTTPHeaders"))
    names = {name.lower() for name, _ in headers}
    body = {"message": error.get("Message")}
    if "x-amzn-errortype" not in names:
        body["__type"] = error.get("Code")
    request_id = metadata.get("RequestId")
    if request_id and "x-amzn-requestid" not in names:
        headers.append(("x-amzn-requestid", text(request_id)))
    return Held(_status(metadata.get("HTTPStatusCode")), headers, json.dumps(plain(body)))


def headers_held(response: object) -> Any:
    """Give the headers of a response, or None."""
    if is_a(response, dict):  # botocore's
        metadata = plain(get(response, "get")("ResponseMetadata"))
        return metadata.get("HTTPHeaders") if isinstance(metadata, dict) else None
    return get(response, "headers")


def grpc_error(exception: BaseException) -> str | None:
    """Give the error of gRPC as the JSON of Google's APIs, or None."""
    word = get(get(exception, "grpc_status_code"), "name")
    if is_a(word, str):
        # google-api-core, whose details are messages of protocol buffers
        details = get(exception, "details")
        error = {
            "status": word,
            "message": get(exception, "message"),
            "details": [_message(each) for each in some(details)],
        }
    elif is_a(get(type(exception), "code"), property):
        return None  # it is no method, and may warn
    else:
        word = get(called(exception, "code"), "name")
        if not is_a(word, str):
            return None
        error = {"status": word, "message": text(called(exception, "details") or "")}
    return json.dumps({"error": plain(error)})


def _message(message: Any) -> Any:
    """Convert a message of protocol buffers, of which the package is there, to JSON."""
    name = get(get(message, "DESCRIPTOR"), "full_name")
    if not is_a(name, str):
        return message

    def convert() -> dict[str, Any]:
        json_format: Any = import_module("google.protobuf.json_format")
        members = json_format.MessageToDict(message)
        return {"@type": f"type.googleapis.com/{name}", **members}

    return attempt(convert)

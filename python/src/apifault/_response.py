"""The response objects of HTTP clients."""

import io
import json
import warnings
from functools import cached_property

from apifault._core import Report, classify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from typing_extensions import TypeIs

    from apifault._enums import Provider

    _Body: TypeAlias = bytes | bytearray | memoryview | str


_MISSING = object()

# The attributes that hold a body: the last two are behind the properties of httpx and requests,
# and of urllib3 and aiohttp, once the body is read.
_HELD = ("content", "data", "_content", "_body")

# Beside a response that an adapter has changed: the server's own headers and, if these were changed
# too, its status and body.
STATED_STATUS, STATED_HEADERS, STATED_BODY = "apifault.status", "apifault.headers", "apifault.body"

# The header that holds what the server itself said with the headers that an adapter has set: pairs
# of name and value as JSON. For exceptions that keep a copy of the headers, and not the response.
STATED = "apifault-stated"
SET_HEADERS = ("x-should-retry", "retry-after-ms")

_GONE = "was consumed before: keep what you read, and pass it as body="
_NOT_AWAITED = "is not read yet: await its {}(), or pass it as body="


def classify_response(
    response: object,
    *,
    body: "_Body | None" = None,
    now: float | None = None,
    provider: "Provider | str | None" = None,
) -> Report:
    """Classify the response object of an HTTP client.

        report = apifault.classify_response(requests.post(url, json=request))

    Responses of httpx, requests, aiohttp, urllib3, http.client and similar clients are recognized
    by their attributes: `status_code` or `status`, `headers`, and `content`, `data` or `read()`.
    `body` replaces the response's own body. `now` and `provider` are as for `classify`.

    A body that the client has read is classified, whatever the status. A body that is not read yet
    is left alone below status 400, so that a streamed success is not consumed: the report is based
    on status and headers. `scan` finds what fails in a stream. From status 400 on, the body is
    read, and you can read it again from the response. If reading fails, as on a broken connection,
    the report is based on status, headers and whatever part of the body the client's exception
    kept. If only the caller can read the body, with `await`, or has consumed it, a RuntimeWarning
    says so, and the report is based on status and headers.

    Raises TypeError if the object is not a response.
    """
    return report_of(response, body, now, provider)


def report_of(
    response: object,
    body: "_Body | None",
    now: float | None,
    provider: "Provider | str | None",
) -> Report:
    """Do what `classify_response` does; a warning points to the caller's caller."""
    response = unwrapped(response)
    _head(response)
    status, headers, kept = stated(response)
    body = kept if body is None else body
    if body is None:
        body, complaint = read_body(response)
        if complaint:
            text = f"the body of this {type(response).__name__} {complaint}"
            warnings.warn(text, RuntimeWarning, stacklevel=3)
    return classify(status, headers, body, now=now, provider=provider)


def has_head(response: object) -> bool:
    """Whether an object has the attributes that every response has."""
    return status_of(response) is not None and hasattr(response, "headers")


def unwrapped(response: object) -> object:
    """Give the client's response behind the raw response of an SDK."""
    inner = getattr(response, "http_response", None)
    return inner if has_head(inner) else response


def status_of(response: object) -> int | None:
    status = getattr(response, "status_code", None)
    if not isinstance(status, int):
        status = getattr(response, "status", None)
    return status if isinstance(status, int) else None


def stated(response: object) -> "tuple[int, Any, _Body | None]":
    """Give status and headers as the server sent them, and the body if it was replaced."""
    status, headers = status_of(response) or 0, getattr(response, "headers", None)
    extensions = getattr(response, "extensions", None)
    if not isinstance(extensions, dict) or STATED_HEADERS not in extensions:
        return status, stated_headers(headers), None
    own_status = extensions.get(STATED_STATUS, status)
    return own_status, extensions[STATED_HEADERS], extensions.get(STATED_BODY)


def stated_headers(headers: "Any") -> "Any":
    """Give headers without what an adapter has set."""
    get = getattr(headers, "get", None)
    note = get(STATED) if callable(get) else None
    if not isinstance(note, str):
        return headers
    try:
        pairs = [(str(name), str(value)) for name, value in json.loads(note)]
    except (RecursionError, TypeError, ValueError):
        return headers
    ours = {STATED, *SET_HEADERS}
    return [pair for pair in headers.items() if str(pair[0]).lower() not in ours] + pairs


def _head(response: object) -> "tuple[int, Any]":
    status, headers = status_of(response), getattr(response, "headers", _MISSING)
    if hasattr(response, "__await__") and headers is _MISSING:
        raise TypeError(f"{type(response).__name__} is not a response yet: await it")
    if status is None or headers is _MISSING:
        raise TypeError(
            f"expected a response, got {type(response).__name__}: a response has headers, and "
            "status_code or status"
        )
    return status, headers


def read_body(response: object) -> "tuple[_Body | None, str]":
    """Give as much of a body as can be read, and what the caller has to do for more of it, or ''.

    Nothing is read below status 400.
    """
    body = held_body(response)
    if body is not None:
        return body, _GONE if not body and _was_taken(response) else ""
    if not hasattr(response, "read") and not any(_names(response, name) for name in _HELD):
        raise _no_body(response)
    if (status_of(response) or 0) < 400:
        return None, ""
    was_closed = _is_closed(response)
    try:
        got = _read(response)
    except (RuntimeError, ValueError):
        # Clients raise it if the body is consumed, and httpx if it has to be awaited.
        is_gone = was_closed or getattr(response, "is_stream_consumed", True)
        return None, _GONE if is_gone else _NOT_AWAITED.format("aread")
    except Exception as error:  # each client has its own for a broken connection
        came = getattr(error, "partial", None)
        if not _is_body(came):
            return None, ""
        _put_back(response, came)
        return came, ""
    if hasattr(got, "__await__"):
        if hasattr(got, "close"):
            got.close()
        return None, _NOT_AWAITED.format("read")
    if not _is_body(got):
        raise _no_body(response)
    if not got and ((was_closed and _promises_body(response)) or _was_taken(response)):
        return None, _GONE
    _put_back(response, got)
    return got, ""


def held_body(response: object) -> "_Body | None":
    """Give the body that a response holds. A property is not called: it might read the network."""
    for name in _HELD:
        if isinstance(getattr(response.__class__, name, None), property | cached_property):
            body = getattr(response, "__dict__", {}).get(name)
        else:
            body = getattr(response, name, None)
        if _is_body(body):
            return body
    return None


def _names(response: object, name: str) -> bool:
    return hasattr(response.__class__, name) or name in getattr(response, "__dict__", ())


def _read(response: object) -> "Any":
    read = getattr(response, "read", None)
    try:
        for name in ("content", "data"):
            body = getattr(response, name, None)
            if _is_body(body):
                return body
    except RuntimeError:
        if not callable(read):
            raise
    if callable(read):
        return read()
    # requests: there was no body
    return b"" if getattr(response, "content", response) is None else None


def _put_back(response: object, body: "_Body") -> None:
    """Let the caller, or a second report, read a body again that the client does not keep."""
    if body and held_body(response) is None:
        again = io.StringIO(body) if isinstance(body, str) else io.BytesIO(body)
        try:
            response.read = again.read  # type: ignore[attr-defined]
        except (AttributeError, TypeError):
            return


def _was_taken(response: object) -> bool:
    """Whether bytes were read before from a response of urllib3, or of requests, which uses it."""
    tell = getattr(response, "tell", None) or getattr(getattr(response, "raw", None), "tell", None)
    if not callable(tell) or getattr(response, "_body", None):
        return False
    try:
        taken = tell()
    except (OSError, ValueError):
        return False
    return isinstance(taken, int) and taken > 0


def _is_body(body: object) -> "TypeIs[_Body]":
    return isinstance(body, bytes | bytearray | memoryview | str)


def _is_closed(response: object) -> bool:
    is_closed = getattr(response, "isclosed", None)
    if callable(is_closed):
        return bool(is_closed())
    return True in (getattr(response, "closed", None), getattr(response, "is_closed", None))


def _promises_body(response: object) -> bool:
    get = getattr(getattr(response, "headers", None), "get", None)
    # http.client closes the response to HEAD at once.
    if not callable(get) or getattr(response, "_method", None) == "HEAD":
        return False
    length = get("content-length")
    return length not in (None, "0") or get("transfer-encoding") is not None


def _no_body(response: object) -> TypeError:
    return TypeError(f"{type(response).__name__} has no body; pass it as body=")

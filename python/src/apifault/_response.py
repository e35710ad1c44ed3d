"""Responses as HTTP clients hold them."""

import io
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

# Where clients keep a body: the last two are what stands behind the properties of httpx and
# requests, and of urllib3 and aiohttp, once it is read.
_HELD = ("content", "data", "_content", "_body")

_GONE = "was consumed already: keep what was read of it, and pass that as body="
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

    Responses of httpx, requests, aiohttp, urllib3, http.client and the like are known by their
    attributes: `status_code` or `status`, `headers`, and `content`, `data` or `read()`. `body` is
    taken in place of the response's own. `now` and `provider` are as for `classify`.

    A body that the client has read is classified, whatever the status. One that is not read yet is
    left alone below status 400: a streamed success stays the caller's, and is reported by its
    status and headers; pass the events of a stream as `body=`. From status 400 on it is read, and
    can be read again from the response. Where that fails, as on a broken connection, the report is
    of status and headers, and of what came where the client's exception holds it. Where the caller
    has to read it, as with `await`, or has consumed it, a RuntimeWarning says so, and the report is
    of status and headers.

    Raises TypeError where the object is no response.
    """
    return report_of(response, body, now, provider)


def report_of(
    response: object,
    body: "_Body | None",
    now: float | None,
    provider: "Provider | str | None",
) -> Report:
    """Do what `classify_response` does, for a function that the user calls."""
    response = _unwrapped(response)
    status, headers = _head(response)
    if body is None:
        body, complaint = read_body(response)
        if complaint:
            text = f"the body of this {type(response).__name__} {complaint}"
            warnings.warn(text, RuntimeWarning, stacklevel=3)
    return classify(status, headers, body, now=now, provider=provider)


def has_head(response: object) -> bool:
    """Whether an object has what every response has."""
    return _status(response) is not None and hasattr(response, "headers")


def _unwrapped(response: object) -> object:
    """Give the client's response behind the raw response of an SDK."""
    inner = getattr(response, "http_response", None)
    return inner if has_head(inner) else response


def _status(response: object) -> int | None:
    status = getattr(response, "status_code", None)
    if not isinstance(status, int):
        status = getattr(response, "status", None)
    return status if isinstance(status, int) else None


def _head(response: object) -> "tuple[int, Any]":
    status, headers = _status(response), getattr(response, "headers", _MISSING)
    if hasattr(response, "__await__") and headers is _MISSING:
        raise TypeError(f"{type(response).__name__} is no response yet: await it")
    if status is None or headers is _MISSING:
        raise TypeError(
            f"{type(response).__name__} is no response: it needs status_code or status, and headers"
        )
    return status, headers


def read_body(response: object) -> "tuple[_Body | None, str]":
    """Give what is to be had of a body, and what the caller has to do for more of it, or ''.

    Nothing is read below status 400.
    """
    body = _held(response)
    if body is not None:
        return body, _GONE if not body and _was_taken(response) else ""
    if not hasattr(response, "read") and not any(_names(response, name) for name in _HELD):
        raise _no_body(response)
    if (_status(response) or 0) < 400:
        return None, ""
    was_closed = _is_closed(response)
    try:
        got = _read(response)
    except (RuntimeError, ValueError):
        # Clients say so that the body is gone, and httpx that it has to be awaited.
        is_gone = was_closed or getattr(response, "is_stream_consumed", True)
        return None, _GONE if is_gone else _NOT_AWAITED.format("aread")
    except Exception as error:  # each client has its own for what happens on the way
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


def _held(response: object) -> "_Body | None":
    """Give the body that a response holds, without running a property of it, which might read."""
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
    # requests, where no body came
    return b"" if getattr(response, "content", response) is None else None


def _put_back(response: object, body: "_Body") -> None:
    """Let a body that the client does not keep be read again, by the caller or for a report."""
    if body and _held(response) is None:
        again = io.StringIO(body) if isinstance(body, str) else io.BytesIO(body)
        try:
            response.read = again.read  # type: ignore[attr-defined]
        except (AttributeError, TypeError):
            return


def _was_taken(response: object) -> bool:
    """Whether bytes of a response of urllib3, or of requests over it, were taken before."""
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
    # http.client closes at once what answers HEAD.
    if not callable(get) or getattr(response, "_method", None) == "HEAD":
        return False
    length = get("content-length")
    return length not in (None, "0") or get("transfer-encoding") is not None


def _no_body(response: object) -> TypeError:
    return TypeError(f"{type(response).__name__} gives no body; pass it as body=")

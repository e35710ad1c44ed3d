"""Responses as HTTP clients hold them."""

from apifault._core import Report, classify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from typing_extensions import TypeIs

    from apifault._enums import Provider

    Body: TypeAlias = bytes | bytearray | memoryview | str


_MISSING = object()


def classify_response(
    response: object,
    *,
    body: "Body | None" = None,
    now: float | None = None,
    provider: "Provider | str | None" = None,
) -> Report:
    """Classify the response object of an HTTP client.

    Responses of httpx, requests, aiohttp, urllib3, http.client and the like are known by their
    attributes: `status_code` or `status`, `headers`, and `content`, `data` or `read()`. `body` is
    taken in place of the response's own. `now` and `provider` are as for `classify`.

    An unread body is read, unless the response is asynchronous or tells of success: a stream may
    go on for long. Raises ValueError where the body is not there to be had, TypeError where the
    object is no response; each says what to do.
    """
    status, headers = _head(response)
    if body is None:
        body = read_body(response)
    return classify(status, headers, body, now=now, provider=provider)


def has_head(response: object) -> bool:
    """Whether an object has what every response has."""
    return _status(response) is not None and hasattr(response, "headers")


def _status(response: object) -> int | None:
    status = getattr(response, "status_code", None)
    if not isinstance(status, int):
        status = getattr(response, "status", None)
    return status if isinstance(status, int) else None


def _head(response: object) -> "tuple[int, Any]":
    status, headers = _status(response), getattr(response, "headers", _MISSING)
    if status is None or headers is _MISSING:
        raise TypeError(
            f"{type(response).__name__} is no response: it needs status_code or status, and headers"
        )
    return status, headers


def read_body(response: object) -> "Body":
    """Give the body of a response, reading it where that is safe."""
    try:
        # `_body` is what aiohttp keeps of a body that was awaited.
        for name in ("content", "data", "_body"):
            body = getattr(response, name, None)
            if _is_body(body):
                return _checked(response, body)
    except RuntimeError as error:
        # httpx and requests say so that the body is unread, or gone.
        return _read_late(response, error)
    read = getattr(response, "read", None)
    if not callable(read):
        if getattr(response, "content", response) is None:
            return b""  # requests, where no body came
        raise TypeError(f"{type(response).__name__} gives no body; pass it as body=")
    was_closed = _is_closed(response)
    got: Any = read()
    if hasattr(got, "__await__"):
        got.close()
        raise _unavailable(response, "is not read yet: await its read(), or pass it as body=")
    if not _is_body(got):
        raise TypeError(f"{type(response).__name__} gives no body; pass it as body=")
    if not got and was_closed and _promises_body(response):
        raise _gone(response)
    return got


def _read_late(response: object, error: RuntimeError) -> "Body":
    """Read the body of a streamed response, unless it is an answer that may go on for long."""
    if (_status(response) or 0) < 400 and not getattr(response, "is_stream_consumed", False):
        raise _unavailable(
            response, "is not read yet: read it, or pass one event of the stream as body="
        ) from error
    try:
        body = response.read()  # type: ignore[attr-defined]
    except (AttributeError, RuntimeError):
        if getattr(response, "is_stream_consumed", True) or getattr(response, "is_closed", True):
            raise _gone(response) from error
        raise _unavailable(
            response, "is not read yet: await its aread(), or pass it as body="
        ) from error
    if not _is_body(body):
        raise _gone(response) from error
    return body


def _checked(response: object, body: "Body") -> "Body":
    """Refuse an empty body of urllib3, or of requests over it, of which bytes were taken before."""
    tell = getattr(response, "tell", None) or getattr(getattr(response, "raw", None), "tell", None)
    if not body and callable(tell) and not getattr(response, "_body", None):
        try:
            taken = tell()
        except (OSError, ValueError):
            taken = 0
        if isinstance(taken, int) and taken > 0:
            raise _gone(response)
    return body


def _is_body(body: object) -> "TypeIs[Body]":
    return isinstance(body, bytes | bytearray | memoryview | str)


def _is_closed(response: object) -> bool:
    is_closed = getattr(response, "isclosed", None)
    return bool(is_closed()) if callable(is_closed) else getattr(response, "closed", False) is True


def _promises_body(response: object) -> bool:
    get = getattr(getattr(response, "headers", None), "get", None)
    if not callable(get):
        return False
    length = get("content-length")
    return length not in (None, "0") or get("transfer-encoding") is not None


def _gone(response: object) -> ValueError:
    return _unavailable(
        response, "was consumed already: keep what was read of it, and pass that as body="
    )


def _unavailable(response: object, why: str) -> ValueError:
    return ValueError(f"the body of this {type(response).__name__} {why}")

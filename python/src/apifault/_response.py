"""The response objects of HTTP clients."""

import io
import json
import re
import time
import warnings
from contextlib import suppress
from functools import cached_property

from apifault._core import Report, classify
from apifault._functions import _types  # noqa: TC001 - annotations need it

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any, TypeAlias

    from typing_extensions import TypeIs

    # As much of a body as can be read, and what the caller has to do for more of it, or "".
    _Read: TypeAlias = tuple[_types.Body | None, str]

# The attributes that hold a body, if they are no properties or methods. Those with `_` are behind
# the properties of httpx and requests, and of urllib3 and aiohttp, once the body is read; the last
# one is what was read of a response that keeps nothing itself.
_KEPT = "_apifault_body"
_HELD = ("content", "data", "_content", "_body", "body", "text", _KEPT)

# The properties and methods that read a body; what an asynchronous client has besides.
_READERS = ("content", "data", "read", "body", "bytes", "text", "json")
_ASYNC_READERS = ("aread", "acontent")

# Beside a response that an adapter has changed: the server's own headers and, if these were changed
# too, its status and body.
STATED_STATUS, STATED_HEADERS, STATED_BODY = "apifault.status", "apifault.headers", "apifault.body"

# The header that holds what the server itself said with the headers that an adapter has set: pairs
# of name and value as JSON. For exceptions that keep a copy of the headers, and not the response.
STATED = "apifault-stated"
SET_HEADERS = ("x-should-retry", "retry-after-ms")

# A status as text, perhaps with its reason.
_STATUS = re.compile(r"([1-5][0-9]{2})(?: |$)")

_GONE = "was consumed or closed before: keep what you read, and pass it as body="
_NOT_AWAITED = "is not read yet: await apifault.{}(response), or pass it as body="
_NONE = "is nowhere to be found: pass it as body="


class UnreadBodyWarning(RuntimeWarning):
    """The body of a response could not be read, so that the report has less than it could have.

    It is based on status and headers. The text says what to do.
    """


# What users see is the module from which they import it.
UnreadBodyWarning.__module__ = "apifault"


def classify_response(
    response: object,
    *,
    body: "_types.Body | None" = None,
    now: float | None = None,
    provider: "_types.Provider | str | None" = None,
) -> Report:
    """Classify the response object of an HTTP client.

        report = apifault.classify_response(requests.post(url, json=request))

    Responses of httpx, requests, niquests, aiohttp, urllib3, http.client and similar clients are
    recognized by their attributes: `status_code` or `status`, `headers`, and `content`, `data`,
    `read()`, `body` or `text`. `body` replaces the response's own body. `provider` is as for
    `classify`. `now` is the time of the response in Unix seconds: without it, an absolute time in
    the response, such as a date in `retry-after`, counts from the response's `date` header, or else
    from the present time.

    A body that the client has read is classified, whatever the status. A body that is not read yet
    is left alone below status 400, so that a streamed success is not consumed: the report is based
    on status and headers. `scan` finds what fails in a stream. From status 400 on, the body is
    read, and you can read it again from the response. If reading fails, as on a broken connection,
    the report is based on status, headers and whatever part of the body the client's exception
    kept. If the body has to be awaited (see `aclassify_response`), was consumed before, or if there
    is none, the report is based on status and headers, and an `UnreadBodyWarning` says what to do.

    Raises TypeError if the object is not a response.
    """
    return report_of(response, body, now, provider, "aclassify_response")


async def aclassify_response(
    response: object,
    *,
    body: "_types.Body | None" = None,
    now: float | None = None,
    provider: "_types.Provider | str | None" = None,
) -> Report:
    """Do what `classify_response` does, for the response of an asynchronous client.

        report = await apifault.aclassify_response(await client.post(url, json=request))

    A body that is not read yet is awaited from status 400 on, and kept, so that you can read it
    again. A response that niquests has only promised is gathered. Responses of synchronous clients
    can be passed, too.
    """
    return await areport_of(response, body, now, provider)


def report_of(
    response: object,
    body: "_types.Body | None",
    now: float | None,
    provider: "_types.Provider | str | None",
    awaitable: str,
) -> Report:
    """Do what `classify_response` does; a warning points to the caller's caller.

    `awaitable` is the function for those who have to await the body.
    """
    response = _checked(response, awaitable)
    status, headers, kept = stated(response)
    body = kept if body is None else body
    if body is None:
        body, complaint = read_body(response)
        _warn(response, complaint, awaitable)
    return _classified(status, headers, body, now, provider)


async def areport_of(
    response: object,
    body: "_types.Body | None",
    now: float | None,
    provider: "_types.Provider | str | None",
) -> Report:
    """Do what `report_of` does, and await the body if need be."""
    await agather(response)
    response = _checked(response, "aclassify_response")
    status, headers, kept = stated(response)
    body = kept if body is None else body
    if body is None:
        body, complaint = await aread_body(response)
        _warn(response, complaint)
    return _classified(status, headers, body, now, provider)


def _classified(
    status: int,
    headers: "Any",
    body: "_types.Body | None",
    now: float | None,
    provider: "_types.Provider | str | None",
) -> Report:
    options: dict[str, Any] = {"now": now, "provider": provider, "clock": time.time()}
    try:
        return classify(status, headers, body, **options)
    except TypeError:
        # Headers that are not as a server sent them may have numbers and None in them.
        pairs = _text_pairs(headers)
        if pairs is None:
            raise
        return classify(status, pairs, body, **options)


def _text_pairs(headers: "Any") -> "list[tuple[Any, Any]] | None":
    """Give headers without values of None, all others as text; None if they are no headers."""
    with suppress(Exception):
        pairs = headers.items() if hasattr(headers, "items") else headers
        return [
            (name, value if isinstance(value, str | bytes | list | tuple) else str(value))
            for name, value in pairs
            if value is not None
        ]
    return None


def _warn(response: object, complaint: str, awaitable: str = "") -> None:
    if complaint:
        text = f"the body of this {type(response).__name__} {complaint.format(awaitable)}"
        warnings.warn(text, UnreadBodyWarning, stacklevel=4)


def _checked(response: object, awaitable: str) -> object:
    """Give the client's response, or raise TypeError if it is none."""
    response = unwrapped(response)
    if has_head(response):
        return response
    name = type(response).__name__
    if _is_promised(response):
        try:
            status_of(response)
        except Exception as error:
            # What niquests raises if the response has to be awaited; all else is a failed call.
            if type(error).__name__ != "MultiplexingError":
                raise
            text = f"{name} is not a response yet: await apifault.{awaitable}(response)"
            raise TypeError(text) from error
    if hasattr(type(response), "__await__"):
        raise TypeError(f"{name} is not a response yet: await it")
    raise TypeError(
        f"expected a response, got {name}: a response has headers, and status_code or status"
    )


def has_head(response: object) -> bool:
    """Whether an object has the attributes that every response has."""
    try:
        return status_of(response) is not None and hasattr(response, "headers")
    except Exception:  # a property may raise anything
        return False


def unwrapped(response: object) -> object:
    """Give the client's response behind the raw response of an SDK."""
    inner = _get(response, "http_response")
    return inner if has_head(inner) else response


def status_of(response: object) -> int | None:
    """Give the status; `code`, which may be many other things, is tornado's name for it."""
    for name in ("status_code", "status"):
        status = getattr(response, name, None)
        if isinstance(status, int):
            return status
        if isinstance(status, str) and (told := _STATUS.match(status)):
            return int(told[1])
    code = getattr(response, "code", None)
    return code if isinstance(code, int) and 100 <= code < 600 else None


def time_of(headers: "Any") -> float:
    """Give the time at which a server answered, in Unix seconds, else the time of this machine.

    A time in a response, such as the one at which a limit ends, is one of the server's clock.
    """
    date = date_of(headers)
    return time.time() if date is None else date


def date_of(headers: "Any") -> float | None:
    """Give the time in the `date` header, in Unix seconds, or None."""
    with suppress(Exception):  # headers may be anything
        items = headers.items() if hasattr(headers, "items") else headers
        date = next((value for name, value in items if name.lower() in {"date", b"date"}), None)
        if date:
            from datetime import UTC
            from email.utils import parsedate_to_datetime

            sent = parsedate_to_datetime(date if isinstance(date, str) else date.decode())
            return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).timestamp()
    return None


def _is_promised(response: object) -> bool:
    """Whether it is a response of niquests that was not received yet."""
    return _get(response, "lazy") is True


def gather(response: object) -> None:
    """Wait for a response that niquests has only promised, or raise what it raises."""
    if _is_promised(response):
        status_of(response)


async def agather(response: object) -> None:
    """Do what `gather` does, asynchronously."""
    if _is_promised(response):
        receive: Any = _get(_get(response, "connection"), "gather")
        received: Any = receive(response) if callable(receive) else None
        if hasattr(received, "__await__"):
            await received


def stated(response: object) -> "tuple[int, Any, _types.Body | None]":
    """Give status and headers as the server sent them, and the body if it was replaced."""
    status, headers = status_of(response) or 0, getattr(response, "headers", None)
    extensions = _get(response, "extensions")
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


def read_body(response: object) -> "_Read":
    """Give as much of a body as can be read, and what the caller has to do for more of it, or ''.

    Nothing is read below status 400, and nothing is raised.
    """
    reading = _reading(response, (*_READERS, *_ASYNC_READERS))
    try:
        awaitable = next(reading)
    except StopIteration as end:
        read: _Read = end.value
        return read
    reading.close()
    if hasattr(awaitable, "close"):  # a coroutine would warn that nobody awaits it
        awaitable.close()
    return None, _NOT_AWAITED


async def aread_body(response: object) -> "_Read":
    """Do what `read_body` does, and await what has to be awaited."""
    reading = _reading(response, (*_ASYNC_READERS, *_READERS))
    try:
        awaitable = next(reading)
        while True:
            try:
                got = await awaitable
            except Exception as error:
                awaitable = reading.throw(error)
            else:
                awaitable = reading.send(got)
    except StopIteration as end:
        read: _Read = end.value
        return read


def _reading(response: object, readers: "tuple[str, ...]") -> "Generator[Any, Any, _Read]":
    """Read a body: gives what has to be awaited, takes the result, and returns what was read."""
    body = held_body(response)
    if body is not None:
        return body, _GONE if not body and _was_taken(response) else ""
    if (status_of(response) or 0) < 400:
        return None, "" if any(_names(response, name) for name in readers) else _NONE
    was_closed, is_refused = _is_closed(response), False
    for name in readers:
        if is_refused and name in _ASYNC_READERS:
            continue
        was_awaited = is_method = False
        try:
            got: Any = getattr(response, name, None)
            if is_method := callable(got):
                got = got()
            if was_awaited := hasattr(got, "__await__"):
                got = yield got
        except TypeError:  # it needs arguments
            continue
        except (RuntimeError, ValueError):
            # Clients raise it if the body is consumed, and httpx if it is of the other kind.
            is_refused = True
        except Exception as error:  # each client has its own for a broken connection
            got = _get(error, "partial")
            if not _is_body(got):
                return None, _GONE if was_closed else ""
            _keep(response, got, "read" if is_method else "")
            return got, ""
        else:
            if isinstance(got, dict | list):
                with suppress(RecursionError, TypeError, ValueError):
                    got = json.dumps(got, default=str)
            if _is_body(got):
                if not got and ((was_closed and _promises_body(response)) or _was_taken(response)):
                    return None, _GONE
                _keep(response, got, name if is_method else "", is_async=was_awaited)
                return got, ""
    if not is_refused:
        return None, _NONE
    is_gone = was_closed or _get(response, "is_stream_consumed") is not False
    return None, _GONE if is_gone else _NOT_AWAITED


def held_body(response: object) -> "_types.Body | None":
    """Give the body that a response holds. A property is not called: it might read the network."""
    for name in _HELD:
        try:
            if isinstance(getattr(response.__class__, name, None), property | cached_property):
                body = getattr(response, "__dict__", {}).get(name)
            else:
                body = getattr(response, name, None)
        except Exception:  # what looks for attributes may raise anything
            continue
        if _is_body(body):
            return body
    return None


def _names(response: object, name: str) -> bool:
    return hasattr(response.__class__, name) or name in (_get(response, "__dict__") or ())


def _get(value: object, name: str) -> "Any":
    """Give an attribute, or None: a property may raise anything."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None


def _keep(response: object, body: "_types.Body", method: str, *, is_async: bool = False) -> None:
    """Let the caller, or a second report, read a body again that the client does not keep."""
    if not body or held_body(response) is not None:
        return
    stream = io.StringIO(body) if isinstance(body, str) else io.BytesIO(body)

    def again(*arguments: "Any") -> "Any":
        return stream.read(*arguments) if method == "read" else body

    async def again_async(*arguments: "Any") -> "Any":
        return again(*arguments)

    with suppress(Exception):  # of an object with slots
        setattr(response, _KEPT, body)
    if method:
        with suppress(Exception):
            setattr(response, method, again_async if is_async else again)


def _was_taken(response: object) -> bool:
    """Whether bytes were read before from a response of urllib3, or of requests, which uses it."""
    tell = _get(response, "tell") or _get(_get(response, "raw"), "tell")
    if not callable(tell) or _get(response, "_body"):
        return False
    try:
        taken = tell()
    except (OSError, ValueError):
        return False
    return isinstance(taken, int) and taken > 0


def _is_body(body: object) -> "TypeIs[_types.Body]":
    return isinstance(body, bytes | bytearray | memoryview | str)


def _is_closed(response: object) -> bool:
    is_closed = _get(response, "isclosed")
    if callable(is_closed):
        return is_closed() is True
    return True in (_get(response, "closed"), _get(response, "is_closed"))


def _promises_body(response: object) -> bool:
    get = _get(_get(response, "headers"), "get")
    # http.client closes the response to HEAD at once.
    if not callable(get) or _get(response, "_method") == "HEAD":
        return False
    length = get("content-length")
    return length not in (None, "0") or get("transfer-encoding") is not None

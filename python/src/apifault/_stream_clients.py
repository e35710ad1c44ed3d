"""The streams of HTTP clients and SDKs, recognized by their names and attributes."""

import functools
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from apifault._response import has_head, held_body, stated, unwrapped

# How many bytes are asked for at most.
_PIECE = 65_536


class ClientStream(NamedTuple):
    """What a scanner and its caller need of the stream of a client."""

    # What the client gives to its caller: bytes, or events that are parsed already.
    pieces: Any
    status: int
    headers: Any
    # Gives the JSON of an event; b"" if no server sent it. None if the pieces are bytes.
    events: Callable[[object], bytes] | None
    # Closes the connection if it is open. For an asynchronous stream, the result is awaited.
    close: Callable[[], Any]
    # The bytes behind the events, if they can be had.
    tap: "Tap | None" = None


class Tap:
    """Gives the bytes that an SDK reads of its response to `take`, too.

    They are given when the SDK asks for more: by then, it has handed on the events in them. What it
    read last is in `rest`, as it may end at a mark, or fail, without asking for more.
    """

    def __init__(self) -> None:
        self.is_open = False
        self.rest = b""
        self.take: Callable[[bytes], object] | None = None
        # Is told status and headers of a response that comes later than the tap.
        self.begin: Callable[[int, Any], object] | None = None

    def attach(self, response: Any) -> "Tap":
        """Stand in front of the method with which an SDK reads."""
        iter_bytes: Any = getattr(response, "iter_bytes", None)

        def tapped(*arguments: Any, **options: Any) -> Iterator[bytes]:
            self.is_open = True
            for piece in iter_bytes(*arguments, **options):
                self.rest = piece
                yield piece
                self._give()

        self._begin(response)
        if iter_bytes is not None:
            with suppress(AttributeError):  # of an object with slots
                response.iter_bytes = functools.wraps(iter_bytes)(tapped)
        return self

    def attach_async(self, response: Any) -> "Tap":
        """Do what `attach` does, for an asynchronous response."""
        aiter_bytes: Any = getattr(response, "aiter_bytes", None)

        async def tapped(*arguments: Any, **options: Any) -> AsyncIterator[bytes]:
            self.is_open = True
            async for piece in aiter_bytes(*arguments, **options):
                self.rest = piece
                yield piece
                self._give()

        self._begin(response)
        if aiter_bytes is not None:
            with suppress(AttributeError):
                response.aiter_bytes = functools.wraps(aiter_bytes)(tapped)
        return self

    def _begin(self, response: Any) -> None:
        if response is not None and self.begin is not None:
            self.begin(*_head(response))

    def _give(self) -> None:
        piece, self.rest = self.rest, b""
        if self.take is not None:
            self.take(piece)


def adapt(stream: Any) -> ClientStream | None:
    """Give what the response of an HTTP client or the stream of an SDK holds.

    None for any other object, and for asynchronous ones.
    """
    if has_head(stream):
        response = unwrapped(stream)
        pieces = _bytes_of(response)
        if pieces is None:
            return None
        return ClientStream(pieces, *_head(response), None, _closing(pieces, response))
    if _is_manager(stream) and hasattr(stream, "__enter__"):
        tap = Tap()
        entered = _entered(stream, tap)
        return ClientStream(entered, 200, None, json_of, _closing(entered), tap)
    response = _response_of(stream)
    if response is None or not hasattr(stream, "__iter__"):
        return None
    tap = Tap().attach(response)
    events = iter(stream)
    return ClientStream(events, *_head(response), json_of, _closing(events, stream), tap)


def aadapt(stream: Any) -> ClientStream | None:
    """Give what an asynchronous response or stream holds; None for any other object."""
    if has_head(stream):
        response = unwrapped(stream)
        pieces = _async_bytes_of(response)
        if pieces is None:
            return None
        return ClientStream(pieces, *_head(response), None, _aclosing(pieces, response))
    if _is_manager(stream) and hasattr(stream, "__aenter__"):
        tap = Tap()
        entered = _aentered(stream, tap)
        return ClientStream(entered, 200, None, json_of, _aclosing(entered), tap)
    response = _response_of(stream)
    if response is None or not hasattr(stream, "__aiter__"):
        return None
    tap = Tap().attach_async(response)
    events = aiter(stream)
    return ClientStream(events, *_head(response), json_of, _aclosing(events, stream), tap)


def is_event(piece: object) -> bool:
    """Whether it is an event that is parsed already: a dictionary, or an object of pydantic."""
    return isinstance(piece, dict) or hasattr(piece, "model_dump_json")


def json_of(event: Any) -> bytes:
    """Give the JSON of an SDK's event; b"" for an event that no server sent."""
    if isinstance(event, dict):
        return _json_of_dict(event)
    return _json_of_made(event) if _is_made(type(event)) else _json_of_model(event)


def _head(response: Any) -> tuple[int, Any]:
    status, headers, _ = stated(response)
    return status, headers


# --- responses ---


def _bytes_of(response: Any) -> Any:
    """Give the decoded bytes of a body as they come."""
    if (body := _held(response)) is not None:
        return iter([body])
    if hasattr(response, "iter_bytes"):  # httpx
        pieces = response.iter_bytes()
        return pieces if hasattr(pieces, "__next__") else None
    raw = getattr(response, "raw", response)
    is_urllib3 = hasattr(raw, "read_chunked")
    if hasattr(raw, "read1") and not (is_urllib3 and raw.chunked):
        # What requests and urllib3 have besides waits for the end of a body without chunks.
        return _read1(raw, {"decode_content": True} if is_urllib3 else {})
    if hasattr(response, "iter_content"):  # requests
        return response.iter_content(chunk_size=None)
    return response.stream(decode_content=True) if is_urllib3 else None


def _async_bytes_of(response: Any) -> Any:
    """Do what `_bytes_of` does, asynchronously."""
    if (body := _held(response)) is not None:
        return _once(body)
    if hasattr(response, "aiter_bytes"):  # httpx
        return response.aiter_bytes()
    # A property is not asked: it might read the network.
    if not isinstance(getattr(type(response), "content", None), property):
        content: Any = getattr(response, "content", None)
        if hasattr(content, "iter_any"):  # aiohttp
            return aiter(content.iter_any())
    pieces = response.iter_bytes() if hasattr(response, "iter_bytes") else None
    return pieces if hasattr(pieces, "__anext__") else None


def _held(response: object) -> bytes | None:
    body = held_body(response)
    if body is None or isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else bytes(body)


def _read1(raw: Any, options: dict[str, bool]) -> Iterator[bytes]:
    while piece := raw.read1(_PIECE, **options):
        yield piece


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


# --- streams of SDKs ---


def _is_manager(stream: object) -> bool:
    """Whether it is what an SDK's `stream` method gives: its request is made when it is entered."""
    return type(stream).__name__.endswith("StreamManager")


def _entered(manager: Any, tap: Tap) -> Iterator[object]:
    with manager as stream:
        tap.attach(_response_of(stream))
        yield from stream


async def _aentered(manager: Any, tap: Tap) -> AsyncIterator[object]:
    async with manager as stream:
        tap.attach_async(_response_of(stream))
        async for event in stream:
            yield event


def _response_of(stream: object) -> Any:
    """Give the response that the stream of an SDK holds, itself or in the stream of another one."""
    for holder in (stream, getattr(stream, "completion_stream", None)):  # litellm
        for name in ("response", "_response"):
            if has_head(response := getattr(holder, name, None)):
                return response
    return None


# --- closing ---


def _closing(*parts: Any) -> Callable[[], None]:
    def close() -> None:
        for part in parts:
            if hasattr(part, "close"):
                part.close()

    return close


def _aclosing(*parts: Any) -> Callable[[], Any]:
    async def close() -> None:
        for part in parts:
            method = getattr(part, "aclose", None) or getattr(part, "close", None)
            closed: Any = method() if method else None
            if hasattr(closed, "__await__"):
                await closed

    return close


# --- events ---


def _is_made(kind: type) -> bool:
    """Whether an SDK makes such events itself: those that a server sends are among its types."""
    return ".lib.streaming." in kind.__module__ and not any(
        ".types" in base.__module__ for base in kind.__mro__
    )


def _json_of_model(event: Any) -> bytes:
    # Beside the data of an event, its name may stand.
    data: Any = getattr(event, "data", None)
    text: str = (data if hasattr(data, "model_dump_json") else event).model_dump_json(
        by_alias=True, exclude_unset=True, exclude={"snapshot", "sdk_http_response"}, warnings=False
    )
    return text.encode()


def _json_of_made(event: Any) -> bytes:
    """Give the chunk for which an SDK has made an event; its other events repeat a part of it."""
    return b"" if (chunk := getattr(event, "chunk", None)) is None else json_of(chunk)


def _json_of_dict(event: dict[str, Any]) -> bytes:
    chunk = event.get("chunk")
    # Bedrock hands on the event of the model's own provider as it is.
    if isinstance(chunk, dict) and isinstance(chunk.get("bytes"), bytes):
        return bytes(chunk["bytes"])
    return json.dumps(event, default=str).encode()

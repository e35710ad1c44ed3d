"""What is taken of the streams of HTTP clients and SDKs, with stand-ins for them."""

import asyncio
import json
from collections import UserString
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from apifault._stream_clients import aadapt, adapt, is_event, json_of

PIECES = [b"data: {}\n\n", b"data: [DONE]\n\n"]
HEADERS = {"x-request-id": "req_01"}


class Closing:
    """Counts how often it was closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


class Httpx(Closing):
    status_code, headers = 200, HEADERS

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces or PIECES)

    def iter_bytes(self) -> Iterator[bytes]:
        yield from self.pieces


class AsyncHttpx(Closing):
    status_code, headers = 200, HEADERS

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces or PIECES)

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    async def aclose(self) -> None:
        self.closed += 1


class Raw(Closing):
    """A response of urllib3: its method for chunks waits for the end of a body without chunks."""

    status, headers = 200, HEADERS

    def __init__(self, *, chunked: bool) -> None:
        self.chunked, self.left = chunked, list(PIECES)

    def read_chunked(self) -> None:
        raise AssertionError

    def stream(self, *, decode_content: bool) -> Iterator[bytes]:
        assert self.chunked
        assert decode_content
        yield from self.left

    def read1(self, size: int, *, decode_content: bool) -> bytes:
        assert not self.chunked
        assert decode_content
        return self.left.pop(0) if self.left else b""


class Requests(Closing):
    status_code, headers = 200, HEADERS

    def __init__(self, raw: object) -> None:
        self.raw = raw

    @property
    def content(self) -> bytes:
        raise AssertionError("the whole body was asked for")

    def iter_content(self, chunk_size: int | None) -> Iterator[bytes]:
        assert chunk_size is None
        yield from PIECES


class Plain(Closing):
    """A response of http.client."""

    status, headers = 200, HEADERS

    def __init__(self) -> None:
        self.left = list(PIECES)

    def read1(self, size: int) -> bytes:
        return self.left.pop(0) if self.left else b""


class Aiohttp(Closing):
    status, headers = 200, HEADERS

    def __init__(self) -> None:
        self.content = SimpleNamespace(iter_any=AsyncHttpx().aiter_bytes)


class AsyncRaw(Closing):
    """A response of an SDK that gives asynchronous bytes under the name of the synchronous ones."""

    status_code, headers = 200, HEADERS

    def iter_bytes(self) -> AsyncIterator[bytes]:
        return AsyncHttpx().aiter_bytes()


class Model:
    """An event of an SDK, as pydantic makes it."""

    model_fields: tuple[str, ...] = ("id",)

    def __init__(self, **fields: object) -> None:
        self.__dict__.update(fields)

    def model_dump_json(
        self, *, by_alias: bool, exclude_unset: bool, exclude: set[str], warnings: bool
    ) -> str:
        assert by_alias
        assert exclude_unset
        assert not warnings
        fields = {name: value for name, value in vars(self).items() if name not in exclude}
        return json.dumps(fields, default=vars)


class Wrapper(Model):
    model_fields = ("event", "data")


class Made(Model):
    """An event that an SDK adds to those of the server."""

    __module__ = "sdk.lib.streaming._events"


class FromServer(Model):
    __module__ = "sdk.types.event"


class Extended(FromServer):
    """An event of the server to which an SDK adds what it has gathered."""

    __module__ = "sdk.lib.streaming._events"


class Stream(Closing):
    """A stream of an SDK: it ends at `[DONE]`, which it keeps for itself."""

    def __init__(self, response: Any) -> None:
        self.response = response

    def __iter__(self) -> Iterator[Model]:
        for piece in self.response.iter_bytes():
            if b"[DONE]" in piece:
                break
            yield Model(id=1)


class AsyncStream:
    closed = 0

    def __init__(self, response: Any) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[Model]:
        async for piece in self._response.aiter_bytes():
            if b"[DONE]" in piece:
                break
            yield Model(id=1)

    async def close(self) -> None:
        self.closed += 1


class StreamManager:
    is_left = False

    def __enter__(self) -> Stream:
        return Stream(Httpx())

    def __exit__(self, *_: object) -> None:
        self.is_left = True


class AsyncStreamManager:
    is_left = False

    async def __aenter__(self) -> AsyncStream:
        return AsyncStream(AsyncHttpx())

    async def __aexit__(self, *_: object) -> None:
        self.is_left = True


async def into(told: list[object], pieces: Any) -> None:
    async for piece in pieces:
        told.append(piece)


def collected(pieces: Any, *, closing: Any = None) -> list[Any]:
    """Give all pieces of an asynchronous iterator."""

    async def collect() -> list[Any]:
        found = [piece async for piece in pieces]
        if closing:
            await closing()
        return found

    return asyncio.run(collect())


@pytest.mark.parametrize(
    "response",
    [
        Httpx(),
        Raw(chunked=True),
        Raw(chunked=False),
        Requests(Raw(chunked=True)),
        Requests(Raw(chunked=False)),
        Requests(object()),
        Plain(),
        SimpleNamespace(http_response=Httpx(), status_code=0, headers={}),
    ],
    ids=lambda response: type(response).__name__,
)
def test_the_bytes_of_a_response_are_given_as_they_come(response: Any) -> None:
    stream = adapt(response)
    assert stream
    assert (stream.status, stream.headers, stream.events) == (200, HEADERS, None)
    assert list(stream.pieces) == PIECES
    assert stream.tap is None
    stream.close()
    assert getattr(response, "http_response", response).closed == 1
    assert response.__class__ is SimpleNamespace or aadapt(response) is None


@pytest.mark.parametrize(
    "response", [AsyncHttpx(), Aiohttp(), AsyncRaw()], ids=lambda response: type(response).__name__
)
def test_the_bytes_of_an_asynchronous_response_are_given_as_they_come(response: Any) -> None:
    stream = aadapt(response)
    assert stream
    assert (stream.status, stream.headers, stream.events) == (200, HEADERS, None)
    assert collected(stream.pieces, closing=stream.close) == PIECES
    assert stream.tap is None
    assert response.closed == 1


@pytest.mark.parametrize("body", [b"event: x", bytearray(b"event: x"), "event: x"])
def test_a_body_that_was_read_is_one_piece(body: Any) -> None:
    response = SimpleNamespace(status_code=429, headers=HEADERS, content=body)
    stream, astream = adapt(response), aadapt(response)
    assert stream
    assert astream
    assert (stream.status, list(stream.pieces)) == (429, [b"event: x"])
    assert collected(astream.pieces, closing=astream.close) == [b"event: x"]


def test_what_is_no_stream_of_a_client_is_left_alone() -> None:
    for other in (
        [b"data: {}"],
        iter([b"data: {}"]),
        (piece for piece in PIECES),
        AsyncHttpx().aiter_bytes(),
        SimpleNamespace(status_code=200, headers={}),
        UserString("x"),
        b"",
        None,
        1,
    ):
        assert adapt(other) is None
        assert aadapt(other) is None
    assert adapt(AsyncHttpx()) is None
    assert adapt(AsyncRaw()) is None
    assert aadapt(Httpx()) is None


def test_the_stream_of_an_sdk_gives_events() -> None:
    sdk = Stream(Httpx())
    stream = adapt(sdk)
    assert stream
    assert stream.events
    assert (stream.status, stream.headers) == (200, HEADERS)
    assert [stream.events(event) for event in stream.pieces] == [b'{"id": 1}']
    stream.close()
    assert sdk.closed == 1
    assert aadapt(sdk) is None


def test_a_stream_may_hold_that_of_another_sdk() -> None:
    class Holder:
        completion_stream = Stream(Httpx())

        def __iter__(self) -> Iterator[Model]:
            return iter(self.completion_stream)

    stream = adapt(Holder())
    assert stream
    assert stream.tap
    assert stream.headers == HEADERS
    assert len(list(stream.pieces)) == 1
    assert stream.tap.rest == PIECES[1]


def test_the_asynchronous_stream_of_an_sdk_gives_events() -> None:
    sdk = AsyncStream(AsyncHttpx())
    stream = aadapt(sdk)
    assert stream
    assert stream.events
    assert (stream.status, stream.headers) == (200, HEADERS)
    events = collected(stream.pieces, closing=stream.close)
    assert [stream.events(event) for event in events] == [b'{"id": 1}']
    assert sdk.closed == 1
    assert adapt(sdk) is None


@pytest.mark.parametrize("is_async", [False, True])
def test_a_manager_is_entered_when_it_is_read(is_async: bool) -> None:
    manager: Any = AsyncStreamManager() if is_async else StreamManager()
    stream = aadapt(manager) if is_async else adapt(manager)
    assert stream
    assert stream.tap
    assert (stream.status, stream.headers) == (200, None)
    told: list[object] = []
    stream.tap.begin = lambda *head: told.append(head)
    stream.tap.take = told.append
    if is_async:
        pieces = collected(stream.pieces, closing=stream.close)
    else:
        pieces = list(stream.pieces)
        stream.close()
    assert len(pieces) == 1
    assert told == [(200, HEADERS), PIECES[0]]
    assert stream.tap.rest == PIECES[1]
    assert manager.is_left


@pytest.mark.parametrize("is_async", [False, True])
def test_the_bytes_of_an_sdk_are_given_when_their_events_are_handed_on(is_async: bool) -> None:
    pieces = [
        b"data: 1\n\ndata: 2\n\n",
        b": comment\n\n",
        b"data: 3\n\ndata: [DONE]\n\n",
        b": more",
    ]
    told: list[object] = []

    class Sdk(Stream):
        def __iter__(self) -> Iterator[Any]:
            for piece in self.response.iter_bytes():
                yield from lines(piece)
                if b"[DONE]" in piece:
                    break

    class AsyncSdk(AsyncStream):
        async def __aiter__(self) -> AsyncIterator[Any]:
            async for piece in self._response.aiter_bytes():
                for event in lines(piece):
                    yield event
                if b"[DONE]" in piece:
                    break

    def lines(piece: bytes) -> list[bytes]:
        return [line for line in piece.split(b"\n") if line[6:7].isdigit()]

    stream = aadapt(AsyncSdk(AsyncHttpx(*pieces))) if is_async else adapt(Sdk(Httpx(*pieces)))
    assert stream
    assert stream.tap
    stream.tap.take = told.append
    assert not stream.tap.is_open
    if is_async:
        asyncio.run(into(told, stream.pieces))
    else:
        for event in stream.pieces:
            told.append(event)
    assert stream.tap.is_open
    assert told == [b"data: 1", b"data: 2", pieces[0], pieces[1], b"data: 3"]
    assert stream.tap.rest == pieces[2]


def test_an_error_of_the_scan_comes_out_of_the_sdk() -> None:
    def take(_: bytes) -> None:
        raise LookupError

    sdk = Stream(Httpx(b"data: 1\n\n"))
    stream = adapt(sdk)
    assert stream
    assert stream.tap
    stream.tap.take = take
    assert next(stream.pieces)
    with pytest.raises(LookupError):
        next(stream.pieces)


def test_a_response_that_cannot_be_tapped_is_left_as_it_is() -> None:
    class Slotted:
        __slots__ = ()
        status_code, headers, iter_bytes = 200, HEADERS, Httpx().iter_bytes

    stream = adapt(Stream(Slotted()))
    assert stream
    assert stream.tap
    assert len(list(stream.pieces)) == 1
    assert not stream.tap.is_open


def test_a_piece_is_an_event_if_it_is_parsed() -> None:
    assert is_event(Model(id=1))
    assert is_event({"id": 1})
    assert not any(map(is_event, ("data: {}", b"{}", None, 7, [{}], object())))


@pytest.mark.parametrize(
    ("event", "want"),
    [
        (Model(id=1), b'{"id": 1}'),
        # The name of an event stands beside it.
        (Wrapper(event="thread.run.failed", data=Model(id=1)), b'{"id": 1}'),
        (Wrapper(data="x"), b'{"data": "x"}'),
        # What an SDK makes of a chunk is not told twice.
        (Made(chunk=FromServer(id=1), snapshot="so far"), b'{"id": 1}'),
        (Made(delta="x", snapshot="so far"), b""),
        (Extended(delta="x", snapshot="so far"), b'{"delta": "x"}'),
        ({"messageStop": {"stopReason": "end_turn"}}, None),
        ({"chunk": {"bytes": b'{"type":"message_stop"}'}}, b'{"type":"message_stop"}'),
    ],
)
def test_the_json_of_an_event_is_what_the_server_sent(event: Any, want: bytes | None) -> None:
    assert json_of(event) == (json.dumps(event).encode() if want is None else want)

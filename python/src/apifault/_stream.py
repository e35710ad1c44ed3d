"""Streams that are passed on while they are scanned for errors."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Callable,
    Generator,
    Iterable,
)
from contextlib import AsyncExitStack, ExitStack, suppress
from typing import Any, TypeVar, overload

from apifault._core import Ending, StreamScanner
from apifault._enums import Ended, Kind, Provider
from apifault._errors import ApiError
from apifault._exception import classify_exception
from apifault._response import time_of
from apifault._stream_clients import ClientStream, aadapt, adapt, is_event, json_of

T = TypeVar("T")


@overload
def scan(
    stream: Iterable[T],
    *,
    status: int | None = None,
    headers: Any = None,
    provider: Provider | str | None = None,
    now: float | None = None,
    max_event: int | None = None,
) -> Generator[T, None, None]: ...
@overload
def scan(
    stream: object,
    *,
    status: int | None = None,
    headers: Any = None,
    provider: Provider | str | None = None,
    now: float | None = None,
    max_event: int | None = None,
) -> Generator[Any, None, None]: ...
def scan(
    stream: Any,
    *,
    status: int | None = None,
    headers: Any = None,
    provider: Provider | str | None = None,
    now: float | None = None,
    max_event: int | None = None,
) -> Generator[Any, None, None]:
    """Pass a stream on, and raise an ApiError if it reports an error or breaks off.

        for piece in apifault.scan(response.iter_bytes(), headers=response.headers):
            decoder.feed(piece)

    `stream` gives the bytes of a body as they come, cut anywhere: an iterable of bytes, or the
    response of an HTTP client. Or it gives events that are parsed already: the stream of an SDK, or
    an iterable of dictionaries or objects of pydantic. Every piece is passed on unchanged, the one
    that reports an error too: the error is raised when the next piece is asked for, so that your
    own decoder sees all that came before it. If the stream ends before the answer is whole, the
    error is raised after the last piece.

    `error.delivered` tells whether content came before the error: without it, a retry is invisible;
    after it, the output would be doubled. An exception of the stream itself, as on a broken
    connection, becomes the ApiError of its report, with the exception as the cause, unless the
    answer is whole. One that is not a failed call is raised as it is.

    The stream is closed when the scan ends, fails or is closed. `status` and `headers` are those of
    the response, where the stream does not hold them; `provider` and `now` are as for
    `classify_response`, `max_event` is as for `StreamScanner`. Raises TypeError if a piece is
    neither bytes nor an event.
    """
    source = adapt(stream) or _plain(stream)
    return _scan(source, _Watch(source, status, headers, provider, now, max_event))


@overload
def ascan(
    stream: AsyncIterable[T],
    *,
    status: int | None = None,
    headers: Any = None,
    provider: Provider | str | None = None,
    now: float | None = None,
    max_event: int | None = None,
) -> AsyncGenerator[T, None]: ...
@overload
def ascan(
    stream: object,
    *,
    status: int | None = None,
    headers: Any = None,
    provider: Provider | str | None = None,
    now: float | None = None,
    max_event: int | None = None,
) -> AsyncGenerator[Any, None]: ...
def ascan(
    stream: Any,
    *,
    status: int | None = None,
    headers: Any = None,
    provider: Provider | str | None = None,
    now: float | None = None,
    max_event: int | None = None,
) -> AsyncGenerator[Any, None]:
    """Do what `scan` does, for a stream that is read with `async for`.

        async for piece in apifault.ascan(response.aiter_bytes(), headers=response.headers):
            decoder.feed(piece)

    If you leave the loop early, close the scan: `contextlib.aclosing` does it.
    """
    source = aadapt(stream) or _aplain(stream)
    return _ascan(source, _Watch(source, status, headers, provider, now, max_event))


def _scan(source: ClientStream, watch: "_Watch") -> Generator[Any, None, None]:
    try:
        while True:
            try:
                piece = next(source.pieces)
            except StopIteration:
                break
            except Exception as error:
                failure = watch.failure_of(error)
                if failure is None:
                    break
                if failure is error:
                    raise
                raise failure from error
            failure = watch.take(piece)
            yield piece
            if failure is not None:
                raise failure
        if (failure := watch.end()) is not None:
            raise failure
    finally:
        # What closing raises would only hide what went wrong before.
        with suppress(Exception):
            source.close()


async def _ascan(source: ClientStream, watch: "_Watch") -> AsyncGenerator[Any, None]:
    try:
        while True:
            try:
                piece = await anext(source.pieces)
            except StopAsyncIteration:
                break
            except Exception as error:
                failure = watch.failure_of(error)
                if failure is None:
                    break
                if failure is error:
                    raise
                raise failure from error
            failure = watch.take(piece)
            yield piece
            if failure is not None:
                raise failure
        if (failure := watch.end()) is not None:
            raise failure
    finally:
        with suppress(Exception):
            await _awaited(source.close)


class _Watch:
    """The scanner of one stream, and the exceptions for what it finds."""

    def __init__(
        self,
        source: ClientStream,
        status: int | None,
        headers: Any,
        provider: Provider | str | None,
        now: float | None,
        max_event: int | None,
    ) -> None:
        self._status, self._headers = status, headers
        self._provider, self._now, self._max_event = provider, now, max_event
        self._events, self._tap = source.events, source.tap
        if self._tap is not None:
            self._tap.begin, self._tap.take = self._begin, self._take_bytes
        self._begin(source.status, source.headers)

    def _begin(self, status: int, headers: Any) -> None:
        """Make the scanner of a response; what the caller says of it counts more."""
        headers = headers if self._headers is None else self._headers
        self._scanner = StreamScanner(
            status if self._status is None else self._status,
            headers,
            now=time_of(headers) if self._now is None else self._now,
            provider=self._provider,
            max_event=self._max_event,
        )

    def take(self, piece: Any) -> ApiError | None:
        """Scan a piece, and give the exception for the first error that it completes."""
        if self._tap is not None and self._tap.is_open:
            # The bytes of its event are scanned instead.
            return None
        if self._events is not None or is_event(piece):
            event = (self._events or json_of)(piece)
            errors = self._scanner.feed_event(event) if event else []
        elif isinstance(piece, bytes | bytearray | memoryview):
            errors = self._scanner.feed(piece)
        else:
            raise TypeError(f"expected bytes from the stream, got {_described(piece)}")
        return _failure_in(self._scanner.finish()) if errors else None

    def _take_bytes(self, read: bytes) -> None:
        """Scan what an SDK has read, when it has handed on the events in it."""
        if self._scanner.feed(read) and (failure := _failure_in(self._scanner.finish())):
            raise failure

    def _finish(self) -> Ending:
        if self._tap is not None:
            self._scanner.feed(self._tap.rest)
        return self._scanner.finish()

    def end(self) -> ApiError | None:
        """End the scan, and give the exception for an error or a cut."""
        return _failure_in(self._finish())

    def failure_of(self, error: Exception) -> Exception | None:
        """End the scan at an exception of the stream, and give the one to raise.

        None if the whole answer came before the connection broke.
        """
        ending = self._finish()
        if isinstance(error, ApiError):
            if error.delivered is None:
                error.delivered = ending.delivered
            return error
        if ending.ended is Ended.ERROR:
            return _failure_in(ending)
        report = classify_exception(error, now=self._now, provider=self._provider)
        if report.kind is Kind.UNKNOWN:
            return error
        if ending.ended is Ended.COMPLETE and not report.status:
            return None
        # A connection that broke is a cut, of which the scanner knows more: status, provider, id.
        if report.kind is Kind.BAD_GATEWAY and not report.status and ending.report is not None:
            report = ending.report
        return ApiError.from_report(report, delivered=ending.delivered)


def _failure_in(ending: Ending) -> ApiError | None:
    if ending.report is None:
        return None
    return ApiError.from_report(ending.report, delivered=ending.delivered)


def _described(piece: object) -> str:
    name = type(piece).__name__
    if isinstance(piece, str):
        return f"{name}; pass the bytes as they came, such as response.iter_bytes()"
    return f"{name}; give the JSON of parsed events to StreamScanner.feed_event"


_WHOLE = (bytes, bytearray, memoryview, str)


def _plain(stream: Any) -> ClientStream:
    """Take an iterable of bytes, of which nothing else is known."""
    if not hasattr(stream, "__iter__") or isinstance(stream, _WHOLE):
        hint = "; use ascan" if hasattr(stream, "__aiter__") else _hint(stream)
        raise TypeError(f"expected an iterable of bytes, got {type(stream).__name__}{hint}")
    pieces = iter(stream)

    def close() -> None:
        with ExitStack() as stack:
            for each in _opened(pieces, stream):
                if callable(close := getattr(each, "close", None)):
                    stack.callback(close)

    return ClientStream(pieces, 200, None, None, close)


def _aplain(stream: Any) -> ClientStream:
    """Do what `_plain` does, for `async for`."""
    if not hasattr(stream, "__aiter__"):
        is_plain = hasattr(stream, "__iter__") and not isinstance(stream, _WHOLE)
        hint = "; use scan" if is_plain else _hint(stream)
        raise TypeError(
            f"expected an asynchronous iterable of bytes, got {type(stream).__name__}{hint}"
        )
    pieces = aiter(stream)

    async def close() -> None:
        async with AsyncExitStack() as stack:
            for each in _opened(pieces, stream):
                close = getattr(each, "aclose", None) or getattr(each, "close", None)
                if callable(close):
                    stack.push_async_callback(_awaited, close)

    return ClientStream(pieces, 200, None, None, close)


def _opened(pieces: object, stream: object) -> tuple[object, ...]:
    """Give what has to be closed, the last one first."""
    return (pieces,) if pieces is stream else (stream, pieces)


async def _awaited(close: Callable[[], Any]) -> None:
    """Close what may have to be closed with `await`."""
    closing = close()
    if hasattr(closing, "__await__"):
        await closing


def _hint(stream: object) -> str:
    if isinstance(stream, _WHOLE):
        return "; put a whole body into a list"
    return "; await it first" if hasattr(stream, "__await__") else ""

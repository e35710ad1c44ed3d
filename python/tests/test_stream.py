"""The scanner, and `scan` and `ascan` over plain iterables of bytes."""

import asyncio
import contextlib
import copy
import json
import pickle
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterable, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

import apifault
from apifault import ApiError, Ended, Ending, Kind, StreamError, StreamScanner

T = TypeVar("T")

TEXT = (
    b'data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n'
)
STOP = (
    b'data: {"object":"chat.completion.chunk",'
    b'"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n'
)
DONE = b"data: [DONE]\n\n"
PING = b": keep-alive\n\n"
ERROR = (
    b'event: error\ndata: {"error":{"type":"overloaded_error",'
    b'"message":"Busy, key gsk_Heron7Heron7Heron7"}}\n\n'
)


def ending_of(*pieces: bytes, **options: Any) -> Ending:
    scanner = StreamScanner(**options)
    for piece in pieces:
        scanner.feed(piece)
    return scanner.finish()


class Source(Iterator[T]):
    """Gives its pieces; an exception among them is raised. It knows whether it was closed."""

    def __init__(self, *pieces: Any) -> None:
        self._pieces = iter(pieces)
        self.closed = 0

    def __next__(self) -> T:
        piece = next(self._pieces)
        if isinstance(piece, BaseException):
            raise piece
        given: T = piece
        return given

    def close(self) -> None:
        self.closed += 1


class AsyncSource(AsyncIterator[T]):
    def __init__(self, *pieces: Any) -> None:
        self.inner: Source[T] = Source(*pieces)

    async def __anext__(self) -> T:
        await asyncio.sleep(0)
        try:
            return next(self.inner)
        except StopIteration:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        await asyncio.sleep(0)
        self.inner.close()


Read = tuple[list[Any], BaseException | None, int]


def read(*pieces: Any, **options: Any) -> Read:
    """Scan pieces; give those that were passed on, what was raised, and how often it closed."""
    source: Source[Any] = Source(*pieces)
    got: list[Any] = []
    try:
        got.extend(apifault.scan(source, **options))
    except BaseException as error:
        return got, error, source.closed
    return got, None, source.closed


def aread(*pieces: Any, **options: Any) -> Read:
    async def main() -> Read:
        source: AsyncSource[Any] = AsyncSource(*pieces)
        got: list[Any] = []
        try:
            async for piece in apifault.ascan(source, **options):
                got.append(piece)
        except BaseException as error:
            return got, error, source.inner.closed
        return got, None, source.inner.closed

    return asyncio.run(main())


# --- the scanner ---


def test_an_error_is_told_when_its_event_is_whole() -> None:
    scanner = StreamScanner()
    assert scanner.feed(TEXT + ERROR[:-20]) == []
    assert not scanner.is_terminal
    (error,) = scanner.feed(ERROR[-20:])
    assert error.position == len(TEXT)
    assert (error.report.kind, error.report.status) == (Kind.OVERLOADED, 200)
    assert scanner.is_terminal
    assert scanner.delivered is True
    assert scanner.events == 2
    ending = scanner.finish()
    assert ending.ended is Ended.ERROR
    assert (ending.delivered, ending.events, ending.skipped) == (True, 2, 0)
    assert ending.report == error.report
    assert scanner.finish() == ending
    assert scanner.feed(ERROR) == []


@pytest.mark.parametrize(
    ("pieces", "ended", "delivered", "events"),
    [
        ([TEXT, STOP, DONE], "complete", True, 3),
        ([TEXT, STOP], "complete", True, 2),
        ([TEXT], "cut_off", True, 1),
        ([PING], "cut_off", False, 0),
        ([], "cut_off", False, 0),
        ([b'data: {"heron":1}\n\n'], "unknown", True, 1),
    ],
)
def test_an_ending_tells_how_it_ended(
    pieces: list[bytes], ended: str, delivered: bool, events: int
) -> None:
    ending = ending_of(*pieces)
    assert (ending.ended, ending.delivered, ending.events) == (ended, delivered, events)
    assert ending.ended in Ended
    if ended == "cut_off":
        assert ending.report is not None
        assert (ending.report.kind, ending.report.rule) == (Kind.BAD_GATEWAY, "stream/cut_off")
    else:
        assert ending.report is None


def test_an_error_in_the_last_event_is_found_at_the_end() -> None:
    scanner = StreamScanner()
    assert scanner.feed(ERROR.rstrip()) == []
    ending = scanner.finish()
    assert ending.ended is Ended.ERROR
    (error,) = scanner.errors()
    assert error.report == ending.report
    assert scanner.errors() == []


def test_an_event_that_is_parsed_already_is_fed_as_json() -> None:
    event = {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}}
    for given in (json.dumps(event), json.dumps(event).encode()):
        (error,) = StreamScanner().feed_event(given)
        assert (error.report.kind, error.position) == (Kind.OVERLOADED, 0)


def test_what_is_known_of_the_response_is_in_the_reports() -> None:
    headers = {"x-request-id": "req_01", "retry-after": "Tue, 17 Mar 2026 10:20:40 GMT"}
    scanner = StreamScanner(200, headers, now=1_773_742_830, provider="groq")
    (error,) = scanner.feed(ERROR)
    assert (error.report.request_id, error.report.provider) == ("req_01", "groq")
    assert error.report.delay_ms == 10_000
    assert ending_of(status=0).report.status == 200  # type: ignore[union-attr]


@pytest.mark.parametrize("make", [bytes, bytearray, memoryview])
def test_bytes_of_every_type_are_fed(make: Any) -> None:
    assert len(StreamScanner().feed(make(ERROR))) == 1
    assert StreamScanner().feed(make(b"\xff\x00\xfe" * 9)) == []


@pytest.mark.parametrize("piece", ["data: {}\n\n", None, 7, [b"x"]])
def test_what_is_no_bytes_is_refused(piece: Any) -> None:
    with pytest.raises(TypeError, match=r"^piece must be bytes, bytearray or memoryview, not \w+$"):
        StreamScanner().feed(piece)


def test_wrong_options_are_refused() -> None:
    options: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"provider": "grok"}, ValueError),
        ({"headers": 7}, TypeError),
        ({"headers": {"a": 1}}, TypeError),
        ({"status": "200"}, TypeError),
        ({"now": "1"}, TypeError),
        ({"max_event": "1"}, TypeError),
        ({"max_event": -1}, OverflowError),
    ]
    for option, error in options:
        with pytest.raises(error):
            StreamScanner(**option)
    assert ending_of(status=10**30).report.status == 200  # type: ignore[union-attr]


def test_an_event_over_the_bound_is_skipped() -> None:
    long = TEXT.replace(b"Hi", b"Hi" * 2_000)
    assert ending_of(long, STOP).skipped == 0
    assert ending_of(long, STOP, max_event=1_024).skipped == 1
    assert ending_of(long, STOP, max_event=1_024).ended is Ended.COMPLETE


def test_errors_and_endings_are_frozen_and_compare_by_value() -> None:
    (error,), (same,) = StreamScanner().feed(ERROR), StreamScanner().feed(ERROR)
    assert error == same
    assert len({error, same}) == 1
    assert error != StreamScanner().feed(TEXT + ERROR)[0]
    assert len({ending_of(TEXT), ending_of(TEXT), ending_of(ERROR)}) == 2
    for value, name in ((error, "report"), (error, "position"), (ending_of(ERROR), "ended")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)


@pytest.mark.parametrize(
    "value", [*StreamScanner().feed(TEXT + ERROR), ending_of(ERROR), ending_of(TEXT, STOP)]
)
def test_errors_and_endings_can_be_copied_and_pickled(value: StreamError | Ending) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    assert copy.copy(value) == copy.deepcopy(value) == value


def test_no_repr_shows_a_key() -> None:
    (error,) = StreamScanner().feed(ERROR)
    shown = "<Report 200 overloaded, retry backoff: 'Busy, key gsk_***'>"
    assert repr(error) == f"StreamError(position=0, report={shown})"
    assert repr(ending_of(ERROR)) == (
        f"Ending(ended='error', delivered=False, events=1, skipped=0, report={shown})"
    )
    assert repr(ending_of(TEXT, STOP)).endswith("events=2, skipped=0, report=None)")


@pytest.mark.parametrize("length", [10, 100_000])
def test_threads_may_feed_one_scanner_at_once(length: int) -> None:
    scanner = StreamScanner()
    piece = b": " + b"x" * length + b"\n\n"
    found: list[StreamError] = []

    def feed() -> None:
        for _ in range(200):
            found.extend(scanner.feed(piece))
            assert not scanner.delivered
        found.extend(scanner.feed(piece + ERROR))

    threads = [threading.Thread(target=feed, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert found
    assert scanner.finish().ended is Ended.ERROR


# --- scan and ascan ---

both = pytest.mark.parametrize("scan", [read, aread])


@both
def test_a_whole_stream_is_passed_on_as_it_is(scan: Any) -> None:
    pieces = [TEXT[:7], TEXT[7:] + STOP, memoryview(DONE)]
    assert scan(*pieces) == (pieces, None, 1)


@both
def test_an_error_is_raised_after_the_piece_that_tells_of_it(scan: Any) -> None:
    got, error, closed = scan(TEXT, TEXT + ERROR, STOP, DONE)
    assert got == [TEXT, TEXT + ERROR]
    assert type(error) is apifault.OverloadedError
    assert (error.delivered, error.report.kind, closed) == (True, Kind.OVERLOADED, 1)


@both
def test_before_any_content_nothing_was_delivered(scan: Any) -> None:
    got, error, _ = scan(PING, ERROR)
    assert got == [PING, ERROR]
    assert error.delivered is False


@both
@pytest.mark.parametrize("pieces", [[TEXT], [PING, TEXT, TEXT], []])
def test_a_cut_is_raised_after_the_last_piece(scan: Any, pieces: list[bytes]) -> None:
    got, error, closed = scan(*pieces)
    assert (got, closed) == (pieces, 1)
    assert type(error) is apifault.BadGatewayError
    assert (error.report.rule, error.delivered) == ("stream/cut_off", bool(pieces))


@both
def test_an_error_in_the_last_event_is_raised_at_the_end(scan: Any) -> None:
    got, error, _ = scan(ERROR.rstrip())
    assert got == [ERROR.rstrip()]
    assert type(error) is apifault.OverloadedError


@both
def test_a_stream_of_an_unknown_form_raises_nothing(scan: Any) -> None:
    assert scan(b'data: {"heron":1}\n\n')[1] is None


@both
def test_an_error_body_is_an_error(scan: Any) -> None:
    _, error, _ = scan(
        b'{"error":{"message":"Slow down"}}', status=429, headers={"retry-after": "2"}
    )
    assert type(error) is apifault.RateLimitError
    assert (error.report.delay_ms, error.delivered) == (2_000, False)


class ReadError(ConnectionError):
    """As HTTP clients raise it."""


@both
def test_a_broken_connection_is_a_cut_raised_from_its_exception(scan: Any) -> None:
    got, error, closed = scan(TEXT, ReadError("peer closed"), provider="groq")
    assert (got, closed) == ([TEXT], 1)
    assert isinstance(error, ApiError)
    assert isinstance(error.__cause__, ReadError)
    assert (error.report.rule, error.report.status) == ("stream/cut_off", 200)
    assert (error.report.provider, error.delivered) == ("groq", True)


@both
def test_another_exception_of_the_stream_is_the_cause_of_its_error(scan: Any) -> None:
    for broken, kind in ((TimeoutError("no data in 30 s"), Kind.TIMEOUT),):
        got, error, closed = scan(TEXT, broken, provider="groq")
        assert (got, closed) == ([TEXT], 1)
        assert isinstance(error, ApiError)
        assert error.__cause__ is broken
        assert (error.report.kind, error.report.provider) == (kind, "groq")
        assert (error.report.message, error.delivered) == (str(broken), True)


@both
def test_what_the_server_said_counts_more_than_the_broken_connection(scan: Any) -> None:
    broken = ReadError("peer closed")
    _, error, _ = scan(ERROR.rstrip(), broken)
    assert type(error) is apifault.OverloadedError
    assert error.__cause__ is broken


@both
def test_a_connection_that_breaks_after_the_whole_answer_is_no_failure(scan: Any) -> None:
    assert scan(TEXT, STOP, DONE, ReadError("peer closed")) == ([TEXT, STOP, DONE], None, 1)
    bug = ValueError("a bug")
    assert scan(TEXT, STOP, DONE, bug)[1] is bug


@both
@pytest.mark.parametrize(
    "raised", [ValueError("x"), KeyError(7), KeyboardInterrupt(), SystemExit(3)]
)
def test_what_is_no_failed_call_is_raised_as_it_is(scan: Any, raised: BaseException) -> None:
    got, error, closed = scan(TEXT, raised)
    assert (got, closed) == ([TEXT], 1)
    assert error is raised
    assert error.__cause__ is None


@both
def test_an_api_error_of_the_source_is_raised_as_it_is(scan: Any) -> None:
    raised = ApiError.from_report(apifault.classify(429, None, None))
    _, error, _ = scan(TEXT, raised)
    assert error is raised
    assert raised.delivered is True
    raised.delivered = False
    assert scan(TEXT, raised)[1].delivered is False


@both
@pytest.mark.parametrize("piece", ["data: x\n\n", None, 7])
def test_pieces_that_are_no_bytes_are_refused(scan: Any, piece: Any) -> None:
    got, error, closed = scan(TEXT, piece)
    assert (got, closed) == ([TEXT], 1)
    assert isinstance(error, TypeError)
    assert str(error).startswith("expected bytes from the stream, got ")


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (TEXT, "an iterable of bytes, got bytes; put a whole body into a list"),
        ("data", "an iterable of bytes, got str; put a whole body into a list"),
        (7, "an iterable of bytes, got int$"),
        (None, "an iterable of bytes, got NoneType$"),
        (AsyncSource[bytes](), "an iterable of bytes, got AsyncSource; use ascan"),
    ],
)
def test_what_is_no_stream_is_refused_at_once(stream: Any, words: str) -> None:
    with pytest.raises(TypeError, match=f"expected {words}"):
        apifault.scan(stream)


def test_what_is_no_asynchronous_stream_is_refused_at_once() -> None:
    async def call() -> None: ...

    coroutine = call()
    streams: list[tuple[Any, str]] = [
        ([TEXT], "bytes, got list; use scan"),
        (TEXT, "bytes, got bytes; put a whole body into a list"),
        (coroutine, "bytes, got coroutine; await it first"),
        (None, "bytes, got NoneType$"),
    ]
    for stream, words in streams:
        with pytest.raises(TypeError, match=f"expected an asynchronous iterable of {words}"):
            apifault.ascan(stream)
    coroutine.close()


def test_wrong_options_of_a_scan_are_refused_at_once() -> None:
    for options in ({"provider": "grok"}, {"headers": [7]}, {"now": "1"}):
        for scan in (apifault.scan, apifault.ascan):
            with pytest.raises((TypeError, ValueError)):
                scan(Source() if scan is apifault.scan else AsyncSource(), **options)


def test_a_scan_that_is_left_early_closes_its_source_and_raises_nothing() -> None:
    source: Source[bytes] = Source(TEXT, ERROR)
    for piece in apifault.scan(source):
        assert piece == TEXT
        break
    assert source.closed == 1

    async def main() -> int:
        source: AsyncSource[bytes] = AsyncSource(TEXT, ERROR)
        async with contextlib.aclosing(apifault.ascan(source)) as pieces:
            async for _ in pieces:
                break
        return source.inner.closed

    assert asyncio.run(main()) == 1


def test_what_the_consumer_raises_is_not_touched() -> None:
    source: Source[bytes] = Source(TEXT, ERROR)
    raised = TimeoutError("of the consumer")
    scan = apifault.scan(source)
    next(scan)
    with pytest.raises(TimeoutError) as caught:
        scan.throw(raised)
    assert caught.value is raised
    assert source.closed == 1


def test_a_cancelled_task_stays_cancelled_and_closes_its_source() -> None:
    closed = []

    async def endless() -> AsyncGenerator[bytes, None]:
        try:
            yield TEXT
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            closed.append(True)

    async def main() -> None:
        async def consume() -> None:
            async for _ in apifault.ascan(endless()):
                task.cancel()

        task = asyncio.create_task(consume())
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert closed == [True]


def test_what_closing_raises_hides_nothing() -> None:
    class Broken(Source[bytes]):
        def close(self) -> None:
            raise RuntimeError("cannot close")

    with pytest.raises(apifault.OverloadedError):
        list(apifault.scan(Broken(ERROR)))
    assert list(apifault.scan(Broken(TEXT, STOP))) == [TEXT, STOP]


def test_an_iterable_is_closed_beside_its_iterator() -> None:
    closed = []

    class Body:
        def __iter__(self) -> Generator[bytes, None, None]:
            try:
                yield TEXT
                yield STOP
            finally:
                closed.append("iterator")

        def close(self) -> None:
            closed.append("body")

    next(apifault.scan(Body()))
    assert closed == ["iterator", "body"]


def test_the_pieces_keep_their_types() -> None:
    def typed(pieces: Iterable[bytes]) -> list[bytes]:
        return list(apifault.scan(pieces))

    assert typed([TEXT, STOP]) == [TEXT, STOP]


def test_an_error_keeps_what_was_delivered() -> None:
    _, error, _ = read(TEXT, ERROR)
    assert isinstance(error, ApiError)
    for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert other.delivered is True
    assert apifault.classify_exception(error) == error.report
    bad = SimpleNamespace(status_code=503, headers={}, content=b"")
    with pytest.raises(ApiError) as caught:
        apifault.raise_for_response(bad)
    assert caught.value.delivered is None
    assert ApiError(error.report).delivered is None


def test_an_absolute_time_counts_from_the_date_of_the_response(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limited = b'data: {"error":{"code":"rate_limit_exceeded","resets_at":1767225605}}\n\n'
    dated = {"Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    monkeypatch.setattr("time.time", lambda: 1_767_225_603.0)

    async def aread(**options: Any) -> None:
        async for _ in apifault.ascan(AsyncSource(limited), **options):
            pass

    def delays(**options: Any) -> list[int | None]:
        with pytest.raises(ApiError) as caught:
            list(apifault.scan([limited], **options))
        with pytest.raises(ApiError) as caught_async:
            asyncio.run(aread(**options))
        return [caught.value.report.delay_ms, caught_async.value.report.delay_ms]

    assert delays() == [2_000, 2_000]
    assert delays(headers={"date": "yesterday"}) == [2_000, 2_000]
    for headers in (dated, list(dated.items()), {"DATE": dated["Date"].encode()}):
        assert delays(headers=headers) == [5_000, 5_000]
    assert delays(headers=dated, now=1_767_225_604.0) == [1_000, 1_000]

"""What is read of a response, and what is left alone."""

import asyncio
import io
import json
import re
import warnings
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

import apifault
from apifault import (
    Report,
    UnreadBodyWarning,
    aclassify_response,
    araise_for_response,
    classify,
    classify_response,
    raise_for_response,
)

BODY = b'{"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}'
WANT = classify(429, {}, BODY)


class Lazy:
    """A response whose property reads the body, as in requests."""

    headers: dict[str, str] = {}  # noqa: RUF012

    def __init__(self, status: int, *, raising: BaseException | None = None) -> None:
        self.status_code = status
        self.raising = raising
        self.reads = 0

    @property
    def content(self) -> bytes:
        self.reads += 1
        if self.raising:
            raise self.raising
        return BODY


def run(call: Coroutine[Any, Any, Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return asyncio.run(call)


def report_of(call: Callable[[], Report]) -> Report:
    """Give the report that a call gives or raises."""
    try:
        return call()
    except apifault.ApiError as error:
        return error.report


class Slotted:
    __slots__ = ("content", "headers", "status")

    def __init__(self, status: int, content: bytes) -> None:
        self.status, self.content, self.headers = status, content, None


def test_what_may_read_is_asked_of_failures_alone() -> None:
    for status in (200, 206, 302, 100, 0):
        response = Lazy(status)
        assert classify_response(response) == classify(status, {}, None)
        assert response.reads == 0
    assert classify_response(Lazy(429)) == WANT


def test_a_body_that_is_held_is_classified_whatever_the_status() -> None:
    for response in (
        SimpleNamespace(status_code=200, headers={}, content=BODY),
        SimpleNamespace(status_code=200, headers={}, data=BODY.decode()),
        Slotted(200, BODY),
    ):
        assert classify_response(response) == classify(200, {}, BODY)


def test_a_body_that_was_read_can_be_read_again() -> None:
    for body in (BODY, BODY.decode()):
        stream: Any = io.BytesIO(body) if isinstance(body, bytes) else io.StringIO(body)
        response = SimpleNamespace(status=429, headers={}, read=stream.read)
        assert classify_response(response) == classify_response(response) == WANT
        assert response.read() == body


def test_the_response_behind_the_raw_one_of_an_sdk_is_read() -> None:
    raw = Lazy(429)
    raw.http_response = SimpleNamespace(status_code=429, headers={}, content=BODY)  # type: ignore[attr-defined]
    assert classify_response(raw) == WANT
    assert raw.reads == 0


def test_what_fails_on_the_way_leaves_the_head_and_interrupts_do_not_stop_there() -> None:
    for error in (OSError("reset"), EOFError(), Exception("of a client")):
        assert classify_response(Lazy(429, raising=error)) == classify(429, {}, None)
    for interrupt in (KeyboardInterrupt(), asyncio.CancelledError()):
        with pytest.raises(type(interrupt)):
            classify_response(Lazy(429, raising=interrupt))


def test_what_came_before_it_failed_is_read() -> None:
    error = EOFError()
    error.partial = BODY[:-2]  # type: ignore[attr-defined]
    assert classify_response(Lazy(429, raising=error)) == WANT


def test_a_body_that_is_nowhere_is_asked_for() -> None:
    for response in (
        SimpleNamespace(status_code=429, headers={}),
        SimpleNamespace(status=429, headers={}, read=object, text=None),
        SimpleNamespace(status=200, headers={}),
    ):
        text = "the body of this SimpleNamespace is nowhere to be found: pass it as body="
        with pytest.warns(UnreadBodyWarning, match=re.escape(text)) as warned:
            report = classify_response(response)
        assert (report, warned[0].filename) == (classify(report.status, {}, b""), __file__)
        assert classify_response(response, body=BODY) == classify(report.status, {}, BODY)


def test_headers_may_have_numbers_and_none_in_them() -> None:
    for headers in ({"retry-after": 7, "a": None}, [("retry-after", 7.0), ("a", None)]):
        response = SimpleNamespace(status=429, headers=headers, content=BODY)
        assert classify_response(response) == classify(429, {"retry-after": "7"}, BODY)
    for broken in (7, [7]):
        with pytest.raises(TypeError):
            classify_response(SimpleNamespace(status=429, headers=broken, content=BODY))


class Hostile:
    """A response of which nothing but the head can be read."""

    status_code, headers = 429, ()

    def __getattr__(self, name: str) -> object:
        raise KeyError(name)


def test_no_attribute_of_a_response_raises_anything() -> None:
    async def classified() -> Report:
        return await aclassify_response(Hostile())

    assert classify_response(Hostile()) == classify(429, {}, None)
    assert asyncio.run(classified()) == classify(429, {}, None)


def test_a_response_may_have_nothing_but_a_text_or_a_body() -> None:
    class Property(Lazy):
        content = None  # type: ignore[assignment]

        @property
        def text(self) -> str:
            return BODY.decode()

    for response in (
        SimpleNamespace(status_code=429, headers={}, text=BODY.decode()),
        SimpleNamespace(status_code=429, headers={}, content=None, text=lambda: BODY.decode()),
        SimpleNamespace(status_code=429, headers={}, body=lambda: BODY),
        SimpleNamespace(code=429, headers={}, body=BODY),  # tornado
        SimpleNamespace(status="429 Too Many Requests", headers={}, json=lambda: json.loads(BODY)),
        SimpleNamespace(status_code="429", headers={}, body=json.loads(BODY)),
        Property(429),
    ):
        assert classify_response(response) == classify_response(response) == WANT
        assert run(aclassify_response(response)) == WANT


def test_a_response_to_be_awaited_is_named_so() -> None:
    async def get() -> None: ...

    call = get()
    with pytest.raises(TypeError, match="coroutine is not a response yet: await it"):
        classify_response(call)
    call.close()


def test_an_empty_body_leaves_the_response_as_it_is() -> None:
    class Response:
        status, headers = 500, {"content-length": "0"}

        def read(self, *, cache_content: bool = False) -> bytes:
            return b""

    response = Response()
    assert classify_response(response).kind == "internal_error"
    assert response.read(cache_content=True) == b""


DATE = "Thu, 01 Jan 2026 00:00:00 GMT"
DATE_S = 1_767_225_600.0
# What Anthropic sends; an HTTP-date is the other absolute time.
LATER = {"anthropic-ratelimit-tokens-reset": "2026-01-01T00:00:05Z", "retry-after": ""}
LATER_BODY = b'{"error": {"resets_at": 1767225605}}'


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Retry-After": "Thu, 01 Jan 2026 00:00:05 GMT"}, b""),
        (LATER, b""),
        ({}, LATER_BODY),
    ],
)
def test_an_absolute_time_counts_from_the_date_of_the_response_or_from_the_clock(
    headers: dict[str, str], body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: DATE_S + 3)
    response = SimpleNamespace(status_code=429, headers=headers, content=body)
    dated = SimpleNamespace(status_code=429, headers={**headers, "Date": DATE}, content=body)

    def reports(response: object, **options: Any) -> list[Report]:
        with pytest.raises(apifault.RateLimitError) as caught:
            raise_for_response(response, **options)
        with pytest.raises(apifault.RateLimitError) as caught_async:
            run(araise_for_response(response, **options))
        return [
            classify_response(response, **options),
            run(aclassify_response(response, **options)),
            caught.value.report,
            caught_async.value.report,
        ]

    assert [report.delay_ms for report in reports(response)] == [2_000] * 4
    assert [report.delay_ms for report in reports(dated)] == [5_000] * 4
    assert [report.delay_ms for report in reports(dated, now=DATE_S + 1)] == [4_000] * 4
    assert classify(429, headers, body).delay_ms is None


class Async:
    """A response whose body has to be awaited, as in aiohttp."""

    def __init__(
        self, status: int, *, raising: BaseException | None = None, keeps: bool = True
    ) -> None:
        self.status, self.headers = status, {"server": "x"}
        self.raising, self.keeps = raising, keeps
        self._body: bytes | None = None
        self.reads = 0

    async def read(self) -> bytes:
        self.reads += 1
        await asyncio.sleep(0)
        if self.raising:
            raise self.raising
        if self.keeps:
            self._body = BODY
        return BODY


class Httpx:
    """A response as in httpx: of a client of either kind."""

    def __init__(self, *, is_async: bool, is_stream_consumed: bool = False) -> None:
        self.status_code, self.headers = 429, {"server": "x"}
        self.is_async, self.is_stream_consumed = is_async, is_stream_consumed
        self.is_closed = False

    @property
    def content(self) -> bytes:
        if not hasattr(self, "_content"):
            raise RuntimeError("attempted to access streaming response content")
        return self._content

    def _begin(self, *, is_async: bool) -> bytes:
        if self.is_stream_consumed or self.is_async is not is_async:
            raise RuntimeError("attempted to read it in the other way, or again")
        self._content = BODY
        return BODY

    def read(self) -> bytes:
        return self._begin(is_async=False)

    async def aread(self) -> bytes:
        return self._begin(is_async=True)


class MultiplexingError(OSError):
    pass


class Promised:
    """An asynchronous response as in niquests, which may be only promised."""

    def __init__(self, *, lazy: bool) -> None:
        self.lazy, self.connection = lazy, self
        self._content: bytes | bool = False

    async def gather(self, response: "Promised") -> None:
        response.lazy = False

    def _told(self, value: object) -> Any:
        if self.lazy:
            raise MultiplexingError("either call gather or await one of its attributes")
        return value

    status_code = property(lambda self: self._told(429))
    headers = property(lambda self: self._told({}))

    @property
    async def content(self) -> bytes:
        self._content = BODY
        return BODY


def test_a_body_to_be_awaited_is_awaited_and_kept() -> None:
    async def twice(response: Any) -> None:
        assert await aclassify_response(response) == WANT
        assert await aclassify_response(response) == classify_response(response) == WANT
        with pytest.raises(apifault.RateLimitError) as caught:
            await araise_for_response(response)
        assert caught.value.report == WANT

    for response in (
        Async(429),
        Httpx(is_async=True),
        Httpx(is_async=False),
        Promised(lazy=False),
        Promised(lazy=True),
        Lazy(429),
    ):
        run(twice(response))
    forgetful = Async(429, keeps=False)
    run(twice(forgetful))
    assert forgetful.reads == 1
    assert run(forgetful.read()) == BODY


def test_a_success_is_not_awaited() -> None:
    response = Async(200)
    assert run(aclassify_response(response)) == classify(200, {}, None)
    run(araise_for_response(response))
    assert response.reads == 0


def test_what_has_to_be_awaited_names_the_function_that_does_it() -> None:
    for response in (Async(429), Httpx(is_async=True), Promised(lazy=False)):
        for classify_it, name in (
            (classify_response, "aclassify_response"),
            (raise_for_response, "araise_for_response"),
        ):
            text = rf"the body of this \w+ is not read yet: await apifault.{name}\(response\), or"
            with pytest.warns(UnreadBodyWarning, match=text) as warned:
                assert report_of(lambda: classify_it(response)) == classify(429, {}, None)  # noqa: B023
            assert [each.filename for each in warned] == [__file__]
    assert issubclass(UnreadBodyWarning, RuntimeWarning)


def test_a_promised_response_is_no_response_yet() -> None:
    text = r"Promised is not a response yet: await apifault.araise_for_response\(response\)"
    with pytest.raises(TypeError, match=text):
        raise_for_response(Promised(lazy=True))


def test_a_promise_that_is_broken_is_the_failure_of_the_call() -> None:
    class Broken(Promised):
        async def gather(self, response: Promised) -> None:
            raise ConnectionRefusedError("no server")

    with pytest.raises(ConnectionRefusedError):
        run(aclassify_response(Broken(lazy=True)))


def test_a_consumed_body_is_named_alike_in_both_worlds() -> None:
    gone = Httpx(is_async=True, is_stream_consumed=True)
    closed = Async(429, raising=OSError("connection closed"))
    closed.closed = True  # type: ignore[attr-defined]

    async def classified(response: object) -> Report:
        return await aclassify_response(response)

    with pytest.warns(UnreadBodyWarning, match="was consumed or closed before: keep"):
        assert classify_response(gone) == classify(429, {}, None)
    for response in (gone, closed):
        with pytest.warns(UnreadBodyWarning, match="was consumed or closed before") as warned:
            assert asyncio.run(classified(response)) == classify(429, {}, None)
        assert [each.filename for each in warned] == [__file__]


def test_what_fails_while_it_is_awaited_leaves_the_head_and_what_came() -> None:
    error = EOFError()
    assert run(aclassify_response(Async(429, raising=error))) == classify(429, {}, None)
    error.partial = BODY[:-2]  # type: ignore[attr-defined]
    response = Async(429, raising=error)
    assert run(aclassify_response(response)) == classify_response(response) == WANT
    with pytest.raises(asyncio.CancelledError):
        run(aclassify_response(Async(429, raising=asyncio.CancelledError())))


def test_what_is_no_response_is_none_for_the_asynchronous_functions_either() -> None:
    for call in (aclassify_response, araise_for_response):
        with pytest.raises(TypeError, match="expected a response, got int"):
            run(call(429))

"""Hints for SDKs, and the transport that retries, with httpx and httpx2, sync and async."""

import asyncio
import copy
import gzip
import io
import json
import random
import re
import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
import trio
import trio.testing

import apifault.httpx
import apifault.httpx2
from apifault import (
    Kind,
    Report,
    RetryBudget,
    RetryPolicy,
    classify,
    classify_exception,
    classify_response,
    scan,
)

pytestmark = pytest.mark.extras

URL = "https://api.invalid/v1"
ADAPTERS = (apifault.httpx, apifault.httpx2)
OVERLOAD = b'{"error":{"message":"Overloaded","type":"overloaded_error"}}'
QUOTA = b'{"error":{"message":"No credit","code":"insufficient_quota"}}'
TOOL = b'{"error":{"message":"Failed to call a function","code":"tool_use_failed"}}'
STREAM = {"content-type": "text/event-stream; charset=utf-8"}


def event(data: bytes) -> bytes:
    return b"data: %b\n\n" % data


ROLE = event(b'{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}')
TEXT = event(b'{"choices":[{"index":0,"delta":{"content":"High water"}}]}')
DONE = event(b"[DONE]")


class Answer:
    """One response: pieces of a body as they come, and what breaks it off."""

    def __init__(
        self,
        status: int = 200,
        headers: dict[str, str] | None = None,
        *pieces: bytes,
        error: BaseException | None = None,
    ) -> None:
        self.status, self.headers, self.pieces = status, headers or {}, pieces
        self.error = error
        self.taken = self.closed = 0

    def next(self) -> bytes | None:
        if self.taken < len(self.pieces):
            self.taken += 1
            return self.pieces[self.taken - 1]
        if self.error is not None:
            raise self.error
        return None

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


def answer(status: int, body: bytes = b"", /, **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): text for name, text in headers.items()}, body)


def streamed(*pieces: bytes, error: BaseException | None = None, **headers: str) -> Answer:
    more = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(200, {**STREAM, **more}, *pieces, error=error)


class Http:
    """A library, sync or async."""

    def __init__(self, adapter: Any, is_async: bool) -> None:
        self.adapter, self.is_async = adapter, is_async
        self.module: Any = httpx if adapter is apifault.httpx else httpx2

    def transport(self, *answers: Answer | Callable[[], Exception]) -> Any:
        """Make a transport with these answers; the last one is repeated."""
        library = self.module

        class Body(library.SyncByteStream, library.AsyncByteStream):  # type: ignore[misc, name-defined]
            def __init__(self, answer: Answer) -> None:
                self.answer = answer

            def __iter__(self) -> Iterator[bytes]:
                while (piece := self.answer.next()) is not None:
                    yield piece

            async def __aiter__(self) -> AsyncIterator[bytes]:
                for piece in self:
                    yield piece

            def close(self) -> None:
                self.answer.closed += 1

            async def aclose(self) -> None:
                self.answer.closed += 1

        class Transport(library.BaseTransport, library.AsyncBaseTransport):  # type: ignore[misc, name-defined]
            requests: list[Any]

            def __init__(self) -> None:
                self.requests = []

            def handle_request(self, request: Any) -> Any:
                answer = answers[min(len(self.requests), len(answers) - 1)]
                self.requests.append(request)
                if not isinstance(answer, Answer):
                    raise answer()
                answer.taken = 0
                return library.Response(answer.status, headers=answer.headers, stream=Body(answer))

            async def handle_async_request(self, request: Any) -> Any:
                return self.handle_request(request)

        return Transport()

    def hinted(self, transport: Any, **options: Any) -> Any:
        make = self.adapter.async_client if self.is_async else self.adapter.client
        return make(transport=transport, **options)

    def retrying(self, transport: Any, **options: Any) -> Any:
        kind = self.adapter.AsyncRetryTransport if self.is_async else self.adapter.RetryTransport
        return self.client(kind(transport, **options))

    def client(self, transport: Any, **options: Any) -> Any:
        make = self.module.AsyncClient if self.is_async else self.module.Client
        return make(transport=transport, **options)

    def send(
        self, client: Any, method: str = "POST", *, read: str = "iter_raw", **options: Any
    ) -> tuple[Any, bytes]:
        """Send a request; give the response, and what was read of it."""
        if self.is_async:
            return asyncio.run(self.asend(client, method, read=read, **options))
        if read == "content":
            response = client.request(method, URL, **options)
            return response, response.content
        response = client.send(client.build_request(method, URL, **options), stream=True)
        try:
            return response, b"".join(getattr(response, read)())
        finally:
            response.close()

    async def asend(
        self, client: Any, method: str = "POST", *, read: str = "iter_raw", **options: Any
    ) -> tuple[Any, bytes]:
        if read == "content":
            response = await client.request(method, URL, **options)
            return response, response.content
        response = await client.send(client.build_request(method, URL, **options), stream=True)
        try:
            return response, b"".join([piece async for piece in getattr(response, f"a{read}")()])
        finally:
            await response.aclose()


@pytest.fixture(
    params=[(adapter, is_async) for adapter in ADAPTERS for is_async in (False, True)],
    ids=lambda pair: f"{pair[0].__name__}-{'async' if pair[1] else 'sync'}",
)
def http(request: pytest.FixtureRequest) -> Http:
    return Http(*request.param)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits in seconds, which take no time; random numbers are 0.5."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(anyio, "sleep", sleep)
    monkeypatch.setattr(random, "random", lambda: 0.5)
    return waited


# --- hints ---


def told(response: Any) -> tuple[str | None, str | None]:
    return response.headers.get("x-should-retry"), response.headers.get("retry-after-ms")


DATED = Answer(
    429,
    {"date": "Tue, 17 Mar 2026 10:20:30 GMT", "retry-after": "Tue, 17 Mar 2026 10:21:00 GMT"},
)


@pytest.mark.parametrize(
    ("failure", "count", "want"),
    [
        (answer(429, QUOTA), "0", ("false", None)),
        (answer(400, TOOL), "0", ("true", "1")),
        (answer(400, TOOL), "1", ("true", "1")),
        (answer(400, TOOL), "2", ("false", None)),
        (answer(400, b"{}"), "0", ("false", None)),
        (answer(502, b"<html>"), None, ("true", "250")),
        (answer(502, b"<html>"), "x", ("true", "250")),
        (answer(502, b"<html>"), "9" * 5000, ("true", "250")),
        (answer(503, OVERLOAD), "0", ("true", "1000")),
        (answer(503, OVERLOAD), "1", ("true", "2000")),
        (answer(503, OVERLOAD), "9", ("true", "30000")),
        (answer(429, retry_after="40"), "0", ("true", "42000")),
        # The jitter is cut, as a longer wait would be ignored.
        (answer(429, retry_after="60"), "0", ("true", "60000")),
        (answer(429, retry_after="61"), "0", ("false", None)),
        # SDKs take 0 for no statement.
        (answer(429, retry_after="0"), "0", ("true", "1")),
        (answer(429, retry_after_ms="50"), "0", ("true", "52")),
        (DATED, "0", ("true", "31500")),
        (answer(503, x_should_retry="false"), "0", ("false", None)),
    ],
)
def test_a_failure_tells_an_sdk_what_to_do(
    failure: Answer, count: str | None, want: tuple[str, str | None], http: Http
) -> None:
    failure = copy.copy(failure)
    headers = {} if count is None else {"x-stainless-retry-count": count}
    response, body = http.send(http.hinted(http.transport(failure)), headers=headers)
    assert told(response)[0] == want[0]
    if want[1] is not None:
        assert told(response)[1] == want[1]
    assert (response.status_code, body) == (failure.status, failure.body)
    assert failure.closed == 1


@pytest.mark.parametrize(
    "failure",
    [
        answer(429, QUOTA),
        answer(400, TOOL),
        answer(429, retry_after="61"),
        answer(429, retry_after_ms="61000", x_should_retry="true"),
        answer(503, x_should_retry="false"),
    ],
)
def test_the_server_s_own_headers_count(failure: Answer, http: Http) -> None:
    want = classify(failure.status, failure.headers, failure.body)
    response, _ = http.send(http.hinted(http.transport(failure)), read="content")
    assert dict(response.extensions["apifault.headers"]) == failure.headers
    assert classify_response(response) == want
    # As in a copy that an exception keeps.
    error = Exception("failed")
    error.status_code, error.headers = failure.status, dict(response.headers)  # type: ignore[attr-defined]
    error.body = failure.body  # type: ignore[attr-defined]
    assert classify_exception(error).retry == want.retry
    error = http.module.HTTPStatusError("failed", request=response.request, response=response)
    assert classify_exception(error) == want


@pytest.mark.parametrize("note", ["", "{", "1", "[1]", '["ab"]', "[" * 100_000, '[["a"]]'])
def test_a_broken_note_of_a_server_is_ignored(note: str) -> None:
    error = Exception("failed")
    error.status_code = 429  # type: ignore[attr-defined]
    error.headers = {"retry-after": "7", "apifault-stated": note}  # type: ignore[attr-defined]
    assert classify_exception(error).delay_ms == 7_000


def test_a_success_has_no_hint(http: Http) -> None:
    for status in (200, 204, 304):
        response, _ = http.send(http.hinted(http.transport(answer(status, b""))))
        assert told(response) == (None, None)
        assert "apifault.headers" not in response.extensions


def test_max_wait_bounds_a_stated_delay_and_is_itself_bounded(http: Http) -> None:
    failure = answer(429, retry_after="7")
    for max_wait, want in ((7, "true"), (6.9, "false"), (0, "false")):
        response, _ = http.send(http.hinted(http.transport(failure), max_wait=max_wait))
        assert told(response)[0] == want
    for max_wait in (-1, 60.1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="max_wait is from 0 to 60"):
            http.hinted(http.transport(failure), max_wait=max_wait)
    with pytest.raises(ValueError, match="Provider"):
        http.hinted(http.transport(failure), provider="x")


def test_the_number_of_attempts_is_the_sdk_s_own(http: Http) -> None:
    policy = RetryPolicy(max_attempts=1, max_delay_ms=0, overload_base_ms=10)
    hinted = http.hinted(http.transport(answer(503, OVERLOAD)), policy=policy)
    response, _ = http.send(hinted, headers={"x-stainless-retry-count": "3"})
    assert told(response) == ("true", "40")


def test_a_wait_of_a_policy_is_cut_to_what_sdks_obey(http: Http) -> None:
    policy = RetryPolicy(overload_base_ms=400_000, overload_cap_ms=400_000)
    response, _ = http.send(http.hinted(http.transport(answer(503, OVERLOAD)), policy=policy))
    assert told(response) == ("true", "60000")


def test_a_client_is_hinted_once_and_keeps_its_hooks(http: Http) -> None:
    seen: list[int] = []

    def record(response: Any) -> None:
        seen.append(response.status_code)

    async def arecord(response: Any) -> None:
        record(response)

    hooks = {"response": [arecord if http.is_async else record]}
    client = http.client(http.transport(answer(429, retry_after="7")), event_hooks=hooks)
    assert http.adapter.hint_retries(client, max_wait=1) is client
    http.adapter.hint_retries(client, max_wait=10)
    assert len(client.event_hooks["response"]) == 2
    assert told(http.send(client)[0]) == ("true", "7350")
    assert seen == [429]


def test_only_a_client_of_the_library_is_hinted() -> None:
    with pytest.raises(TypeError, match=r"expected a client of httpx, got httpx2\.Client"):
        apifault.httpx.hint_retries(httpx2.Client())  # type: ignore[type-var]
    with pytest.raises(TypeError, match=r"expected a client of httpx2, got builtins\.str"):
        apifault.httpx2.hint_retries("x")  # type: ignore[type-var]


def test_a_client_is_made_as_sdks_make_theirs(http: Http) -> None:
    make = http.adapter.async_client if http.is_async else http.adapter.client
    client = make()
    assert client.follow_redirects
    # SDKs replace it by theirs.
    assert client.timeout == http.module.Client().timeout
    assert not make(follow_redirects=False).follow_redirects
    assert make(timeout=3).timeout == http.module.Timeout(3)


def test_failures_take_from_the_budget_and_successes_give_back(http: Http) -> None:
    budget = RetryBudget(15)
    again = {"x-stainless-retry-count": "1"}
    rows: list[tuple[Answer, dict[str, str], str | None, int]] = [
        (streamed(event(OVERLOAD)), {}, "true", 10),
        (answer(503), {}, "true", 5),
        (answer(429, QUOTA), {}, "false", 5),
        (answer(503), again, "true", 0),
        (answer(503), {}, "false", 0),
        (answer(200), {}, None, 1),
        # A redirect is neither.
        (answer(302), {}, None, 1),
        (streamed(TEXT), {}, None, 2),
        # What the retry took is not known.
        (answer(200), again, None, 3),
        (streamed(event(OVERLOAD)), {}, None, 3),
    ]
    for failing, headers, should_retry, tokens in rows:
        client = http.hinted(http.transport(failing), budget=budget, follow_redirects=False)
        response, _ = http.send(client, headers=headers)
        assert (told(response)[0], budget.tokens) == (should_retry, tokens)


# --- the first events of a stream ---


def test_a_stream_that_begins_with_an_error_becomes_a_failure(http: Http) -> None:
    for first in ([], [ROLE], [b": keep-alive\n\n", ROLE]):
        failing = streamed(*first, event(OVERLOAD), error=AssertionError("read on"))
        response, body = http.send(http.hinted(http.transport(failing)), read="iter_bytes")
        assert (response.status_code, response.reason_phrase) == (503, "Service Unavailable")
        assert told(response) == ("true", "1000")
        assert json.loads(body)["error"]["message"] == "Overloaded"
        assert response.headers["content-type"] == "application/json"
        assert failing.closed == 1
        # What the server sent stays beside it.
        assert response.extensions["apifault.status"] == 200
        assert response.extensions["apifault.body"] == failing.body
        want = classify(200, failing.headers, failing.body)
        assert want.kind is Kind.OVERLOADED
        assert classify_response(response) == want
        error = http.module.HTTPStatusError("x", request=response.request, response=response)
        assert classify_exception(error) == want


@pytest.mark.parametrize("body", [[], [b": keep-alive\n\n"], [b"<html><h1>502 Bad Gateway</h1>"]])
def test_a_stream_without_any_content_becomes_a_failure(body: list[bytes], http: Http) -> None:
    response, _ = http.send(http.hinted(http.transport(streamed(*body))))
    assert response.status_code == 503
    report = classify_response(response)
    assert (report.kind, report.status) == (Kind.BAD_GATEWAY, 200)


LONG = [b": %b\n\n" % (b"x" * 1000)] * 70

HANDED_ON = {
    "content": [ROLE, TEXT, DONE],
    "content and then an error": [TEXT, event(OVERLOAD)],
    "both in one piece": [TEXT + event(OVERLOAD)],
    "content in small pieces": [bytes([byte]) for byte in ROLE + TEXT + DONE],
    "an end without content": [ROLE, DONE],
    "an error that no retry helps": [event(QUOTA)],
    "more than the limit before an error": [*LONG, event(OVERLOAD)],
    "an error in a piece beyond the limit": [b"".join(LONG) + event(OVERLOAD)],
}


@pytest.mark.parametrize("pieces", HANDED_ON.values(), ids=HANDED_ON)
def test_a_stream_that_is_not_retried_is_handed_on_as_it_came(
    pieces: list[bytes], http: Http
) -> None:
    for read in ("iter_raw", "iter_bytes"):
        passed = streamed(*pieces)
        response, body = http.send(http.hinted(http.transport(passed)), read=read)
        assert (response.status_code, body) == (200, passed.body)
        assert dict(response.headers) == passed.headers
        assert passed.closed == 1
        assert response.elapsed.total_seconds() >= 0


def test_a_stream_is_held_back_only_until_its_first_content(http: Http) -> None:
    passed = streamed(ROLE, TEXT, TEXT, DONE)
    client = http.hinted(http.transport(passed))

    def check(pieces: int) -> None:
        assert passed.taken == pieces

    if http.is_async:

        async def read() -> None:
            async with client.stream("POST", URL) as response:
                check(2)
                pieces = response.aiter_raw()
                assert [await anext(pieces), await anext(pieces)] == [ROLE, TEXT]
                check(2)
                assert await anext(pieces) == TEXT
                check(3)
                await pieces.aclose()

        asyncio.run(read())
    else:
        with client.stream("POST", URL) as response:
            check(2)
            pieces = response.iter_raw()
            assert [next(pieces), next(pieces)] == [ROLE, TEXT]
            check(2)
            assert next(pieces) == TEXT
            check(3)
    assert passed.closed == 1


def deflated(pieces: list[bytes], encoding: str) -> list[bytes]:
    """Compress each piece on its own."""
    packer = zlib.compressobj(wbits=31 if encoding == "gzip" else 15)
    packed = [packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) for piece in pieces]
    return [*packed, packer.flush()]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
def test_a_stream_may_be_compressed(encoding: str, http: Http) -> None:
    def packed(pieces: list[bytes]) -> Answer:
        raw = pieces if encoding == "identity" else deflated(pieces, encoding)
        return streamed(*raw, content_encoding=encoding)

    failing = packed([ROLE, event(OVERLOAD)])
    response, body = http.send(http.hinted(http.transport(failing)), read="iter_bytes")
    assert (response.status_code, json.loads(body)["type"]) == (503, "error")
    assert classify_response(response).kind is Kind.OVERLOADED
    assert response.extensions["apifault.body"] == ROLE + event(OVERLOAD)

    passed = packed([ROLE, TEXT, DONE])
    assert http.send(http.hinted(http.transport(passed)))[1] == passed.body
    passed = packed([ROLE, TEXT, DONE])
    response, body = http.send(http.hinted(http.transport(passed)), read="iter_bytes")
    assert (response.status_code, body) == (200, ROLE + TEXT + DONE)


def test_what_cannot_be_decompressed_is_handed_on(http: Http) -> None:
    for garbled in (
        streamed(ROLE, TEXT, content_encoding="gzip"),
        Answer(429, {"content-encoding": "gzip", "retry-after": "7"}, b"text"),
    ):
        response, body = http.send(http.hinted(http.transport(garbled)))
        assert (response.status_code, body) == (garbled.status, garbled.body)
        with pytest.raises(http.module.DecodingError):
            http.send(http.hinted(http.transport(garbled)), read="iter_bytes")


def test_what_was_compressed_without_being_asked_for_is_handed_on(http: Http) -> None:
    for unknown in (
        streamed(event(OVERLOAD), content_encoding="compress"),
        streamed(event(OVERLOAD), content_encoding="gzip, compress"),
    ):
        response, body = http.send(http.hinted(http.transport(unknown)))
        assert (response.status_code, body) == (200, unknown.body)


def test_a_compressed_body_that_grows_is_read_up_to_the_limit(http: Http) -> None:
    packed = gzip.compress(b": " + b"x" * (8 << 20) + b"\n\n" + event(OVERLOAD))
    bomb = streamed(packed, content_encoding="gzip")
    response, body = http.send(http.hinted(http.transport(bomb)))
    assert (response.status_code, body) == (200, packed)


def test_a_broken_connection_before_the_content_is_raised_where_an_sdk_retries(http: Http) -> None:
    for first in ([], [ROLE]):
        broken = streamed(*first, error=http.module.ReadError("reset"))
        client = http.hinted(http.transport(broken))
        request = client.build_request("POST", URL)

        async def asend(client: Any = client, request: Any = request) -> None:
            await client.send(request, stream=True)

        def send(client: Any = client, request: Any = request) -> None:
            if http.is_async:
                asyncio.run(asend())
            else:
                client.send(request, stream=True)

        with pytest.raises(http.module.ReadError) as caught:
            send()
        assert caught.value.request is request
        assert broken.closed == 1


def test_a_broken_connection_after_the_content_is_raised_where_it_breaks(http: Http) -> None:
    broken = streamed(TEXT, error=http.module.ReadError("reset"))
    with pytest.raises(http.module.ReadError) as caught:
        http.send(http.hinted(http.transport(broken)))
    assert caught.value.request.method == "POST"
    assert broken.closed == 1


def test_a_failure_whose_body_breaks_off_keeps_its_hint(http: Http) -> None:
    broken = Answer(429, {"retry-after": "7"}, b'{"err', error=http.module.ReadError("reset"))
    client = http.hinted(http.transport(broken))
    hints: list[Any] = []

    def record(response: Any) -> None:
        hints.append(told(response))

    async def arecord(response: Any) -> None:
        record(response)

    client.event_hooks["response"].append(arecord if http.is_async else record)
    with pytest.raises(http.module.ReadError):
        http.send(client)
    assert hints == [("true", "7350")]


def test_a_long_body_of_a_failure_is_read_in_part_and_handed_on_whole(http: Http) -> None:
    piece = b"x" * (1 << 16)
    long = Answer(502, {}, *[piece] * 40)
    taken: list[int] = []

    def record(_: Any) -> None:
        taken.append(long.taken)

    async def arecord(response: Any) -> None:
        record(response)

    client = http.hinted(http.transport(long))
    client.event_hooks["response"].append(arecord if http.is_async else record)
    response, body = http.send(client)
    assert taken == [16]
    assert (told(response)[0], body) == ("true", long.body)


@pytest.mark.parametrize(
    ("method", "status", "headers"),
    [
        # The feed of a subscription may stay silent.
        ("GET", 200, STREAM),
        ("POST", 200, {"content-type": "application/json"}),
        ("POST", 200, {}),
        ("POST", 204, STREAM),
    ],
)
def test_other_answers_are_not_looked_into(
    method: str, status: int, headers: dict[str, str], http: Http
) -> None:
    other = Answer(status, headers, event(OVERLOAD))
    client = http.hinted(http.transport(other))
    if not http.is_async:
        with client.stream(method, URL) as response:
            assert other.taken == 0
            assert response.status_code == status
    assert http.send(client, method)[1] == other.body


def test_a_body_that_an_earlier_hook_has_read_is_used(http: Http) -> None:
    def read(response: Any) -> None:
        response.read()

    async def aread(response: Any) -> None:
        await response.aread()

    hooks = {"response": [aread if http.is_async else read]}
    for failing, status in (
        (answer(400, TOOL), 400),
        (streamed(event(OVERLOAD)), 503),
        (streamed(TEXT, event(OVERLOAD)), 200),
    ):
        client = http.hinted(http.transport(failing), event_hooks=hooks)
        response, body = http.send(client, read="iter_bytes")
        assert response.status_code == status
        if status == 503:
            assert json.loads(body)["error"]["message"] == "Overloaded"
        else:
            assert body == failing.body
        assert classify_response(response) == classify(
            failing.status, failing.headers, failing.body
        )


def test_an_interrupt_while_it_looks_closes_the_response(http: Http) -> None:
    for make in (http.hinted, http.retrying):
        for interrupt in (KeyboardInterrupt, SystemExit):
            stopped = streamed(ROLE, error=interrupt())
            with pytest.raises(interrupt):
                http.send(make(http.transport(stopped)))
            assert stopped.closed >= 1


@pytest.mark.parametrize("adapter", [apifault.httpx, apifault.httpx2])
def test_a_cancelled_task_closes_the_response(adapter: Any) -> None:
    http = Http(adapter, is_async=True)

    class Silent(http.module.AsyncByteStream):  # type: ignore[misc, name-defined]
        closed = 0

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield ROLE
            await asyncio.Event().wait()

        async def aclose(self) -> None:
            self.closed += 1

    for make in (http.hinted, http.retrying):
        silent = Silent()

        class Transport(http.module.AsyncBaseTransport):  # type: ignore[misc, name-defined]
            async def handle_async_request(self, _: Any, silent: Any = silent) -> Any:
                return http.module.Response(200, headers=STREAM, stream=silent)

        async def main(make: Any = make, transport: Any = Transport) -> None:
            task = asyncio.create_task(http.asend(make(transport())))
            for _ in range(20):
                await asyncio.sleep(0)
            assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(main())
        assert silent.closed >= 1


# --- the transport that retries ---


def connect_error(http: Http) -> Callable[[], Exception]:
    return partial(http.module.ConnectError, "refused")


def read_timeout(http: Http) -> Callable[[], Exception]:
    return partial(http.module.ReadTimeout, "slow")


def test_a_request_is_sent_until_it_succeeds(http: Http, waits: list[float]) -> None:
    failing = [answer(503, OVERLOAD), answer(429, retry_after="10")]
    transport = http.transport(*failing, connect_error(http), answer(200, b"{}"))
    retried: list[tuple[Report, int | None]] = []

    def record(report: Report, step: Any) -> None:
        retried.append((report, step.wait_ms))

    client = http.retrying(transport, on_retry=record)
    response, body = http.send(client, content=b"question")
    assert (response.status_code, body) == (200, b"{}")
    assert waits == [1.0, 10.5, 1.0]
    assert [(report.kind, ms) for report, ms in retried] == [
        (Kind.OVERLOADED, 1000),
        (Kind.RATE_LIMITED, 10_500),
        (Kind.BAD_GATEWAY, 1000),
    ]
    assert [each.closed for each in failing] == [1, 1]
    assert len(transport.requests) == 4


def test_what_is_given_up_comes_as_it_is_and_is_not_retried_by_an_sdk(
    http: Http, waits: list[float]
) -> None:
    body = gzip.compress(QUOTA)
    for failing, attempts in (
        (Answer(429, {"content-encoding": "gzip"}, body), 1),
        (answer(429, retry_after="61"), 1),
        (answer(502, b"<html>"), 4),
        (answer(400, TOOL), 3),
    ):
        transport = http.transport(failing)
        response, read = http.send(http.retrying(transport))
        assert (response.status_code, read) == (failing.status, failing.body)
        assert told(response) == ("false", None)
        assert dict(response.extensions["apifault.headers"]) == failing.headers
        assert len(transport.requests) == attempts
        assert failing.closed == attempts
    response, read = http.send(
        http.retrying(http.transport(Answer(429, {"content-encoding": "gzip"}, body))),
        read="iter_bytes",
    )
    assert read == QUOTA
    del waits


def test_an_exception_that_is_given_up_is_raised(http: Http, waits: list[float]) -> None:
    transport = http.transport(connect_error(http))
    with pytest.raises(http.module.ConnectError) as caught:
        http.send(http.retrying(transport))
    assert caught.value.request is transport.requests[-1]
    assert (len(transport.requests), len(waits)) == (4, 3)
    transport = http.transport(partial(http.module.UnsupportedProtocol, "ftp"))
    with pytest.raises(http.module.UnsupportedProtocol):
        http.send(http.retrying(transport))
    transport = http.transport(partial(KeyError, "a defect"))
    with pytest.raises(KeyError):
        http.send(http.retrying(transport))
    assert len(transport.requests) == 1


def test_an_error_before_the_content_of_a_stream_is_retried(http: Http, waits: list[float]) -> None:
    whole = streamed(ROLE, TEXT, DONE)
    for failing in (
        streamed(ROLE, event(OVERLOAD)),
        streamed(*deflated([event(OVERLOAD)], "gzip"), content_encoding="gzip"),
        streamed(ROLE, error=http.module.ReadError("reset")),
        streamed(),
    ):
        transport = http.transport(failing, whole)
        response, body = http.send(http.retrying(transport))
        assert (response.status_code, body) == (200, whole.body)
        assert (len(transport.requests), failing.closed) == (2, 1)
    assert len(waits) == 4


def test_an_error_after_content_is_never_retried(http: Http) -> None:
    for pieces in ([TEXT, event(OVERLOAD)], [ROLE, TEXT]):
        failing = streamed(*pieces)
        transport = http.transport(failing)
        response, body = http.send(http.retrying(transport))
        assert (response.status_code, body) == (200, failing.body)
        assert len(transport.requests) == 1


def test_a_stream_that_never_begins_comes_as_the_server_sent_it(http: Http) -> None:
    failing = streamed(ROLE, event(OVERLOAD), DONE)
    transport = http.transport(failing)
    response, body = http.send(http.retrying(transport))
    assert (response.status_code, body) == (200, failing.body)
    assert dict(response.headers) == failing.headers
    assert len(transport.requests) == 4
    broken = streamed(ROLE, error=http.module.ReadError("reset"))
    with pytest.raises(http.module.ReadError):
        http.send(http.retrying(http.transport(broken)))


def test_a_body_that_cannot_be_sent_twice_is_sent_once(http: Http, waits: list[float]) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    def generated() -> Iterator[bytes]:
        yield b"question"

    async def agenerated() -> AsyncIterator[bytes]:
        yield b"question"

    failing = answer(503, OVERLOAD)
    options: list[dict[str, Any]] = [{"content": agenerated() if http.is_async else generated()}]
    if not http.is_async:
        options.append({"files": {"file": Pipe(b"sound")}})
    for option in options:
        transport = http.transport(failing)
        response, body = http.send(http.retrying(transport), **option)
        assert (response.status_code, body) == (503, failing.body)
        assert (len(transport.requests), waits) == (1, [])
        # Who made the body may be able to make it again.
        assert told(response) == (None, None)


def test_a_file_is_sent_again_from_its_start(http: Http) -> None:
    sent: list[bytes] = []
    inner = http.transport(answer(503), answer(200))

    class Reading(http.module.BaseTransport, http.module.AsyncBaseTransport):  # type: ignore[misc, name-defined]
        def handle_request(self, request: Any) -> Any:
            sent.append(b"".join(request.stream))
            return inner.handle_request(request)

        async def handle_async_request(self, request: Any) -> Any:
            sent.append(b"".join([piece async for piece in request.stream]))
            return inner.handle_request(request)

    client = http.retrying(Reading())
    http.send(client, files={"file": io.BytesIO(b"sound"), "text": b"x"}, data={"model": "m"})
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert b"sound" in sent[0]


def test_a_call_that_must_not_be_executed_twice_is_retried_only_if_it_was_not(http: Http) -> None:
    rows: list[tuple[Any, int]] = [
        (answer(500), 1),
        (read_timeout(http), 1),
        (answer(503, OVERLOAD), 4),
        (connect_error(http), 4),
    ]
    for failing, want in rows:
        for idempotent in (False, lambda request: request.method == "GET"):
            transport = http.transport(failing)
            client = http.retrying(transport, idempotent=idempotent)
            if isinstance(failing, Answer):
                http.send(client)
            else:
                with pytest.raises(http.module.TransportError):
                    http.send(client)
            assert len(transport.requests) == want
        transport = http.transport(answer(500), answer(200))
        client = http.retrying(transport, idempotent=lambda request: request.method == "GET")
        assert http.send(client, "GET")[0].status_code == 200


def test_a_budget_is_settled_once_for_each_call(http: Http) -> None:
    budget = RetryBudget(500, tokens=100)
    rows: list[tuple[list[Any], int]] = [
        ([answer(200)], 101),
        ([streamed(TEXT, DONE)], 102),
        ([streamed(ROLE, DONE)], 103),
        ([streamed(TEXT, event(OVERLOAD))], 104),
        # A redirect is neither.
        ([answer(302)], 104),
        # A retry takes 5, and the success gives them back.
        ([answer(503), answer(200)], 104),
        ([streamed(event(OVERLOAD)), streamed(TEXT)], 104),
        ([answer(502), answer(502), answer(200)], 99),
        ([answer(502)], 84),
        ([read_timeout(http), answer(200)], 84),
        ([answer(429, QUOTA)], 84),
    ]
    for answers, want in rows:
        http.send(http.retrying(http.transport(*answers), budget=budget))
        assert budget.tokens == want
    spent = RetryBudget(4)
    transport = http.transport(answer(503))
    response, _ = http.send(http.retrying(transport, budget=spent))
    assert (len(transport.requests), told(response)[0]) == (1, "false")


def test_retries_are_not_stacked(http: Http) -> None:
    transport = http.transport(answer(502))
    kind = http.adapter.AsyncRetryTransport if http.is_async else http.adapter.RetryTransport
    response, _ = http.send(http.hinted(kind(kind(transport))))
    assert len(transport.requests) == 4
    assert told(response) == ("false", None)
    assert dict(response.extensions["apifault.headers"]) == {}


def test_an_interrupt_while_it_waits_leaves_no_response_open(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    async def astop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", stop)
    monkeypatch.setattr(anyio, "sleep", astop)
    failing = answer(503)
    transport = http.transport(failing)
    with pytest.raises(KeyboardInterrupt):
        http.send(http.retrying(transport))
    assert (len(transport.requests), failing.closed) == (1, 1)


def test_a_function_that_fails_leaves_no_response_open(http: Http) -> None:
    def fail(_: Report, __: Any) -> None:
        raise RuntimeError("a defect")

    failing = answer(503)
    with pytest.raises(RuntimeError, match="a defect"):
        http.send(http.retrying(http.transport(failing), on_retry=fail))
    assert failing.closed == 1


@pytest.mark.parametrize("adapter", [apifault.httpx, apifault.httpx2])
def test_it_waits_under_trio(adapter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    http = Http(adapter, is_async=True)
    failing = streamed(ROLE, event(OVERLOAD))
    transport = http.transport(answer(429, retry_after="50"), failing, streamed(TEXT, DONE))

    async def main() -> bytes:
        return (await http.asend(http.retrying(transport)))[1]

    clock = trio.testing.MockClock(autojump_threshold=0)
    assert trio.run(main, clock=clock) == TEXT + DONE
    assert clock.current_time() >= 50


def test_the_wrapped_transport_is_entered_and_closed(http: Http) -> None:
    calls: list[str] = []

    class Inner(http.module.BaseTransport, http.module.AsyncBaseTransport):  # type: ignore[misc, name-defined]
        def __enter__(self) -> Any:
            calls.append("enter")
            return self

        def __exit__(self, *_: Any) -> None:
            calls.append("exit")

        async def __aenter__(self) -> Any:
            return self.__enter__()

        async def __aexit__(self, *_: Any) -> None:
            self.__exit__()

        def close(self) -> None:
            calls.append("close")

        async def aclose(self) -> None:
            self.close()

    client = http.retrying(Inner())

    async def enter() -> None:
        async with client:
            pass
        await http.retrying(Inner()).aclose()

    if http.is_async:
        asyncio.run(enter())
    else:
        with client:
            pass
        http.retrying(Inner()).close()
    assert calls == ["enter", "exit", "close"]


def test_by_default_it_wraps_the_transport_of_the_library(http: Http) -> None:
    kind = http.adapter.AsyncRetryTransport if http.is_async else http.adapter.RetryTransport
    own = http.module.AsyncHTTPTransport if http.is_async else http.module.HTTPTransport
    assert isinstance(kind()._transport, own)
    with pytest.raises(ValueError, match="Provider"):
        kind(provider="x")


def test_a_hinted_response_is_scanned_as_the_server_sent_it() -> None:
    http = Http(apifault.httpx, is_async=False)
    client = http.hinted(http.transport(answer(429, retry_after="61")))
    with client.stream("POST", URL) as response, pytest.raises(apifault.ApiError) as caught:
        list(scan(response))
    assert caught.value.report.delay_ms == 61_000


@pytest.mark.parametrize(
    "beginning",
    [
        b"data: Hello\n\n",
        event(b'{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Unknown tool"}}'),
        event(b'{"error":{"message":"of another protocol"}}'),
    ],
)
def test_an_error_of_which_nothing_is_known_is_handed_on(beginning: bytes, http: Http) -> None:
    for make in (http.hinted, http.retrying):
        transport = http.transport(streamed(beginning, TEXT))
        response, body = http.send(make(transport))
        assert (response.status_code, body) == (200, beginning + TEXT)
        assert len(transport.requests) == 1


def test_wrong_arguments_are_refused_before_a_request(http: Http) -> None:
    transport: Any
    for make, transport in ((http.hinted, http.transport(answer(200))), (http.retrying, None)):
        for options in ({"budget": 100}, {"policy": "quick"}, {"policy": RetryPolicy}):
            with pytest.raises(TypeError, match="expected a Retry"):
                make(transport, **options)
        with pytest.raises(ValueError, match="nobody"):
            make(transport, provider="nobody")

    async def may_be_executed_twice(request: Any) -> bool:
        return True

    for idempotent in ("no", may_be_executed_twice):
        with pytest.raises(TypeError):
            http.retrying(None, idempotent=idempotent)
    with pytest.raises(TypeError, match="BaseTransport of httpx"):
        http.retrying(RetryPolicy())


def test_on_retry_may_be_asynchronous(waits: list[float]) -> None:
    for adapter in ADAPTERS:
        http = Http(adapter, True)
        told: list[tuple[Kind, float | None]] = []

        async def tell(report: Report, step: apifault.Step, told: Any = told) -> None:
            told.append((report.kind, step.wait))

        transport = http.transport(answer(503, OVERLOAD), answer(200))
        response, _ = http.send(http.retrying(transport, on_retry=tell))
        assert (response.status_code, told) == (200, [(Kind.OVERLOADED, 1.0)])


def test_the_time_of_a_policy_does_not_count_for_hints(http: Http) -> None:
    policy = RetryPolicy(deadline_ms=1, max_attempts=1)
    response, _ = http.send(http.hinted(http.transport(answer(503, OVERLOAD)), policy=policy))
    assert response.headers["x-should-retry"] == "true"


def test_the_two_modules_differ_in_their_library_only() -> None:
    first, second = (Path(str(adapter.__file__)).read_text() for adapter in ADAPTERS)
    words = {"groq": "anthropic", "Groq": "Anthropic", "AsyncGroq": "AsyncAnthropic"}
    renamed = re.sub(r"\bhttpx\b", "httpx2", first)
    renamed = re.sub(r"\b(groq|Groq|AsyncGroq)\b", lambda found: words[found[0]], renamed)
    assert renamed.split() == second.split()

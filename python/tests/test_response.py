"""What is read of a response, and what is left alone."""

import asyncio
import io
from types import SimpleNamespace
from typing import Any

import pytest

from apifault import Kind, classify, classify_response

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


def test_a_success_without_a_place_for_a_body_is_no_response() -> None:
    with pytest.raises(TypeError, match="SimpleNamespace has no body; pass it as body="):
        classify_response(SimpleNamespace(status_code=200, headers={}))
    good = SimpleNamespace(status_code=200, headers={})
    assert classify_response(good, body=b"{}").kind is Kind.SUCCESS


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

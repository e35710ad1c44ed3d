"""The adapter for requests, against the loopback server."""

import contextlib
import gzip
import http.client
import io
import pickle
import zlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import urllib3

import apifault
import apifault.requests
from apifault import RetryBudget, RetryPolicy
from apifault.requests import RetryAdapter

from dialects import DIALECTS
from scripted import Clock, Server, scripted
from server import SCENARIOS, Scenario

SUCCESS = "scenario/success-200"
OVERLOADED = "scenario/over-capacity-503"
LIMITED = "scenario/rate-limit-429"
DENIED = "scenario/invalid-api-key-401"
CHAT = "stream/openai-chat"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.stop(monkeypatch, "apifault._retry", "apifault.requests")
    return clock


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statuses of the responses that were closed, in their order."""
    closed: list[int] = []

    class Response(requests.Response):
        def close(self) -> None:
            closed.append(self.status_code)
            super().close()

    monkeypatch.setattr("requests.adapters.Response", Response)
    return closed


@contextlib.contextmanager
def session(*answers: str, **options: Any) -> Iterator[tuple[requests.Session, Server]]:
    with scripted(*answers) as server, requests.Session() as session:
        session.trust_env = False
        session.mount("http://", RetryAdapter(**options))
        yield session, server


def test_a_failure_is_sent_again_with_the_same_body(clock: Clock) -> None:
    with session(OVERLOADED, "close", LIMITED, SUCCESS) as (client, server):
        response = client.post(server.url, json={"a": 1}, timeout=5)
    assert response.json()["id"] == "chatcmpl-5f0c2a9e"
    assert server.bodies == [b'{"a": 1}'] * 4
    assert clock.slept == [1.0, 0.5, 7.35]


def test_a_failing_response_is_given_back_and_can_be_read(clock: Clock) -> None:
    for stream in (False, True):
        with session(DENIED) as (client, server):
            response = client.post(server.url, json={}, stream=stream, timeout=5)
            assert response.status_code == 401
            assert response.json()["error"]["code"] == "invalid_api_key"
            assert b"".join(response.iter_content(7)) == SCENARIOS["invalid-api-key-401"].body
            assert apifault.classify_response(response).kind == "authentication"
            assert len(server.requests) == 1
    assert clock.slept == []


def test_a_failure_without_end_is_not_read_to_the_end(clock: Clock) -> None:
    body = b'{"error": {"message": "Invalid key"}, "more": "' + b"x" * (3 << 20) + b'"}'
    endless = Scenario(401, "Unauthorized", body, (("Content-Type", "application/json"),))
    with session(endless) as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        assert response.raw.tell() == 0
        assert response.raw.read() == body
        assert len(server.requests) == 1


def test_a_small_failure_that_unpacks_to_a_large_one_is_read_only_so_far(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []

    def classify(status: int, headers: Any, body: bytes, **options: Any) -> Any:
        lengths.append(len(body))
        return apifault.classify(status, headers, body, **options)

    monkeypatch.setattr("apifault.requests.classify", classify)
    body = gzip.compress(b" " * (64 << 20))
    headers = (("Content-Type", "text/plain"), ("Content-Encoding", "gzip"))
    with session(Scenario(401, "Unauthorized", body, headers)) as (client, server):
        assert client.post(server.url, stream=True, timeout=5).status_code == 401
    assert lengths == [1 << 20]


def test_the_connection_of_a_failure_is_given_back(clock: Clock, closed: list[int]) -> None:
    for stream in (False, True):
        with session(OVERLOADED, LIMITED, SUCCESS) as (client, server):
            response = client.post(server.url, stream=stream, timeout=5)
            assert closed == [503, 429]
            response.close()
            closed.clear()


def test_the_last_response_is_given_back(clock: Clock) -> None:
    told: list[tuple[str, int | None]] = []

    def tell(report: apifault.Report, step: apifault.Step) -> None:
        told.append((report.kind, step.wait_ms))

    with session(OVERLOADED, on_retry=tell) as (client, server):
        assert client.post(server.url, timeout=5).status_code == 503
        assert len(server.requests) == 4
    assert told == [("overloaded", 1_000), ("overloaded", 2_000), ("overloaded", 4_000)]


def test_an_exception_is_raised_as_it_came_and_says_why(clock: Clock) -> None:
    with session("close") as (client, server):
        with pytest.raises(requests.ConnectionError) as caught:
            client.post(server.url, timeout=5)
        assert len(server.requests) == 4
    assert caught.value.__notes__ == ["apifault: gave up after 4 attempts: tries"]


def test_a_body_that_breaks_off_is_a_failure(clock: Clock) -> None:
    with session("cut/success-200", SUCCESS) as (client, server):
        assert client.post(server.url, timeout=5).json()["object"] == "chat.completion"
        assert len(server.requests) == 2
    # But a complete head says enough of a failure.
    with session("cut/invalid-api-key-401") as (client, server):
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            client.post(server.url, timeout=5)
        assert len(server.requests) == 1


def test_a_policy_a_budget_and_a_provider_of_its_own(clock: Clock) -> None:
    budget = RetryBudget(9)
    policy = RetryPolicy(max_attempts=3, overload_base_ms=10)
    options = {"budget": budget, "provider": "groq"}
    with session(OVERLOADED, OVERLOADED, SUCCESS, policy=policy, **options) as (client, server):
        assert client.post(server.url, timeout=5).status_code == 503
        assert len(server.requests) == 2
        assert budget.tokens == 4
        assert client.post(server.url, timeout=5).status_code == 200
        assert budget.tokens == 5
    assert clock.slept == [0.005]


def test_a_delay_that_is_too_long_ends_the_call(clock: Clock) -> None:
    with session(LIMITED, policy=RetryPolicy(max_delay_ms=6_779)) as (client, server):
        assert client.post(server.url, timeout=5).status_code == 429
        assert len(server.requests) == 1
    assert clock.slept == []


def test_what_may_be_executed_twice_is_asked_for_each_request(clock: Clock) -> None:
    def idempotent(request: requests.PreparedRequest) -> bool:
        return "idempotency-key" in request.headers

    with session("close", SUCCESS, idempotent=idempotent) as (client, server):
        with pytest.raises(requests.ConnectionError) as caught:
            client.post(server.url, timeout=5)
        assert len(server.requests) == 1
    assert "not_idempotent" in caught.value.__notes__[0]
    with session("close", SUCCESS, idempotent=idempotent) as (client, server):
        headers = {"idempotency-key": "7"}
        assert client.post(server.url, headers=headers, timeout=5).status_code == 200
        assert len(server.requests) == 2


def test_a_refused_connection_was_not_sent(clock: Clock) -> None:
    with session(SUCCESS, idempotent=False) as (client, _):
        with pytest.raises(requests.ConnectionError) as caught:
            client.post("http://127.0.0.1:9/", timeout=5)
        assert caught.value.__notes__ == ["apifault: gave up after 4 attempts: tries"]


def test_a_file_is_sent_again_from_where_it_stood(clock: Clock) -> None:
    file = io.BytesIO(b"head and body")
    file.seek(9)
    with session(OVERLOADED, "close", SUCCESS) as (client, server):
        assert client.post(server.url, data=file, timeout=5).status_code == 200
        assert server.bodies == [b"body"] * 3


def test_a_body_that_cannot_be_read_again_is_sent_once(clock: Clock) -> None:
    class Unseekable(io.BytesIO):
        def seek(self, *_: Any) -> int:
            raise OSError("a pipe")

        def __len__(self) -> int:
            return 4

    for answer in (OVERLOADED, "close"):
        for body in (iter([b"bo", b"dy"]), Unseekable(b"body")):
            with session(answer, SUCCESS) as (client, server):
                with contextlib.suppress(requests.ConnectionError):
                    assert client.post(server.url, data=body, timeout=5).status_code == 503
                assert len(server.requests) == 1
    assert clock.slept == []


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_a_wait_can_be_cancelled(clock: Clock, end: type[BaseException]) -> None:
    def cancel(seconds: float) -> None:
        raise end

    clock.sleep = cancel  # type: ignore[method-assign]
    with session(OVERLOADED) as (client, server):
        with pytest.raises(end):
            client.post(server.url, timeout=5)
        assert len(server.requests) == 1


def test_wrong_arguments_are_refused() -> None:
    for wrong in (
        {"policy": 4},
        {"budget": 500},
        {"idempotent": "yes"},
        {"max_retries": 2},
        {"tries": 2},
    ):
        with pytest.raises(TypeError):
            RetryAdapter(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="quayside"):
        RetryAdapter(provider="quayside")


def test_a_session_with_it_can_be_pickled(clock: Clock) -> None:
    adapter = RetryAdapter(RetryPolicy(max_attempts=2), pool_maxsize=3, provider="groq")
    with scripted(OVERLOADED) as server, requests.Session() as client:
        client.trust_env = False
        client.mount("http://", adapter)
        copied = pickle.loads(pickle.dumps(client))
        assert copied.post(server.url, timeout=5).status_code == 503
        assert len(server.requests) == 2
        copied.close()


# --- streams ---

WHOLE = b"".join(DIALECTS["openai-chat"].pieces("complete"))
MIDDLE = b"".join(DIALECTS["openai-chat"].pieces("error-mid"))


def packed(body: bytes) -> bytes:
    return zlib.decompress(body, wbits=31)


READERS = {
    "iter_content": lambda response: b"".join(response.iter_content(None)),
    "small": lambda response: b"".join(response.iter_content(3)),
    "iter_lines": lambda response: b"|".join(response.iter_lines()),
    "content": lambda response: response.content,
    "raw": lambda response: response.raw.read(decode_content=True),
    "stream": lambda response: b"".join(response.raw.stream(64, decode_content=True)),
}
FORMS = ["", "gzip/", "bare/"]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("form", FORMS)
def test_an_error_as_the_first_event_is_retried(clock: Clock, form: str, read: str) -> None:
    first = f"{form}{CHAT}/error-first"
    with session(first, f"{form}{CHAT}/page", f"{form}{CHAT}/keepalive") as (client, server):
        with client.post(server.url, stream=True, timeout=5) as response:
            got = READERS[read](response)
        assert len(server.requests) == 3
        with requests.post(server.url, stream=True, timeout=5) as response:
            assert got == READERS[read](response)
    if read != "iter_lines":
        assert got == b": keep-alive\n\n" * 2 + WHOLE


@pytest.mark.parametrize("ending", ["error-mid", "cut", "reset", "complete"])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_retried_after_content(clock: Clock, form: str, ending: str) -> None:
    budget = RetryBudget(500, tokens=9)
    with session(f"{form}{CHAT}/{ending}", budget=budget) as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        got = b""
        with contextlib.suppress(requests.exceptions.ChunkedEncodingError):
            for piece in response.iter_content(None):
                got += piece
        assert got == b"".join(DIALECTS["openai-chat"].pieces(ending))
        assert len(server.requests) == 1
        assert budget.tokens == 10
    assert clock.slept == []


def test_the_bytes_on_the_wire_are_left_as_they_were(clock: Clock) -> None:
    with session(f"gzip/{CHAT}/complete") as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        assert packed(response.raw.read()) == WHOLE
        # The connection serves the next request.
        response = client.post(server.url, stream=True, timeout=5)
        assert packed(b"".join(response.raw.stream(7, decode_content=False))) == WHOLE
        assert len(client.get_adapter(server.url).poolmanager.pools) == 1  # type: ignore[attr-defined]


def test_content_comes_before_the_end(clock: Clock) -> None:
    """The server keeps the connection open, so that whoever waits for more waits for ever."""
    for form in ("", "gzip/"):
        with session(f"{form}{CHAT}/open") as (client, server):
            response = client.post(server.url, stream=True, timeout=5)
            got = b""
            for piece in response.iter_content(None):
                got += piece
                if len(got) >= len(MIDDLE):
                    break
            assert got == MIDDLE
            response.close()


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_every_dialect_is_peeked_into(clock: Clock, dialect: str) -> None:
    path = f"stream/{dialect}"
    with session(f"{path}/error-first", f"{path}/complete") as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        assert response.content == b"".join(DIALECTS[dialect].pieces("complete"))
        assert len(server.requests) == 2


def test_a_stream_that_never_gets_content_is_given_back(clock: Clock) -> None:
    with session(f"{CHAT}/error-first") as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        assert response.content == b"".join(DIALECTS["openai-chat"].pieces("error-first"))
        assert len(server.requests) == 4


def test_a_stream_that_broke_off_breaks_off_for_the_caller(clock: Clock) -> None:
    with session("cut/success-200") as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            _ = response.content
        assert len(server.requests) == 4


def test_a_body_that_cannot_be_decoded_is_the_callers_to_see(clock: Clock) -> None:
    with session("garbled/success-200", policy=RetryPolicy(max_attempts=1)) as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        with pytest.raises(requests.exceptions.ContentDecodingError):
            _ = response.content
        assert len(server.requests) == 1


def scenario(media_type: str, body: bytes) -> Scenario:
    return Scenario(200, "OK", body, (("Content-Type", media_type),), rate_limits=False)


ERROR = b'data: {"error": {"message": "The model is overloaded"}}\n\n'


def test_a_stream_is_read_only_so_far_for_its_first_content(clock: Clock) -> None:
    for comment, calls in ((b": x\n\n" * 10_000, 4), (b": x\n\n" * 20_000, 1)):
        late = scenario("text/event-stream", comment + ERROR)
        with session(late) as (client, server):
            response = client.post(server.url, stream=True, timeout=5)
            assert response.content == comment + ERROR
            assert len(server.requests) == calls


def test_what_is_no_stream_of_events_is_not_read(clock: Clock) -> None:
    with session(scenario("text/html", ERROR)) as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        assert response.raw.tell() == 0
        assert response.content == ERROR
        assert len(server.requests) == 1


def test_a_timeout_before_the_first_content_is_met_where_it_was(clock: Clock) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 99\r\n\r\n"

    class Wire(io.RawIOBase):
        pieces = [head, b": waiting\n\n", b""]  # noqa: RUF012

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if len(self.pieces) == 1:
                self.pieces.append(b"")
                raise TimeoutError("timed out")
            piece = self.pieces.pop(0)
            buffer[: len(piece)] = piece
            return len(piece)

    wire = SimpleNamespace(makefile=lambda mode: io.BufferedReader(Wire()))
    answer = http.client.HTTPResponse(wire)  # type: ignore[arg-type]
    answer.begin()
    raw = urllib3.HTTPResponse(answer, dict(answer.headers), 200, preload_content=False)
    request = requests.Request("POST", "http://127.0.0.1/").prepare()
    response = RetryAdapter().build_response(request, raw)
    assert apifault.requests._peek(response, answer, None).retryable
    pieces = response.iter_content(11)
    assert next(pieces) == b": waiting\n\n"
    with pytest.raises(requests.ConnectionError, match="Read timed out"):
        next(pieces)


def test_only_the_answer_to_a_post_is_read(clock: Clock) -> None:
    with session(scenario("text/event-stream", ERROR)) as (client, server):
        assert client.get(server.url, stream=True, timeout=5).content == ERROR
        assert client.head(server.url, stream=True, timeout=5).status_code == 200
        assert len(server.requests) == 2


def test_an_error_of_which_nothing_is_known_is_handed_on(clock: Clock) -> None:
    body = b"data: Hello\n\ndata: world\n\n"
    text = Scenario(200, "OK", body, (("Content-Type", "text/event-stream"),))
    with session(text) as (client, server):
        response = client.post(server.url, stream=True, timeout=5)
        assert (response.status_code, response.content) == (200, body)
        assert len(server.requests) == 1


def test_without_a_way_to_read_ahead_a_stream_is_left_alone(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(urllib3.HTTPResponse, "read1")
    monkeypatch.delattr(urllib3.response.BaseHTTPResponse, "read1")
    for path in (f"{CHAT}/complete", f"{CHAT}/error-first"):
        with session(path) as (client, server):
            response = client.post(server.url, stream=True, timeout=5)
            assert response.status_code == 200
            assert response.content
            assert len(server.requests) == 1


def test_an_interrupt_while_it_looks_gives_the_connection_back(
    clock: Clock, closed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(urllib3.HTTPResponse, "read1", interrupt)
    for path in (f"{CHAT}/complete", OVERLOADED):
        with session(path) as (client, server), pytest.raises(KeyboardInterrupt):
            client.post(server.url, stream=True, timeout=5)
    assert closed == [200, 503]

"""What the retries of real SDKs do with failures, without and with the hook: `make sdk-table` writes it down."""

import asyncio
import collections
import itertools
import json
import os
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest

import apifault
import apifault.httpx
import apifault.httpx2
from apifault import Kind, Report, RetryBudget, classify_exception

import clients
from dialects import DIALECTS, OVERLOAD
from server import SCENARIOS, Groq, Scenario, error, serving, vectors

# What SDKs warn of is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

PAGE = Path(__file__).resolve().parent.parent / "core" / "RETRIES.md"
BEGIN = "<!-- retries of SDKs: written by `make sdk-table` -->\n"
END = "<!-- end of the retries of SDKs -->\n"


def failing(status: int, body: object, *headers: tuple[str, str]) -> Scenario:
    return Scenario(status, "Failed", json.dumps(body).encode(), headers, edge=True)


LIMITED = {"type": "rate_limit_error", "message": "This key has sent too many requests."}
RETRY_INFO = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "42s"}
EXHAUSTED = {
    "code": 429,
    "message": "The share of model tern-2 for this minute is used.",
    "status": "RESOURCE_EXHAUSTED",
    "details": [RETRY_INFO],
}
GEMINI = failing(429, [{"error": EXHAUSTED}])
SLOW = failing(429, {"type": "error", "error": LIMITED}, ("retry-after", "61"))
SLOW_GROQ = Scenario(
    429,
    "Too Many Requests",
    error("Rate limit reached for model `tern-2`.", "tokens", "rate_limit_exceeded"),
    (("retry-after", "61"),),
)
TOOL = SCENARIOS["tool-use-failed-400"]
MESSAGE = Scenario(
    200,
    "OK",
    json.dumps(
        {
            "id": "msg_01",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [{"type": "text", "text": "High water is at noon."}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 4, "output_tokens": 7},
        }
    ).encode(),
    edge=True,
)
DIALECT = {"openai": "openai-chat", "groq": "openai-chat", "anthropic": "anthropic"}


class Stream(NamedTuple):
    """A stream with an ending of dialects.py."""

    ending: str


class Until(NamedTuple):
    """A failure that lasts for so many seconds of waits."""

    seconds: float
    failure: Scenario


class Once(NamedTuple):
    """A failure of the first attempt."""

    failure: Scenario | Stream


# A name is that of a vector. What does not say how long it lasts lasts for ever.
Failure = Scenario | Stream | str | Until | Once


def by_all(failure: Failure) -> dict[str, Failure]:
    return dict.fromkeys(DIALECT, failure)


FAILURES: dict[str, dict[str, Failure]] = {
    "the quota is used up (with openai, beside `retry-after: 20`)": {
        "openai": "openai-whole-429-insufficient-quota",
        "groq": "groq-429-insufficient-quota",
        "anthropic": "anthropic-whole-400-credit-balance",
    },
    "a tool call that failed once (`tool_use_failed`)": {"openai": Once(TOOL), "groq": Once(TOOL)},
    "Gemini's delay of 42 s in the body": {"openai": Until(42, GEMINI)},
    "`retry-after: 61`": {
        "openai": Until(61, SLOW),
        "groq": Until(61, SLOW_GROQ),
        "anthropic": Until(61, SLOW),
    },
    "a request that is larger than its limit, with a stated delay": {
        "openai": "openai-whole-429-request-over-the-limit",
        "groq": SCENARIOS["requested-over-limit-429"],
    },
    "one overload as the first event of a stream": by_all(Once(Stream("error-first"))),
    "an overload after the first text of a stream": by_all(Stream("error-mid")),
}
# What the table has not.
LASTING = {"overloads as the first event of a stream": by_all(Stream("error-first"))}
SCRIPTS = {**FAILURES, **LASTING}

# The waits of the call under way.
WAITED: list[float] = []


class Scripted(Groq):
    """Answers `/FAILURE/SDK/KEY/…` by the script, and counts the attempts with a key."""

    attempts: ClassVar[collections.Counter[str]] = collections.Counter()

    def answer(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        number, sdk, key, *_ = self.path.split("/")[1:]
        failure: Failure = list(SCRIPTS.values())[int(number)][sdk]
        self.attempts[key] += 1
        success = MESSAGE if sdk == "anthropic" else SCENARIOS["success-200"]
        answer = Stream("complete") if request["stream"] else success
        if isinstance(failure, Once):
            failure = failure.failure if self.attempts[key] == 1 else answer
        elif isinstance(failure, Until):
            failure = failure.failure if sum(WAITED) < failure.seconds else answer
        if isinstance(failure, str):
            self.send_vector(vectors()[failure])
        elif isinstance(failure, Stream):
            self.send_stream(DIALECTS[DIALECT[sdk]], failure.ending, "")
        else:
            self.send(failure)

    do_POST = answer


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(Scripted) as url:
        yield url


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of the SDKs in seconds, which take no time; all random numbers are 0.5."""
    import anthropic._base_client
    import anyio
    import groq._base_client
    import openai._base_client

    WAITED.clear()

    async def sleep(seconds: float) -> None:
        WAITED.append(seconds)

    monkeypatch.setattr(time, "sleep", WAITED.append)
    monkeypatch.setattr(anyio, "sleep", sleep)
    monkeypatch.setattr(random, "random", lambda: 0.5)
    for sdk in (openai, groq, anthropic):
        monkeypatch.setattr(sdk._base_client, "random", lambda: 0.5)
    return WAITED


ADAPTERS = {"openai": apifault.httpx2, "groq": apifault.httpx, "anthropic": apifault.httpx2}


def made(sdk: str, url: str, is_hinted: bool, is_async: bool, **options: Any) -> Any:
    """Make the client of an SDK."""
    import anthropic
    import groq
    import openai

    names = {
        "openai": (openai.OpenAI, openai.AsyncOpenAI),
        "groq": (groq.Groq, groq.AsyncGroq),
        "anthropic": (anthropic.Anthropic, anthropic.AsyncAnthropic),
    }
    if is_hinted:
        adapter = ADAPTERS[sdk]
        hinted = adapter.async_client() if is_async else adapter.client()
        options = {"http_client": hinted, **options}
    return names[sdk][is_async](api_key="x", base_url=url, **options)


def asked(sdk: str, client: Any, is_stream: bool) -> Any:
    """Begin a call; give what comes of it, or what has to be awaited for it."""
    options: dict[str, Any] = {"model": "m", "messages": clients.MESSAGES, "stream": is_stream}
    if sdk == "anthropic":
        return client.messages.create(max_tokens=5, **options)
    return client.chat.completions.create(**options)


def called(sdk: str, url: str, is_hinted: bool, is_async: bool, is_stream: bool) -> None:
    """Make a call, and read its answer to the end."""
    if not is_async:
        with made(sdk, url, is_hinted, is_async) as client:
            result = asked(sdk, client, is_stream)
            collections.deque(result if is_stream else (), 0)
        return

    async def call() -> None:
        async with made(sdk, url, is_hinted, is_async) as client:
            result = await asked(sdk, client, is_stream)
            if is_stream:
                async for _ in result:
                    pass

    asyncio.run(call())


KEYS = itertools.count()


def place(server: str, failure: str, sdk: str) -> tuple[str, str]:
    """Give the address of a failure that nobody has asked for, and the key of its attempts."""
    key = f"key-{next(KEYS)}"
    return f"{server}/{list(SCRIPTS).index(failure)}/{sdk}/{key}", key


Outcome = tuple[int, tuple[float, ...], Report | None]


def outcome(
    server: str, waits: list[float], failure: str, sdk: str, is_hinted: bool, *mode: bool
) -> Outcome:
    """Give the attempts, the waits and the report of the exception of a call."""
    url, key = place(server, failure, sdk)
    waits.clear()
    report = None
    try:
        called(sdk, url, is_hinted, *mode)
    except Exception as raised:
        report = classify_exception(raised)
    return Scripted.attempts[key], tuple(waits), report


def modes(failure: str) -> list[tuple[bool, bool]]:
    """Give whether a call is asynchronous, and whether its answer is a stream, for each mode."""
    streamed = [True] if "stream" in failure else [False, True]
    return [(is_async, is_stream) for is_async in (False, True) for is_stream in streamed]


ROWS = [(failure, sdk) for failure, scripts in FAILURES.items() for sdk in scripts]


def seconds(wait: float) -> str:
    return f"{wait:.1f}".removesuffix(".0") + " s"


def cell(attempts: int, waited: tuple[float, ...], report: Report | None) -> str:
    tries = "1 attempt" if attempts == 1 else f"{attempts} attempts"
    waiting = f", waits {' and '.join(map(seconds, waited))}" if waited else ""
    return f"{tries}{waiting}{': answered' if report is None else ''}"


def test_the_table_says_what_the_sdks_do(server: str, waits: list[float]) -> None:
    lines = ["| failure | SDK | on its own | with the hook |", "|---|---|---|---|"]
    told = ""
    for failure, sdk in ROWS:
        cells = []
        for is_hinted in (False, True):
            outcomes = [
                outcome(server, waits, failure, sdk, is_hinted, *mode) for mode in modes(failure)
            ]
            texts = {cell(*each) for each in outcomes}
            assert len(texts) == 1, (failure, sdk, is_hinted, texts)
            cells += texts
        lines.append(f"| {failure if failure != told else ''} | {sdk} | {' | '.join(cells)} |")
        told = failure
    table = "\n".join(lines) + "\n"
    text = PAGE.read_text("utf-8")
    before, rest = text.split(BEGIN)
    written, after = rest.split(END)
    if os.environ.get("WRITE_GENERATED") == "1":
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")
    else:
        assert written.strip() == table.strip(), "run `make sdk-table`"


@pytest.mark.parametrize(("failure", "sdk"), ROWS)
def test_what_the_hook_sets_is_no_statement_of_the_server(
    failure: str, sdk: str, server: str, waits: list[float]
) -> None:
    for mode in modes(failure):
        _, _, own = outcome(server, waits, failure, sdk, False, *mode)
        _, _, hinted = outcome(server, waits, failure, sdk, True, *mode)
        # Without the hook, some of these fail that are answered with it.
        assert hinted is None or own is None or hinted.to_dict() == own.to_dict(), mode


@pytest.mark.parametrize("sdk", ADAPTERS)
@pytest.mark.parametrize("mode", modes(""))
def test_a_wait_that_is_too_long_is_reported_as_told(
    sdk: str, mode: tuple[bool, bool], server: str, waits: list[float]
) -> None:
    attempts, waited, report = outcome(server, waits, "`retry-after: 61`", sdk, True, *mode)
    assert (attempts, waited) == (1, ())
    assert report
    assert (report.retry.advice, report.delay_ms) == ("after_delay", 61_000)


@pytest.mark.parametrize("sdk", ADAPTERS)
def test_a_stream_that_never_begins_is_reported_as_the_server_sent_it(
    sdk: str, server: str, waits: list[float]
) -> None:
    [lasting] = LASTING
    for is_async in (False, True):
        attempts, waited, report = outcome(server, waits, lasting, sdk, True, is_async, True)
        assert (attempts, waited) == (3, (1.0, 2.0))
        assert report
        assert (report.kind, report.status) == (Kind.OVERLOADED, 200)
        assert report.message == OVERLOAD


def test_an_exception_that_keeps_only_headers_reports_what_the_server_said(
    server: str, waits: list[float]
) -> None:
    import cohere

    url, key = place(server, "`retry-after: 61`", "openai")
    with apifault.httpx.client() as hinted:
        client = cohere.ClientV2(api_key="x", base_url=url, httpx_client=hinted)
        with pytest.raises(cohere.TooManyRequestsError) as caught:
            client.chat(
                model="m",
                messages=[{"role": "user", "content": "x"}],
                request_options={"max_retries": 0},
            )
    assert caught.value.headers
    assert caught.value.headers["x-should-retry"] == "false"
    assert classify_exception(caught.value).delay_ms == 61_000
    assert Scripted.attempts[key] == 1


@pytest.mark.parametrize("sdk", ADAPTERS)
def test_a_spent_budget_ends_the_retries_of_an_sdk(
    sdk: str, server: str, waits: list[float]
) -> None:
    [lasting] = LASTING
    budget = RetryBudget(5)
    url, key = place(server, lasting, sdk)
    hinted = ADAPTERS[sdk].client(budget=budget)
    client = made(sdk, url, False, False, http_client=hinted)
    with client, pytest.raises(Exception, match="overloaded"):
        list(asked(sdk, client, True))
    assert (Scripted.attempts[key], waits, budget.tokens) == (2, [1.0], 0)


@pytest.mark.parametrize("sdk", ADAPTERS)
def test_a_transport_that_gave_up_ends_the_retries_of_an_sdk(
    sdk: str, server: str, waits: list[float]
) -> None:
    adapter: Any = ADAPTERS[sdk]
    url, key = place(server, "`retry-after: 61`", sdk)
    http_client = adapter.client(transport=adapter.RetryTransport())
    client = made(sdk, url, False, False, http_client=http_client)
    with client, pytest.raises(Exception, match="429") as caught:
        asked(sdk, client, False)
    assert (Scripted.attempts[key], waits) == (1, [])
    assert classify_exception(caught.value).delay_ms == 61_000


@pytest.mark.parametrize("sdk", ADAPTERS)
def test_the_timeouts_and_redirects_are_those_of_the_sdk(sdk: str) -> None:
    for is_async in (False, True):
        own, hinted = (made(sdk, "http://x", each, is_async) for each in (False, True))
        assert hinted.timeout == own.timeout
        assert hinted._client.follow_redirects
        assert own._client.follow_redirects


# --- the transport, with the real libraries ---


def got(adapter: Any, url: str, is_async: bool) -> bytes:
    """Give the body of the response to a POST, as it comes through a transport that retries."""
    library = adapter._LIBRARY.module
    if not is_async:
        with library.Client(transport=adapter.RetryTransport()) as client:
            return bytes(client.post(url, json={}).raise_for_status().content)

    async def post() -> bytes:
        async with library.AsyncClient(transport=adapter.AsyncRetryTransport()) as client:
            return bytes((await client.post(url, json={})).raise_for_status().content)

    return asyncio.run(post())


@pytest.fixture(scope="module")
def plain_server() -> Iterator[str]:
    with serving() as url:
        yield url


LIBRARIES = pytest.mark.parametrize(
    ("adapter", "is_async"),
    [(adapter, each) for adapter in (apifault.httpx, apifault.httpx2) for each in (False, True)],
)


# Nothing tells a stream of JSON from an answer that is whole.
STREAMED = [name for name, each in DIALECTS.items() if "/json" not in each.content_type]


@LIBRARIES
@pytest.mark.parametrize("dialect", STREAMED)
def test_a_stream_that_begins_with_an_error_is_begun_again(
    adapter: Any, is_async: bool, dialect: str, plain_server: str, waits: list[float]
) -> None:
    whole = b"".join(DIALECTS[dialect].pieces("complete"))
    for form in ("", "gzip/"):
        key = f"transport-{next(KEYS)}"
        url = f"{plain_server}/first/2/{key}/{form}stream/{dialect}/error-first"
        assert got(adapter, url, is_async) == whole
        assert waits == [1.0, 2.0]
        waits.clear()


@LIBRARIES
def test_a_stream_is_handed_on_from_its_first_content_on(
    adapter: Any, is_async: bool, plain_server: str, waits: list[float]
) -> None:
    library = adapter._LIBRARY.module
    for ending in ("cut", "error-mid"):
        body = b"".join(DIALECTS["anthropic"].pieces(ending))
        assert got(adapter, f"{plain_server}/stream/anthropic/{ending}", is_async) == body
    with pytest.raises(library.RemoteProtocolError):
        got(adapter, f"{plain_server}/stream/anthropic/reset", is_async)
    assert waits == []


@LIBRARIES
def test_a_refused_connection_is_tried_again(
    adapter: Any, is_async: bool, waits: list[float]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(adapter._LIBRARY.module.ConnectError):
        got(adapter, url, is_async)
    assert waits == [0.25, 0.5, 1.0]


@LIBRARIES
def test_a_body_that_cannot_be_read_is_tried_again_or_raised(
    adapter: Any, is_async: bool, plain_server: str, waits: list[float]
) -> None:
    library = adapter._LIBRARY.module
    with pytest.raises(library.HTTPStatusError):
        got(adapter, f"{plain_server}/scenario/over-capacity-503", is_async)
    assert waits == [1.0, 2.0, 4.0]
    waits.clear()
    with pytest.raises(library.RemoteProtocolError):
        got(adapter, f"{plain_server}/cut/rate-limit-429", is_async)
    assert waits == [7.35, 7.35, 7.35]
    with pytest.raises(library.DecodingError):
        got(adapter, f"{plain_server}/garbled/tool-use-failed-400", is_async)

"""The recipes run, against the loopback server: nothing waits, and what they ask to wait is noted."""

import ast
import asyncio
import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import apifault

import clients
from frames import ROOT
from scripted import Server, scripted
from server import SCENARIOS, Scenario
from test_readme import blocks

COOKBOOK = "python/COOKBOOK.md"
TEXT = Path(ROOT / COOKBOOK).read_text("utf-8")
HEADINGS = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
RECIPES = dict(zip(HEADINGS, blocks(COOKBOOK, "python"), strict=True))

SDKS = "With groq, openai or anthropic"
STREAM = "In a stream"
FUNCTION = "Around any function"
HOOKS = "Asynchronously, with hooks"
REQUESTS = "With requests"
TENACITY = "With tenacity"
STAMINA = "With stamina"
SHORTEN = "A prompt that does not fit"
POOL = "Several keys, models and providers"
LITELLM = "With LiteLLM's fallbacks"
LANGCHAIN = "With LangChain's fallbacks"
GATEWAY = "In a gateway"
LOG = "In a log pipeline"
FRAMES = "In pandas and Polars"
STRUCTURED = "In structured logs"
TRACES = "In traces and metrics"
TESTS = "In your tests"

# The recipes in which a policy decides about one call to one server.
LOOPS = [SDKS, FUNCTION, REQUESTS, TENACITY, STAMINA]

SUCCESS = "scenario/success-200"
LIMITED = "scenario/rate-limit-429"  # 6.78 s
OVERLOADED = "scenario/over-capacity-503"
DENIED = "scenario/invalid-api-key-401"
FAILED_CALL = "scenario/tool-use-failed-400"
UNPROCESSABLE = "scenario/unprocessable-422"
LARGE = "scenario/request-too-large-413"
AT_ONCE = "vector/groq-retry-after-zero-is-a-delay"
TOO_LONG = "vector/openai-whole-400-context-length"
CHAT = "stream/openai-chat"


def scenario(name: str, **headers: str) -> Scenario:
    """A scenario with other headers."""
    known = SCENARIOS[name]
    more = tuple((key.replace("_", "-"), value) for key, value in headers.items())
    return Scenario(known.status, known.reason, known.body, more, rate_limits=False)


DAY = scenario("rate-limit-429", retry_after="80832")
ANSWER = "High water is at noon."

FAILURES = (apifault.ApiError, httpx.HTTPStatusError)

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was asked to wait; the clocks go on as if it was waited."""
    slept: list[float] = []
    monotonic, now = time.monotonic, time.time

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + sum(slept))
    monkeypatch.setattr(time, "time", lambda: now() + sum(slept))
    monkeypatch.setattr("random.random", lambda: 0.5)
    return slept


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a recipe with its clients turned to a server."""
    opened: list[Any] = []

    def run(heading: str, server: Server, **known: Any) -> dict[str, Any]:
        for name in ("GROQ", "OPENAI", "ANTHROPIC"):
            monkeypatch.setenv(f"{name}_API_KEY", name.lower())
            monkeypatch.setenv(f"{name}_BASE_URL", f"{server.url}/{name.lower()}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        recipe = RECIPES[heading].replace('"https://"', '"http://"')
        known = {"URL": server.url, **known}
        opened.append(known)
        exec(compile(recipe, COOKBOOK, "exec"), known)
        return known

    yield run
    # A recipe leaves its clients open, as scripts do.
    for known in opened:
        pool = known.get("pool")
        for each in (*known.values(), *(pool.clients.values() if pool else ())):
            if type(each).__name__ in ("Groq", "OpenAI", "Anthropic", "Session"):
                each.close()
        known.clear()


pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_recipe_is_known() -> None:
    loops = [SDKS, STREAM, FUNCTION, HOOKS, REQUESTS, TENACITY, STAMINA]
    known = [*loops, SHORTEN, POOL, LITELLM, LANGCHAIN, GATEWAY, LOG, FRAMES]
    assert [*known, STRUCTURED, TRACES, TESTS] == HEADINGS


def own_calls(recipe: str) -> Iterator[str]:
    """Give the functions that call themselves."""
    for function in ast.walk(ast.parse(recipe)):
        if isinstance(function, ast.FunctionDef):
            calls = (each.func for each in ast.walk(function) if isinstance(each, ast.Call))
            names = {ast.unparse(call).removeprefix("self.") for call in calls}
            if function.name in names:
                yield function.name


def test_a_function_that_calls_itself_is_found() -> None:
    assert list(own_calls("def f():\n    g()\ndef g():\n    return 1 + self.g()")) == ["g"]


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=HEADINGS)
def test_a_recipe_takes_no_delay_of_0_for_none_and_has_no_loop_without_end(recipe: str) -> None:
    assert not re.search(r"(delay|_ms)\)? or ", recipe)
    assert not re.search(r"\bsleep\b|\bwhile\b", recipe)
    assert list(own_calls(recipe)) == []


# --- the loops ---


@pytest.mark.parametrize("heading", LOOPS)
def test_a_loop_runs(heading: str, run: Run, slept: list[float]) -> None:
    with scripted(SUCCESS) as server:
        run(heading, server)
        assert len(server.requests) == 1
    assert slept == []


@pytest.mark.parametrize("heading", LOOPS)
def test_a_loop_waits_as_the_server_stated(heading: str, run: Run, slept: list[float]) -> None:
    with scripted(LIMITED, SUCCESS) as server:
        run(heading, server)
        assert len(server.requests) == 2
    assert len(slept) == 1
    assert 7 <= slept[0] <= 7.7


@pytest.mark.parametrize("heading", LOOPS)
def test_a_loop_stops_at_once_where_no_retry_helps(
    heading: str, run: Run, slept: list[float]
) -> None:
    for answer in (DENIED, DAY):
        with scripted(answer, SUCCESS) as server:
            with pytest.raises(FAILURES):
                run(heading, server)
            assert len(server.requests) == 1
    assert slept == []


@pytest.mark.parametrize("heading", LOOPS)
def test_a_loop_is_bounded(heading: str, run: Run, slept: list[float]) -> None:
    with scripted(OVERLOADED) as server:
        with pytest.raises(FAILURES) as caught:
            run(heading, server)
        assert apifault.classify_exception(caught.value).kind == "overloaded"
        assert len(server.requests) in (3, 4)
    assert len(slept) == len(server.requests) - 1
    assert sum(slept) < 30


@pytest.mark.parametrize("heading", LOOPS)
def test_a_loop_sends_again_at_once_if_the_server_said_so(
    heading: str, run: Run, slept: list[float]
) -> None:
    for answer in (AT_ONCE, FAILED_CALL):
        with scripted(answer, SUCCESS) as server:
            run(heading, server)
            assert len(server.requests) == 2
    # SDKs wait for a millisecond, as they take 0 for none.
    assert all(seconds <= 0.001 for seconds in slept)


def test_the_other_sdks_do_the_same(run: Run, slept: list[float]) -> None:
    with scripted(SUCCESS) as server:
        known = run(SDKS, server)
    messages: Any = clients.MESSAGES
    with scripted(LIMITED, DENIED) as server:
        known["gpt"].base_url = server.url
        with pytest.raises(Exception, match="Invalid API Key"):
            known["gpt"].chat.completions.create(model="m", messages=messages)
        assert len(server.requests) == 2
    with scripted(LIMITED, DENIED) as server:
        known["claude"].base_url = server.url
        with pytest.raises(Exception, match="Invalid API Key"):
            known["claude"].messages.create(model="m", messages=messages, max_tokens=5)
        assert len(server.requests) == 2
    assert [round(seconds) for seconds in slept] == [7, 7]


def test_a_loop_can_be_cancelled(
    run: Run, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", cancel)
    for heading in LOOPS:
        with scripted(LIMITED) as server:
            with pytest.raises(KeyboardInterrupt):
                run(heading, server)
            assert len(server.requests) == 1


def test_it_is_told_of_each_retry(run: Run, slept: list[float], caplog: Any) -> None:
    with scripted(LIMITED, SUCCESS) as server:
        run(FUNCTION, server)
    assert [record.message for record in caplog.records if record.name == "root"] == [
        "rate_limited, next attempt in 7350 ms"
    ]


def test_hooks_raise_what_a_policy_retries(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    asleep = asyncio.sleep

    async def sleep(seconds: float, *result: Any) -> Any:
        slept.extend([round(seconds, 3)] if seconds else [])
        return await asleep(0, *result)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr("random.random", lambda: 0.5)
    with scripted(LIMITED, SUCCESS) as server:
        known = run(HOOKS, server)
        assert len(server.requests) == 2
    with scripted(LIMITED, SUCCESS) as server:
        known["URL"] = server.url
        answer = asyncio.run(known["ask_with_aiohttp"](known["request"]))
        assert answer == known["answer"]
        assert len(server.requests) == 2
    assert [seconds for seconds in slept if seconds >= 1] == [7.35, 7.35]
    for ask in ("ask", "ask_with_aiohttp"):
        with scripted(DENIED) as server:
            known["URL"] = server.url
            with pytest.raises(apifault.AuthenticationError, match="Invalid API Key"):
                asyncio.run(known[ask](known["request"]))
            assert len(server.requests) == 1


# --- a stream ---


def test_a_stream_is_opened_again_until_text_came(run: Run, slept: list[float]) -> None:
    first = [OVERLOADED, f"{CHAT}/error-first", "close", f"{CHAT}/complete"]
    with scripted(*first) as server:
        assert run(STREAM, server)["answer"] == "High water is at noon."
        assert len(server.requests) == 4
    assert len(slept) == 3
    for ending in ("error-mid", "cut", "reset"):
        with scripted(f"{CHAT}/{ending}") as server:
            with pytest.raises(apifault.ServerError) as caught:
                run(STREAM, server)
            assert caught.value.delivered is True
            assert len(server.requests) == 1
    with scripted(f"{CHAT}/error-first") as server:
        with pytest.raises(apifault.OverloadedError):
            run(STREAM, server)
        assert len(server.requests) == 4


# --- a prompt that does not fit ---


def test_a_prompt_is_cut_only_so_often(run: Run, slept: list[float]) -> None:
    with scripted(TOO_LONG, LARGE, SUCCESS) as server:
        run(SHORTEN, server)
        assert server.prompts == ["When is high water?", "When is h", "When"]
    with scripted(TOO_LONG) as server:
        with pytest.raises(Exception, match="context"):
            run(SHORTEN, server)
        assert server.prompts == ["When is high water?", "When is h", "When", "Wh", "W"]
    with scripted(UNPROCESSABLE) as server:
        with pytest.raises(Exception, match="schema"):
            run(SHORTEN, server)
        assert len(server.requests) == 1
    assert slept == []


# --- several targets ---


@pytest.fixture
def pool(run: Run, slept: list[float]) -> Iterator[Callable[..., Any]]:
    """Run the recipe with the answers of each target, in their order."""
    with_servers: list[Any] = []

    def pool(targets: list[tuple[str, str, str]], *answers: tuple[str | Scenario, ...]) -> Any:
        opened = [scripted(*each) for each in answers]
        with_servers.extend(opened)
        servers = [each.__enter__() for each in opened]

        class Targets(list[Any]):
            """Made when `Target` is known."""

            def __iter__(self) -> Iterator[Any]:
                target = known["Target"]
                return iter(
                    target(*names, server.url)
                    for names, server in zip(targets, servers, strict=True)
                )

        known: dict[str, Any] = {"TARGETS": Targets()}

        try:
            recipe = RECIPES[POOL]
            exec(compile(recipe, COOKBOOK, "exec"), known)
        except Exception as error:
            known["error"] = error
        return known, servers

    yield pool
    for each in with_servers:
        each.__exit__(None, None, None)


KEYS = [("groq", "key-1", "m"), ("groq", "key-2", "m")]


def test_a_spent_key_is_dropped_for_good(pool: Any, slept: list[float]) -> None:
    known, (first, second) = pool(KEYS, (DENIED,), (SUCCESS,))
    for _ in range(3):
        known["pool"].ask(clients.MESSAGES)
    assert (len(first.requests), len(second.requests)) == (1, 4)
    assert slept == []


def test_a_limited_key_rests_as_long_as_the_server_stated(pool: Any, slept: list[float]) -> None:
    known, (first, second) = pool(KEYS, (LIMITED, SUCCESS), (SUCCESS,))
    known["pool"].ask(clients.MESSAGES)
    assert (len(first.requests), len(second.requests)) == (1, 2)
    slept.append(6.9)
    known["pool"].ask(clients.MESSAGES)
    assert (len(first.requests), len(second.requests)) == (1, 3)
    slept.append(0.2)
    known["pool"].ask(clients.MESSAGES)
    assert (len(first.requests), len(second.requests)) == (2, 3)


def test_a_model_without_capacity_rests_with_every_key(pool: Any, slept: list[float]) -> None:
    targets = [*KEYS, ("groq", "key-1", "other")]
    _, servers = pool(targets, (OVERLOADED,), (SUCCESS,), (SUCCESS,))
    assert [len(server.requests) for server in servers] == [1, 0, 1]


def test_a_provider_that_fails_rests_as_a_whole(pool: Any, slept: list[float]) -> None:
    targets = [("groq", "key-1", "m"), ("groq", "key-2", "other"), ("openai", "key-3", "n")]
    _, servers = pool(targets, ("close",), (SUCCESS,), (SUCCESS,))
    assert [len(server.requests) for server in servers] == [1, 0, 1]


def test_a_request_at_fault_ends_it_at_once(pool: Any, slept: list[float]) -> None:
    known, servers = pool(KEYS, (UNPROCESSABLE,), (SUCCESS,))
    assert "schema" in str(known["error"])
    assert [len(server.requests) for server in servers] == [1, 0]
    assert known["pool"].resting == []


def test_a_prompt_that_one_model_refuses_is_for_another_one(pool: Any, slept: list[float]) -> None:
    targets = [*KEYS, ("openai", "key-3", "n")]
    _, servers = pool(targets, (TOO_LONG,), (SUCCESS,), (SUCCESS,))
    assert [len(server.requests) for server in servers] == [1, 0, 1]
    known, servers = pool(KEYS, (TOO_LONG,), (SUCCESS,))
    assert apifault.classify_exception(known["error"]).kind == "context_length_exceeded"
    assert [len(server.requests) for server in servers] == [1, 0]


def test_the_policy_waits_only_if_every_target_rests(pool: Any, slept: list[float]) -> None:
    _, servers = pool(KEYS, (LIMITED, SUCCESS), (DENIED,))
    assert [len(server.requests) for server in servers] == [2, 1]
    assert len(slept) == 1
    assert 6.9 <= slept[0] <= 7.7


def test_a_target_that_another_one_covers_is_waited_for(pool: Any, slept: list[float]) -> None:
    targets = [("groq", "key-1", "m"), ("groq", "key-1", "n"), ("openai", "key-2", "k")]
    known, servers = pool(targets, (LIMITED, "close", SUCCESS), (SUCCESS, DENIED), (DENIED,))
    assert [len(server.requests) for server in servers] == [1, 1, 0]
    slept.append(8)
    with pytest.raises(apifault.ApiError) as caught:
        known["pool"].ask(clients.MESSAGES)
    # The first one breaks off, and its provider rests, the other is denied.
    assert [len(server.requests) for server in servers] == [2, 1, 1]
    assert 9 < caught.value.report.delay <= 10
    apifault.RetryPolicy().run(lambda: known["pool"].ask(clients.MESSAGES))
    assert [len(server.requests) for server in servers] == [3, 1, 1]
    assert 10 <= slept[-1] <= 11


def test_it_gives_up_if_every_target_rests_for_good_or_for_long(
    pool: Any, slept: list[float]
) -> None:
    known, servers = pool(KEYS, (DENIED,), (DENIED,))
    assert apifault.classify_exception(known["error"]).kind == "authentication"
    assert [len(server.requests) for server in servers] == [1, 1]
    known, servers = pool(KEYS, (DAY,), (DENIED,))
    assert known["error"].report.delay > 80_000
    assert apifault.classify_exception(known["error"].__cause__).kind == "rate_limited"
    assert [len(server.requests) for server in servers] == [1, 1]
    assert slept == []


# --- fallbacks of libraries ---


def models(*servers: Server) -> list[dict[str, Any]]:
    return [
        {
            "model_name": name,
            "litellm_params": {"model": "openai/m", "api_key": "x", "api_base": server.url},
        }
        for name, server in zip(("preferred", "reserve"), servers, strict=True)
    ]


GO_ON = [DENIED, LIMITED, DAY, OVERLOADED, "scenario/model-not-found-404"]


@pytest.mark.parametrize("heading", [LITELLM, LANGCHAIN])
@pytest.mark.parametrize("answer", [*GO_ON, UNPROCESSABLE], ids=str)
def test_fallbacks_are_for_what_another_provider_may_help(
    heading: str, answer: str | Scenario, run: Run, slept: list[float], monkeypatch: Any
) -> None:
    with scripted(answer) as first, scripted(SUCCESS) as second:
        monkeypatch.setattr("litellm.suppress_debug_info", True)

        def start() -> dict[str, Any]:
            if heading == LITELLM:
                return run(heading, first, MODELS=models(first, second))
            monkeypatch.setattr("openai.OpenAI", openai_at(second.url))
            return run(heading, first)

        if answer in GO_ON:
            assert start()["answer"]
        else:
            with pytest.raises(Exception, match="schema"):
                start()
        calls = 3 if heading == LANGCHAIN and answer == OVERLOADED else 1
        assert len(first.requests) == calls
        assert len(second.requests) == (answer in GO_ON)
    assert sum(slept) <= 4


def openai_at(url: str) -> Any:
    import openai

    class OpenAI(openai.OpenAI):
        def __init__(self, **options: Any) -> None:
            super().__init__(base_url=url, **options)

    return OpenAI


def test_the_last_fallback_raises_what_it_met(run: Run, slept: list[float]) -> None:
    with scripted(DENIED) as first, scripted(OVERLOADED) as second:
        with pytest.raises(Exception, match="over capacity"):
            run(LITELLM, first, MODELS=models(first, second))
        assert (len(first.requests), len(second.requests)) == (1, 1)


# --- a gateway, and a log ---


@pytest.fixture
def gateway(run: Run, slept: list[float]) -> dict[str, Any]:
    return run(GATEWAY, Server(""))


def relayed(gateway: dict[str, Any], status: int, body: bytes = b"", **headers: str) -> Any:
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    return gateway["relay"]("up", status, pairs, body)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (429, b"", 429),
        (503, b"", 503),
        (529, b'{"error": {"type": "overloaded_error", "message": "Overloaded"}}', 503),
        (401, b'{"error": {"message": "Wrong key gsk_Heron7Heron7Heron7"}}', 502),
        (402, b"", 502),
        (403, b"", 502),
        (500, b"", 502),
        (502, b"<html></html>", 502),
        (504, b"", 504),
        (200, b'{"error": {"message": "The model is overloaded"}}', 503),
    ],
)
def test_a_gateway_tells_nothing_of_its_own_account(
    gateway: dict[str, Any], status: int, body: bytes, told: int
) -> None:
    got, _, answer = relayed(gateway, status, body)
    assert got == told
    assert answer["error"]["message"] == "The model cannot answer now."


def test_a_gateway_passes_the_clients_own_mistake_on_without_keys(gateway: dict[str, Any]) -> None:
    body = b'{"error": {"message": "Do not send gsk_Heron7Heron7Heron7 as a tool"}}'
    status, head, answer = relayed(gateway, 422, body)
    assert (status, head) == (422, {})
    assert answer == {
        "error": {
            "code": "unprocessable_entity",
            "message": "Do not send gsk_*** as a tool",
        }
    }
    assert gateway["may_call"]("up")


@pytest.mark.parametrize(
    ("stated", "told"),
    [("0", "0"), ("1", "1"), ("1000", "1"), ("1001", "2"), ("80832000", "80832")],
)
def test_a_gateway_rounds_a_delay_up(gateway: dict[str, Any], stated: str, told: str) -> None:
    _, head, _ = relayed(gateway, 429, retry_after_ms=stated)
    assert head == {"retry-after": told}


def test_an_upstream_rests_as_long_as_its_cooldown_says(
    gateway: dict[str, Any], slept: list[float]
) -> None:
    may_call = gateway["may_call"]
    assert may_call("up")
    relayed(gateway, 429, retry_after="30")
    assert not may_call("up")
    assert may_call("another")
    slept.append(29)
    assert not may_call("up")
    slept.append(2)
    assert may_call("up")
    relayed(gateway, 429, retry_after="30")
    relayed(gateway, 500)  # of a call that was under way
    slept.append(29)
    assert not may_call("up")
    relayed(gateway, 401)
    slept.append(1e6)
    assert not may_call("up")


def test_a_log_has_one_record_for_a_failure(run: Run, caplog: Any) -> None:
    run(LOG, Server(""))
    (record,) = [each for each in caplog.records if each.name == "llm"]
    assert '"kind": "timeout"' in record.message


def test_frames_have_the_same_types_whatever_is_in_them(run: Run) -> None:
    import polars as pl

    told = run(FRAMES, Server(""))
    reports = told["reports"]
    of_pandas = {str: "str", int: "Int64", bool: "bool"}
    of_polars = {str: pl.String, int: pl.Int64, bool: pl.Boolean}
    types = apifault.record_types()
    for some in (reports, reports[2:], []):
        in_pandas, in_polars = told["pandas_frame"](some), told["polars_frame"](some)
        assert dict(in_polars.schema) == {name: of_polars[kind] for name, kind in types.items()}
        assert {name: str(dtype) for name, dtype in in_pandas.dtypes.items()} == {
            name: of_pandas[kind] for name, kind in types.items()
        }
        assert in_polars.to_dicts() == apifault.records(some)
        assert in_pandas.status.tolist() == [report.status for report in some]
    assert told["pandas_frame"](reports).retry_delay_ms.dropna().tolist() == [7_000]
    failed = told["failed"]
    assert sorted(failed["kind"]) == ["rate_limited", "service_unavailable"]
    limits = told["limits_frame"](reports)
    assert limits.row(0, named=True) == {
        "metric": "tokens",
        "window": None,
        "report": 0,
        "limit": 6_000,
        "remaining": None,
        "used": None,
        "requested": None,
        "reset_ms": None,
    }
    assert dict(told["limits_frame"]([]).schema) == dict(limits.schema)


def test_a_structured_log_has_the_fields_of_the_report(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger("llm")
    before = list(logger.handlers)
    try:
        recipe = run(STRUCTURED, Server(""))
        recipe["log_failure"](ValueError("no gsk_Heron7Heron7Heron7"), model="m", call_id="c")
    finally:
        logger.handlers[:] = before
    records = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [record["apifault.kind"] for record in records] == ["timeout", "unknown"]
    assert records[0]["error.message"] == "no answer"
    assert "gsk_Heron" not in json.dumps(records)


def test_spans_and_metrics_have_the_attributes_of_the_report(run: Run) -> None:
    recipe = run(TRACES, Server(""))
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    recipe["tracer"] = provider.get_tracer("llm")
    response = SimpleNamespace(status_code=429, headers={"x-groq-region": "sto"}, content=b"")
    assert recipe["watched"](lambda: response) is response
    assert recipe["watched"](lambda: SimpleNamespace(status_code=200, headers={}, content=b"{}"))
    failed, succeeded = exporter.get_finished_spans()
    assert failed.attributes["error.type"] == failed.status.description == "rate_limited"
    assert failed.attributes["gen_ai.provider.name"] == "groq"
    assert "error.type" not in succeeded.attributes
    (metric,) = recipe["CALLS"].collect()
    counts = {
        tuple(sample.labels.values())[:2]: sample.value
        for sample in metric.samples
        if sample.name == "llm_calls_total"
    }
    assert counts == {("groq", "rate_limited"): 1, ("", "success"): 1}


def test_the_tests_of_a_program_pass(run: Run) -> None:
    assert callable(run(TESTS, Server(""))["answer"])

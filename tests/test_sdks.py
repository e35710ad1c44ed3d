"""The real SDKs and HTTP clients: their exceptions and responses give the report of the bytes."""

import asyncio
import http.client
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

import apifault
from apifault import Kind, Report, classify, classify_exception, classify_response

import clients
from server import SCENARIOS, serving, vector_answer, vectors

# What SDKs warn of is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

EVERY = [*clients.SDKS, *clients.PARTLY, *clients.HEAD_ONLY]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as url:
        yield url


def failures(provider: str) -> Iterator[tuple[str, Report]]:
    """The vectors of a provider that an SDK takes for a failure, and the reports of their bytes."""
    for name, vector in vectors().items():
        told = {"now", "provider", "stream"} & set(vector)
        if name.startswith(f"{provider}-") and 400 <= vector["status"] < 600 and not told:
            yield name, classify(*vector_answer(vector))


def report_of(call: Callable[[str], None], url: str) -> Report:
    try:
        call(url)
    except Exception as error:
        return classify_exception(error)
    raise AssertionError(f"{call.__name__} raised nothing at {url}")


@pytest.mark.parametrize("call", clients.SDKS, ids=lambda call: call.__name__)
def test_the_report_of_an_exception_is_that_of_the_bytes(
    call: Callable[[str], None], server: str
) -> None:
    rows = list(failures(clients.SDKS[call]))[:20]
    assert rows
    for name, want in rows:
        assert report_of(call, f"{server}/vector/{name}") == want, name


@pytest.mark.parametrize("call", clients.PARTLY, ids=lambda call: call.__name__)
def test_an_sdk_that_keeps_the_error_object_keeps_kind_and_message(
    call: Callable[[str], None], server: str
) -> None:
    rows = [(name, want) for name, want in failures(clients.PARTLY[call]) if want.message]
    same = whole = 0
    for name, want in rows[:20]:
        got = report_of(call, f"{server}/vector/{name}")
        same += (got.kind, got.retry.advice) == (want.kind, want.retry.advice)
        whole += got == want
    assert same >= 0.9 * len(rows[:20])
    assert whole >= 0.7 * len(rows[:20])


@pytest.mark.parametrize("call", clients.HEAD_ONLY, ids=lambda call: call.__name__)
def test_a_client_that_keeps_the_head_alone_is_read_by_it(
    call: Callable[[str], None], server: str
) -> None:
    for name in ("rate-limit-429", "flex-498", "over-capacity-503", "invalid-api-key-401"):
        got = report_of(call, f"{server}/scenario/{name}/x")
        want = classify(SCENARIOS[name].status, list(SCENARIOS[name].head), None)
        assert (got.kind, got.retry, got.limits) == (want.kind, want.retry, want.limits)


@pytest.mark.parametrize("call", EVERY, ids=lambda call: call.__name__)
def test_a_refused_connection_is_a_bad_gateway(call: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    report = report_of(call, url)
    assert (report.kind, report.status) == (Kind.BAD_GATEWAY, 0)


@pytest.mark.parametrize("call", EVERY, ids=lambda call: call.__name__)
def test_a_server_that_says_nothing_is_a_timeout(call: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        report = report_of(call, f"http://127.0.0.1:{listener.getsockname()[1]}")
    assert (report.kind, report.status) == (Kind.TIMEOUT, 0)


def test_an_error_event_of_a_stream_is_read(server: str) -> None:
    import openai

    url = f"{server}/scenario/stream-error-200/openai/v1"
    client = openai.OpenAI(api_key="x", base_url=url, max_retries=0)
    stream = client.chat.completions.create(model="m", messages=clients.MESSAGES, stream=True)
    with pytest.raises(openai.APIError) as caught:
        list(stream)
    assert classify_exception(caught.value).kind is Kind.GENERATION_FAILED


# --- responses ---


def scenario_report(name: str) -> Report:
    scenario = SCENARIOS[name]
    return classify(scenario.status, list(scenario.head), scenario.body)


def got_by_httpx(url: str) -> Any:
    import httpx

    return httpx.get(url)


def got_by_httpx2(url: str) -> Any:
    import httpx2

    return httpx2.get(url)


def got_by_requests(url: str) -> Any:
    import requests

    return requests.get(url)


def got_by_requests_streaming(url: str) -> Any:
    import requests

    return requests.get(url, stream=True)


def got_by_urllib3(url: str) -> Any:
    import urllib3

    return urllib3.request("GET", url, retries=False)


def got_by_urllib3_streaming(url: str) -> Any:
    import urllib3

    return urllib3.request("GET", url, preload_content=False, retries=False)


def got_by_http_client(url: str) -> Any:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", parts.path)
    return connection.getresponse()


GOT = [
    got_by_httpx,
    got_by_httpx2,
    got_by_requests,
    got_by_requests_streaming,
    got_by_urllib3,
    got_by_urllib3_streaming,
    got_by_http_client,
]


@pytest.mark.parametrize("get", GOT, ids=lambda get: get.__name__)
def test_the_report_of_a_response_is_that_of_the_bytes(
    get: Callable[[str], Any], server: str
) -> None:
    for name in SCENARIOS:
        assert classify_response(get(f"{server}/scenario/{name}/x")) == scenario_report(name), name


@pytest.mark.parametrize("get", [*GOT[3:4], *GOT[5:]], ids=lambda get: get.__name__)
def test_a_consumed_body_is_told_and_may_be_given(get: Callable[[str], Any], server: str) -> None:
    for name in ("rate-limit-429", "stream-error-200"):
        response = get(f"{server}/scenario/{name}/x")
        body = getattr(response, "raw", response).read()
        with pytest.raises(ValueError, match="was consumed already: keep what was read of it"):
            classify_response(response)
        assert classify_response(response, body=body) == scenario_report(name)


@pytest.mark.parametrize("package", ["httpx", "httpx2"])
def test_a_stream_of_httpx_is_read_where_it_failed(package: str, server: str) -> None:
    client = __import__(package)
    with client.stream("GET", f"{server}/scenario/rate-limit-429/x") as response:
        assert classify_response(response) == scenario_report("rate-limit-429")
    with client.stream("GET", f"{server}/scenario/success-200/x") as response:
        with pytest.raises(ValueError, match="is not read yet: read it, or pass one event"):
            classify_response(response)
        assert classify_response(response, body=b"{}").kind is Kind.SUCCESS
    with client.stream("GET", f"{server}/scenario/rate-limit-429/x") as response:
        list(response.iter_raw())
        with pytest.raises(ValueError, match="was consumed already"):
            classify_response(response)
    with client.stream("GET", f"{server}/scenario/rate-limit-429/x") as response:
        pass
    with pytest.raises(ValueError, match="was consumed already"):
        classify_response(response)


def test_an_asynchronous_response_is_awaited_first(server: str) -> None:
    import aiohttp
    import httpx

    url = f"{server}/scenario/rate-limit-429/x"

    async def with_aiohttp() -> None:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            with pytest.raises(ValueError, match=r"is not read yet: await its read\(\)"):
                classify_response(response)
            body = await response.read()
            assert classify_response(response) == scenario_report("rate-limit-429")
            assert classify_response(response, body=body) == scenario_report("rate-limit-429")

    async def with_httpx() -> None:
        async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
            with pytest.raises(ValueError, match=r"is not read yet: await its aread\(\)"):
                classify_response(response)
            await response.aread()
            assert classify_response(response) == scenario_report("rate-limit-429")

    asyncio.run(with_aiohttp())
    asyncio.run(with_httpx())


def test_a_failed_response_raises_the_error_of_its_kind(server: str) -> None:
    response = got_by_requests(f"{server}/scenario/rate-limit-429/x")
    with pytest.raises((apifault.OverloadedError, apifault.RateLimitError)):
        apifault.raise_for_response(response)
    good = got_by_requests(f"{server}/scenario/success-200/x")
    assert apifault.raise_for_response(good).kind is Kind.SUCCESS

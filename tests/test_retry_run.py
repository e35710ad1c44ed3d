"""`RetryPolicy.run` and `arun` around calls of the real HTTP clients and SDKs."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import apifault
from apifault import RetryPolicy

import clients
from scripted import Clock, scripted

SUCCESS = "scenario/success-200"
OVERLOADED = "scenario/over-capacity-503"
LIMITED = "scenario/rate-limit-429"
DENIED = "scenario/invalid-api-key-401"

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.stop(monkeypatch, "apifault._retry")
    return clock


CALLS = [
    clients.groq,
    clients.openai,
    clients.anthropic,
    clients.google,
    clients.mistral,
    clients.cohere,
    clients.litellm_openai,
    clients.bedrock,
    clients.httpx,
    clients.httpx2,
    clients.requests,
    clients.urllib,
]


@pytest.mark.parametrize("call", CALLS)
def test_exceptions_of_clients_are_retried(call: Callable[[str], None], clock: Clock) -> None:
    with scripted(OVERLOADED, "close", LIMITED, DENIED) as server:
        with pytest.raises(Exception) as caught:
            RetryPolicy(max_attempts=9).run(lambda: call(server.url))
        assert len(server.requests) == 4
    assert apifault.classify_exception(caught.value).kind == "authentication"
    assert caught.value.__notes__[-1] == "apifault: gave up after 4 attempts: not_retryable"
    # litellm and botocore keep no header with the delay; all others wait for it.
    assert clock.slept[:2] == [1.0, 0.5]
    assert clock.slept[2] == 7.35 or call in (clients.litellm_openai, clients.bedrock)


def post_httpx(url: str) -> Any:
    import httpx

    return httpx.post(url, json={}, timeout=5)


def post_requests(url: str) -> Any:
    import requests

    return requests.post(url, json={}, timeout=5, stream=True)


def post_urllib3(url: str) -> Any:
    import urllib3

    return urllib3.request("POST", url, body=b"{}", timeout=5, retries=False, preload_content=False)


@pytest.mark.parametrize("post", [post_httpx, post_requests, post_urllib3])
def test_responses_of_clients_are_retried(post: Callable[[str], Any], clock: Clock) -> None:
    with scripted(OVERLOADED, "close", LIMITED, SUCCESS) as server:
        response = RetryPolicy().run(lambda: post(server.url))
        assert len(server.requests) == 4
        assert apifault.classify_response(response).is_success
        response.close()
    assert clock.slept == [1.0, 0.5, 7.35]


@pytest.mark.parametrize("post", [post_httpx, post_requests, post_urllib3])
def test_the_body_of_the_last_failure_can_be_read(post: Callable[[str], Any], clock: Clock) -> None:
    with scripted(DENIED) as server:
        response = RetryPolicy().run(lambda: post(server.url))
        assert apifault.classify_response(response).message == "Invalid API Key"
        response.close()
        assert len(server.requests) == 1


def test_asynchronous_clients_are_retried_and_their_failures_read(clock: Clock) -> None:
    import aiohttp
    import httpx

    script = (OVERLOADED, "close", LIMITED, DENIED)

    async def with_httpx(url: str) -> Any:
        async with httpx.AsyncClient(timeout=5) as client:
            request = client.build_request("POST", url, json={})
            return await RetryPolicy(max_attempts=9).arun(
                lambda: client.send(request, stream=True), sleep=clock.asleep
            )

    async def with_aiohttp(url: str) -> Any:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as session:
            return await RetryPolicy(max_attempts=9).arun(
                lambda: session.post(url, json={}), sleep=clock.asleep
            )

    for call in (with_httpx, with_aiohttp):
        with scripted(*script) as server:
            response = asyncio.run(call(server.url))
            assert len(server.requests) == 4
        assert apifault.classify_response(response).message == "Invalid API Key"
    assert clock.slept == [1.0, 0.5, 7.35] * 2

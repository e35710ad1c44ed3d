"""Streams of the real SDKs and HTTP clients. Each function imports its client itself, as it is slow to import.

A function gives its stream as the client gives it: a context manager, asynchronous if it begins with `a_`.
"""

import contextlib
import http.client
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from clients import MESSAGES

TIMEOUT_S = 10
Sync = Callable[[str], contextlib.AbstractContextManager[Any]]
Async = Callable[[str], contextlib.AbstractAsyncContextManager[Any]]


def httpx(url: str) -> Any:
    import httpx

    return httpx.stream("POST", url, json={}, timeout=TIMEOUT_S)


def httpx2(url: str) -> Any:
    import httpx2

    return httpx2.stream("POST", url, json={}, timeout=TIMEOUT_S)


def requests(url: str) -> Any:
    import requests

    return requests.post(url, json={}, timeout=TIMEOUT_S, stream=True)


def urllib3(url: str) -> Any:
    import urllib3

    response = urllib3.request(
        "POST", url, body=b"{}", timeout=TIMEOUT_S, retries=False, preload_content=False
    )
    return contextlib.closing(response)


def urllib(url: str) -> Any:
    import urllib.request

    return urllib.request.urlopen(url, b"{}", timeout=TIMEOUT_S)


@contextlib.contextmanager
def http_client(url: str) -> Iterator[Any]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    connection.request("POST", parts.path, b"{}")
    with contextlib.closing(connection):
        yield connection.getresponse()


@contextlib.contextmanager
def openai_raw(url: str) -> Iterator[Any]:
    import openai

    with openai.OpenAI(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        create = client.chat.completions.with_streaming_response.create
        with create(model="m", messages=MESSAGES, stream=True) as response:
            yield response


@contextlib.asynccontextmanager
async def a_httpx(url: str) -> AsyncIterator[Any]:
    import httpx

    async with (
        httpx.AsyncClient(timeout=TIMEOUT_S) as client,
        client.stream("POST", url, json={}) as response,
    ):
        yield response


@contextlib.asynccontextmanager
async def a_httpx2(url: str) -> AsyncIterator[Any]:
    import httpx2

    async with (
        httpx2.AsyncClient(timeout=TIMEOUT_S) as client,
        client.stream("POST", url, json={}) as response,
    ):
        yield response


@contextlib.asynccontextmanager
async def a_aiohttp(url: str) -> AsyncIterator[Any]:
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(url, json={}) as response,
    ):
        yield response


@contextlib.asynccontextmanager
async def a_openai_raw(url: str) -> AsyncIterator[Any]:
    import openai

    async with openai.AsyncOpenAI(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        create = client.chat.completions.with_streaming_response.create
        async with create(model="m", messages=MESSAGES, stream=True) as response:
            yield response


# --- SDKs that give events ---


@contextlib.contextmanager
def openai(url: str) -> Iterator[Any]:
    import openai

    with openai.OpenAI(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        yield client.chat.completions.create(model="m", messages=MESSAGES, stream=True)


@contextlib.contextmanager
def openai_manager(url: str) -> Iterator[Any]:
    import openai

    with openai.OpenAI(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        yield client.chat.completions.stream(model="m", messages=MESSAGES)


@contextlib.contextmanager
def responses(url: str) -> Iterator[Any]:
    import openai

    with openai.OpenAI(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        yield client.responses.create(model="m", input="x", stream=True)


@contextlib.contextmanager
def responses_entered(url: str) -> Iterator[Any]:
    import openai

    with (
        openai.OpenAI(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client,
        client.responses.stream(model="m", input="x") as stream,
    ):
        yield stream


@contextlib.contextmanager
def groq(url: str) -> Iterator[Any]:
    import groq

    with groq.Groq(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        yield client.chat.completions.create(model="m", messages=MESSAGES, stream=True)


@contextlib.contextmanager
def anthropic(url: str) -> Iterator[Any]:
    import anthropic

    with anthropic.Anthropic(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        yield client.messages.create(model="m", messages=MESSAGES, max_tokens=5, stream=True)


@contextlib.contextmanager
def anthropic_manager(url: str) -> Iterator[Any]:
    import anthropic

    with anthropic.Anthropic(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S) as client:
        yield client.messages.stream(model="m", messages=MESSAGES, max_tokens=5)


@contextlib.contextmanager
def anthropic_entered(url: str) -> Iterator[Any]:
    with anthropic_manager(url) as manager, manager as stream:
        yield stream


@contextlib.contextmanager
def google(url: str) -> Iterator[Any]:
    from google import genai

    options = {"base_url": url, "timeout": TIMEOUT_S * 1000}
    with genai.Client(api_key="x", http_options=options) as client:
        yield client.models.generate_content_stream(model="m", contents="x")


@contextlib.contextmanager
def mistral(url: str) -> Iterator[Any]:
    from mistralai.client import Mistral

    with Mistral(api_key="x", server_url=url, timeout_ms=TIMEOUT_S * 1000) as client:
        yield client.chat.stream(model="m", messages=MESSAGES)


@contextlib.contextmanager
def cohere(url: str) -> Iterator[Any]:
    import cohere

    with cohere.ClientV2(api_key="x", base_url=url, timeout=TIMEOUT_S) as client:
        yield client.chat_stream(model="m", messages=MESSAGES)


@contextlib.contextmanager
def bedrock(url: str) -> Iterator[Any]:
    import botocore.config
    import botocore.session

    client = botocore.session.Session().create_client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=botocore.config.Config(retries={"max_attempts": 0}, read_timeout=TIMEOUT_S),
    )
    messages = [{"role": "user", "content": [{"text": "x"}]}]
    with contextlib.closing(client):
        yield client.converse_stream(modelId="m", messages=messages)["stream"]


@contextlib.contextmanager
def litellm(url: str) -> Iterator[Any]:
    import litellm

    litellm.suppress_debug_info = True
    yield litellm.completion(
        model="openai/m",
        api_key="x",
        api_base=url,
        messages=MESSAGES,
        num_retries=0,
        max_retries=0,
        timeout=TIMEOUT_S,
        stream=True,
    )


@contextlib.asynccontextmanager
async def a_openai(url: str) -> AsyncIterator[Any]:
    import openai

    async with openai.AsyncOpenAI(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        yield await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)


@contextlib.asynccontextmanager
async def a_responses(url: str) -> AsyncIterator[Any]:
    import openai

    async with openai.AsyncOpenAI(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        yield await client.responses.create(model="m", input="x", stream=True)


@contextlib.asynccontextmanager
async def a_responses_manager(url: str) -> AsyncIterator[Any]:
    import openai

    async with openai.AsyncOpenAI(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        yield client.responses.stream(model="m", input="x")


@contextlib.asynccontextmanager
async def a_groq(url: str) -> AsyncIterator[Any]:
    import groq

    async with groq.AsyncGroq(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        yield await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)


@contextlib.asynccontextmanager
async def a_anthropic(url: str) -> AsyncIterator[Any]:
    import anthropic

    async with anthropic.AsyncAnthropic(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        yield await client.messages.create(model="m", messages=MESSAGES, max_tokens=5, stream=True)


@contextlib.asynccontextmanager
async def a_anthropic_manager(url: str) -> AsyncIterator[Any]:
    import anthropic

    async with anthropic.AsyncAnthropic(
        api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
    ) as client:
        yield client.messages.stream(model="m", messages=MESSAGES, max_tokens=5)


@contextlib.asynccontextmanager
async def a_anthropic_entered(url: str) -> AsyncIterator[Any]:
    async with a_anthropic_manager(url) as manager, manager as stream:
        yield stream


@contextlib.asynccontextmanager
async def a_google(url: str) -> AsyncIterator[Any]:
    from google import genai

    options = {"base_url": url, "timeout": TIMEOUT_S * 1000}
    async with genai.Client(api_key="x", http_options=options).aio as client:
        yield await client.models.generate_content_stream(model="m", contents="x")


@contextlib.asynccontextmanager
async def a_mistral(url: str) -> AsyncIterator[Any]:
    from mistralai.client import Mistral

    async with Mistral(api_key="x", server_url=url, timeout_ms=TIMEOUT_S * 1000) as client:
        yield await client.chat.stream_async(model="m", messages=MESSAGES)


@contextlib.asynccontextmanager
async def a_cohere(url: str) -> AsyncIterator[Any]:
    import cohere

    async with cohere.AsyncClientV2(api_key="x", base_url=url, timeout=TIMEOUT_S) as client:
        yield client.chat_stream(model="m", messages=MESSAGES)


@contextlib.asynccontextmanager
async def a_litellm(url: str) -> AsyncIterator[Any]:
    import litellm

    litellm.suppress_debug_info = True
    yield await litellm.acompletion(
        model="openai/m",
        api_key="x",
        api_base=url,
        messages=MESSAGES,
        num_retries=0,
        max_retries=0,
        timeout=TIMEOUT_S,
        stream=True,
    )


# The clients that give bytes, of any dialect.
BYTES: list[Sync] = [httpx, httpx2, requests, urllib3, urllib, http_client, openai_raw]
A_BYTES: list[Async] = [a_httpx, a_httpx2, a_aiohttp, a_openai_raw]

# The clients that give events, and the dialect that each reads.
EVENTS: dict[Sync, str] = {
    openai: "openai-chat",
    openai_manager: "openai-chat",
    groq: "openai-chat",
    mistral: "openai-chat",
    litellm: "openai-chat",
    responses: "openai-responses",
    responses_entered: "openai-responses",
    anthropic: "anthropic",
    anthropic_manager: "anthropic",
    anthropic_entered: "anthropic",
    google: "gemini-sse",
    cohere: "cohere",
    bedrock: "bedrock",
}
A_EVENTS: dict[Async, str] = {
    a_openai: "openai-chat",
    a_groq: "openai-chat",
    a_mistral: "openai-chat",
    a_litellm: "openai-chat",
    a_responses: "openai-responses",
    a_responses_manager: "openai-responses",
    a_anthropic: "anthropic",
    a_anthropic_manager: "anthropic",
    a_anthropic_entered: "anthropic",
    a_google: "gemini-sse",
    a_cohere: "cohere",
}

# Of these, those whose bytes cannot be had.
WITHOUT_BYTES = {
    google,
    cohere,
    bedrock,
    a_google,
    a_cohere,
}
# Those that make their request when they are entered.
MANAGERS = [openai_manager, anthropic_manager, a_responses_manager, a_anthropic_manager]

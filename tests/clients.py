"""Calls through the real SDKs, imported only when they are made."""

import asyncio
import os
from collections.abc import Callable

# No SDK asks the network for anything except what a test requests.
os.environ.update(LITELLM_LOCAL_MODEL_COST_MAP="True", NO_PROXY="127.0.0.1")

TIMEOUT_S = 0.5
MESSAGES = [{"role": "user", "content": "When is high water?"}]


def groq(url: str) -> None:
    import groq

    client = groq.Groq(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S)
    client.chat.completions.create(model="m", messages=MESSAGES)


def openai(url: str) -> None:
    import openai

    client = openai.OpenAI(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S)
    client.chat.completions.create(model="m", messages=MESSAGES)


def openai_async(url: str) -> None:
    import openai

    async def call() -> None:
        async with openai.AsyncOpenAI(
            api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S
        ) as client:
            await client.chat.completions.create(model="m", messages=MESSAGES)

    asyncio.run(call())


def anthropic(url: str) -> None:
    import anthropic

    client = anthropic.Anthropic(api_key="x", base_url=url, max_retries=0, timeout=TIMEOUT_S)
    client.messages.create(model="m", messages=MESSAGES, max_tokens=5)


def google(url: str) -> None:
    from google import genai

    options = {"base_url": url, "timeout": int(TIMEOUT_S * 1000)}
    client = genai.Client(api_key="x", http_options=options)
    client.models.generate_content(model="m", contents="x")


def google_async(url: str) -> None:
    from google import genai

    async def call() -> None:
        options = {"base_url": url, "timeout": int(TIMEOUT_S * 1000)}
        client = genai.Client(api_key="x", http_options=options)
        await client.aio.models.generate_content(model="m", contents="x")

    asyncio.run(call())


def mistral(url: str) -> None:
    from mistralai.client import Mistral

    client = Mistral(api_key="x", server_url=url, timeout_ms=int(TIMEOUT_S * 1000))
    client.chat.complete(model="m", messages=MESSAGES)


def cohere(url: str) -> None:
    import cohere

    client = cohere.ClientV2(api_key="x", base_url=url, timeout=TIMEOUT_S)
    client.chat(model="m", messages=MESSAGES, request_options={"max_retries": 0})


def bedrock(url: str) -> None:
    import botocore.config
    import botocore.session

    config = botocore.config.Config(
        retries={"max_attempts": 0}, connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S
    )
    client = botocore.session.Session().create_client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=config,
    )
    client.converse(modelId="m", messages=[{"role": "user", "content": [{"text": "x"}]}])


def litellm(url: str, provider: str = "groq") -> None:
    import litellm

    litellm.suppress_debug_info = True
    litellm.completion(
        model=f"{provider}/m",
        api_key="x",
        api_base=url,
        messages=MESSAGES,
        num_retries=0,
        max_retries=0,
        timeout=TIMEOUT_S,
    )


def litellm_openai(url: str) -> None:
    litellm(url, "openai")


def litellm_anthropic(url: str) -> None:
    litellm(url, "anthropic")


def httpx(url: str) -> None:
    import httpx

    httpx.post(url, json={}, timeout=TIMEOUT_S).raise_for_status()


def httpx2(url: str) -> None:
    import httpx2

    httpx2.post(url, json={}, timeout=TIMEOUT_S).raise_for_status()


def requests(url: str) -> None:
    import requests

    requests.post(url, json={}, timeout=TIMEOUT_S).raise_for_status()


def urllib(url: str) -> None:
    import urllib.request

    urllib.request.urlopen(url, b"{}", timeout=TIMEOUT_S)


def aiohttp(url: str) -> None:
    import aiohttp

    async def call() -> None:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            await session.post(url, json={}, raise_for_status=True)

    asyncio.run(call())


def urllib3(url: str) -> None:
    import urllib3

    urllib3.request("POST", url, body=b"{}", timeout=TIMEOUT_S, retries=False)


def tenacity(url: str) -> None:
    import tenacity

    tenacity.retry(stop=tenacity.stop_after_attempt(2))(groq)(url)


# Each client, and the provider whose errors it is made for. Their exceptions hold the bytes.
SDKS: dict[Callable[[str], None], str] = {
    groq: "groq",
    openai: "openai",
    openai_async: "openai",
    anthropic: "anthropic",
    google: "google",
    google_async: "google",
    mistral: "mistral",
    cohere: "cohere",
    litellm_openai: "openai",
    litellm_anthropic: "anthropic",
    httpx: "groq",
    httpx2: "openai",
    requests: "anthropic",
    urllib: "deepseek",
    tenacity: "groq",
}
# These keep less than the bytes.
PARTLY: dict[Callable[[str], None], str] = {litellm: "groq", bedrock: "bedrock"}
HEAD_ONLY: dict[Callable[[str], None], str] = {aiohttp: "groq"}

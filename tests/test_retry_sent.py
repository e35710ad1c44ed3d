"""Whether a request may have been sent, by the exceptions of the real SDKs and HTTP clients."""

import socket
from collections.abc import Callable, Iterator

import pytest

from apifault._exception import was_sent

import clients
from scripted import scripted

CALLS: list[Callable[[str], None]] = [
    clients.groq,
    clients.openai,
    clients.openai_async,
    clients.anthropic,
    clients.google,
    clients.google_async,
    clients.mistral,
    clients.cohere,
    clients.bedrock,
    clients.litellm_openai,
    clients.litellm_anthropic,
    clients.httpx,
    clients.httpx2,
    clients.requests,
    clients.urllib,
    clients.aiohttp,
    clients.urllib3,
    clients.tenacity,
]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def closed() -> Iterator[str]:
    """Where nobody listens, and nobody else may begin to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


@pytest.mark.parametrize("call", CALLS)
def test_a_refused_connection_carried_no_request(call: Callable[[str], None], closed: str) -> None:
    with pytest.raises(Exception) as caught:
        call(closed)
    assert not was_sent(caught.value)


@pytest.mark.parametrize("call", CALLS)
def test_a_connection_that_broke_may_have_carried_it(call: Callable[[str], None]) -> None:
    with scripted("close") as server:
        with pytest.raises(Exception) as caught:
            call(server.url)
        assert server.requests
    assert was_sent(caught.value)

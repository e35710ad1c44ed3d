"""The real SDKs and HTTP clients: their exceptions and responses give the report of the bytes."""

import asyncio
import http.client
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import apifault
from apifault import (
    Kind,
    Report,
    UnreadBodyWarning,
    classify,
    classify_exception,
    classify_response,
)

import clients
from server import SCENARIOS, Proxy, serving, vector_answer, vectors

# What SDKs warn of is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

# A key and the certificate that it signed itself, for 127.0.0.1; nothing else is guarded by it.
UNTRUSTED = Path(__file__).with_name("self-signed.pem")

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
    # The exception of urllib does not have the address.
    is_local = call is not clients.urllib
    assert report.rule == ("failure/local_server" if is_local else "failure/refused")


@pytest.mark.parametrize("call", EVERY, ids=lambda call: call.__name__)
def test_a_server_that_says_nothing_is_a_timeout(call: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        report = report_of(call, f"http://127.0.0.1:{listener.getsockname()[1]}")
    assert (report.rule, report.status) == ("failure/timeout", 0)


@pytest.mark.parametrize("call", [*EVERY, clients.urllib3], ids=lambda call: call.__name__)
def test_a_certificate_that_is_not_trusted_is_for_the_caller_to_mend(
    call: Callable[[str], None],
) -> None:
    with serving(certificate=UNTRUSTED) as url:
        report = report_of(call, url)
    assert (report.kind, report.retry.advice, report.status) == (Kind.INVALID_REQUEST, "no", 0)
    assert (report.fault, report.rule) == ("caller", "failure/certificate")
    assert "certificate verify failed" in (report.message or "").lower()


@pytest.mark.parametrize("call", [*EVERY, clients.urllib3], ids=lambda call: call.__name__)
def test_an_address_without_tls_is_for_the_caller_to_mend(
    call: Callable[[str], None], server: str
) -> None:
    report = report_of(call, server.replace("http", "https"))
    assert (report.kind, report.retry.advice, report.status) == (Kind.INVALID_REQUEST, "no", 0)


@pytest.mark.parametrize(
    "call",
    [call for call in clients.SDKS if call is not clients.urllib],
    ids=lambda call: call.__name__,
)
def test_an_answer_that_cannot_be_read_is_a_bad_gateway(
    call: Callable[[str], None], server: str
) -> None:
    for place in ("cut", "garbled"):
        report = report_of(call, f"{server}/{place}/success-200")
        assert (report.kind, report.status) == (Kind.BAD_GATEWAY, 0), place


def test_the_status_of_a_proxy_that_refuses_is_read() -> None:
    import httpx
    import requests
    import urllib3

    elsewhere = "https://elsewhere.invalid/"
    with serving(Proxy) as proxy:
        for get in (
            lambda: httpx.get(elsewhere, proxy=proxy),
            lambda: requests.get(elsewhere, proxies={"https": proxy}),
            lambda: urllib3.ProxyManager(proxy).request("GET", elsewhere, retries=False),
        ):
            with pytest.raises(Exception) as caught:
                get()
            report = classify_exception(caught.value)
            assert (report.status, report.retry.advice) == (407, "no")


def test_a_pool_that_stays_busy_is_a_timeout() -> None:
    import httpx
    import urllib3

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with urllib3.HTTPConnectionPool("127.0.0.1", port, maxsize=1, block=True) as pool:
            connection = pool._get_conn()
            with pytest.raises(urllib3.exceptions.EmptyPoolError) as caught:
                pool.request("GET", "/", retries=False, pool_timeout=0.01)
            connection.close()
    for error in (caught.value, httpx.PoolTimeout("")):
        assert classify_exception(error).kind is Kind.TIMEOUT


def test_a_name_that_is_not_resolved_may_be_tried_again() -> None:
    for call in (clients.groq, clients.requests, clients.aiohttp, clients.urllib):
        report = report_of(call, "http://no-such-host.invalid")
        assert (report.rule, report.retry.advice) == ("failure/unresolved", "backoff")


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
STREAMING = [got_by_requests_streaming, got_by_urllib3_streaming, got_by_http_client]


@pytest.mark.parametrize("get", GOT, ids=lambda get: get.__name__)
def test_the_report_of_a_failed_response_is_that_of_the_bytes(
    get: Callable[[str], Any], server: str
) -> None:
    for name, scenario in SCENARIOS.items():
        if scenario.status >= 400:
            response = get(f"{server}/scenario/{name}/x")
            assert classify_response(response) == scenario_report(name), name
            assert classify_response(response) == scenario_report(name), name


@pytest.mark.parametrize("get", GOT, ids=lambda get: get.__name__)
def test_a_success_is_read_only_where_the_client_has_read_it(
    get: Callable[[str], Any], server: str
) -> None:
    for name in ("success-200", "stream-error-200"):
        response = get(f"{server}/scenario/{name}/x")
        report = classify_response(response)
        if get in STREAMING:
            assert report.kind is Kind.SUCCESS
            body = getattr(response, "raw", response).read()
            assert body == SCENARIOS[name].body
            assert classify_response(response, body=body) == scenario_report(name)
        else:
            assert report == scenario_report(name)


@pytest.mark.parametrize("get", STREAMING, ids=lambda get: get.__name__)
def test_a_consumed_body_is_named_and_may_be_given(get: Callable[[str], Any], server: str) -> None:
    response = get(f"{server}/scenario/rate-limit-429/x")
    body = getattr(response, "raw", response).read()
    with pytest.warns(
        UnreadBodyWarning, match="was consumed or closed before: keep what"
    ) as warned:
        report = classify_response(response)
    assert warned[0].filename == __file__
    assert (report.status, report.delay_ms, report.message) == (429, 7_000, None)
    assert classify_response(response, body=body) == scenario_report("rate-limit-429")


@pytest.mark.parametrize("get", GOT, ids=lambda get: get.__name__)
def test_a_body_that_breaks_off_leaves_the_head(get: Callable[[str], Any], server: str) -> None:
    for place in ("cut", "garbled"):
        try:
            response = get(f"{server}/{place}/rate-limit-429/x")
        except Exception as error:  # by clients that read the body themselves
            assert classify_exception(error).kind in (Kind.BAD_GATEWAY, Kind.RATE_LIMITED)
        else:
            report = classify_response(response)
            assert (report.status, report.delay_ms) == (429, 7_000)


def test_what_came_of_a_body_is_read(server: str) -> None:
    response = got_by_http_client(f"{server}/cut/rate-limit-429/x")
    body = SCENARIOS["rate-limit-429"].body
    head = list(SCENARIOS["rate-limit-429"].head)
    want = classify(429, head, body[: len(body) // 2])
    assert want.message
    assert classify_response(response) == want
    assert classify_response(response) == want


def test_head_has_no_body_to_ask_for(server: str) -> None:
    address = urlsplit(server)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    connection.request("HEAD", "/scenario/over-capacity-503/x")
    assert classify_response(connection.getresponse()).status == 503


@pytest.mark.parametrize("package", ["httpx", "httpx2"])
def test_a_stream_of_httpx_is_read_where_it_failed(package: str, server: str) -> None:
    client = __import__(package)
    failed = f"{server}/scenario/rate-limit-429/x"
    with client.stream("GET", failed) as response:
        assert classify_response(response) == scenario_report("rate-limit-429")
    with client.stream("GET", f"{server}/scenario/success-200/x") as response:
        assert apifault.raise_for_response(response).kind is Kind.SUCCESS
        assert b"".join(response.iter_bytes()) == SCENARIOS["success-200"].body
        assert classify_response(response).kind is Kind.SUCCESS
    with client.stream("GET", failed) as response:
        list(response.iter_raw())
    with client.stream("GET", failed) as left:
        pass
    for gone in (response, left):
        with pytest.warns(UnreadBodyWarning, match="was consumed or closed before"):
            assert classify_response(gone).status == 429
    with client.stream("GET", f"{server}/cut/rate-limit-429/x") as response:
        assert classify_response(response).delay_ms == 7_000


def async_gets(url: str) -> list[Any]:
    """Give the context managers of responses that are not read yet, each of its client."""
    import aiohttp
    import httpx
    import httpx2

    @asynccontextmanager
    async def by_aiohttp() -> AsyncIterator[Any]:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            yield response

    @asynccontextmanager
    async def by_httpx(library: Any = httpx) -> AsyncIterator[Any]:
        async with library.AsyncClient() as client, client.stream("GET", url) as response:
            yield response

    return [by_aiohttp(), by_httpx(), by_httpx(httpx2)]


def test_an_asynchronous_response_is_awaited(server: str) -> None:
    want, good = scenario_report("rate-limit-429"), SCENARIOS["success-200"].body

    async def check() -> None:
        for get in async_gets(f"{server}/scenario/rate-limit-429/x"):
            async with get as response:
                text = r"is not read yet: await apifault.aclassify_response\(response\)"
                with pytest.warns(UnreadBodyWarning, match=text):
                    assert classify_response(response).delay_ms == 7_000
                assert await apifault.aclassify_response(response) == want
                assert classify_response(response) == want
                with pytest.raises(apifault.ApiError) as caught:
                    await apifault.araise_for_response(response)
                assert caught.value.report == want
                read = await (response.aread if hasattr(response, "aread") else response.read)()
                assert classify_response(response, body=read) == want
        for get in async_gets(f"{server}/scenario/rate-limit-429/x"):
            async with get as response:
                pass
            with pytest.warns(UnreadBodyWarning, match="was consumed or closed before"):
                assert (await apifault.aclassify_response(response)).delay_ms == 7_000
        for get in async_gets(f"{server}/cut/rate-limit-429/x"):
            async with get as response:
                assert (await apifault.aclassify_response(response)).delay_ms == 7_000
        for get in async_gets(f"{server}/scenario/success-200/x"):
            async with get as response:
                assert classify_response(response).kind is Kind.SUCCESS
                assert (await apifault.aclassify_response(response)).kind is Kind.SUCCESS
                read = await (response.aread if hasattr(response, "aread") else response.read)()
                assert read == good

    asyncio.run(check())


def hooked(url: str) -> list[Callable[[], Any]]:
    """Give calls through clients with a hook, each of which gives the response."""
    import aiohttp
    import httpx
    import httpx2
    import requests

    def by_requests() -> Any:
        def check(response: requests.Response, *_: object, **__: object) -> None:
            apifault.raise_for_response(response)

        with requests.Session() as session:
            session.hooks["response"].append(check)
            return session.get(url)

    def by_httpx(library: Any = httpx) -> Any:
        with library.Client(event_hooks={"response": [apifault.raise_for_response]}) as client:
            return client.get(url)

    async def by_async_httpx(library: Any = httpx) -> Any:
        hooks = {"response": [apifault.araise_for_response]}
        async with library.AsyncClient(event_hooks=hooks) as client:
            return await client.get(url)

    async def by_aiohttp() -> Any:
        async with (
            aiohttp.ClientSession(raise_for_status=apifault.araise_for_response) as session,
            session.get(url) as response,
        ):
            await response.read()
            return response

    async def checked(request: Any, handler: Any) -> Any:
        response = await handler(request)
        await apifault.araise_for_response(response)
        return response

    async def by_middleware() -> Any:
        async with (
            aiohttp.ClientSession(middlewares=[checked]) as session,
            session.get(url) as response,
        ):
            await response.read()
            return response

    return [
        by_requests,
        by_httpx,
        lambda: by_httpx(httpx2),
        lambda: asyncio.run(by_async_httpx()),
        lambda: asyncio.run(by_async_httpx(httpx2)),
        lambda: asyncio.run(by_aiohttp()),
        lambda: asyncio.run(by_middleware()),
    ]


def test_hooks_of_clients_raise_what_failed_with_its_body(server: str) -> None:
    for call in hooked(f"{server}/scenario/rate-limit-429/x"):
        with pytest.raises(apifault.ApiError) as caught:
            call()
        assert caught.value.report == scenario_report("rate-limit-429")
    for call in hooked(f"{server}/scenario/success-200/x"):
        assert classify_response(call()) == scenario_report("success-200")


def test_an_exception_that_holds_an_open_body_can_be_read_again(server: str) -> None:
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{server}/scenario/rate-limit-429/x")
    with caught.value as error:
        for _ in range(2):
            assert classify_exception(error) == scenario_report("rate-limit-429")
            assert classify_response(error) == scenario_report("rate-limit-429")
        assert error.read() == SCENARIOS["rate-limit-429"].body


def test_a_failed_response_raises_the_error_of_its_kind(server: str) -> None:
    response = got_by_requests(f"{server}/scenario/rate-limit-429/x")
    with pytest.raises((apifault.OverloadedError, apifault.RateLimitError)):
        apifault.raise_for_response(response)
    good = got_by_requests(f"{server}/scenario/success-200/x")
    assert apifault.raise_for_response(good).kind is Kind.SUCCESS

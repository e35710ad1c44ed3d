"""Retries for clients of httpx2, and for the SDKs that use them.

    client = anthropic.Anthropic(http_client=apifault.httpx2.client())

makes the retries of the SDK right, and no call changes: quota is not retried, a failed generation
is, a delay in the body is waited for, and an overload in the first event of a stream is retried.

    client = httpx2.Client(transport=apifault.httpx2.RetryTransport())

does the same without an SDK.
"""

from typing import Any, TypeVar

import httpx2

from apifault import _core, _httpx
from apifault._core import RetryBudget
from apifault._enums import Provider

__all__ = [
    "AsyncRetryTransport",
    "RetryTransport",
    "async_client",
    "client",
    "hint_retries",
]

_LIBRARY = _httpx.Library(httpx2)

_Client = TypeVar("_Client", httpx2.Client, httpx2.AsyncClient)


def hint_retries(
    client: _Client,
    *,
    max_wait: float = 60.0,
    policy: _core.RetryPolicy | None = None,
    budget: RetryBudget | None = None,
    provider: Provider | str | None = None,
) -> _Client:
    """Let the responses of a client tell an SDK whether to retry, and after which wait.

        http_client = apifault.httpx2.hint_retries(httpx2.Client(proxy=proxy))
        client = anthropic.Anthropic(http_client=http_client)

    A hook classifies each failure, and sets the headers `x-should-retry` and `retry-after-ms`,
    which the SDKs of anthropic, openai and their like obey. How often they send a call remains
    their `max_retries`. A stated delay is never shortened: one that is longer than `max_wait`
    seconds ends the call at once. `max_wait` is at most 60, as some SDKs ignore longer waits.
    `policy` gives the waits, and how often a generation that failed is sent again at once, where
    each earlier retry counts as one at once; its `max_attempts`, `max_delay_ms` and `deadline_ms`
    do not count here. `budget` bounds the retries of all clients that share it. As the hook does
    not know which attempt is the SDK's last, the last failure of a call takes tokens, too; a
    success gives back `success_refund`. `provider` is as for `classify`.

    The hook sees responses. Connections that fail and requests that time out have none: the SDK
    retries these on its own, with its own waits, and the budget does not count them.

    If a streamed answer to a POST begins with a known error that a retry may help, or ends before
    any content, the SDK is given a response with status 503 instead, so that it retries. What comes
    before the first content is held back until then, up to 64 KiB.

    `classify_response` and `classify_exception` report what the server said. The headers that it
    sent are in `response.extensions["apifault.headers"]`; the header `apifault-stated` holds what
    the two had been, for exceptions that keep only the headers.

    Returns the client. Hinting it again replaces the hook. Raises ValueError for another
    `max_wait`, TypeError for what is not a client of httpx2.
    """
    _httpx.hint_retries(
        _LIBRARY, client, max_wait=max_wait, policy=policy, budget=budget, provider=provider
    )
    return client


def client(
    *,
    max_wait: float = 60.0,
    policy: _core.RetryPolicy | None = None,
    budget: RetryBudget | None = None,
    provider: Provider | str | None = None,
    **options: Any,
) -> httpx2.Client:
    """Make a client for an SDK, with the hook of `hint_retries`.

        client = anthropic.Anthropic(http_client=apifault.httpx2.client())

    `options` are those of `httpx2.Client`. As SDKs do for their own clients, redirects are
    followed, and up to 1,000 connections are used, 100 of them kept alive. The timeouts are the
    defaults of httpx2, which SDKs replace by their own.
    """
    made = httpx2.Client(**_httpx.client_options(_LIBRARY, options))
    return hint_retries(made, max_wait=max_wait, policy=policy, budget=budget, provider=provider)


def async_client(
    *,
    max_wait: float = 60.0,
    policy: _core.RetryPolicy | None = None,
    budget: RetryBudget | None = None,
    provider: Provider | str | None = None,
    **options: Any,
) -> httpx2.AsyncClient:
    """Make an asynchronous client for an SDK, as `client` does.

    client = anthropic.AsyncAnthropic(http_client=apifault.httpx2.async_client())
    """
    made = httpx2.AsyncClient(**_httpx.client_options(_LIBRARY, options))
    return hint_retries(made, max_wait=max_wait, policy=policy, budget=budget, provider=provider)


class RetryTransport(
    _httpx.SyncRetries[httpx2.BaseTransport, httpx2.Request, httpx2.Response], httpx2.BaseTransport
):
    """A transport that sends a request until it succeeds, or the policy gives up.

        transport = RetryTransport(httpx2.HTTPTransport(http2=True), budget=RetryBudget())
        client = httpx2.Client(transport=transport)

    It retries failures of the server from status 400 on and of the connection. It looks into a
    streamed answer to a POST until the first content, and retries an error before that, never one
    after it. The response of the last attempt, or its exception, is given as it came, but a failure
    has the header `x-should-retry: false`, so that an SDK does not retry it again; what the server
    sent is in `response.extensions["apifault.headers"]`. An SDK does not see that an exception was
    retried: set its `max_retries` to 0.

    transport    the transport to wrap: by default, a new `httpx2.HTTPTransport()`. Its proxy,
                 certificates and limits count, not those of the client
    policy       the waits and bounds: by default, those of `RetryPolicy()`
    budget       bounds the retries of all transports that share it
    idempotent   whether a request may be executed twice, or a function that tells it of a request
    provider     as for `classify`
    on_retry     is called with the report and the step before each wait

    A request is sent once if its body cannot be sent twice, as one from a generator.
    """

    _library = _LIBRARY


class AsyncRetryTransport(
    _httpx.AsyncRetries[httpx2.AsyncBaseTransport, httpx2.Request, httpx2.Response],
    httpx2.AsyncBaseTransport,
):
    """The same as `RetryTransport` for a `httpx2.AsyncClient`, with asyncio or trio."""

    _library = _LIBRARY

"""What users write: it type-checks under mypy --strict and pyright, and is not run."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, assert_type

import httpx
import httpx2
import requests
import stamina
import tenacity

import apifault
import apifault.httpx
import apifault.httpx2
import apifault.logging
import apifault.requests
import apifault.stamina
import apifault.tenacity
import apifault.testing
from apifault import Kind, Provider, Report, classify, classify_exception, classify_response


def by_every_door(response: object, error: Exception) -> list[Report]:
    return [
        classify(429, {"retry-after": "2"}, b"", now=1.5, provider="groq"),
        classify(429, {"a": ["b", "c"]}, "text", provider=Provider.GROQ),
        classify(429, [("a", "b")], None),
        classify(429, None, bytearray(b"x")),
        apifault.classify_raw(b"HTTP/2 429"),
        classify_response(response, body=b"x"),
        classify_exception(error, now=1.5),
        apifault.classify_failure(apifault.Failure.TIMEOUT, type="E", message=str(error)),
        apifault.classify_failure("refused", provider=Provider.GROQ),
    ]


def of_tests(report: Report) -> bool:
    """A report has no constructor, which type checkers say before the program runs."""
    made = apifault.testing.report("overloaded", delay_ms=5, limits=[{"metric": "tokens"}])
    assert_type(made, Report)
    assert_type(report.to_dict(), apifault.ReportDict)
    assert_type(report.to_dict()["retry"]["delay_ms"], int | None)
    assert_type(report.to_dict()["limits"][0]["reset_ms"], int | None)
    assert_type(report.attributes(details=True), dict[str, str | int])
    assert_type(apifault.logging.extra(report), dict[str, str | int])
    logging.getLogger().addFilter(apifault.logging.RedactingFilter())
    Report()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    apifault.Limit()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    again = [Report.from_dict(report.to_dict()), Report.from_json(report.to_json())]
    return bool(report.retry) and Report.from_dict({"kind": "success"}) in again


def from_text(error: Exception) -> Kind:
    report = apifault.classify_text(str(error), now=1.5, provider="groq")
    assert_type(report, Report | None)
    return apifault.Failure.OTHER.kind if report is None else report.kind


def by_kind(report: Report) -> str:
    match report:
        case Report(kind=Kind.RATE_LIMITED, retry=apifault.Retry(delay_ms=int(delay_ms))):
            return f"{delay_ms} ms"
        case Report(kind=Kind.AUTHENTICATION):
            return report.action
        case _:
            assert_type(report.provider, Provider | None)
            assert_type(report.limits, tuple[apifault.Limit, ...])
            assert_type(report.error.message, str | None)
            return report.redacted().to_json()


def by_exception(response: object) -> int:
    try:
        assert_type(apifault.raise_for_response(response), Report)
    except (apifault.RateLimitError, apifault.OverloadedError) as error:
        return error.report.delay_ms or 0
    except apifault.ApiError as error:
        assert_type(apifault.ApiError.from_report(error.report), apifault.ApiError)
        assert_type(error.report.kind.fault, apifault.Fault)
    return len(apifault.redact("text"))


async def by_await(response: object) -> Callable[[object], Awaitable[None]]:
    assert_type(await apifault.aclassify_response(response, now=1.5), Report)
    # What aiohttp takes as raise_for_status.
    return apifault.araise_for_response


def by_scan(pieces: Iterator[bytes], response: object) -> bool | None:
    try:
        for piece in apifault.scan(pieces, headers={"a": "b"}, provider="groq"):
            assert_type(piece, bytes)
        for other in apifault.scan(response):
            assert_type(other, Any)
    except apifault.ApiError as error:
        return error.delivered
    return None


async def by_ascan(pieces: AsyncIterator[bytes]) -> None:
    scan = apifault.ascan(pieces, status=200, max_event=1 << 16)
    async for piece in scan:
        assert_type(piece, bytes)
    await scan.aclose()


def by_scanner(pieces: list[bytes]) -> apifault.Report | None:
    scanner = apifault.StreamScanner(headers=[("content-type", "text/event-stream")])
    for piece in pieces:
        for error in scanner.feed(piece):
            assert_type(error, apifault.StreamError)
            assert_type(error.position, int)
    ending = scanner.finish()
    match ending:
        case apifault.Ending(ended=apifault.Ended.CUT_OFF, delivered=False):
            return None
        case _:
            return ending.report


def by_hints(budget: apifault.RetryBudget) -> tuple[httpx.Client, httpx2.AsyncClient]:
    policy = apifault.RetryPolicy(max_now_retries=1)
    assert_type(apifault.httpx.hint_retries(httpx.AsyncClient(), max_wait=5), httpx.AsyncClient)
    assert_type(apifault.httpx2.client(policy=policy, provider="groq"), httpx2.Client)
    client = apifault.httpx.client(budget=budget, proxy="http://127.0.0.1:3128")
    return client, apifault.httpx2.async_client(http2=True)


def by_transport(budget: apifault.RetryBudget) -> tuple[httpx.Client, httpx2.AsyncClient]:
    def is_read(request: httpx.Request) -> bool:
        return request.method == "GET"

    def on_retry(report: Report, step: apifault.Step) -> None:
        print(report.kind, step.wait_ms)

    transport = apifault.httpx.RetryTransport(
        httpx.HTTPTransport(http2=True), budget=budget, idempotent=is_read, on_retry=on_retry
    )
    async_transport = apifault.httpx2.AsyncRetryTransport(policy=apifault.RetryPolicy())
    return httpx.Client(transport=transport), httpx2.AsyncClient(transport=async_transport)


def by_policy(fetch: Callable[[], int], budget: apifault.RetryBudget) -> int:
    policy = apifault.RetryPolicy(max_attempts=3)

    def tell(report: Report, step: apifault.Step) -> None:
        assert_type(report.delay, float | None)
        assert_type(report.retryable, bool)
        assert_type(step.wait_ms, int | None)
        assert_type(step.reason, apifault.GiveUp | None)

    assert_type(policy.run(lambda: "text"), str)
    return policy.run(fetch, budget=budget, idempotent=False, provider="groq", on_retry=tell)


async def by_policy_async(fetch: Callable[[], Awaitable[int]]) -> int:
    assert_type(await apifault.RetryPolicy().arun(fetch, sleep=asyncio.sleep), int)
    return await apifault.RetryPolicy().arun(fetch)


def by_step(report: Report) -> float | None:
    state, policy = apifault.RetryState(), apifault.RetryPolicy()
    step = policy.next(state, report, elapsed_ms=0, random=0.5)
    match step:
        case apifault.Step(wait_ms=int(wait_ms)):
            return wait_ms / 1000
        case apifault.Step(reason=apifault.GiveUp.DELAY_TOO_LONG):
            return None
        case _:
            cooldown = apifault.Cooldown.of(report, time.time())
            assert_type(cooldown, apifault.Cooldown | None)
            return None if cooldown is None or cooldown.covers(other_model=True) else 0


def by_requests(policy: apifault.RetryPolicy, budget: apifault.RetryBudget) -> requests.Session:
    def idempotent(request: requests.PreparedRequest) -> bool:
        return request.method == "GET"

    session = requests.Session()
    session.mount("https://", apifault.requests.RetryAdapter())
    adapter = apifault.requests.RetryAdapter(
        policy, budget=budget, idempotent=idempotent, provider="groq", pool_maxsize=4
    )
    session.mount("http://", adapter)
    return session


@tenacity.retry(
    retry=apifault.tenacity.retry,
    wait=apifault.tenacity.wait,
    stop=apifault.tenacity.stop | tenacity.stop_after_delay(5),
    reraise=True,
)
def by_tenacity() -> str:
    arguments = apifault.tenacity.with_policy(apifault.RetryPolicy(), idempotent=False)

    @tenacity.retry(**arguments)
    def inner() -> str:
        return "text"

    for attempt in tenacity.Retrying(**arguments):
        with attempt:
            assert_type(inner(), str)
    return inner()


@stamina.retry(on=apifault.stamina.backoff, attempts=4)
def by_stamina() -> str:
    hook = apifault.stamina.with_policy(apifault.RetryPolicy(), provider=Provider.GROQ)
    return stamina.RetryingCaller().on(hook)(str, 5)

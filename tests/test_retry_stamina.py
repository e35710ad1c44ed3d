"""The hook for stamina, with the real stamina."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import stamina

import apifault
from apifault import ApiError, Report, RetryPolicy, classify
from apifault.stamina import backoff, with_policy

from scripted import Clock

Hook = Callable[[Exception], bool | float]

BODY = b'{"error": {"code": "tool_use_failed", "message": "Failed to call a function"}}'
LIMITED = classify(429, {"retry-after": "7"}, b"")
AT_ONCE = classify(429, {"retry-after": "0"}, b"")
MINUTE = classify(429, {"retry-after": "60"}, b"")
TOO_LONG = classify(429, {"retry-after": "60.001"}, b"")
NOW = classify(400, {}, BODY)
OVERLOADED = classify(503, {}, b'{"error": "overloaded"}')
DENIED = classify(401, {}, b"")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.stop(monkeypatch, "apifault._retry", "tenacity", "tenacity.nap")
    monkeypatch.setattr("stamina._core._smart_sleep", clock.asleep)
    return clock


def error_of(report: Report, **more: Any) -> ApiError:
    return ApiError.from_report(report, **more)


@pytest.mark.parametrize(
    ("report", "answer"),
    [
        (LIMITED, 7.35),
        (AT_ONCE, 0.0),
        (MINUTE, 62.5),
        (TOO_LONG, False),
        (NOW, 0.0),
        (OVERLOADED, True),
        (DENIED, False),
    ],
)
def test_the_hook_answers(clock: Clock, report: Report, answer: bool | float) -> None:
    told = backoff(error_of(report))
    assert (type(told), told) == (type(answer), answer)


def test_other_exceptions_and_what_is_none(clock: Clock) -> None:
    assert backoff(TimeoutError()) is True
    assert backoff(KeyError()) is False
    assert backoff(error_of(OVERLOADED, delivered=True)) is False

    class Aborted(BaseException):
        status_code = 429

    for end in (KeyboardInterrupt(), asyncio.CancelledError(), Aborted()):
        assert backoff(end) is False  # type: ignore[arg-type]


def test_it_is_never_negative_nor_less_than_stated(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (0.0, 1 - 2**-53, -5.0, float("nan")):
        monkeypatch.setattr("random.random", lambda number=number: number)
        assert 7 <= backoff(error_of(LIMITED)) <= 7.7
        assert backoff(error_of(AT_ONCE)) == 0


def test_another_policy(clock: Clock) -> None:
    hook = with_policy(RetryPolicy(max_delay_ms=6_999), idempotent=False, provider="groq")
    assert hook(error_of(LIMITED)) is False
    assert hook(error_of(AT_ONCE)) == 0.0
    assert hook(TimeoutError()) is False
    assert hook(ConnectionRefusedError()) is True
    with pytest.raises(TypeError, match="policy"):
        with_policy(4)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="idempotent"):
        with_policy(RetryPolicy(), idempotent=0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="quayside"):
        with_policy(RetryPolicy(), provider="quayside")


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(
    ("reports", "calls", "slept"),
    [
        ([LIMITED, AT_ONCE, NOW, None], 4, [7.35, 0, 0]),
        ([TOO_LONG], 1, []),
        ([DENIED], 1, []),
        ([LIMITED], 3, [7.35, 7.35]),
        ([OVERLOADED], 3, [0.1, 0.2]),
    ],
)
def test_stamina_does_as_it_answers(
    clock: Clock, reports: list[Report | None], calls: int, slept: list[float], is_async: bool
) -> None:
    called = 0
    retry = stamina.retry(on=backoff, attempts=3 if len(reports) == 1 else 4, wait_jitter=0)

    def attempt() -> str:
        nonlocal called
        report = reports[min(called, len(reports) - 1)]
        called += 1
        if report is not None:
            raise error_of(report)
        return "done"

    async def aattempt() -> str:
        return attempt()

    def call() -> str:
        return asyncio.run(retry(aattempt)()) if is_async else retry(attempt)()

    if reports[-1] is None:
        assert call() == "done"
    else:
        with pytest.raises(apifault.ApiError):
            call()
    assert called == calls
    assert clock.slept == slept

"""The objects for tenacity, with the real tenacity."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import tenacity

import apifault
import apifault.tenacity
from apifault import ApiError, RetryBudget, RetryPolicy, classify
from apifault.tenacity import with_policy

from scripted import Clock

LIMITED = ApiError.from_report(classify(429, {"retry-after": "7"}, b""))
TOO_LONG = ApiError.from_report(classify(429, {"retry-after": "80832"}, b""))
OVERLOADED = ApiError.from_report(classify(503, {}, b'{"error": "overloaded"}'))
DENIED = ApiError.from_report(classify(401, {}, b""))
NOW = ApiError.from_report(
    classify(400, {}, b'{"error": {"code": "tool_use_failed", "message": "Failed to call"}}')
)

DEFAULT = {
    "retry": apifault.tenacity.retry,
    "wait": apifault.tenacity.wait,
    "stop": apifault.tenacity.stop,
    "reraise": True,
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.stop(monkeypatch, "apifault._retry", "tenacity")
    return clock


class Script:
    """A call that does, one after the other, what is written down: the last of it for ever."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0

    def __call__(self) -> Any:
        outcome = self.outcomes[min(self.calls, len(self.outcomes) - 1)]
        self.calls += 1
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


def run(clock: Clock, script: Script, **arguments: Any) -> Any:
    return tenacity.Retrying(sleep=clock.sleep, **(arguments or DEFAULT))(script)


def arun(clock: Clock, script: Script, **arguments: Any) -> Any:
    async def call() -> Any:
        return script()

    retrying = tenacity.AsyncRetrying(sleep=clock.asleep, **(arguments or DEFAULT))
    return asyncio.run(retrying(call))  # type: ignore[arg-type]


RUNS = pytest.mark.parametrize("run", [run, arun])
Run = Callable[..., Any]


@RUNS
def test_a_failure_is_sent_again_until_it_succeeds(clock: Clock, run: Run) -> None:
    script = Script(LIMITED, OVERLOADED, NOW, "done")
    assert run(clock, script) == "done"
    assert clock.slept == [7.35, 2.0, 0]


@RUNS
@pytest.mark.parametrize(
    ("error", "calls", "reason"),
    [
        (DENIED, 1, "not_retryable"),
        (TOO_LONG, 1, "delay_too_long (the server stated 80832 s)"),
        (OVERLOADED, 4, "tries"),
        (NOW, 3, "tries"),
    ],
)
def test_the_exception_comes_as_it_is_and_says_why(
    clock: Clock, run: Run, error: ApiError, calls: int, reason: str
) -> None:
    script = Script(error)
    with pytest.raises(ApiError) as caught:
        run(clock, script)
    assert caught.value is error
    assert script.calls == calls
    many = "" if calls == 1 else "s"
    assert error.__notes__ == [f"apifault: gave up after {calls} attempt{many}: {reason}"]


@RUNS
def test_a_failing_response_is_a_failure(clock: Clock, run: Run) -> None:
    failed = SimpleNamespace(status_code=429, headers={"retry-after": "1"}, content=b"")
    assert run(clock, Script(failed, "done")) == "done"
    script = Script(failed)
    assert run(clock, script) is failed
    assert script.calls == 4
    assert clock.slept == [1.05] * 4


@RUNS
@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_what_is_no_exception_ends_the_call_at_once(
    clock: Clock, run: Run, end: type[BaseException]
) -> None:
    class Aborted(end):  # type: ignore[misc, valid-type]
        status_code = 429

    for error in (end(), Aborted()):
        script = Script(error)
        with pytest.raises(end):
            run(clock, script)
        assert script.calls == 1
        assert not hasattr(error, "__notes__")
    assert clock.slept == []


@RUNS
def test_a_policy_a_budget_and_more_of_its_own(clock: Clock, run: Run) -> None:
    budget = RetryBudget(100)
    policy = RetryPolicy(max_attempts=9)
    script = Script(*[LIMITED] * 6, "done")
    assert run(clock, script, **with_policy(policy, budget=budget, provider="groq")) == "done"
    # One decision for each attempt, however many objects ask for it; the last one was given back.
    assert budget.tokens == 100 - 5
    script = Script(TimeoutError())
    with pytest.raises(TimeoutError):
        run(clock, script, **with_policy(policy, idempotent=False))
    assert script.calls == 1


@RUNS
def test_time_counts_from_the_beginning(clock: Clock, run: Run) -> None:
    script = Script(LIMITED)
    with pytest.raises(ApiError):
        run(clock, script, **with_policy(RetryPolicy(deadline_ms=20_000)))
    assert clock.slept == [7.35, 7.35]
    assert "deadline" in LIMITED.__notes__[0]


def test_the_time_of_the_first_attempt_counts(clock: Clock) -> None:
    def call() -> None:
        clock.now += 600
        raise LIMITED

    with pytest.raises(ApiError):
        tenacity.Retrying(sleep=clock.sleep, **DEFAULT)(call)  # type: ignore[arg-type]
    assert "1 attempt: deadline" in LIMITED.__notes__[0]


def test_it_decorates_and_each_call_begins_anew(clock: Clock) -> None:
    calls = 0

    @tenacity.retry(**with_policy(RetryPolicy(max_attempts=2)), sleep=clock.sleep)
    def call() -> None:
        nonlocal calls
        calls += 1
        raise OVERLOADED

    for number in (2, 4):
        with pytest.raises(ApiError):
            call()
        assert calls == number


def test_a_block_is_retried(clock: Clock) -> None:
    script = Script(LIMITED, "done")
    for attempt in tenacity.Retrying(sleep=clock.sleep, **DEFAULT):  # type: ignore[arg-type]
        with attempt:
            answer = script()
    assert answer == "done"
    assert clock.slept == [7.35]


# --- each alone ---


def test_retry_alone_gives_up_where_the_policy_does(clock: Clock) -> None:
    wait = tenacity.wait_fixed(3)
    for error, calls in ((DENIED, 1), (TOO_LONG, 1), (OVERLOADED, 4)):
        script = Script(error)
        with pytest.raises(ApiError):
            run(clock, script, retry=apifault.tenacity.retry, wait=wait)
        assert script.calls == calls
    assert clock.slept == [3, 3, 3]


def test_retry_alone_obeys_a_stricter_stop(clock: Clock) -> None:
    script = Script(OVERLOADED)
    with pytest.raises(tenacity.RetryError):
        run(clock, script, retry=apifault.tenacity.retry, stop=tenacity.stop_after_attempt(2))
    assert script.calls == 2


def test_wait_alone_waits_as_stated_and_backs_off_otherwise(clock: Clock) -> None:
    script = Script(LIMITED, OVERLOADED, DENIED, KeyError(), NOW, OVERLOADED, "done")
    stop = tenacity.stop_after_attempt(9)
    assert run(clock, script, wait=apifault.tenacity.wait, stop=stop) == "done"
    # Half of the bounds, which double with each attempt: 4 s, then 2 s and 4 s of other failures.
    assert clock.slept == [7.35, 2.0, 1.0, 2.0, 0, 30.0]


def test_wait_alone_ends_the_call_rather_than_wait_too_long_or_too_short(clock: Clock) -> None:
    script = Script(TOO_LONG)
    with pytest.raises(ApiError) as caught:
        run(clock, script, wait=apifault.tenacity.wait, stop=tenacity.stop_after_attempt(9))
    assert caught.value is TOO_LONG
    response = SimpleNamespace(status_code=429, headers={"retry-after": "61"}, content=b"")
    with pytest.raises(apifault.RateLimitError):
        run(
            clock,
            Script(response),
            retry=tenacity.retry_if_result(lambda result: result is response),
            wait=apifault.tenacity.wait,
        )
    assert script.calls == 1
    assert clock.slept == []


def test_a_long_delay_after_content_is_not_shortened(clock: Clock) -> None:
    error = ApiError.from_report(TOO_LONG.report, delivered=True)
    with pytest.raises(ApiError):
        run(clock, Script(error), wait=apifault.tenacity.wait)
    assert clock.slept == []


def test_stop_alone_stops_where_the_policy_gives_up(clock: Clock) -> None:
    wait = tenacity.wait_fixed(3)
    for error, calls in ((DENIED, 1), (TOO_LONG, 1), (OVERLOADED, 4)):
        script = Script(error)
        with pytest.raises(tenacity.RetryError):
            run(clock, script, stop=apifault.tenacity.stop, wait=wait)
        assert script.calls == calls


def test_a_wish_to_try_again_is_a_failure_like_any(clock: Clock) -> None:
    script = Script(tenacity.TryAgain())
    with pytest.raises(tenacity.TryAgain):
        run(clock, script, wait=apifault.tenacity.wait, stop=apifault.tenacity.stop, reraise=True)
    assert script.calls == 4
    assert clock.slept == [0.25, 0.5, 1.0]


def test_attempts_that_nobody_asked_about_count(clock: Clock) -> None:
    # The right side is not asked while the left side wants a retry.
    retry = tenacity.retry_if_exception_type(LookupError) | apifault.tenacity.retry
    script = Script(*[KeyError()] * 3, OVERLOADED)
    with pytest.raises(ApiError):
        run(clock, script, retry=retry, stop=tenacity.stop_after_attempt(9))
    assert script.calls == 4


def test_the_objects_combine_with_tenacitys(clock: Clock) -> None:
    script = Script(LIMITED)
    with pytest.raises(tenacity.RetryError):
        run(
            clock,
            script,
            retry=apifault.tenacity.retry,
            wait=apifault.tenacity.wait + tenacity.wait_fixed(1),
            stop=apifault.tenacity.stop | tenacity.stop_after_attempt(2),
        )
    assert clock.slept == [8.35]


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="expected a RetryPolicy as policy, got int"):
        with_policy(4)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="budget"):
        with_policy(RetryPolicy(), budget=500)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="quayside"):
        with_policy(RetryPolicy(), provider="quayside")

"""Retries: the policy, what it remembers, and the loops around a call. No test waits."""

import asyncio
import copy
import inspect
import json
import pickle
import random
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

import apifault
from apifault import (
    ApiError,
    Cooldown,
    GiveUp,
    Report,
    RetryBudget,
    RetryPolicy,
    RetryState,
    Step,
    classify,
)

LARGEST = (1 << 53) - 1
U32, U64 = (1 << 32) - 1, (1 << 64) - 1

LIMITED = classify(429, {"retry-after": "7"}, b"")
OVERLOADED = classify(503, {}, b'{"error": "The model is overloaded"}')
GATEWAY = classify(502, {}, b"")
DENIED = classify(401, {}, b"")


class Clock:
    """Stands in for the module `time` and for `asyncio.sleep`: nothing waits."""

    def __init__(self) -> None:
        self.now = 5_000.0
        self.slept: list[float] = []
        self.at_sleep: Callable[[], None] = lambda: None

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return 1_767_225_600.0 + self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.at_sleep()

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("apifault._retry.time", clock)
    monkeypatch.setattr("time.time", clock.time)
    monkeypatch.setattr(asyncio, "sleep", clock.asleep)
    draw(monkeypatch, 0.5)
    return clock


def draw(monkeypatch: pytest.MonkeyPatch, number: float) -> None:
    monkeypatch.setattr(random, "random", lambda: number)


Outcome = BaseException | object


class Script:
    """A call that does, one after the other, what is written down: the last of it for ever."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0

    def __call__(self) -> Any:
        outcome = self.outcomes[min(self.calls, len(self.outcomes) - 1)]
        self.calls += 1
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    async def asynchronous(self) -> Any:
        return self()


def run(script: Script, policy: RetryPolicy | None = None, **options: Any) -> Any:
    return (policy or RetryPolicy()).run(script, **options)


def arun(script: Script, policy: RetryPolicy | None = None, **options: Any) -> Any:
    return asyncio.run((policy or RetryPolicy()).arun(script.asynchronous, **options))


RUNS = pytest.mark.parametrize("run", [run, arun])
Run = Callable[..., Any]


def error_of(report: Report, *, delivered: bool | None = None) -> ApiError:
    return ApiError.from_report(report, delivered=delivered)


def response(status: int, headers: Any = None, body: bytes = b"") -> Any:
    return SimpleNamespace(status_code=status, headers=headers or {}, content=body)


def note_of(error: BaseException) -> str:
    (note,) = error.__notes__
    return note


# --- what ends a call ---


@RUNS
def test_a_success_is_returned_at_once(clock: Clock, run: Run) -> None:
    for result in (None, "text", response(200), {"status": 500}, 0):
        script = Script(result)
        assert run(script) is result
        assert script.calls == 1
    assert clock.slept == []


@RUNS
def test_a_failure_is_sent_again_until_it_succeeds(clock: Clock, run: Run) -> None:
    script = Script(error_of(LIMITED), response(502), TimeoutError("slow"), "done")
    told: list[tuple[str, int | None]] = []
    answer = run(script, on_retry=lambda report, step: told.append((report.kind, step.wait_ms)))
    assert answer == "done"
    assert clock.slept == [7.35, 0.5, 1.0]
    assert told == [("rate_limited", 7_350), ("bad_gateway", 500), ("timeout", 1_000)]


@RUNS
@pytest.mark.parametrize(
    ("error", "options", "policy", "reason", "calls"),
    [
        (error_of(DENIED), {}, {}, GiveUp.NOT_RETRYABLE, 1),
        (error_of(OVERLOADED, delivered=True), {}, {}, GiveUp.DELIVERED, 1),
        (TimeoutError(), {"idempotent": False}, {}, GiveUp.NOT_IDEMPOTENT, 1),
        (error_of(LIMITED), {}, {"max_delay_ms": 6_999}, GiveUp.DELAY_TOO_LONG, 1),
        (error_of(OVERLOADED), {}, {}, GiveUp.TRIES, 4),
        (error_of(OVERLOADED), {}, {"max_attempts": 0}, GiveUp.TRIES, 1),
        (error_of(LIMITED), {}, {"deadline_ms": 7_351}, GiveUp.DEADLINE, 2),
        (error_of(LIMITED), {}, {"deadline_ms": 0}, GiveUp.DEADLINE, 1),
        (error_of(GATEWAY), {"budget": RetryBudget(14)}, {}, GiveUp.BUDGET, 3),
    ],
)
def test_every_reason_ends_a_call(
    clock: Clock,
    run: Run,
    error: BaseException,
    options: dict[str, Any],
    policy: dict[str, int],
    reason: GiveUp,
    calls: int,
) -> None:
    if "budget" in options:
        options = {"budget": RetryBudget(14)}
    script = Script(error)
    with pytest.raises(type(error)) as caught:
        run(script, RetryPolicy(**policy), **options)
    assert caught.value is error
    assert script.calls == calls
    assert len(clock.slept) == calls - 1
    many = "" if calls == 1 else "s"
    assert note_of(error).startswith(f"apifault: gave up after {calls} attempt{many}: {reason}")


def test_all_reasons_were_met() -> None:
    marks = test_every_reason_ends_a_call.pytestmark
    (cases,) = (mark.args[1] for mark in marks if len(mark.args[0]) == 5)
    assert {case[3] for case in cases} == set(GiveUp)


@RUNS
def test_the_exception_keeps_its_traceback_and_says_why(clock: Clock, run: Run) -> None:
    error = error_of(classify(429, {"retry-after": "80832"}, b""))
    with pytest.raises(ApiError) as caught:
        run(Script(error))
    assert note_of(error) == (
        "apifault: gave up after 1 attempt: delay_too_long (the server stated 80832 s)"
    )
    text = "".join(traceback.format_exception(caught.value))
    assert "raise outcome" in text
    assert text.rstrip().endswith(note_of(error))
    assert clock.slept == []


def test_a_stated_delay_is_written_as_it_was(clock: Clock) -> None:
    policy = RetryPolicy(max_delay_ms=0)
    stated = {"0.001": "0.001", "1.50": "1.5", "1234567.891": "1234567.891", "100": "100"}
    for header, shown in stated.items():
        error = error_of(classify(429, {"retry-after": header}, b""))
        with pytest.raises(ApiError):
            run(Script(error), policy)
        assert note_of(error).endswith(f"(the server stated {shown} s)")


def test_an_exception_that_is_raised_again_and_again_has_one_note(clock: Clock) -> None:
    error = error_of(DENIED)
    error.add_note("of the caller")
    for _ in range(3):
        with pytest.raises(ApiError):
            run(Script(error))
    assert error.__notes__ == ["of the caller", "apifault: gave up after 1 attempt: not_retryable"]


def test_an_exception_that_refuses_notes_is_raised_nevertheless(clock: Clock) -> None:
    class Refusing(Exception):
        def add_note(self, note: str, /) -> None:
            raise RuntimeError(note)

    error = Refusing()
    other = error_of(DENIED)
    other.__notes__ = ("frozen",)  # type: ignore[assignment]
    for each in (error, other):
        with pytest.raises(type(each)) as caught:
            run(Script(each))
        assert caught.value is each


@RUNS
def test_a_failing_response_is_returned_as_it_came(clock: Clock, run: Run) -> None:
    denied = response(401)
    assert run(Script(denied)) is denied
    limited = response(429, {"retry-after": "80832"})
    assert run(Script(limited)) is limited
    assert clock.slept == []
    overloaded = response(503, {"retry-after": "0"}, b'{"error": "overloaded"}')
    script = Script(overloaded)
    assert run(script) is overloaded
    assert (script.calls, clock.slept) == (4, [0, 0, 0])


@RUNS
def test_an_error_in_a_success_is_a_failure(clock: Clock, run: Run) -> None:
    body = b'{"error": {"message": "The model is overloaded", "code": 503}}'
    script = Script(response(200, body=body), "done")
    assert run(script) == "done"
    assert script.calls == 2


# --- cancellation ---


class Aborted(BaseException):
    """Not for the loop, though it looks like a failed call."""

    status_code = 429


@RUNS
@pytest.mark.parametrize(
    "end", [KeyboardInterrupt, SystemExit, asyncio.CancelledError, GeneratorExit, Aborted]
)
def test_what_is_no_exception_ends_the_call_at_once(
    clock: Clock, run: Run, end: type[BaseException]
) -> None:
    script = Script(end())
    with pytest.raises(end) as caught:
        run(script)
    assert script.calls == 1
    assert clock.slept == []
    assert not hasattr(caught.value, "__notes__")


@RUNS
@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_a_wait_can_be_cancelled(clock: Clock, run: Run, end: type[BaseException]) -> None:
    def cancel() -> None:
        raise end

    clock.at_sleep = cancel
    script = Script(error_of(LIMITED))
    with pytest.raises(end):
        run(script)
    assert script.calls == 1
    assert len(clock.slept) == 1


def test_a_task_is_cancelled_in_its_call_and_in_its_wait() -> None:
    async def cancelled(error: Exception | None) -> int:
        calls, waiting = 0, asyncio.Event()

        async def call() -> None:
            nonlocal calls
            calls += 1
            if error is not None:
                raise error
            waiting.set()
            await asyncio.Event().wait()

        async def sleep(seconds: float) -> None:
            waiting.set()
            await asyncio.Event().wait()

        task = asyncio.ensure_future(RetryPolicy().arun(call, sleep=sleep))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return calls

    assert asyncio.run(cancelled(None)) == 1
    assert asyncio.run(cancelled(error_of(LIMITED))) == 1


# --- waits ---


@pytest.mark.parametrize(("number", "wait_s"), [(0.0, 7.0), (1 - 2**-53, 7.699)])
def test_a_stated_delay_is_never_shortened(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, number: float, wait_s: float
) -> None:
    draw(monkeypatch, number)
    assert run(Script(error_of(LIMITED), "done")) == "done"
    assert clock.slept == [wait_s]


@pytest.mark.parametrize(
    ("number", "waits"), [(0.0, [0, 0, 0]), (1 - 2**-53, [0.499, 0.999, 1.999])]
)
def test_a_backoff_is_drawn_below_a_bound_that_doubles(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, number: float, waits: list[float]
) -> None:
    draw(monkeypatch, number)
    assert run(Script(response(502))).status_code == 502
    assert clock.slept == waits


def test_a_stated_delay_of_0_is_a_delay(clock: Clock) -> None:
    script = Script(error_of(classify(429, {"retry-after": "0"}, b"")), "done")
    assert run(script) == "done"
    assert clock.slept == [0]


def test_the_advice_now_waits_for_nothing_and_only_so_often(clock: Clock) -> None:
    body = b'{"error": {"code": "tool_use_failed", "message": "Failed to call a function"}}'
    failed = response(400, body=body)
    script = Script(failed)
    assert run(script, RetryPolicy(max_attempts=9)) is failed
    assert (script.calls, clock.slept) == (3, [0, 0])


@RUNS
def test_the_longest_delay_is_waited_for_if_the_policy_says_so(clock: Clock, run: Run) -> None:
    report = classify(429, {"retry-after": str(LARGEST)}, b"")
    assert report.delay_ms == LARGEST
    with pytest.raises(ApiError):
        run(Script(error_of(report)), RetryPolicy(max_delay_ms=LARGEST - 1))
    patient = RetryPolicy(max_delay_ms=U64, deadline_ms=U64)
    assert run(Script(error_of(report), "done"), patient) == "done"
    # Longer than that, clocks overflow.
    assert clock.slept == [1e9]


@RUNS
def test_time_counts_from_the_first_attempt_on(clock: Clock, run: Run) -> None:
    def slow() -> None:
        clock.now += 400

    script = Script(error_of(LIMITED))
    clock.at_sleep = slow
    with pytest.raises(ApiError):
        run(script)
    # After the second wait, 814.7 s have passed, of 600.
    assert clock.slept == [7.35, 7.35]
    assert note_of(script.outcomes[0]).startswith(  # type: ignore[arg-type]
        "apifault: gave up after 3 attempts: deadline"
    )


def test_a_clock_that_goes_back_counts_as_one_that_stands(clock: Clock) -> None:
    def back() -> None:
        clock.now -= 1_000

    clock.at_sleep = back
    assert run(Script(error_of(LIMITED), "done"), RetryPolicy(deadline_ms=7_351)) == "done"


@RUNS
def test_a_time_is_a_delay_by_the_clock_of_the_server(clock: Clock, run: Run) -> None:
    until = {"retry-after": "Tue, 17 Mar 2026 10:20:40 GMT"}
    dated = {**until, "date": "Tue, 17 Mar 2026 10:20:30 GMT"}
    assert run(Script(response(429, dated), "done")) == "done"
    assert clock.slept == [10.5]

    class Failed(Exception):
        def __init__(self, headers: dict[str, str]) -> None:
            self.response = response(429, headers)

    assert run(Script(Failed(dated), "done")) == "done"
    assert clock.slept == [10.5, 10.5]
    # Without a date, by that of this machine: here the time is long ago, so more than a minute.
    error = Failed(until)
    with pytest.raises(Failed):
        run(Script(error))
    assert "delay_too_long" in note_of(error)


@pytest.mark.parametrize("date", ["", "yesterday", None, 5, b"x", "Tue, 17 Mar 99999 10:20:30 GMT"])
def test_a_date_that_is_none_is_passed_over(clock: Clock, date: Any) -> None:
    headers = SimpleNamespace(get=lambda name: date, items=lambda: [("retry-after", "3")])
    assert run(Script(response(429, headers), "done")) == "done"
    assert clock.slept == [3.15]


# --- what a call gives ---


def test_a_generator_is_not_consumed(clock: Clock) -> None:
    def call() -> Iterator[int]:
        yield 1
        raise error_of(LIMITED)

    pieces = RetryPolicy().run(call)
    assert next(pieces) == 1
    with pytest.raises(ApiError):
        next(pieces)
    assert clock.slept == []


def test_the_beginning_of_a_stream_is_retried_if_the_call_reads_it(clock: Clock) -> None:
    calls = 0

    def call() -> tuple[int, Iterator[int]]:
        def pieces() -> Iterator[int]:
            nonlocal calls
            calls += 1
            if calls < 3:
                raise error_of(OVERLOADED, delivered=False)
            yield from (1, 2)

        stream = pieces()
        return next(stream), stream

    first, rest = RetryPolicy().run(call)
    assert [first, *rest] == [1, 2]
    assert clock.slept == [1.0, 2.0]


def test_an_asynchronous_function_is_refused(clock: Clock) -> None:
    async def call() -> None:
        raise AssertionError("never")

    with pytest.raises(TypeError, match=r"^the call gave a coroutine; use arun, and await it$"):
        _ = RetryPolicy().run(call)


def test_what_cannot_be_awaited_is_refused(clock: Clock) -> None:
    async def pieces() -> Any:
        yield 1

    async def call() -> Any:
        return pieces()

    policy: Any = RetryPolicy()
    with pytest.raises(TypeError, match=r"^the call gave a async_generator, which cannot be"):
        asyncio.run(policy.arun(pieces))
    with pytest.raises(TypeError, match=r"^the call gave a int, which cannot be awaited; use run"):
        asyncio.run(policy.arun(lambda: 5))
    assert hasattr(asyncio.run(policy.arun(call)), "__anext__")


def test_an_object_that_raises_when_looked_at_is_a_success(clock: Clock) -> None:
    class Lazy:
        @property
        def status_code(self) -> int:
            raise RuntimeError("not yet")

    lazy = Lazy()
    assert run(Script(lazy)) is lazy


def test_the_body_of_an_asynchronous_failure_is_read(clock: Clock) -> None:
    class Response:
        status_code = 429
        headers: dict[str, str] = {}  # noqa: RUF012

        def __init__(self) -> None:
            self.events: list[str] = []

        async def aread(self) -> bytes:
            self.events.append("read")
            self.content = b'{"error": {"message": "Please try again in 20s."}}'
            return self.content

        async def aclose(self) -> None:
            self.events.append("closed")

    failed = Response()
    assert arun(Script(failed, "done")) == "done"
    assert failed.events == ["read", "closed"]
    assert clock.slept == [21.0]


def test_a_response_is_closed_before_the_next_one(clock: Clock) -> None:
    closed: list[int] = []
    failed = response(502)
    failed.close = lambda: closed.append(1)
    assert run(Script(failed, failed, "done")) == "done"
    assert closed == [1, 1]
    assert run(Script(response(401))).status_code == 401


def test_what_only_looks_like_a_response_harms_nothing(clock: Clock) -> None:
    odd = SimpleNamespace(status=200, headers=object())
    assert run(Script(odd)) is odd
    without_body = SimpleNamespace(status=503, headers={})
    script = Script(without_body, "done")
    assert run(script) == "done"


@RUNS
def test_whether_the_request_was_sent_counts(clock: Clock, run: Run) -> None:
    class ConnectError(Exception):
        pass

    class ReadTimeout(Exception):
        pass

    def caused(error: Exception, cause: Exception) -> Exception:
        error.__cause__ = cause
        return error

    for error in (ConnectError(), ConnectionRefusedError(), caused(TimeoutError(), ConnectError())):
        assert run(Script(error, "done"), idempotent=False) == "done"
    for error in (TimeoutError(), ConnectionResetError(), caused(ReadTimeout(), ConnectError())):
        with pytest.raises(type(error)):
            run(Script(error, "done"), idempotent=False)


@RUNS
def test_what_came_before_a_wrapped_error_counts(clock: Clock, run: Run) -> None:
    wrapped = RuntimeError("the answer broke off")
    wrapped.__cause__ = error_of(OVERLOADED, delivered=True)
    with pytest.raises(RuntimeError):
        run(Script(wrapped, "done"))
    assert "delivered" in note_of(wrapped)


@RUNS
def test_what_on_retry_raises_ends_the_call(clock: Clock, run: Run) -> None:
    def stop(report: Report, step: Step) -> None:
        raise LookupError(step.wait_ms)

    with pytest.raises(LookupError, match="7350"):
        run(Script(error_of(LIMITED)), on_retry=stop)
    assert clock.slept == []


def test_on_retry_may_be_asynchronous(clock: Clock) -> None:
    told: list[int | None] = []

    async def tell(report: Report, step: Step) -> None:
        told.append(step.wait_ms)

    assert arun(Script(error_of(LIMITED), "done"), on_retry=tell) == "done"
    assert told == [7_350]


@RUNS
def test_wrong_arguments_are_found_before_the_call(clock: Clock, run: Run) -> None:
    script = Script("never called")
    with pytest.raises(TypeError, match="expected a RetryBudget as budget, got int"):
        run(script, budget=5)
    with pytest.raises(TypeError, match="expected True or False as idempotent, got str"):
        run(script, idempotent="no")
    with pytest.raises(ValueError, match="quayside"):
        run(script, provider="quayside")
    assert script.calls == 0


def test_a_provider_says_how_to_read_a_response(clock: Clock) -> None:
    told: list[Report] = []
    run(
        Script(response(503), "done"),
        provider="groq",
        on_retry=lambda report, step: told.append(report),
    )
    assert [report.provider for report in told] == ["groq"]


# --- budgets ---


def test_a_success_gives_back_what_the_last_retry_took(clock: Clock) -> None:
    budget = RetryBudget(100)
    run(Script(error_of(LIMITED), TimeoutError(), "done"), budget=budget)
    assert budget.tokens == 100 - 1
    run(Script(response(502), response(429), "done"), budget=budget)
    assert budget.tokens == 99 - 5
    run(Script("done"), budget=budget)
    assert budget.tokens == 94 + 1


def test_threads_that_share_a_budget_lose_no_token() -> None:
    """A start behind a barrier; each thread counts what it took and gave."""
    threads, rounds = 16, 400
    budget = RetryBudget(U32, tokens=1_000_000)
    policy = RetryPolicy(max_attempts=U32, retry_cost=3, timeout_retry_cost=7, success_refund=2)
    timeout = classify(504, {}, b"")
    barrier = threading.Barrier(threads)

    def work(seed: int) -> int:
        chosen = random.Random(seed)
        spent = 0
        barrier.wait()
        for _ in range(rounds):
            state = RetryState()
            for report in chosen.choices([GATEWAY, timeout], k=chosen.randrange(4)):
                step = policy.next(state, report, elapsed_ms=0, random=0.5, budget=budget)
                assert step.wait_ms is not None
                spent += state.last_cost
            spent -= state.last_cost or 2
            success = classify(200, {}, b"")
            assert policy.next(state, success, elapsed_ms=0, random=0.5, budget=budget).is_done
        return spent

    with ThreadPoolExecutor(threads) as pool:
        spent = sum(pool.map(work, range(threads)))
    assert spent != 0
    assert budget.tokens == 1_000_000 - spent


def test_threads_that_empty_a_budget_make_as_many_retries_as_it_holds() -> None:
    budget = RetryBudget(500)
    policy = RetryPolicy(max_attempts=U32)
    barrier = threading.Barrier(16)

    def work(_: int) -> int:
        barrier.wait()
        state, retries = RetryState(), 0
        while (
            policy.next(state, GATEWAY, elapsed_ms=0, random=0, budget=budget).wait_ms is not None
        ):
            retries += 1
        return retries

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(work, range(16))) == 100
    assert budget.tokens == 0


def test_one_policy_serves_many_threads_at_once(clock: Clock) -> None:
    policy, budget = RetryPolicy(), RetryBudget(1_000)
    scripts = [Script(error_of(LIMITED), str(number)) for number in range(64)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda script: policy.run(script, budget=budget), scripts))
    assert answers == [str(number) for number in range(64)]
    assert clock.slept == [7.35] * 64
    assert budget.tokens == 1_000


# --- the numbers ---

FIELDS = RetryPolicy().to_dict()
SMALL = {
    "max_attempts",
    "max_now_retries",
    "retry_cost",
    "timeout_retry_cost",
    "rate_limit_retry_cost",
    "success_refund",
}


def test_the_documentation_has_every_number_and_its_default() -> None:
    for field, default in FIELDS.items():
        assert f"{field} ({default})" in str(RetryPolicy.__doc__)


def largest(field: str) -> int:
    return U32 if field in SMALL else U64


def decide(policy: RetryPolicy, report: Report, **options: Any) -> Step:
    state = options.pop("state", RetryState())
    return policy.next(state, report, **{"elapsed_ms": 0, "random": 0.5, **options})


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("report", [LIMITED, OVERLOADED, GATEWAY, DENIED], ids=str)
def test_a_field_of_0_and_of_the_largest_number_gives_a_step(field: str, report: Report) -> None:
    for value in (0, 1, largest(field)):
        policy = RetryPolicy(**{field: value})
        assert policy.to_dict() == {**FIELDS, field: value}
        for number in (0.0, 1 - 2**-53, float("nan"), float("inf"), -1.0):
            for elapsed_ms in (0, U64):
                step = decide(
                    policy, report, random=number, elapsed_ms=elapsed_ms, budget=RetryBudget(U32)
                )
                assert (step.wait_ms is None) != (step.reason is None)
                if elapsed_ms:
                    assert step.reason in (GiveUp.DEADLINE, GiveUp.NOT_RETRYABLE, *early(step))


def early(step: Step) -> set[GiveUp]:
    """The reasons that come before the deadline."""
    return {GiveUp.DELAY_TOO_LONG, GiveUp.TRIES} if step.reason else set()


def test_elapsed_time_beyond_the_deadline_gives_up() -> None:
    for elapsed_ms in (600_000, 600_001, U64):
        assert decide(RetryPolicy(), GATEWAY, elapsed_ms=elapsed_ms).reason is GiveUp.DEADLINE


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_a_wrong_type_or_range_is_refused(field: str) -> None:
    for value in (-1, largest(field) + 1, 10**5000):
        most = largest(field)
        said = f"^must be from 0 to {most}\nwhile processing '{field}'$"
        with pytest.raises(OverflowError, match=said):
            RetryPolicy(**{field: value})
    for wrong in ("4", 4.0, [4]):
        with pytest.raises(TypeError, match="int"):
            RetryPolicy(**{field: wrong})  # type: ignore[arg-type]


def test_arguments_of_a_wrong_type_are_refused() -> None:
    policy, state = RetryPolicy(), RetryState()
    good: dict[str, Any] = {"elapsed_ms": 0, "random": 0.5}
    for wrong in (
        {"elapsed_ms": "0"},
        {"elapsed_ms": 0.5},
        {"random": "0.5"},
        {"random": None},
        {"budget": 5},
        {"sent": "yes"},
    ):
        with pytest.raises(TypeError):
            policy.next(state, LIMITED, **{**good, **wrong})
    with pytest.raises(OverflowError):
        policy.next(state, LIMITED, elapsed_ms=-1, random=0.5)
    with pytest.raises(TypeError):
        policy.next(state, "a report", **good)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        policy.next(None, LIMITED, **good)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        RetryPolicy(4)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        RetryPolicy(tries=4)  # type: ignore[call-arg]
    assert state.attempts == 0
    with pytest.raises(OverflowError):
        RetryBudget(-1)
    with pytest.raises(OverflowError):
        RetryState(attempts=U32 + 1)


def test_the_number_of_attempts_stays_at_the_largest() -> None:
    state = RetryState(attempts=U32, now_retries=U32)
    assert decide(RetryPolicy(), GATEWAY, state=state).reason is GiveUp.TRIES
    assert state.attempts == U32


# --- copies, texts ---

VALUES: list[Any] = [
    RetryPolicy(),
    RetryPolicy(max_attempts=0, deadline_ms=U64, retry_cost=U32),
    RetryState(),
    RetryState(attempts=3, now_retries=1, last_cost=U32),
    RetryBudget(),
    RetryBudget(U32, tokens=0),
    decide(RetryPolicy(), classify(200, {}, b"")),
    decide(RetryPolicy(), LIMITED),
    decide(RetryPolicy(max_delay_ms=0), LIMITED),
    decide(RetryPolicy(), DENIED),
    Cooldown.of(LIMITED, 1_767_225_600.5),
    Cooldown.of(OVERLOADED, 0),
    Cooldown.of(DENIED, 0),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_copies_and_pickles_say_the_same(value: Any) -> None:
    # The protocols before 2 know no class without attributes.
    pickles = [pickle.loads(pickle.dumps(value, number)) for number in range(2, 6)]
    for each in (copy.copy(value), copy.deepcopy(value), *pickles):
        assert type(each) is type(value)
        assert each.to_dict() == value.to_dict()
        assert repr(each) == repr(value)
        if not isinstance(value, RetryBudget):
            assert each == value
    assert json.loads(json.dumps(value.to_dict())) == value.to_dict()


@pytest.mark.parametrize("value", VALUES[:6], ids=repr)
def test_what_has_an_init_is_made_again_from_its_dict(value: Any) -> None:
    assert type(value)(**value.to_dict()).to_dict() == value.to_dict()


def test_equal_values_hash_alike() -> None:
    assert RetryPolicy() == RetryPolicy(max_attempts=4) != RetryPolicy(max_attempts=5)
    assert hash(RetryPolicy()) == hash(RetryPolicy(max_attempts=4))
    one, other = (decide(RetryPolicy(), DENIED) for _ in range(2))
    assert (one, hash(one)) == (other, hash(other))
    cooldowns = {Cooldown.of(DENIED, now) for now in (0, 5)}
    assert len(cooldowns) == 1
    # A budget is a thing, not a value.
    assert RetryBudget() != RetryBudget()


def test_texts_say_what_a_value_is() -> None:
    assert repr(RetryState(attempts=2)) == "RetryState(attempts=2, now_retries=0, last_cost=0)"
    assert repr(RetryBudget(9, tokens=4)) == "RetryBudget(capacity=9, tokens=4)"
    assert repr(RetryPolicy()).startswith("RetryPolicy(max_attempts=4, max_now_retries=2, ")
    assert eval(repr(RetryPolicy(max_attempts=9))) == RetryPolicy(max_attempts=9)
    assert [repr(step) for step in VALUES[6:10]] == [
        "<Step done>",
        "<Step wait 7350 ms>",
        "<Step give up: delay_too_long, delay 7000 ms>",
        "<Step give up: not_retryable>",
    ]
    assert [repr(cooldown) for cooldown in VALUES[10:]] == [
        "<Cooldown of the credential for this model for 7000 ms>",
        "<Cooldown of the model for 30000 ms>",
        "<Cooldown of the credential for good>",
    ]


def test_dicts_have_every_field() -> None:
    assert [step.to_dict() for step in VALUES[6:9]] == [
        {"step": "done", "wait_ms": None, "reason": None, "delay_ms": None},
        {"step": "wait", "wait_ms": 7350, "reason": None, "delay_ms": None},
        {"step": "give_up", "wait_ms": None, "reason": "delay_too_long", "delay_ms": 7000},
    ]
    assert VALUES[10].to_dict() == {
        "scope": "credential",
        "only_this_model": True,
        "wait_ms": 7000,
        "until_ms": 1_767_225_607_500,
    }


def test_values_are_frozen() -> None:
    for value in VALUES:
        with pytest.raises(AttributeError):
            value.tokens = 1
        with pytest.raises(AttributeError):
            value.something = 1


def test_pickles_name_the_public_module() -> None:
    assert RetryPolicy.__module__ == "apifault"
    assert pickle.loads(pickle.dumps(RetryPolicy)) is apifault.RetryPolicy


# --- reports ---


@pytest.mark.parametrize(
    ("status", "headers", "retryable", "delay"),
    [
        (429, {"retry-after": "1.5"}, True, 1.5),
        (429, {"retry-after": "0"}, True, 0.0),
        (502, {}, True, None),
        (401, {}, False, None),
        (200, {}, False, None),
    ],
)
def test_a_report_says_whether_and_when(
    status: int, headers: dict[str, str], retryable: bool, delay: float | None
) -> None:
    report = classify(status, headers, b"")
    assert (report.retryable, report.delay) == (retryable, delay)


def test_a_cooldown_covers_what_fails_alike() -> None:
    limited = Cooldown.of(LIMITED, 0)
    assert limited is not None
    assert (limited.wait_ms, limited.until_ms, limited.is_permanent) == (7_000, 7_000, False)
    assert limited.covers()
    assert not limited.covers(other_model=True)
    assert not limited.covers(other_credential=True)
    denied = Cooldown.of(DENIED, 0)
    assert denied is not None
    assert denied.is_permanent
    assert denied.covers(other_model=True)
    assert not denied.covers(other_provider=True)
    assert Cooldown.of(classify(400, {}, b""), 0) is None
    assert Cooldown.of(classify(200, {}, b""), 0) is None


@RUNS
def test_a_bug_of_the_program_is_raised_without_a_note(clock: Clock, run: Run) -> None:
    script = Script(KeyError("a slip of the program"))
    with pytest.raises(KeyError) as caught:
        run(script)
    assert (script.calls, hasattr(caught.value, "__notes__")) == (1, False)


def test_an_exception_that_raises_when_looked_at_is_raised_as_it_came(clock: Clock) -> None:
    class Bad(Exception):
        def __getattr__(self, name: str) -> object:
            raise ZeroDivisionError

        @property
        def args(self) -> Any:  # type: ignore[override]
            raise ZeroDivisionError

    def call() -> None:
        raise Bad

    with pytest.raises(Bad):
        RetryPolicy().run(call)


def test_seconds_are_the_milliseconds_in_another_unit() -> None:
    report = apifault.classify(429, {"retry-after-ms": "1500"}, b"")
    step = RetryPolicy().next(apifault.RetryState(), report, elapsed_ms=0, random=0)
    assert (step.wait_ms, step.wait) == (1500, 1.5)
    cooldown = apifault.Cooldown.of(report, 1000)
    assert cooldown is not None
    assert (cooldown.until_ms, cooldown.until) == (1_001_500, 1001.5)
    unpaid = apifault.Cooldown.of(apifault.classify(402, None, b""), 1000)
    assert unpaid is not None
    assert unpaid.until is None
    step = RetryPolicy().next(
        apifault.RetryState(), apifault.classify(402, None, b""), elapsed_ms=0, random=0
    )
    assert step.wait is None


def test_the_signature_has_the_defaults() -> None:
    parameters = inspect.signature(RetryPolicy).parameters
    defaults = {name: parameter.default for name, parameter in parameters.items()}
    assert defaults == RetryPolicy().to_dict()

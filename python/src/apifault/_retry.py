"""Retries: the loop around a call, as the policy decides. The waits are here, and nothing else."""

import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from inspect import isawaitable
from typing import Any, TypeVar

from apifault import _core
from apifault._core import Report, RetryBudget, RetryState, Step
from apifault._enums import Kind, Provider
from apifault._exception import (
    classify_exception,
    delivered_before,
    headers_of_response,
    was_sent,
)
from apifault._response import (
    agather,
    aread_body,
    gather,
    has_head,
    read_body,
    stated,
    time_of,
    unwrapped,
)

_T = TypeVar("_T")

# How the note begins that says why a call was given up.
_NOTE = "apifault: gave up after "

# Clocks overflow somewhere above it: 30 years.
_LONGEST_SLEEP_S = 1e9

SUCCESS = _core.classify(200, None, None)


class RetryCall:
    """One call under a policy, from its first attempt on."""

    def __init__(
        self,
        policy: _core.RetryPolicy,
        budget: RetryBudget | None,
        *,
        idempotent: bool = True,
        provider: Provider | str | None = None,
        began: float | None = None,
    ) -> None:
        """Begin a call, or take one over that began at a time of `time.monotonic`."""
        self._policy = checked(policy, _core.RetryPolicy, "policy")
        self._budget = None if budget is None else checked(budget, RetryBudget, "budget")
        self._idempotent = checked(idempotent, bool, "idempotent")
        self._provider = None if provider is None else Provider(provider)
        self._state = RetryState()
        self._is_known = False
        self._began = time.monotonic() if began is None else began

    @property
    def attempts(self) -> int:
        """How many attempts have ended."""
        return self._state.attempts

    def skip_to(self, attempt: int) -> None:
        """Count attempts about which the policy was not asked, up to the one that ended now."""
        state = self._state
        if state.attempts < attempt - 1:
            self._state = RetryState(attempts=attempt - 1, now_retries=state.now_retries)

    def next(self, report: Report, *, sent: bool = True, delivered: bool = False) -> Step:
        """Give what to do after an attempt."""
        self._is_known = report.kind is not Kind.UNKNOWN
        return self._policy.next(
            self._state,
            report,
            elapsed_ms=max(0, round((time.monotonic() - self._began) * 1000)),
            random=random.random(),
            budget=self._budget,
            sent=sent,
            idempotent=self._idempotent,
            delivered=delivered,
        )

    def after_exception(self, error: BaseException) -> tuple[Report, Step]:
        """Give what an exception means, and what to do after it."""
        report = report_of_exception(error, self._provider)
        return report, self.next(report, sent=was_sent(error), delivered=delivered_before(error))

    def after_result(self, result: object) -> tuple[Report, Step]:
        """Give what a result means, and what to do after it."""
        report = report_of_result(result, self._provider)
        return report, self.next(report)

    def add_note(self, error: BaseException, step: Step) -> None:
        """Say in the traceback of an exception why the call is not sent again.

        An exception that is no failure of a call, such as a bug in the program, has no note.
        """
        if not self._is_known:
            return
        many = "" if self.attempts == 1 else "s"
        note = f"{_NOTE}{self.attempts} attempt{many}: {step.reason}{_stated(step)}"
        with suppress(Exception):  # an exception may refuse notes
            # One that is raised for several calls has the note of the last of them.
            notes = getattr(error, "__notes__", [])
            notes[:] = [each for each in notes if not str(each).startswith(_NOTE)]
            error.add_note(note)


class RetryPolicy(_core.RetryPolicy):
    """Decides whether a failed call is sent again, and after which wait.

        policy = apifault.RetryPolicy(max_attempts=6)
        response = policy.run(lambda: httpx.post(url, json=request))

    `next` gives one decision; `run` and `arun` make the whole loop around a function. The numbers
    and their defaults:

        max_attempts (4)         how often a call is sent at most, the first attempt included
        max_now_retries (2)      how often it is sent again at once, as the advice `now` says
        max_delay_ms (60000)     the longest delay of a server that is waited for; a longer one
                                 ends the call
        deadline_ms (600000)     the time for the whole call: no attempt begins at or after it
        backoff_base_ms (500)    the bound of the first wait after most failures; each attempt
                                 doubles it
        backoff_cap_ms (8000)    the bound that no such wait exceeds
        overload_base_ms (2000), overload_cap_ms (60000)
                                 the same after `overloaded` and `service_unavailable`
        rate_limit_base_ms (5000), rate_limit_cap_ms (60000)
                                 the same after `rate_limited` without a stated delay
        retry_cost (5)           the tokens that a retry takes from a `RetryBudget`
        timeout_retry_cost (10)  the same for a retry after a timeout
        rate_limit_retry_cost (1)
                                 the same for a retry after `rate_limited`
        success_refund (1)       the tokens that a call gives if it succeeds without a retry

    A policy never changes. Threads and tasks may share it, and a budget.
    """

    __slots__ = ()

    def run(
        self,
        call: Callable[[], _T],
        *,
        budget: RetryBudget | None = None,
        idempotent: bool = True,
        provider: Provider | str | None = None,
        on_retry: Callable[[Report, Step], object] | None = None,
    ) -> _T:
        """Call a function until it succeeds, or the policy gives up.

            response = policy.run(lambda: httpx.post(url, json=request))

        A call fails if it raises an exception, or returns the response of an HTTP client that is
        not a success. If the policy gives up, the exception is raised as it came, with a note that
        says why, or the response is returned as it came. What is no `Exception`, such as
        KeyboardInterrupt, ends the call at once.

        Any other result is a success. A generator, a stream or a context manager is returned
        unused: what fails in it later is not retried. To retry the beginning of a stream, let
        `call` read it up to its first content; if an `ApiError` says that content was `delivered`,
        it is not retried.

        `budget` bounds the retries of all calls together. `idempotent` is False if the call must
        not be executed twice; then the client itself must not retry. `provider` is as for
        `classify`. `on_retry` is called with the report and the step before each wait. The client
        should make no retries of its own: they would multiply.

        Raises TypeError if `call` is asynchronous.
        """
        retries = RetryCall(self, budget, idempotent=idempotent, provider=provider)
        while True:
            try:
                result = call()
                gather(result)
            except Exception as error:
                report, step = retries.after_exception(error)
                if step.wait_ms is None:
                    retries.add_note(error, step)
                    raise
            else:
                _refuse_awaitable(result)
                report, step = retries.after_result(result)
                if step.wait_ms is None:
                    return result
                _close(result)
            if on_retry is not None:
                on_retry(report, step)
            time.sleep(sleep_s(step.wait_ms))

    async def arun(
        self,
        call: Callable[[], Awaitable[_T]],
        *,
        budget: RetryBudget | None = None,
        idempotent: bool = True,
        provider: Provider | str | None = None,
        on_retry: Callable[[Report, Step], object] | None = None,
        sleep: Callable[[float], Awaitable[object]] | None = None,
    ) -> _T:
        """Do what `run` does with an asynchronous function.

            response = await policy.arun(lambda: client.post(url, json=request))

        A cancellation ends the call at once, also while it waits. `on_retry` may be asynchronous,
        too. `sleep` is `asyncio.sleep` by default; pass `trio.sleep` under trio. Raises TypeError
        if what `call` gives cannot be awaited, such as an asynchronous generator: an asynchronous
        function may return that.
        """
        if sleep is None:
            import asyncio

            sleep = asyncio.sleep
        retries = RetryCall(self, budget, idempotent=idempotent, provider=provider)
        while True:
            try:
                result = await _awaitable(call())
                await agather(result)
            except Exception as error:
                report, step = retries.after_exception(error)
                if step.wait_ms is None:
                    retries.add_note(error, step)
                    raise
            else:
                await _read_failure(result)
                report, step = retries.after_result(result)
                if step.wait_ms is None:
                    return result
                await _aclose(result)
            if on_retry is not None:
                told: Any = on_retry(report, step)
                if hasattr(told, "__await__"):
                    await told
            await sleep(sleep_s(step.wait_ms))


# Pickles name the module from which users import it.
RetryPolicy.__module__ = "apifault"


def checked(value: Any, kind: type[_T], name: str) -> _T:
    """Give a value of this type, or raise."""
    if not isinstance(value, kind):
        wanted = f"a {kind.__name__}" if kind is not bool else "True or False"
        raise TypeError(f"expected {wanted} as {name}, got {type(value).__name__}")
    return value


def without_bounds(policy: _core.RetryPolicy | None, **others: int) -> _core.RetryPolicy:
    """Give a policy without the bounds that another library has of its own: attempts and time."""
    values = checked(policy or RetryPolicy(), _core.RetryPolicy, "policy").to_dict()
    own = {"max_attempts": 2**32 - 1, "deadline_ms": 2**64 - 1}
    return _core.RetryPolicy(**{**values, **own, **others})


def known(report: Report | None) -> Report | None:
    """Give the report of a stream's beginning, but None for an error of which nothing is known.

    It may be an event of another protocol, such as plain text or the error of a called tool.
    """
    return None if report is not None and report.rule == "status/error_in_2xx" else report


def sleep_s(wait_ms: int) -> float:
    """Give a wait in seconds that every clock can wait for."""
    return min(wait_ms / 1000, _LONGEST_SLEEP_S)


def report_of_exception(error: BaseException, provider: Provider | str | None) -> Report:
    """Classify an exception at the time of its response."""
    return classify_exception(error, now=time_of(headers_of_response(error)), provider=provider)


def report_of_result(result: object, provider: Provider | str | None) -> Report:
    """Classify the response of a client at its time. What is none is a success."""
    with suppress(Exception):  # what looks like a response may be anything
        if has_head(result):
            response = unwrapped(result)
            status, headers, body = stated(response)
            if body is None:
                body, _ = read_body(response)
            return _core.classify(status, headers, body, provider=provider, clock=time.time())
    return SUCCESS


def _stated(step: Step) -> str:
    if step.delay_ms is None:
        return ""
    seconds = f"{step.delay_ms / 1000:.3f}".rstrip("0").rstrip(".")
    return f" (the server stated {seconds} s)"


def _refuse_awaitable(result: object) -> None:
    if hasattr(type(result), "__await__"):
        _close(result)  # a coroutine would warn that nobody awaits it
        raise TypeError(f"the call gave a {type(result).__name__}; use arun, and await it")


def _awaitable(given: Awaitable[_T]) -> Awaitable[_T]:
    if not isawaitable(given):
        raise TypeError(f"the call gave a {type(given).__name__}, which cannot be awaited; use run")
    return given


def _close(result: object) -> None:
    """Give the connection of a response free before the call is sent again."""
    with suppress(Exception):
        close = getattr(result, "close", None)
        if callable(close):
            close()


async def _aclose(result: object) -> None:
    with suppress(Exception):
        close: Any = getattr(result, "aclose", None) or getattr(result, "close", None)
        if callable(close):
            closing: Any = close()
            if hasattr(closing, "__await__"):
                await closing


async def _read_failure(result: object) -> None:
    """Read the body of a failure, which an asynchronous client cannot do later."""
    if has_head(result):
        await aread_body(unwrapped(result))

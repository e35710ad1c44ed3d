"""Retries: the loop around a call, as the policy decides. The waits are here, and nothing else."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from apifault import _core
from apifault._core import Report, RetryBudget, RetryState, Step
from apifault._enums import Provider
from apifault._exception import classify_exception, was_sent
from apifault._response import classify_response, has_head

_T = TypeVar("_T")

_SUCCESS = _core.classify(200, None, None)


class RetryCall:
    """One call under a policy, from its first attempt on."""

    def __init__(
        self, policy: _core.RetryPolicy, budget: RetryBudget | None, *, idempotent: bool = True
    ) -> None:
        """Begin a call."""
        self._policy = policy
        self._budget = budget
        self._idempotent = idempotent
        self._state = RetryState()
        self._began = time.monotonic()

    @property
    def attempts(self) -> int:
        """How many attempts have ended."""
        return self._state.attempts

    def next(self, report: Report, *, sent: bool = True, delivered: bool = False) -> Step:
        """Give what to do after an attempt."""
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


class RetryPolicy(_core.RetryPolicy):
    """Decides whether a failed call is sent again, and after which wait.

    `next` gives one decision; `run` and `arun` make the whole loop around a function. The numbers
    and their defaults:

    max_attempts (4)         how often a call is sent at most, the first attempt included
    max_now_retries (2)      how often a call is sent again at once, as the advice `now` says
    max_delay_ms (60000)     the longest delay of a server that is waited for; a longer one ends
                             the call
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
    success_refund (1)       the tokens that a call gives if it succeeds without a retry
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
        not a success. If the policy gives up, the exception is raised, or the response returned, as
        it came. `idempotent` is False if the call must not be executed twice. `on_retry` is called
        with the report and the step before each wait.
        """
        state = RetryCall(self, budget, idempotent=idempotent)
        while True:
            try:
                result = call()
            except Exception as error:
                step = _after_exception(state, error, provider, on_retry)
                if step.wait_ms is None:
                    raise
            else:
                step = _after_result(state, result, provider, on_retry)
                if step.wait_ms is None:
                    return result
            time.sleep(step.wait_ms / 1000)

    async def arun(
        self,
        call: Callable[[], Awaitable[_T]],
        *,
        budget: RetryBudget | None = None,
        idempotent: bool = True,
        provider: Provider | str | None = None,
        on_retry: Callable[[Report, Step], object] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> _T:
        """Do what `run` does with an async function. `sleep` is `trio.sleep` under trio."""
        state = RetryCall(self, budget, idempotent=idempotent)
        while True:
            try:
                result = await call()
            except Exception as error:
                step = _after_exception(state, error, provider, on_retry)
                if step.wait_ms is None:
                    raise
            else:
                step = _after_result(state, result, provider, on_retry)
                if step.wait_ms is None:
                    return result
            await sleep(step.wait_ms / 1000)


_OnRetry = Callable[[Report, Step], object] | None


def _after_exception(
    state: RetryCall, error: Exception, provider: Provider | str | None, on_retry: _OnRetry
) -> Step:
    report = classify_exception(error, provider=provider)
    delivered = getattr(error, "delivered", None) is True
    step = state.next(report, sent=was_sent(error), delivered=delivered)
    if step.wait_ms is not None and on_retry is not None:
        on_retry(report, step)
    return step


def _after_result(
    state: RetryCall, result: object, provider: Provider | str | None, on_retry: _OnRetry
) -> Step:
    """Give the step after a result: what is not the response of a client is a success."""
    report = classify_response(result, provider=provider) if has_head(result) else _SUCCESS
    step = state.next(report)
    if step.wait_ms is not None and on_retry is not None:
        on_retry(report, step)
    return step

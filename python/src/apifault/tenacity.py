"""Retries with tenacity: `retry`, `wait` and `stop`.

    @tenacity.retry(
        retry=apifault.tenacity.retry,
        wait=apifault.tenacity.wait,
        stop=apifault.tenacity.stop,
        reraise=True,
    )
    def ask(question): ...

These follow the default policy; `with_policy` gives those of another one.
"""

from typing import Any, TypedDict

import tenacity

from apifault import _core
from apifault._core import Report, RetryBudget, Step, classify_failure
from apifault._enums import Failure, GiveUp, Provider
from apifault._errors import ApiError
from apifault._retry import RetryCall, RetryPolicy, checked, sleep_s

__all__ = ["Arguments", "Retry", "Stop", "Wait", "retry", "stop", "wait", "with_policy"]

_UNBOUNDED = (1 << 32) - 1

# What counts as the failure if a retry is wanted whatever the outcome means.
_ANY_FAILURE = classify_failure(Failure.CONNECTION, "", "", None)

# What counts if the call is ended from outside, so that nothing may be sent again.
_ENDED = classify_failure(Failure.CANCELLED, "", "", None)


class Arguments(TypedDict):
    """The arguments for `tenacity.retry`, `Retrying` and `AsyncRetrying`."""

    retry: "Retry"
    wait: "Wait"
    stop: "Stop"
    reraise: bool


def with_policy(
    policy: _core.RetryPolicy,
    *,
    budget: RetryBudget | None = None,
    idempotent: bool = True,
    provider: Provider | str | None = None,
) -> Arguments:
    """Give the arguments that make tenacity follow a policy.

        @tenacity.retry(**apifault.tenacity.with_policy(policy, budget=budget))

    `budget` bounds the retries of all calls together. `idempotent` is False if the call must not be
    executed twice; `provider` is as for `classify`.
    """
    decisions = _Decisions(policy, budget, idempotent, provider)
    return {
        "retry": Retry(decisions),
        "wait": Wait(decisions),
        "stop": Stop(decisions),
        "reraise": True,
    }


class Retry(tenacity.retry_base):
    """Whether the policy sends the call again.

    An exception is a failure, and so is the response of an HTTP client that is not a success. If
    the policy gives up, for whatever reason, tenacity gives the exception or the result as it came.
    """

    def __init__(self, decisions: "_Decisions") -> None:
        """Follow the decisions of a policy."""
        self._decisions = decisions

    def __call__(self, retry_state: tenacity.RetryCallState) -> bool:
        """Decide after an attempt."""
        return not self._decisions.gives_up(retry_state)


class Wait(tenacity.wait.wait_base):
    """How long the policy waits: as the server stated, else with backoff by kind.

    Where another `retry` wants a retry after which the policy would give up, it backs off as after
    a failure without a stated delay. But it neither waits for a stated delay that is too long for
    the policy, nor for a shorter time: it raises the failure, which ends the call.
    """

    def __init__(self, decisions: "_Decisions") -> None:
        """Follow the decisions of a policy."""
        self._decisions = decisions

    def __call__(self, retry_state: tenacity.RetryCallState) -> float:
        """Give the seconds to wait after an attempt."""
        return self._decisions.wait_s(retry_state)


class Stop(tenacity.stop.stop_base):
    """Whether the policy gives up: for whoever has another `retry`. `Retry` gives up by itself."""

    def __init__(self, decisions: "_Decisions") -> None:
        """Follow the decisions of a policy."""
        self._decisions = decisions

    def __call__(self, retry_state: tenacity.RetryCallState) -> bool:
        """Decide after an attempt."""
        return self._decisions.gives_up(retry_state)


class _Decided:
    """The call of a `RetryCallState`, and what was decided after its last attempt."""

    def __init__(self, call: RetryCall) -> None:
        self.call = call
        self.attempt = 0
        self.report: Report
        self.step: Step


class _Decisions:
    """One step for each attempt of a call, for all that ask for it."""

    def __init__(
        self,
        policy: _core.RetryPolicy,
        budget: RetryBudget | None,
        idempotent: bool,
        provider: Provider | str | None,
    ) -> None:
        self._policy = checked(policy, _core.RetryPolicy, "policy")
        self._arguments: dict[str, Any] = {"idempotent": idempotent, "provider": provider}
        self._budget = budget
        # What it waits where somebody else wants a retry.
        numbers = {**policy.to_dict(), "max_attempts": _UNBOUNDED, "max_now_retries": _UNBOUNDED}
        self._lenient = RetryPolicy(**{**numbers, "deadline_ms": (1 << 64) - 1})
        RetryCall(policy, budget, **self._arguments)

    def gives_up(self, state: tenacity.RetryCallState) -> bool:
        decided = self._decided(state)
        if decided.step.wait_ms is not None:
            return False
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, Exception):
            decided.call.add_note(error, decided.step)
        return True

    def wait_s(self, state: tenacity.RetryCallState) -> float:
        decided = self._decided(state)
        step = decided.step
        for report in (decided.report, _ANY_FAILURE):
            if step.wait_ms is not None or step.reason is GiveUp.DELAY_TOO_LONG:
                break
            lenient = RetryCall(self._lenient, None)
            lenient.skip_to(state.attempt_number)
            step = lenient.next(report)
        if step.wait_ms is None:
            raise _failure_of(state, decided.report)
        return sleep_s(step.wait_ms)

    def _decided(self, state: tenacity.RetryCallState) -> _Decided:
        known: dict[_Decisions, _Decided] = state.__dict__.setdefault("_apifault", {})
        decided = known.get(self)
        if decided is None:
            call = RetryCall(self._policy, self._budget, **self._arguments, began=state.start_time)
            decided = known[self] = _Decided(call)
        if decided.attempt != state.attempt_number:
            decided.attempt = state.attempt_number
            decided.call.skip_to(state.attempt_number)
            decided.report, decided.step = _after(decided.call, state)
        return decided


def _after(call: RetryCall, state: tenacity.RetryCallState) -> tuple[Report, Step]:
    outcome = state.outcome
    if outcome is None or not outcome.failed:
        return call.after_result(None if outcome is None else outcome.result())
    error = outcome.exception()
    if isinstance(error, tenacity.TryAgain):
        return _ANY_FAILURE, call.next(_ANY_FAILURE)
    if not isinstance(error, Exception):  # such as KeyboardInterrupt
        return _ENDED, call.next(_ENDED)
    return call.after_exception(error)


def _failure_of(state: tenacity.RetryCallState, report: Report) -> BaseException:
    error = state.outcome.exception() if state.outcome is not None else None
    return ApiError.from_report(report) if error is None else error


_default = with_policy(RetryPolicy())

retry = _default["retry"]
wait = _default["wait"]
stop = _default["stop"]

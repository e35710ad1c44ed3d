"""Retries with stamina: a hook for its `on=`.

@stamina.retry(on=apifault.stamina.backoff, attempts=4)
def ask(question): ...
"""

import random
from collections.abc import Callable

from apifault import _core
from apifault._core import RetryState
from apifault._enums import Advice, Provider
from apifault._exception import delivered_before, was_sent
from apifault._retry import RetryPolicy, checked, report_of_exception, without_bounds

__all__ = ["backoff", "with_policy"]


def with_policy(
    policy: _core.RetryPolicy, *, idempotent: bool = True, provider: Provider | str | None = None
) -> Callable[[Exception], bool | float]:
    """Give a hook that decides as `backoff` does, under a policy of your own.

        on=apifault.stamina.with_policy(apifault.RetryPolicy(max_delay_ms=10_000))

    stamina bounds the attempts and the time, and gives the waits without a stated delay: of the
    policy, only `max_delay_ms` counts. The hook knows nothing of earlier attempts. `idempotent` is
    False if the call must not be executed twice. `provider` is as for `classify`.
    """
    decides = without_bounds(policy)
    checked(idempotent, bool, "idempotent")
    if provider is not None:
        Provider(provider)

    def hook(exception: Exception) -> bool | float:
        if not isinstance(exception, Exception):
            return False  # stamina asks about KeyboardInterrupt, too
        report = report_of_exception(exception, provider)
        step = decides.next(
            RetryState(),
            report,
            elapsed_ms=0,
            random=random.random(),
            sent=was_sent(exception),
            idempotent=idempotent,
            delivered=delivered_before(exception),
        )
        if step.wait_ms is None:
            return False
        return True if report.retry.advice is Advice.BACKOFF else step.wait_ms / 1000

    return hook


_default = with_policy(RetryPolicy())


def backoff(exception: Exception) -> bool | float:
    """Tell stamina whether to retry after an exception, and after which wait.

        @stamina.retry(on=apifault.stamina.backoff, attempts=4)

    False if a retry is not worth it, or if the server stated a longer delay than the default policy
    waits for. If the server stated a delay: its seconds, with jitter, never less; 0.0 if the advice
    is `now`. Otherwise True: stamina's own backoff counts. stamina's `timeout` does not count the
    wait that comes next.
    """
    return _default(exception)

"""Rate limits in words."""

from apifault._core import Limit
from apifault._duration import duration
from apifault._enums import Metric


def sentence(limit: Limit) -> str:
    """Say what a bucket allows, and how much of it is used or left."""
    of = "" if limit.limit is None else f" of {limit.limit:,}"
    if limit.used is not None:
        text = f"{limit.used:,}{of} {subject(limit)} used"
    elif limit.remaining is not None:
        text = f"{limit.remaining:,}{of} {subject(limit)} left"
    elif limit.limit is not None:
        text = f"{limit.limit:,} {subject(limit)} allowed"
    else:
        text = subject(limit)
    if limit.requested is not None:
        text += f", {limit.requested:,} requested"
    if limit.reset_ms is not None:
        text += f", full again in {duration(limit.reset_ms)}"
    if limit.is_below_request:
        text += "; the request alone is over the limit, so waiting will not help"
    return text + "."


def subject(limit: Limit) -> str:
    """Name what a bucket counts, such as `tokens per minute`."""
    metric = "units" if limit.metric is Metric.OTHER else limit.metric.replace("_", " ")
    return f"{metric} per {limit.window}" if limit.window else metric

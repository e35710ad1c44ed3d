"""What went wrong with an LLM API call, whose turn it is, whether to retry, and when."""

from apifault._core import (
    ErrorObject,
    Limit,
    Report,
    Retry,
    Rule,
    Upstream,
    __version__,
    classify,
    classify_raw,
    rule,
    rules,
)
from apifault._enums import Advice, DelaySource, Fault, Kind, Metric, Provider, Window
from apifault._response import classify_response

__all__ = [
    "Advice",
    "DelaySource",
    "ErrorObject",
    "Fault",
    "Kind",
    "Limit",
    "Metric",
    "Provider",
    "Report",
    "Retry",
    "Rule",
    "Upstream",
    "Window",
    "__version__",
    "classify",
    "classify_raw",
    "classify_response",
    "rule",
    "rules",
]

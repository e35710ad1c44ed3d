"""What went wrong with an LLM API call, whose turn it is, whether to retry, and when.

    report = apifault.classify(status, headers, body)
    report.kind, report.fault, report.retry.advice, report.delay_ms

`classify_response` takes the response object of an HTTP client, `classify_exception` the exception
of an SDK, `classify_raw` a response as `curl -i` prints it. `raise_for_response` raises an
`ApiError` of a class that says what to do.
"""

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
    redact,
    rule,
    rules,
)

# As in `typing`, whose import costs more than all else here; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._enums import Advice, DelaySource, Fault, Kind, Metric, Provider, Window
    from apifault._exception import classify_exception
    from apifault._response import classify_response
    from apifault.errors import (
        ApiError,
        ApiTimeoutError,
        AuthenticationError,
        BadGatewayError,
        ConflictError,
        ContentPolicyError,
        ContextLengthExceededError,
        FailedDependencyError,
        GenerationFailedError,
        InternalServerError,
        InvalidRequestError,
        ModelNotFoundError,
        NotFoundError,
        OverloadedError,
        PermissionDeniedError,
        QuotaExhaustedError,
        RateLimitError,
        RedirectError,
        RequestCancelledError,
        RequestTooLargeError,
        ServerError,
        ServiceUnavailableError,
        UnprocessableEntityError,
        raise_for_response,
    )

__all__ = [
    "Advice",
    "ApiError",
    "ApiTimeoutError",
    "AuthenticationError",
    "BadGatewayError",
    "ConflictError",
    "ContentPolicyError",
    "ContextLengthExceededError",
    "DelaySource",
    "ErrorObject",
    "FailedDependencyError",
    "Fault",
    "GenerationFailedError",
    "InternalServerError",
    "InvalidRequestError",
    "Kind",
    "Limit",
    "Metric",
    "ModelNotFoundError",
    "NotFoundError",
    "OverloadedError",
    "PermissionDeniedError",
    "Provider",
    "QuotaExhaustedError",
    "RateLimitError",
    "RedirectError",
    "Report",
    "RequestCancelledError",
    "RequestTooLargeError",
    "Retry",
    "Rule",
    "ServerError",
    "ServiceUnavailableError",
    "UnprocessableEntityError",
    "Upstream",
    "Window",
    "__version__",
    "classify",
    "classify_exception",
    "classify_raw",
    "classify_response",
    "raise_for_response",
    "redact",
    "rule",
    "rules",
]

_MODULES = {
    "_enums": ("Advice", "DelaySource", "Fault", "Kind", "Metric", "Provider", "Window"),
    "_exception": ("classify_exception",),
    "_response": ("classify_response",),
}


def __getattr__(name: str) -> object:
    """Import what not every program needs when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    # All the rest are exceptions, and what raises them.
    module = next((module for module, names in _MODULES.items() if name in names), "errors")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what is there, also what is not imported yet."""
    return sorted({*globals(), *__all__})

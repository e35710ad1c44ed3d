"""What went wrong with an LLM API call, who has to fix it, whether to retry, and how long to wait.

    report = apifault.classify(status, headers, body)
    report.kind, report.fault, report.retry.advice, report.delay_ms

Each of these gives a `Report`:

    classify(status, headers, body)  for a response from any HTTP client
    classify_response(response)      for the response object of an HTTP client
    classify_exception(error)        for the exception of an SDK or an HTTP client
    classify_raw(raw)                for a response as `curl -i` prints it
    classify_text(text)              for the text of an exception, a traceback or a log; or None
    classify_failure(failure)        for a call without a response, if you know why: Failure
    raise_for_response(response)     for a success; otherwise it raises an ApiError

`aclassify_response` and `araise_for_response` do the same with the response of an asynchronous
client, whose body has to be awaited. If a body cannot be read, an `UnreadBodyWarning` says so.

A streamed answer can fail after its status 200. These find the errors in it:

    scan(stream), ascan(stream)      for a stream to pass on, until it fails: then an ApiError
    StreamScanner(status, headers)   for the bytes as they come: StreamError, Ending, Ended

A `Report` compares by value; `to_dict` and `to_json` write it, `from_dict` and `from_json` make it
again: a `ReportDict` or JSON. `attributes` are for spans and metrics of OpenTelemetry. A field of a
pydantic model may be a `Report`. It holds:

    kind, fault, action              what went wrong, who must act, and what to do: Kind, Fault
    retryable, delay                 whether a retry may help, and after how many seconds
    retry, delay_ms                  the same in detail: Retry, Advice, DelaySource
    scope, remedies                  what fails alike, and what may help: Scope, Remedy
    status, provider, request_id     who answered: Provider
    error, message, upstream         the provider's error, as sent: ErrorObject, Upstream
    limits, limit_hit                rate limits as numbers: Limit, Metric, Window
    is_success                       whether the call succeeded
    rule                             the rule that decided: rule and rules give each Rule

An `ApiError` holds a `report`; if a stream failed, `delivered` tells whether content came before.
Each kind of failure has its own class: RateLimitError, OverloadedError, AuthenticationError and so
on; an unknown one is an `ApiError`. ServerError includes all failures of the provider but
`generation_failed`.

A `RetryPolicy` decides whether a failed call is sent again, and when: `run` and `arun` do it
around a function, `next` gives one `Step`, with a `GiveUp` as the reason if it is not; a
`RetryState` counts the attempts of one call. A `RetryBudget` bounds the retries of many calls
together, and a `Cooldown` says what to leave alone meanwhile. The modules `apifault.httpx`,
`httpx2`, `requests`, `tenacity` and `stamina` let these libraries, and the SDKs that use them,
follow a policy.

`records` turns reports into rows of a table, `record_types` gives the types of its columns.
`redact` hides API keys in a text, `Report.redacted` in a report, `apifault.logging` in log records.
`apifault.testing` makes reports for your tests.
"""

from apifault._core import (
    Cooldown,
    Ending,
    ErrorObject,
    Limit,
    Report,
    Retry,
    RetryBudget,
    RetryState,
    Rule,
    Step,
    StreamError,
    StreamScanner,
    Upstream,
    __version__,
)
from apifault._functions import (
    classify,
    classify_failure,
    classify_raw,
    classify_text,
    redact,
    rule,
    rules,
)

# As in `typing`, which takes longer to import than all else here; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._dicts import ReportDict
    from apifault._enums import (
        Advice,
        DelaySource,
        Ended,
        Failure,
        Fault,
        GiveUp,
        Kind,
        Metric,
        Provider,
        Remedy,
        Scope,
        Window,
    )
    from apifault._errors import (
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
        araise_for_response,
        raise_for_response,
    )
    from apifault._exception import classify_exception
    from apifault._records import record_types, records
    from apifault._response import UnreadBodyWarning, aclassify_response, classify_response
    from apifault._retry import RetryPolicy
    from apifault._stream import ascan, scan

__all__ = [
    "Advice",
    "ApiError",
    "ApiTimeoutError",
    "AuthenticationError",
    "BadGatewayError",
    "ConflictError",
    "ContentPolicyError",
    "ContextLengthExceededError",
    "Cooldown",
    "DelaySource",
    "Ended",
    "Ending",
    "ErrorObject",
    "FailedDependencyError",
    "Failure",
    "Fault",
    "GenerationFailedError",
    "GiveUp",
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
    "Remedy",
    "Report",
    "ReportDict",
    "RequestCancelledError",
    "RequestTooLargeError",
    "Retry",
    "RetryBudget",
    "RetryPolicy",
    "RetryState",
    "Rule",
    "Scope",
    "ServerError",
    "ServiceUnavailableError",
    "Step",
    "StreamError",
    "StreamScanner",
    "UnprocessableEntityError",
    "UnreadBodyWarning",
    "Upstream",
    "Window",
    "__version__",
    "aclassify_response",
    "araise_for_response",
    "ascan",
    "classify",
    "classify_exception",
    "classify_failure",
    "classify_raw",
    "classify_response",
    "classify_text",
    "raise_for_response",
    "record_types",
    "records",
    "redact",
    "rule",
    "rules",
    "scan",
]

_MODULES = {
    "_dicts": ("ReportDict",),
    "_enums": (
        "Advice",
        "DelaySource",
        "Ended",
        "Failure",
        "Fault",
        "GiveUp",
        "Kind",
        "Metric",
        "Provider",
        "Remedy",
        "Scope",
        "Window",
    ),
    "_exception": ("classify_exception",),
    "_records": ("record_types", "records"),
    "_response": ("UnreadBodyWarning", "aclassify_response", "classify_response"),
    "_retry": ("RetryPolicy",),
    "_stream": ("ascan", "scan"),
}


def __getattr__(name: str) -> object:
    """Import what not every program needs, when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    # All other names are exceptions, and what raises them.
    module = next((module for module, names in _MODULES.items() if name in names), "_errors")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List all public names, also those that are not imported yet."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})

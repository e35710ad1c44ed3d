"""Exceptions for clients of your own: one class for each kind of failure."""

import copyreg
from typing import Any

from apifault._core import Report, redact
from apifault._display import innermost_message, visible
from apifault._enums import Advice, Kind, Provider
from apifault._response import areport_of, report_of
from apifault._types import Body

_MESSAGE_LENGTH = 300


class ApiError(Exception):
    """A call to an LLM API failed; `report` holds what went wrong and what to do.

    except apifault.ApiError as error:
        print(error, error.report.kind)

    `delivered` tells whether a stream gave content before it failed, so that a retry would double
    the output; it is None if the error is not from a stream.
    """

    delivered: bool | None = None

    def __init__(self, report: Report) -> None:
        """Make the exception of a report of any kind; `from_report` chooses the class."""
        super().__init__(_checked(report))
        self.report: Report = report

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy without calling `__init__`: that of a subclass may take other arguments."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    @classmethod
    def from_report(cls, report: Report, *, delivered: bool | None = None) -> "ApiError":
        """Make an exception of the class that belongs to the report's kind."""
        error = _CLASSES.get(_checked(report).kind, ApiError)(report)
        error.delivered = delivered
        return error

    def __str__(self) -> str:
        """Say in one line what failed and what to do, without control characters or API keys."""
        report = self.report
        status = f"HTTP {report.status}" if report.status else "no HTTP status"
        provider = f" from {report.provider}" if report.provider else ""
        message = innermost_message(report) or report.action
        text = " ".join(redact(message).split())
        if len(text) > _MESSAGE_LENGTH:
            text = text[:_MESSAGE_LENGTH] + "..."
        kind = report.kind.replace("_", " ")
        return f"{kind} ({status}{provider}): {visible(text)}{_retry(report)}"


def _checked(report: object) -> Report:
    if not isinstance(report, Report):
        raise TypeError(
            f"expected a Report, got {type(report).__name__};"
            " classify, classify_response and classify_exception give one"
        )
    return report


def _retry(report: Report) -> str:
    match report.retry.advice:
        case Advice.NO:
            return " [a retry will not help]" if report.fault != "none" else ""
        case Advice.NOW:
            return " [a retry may help]"
        case Advice.AFTER_DELAY:
            return f" [retry after {(report.delay_ms or 0) / 1000:g} s]"
        case Advice.BACKOFF:
            return " [retry with backoff]"


class RedirectError(ApiError):
    """The base URL points at the wrong place: correct it."""


class InvalidRequestError(ApiError):
    """The request is malformed or asks for something impossible: correct it."""


class UnprocessableEntityError(InvalidRequestError):
    """The request is well-formed but semantically wrong: correct its values."""


class AuthenticationError(ApiError):
    """The API key is missing, wrong, revoked or expired: use a valid one."""


class PermissionDeniedError(ApiError):
    """The key is valid but may not do this: ask for the permission."""


class NotFoundError(ApiError):
    """The URL or the resource does not exist: check both."""


class ModelNotFoundError(NotFoundError):
    """The model is unknown, retired, or not available under this id: choose another."""


class ConflictError(ApiError):
    """A lock or a concurrent change prevented it: try again later."""


class RequestTooLargeError(ApiError):
    """The request is over a size limit or alone exceeds a rate limit: make it smaller."""


class ContextLengthExceededError(RequestTooLargeError):
    """The prompt, or prompt plus completion, does not fit the context window: shorten it."""


class ContentPolicyError(ApiError):
    """A safety filter refused the input or blocked the output: change the content."""


class GenerationFailedError(ApiError):
    """The model itself produced an invalid tool call or invalid JSON: send it again."""


class RateLimitError(ApiError):
    """Too many requests or tokens in a window that resets by itself: wait."""


class QuotaExhaustedError(ApiError):
    """Credits, balance, spend limit or plan are used up: pay; waiting will not help."""


class FailedDependencyError(ApiError):
    """A service that the request depends on failed, such as a remote tool server."""


class RequestCancelledError(ApiError):
    """The caller cancelled the request or went away."""


class ServerError(ApiError):
    """The provider, or a server on the way to it, failed: try again later."""


class OverloadedError(ServerError):
    """The provider or the model has no capacity right now."""


class ApiTimeoutError(ServerError):
    """The request or an upstream ran out of time."""


class InternalServerError(ServerError):
    """The server failed."""


class BadGatewayError(ServerError):
    """A gateway got no valid answer from upstream, or no server could be reached."""


class ServiceUnavailableError(ServerError):
    """The service is not available, for maintenance or without a reason."""


_CLASSES: dict[Kind, type[ApiError]] = {
    Kind.REDIRECT: RedirectError,
    Kind.INVALID_REQUEST: InvalidRequestError,
    Kind.UNPROCESSABLE_ENTITY: UnprocessableEntityError,
    Kind.AUTHENTICATION: AuthenticationError,
    Kind.PERMISSION_DENIED: PermissionDeniedError,
    Kind.NOT_FOUND: NotFoundError,
    Kind.MODEL_NOT_FOUND: ModelNotFoundError,
    Kind.CONFLICT: ConflictError,
    Kind.REQUEST_TOO_LARGE: RequestTooLargeError,
    Kind.CONTEXT_LENGTH_EXCEEDED: ContextLengthExceededError,
    Kind.CONTENT_POLICY: ContentPolicyError,
    Kind.GENERATION_FAILED: GenerationFailedError,
    Kind.RATE_LIMITED: RateLimitError,
    Kind.QUOTA_EXHAUSTED: QuotaExhaustedError,
    Kind.OVERLOADED: OverloadedError,
    Kind.FAILED_DEPENDENCY: FailedDependencyError,
    Kind.CANCELLED: RequestCancelledError,
    Kind.TIMEOUT: ApiTimeoutError,
    Kind.INTERNAL_ERROR: InternalServerError,
    Kind.BAD_GATEWAY: BadGatewayError,
    Kind.SERVICE_UNAVAILABLE: ServiceUnavailableError,
}

# Tracebacks and pickles name the module from which users import them.
for _class in (ApiError, ServerError, *_CLASSES.values()):
    _class.__module__ = "apifault"


def raise_for_response(
    response: object,
    *,
    body: Body | None = None,
    now: float | None = None,
    provider: Provider | str | None = None,
) -> Report:
    """Raise an ApiError, of the class of its kind, unless the call succeeded.

        response = httpx.post(url, json=request)
        apifault.raise_for_response(response)
        answer = response.json()

    The arguments are those of `classify_response`. Returns the report of a call that succeeded.
    """
    report = report_of(response, body, now, provider, "araise_for_response")
    if report.is_success:
        return report
    raise ApiError.from_report(report)


async def araise_for_response(
    response: object,
    *,
    body: Body | None = None,
    now: float | None = None,
    provider: Provider | str | None = None,
) -> None:
    """Do what `raise_for_response` does, for the response of an asynchronous client.

        response = await client.post(url, json=request)
        await apifault.araise_for_response(response)

    It returns nothing, so that it can be a hook or a callback as it is:

        httpx.AsyncClient(event_hooks={"response": [apifault.araise_for_response]})
        aiohttp.ClientSession(raise_for_status=apifault.araise_for_response)
        niquests.AsyncSession(hooks={"response": [apifault.araise_for_response]})

    A hook is called before the body of a success is read, so that it sees no error in a 200.
    """
    report = await areport_of(response, body, now, provider)
    if not report.is_success:
        raise ApiError.from_report(report)

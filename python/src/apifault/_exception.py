"""Exceptions of SDKs and HTTP clients, known by their names and attributes."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from apifault._core import Report, classify, without_response
from apifault._enums import Kind, Provider
from apifault._response import has_head, read_body

# How deep a chain of causes is followed.
_DEPTH = 16

# How much of an exception's text is looked at for what urllib3 says.
_LOOKED_AT = 10_000

# What the classes of exceptions that come without a response are called.
_NAMES: tuple[tuple[Kind, frozenset[str]], ...] = (
    (Kind.CANCELLED, frozenset({"CancelledError"})),
    (
        Kind.INVALID_REQUEST,
        frozenset(
            {
                "InvalidHeader",
                "InvalidProxyURL",
                "InvalidSchema",
                "InvalidURL",
                "InvalidUrlClientError",
                "LocalProtocolError",
                "LocationValueError",
                "MissingSchema",
                "NonHttpUrlClientError",
                "ParamValidationError",
                "UnsupportedProtocol",
            }
        ),
    ),
    (Kind.AUTHENTICATION, frozenset({"DefaultCredentialsError", "NoCredentialsError"})),
    (
        Kind.TIMEOUT,
        frozenset(
            {
                "APITimeoutError",
                "ConnectTimeoutError",
                "ReadTimeoutError",
                "ServerTimeoutError",
                "Timeout",
                "TimeoutError",
                "TimeoutException",
            }
        ),
    ),
    (
        Kind.BAD_GATEWAY,
        frozenset(
            {
                "APIConnectionError",
                "ChunkedEncodingError",
                "ClientConnectionError",
                "ClientPayloadError",
                "ConnectionClosedError",
                "ConnectError",
                "ConnectionError",
                "EndpointConnectionError",
                "HTTPClientError",
                "HTTPException",
                "IncompleteRead",
                "MaxRetryError",
                "NetworkError",
                "NewConnectionError",
                "ProtocolError",
                "ProxyError",
                "ResponseStreamingError",
                "SSLError",
                "TransportError",
                "URLError",
                "gaierror",
            }
        ),
    ),
)


# What urllib3 says, and requests after it, where it gave up on answers of one status.
_GIVEN_UP = re.compile(r"too many ([45]\d\d) error responses")


class _Found(NamedTuple):
    """A response as an exception holds it; no body where it does not."""

    status: int
    headers: Any
    body: bytes | bytearray | memoryview | str | None


def classify_exception(
    exception: BaseException,
    *,
    now: float | None = None,
    provider: Provider | str | None = None,
) -> Report:
    """Classify the exception that an SDK or an HTTP client raised for a failed call.

    Exceptions of groq, openai, anthropic, google-genai, mistralai, cohere, litellm, botocore,
    httpx, requests, aiohttp, urllib3, urllib and the like are known by their attributes; no package
    is imported. One that wraps another is followed through `__cause__`. Where there is a response,
    the report is that of its bytes. A connection that failed or timed out gives `bad_gateway` or
    `timeout` without a status; what is no failed call at all gives `unknown`.

    `now` and `provider` are as for `classify`. Raises TypeError where the argument is no exception.
    """
    if not isinstance(exception, BaseException):
        raise TypeError(f"expected an exception, got {type(exception).__name__}")
    if provider is not None:
        Provider(provider)
    try:
        return _classify(list(_chain(exception)), now, provider)
    except Exception:  # attributes and texts of strangers may do anything
        return without_response(
            _kind_of(exception) or Kind.UNKNOWN, type(exception).__name__, "", provider
        )


def _classify(
    chain: list[BaseException], now: float | None, provider: Provider | str | None
) -> Report:
    bare = None
    # LiteLLM makes up responses without a body; those of the server's bytes stand behind them.
    from_litellm = any(map(_is_litellm, chain))
    for each in chain:
        if isinstance(known := getattr(each, "report", None), Report):
            return known
        found = _response_of(each)
        is_whole = found and (found.body or (found.body is not None and not from_litellm))
        if found and is_whole and not _is_litellm(each):
            return classify(*found, now=now, provider=provider)
        bare = bare or (found and (each, found))
    if not bare and (told := _GIVEN_UP.search(str(chain[0])[:_LOOKED_AT])):
        return classify(int(told[1]), None, b"", now=now, provider=provider)
    for each in chain:
        kind = _kind_of(each)
        if kind and (not bare or _is_litellm(bare[0])):
            return without_response(kind, type(each).__name__, str(each), provider)
    if bare:
        each, found = bare
        return classify(found.status, found.headers, str(each), now=now, provider=provider)
    return _from_text(chain, now, provider)


def _chain(exception: BaseException) -> Iterator[BaseException]:
    """Give an exception and what caused it, outermost first."""
    each: BaseException | None = exception
    through_context = False
    for _ in range(_DEPTH):
        if each is None:
            return
        yield each
        # LiteLLM raises its own exceptions while it handles the SDK's, without `from`.
        through_context = through_context or _is_litellm(each)
        cause = each.__cause__ or (each.__context__ if through_context else None)
        # Clients of requests and urllib3 hold the cause as an argument, tenacity in a future.
        each = cause or _held(each)


def _is_litellm(exception: BaseException) -> bool:
    """Whether its status and response may be of LiteLLM's own making."""
    return hasattr(exception, "llm_provider")


def _held(exception: BaseException) -> BaseException | None:
    for held in (getattr(exception, "reason", None), *exception.args[:1]):
        if isinstance(held, BaseException):
            return held
    if isinstance(exception, BaseExceptionGroup) and len(exception.exceptions) == 1:
        only: BaseException = exception.exceptions[0]
        return only
    attempt = getattr(exception, "last_attempt", None)
    ask = getattr(attempt, "exception", None)
    held = ask() if callable(ask) and getattr(attempt, "failed", False) else None
    return held if isinstance(held, BaseException) else None


def _response_of(exception: BaseException) -> _Found | None:
    for name in ("response", "raw_response", "http_response"):
        response = getattr(exception, name, None)
        if isinstance(response, dict):
            found = _from_botocore(response)
        elif has_head(response):
            found = _from_response(response, exception)
        else:
            continue
        if found:
            return found
    return _from_attributes(exception)


def _from_response(response: Any, exception: BaseException) -> _Found:
    status = getattr(response, "status_code", None) or response.status
    try:
        body: Any = read_body(response)
    except (TypeError, ValueError, OSError):
        body = None
    told = _told_body(exception) if not body else None
    return _Found(status, response.headers, body if told is None else told)


def _from_botocore(response: dict[str, Any]) -> _Found | None:
    """Put together again what botocore took apart."""
    error, metadata = response.get("Error"), response.get("ResponseMetadata")
    if not isinstance(error, dict) or not isinstance(metadata, dict):
        return None
    headers = dict(metadata.get("HTTPHeaders") or {})
    body = {"message": error.get("Message")}
    if "x-amzn-errortype" not in headers:
        body["__type"] = error.get("Code")
    if request_id := metadata.get("RequestId"):
        headers.setdefault("x-amzn-requestid", str(request_id))
    status = metadata.get("HTTPStatusCode")
    return _Found(status if isinstance(status, int) else 0, headers, json.dumps(body))


def _from_attributes(exception: BaseException) -> _Found | None:
    """Read the status, headers and body that an exception holds itself."""
    names = ("status_code", "status", "code", "http_status")
    # The code of an exit is no status.
    for name in () if isinstance(exception, SystemExit) else names:
        status = getattr(exception, name, None)
        if isinstance(status, int) and not isinstance(status, bool) and 100 <= status < 600:
            break
    else:
        # An error event of a stream: the error object came with status 200.
        event = _told_body(exception)
        is_event = event is not None and hasattr(exception, "request")
        return _Found(200, None, f'{{"error":{event}}}') if is_event else None
    headers = getattr(exception, "headers", None)
    if headers is not None and not hasattr(headers, "items"):
        headers = None
    body: Any = _told_body(exception)
    if body is None and callable(getattr(exception, "read", None)):
        try:
            body = read_body(exception)
        except (TypeError, ValueError, OSError):
            body = None
    return _Found(status, headers, body)


def _told_body(exception: BaseException) -> Any:
    """Give the body that an exception holds as text, as bytes, or as decoded JSON."""
    for name in ("body", "details", "response_json"):
        body = getattr(exception, name, None)
        if isinstance(body, bytes | str) and body:
            return body
        if isinstance(body, dict | list) and body:
            return json.dumps(body, default=str)
    return None


def _kind_of(exception: BaseException) -> Kind | None:
    """Tell what the nearest class of a known name stands for."""
    names = (each.__name__ for each in type(exception).__mro__)
    return next((kind for name in names for kind, known in _NAMES if name in known), None)


def _from_text(
    chain: list[BaseException], now: float | None, provider: Provider | str | None
) -> Report:
    """Read the text of an exception that tells of a response in words only."""
    from apifault.pasted import classify_text

    for each in chain:
        report = classify_text(str(each), now=now, provider=provider)
        if report is not None:
            return report
    return without_response(Kind.UNKNOWN, type(chain[0]).__name__, str(chain[0]), provider)

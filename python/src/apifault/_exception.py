"""Exceptions of SDKs and HTTP clients, recognized by their names and attributes."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from apifault._core import Report, classify, classify_exceptions, classify_group
from apifault._core import was_sent as was_sent_by
from apifault._enums import Kind, Provider
from apifault._response import has_head, read_body, stated, stated_headers
from apifault._types import AS_IT_IS

# How deep a chain of causes is followed, and groups of exceptions inside groups; and how many
# exceptions of a group are classified.
_DEPTH = 16
_GROUPS = 2
_GROUP_LENGTH = 64

# The attributes that hold a complete body: as bytes or text, or decoded from JSON.
_BODIES = ("body", "details", "response_json")

# The attributes that hold members of the body; the first two are an error on their own. They are
# those of ollama, replicate and Starlette.
_MEMBERS = ("error", "detail", "title", "type")

# The attribute with the exceptions of all attempts, of which the last one counts: instructor's.
_ATTEMPTS = "failed_attempts"


class _Found(NamedTuple):
    """The response in an exception; the body is None if the exception does not keep it."""

    status: int
    headers: Any
    body: bytes | bytearray | memoryview | str | None


def classify_exception(
    exception: Annotated[BaseException, AS_IT_IS],
    *,
    now: float | None = None,
    provider: Provider | str | None = None,
) -> Report:
    """Classify the exception that an SDK or an HTTP client raised for a failed call.

    Exceptions of groq, openai, anthropic, google-genai, mistralai, cohere, litellm, botocore,
    httpx, requests, aiohttp, urllib3, urllib and similar packages are recognized by their
    attributes; no package is imported. Wrapped exceptions are followed through `__cause__`. If the
    exception holds the response, the report is the one of that response, however often the
    exception is classified; it can use only what the SDK kept. Otherwise its text is read, as by
    `classify_text`, and its class. A failure without a response has no status; its rule is
    `failure/` and one of the words of `Failure`. Of a group of exceptions, the one that weighs most
    counts. An exception that is not a failed call gives `unknown`.

        try:
            client.chat.completions.create(model=model, messages=messages)
        except openai.OpenAIError as error:
            report = apifault.classify_exception(error)

    `now` and `provider` are as for `classify`. Raises TypeError for any other argument.
    """
    if not isinstance(exception, BaseException):
        raise TypeError(f"expected an exception, got {type(exception).__name__}")
    if provider is not None:
        Provider(provider)
    try:
        return _classify(exception, now, provider, _GROUPS)
    except Exception:  # their attributes and texts may run any code
        return _from_words([exception], None, now, provider)


def _classify(
    exception: BaseException, now: float | None, provider: Provider | str | None, groups: int
) -> Report:
    chain = list(_chain(exception))
    report, head = _from_responses(chain, now, provider)
    if report is not None:
        return report
    if isinstance(chain[-1], BaseExceptionGroup) and groups:
        reports = [_classify(each, now, provider, groups - 1) for each in _members(chain[-1])]
        report = classify_group(reports)
        if report is not None and report.kind is not Kind.UNKNOWN:
            return report
    return _from_words(chain, head, now, provider)


def _members(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    """Give the exceptions of a group and of the groups in it."""
    members: list[BaseException] = []
    left: list[BaseException] = [group]
    while left and len(members) < _GROUP_LENGTH:
        each = left.pop()
        if isinstance(each, BaseExceptionGroup):
            left.extend(reversed(each.exceptions))
        else:
            members.append(each)
    return members


class _Head(NamedTuple):
    """The status and the headers of a response whose body the exception does not keep."""

    exception: BaseException
    status: int
    headers: Any


def _from_responses(
    chain: list[BaseException], now: float | None, provider: Provider | str | None
) -> tuple[Report | None, _Head | None]:
    """Classify the response that an exception holds; if there is none, give the head of one."""
    for each in chain:
        if isinstance(known := _get(each, "report"), Report):
            return known, None
    # LiteLLM makes responses of its own, without a body; the server's is in the exception behind.
    from_litellm = any(map(_is_litellm, chain))

    def report_of(each: BaseException, found: _Found | None) -> Report | None:
        has_body = found and (found.body or (found.body is not None and not from_litellm))
        if not found or not has_body or _is_litellm(each):
            return None
        report = classify(*found, now=now, provider=provider)
        # A call that raised has failed, whatever status its response has.
        return None if report.is_success else report

    # A complete response in one cause says more than the parts of it in another.
    held = [(each, _from_held(each)) for each in chain]
    for each, found in held:
        if (report := report_of(each, found)) is not None:
            return report, None
    head = None
    for each, found in held:
        found = found or _from_attributes(each)
        if (report := report_of(each, found)) is not None:
            return report, None
        if found and not head:
            head = _Head(each, found.status, found.headers)
    return None, head


def _from_words(
    chain: list[BaseException],
    head: _Head | None,
    now: float | None,
    provider: Provider | str | None,
) -> Report:
    """Classify exceptions by their classes and texts, and by the head of a response."""
    facts = [
        (
            _printed_classes(each),
            _text(each),
            _address(each),
            (head.status, head.headers) if head and head.exception is each else None,
            _is_litellm(each),
        )
        for each in chain
    ]
    return classify_exceptions(facts, now=now, provider=provider)


def _chain(exception: BaseException) -> Iterator[BaseException]:
    """Give an exception and its causes, outermost first."""
    each: BaseException | None = exception
    through_context = False
    for _ in range(_DEPTH):
        if each is None:
            return
        yield each
        # LiteLLM raises its own exceptions while it handles the SDK's, without `from`.
        through_context = through_context or _is_litellm(each)
        cause = each.__cause__ or (each.__context__ if through_context else None)
        # requests and urllib3 hold it as an argument, others as `cause`, tenacity in a future.
        each = cause or _held(each)


def _get(value: object, name: str) -> Any:
    """Give an attribute, or None: a property may raise anything."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None


def _has(value: object, name: str) -> bool:
    """Whether there is an attribute that can be read."""
    try:
        return hasattr(value, name)
    except Exception:
        return False


def _args(exception: BaseException) -> tuple[Any, ...]:
    """Give what an exception was made of, whatever its class says instead."""
    args: tuple[Any, ...] = vars(BaseException)["args"].__get__(exception)
    return args


def _called(value: object, name: str) -> Any:
    """Give the result of a method without arguments, or None."""
    method = _get(value, name)
    try:
        return method() if callable(method) else None
    except Exception:
        return None


def _text(exception: BaseException) -> str:
    try:
        return str(exception)
    except Exception:
        return ""


def _address(exception: BaseException) -> str | None:
    """Give the address of the request that an exception holds."""
    url = _get(_get(exception, "request"), "url")
    try:
        return None if url is None else str(url)
    except Exception:
        return None


def _printed_classes(exception: BaseException) -> list[str]:
    """Give the names of an exception's classes as a traceback prints them, its own first."""
    classes = [each for each in type(exception).__mro__ if each is not object]
    return [
        each.__qualname__
        if each.__module__ == "builtins"
        else f"{each.__module__}.{each.__qualname__}"
        for each in classes
    ]


def _class_names(exception: BaseException) -> list[str]:
    return [each.__name__ for each in type(exception).__mro__]


def _is_litellm(exception: BaseException) -> bool:
    """Whether LiteLLM may have made up its class, status and response."""
    return _has(exception, "llm_provider")


def _held(exception: BaseException) -> BaseException | None:
    kwargs = _get(exception, "kwargs")  # botocore's
    error = kwargs.get("error") if isinstance(kwargs, dict) else None
    for held in (_get(exception, "reason"), _get(exception, "cause"), error, *_args(exception)[:1]):
        if isinstance(held, BaseException):
            return held
    if isinstance(exception, BaseExceptionGroup) and len(exception.exceptions) == 1:
        only: BaseException = exception.exceptions[0]
        return only
    attempts = _get(exception, _ATTEMPTS)
    if isinstance(attempts, list) and attempts:
        held = _get(attempts[-1], "exception")
    else:
        attempt = _get(exception, "last_attempt")
        held = _called(attempt, "exception") if _get(attempt, "failed") else None
    return held if isinstance(held, BaseException) else None


def _from_held(exception: BaseException) -> _Found | None:
    """Read the response that an exception holds."""
    for name in ("response", "raw_response", "http_response"):
        response = _get(exception, name)
        if isinstance(response, dict):
            found = _from_botocore(response)
        elif has_head(response):
            found = _from_response(response, exception)
        else:
            continue
        if found:
            return found
    return None


def _from_response(response: Any, exception: BaseException) -> _Found:
    status, headers, own = stated(response)
    body = _body_of(response) if own is None else own
    kept = _kept_body(exception) if not body else None
    return _Found(status, headers, body if kept is None else kept)


def _body_of(response: object) -> Any:
    try:
        return read_body(response)[0]
    except TypeError:
        return None


def _from_botocore(response: dict[str, Any]) -> _Found | None:
    """Rebuild the response from the parts that botocore keeps."""
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
    """Read the status, headers and body from the attributes of an exception."""
    names = ("status_code", "status", "code", "http_status")
    # The code of an exit is not a status.
    for name in () if isinstance(exception, SystemExit) else names:
        status = _get(exception, name)
        if isinstance(status, int) and not isinstance(status, bool) and 100 <= status < 600:
            break
    else:
        return _from_event(exception) or _from_grpc(exception)
    headers = _get(exception, "headers")
    if headers is not None and not hasattr(headers, "items"):
        headers = None
    body: Any = _kept_body(exception)
    if body is None and callable(_get(exception, "read")):
        body = _body_of(exception)
    return _Found(status, stated_headers(headers), body)


def _from_event(exception: BaseException) -> _Found | None:
    """Read the error event of a stream: its status is 200, and its data may be the error alone."""
    if _get(exception, "status_code") == -1:  # ollama's
        body = _kept_body(exception)
        return None if body is None else _Found(200, None, body)
    event = _kept_body(exception) if hasattr(exception, "request") else None
    return _Found(200, None, f'{{"error":{event}}}') if event is not None else None


def _from_grpc(exception: BaseException) -> _Found | None:
    """Read the status of gRPC, which is a word and a text."""
    word = _get(_called(exception, "code"), "name")
    if not isinstance(word, str):
        return None
    error = {"status": word, "message": str(_called(exception, "details") or "")}
    return _Found(0, None, json.dumps({"error": error}))


def _kept_body(exception: BaseException) -> Any:
    """Give the body that an exception holds, or rebuild it from its attributes."""
    if word := _get(_get(exception, "grpc_status_code"), "name"):
        # google-api-core, whose `details` are protocol buffers
        details = [_as_json(each) for each in _get(exception, "details") or ()]
        error = {"status": word, "message": _get(exception, "message"), "details": details}
        return json.dumps({"error": error}, default=str)
    for name in _BODIES:
        body = _get(exception, name)
        if isinstance(body, bytes | str) and body:
            return body
        if isinstance(body, dict | list) and body:
            return json.dumps(body, default=str)
    members = {name: value for name in _MEMBERS if (value := _get(exception, name))}
    members = {name: v for name, v in members.items() if isinstance(v, str | dict | list)}
    has_error = not members.keys().isdisjoint(_MEMBERS[:2])
    return json.dumps(members, default=str) if has_error else None


def _as_json(message: Any, depth: int = 8) -> Any:
    """Convert a protocol buffer to JSON, as far as errors need it."""
    fields = _called(message, "ListFields") if depth else None
    if fields is None:
        return [_as_json(each, depth - 1) for each in message] if _is_many(message) else message
    name = message.DESCRIPTOR.full_name
    if name == "google.protobuf.Duration":
        return f"{message.seconds + message.nanos / 1e9:g}s"
    members = {field.json_name: _as_json(value, depth - 1) for field, value in fields}
    return {"@type": f"type.googleapis.com/{name}", **members}


def _is_many(value: object) -> bool:
    return not isinstance(value, str | bytes | dict) and hasattr(value, "__iter__")


def was_sent(exception: BaseException) -> bool:
    """Whether the request may have reached the server: not if no connection was made."""
    return was_sent_by([name for each in _chain(exception) for name in _class_names(each)])


def delivered_before(exception: BaseException) -> bool:
    """Whether an ApiError in the chain says that content of a stream came before."""
    return any(
        _get(each, "delivered") is True
        for each in _chain(exception)
        if isinstance(_get(each, "report"), Report)
    )


def headers_of_response(exception: BaseException) -> Any:
    """Give the headers that an exception or a response in it holds, or None."""
    for each in _chain(exception):
        for name in ("response", "raw_response", "http_response"):
            response = _get(each, name)
            if isinstance(response, dict):  # botocore's
                response = response.get("ResponseMetadata")
                headers = response.get("HTTPHeaders") if isinstance(response, dict) else None
            else:
                headers = _get(response, "headers")
            if _has(headers, "get"):
                return headers
        if _has(headers := _get(each, "headers"), "get"):
            return headers
    return None

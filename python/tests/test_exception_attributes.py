"""What an exception says by its attributes, arguments, groups and closed connections."""

import asyncio
import datetime
import enum
import json
import warnings
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest

from apifault import ApiError, Failure, Kind, classify, classify_exception
from apifault import rule as rule_of

ERROR = {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}
BODY = json.dumps(ERROR)
HEADERS = {"retry-after": "2"}
WANT = classify(429, HEADERS, BODY)


class HeldError(Exception):
    """An exception that holds these attributes."""

    def __init__(self, *args: object, **attributes: object) -> None:
        super().__init__(*args)
        self.__dict__.update(attributes)


def of(package: str, name: str, text: str, *bases: type[Exception]) -> Exception:
    error: Exception = type(name, bases or (Exception,), {"__module__": package})(text)
    return error


# --- no success ---


def response(status: int, body: object, **others: object) -> SimpleNamespace:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    parts = {"headers": {}, **others}
    return SimpleNamespace(status_code=status, content=content, **parts)


ANSWER = {"choices": [{"message": {"content": "the heron flies"}}]}


@pytest.mark.parametrize(
    ("exception", "kind"),
    [
        (of("heron", "JSONDecodeError", "Expecting value"), Kind.GENERATION_FAILED),
        (of("heron", "ValidationError", "1 validation error"), Kind.GENERATION_FAILED),
        (of("heron", "OutputParserException", "Invalid json output"), Kind.GENERATION_FAILED),
        (of("heron", "APIResponseValidationError", "invalid"), Kind.GENERATION_FAILED),
        (of("heron", "HeronError", "200 OK"), Kind.UNKNOWN),
        (of("heron", "HeronError", "HTTP/1.1 200 OK"), Kind.UNKNOWN),
        (of("heron", "HeronError", "status code: 204"), Kind.UNKNOWN),
        (of("heron", "HeronError", json.dumps(ANSWER)), Kind.UNKNOWN),
    ],
)
@pytest.mark.parametrize("status", [200, 201, 204, 206])
@pytest.mark.parametrize("body", [ANSWER, "<html><title>Welcome</title></html>", "hello", ""])
def test_an_exception_around_a_success_is_no_success(
    exception: Any, kind: Kind, status: int, body: object
) -> None:
    exception.response = response(status, body)
    assert classify_exception(exception).kind is kind
    wrapped = HeldError("outer", status_code=status)
    wrapped.__cause__ = exception
    assert classify_exception(wrapped).kind is kind
    assert classify_exception(ExceptionGroup("x", [exception, KeyError("x")])).kind is kind


def test_an_error_in_a_success_counts_more_than_that_it_could_not_be_validated() -> None:
    error: Any = of("heron", "ValidationError", "1 validation error")
    error.response = response(200, ERROR)
    assert classify_exception(error) == classify(200, {}, BODY)


def test_a_report_of_a_success_in_an_exception_does_not_count() -> None:
    error = ApiError(classify(200, None, None))
    assert not classify_exception(error).is_success
    unknown = ApiError(classify(0, None, None))
    assert classify_exception(unknown) == unknown.report


# --- times ---


def test_absolute_times_are_compared_with_the_date_of_the_response() -> None:
    headers = {
        "Date": "Thu, 01 Jan 2026 00:00:00 GMT",
        "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT",
    }
    for error in (
        HeldError(response=response(429, ERROR, headers=headers)),
        HeldError(status_code=429, headers=headers),
    ):
        assert classify_exception(error).delay_ms == 5_000
        assert classify_exception(error, now=1_767_225_602).delay_ms == 3_000


def test_absolute_times_without_a_date_are_compared_with_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_767_225_601.0)
    headers = {"retry-after": "Thu, 01 Jan 2026 00:00:05 GMT"}
    group = ExceptionGroup("x", [HeldError(status_code=429, headers=headers), KeyError("x")])
    for error in (HeldError(status_code=429, headers=headers), group):
        assert classify_exception(error).delay_ms == 4_000


# --- attributes ---


class Word(enum.Enum):
    CODE = "rate_limit_exceeded"


class Model:
    """What pydantic offers."""

    def model_dump(self) -> dict[str, object]:
        return {**ERROR["error"]}


@pytest.mark.parametrize(
    "attributes",
    [
        {"status_code": "429"},
        {"status": "429 Too Many Requests"},
        {"code": HTTPStatus.TOO_MANY_REQUESTS},
        {"http_status": 429},
        {"http_code": "429"},
        {"response_status": 429},
        {"statusCode": 429},
    ],
)
@pytest.mark.parametrize("name", ["body", "response_body", "text", "content", "response_text"])
@pytest.mark.parametrize("headers", ["headers", "response_headers"])
def test_status_headers_and_body_have_many_names(
    attributes: dict[str, object], name: str, headers: str
) -> None:
    for body in (BODY, BODY.encode(), bytearray(BODY.encode()), memoryview(BODY.encode())):
        error = HeldError(**attributes, **{name: body, headers: HEADERS})
        assert classify_exception(error) == WANT


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": 2},
        {"Retry-After": 2.0, "x-heron": None},
        {b"retry-after": b"2"},
        {"retry-after": ["2"], "x-heron": [None]},
        [("retry-after", "2"), ("x-heron", None), "odd", ("a", "b", "c")],
        SimpleNamespace(multi_items=lambda: [("retry-after", "2")]),
        SimpleNamespace(items=lambda: iter([("retry-after", 2)])),
    ],
)
def test_headers_have_many_forms(headers: object) -> None:
    for error in (
        HeldError(status_code=429, headers=headers, body=BODY),
        HeldError(response=SimpleNamespace(status_code=429, headers=headers, content=BODY)),
    ):
        report = classify_exception(error)
        assert (report.kind, report.delay_ms, report.message) == (WANT.kind, 2_000, "Slow down")


@pytest.mark.parametrize(
    ("attributes", "delay_ms"),
    [
        ({"retry_after": 3}, 3_000),
        ({"retry_after": 0.5}, 500),
        ({"retry_after": "7"}, 7_000),
        ({"retry_after": datetime.timedelta(seconds=4)}, 4_000),
        ({"retry_after_seconds": 3}, 3_000),
        ({"retry_after_ms": 250}, 250),
        ({"retry_after": None}, None),
        ({"retry_after": True}, None),
        ({"retry_after": -3}, None),
        ({"retry_after": "soon"}, None),
    ],
)
def test_a_delay_is_an_attribute(attributes: dict[str, object], delay_ms: int | None) -> None:
    busy = type("RateLimitError", (HeldError,), {})
    for error in (
        HeldError(status_code=429, **attributes),
        HeldError(code="rate_limit_exceeded", **attributes),
        busy("the heron rests", **attributes),
    ):
        report = classify_exception(error)
        assert (report.kind, report.delay_ms) == (Kind.RATE_LIMITED, delay_ms)


@pytest.mark.parametrize("name", ["code", "error_code", "provider_error_code", "type"])
@pytest.mark.parametrize("value", ["rate_limit_exceeded", Word.CODE])
def test_a_code_is_an_attribute(name: str, value: object) -> None:
    report = classify_exception(HeldError("the heron rests", **{name: value}))
    assert (report.kind, report.status) == (Kind.RATE_LIMITED, 0)
    assert report.message == "the heron rests"
    assert "rate_limit_exceeded" in (report.error.code, report.error.type)


def test_a_code_says_more_than_the_status_beside_it() -> None:
    error = HeldError("the heron rests", status_code=429, code="insufficient_quota")
    report = classify_exception(error)
    assert (report.kind, report.status) == (Kind.QUOTA_EXHAUSTED, 429)


@pytest.mark.parametrize("code", ["e3q8", "heron", "42601", 7, "", None])
def test_a_code_that_is_not_known_says_nothing(code: object) -> None:
    assert classify_exception(HeldError("the heron rests", code=code)).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "error",
    [
        HeldError({"message": "Slow down", "code": "rate_limit_exceeded"}),
        HeldError("a heron", {"message": "Slow down", "code": "rate_limit_exceeded"}),
        HeldError(ERROR),
        HeldError(Model()),
        HeldError(error=Model()),
        HeldError(body=Model()),
        HeldError(error={"message": "Slow down", "code": "rate_limit_exceeded"}),
        HeldError("ResponseError(code='rate_limit_exceeded', message='Slow down')"),
        type("MuteError", (HeldError,), {"__str__": lambda _: "mute"})(ERROR),
        HeldError(response={"body": BODY, "error": ERROR["error"]}),
    ],
)
def test_an_error_object_is_an_argument_or_an_attribute(error: Exception) -> None:
    report = classify_exception(error)
    assert (report.kind, report.message) == (Kind.RATE_LIMITED, "Slow down")


def test_a_number_in_an_argument_is_a_status() -> None:
    report = classify_exception(ValueError({"message": "The heron rests", "code": 502}))
    assert (report.kind, report.status) == (Kind.BAD_GATEWAY, 502)


@pytest.mark.parametrize(
    "held",
    [
        # tornado's
        SimpleNamespace(code=429, reason="Slow", headers=HEADERS, body=BODY.encode()),
        # websockets'
        SimpleNamespace(status_code=429, reason_phrase="Slow", headers=HEADERS, body=BODY.encode()),
        SimpleNamespace(status="429 Slow", headers=HEADERS, text=BODY),
    ],
)
def test_responses_of_other_clients_are_read(held: object) -> None:
    assert classify_exception(HeldError("words", response=held)) == WANT


def test_an_attribute_that_warns_is_not_read_if_another_one_says_the_same() -> None:
    class OldError(Exception):
        status = 429

        @property
        def code(self) -> int:
            warnings.warn("use status", DeprecationWarning, stacklevel=2)
            return self.status

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert classify_exception(OldError()).status == 429
    assert warned == []


class SlottedError(Exception):
    __slots__ = ("status_code",)


class OfClassError(Exception):
    status_code = 429


class OfBaseError(OfClassError):
    pass


class OfPropertyError(Exception):
    @property
    def status_code(self) -> int:
        return 429


class ComputedError(Exception):
    def __getattr__(self, name: str) -> int:
        if name == "status_code":
            return 429
        raise AttributeError(name)


class OfComputedError(ComputedError):
    pass


class InterceptedError(Exception):
    def __getattribute__(self, name: str) -> object:
        return 429 if name == "status_code" else super().__getattribute__(name)


@pytest.mark.parametrize(
    "kind",
    [
        SlottedError,
        OfClassError,
        OfBaseError,
        OfPropertyError,
        ComputedError,
        OfComputedError,
        InterceptedError,
    ],
)
def test_an_attribute_is_read_wherever_it_comes_from(kind: type[Exception]) -> None:
    for _ in range(2):
        error: Any = kind("words")
        if kind is SlottedError:
            assert classify_exception(error).kind is Kind.UNKNOWN
            error.status_code = 429
        assert classify_exception(error).status == 429
        hidden = Exception("words")
        hidden.__cause__ = error
        assert classify_exception(hidden).status == 429


def test_an_attribute_that_one_of_two_exceptions_of_a_class_has_is_read() -> None:
    assert classify_exception(HeldError("words")).kind is Kind.UNKNOWN
    assert classify_exception(HeldError("words", status_code=429)).status == 429
    assert classify_exception(HeldError("words")).kind is Kind.UNKNOWN


# --- other exceptions ---


BUSY = HeldError(status_code=429, headers=HEADERS, body=BODY)


@pytest.mark.parametrize(
    "outer",
    [
        HeldError("x", inner_exception=BUSY),
        HeldError("x", original_exception=BUSY),
        HeldError("x", error=BUSY),
        HeldError("x", last_exception=BUSY),
        HeldError("x", 3, BUSY),
        HeldError("x", exceptions=[BUSY]),
        HeldError("x", exceptions=(BUSY, KeyError("x"))),
        HeldError("x", errors=[KeyError("x"), BUSY]),
        HeldError("x", kwargs={"error": BUSY}),
        ExceptionGroup("x", [HeldError("x", errors=[KeyError("x"), BUSY]), KeyError("x")]),
    ],
)
def test_an_exception_is_found_wherever_it_is_held(outer: Exception) -> None:
    assert classify_exception(outer) == WANT
    wrapped = RuntimeError("the agent failed")
    wrapped.__cause__ = outer
    assert classify_exception(wrapped) == WANT


def test_a_group_of_tasks_has_the_longest_delay() -> None:
    async def fail(seconds: int) -> None:
        raise HeldError(status_code=429, retry_after=seconds)

    async def run() -> None:
        async with asyncio.TaskGroup() as tasks:
            for seconds in (2, 9, 4):
                tasks.create_task(fail(seconds))

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(run())
    assert classify_exception(caught.value).delay_ms == 9_000


# --- failures of a client ---


@pytest.mark.parametrize(
    ("exception", "failure"),
    [
        (of("heron", "HeronError", "No API key was provided."), Failure.MISSING_CREDENTIALS),
        (
            ValueError("MISTRAL_API_KEY environment variable is not set"),
            Failure.MISSING_CREDENTIALS,
        ),
        (ValueError("Did not find mistral_api_key"), Failure.MISSING_CREDENTIALS),
        (RuntimeError("You must provide an api_key to call it"), Failure.MISSING_CREDENTIALS),
        (RuntimeError("Set the `MISTRAL_API_KEY` variable"), Failure.MISSING_CREDENTIALS),
        (KeyError("MISTRAL_API_KEY"), Failure.MISSING_CREDENTIALS),
        (
            of("heron", "SSOTokenLoadError", "x", type("SSOError", (Exception,), {})),
            Failure.MISSING_CREDENTIALS,
        ),
        (of("heron", "TokenRetrievalError", "Token has expired"), Failure.MISSING_CREDENTIALS),
        (of("heron", "RefreshError", "invalid"), Failure.MISSING_CREDENTIALS),
        (of("heron", "CredentialUnavailableError", "x"), Failure.MISSING_CREDENTIALS),
        (of("heron", "ClientAuthenticationError", "x"), Failure.MISSING_CREDENTIALS),
        (of("heron", "LocalTokenNotFoundError", "x", OSError), Failure.MISSING_CREDENTIALS),
        (RuntimeError("Your session has expired. Log in again."), Failure.MISSING_CREDENTIALS),
        (of("heron", "TooManyRedirectsError", "x"), Failure.TOO_MANY_REDIRECTS),
        (of("heron", "IncompleteOutputException", "x"), Failure.CUT_OUTPUT),
        (of("heron", "IncompleteToolCall", "x"), Failure.CUT_OUTPUT),
        (of("heron", "ContentFilterError", "x"), Failure.FILTERED_OUTPUT),
        (of("heron", "ModelRefusalError", "x"), Failure.FILTERED_OUTPUT),
        (of("heron", "ModelBehaviorError", "x"), Failure.INVALID_OUTPUT),
        (of("heron", "ServiceResponseTimeoutError", "x"), Failure.TIMEOUT),
        (of("heron", "ConnectionClosed", "no close frame received or sent"), Failure.RESET),
    ],
)
def test_what_a_client_misses_or_could_not_use_is_known(
    exception: Exception, failure: Failure
) -> None:
    report = classify_exception(exception)
    rule = rule_of(f"failure/{failure}")
    assert rule is not None
    assert (report.rule, report.status, report.kind) == (rule.id, 0, failure.kind)


@pytest.mark.parametrize(
    "exception",
    [
        KeyError("api_key_of_heron"),
        KeyError("HERON_API_KEY"),
        ValueError("HERON_API_KEY is not set"),
        KeyError("choices"),
        ValueError("The heron is required"),
        ValueError("max_tokens is required"),
        RuntimeError("the API is not set up for herons"),
        of("redis.exceptions", "AuthenticationError", "missing credentials"),
    ],
)
def test_what_is_about_no_key_is_unknown(exception: Exception) -> None:
    assert classify_exception(exception).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (1008, "API key not valid. Please pass a valid API key.", Kind.AUTHENTICATION),
        (1008, "", Kind.INVALID_REQUEST),
        (1009, "", Kind.REQUEST_TOO_LARGE),
        (1011, "Internal error encountered.", Kind.INTERNAL_ERROR),
        (1011, "You exceeded your current quota, please check your plan", Kind.QUOTA_EXHAUSTED),
        (1012, "", Kind.SERVICE_UNAVAILABLE),
        (1013, "", Kind.OVERLOADED),
        (3000, "invalid_request_error.invalid_api_key", Kind.AUTHENTICATION),
        (3003, "", Kind.PERMISSION_DENIED),
        (4001, "Rate limit reached", Kind.RATE_LIMITED),
        (4429, "", Kind.RATE_LIMITED),
        (4401, "", Kind.AUTHENTICATION),
        (1006, "", Kind.BAD_GATEWAY),
        (1000, "", Kind.BAD_GATEWAY),
        (4000, "", Kind.BAD_GATEWAY),
    ],
)
def test_a_closed_connection_says_why(code: int, reason: str, kind: Kind) -> None:
    closed: Any = type("ConnectionClosed", (HeldError,), {})
    by_frame = closed("closed", rcvd=SimpleNamespace(code=code, reason=reason))
    by_text = closed(f"received {code} (a word) {reason}; then sent {code} (a word) {reason}")
    by_attributes = closed("closed", code=code, reason=reason)
    for error in (by_frame, by_text, by_attributes):
        report = classify_exception(error)
        assert (report.kind, report.status) == (kind, 0)
        if reason and report.rule != "failure/reset":
            assert report.message == reason


def test_the_code_of_an_exit_is_no_status() -> None:
    assert classify_exception(SystemExit(503)).kind is Kind.UNKNOWN
    assert classify_exception(SystemExit("503")).kind is Kind.UNKNOWN


def test_the_text_of_an_exception_without_words_is_its_message() -> None:
    report = classify_exception(HeldError(status_code=503, message="The heron is overloaded."))
    assert (report.kind, report.message) == (Kind.OVERLOADED, "The heron is overloaded.")
    for message in (None, 7, b"words", print):
        assert classify_exception(HeldError(status_code=503, message=message)).status == 503


# --- pages and made-up requests ---

PAGE = "<html><body>the heron's nest</body></html>"


def not_json(text: str) -> Exception:
    with pytest.raises(ValueError, match="Expecting value") as caught:
        json.loads(text)
    return caught.value


@pytest.mark.parametrize(
    "error",
    [
        not_json(PAGE),
        not_json(f"\r\n{PAGE.upper()}"),
        ValueError(f"Expected an object, and the reply is not JSON: {PAGE!r}"),
        of("heron", "ModelBehaviorError", f"Unexpected response type: {PAGE}"),
        HeldError(f"not JSON: {PAGE}", status=200, code="heron", message=f"not JSON: {PAGE}"),
        HeldError(f"not JSON: {PAGE}", status_code=500, llm_provider="heron"),
        HeldError(f"not JSON: {PAGE}", status_code=500, status_code_is_synthesized=True),
    ],
)
def test_a_page_in_place_of_json_has_no_status_of_its_own(error: Exception) -> None:
    outer = RuntimeError("no flight")
    outer.__cause__ = error
    for each in (error, outer):
        report = classify_exception(each)
        assert (report.kind, report.status) == (Kind.BAD_GATEWAY, 0)


def test_a_page_beside_a_status_is_what_the_status_says() -> None:
    outer = HeldError("no flight", status_code=404)
    outer.__cause__ = not_json(PAGE)
    assert classify_exception(outer).status == 404


@pytest.mark.parametrize(
    "made_up", [{"llm_provider": "heron"}, {"status_code_is_synthesized": False}]
)
def test_a_request_that_was_made_up_names_no_provider(made_up: dict[str, object]) -> None:
    request = SimpleNamespace(url="https://api.openai.com/v1")
    error: Any = type("ConnectError", (HeldError,), {})("no flight", request=request)
    assert classify_exception(error).provider == "openai"
    error.__dict__.update(made_up)
    assert classify_exception(error).provider is None

import asyncio
import http.client
import io
import json
import socket
import ssl
import urllib.error
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from apifault import ApiError, Failure, Kind, classify, classify_exception
from apifault import rule as rule_of

ERROR = {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}
BODY = json.dumps(ERROR)
HEADERS = {"retry-after": "2"}
WANT = classify(429, HEADERS, BODY)


class Response:
    def __init__(self, content: Any = BODY, status_code: int = 429) -> None:
        self.status_code = status_code
        self.headers = HEADERS
        self.content = content


class HeldError(Exception):
    """An exception that holds these attributes."""

    def __init__(self, text: str = "", **attributes: object) -> None:
        super().__init__(text)
        self.__dict__.update(attributes)


AWS = {
    "Error": {"Code": "ThrottlingException", "Message": "Slow down"},
    "ResponseMetadata": {"HTTPStatusCode": 429, "HTTPHeaders": {"server": "x"}, "RequestId": "r"},
}


@pytest.mark.parametrize(
    "exception",
    [
        HeldError(response=Response()),
        HeldError(raw_response=Response()),
        HeldError(status_code=429, headers=HEADERS, body=BODY),
        HeldError(status_code=429, headers=HEADERS, body=ERROR),
        HeldError(code=429, headers=HEADERS, details=ERROR),
        HeldError(reason=HeldError(response=Response())),
        HeldError(cause=HeldError(response=Response())),
        ExceptionGroup("tasks", [HeldError(response=Response())]),
        ApiError(WANT),
    ],
)
def test_the_report_is_that_of_the_bytes(exception: Exception) -> None:
    assert classify_exception(exception) == WANT


def test_an_aws_error_is_put_together_again() -> None:
    report = classify_exception(HeldError(response=AWS))
    assert (report.kind, report.status, report.request_id) == (Kind.RATE_LIMITED, 429, "r")
    assert (report.error.type, report.message) == ("ThrottlingException", "Slow down")


def raised(raising: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        raising()
    return caught.value


def wrap() -> None:
    try:
        raise HeldError(response=Response())
    except HeldError as error:
        raise RuntimeError("wrapped") from error


def raise_meanwhile(error: BaseException, *, hides: bool = False) -> None:
    try:
        raise HeldError(response=Response())
    except HeldError:
        if hides:
            raise error from None
        raise error  # noqa: B904


def test_causes_are_followed_and_so_are_contexts_of_what_says_little() -> None:
    assert classify_exception(raised(wrap)) == WANT
    for error in (
        named_as("HeronError", "the heron did not fly"),
        RuntimeError(),
        KeyError("choices"),
        named_as("APIConnectionError", "Connection error."),
    ):
        assert classify_exception(raised(lambda: raise_meanwhile(error))) == WANT  # noqa: B023


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HeldError(status_code=401, body={"error": "Who?"}), Kind.AUTHENTICATION),
        (HeldError("Error code: 404 - {'error': {'message': 'No such file'}}"), Kind.NOT_FOUND),
        (HeldError(status_code=503), Kind.SERVICE_UNAVAILABLE),
        (TimeoutError("slow"), Kind.TIMEOUT),
    ],
)
def test_what_was_handled_before_does_not_count_beside_a_failure_that_says_more(
    error: Exception, kind: Kind
) -> None:
    assert classify_exception(raised(lambda: raise_meanwhile(error))).kind is kind


def test_a_context_that_is_hidden_is_not_followed() -> None:
    error = named_as("HeronError", "the heron did not fly")
    assert classify_exception(raised(lambda: raise_meanwhile(error, hides=True))).kind == "unknown"


def test_a_circle_of_causes_ends() -> None:
    one, other = RuntimeError("one"), RuntimeError("other")
    one.__cause__, other.__cause__ = other, one
    assert classify_exception(one).kind is Kind.UNKNOWN


def named_as(name: str, text: str, base: type[Exception] = Exception) -> Exception:
    error: Exception = type(name, (base,), {})(text)
    return error


def named(name: str, base: type[Exception] = Exception) -> Exception:
    return named_as(name, "the words of it", base)


@pytest.mark.parametrize(
    ("exception", "kind"),
    [
        (named("APITimeoutError", type(named("APIConnectionError"))), Kind.TIMEOUT),
        (named("APIConnectionError"), Kind.BAD_GATEWAY),
        (named("ConnectTimeout", type(named("TimeoutException"))), Kind.TIMEOUT),
        (named("NewConnectionError", type(named("ConnectTimeoutError"))), Kind.BAD_GATEWAY),
        (named("EndpointConnectionError"), Kind.BAD_GATEWAY),
        (named("UnsupportedProtocol", type(named("TransportError"))), Kind.INVALID_REQUEST),
        (named("NoCredentialsError"), Kind.AUTHENTICATION),
        (TimeoutError("slow"), Kind.TIMEOUT),
        (ConnectionRefusedError("no"), Kind.BAD_GATEWAY),
        (socket.gaierror(-2, "Name or service not known"), Kind.BAD_GATEWAY),
        (urllib.error.URLError("no"), Kind.BAD_GATEWAY),
        (http.client.IncompleteRead(b""), Kind.BAD_GATEWAY),
        (named("DecodingError"), Kind.BAD_GATEWAY),
        (named("EmptyPoolError"), Kind.TIMEOUT),
        (ssl.SSLCertVerificationError("not trusted"), Kind.INVALID_REQUEST),
        (ssl.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number"), Kind.INVALID_REQUEST),
        (ssl.SSLEOFError("EOF occurred in violation of protocol"), Kind.BAD_GATEWAY),
        (ValueError("[SSL: WRONG_VERSION_NUMBER]"), Kind.INVALID_REQUEST),
        (ValueError("timeout"), Kind.UNKNOWN),
    ],
)
def test_what_came_without_a_response_is_known_by_its_class(
    exception: Exception, kind: Kind
) -> None:
    report = classify_exception(exception, provider="groq")
    assert (report.kind, report.status) == (kind, 0)
    assert (report.fault, report.retry.advice) == (kind.fault, kind.advice)
    assert (report.scope, report.remedies) == (kind.scope, kind.remedies)
    assert report.error.type == type(exception).__name__
    assert report.message == str(exception)
    assert report.provider == "groq"
    rule = rule_of(report.rule)
    assert rule is not None
    assert (rule.kind, rule.action) == (kind, report.action)
    assert rule.id.startswith("failure/")


def caused(outer: BaseException, *inner: BaseException) -> BaseException:
    each = outer
    for each.__cause__ in inner:
        each = each.__cause__
    return outer


def test_a_cause_that_says_more_than_that_no_answer_came_decides() -> None:
    for cause, kind in (
        (ssl.SSLCertVerificationError("not trusted"), Kind.INVALID_REQUEST),
        (TimeoutError("slow"), Kind.TIMEOUT),
        (ConnectionRefusedError("no"), Kind.BAD_GATEWAY),
    ):
        report = classify_exception(
            caused(named("APIConnectionError"), named("ConnectError"), cause)
        )
        assert report.kind is kind
        assert report.error.type == type(cause).__name__
    timeout = caused(TimeoutError(), asyncio.CancelledError())
    assert classify_exception(timeout).kind is Kind.TIMEOUT


def of(package: str, name: str, text: str, *bases: type[Exception]) -> Exception:
    error: Exception = type(name, bases or (Exception,), {"__module__": package})(text)
    return error


REFUSED = "[Errno 111] Connection refused"
CERTIFICATE = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get issuer"


@pytest.mark.parametrize(
    ("exception", "failure"),
    [
        (of("httpx", "ConnectError", REFUSED), Failure.REFUSED),
        (of("httpx", "ConnectError", f"http://localhost:8000: {REFUSED}"), Failure.LOCAL_SERVER),
        (
            of("aiohttp", "ClientConnectorError", "Cannot connect to host heron:9 ssl:default"),
            Failure.CONNECTION,
        ),
        (ConnectionRefusedError(111, "Connection refused"), Failure.REFUSED),
        (urllib.error.URLError(ConnectionRefusedError("no")), Failure.REFUSED),
        (ConnectionResetError(104, "Connection reset by peer"), Failure.RESET),
        (http.client.RemoteDisconnected("Remote end closed connection"), Failure.RESET),
        (OSError(113, "No route to host"), Failure.UNREACHABLE),
        (OSError(101, "Network is unreachable"), Failure.UNREACHABLE),
        (socket.gaierror(-3, "Temporary failure in name resolution"), Failure.UNRESOLVED),
        (of("urllib3.exceptions", "NameResolutionError", "heron"), Failure.UNRESOLVED),
        (of("httpx", "ConnectError", CERTIFICATE), Failure.CERTIFICATE),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert"), Failure.CERTIFICATE),
        (ssl.SSLError(1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] x"), Failure.CERTIFICATE),
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), Failure.TLS),
        (
            of("requests.exceptions", "ProxyError", f"Cannot connect to proxy: {REFUSED}"),
            Failure.PROXY,
        ),
        (
            of("httpx", "TooManyRedirects", "Exceeded maximum allowed redirects."),
            Failure.TOO_MANY_REDIRECTS,
        ),
        (of("httpx", "PoolTimeout", ""), Failure.TIMEOUT),
        (of("httpx", "UnsupportedProtocol", "no scheme"), Failure.INVALID_CALL),
        (of("botocore.exceptions", "PartialCredentialsError", "x"), Failure.MISSING_CREDENTIALS),
        (
            of("openai", "OpenAIError", "The api_key client option must be set"),
            Failure.MISSING_CREDENTIALS,
        ),
        (of("openai", "LengthFinishReasonError", "heron"), Failure.CUT_OUTPUT),
        (of("openai", "ContentFilterFinishReasonError", "heron"), Failure.FILTERED_OUTPUT),
        (
            of("pydantic_core", "ValidationError", "1 validation error for Heron"),
            Failure.INVALID_OUTPUT,
        ),
        # Classes of its own, and words of another client.
        (of("heron", "SlowError", "no answer", TimeoutError), Failure.TIMEOUT),
        (RuntimeError("the agent failed: httpx.ReadTimeout: timed out"), Failure.TIMEOUT),
    ],
)
def test_each_failure_has_its_own_rule_and_action(exception: Exception, failure: Failure) -> None:
    for raised_error in (exception, caused(RuntimeError("wrapped"), exception)):
        report = classify_exception(raised_error)
        rule = rule_of(f"failure/{failure}")
        assert rule is not None
        assert (report.rule, report.action, report.kind) == (rule.id, rule.action, failure.kind)
        assert report.status == 0


def test_a_local_server_is_known_by_the_address_of_the_request() -> None:
    def failed(url: str) -> BaseException:
        request = SimpleNamespace(url=url)
        return caused(HeldError("Connection error.", request=request), ConnectionRefusedError())

    report = classify_exception(failed("http://localhost:11434/v1/chat/completions"))
    assert report.rule == "failure/local_server"
    report = classify_exception(failed("https://api.mistral.ai/v1/chat/completions"))
    assert (report.rule, report.provider) == ("failure/refused", "mistral")


@pytest.mark.parametrize(
    "exception",
    [
        PermissionError(13, "Permission denied: '/heron'"),
        NotImplementedError("later"),
        FileNotFoundError(2, "No such file"),
        KeyError("choices"),
        AssertionError(),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "heron"),
        of("redis.exceptions", "ConnectionError", REFUSED),
    ],
)
def test_what_is_about_no_call_is_unknown(exception: Exception) -> None:
    report = classify_exception(exception)
    assert (report.kind, report.rule) == (Kind.UNKNOWN, "failure/other")
    assert (report.error.type, report.message) == (type(exception).__name__, str(exception))


def limited(seconds: int) -> Exception:
    return HeldError(status_code=429, headers={"retry-after": str(seconds)}, body=BODY)


@pytest.mark.parametrize(
    ("members", "kind", "delay_ms"),
    [
        ([limited(2), limited(30), limited(7)], Kind.RATE_LIMITED, 30_000),
        (
            [limited(2), HeldError(status_code=401, body={"error": "Who?"})],
            Kind.AUTHENTICATION,
            None,
        ),
        ([HeldError(status_code=503), limited(2)], Kind.RATE_LIMITED, 2_000),
        ([asyncio.CancelledError(), TimeoutError()], Kind.TIMEOUT, None),
        ([KeyError("choices"), TimeoutError()], Kind.TIMEOUT, None),
        ([KeyError("choices"), ValueError("x")], Kind.UNKNOWN, None),
        (
            [ExceptionGroup("inner", [limited(2), limited(9)]), TimeoutError()],
            Kind.RATE_LIMITED,
            9_000,
        ),
    ],
)
def test_the_member_of_a_group_that_weighs_most_counts(
    members: list[BaseException], kind: Kind, delay_ms: int | None
) -> None:
    group = BaseExceptionGroup("tasks", members)
    for exception in (group, caused(RuntimeError("wrapped"), group)):
        report = classify_exception(exception)
        assert (report.kind, report.delay_ms) == (kind, delay_ms)


def test_groups_without_end_are_left() -> None:
    group: BaseException = TimeoutError()
    for _ in range(2_000):
        group = BaseExceptionGroup("more", [group, KeyError("x")])
    assert classify_exception(group).kind in (Kind.TIMEOUT, Kind.UNKNOWN)
    member = RuntimeError("circle")
    member.__cause__ = BaseExceptionGroup("circle", [member, ValueError("x")])
    assert classify_exception(member).kind is Kind.UNKNOWN


def test_a_body_in_the_text_belongs_to_the_status_that_the_exception_holds() -> None:
    text = f"Error code: 400 - {ERROR}"
    report = classify_exception(HeldError(text, status_code=429, headers=HEADERS))
    assert report == WANT


def test_a_status_of_a_client_that_could_not_read_the_answer_is_none() -> None:
    error = caused(
        HeldError(status=400), type("HttpProcessingError", (Exception,), {"code": 400})()
    )
    report = classify_exception(error)
    assert (report.kind, report.status) == (Kind.BAD_GATEWAY, 0)


def test_the_status_of_a_proxy_is_read_from_the_text() -> None:
    for error in (OSError("Tunnel connection failed: 407 No"), named_as("ProxyError", "407 No")):
        report = classify_exception(urllib.error.URLError(error))
        assert (report.kind, report.status) == (Kind.AUTHENTICATION, 407)


class Word:
    name = "RESOURCE_EXHAUSTED"


@pytest.mark.parametrize(
    ("exception", "want"),
    [
        # ollama, before a stream and in it
        (HeldError(status_code=503, error="over"), (503, {"error": "over"})),
        (HeldError(status_code=-1, error="over"), (200, {"error": "over"})),
        # replicate
        (
            HeldError(status=402, title="Unpaid", detail="Pay first", type=None),
            (402, {"title": "Unpaid", "detail": "Pay first"}),
        ),
        # grpc, and google-api-core over it
        (
            HeldError(code=Word, details=lambda: "Slow down"),
            (0, {"error": {"status": "RESOURCE_EXHAUSTED", "message": "Slow down"}}),
        ),
        (
            HeldError(code=429, grpc_status_code=Word, message="No", details=[{"reason": "x"}]),
            (
                429,
                {"error": {"status": Word.name, "message": "No", "details": [{"reason": "x"}]}},
            ),
        ),
        # an error event of the OpenAI SDKs
        (
            HeldError(request=None, body=ERROR["error"]),
            (200, ERROR),
        ),
    ],
)
def test_what_an_exception_took_out_of_a_body_is_put_together_again(
    exception: Exception, want: tuple[int, object]
) -> None:
    status, body = want
    assert classify_exception(exception) == classify(status, None, json.dumps(body))


def test_the_response_in_a_cause_counts_more_than_parts_of_it() -> None:
    outer = HeldError(status_code=429, body={"message": "Slow down"}, headers={})
    assert classify_exception(caused(outer, HeldError(response=Response()))) == WANT


def test_the_last_of_several_attempts_counts() -> None:
    attempts = [HeldError(exception=HeldError(status_code=status)) for status in (500, 429)]
    exception = HeldError(failed_attempts=attempts)
    attempts[-1].exception = HeldError(response=Response())  # type: ignore[attr-defined]
    assert classify_exception(exception) == WANT


def test_a_cancelled_call_is_cancelled() -> None:
    assert classify_exception(asyncio.CancelledError()).kind is Kind.CANCELLED


def test_a_line_of_an_sdk_inside_a_text_is_read() -> None:
    line = "Error code: 429 - {'error': {'message': 'Slow down', 'code': 'rate_limit_exceeded'}}"
    report = classify_exception(RuntimeError(f"the agent failed: {line}"))
    assert report == classify(429, None, BODY)


def test_a_body_that_cannot_be_had_leaves_the_head() -> None:
    class Gone(Response):
        @property
        def content(self) -> bytes:
            raise RuntimeError("gone")

        @content.setter
        def content(self, _: object) -> None: ...

    report = classify_exception(HeldError("the words of it", response=Gone()))
    assert (report.kind, report.delay_ms, report.message) == (
        Kind.RATE_LIMITED,
        2_000,
        "the words of it",
    )


def test_a_response_without_a_body_is_read_as_such() -> None:
    report = classify_exception(HeldError("words", response=Response(b"", 503)))
    assert report == classify(503, HEADERS, b"")


def test_what_is_no_exception_raises_type_error() -> None:
    with pytest.raises(TypeError, match="expected an exception, got str"):
        classify_exception("429")  # type: ignore[arg-type]


def test_the_status_that_a_client_gave_up_on_is_read() -> None:
    text = "Max retries exceeded (Caused by ResponseError('too many 429 error responses'))"
    for exception in (ConnectionError(text), HeldError(text)):
        report = classify_exception(exception)
        assert (report.status, report.kind) == (429, Kind.RATE_LIMITED)


def test_an_exit_is_no_status() -> None:
    assert classify_exception(SystemExit(404)).kind is Kind.UNKNOWN


class StrangeError(Exception):
    @property
    def response(self) -> object:
        raise RuntimeError("not now")

    def __str__(self) -> str:
        raise RuntimeError("nor this")


def test_the_same_exception_gives_the_same_report_twice() -> None:
    error = urllib.error.HTTPError("http://x", 429, "No", HEADERS, io.BytesIO(BODY.encode()))  # type: ignore[arg-type]
    with error:
        assert classify_exception(error) == classify_exception(error) == WANT
        assert error.read() == BODY.encode()
    with urllib.error.HTTPError("http://x", 429, "No", HEADERS, None) as error:  # type: ignore[arg-type]
        assert classify_exception(error) == classify_exception(error) == classify(429, HEADERS, b"")


def test_attributes_that_raise_are_ignored() -> None:
    report = classify_exception(StrangeError())
    assert (report.status, report.kind) == (0, Kind.UNKNOWN)


def test_an_exception_is_never_a_success() -> None:
    class NotReadError(Exception):
        status_code = 200
        body = '{"choices": []}'

    report = classify_exception(NotReadError("the answer is not what the heron expected"))
    assert report.kind == "unknown"
    assert report.error.message == "the answer is not what the heron expected"
    assert classify_exception(NotReadError("rate limit reached, HTTP 200")).kind != "success"

import io
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from apifault import (
    Advice,
    Fault,
    Kind,
    Provider,
    Remedy,
    Report,
    Scope,
    StreamScanner,
    _core,
    classify,
    classify_raw,
    classify_response,
)


def message_headers() -> Message:
    headers = Message()
    headers["retry-after"] = "2"
    return headers


def generated() -> Iterator[tuple[str, bytes]]:
    yield "retry-after", b"2"


class RawHeaders:
    """Like `httpx.Headers`: `raw` is to be taken, not the mapping."""

    def __init__(self) -> None:
        self.raw = [(b"Retry-After", b"2")]

    def items(self) -> list[tuple[str, str]]:
        raise AssertionError("raw is there")


HEADERS: list[Any] = [
    None,
    {},
    {"retry-after": "2"},
    {b"retry-after": b"2"},
    {"retry-after": ["2", b"3"]},
    {"retry-after": ("2",)},
    {"retry-after": []},
    MappingProxyType({"retry-after": "2"}),
    [("retry-after", "2"), (b"x", b"y")],
    [["retry-after", "2"]],
    (("retry-after", "2"),),
    {"\ud800": "\udfff", "": "", "x\r\ny": b"\x00\xff"},
]

BODIES: list[Any] = [
    None,
    b"",
    "",
    bytearray(b"\xff"),
    memoryview(b"abcdef")[::2],
    memoryview(bytearray(b"x")),
    "lone \ud800 surrogate",
    b"\xff\xfe\x00",
    b'{"error":' * 10_000,
    "[" * 100_000,
]


@pytest.mark.parametrize("headers", HEADERS)
def test_headers_are_taken_in_every_form(headers: Any) -> None:
    assert classify(503, headers, b"").kind is Kind.SERVICE_UNAVAILABLE


def test_every_form_of_headers_means_the_same() -> None:
    forms: list[Any] = [
        {b"retry-after": b"2"},
        {"retry-after": ["2", b"3"]},
        [["Retry-After", b"2"]],
        generated(),
        message_headers(),
        RawHeaders(),
    ]
    for form in forms:
        assert classify(503, form, b"") == classify(503, {"retry-after": "2"}, b"")


@pytest.mark.parametrize("body", BODIES)
def test_any_bytes_give_a_report(body: Any) -> None:
    for status in (0, 200, 429, 503):
        report = classify(status, None, body)
        assert report.status == status
        assert Report is type(report)


@pytest.mark.parametrize("body", [bytearray(b"text"), memoryview(b"text"), "text"])
def test_every_form_of_a_body_means_the_same(body: Any) -> None:
    assert classify(503, None, body) == classify(503, None, b"text")


@pytest.mark.parametrize("status", [65_536, 10**30])
def test_a_status_over_65535_is_unknown(status: int) -> None:
    report = classify(status, None, None)
    assert (report.status, report.kind) == (0, Kind.UNKNOWN)


@pytest.mark.parametrize(
    "now", [float("nan"), float("inf"), float("-inf"), -1, -0.5, 10**400, 0, 1_700_000_000.25]
)
def test_any_number_is_taken_as_now(now: float) -> None:
    assert classify(429, None, None, now=now).kind is Kind.RATE_LIMITED


@pytest.mark.parametrize("provider", [Provider.GROQ, "groq"])
def test_the_provider_is_a_member_or_its_word(provider: Any) -> None:
    assert classify(429, None, None, provider=provider).provider is Provider.GROQ


def test_an_unknown_provider_is_refused_with_the_known_words() -> None:
    with pytest.raises(ValueError, match=r'unknown provider "grok"; use one of groq, openai, .*'):
        classify(429, None, None, provider="grok")


@pytest.mark.parametrize(
    "arguments",
    [
        ("429", None, None),
        (429.0, None, None),
        (None, None, None),
        (429, 7, None),
        (429, "a: b", None),
        (429, [("a", "b", "c")], None),
        (429, ["ab"], None),
        (429, {"a": 1}, None),
        (429, {"a": None}, None),
        (429, {1: "a"}, None),
        (429, {"a": [["b"]]}, None),
        (429, None, 7),
        (429, None, ["body"]),
    ],
)
def test_a_wrong_type_raises_type_error(arguments: Any) -> None:
    with pytest.raises(TypeError, match=r"^(status|headers|body) must (be|have) .*, not \w+$"):
        classify(*arguments)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"status": "429"}, "status must be an int, not str"),
        ({"status": True}, "status must be an int, not bool"),
        ({"headers": 7}, "headers must be a mapping or (name, value) pairs, not int"),
        ({"headers": ["ab"]}, "headers must have (name, value) pairs, not str"),
        ({"headers": {"a": 1}}, "headers must have bytes or str as names and values, not int"),
        ({"body": {}}, "body must be bytes, bytearray, memoryview or str, not dict"),
        ({"now": "1"}, "now must be a number of seconds, not str"),
        ({"now": True}, "now must be a number of seconds, not bool"),
        ({"now": []}, "now must be a number of seconds, not list"),
        ({"provider": 7}, "provider must be a Provider or its word, not int"),
        ({"provider": b"groq"}, "provider must be a Provider or its word, not bytes"),
        ({"stream": "yes"}, "stream must be True or False, not str"),
    ],
)
def test_an_error_names_the_argument_and_both_types(options: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        classify(**{"status": 429, "headers": None, "body": None, **options})
    assert str(caught.value) == message


@pytest.mark.parametrize("status", [-1, -(10**30)])
def test_a_negative_status_is_refused(status: int) -> None:
    for door in (StreamScanner, lambda status: classify(status, None, None)):
        with pytest.raises(ValueError, match=r"^status must not be negative$"):
            door(status)


def test_true_is_no_status() -> None:
    with pytest.raises(TypeError, match=r"^status must be an int, not bool$"):
        StreamScanner(True)
    with pytest.raises(TypeError, match=r"^status must be an int, not bool$"):
        classify_response(SimpleNamespace(status_code=True, headers={}, content=b""))


def test_a_raw_response_is_read_whole() -> None:
    for raw in (b"HTTP/1.1 503 x\r\nserver: y\r\n\r\n", "HTTP/2 503\n\n", bytearray(b"HTTP/2 503")):
        assert classify_raw(raw).kind is Kind.SERVICE_UNAVAILABLE


@pytest.mark.parametrize("raw", [b"", "", b"{}", b"\xff"])
def test_raw_text_that_is_no_response_raises_value_error(raw: Any) -> None:
    with pytest.raises(ValueError, match="curl -i"):
        classify_raw(raw)


def test_a_report_names_all_it_decided() -> None:
    report = classify(429, None, None)
    assert report.kind is Kind.RATE_LIMITED
    assert report.fault is Fault.ACCOUNT
    assert report.retry.advice is Advice.BACKOFF
    assert report.scope is Scope.CREDENTIAL
    assert report.remedies == (
        Remedy.OTHER_CREDENTIAL,
        Remedy.OTHER_MODEL,
        Remedy.OTHER_PROVIDER,
    )
    assert report.delay_ms is None
    assert report.rule == "status/429"
    assert report.action


def test_a_rule_may_say_otherwise_than_the_kind() -> None:
    report = classify(403, None, b'{"error": {"code": "unsupported_country_region_territory"}}')
    assert report.kind is Kind.PERMISSION_DENIED
    assert report.scope is Scope.PROVIDER
    assert report.remedies == (Remedy.OTHER_PROVIDER,)


def test_nothing_helps_besides_waiting_for_a_lock() -> None:
    assert classify(409, None, None).remedies == ()


@pytest.mark.parametrize(
    "response",
    [
        SimpleNamespace(status_code=503, headers={}, content=b""),
        SimpleNamespace(status=503, headers=None, read=lambda: b""),
        SimpleNamespace(status=503, headers=[], content=io.BytesIO(), read=lambda: "text"),
    ],
)
def test_the_response_of_a_client_is_read_by_its_attributes(response: object) -> None:
    assert classify_response(response).kind is Kind.SERVICE_UNAVAILABLE
    assert classify_response(response, provider="groq").provider is Provider.GROQ


@pytest.mark.parametrize(
    "response",
    [
        None,
        SimpleNamespace(headers={}, content=b""),
        SimpleNamespace(status=503, content=b""),
    ],
)
def test_what_is_no_response_raises_type_error(response: object) -> None:
    with pytest.raises(TypeError, match=type(response).__name__):
        classify_response(response)


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = "import sys, apifault; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"argparse", "dataclasses", "enum", "json", "re", "typing", "apifault._cli"} & set(
        loaded
    )


CHUNK = 'data: {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}\n\n'


def test_a_body_that_is_a_stream_is_read_whole_unless_it_is_an_event() -> None:
    sse = {"content-type": "text/event-stream"}
    error = 'event: error\ndata: {"error": {"message": "The model is overloaded"}}\n\n'
    assert classify(200, sse, CHUNK + error).kind is Kind.OVERLOADED
    assert classify(200, sse, CHUNK).rule == "stream/cut_off"
    assert classify(200, sse, CHUNK, stream=True).kind is Kind.SUCCESS
    assert classify(200, sse, error, stream=True).kind is Kind.OVERLOADED
    assert classify(200, sse, CHUNK + "data: [DONE]\n\n").kind is Kind.SUCCESS


DATE = "Thu, 01 Jan 2026 00:00:00 GMT"
LATER = "Thu, 01 Jan 2026 00:00:05 GMT"
DATE_S = 1_767_225_600.0


@pytest.mark.parametrize(
    ("times", "delay_ms"),
    [
        ({}, None),
        ({"clock": DATE_S + 2}, 5_000),
        ({"now": DATE_S + 2}, 3_000),
        ({"now": DATE_S + 2, "clock": DATE_S + 4}, 3_000),
    ],
)
def test_the_date_of_a_response_counts_more_than_the_clock(
    times: dict[str, Any], delay_ms: int | None
) -> None:
    headers = {"Date": DATE, "Retry-After": LATER}
    raw = f"HTTP/1.1 429 \r\nDate: {DATE}\r\nRetry-After: {LATER}\r\n\r\n"
    assert _core.classify(429, headers, b"", **times).delay_ms == delay_ms
    assert _core.classify_raw(raw, **times).delay_ms == delay_ms


def test_the_clock_counts_if_a_response_has_no_valid_date() -> None:
    for date in ([], [("date", "yesterday")]):
        headers = [*date, ("retry-after", LATER)]
        assert _core.classify(429, headers, b"", clock=DATE_S + 2).delay_ms == 3_000
        head = "".join(f"{name}: {value}\n" for name, value in headers)
        assert _core.classify_raw(f"HTTP/2 429\n{head}\n", clock=DATE_S + 2).delay_ms == 3_000

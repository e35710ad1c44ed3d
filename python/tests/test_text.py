"""Texts, and failures, instead of a response."""

from typing import Any

import pytest

import apifault
from apifault import Advice, Failure, Kind, Provider, classify_failure, classify_text
from apifault._core import nearest_line

ERROR = "RateLimitError: Error code: 429 - {'error': {'message': 'Slow down'}}"


def test_a_text_has_the_report_of_the_call_that_failed() -> None:
    report = classify_text(ERROR)
    assert report is not None
    assert (report.kind, report.status, report.message) == (Kind.RATE_LIMITED, 429, "Slow down")
    assert nearest_line(ERROR) == (None, "")


def test_a_text_without_a_failed_call_has_none() -> None:
    assert classify_text("") is None
    assert classify_text("Ready\nHTTP/1.1 200 OK\n") is None
    line, hint = nearest_line("Ready\nHTTP/1.1 200 OK\n")
    assert line == 2
    assert hint


def test_now_and_provider_count_for_a_text() -> None:
    text = "Error code: 429 - {'error': {'message': 'Try again at 2026-11-28T16:00:10Z.'}}"
    report = classify_text(text, now=1795881600, provider="mistral")
    assert report is not None
    assert (report.delay_ms, report.provider) == (10_000, Provider.MISTRAL)
    report = classify_text(text)
    assert report is not None
    assert (report.delay_ms, report.provider) == (None, None)


@pytest.mark.parametrize("value", [None, 7, ERROR.encode(), [ERROR]])
def test_only_text_is_text(value: Any) -> None:
    for call in (classify_text, nearest_line):
        with pytest.raises(TypeError, match=r"^text must be a str, not \w+$"):
            call(value)


def test_a_subclass_of_str_is_text() -> None:
    class Text(str):
        __slots__ = ()

        def __str__(self) -> str:
            raise AssertionError("never asked")

    assert classify_text(Text(ERROR)) == classify_text(ERROR)


def test_lone_surrogates_never_raise() -> None:
    report = classify_text("\ud800" + ERROR.replace("Slow", "Sl\udfffw") + "\udc80")
    assert report is not None
    assert report.message == "Sl\ufffd\ufffd\ufffdw down"
    assert nearest_line("\udfff")[0] is None
    report = classify_failure("timeout", type="\ud800", message="\udfff")
    assert report.error.type == report.message == "\ufffd\ufffd\ufffd"


@pytest.mark.parametrize("failure", Failure)
def test_a_failure_has_the_report_of_its_rule(failure: Failure) -> None:
    report = classify_failure(failure)
    assert (report.kind, report.rule, report.status) == (failure.kind, f"failure/{failure}", 0)
    assert (report.message, report.error.type, report.provider) == (None, None, None)
    assert not report.is_success
    assert report == classify_failure(failure.value)
    rule = apifault.rule(report.rule)
    assert rule is not None
    assert rule.action == report.action


def test_a_failure_has_what_the_client_says() -> None:
    report = classify_failure(
        Failure.TIMEOUT, type="TimeoutError", message="", provider=Provider.GROQ
    )
    assert (report.error.type, report.message, report.provider) == ("TimeoutError", "", "groq")
    assert report.retry.advice is Advice.BACKOFF


def test_an_unknown_failure_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r'unknown failure "refusd"; use one of other, timeout, .*'
    ):
        classify_failure("refusd")
    with pytest.raises(ValueError, match="unknown failure"):
        classify_failure("\ud800")
    value: Any = 6
    with pytest.raises(TypeError, match=r"^failure must be a Failure or its word, not int$"):
        classify_failure(value)

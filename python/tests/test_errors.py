import copy
import pickle
from collections.abc import Callable
from types import SimpleNamespace

import pytest

import apifault
from apifault import ApiError, Kind, Report, classify, raise_for_response
from apifault._errors import _CLASSES

MakeReport = Callable[..., Report]

SUCCEEDED = {Kind.SUCCESS, Kind.PARTIAL_CONTENT}


def test_every_kind_of_failure_has_a_class_of_its_own() -> None:
    assert set(_CLASSES) == set(Kind) - SUCCEEDED - {Kind.UNKNOWN}
    assert len(set(_CLASSES.values())) == len(_CLASSES)
    for error in _CLASSES.values():
        assert issubclass(error, ApiError)
        assert error.__doc__
        assert getattr(apifault, error.__name__) is error


def test_the_class_is_that_of_the_kind(make_report: MakeReport) -> None:
    error = ApiError.from_report(make_report())
    assert type(error) is apifault.RateLimitError
    assert error.report == make_report()
    assert type(ApiError.from_report(make_report(kind="unknown"))) is ApiError


def test_a_larger_class_catches_its_parts(make_report: MakeReport) -> None:
    for kind, larger in (
        ("model_not_found", apifault.NotFoundError),
        ("unprocessable_entity", apifault.InvalidRequestError),
        ("context_length_exceeded", apifault.RequestTooLargeError),
        ("overloaded", apifault.ServerError),
        ("timeout", apifault.ServerError),
    ):
        with pytest.raises(larger):
            raise ApiError.from_report(make_report(kind=kind))
    assert not issubclass(apifault.QuotaExhaustedError, apifault.RateLimitError)


def test_copies_and_pickles_keep_the_report_and_the_notes(make_report: MakeReport) -> None:
    error = ApiError.from_report(make_report())
    error.add_note("the third try")
    pickled = [
        pickle.loads(pickle.dumps(error, protocol))
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    ]
    for other in (*pickled, copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert other.report == error.report
        assert other.__notes__ == ["the third try"]


class OfModelError(apifault.RateLimitError):
    def __init__(self, report: Report, *, model: str) -> None:
        super().__init__(report)
        self.model = model


def test_a_subclass_with_arguments_of_its_own_is_copied_whole(make_report: MakeReport) -> None:
    error = OfModelError(make_report(), model="m")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is OfModelError
        assert (other.report, other.model, str(other)) == (error.report, "m", str(error))


def test_it_is_made_of_a_report_alone() -> None:
    for make in (ApiError, ApiError.from_report, apifault.RateLimitError):
        with pytest.raises(TypeError, match=r"expected a Report, got str; classify"):
            make("boom")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            make()  # type: ignore[call-arg]


def test_it_is_raised_from_others_and_in_groups(make_report: MakeReport) -> None:
    cause = ValueError("the cause")
    caught: list[ExceptionGroup[ApiError]] = []
    try:
        try:
            raise ApiError.from_report(make_report()) from cause
        except ApiError as error:
            raise ExceptionGroup("tasks", [error, ValueError("another")]) from None
    except* apifault.RateLimitError as group:
        caught.append(group)
    except* ValueError:
        pass
    assert caught[0].exceptions[0].__cause__ is cause
    assert apifault.classify_exception(caught[0]) == make_report()


def test_its_text_is_one_line_that_says_what_to_do() -> None:
    body = '{"error": {"message": "Slow\\ndown \\u001b[31m", "code": "rate_limit_exceeded"}}'
    report = classify(429, {"retry-after": "1.5"}, body)
    assert str(ApiError.from_report(report)) == (
        r"rate limited (HTTP 429): Slow down \x1b[31m [retry after 1.5 s]"
    )
    assert str(ApiError.from_report(classify(0, None, None))).startswith(
        "unknown (no HTTP status): Look at the raw response"
    )
    for status, end in ((402, "[a retry will not help]"), (503, "[retry with backoff]")):
        assert str(ApiError.from_report(classify(status, None, "x" * 5_000))).endswith(end)
        assert len(str(ApiError.from_report(classify(status, None, "x" * 5_000)))) < 400


def test_a_key_shows_in_no_text_of_it() -> None:
    body = '{"error": {"message": "Invalid API Key: gsk_Heron7Heron7Heron7", "code": "x"}}'
    report = classify(401, None, body)
    error = ApiError.from_report(report)
    for shown in (str(error), repr(error), repr(report), repr(report.error), report._repr_html_()):
        assert "Heron7" not in shown
    assert "gsk_***" in str(error)
    assert report.message == "Invalid API Key: gsk_Heron7Heron7Heron7"
    assert report.redacted().message == "Invalid API Key: gsk_***"


def test_a_call_that_failed_raises_and_one_that_succeeded_does_not() -> None:
    good = SimpleNamespace(status_code=200, headers={}, content=b'{"id": "x"}')
    assert raise_for_response(good).kind is Kind.SUCCESS
    bad = SimpleNamespace(status_code=503, headers={}, content=b"")
    with pytest.raises((apifault.RateLimitError, apifault.ServiceUnavailableError)) as caught:
        raise_for_response(bad, provider="groq")
    assert caught.value.report.provider == "groq"
    event = SimpleNamespace(status_code=200, headers={}, content=None)
    with pytest.raises(apifault.GenerationFailedError):
        raise_for_response(event, body='data: {"error": {"code": "tool_use_failed"}}')

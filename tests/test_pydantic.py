"""Reports in models of pydantic, and its checks of calls."""

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pydantic
import pytest

import apifault
from apifault import Kind, Limit, Provider, Report
from apifault.testing import report

REPORT = report(
    "rate_limited",
    provider="groq",
    delay_ms=1500,
    limits=[{"metric": "tokens", "window": "minute", "limit": 6000}],
    upstream={"provider": "openai", "status": 429, "error": {"message": "m"}},
)


class Call(pydantic.BaseModel):
    model: str
    kind: Kind
    report: Report | None = None
    retry: apifault.Retry | None = None
    error: apifault.ErrorObject | None = None
    limits: list[Limit] = []
    upstream: apifault.Upstream | None = None


CALL = Call(
    model="heron",
    kind="rate_limited",
    report=REPORT,
    retry=REPORT.retry,
    error=REPORT.error,
    limits=REPORT.limits,
    upstream=REPORT.upstream,
)


def test_a_report_is_kept_as_it_is() -> None:
    assert CALL.report is REPORT
    assert CALL.limits == list(REPORT.limits)


def test_a_model_goes_through_json_and_dicts_and_back() -> None:
    assert Call.model_validate_json(CALL.model_dump_json()) == CALL
    assert Call.model_validate(CALL.model_dump()) == CALL
    assert Call.model_validate(json.loads(CALL.model_dump_json())) == CALL
    assert CALL.model_dump()["report"] == REPORT.to_dict()
    assert json.loads(CALL.model_dump_json())["report"] == REPORT.to_dict()


def test_what_is_no_report_has_errors_with_their_place() -> None:
    adapter = pydantic.TypeAdapter(Report)
    wrong: dict[str, Any] = {**REPORT.to_dict()}
    wrong["retry"] = {**wrong["retry"], "advice": "perhaps"}
    del wrong["scope"]
    with pytest.raises(pydantic.ValidationError) as caught:
        adapter.validate_json(json.dumps(wrong))
    assert {error["loc"] for error in caught.value.errors()} == {("retry", "advice"), ("scope",)}
    for nothing in (5, "x", None, []):
        with pytest.raises(pydantic.ValidationError):
            adapter.validate_python(nothing)


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_json_schema_is_that_of_the_json(mode: Any) -> None:
    schema = Call.model_json_schema(mode=mode)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(CALL.model_dump_json()))
    words = schema["$defs"]["ReportDict"]["properties"]["kind"]["enum"]
    assert words == list(Kind)
    wrong = json.loads(CALL.model_dump_json())
    wrong["report"]["kind"] = "rate_limit"
    assert not validator.is_valid(wrong)


def test_a_typed_dict_is_a_field() -> None:
    adapter = pydantic.TypeAdapter(apifault.ReportDict)
    assert adapter.validate_python(REPORT.to_dict()) == REPORT.to_dict()


@pytest.mark.parametrize("first", ["pydantic", "apifault; apifault.ReportDict"])
def test_the_order_of_imports_does_not_matter(first: str) -> None:
    code = f"""
import {first}
import apifault, pydantic
class Call(pydantic.BaseModel):
    report: apifault.Report
call = Call(report=apifault.classify(429, None, None))
assert Call.model_validate_json(call.model_dump_json()) == call
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_other_classes_are_fields_of_their_own_objects() -> None:
    for value in (
        apifault.RetryPolicy(),
        apifault.RetryBudget(),
        apifault.RetryState(),
        apifault.StreamScanner(),
        apifault.rules()[0],
    ):
        adapter = pydantic.TypeAdapter(type(value))
        assert adapter.validate_python(value) is value
        with pytest.raises(pydantic.ValidationError):
            adapter.validate_python({})


CALLS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "classify": (("429", {"retry-after": "2"}, bytearray(b"{}")), {"provider": "groq", "now": 5}),
    "classify_raw": ((b"HTTP/2 429\n\n",), {"now": 5}),
    "classify_text": (("Error code: 429 - {'error': {'message': 'Slow down'}}",), {}),
    "classify_failure": ((apifault.Failure.TIMEOUT,), {"provider": Provider.GROQ}),
    "classify_exception": ((TimeoutError("no answer"),), {}),
    "redact": (("text",), {}),
    "rule": (("status/429",), {}),
    "rules": ((), {}),
}


@pytest.mark.parametrize("name", CALLS)
def test_pydantic_checks_the_calls_of_a_function(name: str) -> None:
    arguments, options = CALLS[name]
    checked = pydantic.validate_call(validate_return=True)(getattr(apifault, name))
    result = checked(*arguments, **options)
    arguments = (429, *arguments[1:]) if name == "classify" else arguments
    assert result == getattr(apifault, name)(*arguments, **options)
    with pytest.raises(pydantic.ValidationError):
        checked(*arguments, **options, other=5)


def test_pydantic_checks_every_function() -> None:
    for name in apifault.__all__:
        value = getattr(apifault, name)
        if callable(value) and not isinstance(value, type):
            pydantic.validate_call(value)


def test_headers_of_any_kind_pass_unchanged() -> None:
    import httpx

    checked = pydantic.validate_call(apifault.classify)
    for headers in (
        {"retry-after": ["2"]},
        [("retry-after", "2")],
        httpx.Headers({"retry-after": "2"}),
        iter([(b"retry-after", b"2")]),
    ):
        assert checked(429, headers, memoryview(b"")).delay_ms == 2000

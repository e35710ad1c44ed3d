"""Reports as rows of a table."""

from collections.abc import Callable
from typing import Any

import pytest
from conftest import REPORT

from apifault import Report, classify, record_types, records

MakeReport = Callable[..., Report]


def test_a_record_has_every_part_of_a_report(make_report: MakeReport) -> None:
    (record,) = records([make_report()])
    assert record == {
        "kind": "rate_limited",
        "fault": "account",
        "is_success": False,
        "retryable": True,
        "retry_advice": "after_delay",
        "retry_delay_ms": 6781,
        "retry_source": "message",
        "status": 429,
        "provider": "groq",
        "request_id": "req_01",
        "error_message": "Limit reached",
        "error_type": "tokens",
        "error_code": "rate_limit_exceeded",
        "error_param": None,
        "error_failed_generation": None,
        "upstream_provider": "openai",
        "upstream_status": 429,
        "upstream_error_message": "inner",
        "upstream_error_type": None,
        "upstream_error_code": None,
        "upstream_error_param": None,
        "upstream_error_failed_generation": None,
        "limit_hit_metric": "tokens",
        "limit_hit_window": "minute",
        "limit_hit_limit": 6000,
        "limit_hit_remaining": None,
        "limit_hit_used": 3513,
        "limit_hit_requested": 3166,
        "limit_hit_reset_ms": None,
        "scope": "credential",
        "remedies": "other_credential,other_model,other_provider",
        "action": "Wait.",
        "rule": "status/429",
    }


def test_the_paths_of_to_dict_are_all_there(make_report: MakeReport) -> None:
    def paths(value: object, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [path]
        joined = ((name, f"{path}_{name}" if path else name) for name in value)
        return [found for name, joint in joined for found in paths(value[name], joint)]

    assert set(paths(make_report().to_dict(), "")) - {"limits"} <= set(record_types())


def test_all_records_have_the_same_columns_of_the_same_types(make_report: MakeReport) -> None:
    empty = {**REPORT["error"], **dict.fromkeys(REPORT["error"])}
    reports = [
        make_report(),
        make_report(upstream=None, provider=None, limits=[], request_id=None, error=empty),
        classify(200, {}, b"{}"),
        classify(0, None, None),
    ]
    for record in records(iter(reports)):
        assert list(record) == list(record_types())
        for name, value in record.items():
            assert value is None or type(value) is record_types()[name], name
    always = {"kind", "fault", "is_success", "retryable", "retry_advice", "status", "scope"}
    always |= {"remedies", "action", "rule"}
    for record in records(reports):
        assert None not in (record[name] for name in always)


def test_no_reports_are_no_records_and_what_is_none_is_named() -> None:
    assert records([]) == []
    others: Any = [classify(200, {}, b""), None]
    with pytest.raises(TypeError, match="must be of Report, not NoneType"):
        records(others)

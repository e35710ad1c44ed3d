"""What users write: it type-checks under mypy --strict and pyright, and is not run."""

from typing import assert_type

import apifault
from apifault import Kind, Provider, Report, classify, classify_exception, classify_response


def by_every_door(response: object, error: Exception) -> list[Report]:
    return [
        classify(429, {"retry-after": "2"}, b"", now=1.5, provider="groq"),
        classify(429, {"a": ["b", "c"]}, "text", provider=Provider.GROQ),
        classify(429, [("a", "b")], None),
        classify(429, None, bytearray(b"x")),
        apifault.classify_raw(b"HTTP/2 429"),
        classify_response(response, body=b"x"),
        classify_exception(error, now=1.5),
    ]


def by_kind(report: Report) -> str:
    match report:
        case Report(kind=Kind.RATE_LIMITED, retry=apifault.Retry(delay_ms=int(delay_ms))):
            return f"{delay_ms} ms"
        case Report(kind=Kind.AUTHENTICATION):
            return report.action
        case _:
            assert_type(report.provider, Provider | None)
            assert_type(report.limits, tuple[apifault.Limit, ...])
            assert_type(report.error.message, str | None)
            return report.redacted().to_json()


def by_exception(response: object) -> int:
    try:
        assert_type(apifault.raise_for_response(response), Report)
    except (apifault.RateLimitError, apifault.OverloadedError) as error:
        return error.report.delay_ms or 0
    except apifault.ApiError as error:
        assert_type(apifault.ApiError.from_report(error.report), apifault.ApiError)
        assert_type(error.report.kind.fault, apifault.Fault)
    return len(apifault.redact("text"))

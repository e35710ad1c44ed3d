"""Reports in spans of OpenTelemetry, labels of Prometheus, and structured logs."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path

import prometheus_client
import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes, http_attributes
from opentelemetry.semconv.attributes import error_attributes

from apifault import Kind, Provider
from apifault.logging import RedactingFilter, extra
from apifault.testing import report

KEY = "gsk_Heron7Heron7Heron7"
LONGEST = report(
    provider="groq",
    delay_ms=1500,
    code="c",
    type="t",
    param="p",
    request_id="r",
    upstream={"provider": "openai", "status": 429, "error": {"type": "t", "code": "c"}},
)


def test_a_span_takes_every_attribute(caplog: pytest.LogCaptureFixture) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with provider.get_tracer("test").start_as_current_span("chat heron") as span:
        span.set_attributes(LONGEST.attributes(details=True))
    (span,) = exporter.get_finished_spans()
    assert dict(span.attributes) == LONGEST.attributes(details=True)
    assert len(span.attributes) == 18
    # An attribute of another type is left out, with a warning.
    assert caplog.records == []


def test_the_names_are_those_of_the_conventions() -> None:
    attributes = LONGEST.attributes()
    assert attributes[error_attributes.ERROR_TYPE] == "rate_limited"
    assert attributes[http_attributes.HTTP_RESPONSE_STATUS_CODE] == 429
    assert attributes[gen_ai_attributes.GEN_AI_PROVIDER_NAME] == "groq"
    unknown = report("unknown").attributes()[error_attributes.ERROR_TYPE]
    assert unknown == error_attributes.ErrorTypeValues.OTHER.value


def test_the_providers_have_the_names_of_the_conventions() -> None:
    known = {value.value for value in gen_ai_attributes.GenAiProviderNameValues}
    names = {
        provider: report(provider=provider).attributes()["gen_ai.provider.name"]
        for provider in Provider
    }
    assert {provider: name for provider, name in names.items() if name != provider} == {
        Provider.AZURE: "azure.ai.openai",
        Provider.BEDROCK: "aws.bedrock",
        Provider.GOOGLE: "gcp.gen_ai",
        Provider.MISTRAL: "mistral_ai",
        Provider.XAI: "x_ai",
    }
    # A report does not tell the other APIs of Azure and Google apart; watsonx is not known.
    others = {"azure.ai.inference", "gcp.gemini", "gcp.vertex_ai", "ibm.watsonx.ai"}
    assert known - set(names.values()) == others


def test_a_metric_takes_the_attributes_as_labels() -> None:
    names = list(report(provider="groq").attributes())
    labels = [name.replace(".", "_") for name in names]
    counter = prometheus_client.Counter("calls", "Calls.", labels, registry=None)
    for kind in Kind:
        attributes = report(kind).attributes()
        assert attributes.keys() <= set(names)
        counter.labels(*(attributes.get(name, "") for name in names)).inc()
    (metric,) = counter.collect()
    assert len([each for each in metric.samples if each.name == "calls_total"]) == len(Kind)


def test_structlog_takes_the_fields_of_a_report() -> None:
    written = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(written), processors=[structlog.processors.JSONRenderer()]
    )
    log.error("the call failed", **extra(LONGEST))
    assert json.loads(written.getvalue()) == {"event": "the call failed", **extra(LONGEST)}


def test_structlog_is_redacted_behind_the_standard_library() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=structlog.processors.JSONRenderer())
    )
    logger = logging.Logger("llm")
    logger.addHandler(handler)
    log = structlog.wrap_logger(
        logger, processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
    )
    log.error("the call failed", key=KEY, headers={"x-api-key": "heron-heron-heron"})
    assert json.loads(written.getvalue()) == {
        "event": "the call failed",
        "key": "gsk_***",
        "headers": {"x-api-key": "***"},
    }


def test_the_command_reads_the_fields_again(tmp_path: Path) -> None:
    kinds = [Kind.RATE_LIMITED, Kind.AUTHENTICATION, Kind.OVERLOADED, Kind.TIMEOUT]
    log = tmp_path / "app.jsonl"
    log.write_text(
        "".join(
            json.dumps({"event": "the call failed", **extra(report(kind, provider="xai"))}) + "\n"
            for kind in kinds
        )
    )
    command = [sys.executable, "-m", "apifault", "report", "--json", str(log)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert {row["kind"]: row["count"] for row in told["kinds"]} == dict.fromkeys(kinds, 1)
    assert [(row["provider"], row["calls"]) for row in told["sources"]] == [("xai", 4)]
    assert {row["example"] for row in told["causes"]} == {kind.meaning for kind in kinds}

"""Logs in the forms in which others write them."""

import gzip
import json
import subprocess
import sys
from typing import Any

import pytest
from conftest import Run, answers, kinds

TPM = "Rate limit reached for model `heron-8b` on tokens per minute (TPM): Limit 6000, Used 5120"
LIMITED = {"error": {"message": TPM, "type": "tokens", "code": "rate_limit_exceeded"}}
BODY = json.dumps(LIMITED)
PASTED = f"openai.RateLimitError: Error code: 429 - {LIMITED}"
RECORD = json.dumps({"status": 429, "body": LIMITED})
TIME = "2026-03-17T10:20:30Z"


def otlp(**attributes: str) -> dict[str, Any]:
    pairs = [{"key": name, "value": {"stringValue": text}} for name, text in attributes.items()]
    span = {"startTimeUnixNano": "1773742830000000000", "attributes": pairs}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}


# One call each, rate limited at 10:20:30 with the message above.
FORMS: dict[str, object] = {
    "docker, text": {"log": f"{PASTED}\n", "stream": "stderr", "time": TIME},
    "docker, JSON": {"log": f"{RECORD}\n", "stream": "stderr", "time": TIME},
    "containerd, text": f"2026-03-17T10:20:30.123456789Z stderr F {PASTED}",
    "containerd, JSON": f"2026-03-17T10:20:30.123456789Z stderr F {RECORD}",
    "ecs": {
        "@timestamp": TIME,
        "log": {"level": "error"},
        "http": {"response": {"status_code": 429, "body": {"content": BODY}}},
    },
    "ecs, flat": {
        "@timestamp": TIME,
        "log.level": "error",
        "http.response.status_code": 429,
        "http.response.body.content": BODY,
    },
    "litellm": {
        "message": f"Exception occured - litellm.RateLimitError: GroqException - {BODY}",
        "timestamp": "2026-03-17T10:20:30.123456",
    },
    "opentelemetry": {
        "name": "chat",
        "context": {"trace_id": "0x1"},
        "status": {"status_code": "ERROR", "description": PASTED},
        "start_time": "2026-03-17T10:20:30.000000Z",
    },
    "otlp": otlp(**{"http.response.status_code": "429", "http.response.body.content": BODY}),
    "langsmith": {
        "error": f'RateLimitError("{PASTED}")Traceback (most recent call last):\n\n{PASTED}',
        "status": "error",
        "start_time": "2026-03-17T10:20:30.000000",
    },
    "structlog": {"event": "call failed", "exception": f"Traceback:\n{PASTED}", "timestamp": TIME},
    "loguru": {
        "text": f"call failed\nTraceback:\n{PASTED}\n",
        "record": {"time": {"timestamp": 1773742830.1}, "message": "call failed"},
    },
    "pino": {"time": 1773742830123, "err": {"status": 429, **LIMITED}, "msg": "call failed"},
    "winston": {"level": "error", "message": "call failed", "status": 429, **LIMITED, "time": TIME},
    "cloudwatch, exported": {
        "logEvents": [{"timestamp": 1773742830123, "message": f"[ERROR] {PASTED}"}]
    },
    "cloudwatch, asked": {"events": [{"timestamp": 1773742830123, "message": RECORD}]},
    "cloudwatch, found": {"@timestamp": "2026-03-17 10:20:30.123", "@message": RECORD},
    "vector": {"message": RECORD, "timestamp": TIME, "host": "heron"},
    "fluentd": f"{TIME}\tapp.llm\t" + json.dumps({"log": RECORD, "container_name": "/heron"}),
    "google cloud, JSON": {"jsonPayload": json.loads(RECORD), "timestamp": TIME},
    "google cloud, a status in words": {
        "jsonPayload": {"httpStatus": "429", **LIMITED},
        "timestamp": TIME,
    },
    "slog": {"time": TIME, "attrs": {"http": {"status_code": 429}, "error": LIMITED["error"]}},
    "google cloud, text": {"textPayload": PASTED, "timestamp": TIME},
    "a logger's prefix": f"2026-03-17 10:20:30,123 ERROR heron {RECORD}",
    "nested in lines": {"log": json.dumps({"message": json.dumps({"msg": RECORD})}), "time": TIME},
}


def as_line(form: object) -> bytes:
    return (form if isinstance(form, str) else json.dumps(form)).encode() + b"\n"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_call_is_read_from_what_collectors_wrap_around_it(run: Run, form: object) -> None:
    told = answers(run, as_line(form))
    assert kinds(told) == {"rate_limited": 1}
    assert told["sources"][0]["model"] == "heron-8b"
    (cause,) = told["causes"]
    assert cause["example"] == TPM
    assert cause["first"] == TIME


def test_the_forms_may_stand_in_one_log_of_any_packing(run: Run) -> None:
    # Between errors of the same second, which may be one, another call is made.
    success = as_line({"status": 200, "url": "https://api.groq.com/openai/v1/chat/completions"})
    log = b"".join(as_line(form) + success for form in FORMS.values())
    for packed in (
        log,
        gzip.compress(log),
        b"\xef\xbb\xbf" + log,
        log.decode().encode("utf-16"),
        gzip.compress(("\ufeff" + log.decode()).encode("utf-16-be")),
    ):
        assert kinds(answers(run, packed)) == {"rate_limited": len(FORMS)}


@pytest.mark.parametrize(
    "line",
    [
        {"start_time": "2026-03-17T10:20:30.000Z", "response_code": 429, "response_flags": "-"},
        {
            "time_iso8601": "2026-03-17T10:20:30+00:00",
            "request": "POST /v1/chat/completions HTTP/1.1",
            "status": "429",
        },
        {"time_local": "17/Mar/2026:10:20:30 +0000", "status": "429"},
        {"timestamp": TIME, "httpRequest": {"status": 429}},
        {"time": TIME, "log": {"level": "error"}, "http": {"response": {"status_code": 429}}},
        '10.0.0.1 - - [17/Mar/2026:10:20:30 +0000] "POST /v1/messages HTTP/1.1" 429 123 "-" "x"',
        '[2026-03-17T10:20:30.000Z] "POST /v1/responses HTTP/1.1" 429 - 0 154 0 0 "-" "x"',
    ],
)
def test_access_logs_are_read(run: Run, line: object) -> None:
    told = answers(run, as_line(line))
    assert kinds(told) == {"rate_limited": 1}
    assert told["causes"][0]["first"] == TIME


@pytest.mark.parametrize("indent", [None, 2])
def test_documents_that_hold_records_are_read(run: Run, indent: int | None) -> None:
    record = {"status": 429, "body": LIMITED}
    events = [{"timestamp": 1, "message": RECORD}, {"timestamp": 2, "message": "an ordinary line"}]
    entry = {"response": {"status": 429, "content": {"text": BODY}}, "startedDateTime": TIME}
    for document, count in (
        (record, 1),
        ([record, record], 2),
        ({"events": events, "searchedLogStreams": []}, 1),
        ({"log": {"version": "1.2", "entries": [entry, entry]}}, 2),
    ):
        for mark in (b"", b"\xef\xbb\xbf"):
            log = mark + json.dumps(document, indent=indent).encode()
            assert kinds(answers(run, log)) == {"rate_limited": count}


def test_records_on_several_lines_stand_among_others(run: Run) -> None:
    pretty = json.dumps({"status": 503}, indent=2)
    told = answers(run, f"begin\n{pretty}\n{RECORD}\n{{\n{PASTED}\n".encode())
    assert kinds(told) == {"rate_limited": 2, "service_unavailable": 1}
    assert {cause["example_line"] for cause in told["causes"]} == {2, 5}


def test_a_pipe_may_give_a_byte_at_a_time() -> None:
    entry = {"response": {"status": 429}, "startedDateTime": TIME}
    log = json.dumps({"log": {"version": "1.2", "entries": [entry]}}, indent=1).encode()
    for packed in (log, gzip.compress(log), log.decode().encode("utf-16")):
        with subprocess.Popen(
            [sys.executable, "-m", "apifault", "report", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for byte in packed:
                process.stdin.write(bytes([byte]))
            process.stdin.close()
            assert json.loads(process.stdout.read())["calls"] == 1


NO_TIMES = (b"Infinity", b"-Infinity", b"NaN", b'"nan"', b'"Infinity"', b"1" + b"0" * 400)
WITHOUT_TIME = b"".join(
    b'{"status": 429, "call_id": "a", "time": %s, "body": {"x": %s}}\n' % (number, number)
    for number in NO_TIMES
)


def test_values_that_are_not_times_are_ignored(run: Run) -> None:
    result = run("report", "--json", stdin=WITHOUT_TIME)
    told = json.loads(result.stdout, parse_constant=lambda name: pytest.fail(name))
    assert (told["calls"], told["kinds"][0]["first"]) == (6, None)


@pytest.mark.extras
def test_tables_need_no_times(run: Run) -> None:
    assert run("report", stdin=WITHOUT_TIME).returncode == 0


def test_words_that_hold_json_are_no_record(run: Run) -> None:
    mistral = 'API error occurred: Status 401. Body: {"detail": "Unauthorized"}'
    assert kinds(answers(run, mistral.encode())) == {"authentication": 1}

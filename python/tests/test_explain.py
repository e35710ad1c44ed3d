import base64
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import REPORT, Run

from apifault import Kind, Report, Scope, classify_text
from apifault._cli.terminal_page import terminal_page
from apifault._duration import duration

MakeReport = Callable[..., Report]
CAPTURE = b"HTTP/1.1 503 Service Unavailable\r\nserver: x\r\n\r\n"
HOSTILE = "\x1b[31m \x07 \x7f \x9b31m \u202e \u2066 \u200b \ufeff \r".encode()


def text(report: Report, width: int = 100) -> str:
    return terminal_page(report, width=width, color=False)


def rows(shown: str) -> dict[str, str]:
    return {line[:15].strip(): line[15:] for line in shown.splitlines() if line[:15].strip()}


def limit(**numbers: Any) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(("limit", "remaining", "used", "requested", "reset_ms"))
    return {"metric": "tokens", "window": "minute", **told, **numbers}


def test_the_page_says_what_why_and_what_to_do(make_report: MakeReport) -> None:
    shown = text(make_report())
    told = rows(shown)
    assert shown.startswith("Rate limited: HTTP 429 from groq\n")
    assert told["What happened"].startswith("Too many requests")
    assert told["Why"] == "HTTP status 429 (rule status/429)"
    assert told["What to do"] == "Wait."
    assert told["Retry"] == "Wait 6.781 s (6,781 ms), from the text of the message."
    assert told["Limit hit"] == "3,513 of 6,000 tokens per minute used, 3,166 requested."
    assert told["Code"] == "rate_limit_exceeded"
    assert told["Request id"] == "req_01"
    assert told["Upstream"] == "openai, HTTP 429"


def test_the_value_that_matched_is_shown(make_report: MakeReport) -> None:
    assert 'error.code is "rate_limit_exceeded"' in text(
        make_report(rule="code/rate_limit_exceeded")
    )
    assert "status is 418" in text(make_report(status=418, rule="status/4xx"))
    over = [limit(limit=6000, requested=9000)]
    assert "requested is 9,000, limit is 6,000" in text(
        make_report(limits=over, rule="numbers/requested_over_limit")
    )


def test_a_type_that_is_spelt_differently_is_evidence_too(run: Run) -> None:
    body = b'{"error": {"message": "x", "type": "RateLimitExceededError"}}'
    shown = run("explain", stdin=b"HTTP/1.1 400 Bad Request\n\n" + body).stdout.decode()
    assert "rule code/rate_limit_exceeded" in " ".join(shown.split())
    assert 'error.type is "RateLimitExceededError"' in shown


def test_no_wait_helps_a_request_over_the_limit(make_report: MakeReport) -> None:
    over = [limit(limit=6000, requested=9000)]
    hit = rows(text(make_report(limits=over), width=200))["Limit hit"]
    assert hit.endswith("the request alone is over the limit, so waiting will not help.")


def test_the_page_says_what_fails_and_what_may_help(make_report: MakeReport) -> None:
    told = rows(text(make_report(), width=200))
    assert told["What fails"] == Scope.CREDENTIAL.meaning
    assert told["What may help"] == (
        "Use another credential: that of another account or project; use another model;"
        " use another provider."
    )
    told = rows(text(make_report(scope="none", remedies=[]), width=200))
    assert not {"What fails", "What may help"} & set(told)


def test_an_empty_bucket_is_not_blamed_for_another_fault(make_report: MakeReport) -> None:
    empty = [limit(limit=6000, remaining=0)]
    told = rows(text(make_report(kind="invalid_request", fault="caller", limits=empty)))
    assert "Limit hit" not in told
    assert "Limits" in told


def test_several_limits_stand_aligned(make_report: MakeReport) -> None:
    day = limit(metric="requests", window="day", limit=14400, remaining=14370, reset_ms=179560)
    shown = text(make_report(limits=[limit(limit=6000, remaining=0), day]))
    table = [line[15:] for line in shown.splitlines() if "6,000  " in line or "14,400  " in line]
    assert table == [
        "tokens per minute    6,000       0",
        "requests per day    14,400  14,370  2 min 59.56 s",
    ]


def test_a_page_keeps_to_its_width(make_report: MakeReport) -> None:
    error = {**REPORT["error"], "message": "word " * 300, "failed_generation": "y " * 5_000}
    shown = text(make_report(error=error), width=60)
    assert max(map(len, shown.splitlines())) <= 60
    assert "(10,000 characters; --json shows them all)" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0 ms"),
        (999, "999 ms"),
        (1_000, "1 s"),
        (6_781, "6.781 s"),
        (73_460, "1 min 13.46 s"),
        (7_384_005, "2 h 3 min"),
        (86_400_005, "1 day"),
        (2**53 - 1, "104,249,991 days 8 h"),
    ],
)
def test_a_duration_has_its_two_largest_units(ms: int, shown: str) -> None:
    assert duration(ms) == shown


def test_no_text_of_a_response_acts_on_the_terminal(make_report: MakeReport, run: Run) -> None:
    hostile = HOSTILE.decode()
    fields = dict.fromkeys(REPORT["error"], hostile)
    upstream = {"provider": None, "status": None, "error": fields}
    shown = text(
        make_report(error=fields, upstream=upstream, request_id=hostile, rule=hostile, action="x")
    )
    assert shown.replace("\n", "").isprintable()
    assert r"\x1b[31m \x07 \x7f \x9b31m \u202e \u2066 \u200b \ufeff \r" in shown

    for arguments in (["explain"], ["explain", "--json"]):
        result = run(*arguments, stdin=CAPTURE + HOSTILE)
        assert result.returncode == 0
        assert result.stdout.decode().replace("\n", "").isprintable()


def test_color_is_for_terminals_or_on_demand(run: Run) -> None:
    assert b"\x1b" not in run("explain", stdin=CAPTURE).stdout
    assert b"\x1b" not in run("explain", "--color=never", stdin=CAPTURE).stdout
    assert b"\x1b[1;" in run("explain", "--color=always", stdin=CAPTURE).stdout


@pytest.mark.parametrize(
    ("environment", "colored"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_color_unless_it_is_refused(
    tmp_path: Path, environment: dict[str, str], colored: bool
) -> None:
    capture = tmp_path / "capture"
    capture.write_bytes(CAPTURE)
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "apifault", "explain", str(capture)],
        stdout=theirs,
        env={**inherited, "TERM": "xterm", **environment},
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 65_536)
    os.close(ours)
    assert (b"\x1b[1;" in shown) is colored


def test_a_file_or_standard_input_is_explained(run: Run, tmp_path: Path) -> None:
    capture = tmp_path / "capture"
    capture.write_bytes(CAPTURE)
    for result in (
        run("explain", str(capture)),
        run("explain", stdin=CAPTURE),
        run("explain", "-", stdin=CAPTURE),
    ):
        assert result.returncode == 0
        assert result.stdout.startswith(b"Service unavailable: HTTP 503\n")
        assert result.stderr == b""


def test_json_is_the_report(run: Run) -> None:
    result = run("explain", "--json", "--provider", "groq", "--now", "1.5", stdin=CAPTURE)
    report = json.loads(result.stdout)
    assert (report["kind"], report["provider"]) == ("service_unavailable", "groq")


UNTIL = "retry-after: Thu, 01 Jan 2026 00:00:05 GMT\n"
DATE = "date: Thu, 01 Jan 2026 00:00:00 GMT\n"
ENTRY = {
    "startedDateTime": "2026-01-01T00:00:00Z",
    "time": 1_000,
    "response": {
        "status": 429,
        "headers": [{"name": "retry-after", "value": "Thu, 01 Jan 2026 00:00:05 GMT"}],
        "content": {},
    },
}


@pytest.mark.parametrize(
    ("given", "options", "delay_ms", "since"),
    [
        (f"HTTP/2 429\n{UNTIL}{DATE}\n", [], 5_000, "the date of the response"),
        (f"HTTP/2 429\n{UNTIL}{DATE}\n", ["--now", "1767225601"], 4_000, "--now"),
        # That date is long ago.
        (f"HTTP/2 429\n{UNTIL}\n", [], 0, "the present time"),
        ("429 - {'error': {'message': 'x', 'resets_at': 1767225605}}", [], 0, "the present time"),
        (
            json.dumps({"status": 429, "now": 1767225602, "body": {"resets_at": 1767225605}}),
            [],
            3_000,
            "the time in the record",
        ),
        (json.dumps(ENTRY), [], 4_000, "the time in the record"),
        (f"HTTP/2 429\n{DATE}retry-after: 7\n\n", [], 7_000, None),
        (f"HTTP/2 429\n{DATE}\n", [], None, None),
    ],
)
def test_an_absolute_time_counts_from_a_time_that_is_named(
    given: str, options: list[str], delay_ms: int | None, since: str | None, run: Run
) -> None:
    told = json.loads(run("explain", "--json", *options, stdin=given.encode()).stdout)
    assert told["retry"]["delay_ms"] == delay_ms
    result = run("explain", *options, stdin=given.encode(), COLUMNS="200")
    shown = " ".join(result.stdout.decode().split())
    assert (f"; an absolute time, counted from {since}." in shown) == (since is not None)
    assert ("an absolute time" in shown) == (since is not None)


def test_output_that_cannot_hold_a_character_shows_its_escape(run: Run) -> None:
    result = run("explain", stdin=CAPTURE + "é".encode(), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert result.stdout.isascii()


def test_input_without_a_response_is_one_sentence_and_status_1(run: Run, tmp_path: Path) -> None:
    for arguments, words in (
        ([], b"cannot read standard input: the response is empty"),
        ([str(tmp_path)], b"it is a directory; name a file in it"),
        ([str(tmp_path / "none")], b"there is no such file; check its name"),
        ([str(tmp_path / "\x1b[31m")], b"\\x1b[31m"),
    ):
        result = run("explain", *arguments)
        assert result.returncode == 1
        assert result.stdout == b""
        assert result.stderr.startswith(b"apifault: cannot read ")
        assert result.stderr.count(b"\n") == 1
        assert words in result.stderr


ERROR = {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}
ENTRY = {
    "startedDateTime": "2026-03-17T10:20:30Z",
    "response": {
        "status": 429,
        "headers": [{"name": "retry-after", "value": "2"}],
        "content": {"text": json.dumps(ERROR)},
    },
}
BASE64 = base64.b64encode(json.dumps(ERROR).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"HTTP/2 429\nretry-after: 2\n\n{json.dumps(ERROR)}",
        f"Error code: 429 - {ERROR}",
        f"openai.RateLimitError: Error code: 429 - {ERROR}\n",
        f"status_code: 429, body: {ERROR}",
        json.dumps(ERROR),
        json.dumps({"status": 429, "headers": {"retry-after": "2"}, "body": ERROR}),
        json.dumps({"status": 429, "body": json.dumps(ERROR)}),
        json.dumps(ENTRY),
        json.dumps({"log": {"entries": [ENTRY]}}),
        json.dumps({"log": {"entries": [ENTRY, {"response": {"status": 200}}]}}),
        json.dumps(
            {"response": {"status": 429, "content": {"text": BASE64, "encoding": "base64"}}}
        ),
        "\ufeff  " + json.dumps(ENTRY, indent=2),
        json.dumps({"status": 429, "body_base64": BASE64}),
        json.dumps({"status": 429, "headers": {"retry-after": "2"}, **ERROR}),
        json.dumps({"status": 429, "now": float("nan"), "x": float("inf"), **ERROR}),
        json.dumps({"status": 429, "body": {**ERROR, "x": float("nan"), "y": [float("-inf")]}}),
        json.dumps({"status_code": 429, "message": "Slow down", "code": "rate_limit_exceeded"}),
        json.dumps({"level": "error", "time": 1773742830, "err": {"status": 429, **ERROR}}),
        json.dumps({"log": f"Error code: 429 - {ERROR}", "stream": "stderr"}),
        json.dumps({"response": {"status": 429, "body": json.dumps(ERROR)}}),
        json.dumps({"response": {"status": 429, "headers": {"x": "y"}, "text": json.dumps(ERROR)}}),
        json.dumps({"statusCode": 429, "responseBody": ERROR}),
        json.dumps({"message": json.dumps({"status": 429, "body": ERROR}), "host": "heron"}),
        json.dumps({"status": 200}) + "\n" + json.dumps({"status": 429, "body": ERROR}) + "\n",
        json.dumps([{"status": 429, "body": ERROR}, {"status": 200}]),
        "2026-03-17T10:20:30Z stderr F " + json.dumps({"status": 429, "body": ERROR}),
    ],
)
def test_a_response_is_explained_in_every_form(run: Run, text: str) -> None:
    result = run("explain", "--json", stdin=text.encode())
    assert (result.returncode, result.stderr) == (0, b"")
    report = json.loads(result.stdout)
    assert (report["kind"], report["error"]["message"]) == ("rate_limited", "Slow down")


def test_an_array_and_a_document_of_records_are_explained(run: Run) -> None:
    for text in (
        json.dumps([{"status": 429, "body": ERROR}, {"status": 200}]),
        json.dumps([{"status": 429, "body": ERROR, "x": float("nan")}])[:-1],
        json.dumps({"events": [{"message": f"Error code: 429 - {ERROR}"}]}),
    ):
        report = json.loads(run("explain", "--json", stdin=text.encode()).stdout)
        assert (report["status"], report["error"]["message"]) == (429, "Slow down")


DURING = "\n\nDuring handling of the above exception, another exception occurred:\n\n"
FIRST = "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Who?'}}"
LAST = f"openai.RateLimitError: Error code: 429 - {ERROR}"
BARE = "httpx.HTTPStatusError: Client error '403 Forbidden' for url 'https://x'"


@pytest.mark.parametrize(
    "pasted",
    [
        FIRST + DURING + LAST,
        BARE + DURING + LAST,
        LAST + DURING + BARE,
        LAST + DURING + "litellm.RateLimitError: RateLimitError: OpenAIException - Too fast",
        LAST + DURING + "heron.LlmError: {no answer} after [3] tries",
        f'HTTP Request: POST https://x "HTTP/1.1 429 Too Many Requests" {LAST}',
        f'RateLimitError("Error code: 429 - {ERROR}")Traceback (most recent call last):\n{LAST}',
    ],
)
def test_of_a_traceback_the_last_error_with_a_body_is_explained(run: Run, pasted: str) -> None:
    report = json.loads(run("explain", "--json", stdin=pasted.encode()).stdout)
    assert (report["status"], report["error"]["message"]) == (429, "Slow down")


@pytest.mark.parametrize(
    "pasted",
    [
        f"\n\n  {LAST}\n",
        f"2026-03-17 10:20:30,123 ERROR heron {LAST}",
        "[2026-03-17 10:20:30] httpx.ConnectError: [Errno 111] Connection refused",
        "[{'error': {'message': 'Slow down', 'code': 'rate_limit_exceeded'}}]",
        "{ status: 503, error: { message: 'Overloaded', type: 'overloaded_error' } }",
        "Error: Request failed with status code 429",
        "requests.exceptions.ReadTimeout: Read timed out. (read timeout=30)",
        "data: heron failed: status code: 413, body: " + json.dumps(ERROR),
        json.dumps(ERROR) + "%",
    ],
)
def test_a_text_has_the_report_that_classify_text_gives(run: Run, pasted: str) -> None:
    want = classify_text(pasted)
    assert want is not None
    assert json.loads(run("explain", "--json", stdin=pasted.encode()).stdout) == want.to_dict()


def test_what_curl_says_of_itself_is_passed_over(run: Run) -> None:
    said = (
        "* Connected to api.groq.com (127.0.0.1) port 443 (#0)\n"
        "> POST /openai/v1/chat/completions HTTP/1.1\r\n> Authorization: Bearer heron-key\r\n>\r\n"
        "} [123 bytes data]\n< HTTP/1.1 100 Continue\r\n< \r\n* We are completely uploaded\n"
        "< HTTP/1.1 429 Too Many Requests\r\n< retry-after: 7\r\n< \r\n{ [98 bytes data]\n"
        '{"error":{"message":"Later.","code":"rate_limit_exceeded"}}'
        "* Connection #0 to host api.groq.com left intact\n"
    )
    told = json.loads(run("explain", "--json", stdin=said.encode()).stdout)
    assert (told["status"], told["kind"]) == (429, "rate_limited")
    assert told["retry"] == {"advice": "after_delay", "delay_ms": 7000, "source": "retry-after"}
    assert told["error"]["message"] == "Later."


def test_the_status_that_curl_fails_with_is_explained(run: Run) -> None:
    pasted = b"curl: (22) The requested URL returned error: 429\n"
    report = json.loads(run("explain", "--json", stdin=pasted).stdout)
    assert (report["status"], report["kind"]) == (429, "rate_limited")


def test_an_error_inside_the_line_of_litellm_is_upstream(run: Run) -> None:
    pasted = (
        "litellm.exceptions.RateLimitError: litellm.RateLimitError: RateLimitError: "
        f"OpenAIException - Error code: 429 - {ERROR}"
    )
    report = json.loads(run("explain", "--json", stdin=pasted.encode()).stdout)
    assert (report["kind"], report["provider"]) == ("rate_limited", "litellm")
    assert report["upstream"]["error"]["message"] == "Slow down"


def test_utf_16_is_read(run: Run) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        capture = ("\ufeff" + CAPTURE.decode()).encode(encoding)
        assert run("explain", stdin=capture).stdout.startswith(b"Service unavailable: HTTP 503\n")


def test_many_errors_are_read_in_linear_time(run: Run) -> None:
    pasted = "Error code: 400 - {'a'" * 200_000 + " " + LAST
    report = json.loads(run("explain", "--json", stdin=pasted.encode()).stdout)
    assert report["kind"] == "rate_limited"


def test_an_endless_input_is_refused() -> None:
    with Path("/dev/zero").open("rb") as endless:
        result = subprocess.run(
            [sys.executable, "-m", "apifault", "explain"],
            stdin=endless,
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"it is larger than 32 MiB; give one response, or read logs with" in result.stderr


@pytest.mark.parametrize("text", ["hello", "Error code: 42", "log in to see this", "\xff\xfe"])
def test_words_that_are_no_response_are_refused(run: Run, text: str) -> None:
    result = run("explain", stdin=text.encode())
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"it describes no failed call" in result.stderr
    assert (
        b"Give the status and the body of the response, or the whole text of the exception."
        in result.stderr
    )


def test_a_refusal_says_which_line_came_nearest(run: Run) -> None:
    pasted = b"Ready\nheron: Error code: 999 - {'error': 'x'}\nDone\n"
    result = run("explain", stdin=pasted)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"it describes no failed call; line 2 came nearest. Give " in result.stderr


def test_hostile_literals_are_read_as_text(run: Run) -> None:
    for literal in (
        "{" * 100_000,
        "{'a': " * 60 + "1" + "}" * 60,
        "{'a': " + "9" * 1_000_000 + "}",
    ):
        result = run("explain", "--json", stdin=f"Error code: 429 - {literal}".encode())
        assert json.loads(result.stdout)["kind"] == "rate_limited"


def test_a_key_shows_neither_on_the_page_nor_in_its_json(run: Run) -> None:
    key = b'{"error": {"message": "Invalid API Key: gsk_Heron7Heron7Heron7"}}'
    for arguments in (["explain"], ["explain", "--json"]):
        shown = run(*arguments, stdin=b"HTTP/2 401\n\n" + key).stdout
        assert b"gsk_***" in shown
        assert b"Heron7" not in shown
    log = json.dumps({"status": 401, "body": key.decode()}).encode()
    assert b"gsk_Heron7" in run("classify", stdin=log).stdout
    assert b"gsk_***" in run("classify", "--redact", stdin=log).stdout


def test_kinds_are_listed(run: Run) -> None:
    shown = run("kinds").stdout.decode()
    told = [json.loads(line) for line in run("kinds", "--json").stdout.splitlines()]
    assert [row["kind"] for row in told] == list(Kind)
    for row in told:
        assert row["meaning"] in shown
        assert row["action"] in shown
        assert row["scope"] == Kind(row["kind"]).scope
        assert row["remedies"] == list(Kind(row["kind"]).remedies)
    assert "(fault: account, retry: no)\n  scope: credential, remedies: other_credential" in shown

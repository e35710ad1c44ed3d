import gzip
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, answers, kinds

TPM = (
    "Rate limit reached for model `heron-8b` on tokens per minute (TPM): Limit 6000, Used 5120, "
    "Requested 1558. Please try again in 6.78s."
)
LIMITED = {"error": {"message": TPM, "type": "tokens", "code": "rate_limit_exceeded"}}
BAD_KEY = {
    "error": {"message": "Invalid API Key: gsk_Heron7Heron7Heron7", "code": "invalid_api_key"}
}


def record(when: int, status: int, body: object = None, **more: object) -> dict[str, Any]:
    time = f"2026-03-17T10:{when // 60:02}:{when % 60:02}Z"
    return {"time": time, "status": status, "model": "heron-8b", "body": body, **more}


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)


LOG = lines(
    record(0, 200),
    record(1, 429, json.dumps(LIMITED), headers={"retry-after": "7"}),
    record(9, 200),
    record(70, 429, LIMITED),
    record(100, 401, BAD_KEY, call_id="a"),
    record(101, 401, BAD_KEY, call_id="a"),
    record(102, 401, BAD_KEY, call_id="b"),
)


def test_kinds_models_waits_limits_and_causes_are_reported(run: Run) -> None:
    told = answers(run, LOG)
    assert (told["calls"], told["failed"]) == (7, 5)
    assert kinds(told) == {"rate_limited": 2, "authentication": 3}
    assert {row["model"] for row in told["sources"]} == {"heron-8b"}
    stated = told["waiting"]["stated"]
    assert (stated["count"], stated["total_ms"], stated["max_ms"]) == (2, 13_780, 7_000)
    assert (stated["median_ms"], stated["p95_ms"]) == (6_780, 7_000)
    (limit,) = told["limits"]
    assert (limit["hits"], limit["limit"], limit["mean_excess"]) == (2, 6_000, 678)
    assert (limit["metric"], limit["window"], limit["max_share"]) == ("tokens", "minute", 1.113)
    first, second = told["causes"]
    assert (first["kind"], first["count"]) == ("authentication", 3)
    assert first["example"] == "Invalid API Key: gsk_***"
    assert (second["kind"], second["example_line"]) == ("rate_limited", 2)
    assert (second["first"], second["last"]) == ("2026-03-17T10:00:01Z", "2026-03-17T10:01:10Z")
    spans = told["timeline"]["spans"]
    assert sum(span["calls"] for span in spans) == 7
    assert sum(sum(span["kinds"].values()) for span in spans) == 5
    assert (told["first"], told["last"]) == ("2026-03-17T10:00:00Z", "2026-03-17T10:01:42Z")


def test_retries_that_could_not_help_are_counted_by_the_id_of_the_call(run: Run) -> None:
    told = answers(run, LOG)
    assert told["futile_retries"] == 1
    assert told["causes"][0]["futile_retries"] == 1


def test_repeats_within_a_minute_are_counted_apart_from_known_retries(run: Run) -> None:
    log = lines(record(0, 401, BAD_KEY), record(5, 401, BAD_KEY), record(300, 401, BAD_KEY))
    told = answers(run, log)
    assert (told["repeats"], told["futile_retries"]) == (1, 0)


def test_the_wait_before_the_next_try_of_a_call_is_summed(run: Run) -> None:
    log = lines(record(0, 503, call_id="a"), record(12, 200, call_id="a"))
    assert answers(run, log)["waiting"]["observed"]["total_ms"] == 12_000


def test_fields_are_found_by_common_or_given_names(run: Run) -> None:
    usual = {"ts": 1773742830, "response": {"status_code": 429, "body": LIMITED}}
    told = answers(run, lines(usual))
    assert (kinds(told), told["sources"][0]["model"]) == ({"rate_limited": 1}, "heron-8b")
    odd = {
        "http": {"code": "429"},
        "reply": json.dumps(LIMITED),
        "who": "groq",
        "at": 1773742830000,
    }
    told = answers(
        run, lines(odd), "--status-field=http.code", "--body-field=reply", "--provider-field=who",
        "--time-field=at",
    )  # fmt: skip
    assert told["sources"][0]["provider"] == "groq"
    assert told["causes"][0]["first"] == "2026-03-17T10:20:30Z"
    assert told["limits"][0]["limit"] == 6_000


URL = "https://api.heron.example/v1/chat/completions"
SDK_LINES = f"""\
2026-03-17 10:20:30,123 INFO httpx HTTP Request: POST {URL} "HTTP/1.1 429 Too Many Requests"
2026-03-17 10:20:30,125 ERROR app openai.RateLimitError: Error code: 429 - {LIMITED}
an ordinary line
2026-03-17 10:20:31,000 INFO httpx HTTP Request: POST {URL} "HTTP/1.1 200 OK"
google.genai.errors.ClientError: 400 INVALID_ARGUMENT. {{'error': {{'code': 400, 'message': 'x', \
'status': 'INVALID_ARGUMENT'}}}}
botocore.errorfactory.ThrottlingException: An error occurred (ThrottlingException) when calling \
the Converse operation (reached max retries: 4): Too many tokens, please wait.
cohere.errors.TooManyRequestsError: headers: {{}}, status_code: 429, body: {{'message': 'y'}}
mistralai.models.SDKError: API error occurred: Status 401. Body: {{"detail":"Unauthorized"}}
requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: {URL}
litellm.RateLimitError: RateLimitError: GroqException - {json.dumps(LIMITED)}
"""


def test_text_with_the_error_lines_of_sdks_is_read_once_for_each_call(run: Run) -> None:
    told = answers(run, SDK_LINES.encode(), "--timezone=+01:00")
    assert told["calls"] == 8
    assert told["last"] == "2026-03-17T09:20:31Z"
    assert kinds(told) == {
        "rate_limited": 4,
        "invalid_request": 1,
        "authentication": 1,
        "service_unavailable": 1,
    }
    assert told["notes"][0] == "No call in 1 of 10 lines."
    assert "read in +01:00" in told["notes"][1]


def har(*statuses: int) -> bytes:
    entries = [
        {
            "startedDateTime": "2026-03-17T10:20:30.000Z",
            "time": 250,
            "request": {"postData": {"text": '{"model": "heron-8b"}'}},
            "response": {
                "status": status,
                "headers": [{"name": "retry-after", "value": "2"}],
                "content": {"text": json.dumps(LIMITED) if status == 429 else "{}"},
            },
        }
        for status in statuses
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=1).encode()


def test_har_json_arrays_and_gzip_are_read(run: Run) -> None:
    told = answers(run, har(200, 429, 429))
    assert (told["calls"], kinds(told)) == (3, {"rate_limited": 2})
    assert told["sources"][0]["model"] == "heron-8b"
    told = answers(run, json.dumps([record(0, 503), record(1, 200)]).encode())
    assert (told["calls"], kinds(told)) == (2, {"service_unavailable": 1})
    assert answers(run, gzip.compress(LOG)) == answers(run, LOG)


def test_several_logs_give_one_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(LOG)
    (tmp_path / "other").write_bytes(LOG)
    result = run("report", "--json", str(tmp_path / "one"), str(tmp_path / "other"))
    told = json.loads(result.stdout)
    assert told["calls"] == 14
    first = told["causes"][0]
    assert (first["example_file"], first["example_line"]) == (str(tmp_path / "one"), 5)


@pytest.mark.extras
def test_a_line_is_named_by_its_file_where_there_are_several(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(lines(record(0, 200), record(0, 200)))
    (tmp_path / "other").write_bytes(lines(record(0, 200), record(1, 503)))
    logs, page = [str(tmp_path / "one"), str(tmp_path / "other")], tmp_path / "page.html"
    result = run("report", *logs, "--html", str(page), COLUMNS="200")
    assert f"(status/503, {logs[1]}:2)" in result.stdout.decode()
    assert f"status/503, {logs[1]}:2;" in page.read_text("utf-8")
    result = run("report", logs[1], "--html", str(page), COLUMNS="200")
    assert b"(status/503, line 2)" in result.stdout
    assert "status/503, line 2;" in page.read_text("utf-8")


def test_a_key_in_place_of_a_model_is_hidden_before_it_is_cut(run: Run) -> None:
    model = "x" * 93 + " gsk_Heron7Heron7Heron7Heron7"
    told = answers(run, lines({**record(0, 503), "model": model}))
    assert told["sources"][0]["model"] == "x" * 93 + " gsk_**…"


@pytest.mark.extras
def test_once_is_not_written_as_a_number_of_times(run: Run) -> None:
    limited, gone = record(0, 429, LIMITED), record(30, 401, BAD_KEY)
    result = run("report", stdin=lines(limited, gone, {**gone, "time": "2026-03-17T10:00:31Z"}))
    assert b"Servers asked once to wait: 6.78 s." in result.stdout
    assert b"1 failure that no retry can fix came again" in result.stdout
    assert b"Came again once within a minute" in result.stdout


def test_the_page_never_replaces_a_log(run: Run, tmp_path: Path) -> None:
    log, link = tmp_path / "log", tmp_path / "link"
    log.write_bytes(LOG)
    link.symlink_to(log)
    for arguments in ([str(log)], [str(link)]):
        result = run("report", "--html", str(log), *arguments)
        assert (result.returncode, result.stdout) == (1, b"")
        assert b"is one of the logs to read; name another file for the page" in result.stderr
    with log.open("rb") as stdin:
        command = [sys.executable, "-m", "apifault", "report", "--html", str(link)]
        assert (
            subprocess.run(command, stdin=stdin, capture_output=True, check=False).returncode == 1
        )
    assert log.read_bytes() == LOG


def test_the_id_of_a_trace_is_not_the_id_of_a_call(run: Run) -> None:
    for name in ("trace_id", "traceId", "correlation_id", "request_id"):
        told = answers(run, lines(record(0, 401, **{name: "a"}), record(99, 503, **{name: "a"})))
        assert (told["futile_retries"], told["waiting"]["observed"]["count"]) == (0, 0)
    log = lines(record(0, 401, trace_id="a"), record(99, 503, trace_id="a"))
    assert answers(run, log, "--call-field=trace_id")["futile_retries"] == 1


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (b"", b"the log is empty: there is nothing to report"),
        (
            b"\x7fELF\0\0\0\xff" * 100,
            b"it is a binary file; name a log of text, JSON Lines, CSV or HAR",
        ),
        (
            b"nothing\nto see\n",
            b"found no API calls in 2 lines; if there are any, name",
        ),
    ],
)
def test_what_is_no_log_is_one_sentence_and_status_1(run: Run, log: bytes, words: bytes) -> None:
    result = run("report", "--json", stdin=log)
    assert (result.returncode, result.stdout) == (1, b"")
    assert words in result.stderr
    assert result.stderr.count(b"\n") <= 2


@pytest.mark.parametrize(
    ("log", "calls", "words"),
    [
        (har(200, 429)[:-300], 1, b"its JSON breaks off after 1 entry; get the whole file"),
        (
            gzip.compress(LOG * 9)[:-20],
            63,
            b"standard input: its gzip data breaks off; get the whole file",
        ),
        (
            gzip.compress(LOG * 9) + b"heron",
            63,
            b"standard input: its gzip data breaks off; get the whole file",
        ),
    ],
)
def test_the_calls_before_a_break_are_reported(
    run: Run, log: bytes, calls: int, words: bytes
) -> None:
    result = run("report", "--json", stdin=log)
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stderr.count(b"\n") == 1
    assert 0 < json.loads(result.stdout)["calls"] <= calls


def test_a_directory_and_a_missing_file_are_named(run: Run, tmp_path: Path) -> None:
    assert b"it is a directory" in run("report", "--json", str(tmp_path)).stderr
    assert b"there is no such file" in run("report", "--json", str(tmp_path / "none")).stderr


@pytest.mark.extras
def test_a_log_without_errors_says_so(run: Run) -> None:
    result = run("report", stdin=lines(record(0, 200), record(1, 200)))
    assert result.returncode == 0
    assert result.stdout.startswith(b"2 calls, none failed.\n")


@pytest.mark.extras
def test_a_target_that_cannot_be_written_is_named_before_the_log_is_read(
    run: Run, tmp_path: Path
) -> None:
    for target in (tmp_path, tmp_path / "none" / "x.html", Path("/proc/x.html")):
        result = run("report", "--html", str(target), stdin=LOG)
        assert (result.returncode, result.stdout) == (1, b"")
        assert result.stderr.startswith(b"apifault: cannot write " + str(target).encode())
    old = tmp_path / "old.html"
    old.write_text("old")
    assert run("report", "--html", str(old), stdin=b"").returncode == 1
    assert old.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.html"]


HOSTILE = "<script>alert(1)</script> \x1b[31m \u202e [bold] {{ 7*7 }} gsk_Heron7Heron7Heron7"


@pytest.mark.extras
def test_hostile_texts_are_escaped_in_tables_json_and_page(run: Run, tmp_path: Path) -> None:
    hostile = {"error": {"message": HOSTILE, "code": HOSTILE}}
    log = lines(record(0, 400, hostile, model=HOSTILE), record(1, 429, {**hostile, "x": HOSTILE}))
    page = tmp_path / "page.html"
    for option in ("--top=5", "--json"):
        result = run("report", option, "--html", str(page), stdin=log, COLUMNS="200")
        assert result.returncode == 0
        shown = result.stdout.decode()
        assert shown.replace("\n", "").isprintable()
        assert "[bold] {{ 7*7 }} gsk_***" in shown
    html = page.read_text("utf-8")
    assert "<script" not in html
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; \\x1b[31m \\u202e [bold] {{ 7*7 }} gsk_***" in html
    )
    assert html.replace("\n", "").isprintable()


def test_long_lines_lose_nothing(run: Run) -> None:
    long = record(
        0, 429, {"error": {"message": "x" * 5_000_000 + " end", "code": "rate_limit_exceeded"}}
    )
    told = answers(run, lines(long, record(1, 503)))
    assert kinds(told) == {"rate_limited": 1, "service_unavailable": 1}
    assert len(told["causes"][0]["example"]) < 1_000
    told = answers(run, b"x" * 40_000_000 + b"\n" + lines(record(1, 503)))
    assert kinds(told) == {"service_unavailable": 1}
    assert "1 line is too long: its end was ignored." in told["notes"]
    assert (told["input"]["lines"], told["input"]["cut"]) == (2, 1)


def test_deeply_nested_and_odd_records_are_passed_over(run: Run) -> None:
    odd = [
        b'{"status": ' + b"[" * 100_000 + b"\n",
        b'{"status": true}\n{"status": "x"}\n{"status": 1e999}\n{"status": -5}\n',
        b'{"time": [], "status": 503, "model": {}, "headers": 7, "body": false}\n',
        b'{"time": 1e308, "status": 503, "headers": {"a": [1, null, {}]}}\n',
        b'{"time": "9999-99-99T00:00:00", "status": 503.0}\n{"time": -1, "status": "503"}\n',
        b"\xff\xfe\n",
    ]
    assert kinds(answers(run, b"".join(odd))) == {"service_unavailable": 4}


def test_times_far_apart_stay_in_few_spans(run: Run) -> None:
    log = lines(*({"ts": ts, "status": 503} for ts in (1e9, 1773742830, 1773742830123, 4e9)))
    timeline = answers(run, log)["timeline"]
    assert len(timeline["spans"]) <= 96
    assert sum(sum(span["kinds"].values()) for span in timeline["spans"]) == 4


@pytest.mark.extras
def test_the_page_stands_alone(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("report", "--html", str(page), stdin=LOG).returncode == 0
    html = page.read_text("utf-8")
    for place in ('id="timeline"', 'id="waits"', 'id="limits"', "prefers-color-scheme: dark"):
        assert place in html
    assert "width=device-width" in html
    for outside in ("http://", "https://", "url(", "@import", "<script", "<iframe", "href="):
        assert outside not in html.replace('href="data:,"', "")


@pytest.mark.extras
def test_tables_fit_a_narrow_terminal(run: Run) -> None:
    result = run("report", stdin=LOG, COLUMNS="60")
    assert max(map(len, result.stdout.decode().splitlines())) <= 60


@pytest.mark.extras
def test_a_bar_is_shown_on_a_terminal_and_removed(tmp_path: Path) -> None:
    import pty

    log = tmp_path / "log"
    log.write_bytes(LOG * 300)
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "apifault", "report", "--json", str(log)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
        check=True,
    )
    os.close(theirs)
    assert b"reading" in os.read(ours, 65_536)
    os.close(ours)


@pytest.mark.parametrize(
    ("missing", "options", "words"),
    [
        ("rich", [], b"the tables need rich: pip install 'apifault[report]', or use --json"),
        (
            "jinja2",
            ["--json", "--html=x"],
            b"the page needs jinja2, matplotlib and rich: pip install 'apifault[report]'",
        ),
        (
            "matplotlib",
            ["--html=x"],
            b"the page needs jinja2, matplotlib and rich: pip install 'apifault[report]'",
        ),
    ],
)
def test_a_missing_package_is_named(missing: str, options: list[str], words: bytes) -> None:
    script = f"import sys; sys.modules[{missing!r}] = None; from apifault._cli.main import main;"
    script += "sys.exit(main())"
    result = subprocess.run(
        [sys.executable, "-c", script, "report", *options],
        input=har(429),
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, b"")
    assert words in result.stderr


@pytest.mark.extras
def test_tables_need_neither_jinja2_nor_matplotlib() -> None:
    script = (
        "import sys; sys.modules.update(jinja2=None, matplotlib=None);"
        "import apifault._cli.main as c; sys.exit(c.main())"
    )
    command = [sys.executable, "-c", script, "report"]
    shown = subprocess.run(command, input=LOG, capture_output=True, check=True)
    assert shown.stdout.startswith(b"7 calls: 2 succeeded, 5 failed (71.4%).")
    assert shown.stderr == b""


@pytest.mark.extras
def test_what_needs_no_package_runs_without_any(run: Run) -> None:
    assert importlib.util.find_spec("rich")
    script = (
        "import sys; sys.modules.update(rich=None, jinja2=None, matplotlib=None, ijson=None);"
        "import apifault._cli.main as c; sys.exit(c.main())"
    )
    for arguments, stdin in (
        (["explain"], b"HTTP/2 503\n\n"),
        (["classify"], b'{"status": 503}'),
        (["rules"], b""),
        (["kinds"], b""),
        (["report", "--json"], LOG),
    ):
        command = [sys.executable, "-c", script, *arguments]
        assert subprocess.run(command, input=stdin, capture_output=True, check=True).stdout

import json
import os
import signal
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

import apifault
from apifault._core import classify_jsonl

COMMAND = [sys.executable, "-m", "apifault"]
GOOD = b'{"status": 503, "headers": {}, "body": ""}\n'

UNUSABLE = [
    b"",
    b" ",
    b"not JSON",
    b"\xff{}",
    b"{}",
    b"[]",
    b"7",
    b"null",
    b'{"status": null}',
    b'{"status": "429"}',
    b'{"status": 429.5}',
    b'{"status": true}',
    b'{"status": -1}',
    b'{"status": 65536}',
    b'{"status": ' + b"9" * 5_000 + b"}",
    b'{"status": NaN}',
    b'{"status": 429, "now": "1"}',
    b'{"status": 429, "now": true}',
    b'{"status": 429, "stream": 1}',
    b'{"status": 429, "body": {}}',
    b'{"status": 429, "body_base64": 7}',
    b'{"status": 429, "body_base64": "!"}',
    b'{"status": 429, "body_base64": "\\u00e9"}',
    b'{"status": 429, "body": "", "body_base64": ""}',
    b'{"status": 429, "headers": "a: b"}',
    b'{"status": 429, "headers": {"a": 1}}',
    b'{"status": 429, "headers": {"a": [1]}}',
    b'{"status": 429, "headers": ["ab"]}',
    b'{"status": 429, "headers": [["a"]]}',
    b'{"status": 429, "provider": "grok"}',
    b'{"status": 429, "provider": 7}',
    b'{"status": 429, "x": ' + b"[" * 100_000,
    b'{"status": 429, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
]


@pytest.mark.parametrize("line", UNUSABLE, ids=range(len(UNUSABLE)))
def test_a_line_that_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        classify_jsonl(line)


@pytest.mark.parametrize(
    "line",
    [
        b'{"status": 503}',
        b'\xef\xbb\xbf{"status": 503}\r\n',
        b'{"status": 503, "headers": null, "body": null, "now": null, "provider": null}',
        b'{"status": 503, "headers": {"a": ["b", "c"], "d": "e"}, "body": "\\ud800"}',
        b'{"status": 503, "headers": [["a", "b"], ["a", "c"]], "body_base64": "/w=="}',
        b'{"status": 503, "stream": false, "now": 1.5e9, "provider": "groq", "other": {}}',
        b'{"status": 503, "now": -1}',
        b'{"status": 503, "now": 1e999}',
        b'{"status": 503, "now": Infinity}',
        b'{"status": 503, "temperature": NaN, "x": [-Infinity]}',
    ],
)
def test_a_record_gives_its_report(line: bytes) -> None:
    assert classify_jsonl(line).kind == "service_unavailable"


def test_a_record_may_hold_one_event_of_a_stream() -> None:
    chunk = 'data: {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}\n\n'
    record = {"status": 200, "headers": {"content-type": "text/event-stream"}, "body": chunk}
    for stream, kind in ((None, "bad_gateway"), (False, "bad_gateway"), (True, "success")):
        assert classify_jsonl(json.dumps({**record, "stream": stream}).encode()).kind == kind


def test_a_status_out_of_range_counts_as_0_unless_it_stands_in_a_record(run: Run) -> None:
    for status in (-1, 65_536, 10**30):
        assert status < 0 or apifault.classify(status, None, None).status == 0
        record = json.dumps({"status": status, "body": {"error": "Slow down"}}).encode()
        assert json.loads(run("explain", "--json", stdin=record).stdout)["status"] == 0
        with pytest.raises(ValueError, match="must be a whole number from 0 to 65535"):
            classify_jsonl(record.replace(b'{"error": "Slow down"}', b'""'))
    for status in (0, 1_000, 65_535):
        assert apifault.classify(status, None, None).status == status
        record = json.dumps({"status": status, "body": {"error": "Slow down"}}).encode()
        assert json.loads(run("explain", "--json", stdin=record).stdout)["status"] == status


def test_reports_stand_in_the_order_of_the_lines(run: Run) -> None:
    result = run("classify", stdin=b'{"status": 503}\n{"status": 429}\n{"status": 404}')
    kinds = [json.loads(line)["kind"] for line in result.stdout.splitlines()]
    assert kinds == ["service_unavailable", "rate_limited", "not_found"]
    assert (result.returncode, result.stderr) == (0, b"")


def test_an_unusable_line_keeps_its_place(run: Run) -> None:
    result = run("classify", stdin=GOOD + b"\n".join(UNUSABLE) + b"\n" + GOOD)
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    errors = [json.loads(line)["error"] for line in result.stderr.splitlines()]
    assert [report["kind"] for report in reports] == [
        "service_unavailable",
        *["unknown"] * len(UNUSABLE),
        "service_unavailable",
    ]
    assert [error["line"] for error in errors] == list(range(2, len(UNUSABLE) + 2))
    assert all(set(error) == {"line", "message"} for error in errors)
    assert result.returncode == 1


def test_an_empty_input_gives_nothing(run: Run) -> None:
    result = run("classify")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_files_are_read_in_turn_and_named_in_errors(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(GOOD)
    bad.write_bytes(b"x\n")
    missing = tmp_path / "missing"
    result = run("classify", str(bad), str(missing), str(tmp_path), "-", str(good), stdin=GOOD)
    assert len(result.stdout.splitlines()) == 3
    first, second, third = result.stderr.decode().splitlines()
    assert json.loads(first)["error"]["file"] == str(bad)
    assert second == f"apifault: cannot read {missing}: there is no such file; check its name"
    assert third == f"apifault: cannot read {tmp_path}: it is a directory; name a file in it"
    assert result.returncode == 1


def test_a_tally_counts_the_kinds(run: Run) -> None:
    lines = b'{"status": 503}\n{"status": 429}\n{"status": 503}\nx\n'
    result = run("classify", "--tally", stdin=lines)
    assert result.stderr.splitlines()[-1] == (
        b"4 responses: 2 service_unavailable, 1 rate_limited, 1 unusable"
    )
    assert run("classify", "--tally").stderr == b"0 responses\n"


def test_a_report_comes_before_the_next_line_is_there() -> None:
    with subprocess.Popen(
        [*COMMAND, "classify"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(3):
            process.stdin.write(GOOD)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["status"] == 503
        process.stdin.close()
        assert process.wait() == 0


@pytest.mark.parametrize(
    "arguments", [["classify"], ["explain"], ["explain", "--json"], ["--help"]]
)
def test_a_closed_pipe_ends_it_quietly(arguments: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    stdin = GOOD * 1_000 if arguments == ["classify"] else b"HTTP/2 503\n\n"
    result = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    assert (result.returncode, result.stderr) == (0, b"")


def test_output_that_cannot_be_written_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*COMMAND, "classify"], input=GOOD, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 1
    assert result.stderr == b"apifault: cannot write the output: No space left on device\n"


def test_an_interrupt_ends_it_quietly() -> None:
    with subprocess.Popen(
        [*COMMAND, "classify"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where the tests run in the background of a shell, SIGINT is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(GOOD)
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == b""


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-"])
def test_a_closed_standard_stream_gives_no_traceback(closed: str) -> None:
    script = f'"$0" -m apifault classify {closed}'
    result = subprocess.run(
        ["sh", "-c", script, sys.executable], input=b"x\n", capture_output=True, check=False
    )
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert result.stdout.count(b"\n") <= 1


def test_wrong_usage_is_status_2(run: Run) -> None:
    usages: list[list[str]] = [
        [],
        ["nothing"],
        ["explain", "--provider", "grok"],
        ["explain", "--now", "soon"],
        ["explain", "--now", "nan"],
        ["explain", "--now=-inf"],
        ["report", "--status-field="],
        ["report", "--model-field", " "],
        ["report", "--top", "0"],
        ["report", "--top", "many"],
        ["explain", "a", "b"],
        ["classify", "--json"],
    ]
    for arguments in usages:
        result = run(*arguments)
        assert (result.returncode, result.stdout) == (2, b"")
        assert b"error: " in result.stderr
        # A name of the source would be no help.
        assert b" _" not in result.stderr


def test_help_and_version_are_everywhere(run: Run) -> None:
    for command in ([], ["explain"], ["classify"], ["scan"], ["rules"], ["kinds"], ["report"]):
        shown = run(*command, "--help")
        assert (shown.returncode, shown.stderr) == (0, b"")
        assert b"example" in shown.stdout
        assert b"Exit status: 0 done, 1 some input was unusable, 2 wrong usage." in shown.stdout
        version = run(*command, "--version")
        assert version.stdout.decode() == f"apifault {apifault.__version__}\n"


def test_the_command_is_installed_by_its_name() -> None:
    package: Any = distribution("apifault")
    assert package.version == apifault.__version__
    (script,) = package.entry_points.select(group="console_scripts")
    assert (script.name, script.value) == ("apifault", "apifault._cli.main:main")


def test_rules_prints_each_row_with_its_source(run: Run) -> None:
    answer = run("rules")
    assert answer.returncode == 0
    text = answer.stdout.decode()
    assert "  tool_use_failed  →  generation_failed [code/tool_use_failed]  " in text
    for table in ("codes", "numbers", "statuses", "phrases", "headers", "members", "marks"):
        assert f"{table}:\n" in text


def test_rules_of_a_provider_are_its_own(run: Run) -> None:
    answer = run("rules", "--provider", "anthropic", "--json")
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert {row["provider"] for row in rows} == {"anthropic"}
    assert "overloaded_error" in {row["matches"] for row in rows}
    assert all(row["source"] for row in rows)


def test_every_rule_is_found_by_the_name_that_a_report_gives(run: Run) -> None:
    named = {json.loads(line)["rule"] for line in run("rules", "--json").stdout.splitlines()}
    assert {rule.id for rule in apifault.rules()} <= named
    answer = run("rules", "phrase/context_window")
    assert answer.returncode == 0
    assert b"maximum context length" in answer.stdout


def test_an_unknown_rule_is_wrong_usage(run: Run) -> None:
    answer = run("rules", "code/heron\x1b[31m")
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert b"no rule is called code/heron" in answer.stderr
    assert b"\x1b" not in answer.stderr


def test_rules_of_a_similar_name_are_proposed(run: Run) -> None:
    near = run("rules", "code/tool_use_fail").stderr
    assert b"no rule is called code/tool_use_fail; did you mean code/tool_use_failed" in near
    assert b"zzz; `apifault rules` prints all rules" in run("rules", "zzz").stderr


def test_an_input_that_is_also_the_output_is_not_read(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(GOOD)
    for arguments in (["classify"], ["explain"], ["report", "--json"]):
        with log.open("ab") as output:
            result = subprocess.run(
                [*COMMAND, *arguments, log], stdout=output, stderr=subprocess.PIPE, check=False
            )
        assert result.returncode == 1
        assert b"it is also the output; write that to another file" in result.stderr
        assert log.read_bytes() == GOOD

"""`apifault scan`: streams as JSON Lines in, one answer a line out."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

import apifault

TEXT = (
    'data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n'
)
STOP = (
    'data: {"object":"chat.completion.chunk",'
    '"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n'
)
ERROR = (
    'event: error\ndata: {"error":{"type":"overloaded_error",'
    '"message":"Busy, key gsk_Heron7Heron7Heron7"}}\n\n'
)
NOTHING: dict[str, Any] = {
    "id": None,
    "errors": [],
    "ended": "unknown",
    "delivered": False,
    "report": None,
}

UNUSABLE = [
    b"",
    b"not JSON",
    b"\xff{}",
    b"{}",
    b"[]",
    b"7",
    b"null",
    b'{"id": "a"}',
    b'{"body": null}',
    b'{"body": {}}',
    b'{"body": 7}',
    b'{"body_base64": 7}',
    b'{"body_base64": "!"}',
    b'{"body": "", "body_base64": ""}',
    b'{"body": "", "id": {}}',
    b'{"body": "", "id": [1]}',
    b'{"body": "", "status": "200"}',
    b'{"body": "", "status": -1}',
    b'{"body": "", "status": 65536}',
    b'{"body": "", "status": true}',
    b'{"body": "", "now": "1"}',
    b'{"body": "", "headers": "a: b"}',
    b'{"body": "", "headers": {"a": 1}}',
    b'{"body": "", "headers": ["ab"]}',
    b'{"body": "", "content_type": 7}',
    b'{"body": "", "provider": "grok"}',
    b'{"body": "", "provider": 7}',
    b'{"body": "", "x": ' + b"[" * 100_000,
]


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def told(run: Run, *records: dict[str, Any], options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    result = run("scan", *options, stdin=lines(*records))
    assert (result.returncode, result.stderr) == (0, b"")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_stream_gets_its_answer_in_order(run: Run) -> None:
    error, whole, cut, unknown = told(
        run,
        {"id": "a", "body": TEXT + ERROR},
        {"id": 7, "body": TEXT + STOP},
        {"body": TEXT},
        {"id": None, "body": 'data: {"heron":1}\n\n'},
    )
    assert list(error) == ["id", "errors", "ended", "delivered", "report"]
    assert (error["id"], error["ended"], error["delivered"]) == ("a", "error", True)
    assert error["errors"] == [error["report"]]
    assert (error["report"]["kind"], error["report"]["status"]) == ("overloaded", 200)
    assert whole == {"id": 7, "errors": [], "ended": "complete", "delivered": True, "report": None}
    assert (cut["id"], cut["errors"], cut["ended"], cut["delivered"]) == (None, [], "cut_off", True)
    assert (cut["report"]["kind"], cut["report"]["rule"]) == ("bad_gateway", "stream/cut_off")
    assert unknown == {**NOTHING, "delivered": True}


def test_a_stream_that_sent_nothing_is_cut_off(run: Run) -> None:
    for body in ("", ": keep-alive\n\n"):
        (answer,) = told(run, {"body": body})
        assert (answer["ended"], answer["delivered"]) == ("cut_off", False)


def test_an_error_in_the_last_event_is_among_the_errors(run: Run) -> None:
    (answer,) = told(run, {"body": ERROR.rstrip()})
    assert answer["ended"] == "error"
    assert answer["errors"] == [answer["report"]]


def test_a_line_holds_what_is_known_of_the_response(run: Run) -> None:
    headers = {"X-Request-Id": "req_01", "Retry-After": "Tue, 17 Mar 2026 10:20:40 GMT"}
    record = {"body": ERROR, "status": 0, "headers": headers, "now": 1773742830, "provider": "groq"}
    (answer,) = told(run, record)
    report = answer["report"]
    assert (report["request_id"], report["provider"], report["status"]) == ("req_01", "groq", 200)
    assert report["retry"]["delay_ms"] == 10_000


def test_a_body_that_is_no_text_is_given_in_base64(run: Run) -> None:
    encoded = base64.b64encode(b"\xff\n\n" + ERROR.encode()).decode()
    (answer,) = told(run, {"body_base64": encoded})
    assert answer["errors"][-1]["kind"] == "overloaded"


def test_a_lone_surrogate_is_no_failure(run: Run) -> None:
    (answer,) = told(run, {"id": "\ud800", "body": TEXT + STOP + ": \ud800\n\n"})
    assert (answer["id"], answer["ended"]) == ("\ud800", "complete")


@pytest.mark.parametrize(
    "record",
    [
        {"content_type": "text/event-stream"},
        {"content_type": "text/event-stream", "headers": {"Content-Type": "text/plain"}},
        {"content_type": "text/event-stream", "headers": [["server", "x"]]},
        {"content_type": "text/event-stream", "headers": {"a": ["b", "c"]}},
        {"content_type": None, "headers": None, "status": None, "now": None, "provider": None},
    ],
)
def test_the_content_type_may_stand_beside_the_headers(run: Run, record: dict[str, Any]) -> None:
    (answer,) = told(run, {**record, "body": ERROR})
    assert answer["ended"] == "error"


def test_an_unusable_line_keeps_its_place(run: Run) -> None:
    good = lines({"body": TEXT + STOP})
    result = run("scan", stdin=good + b"\n".join(UNUSABLE) + b"\n" + good)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    errors = [json.loads(line)["error"] for line in result.stderr.splitlines()]
    assert [answer["ended"] for answer in (answers[0], answers[-1])] == ["complete", "complete"]
    assert answers[1:-1] == [NOTHING] * len(UNUSABLE)
    assert [error["line"] for error in errors] == list(range(2, len(UNUSABLE) + 2))
    assert all(set(error) == {"line", "message"} and error["message"] for error in errors)
    assert result.returncode == 1


def test_files_are_read_in_turn_and_named_in_errors(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(lines({"id": 1, "body": TEXT}))
    bad.write_bytes(b"x\n")
    result = run("scan", str(bad), str(tmp_path / "none"), str(good), "-", stdin=good.read_bytes())
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [None, 1, 1]
    first, second = result.stderr.decode().splitlines()
    assert json.loads(first)["error"] == {
        "file": str(bad),
        "line": 1,
        "message": "the line is not JSON: Expecting value, column 1",
    }
    assert second.endswith("there is no such file; check its name")
    assert result.returncode == 1


def test_keys_are_hidden_unless_they_are_wanted(run: Run) -> None:
    key = "gsk_Heron7Heron7Heron7"
    record = {"id": f"of {key}", "body": ERROR, "headers": {"x-request-id": f"req {key}"}}
    (hidden,) = told(run, record)
    assert "Heron7" not in json.dumps(hidden)
    assert (hidden["id"], hidden["report"]["error"]["message"]) == (
        "of gsk_***",
        "Busy, key gsk_***",
    )
    (raw,) = told(run, record, options=("--raw",))
    assert (raw["id"], raw["errors"][0]["error"]["message"]) == (f"of {key}", f"Busy, key {key}")


def test_an_answer_comes_before_the_next_line_is_there() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "apifault", "scan"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in range(3):
            process.stdin.write(lines({"id": name, "body": TEXT}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait() == 0


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    script = """
import pathlib, sys
from apifault._cli.main import main
status = main()
told = pathlib.Path("/proc/self/status").read_text()
print(told.partition("VmHWM:")[2].split()[0], file=sys.stderr)
sys.exit(status)
"""
    line = lines({"body": TEXT * 1_000 + ERROR})
    peaks_kib = []
    for count in (10, 300):
        file = tmp_path / str(count)
        file.write_bytes(line * count)
        result = subprocess.run(
            [sys.executable, "-c", script, "scan", str(file)], capture_output=True, check=True
        )
        assert result.stdout.count(b"\n") == count
        peaks_kib.append(int(result.stderr))
    assert peaks_kib[1] < peaks_kib[0] + 4_096


def test_the_answers_are_those_of_the_library(run: Run) -> None:
    for body in (TEXT + ERROR, TEXT + STOP, TEXT, ""):
        scanner = apifault.StreamScanner()
        errors = scanner.feed(body.encode())
        ending = scanner.finish()
        (answer,) = told(run, {"body": body}, options=("--raw",))
        assert answer["errors"] == [error.report.to_dict() for error in errors]
        assert (answer["ended"], answer["delivered"]) == (ending.ended, ending.delivered)
        assert answer["report"] == (ending.report and ending.report.to_dict())

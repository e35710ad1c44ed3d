"""`apifault explain` of saved streams."""

import base64
import json
import struct
import zlib
from typing import Any

import pytest
from conftest import Run, answers, kinds

import apifault
from apifault._logs.responses import from_raw

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
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nx-request-id: req_01\r\n\r\n"
LINES = (
    '{"model":"heron","message":{"role":"assistant","content":"Hi"},"done":false}\n'
    '{"error":"an error was encountered while running the model: out of memory"}\n'
)


def rows(shown: str) -> dict[str, str]:
    """Give the rows of a page, each on one line."""
    told: dict[str, str] = {}
    label = ""
    for line in shown.splitlines()[1:]:
        label = line[:15].strip() or label
        told[label] = f"{told.get(label, '')} {line[15:]}".strip()
    return told


def page(run: Run, given: str | bytes) -> tuple[str, dict[str, str]]:
    result = run("explain", stdin=given.encode() if isinstance(given, str) else given)
    assert (result.returncode, result.stderr) == (0, b"")
    shown = result.stdout.decode()
    return shown.splitlines()[0], rows(shown)


def report(run: Run, given: str | bytes, *options: str) -> dict[str, Any]:
    given = given.encode() if isinstance(given, str) else given
    result = run("explain", "--json", *options, stdin=given)
    assert (result.returncode, result.stderr, result.stdout.count(b"\n")) == (0, b"", 1)
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def har(*bodies: str | bytes, mime: str = "text/event-stream") -> str:
    """Make a HAR file of streams; bytes are written in base64."""
    entries = []
    for body in bodies:
        content: dict[str, Any] = {"mimeType": mime, "text": body}
        if isinstance(body, bytes):
            content |= {"text": base64.b64encode(body).decode(), "encoding": "base64"}
        headers = [{"name": "Content-Type", "value": mime}]
        response = {"status": 200, "headers": headers, "content": content}
        entries.append({"startedDateTime": "2026-03-17T10:20:30Z", "response": response})
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def frame(payload: bytes, **headers: str) -> bytes:
    """Make a message of an AWS event stream."""
    head = b"".join(
        bytes([len(name) + 1])
        + b":"
        + name.encode()
        + struct.pack("!BH", 7, len(text))
        + text.encode()
        for name, text in ((name.replace("_", "-"), text) for name, text in headers.items())
    )
    prelude = struct.pack("!II", 16 + len(head) + len(payload), len(head))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + head + payload
    return message + struct.pack("!I", zlib.crc32(message))


DELTA = frame(
    b'{"contentBlockIndex":0,"delta":{"text":"Hi"}}',
    event_type="contentBlockDelta",
    content_type="application/json",
    message_type="event",
)
FRAMES = DELTA * 2 + frame(
    b'{"message":"Too many requests, please wait before trying again."}',
    exception_type="throttlingException",
    content_type="application/json",
    message_type="exception",
)


def test_the_page_tells_where_the_error_is_and_what_came_before(run: Run) -> None:
    head, told = page(run, HEAD + TEXT + ERROR + "data: [DONE]\n\n")
    assert head == "Overloaded: HTTP 200"
    size = len(TEXT + ERROR + "data: [DONE]\n\n")
    assert told["Stream"] == f"3 events, {size} bytes"
    assert told["How it ended"] == apifault.Ended.ERROR.meaning
    assert told["Delivered"] == "Content came before: a retry gives it again."
    assert told["Errors in it"] == f"overloaded, in event 2, which begins at byte {len(TEXT)}"
    assert told["Message"] == "Busy, key gsk_***"
    assert told["Request id"] == "req_01"


def test_before_any_content_nobody_notices_a_retry(run: Run) -> None:
    _, told = page(run, HEAD + ": ping\n\n" + ERROR)
    assert told["Stream"].startswith("1 event, ")
    assert told["Delivered"] == "No content came before: nobody notices a retry."
    assert told["Errors in it"] == "overloaded, in event 1, which begins at byte 8"


def test_a_cut_is_explained(run: Run) -> None:
    head, told = page(run, HEAD + TEXT + TEXT)
    assert head == "Bad gateway: HTTP 200"
    assert "(rule stream/cut_off)" in told["Why"]
    assert told["How it ended"] == apifault.Ended.CUT_OFF.meaning
    assert "Errors in it" not in told


def test_a_stream_that_sent_nothing_is_cut_off(run: Run) -> None:
    for given in (HEAD, HEAD + ": ping\n\n", ": ping\n\n: ping\n\n"):
        head, told = page(run, given)
        assert head == "Bad gateway: HTTP 200"
        assert told["Stream"].startswith("0 events, ")


def test_a_whole_stream_is_a_success(run: Run) -> None:
    head, told = page(run, HEAD + TEXT + STOP)
    assert head == "Success: HTTP 200"
    assert told["How it ended"] == apifault.Ended.COMPLETE.meaning
    assert told["Delivered"] == "Content came."


def test_json_is_the_report_alone(run: Run) -> None:
    told = report(run, HEAD + TEXT + ERROR)
    scanner = apifault.StreamScanner(headers={"x-request-id": "req_01"})
    (error,) = scanner.feed((TEXT + ERROR).encode())
    assert told == error.report.redacted().to_dict()
    told = report(run, TEXT + STOP)
    assert (told["kind"], told["status"]) == ("success", 200)


HTTP_2 = HEAD.replace("HTTP/1.1 200 OK", "HTTP/2 200 ").replace("\r", "")


@pytest.mark.parametrize(
    "given",
    [
        TEXT + ERROR,
        "\ufeff: ping\n\n" + TEXT + ERROR,
        (TEXT + ERROR).replace("\n", "\r\n"),
        TEXT + ERROR.rstrip(),
        "id: 1\nretry: 3000\n" + TEXT + ERROR,
        HTTP_2 + TEXT + ERROR,
        "HTTP/1.1 100 Continue\r\n\r\n" + HEAD + TEXT + ERROR,
        "HTTP/1.1 200 Connection established\r\n\r\n" + HEAD + TEXT + ERROR,
        json.dumps({"status": 200, "body": TEXT + ERROR}),
        json.dumps(
            {"status": 200, "body_base64": base64.b64encode((TEXT + ERROR).encode()).decode()}
        ),
        har(TEXT + ERROR),
        har((TEXT + ERROR).encode()),
        har(TEXT + ERROR, TEXT + STOP),
    ],
)
def test_a_stream_is_recognized_in_every_form(run: Run, given: str) -> None:
    told = report(run, given)
    assert (told["kind"], told["error"]["message"]) == ("overloaded", "Busy, key gsk_***")
    _, told = page(run, given)
    assert "in event 2, which begins at byte" in told["Errors in it"]


def test_positions_are_those_in_the_file(run: Run) -> None:
    for before in ("", "\n\n", "\ufeff", "\ufeff  \n"):
        at = len((before + TEXT).encode())
        _, told = page(run, before + TEXT + ERROR)
        assert told["Errors in it"] == f"overloaded, in event 2, which begins at byte {at}"


def test_lines_of_json_are_a_stream(run: Run) -> None:
    head = HEAD.replace("text/event-stream", "application/x-ndjson")
    for given in (LINES, head + LINES, har(LINES, mime="application/x-ndjson")):
        _, told = page(run, given)
        assert told["Stream"].startswith("2 events, ")
        assert told["Errors in it"].endswith(
            f"in event 2, which begins at byte {LINES.index(chr(10)) + 1}"
        )


@pytest.mark.parametrize("given", [FRAMES, har(FRAMES, mime="application/vnd.amazon.eventstream")])
def test_frames_of_aws_are_a_stream(run: Run, given: str | bytes) -> None:
    assert report(run, given)["kind"] == "rate_limited"
    _, told = page(run, given)
    assert told["Errors in it"] == (
        f"rate limited, in event 3, which begins at byte {2 * len(DELTA)}"
    )
    assert told["Delivered"] == "Content came before: a retry gives it again."


def test_what_is_known_besides_is_used(run: Run) -> None:
    date = "HTTP/2 200\nretry-after: Tue, 17 Mar 2026 10:20:40 GMT\n\n"
    told = report(run, date + TEXT + ERROR, "--now", "1773742830", "--provider", "groq")
    assert (told["provider"], told["retry"]["delay_ms"]) == ("groq", 10_000)


def test_of_many_errors_the_first_ones_are_listed(run: Run) -> None:
    limited = 'data: {"error":{"code":"rate_limit_exceeded","message":"Slow down %d"}}\n\n'
    _, told = page(run, TEXT + "".join(limited % number for number in range(14)))
    listed = told["Errors in it"]
    assert listed.count("in event") <= 10
    assert listed.count("in event") == 1 or listed.endswith("more")


@pytest.mark.parametrize(
    "given",
    [
        '{"error": {"message": "Slow down"}}',
        "HTTP/2 429\n\n" + json.dumps({"error": {"message": "Slow down"}}, indent=2),
        '[{"error": {"message": "Slow down", "code": 429}}]',
        json.dumps({"status": 429, "body": {"error": "Slow down"}}) + '\n{"status": 200}\n',
        "HTTP/2 502\n\n<html>\n<head><title>502 Bad Gateway</title></head>\n</html>\n",
        "HTTP/2 503\n\nupstream connect error\nreset reason: connection timeout\n",
        "HTTP/2 503\ncontent-type: text/event-stream\n\n" + TEXT + ERROR,
    ],
)
def test_other_responses_are_no_streams(run: Run, given: str) -> None:
    assert "Stream" not in page(run, given)[1]


def test_text_that_only_looks_like_a_stream_is_no_response(run: Run) -> None:
    for given in (b"data: hello", b"data:", b": x\ndata: y\n", b"\0", b"\0" * 99, DELTA[:9]):
        result = run("explain", stdin=given)
        assert (result.returncode, result.stdout) == (1, b"")


def test_one_event_alone_is_a_stream(run: Run) -> None:
    assert report(run, TEXT)["rule"] == "stream/cut_off"
    assert report(run, DELTA)["rule"] == "stream/cut_off"
    blocked = 'data: {"promptFeedback": {"blockReason": "SAFETY"}}\n\n'
    head, told = page(run, blocked)
    assert head.startswith("Content policy: HTTP 200")
    assert told["Stream"] == f"1 event, {len(blocked)} bytes"


def test_a_log_counts_a_stream_that_failed(run: Run) -> None:
    log = har(TEXT + ERROR, TEXT + STOP, TEXT).encode()
    assert kinds(answers(run, log)) == {"overloaded": 1, "bad_gateway": 1}
    lines = "".join(
        json.dumps({"status": 200, "body": body}) + "\n" for body in (TEXT + ERROR, TEXT * 2)
    )
    assert kinds(answers(run, lines.encode())) == {"overloaded": 1, "bad_gateway": 1}
    aws = har(FRAMES, mime="application/vnd.amazon.eventstream").encode()
    assert kinds(answers(run, aws)) == {"rate_limited": 1}


def test_a_raw_response_is_split_as_the_core_does() -> None:
    for raw, status, body in (
        ("HTTP/2 200\n\nx", 200, b"x"),
        ("HTTP/2 200\r\n\r\nx\r\n\r\ny", 200, b"x\r\n\r\ny"),
        ("HTTP/1.1 302 Found\nlocation: /\n\nHTTP/1.1 200 OK\n\nx", 200, b"x"),
        ("HTTP/1.1 429 Slow\n\nHTTP/1.1 200 OK\n\nx", 429, b"HTTP/1.1 200 OK\n\nx"),
        ("HTTP/1.1 200 OK\n\nHTTP/ is a protocol", 200, b"HTTP/ is a protocol"),
        ("HTTP/2 200", 200, b""),
        ("HTTP/2 200\na: b", 200, b""),
    ):
        found = from_raw(raw.encode(), None)
        assert found is not None
        assert (found.status, found.body) == (status, body)
        assert apifault.classify_raw(raw).status == status
    found = from_raw(b"HTTP/2 200\nA:b\r\nc: d: e \nno colon\n\n", 1.5)
    assert found is not None
    assert (found.headers, found.now) == ([("A", "b"), ("c", "d: e")], 1.5)
    assert from_raw(b"data: x", None) is None

import pytest

from apifault._core import LogReader, classify_jsonl_lines

ERROR = (
    b"2026-01-05T10:00:00Z ERROR openai.RateLimitError: Error code: 429 - "
    b"{'error': {'message': 'Slow down', 'code': 'rate_limit_exceeded'}}\n"
)


def test_a_log_is_fed_in_any_pieces() -> None:
    reader = LogReader(keep_attempts=True, timezone="UTC")
    for byte in ERROR:
        reader.feed(bytes([byte]))
    assert reader.calls == 0
    reader.finish()
    assert (reader.calls, reader.failed) == (1, 1)
    (attempt,) = reader.attempts()
    assert (attempt.report.kind, attempt.line, attempt.when) == ("rate_limited", 1, 1_767_607_200)
    assert reader.attempts() == []
    assert reader.notes["lines"] == 1


def test_what_is_no_log_is_a_value_error() -> None:
    reader = LogReader()
    with pytest.raises(ValueError, match="it is a binary file"):
        reader.feed(b"\0\1" * 50)
    reader.finish()
    reader.feed(ERROR)
    reader.finish()
    assert reader.failed == 1


def test_options_that_are_wrong_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        LogReader(timezone="Middle/Earth")
    with pytest.raises(ValueError, match="unknown provider"):
        LogReader(provider="grok")


def test_many_lines_give_one_report_each() -> None:
    lines = b'{"status": 429}\nno\n{"status": 503, "body": "gsk_Heron0Heron1Heron2"}'
    reports, count, unusable, kinds, doubtful = classify_jsonl_lines(lines, redact=True)
    assert (count, reports.count(b"\n")) == (3, 3)
    assert unusable == [(2, "the line is not JSON: Expecting value, column 1")]
    assert dict(kinds) == {"rate_limited": 1, "service_unavailable": 1}
    assert b"Heron0" not in reports
    assert doubtful == []


def test_lines_with_characters_that_may_not_show_are_named() -> None:
    lines = b"".join(
        b'{"status": 400, "body": "%s"}\n' % text.encode()
        for text in ("heron", "Reiher-Größe", "请求", "a\u200bb", "a\x7fb", "x\u2028y")
    )
    reports, *_, doubtful = classify_jsonl_lines(lines)
    assert [reports[begin:end].count(b"\n") for begin, end in doubtful] == [0, 0, 0]
    shown = [reports[begin:end].decode() for begin, end in doubtful]
    assert ["\u200b" in shown[0], "\x7f" in shown[1], "\u2028" in shown[2]] == [True] * 3

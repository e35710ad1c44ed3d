"""The tables of `report` on terminals of any width."""

import io
import json
import sys
from typing import Any

import pytest

from apifault._cli import report
from apifault._core import LogReader

pytestmark = pytest.mark.extras

TPM = (
    "Rate limit reached for model `heron-8b` on tokens per minute (TPM): Limit 6000, Used 5120, "
    "Requested 1558. Please try again in 6.78s."
)
LONG = "a long prompt: This model's maximum context length is 8192 tokens"
MODELS = ["heron-8b", "egret-3-sonnet-20261022", "kingfisher/Kingfisher-4-17B-128E-Instruct", None]
FAILURES = [(429, TPM), (401, "Invalid API Key"), (400, LONG), (503, "down"), (422, "odd")]


def answers(**more: Any) -> dict[str, Any]:
    reader = LogReader(by="model")
    for number in range(200):
        status, message = FAILURES[number % len(FAILURES)] if number % 3 else (200, "")
        record = {
            "ts": 1_773_742_830 + 60 * number,
            "status": status,
            "model": MODELS[number % len(MODELS)],
            "body": {"error": {"message": message}} if message else {},
        }
        reader.feed(json.dumps(record).encode() + b"\n")
    reader.finish()
    told = json.loads(reader.summary_json(10))
    for cause in told["causes"]:
        cause["example_file"] = None
    return {**told, "notes": [], "input": {"unreadable": 0}, **more}


def shown(told: dict[str, Any], width: int, **options: Any) -> list[str]:
    from rich.console import Console

    from apifault._cli.tables import show

    encoding = options.pop("encoding", "utf-8")
    file = io.TextIOWrapper(io.BytesIO(), encoding, errors="backslashreplace")
    show(Console(file=file, width=width, highlight=False, **options), told)
    file.seek(0)
    return file.read().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_tables_fit_and_break_no_word(width: int) -> None:
    told = answers()
    printed = shown(told, width)
    assert max(map(len, printed)) <= width
    words = {word.strip(",.") for line in printed for word in line.split()}
    for kind in told["kinds"]:
        assert kind["kind"] in words
    for whole in ("heron-8b", "failures", "context_length_exceeded", "Waiting", "minute"):
        assert whole in words
    if width >= 80:
        for line in ("kind", "provider", "model", "calls", "failed", "first", "last", "share"):
            assert line in words
        assert "egret-3-sonnet-20261022" in words


def test_the_three_weightiest_kinds_of_a_source_are_shown() -> None:
    told = answers()
    row = told["sources"][0]
    assert len(row["kinds"]) > 3
    start = next(place for place, line in enumerate(shown(told, 80)) if "top failures" in line)
    named = " ".join(shown(told, 80)[start + 2 : start + 5])
    for number, (kind, count) in enumerate(row["kinds"].items()):
        assert (f"{count} {kind}" in named) == (number < 3)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_timeline_has_a_scale_and_times(width: int) -> None:
    printed = shown(answers(), width)
    start = printed.index("When calls failed")
    chart = printed[start + 1 : start + 8]
    assert chart[0].split()[0].isdecimal()
    assert chart[4].startswith(" " * (len(chart[0].split()[0]) - 1) + "0 └")
    assert "2026-03-17 10:2" in chart[5]
    assert chart[5].index("2026") == chart[4].index("┬")
    assert chart[6].strip().startswith("one bar: ")
    assert all(len(line) <= width for line in chart)
    assert any("█" in line for line in chart[:4])


def test_a_terminal_without_blocks_has_other_bars() -> None:
    printed = shown(answers(), 80, encoding="ascii")
    assert any("###" in line for line in printed)
    assert all(line.isascii() for line in printed)


def test_colors_are_left_out_if_they_are_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert any("\x1b[31m" in line for line in shown(answers(), 80, force_terminal=True))
    monkeypatch.setenv("NO_COLOR", "1")
    plain = "".join(shown(answers(), 80, force_terminal=True))
    assert not any(f"\x1b[{color}m" in plain for color in range(30, 38))


@pytest.mark.parametrize(("color", "system"), [("", "standard"), ("1", None)])
def test_no_style_is_written_if_colors_are_not_wanted(
    monkeypatch: pytest.MonkeyPatch, color: str, system: str | None
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", color)
    assert report._console().color_system == system


@pytest.mark.parametrize(
    ("calls", "failed", "unreadable", "headline"),
    [
        (2, 0, 0, "2 calls, none failed."),
        (1, 1, 0, "1 call, it failed."),
        (7, 7, 0, "7 calls, all failed."),
        (1_000, 5, 0, "1,000 calls: 995 succeeded, 5 failed (0.5%)."),
        (2, 0, 1, "2 calls, but 1 failure could not be read."),
    ],
)
def test_the_head_line_counts(calls: int, failed: int, unreadable: int, headline: str) -> None:
    from apifault._cli import tables

    told = {"calls": calls, "failed": failed, "input": {"unreadable": unreadable}}
    assert tables.headline(told) == headline


def test_what_is_not_shown_is_a_dash_and_the_last_among_equals() -> None:
    from apifault._cli import tables

    assert tables.name(None) == "-"
    assert tables.name("unknown") == "unknown"


def test_rows_that_are_left_out_are_counted() -> None:
    from apifault._cli import tables

    told = {"left_out": {"causes": {"rows": 1, "count": 1_200}, "limits": {"rows": 0, "count": 0}}}
    assert (
        tables.left_out(told, "causes", "failure", "failures")
        == "1 more cause with 1,200 failures: see --top."
    )
    assert tables.left_out(told, "limits", "hit", "hits") == ""


def waits(*lengths: int) -> dict[str, Any]:
    return {
        "count": len(lengths),
        "total_ms": sum(lengths),
        "median_ms": lengths and sorted(lengths)[len(lengths) // 2],
        "p95_ms": lengths and max(lengths),
        "max_ms": lengths and max(lengths),
    }


def test_waits_are_told_by_their_median_and_the_longest() -> None:
    from apifault._cli import tables

    told = {
        "waiting": {
            "stated": waits(1_000, 2_000, 3_600_000),
            "announced": waits(2_400, 2_400),
            "observed": waits(9_000),
        },
        "futile_retries": 1,
        "repeats": 0,
    }
    assert tables.waiting(told) == [
        "Servers asked 3 times to wait: median 2 s, 95th percentile 1 h, longest 1 h, 1 h in all.",
        "Clients announced 2 times that they would wait: 2.4 s each, 4.8 s in all.",
        "1 retry came after a wait: 9 s.",
        "1 retry was in vain, after an error that no retry can fix; see the causes below.",
    ]

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Run

from apifault._cli import plots
from apifault._core import LogReader

pytestmark = pytest.mark.extras

T = 1_773_742_830
KINDS = ["rate_limited", "timeout", "overloaded"]
COLORS = {kind: place for place, kind in enumerate(KINDS)}


def drawn(markup: str) -> list[ElementTree.Element]:
    """Parse the drawing for wide screens and the one for phones."""
    root = ElementTree.fromstring(f"<div>{markup}</div>")
    assert [svg.get("class") for svg in root] == ["desk", "phone"]
    return list(root)


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter("text")]


def tips(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter("title")]


STATUSES = {"success": 200, "rate_limited": 429, "timeout": 408, "overloaded": 529}


def answers(records: list[dict[str, Any]]) -> dict[str, Any]:
    reader = LogReader()
    reader.feed(b"".join(json.dumps(record).encode() + b"\n" for record in records))
    reader.finish()
    told: dict[str, Any] = json.loads(reader.summary_json(10))
    return told


def timeline(*calls: tuple[float, str]) -> str:
    records = [{"ts": when, "status": STATUSES[kind]} for when, kind in calls]
    return plots.timeline(answers(records)["timeline"], COLORS, KINDS)


def waits(*delays_ms: int) -> str:
    records = [{"status": 429, "headers": {"retry-after-ms": str(delay)}} for delay in delays_ms]
    return plots.waits(answers(records)["waiting"]["stated"])


def limit(model: str = "heron-8b", share: float | None = 1.113, **more: Any) -> dict[str, Any]:
    row = {"provider": "groq", "model": model, "metric": "tokens", "window": "minute"}
    return {**row, "limit": 6_000, "hits": 2, "max_share": share, **more}


def test_absent_numbers_are_not_drawn() -> None:
    assert timeline() == waits() == plots.limits([]) == plots.limits([limit(share=None)]) == ""
    assert timeline((T, "success")) == ""


def test_a_source_that_is_not_known_is_a_dash() -> None:
    for svg in drawn(plots.limits([{**limit(), "provider": None, "model": None}])):
        assert "-, -" in texts(svg)


def test_each_span_names_its_failures_with_units_and_in_utc() -> None:
    calls = [(T, "rate_limited")] * 1_200 + [(T, "timeout"), (T + 3_600, "overloaded")]
    for svg in drawn(timeline(*calls, (T + 60, "success"))):
        assert tips(svg) == [
            "2026-03-17 10:20: 1,200 rate_limited, 1 timeout",
            "2026-03-17 11:20: 1 overloaded",
        ]
        assert "failures in each 1 min" in texts(svg)
        assert "2026-03-17 10:20 to 2026-03-17 11:21, UTC" in texts(svg)
        assert {"0", "500", "1,000"} <= set(texts(svg))


@pytest.mark.parametrize(
    "length_s", [0, 1, 9, 70, 3_000, 9_000, 90_000, 900_000, 9e6, 4e7, 9e8, 9.8e10]
)
def test_times_of_any_length_have_some_dates_and_few(length_s: float) -> None:
    for svg in drawn(timeline((T, "timeout"), (T + length_s, "overloaded"))):
        room = int(svg.attrib["viewBox"].split()[2])
        dates = [text for text in texts(svg) if re.fullmatch(r"[\d:-]{4,}", text)]
        assert 2 <= len(dates) <= room / 60


def test_waits_are_named_by_their_bounds() -> None:
    for svg in drawn(waits(*[6_780] * 1_234, 0, 10**12)):
        assert tips(svg)[0] == "0 to 250 ms: 1"
        assert "4 s to 8 s: 1,234" in tips(svg)
        assert tips(svg)[-1] == "2 h 16 min to longer: 1"
        assert "longer" in texts(svg)


def test_limits_show_their_numbers_even_if_the_bar_ends_sooner() -> None:
    for svg in drawn(plots.limits([limit(), limit(share=1_234.5), limit(share=0.5, hits=1)])):
        assert tips(svg) == [
            *["111 % of the limit"] * 2,
            *["123,450 % of the limit"] * 2,
            "50 % of the limit",
        ]
        assert "6,000 tokens per minute: 111 %, 2 hits" in texts(svg)
        assert "6,000 tokens per minute: 123,450 %, 2 hits" in texts(svg)
        assert "6,000 tokens per minute: 50 %, 1 hit" in texts(svg)


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a]]>&amp;<!--", "a]]>&amp;<!--"),
        ("$\\frac{1}{2}$ $", "$\\frac{1}{2}$ $"),
        ("\x1b[31m\0\r\n\t\ufffe\u202e", r"\x1b[31m\x00\r\n\t\ufffe\u202e"),
        ("\ud800", r"\ud800"),
        ("שלום عربي 模型 🦩", "שלום عربي 模型 🦩"),
        ("#000001 var(--c0)", "#000001 var(--c0)"),
        ("tip:x", "tip:x"),
    ],
)
def test_texts_of_a_log_stay_texts(model: str, shown: str) -> None:
    markup = plots.limits([limit(model)])
    assert "<script" not in markup
    for svg in drawn(markup):
        assert f"groq, {shown}" in texts(svg)


@pytest.mark.parametrize("char", ["x", "模", "<", "\x1b"])
def test_long_names_are_cut(char: str) -> None:
    markup = plots.limits([limit(char * 10_000)])
    assert len(markup) < 20_000
    for svg in drawn(markup):
        (name,) = (text for text in texts(svg) if text.startswith("groq, "))
        assert name.endswith("…")
        assert len(name) <= int(svg.attrib["viewBox"].split()[2]) / 7


def test_colors_are_those_of_the_page() -> None:
    markup = timeline((T, "timeout"), (T, "rate_limited")) + waits(1) + plots.limits([limit()])
    assert set(re.findall(r"var\((.*?)\)", markup)) == {
        "--line", "--soft", "--ink", "--c0", "--c1", "--c2",
    }  # fmt: skip
    assert "#" not in markup
    assert " id=" not in markup
    assert "font-family" not in markup


def test_plots_are_the_same_each_time_and_with_any_settings(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\nfont.size: 40\ntimezone: Asia/Tokyo")
    script = (
        "from apifault._cli import plots; from test_plots import *;"
        "print(timeline((T, 'timeout')), waits(7), plots.limits([limit()]))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).parent,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for settings in (
            {},
            {"MATPLOTLIBRC": str(tmp_path), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
        )
    ]
    assert outputs[0] == outputs[1]


def test_the_library_that_draws_is_loaded_for_the_page_alone() -> None:
    script = "import sys; from apifault._cli.main import main; main();"
    script += "sys.exit('matplotlib' in sys.modules)"
    command = [sys.executable, "-c", script, "report"]
    subprocess.run(command, input=b'{"status": 503}\n', capture_output=True, check=True)


def test_folders_that_cannot_be_written_cause_no_complaint(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    nowhere = {
        "HOME": "/proc/none",
        "XDG_CONFIG_HOME": "/proc/none",
        "XDG_CACHE_HOME": "/proc/none",
    }
    result = run(
        "report", "--html", str(page), stdin=b'{"status": 503, "ts": 1773742830}\n', **nowhere
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert 'id="timeline"' in page.read_text("utf-8")

"""The page of `report` as a browser shows it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from browser import chromium, too_wide
from frames import ROOT, vectors


def log() -> str:
    """Every vector, as a log of a few hours."""
    lines = []
    for number, vector in enumerate(vectors()):
        if "body" in vector and vector["status"]:
            keys = ("status", "headers", "body")
            record = {**{key: vector[key] for key in keys}, "ts": 1773742830 + 17 * number}
            lines.append(json.dumps({**record, "model": "<b>heron</b>"}) + "\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("page") / "page.html"
    command = [sys.executable, "-m", "apifault", "report", "--by", "model", "--html", page]
    subprocess.run(command, input=log().encode(), stdout=subprocess.DEVNULL, check=True)
    return page


def test_a_browser_finds_no_fault_in_it_and_draws_the_plots(page: Path, tmp_path: Path) -> None:
    shown = chromium(page, tmp_path, "--dump-dom")
    assert b"CONSOLE" not in shown.stderr
    dom = shown.stdout.decode()
    for plot, least in (("timeline", 50), ("waits", 3), ("limits", 1)):
        (drawn,) = re.findall(rf'<div class="plot" id="{plot}">(.*?)</div>', dom, re.DOTALL)
        assert [svg.count("<path") >= least for svg in drawn.split("</svg>")[:-1]] == [True] * 2
    assert "<b>" not in dom
    assert page.stat().st_size < 300_000
    assert "&lt;b&gt;heron&lt;/b&gt;" in dom


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_drawn_on_a_phone_and_in_the_dark(
    page: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    picture = ROOT / "build" / f"page-{width}-{scheme}.png"
    picture.parent.mkdir(exist_ok=True)
    picture.unlink(missing_ok=True)
    options = [f"--window-size={width},2400", f"--screenshot={picture}"]
    if scheme == "dark":
        options.append("--force-dark-mode")
    shown = chromium(page, tmp_path, *options)
    assert b"CONSOLE" not in shown.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Path, tmp_path: Path, width: int) -> None:
    number, wide = too_wide(page, tmp_path, width, ".wide, pre, .plot")
    assert number > 10
    assert wide == ""

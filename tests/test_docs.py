"""The documentation of the Python package that `make docs` builds."""

import html
import importlib
import re
import subprocess
from pathlib import Path

import pytest

from frames import ROOT

PAGES = {
    "readme": "python/README.md",
    "cookbook": "python/COOKBOOK.md",
    "guide": "core/GUIDE.md",
    "retries": "core/RETRIES.md",
}


@pytest.fixture(scope="module")
def docs() -> Path:
    subprocess.run(["make", "docs"], cwd=ROOT, check=True)
    return ROOT / "build" / "docs"


def words(page: Path) -> str:
    """What a reader sees of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page.read_text("utf-8"))).split())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_its_text(docs: Path, name: str) -> None:
    shown = words(docs / f"{name}.html")
    text = (ROOT / PAGES[name]).read_text("utf-8")
    headings = re.findall(r"^#+ (.*)$", re.sub(r"(?ms)^```.*?^```$", "", text), re.MULTILINE)
    assert len(headings) > 3
    for heading in headings:
        assert heading.replace("`", "") in shown
    assert len(shown) > len(text) * 0.7


def test_links_between_the_pages_lead_somewhere(docs: Path) -> None:
    for name in PAGES:
        text = (docs / f"{name}.html").read_text("utf-8")
        assert 'href="crate::' not in text
        for target in re.findall(r'href="([\w./-]+)(?:#[^"]*)?"', text):
            assert (docs / target).is_file(), f"{name}: {target}"


def test_the_reference_has_every_public_name(docs: Path) -> None:
    import apifault

    shown = (docs / "apifault.html").read_text("utf-8")
    for name in apifault.__all__:
        assert f'id="{name}"' in shown, name


@pytest.mark.parametrize("name", ["httpx", "httpx2", "requests", "stamina", "tenacity"])
def test_the_reference_has_every_adapter(docs: Path, name: str) -> None:
    shown = (docs / "apifault" / f"{name}.html").read_text("utf-8")
    for public in importlib.import_module(f"apifault.{name}").__all__:
        assert f'id="{public}"' in shown, public

"""The documentation of the Python package that `make docs` builds."""

import html
import importlib
import inspect
import pkgutil
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import apifault

from browser import too_wide
from frames import ROOT

PAGES = {
    "readme": "python/README.md",
    "cookbook": "python/COOKBOOK.md",
    "frameworks": "python/FRAMEWORKS.md",
    "guide": "core/GUIDE.md",
    "retries": "core/RETRIES.md",
}
MODULES = [
    "apifault",
    *(
        module.name
        for module in pkgutil.iter_modules(apifault.__path__, "apifault.")
        if "._" not in module.name
    ),
]


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
    for linked in re.findall(r"^\[([^\]]+)\]:", text, re.MULTILINE):
        assert f"[{linked}]" not in shown


class Links(HTMLParser):
    """The links and images of a page, and the places in it that a link can lead to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places = {""}
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.places.add(value)
            elif name == "href" or (name, tag) == ("src", "img"):
                self.targets.append(value or "")


def test_every_link_leads_somewhere_and_the_index_leads_everywhere(docs: Path) -> None:
    pages = {page: Links(page) for page in docs.rglob("*.html")}
    assert len(pages) == 1 + len(PAGES) + len(MODULES)
    left, reached = [docs / "index.html"], set()
    while left:
        page = left.pop()
        if page in reached:
            continue
        reached.add(page)
        for target in pages[page].targets:
            if target.startswith(("https://", "data:image/")):
                continue
            path, _, place = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.is_file(), f"{page.name}: {target}"
            if file in pages:
                assert unquote(place) in pages[file].places, f"{page.name}: {target}"
                left.append(file)
    assert reached == pages.keys()


def test_the_readme_has_no_link_that_only_a_clone_of_the_project_follows() -> None:
    text = (ROOT / "python/README.md").read_text("utf-8")
    assert re.findall(r"\]\((?!https://|#)[^)]*\)", text) == []


@pytest.mark.parametrize("name", MODULES)
def test_the_reference_has_every_public_name_and_functions_first(docs: Path, name: str) -> None:
    module = importlib.import_module(name)
    shown = (docs / f"{name.replace('.', '/')}.html").read_text("utf-8")
    sections = re.findall(r'<section id="(\w+)">', shown)
    assert set(module.__all__) - {"__version__"} <= set(sections)
    is_function = [inspect.isroutine(getattr(module, each)) for each in sections]
    assert is_function == sorted(is_function, reverse=True)


def test_every_function_has_an_example() -> None:
    for name in apifault.__all__:
        public = getattr(apifault, name)
        if inspect.isroutine(public):
            lines = inspect.getdoc(public).splitlines()
            assert any(line.startswith("    ") for line in lines), name


@pytest.mark.parametrize("name", ["index", "apifault", *PAGES])
def test_no_page_is_wider_than_the_screen_of_a_phone(docs: Path, tmp_path: Path, name: str) -> None:
    _, wide = too_wide(docs / f"{name}.html", tmp_path, 390, "main")
    assert wide == ""

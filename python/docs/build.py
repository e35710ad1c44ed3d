#!/usr/bin/env python3
"""Write the documentation of the Python package: the pages, and the reference of its modules.

build.py FOLDER
"""

import importlib
import pkgutil
import re
import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pdoc import doc, render

import apifault

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Page(NamedTuple):
    """A page that is written as a Markdown file: its title, what is on it, and the file."""

    title: str
    summary: str
    file: Path


PAGES = {
    "readme": Page(
        "Guide",
        "reports, streams, errors to raise, retries, the command, with an example of each",
        ROOT / "python" / "README.md",
    ),
    "cookbook": Page(
        "Cookbook",
        "recipes for SDKs, streams, several keys and providers, fallbacks, gateways, logs",
        ROOT / "python" / "COOKBOOK.md",
    ),
    "frameworks": Page(
        "Frameworks",
        "what LangChain, LlamaIndex, Pydantic AI and others raise, and its report",
        ROOT / "python" / "FRAMEWORKS.md",
    ),
    "guide": Page(
        "How a response is classified",
        "the steps, the sources of a delay, failures without a response",
        ROOT / "core" / "GUIDE.md",
    ),
    "retries": Page(
        "Retries",
        "the rules of a retry policy, its numbers with their reasons, a simulation",
        ROOT / "core" / "RETRIES.md",
    ),
}


def text_of(page: Page) -> str:
    """The Markdown of a page, with links to the other pages as HTML where it names them."""
    names = {each.file: name for name, each in PAGES.items()}

    def link(match: re.Match[str]) -> str:
        name = names.get((page.file.parent / match[1]).resolve())
        return match[0] if name is None else f"]({name}.html{match[2] or ''})"

    def link_name(match: re.Match[str]) -> str:
        name = next((name for file, name in names.items() if file.name == match[1]), None)
        return match[0] if name is None else f"[{PAGES[name].title}]({name}.html)"

    text = re.sub(r"\]\(([^)#:]+)(#[^)]*)?\)", link, page.file.read_text("utf-8"))
    text = re.sub(r"(?<!\[)`([A-Z]+\.md)`", link_name, text)
    # pdoc knows no links such as [this], whose address is in a line of its own.
    for name, address in re.findall(r"^\[([^\]]+)\]: (\S+)$", text, re.MULTILINE):
        text = re.sub(rf"\[{re.escape(name)}\](?![:(\[])", f"[{name}]({address})", text)
    # Links to the items of the Rust crate lead nowhere here.
    return re.sub(r"\[([^\]]+)\]\(crate::[^)]*\)", r"\1", text)


def images_of(page: Page) -> Iterator[Path]:
    for name in re.findall(r"!\[[^\]]*\]\(([^):]+)\)", page.file.read_text("utf-8")):
        yield page.file.parent / name


def modules() -> Iterator[str]:
    """The names of the public modules."""
    yield "apifault"
    for module in pkgutil.iter_modules(apifault.__path__, "apifault."):
        if "._" not in module.name:
            yield module.name


def groups(members: list[doc.Doc[object]]) -> Mapping[str, list[doc.Doc[object]]]:
    """The members of a module, its functions first."""
    found: dict[str, list[doc.Doc[object]]] = {
        title: [] for title in ("Functions", "Classes", "Exceptions", "Words", "Others")
    }
    for each in members:
        if isinstance(each, doc.Function):
            title = "Functions"
        elif not isinstance(each, doc.Class):
            title = "Others"
        elif issubclass(each.obj, BaseException):
            title = "Exceptions"
        elif issubclass(each.obj, str):
            title = "Words"
        else:
            title = "Classes"
        found[title].append(each)
    return {title: each for title, each in found.items() if each}


def alive(page: str) -> str:
    """A page without links to what it does not show, such as the members of a foreign base."""
    places = set(re.findall(r'\bid="([^"]+)"', page))

    def link(match: re.Match[str]) -> str:
        return match[0] if match[1] in places else match[2]

    return re.sub(r'<a href="#([^"]+)">([^<]*)</a>', link, page)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: build.py FOLDER")
    folder = Path(sys.argv[1])
    render.configure(docformat="markdown", show_source=False, template_directory=HERE / "templates")
    render.env.globals["pages"] = PAGES
    render.env.filters["groups"] = groups
    documented: dict[str, doc.Module] = {}
    for name, page in PAGES.items():
        documented[name] = doc.Module(types.ModuleType(name, text_of(page)))
    for name in modules():
        module = importlib.import_module(name)
        # Some are only imported if someone asks for them.
        for public in module.__all__:
            getattr(module, public)
        documented[name] = doc.Module(module)
    folder.mkdir(parents=True, exist_ok=True)
    for name, each in documented.items():
        target = folder / f"{name.replace('.', '/')}.html"
        target.parent.mkdir(exist_ok=True)
        target.write_text(alive(render.html_module(each, documented)), "utf-8")
    for page in PAGES.values():
        for image in images_of(page):
            (folder / image.name).write_bytes(image.read_bytes())
    (folder / "index.html").write_text(render.html_index(documented), "utf-8")
    (folder / "search.js").write_text(render.search_index(documented), "utf-8")


if __name__ == "__main__":
    main()

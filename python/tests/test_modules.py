"""The modules of the package: which are public, and which need which."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import apifault

FOLDER = Path(apifault.__file__).parent
# The adapters, which are imported only by those who have their libraries; and what few need.
PUBLIC = {"httpx", "httpx2", "logging", "requests", "stamina", "tenacity", "testing"}
RUST = Path(__file__).parent.parent / "rust"


def name_of(file: Path) -> str:
    parts = file.relative_to(FOLDER.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


FILES = {name_of(file): file for file in FOLDER.rglob("*.py")}


def imports(source: str) -> Iterator[str]:
    """Give the modules of the package that a source imports, also inside functions.

    The extension module is not among them: it calls `_enums`, `_notebook` and `_rich` when
    asked for a member or a table, and all are made from what it holds.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name for name in names if name != "apifault._core"]
            named = [name if name in FILES else node.module for name in names]
        else:
            continue
        yield from (name for name in named if name in FILES)


def check(graph: dict[str, set[str]]) -> None:
    """Fail if a module imports itself through others."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" imports ".join(reversed(error.args[1]))) from None


def test_no_python_module_imports_itself_through_others() -> None:
    graph = {name: set(imports(file.read_text("utf-8"))) for name, file in FILES.items()}
    assert graph["apifault._cli.main"] > {"apifault._cli.explain", "apifault._cli.report"}
    check(graph)


def test_no_rust_module_imports_itself_through_others() -> None:
    files = {file.stem: file.read_text("utf-8") for file in RUST.glob("*.rs")}
    graph = {name: set(re.findall(r"\bcrate::(\w+)", text)) for name, text in files.items()}
    assert graph["lib"] > {"errors", "input", "output"}
    check({name: needed & files.keys() - {name} for name, needed in graph.items()})


def test_a_circle_is_named() -> None:
    with pytest.raises(AssertionError, match=r"^(a imports b imports a|b imports a imports b)$"):
        check({"a": {"b"}, "b": {"a"}})


def test_imports_are_found_wherever_they_stand() -> None:
    source = """
import apifault._enums
from apifault._cli import plots
from apifault._core import Report
def f():
    from apifault._logs.sniff import classify_input
    import json
"""
    found = ["apifault._enums", "apifault._cli.plots", "apifault._logs.sniff"]
    assert list(imports(source)) == found


def test_only_what_all_names_is_public() -> None:
    for name in FILES:
        parts = name.split(".")[1:]
        assert not parts or parts[0].startswith("_") or parts[0] in PUBLIC, name

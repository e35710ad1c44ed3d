"""No Rust file of the core or of the C interface needs itself through others."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
Module = tuple[str, ...]


def modules(folder: Path) -> dict[Module, str]:
    """The module of each file below a folder, with its source; files of tests are left out."""
    found = {}
    for file in folder.rglob("*.rs"):
        *parents, name = file.relative_to(folder).with_suffix("").parts
        if name != "tests":
            own = () if name in {"mod", "lib"} else (name,)
            found[(*parents, *own)] = file.read_text("utf-8")
    return found


def used(tree: str) -> Iterator[str]:
    """The paths of a `use` tree: `a::{b, c::d}` is `a::b` and `a::c::d`."""
    prefix, brace, rest = tree.partition("{")
    if not brace:
        yield tree.partition(" as ")[0].strip()
        return
    depth, start = 0, 0
    branches = rest[: rest.rindex("}")]
    for index, sign in enumerate(branches + ","):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            if branches[start:index].strip():
                yield from used(prefix.strip() + branches[start:index].strip())
            start = index + 1


def needed(module: Module, source: str, known: dict[Module, str]) -> Iterator[Module]:
    """The modules whose items a source names, outside its tests."""
    source = re.split(r"^#\[cfg\(test\)\]\n(?:.*\n)*?.*\bmod \w+ \{", source, flags=re.MULTILINE)[0]
    source = re.sub(r"//[^\n]*", "", source)
    paths = [path for tree in re.findall(r"\buse\s+([^;]+);", source) for path in used(tree)]
    paths += re.findall(r"\b(?:crate|super)(?:::\w+)+", source)
    for path in paths:
        first, *rest = path.split("::")
        base = {"crate": (), "self": module, "super": module[:-1]}.get(first, (*module, first))
        while rest and rest[0] == "super":
            base, rest = base[:-1], rest[1:]
        while rest and (*base, rest[0]) in known:
            base, rest = (*base, rest[0]), rest[1:]
        if base in known and base != module:
            yield base


def check(known: dict[Module, str]) -> None:
    """Fail if a module needs itself through others."""
    graph = {module: set(needed(module, source, known)) for module, source in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        names = ["::".join(("crate", *module)) for module in reversed(error.args[1])]
        raise AssertionError(" needs ".join(names)) from None


@pytest.mark.parametrize("folder", ["core/src", "ffi/src"])
def test_no_module_needs_itself_through_others(folder: str) -> None:
    check(modules(ROOT / folder))


def test_the_modules_that_a_source_needs() -> None:
    known = modules(ROOT / "core/src")
    found = set(needed(("classify",), known[("classify",)], known))
    assert {("decide",), ("evidence",), ("read",), ("report",)} <= found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("use crate::b::{c::Item, d};", {("b",), ("b", "c")}),
        ("use super::b;\nuse child::Item;", {("b",), ("a", "child")}),
        ("fn f() { crate::b::c::f(super::x()) }", {("b", "c"), ()}),
        ("// use crate::b;\n", set()),
        ("#[cfg(test)]\nmod tests { use crate::b; }", set()),
        ("use serde::Serialize;", set()),
    ],
)
def test_paths_are_found_in_every_form(source: str, expected: set[Module]) -> None:
    known = dict.fromkeys([(), ("a",), ("a", "child"), ("b",), ("b", "c")], "")
    assert set(needed(("a",), source, known)) == expected


def test_a_circle_is_named() -> None:
    circle = {("a",): "use crate::b::Item;", ("b",): "use super::a::Item;"}
    with pytest.raises(AssertionError, match=r"^crate::[ab] needs crate::[ab] needs crate::[ab]$"):
        check(circle)

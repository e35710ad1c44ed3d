"""Annotations and help of everything public."""

import inspect
import pydoc
import re
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import apifault
import apifault.logging
import apifault.testing

STUB = Path(apifault.__file__).parent / "_core.pyi"


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Give every public function, and the methods of the classes that Python defines."""
    for module in (apifault, apifault.logging, apifault.testing):
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isfunction(value):
                yield f"{module.__name__}.{name}", value
            elif inspect.isclass(value):
                for method, each in inspect.getmembers(value, inspect.isfunction):
                    if each.__module__.startswith("apifault") and not method.startswith("_"):
                        yield f"{name}.{method}", each


FUNCTIONS = dict(functions())


def test_all_functions_are_found() -> None:
    assert FUNCTIONS.keys() > {
        "apifault.classify",
        "apifault.scan",
        "apifault.testing.report",
        "RetryPolicy.arun",
    }
    assert not [name for name in apifault.__all__ if inspect.isbuiltin(getattr(apifault, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_annotation_is_a_type(name: str) -> None:
    function = FUNCTIONS[name]
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters
    assert hints.keys() == {name for name in parameters if name != "self"} | {"return"}
    assert not any(isinstance(hint, str) for hint in hints.values())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_help_shows_every_parameter_with_its_type(name: str) -> None:
    function = FUNCTIONS[name]
    shown = pydoc.plain(pydoc.render_doc(function))
    assert function.__doc__
    for parameter in inspect.signature(function).parameters:
        assert parameter == "self" or f"{parameter}: " in shown
    assert " -> " in shown


def test_no_annotation_needs_typing_before_it_is_read() -> None:
    code = "import sys; before = {*sys.modules}; import apifault; print(*{*sys.modules} - before)"
    found = subprocess.run([sys.executable, "-Ic", code], capture_output=True, check=True)
    assert set(found.stdout.decode().split()) == {
        "apifault",
        "apifault._core",
        "apifault._functions",
    }


TYPES = {
    "Kind",
    "Fault",
    "Retry",
    "Provider",
    "ErrorObject",
    "Limit",
    "Upstream",
    "Scope",
    "Remedy",
}
TYPES |= {"Advice", "DelaySource", "Metric", "Window", "int", "str", "float", "tuple", "None"}


def test_the_help_of_a_report_has_the_type_of_every_member() -> None:
    text = STUB.read_text("utf-8")
    checked = 0
    for name in ("Report", "Retry", "ErrorObject", "Limit", "Upstream"):
        body = re.search(rf"\nclass {name}\(.*?\n\n", text, re.DOTALL)
        assert body
        members = re.findall(r"@property\n    def (\w+)\(self\) -> (.*): \.\.\.", body[0])
        for member, annotation in members:
            told = set(re.findall(r"\w+", getattr(getattr(apifault, name), member).__doc__))
            expected = set(re.findall(r"\w+", annotation)) & TYPES
            assert expected <= told or "Whether" in told, f"{name}.{member}"
            checked += 1
    assert checked > 30

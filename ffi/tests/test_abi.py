"""A change of the ABI is found; an addition passes."""

import shutil
from pathlib import Path

import pytest

from frames import ROOT
from programs import BUILD, FFI, run

CHECK = FFI / "abi.sh"
SOURCES = ["Cargo.toml", "Cargo.lock", "README.md", "core", "ffi", "python", "tests/runner.rs"]

CHANGES = {
    "a function is removed": (
        "names.rs",
        '#[unsafe(no_mangle)]\npub extern "C" fn apifault_window_name(',
        'pub extern "C" fn apifault_window_name(',
        "apifault_window_name",
    ),
    "a parameter is wider": (
        "names.rs",
        "fn apifault_window_name(window: apifault_window) -> apifault_text {\n",
        "fn apifault_window_name(window: u64) -> apifault_text {\n    let window = window as u32;\n",
        "parameter 1 of type 'u32' changed",
    ),
    "a result is narrower": (
        "result.rs",
        "fn apifault_version_number() -> u32 {\n    guard(0, || VERSION_NUMBER)",
        "fn apifault_version_number() -> u16 {\n    guard(0, || VERSION_NUMBER as u16)",
        "return type changed",
    ),
    "members of a struct change places": (
        "classify.rs",
        "    pub kind: apifault_kind,\n"
        "    /// Who must act before the call can succeed.\n"
        "    pub fault: apifault_fault,\n",
        "    pub fault: apifault_fault,\n    pub kind: apifault_kind,\n",
        "offset changed",
    ),
}


@pytest.fixture(scope="module")
def checkout() -> Path:
    """A copy of the sources, to change."""
    checkout = BUILD / "abi" / "checkout"
    shutil.rmtree(checkout, ignore_errors=True)
    for name in SOURCES:
        source, copy = ROOT / name, checkout / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("target", "*.so"))
        else:
            shutil.copy2(source, copy)
    return checkout


def compare(checkout: Path, file: str, before: str, after: str):
    """Build the library with this change in its sources, and compare its ABI."""
    source = checkout / "ffi" / "src" / file
    text = source.read_text("utf-8")
    assert text.count(before) == 1
    source.write_text(text.replace(before, after), "utf-8")
    target = BUILD / "abi" / "target"
    build = ["cargo", "build", "--quiet", "--locked", "--profile", "abi", "-p", "apifault-ffi"]
    try:
        run(*build, "--target-dir", target, cwd=checkout)
    finally:
        source.write_text(text, "utf-8")
    return run(CHECK, "check", target / "abi" / "libapifault.so", check=False)


@pytest.mark.parametrize(("file", "before", "after", "found"), CHANGES.values(), ids=CHANGES)
def test_a_change_fails(checkout: Path, file: str, before: str, after: str, found: str) -> None:
    answer = compare(checkout, file, before, after)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert found in answer.stdout
    assert "not the recorded one" in answer.stderr


def test_an_addition_passes(checkout: Path) -> None:
    before = "use crate::text::apifault_text;\n"
    added = '#[unsafe(no_mangle)]\npub extern "C" fn apifault_answer() -> u32 {\n    42\n}\n'
    answer = compare(checkout, "names.rs", before, before + added)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_library_without_types_is_rejected() -> None:
    answer = run(CHECK, "check", BUILD / "lib" / "libapifault.so", check=False)
    assert answer.returncode == 1
    assert "has no types" in answer.stderr

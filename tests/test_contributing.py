"""The tutorial of CONTRIBUTING.md works word for word."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from frames import ROOT, frame

COPY = ROOT / "build" / "tutorial"
# The dependencies are built already, but the packages of the copy are others than those of the tree.
TARGET = f"CARGO_TARGET_DIR={ROOT / 'target'}"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

# A line that says what to do with the block after it.
EDIT = re.compile(
    r"^ *`([^`\n]+)`, (?:(before|after) `([^\n]+)`|a new file):\n\n( *)```\w+\n(.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
COMMANDS = re.compile(r"^ +```sh\n(.*?)^ +```$", re.MULTILINE | re.DOTALL)

NAMED_IN = {
    "README.md": "| `quayside` |",
    "include/apifault.h": "APIFAULT_PROVIDER_QUAYSIDE = 99,",
    "include/apifault.hpp": "quayside = APIFAULT_PROVIDER_QUAYSIDE,",
    "python/src/apifault/_enums.py": 'QUAYSIDE = "quayside"',
    "tests/numbers.txt": "provider.quayside = 99",
    "tests/vectors/schema.json": '"quayside"',
}

FILE = "providers/quayside.rs"
# Rows of the tutorial, and what is said of them if there is no vector.
MISSING = [
    (FILE, 'code("out_of_berths"', "for `code/out_of_berths`"),
    (FILE, 'header("quay-request-id"', "for `quay-request-id`"),
    (FILE, 'field(&[Error], "text"', "for `text`"),
    (FILE, 'host("quayside.example"', "that names the provider of `quayside.example`"),
    ("wordings/capacity.rs", '"no berth is free"', "for `no berth is free`"),
]


def edit(path: Path, where: str, anchor: str, block: str) -> None:
    """Create a file, or insert a block before or after the only line with the anchor."""
    if not anchor:
        assert not path.exists(), f"{path} exists"
        path.write_text(block, "utf-8")
        return
    lines = path.read_text("utf-8").splitlines(keepends=True)
    (at,) = [at for at, line in enumerate(lines) if anchor in line]
    lines.insert(at + (where == "after"), block)
    path.write_text("".join(lines), "utf-8")


def run(*command: str | Path, data: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in the copy, with what it prints in one place."""
    return subprocess.run(
        command,
        cwd=COPY,
        env=ENVIRONMENT,
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if data is None else None,
    )


@pytest.fixture(scope="module")
def tutorial() -> Iterator[str]:
    """A copy of the tree in which the tutorial was followed, and what its commands printed."""
    shutil.rmtree(COPY, ignore_errors=True)
    no_sources = shutil.ignore_patterns("target", "build", ".venv", ".git")
    shutil.copytree(ROOT, COPY, ignore=no_sources, symlinks=True)
    try:
        text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
        edits = EDIT.findall(text)
        assert len(edits) == 5
        for path, where, anchor, indent, block in edits:
            edit(COPY / path, where, anchor, re.sub(f"^{indent}", "", block, flags=re.MULTILINE))
        (commands,) = COMMANDS.findall(text)
        printed = ""
        for command in commands.splitlines():
            answer = run(*shlex.split(command), TARGET)
            printed += answer.stdout.decode()
            assert answer.returncode == 0, printed
        yield printed
    finally:
        shutil.rmtree(COPY)


def quayside() -> list[dict[str, object]]:
    path = COPY / "tests" / "vectors" / "quayside.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_new_provider_is_named_in_every_interface(tutorial: str) -> None:
    for path, line in NAMED_IN.items():
        assert line in (COPY / path).read_text("utf-8"), path


def test_the_new_vectors_are_valid(tutorial: str) -> None:
    answer = run(sys.executable, "tests/lint_vectors.py")
    assert answer.returncode == 0, answer.stdout.decode()


def test_the_new_provider_is_classified(tutorial: str) -> None:
    vectors = quayside()
    cargo = ["env", TARGET, "cargo", "run", "-q", "--locked", "--profile", "test"]
    answer = run(
        *cargo, "-p", "apifault", "--example", "runner", data=b"".join(map(frame, vectors))
    )
    assert answer.returncode == 0
    reports = [json.loads(line) for line in answer.stdout.decode().splitlines()]
    assert {report["provider"] for report in reports} == {"quayside"}
    kinds = [report["kind"] for report in reports]
    assert kinds == ["overloaded", "overloaded", "internal_error", "not_found"]
    assert reports[0]["rule"] == "code/out_of_berths"
    assert reports[0]["request_id"] == "quay-41"
    assert reports[1]["rule"] == "phrase/no_capacity"


def test_a_row_without_a_vector_is_named_with_its_file_and_line(tutorial: str) -> None:
    path = COPY / "tests" / "vectors" / "quayside.jsonl"
    kept = path.read_bytes()
    path.unlink()
    cargo = ["env", TARGET, "cargo", "test", "-q", "--locked", "--no-fail-fast", "-p", "apifault"]
    answer = run(*cargo, "--lib", "--test", "it", "every_")
    path.write_bytes(kept)
    assert answer.returncode != 0
    printed = answer.stdout.decode()
    for file, row, problem in MISSING:
        lines = (COPY / "core" / "src" / "rules" / file).read_text("utf-8").splitlines()
        (number,) = [number for number, line in enumerate(lines, 1) if row in line]
        message = f"core/src/rules/{file}:{number}: tests/vectors has no vector {problem}\n"
        assert message in printed, printed

"""Rust, C, C++ and Python give the same report for every vector, to the byte."""

import json
import subprocess
import sys

import pytest

import apifault

from frames import ROOT, Vector, body, header_pairs, run, vectors

VECTORS = vectors()


@pytest.fixture(scope="module")
def reports() -> list[str]:
    """What Rust says."""
    return run(ROOT / "target" / "release" / "examples" / "runner", VECTORS)


def python(vector: Vector) -> str:
    report = apifault.classify(
        vector["status"],
        header_pairs(vector),
        body(vector),
        now=vector.get("now"),
        provider=vector.get("provider"),
    )
    return report.to_json()


def same(reports: list[str], others: list[str]) -> None:
    assert len(others) == len(VECTORS)
    for vector, report, other in zip(VECTORS, reports, others, strict=True):
        assert report == other, vector["id"]


def test_c_says_what_rust_says(reports: list[str]) -> None:
    same(reports, run(ROOT / "build" / "runner", VECTORS))


def test_cpp_says_what_rust_says(reports: list[str]) -> None:
    same(reports, run(ROOT / "build" / "runner-cpp", VECTORS))


def test_python_says_what_rust_says(reports: list[str]) -> None:
    same(reports, list(map(python, VECTORS)))


def test_the_command_says_what_rust_says(reports: list[str]) -> None:
    lines = "".join(json.dumps(vector) + "\n" for vector in VECTORS)
    command = [sys.executable, "-m", "apifault", "classify"]
    answer = subprocess.run(command, input=lines.encode(), capture_output=True, check=True)
    assert answer.stderr == b""
    # The command writes characters that a terminal might obey as escapes: the values are the same.
    answers = answer.stdout.decode().splitlines()
    same(
        [json.dumps(json.loads(report)) for report in reports],
        [json.dumps(json.loads(report)) for report in answers],
    )

"""Rust, C, C++ and Python find the same in every stream, to the byte, in any pieces."""

from pathlib import Path

import pytest

import apifault

from frames import ROOT, Vector, body, header_pairs, run, stream_vectors

STREAMS = stream_vectors()
RUST = ROOT / "target" / "release" / "examples" / "runner"
OTHERS = {"c": ROOT / "build" / "runner", "cpp": ROOT / "build" / "runner-cpp"}


@pytest.fixture(scope="module")
def answers() -> list[str]:
    """What Rust finds if a stream comes in one piece."""
    return run(RUST, STREAMS, "scan")


def same(answers: list[str], runner: Path, *feeding: str) -> None:
    others = run(runner, STREAMS, "scan", *feeding)
    assert len(others) == len(STREAMS)
    for vector, answer, other in zip(STREAMS, answers, others, strict=True):
        assert answer == other, vector["id"]


def test_small_pieces_give_what_one_piece_gives(answers: list[str]) -> None:
    same(answers, RUST, "7")
    same(answers, RUST, "1")


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_say_what_rust_says(answers: list[str], language: str) -> None:
    same(answers, OTHERS[language])
    same(answers, OTHERS[language], "1")


@pytest.mark.parametrize("language", ["rust", *OTHERS])
def test_a_stream_can_be_cut_at_each_place(answers: list[str], language: str) -> None:
    # The runner compares the answers, and stops at the first that differs.
    same(answers, OTHERS.get(language, RUST), "cuts")


def in_python(vector: Vector, *pieces: bytes) -> str:
    """Scan a stream with the Python package, and give the line that the runners write."""
    given = {name: vector[name] for name in ("now", "provider") if name in vector}
    scanner = apifault.StreamScanner(vector.get("status", 200), header_pairs(vector), **given)
    errors = [error for piece in pieces for error in scanner.feed(piece)]
    ending = scanner.finish()
    errors += scanner.errors()
    told = ",".join(error.report.to_json() for error in errors)
    report = ending.report.to_json() if ending.report else "null"
    delivered = "true" if ending.delivered else "false"
    return (
        f'{{"errors":[{told}],"ended":"{ending.ended}","delivered":{delivered},"report":{report}}}'
    )


def test_python_says_what_rust_says_wherever_a_stream_is_cut(answers: list[str]) -> None:
    for vector, answer in zip(STREAMS, answers, strict=True):
        content = body(vector)
        assert in_python(vector, content) == answer, vector["id"]
        assert in_python(vector, *(bytes([byte]) for byte in content)) == answer, vector["id"]
        for at in range(1, len(content)):
            assert in_python(vector, content[:at], content[at:]) == answer, (vector["id"], at)

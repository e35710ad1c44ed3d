"""Rust, C and C++ find the same in every stream, to the byte, in whatever pieces it comes."""

from pathlib import Path

import pytest

from frames import ROOT, run, stream_vectors

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

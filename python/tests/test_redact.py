import json
from pathlib import Path

import pytest
from conftest import Run

import apifault
from apifault import redact

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "tests" / "redactions.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_key_is_hidden_and_nothing_else(row: dict[str, str]) -> None:
    assert redact(row["text"]) == row["redacted"]


def test_a_text_without_keys_is_the_same_object() -> None:
    text = "Slow down: the limit is 6000."
    assert redact(text) is text


def test_any_text_is_taken() -> None:
    assert redact("\ud800 gsk_Heron7Heron7Heron7 \x00") == "\ud800 gsk_*** \x00"
    with pytest.raises(TypeError):
        redact(b"gsk_Heron7Heron7Heron7")  # type: ignore[arg-type]


KEY = "gsk_Heron7Heron7Heron7"


def test_an_error_about_an_argument_shows_no_key() -> None:
    with pytest.raises(ValueError, match=r'unknown provider "gsk_\*\*\*"; use one of '):
        apifault.classify(401, None, None, provider=KEY)
    with pytest.raises(ValueError, match=r'unknown provider "(gull){12}\.\.\."; use one of '):
        apifault.classify(401, None, None, provider="gull" * 100)


def test_the_command_shows_no_key_of_a_line_that_it_refuses(run: Run) -> None:
    line = json.dumps({"status": 401, "provider": KEY}).encode()
    result = run("classify", "--redact", stdin=line)
    assert result.returncode == 1
    assert b"gsk_***" in result.stderr
    assert b"Heron" not in result.stdout + result.stderr

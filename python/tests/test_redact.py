import json
from pathlib import Path

import pytest

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

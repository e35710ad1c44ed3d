"""Lists of records in JSON documents, held in memory or read piece by piece."""

import io
import json
import sys
from typing import Any

import pytest

from apifault._logs import documents
from apifault._logs.documents import BrokenError, items

ENTRIES = [{"a": number, "b": ["x", {"c": None}]} for number in range(5)]
DOCUMENTS: list[tuple[str, tuple[str, ...]]] = [
    (json.dumps(ENTRIES), ()),
    (json.dumps(ENTRIES, indent=2), ()),
    (
        json.dumps({"log": {"pages": [{}], "entries": ENTRIES, "z": {"entries": [7]}}}),
        ("log", "entries"),
    ),
    (json.dumps({"events": ENTRIES, "x": [1]}) + "\n", ("events",)),
    (json.dumps(ENTRIES[:2]) + "\n" + json.dumps(ENTRIES[2:]), ()),
]


@pytest.fixture(params=["held", pytest.param("streamed", marks=pytest.mark.extras)])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "streamed":
        monkeypatch.setattr(documents, "MOST_BYTES", 10)
        monkeypatch.setattr(documents, "_CHUNK", 8)
    way: str = request.param
    return way


def read(text: str, path: tuple[str, ...]) -> list[Any]:
    return list(items(io.BytesIO(text.encode()), path))


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize(("text", "path"), DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_the_items_of_a_list_are_given_in_order(text: str, path: tuple[str, ...]) -> None:
    assert read(text, path) == ENTRIES


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("length", [1, 20, 100, -1])
def test_the_items_before_a_break_are_given(length: int) -> None:
    text = json.dumps(ENTRIES)[:length]
    given: list[Any] = []
    with pytest.raises(BrokenError, match=r"\w"):
        given.extend(items(io.BytesIO(text.encode()), ()))
    assert given == ENTRIES[: text.count("}, {") + (length == -1)]


@pytest.mark.usefixtures("size")
def test_where_no_list_stands_there_are_no_items() -> None:
    assert read('{"events": {"a": 1}}', ("events",)) == []
    assert read('{"log": [1]}', ("log", "entries")) == []
    assert read("7", ()) == []


def test_nan_is_null_and_deep_nesting_is_an_error() -> None:
    assert read("[NaN, {}]", ()) == [None, {}]
    with pytest.raises(BrokenError, match="nested too deeply"):
        read("[" + "[" * 200_000, ())


def test_only_a_large_document_needs_ijson(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ijson", None)
    assert read(json.dumps(ENTRIES), ()) == ENTRIES
    monkeypatch.setattr(documents, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match=r"needs ijson: pip install 'apifault\[report\]'"):
        read(json.dumps(ENTRIES), ())

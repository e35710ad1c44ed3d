"""The recipes run, against the loopback server."""

import time
from pathlib import Path

import pytest

import apifault

from frames import ROOT
from server import serving
from test_readme import blocks

COOKBOOK = "python/COOKBOOK.md"
RECIPES = blocks(COOKBOOK, "python")

pytestmark = pytest.mark.filterwarnings("ignore")


def run(recipe: str, url: str, monkeypatch: pytest.MonkeyPatch, slept: list[float]) -> None:
    """Run a recipe with its clients turned to a URL, and note how long it asked to sleep."""
    monkeypatch.setattr(time, "sleep", slept.append)
    for name in ("GROQ", "OPENAI"):
        monkeypatch.setenv(f"{name}_API_KEY", "x")
    monkeypatch.setenv("GROQ_BASE_URL", url)
    monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/openai/v1")
    known: dict[str, object] = {"URL": f"{url}/openai/v1/chat/completions"}
    try:
        exec(compile(recipe, COOKBOOK, "exec"), known)
    finally:
        # A recipe leaves its client open, as scripts do.
        if hasattr(client := known.get("client"), "close"):
            client.close()


def test_every_heading_has_a_recipe() -> None:
    text = Path(ROOT / COOKBOOK).read_text("utf-8")
    assert text.count("\n## ") == len(RECIPES) == 5


@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_a_recipe_runs(recipe: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as url:
        run(recipe, url, monkeypatch, slept := [])
        assert slept == []


def test_a_recipe_waits_as_the_server_said_and_then_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    with serving() as url, pytest.raises(apifault.RateLimitError):
        run(RECIPES[0], f"{url}/scenario/rate-limit-429", monkeypatch, slept)
    assert slept == [7.0, 7.0]


def test_a_recipe_stops_at_once_where_no_retry_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as url:
        for recipe in RECIPES[:2]:
            with pytest.raises(apifault.AuthenticationError):
                run(recipe, f"{url}/scenario/invalid-api-key-401", monkeypatch, [])

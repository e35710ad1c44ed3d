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

# Vectors that the server answers with.
RETRY_AFTER_0 = "groq-retry-after-zero-is-a-delay"
TOO_LONG = "openai-whole-400-context-length"

# The recipe for a stream, and the path at which the server streams like OpenAI.
STREAM = 2
CHAT = "stream/openai-chat"

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
    assert text.count("\n## ") == len(RECIPES) == 6


@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_a_recipe_runs(recipe: str, monkeypatch: pytest.MonkeyPatch) -> None:
    is_stream = recipe is RECIPES[STREAM]
    with serving() as url:
        run(recipe, f"{url}/{CHAT}/complete" if is_stream else url, monkeypatch, slept := [])
        assert slept == []


def test_a_recipe_streams_again_until_content_came(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    with serving() as url:
        run(RECIPES[STREAM], f"{url}/first/2/recipe/{CHAT}/error-first", monkeypatch, slept)
        assert len(slept) == 2
        for ending in ("error-mid", "cut", "reset"):
            with pytest.raises(apifault.ServerError) as caught:
                run(RECIPES[STREAM], f"{url}/{CHAT}/{ending}", monkeypatch, slept)
            assert caught.value.delivered is True
    assert len(slept) == 2


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


def test_a_recipe_sends_again_at_once_if_the_server_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    with serving() as url, pytest.raises(apifault.RateLimitError):
        run(RECIPES[0], f"{url}/vector/{RETRY_AFTER_0}", monkeypatch, slept)
    assert slept == [0, 0]


def test_a_recipe_backs_off_at_random_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    with serving() as url, pytest.raises(apifault.OverloadedError):
        run(RECIPES[0], f"{url}/scenario/over-capacity-503", monkeypatch, slept)
    assert len(slept) == len(set(slept)) == 2
    assert all(0 <= seconds <= 2**attempt for attempt, seconds in enumerate(slept))


def test_a_recipe_shortens_a_question_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as url, pytest.raises(apifault.ContextLengthExceededError):
        run(RECIPES[1], f"{url}/vector/{TOO_LONG}", monkeypatch, [])

"""Rust, C, C++ and Python take the same step after every attempt, to the byte."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import apifault

from frames import ROOT

Step = dict[str, Any]

STEPS: list[Step] = [
    json.loads(line) for line in (ROOT / "tests" / "steps.jsonl").read_text("utf-8").splitlines()
]

NUMBERS: dict[str, int] = {
    name: int(number)
    for name, number in (
        line.split(" = ")
        for line in (ROOT / "tests" / "numbers.txt").read_text("utf-8").splitlines()
        if " = " in line and not line.startswith("#")
    )
}


def policy(step: Step) -> apifault.RetryPolicy:
    return apifault.RetryPolicy(**step.get("policy", {}))


def state(step: Step) -> apifault.RetryState:
    return apifault.RetryState(**step.get("state", {}))


def line(step: Step) -> str:
    """Return an attempt as a line for the runners, as tests/runner.rs describes it."""
    budget = step.get("budget") or {"capacity": "-", "tokens": "-"}
    outcome, attempt = step["outcome"], step.get("attempt", {})
    words = [
        *policy(step).to_dict().values(),
        *state(step).to_dict().values(),
        budget["capacity"],
        budget["tokens"],
        NUMBERS["kind." + outcome["kind"]],
        NUMBERS["advice." + outcome["advice"]],
        outcome.get("delay_ms", "-"),
        attempt.get("elapsed_ms", 0),
        *(
            int(attempt.get(name, default))
            for name, default in (("sent", True), ("idempotent", True), ("delivered", False))
        ),
        step["random"],
    ]
    assert len(words) == 27
    return " ".join(map(str, words))


def run(runner: Path) -> list[str]:
    lines = "".join(line(step) + "\n" for step in STEPS)
    answer = subprocess.run([runner, "steps"], input=lines, text=True, capture_output=True)
    assert (answer.returncode, answer.stderr) == (0, "")
    return answer.stdout.splitlines()


def python(step: Step) -> str:
    outcome = step["outcome"]
    report = apifault.classify(500, None, None).to_dict()
    report["kind"] = outcome["kind"]
    report["retry"] = {
        "advice": outcome["advice"],
        "delay_ms": outcome.get("delay_ms"),
        "source": None,
    }
    after = state(step)
    budget = apifault.RetryBudget(**step["budget"]) if "budget" in step else None
    taken = policy(step).next(
        after,
        apifault._core._restore("Report", json.dumps(report)),
        elapsed_ms=step.get("attempt", {}).get("elapsed_ms", 0),
        random=float(step["random"]),
        budget=budget,
        **{name: value for name, value in step.get("attempt", {}).items() if name != "elapsed_ms"},
    )
    tokens = budget.tokens if budget else None
    answer = {**taken.to_dict(), **after.to_dict(), "tokens": tokens}
    return json.dumps(answer, separators=(",", ":"))


@pytest.fixture(scope="module")
def steps() -> list[str]:
    """What Rust says."""
    return run(ROOT / "target" / "release" / "examples" / "runner")


def test_rust_takes_the_expected_steps(steps: list[str]) -> None:
    for step, got in zip(STEPS, steps, strict=True):
        assert json.loads(got) == step["expect"], step["id"]


def test_c_takes_the_steps_of_rust(steps: list[str]) -> None:
    assert run(ROOT / "build" / "runner") == steps


def test_cpp_takes_the_steps_of_rust(steps: list[str]) -> None:
    assert run(ROOT / "build" / "runner-cpp") == steps


def test_python_takes_the_steps_of_rust(steps: list[str]) -> None:
    for step, expected in zip(STEPS, steps, strict=True):
        assert python(step) == expected, step["id"]


def test_every_step_has_a_name_of_its_own_and_says_why() -> None:
    assert len({step["id"] for step in STEPS}) == len(STEPS)
    assert all(step["why"].endswith(".") for step in STEPS)

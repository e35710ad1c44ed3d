"""How few instructions a step of a retry policy takes, in the installed library."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from programs import FFI, compiler, pkg_config, run

COST = FFI / "tests" / "cost.c"
CALLS = 1000
MOST = 250
# Kinds and advice by their numbers, the delay or -1, whether there is a budget, and whether the call
# is idempotent.
STEPS = {
    "backoff": (22, 3, -1, 0, 1),
    "backoff, budget": (22, 3, -1, 1, 1),
    "backoff after a limit, budget": (15, 3, -1, 1, 1),
    "backoff after an overload, budget": (17, 3, -1, 1, 1),
    "backoff after a timeout, budget": (20, 3, -1, 1, 1),
    "delay": (15, 2, 7000, 0, 1),
    "delay, budget": (15, 2, 7000, 1, 1),
    "delay too long": (15, 2, 61000, 1, 1),
    "now, budget": (14, 1, -1, 1, 1),
    "not retryable": (16, 0, -1, 1, 1),
    "done, budget": (1, 0, -1, 1, 1),
    "backoff, budget, not idempotent": (10, 3, -1, 1, 0),
    "delay, budget, not idempotent": (23, 2, 7000, 1, 0),
}


@pytest.fixture(scope="module")
def cost(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("cost") / "cost"
    library = pkg_config("--variable=libdir", "apifault")[0] + "/libapifault.a"
    flags = [*pkg_config("--cflags", "apifault"), library, "-lpthread", "-ldl", "-lm"]
    run(*compiler(COST), "-O2", COST, *flags, "-o", program)
    return program


@pytest.mark.parametrize("name", STEPS)
def test_a_step_takes_few_instructions(
    cost: Path, name: str, figure: Callable[[str], None], tmp_path: Path
) -> None:
    counting = [
        "valgrind",
        "--tool=callgrind",
        "--toggle-collect=apifault_retry_next",
        f"--callgrind-out-file={tmp_path / 'out'}",
    ]
    answer = run(*counting, cost, str(CALLS), *map(str, STEPS[name]))
    match = re.search(r"Collected : (\d+)", answer.stderr)
    assert match, answer.stderr
    instructions = int(match[1]) / CALLS
    figure(f"callgrind  {name:<35} {instructions:.0f} instructions")
    assert 0 < instructions <= MOST

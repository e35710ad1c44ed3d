"""The headers compile alone, with every compiler and standard, without a warning."""

import itertools
import re

import pytest

from frames import ROOT
from programs import WARNINGS, run

C = """\
#include "apifault.h"
apifault_options options = APIFAULT_OPTIONS_INIT;
apifault_decision decision = APIFAULT_DECISION_INIT;
apifault_limit limit = APIFAULT_LIMIT_INIT;
apifault_stream_options stream_options = APIFAULT_STREAM_OPTIONS_INIT;
apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
apifault_retry_policy policy = APIFAULT_RETRY_POLICY_INIT;
apifault_retry_state state = APIFAULT_RETRY_STATE_INIT;
apifault_retry_budget budget = APIFAULT_RETRY_BUDGET_INIT;
apifault_retry_attempt attempt = APIFAULT_RETRY_ATTEMPT_INIT;
apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
apifault_cooldown cooldown = APIFAULT_COOLDOWN_INIT;
uint32_t number(void);
uint32_t number(void) { return APIFAULT_KIND_RATE_LIMITED; }
"""

# It calls each inline function, so that each is compiled.
CPP = (ROOT / "ffi" / "tests" / "facts.cpp").read_text("utf-8")

# As windows.h defines them. The headers of the standard library must come before the macros: not
# every implementation compiles after them.
MACROS = """\
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define min(a, b) (((a) < (b)) ? (a) : (b))
#include "apifault.hpp"
apifault::decision decision = apifault::decide(429, {}, {});
"""

MATRIX = [
    *itertools.product(["gcc", "clang"], ["c99", "c11", "c17", "c2x"], ["c"], [C]),
    *itertools.product(["g++", "clang++"], ["c++11", "c++17", "c++20"], ["c++"], [C]),
    *itertools.product(["g++", "clang++"], ["c++17", "c++20"], ["c++"], [CPP]),
]


@pytest.mark.parametrize(
    ("compiler", "standard", "language", "program"),
    MATRIX,
    ids=[f"{row[0]} {row[1]} {'hpp' if row[3] is CPP else 'h'}" for row in MATRIX],
)
def test_a_header_compiles_alone(compiler: str, standard: str, language: str, program: str) -> None:
    flags = [f"-std={standard}", *WARNINGS, "-Wshadow", "-fsyntax-only"]
    if program is CPP:
        flags += ["-fno-exceptions", "-fno-rtti"]
    folders = ["-I", ROOT / "include", "-I", ROOT / "ffi" / "tests"]
    run(compiler, *flags, *folders, "-x", language, "-", input=program)


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_the_header_for_cpp_compiles_beside_the_macros_min_and_max(compiler: str) -> None:
    header = (ROOT / "include" / "apifault.hpp").read_text("utf-8")
    standard = "".join(re.findall(r"^#include <.+>\n", header, re.MULTILINE))
    flags = ["-std=c++17", *WARNINGS, "-fsyntax-only", "-I", ROOT / "include"]
    run(compiler, *flags, "-x", "c++", "-", input=standard + MACROS)

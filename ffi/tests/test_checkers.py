"""The programs of the test suite under checkers of memory, of undefined behaviour and of threads.

They are linked with a test build of the library, which has debug information and can be made to
panic. The vectors are also run through the released library.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from frames import ROOT, frame, stream_vectors, text_vectors, vectors
from programs import BUILD, FFI, compiler, run

TARGET = ROOT / "target"
TESTS = FFI / "tests"
SOURCES = {
    "misuse": TESTS / "misuse.c",
    "panics": TESTS / "panics.c",
    "threads": TESTS / "threads.c",
    "budget": TESTS / "budget.cpp",
    "facts": TESTS / "facts.cpp",
    "no_memory": TESTS / "no_memory.cpp",
    "runner": ROOT / "tests" / "runner.c",
    "runner-cpp": ROOT / "tests" / "runner.cpp",
    "wrong": TESTS / "wrong.c",
}
# What is run of each program, with what input: the runners also scan streams, in small pieces.
FRAMES = b"".join(map(frame, vectors()))
STREAMS = b"".join(map(frame, stream_vectors()))
TEXTS = b"".join(map(frame, text_vectors()))
# A step for each kind and advice, with and without a budget, also with numbers that none has.
POLICY = "4 2 60000 600000 500 8000 2000 60000 5000 60000 5 10 1 1"
STEPS = "".join(
    f"{POLICY} {attempts} 0 0 {budget} {kind} {advice} {delay} 1 1 1 0 0.5\n"
    for attempts in (0, 4294967295)
    for budget in ("100 100", "- -")
    for kind in range(26)
    for advice in range(5)
    for delay in ("-", "0", "9007199254740991")
).encode()
RUNNERS = {
    f"{name} {mode}".strip(): (name, mode.split(), frames)
    for name in ("runner", "runner-cpp")
    for mode, frames in (
        ("", FRAMES),
        ("scan 7", STREAMS),
        ("texts", TEXTS),
        ("steps", STEPS),
    )
}
SUITE = {name: (name, [], b"") for name in SOURCES if name != "wrong"} | RUNNERS
# Threads are slow under a checker: how many rounds or calls there are.
THREADS = {"threads": "3", "budget": "10"}
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
MEMCHECK = [
    "valgrind",
    "--leak-check=full",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=all",
    # The `operator new` of a program stays its own; it calls malloc, which is checked.
    "--soname-synonyms=somalloc=nouserintercepts",
    "--error-exitcode=9",
]
HELGRIND = [
    "valgrind",
    "--tool=helgrind",
    "--free-is-write=yes",
    f"--suppressions={TESTS / 'helgrind.supp'}",
    "--error-exitcode=9",
]
# The backtrace of a panic keeps the debug information in memory, which would count as a leak.
ENVIRONMENT = {**os.environ, "RUST_BACKTRACE": "0"}


def build_library(*options: str | Path, **environment: str) -> None:
    """Build the static library with its debug information, and with panics to inject."""
    command = ["cargo", "build", "--quiet", "--locked", "-p", "apifault-ffi", "--lib"]
    command += ["--features", "inject-panics", *options]
    run(*command, cwd=ROOT, env={**os.environ, **environment})


def build_programs(library: Path, folder: Path, *flags: str) -> dict[str, Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, source in SOURCES.items():
        link = [source, library, "-lpthread", "-ldl", "-lm", "-o", folder / name]
        run(*compiler(source), "-g", *flags, "-I", ROOT / "include", *link)
    return {name: folder / name for name in SOURCES}


@pytest.fixture(scope="module")
def plain() -> dict[str, Path]:
    """The programs without sanitizers, for valgrind."""
    # In a folder of its own: cargo writes the library with and without the panics to one file.
    target = TARGET / "checked"
    build_library("--target-dir", target)
    return build_programs(target / "debug" / "libapifault.a", BUILD / "checked")


@pytest.fixture(scope="module")
def sanitized() -> dict[str, Path]:
    """The programs and the library with AddressSanitizer; the C and C++ parts also with UBSan."""
    host = re.search(r"^host: (.+)$", run("rustc", "-vV").stdout, re.MULTILINE)[1]
    # The stable compiler has the sanitizers, if this variable is set.
    switches = {"RUSTC_BOOTSTRAP": "1", "RUSTFLAGS": "-Zsanitizer=address"}
    target = TARGET / "sanitized"
    build_library("--target-dir", target, "--target", host, **switches)
    library = target / host / "debug" / "libapifault.a"
    return build_programs(library, BUILD / "sanitized", *SANITIZERS)


def check(*command: str | Path, frames: bytes = b"") -> subprocess.CompletedProcess[str]:
    options = {"capture_output": True, "env": ENVIRONMENT, "timeout": 600}
    answer = subprocess.run(command, input=frames, **options)
    errors = answer.stderr.decode("utf-8", "replace")
    return subprocess.CompletedProcess(command, answer.returncode, "", errors)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


@pytest.mark.parametrize("name", SUITE)
def test_memcheck_finds_no_error_and_no_leak(
    plain: dict[str, Path], name: str, figure: Callable[[str], None]
) -> None:
    program, arguments, frames = SUITE[name]
    arguments = [THREADS[program]] if program in THREADS else arguments
    answer = check(*MEMCHECK, plain[program], *arguments, frames=frames)
    assert answer.returncode == 0, answer.stderr
    assert "All heap blocks were freed" in answer.stderr
    usage = found(r"total heap usage: (.+)", answer.stderr)
    errors = found(r"ERROR SUMMARY: (\d+) errors", answer.stderr)
    figure(f"memcheck   {name:<25} {errors} errors, 0 bytes lost; {usage}")


@pytest.mark.parametrize("name", RUNNERS)
def test_memcheck_finds_nothing_in_the_released_library(
    name: str, figure: Callable[[str], None]
) -> None:
    program, arguments, frames = RUNNERS[name]
    answer = check(*MEMCHECK, BUILD / program, *arguments, frames=frames)
    assert answer.returncode == 0, answer.stderr
    assert "All heap blocks were freed" in answer.stderr
    usage = found(r"total heap usage: (.+)", answer.stderr)
    figure(f"memcheck   {name + ' (released)':<25} 0 errors, 0 bytes lost; {usage}")


@pytest.mark.parametrize("name", SUITE)
def test_the_sanitizers_find_nothing(
    sanitized: dict[str, Path], name: str, figure: Callable[[str], None]
) -> None:
    program, arguments, frames = SUITE[name]
    answer = check(sanitized[program], *arguments, frames=frames)
    assert answer.returncode == 0, answer.stderr
    assert "Sanitizer" not in answer.stderr
    assert "runtime error" not in answer.stderr
    figure(f"ASan UBSan {name:<25} 0 errors, 0 leaks")


@pytest.mark.parametrize("name", THREADS)
def test_helgrind_finds_no_race(
    plain: dict[str, Path], name: str, figure: Callable[[str], None]
) -> None:
    answer = check(*HELGRIND, plain[name], THREADS[name])
    assert answer.returncode == 0, answer.stderr
    summary = found(r"ERROR SUMMARY: (.+)", answer.stderr)
    figure(f"helgrind   {name:<25} {summary}")


@pytest.mark.parametrize(
    ("what", "checker", "reported"),
    [
        ("freed", MEMCHECK, "Invalid read"),
        ("leaked", MEMCHECK, "definitely lost"),
        ("raced", HELGRIND, "Possible data race"),
    ],
)
def test_valgrind_reports_what_the_contract_forbids(
    plain: dict[str, Path], what: str, checker: list[str], reported: str
) -> None:
    answer = check(*checker, plain["wrong"], what)
    assert answer.returncode == 9
    assert reported in answer.stderr


@pytest.mark.parametrize(
    ("what", "reported"), [("freed", "heap-use-after-free"), ("leaked", "detected memory leaks")]
)
def test_the_sanitizers_report_what_the_contract_forbids(
    sanitized: dict[str, Path], what: str, reported: str
) -> None:
    answer = check(sanitized["wrong"], what)
    assert answer.returncode != 0
    assert reported in answer.stderr
    # The error is in Rust, which is also built with the sanitizer.
    assert what != "freed" or "apifault_report_kind" in answer.stderr

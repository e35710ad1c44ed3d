"""A large log is read in constant memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from frames import vectors

# `make test-large` asks for a million.
LINES = int(os.environ.get("LINES", "100000"))

# Runs the command and prints its peak memory in KiB. ru_maxrss would be that of the tests, which
# started the command, if they held more.
MEASURED = """\
import sys
from pathlib import Path
from apifault._cli.main import main
status = main(sys.argv[1:])
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(told["VmHWM"].split()[0], file=sys.stderr)
sys.exit(status)
"""


def report(path: Path) -> tuple[dict[str, int], int]:
    command = [sys.executable, "-c", MEASURED, "report", "--json", path]
    shown = subprocess.run(command, capture_output=True, check=True)
    return json.loads(shown.stdout), int(shown.stderr.split()[-1])


def write(path: Path, count: int) -> None:
    """Write a log in which every other call fails, each with an id of its own."""
    keys = ("status", "headers", "body")
    failures = [
        json.dumps({key: vector[key] for key in keys})[:-1]
        for vector in vectors()
        if "body" in vector and 400 <= vector["status"] < 600
    ]
    with path.open("w", encoding="utf-8") as log:
        for number in range(count):
            head = failures[number % len(failures)] if number % 2 == 0 else '{"status": 200'
            log.write(
                f'{head}, "ts": {1773742830 + number * 3}, "model": "heron-{number % 5_000}", '
                f'"call_id": "{number}"}}\n'
            )


def test_memory_does_not_grow_with_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from time import perf_counter

    small, large = tmp_path / "small", tmp_path / "large"
    # Of both, more calls fail than are remembered.
    write(small, LINES // 2)
    write(large, LINES)
    _, least = report(small)
    begin = perf_counter()
    told, most = report(large)
    rate = LINES / (perf_counter() - begin)
    with capsys.disabled():
        print(f"\n{LINES:,} lines: {rate:,.0f} lines a second, peak {most / 1024:.1f} MiB")
    assert told["calls"] == LINES
    assert told["failed"] == LINES // 2
    # Twice the log; what the allocator keeps may differ by a little.
    assert most < 1.15 * least
    assert most < 150 * 1024

"""Compare the reports of two builds of the runner, byte for byte.

Usage: compare_reports.py BASE_RUNNER RUNNER FILE.jsonl ...

Prints the id of each record whose report differs, with the members that differ, and exits with
status 1 if there is any.
"""

import json
import sys
from pathlib import Path
from typing import Any

from frames import Vector, run


def records(paths: list[Path]) -> list[Vector]:
    """Every record of these files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def changes(base: dict[str, Any], report: dict[str, Any]) -> str:
    """Each member that differs, as `name: old -> new`."""
    names = [name for name in base.keys() | report.keys() if base.get(name) != report.get(name)]
    return "; ".join(
        f"{name}: {base.get(name)!r} -> {report.get(name)!r}" for name in sorted(names)
    )


def main() -> int:
    """Compare, and tell how many reports differ."""
    base_runner, runner, *files = map(Path, sys.argv[1:])
    read = records(files)
    pairs = zip(read, run(base_runner, read), run(runner, read), strict=True)
    different = [(record, base, report) for record, base, report in pairs if base != report]
    for record, base, report in different:
        print(f"{record['id']}: {changes(json.loads(base), json.loads(report))}")
    print(f"{len(different)} of {len(read)} reports differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

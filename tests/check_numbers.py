#!/usr/bin/env python3
"""Check that released numbers are final: numbers.txt has every line that it had before.

Usage: check_numbers.py [REPOSITORY]

"Before" is the newest release tag (v1.2.3) or, if there is none, the commit that the head of
numbers.txt names. Exit status: 0 if no line was changed or removed, 1 if one was, or if the history
that is needed is missing. A source archive has no history: there is nothing to compare with, and the
exit status is 0.
"""

import re
import subprocess
import sys
from pathlib import Path

TABLE = "tests/numbers.txt"


class CannotCompareError(Exception):
    """There is a history, but not the part that is needed."""


def git(repository: Path, *arguments: str, check: bool = True) -> str:
    """What git prints; nothing if it fails and may fail."""
    try:
        answer = subprocess.run(
            ["git", "-C", repository, *arguments], capture_output=True, encoding="utf-8"
        )
    except FileNotFoundError:
        raise CannotCompareError("the program git is not installed") from None
    if check and answer.returncode != 0:
        raise CannotCompareError(answer.stderr.strip())
    return answer.stdout if answer.returncode == 0 else ""


def newest_release(repository: Path) -> str | None:
    """The tag of the highest version; 1.0.0-rc.1 comes before 1.0.0."""
    sort = ["-c", "versionsort.suffix=-", "tag", "--list", "v[0-9]*", "--sort=-version:refname"]
    tags = git(repository, *sort).split()
    return tags[0] if tags else None


def baseline(repository: Path, table: str) -> str:
    """The revision whose numbers are final."""
    if git(repository, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise CannotCompareError(
            "this clone is shallow. Run `git fetch --unshallow --tags` to get the history"
        )
    tag = newest_release(repository)
    if tag is not None:
        return tag
    named = re.search(r"^# baseline: ([0-9a-f]{40})$", table, re.MULTILINE)
    if named is None:
        raise CannotCompareError(f"no release tag exists, and the head of {TABLE} names no commit")
    if not git(repository, "rev-parse", "--verify", f"{named[1]}^{{commit}}", check=False):
        raise CannotCompareError(
            f"the commit {named[1]}, which the head of {TABLE} names, is not in this repository"
        )
    return named[1]


def numbers(table: str) -> dict[str, str]:
    """Each name of a table with its number."""
    lines = (line.split(" = ") for line in table.splitlines() if line and line[0] != "#")
    return dict(lines)


def compare(repository: Path) -> list[str]:
    """A line for each number that was changed or removed."""
    table = (repository / TABLE).read_text("utf-8")
    revision = baseline(repository, table)
    before = numbers(git(repository, "show", f"{revision}:{TABLE}", check=False))
    if not before:
        raise CannotCompareError(f"there is no {TABLE} at {revision}")
    now = numbers(table)
    return [
        f"{name} was {number} at {revision}, and is {now.get(name, 'missing')} now"
        for name, number in before.items()
        if now.get(name) != number
    ]


def main() -> int:
    """Compare, and print what differs."""
    repository = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)
    if not (repository / ".git").exists():
        print(f"{TABLE}: not compared with a release, as this is not a git repository")
        return 0
    try:
        changed = compare(repository)
    except CannotCompareError as error:
        print(f"{TABLE}: cannot be compared with a release: {error}", file=sys.stderr)
        return 1
    for line in changed:
        print(f"{TABLE}: {line}: released numbers are final", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())

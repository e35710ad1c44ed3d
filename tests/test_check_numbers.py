"""A released number that was changed or removed is found, whatever history there is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from frames import ROOT

CHECK = ROOT / "tests" / "check_numbers.py"
RELEASED = "\nkind.unknown = 0\nkind.success = 1\n\nfault.none = 0\n"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "heron"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "heron@heron.example"),
}


def git(repository: Path, *arguments: str | Path) -> str:
    command = ["git", "-C", repository, *arguments]
    return subprocess.run(
        command, env=ENVIRONMENT, check=True, capture_output=True, text=True
    ).stdout.strip()


def write(repository: Path, table: str) -> None:
    (repository / "tests").mkdir(exist_ok=True)
    (repository / "tests" / "numbers.txt").write_text(table, "utf-8")


def commit(repository: Path, table: str) -> str:
    """Commit a table. Return the name of the commit."""
    write(repository, table)
    git(repository, "add", "tests/numbers.txt")
    git(repository, "commit", "-q", "--allow-empty", "-m", "change the table")
    return git(repository, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository without a release, whose table names its first commit as the baseline."""
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q", "-b", "main")
    baseline = commit(repository, RELEASED)
    commit(repository, f"# baseline: {baseline}\n{RELEASED}")
    return repository


def head(repository: Path) -> str:
    text = (repository / "tests" / "numbers.txt").read_text("utf-8")
    return text.splitlines()[0] + "\n"


def check(repository: Path) -> tuple[int, str]:
    command = [sys.executable, CHECK, repository]
    answer = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
    return answer.returncode, answer.stdout + answer.stderr


@pytest.mark.parametrize("tag", [None, "v0.1.0"])
def test_a_table_with_more_lines_passes(repository: Path, tag: str | None) -> None:
    if tag:
        git(repository, "tag", tag)
    added = "kind.success = 1\nkind.redirect = 2\n"
    write(repository, head(repository) + RELEASED.replace("kind.success = 1\n", added))
    assert check(repository) == (0, "")


CHANGES = {
    "a number is changed": (
        ("kind.success = 1", "kind.success = 7"),
        ["kind.success was 1 at {}, and is 7 now"],
    ),
    "a line is removed": (
        ("kind.success = 1\n", ""),
        ["kind.success was 1 at {}, and is missing now"],
    ),
    "two numbers change places": (
        ("unknown = 0\nkind.success = 1", "unknown = 1\nkind.success = 0"),
        ["kind.unknown was 0 at {}, and is 1 now", "kind.success was 1 at {}, and is 0 now"],
    ),
}


@pytest.mark.parametrize("tag", [None, "v0.1.0"])
@pytest.mark.parametrize(("change", "found"), CHANGES.values(), ids=CHANGES)
def test_a_change_fails(
    repository: Path, change: tuple[str, str], found: list[str], tag: str | None
) -> None:
    if tag:
        git(repository, "tag", tag)
    revision = tag or head(repository).split()[-1]
    write(repository, head(repository) + RELEASED.replace(*change))
    status, printed = check(repository)
    assert status == 1
    lines = [f"tests/numbers.txt: {line}: released numbers are final" for line in found]
    assert printed.splitlines() == [line.format(revision) for line in lines]


def test_the_newest_release_counts(repository: Path) -> None:
    first = head(repository)
    added = RELEASED + "fault.caller = 1\n"
    for tag, table in (("v0.9.0", RELEASED), ("v0.10.0-rc.1", RELEASED), ("v0.10.0", added)):
        commit(repository, first + table)
        git(repository, "tag", tag)
    git(repository, "tag", "vendored")
    write(repository, first + RELEASED)
    status, printed = check(repository)
    assert status == 1
    assert "fault.caller was 1 at v0.10.0, and is missing now" in printed


def test_a_source_archive_passes_and_says_that_nothing_was_compared(tmp_path: Path) -> None:
    write(tmp_path, RELEASED)
    status, printed = check(tmp_path)
    assert status == 0
    assert "not compared with a release, as this is not a git repository" in printed


def test_a_shallow_clone_fails_and_says_how_to_get_the_history(
    repository: Path, tmp_path: Path
) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), shallow)
    status, printed = check(shallow)
    assert status == 1
    assert "this clone is shallow. Run `git fetch --unshallow --tags`" in printed
    git(shallow, "fetch", "-q", "--unshallow", "--tags")
    assert check(shallow) == (0, "")


@pytest.mark.parametrize(
    ("first_line", "reason"),
    [
        ("# no commit\n", "the head of tests/numbers.txt names no commit"),
        (f"# baseline: {'7' * 40}\n", f"the commit {'7' * 40}, which the head"),
    ],
)
def test_a_baseline_that_does_not_exist_fails(
    repository: Path, first_line: str, reason: str
) -> None:
    write(repository, first_line + RELEASED)
    status, printed = check(repository)
    assert status == 1
    assert reason in printed


def test_a_baseline_without_a_table_fails(repository: Path) -> None:
    git(repository, "rm", "-q", "tests/numbers.txt")
    git(repository, "commit", "-q", "-m", "remove the table")
    empty = git(repository, "rev-parse", "HEAD")
    commit(repository, f"# baseline: {empty}\n{RELEASED}")
    status, printed = check(repository)
    assert status == 1
    assert f"there is no tests/numbers.txt at {empty}" in printed

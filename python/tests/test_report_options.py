"""Which calls `report` counts, how it ends, and where it writes."""

import json
import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, answers, kinds

from apifault._cli import log_notes, report
from apifault._cli.follow import followed
from apifault._cli.log_times import moment, zone
from apifault._core import LogReader

NOW = datetime(2026, 3, 17, 12, tzinfo=UTC)


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def record(minute: int, status: int, **more: object) -> dict[str, Any]:
    return {"time": f"2026-03-17T10:{minute:02}:00Z", "status": status, "model": "heron-8b", **more}


LOG = lines(record(0, 200), record(10, 503), record(20, 429), record(30, 200))


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2h", None, "2026-03-17T10:00:00Z"),
        ("90s", None, "2026-03-17T11:58:30Z"),
        ("1w", None, "2026-03-10T12:00:00Z"),
        ("2026-03-17T10:20Z", None, "2026-03-17T10:20:00Z"),
        ("2026-03-17T10:20+02:00", "UTC", "2026-03-17T08:20:00Z"),
        ("2026-03-17 10:20", "+02:00", "2026-03-17T08:20:00Z"),
        ("2026-03-17", "-0330", "2026-03-17T03:30:00Z"),
    ],
)
def test_times_are_iso_or_ages(text: str, zone: str | None, expected: str) -> None:
    time = datetime.fromtimestamp(moment(text, zone, NOW), UTC)
    assert time.strftime("%Y-%m-%dT%H:%M:%SZ") == expected


@pytest.mark.parametrize("text", ["", "Mars/Base", "../etc/passwd", "+25:00", "/etc/passwd"])
def test_what_is_no_time_zone_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        zone(text)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--since", "soon"], b"'soon' is not a time; give ISO 8601"),
        (["--since", "99999999w"], b"is not a time"),
        (["--until", "999999w"], b"is not a time"),
        (["--timezone", "Mars/Base"], b"'Mars/Base' is not a time zone"),
        (["--fail-above", "101"], b"'101' is not a percentage"),
        (["--fail-above", "nan"], b"'nan' is not a percentage"),
        (["--top", "0"], b"'0' is not a number above 0"),
        (["--by", "weather"], b"invalid choice: 'weather'"),
        (["--interval", "1"], b"--interval needs --follow"),
        (["--follow", "a", "b"], b"--follow reads one log"),
    ],
)
def test_wrong_options_are_named(run: Run, options: list[str], words: bytes) -> None:
    result = run("report", *options)
    assert (result.returncode, result.stdout) == (2, b"")
    assert words in result.stderr


def test_calls_of_a_time_count(run: Run) -> None:
    told = answers(run, LOG, "--since=2026-03-17T10:10Z", "--until=2026-03-17T10:20Z")
    assert (told["calls"], kinds(told)) == (1, {"service_unavailable": 1})
    told = answers(run, LOG, "--since=2026-03-17T12:10", "--timezone=+02:00")
    assert told["calls"] == 3


def test_a_time_without_calls_is_no_error(run: Run) -> None:
    told = answers(run, LOG, "--since=2026-03-18T10:10Z", "--fail-above=0")
    assert (told["calls"], told["failed"]) == (0, 0)


def test_too_many_failures_have_a_status_of_their_own(run: Run) -> None:
    for allowed, status in (("49.9", 3), ("50", 0), ("50%", 0), ("100", 0), ("0", 3)):
        assert run("report", "--json", f"--fail-above={allowed}", stdin=LOG).returncode == status
    calm = lines(record(0, 200))
    assert run("report", "--json", "--fail-above=0", stdin=calm).returncode == 0


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("model", ["heron-8b", "egret-1", None]),
        ("provider", ["groq", None]),
    ],
)
def test_calls_are_grouped(run: Run, by: str, names: list[str | None]) -> None:
    log = lines(
        record(0, 503, headers={"x-groq-region": "sto"}),
        record(1, 200, model="egret-1", headers={"x-groq-region": "sto"}),
        record(2, 429, headers={"x-groq-region": "sto"}),
        {"time": "2026-03-17T10:03:00Z", "status": 200},
    )
    told = answers(run, log, f"--by={by}")
    assert (told["by"], [row["name"] for row in told["groups"]]) == (by, names)
    assert sum(row["calls"] for row in told["groups"]) == 4
    assert answers(run, log)["groups"] == []


def test_what_was_passed_over_is_said() -> None:
    names = LogReader().notes
    assert log_notes.sentences(dict.fromkeys(names, 0), None) == []
    counts = {**dict.fromkeys(names, 1), "lines": 1_200, "other_paths": 7, "unshown": 0}
    assert log_notes.sentences(counts, "Europe/Berlin") == [
        "1 failure could not be read.",
        "7 requests are not to an LLM API; --path counts others.",
        "No call in 1 of 1,200 lines.",
        "1 line is too long: its end was ignored.",
        "1 time has no zone: read in Europe/Berlin; --timezone names another one.",
        "1 call without a time does not count.",
        "1 call is outside the time asked for.",
    ]
    assert "the local time zone" in log_notes.sentences(counts, None)[-3]
    counts["unshown"] = 2
    filtered = log_notes.sentences(counts, None, ["--host", "--method"])
    assert "2 calls, which do not show their host or method, do not count." in filtered
    assert filtered[1] == "7 requests are no calls that --host and --method ask for."


def test_each_time_without_a_zone_counts_once(run: Run) -> None:
    log = b"time,status\n2026-03-17 10:00:00,503\n2026-03-17 10:01:00,200\n"
    notes = answers(run, log, "--timezone=UTC")["notes"]
    assert any(note.startswith("2 times have no zone") for note in notes)


def test_a_filter_that_leaves_nothing_is_named(run: Run) -> None:
    told = answers(run, LOG, "--since=2026-03-18T10:10Z")
    assert "4 calls are outside the time asked for." in told["notes"]
    result = run("report", "--since=2026-03-18", "--until=2026-03-17", stdin=LOG)
    assert result.returncode == 2
    assert b"--until: '2026-03-17' is not after --since" in result.stderr


@pytest.mark.parametrize(
    ("failed", "unreadable", "is_complete", "status"),
    [(0, 0, True, 0), (0, 0, False, 1), (0, 1, True, 1), (4, 1, True, 0), (5, 0, False, 3)],
)
def test_failures_that_nobody_could_read_are_not_none(
    failed: int, unreadable: int, is_complete: bool, status: int
) -> None:
    told = {"calls": 10, "failed": failed, "input": {"unreadable": unreadable}}
    allowed = Namespace(fail_above=40.0)
    assert report._status(told, allowed, is_complete=is_complete) == status


def test_a_log_of_which_no_failure_could_be_read_is_no_empty_one() -> None:
    told = {"calls": 0, "input": {"lines": 9, "unreadable": 2, "other_paths": 0}}
    words = r"^found no API calls in 9 lines \(2 failures could not be read\); if there are any"
    for since in (None, "1h"):
        arguments = Namespace(since=since, until=None)
        with pytest.raises(report._ReportError, match=words):
            report._check(told, arguments, is_complete=True)


@pytest.mark.extras
def test_a_page_is_printed_in_place_of_tables(run: Run) -> None:
    for target in ("-", "/dev/stdout"):
        result = run("report", "--html", target, stdin=LOG)
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.startswith(b"<!DOCTYPE html>")
        assert result.stdout.rstrip().endswith(b"</html>")
    result = run("report", "--json", "--html=-", stdin=LOG)
    assert (result.returncode, result.stdout) == (2, b"")


@pytest.mark.extras
def test_a_page_is_written_to_a_pipe() -> None:
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "apifault", "report", "--json", f"--html=/dev/fd/{writing}"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[writing]
    ) as process:
        os.close(writing)
        assert process.stdin is not None
        process.stdin.write(LOG)
        process.stdin.close()
        with os.fdopen(reading, "rb") as page:
            assert page.read().startswith(b"<!DOCTYPE html>")
        assert process.stdout is not None
        assert json.loads(process.stdout.read())["calls"] == 4
    assert process.returncode == 0


@pytest.mark.extras
def test_a_full_disk_is_named(run: Run) -> None:
    result = run("report", "--html=/dev/full", stdin=LOG)
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr == b"apifault: cannot write /dev/full: No space left on device\n"


@pytest.mark.extras
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize(
    ("moment", "page"),
    [
        ("report._feed = lambda *_: signal.raise_signal(number)", None),
        (
            "replace = Path.replace\n"
            "Path.replace = lambda *paths: [signal.raise_signal(number), replace(*paths)]",
            "</html>",
        ),
        ("Path.replace = lambda *paths: [signal.raise_signal(number), 1 / 0]", None),
    ],
)
def test_a_signal_leaves_no_file_behind(
    tmp_path: Path, name: str, moment: str, page: str | None
) -> None:
    handler = "signal.default_int_handler" if name == "SIGINT" else "signal.SIG_DFL"
    script = (
        "import signal, sys\nfrom pathlib import Path\nfrom apifault._cli import main, report\n"
        f"number = signal.{name}\n{moment}\n"
        # Whoever runs the tests may ignore it.
        f"signal.signal(number, {handler})\nsys.exit(main.main())"
    )
    target = tmp_path / "page.html"
    command = [sys.executable, "-c", script, "report", "--html", str(target)]
    result = subprocess.run(command, input=LOG, capture_output=True, check=False)
    assert result.returncode == (130 if name == "SIGINT" else -signal.Signals[name])
    assert list(tmp_path.iterdir()) == ([] if page is None else [target])
    assert page is None or target.read_text("utf-8").endswith(page)


def test_a_log_that_grows_is_read_on(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"one\n")

    def more() -> Iterator[None]:
        with log.open("ab") as file:
            file.write(b"two\n")
        yield
        # It is cut,
        log.write_bytes(b"3\n")
        yield
        # there is none for a moment,
        log.rename(tmp_path / "old")
        yield
        # and another one has its name.
        log.write_bytes(b"four\n")
        yield
        raise KeyboardInterrupt

    step = more()
    read: list[bytes | None] = []
    with pytest.raises(KeyboardInterrupt):
        read.extend(chunk for chunk in _kept(followed(str(log), lambda _: next(step)), read))
    assert [chunk for chunk in read if chunk != b""] == [
        b"one\n",
        b"two\n",
        None,
        b"3\n",
        None,
        b"four\n",
    ]


def _kept(chunks: Iterator[bytes | None], read: list[bytes | None]) -> Iterator[bytes | None]:
    for chunk in chunks:
        read.append(chunk)
    yield from ()


def test_a_pipe_is_followed_to_its_end(run: Run) -> None:
    result = run("report", "--follow", "--json", "--interval=0.001", stdin=LOG)
    assert result.returncode == 0
    assert json.loads(result.stdout.splitlines()[-1])["calls"] == 4


@pytest.mark.extras
def test_tables_are_shown_again_and_at_the_end() -> None:
    command = [sys.executable, "-m", "apifault", "report", "--follow", "--interval=0.001"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # It would wait for more of the log if it showed nothing before.
        watch = threading.Timer(60, process.kill)
        watch.start()
        process.stdin.write(LOG)
        process.stdin.flush()
        first = process.stdout.readline()
        watch.cancel()
        process.stdin.write(LOG)
        process.stdin.close()
        rest = process.stdout.read()
    assert first == b"4 calls: 2 succeeded, 2 failed (50.0%).\n"
    assert b"\n8 calls: 4 succeeded, 4 failed (50.0%).\n" in rest
    assert process.returncode == 0


def test_a_missing_log_is_not_followed(run: Run, tmp_path: Path) -> None:
    result = run("report", "--follow", "--json", str(tmp_path / "none"))
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"there is no such file" in result.stderr

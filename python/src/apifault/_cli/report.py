"""`apifault report`: what went wrong in logs."""

import contextlib
import importlib
import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from typing import Any, BinaryIO, Literal

from apifault._cli import log_notes, report_options
from apifault._cli.command import Command
from apifault._cli.input_files import InputError, opened, shown_name
from apifault._cli.output import UNUSABLE, complain, write_json
from apifault._cli.terminal import wants_color
from apifault._core import LogReader
from apifault._display import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.console import Console

_DESCRIPTION = """\
Read logs of any size and report which kinds of failures they hold, when, from which
provider and model, how much waiting they cost, which limits were hit and by how much,
which errors were retried in vain, and the top causes with an example each.

A log is JSON Lines, a JSON document, HAR, CSV or text with access lines, error lines
and tracebacks; it may be compressed with gzip. Only calls to LLM APIs count, and each
attempt is one call. API keys are hidden. The tables need rich, the page also jinja2
and matplotlib: pip install 'apifault[report]'.
"""

_EXAMPLE = """\
examples:
  apifault report app.jsonl --html report.html
  apifault report --since 1h --fail-above 5 app.log
  apifault report --follow --by model app.log
  apifault report --status-field http.code --body-field reply app.jsonl

Exit status 3: a larger share of the calls failed than --fail-above allows.
"""

_TOO_MANY_FAILED = 3

_CHUNK = 1 << 20


class _ReportError(Exception):
    """No report can be made; the message says why, and what to do."""


def _run(arguments: Namespace) -> int:
    report_options.check(arguments)
    options = report_options.reader_options(arguments)
    try:
        return _report(arguments, LogReader(**options))
    except _ReportError as error:
        complain(str(error))
        return UNUSABLE


def _report(arguments: Namespace, reader: LogReader) -> int:
    """Read the logs, write the report, and return the exit status."""
    names = arguments.files or ["-"]
    with contextlib.ExitStack() as stack:
        # Before the logs are read, which may take long.
        write_page = _page_of(arguments, names, stack)
        is_page_printed = bool(arguments.html) and write_page is None
        console = None if arguments.json or is_page_printed else _console()

        def answers() -> dict[str, Any]:
            return _answers(reader, arguments, names)

        if arguments.follow:
            is_complete = _follow(reader, names[0], arguments, console, answers)
        else:
            is_complete = _read(reader, names)
        told = answers()
        _check(told, arguments, is_complete=is_complete)
        if arguments.html:
            from apifault._cli.html_page import html_page

            page = html_page(told, [shown_name(name) for name in names])
            (write_page or _print_page)(page)
    _show(told, arguments, console)
    return _status(told, arguments, is_complete=is_complete)


def _read(reader: LogReader, names: list[str]) -> bool:
    """Read all logs, and return whether each of them was read to its end."""
    from apifault._cli.progress import progress

    is_complete = True
    for name in names:
        try:
            try:
                with opened(name) as stream, progress(stream) as update:
                    _feed(reader, stream, update)
            finally:
                # What was read of it counts.
                reader.finish()
        except (InputError, ValueError) as error:
            is_complete = False
            _complain(name, error)
    return is_complete


def _complain(name: str, error: InputError | ValueError) -> None:
    complain(str(error if isinstance(error, InputError) else InputError(name, str(error))))


def _feed(reader: LogReader, stream: BinaryIO, update: Callable[[int, int], None]) -> None:
    size = 0
    # No more than a pipe has, so that what is there is read at once.
    while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
        reader.feed(chunk)
        size += len(chunk)
        update(size, reader.notes["lines"])


def _follow(
    reader: LogReader,
    name: str,
    arguments: Namespace,
    console: "Console | None",
    answers: Callable[[], dict[str, Any]],
) -> bool:
    """Read a log as it grows, and show the tables again and again until Ctrl-C or its end."""
    from apifault._cli.follow import followed

    is_complete = True
    with contextlib.ExitStack() as stack, contextlib.suppress(KeyboardInterrupt):
        is_live = console is not None and console.is_terminal
        interval = arguments.interval or (1.0 if is_live else 60.0)
        show = _live(console, stack) if is_live and console else _shown(arguments, console)
        due = time.monotonic() + interval
        try:
            for chunk in followed(name):
                if chunk is None:
                    reader.finish()
                elif chunk:
                    reader.feed(chunk)
                if time.monotonic() >= due:
                    reader.flush()
                    show(answers())
                    due = time.monotonic() + interval
        except (InputError, ValueError) as error:
            is_complete = False
            _complain(name, error)
    with contextlib.suppress(ValueError):
        reader.finish()
    return is_complete


def _live(console: "Console", stack: contextlib.ExitStack) -> Callable[[dict[str, Any]], None]:
    """Give the function that shows the tables in place of the last ones."""
    from rich.console import Group
    from rich.live import Live

    from apifault._cli.tables import parts

    live = stack.enter_context(Live(console=console, auto_refresh=False, transient=True))
    # A signal would leave it hidden.
    console.show_cursor()
    return lambda told: live.update(Group(*parts(told, console)), refresh=True)


def _shown(arguments: Namespace, console: "Console | None") -> Callable[[dict[str, Any]], None]:
    """Give the function that shows the tables after the last ones, once there are calls."""
    return lambda told: _show(told, arguments, console) if told["calls"] else None


def _show(told: dict[str, Any], arguments: Namespace, console: "Console | None") -> None:
    if console is not None:
        from apifault._cli.tables import show

        show(console, told)
        sys.stdout.flush()
    elif arguments.json:
        write_json(json.dumps(told, ensure_ascii=False))


def _answers(reader: LogReader, arguments: Namespace, names: list[str]) -> dict[str, Any]:
    """Give all the answers, and what was passed over."""
    told: dict[str, Any] = json.loads(reader.summary_json(arguments.top))
    for cause in told["causes"]:
        number = cause.pop("example_log")
        cause["example_file"] = names[min(number, len(names)) - 1] if len(names) > 1 else None
    filters = report_options.filters(arguments)
    notes = log_notes.sentences(reader.notes, arguments.timezone, filters)
    return {"notes": notes, "input": reader.notes, **told}


def _check(told: dict[str, Any], arguments: Namespace, *, is_complete: bool) -> None:
    """Raise an error if there is nothing to report."""
    if told["calls"]:
        return
    counts = told["input"]
    if not is_complete:
        # Also keeps the old file of the page.
        raise _ReportError("no call was read, so there is nothing to report")
    if not counts["lines"]:
        raise _ReportError("the log is empty: there is nothing to report")
    lines = log_notes.lines(counts["lines"])
    if not counts["unreadable"] and (arguments.since or arguments.until):
        return
    options = ", ".join(f"--{field}-field" for field in report_options.FIELDS)
    lost = counts["unreadable"] and f" ({log_notes.unreadable(counts['unreadable'])})"
    others = counts["other_paths"] and " or their paths with --path"
    raise _ReportError(
        f"found no API calls in {lines}{lost or ''}; if there are any, name their fields with "
        f"{options}{others or ''}"
    )


def _status(told: dict[str, Any], arguments: Namespace, *, is_complete: bool) -> int:
    allowed = arguments.fail_above
    if allowed is not None and told["failed"] * 100 > allowed * told["calls"]:
        return _TOO_MANY_FAILED
    # Failures that nobody could read are not none.
    is_known = told["failed"] or not told["input"]["unreadable"]
    return 0 if is_complete and is_known else UNUSABLE


def _console() -> "Console":
    try:
        from rich.console import Console
    except ImportError:
        raise _ReportError(
            "the tables need rich: pip install 'apifault[report]', or use --json"
        ) from None

    class _Tables(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to the command, which ends quietly."""
            raise BrokenPipeError

    # Without colors, rich would still write bold and dim.
    color_system: Literal["auto"] | None = "auto" if wants_color("auto", sys.stdout) else None
    return _Tables(highlight=False, color_system=color_system)


def _page_of(
    arguments: Namespace, logs: list[str], stack: contextlib.ExitStack
) -> Callable[[str], None] | None:
    """Give the function that writes the page; None if there is none, or if it is printed."""
    import logging

    from apifault._cli.output_file import is_input, is_output, prepared

    path: str | None = arguments.html
    if path is None:
        return None
    if is_input(path, logs):
        raise _ReportError(
            f"{visible(path)} is one of the logs to read; name another file for the page"
        )
    # It would complain on standard error about folders and fonts that no plot depends on.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        importlib.import_module("apifault._cli.html_page")
    except ImportError:
        raise _ReportError(
            "the page needs jinja2, matplotlib and rich: pip install 'apifault[report]'"
        ) from None
    if is_output(path):
        if arguments.json:
            arguments.parser.error("--json and the page cannot both be printed; name a file for it")
        return None
    try:
        write = prepared(path, stack)
    except OSError as error:
        raise _unwritten(path, error) from error

    def write_page(page: str) -> None:
        try:
            write(page)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritten(path, error) from error

    return write_page


def _print_page(page: str) -> None:
    sys.stdout.buffer.write(page.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _unwritten(path: str, error: OSError) -> _ReportError:
    reason = error.strerror or "the system does not say why"
    return _ReportError(f"cannot write {visible(path)}: {reason}")


COMMAND = Command(
    name="report",
    summary="report what went wrong in logs",
    description=_DESCRIPTION,
    example=_EXAMPLE,
    add_options=report_options.add_options,
    run=_run,
)

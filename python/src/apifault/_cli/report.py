"""`apifault report`: what went wrong in logs."""

import contextlib
import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from apifault._cli.command import Command
from apifault._cli.input_files import InputError, opened, shown_name
from apifault._cli.output import UNUSABLE, complain, write_json
from apifault._display import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.console import Console

    from apifault._cli.summary import Summary
    from apifault._logs.reader import LogReader

_DESCRIPTION = """\
Read logs of any size and report which kinds of failures they hold, when, from which
provider and model, how much waiting they cost, which limits were hit and by how much,
which errors were retried in vain, and the top causes with an example each.

A log is JSON Lines, a JSON array, HAR, or text with the error lines of SDKs; it may
be compressed with gzip. Wrappers around a line, such as those of Docker, Kubernetes
and CloudWatch, are removed. API keys are hidden. The tables need rich, the page also
jinja2 and matplotlib, JSON documents over 32 MiB ijson: pip install 'apifault[report]'.
"""

_EXAMPLE = """\
examples:
  apifault report app.jsonl --html report.html
  apifault report --status-field http.code --body-field reply app.jsonl
"""

# The fields of a record that can be named, and what they hold.
FIELDS = {
    "status": "status",
    "headers": "headers",
    "body": "body",
    "time": "time",
    "model": "model",
    "provider": "provider",
    "call": "id that all attempts of one call share",
}

# How many calls are read between two updates of the progress bar.
_TICK = 512


class _ReportError(Exception):
    """No report can be made; the message says why, and what to do."""


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="logs (default: standard input, or -)"
    )
    parser.add_argument(
        "--html", metavar="FILE", help="also write one self-contained page with plots"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument(
        "--top",
        type=_above_zero,
        default=10,
        metavar="N",
        help="how many causes, sources and limits to show (default: 10)",
    )
    for field, meaning in FIELDS.items():
        parser.add_argument(
            f"--{field}-field",
            type=_field,
            metavar="NAME",
            help=f"field that holds the {meaning}, such as a.b (default: common names)",
        )


def _field(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("the name is empty; name a field, such as a.b")
    return text


def _above_zero(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _run(arguments: Namespace) -> int:
    try:
        return 0 if _report(arguments) else UNUSABLE
    except _ReportError as error:
        complain(str(error))
        return UNUSABLE


def _report(arguments: Namespace) -> bool:
    """Read the logs, write the report, and return whether every log was read to its end."""
    from apifault._cli.summary import Summary
    from apifault._logs.reader import LogReader

    names = arguments.files or ["-"]
    reader = LogReader({field: getattr(arguments, f"{field}_field") for field in FIELDS})
    summary = Summary()
    with contextlib.ExitStack() as stack:
        # Before the logs are read, which may take long.
        page = _page_of(arguments.html, names, stack) if arguments.html else None
        console = None if arguments.json else _console()
        is_complete = _read(reader, summary, names)
        if not is_complete and not summary.calls:
            # Also keeps the old file of the page.
            raise _ReportError("no call was read, so there is nothing to report")
        answers = _answers(reader, summary, arguments.top)
        if page is not None:
            write, file = page
            file.write(write(answers, [shown_name(name) for name in names]))
    if console is not None:
        from apifault._cli.tables import show

        show(console, answers)
    else:
        write_json(json.dumps(answers, ensure_ascii=False))
    return is_complete


def _read(reader: "LogReader", summary: "Summary", names: list[str]) -> bool:
    """Add all the calls of the logs, and return whether every log was read to its end."""
    from apifault._cli.progress import progress

    is_complete = True
    for name in names:
        log = shown_name(name) if len(names) > 1 else None
        try:
            with opened(name) as stream, progress(stream) as (source, bar):
                for number, call in enumerate(reader.read(source, log)):
                    summary.add(call)
                    if bar is not None and number % _TICK == 0:
                        bar.update(reader.counts.lines)
        except InputError as error:
            is_complete = False
            complain(str(error))
        except (ValueError, EOFError) as error:
            is_complete = False
            complain(str(InputError(name, str(error))))
    return is_complete


def _answers(reader: "LogReader", summary: "Summary", top: int) -> dict[str, Any]:
    """Give all the answers, and notes on what was left out."""
    from apifault._logs.reader import LONGEST_LINE

    counts = reader.counts
    if not summary.calls:
        if not counts.lines:
            raise _ReportError("the log is empty: there is nothing to report")
        options = ", ".join(f"--{field}-field" for field in FIELDS)
        raise _ReportError(
            f"found no API calls in {_lines(counts.lines)}; if there are any, name their fields "
            f"with {options}"
        )
    notes = []
    if counts.unused:
        notes.append(f"No API call in {counts.unused:,} of {_lines(counts.lines)}.")
    if counts.cut:
        notes.append(f"{_lines(counts.cut)} of over {LONGEST_LINE:,} bytes: the rest was ignored.")
    if summary.evicted:
        notes.append(f"{summary.evicted:,} failures with rare causes are not among the causes.")
    return {"notes": notes, **summary.to_dict(top)}


def _lines(count: int) -> str:
    return f"{count:,} {'line' if count == 1 else 'lines'}"


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

    return _Tables(highlight=False)


def _page_of(path: str, logs: list[str], stack: contextlib.ExitStack) -> tuple[Any, Any]:
    """Give the function that writes the page, and the file."""
    import logging

    from apifault._cli.output_file import is_input, written

    if is_input(path, logs):
        raise _ReportError(
            f"{visible(path)} is one of the logs to read; name another file for the page"
        )

    # It would complain on standard error about folders and fonts that no plot depends on.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        from apifault._cli.html_page import html_page
    except ImportError:
        raise _ReportError(
            "the page needs jinja2, matplotlib and rich: pip install 'apifault[report]'"
        ) from None
    try:
        return html_page, stack.enter_context(written(path))
    except OSError as error:
        reason = error.strerror or "the system does not say why"
        raise _ReportError(f"cannot write {visible(path)}: {reason}") from error


COMMAND = Command(
    name="report",
    summary="report what went wrong in logs",
    description=_DESCRIPTION,
    example=_EXAMPLE,
    add_options=_add_options,
    run=_run,
)

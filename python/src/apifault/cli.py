"""The command `apifault`."""

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from stat import S_ISREG
from typing import BinaryIO

from apifault._core import Report, __version__, classify
from apifault._enums import Provider
from apifault.terminal import visible, visible_json

_UNUSABLE = 1
_INTERRUPTED = 130

# What `explain` reads at most, as its help says.
_LARGEST = 32 << 20

_EXIT_STATUS = "Exit status: 0 done, 1 some input was unusable, 2 wrong usage."

_EXPLAIN_EXAMPLE = """\
example:
  curl -is https://api.groq.com/openai/v1/models | apifault explain
"""

_EXPLAIN_HELP = """\
Explain one response to a person. It may be what `curl -i` or `-v` prints, a HAR entry or
file, a JSON object with a status, a JSON body alone, a line of a log, or the line in
which an SDK tells of it, such as `Error code: 429 - {'error': {...}}`. Of several,
the last failure is explained; in a traceback, the last with a status and a body. At
most 32 MiB are read. API keys are hidden.
"""

_KINDS_EXAMPLE = """\
example:
  apifault kinds
"""

_REPORT_HELP = """\
Read logs of any size and answer: which kinds of failure, when, from which provider
and model, what they cost in waiting, which limits were hit and by how much, which
errors were retried that no retry could fix, and the top causes with an example.

A log is JSON Lines, a JSON array, HAR, or text with the error lines of SDKs; it may
be gzipped. What Docker, Kubernetes, CloudWatch and other collectors wrap around a
line is taken off. API keys are hidden. The tables need rich, the page also jinja2 and
matplotlib, HAR ijson: pip install 'apifault[report]'.
"""

_REPORT_EXAMPLE = """\
examples:
  apifault report app.jsonl --html report.html
  apifault report --status-field http.code --body-field reply app.jsonl
"""

_CLASSIFY_HELP = """\
Each line of input is one JSON object; each gives one report, in the same order:

  status       the HTTP status; 0 where none is known (required)
  headers      an object (text or list of texts), or a list of [name, value]
  body         the body as text, or body_base64 where it is not UTF-8
  stream       true for one event of a stream
  now          the Unix time in seconds that absolute times are counted from
  provider     whom the caller believes it talks to

Other keys are ignored. A line that is no such object, such as an empty one, is
told on standard error as JSON, gives an "unknown" report in its place, and makes
the exit status 1. One line at a time is held in memory.
"""

_CLASSIFY_EXAMPLE = """\
example:
  echo '{"status": 429, "headers": {"retry-after": "2"}}' | apifault classify
"""


_RULES_HELP = """\
Each line is one row: what is looked for in a response, what it tells, the rule that
a report names for it, and the page that documents it or who sends it. In a wording
of a message, `a|b` is one word or the other, `x .. y` are runs of words with up to
seven from the first to the second, `x . y` with at most one word between; `^` is
the beginning of the message, `$` its end.
"""

_RULES_EXAMPLE = """\
examples:
  apifault rules --provider groq
  apifault rules phrase/context_window
"""


class _InputError(Exception):
    """An input cannot be read; the message is a sentence for a person."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"cannot read {_shown(name)}: {reason}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    A reader that closes the pipe early has what it wanted: that ends the command with status 0.
    """
    try:
        try:
            if sys.stdout is None:
                _complain("standard output is closed; connect it to a terminal, file or pipe")
                return _UNUSABLE
            if isinstance(sys.stdout, io.TextIOWrapper):
                # What the terminal's encoding lacks is told by its number.
                sys.stdout.reconfigure(errors="backslashreplace")
            arguments = _parser().parse_args(argv)
            status: int = arguments.run(arguments)
            return status
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 0
    except KeyboardInterrupt:
        _drop_output()
        return _INTERRUPTED
    except OSError as error:
        _drop_output()
        _complain(f"cannot write the output: {error.strerror}")
        return _UNUSABLE


def _parser() -> argparse.ArgumentParser:
    version = argparse.ArgumentParser(add_help=False)
    version.add_argument(
        "--version",
        action="version",
        version=f"apifault {__version__}",
        help="show the version and exit",
    )
    parser = argparse.ArgumentParser(
        prog="apifault",
        parents=[version],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="What went wrong with an LLM API call, whose turn it is, whether to retry, "
        "and when.",
        epilog=f"{_EXPLAIN_EXAMPLE}\n{_EXIT_STATUS}",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, does: str, description: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            parents=[version],
            formatter_class=argparse.RawDescriptionHelpFormatter,
            help=does,
            description=description,
            epilog=f"{example}\n{_EXIT_STATUS}",
        )

    explain = command(
        "explain", "explain one response to a person", _EXPLAIN_HELP, _EXPLAIN_EXAMPLE
    )
    explain.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="the response; standard input if none"
    )
    explain.add_argument(
        "--json", action="store_true", help="print the report as JSON, without API keys"
    )
    explain.add_argument(
        "--provider",
        choices=[provider.value for provider in Provider],
        metavar="P",
        help="whom the caller believes it talks to: " + ", ".join(Provider),
    )
    explain.add_argument(
        "--now",
        type=_seconds,
        metavar="SECONDS",
        help="the Unix time from which absolute times in the response are counted",
    )
    explain.add_argument(
        "--color",
        choices=["auto", "always", "never"],
        default="auto",
        help="when to color the page; auto: on a terminal, unless NO_COLOR is set",
    )
    explain.set_defaults(run=_explain)

    records = command(
        "classify",
        "classify responses: JSON Lines in, one report a line out",
        _CLASSIFY_HELP,
        _CLASSIFY_EXAMPLE,
    )
    records.add_argument(
        "files", metavar="FILE", nargs="*", help="JSON Lines; standard input if none, or -"
    )
    records.add_argument(
        "--tally", action="store_true", help="count the kinds on standard error at the end"
    )
    records.add_argument(
        "--redact", action="store_true", help="hide the API keys in the reports' texts"
    )
    records.set_defaults(run=_classify)

    knowledge = command(
        "rules", "print what is known: each row with its source", _RULES_HELP, _RULES_EXAMPLE
    )
    knowledge.add_argument(
        "name", metavar="NAME", nargs="?", help="a rule, as a report names it; all rows if none"
    )
    knowledge.add_argument(
        "--provider",
        choices=[provider.value for provider in Provider],
        metavar="P",
        help="only what this provider documents or sends: " + ", ".join(Provider),
    )
    knowledge.add_argument("--json", action="store_true", help="print each row as JSON")
    knowledge.set_defaults(run=_rules, refuse=knowledge.error)

    kinds = command(
        "kinds",
        "print the kinds: what each means, who must act, and what to do",
        "Print the kinds: what each means, who must act, and what to do.",
        _KINDS_EXAMPLE,
    )
    kinds.add_argument("--json", action="store_true", help="print each kind as JSON")
    kinds.set_defaults(run=_kinds)

    logs = command(
        "report", "read logs, and tell what went wrong in them", _REPORT_HELP, _REPORT_EXAMPLE
    )
    logs.add_argument("files", metavar="FILE", nargs="*", help="logs; standard input if none, or -")
    logs.add_argument("--html", metavar="FILE", help="write one self-contained page with plots")
    logs.add_argument("--json", action="store_true", help="print the answers as JSON")
    logs.add_argument(
        "--top",
        type=_above_zero,
        default=10,
        metavar="N",
        help="how many causes to show (default: 10)",
    )
    for field in ("status", "headers", "body", "time", "model", "provider", "call"):
        logs.add_argument(
            f"--{field}-field",
            type=_field,
            metavar="NAME",
            help=f"where a record has its {field}, such as a.b; found by usual names if not told",
        )
    logs.set_defaults(run=_report)
    return parser


def _explain(arguments: argparse.Namespace) -> int:
    try:
        with _opened(arguments.file) as stream:
            raw = stream.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise _InputError(
                arguments.file,
                "it is larger than 32 MiB; give one response, or read logs with `apifault report`",
            )
        report = _classify_input(arguments.file, raw, arguments.now, arguments.provider)
    except _InputError as error:
        _complain(str(error))
        return _UNUSABLE
    report = report.redacted()
    if arguments.json:
        _write_json(report)
        return 0

    import shutil

    from apifault.explain import page
    from apifault.terminal import wants_color

    width = max(40, min(100, shutil.get_terminal_size().columns))
    text = page(report, width=width, color=wants_color(arguments.color, sys.stdout))
    sys.stdout.buffer.write(text.encode(sys.stdout.encoding, "backslashreplace"))
    return 0


def _classify_input(name: str, raw: bytes, now: float | None, provider: str | None) -> Report:
    from apifault.inputs import classify_input

    try:
        return classify_input(raw, now=now, provider=provider)
    except ValueError as error:
        raise _InputError(name, str(error)) from error


def _classify(arguments: argparse.Namespace) -> int:
    from collections import Counter

    from apifault.records import UnusableError, classify_line

    unknown = classify(0, None, None)
    status = 0
    tally: Counter[str] = Counter()
    for name in arguments.files or ["-"]:
        try:
            for number, line in enumerate(_lines(name), 1):
                try:
                    report = classify_line(line)
                    tally[report.kind] += 1
                except UnusableError as error:
                    report = unknown
                    tally["unusable"] += 1
                    _complain_json(number, str(error), name if arguments.files else None)
                    status = _UNUSABLE
                _write_json(report.redacted() if arguments.redact else report)
        except _InputError as error:
            _complain(str(error))
            status = _UNUSABLE
    if arguments.tally:
        _complain_tally(tally)
    return status


def _rules(arguments: argparse.Namespace) -> int:
    from apifault.knowledge import selected, written

    chosen = selected(arguments.name, arguments.provider)
    if not chosen and arguments.name is not None:
        from difflib import get_close_matches

        names = {row.rule for row in selected(None, arguments.provider) if row.rule}
        near = get_close_matches(arguments.name[:100], names)
        hint = f"; is it {' or '.join(near)}?" if near else "; `apifault rules` prints all rows"
        arguments.refuse(f"there is no rule {visible(arguments.name)} here{hint}")
    sys.stdout.buffer.writelines(
        line.encode("utf-8") + b"\n" for line in written(chosen, json=arguments.json)
    )
    return 0


def _kinds(arguments: argparse.Namespace) -> int:
    from apifault.knowledge import kinds

    lines = kinds(json=arguments.json)
    sys.stdout.buffer.writelines(line.encode("utf-8") + b"\n" for line in lines)
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from apifault.report import ReportError, run

    try:
        return 0 if run(arguments, _opened_log, _complain) else _UNUSABLE
    except ReportError as error:
        _complain(str(error))
        return _UNUSABLE


@contextmanager
def _opened_log(name: str) -> Iterator[BinaryIO]:
    """Open a log; what is wrong inside it raises ValueError with its name, too."""
    try:
        with _opened(name) as stream:
            yield stream
    except _InputError as error:
        raise ValueError(str(error)) from error
    except (ValueError, EOFError) as error:
        raise ValueError(str(_InputError(name, str(error)))) from error


def _lines(name: str) -> Iterator[bytes]:
    """Read a file line by line. What goes wrong with a line's answer is no fault of the file."""
    with _opened(name) as stream:
        yield from stream


def _seconds(text: str) -> float:
    seconds = float(text)
    if not isfinite(seconds):
        raise argparse.ArgumentTypeError(
            f"{text} is no time; give Unix seconds, such as 1773742830"
        )
    return seconds


def _field(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty; name a field, such as a.b")
    return text


def _above_zero(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few; ask for 1 or more")
    return number


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input where its name is `-`."""
    try:
        with _open(name) as stream:
            if _is_output(stream):
                raise _InputError(name, "it is also the output; write that to another file")
            yield stream
    except IsADirectoryError as error:
        raise _InputError(name, "it is a directory; name a file in it") from error
    except FileNotFoundError as error:
        raise _InputError(name, "there is no such file; check its name") from error
    except PermissionError as error:
        raise _InputError(name, "you may not read it; change its permissions") from error
    except OSError as error:
        raise _InputError(
            name, error.strerror or str(error) or "the system does not say why"
        ) from error


def _open(name: str) -> BinaryIO:
    # The descriptor, as `sys.stdin` is None where standard input is closed.
    return open(0 if name == "-" else name, "rb", closefd=name != "-")


def _is_output(stream: BinaryIO) -> bool:
    """Whether what is read would grow by what is written."""
    try:
        output = os.fstat(sys.stdout.fileno())
        return S_ISREG(output.st_mode) and os.path.samestat(os.fstat(stream.fileno()), output)
    except (OSError, ValueError):
        return False


def _write_json(report: Report) -> None:
    """Write a report on a line of its own, for a reader that may wait for it."""
    sys.stdout.buffer.write(visible_json(report.to_json()).encode() + b"\n")
    sys.stdout.buffer.flush()


def _complain(sentence: str) -> None:
    _write_error(f"apifault: {sentence}")


def _complain_json(line: int, message: str, file: str | None) -> None:
    import json

    place = {"line": line} if file is None else {"file": file, "line": line}
    _write_error(json.dumps({"error": {**place, "message": message}}))


def _complain_tally(tally: dict[str, int]) -> None:
    total = sum(tally.values())
    counts = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts)
    _write_error(
        f"{total:,} {'response' if total == 1 else 'responses'}" + (kinds and f": {kinds}")
    )


def _write_error(line: str) -> None:
    # Without this, print() would turn to standard output where standard error is closed.
    if sys.stderr is not None:
        print(line, file=sys.stderr, flush=True)


def _drop_output() -> None:
    """Let the interpreter flush at its end to where nothing fails."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _shown(name: str) -> str:
    return "standard input" if name == "-" else visible(name)

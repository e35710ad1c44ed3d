"""`apifault explain`: one response, explained to a person."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from math import isfinite, nan

from apifault._cli.command import Command, add_provider
from apifault._cli.input_files import InputError, opened
from apifault._cli.output import UNUSABLE, complain, write_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._logs.sniff import Explained

_DESCRIPTION = """\
Explain one failed call: what went wrong, who has to fix it, whether to retry, and how
long to wait. The input can be what `curl -i` or `curl -v` prints, a HAR entry or file,
a JSON object with a status, a JSON body alone, log lines, or the text of an exception,
pasted as it is: one line of it, such as `Error code: 429 - {'error': {...}}`, or a
whole traceback. It can be a call without a response, such as a connection that was
refused or timed out, as curl, an SDK or an HTTP client says it. If the input holds
several responses, the last failed one is explained; in a traceback, the last one with
a status and a body. Of a saved stream, its first error is explained, or that it was
cut off; the page also tells where the errors are, and whether content came before.
Input over 32 MiB is refused. API keys are hidden.
"""

_EXAMPLE = """\
examples:
  curl -is https://api.groq.com/openai/v1/models | apifault explain
  echo 'ConnectError: [Errno 111] Connection refused' | apifault explain
"""

# As the description says.
_MOST_BYTES = 32 << 20


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help="the response (default: standard input)",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the report as JSON, without API keys"
    )
    add_provider(parser, "the provider you called, used if the response does not show who answered")
    parser.add_argument(
        "--now",
        type=_seconds,
        metavar="SECONDS",
        help="the time of the response in Unix seconds, from which absolute times in it count "
        "(default: the one that the input states, else the present time)",
    )
    parser.add_argument(
        "--color",
        choices=["auto", "always", "never"],
        default="auto",
        help="when to color the page (default: auto, on a terminal unless NO_COLOR is set)",
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = nan
    if not isfinite(seconds):
        raise ArgumentTypeError(f"{text!r} is not a time; give Unix seconds, such as 1773742830")
    return seconds


def _run(arguments: Namespace) -> int:
    try:
        report, stream, counted_from = _read(arguments.file, arguments.now, arguments.provider)
    except InputError as error:
        complain(str(error))
        return UNUSABLE
    if arguments.json:
        write_json(report.redacted().to_json())
        return 0

    import shutil

    from apifault._cli.terminal import wants_color
    from apifault._cli.terminal_page import terminal_page

    width = max(40, min(100, shutil.get_terminal_size().columns))
    color = wants_color(arguments.color, sys.stdout)
    text = terminal_page(
        report.redacted(), width=width, color=color, stream=stream, counted_from=counted_from
    )
    sys.stdout.buffer.write(text.encode(sys.stdout.encoding, "backslashreplace"))
    return 0


def _read(name: str, now: float | None, provider: str | None) -> "Explained":
    from apifault._logs.sniff import classify_input

    with opened(name) as stream:
        raw = stream.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise InputError(
            name, "it is larger than 32 MiB; give one response, or read logs with `apifault report`"
        )
    try:
        return classify_input(raw, now=now, provider=provider)
    except ValueError as error:
        raise InputError(name, str(error)) from error


COMMAND = Command(
    name="explain",
    summary="explain one failed call",
    description=_DESCRIPTION,
    example=_EXAMPLE,
    add_options=_add_options,
    run=_run,
)

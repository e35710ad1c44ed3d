"""The command `apifault`: its subcommands, and how it ends."""

import io
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from apifault._cli import classify, explain, kinds, report, rules, scan
from apifault._cli.command import Command
from apifault._cli.output import UNUSABLE, complain, drop_output
from apifault._core import __version__

COMMANDS = (
    explain.COMMAND,
    classify.COMMAND,
    scan.COMMAND,
    report.COMMAND,
    rules.COMMAND,
    kinds.COMMAND,
)

_INTERRUPTED = 130

_EXIT_STATUS = "Exit status: 0 done, 1 some input was unusable, 2 wrong usage."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    If the reader closes the pipe early, it has what it wanted: the status is 0.
    """
    try:
        try:
            if sys.stdout is None:
                complain("standard output is closed; connect it to a terminal, file or pipe")
                return UNUSABLE
            if isinstance(sys.stdout, io.TextIOWrapper):
                # A character that the terminal's encoding lacks is shown as its escape.
                sys.stdout.reconfigure(errors="backslashreplace")
            arguments = _parser().parse_args(argv)
            status: int = arguments.run(arguments)
            return status
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return 0
    except KeyboardInterrupt:
        drop_output()
        return _INTERRUPTED
    except OSError as error:
        drop_output()
        complain(f"cannot write the output: {error.strerror}")
        return UNUSABLE


def _parser() -> ArgumentParser:
    version = ArgumentParser(add_help=False)
    version.add_argument(
        "--version",
        action="version",
        version=f"apifault {__version__}",
        help="show the version and exit",
    )
    parser = ArgumentParser(
        prog="apifault",
        parents=[version],
        formatter_class=RawDescriptionHelpFormatter,
        description="Find out what went wrong with an LLM API call, who has to fix it, whether to "
        "retry,\nand how long to wait.",
        epilog=f"{explain.COMMAND.example}\n{_EXIT_STATUS}",
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(command: Command) -> None:
        subparser = subparsers.add_parser(
            command.name,
            parents=[version],
            formatter_class=RawDescriptionHelpFormatter,
            help=command.summary,
            description=command.description,
            epilog=f"{command.example}\n{_EXIT_STATUS}",
        )
        command.add_options(subparser)
        subparser.set_defaults(run=command.run, parser=subparser)

    for command in COMMANDS:
        add(command)
    return parser

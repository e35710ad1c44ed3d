"""What every subcommand has."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple

from apifault._enums import Provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import _ActionsContainer


class Command(NamedTuple):
    """A subcommand: its help, its options and what it does."""

    name: str
    # One line in the list of commands.
    summary: str
    description: str
    example: str
    add_options: Callable[[ArgumentParser], None]
    # Returns the exit status.
    run: Callable[[Namespace], int]


def add_provider(parser: "_ActionsContainer", help_text: str) -> None:
    """Add the option `--provider`."""
    parser.add_argument(
        "--provider",
        choices=[provider.value for provider in Provider],
        metavar="P",
        help=f"{help_text}; one of " + ", ".join(Provider),
    )

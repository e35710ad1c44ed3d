"""The options of `report`."""

import math
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from typing import Any

from apifault._cli.command import add_provider
from apifault._cli.log_times import moment, zone

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

GROUPS = ("key", "route", "model", "provider")


def add_options(parser: ArgumentParser) -> None:
    """Add the options and the logs."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="logs (default: standard input, or -)"
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "--html", metavar="FILE", help="also write one self-contained page with plots"
    )
    output.add_argument("--json", action="store_true", help="print JSON instead of tables")
    output.add_argument(
        "--top",
        type=_above_zero,
        default=10,
        metavar="N",
        help="how many rows a table has at most (default: 10)",
    )
    output.add_argument(
        "--by", choices=GROUPS, metavar="NAME", help="group the calls by " + _either(GROUPS)
    )
    output.add_argument(
        "--fail-above",
        type=_percent,
        metavar="PERCENT",
        help="exit with status 3 if a larger share of the calls failed",
    )
    _add_following(parser)
    _add_choice(parser)
    _add_reading(parser)


def _add_following(parser: ArgumentParser) -> None:
    following = parser.add_argument_group("a log that grows")
    following.add_argument(
        "--follow",
        action="store_true",
        help="read on as one log grows, and show the tables again and again; Ctrl-C ends it with "
        "the last ones",
    )
    following.add_argument(
        "--interval",
        type=_seconds,
        metavar="SECONDS",
        help="how often to show the tables (default: 1 on a terminal, else 60)",
    )


def _add_choice(parser: ArgumentParser) -> None:
    choice = parser.add_argument_group("which calls count")
    moment = "ISO 8601, or an age such as 90s, 30m, 2h, 1d, 1w"
    choice.add_argument("--since", metavar="TIME", help=f"calls from this time on: {moment}")
    choice.add_argument("--until", metavar="TIME", help="calls before this time")
    for option, metavar, help_text in (
        ("--path", "PREFIX", "requests whose path begins so, in place of the paths of LLM APIs"),
        ("--host", "HOST", "requests to this host"),
        ("--method", "METHOD", "requests with this method"),
    ):
        choice.add_argument(
            option,
            dest=f"{option[2:]}s",
            action="append",
            default=[],
            metavar=metavar,
            help=f"{help_text}; repeatable",
        )


def _add_reading(parser: ArgumentParser) -> None:
    reading = parser.add_argument_group("how to read a log")
    reading.add_argument(
        "--timezone",
        type=zone,
        metavar="ZONE",
        help="zone of times without one, such as Europe/Berlin or +02:00 (default: the local one)",
    )
    add_provider(reading, "provider of calls that do not show one")
    for field, meaning in FIELDS.items():
        reading.add_argument(
            f"--{field}-field",
            type=_field,
            metavar="NAME",
            help=f"field that holds the {meaning}, such as a.b (default: common names)",
        )


def check(arguments: Namespace) -> None:
    """End with a message if the options contradict each other."""
    if arguments.follow and len(arguments.files) > 1:
        arguments.parser.error("--follow reads one log; name one")
    if arguments.interval is not None and not arguments.follow:
        arguments.parser.error("--interval needs --follow")


def filters(arguments: Namespace) -> list[str]:
    """Give the options that count some requests only."""
    given = {"--path": arguments.paths, "--host": arguments.hosts, "--method": arguments.methods}
    return [option for option, values in given.items() if values]


def reader_options(arguments: Namespace) -> dict[str, Any]:
    """Give the options of the reader."""
    now = datetime.now(UTC)

    def time(option: str) -> float | None:
        text = getattr(arguments, option)
        try:
            return None if text is None else moment(text, arguments.timezone, now)
        except (ValueError, OverflowError, OSError):
            arguments.parser.error(
                f"argument --{option}: {text!r} is not a time; give ISO 8601, such as "
                "2026-03-17T10:20, or an age, such as 2h"
            )
            raise

    fields = [
        (field, name)
        for field in FIELDS
        for name in (getattr(arguments, f"{field}_field") or "").split()
    ]
    since, until = time("since"), time("until")
    if since is not None and until is not None and until <= since:
        arguments.parser.error(f"argument --until: {arguments.until!r} is not after --since")
    return {
        "timezone": arguments.timezone,
        "fields": fields,
        "paths": arguments.paths,
        "hosts": arguments.hosts,
        "methods": arguments.methods,
        "since": since,
        "until": until,
        "today": now.timestamp(),
        "provider": arguments.provider,
        "by": arguments.by,
    }


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _field(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("the name is empty; name a field, such as a.b")
    return text


def _above_zero(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _percent(text: str) -> float:
    percent = _number(text.removesuffix("%"))
    if not 0 <= percent <= 100:
        raise ArgumentTypeError(f"{text!r} is not a percentage; give a number from 0 to 100")
    return percent


def _seconds(text: str) -> float:
    seconds = _number(text)
    if not 0 < seconds <= 86_400:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0, at most a day")
    return seconds

"""`apifault rules`: what the library knows, each row with its source."""

from argparse import ArgumentParser, Namespace

from apifault._cli.command import Command, add_provider
from apifault._cli.output import write_lines
from apifault._display import visible

_DESCRIPTION = """\
Print the rules. Each line is one row: what it matches in a response, what follows, the
rule that a report names for it, and the page that documents it or the software that
sends it. In the wording of a message, `a|b` matches either word, `x .. y` matches two
parts with up to seven words from the first to the second, `x . y` two parts with at
most one word between; `^` is the beginning of the message, `$` its end.
"""

_EXAMPLE = """\
examples:
  apifault rules --provider groq
  apifault rules phrase/context_window
"""


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a rule, as a report names it (default: all rows)"
    )
    add_provider(parser, "print only what this provider documents or sends")
    parser.add_argument("--json", action="store_true", help="print each row as JSON")


def _run(arguments: Namespace) -> int:
    from apifault._cli.catalog import selected, written

    chosen = selected(arguments.name, arguments.provider)
    if not chosen and arguments.name is not None:
        from difflib import get_close_matches

        names = {row.rule for row in selected(None, arguments.provider) if row.rule}
        near = get_close_matches(arguments.name[:100], names)
        hint = f"did you mean {' or '.join(near)}?" if near else "`apifault rules` prints all rules"
        of_provider = f" of {arguments.provider}" if arguments.provider else ""
        arguments.parser.error(f"no rule{of_provider} is called {visible(arguments.name)}; {hint}")
    write_lines(written(chosen, json=arguments.json))
    return 0


COMMAND = Command(
    name="rules",
    summary="print the rules, each row with its source",
    description=_DESCRIPTION,
    example=_EXAMPLE,
    add_options=_add_options,
    run=_run,
)

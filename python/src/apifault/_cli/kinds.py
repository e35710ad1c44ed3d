"""`apifault kinds`: the kinds of answers."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from apifault._cli.command import Command
from apifault._cli.output import write_lines
from apifault._enums import Kind

_EXAMPLE = """\
example:
  apifault kinds
"""


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print each kind as JSON")


def _run(arguments: Namespace) -> int:
    write_lines(_as_json() if arguments.json else _as_text())
    return 0


def _as_json() -> Iterator[str]:
    for kind in Kind:
        yield json.dumps(
            {
                "kind": kind,
                "fault": kind.fault,
                "advice": kind.advice,
                "scope": kind.scope,
                "remedies": kind.remedies,
                "meaning": kind.meaning,
                "action": kind.action,
            }
        )


def _as_text() -> Iterator[str]:
    for kind in Kind:
        remedies = ", ".join(kind.remedies) or "none"
        yield f"{kind}  (fault: {kind.fault}, retry: {kind.advice})"
        yield f"  scope: {kind.scope}, remedies: {remedies}"
        yield f"  {kind.meaning}"
        yield f"  {kind.action}"


COMMAND = Command(
    name="kinds",
    summary="print the kinds: what each means, who must act, and what to do",
    description="Print the kinds: what each means, who must act, and what to do.",
    example=_EXAMPLE,
    add_options=_add_options,
    run=_run,
)

"""`apifault scan`: JSON Lines with streams in, what went wrong in each out."""

import json
from argparse import ArgumentParser, Namespace

from apifault._cli.command import Command
from apifault._cli.input_files import InputError, lines_of
from apifault._cli.output import UNUSABLE, complain, complain_json, write_json
from apifault._core import redact
from apifault._enums import Ended

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._cli.jsonl import Scanned
    from apifault._core import Report

_DESCRIPTION = """\
Find the errors inside streamed responses, and how each stream ended. Each input line is
one JSON object with the whole body of a stream:

  id            text or a number, repeated in the output
  body          the body as text, or body_base64 if it is not UTF-8; one of them is required
  status        the HTTP status (default, and if it is 0: 200)
  headers       an object (values: text or a list of texts), or a list of [name, value]
  content_type  the content type, if it is not among the headers
  now           the time of the response in Unix seconds
  provider      the provider you called

Other keys are ignored. Each line yields one JSON object, in the same order:

  id            that of the line, or null
  errors        the reports of the errors that the server told of, in their order
  ended         complete, cut_off, error, or unknown: this kind of stream marks no end
  delivered     whether content came before the error, or before the end
  report        the report to act on: of the first error, or of the cut; or null

A line that is not such an object is reported on standard error as JSON, yields an
object without errors that ended `unknown`, and sets the exit status to 1. Memory does
not grow with the number of lines. API keys are hidden, unless --raw is given.
"""

_EXAMPLE = """\
example:
  echo '{"body": "data: {\\"error\\": {\\"message\\": \\"Overloaded\\"}}\\n\\n"}' | apifault scan
"""


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="JSON Lines (default: standard input, or -)"
    )
    parser.add_argument("--raw", action="store_true", help="keep API keys in the output")


def _run(arguments: Namespace) -> int:
    from apifault._cli.jsonl import UnusableError, scan_line

    nothing = _json(None, [], Ended.UNKNOWN, False, "null")
    status = 0
    for name in arguments.files or ["-"]:
        try:
            for number, line in enumerate(lines_of(name), 1):
                try:
                    answer = _answer(scan_line(line), raw=arguments.raw)
                except UnusableError as error:
                    answer = nothing
                    file = {"file": name} if arguments.files else {}
                    complain_json({**file, "line": number}, str(error))
                    status = UNUSABLE
                write_json(answer)
        except InputError as error:
            complain(str(error))
            status = UNUSABLE
    return status


def _answer(scanned: "Scanned", *, raw: bool) -> str:
    def shown(report: "Report") -> str:
        return (report if raw else report.redacted()).to_json()

    name, errors, ending = scanned
    return _json(
        name if raw or not isinstance(name, str) else redact(name),
        [shown(error.report) for error in errors],
        ending.ended,
        ending.delivered,
        "null" if ending.report is None else shown(ending.report),
    )


def _json(name: object, errors: list[str], ended: Ended, delivered: bool, report: str) -> str:
    """Write the answer; the errors and the report are JSON already."""
    return (
        f'{{"id":{json.dumps(name)},"errors":[{",".join(errors)}],"ended":"{ended}",'
        f'"delivered":{json.dumps(delivered)},"report":{report}}}'
    )


COMMAND = Command(
    name="scan",
    summary="find the errors inside streams: JSON Lines in, one answer a line out",
    description=_DESCRIPTION,
    example=_EXAMPLE,
    add_options=_add_options,
    run=_run,
)

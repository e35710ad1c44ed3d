"""`apifault classify`: JSON Lines in, one report a line out."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor

from apifault._cli.command import Command
from apifault._cli.input_files import InputError, whole_lines_of
from apifault._cli.output import (
    UNUSABLE,
    complain,
    complain_json,
    write_error,
    write_json_lines,
)
from apifault._core import classify_jsonl_lines

_DESCRIPTION = """\
Classify responses. Each input line is one JSON object and yields one report, in the
same order:

  status       the HTTP status, required; 0 if it is not known
  headers      an object (values: text or a list of texts), or a list of [name, value]
  body         the body as text, or body_base64 if it is not UTF-8; a whole stream is read as one
  stream       true if the body is one event of a stream
  now          the time of the response in Unix seconds
  provider     the provider you called

Other keys are ignored. A line that is not such an object is reported on standard
error as JSON, yields an `unknown` report, and sets the exit status to 1. Memory does
not grow with the number of lines. API keys are kept, unless --redact is given.
"""

_EXAMPLE = """\
example:
  echo '{"status": 429, "headers": {"retry-after": "2"}}' | apifault classify
"""


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="JSON Lines (default: standard input, or -)"
    )
    parser.add_argument(
        "--tally",
        action="store_true",
        help="print how often each kind occurred, on standard error at the end",
    )
    parser.add_argument("--redact", action="store_true", help="hide API keys in the reports")


def _run(arguments: Namespace) -> int:
    classifier = _Classifier(redact=arguments.redact)
    # The next lines are read while these are classified and written.
    with ThreadPoolExecutor(1) as pool:
        for name in arguments.files or ["-"]:
            classifier.start(name if arguments.files else None)
            pending: Future[None] | None = None
            try:
                for lines in whole_lines_of(name):
                    if pending:
                        pending.result()
                    pending = pool.submit(classifier.classify, lines)
            except InputError as error:
                if pending:
                    pending.result()
                pending = None
                complain(str(error))
                classifier.status = UNUSABLE
            if pending:
                pending.result()
    if arguments.tally:
        write_error(_shown(classifier.tally))
    return classifier.status


class _Classifier:
    """Classifies the lines of files and writes their reports."""

    def __init__(self, *, redact: bool) -> None:
        self.status = 0
        self.tally: Counter[str] = Counter()
        self._redact = redact
        self._file: dict[str, str] = {}
        self._before = 0

    def start(self, name: str | None) -> None:
        """Begin with a file, which has a name unless it is standard input by default."""
        self._file = {} if name is None else {"file": name}
        self._before = 0

    def classify(self, lines: bytes) -> None:
        """Write the reports of the next whole lines, and what is wrong with the lines."""
        reports, count, unusable, kinds, doubtful = classify_jsonl_lines(lines, redact=self._redact)
        write_json_lines(reports, doubtful)
        for number, message in unusable:
            complain_json({**self._file, "line": self._before + number}, message)
            self.status = UNUSABLE
        self._before += count
        self.tally.update(dict(kinds))
        self.tally.update({"unusable": len(unusable)} if unusable else {})


def _shown(tally: Counter[str]) -> str:
    total = tally.total()
    counts = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts)
    return f"{total:,} {'response' if total == 1 else 'responses'}" + (kinds and f": {kinds}")


COMMAND = Command(
    name="classify",
    summary="classify responses: JSON Lines in, one report a line out",
    description=_DESCRIPTION,
    example=_EXAMPLE,
    add_options=_add_options,
    run=_run,
)

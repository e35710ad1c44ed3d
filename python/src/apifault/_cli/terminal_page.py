"""A report as a page of text for a terminal."""

from collections.abc import Iterator

from apifault._cli.terminal import wrap
from apifault._core import ErrorObject, Limit, Report, Rule, rule
from apifault._display import shorten, visible
from apifault._duration import duration
from apifault._enums import Advice, Fault, Scope
from apifault._limits import sentence, subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._logs.saved_stream import SavedStream

_LABEL_WIDTH = 15
_MESSAGE_LENGTH = 2_000
_GENERATION_LENGTH = 400
_FIELD_LENGTH = 200
_ERRORS = 10
_FULL_TEXT = "; --json shows them all"

_BOLD = "1"
_DIM = "2"
_FAULT_COLORS = {
    Fault.NONE: "32",
    Fault.CALLER: "31",
    Fault.ACCOUNT: "33",
    Fault.PROVIDER: "35",
}

# From when the delay counts, if the response states an absolute time.
_COUNTED_FROM = {
    "given": "--now",
    "record": "the time in the record",
    "date": "the date of the response",
    "clock": "the present time",
}

# A label and the lines beside it.
_Row = tuple[str, list[str]]


def terminal_page(
    report: Report,
    *,
    width: int,
    color: bool,
    stream: "SavedStream | None" = None,
    counted_from: str | None = None,
) -> str:
    """Write the page, `width` characters wide. Nothing in it can act on the terminal.

    The report is shown as it is, keys and all; of a stream, only the kinds of its errors.
    `counted_from` is the time from which the delay counts, if it comes from an absolute time.
    """

    def paint(text: str, *codes: str) -> str:
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if color else text

    text_width = width - _LABEL_WIDTH
    lines = [paint(_headline(report), _BOLD, _FAULT_COLORS[report.fault])]
    for rows in (
        _judgement(report, text_width, counted_from),
        () if stream is None else _stream(stream, text_width),
        _limits(report, text_width),
        _error(report, text_width),
    ):
        section: list[str] = []
        for label, texts in rows:
            for number, text in enumerate(texts):
                shown = label.ljust(_LABEL_WIDTH) if number == 0 else " " * _LABEL_WIDTH
                section.append((paint(shown, _DIM) + text).rstrip())
        if section:
            lines += ["", *section]
    return "\n".join(lines) + "\n"


def _headline(report: Report) -> str:
    status = f"HTTP {report.status}" if report.status else "no HTTP status"
    provider = f" from {report.provider}" if report.provider else ""
    return f"{_words(report.kind).capitalize()}: {status}{provider}"


def _judgement(report: Report, width: int, counted_from: str | None) -> Iterator[_Row]:
    yield "What happened", wrap(report.kind.meaning, width)
    yield "Why", [line for text in _why(report) for line in wrap(text, width)]
    yield "Who must act", wrap(report.fault.meaning, width)
    yield "What to do", wrap(report.action, width)
    yield "Retry", wrap(_retry(report, counted_from), width)
    if report.scope is not Scope.NONE:
        yield "What fails", wrap(report.scope.meaning, width)
    if report.remedies:
        yield "What may help", wrap(_remedies(report), width)


def _why(report: Report) -> Iterator[str]:
    found = rule(report.rule)
    if found is None:
        # A report that another version wrote may name a rule that this one lacks.
        yield f"rule {report.rule}"
        return
    yield f"{found.evidence} (rule {found.id})"
    yield from _matched(report, found)


def _matched(report: Report, found: Rule) -> Iterator[str]:
    """Give the values in the response that the rule matched."""
    step, _, name = found.id.partition("/")
    if step == "status":
        if report.status and name != str(report.status):
            yield f"status is {report.status}"
    elif step == "numbers":
        limit = report.limit_hit
        if limit and limit.is_below_request:
            yield f"requested is {limit.requested:,}, limit is {limit.limit:,}"
        elif limit and limit.limit == 0:
            yield "limit is 0"
    elif step == "code":
        errors = [("error", report.error)]
        if report.upstream:
            errors.append(("upstream.error", report.upstream.error))
        for owner, error in errors:
            for field, value in (("code", error.code), ("type", error.type)):
                if value is not None and found.matches_code(value):
                    yield f'{owner}.{field} is "{_one_line(value)}"'


def _retry(report: Report, counted_from: str | None) -> str:
    retry = report.retry
    if retry.advice is not Advice.AFTER_DELAY or retry.delay_ms is None:
        return f"{_words(retry.advice).capitalize()}. {retry.advice.meaning}"
    wait = f"Wait {duration(retry.delay_ms)}" if retry.delay_ms else "At once"
    exact = f"{wait} ({retry.delay_ms:,} ms)"
    source = f", from {_inner(retry.source.meaning)}" if retry.source else ""
    since = _COUNTED_FROM.get(counted_from or "")
    until = f"; an absolute time, counted from {since}" if since else ""
    return f"{exact}{source}{until}."


def _remedies(report: Report) -> str:
    first, *others = [remedy.meaning.removesuffix(".") for remedy in report.remedies]
    return "; ".join([first, *map(_inner, others)]) + "."


def _stream(stream: "SavedStream", width: int) -> Iterator[_Row]:
    ending = stream.ending
    yield (
        "Stream",
        wrap(f"{_several(ending.events, 'event')}, {_several(stream.length, 'byte')}", width),
    )
    yield "How it ended", wrap(ending.ended.meaning, width)
    if ending.report is None:
        came = "Content came." if ending.delivered else "No content came."
    elif ending.delivered:
        came = "Content came before: a retry gives it again."
    else:
        came = "No content came before: nobody notices a retry."
    yield "Delivered", wrap(came, width)
    shown = [
        f"{_words(kind)}, in event {event:,}, which begins at byte {position:,}"
        for event, position, kind in stream.errors[:_ERRORS]
    ]
    if len(stream.errors) > _ERRORS:
        shown.append(f"and {len(stream.errors) - _ERRORS:,} more")
    if shown:
        yield "Errors in it", [line for text in shown for line in wrap(text, width)]
    if ending.skipped:
        yield "Passed over", wrap(f"{_several(ending.skipped, 'event')} over 1 MiB", width)


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _limits(report: Report, width: int) -> Iterator[_Row]:
    limit = report.limit_hit
    if limit:
        yield "Limit hit", wrap(sentence(limit), width)
    if len(report.limits) > (1 if limit else 0):
        yield "Limits", _table(report.limits)


def _table(limits: tuple[Limit, ...]) -> list[str]:
    def cell(number: int | None) -> str:
        return "" if number is None else f"{number:,}"

    columns = [
        ["", *map(subject, limits)],
        ["allowed", *(cell(limit.limit) for limit in limits)],
        ["used", *(cell(limit.used) for limit in limits)],
        ["left", *(cell(limit.remaining) for limit in limits)],
        ["requested", *(cell(limit.requested) for limit in limits)],
        [
            "full again in",
            *("" if limit.reset_ms is None else duration(limit.reset_ms) for limit in limits),
        ],
    ]
    aligned = []
    for column in columns:
        if any(column[1:]):
            width = max(map(len, column))
            align = str.rjust if column[0] else str.ljust
            aligned.append([align(text, width) for text in column])
    return ["  ".join(cells) for cells in zip(*aligned, strict=True)]


def _error(report: Report, width: int) -> Iterator[_Row]:
    yield from _fields(report.error, width)
    if report.error.failed_generation is not None:
        text = shorten(report.error.failed_generation, _GENERATION_LENGTH, _FULL_TEXT)
        yield "Model wrote", wrap(text, width)
    if report.upstream:
        status = f", HTTP {report.upstream.status}" if report.upstream.status else ""
        yield "Upstream", [f"{report.upstream.provider or 'another server'}{status}"]
        for label, lines in _fields(report.upstream.error, width):
            yield f"  {label}", lines
    if report.request_id is not None:
        yield "Request id", [_one_line(report.request_id)]


def _fields(error: ErrorObject, width: int) -> Iterator[_Row]:
    if error.message is not None:
        yield "Message", wrap(shorten(error.message, _MESSAGE_LENGTH, _FULL_TEXT), width)
    for label, value in (("Type", error.type), ("Code", error.code), ("Parameter", error.param)):
        if value is not None:
            yield label, [_one_line(value)]


def _one_line(text: str) -> str:
    return visible(shorten(text, _FIELD_LENGTH, _FULL_TEXT))


def _words(member: str) -> str:
    return member.replace("_", " ")


def _inner(sentence: str) -> str:
    """Turn a sentence into a part of one."""
    return sentence[0].lower() + sentence[1:].removesuffix(".")

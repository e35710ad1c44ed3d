"""The answers of `report` as tables on a terminal."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from apifault._cli.chart import chart
from apifault._cli.log_notes import several, unreadable
from apifault._cli.table_layout import Column, table
from apifault._display import visible
from apifault._duration import duration

# How many kinds of failures a row names.
_KINDS = 3

# What stands for a provider, a model or a name that is not shown.
_NOT_SHOWN = "-"


def show(console: Console, answers: dict[str, Any]) -> None:
    """Print all the answers. Nothing in them can act on the terminal."""
    for part in parts(answers, console):
        console.print(part)


def parts(answers: dict[str, Any], console: Console) -> Iterable[RenderableType]:
    """Give what is printed, from above."""
    width = console.width
    yield _line(headline(answers), "bold")
    if during := span_of(answers):
        yield _line(during, "dim")
    for note in answers["notes"]:
        yield _line(note, "yellow")
    yield Text()
    if not answers["failed"]:
        return
    yield from _kinds(answers, width)
    spans = answers["timeline"]["spans"]
    if len(spans) > 1:
        is_ascii = not (console.encoding or "").lower().startswith("utf")
        yield _line("When calls failed", "bold")
        *drawn, unit = chart(answers["timeline"], width, is_ascii=is_ascii)
        for number, row in enumerate(drawn):
            yield Text(row, style="red" if number < len(drawn) - 2 else "", no_wrap=True)
        yield Text(unit, style="dim", no_wrap=True)
        yield Text()
    yield from _sources(answers, width)
    yield from _groups(answers, width)
    yield from _waiting(answers)
    yield from _limits(answers, width)
    yield _line("Top causes", "bold")
    for number, cause in enumerate(answers["causes"], 1):
        yield _cause(number, cause)
    yield from _more(answers, "causes", "failure", "failures")


def headline(answers: dict[str, Any]) -> str:
    """Say in one sentence how many calls there were, and how many failed."""
    calls, failed = answers["calls"], answers["failed"]
    total = several(calls, "call", "calls")
    if not failed:
        lost = answers["input"]["unreadable"]
        return f"{total}, but {unreadable(lost)}." if lost else f"{total}, none failed."
    if failed == calls:
        return f"{total}, {'it' if calls == 1 else 'all'} failed."
    return f"{total}: {calls - failed:,} succeeded, {failed:,} failed ({failed / calls:.1%})."


def span_of(answers: dict[str, Any]) -> str:
    """Say from when to when the calls were sent."""
    first, last = minute(answers["first"]), minute(answers["last"])
    if first[:10] == last[:10]:
        last = last[11:]
    return f"{first} to {last}, UTC" if first else ""


def _kinds(answers: dict[str, Any], width: int) -> Iterable[RenderableType]:
    rows, calls = answers["kinds"], answers["calls"]
    times = [time for row in rows for time in (row["first"], row["last"]) if time]
    # The date stands above if it is the same for all.
    from_place = 11 if len({time[:10] for time in times}) == 1 else 5

    def time(when: str | None) -> str:
        return minute(when)[from_place:]

    yield table(
        "Kinds of failures",
        rows,
        width,
        Column("kind", lambda row: row["kind"]),
        Column("calls", lambda row: row["count"], is_number=True),
        Column("share", lambda row: f"{row['count'] / calls:.1%}", is_number=True, rank=1),
        Column("who must act", lambda row: row["fault"], rank=2),
        Column("first", lambda row: time(row["first"]), rank=4),
        Column("last", lambda row: time(row["last"]), rank=3),
    )
    yield Text()


def _sources(answers: dict[str, Any], width: int) -> Iterable[RenderableType]:
    rows = answers["sources"]
    if all(row["provider"] is None and row["model"] is None for row in rows):
        return
    yield table(
        "Providers and models",
        rows,
        width,
        Column("provider", lambda row: name(row["provider"])),
        Column("model", lambda row: name(row["model"]), form="name"),
        Column("calls", lambda row: row["calls"], is_number=True, rank=1),
        Column("failed", lambda row: row["failed"], is_number=True),
        Column("top failures", lambda row: weightiest(row["kinds"]), form="list", rank=2),
    )
    yield from _more(answers, "sources", "call", "calls")


def _groups(answers: dict[str, Any], width: int) -> Iterable[RenderableType]:
    by = answers["by"]
    if by is None:
        return
    yield table(
        f"By {by}",
        answers["groups"],
        width,
        Column(by, lambda row: name(row["name"]), form="name"),
        Column("calls", lambda row: row["calls"], is_number=True, rank=1),
        Column("failed", lambda row: row["failed"], is_number=True),
        Column("share", lambda row: f"{row['failed'] / row['calls']:.1%}", is_number=True, rank=3),
        Column("waits", lambda row: _wait(row["stated_ms"]), is_number=True, rank=4),
        Column("top failures", lambda row: weightiest(row["kinds"]), form="list", rank=2),
    )
    yield from _more(answers, "groups", "call", "calls")


def _limits(answers: dict[str, Any], width: int) -> Iterable[RenderableType]:
    if not answers["limits"]:
        return
    yield table(
        "Limits that were hit",
        answers["limits"],
        width,
        Column("provider", lambda row: name(row["provider"]), rank=2),
        Column("model", lambda row: name(row["model"]), form="name", rank=1),
        Column("limit", limit_name),
        Column("hits", lambda row: row["hits"], is_number=True),
        Column("mean excess", lambda row: row["mean_excess"], is_number=True, rank=4),
        Column("max excess", lambda row: row["max_excess"], is_number=True, rank=3),
    )
    yield from _more(answers, "limits", "hit", "hits")


def waiting(answers: dict[str, Any]) -> list[str]:
    """Say in sentences how much waiting the failures cost, and what was retried in vain."""
    waits, lines = answers["waiting"], []
    for key, times in (
        ("stated", "Servers asked {} to wait"),
        ("announced", "Clients announced {} that they would wait"),
    ):
        if waits[key]["count"]:
            begin = times.format(_times(waits[key]["count"]))
            lines.append(f"{begin}: {_lengths(waits[key])}")
    if waits["observed"]["count"]:
        retries = several(waits["observed"]["count"], "retry", "retries")
        lines.append(f"{retries} came after a wait: {_lengths(waits['observed'])}")
    futile = answers["futile_retries"]
    if futile:
        lines.append(
            f"{several(futile, 'retry was', 'retries were')} in vain, after an error that no "
            "retry can fix; see the causes below."
        )
    if answers["repeats"]:
        lines.append(
            f"{several(answers['repeats'], 'failure', 'failures')} that no retry can fix came "
            "again within a minute. They may be retries: log an id for each call to find out."
        )
    return lines


def _lengths(waits: dict[str, Any]) -> str:
    total = duration(waits["total_ms"])
    if waits["count"] == 1:
        return f"{total}."
    median, p95, longest = (duration(waits[key]) for key in ("median_ms", "p95_ms", "max_ms"))
    if waits["count"] * waits["max_ms"] == waits["total_ms"]:
        return f"{longest} each, {total} in all."
    return f"median {median}, 95th percentile {p95}, longest {longest}, {total} in all."


def repeated(cause: dict[str, Any]) -> str:
    """Say how often failures that no retry fixes were sent again."""
    lines = []
    if futile := cause["futile_retries"]:
        lines.append(f"Retried in vain {_times(futile)}.")
    if repeats := cause["repeats"]:
        lines.append(f"Came again {_times(repeats)} within a minute.")
    return " ".join(lines)


def place(cause: dict[str, Any]) -> str:
    """Say where the example stands: in which line, and of which log if there are several."""
    if cause["example_file"] is None:
        return f"line {cause['example_line']:,}"
    return f"{cause['example_file']}:{cause['example_line']}"


def limit_name(row: dict[str, Any]) -> str:
    """Name a limit, such as `6,000 tokens per minute`."""
    limit = "" if row["limit"] is None else f"{row['limit']:,} "
    window = f" per {row['window']}" if row["window"] else ""
    return f"{limit}{row['metric'].replace('_', ' ')}{window}"


def name(value: str | None) -> str:
    """Show a provider, a model or the name of a group."""
    return _NOT_SHOWN if value is None else value


def weightiest(kinds: dict[str, int]) -> list[str]:
    """Name the most frequent kinds of failures."""
    return [f"{count:,} {kind}" for kind, count in list(kinds.items())[:_KINDS]]


def left_out(answers: dict[str, Any], table: str, one: str, more: str) -> str:
    """Say what a table leaves out."""
    rest = answers["left_out"][table]
    if not rest["rows"]:
        return ""
    rows = several(rest["rows"], f"more {table.removesuffix('s')}", f"more {table}")
    return f"{rows} with {several(rest['count'], one, more)}: see --top."


def minute(when: str | None) -> str:
    """Write a time to the minute."""
    return "" if when is None else when[:16].replace("T", " ")


def _more(answers: dict[str, Any], table: str, one: str, more: str) -> Iterable[RenderableType]:
    if rest := left_out(answers, table, one, more):
        yield _line(rest, "dim")
    yield Text()


def _waiting(answers: dict[str, Any]) -> Iterable[RenderableType]:
    lines = waiting(answers)
    if lines:
        yield _line("Waiting and retries", "bold")
        for line in lines:
            yield _line(line, "")
        yield Text()


def _cause(number: int, cause: dict[str, Any]) -> RenderableType:
    provider = f" from {cause['provider']}" if cause["provider"] else ""
    model = f", {cause['model']}" if cause["model"] else ""
    lines = [
        _line(f"{number}. {cause['count']:,} x {cause['kind']}{provider}{model}", "bold"),
        _line(cause["example"] or "(no message)", ""),
        _line(f"{cause['action']} ({cause['rule']}, {place(cause)})", "dim"),
    ]
    if again := repeated(cause):
        lines.append(_line(again, "yellow"))
    return Group(*lines, Text())


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _wait(total_ms: int) -> str:
    return duration(total_ms) if total_ms else ""


def _line(text: str, style: str) -> Text:
    return Text(visible(" ".join(text.split(" "))), style=style)

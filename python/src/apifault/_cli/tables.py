"""The answers of `report` as tables on a terminal."""

from collections.abc import Callable, Iterable
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from apifault._cli.duration import duration
from apifault._display import visible
from apifault._enums import Kind

_BARS = " ▁▂▃▄▅▆▇█"

# A column: its heading, whether it is of numbers, and how a row's cell is written.
_Column = tuple[str, bool, Callable[[dict[str, Any]], object]]


def show(console: Console, answers: dict[str, Any]) -> None:
    """Print all the answers. Nothing in them can act on the terminal."""
    for part in _parts(answers):
        console.print(part)


def _parts(answers: dict[str, Any]) -> Iterable[RenderableType]:
    yield _line(headline(answers), "bold")
    for note in answers.get("notes", ()):
        yield _line(note, "yellow")
    calls = answers["calls"]
    yield _table(
        "Kinds",
        answers["kinds"],
        ("kind", False, lambda row: row["kind"]),
        ("calls", True, lambda row: row["count"]),
        ("share", True, lambda row: f"{row['count'] / calls:.1%}"),
        ("who must act", False, lambda row: row["fault"]),
        ("first", False, lambda row: _minute(row["first"])),
        ("last", False, lambda row: _minute(row["last"])),
    )
    if not answers["failed"]:
        return
    spans = answers["timeline"]["spans"]
    if len(spans) > 1:
        yield _line("When it failed", "bold")
        yield _line(_sparkline([failures(span) for span in spans]), "red")
        width = duration(answers["timeline"]["width_s"] * 1_000)
        yield _line(f"each column is {width}, in UTC", "dim")
        yield Text()
    yield _table(
        "Providers and models",
        answers["sources"],
        ("provider", False, lambda row: row["provider"]),
        ("model", False, lambda row: row["model"]),
        ("calls", True, lambda row: row["calls"]),
        ("failed", True, lambda row: row["failed"]),
        ("kinds", False, lambda row: _counts(row["kinds"])),
    )
    yield from _waiting(answers)
    if answers["limits"]:
        yield _table(
            "Limits that were hit",
            answers["limits"],
            ("provider", False, lambda row: row["provider"]),
            ("model", False, lambda row: row["model"]),
            ("limit", False, limit_name),
            ("hits", True, lambda row: row["hits"]),
            ("mean excess", True, lambda row: row["mean_excess"]),
            ("max excess", True, lambda row: row["max_excess"]),
        )
    yield _line("Top causes", "bold")
    for number, cause in enumerate(answers["causes"], 1):
        yield _cause(number, cause)


def headline(answers: dict[str, Any]) -> str:
    """Say in one sentence how many calls there were and how many failed."""
    calls, failed = answers["calls"], answers["failed"]
    total = _several(calls, "call", "calls")
    return (
        f"{total}, {failed:,} failed ({failed / calls:.1%})."
        if failed
        else f"{total}, none failed."
    )


def waiting(answers: dict[str, Any]) -> list[str]:
    """Say in sentences how much waiting the failures cost, and what was retried in vain."""
    stated, lines = answers["waiting"]["stated"], []
    if stated["count"]:
        lines.append(
            f"Servers asked {_times(stated['count'])} to wait, {duration(stated['total_ms'])} in "
            f"all: {duration(stated['mean_ms'])} on average, {duration(stated['max_ms'])} at most."
        )
    if answers["waiting"]["observed_ms"]:
        observed = duration(answers["waiting"]["observed_ms"])
        lines.append(f"Calls waited {observed} between a failure and the next attempt.")
    futile = answers["futile_retries"]
    if futile:
        lines.append(
            f"{_several(futile, 'call was', 'calls were')} retried in vain, after an error that no "
            "retry can fix; see the causes below."
        )
    if answers["repeats"]:
        lines.append(
            f"{_several(answers['repeats'], 'failure', 'failures')} that no retry can fix came "
            "again within a minute. They may be retries: log an id for each call to find out."
        )
    return lines


def repeated(cause: dict[str, Any]) -> str:
    """Say how often a failure that no retry can fix was retried, or came again."""
    if cause["futile_retries"]:
        return f"Retried {_times(cause['futile_retries'])} in vain: no retry can fix it."
    if cause["repeats"]:
        return f"Came again {_times(cause['repeats'])} within a minute; no retry can fix it."
    return ""


def place(cause: dict[str, Any]) -> str:
    """Say where the example of a cause is: the file, if there are several, and the line."""
    if cause["example_file"] is None:
        return f"line {cause['example_line']:,}"
    return f"{cause['example_file']}:{cause['example_line']}"


def _several(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def failures(span: dict[str, Any]) -> int:
    """Count the failures of a span of time."""
    return sum(count for kind, count in span["kinds"].items() if not Kind(kind).is_success)


def limit_name(row: dict[str, Any]) -> str:
    """Name a limit, such as `6,000 tokens per minute`."""
    limit = "" if row["limit"] is None else f"{row['limit']:,} "
    window = f" per {row['window']}" if row["window"] else ""
    return f"{limit}{row['metric'].replace('_', ' ')}{window}"


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


def _table(title: str, rows: list[dict[str, Any]], *columns: _Column) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for heading, is_number, _ in columns:
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_line(_cell(write(row)), "") for _, _, write in columns))
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _line(text: str, style: str) -> Text:
    return Text(visible(" ".join(text.split(" "))), style=style)


def _counts(kinds: dict[str, int]) -> str:
    return ", ".join(
        f"{count:,} {kind}" for kind, count in kinds.items() if not Kind(kind).is_success
    )


def _minute(when: str | None) -> str:
    return "" if when is None else when[:16].replace("T", " ")


def _sparkline(counts: list[int]) -> str:
    most = max(counts)
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most) if most else 0] for count in counts)

"""Tables that fit a terminal: no word is broken, and what has no room is left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from apifault._display import visible

# What stands between two columns.
_BETWEEN = 2

# The narrowest that a name is cut to.
_LEAST_NAME = 8


@dataclass(frozen=True)
class Column:
    """A column of a table, and what becomes of it if the table is too wide."""

    heading: str
    write: Callable[[dict[str, Any]], object]
    is_number: bool = False
    # Names are cut, a list gets a line for each of its items, and all else stays as it is.
    form: str = ""
    # The column with the highest rank is left out first; one of rank 0 never is.
    rank: int = 0


def table(title: str, rows: Sequence[dict[str, Any]], width: int, *columns: Column) -> Table:
    """Make a table of at most `width` characters, if that is possible."""
    cells = [[_items(column.write(row)) for row in rows] for column in columns]
    filled = [place for place, column in enumerate(cells) if any(any(items) for items in column)]
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_edge=False,
        # A space stands between two columns anyway.
        padding=(0, _BETWEEN - 1, 0, 0),
        pad_edge=False,
    )
    texts = []
    for place, room in _fitted([(columns[place], cells[place]) for place in filled], width):
        column, items = columns[filled[place]], cells[filled[place]]
        one_line = [", ".join(each) for each in items]
        fits = all(cell_len(line) <= room for line in one_line)
        is_list = column.form == "list" and not fits
        texts.append(["\n".join(each) for each in items] if is_list else one_line)
        made.add_column(
            column.heading,
            justify="right" if column.is_number else "left",
            width=room,
            no_wrap=True,
            overflow="ellipsis",
        )
    for row in zip(*texts, strict=True):
        made.add_row(*map(Text, row))
    return made


def _fitted(columns: list[tuple[Column, list[list[str]]]], width: int) -> list[tuple[int, int]]:
    """Choose the columns that fit, by their places, and how wide they are."""
    places = list(range(len(columns)))
    while True:
        widths = {place: _natural(*columns[place]) for place in places}
        excess = sum(widths.values()) + _BETWEEN * (len(places) - 1) - width
        for form in ("list", "name"):
            for place in places:
                column, cells = columns[place]
                if excess > 0 and column.form == form:
                    less = min(excess, widths[place] - _least(column, cells))
                    widths[place] -= less
                    excess -= less
        last = max(places, key=lambda place: columns[place][0].rank)
        if excess <= 0 or columns[last][0].rank == 0:
            return list(widths.items())
        places.remove(last)


def _natural(column: Column, cells: list[list[str]]) -> int:
    return max(cell_len(column.heading), *(cell_len(", ".join(items)) for items in cells))


def _least(column: Column, cells: list[list[str]]) -> int:
    heading = cell_len(column.heading)
    if column.form == "list":
        return max(heading, *(cell_len(item) for items in cells for item in items))
    return min(_natural(column, cells), max(_LEAST_NAME, heading))


def _items(value: object) -> list[str]:
    if isinstance(value, list):
        return [visible(item) for item in value]
    if value is None:
        return [""]
    return [visible(f"{value:,}" if isinstance(value, int) else str(value))]

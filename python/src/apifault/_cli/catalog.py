"""The rows of the core's tables, as the command prints them."""

import json as _json
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from apifault._core import rows


class Row(NamedTuple):
    """One row of a table, and its source."""

    table: str
    matches: str
    yields: str
    rule: str | None
    provider: str | None
    source: str


def selected(rule: str | None, provider: str | None) -> list[Row]:
    """Select the rows of this rule and this provider; None selects all."""
    every = (Row(*row) for row in rows())
    return [
        row
        for row in every
        if (rule is None or row.rule == rule) and (provider is None or row.provider == provider)
    ]


def written(chosen: list[Row], *, json: bool) -> Iterator[str]:
    """Write rows as lines: JSON Lines, or a paragraph for each table."""
    if json:
        yield from (_json.dumps(row._asdict(), ensure_ascii=False) for row in chosen)
        return
    for number, (table, group) in enumerate(groupby(chosen, key=lambda row: row.table)):
        if number:
            yield ""
        yield f"{table}:"
        for row in group:
            rule = f" [{row.rule}]" if row.rule else ""
            yield f"  {row.matches}  →  {row.yields}{rule}  ({row.source})"

"""What the library knows, for people to read: its kinds, and the rows of its tables."""

import json as _json
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from apifault._core import rows
from apifault._enums import Kind


class Row(NamedTuple):
    """One fact, and where it comes from."""

    table: str
    looks_for: str
    tells: str
    rule: str | None
    provider: str | None
    source: str


def selected(rule: str | None, provider: str | None) -> list[Row]:
    """Select the rows of this rule and this provider; of all where one is None."""
    every = (Row(*row) for row in rows())
    return [
        row
        for row in every
        if (rule is None or row.rule == rule) and (provider is None or row.provider == provider)
    ]


def written(chosen: list[Row], *, json: bool) -> Iterator[str]:
    """Write the lines that tell of these rows: JSON Lines, or a paragraph for each table."""
    if json:
        yield from (_json.dumps(row._asdict(), ensure_ascii=False) for row in chosen)
        return
    for number, (table, group) in enumerate(groupby(chosen, key=lambda row: row.table)):
        if number:
            yield ""
        yield f"{table}:"
        for row in group:
            rule = f" [{row.rule}]" if row.rule else ""
            yield f"  {row.looks_for}  →  {row.tells}{rule}  ({row.source})"


def kinds(*, json: bool) -> Iterator[str]:
    """Write the lines that tell of every kind: JSON Lines, or a paragraph for each."""
    for kind in Kind:
        if json:
            told = {
                "kind": kind,
                "fault": kind.fault,
                "advice": kind.advice,
                "meaning": kind.meaning,
                "action": kind.action,
            }
            yield _json.dumps(told)
        else:
            yield f"{kind}  (fault: {kind.fault}, retry: {kind.advice})"
            yield f"  {kind.meaning}"
            yield f"  {kind.action}"

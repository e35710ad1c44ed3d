"""A chart of failures over time for a terminal: bars, a scale and an axis of times."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from apifault._duration import duration

_HEIGHT = 4
_WIDEST_BAR = 3
_LEAST_ROOM = 8


class _Characters(NamedTuple):
    # None of a block, its eighths, and all of it.
    blocks: str
    tick: str
    side: str
    corner: str
    axis: str
    time: str


_DRAWN = _Characters(" ▁▂▃▄▅▆▇█", "┤", "│", "└", "─", "┬")
_ASCII = _Characters("  ..::###", "|", "|", "+", "-", "+")

# What stands between two times.
_GAP = 2

_DAY_S = 86_400


def chart(timeline: dict[str, Any], width: int, *, is_ascii: bool = False) -> list[str]:
    """Draw the failures of each span in lines of at most `width` characters."""
    spans, width_s = timeline["spans"], timeline["width_s"]
    drawn = _ASCII if is_ascii else _DRAWN
    # No sum of spans is wider than the sum of all.
    failed = [span["failed"] for span in spans]
    room = max(width - len(f"{sum(failed):,}") - 2, _LEAST_ROOM)
    each = -(-len(spans) // room)
    counts = [sum(failed[place : place + each]) for place in range(0, len(spans), each)]
    bar = min(_WIDEST_BAR, room // len(counts))
    most = max(counts)
    scale = f"{most:,}"
    margin = " " * len(scale)
    rows = []
    for row in range(_HEIGHT - 1, -1, -1):
        bars = "".join(_block(count, most, row, drawn.blocks) * bar for count in counts)
        label = f"{scale} {drawn.tick}" if row == _HEIGHT - 1 else f"{margin} {drawn.side}"
        rows.append(label + bars.rstrip())
    begins = [span["from"] for span in spans[::each]]
    times = _times(begins, bar, room, width_s * each)
    axis = [drawn.axis] * (bar * len(counts))
    text = ""
    for at, time in times:
        axis[at] = drawn.time
        text = f"{text:<{at}}{time}"
    return [
        *rows,
        f"{0:>{len(scale)}} {drawn.corner}{''.join(axis)}",
        f"{margin}  {text}",
        f"{margin}  one bar: {duration(width_s * each * 1_000)}, in UTC",
    ]


def _block(count: int, most: int, row: int, blocks: str) -> str:
    """Give what a bar shows in a row, counted from below; a count above 0 always shows."""
    eighths = -(-count * _HEIGHT * 8 // most) if most else 0
    return blocks[max(0, min(8, eighths - row * 8))]


def _times(begins: list[int], bar: int, room: int, width_s: int) -> list[tuple[int, str]]:
    """Give the times that fit under the bars, each with the place where its bar begins."""
    times: list[tuple[int, str]] = []
    day: date | None = None
    free = 0
    for place, begin in enumerate(begins):
        moment = datetime.fromtimestamp(begin, UTC)
        if place * bar < free:
            continue
        if width_s >= _DAY_S:
            form = "%Y-%m-%d"
        else:
            form = "%H:%M" if width_s >= 60 else "%H:%M:%S"
            form = form if moment.date() == day else f"%Y-%m-%d {form}"
        text = moment.strftime(form)
        if place * bar + len(text) > room:
            break
        day = moment.date()
        times.append((place * bar, text))
        free = place * bar + len(text) + _GAP
    return times

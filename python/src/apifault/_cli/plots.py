"""The plots of the page, as SVG with the font and the colors of the page around them."""

import re
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from apifault._cli.tables import limit_name, name
from apifault._display import visible
from apifault._duration import duration

# Each plot is drawn twice: the page shows the one that fits.
_WIDTHS = {"desk": 760, "phone": 340}
_SIZE = 12
_LINE, _SOFT, _INK, *_SERIES = (f"#0000{number:02x}" for number in range(1, 12))
_OVER, _PLAIN = _SERIES[0], _SERIES[2]
# Colors stand for variables of the page's style sheet, which differ in the light and in the dark.
_VARIABLES = {
    _LINE: "var(--line)",
    _SOFT: "var(--soft)",
    _INK: "var(--ink)",
    **{color: f"var(--c{place})" for place, color in enumerate(_SERIES)},
}
_STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _SOFT,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": _SOFT,
    "axes.titlelocation": "left",
    "axes.titlesize": _SIZE,
    "font.family": "DejaVu Sans",
    "font.size": _SIZE,
    "grid.color": _LINE,
    "svg.fonttype": "none",
    "svg.hashsalt": "apifault",
    "text.color": _SOFT,
    "text.parse_math": False,
    "xtick.labelcolor": _SOFT,
    "xtick.major.pad": 6,
    "xtick.major.size": 0,
    "ytick.labelcolor": _SOFT,
    "ytick.major.size": 0,
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_SVG = "{http://www.w3.org/2000/svg}"
_TIP = "tip:"

_DAY_S = 86_400
_LEAST_SPANS = 12
_LEAST_BUCKETS = 6
_MOST_LIMITS = 20
_LIMIT_HEIGHT = 62
_LEAST_PERCENT, _MOST_PERCENT = 125, 200


def timeline(timeline: dict[str, Any], colors: dict[str, int], legend: list[str]) -> Markup:
    """Draw the failures of each span, stacked; `colors` has the place of each kind in `legend`."""
    spans, width_s = timeline["spans"], timeline["width_s"]
    counts = [[0] * len(spans) for _ in legend]
    for place, span in enumerate(spans):
        for kind in span["kinds"].keys() & colors.keys():
            counts[colors[kind]][place] += span["kinds"][kind]
    totals = [sum(column) for column in zip(*counts, strict=True)]
    if not any(totals):
        return Markup()
    width = width_s / _DAY_S
    begins = [span["from"] / _DAY_S for span in spans]
    edges = [*begins, begins[-1] + width]

    def time(day: float) -> str:
        moment = datetime.fromtimestamp(round(day * _DAY_S), UTC)
        return moment.strftime("%Y-%m-%d %H:%M" if width_s >= 60 else "%Y-%m-%d %H:%M:%S")

    during = f"{time(edges[0])} to {time(edges[-1])}, UTC"

    def draw(axes: Axes, room: int) -> None:
        # The highest first: each lower one covers it, so that no seam is left between two.
        tops = totals
        for color, row in reversed(list(zip(_SERIES, counts, strict=False))):
            axes.stairs(tops, edges, fill=True, color=color)
            tops = [top - count for top, count in zip(tops, row, strict=True)]
        # Invisible, but a pointer finds them.
        bars = axes.bar(begins, max(totals), width, align="edge", alpha=0)
        for bar, when, *column in zip(bars, begins, *counts, strict=True):
            parts = [f"{n:,} {name}" for n, name in zip(column, legend, strict=True) if n]
            if parts:
                bar.set_gid(f"{_TIP}{time(when)}: {', '.join(parts)}")
        _span(axes, edges[0], edges[-1], _LEAST_SPANS * width)
        _dates(axes, min(room // 68, 9))
        axes.set_xlabel(during, loc="right")
        _numbers(axes, f"failures in each {duration(width_s * 1_000)}")

    return _drawn(f"Failures by kind, {during}", 230, draw)


def waits(stated: dict[str, Any]) -> Markup:
    """Draw how often servers asked for a delay, by its length."""
    buckets = stated["histogram"]
    used = [place for place, bucket in enumerate(buckets) if bucket["count"]]
    if not used:
        return Markup()
    first, last = used[0], used[-1]
    shown = buckets[first : last + 1]
    bounds = [0, *(bucket["up_to_ms"] for bucket in buckets)][first : last + 2]
    names = ["longer" if bound is None else duration(bound) if bound else "0" for bound in bounds]

    def draw(axes: Axes, room: int) -> None:
        counts = [bucket["count"] for bucket in shown]
        bars = axes.bar(range(len(shown)), counts, 0.94, color=_PLAIN)
        for place, bar in enumerate(bars):
            length = f"{names[place]} to {names[place + 1]}"
            bar.set_gid(f"{_TIP}{length}: {counts[place]:,}")
        _span(axes, -0.5, len(shown) - 0.5, _LEAST_BUCKETS)
        every = -(-len(names) // (room // 80))
        places = range(len(names) - 1, -1, -every)
        axes.set_xticks([place - 0.5 for place in places], [names[place] for place in places])
        _numbers(axes, "responses, by the stated wait")

    return _drawn("How long servers asked to wait", 210, draw)


def limits(rows: list[dict[str, Any]]) -> Markup:
    """Draw the largest use of each limit, as a share of the limit."""
    rows = [row for row in rows if row["max_share"] is not None][:_MOST_LIMITS]
    if not rows:
        return Markup()
    percents = [100 * row["max_share"] for row in rows]
    end = min(max(*percents, _LEAST_PERCENT), _MOST_PERCENT)

    def draw(axes: Axes, room: int) -> None:
        for place, (row, percent) in enumerate(zip(rows, percents, strict=True)):
            tip = f"{_TIP}{percent:,.0f} % of the limit"
            for left, right, color in ((0, 100, _PLAIN), (100, end, _OVER)):
                if percent > left:
                    (bar,) = axes.barh(place, min(percent, right) - left, 0.3, left, color=color)
                    bar.set_gid(tip)
            axes.vlines(100, place - 0.22, place + 0.22, color=_INK)
            source = f"{name(row['provider'])}, {name(row['model'])}"
            hits = f"{row['hits']:,} {'hit' if row['hits'] == 1 else 'hits'}"
            usage = f"{limit_name(row)}: {percent:,.0f} %, {hits}"
            for above, line, color in ((0.5, source, _INK), (0.23, usage, _SOFT)):
                text = axes.text(0, place - above, _cut(line, room // 7), color=color, va="bottom")
                text.set_in_layout(False)
        axes.set_xlim(0, end)
        axes.set_ylim(len(rows) - 0.5, -0.75)
        axes.set_yticks([])
        axes.xaxis.set_major_locator(MaxNLocator(room // 70, steps=[1, 2.5, 5, 10]))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:.0f} %"))

    return _drawn("How much of each limit was asked for", 40 + _LIMIT_HEIGHT * len(rows), draw)


def _span(axes: Axes, first: float, last: float, least: float) -> None:
    """Show from `first` to `last`, and at least a length, for few bars not to be huge."""
    more = max(0, least - (last - first)) / 2
    axes.set_xlim(first - more, last + more)


def _dates(axes: Axes, most: int) -> None:
    locator = AutoDateLocator(UTC, minticks=min(3, most - 1), maxticks=most)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(
            locator,
            UTC,
            formats=["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%H:%M:%S"],
            zero_formats=["", "%Y", "%m-%d", "%m-%d", "%H:%M", "%H:%M:%S"],
            show_offset=False,
        )
    )


def _numbers(axes: Axes, title: str) -> None:
    """Count upwards, in whole numbers with separators."""
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="y")
    axes.set_title(title)


def _drawn(label: str, height: float, draw: Callable[[Axes, int], None]) -> Markup:
    with style.context(["default", _STYLE]), warnings.catch_warnings():
        # It warns of characters that its font lacks; the reader's font may have them.
        warnings.simplefilter("ignore")
        return Markup("\n").join(
            _once(label, name, width, height, draw) for name, width in _WIDTHS.items()
        )


def _once(
    label: str, name: str, width: int, height: float, draw: Callable[[Axes, int], None]
) -> Markup:
    # At 72 dots an inch, one unit of the drawing is one of CSS's pixels.
    figure = Figure((width / 72, height / 72), dpi=72, layout="constrained")
    figure.patch.set_visible(False)
    axes = figure.add_subplot()
    axes.patch.set_visible(False)
    draw(axes, width)
    file = BytesIO()
    figure.savefig(file, format="svg", metadata=_NO_METADATA)
    svg = ElementTree.fromstring(file.getvalue())
    _adapt(svg)
    svg.attrib = {
        "class": name,
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-label": label,
    }
    return Markup(ElementTree.tostring(svg, "unicode"))


def _adapt(svg: ElementTree.Element) -> None:
    """Make a document a part of the page: without ids, which might clash, and without fonts."""
    for child in svg.findall(f"{_SVG}defs"):
        svg.remove(child)
    for element in list(svg.iter()):
        element.tag = element.tag.removeprefix(_SVG)
        element.attrib.pop("clip-path", None)
        tip = element.attrib.pop("id", "")
        if tip.startswith(_TIP):
            ElementTree.SubElement(element, "title").text = tip.removeprefix(_TIP)
        if css := element.get("style"):
            css = re.sub(r"font-family:[^;]*;?", "", css)
            element.set("style", re.sub("#0000..", lambda color: _VARIABLES[color[0]], css))


def _cut(text: str, length: int) -> str:
    shown = visible(text)
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"

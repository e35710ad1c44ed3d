"""What a log tells, as one self-contained HTML page."""

from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from apifault._core import __version__
from apifault.explain import duration
from apifault.tables import failures, headline, limit_name, repeated, waiting
from apifault.terminal import visible

_WIDTH, _HEIGHT = 720, 220
_LEFT, _BOTTOM = 44, 24
_COLORS = 8
_GOOD = {"success", "partial_content"}


def page(answers: dict[str, Any], names: list[str]) -> str:
    """Write the page. Every text in it is escaped; it loads nothing and runs no script."""
    environment = Environment(
        loader=PackageLoader("apifault", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        duration=duration, limit_name=limit_name, number=_number, repeated=repeated
    )
    failed = [row["kind"] for row in answers["kinds"] if row["kind"] not in _GOOD]
    colors = {kind: min(place, _COLORS - 1) for place, kind in enumerate(failed)}
    return environment.get_template("report.html.jinja").render(
        answers=answers,
        names=names,
        headline=headline(answers),
        waiting=waiting(answers),
        colors=colors,
        legend=_legend(failed),
        timeline=_timeline(answers["timeline"], failed),
        waits=_waits(answers["waiting"]["stated"]),
        limits=[row for row in answers["limits"] if row["most_share"] is not None],
        version=__version__,
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        bottom=_BOTTOM,
    )


def _legend(kinds: list[str]) -> list[tuple[str, int]]:
    """Name each color; the last one stands for all kinds that have none of their own."""
    if len(kinds) <= _COLORS:
        return [(kind, place) for place, kind in enumerate(kinds)]
    own = [(kind, place) for place, kind in enumerate(kinds[: _COLORS - 1])]
    return [*own, (f"{len(kinds) - len(own)} other kinds", _COLORS - 1)]


def _shown(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value, keep="\n")
    return value


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _timeline(timeline: dict[str, Any], kinds: list[str]) -> dict[str, Any] | None:
    """Place the stacked bars of the failures of each span."""
    spans = timeline["spans"]
    most = max(map(failures, spans), default=0)
    if not most:
        return None
    step = (_WIDTH - _LEFT) / len(spans)
    scale = (_HEIGHT - _BOTTOM - 8) / most
    bars = []
    for place, span in enumerate(spans):
        top = float(_HEIGHT - _BOTTOM)
        for kind in kinds:
            count = span["kinds"].get(kind, 0)
            if count:
                top -= count * scale
                bars.append(
                    {
                        "x": round(_LEFT + place * step, 2),
                        "y": round(top, 2),
                        "width": round(max(step * 0.86, 0.5), 2),
                        "height": round(count * scale, 2),
                        "kind": kind,
                        "title": f"{_time(span['from'])}: {count:,} {kind}",
                    }
                )
    return {
        "bars": bars,
        "most": most,
        "first": _time(spans[0]["from"]),
        "last": _time(spans[-1]["from"] + timeline["width_s"]),
        "each": duration(timeline["width_s"] * 1_000),
    }


def _waits(stated: dict[str, Any]) -> dict[str, Any] | None:
    """Place the bars of the delays that servers asked for."""
    buckets = stated["histogram"]
    used = [place for place, bucket in enumerate(buckets) if bucket["count"]]
    if not used:
        return None
    shown = buckets[used[0] : used[-1] + 1]
    most = max(bucket["count"] for bucket in shown)
    step = (_WIDTH - _LEFT) / len(shown)
    scale = (_HEIGHT - _BOTTOM - 8) / most
    bars = []
    for place, bucket in enumerate(shown):
        bound = bucket["up_to_ms"]
        label = f"≤ {duration(bound)}" if bound is not None else "longer"
        height = bucket["count"] * scale
        bars.append(
            {
                "x": round(_LEFT + place * step, 2),
                "middle": round(_LEFT + (place + 0.43) * step, 2),
                "y": round(_HEIGHT - _BOTTOM - height, 2),
                "width": round(step * 0.86, 2),
                "height": round(height, 2),
                "label": label,
                "title": f"{label}: {bucket['count']:,}",
            }
        )
    return {"bars": bars, "most": most, "every": -(-len(bars) // 4)}


def _time(when: float) -> str:
    try:
        return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return "?"

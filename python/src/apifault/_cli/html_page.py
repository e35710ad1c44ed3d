"""The answers of `report` as one self-contained HTML page."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from apifault._cli import plots
from apifault._cli.tables import (
    headline,
    left_out,
    limit_name,
    name,
    place,
    repeated,
    span_of,
    waiting,
    weightiest,
)
from apifault._core import __version__
from apifault._display import visible
from apifault._duration import duration

_COLORS = 8


def html_page(answers: dict[str, Any], names: list[str]) -> str:
    """Write the page. Every text in it is escaped; it loads nothing and runs no script."""
    environment = Environment(
        loader=PackageLoader("apifault._cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "duration": duration,
        "left_out": left_out,
        "limit_name": limit_name,
        "name": name,
        "number": _number,
        "place": place,
        "repeated": repeated,
        "weightiest": weightiest,
    }
    environment.filters.update(filters)
    kinds = [row["kind"] for row in answers["kinds"]]
    colors = {kind: min(place, _COLORS - 1) for place, kind in enumerate(kinds)}
    legend = _legend(kinds)
    return environment.get_template("report.html.jinja").render(
        answers=answers,
        names=names,
        headline=headline(answers),
        during=span_of(answers),
        waiting=waiting(answers),
        colors=colors,
        legend=legend,
        timeline=plots.timeline(answers["timeline"], colors, [name for name, _ in legend]),
        waits=plots.waits(answers["waiting"]["stated"]),
        limits=plots.limits(answers["limits"]),
        version=__version__,
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

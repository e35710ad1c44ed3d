#!/usr/bin/env python3
"""Draw what `make simulate` measured: the load around an overload, and the retries that failed.

    plot.py FOLDER FILE

FOLDER has `simulation.csv` and `simulation-load.csv`; FILE is the SVG to write.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BASELINE = "no retry"
LOADS = [
    "openai-python",
    "groq-python",
    "litellm `completion`",
    "litellm `Router`",
    "smithy 2.1",
    "apifault",
]
OVERLOAD_SECONDS = 180
MINUTE = 60

# Of the palette of Okabe and Ito, which colour-blind people can tell apart.
BLUE, ORANGE, GREEN, VERMILION = "#0072b2", "#e69f00", "#009e73", "#d55e00"
SHADE, INK = "#ececec", "#222222"


# The coordinates of an element.
COORDINATES = re.compile(r'(?<= [dxy]=")[^"]*')


def rounded(coordinates: re.Match[str]) -> str:
    """Return coordinates with one digit after the point."""
    return re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.1f}", coordinates[0])


def plain(name: str) -> str:
    """Return a name without the marks of Markdown."""
    return name.replace("`", "")


def read_metrics(path: Path) -> dict[str, dict[str, float]]:
    """Return the mean of each metric of each policy."""
    metrics: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            metrics[row["policy"]][row["metric"]] = float(row["mean"])
    return metrics


def read_loads(path: Path) -> dict[str, list[tuple[int, float]]]:
    """Return the load of each policy at each second from the start of the overload."""
    loads: dict[str, list[tuple[int, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            loads[row["policy"]].append((int(row["seconds"]), float(row["load"])))
    return loads


def in_pairs(load: list[tuple[int, float]]) -> tuple[list[float], list[float]]:
    """Return the minutes and the loads, of two neighbours their mean: a smaller file."""
    pairs = list(zip(load[::2], load[1::2], strict=True))
    minutes = [first[0] / MINUTE for first, _ in pairs]
    return minutes, [(first[1] + second[1]) / 2 for first, second in pairs]


def draw_load(
    axes: Axes, name: str, load: list[tuple[int, float]], baseline: list[tuple[int, float]]
) -> None:
    """Draw the load of one policy beside the load without retries."""
    axes.axvspan(0, OVERLOAD_SECONDS / MINUTE, color=SHADE, linewidth=0)
    minutes, values = in_pairs(load)
    _, below = in_pairs(baseline)
    colour = BLUE if name == "apifault" else VERMILION
    axes.fill_between(minutes, values, step="post", color=colour, alpha=0.25, linewidth=0)
    axes.step(minutes, below, where="post", color=INK, linewidth=0.9)
    axes.step(minutes, values, where="post", color=colour, linewidth=1.4)
    axes.set_title(plain(name), fontsize=10, color=INK, loc="left", fontweight="bold")
    axes.set_xlim(minutes[0], minutes[-1])
    axes.set_ylim(0, 4.2)
    axes.set_xticks([-1, 0, 1, 2, 3, 4, 5, 6])
    axes.set_yticks([0, 1, 2, 3, 4])


def draw_bars(axes: Axes, metrics: dict[str, dict[str, float]]) -> None:
    """Draw the retries of each policy: which passed, which failed, which could not pass."""
    names = list(reversed(LOADS))
    parts = {"passed": [], "failed": [], "hopeless": []}
    for name in names:
        of_policy = metrics[name]
        parts["passed"].append(of_policy["passed"])
        parts["failed"].append(of_policy["failed_retries"] - of_policy["hopeless"])
        parts["hopeless"].append(of_policy["hopeless"])
    left = [0.0] * len(names)
    labels = {
        "hopeless": ("what no retry could fix", VERMILION),
        "failed": ("failed, but might have passed", ORANGE),
        "passed": ("passed", GREEN),
    }
    for part, (label, colour) in labels.items():
        axes.barh(
            names, parts[part], left=left, color=colour, label=label, height=0.66, edgecolor="white"
        )
        left = [start + value for start, value in zip(left, parts[part], strict=True)]
    for row, end in enumerate(left):
        numbers = " + ".join(f"{parts[part][row]:.0f}" for part in labels)
        axes.text(end + 6, row, numbers, va="center", fontsize=9, color=INK)
    axes.set_yticks(range(len(names)), [plain(name) for name in names])
    axes.set_xlim(0, max(left) * 1.22)
    axes.set_title("Retries for 1,000 calls", fontsize=10, color=INK, loc="left", fontweight="bold")
    axes.legend(loc="lower right", fontsize=9, frameon=False)


def draw(folder: Path) -> Figure:
    """Return the whole picture."""
    metrics = read_metrics(folder / "simulation.csv")
    loads = read_loads(folder / "simulation-load.csv")
    figure = Figure(figsize=(9, 9.2), layout="constrained", facecolor="white")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)
    grid = figure.add_gridspec(3, 3, height_ratios=[1, 1, 1.15])
    for index, name in enumerate(LOADS):
        axes = figure.add_subplot(grid[index // 3, index % 3])
        draw_load(axes, name, loads[name], loads[BASELINE])
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        if index % 3 == 0:
            axes.set_ylabel("load / offered load", fontsize=9)
        else:
            axes.tick_params(labelleft=False)
        if index // 3 == 1:
            axes.set_xlabel("minutes since the overload began", fontsize=9)
        else:
            axes.tick_params(labelbottom=False)
    of_text = {"ha": "center", "va": "center", "fontsize": 9, "color": INK}
    figure.axes[0].text(1.5, 3.9, "overload", **of_text)
    figure.axes[0].text(4.7, 1.5, "black: no retry", **of_text)
    draw_bars(figure.add_subplot(grid[2, :]), metrics)
    for axes in figure.axes:
        axes.tick_params(labelsize=9, colors=INK, length=2)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    return figure


def main() -> int:
    """Run the command."""
    if len(sys.argv) != 3:
        print("usage: plot.py FOLDER FILE", file=sys.stderr)
        return 2
    folder, file = map(Path, sys.argv[1:])
    # The same numbers give the same file.
    mpl.rcParams["svg.hashsalt"] = "simulation"
    draw(folder).savefig(file, metadata={"Date": None})
    # A smaller file: no coordinate needs more than a tenth of a point, and no line an indent.
    text = re.sub(COORDINATES, rounded, file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r"\n +", "\n", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The terminal: lines that fit it, and whether it takes colors."""

import os
import textwrap
from typing import TextIO

from apifault._display import visible


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines, at its own line breaks too. Its other controls become visible."""
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").split("\n"):
        shown = visible(paragraph, keep="\t")
        lines += textwrap.wrap(shown, width, break_long_words=False, break_on_hyphens=False) or [""]
    return lines


def wants_color(mode: str, stream: TextIO) -> bool:
    """Whether to write colors; `mode` is `auto`, `always` or `never`."""
    if mode != "auto":
        return mode == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

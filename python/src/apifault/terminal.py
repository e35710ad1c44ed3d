"""Text for a terminal: what a response says must never act on the terminal it is shown on."""

import json
import os
import textwrap
from typing import TextIO

# Spaces that Python counts as unprintable, but that do no harm.
_HARMLESS = frozenset("\u00a0\u3000")


def visible(text: str, *, keep: str = "") -> str:
    r"""Replace every character that shows nothing of itself by its escape, such as `\x1b`.

    These are control characters, zero-width characters, those that change the direction of text,
    and lone surrogates. Characters in `keep` stay.
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in _HARMLESS or char in keep
        else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in text
    )


def visible_json(text: str) -> str:
    """Escape the same characters in JSON, which still says the same."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines, at its own line breaks too. Its other controls become visible."""
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").split("\n"):
        shown = visible(paragraph, keep="\t")
        lines += textwrap.wrap(shown, width, break_long_words=False, break_on_hyphens=False) or [""]
    return lines


def shorten(text: str, length: int) -> str:
    """Cut a text that is longer than `length` characters, and say so."""
    if len(text) <= length:
        return text
    return f"{text[:length]}... ({len(text):,} characters; --json shows them all)"


def wants_color(mode: str, stream: TextIO) -> bool:
    """Whether to write colors, where `mode` is `auto`, `always` or `never`."""
    if mode != "auto":
        return mode == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

"""Text from a response for people to read: it must never act on a terminal."""

from apifault._core import Report

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


def shorten(text: str, length: int, hint: str = "") -> str:
    """Cut a text that is longer than `length` characters, and say so; `hint` follows the length."""
    if len(text) <= length:
        return text
    return f"{text[:length]}... ({len(text):,} characters{hint})"


def innermost_message(report: Report) -> str | None:
    """Give the message of the error behind a gateway, else that of the response."""
    return (report.upstream and report.upstream.error.message) or report.message

"""The files that the command reads."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from stat import S_ISREG
from typing import BinaryIO

from apifault._display import visible

# How many bytes are read at a time.
_PIECE = 1 << 21


class InputError(Exception):
    """An input cannot be read; the message names it, and says why and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        """Take the name as the user gave it, and the rest of the sentence."""
        super().__init__(f"cannot read {visible(shown_name(name))}: {reason}")


def shown_name(name: str) -> str:
    """Name an input for people."""
    return "standard input" if name == "-" else name


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input if its name is `-`.

    Raises InputError if the file cannot be opened or read.
    """
    try:
        with _open(name) as stream:
            if _is_output(stream):
                raise InputError(name, "it is also the output; write that to another file")
            yield stream
    except IsADirectoryError as error:
        raise InputError(name, "it is a directory; name a file in it") from error
    except FileNotFoundError as error:
        raise InputError(name, "there is no such file; check its name") from error
    except PermissionError as error:
        raise InputError(name, "you may not read it; change its permissions") from error
    except OSError as error:
        raise InputError(
            name, error.strerror or str(error) or "the system does not say why"
        ) from error


def lines_of(name: str) -> Iterator[bytes]:
    """Read a file line by line. An error in the use of a line is not one of the file."""
    with opened(name) as stream:
        yield from stream


def whole_lines_of(name: str) -> Iterator[bytes]:
    """Read a file in pieces of whole lines, as they come."""
    with opened(name) as stream:
        parts: list[bytes] = []
        # What there is, so that a line of a pipe is used before the next one comes.
        while piece := stream.read1(_PIECE):  # type: ignore[attr-defined]
            end = piece.rfind(b"\n") + 1
            if end:
                yield b"".join((*parts, piece[:end]))
                parts = []
            if end < len(piece):
                parts.append(piece[end:])
        if parts:
            yield b"".join(parts)


def _open(name: str) -> BinaryIO:
    # The descriptor, as `sys.stdin` is None if standard input is closed.
    return open(0 if name == "-" else name, "rb", closefd=name != "-")


def _is_output(stream: BinaryIO) -> bool:
    """Whether reading a stream to its end would never end, as the output is appended to it."""
    try:
        output = os.fstat(sys.stdout.fileno())
        return S_ISREG(output.st_mode) and os.path.samestat(os.fstat(stream.fileno()), output)
    except (OSError, ValueError):
        return False

"""The files that the command reads and writes."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO

from apifault._display import visible


class InputError(Exception):
    """An input cannot be read; the message names it, and says why and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        """Take the name as the user gave it, and the rest of the sentence."""
        super().__init__(f"cannot read {visible(shown_name(name))}: {reason}")


def shown_name(name: str) -> str:
    """Name an input for people."""
    return "standard input" if name == "-" else name


@contextlib.contextmanager
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


def is_input(path: str, names: list[str]) -> bool:
    """Whether a file to be written is also one of the inputs, under whatever name."""
    with contextlib.suppress(OSError, ValueError):
        target = Path(path).stat()
        for name in names:
            with contextlib.suppress(OSError, ValueError):
                source = os.fstat(0) if name == "-" else Path(name).stat()
                if os.path.samestat(source, target):
                    return S_ISREG(target.st_mode)
    return False


def size_of(stream: BinaryIO) -> int | None:
    """Give the size of a regular file, None for a pipe or a terminal."""
    with contextlib.suppress(OSError, ValueError):
        return os.fstat(stream.fileno()).st_size or None
    return None


@contextlib.contextmanager
def written(path: str) -> Iterator[Any]:
    """Open a file that gets its name only when it is complete: a failure leaves the old file."""
    if not path:
        raise FileNotFoundError(None, "it has no name; name a file", path)
    target = Path(path).resolve()
    if target.is_dir():
        raise IsADirectoryError(None, "it is a directory; name a file in it", path)
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(None, "you may not write to it; change its permissions", path)
    if target.exists() and not target.is_file():
        # A device or a pipe cannot be replaced.
        with target.open("w", encoding="utf-8", errors="backslashreplace") as file:
            yield file
        return
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            yield file
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

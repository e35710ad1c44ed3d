"""The progress bar of `report`."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO


class Progress:
    """A progress bar on standard error."""

    def __init__(self, console: Any, size: int | None, position: "Position") -> None:
        """Begin at nothing; `size` is the log's in bytes, if it is known."""
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._position = position
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=size)

    def __enter__(self) -> "Progress":
        """Show it."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Remove it."""
        self._bar.stop()

    def update(self, lines: int) -> None:
        """Show how much of the log is read."""
        self._bar.update(self._task, completed=self._position.bytes, description=f"{lines:,} lines")


class Position:
    """A stream that counts the bytes that are read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Count from the stream's current position."""
        self._stream = stream
        self.bytes = 0
        self.closed = False

    def readable(self) -> bool:
        """Say that it can be read, as io.BufferedReader asks."""
        return True

    def writable(self) -> bool:
        """Say that it cannot be written."""
        return False

    def seekable(self) -> bool:
        """Say that it can only be read in order."""
        return False

    def readinto(self, buffer: Any) -> int:
        """Read as much as there is, up to the buffer's size."""
        count: int = self._stream.readinto(buffer)  # type: ignore[attr-defined]
        self.bytes += count
        return count

    def flush(self) -> None:
        """Do nothing: nothing is buffered."""

    def close(self) -> None:
        """Leave the stream open: its opener closes it."""
        self.closed = True


@contextlib.contextmanager
def progress(stream: BinaryIO) -> Iterator[tuple[Any, Progress | None]]:
    """Show a bar while a log is read, if standard error is a terminal and rich is installed."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield stream, None
        return
    try:
        from rich.console import Console
    except ImportError:
        yield stream, None
        return
    position = Position(stream)
    with Progress(Console(stderr=True), _size_of(stream), position) as bar:
        yield position, bar


def _size_of(stream: BinaryIO) -> int | None:
    """Give the size of a regular file, None for a pipe or a terminal."""
    with contextlib.suppress(OSError, ValueError):
        return os.fstat(stream.fileno()).st_size or None
    return None

"""The progress bar of `report`."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

# Takes how many bytes and how many lines were read.
Update = Callable[[int, int], None]


@contextlib.contextmanager
def progress(stream: BinaryIO) -> Iterator[Update]:
    """Show a bar while a log is read, if standard error is a terminal and rich is installed."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _ignore
        return
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )
    except ImportError:
        yield _ignore
        return
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        # A signal would leave it hidden.
        console.show_cursor()
        task = bar.add_task("reading", total=_size_of(stream))

        def update(size: int, lines: int) -> None:
            bar.update(task, completed=size, description=f"{lines:,} lines")

        yield update


def _ignore(size: int, lines: int) -> None:
    """Show nothing."""


def _size_of(stream: BinaryIO) -> int | None:
    """Give the size of a regular file, None for a pipe or a terminal."""
    with contextlib.suppress(OSError, ValueError):
        return os.fstat(stream.fileno()).st_size or None
    return None

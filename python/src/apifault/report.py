"""The command `report`: reads logs and answers what went wrong in them."""

import contextlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from apifault.fields import FIELDS
from apifault.logs import LONGEST_LINE, LogReader
from apifault.summary import Summary
from apifault.terminal import visible, visible_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from rich.console import Console

_TICK = 512


class ReportError(Exception):
    """No report can be made; the message says why, and what to do."""


def read(
    reader: LogReader,
    summary: Summary,
    stream: BinaryIO,
    progress: "Progress | None" = None,
    log: str | None = None,
) -> None:
    """Add all the calls of one log to a summary; `log` is its name where there are several.

    Raises ValueError where the log cannot be read, or not to its end.
    """
    for number, call in enumerate(reader.read(stream, log)):
        summary.add(call)
        if progress is not None and number % _TICK == 0:
            progress.update(reader.counts.lines)


def answers(reader: LogReader, summary: Summary, top: int) -> dict[str, Any]:
    """Give all the answers, and notes on what was left out.

    Raises ReportError where there was no call.
    """
    counts = reader.counts
    if not summary.calls:
        if not counts.lines:
            raise ReportError("the log is empty: there is nothing to report")
        options = ", ".join(f"--{field}-field" for field in FIELDS)
        raise ReportError(
            f"no call to an API is told of in {counts.lines:,} lines; if they hold some, say where "
            f"with {options}"
        )
    notes = []
    if counts.unused:
        notes.append(f"{counts.unused:,} of {counts.lines:,} lines tell of no call.")
    if counts.cut:
        notes.append(f"{counts.cut:,} lines are longer than {LONGEST_LINE:,} bytes and were cut.")
    if summary.evicted:
        notes.append(f"{summary.evicted:,} failures of rare causes are in no cause below.")
    return {"notes": notes, **summary.to_dict(top)}


class Progress:
    """A progress bar on standard error, where that is a terminal."""

    def __init__(self, console: Any, size: int | None, position: "Position") -> None:
        """Begin at nothing; `size` is the log's in bytes, where that is known."""
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
        """Move it to where the log is."""
        self._bar.update(self._task, completed=self._position.bytes, description=f"{lines:,} lines")


class Position:
    """A stream that counts what is read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Count from where the stream is."""
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
        """Say that it is read in order only."""
        return False

    def readinto(self, buffer: Any) -> int:
        """Read as much as there is, up to the buffer's size."""
        count: int = self._stream.readinto(buffer)  # type: ignore[attr-defined]
        self.bytes += count
        return count

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever opened the stream closes it."""
        self.closed = True


def size_of(stream: BinaryIO) -> int | None:
    """Give the size of a regular file, None of a pipe or a terminal."""
    with contextlib.suppress(OSError, ValueError):
        status = os.fstat(stream.fileno())
        return status.st_size or None
    return None


@contextlib.contextmanager
def written(path: str) -> Iterator[Any]:
    """Open a file that takes its name only once it is whole: a failure leaves the old one."""
    if not path:
        raise FileNotFoundError(None, "it has no name; name a file", path)
    target = Path(path).resolve()
    if target.is_dir():
        raise IsADirectoryError(None, "it is a directory; name a file in it", path)
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(None, "you may not write to it; change its permissions", path)
    if target.exists() and not target.is_file():
        # A device or a pipe takes what is written.
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


def write_json(told: Mapping[str, Any]) -> None:
    """Write the answers as JSON in which nothing can act on a terminal."""
    text = visible_json(json.dumps(told, ensure_ascii=False))
    sys.stdout.buffer.write(text.encode() + b"\n")


def run(
    arguments: "Namespace",
    opened: "Callable[[str], AbstractContextManager[BinaryIO]]",
    complain: "Callable[[str], None]",
) -> bool:
    """Read the logs, write what was asked for, and tell whether all was read to the end.

    Raises ReportError where no log tells of a call, or a package is missing.
    """
    names = arguments.files or ["-"]
    shown = ["standard input" if name == "-" else name for name in names]
    if arguments.html and _is_input(arguments.html, names):
        raise ReportError(
            f"{visible(arguments.html)} is one of the logs to be read; name another file for the "
            "page"
        )
    reader = LogReader({field: getattr(arguments, f"{field}_field") for field in FIELDS})
    summary = Summary()
    with contextlib.ExitStack() as stack:
        # Before the logs are read, which may take long.
        page = _page_of(arguments.html, stack) if arguments.html else None
        console = None if arguments.json else _console()
        is_whole = True
        for name, log in zip(names, shown, strict=True):
            try:
                with opened(name) as stream, _progress(stream) as (source, progress):
                    read(reader, summary, source, progress, log if len(names) > 1 else None)
            except ValueError as error:
                is_whole = False
                complain(str(error))
        if not is_whole and not summary.calls:
            # For the page's old file to stay.
            raise ReportError("no call was read, so there is nothing to report")
        told = answers(reader, summary, arguments.top)
        if page is not None:
            write, file = page
            file.write(write(told, shown))
    if console is not None:
        from apifault.tables import show

        show(console, told)
    else:
        write_json(told)
    return is_whole


def _is_input(path: str, names: list[str]) -> bool:
    """Whether a file that is to be written is one of the inputs, by whatever name."""
    with contextlib.suppress(OSError, ValueError):
        target = Path(path).stat()
        for name in names:
            with contextlib.suppress(OSError, ValueError):
                source = os.fstat(0) if name == "-" else Path(name).stat()
                if os.path.samestat(source, target):
                    return stat.S_ISREG(target.st_mode)
    return False


def _console() -> "Console":
    try:
        from rich.console import Console
    except ImportError:
        raise ReportError(
            "the tables need rich: pip install 'apifault[report]', or use --json"
        ) from None

    class _Tables(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to the command, which ends quietly."""
            raise BrokenPipeError

    return _Tables(highlight=False)


def _page_of(path: str, stack: contextlib.ExitStack) -> tuple[Any, Any]:
    import logging

    # It would tell on standard error of folders and fonts that no plot depends on.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        from apifault.page import page
    except ImportError:
        raise ReportError(
            "the page needs jinja2, matplotlib and rich: pip install 'apifault[report]'"
        ) from None
    try:
        return page, stack.enter_context(written(path))
    except OSError as error:
        shown = visible(path)
        raise ReportError(
            f"cannot write {shown}: {error.strerror or 'no reason is told'}"
        ) from error


@contextlib.contextmanager
def _progress(stream: BinaryIO) -> "Iterator[tuple[Any, Progress | None]]":
    """Show a bar while a log is read, where standard error is a terminal and rich is there."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield stream, None
        return
    try:
        from rich.console import Console
    except ImportError:
        yield stream, None
        return
    position = Position(stream)
    with Progress(Console(stderr=True), size_of(stream), position) as progress:
        yield position, progress

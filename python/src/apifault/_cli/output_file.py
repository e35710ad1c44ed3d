"""The file that `report --html` writes."""

import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Any

_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
]


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


def is_output(path: str) -> bool:
    """Whether a file to be written is standard output, such as `/dev/stdout`."""
    with contextlib.suppress(OSError, ValueError):
        return path == "-" or os.path.samestat(Path(path).stat(), os.fstat(sys.stdout.fileno()))
    return False


def prepared(path: str, stack: contextlib.ExitStack) -> Callable[[str], None]:
    """Check that a file can be written, and give the function that writes it.

    A regular file gets its name only when it is complete, so that a failure leaves the old one. A
    device or a pipe is open until the stack is closed.
    """
    if not path:
        raise FileNotFoundError(None, "it has no name; name a file", path)
    # A name such as /dev/fd/7 leads to what is open, which may have no name of its own.
    target = Path(path)
    if target.is_dir():
        raise IsADirectoryError(None, "it is a directory; name a file in it", path)
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(None, "you may not write to it; change its permissions", path)
    if target.exists() and not target.is_file():
        file = stack.enter_context(target.open("w", encoding="utf-8", errors="backslashreplace"))

        def write(text: str) -> None:
            file.write(text)
            file.flush()

        return write
    target = target.resolve()
    with _temporary(target):
        # It only shows whether the folder takes it.
        pass
    return lambda text: _replace(target, text)


def _replace(target: Path, text: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    with _temporary(target) as (file, temporary):
        file.write(text.encode("utf-8", "backslashreplace"))
        file.flush()
        temporary.chmod(mode)
        temporary.replace(target)


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[tuple[Any, Path]]:
    """Make a file beside another one, and remove it if it still has its name.

    Signals wait: what is written is in memory, so that they do not wait long.
    """
    with _deferred_signals():
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file, temporary
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()


@contextlib.contextmanager
def _deferred_signals() -> Iterator[None]:
    """Let signals that end the program take effect only at the end."""
    came: list[int] = []
    # Only the main thread takes signals.
    is_main = threading.current_thread() is threading.main_thread()
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (_SIGNALS if is_main else ())
        if signal.getsignal(number) not in (signal.SIG_IGN, None)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""The file that `report --html` writes."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Any


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

"""`report --follow`: a log that grows."""

import contextlib
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from apifault._cli.input_files import opened

_CHUNK = 1 << 20

# How often a file is looked at, in seconds.
_LOOK_S = 0.25


def followed(name: str, wait: Callable[[float], None] = time.sleep) -> Iterator[bytes | None]:
    """Give the bytes of a log as they come, and `b""` a few times each second if none come.

    None means that a new log begins, as the file was replaced or cut. It ends at the end of a pipe;
    a file has no end.
    """
    while True:
        with opened(name) as stream:
            if not S_ISREG(os.fstat(stream.fileno()).st_mode):
                yield from _piped(stream)
                return
            yield from _grown(name, stream, wait)
        yield None


def _piped(stream: BinaryIO) -> Iterator[bytes]:
    descriptor = stream.fileno()
    while True:
        # Windows waits for sockets only.
        is_ready = sys.platform == "win32" or select.select([descriptor], [], [], _LOOK_S)[0]
        if not is_ready:
            yield b""
            continue
        if not (chunk := os.read(descriptor, _CHUNK)):
            return
        yield chunk


def _grown(name: str, stream: BinaryIO, wait: Callable[[float], None]) -> Iterator[bytes]:
    descriptor = stream.fileno()
    position = 0
    while True:
        if chunk := os.read(descriptor, _CHUNK):
            position += len(chunk)
            yield chunk
            continue
        yield b""
        if _is_replaced(name, descriptor, position):
            # Standard input is not opened anew.
            os.lseek(descriptor, 0, os.SEEK_SET)
            return
        wait(_LOOK_S)


def _is_replaced(name: str, descriptor: int, position: int) -> bool:
    """Whether another file has the name, or the file is shorter than what was read of it."""
    known = os.fstat(descriptor)
    if known.st_size < position:
        return True
    # Between the old file and the new one there may be none.
    with contextlib.suppress(OSError):
        return name != "-" and not os.path.samestat(known, Path(name).stat())
    return False

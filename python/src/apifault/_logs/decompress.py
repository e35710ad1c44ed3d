"""The bytes of a log as UTF-8, also if it is compressed or in UTF-16."""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

# How many bytes of a log are examined to find out its form.
HEAD = 1 << 16

_UTF8_MARK = codecs.BOM_UTF8
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def unpacked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Give the beginning of a log, and a stream of all of it in UTF-8 without a byte order mark.

    Broken compressed data raises ValueError, after the data before it is read.
    """
    buffered = io.BufferedReader(stream, HEAD)  # type: ignore[type-var]
    source = _Source(lambda: buffered.read1(HEAD))
    if source.begins(2).startswith(b"\x1f\x8b"):
        unzipped = gzip.GzipFile(fileobj=io.BufferedReader(source, HEAD))
        source = _Source(lambda: _unzipped(unzipped))
    if source.begins(2).startswith(_UTF16_MARKS):
        encoded, decoder = source, codecs.getincrementaldecoder("utf-16")("replace")
        source = _Source(lambda: _recoded(encoded, decoder))
    if source.begins(3).startswith(_UTF8_MARK):
        source.read(3)
    # A pipe may give a few bytes at a time.
    return source.begins(HEAD), io.BufferedReader(source, HEAD)


class _Source(io.RawIOBase):
    """A stream of the chunks that a function gives; its beginning can be examined."""

    def __init__(self, more: Callable[[], bytes]) -> None:
        self._more = more
        self._held = b""
        self._error: ValueError | None = None

    def begins(self, size: int) -> bytes:
        """Give the next bytes without taking them; fewer at the end."""
        held = [self._held]
        length = len(self._held)
        try:
            while length < size and (chunk := self._more()):
                held.append(chunk)
                length += len(chunk)
        except ValueError as error:
            # Raised after the bytes before it are read.
            self._error = error
            self._more = bytes
        self._held = b"".join(held)
        return self._held[:size]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.begins(1) and self._error is not None:
            raise self._error
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count


def _unzipped(stream: gzip.GzipFile) -> bytes:
    try:
        return stream.read1(HEAD)
    except EOFError as error:
        raise ValueError("its gzip data breaks off; get the whole file") from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise ValueError("its gzip data is damaged; get the file again") from error


def _recoded(source: _Source, decoder: codecs.IncrementalDecoder) -> bytes:
    """Give the next part of a stream in UTF-8; an empty one only at the end."""
    while chunk := source.read(HEAD):
        if text := decoder.decode(chunk):
            return text.encode("utf-8", "replace")
    return decoder.decode(b"", final=True).encode("utf-8", "replace")

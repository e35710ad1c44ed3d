"""One JSON document that holds a list of records: a JSON array, a HAR file, an export of events."""

import io
import re
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO

from apifault._json import decode_first

# Up to here, a document is held in memory; a larger one is read piece by piece, by ijson.
MOST_BYTES = 32 << 20
_CHUNK = 1 << 16

_BETWEEN = re.compile(r"[\s,:]*")


class BrokenError(ValueError):
    """The JSON of a document breaks off or is wrong; the message says how."""


def items(stream: BinaryIO, path: tuple[str, ...]) -> Iterator[Any]:
    """Give the items of the list at a path, such as `("log", "entries")`.

    Raises BrokenError after the last complete item if the JSON breaks off or is wrong.
    """
    head, error = bytearray(), None
    try:
        while len(head) <= MOST_BYTES and (chunk := stream.read(_CHUNK)):
            head += chunk
    except ValueError as broken:
        # The items before it come first.
        error = broken
    if len(head) > MOST_BYTES:
        yield from _large_items(_Joined(head, stream), path)
        return
    try:
        yield from _small_items(head.decode("utf-8", "replace"), path)
    except BrokenError as broken:
        raise (error or broken) from None


def _small_items(text: str, path: tuple[str, ...]) -> Iterator[Any]:
    try:
        place = _skip(text, 0)
        # Documents may follow each other.
        while place < len(text):
            place = yield from _items_at(text, place, path)
    except RecursionError as error:
        raise BrokenError("a value is nested too deeply") from error
    except ValueError as error:
        raise BrokenError(str(error)) from error


def _items_at(text: str, place: int, path: tuple[str, ...]) -> Generator[Any, None, int]:
    """Give the items in the value at a place; return the place of what follows the value."""
    if path and text.startswith("{", place):
        place = _skip(text, place + 1)
        while not text.startswith("}", place):
            name, place = decode_first(text, place)
            place = _skip(text, place)
            if name == path[0]:
                place = yield from _items_at(text, place, path[1:])
            else:
                place = _skip(text, decode_first(text, place)[1])
        return _skip(text, place + 1)
    if not path and text.startswith("[", place):
        place = _skip(text, place + 1)
        while not text.startswith("]", place):
            item, place = decode_first(text, place)
            place = _skip(text, place)
            yield item
        return _skip(text, place + 1)
    return _skip(text, decode_first(text, place)[1])


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return place if between is None else between.end()


def _large_items(stream: "_Joined", path: tuple[str, ...]) -> Iterator[Any]:
    try:
        import ijson
    except ImportError:
        raise ValueError(
            f"a JSON document over {MOST_BYTES >> 20} MiB needs ijson: "
            "pip install 'apifault[report]'"
        ) from None
    try:
        prefix = ".".join((*path, "item"))
        yield from ijson.items(stream, prefix, use_float=True, multiple_values=True)
    except ijson.JSONError as error:
        raise BrokenError(str(error).partition("\n")[0]) from error


class _Joined:
    """Bytes, then the rest of the stream that they were read from."""

    def __init__(self, head: bytearray, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def read(self, size: int = -1) -> bytes:
        return self._head.read(size) or self._rest.read(size)

"""Reading objects of strangers: whatever they run instead of giving a value, nothing is raised.

KeyboardInterrupt alone is: it comes from the keyboard, and not from the object.
"""

import itertools
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, TypeVar

_T = TypeVar("_T")

# How many values of one object are read, how deep, and how much of a text.
MANY = 10_000
_DEPTH = 24
TEXT = 1_000_000

# As long as JSON readers take whole numbers.
_LONGEST_NUMBER = 2**63


def attempt(read: Callable[[], _T]) -> _T | None:
    """Give what a function gives, or None if it raises."""
    try:
        return read()
    except KeyboardInterrupt:
        raise
    except BaseException:  # a property may even exit
        return None


def get(value: object, name: str) -> Any:
    """Give an attribute, or None."""
    # Called often: without a function around it.
    try:
        return getattr(value, name, None)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return None


def has(value: object, name: str) -> bool:
    """Whether there is an attribute that can be read."""
    return attempt(lambda: hasattr(value, name)) is True


def called(value: object, name: str) -> Any:
    """Give the result of a method without arguments, or None."""
    method = get(value, name)
    return attempt(method) if callable(method) else None


def is_a(value: object, kind: Any) -> bool:
    """Whether a value is of a class, whatever it says about itself."""
    try:
        return isinstance(value, kind)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return False


def text(value: object) -> str:
    """Give the text of a value, or ''."""
    found = attempt(lambda: str.__str__(str(value)))
    return "" if found is None else found[:TEXT]


def some(values: Any) -> list[Any]:
    """Give the first values of an iterable, as far as they can be read."""
    found: list[Any] = []
    steps: Iterator[Any] | None = attempt(lambda: iter(values))
    if steps is not None:
        # Unlike list(…), it keeps what came before an exception.
        attempt(lambda: found.extend(itertools.islice(steps, MANY)))
    return found


def plain(value: Any) -> Any:
    """Give a copy of a value that can be written as JSON; None for what has no such form."""
    return _plain(value, _DEPTH, itertools.count())


def _plain(value: Any, depth: int, count: "itertools.count[int]") -> Any:
    if value is None or value is True or value is False:
        return value
    if next(count) > MANY or not depth:
        return None
    if is_a(value, str):
        return str.__str__(value)
    if is_a(value, int):
        return int.__int__(value) if abs(int.__int__(value)) < _LONGEST_NUMBER else None
    if is_a(value, float):
        return float.__float__(value)
    if is_a(value, bytes | bytearray | memoryview):
        return attempt(lambda: bytes(value).decode("utf-8", "replace"))
    if is_a(value, dict):
        pairs = itertools.islice(dict.items(value), MANY)
        return {_key(key): _plain(member, depth - 1, count) for key, member in pairs}
    if is_a(value, list | tuple):
        members = list.__iter__(value) if is_a(value, list) else tuple.__iter__(value)
        return [_plain(member, depth - 1, count) for member in itertools.islice(members, MANY)]
    for name in ("model_dump", "to_dict", "dict", "total_seconds", "isoformat"):
        dumped = called(value, name)
        if is_a(dumped, dict | str | float):
            return _plain(dumped, depth - 1, count)
    if is_a(value, Enum):
        held = get(value, "value")
        return _plain(held if is_a(held, str | int) else get(value, "name"), depth - 1, count)
    return None


def _key(key: Any) -> str:
    return str.__str__(key) if is_a(key, str) else text(key)

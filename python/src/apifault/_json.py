"""JSON as programs write it."""

import json
from typing import Any

# Python writes `NaN` and `Infinity`, which JSON has not: they have no value, as null.
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def decode(text: str) -> Any:
    """Decode JSON. Raises ValueError, or RecursionError if it is nested too deeply."""
    return _DECODER.decode(text)


def decode_first(text: str, start: int) -> tuple[Any, int]:
    """Decode the JSON value at a position; also give the position after it."""
    return _DECODER.raw_decode(text, start)

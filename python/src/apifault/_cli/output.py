"""What the command writes: results to standard output, complaints to standard error."""

import json
import os
import sys
from collections.abc import Iterable
from typing import Any

# The exit status if some input was unusable.
UNUSABLE = 1


def visible_json(text: str) -> str:
    """Escape in JSON what `visible` escapes in text; the JSON still has the same value."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def write_json(text: str) -> None:
    """Write JSON on a line of its own, at once: its reader may wait for it."""
    sys.stdout.buffer.write(visible_json(text).encode() + b"\n")
    sys.stdout.buffer.flush()


def write_json_lines(lines: bytes, doubtful: list[tuple[int, int]]) -> None:
    """Write JSON that stands on lines of its own, at once.

    `doubtful` are the places of the lines that may have characters which show nothing.
    """
    written = 0
    write = sys.stdout.buffer.write
    for begin, end in doubtful:
        write(memoryview(lines)[written:begin])
        write(visible_json(lines[begin:end].decode()).encode())
        written = end
    write(memoryview(lines)[written:])
    sys.stdout.buffer.flush()


def write_lines(lines: Iterable[str]) -> None:
    """Write lines as UTF-8."""
    sys.stdout.buffer.writelines(line.encode("utf-8") + b"\n" for line in lines)


def complain(sentence: str) -> None:
    """Write what went wrong, for a person."""
    write_error(f"apifault: {sentence}")


def complain_json(place: dict[str, Any], message: str) -> None:
    """Write what went wrong at a place of the input, for a program."""
    write_error(json.dumps({"error": {**place, "message": message}}))


def write_error(line: str) -> None:
    """Write a line to standard error, unless that is closed: print would use standard output."""
    if sys.stderr is not None:
        print(line, file=sys.stderr, flush=True)


def drop_output() -> None:
    """Redirect standard output to /dev/null: the interpreter flushes it at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

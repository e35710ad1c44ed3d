"""Reads the vectors, and runs them through the runners of other languages."""

import base64
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

Vector = dict[str, Any]


def vectors() -> list[Vector]:
    """Return every vector of every file, but those of whole streams."""
    files = sorted((ROOT / "tests" / "vectors").glob("*.jsonl"))
    files = [file for file in files if not file.name.startswith("streams")]
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def stream_vectors() -> list[Vector]:
    """Return every vector of a whole stream."""
    files = sorted((ROOT / "tests" / "vectors").glob("streams*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def text_vectors() -> list[Vector]:
    """Return every vector of a text, whose status is not known."""
    lines = (ROOT / "tests" / "texts.jsonl").read_text("utf-8").splitlines()
    return [{"status": 0, **json.loads(line)} for line in lines]


def body(vector: Vector) -> bytes:
    """Return the bytes of a vector's body, or of its text."""
    for name in ("body_base64", "text_base64"):
        if name in vector:
            return base64.b64decode(vector[name])
    text: str = vector["text"] if "text" in vector else vector["body"]
    return text.encode("utf-8", "surrogatepass")


def header_pairs(vector: Vector) -> list[tuple[str, str]]:
    """Return the headers of a vector, in their order."""
    headers = vector.get("headers", {})
    pairs = headers.items() if isinstance(headers, dict) else headers
    return [(name, value) for name, value in pairs]


def frame(vector: Vector) -> bytes:
    """Return a vector as a frame, the input format of the runners."""
    headers = "".join(f"{name}: {value}\n" for name, value in header_pairs(vector)).encode()
    now_ms = str(int(vector["now"] * 1000)) if "now" in vector else "-"
    provider = vector.get("provider", "-")
    content = body(vector)
    holds = "event" if vector.get("stream") else "body"
    head = (
        f"{vector.get('status', 200)} {now_ms} {provider} {len(headers)} {len(content)} {holds}\n"
    )
    return head.encode() + headers + content + b"\n"


def run(runner: Path, records: Iterable[Vector], *arguments: str) -> list[str]:
    """Return the lines of a runner, one for each vector: reports, or with `scan` what it scans."""
    frames = b"".join(map(frame, records))
    answer = subprocess.run([runner, *arguments], input=frames, capture_output=True, check=True)
    return answer.stdout.decode().splitlines()

#!/usr/bin/env python3
"""Write the body of each stream of the vectors into a file, for a fuzzer to begin with.

Use: stream_seeds.py FOLDER
"""

import base64
import json
import sys
from pathlib import Path

VECTORS = Path(__file__).resolve().parent / "vectors"

# Longer streams are the same again and again.
MAX_LEN = 8192


def main(folder: str) -> None:
    for file in sorted(VECTORS.glob("streams*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            vector = json.loads(line)
            encoded = vector.get("body_base64")
            body = vector["body"].encode() if encoded is None else base64.b64decode(encoded)
            if len(body) <= MAX_LEN:
                (Path(folder) / vector["id"]).write_bytes(body)


if __name__ == "__main__":
    main(sys.argv[1])

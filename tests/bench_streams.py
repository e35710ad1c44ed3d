#!/usr/bin/env python3
"""Time a scan of a chat stream beside what only takes it apart: httpx-sse, and the decoder of openai.

    bench_streams.py FILE

FILE is the stream that `cargo bench --bench stream -- --write FOLDER` has written. The others look
for no error and no end, and give every event as an object. They are compared in one run, and take
turns.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import httpx_sse
from openai._streaming import SSEDecoder

import apifault

ROUNDS = 7
PIECE = 16 * 1024


def scanner(pieces: list[bytes]) -> int:
    scanner = apifault.StreamScanner()
    for piece in pieces:
        assert not scanner.feed(piece)
    ending = scanner.finish()
    assert ending.ended == "complete", ending
    return ending.events


def passed_on(pieces: list[bytes]) -> int:
    return sum(1 for _ in apifault.scan(pieces))


class Body(httpx.SyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


def httpx_sse_events(pieces: list[bytes]) -> int:
    headers = {"content-type": "text/event-stream"}
    response = httpx.Response(200, headers=headers, stream=Body(pieces))
    return sum(1 for _ in httpx_sse.EventSource(response).iter_sse())


def openai_events(pieces: list[bytes]) -> int:
    return sum(1 for _ in SSEDecoder().iter_bytes(iter(pieces)))


READERS: list[tuple[str, Callable[[list[bytes]], int]]] = [
    ("apifault.StreamScanner", scanner),
    ("apifault.scan", passed_on),
    ("httpx-sse", httpx_sse_events),
    ("openai's SSEDecoder", openai_events),
]


def main() -> None:
    chat = Path(sys.argv[1]).read_bytes()
    events = [event + b"\n\n" for event in chat.split(b"\n\n")[:-1]]
    assert b"".join(events) == chat
    cut = [chat[at : at + PIECE] for at in range(0, len(chat), PIECE)]
    print(f"A chat stream of {len(chat):,} bytes with {len(events):,} events, in Python.\n")
    print(f"{'':24} {'pieces':>8} {'MB/s':>8} {'ns/event':>9} {'noise':>6} {'times as long':>14}")
    for name, pieces in ("16 KiB", cut), ("events", events):
        times: dict[str, list[float]] = {reader: [] for reader, _ in READERS}
        for _ in range(ROUNDS):
            for reader, read in READERS:
                begin = time.perf_counter()
                read(pieces)
                times[reader].append(time.perf_counter() - begin)
        ours = min(times[READERS[0][0]])
        for reader, all_times in times.items():
            best = min(all_times)
            noise = (statistics.median(all_times) / best - 1) * 100
            print(
                f"{reader:24} {name:>8} {len(chat) / best / 1e6:8.0f} {best / len(events) * 1e9:9.0f}"
                f" {noise:4.0f} % {best / ours:14.1f}"
            )


if __name__ == "__main__":
    main()

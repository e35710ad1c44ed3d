"""A server that answers one request after the other as a script says: the last answer for ever."""

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from server import Groq, Scenario, serving


class Server:
    """Where the server is, and which requests have come."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Any] = []

    @property
    def bodies(self) -> list[bytes]:
        return [body for _, _, body in self.requests]

    @property
    def prompts(self) -> list[str]:
        """The last message of each request."""
        return [json.loads(body)["messages"][-1]["content"] for body in self.bodies]

    @property
    def keys(self) -> list[str]:
        """The key of each request."""
        return [
            (headers.get("authorization") or headers.get("x-api-key")).removeprefix("Bearer ")
            for _, headers, _ in self.requests
        ]


@contextlib.contextmanager
def scripted(*answers: str | Scenario) -> Iterator[Server]:
    """Serve these paths of `server.py`, whichever is asked for; `close` breaks the connection."""
    served = Server("")

    class Scripted(Groq):
        def answer(self) -> None:
            body = b""
            if (length := self.headers.get("content-length")) is not None:
                body = self.rfile.read(int(length))
                self.headers.replace_header("content-length", "0")
            served.requests.append((self.path, self.headers, body))
            answer = answers[min(len(served.requests), len(answers)) - 1]
            if answer == "close":
                self.close_connection = True
            elif isinstance(answer, Scenario):
                self.read_body()
                self.send(answer)
            else:
                self.path = f"/{answer}"
                super().answer()

        do_GET = do_HEAD = do_POST = answer

    with serving(Scripted) as url:
        served.url = url
        yield served


class Clock:
    """Stands in for the module `time`: nothing waits."""

    def __init__(self) -> None:
        self.now = time.monotonic()
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def stop(self, monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
        """Let these modules use it, and draw the same random number whenever one is drawn."""
        for module in modules:
            monkeypatch.setattr(f"{module}.time", self)
        monkeypatch.setattr("random.random", lambda: 0.5)

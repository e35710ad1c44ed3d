#!/usr/bin/env python3
"""Save the responses of server.py in tests/captures/, as the real `curl -i` prints them.

    capture.py            write every capture
    capture.py --check    compare them with the committed ones instead; exit status 1 if one differs

Needs curl 7.88 or later with HTTP2 (`curl -V`). The HTTP/2 captures need the Python package h2 4.4.1
for the server, because http.server does not support HTTP/2.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import h2.config
import h2.connection
import h2.events

from server import SCENARIOS, Proxy, serving

CAPTURES = Path(__file__).resolve().parent / "captures"
PATH = "/openai/v1/chat/completions"
QUESTION = (
    '{"model":"llama-3.1-8b-instant","messages":[{"role":"user","content":"When is high water?"}]}'
)
HTTP_2 = ("rate-limit-429", "over-capacity-503")


def curl(url, *options, data=QUESTION):
    """Return the output of `curl -i` for one call."""
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    command = [
        "curl",
        "-q",
        "-s",
        "-S",
        "-i",
        "--max-time",
        "10",
        *options,
        "-H",
        "content-type: application/json",
        "--data-binary",
        data,
        url,
    ]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout


def answer_http_2(listener):
    """Accept one HTTP/2 connection without TLS and answer its requests."""
    client, _ = listener.accept()
    with client:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        client.sendall(connection.data_to_send())
        paths = {}
        while data := client.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    paths[event.stream_id] = dict(event.headers)[b":path"].decode()
                elif isinstance(event, h2.events.StreamEnded):
                    scenario = SCENARIOS[paths[event.stream_id].split("/")[2]]
                    head = [(":status", str(scenario.status))]
                    head += [(n.lower(), v) for n, v in scenario.head if n.lower() != "connection"]
                    connection.send_headers(event.stream_id, head)
                    connection.send_data(event.stream_id, scenario.body, end_stream=True)
            client.sendall(connection.data_to_send())


@contextlib.contextmanager
def serving_http_2():
    """Serve one HTTP/2 connection on loopback. Yield the base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_http_2, args=(listener,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)


def captures():
    """Yield the file name and the bytes of every capture."""
    with serving() as url, serving(Proxy) as proxy:

        def at(name):
            return f"{url}/scenario/{name}{PATH}"

        for name in SCENARIOS:
            yield f"{name}.http", curl(at(name))
        with tempfile.NamedTemporaryFile("w") as big:
            big.write(QUESTION + " " * 100_000)
            big.flush()
            yield (
                "continue-413.http",
                curl(
                    at("request-too-large-413"), "-H", "Expect: 100-continue", data=f"@{big.name}"
                ),
            )
        yield "proxy-429.http", curl(at("rate-limit-429"), "--proxytunnel", "--proxy", proxy)
        # Copying from a terminal or an editor replaces CRLF with LF.
        yield "pasted-400.http", curl(at("tool-use-failed-400")).replace(b"\r\n", b"\n")
    for name in HTTP_2:
        with serving_http_2() as url:
            yield (
                f"http-2-{name}.http",
                curl(f"{url}/scenario/{name}{PATH}", "--http2-prior-knowledge"),
            )


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: capture.py [--check]")
    differ = []
    for name, data in captures():
        path = CAPTURES / name
        if not sys.argv[1:]:
            path.write_bytes(data)
        elif not path.exists() or path.read_bytes() != data:
            differ.append(name)
    if differ:
        sys.exit(
            f"these captures differ from what curl prints now: {', '.join(differ)}; run capture.py and review"
        )


if __name__ == "__main__":
    main()

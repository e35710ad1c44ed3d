#!/usr/bin/env python3
"""A loopback HTTP/1.1 server that answers like Groq, with any vector or with a stream, and a small proxy.

As a script, `server.py [PORT]` prints its base URL and serves until it gets SIGINT or SIGTERM. As a module:

    with serving() as url:                      # on a free port
        requests.post(f"{url}/scenario/rate-limit-429/openai/v1/chat/completions", json={})
    with serving() as url, serving(Proxy) as proxy:
        ...                                     # a proxy that supports CONNECT

The path of the request selects the response:

    /scenario/NAME/…              a scenario of SCENARIOS; the header `x-scenario: NAME` works, too
    /vector/ID/…                  the response of a test vector
    /cut/NAME/…                   a scenario with only the first half of its body
    /garbled/NAME/…               a scenario whose header falsely says that the body is gzip
    /stream/DIALECT/ENDING/…      a stream of dialects.py: of DIALECTS, with one of ENDINGS
    /gzip/stream/…                the same, compressed
    /bare/stream/…                the same without chunks: the body ends where the connection does
    /first/N/KEY/stream/…         the same for the first N requests with a KEY, then `complete`
    /openai/v1/chat/completions   the scenario `success-200`
    any other                     the scenario `unknown-url-404`

The bytes of every response are fixed, including the date.
"""

import base64
import collections
import contextlib
import functools
import json
import select
import signal
import socket
import ssl
import sys
import threading
import zlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dialects import DIALECTS, ENDINGS

DATE = "Tue, 17 Mar 2026 10:20:30 GMT"
ORGANIZATION = "org_01k8vtp3nq6zr4w0ybm2xhd7cf"


@dataclass(frozen=True)
class Scenario:
    """One response: its status, its own headers and its body; `head` has all headers."""

    status: int
    reason: str
    body: bytes
    headers: tuple = ()
    chunked: bool = False
    edge: bool = False
    rate_limits: bool = True
    head: tuple = field(init=False)

    def __post_init__(self):
        head = [("Date", DATE)]
        names = {name.lower() for name, _ in self.headers}
        if "content-type" not in names:
            head.append(("Content-Type", "application/json"))
        head.append(
            ("Transfer-Encoding", "chunked")
            if self.chunked
            else ("Content-Length", str(len(self.body)))
        )
        head.append(("Connection", "keep-alive"))
        head += self.headers
        if not self.edge:
            head.append(("x-groq-region", "fra"))
            if self.rate_limits and not names & {name for name, _ in RATE_LIMITS}:
                head += RATE_LIMITS
            head.append(("x-request-id", f"req_01k8vw{self.status}dq7m5s2xj9trh3p0e"))
        head += [("Server", "cloudflare"), ("CF-RAY", "9f3c1a7e5b2d4860-FRA")]
        object.__setattr__(self, "head", tuple(head))


RATE_LIMITS = (
    ("x-ratelimit-limit-requests", "14400"),
    ("x-ratelimit-limit-tokens", "6000"),
    ("x-ratelimit-remaining-requests", "14397"),
    ("x-ratelimit-remaining-tokens", "5881"),
    ("x-ratelimit-reset-requests", "18s"),
    ("x-ratelimit-reset-tokens", "1.19s"),
)


def error(message, type_="invalid_request_error", code=None, **more):
    """Groq's error object as Groq sends it: compact, `<` and `>` escaped, ended by a newline."""
    members = {"message": message, "type": type_}
    if code is not None:
        members["code"] = code
    text = json.dumps({"error": {**members, **more}}, ensure_ascii=False, separators=(",", ":"))
    return (text.replace("<", "\\u003c").replace(">", "\\u003e") + "\n").encode()


def tokens_limit(start, limit, rest):
    """The start of Groq's message about its tokens-per-minute limit."""
    return (
        f"{start} for model `llama-3.1-8b-instant` in organization `{ORGANIZATION}` service tier"
        f" `on_demand` on tokens per minute (TPM): Limit {limit}, {rest}"
    )


def emptied(remaining, reset):
    """Rate-limit headers with few tokens left."""
    headers = dict(RATE_LIMITS)
    headers["x-ratelimit-remaining-tokens"] = remaining
    headers["x-ratelimit-reset-tokens"] = reset
    return tuple(headers.items())


SALES = "Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing"

COMPLETION = {
    "id": "chatcmpl-5f0c2a9e",
    "object": "chat.completion",
    "created": 1773742830,
    "model": "llama-3.1-8b-instant",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "High water is at noon."},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 41, "completion_tokens": 7, "total_tokens": 48},
    "system_fingerprint": "fp_2c9a41d07b",
    "x_groq": {"id": "req_01k8vw200dq7m5s2xj9trh3p0e"},
}

EDGE_502 = """<!DOCTYPE html>
<html lang="en-US">
<head>
<title>api.groq.com | 502: Bad gateway</title>
<meta charset="UTF-8" />
<link rel="stylesheet" id="cf_styles-css" href="/cdn-cgi/styles/main.css" />
</head>
<body>
<div id="cf-wrapper">
  <div id="cf-error-details">
    <h1><span>Bad gateway</span> <span>Error code 502</span></h1>
    <p>The host gave no valid answer.</p>
  </div>
</div>
</body>
</html>
"""

SCENARIOS = {
    "success-200": Scenario(
        200, "OK", json.dumps(COMPLETION, separators=(",", ":")).encode() + b"\n"
    ),
    "stream-error-200": Scenario(
        200,
        "OK",
        b"event: error\ndata: "
        + error(
            "Failed to call a function. Please adjust your prompt.",
            code="tool_use_failed",
            failed_generation='<function=tide_table{"harbour": "Oban"}</function>',
        )
        + b"\n",
        (("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")),
        chunked=True,
    ),
    "tool-use-failed-400": Scenario(
        400,
        "Bad Request",
        error(
            "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
            code="tool_use_failed",
            failed_generation='<function=tide_table>{"harbour": "Oban", "days": "three"}</function>',
        ),
    ),
    "decommissioned-400": Scenario(
        400,
        "Bad Request",
        error(
            "The model `llama3-70b-8192` has been decommissioned and is no longer supported. Please refer to"
            " https://console.groq.com/docs/deprecations for a recommendation on which model to use instead.",
            code="model_decommissioned",
        ),
    ),
    "invalid-api-key-401": Scenario(
        401, "Unauthorized", error("Invalid API Key", code="invalid_api_key"), rate_limits=False
    ),
    "model-not-found-404": Scenario(
        404,
        "Not Found",
        error(
            "The model `llama-9-1t` does not exist or you do not have access to it.",
            code="model_not_found",
        ),
    ),
    "unknown-url-404": Scenario(
        404,
        "Not Found",
        error(
            "Unknown request URL. Please check the URL for typos, or see the docs at"
            " https://console.groq.com/docs/",
            code="unknown_url",
        ),
        rate_limits=False,
    ),
    "request-too-large-413": Scenario(
        413,
        "Payload Too Large",
        error(
            tokens_limit(
                "Request too large",
                6000,
                "Requested 9433, please reduce your message size and try again. ",
            )
            + SALES,
            "tokens",
            "rate_limit_exceeded",
        ),
        (("retry-after", "35"), *emptied("5881", "1.19s")),
    ),
    "unprocessable-422": Scenario(
        422,
        "Unprocessable Entity",
        error("The answer does not follow the schema that the request gives for it"),
    ),
    "rate-limit-429": Scenario(
        429,
        "Too Many Requests",
        error(
            tokens_limit(
                "Rate limit reached", 6000, "Used 5120, Requested 1558. Please try again in 6.78s. "
            )
            + SALES,
            "tokens",
            "rate_limit_exceeded",
        ),
        (("retry-after", "7"), *emptied("880", "51.2s")),
    ),
    "requested-over-limit-429": Scenario(
        429,
        "Too Many Requests",
        error(
            tokens_limit(
                "Rate limit reached", 6000, "Used 0, Requested 7210. Please try again in 12.1s. "
            )
            + SALES,
            "tokens",
            "rate_limit_exceeded",
        ),
        (("retry-after", "13"), *emptied("6000", "0s")),
    ),
    "flex-498": Scenario(
        498,
        "Flex Tier Capacity Exceeded",
        error(
            "`flex` tier capacity exceeded, please try again later",
            "capacity_exceeded",
            "capacity_exceeded",
        ),
    ),
    "bad-gateway-502": Scenario(
        502,
        "Bad Gateway",
        EDGE_502.encode(),
        (
            ("Content-Type", "text/html; charset=UTF-8"),
            ("Cache-Control", "private, max-age=0, no-store"),
        ),
        edge=True,
    ),
    "over-capacity-503": Scenario(
        503,
        "Service Unavailable",
        error(
            "llama-3.1-8b-instant is currently over capacity. Please try again and back off exponentially."
            " Visit https://groqstatus.com to see if there is an active incident.",
            "internal_server_error",
        ),
    ),
}


# The headers that describe the bytes on the wire: the server sets them itself.
FRAMING = {"connection", "content-encoding", "content-length", "transfer-encoding"}


@functools.cache
def vectors():
    """The test vectors by their ids, but not those of whole streams."""
    files = sorted((Path(__file__).resolve().parent / "vectors").glob("*.jsonl"))
    files = [file for file in files if not file.name.startswith("streams")]
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return {vector["id"]: vector for vector in map(json.loads, lines)}


def vector_answer(vector):
    """The status, the headers and the body of a vector."""
    if "body_base64" in vector:
        body = base64.b64decode(vector["body_base64"])
    else:
        body = vector["body"].encode("utf-8", "surrogatepass")
    headers = vector["headers"]
    headers = headers.items() if isinstance(headers, dict) else headers
    head = [(name, value) for name, value in headers if name.lower() not in FRAMING]
    return vector["status"], [*head, ("Content-Length", str(len(body)))], body


# How often each KEY was asked for.
ASKED = collections.Counter()
ASKED_LOCK = threading.Lock()

# How long a connection is held open for a client that does not go away.
HELD_S = 30


class Groq(BaseHTTPRequestHandler):
    """Answers each request with the scenario, the vector or the stream that it selects."""

    protocol_version = "HTTP/1.1"
    timeout = 10

    def answer(self):
        self.read_body()
        parts = self.path.partition("?")[0].split("/")[1:]
        is_late, form = False, ""
        if parts[0] == "first" and len(parts) > 3:
            _, number, key, *parts = parts
            is_late = self.is_after(int(number), key)
        if parts[0] in ("gzip", "bare"):
            form, *parts = parts
        place, name, ending, *_ = [*parts, "", "", ""]
        if place == "stream" and name in DIALECTS and ending in ENDINGS:
            self.send_stream(DIALECTS[name], "complete" if is_late else ending, form)
        elif place == "vector" and name in vectors():
            self.send_vector(vectors()[name])
        elif place in ("cut", "garbled") and name in SCENARIOS:
            self.send_badly(SCENARIOS[name], is_cut=place == "cut")
        else:
            self.send(SCENARIOS[self.scenario()])

    def send_vector(self, vector):
        """Write the response of a vector."""
        status, head, body = vector_answer(vector)
        self.send_response_only(status, "")
        for pair in head:
            self.send_header(*pair)
        self.end_headers()
        self.wfile.write(body)

    def is_after(self, number, key):
        """Count the requests with a key, and tell whether more than a number of them have come."""
        with ASKED_LOCK:
            ASKED[key] += 1
            return ASKED[key] > number

    def send_stream(self, dialect, ending, form):
        """Write a stream, each piece in a chunk of its own."""
        is_gzip, is_chunked = form == "gzip", form != "bare"
        self.send_response_only(200, "OK")
        self.send_header("Date", DATE)
        self.send_header("Content-Type", dialect.content_type)
        if is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        for pair in dialect.headers:
            self.send_header(*pair)
        if is_gzip:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.close_connection = not is_chunked or ending in ("reset", "open")
        packer = zlib.compressobj(wbits=31)
        for piece in dialect.pieces(ending):
            flushed = piece
            if is_gzip:
                flushed = packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
            self.send_piece(flushed, is_chunked)
        if ending == "open":
            # The client closes the connection, or it has waited for more than an error.
            select.select([self.connection], [], [], HELD_S)
        elif is_chunked and ending == "reset":
            # A chunk is announced that never comes.
            self.wfile.write(b"ff\r\n")
        elif is_chunked:
            if is_gzip:
                self.send_piece(packer.flush(), is_chunked)
            self.send_piece(b"", is_chunked)

    def send_piece(self, content, is_chunked):
        size = b"%x" % len(content)
        self.wfile.write(b"%b\r\n%b\r\n" % (size, content) if is_chunked else content)

    def send_badly(self, scenario, is_cut):
        """Write a response with a body that is cut off or cannot be decoded, and close."""
        self.send_response_only(scenario.status, scenario.reason)
        for pair in scenario.head:
            self.send_header(*pair)
        if not is_cut:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(scenario.body[: len(scenario.body) // 2] if is_cut else scenario.body)
        self.close_connection = True

    def send(self, scenario):
        """Write the response of a scenario."""
        self.send_response_only(scenario.status, scenario.reason)
        for name, value in scenario.head:
            self.send_header(name, value)
        self.end_headers()
        if scenario.chunked:
            self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(scenario.body), scenario.body))
        elif self.command != "HEAD":
            self.wfile.write(scenario.body)

    do_GET = do_HEAD = do_POST = answer

    def read_body(self):
        """Read the body of the request, so that the next request can follow."""
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            while size := int(self.rfile.readline(), 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
        else:
            self.rfile.read(int(self.headers.get("content-length") or 0))

    def scenario(self):
        """The name of the selected scenario."""
        parts = self.path.split("/")
        default = "success-200" if self.path == "/openai/v1/chat/completions" else ""
        name = (
            parts[2]
            if parts[1:2] == ["scenario"] and len(parts) > 2
            else self.headers.get("x-scenario", default)
        )
        return name if name in SCENARIOS else "unknown-url-404"

    def log_message(self, *_):
        """Write no log: the tests only check responses."""


class Proxy(BaseHTTPRequestHandler):
    """A proxy for CONNECT to this machine only; for other hosts it answers 407."""

    timeout = 10

    def do_CONNECT(self):
        host, _, port = self.path.rpartition(":")
        if host not in ("127.0.0.1", "localhost"):
            self.send_error(407)
            return
        with socket.create_connection((host, int(port)), timeout=10) as server:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            ends = {self.connection: server, server: self.connection}
            while ready := select.select(list(ends), [], [], 10)[0]:
                for end in ready:
                    data = end.recv(65536)
                    if not data:
                        return
                    ends[end].sendall(data)

    def log_message(self, *_):
        """Write no log."""


class Server(ThreadingHTTPServer):
    """A server whose clients may disconnect during a response."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serving(handler=Groq, port=0, certificate=None):
    """Serve in a thread, with TLS if there is a certificate. Yield the base URL."""
    server = Server(("127.0.0.1", port), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main():
    if len(sys.argv) > 2 or not all(word.isdecimal() for word in sys.argv[1:]):
        sys.exit("usage: server.py [PORT]")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with serving(port=int(sys.argv[1]) if sys.argv[1:] else 0) as url:
        print(url, flush=True)
        stop.wait()


if __name__ == "__main__":
    main()

"""The examples call a server. They are built in each way that the installed library can be used."""

import contextlib
import json
import os
import re
import select
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from frames import ROOT
from programs import FFI, INSTALLED, WARNINGS, compiler, environment, needed, pkg_config, run
from server import SCENARIOS, Groq, Scenario, error, serving

SHORT_DELAY_MS = 40
RATE_LIMITED = Scenario(
    429,
    "Too Many Requests",
    error("Rate limit reached. Please slow down.\x1b[31m", "tokens", "rate_limit_exceeded"),
    (("retry-after-ms", str(SHORT_DELAY_MS)),),
)
KEY = "gsk_Heron7Heron7Heron7Heron7"
REPEATED_KEY = Scenario(
    401,
    "Unauthorized",
    error(f"Invalid API Key: {KEY}", "invalid_request_error", KEY),
    (("x-request-id", KEY),),
)
LONG_DELAY = Scenario(429, "Too Many Requests", b"slow down\n", (("retry-after", "3600"),))
RECOVERING = [RATE_LIMITED, SCENARIOS["over-capacity-503"], SCENARIOS["success-200"]]
COMPLETION = SCENARIOS["success-200"].body.decode()

EXAMPLES = {
    "curl_retry": FFI / "examples/curl_retry.c",
    "curl_stream": FFI / "examples/curl_stream.c",
    "classify": FFI / "examples/classify.cpp",
}
WAYS = ["pkg-config shared", "pkg-config static", "cmake shared", "cmake static"]


def chunk(content: str, finish_reason: str | None = None) -> bytes:
    """An event of a chat completion."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish_reason}
    return b"data: %b\n\n" % json.dumps({"choices": [choice]}).encode()


OVERLOADED = b"data: %b\n" % error("The model is overloaded.\x1b[31m", "overloaded_error")
DONE = b"data: [DONE]\n\n"
# How long a connection is held open for a client that does not go away.
HELD_S = 20
COMMENT_S = 0.05


@dataclass(frozen=True)
class Stream:
    """A streamed response: its pieces, each in a chunk of its own, and how it ends."""

    pieces: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...] = ()
    # `whole`, `cut` inside a chunk, or `open` until the client goes away.
    end: str = "whole"
    # How many comments follow, each after COMMENT_S.
    comments: int = 0
    status: int = 200


class Playing(Groq):
    """Sends one response after the other, whatever the request is."""

    answers: list[Scenario | Stream]
    requests: list[tuple[float, str, bytes]]

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        answer = self.answers[len(self.requests)]
        self.requests.append((time.monotonic(), self.headers.get("authorization", ""), body))
        if isinstance(answer, Stream):
            self.stream(answer)
        else:
            self.send(answer)

    def stream(self, answer: Stream) -> None:
        self.send_response_only(answer.status)
        for pair in (
            ("Content-Type", "text/event-stream"),
            ("Transfer-Encoding", "chunked"),
            *answer.headers,
        ):
            self.send_header(*pair)
        self.end_headers()
        for piece in answer.pieces:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        with contextlib.suppress(ConnectionError):
            for _ in range(answer.comments):
                time.sleep(COMMENT_S)
                self.wfile.write(b"d\r\n: keep-alive\n\r\n")
        if answer.end == "open":
            select.select([self.connection], [], [], HELD_S)
        elif answer.end == "cut":
            self.wfile.write(b"ff\r\n")
        else:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = answer.end != "whole"

    do_GET = do_POST = answer


def playing(answers: list[Scenario | Stream]) -> type[Playing]:
    return type("Playing", (Playing,), {"answers": answers, "requests": []})


def build_with_pkg_config(name: str, linked: str, folder: Path) -> Path:
    source = EXAMPLES[name]
    if linked == "static":
        library = pkg_config("--variable=libdir", "apifault")[0] + "/libapifault.a"
        flags = [*pkg_config("--cflags", "apifault"), library, "-lpthread", "-ldl", "-lm"]
    else:
        flags = pkg_config("--cflags", "--libs", "apifault")
    program = folder / f"{name}-{linked}"
    libcurl = pkg_config("--cflags", "--libs", "libcurl")
    run(*compiler(source), source, *flags, *libcurl, "-o", program)
    return program


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Each example, built in each way."""
    by_hand = tmp_path_factory.mktemp("pkg-config")
    by_cmake = tmp_path_factory.mktemp("cmake")
    source = FFI / "tests" / "consumer"
    run("cmake", "-S", source, "-B", by_cmake, env=environment())
    run("cmake", "--build", by_cmake, env=environment())
    built = {}
    for name in EXAMPLES:
        for linked in ("shared", "static"):
            built[name, f"pkg-config {linked}"] = build_with_pkg_config(name, linked, by_hand)
            built[name, f"cmake {linked}"] = by_cmake / f"{name}-{linked}"
    return built


def wait_of(line: str) -> int:
    """The wait in milliseconds that a client prints."""
    match = re.fullmatch(r"retrying in (\d+) ms", line)
    assert match, line
    return int(match[1])


def call(program: Path, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    # A program that CMake builds knows where the library is; the others need the variable.
    environment = {**os.environ, "LD_LIBRARY_PATH": str(INSTALLED / "lib"), **more}
    if "cmake" in str(program):
        del environment["LD_LIBRARY_PATH"]
    return run(program, *arguments, check=False, env=environment, timeout=60)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_needs_the_shared_library_only_if_it_is_linked_with_it(
    programs: dict[tuple[str, str], Path], name: str, way: str
) -> None:
    libraries = needed(programs[name, way])
    assert any(library.startswith("libapifault") for library in libraries) == ("shared" in way)


@pytest.mark.parametrize("way", WAYS)
def test_the_client_waits_as_long_as_the_server_asks_and_succeeds_in_the_end(
    programs: dict[tuple[str, str], Path], way: str, tmp_path: Path
) -> None:
    request = tmp_path / "request.json"
    request.write_text('{"model":"llama-3.1-8b-instant"}', "utf-8")
    server = playing(RECOVERING)
    with serving(server) as url:
        answer = call(programs["curl_retry", way], "--backoff", "20", url, request, API_KEY="key")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == COMPLETION
    printed = answer.stderr.splitlines()
    assert printed[0].startswith("attempt 1: rate_limited, status 429: Rate limit reached.")
    assert printed[0].endswith("[req_01k8vw429dq7m5s2xj9trh3p0e]")
    assert "\\x1b[31m" in printed[0]
    # Never less than the server asks for, and at most a tenth more.
    assert SHORT_DELAY_MS <= wait_of(printed[1]) <= SHORT_DELAY_MS * 1.1
    assert printed[2].startswith("attempt 2: overloaded, status 503: ")
    assert wait_of(printed[3]) < 2 * 20
    assert len(printed) == 4
    times, keys, bodies = zip(*server.requests, strict=True)
    assert set(keys) == {"Bearer key"}
    assert set(bodies) == {request.read_bytes()}
    assert times[1] - times[0] >= SHORT_DELAY_MS / 1000


@pytest.mark.parametrize("way", WAYS)
def test_the_client_does_not_repeat_a_request_that_will_fail_again(
    programs: dict[tuple[str, str], Path], way: str
) -> None:
    server = playing([SCENARIOS["invalid-api-key-401"]])
    with serving(server) as url:
        answer = call(programs["curl_retry", way], url)
    assert answer.returncode == 1
    assert "authentication, status 401: Invalid API Key" in answer.stderr
    assert "giving up: not_retryable\naction: " in answer.stderr
    assert len(server.requests) == 1


def test_the_client_prints_no_key_that_a_server_repeats(
    programs: dict[tuple[str, str], Path],
) -> None:
    with serving(playing([REPEATED_KEY])) as url:
        answer = call(programs["curl_retry", WAYS[0]], url, API_KEY=KEY)
    assert answer.returncode == 1
    assert "Invalid API Key: gsk_***" in answer.stderr
    assert "Heron7" not in answer.stdout + answer.stderr


def test_the_example_in_cpp_prints_no_key_that_a_server_repeats(
    programs: dict[tuple[str, str], Path],
) -> None:
    with serving(playing([REPEATED_KEY])) as url:
        answer = call(programs["classify", WAYS[0]], url, f"heron:///?key={KEY}")
    assert "message: Invalid API Key: gsk_***" in answer.stdout
    assert "code: gsk_***" in answer.stdout
    assert "classify: heron:///?key=" in answer.stderr
    assert "Heron7" not in answer.stdout + answer.stderr


def test_the_client_gives_up_at_once_if_the_server_asks_for_a_long_wait(
    programs: dict[tuple[str, str], Path],
) -> None:
    server = playing([LONG_DELAY])
    with serving(server) as url:
        answer = call(programs["curl_retry", WAYS[0]], url)
    assert answer.returncode == 1
    assert "giving up: delay_too_long, the server asks for 3600000 ms" in answer.stderr
    assert len(server.requests) == 1


@pytest.mark.parametrize("client", ["curl_retry", "curl_stream"])
def test_a_client_begins_no_attempt_after_its_deadline(
    programs: dict[tuple[str, str], Path], client: str
) -> None:
    server = playing([SCENARIOS["over-capacity-503"]])
    with serving(server) as url:
        answer = call(programs[client, WAYS[0]], "--deadline", "0", url)
    assert answer.returncode == 1
    assert "giving up: deadline" in answer.stderr
    assert len(server.requests) == 1


@pytest.mark.parametrize("client", ["curl_retry", "curl_stream"])
def test_a_client_obeys_the_headers_of_an_error_whose_body_breaks_off(
    programs: dict[tuple[str, str], Path], client: str
) -> None:
    cut = Stream((b'{"err',), (("retry-after", "3600"),), end="cut", status=429)
    server = playing([cut])
    with serving(server) as url:
        answer = call(programs[client, WAYS[0]], url)
    assert answer.returncode == 1
    assert "giving up: delay_too_long, the server asks for 3600000 ms" in answer.stderr
    assert len(server.requests) == 1


@pytest.mark.parametrize("client", ["curl_retry", "curl_stream"])
def test_a_client_tries_four_times(programs: dict[tuple[str, str], Path], client: str) -> None:
    server = playing([SCENARIOS["over-capacity-503"]] * 5)
    with serving(server) as url:
        answer = call(programs[client, WAYS[0]], "--backoff", "1", url)
    assert answer.returncode == 1
    assert "attempt 4: overloaded" in answer.stderr
    assert "giving up: tries" in answer.stderr
    assert len(server.requests) == 4


@pytest.mark.parametrize("client", ["curl_retry", "curl_stream"])
def test_a_client_sends_again_what_reached_no_server(
    programs: dict[tuple[str, str], Path], client: str
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        answer = call(programs[client, WAYS[0]], "--backoff", "1", url)
    assert answer.returncode == 1
    printed = answer.stderr.splitlines()
    assert [line.split(":")[0] for line in printed[::2]] == [
        "attempt 1",
        "attempt 2",
        "attempt 3",
        "attempt 4",
    ]
    assert printed[-1] == "giving up: tries"


@pytest.mark.parametrize("client", ["curl_retry", "curl_stream"])
def test_a_client_does_not_repeat_a_call_that_can_not_be_made(
    programs: dict[tuple[str, str], Path], client: str
) -> None:
    answer = call(programs[client, WAYS[0]], "nonsense://127.0.0.1")
    assert answer.returncode == 1
    assert answer.stderr.startswith("attempt 1: ")
    assert answer.stderr.endswith("giving up: not_retryable\n")


def test_threads_that_share_a_budget_spend_each_token_once(tmp_path: Path) -> None:
    source, program = FFI / "examples/retry_budget.c", tmp_path / "retry_budget"
    flags = [*pkg_config("--cflags", "--libs", "apifault"), "-lpthread"]
    run("cc", "-std=c11", *WARNINGS, source, *flags, "-o", program)
    # 100 tokens pay for 20 retries, whatever the threads do at the same time.
    assert call(program).stdout.splitlines() == [
        "the server is down: 1600 calls made 1620 requests; 0 of 100 tokens are left",
        "it is back: 1600 calls made 1600 requests; 100 of 100 tokens are left",
    ]


@pytest.mark.parametrize("client", ["curl_retry", "curl_stream"])
def test_a_client_reports_wrong_usage(programs: dict[tuple[str, str], Path], client: str) -> None:
    program = programs[client, WAYS[0]]
    for arguments in ([], ["--nonsense"], ["--deadline", "x", "http://127.0.0.1"], ["a", "b", "c"]):
        answer = call(program, *arguments)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.startswith(f"Usage: {client}")
    answer = call(program, "http://127.0.0.1", ROOT / "no such file")
    assert answer.returncode == 2
    assert "no such file cannot be read: No such file or directory" in answer.stderr


@pytest.mark.parametrize("way", WAYS)
def test_the_example_in_cpp_prints_what_each_response_means(
    programs: dict[tuple[str, str], Path], way: str
) -> None:
    server = playing(RECOVERING)
    with serving(server) as url:
        answer = call(programs["classify", way], url, url, url)
    assert answer.returncode == 0, answer.stderr
    printed = [line for line in answer.stdout.splitlines() if not line.startswith(" ")]
    assert printed == [
        f"rate_limited, fault account, retry after_delay of {SHORT_DELAY_MS} ms",
        "overloaded, fault provider, retry backoff",
        "success, fault none, retry no",
    ]
    assert "\x1b" not in answer.stdout
    assert "  provider: groq" in answer.stdout
    assert "  limit: tokens per minute, 6000 allowed, 5881 left, resets in 1190 ms" in (
        answer.stdout
    )


WHOLE = Stream((chunk("High water"), chunk(" is at noon.", "stop"), DONE))
TEXT = "High water is at noon.\n"


def stream(
    programs: dict[tuple[str, str], Path], server: type[Playing], *options: str, way: str = WAYS[0]
) -> subprocess.CompletedProcess[str]:
    """Run the client that streams; its waits are short."""
    with serving(server) as url:
        return call(programs["curl_stream", way], "--backoff", "20", *options, url)


@pytest.mark.parametrize("way", WAYS)
def test_the_streaming_client_sends_again_what_failed_before_the_first_text(
    programs: dict[tuple[str, str], Path], way: str
) -> None:
    failing = Stream((b": keep-alive\n\n", OVERLOADED), end="open")
    server = playing([RATE_LIMITED, failing, WHOLE])
    answer = stream(programs, server, way=way)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == TEXT
    printed = answer.stderr.splitlines()
    assert printed[0].startswith("attempt 1: rate_limited, status 429: Rate limit reached.")
    assert SHORT_DELAY_MS <= wait_of(printed[1]) <= SHORT_DELAY_MS * 1.1
    assert printed[2].startswith("attempt 2: overloaded, status 200: The model is overloaded.")
    assert "\\x1b[31m" in printed[2]
    assert wait_of(printed[3]) < 2 * 20
    assert len(printed) == 4
    times = [at for at, _, _ in server.requests]
    assert times[1] - times[0] >= SHORT_DELAY_MS / 1000


def test_the_streaming_client_waits_as_long_as_the_headers_of_the_stream_say(
    programs: dict[tuple[str, str], Path],
) -> None:
    delayed = Stream((OVERLOADED,), (("retry-after-ms", str(SHORT_DELAY_MS)),))
    answer = stream(programs, playing([delayed, WHOLE]))
    assert (answer.returncode, answer.stdout) == (0, TEXT)
    assert SHORT_DELAY_MS <= wait_of(answer.stderr.splitlines()[1]) <= SHORT_DELAY_MS * 1.1


def test_the_streaming_client_sends_nothing_again_after_the_first_text(
    programs: dict[tuple[str, str], Path],
) -> None:
    server = playing([Stream((chunk("High water"), OVERLOADED), end="open")])
    start = time.monotonic()
    answer = stream(programs, server)
    # The client goes away at once, although the server does not.
    assert time.monotonic() - start < HELD_S / 2
    assert answer.returncode == 1
    assert answer.stdout == "High water\n"
    assert "attempt 1: overloaded, status 200: The model is overloaded." in answer.stderr
    assert "giving up: delivered\naction: " in answer.stderr
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", ["whole", "cut"])
def test_the_streaming_client_notices_that_a_stream_is_cut_off(
    programs: dict[tuple[str, str], Path], end: str
) -> None:
    answer = stream(programs, playing([Stream((chunk("High water"),), end=end)]))
    assert (answer.returncode, answer.stdout) == (1, "High water\n")
    assert "attempt 1: bad_gateway, status 200" in answer.stderr
    assert "giving up: delivered" in answer.stderr
    server = playing([Stream((b": keep-alive\n\n",), end=end), WHOLE])
    answer = stream(programs, server)
    assert (answer.returncode, answer.stdout) == (0, TEXT)
    assert len(server.requests) == 2


def test_the_streaming_client_takes_a_last_event_without_its_empty_line(
    programs: dict[tuple[str, str], Path],
) -> None:
    last = chunk(" is at noon.", "stop").rstrip()
    answer = stream(programs, playing([Stream((chunk("High water"), last))]))
    assert (answer.returncode, answer.stdout) == (0, TEXT)
    failing = Stream((OVERLOADED.rstrip(),))
    answer = stream(programs, playing([failing, WHOLE]))
    assert (answer.returncode, answer.stdout) == (0, TEXT)
    assert "attempt 1: overloaded, status 200" in answer.stderr


def test_the_streaming_client_takes_any_pieces_and_any_line_ends(
    programs: dict[tuple[str, str], Path],
) -> None:
    body = b"\xef\xbb\xbf: keep-alive\n\n" + b"".join(WHOLE.pieces)
    for end in (b"\n", b"\r\n", b"\r"):
        bytes_ = [bytes([byte]) for byte in body.replace(b"\n", end)]
        answer = stream(programs, playing([Stream(tuple(bytes_))]))
        assert (answer.returncode, answer.stdout) == (0, TEXT), end


def test_the_streaming_client_prints_what_the_model_means_and_nothing_that_a_terminal_obeys(
    programs: dict[tuple[str, str], Path],
) -> None:
    said = 'a\tb\n"c" \\ é \U0001f30a \x1b[31m\x9b\u202e'
    raw = chunk(said).replace(b"\\ud83c\\udf0a", "\U0001f30a".encode())
    half = rb'data: {"choices":[{"delta":{"content":"\ud83c\/"}}]}' + b"\n\n"
    # The text of other members is none of the model's.
    other = b'data: {"delta":{"content":"no"},"choices":[{"x":{"content":"no"},"delta":{"content":'
    other += b'null,"tool":"{\\"content\\":\\"no\\"}"}},{"delta":{"content":"no"}}]}\n\n'
    pieces = (raw, chunk(said), half, other, chunk("!", "stop"), DONE)
    answer = stream(programs, playing([Stream(pieces)]))
    shown = 'a\tb\n"c" \\ é \U0001f30a \\x1b[31m\\x9b\\u202e'
    assert answer.stdout == f"{shown}{shown}\ufffd/!\n"


@pytest.mark.parametrize(
    ("broken", "shown"),
    [
        (b'{"choices":[{"delta":{"content":"no', ""),
        (b'{"choices":[{"delta":{"content"', ""),
        (b'{"choices":[{"delta":{"content":"\xe4\\u001b[31m\xff"}}', "\\xe4\\x1b[31m\\xff"),
        (b'{"choices":[{"delta":{"content":"\\u00zz"', "\ufffd00zz"),
        (b'{"choices":[{"delta":{"content":"\\u00"', "\ufffd00"),
        (b'{"choices":[{"delta":{"content":"no\\"', ""),
        (b"}]", ""),
        (b'"', ""),
    ],
)
def test_the_streaming_client_survives_what_is_no_json(
    programs: dict[tuple[str, str], Path], broken: bytes, shown: str
) -> None:
    pieces = (chunk("High water"), b"data: %b\n\n" % broken)
    answer = stream(programs, playing([Stream(pieces)]))
    assert answer.returncode == 1
    assert answer.stdout == f"High water{shown}\n"


def test_the_streaming_client_does_not_take_a_keep_alive_for_an_event(
    programs: dict[tuple[str, str], Path],
) -> None:
    quiet = Stream((chunk("High water"),), comments=int(HELD_S / COMMENT_S))
    start = time.monotonic()
    answer = stream(programs, playing([quiet]), "--idle", "1000")
    assert time.monotonic() - start < HELD_S / 2
    assert (answer.returncode, answer.stdout) == (1, "High water\n")
    assert "attempt 1: bad_gateway" in answer.stderr


def test_the_streaming_client_tries_a_stream_that_fails_four_times(
    programs: dict[tuple[str, str], Path],
) -> None:
    server = playing([Stream((OVERLOADED,))] * 5)
    answer = stream(programs, server, "--backoff", "1")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "attempt 4: overloaded, status 200" in answer.stderr
    assert "giving up: tries" in answer.stderr
    assert len(server.requests) == 4


def test_the_streaming_client_prints_no_key_that_a_server_repeats(
    programs: dict[tuple[str, str], Path],
) -> None:
    refused = b"data: %b\n" % error(f"Invalid API Key: {KEY}", code="invalid_api_key")
    answer = stream(programs, playing([Stream((refused,))]))
    assert answer.returncode == 1
    assert "authentication, status 200: Invalid API Key: gsk_***" in answer.stderr
    assert "action: " in answer.stderr
    assert "Heron7" not in answer.stdout + answer.stderr

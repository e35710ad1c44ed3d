"""The examples call a server. They are built in each way that the installed library can be used."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from frames import ROOT
from programs import FFI, INSTALLED, compiler, environment, needed, pkg_config, run
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

EXAMPLES = {"curl_retry": FFI / "examples/curl_retry.c", "classify": FFI / "examples/classify.cpp"}
WAYS = ["pkg-config shared", "pkg-config static", "cmake shared", "cmake static"]


class Playing(Groq):
    """Sends one response after the other, whatever the request is."""

    answers: list[Scenario]
    requests: list[tuple[float, str, bytes]]

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        answer = self.answers[len(self.requests)]
        self.requests.append((time.monotonic(), self.headers.get("authorization", ""), body))
        self.send(answer)

    do_GET = do_POST = answer


def playing(answers: list[Scenario]) -> type[Playing]:
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
        answer = call(programs["curl_retry", way], url, request, API_KEY="key")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == COMPLETION
    printed = answer.stderr.splitlines()
    assert printed[0].startswith("attempt 1: rate_limited, status 429: Rate limit reached.")
    assert printed[0].endswith("[req_01k8vw429dq7m5s2xj9trh3p0e]")
    assert "\\x1b[31m" in printed[0]
    assert printed[1] == f"retrying in {SHORT_DELAY_MS} ms"
    assert printed[2].startswith("attempt 2: overloaded, status 503: ")
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
    assert "action: " in answer.stderr
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


def test_the_client_gives_up_if_the_wait_exceeds_its_budget(
    programs: dict[tuple[str, str], Path],
) -> None:
    server = playing([LONG_DELAY])
    with serving(server) as url:
        answer = call(programs["curl_retry", WAYS[0]], "--budget", "1000", url)
    assert answer.returncode == 1
    assert "giving up: the budget does not allow another wait of 3600000 ms" in answer.stderr
    assert len(server.requests) == 1


def test_the_client_reports_wrong_usage(programs: dict[tuple[str, str], Path]) -> None:
    program = programs["curl_retry", WAYS[0]]
    for arguments in ([], ["--nonsense"], ["--budget", "x", "http://127.0.0.1"], ["a", "b", "c"]):
        answer = call(program, *arguments)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.startswith("Usage: curl_retry")
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

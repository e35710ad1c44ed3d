"""The streams of real SDKs and HTTP clients: `scan` passes them on, and raises where they fail."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from apifault import ApiError, Kind, ascan, classify, scan

import streaming
from dialects import DIALECTS, ENDINGS, OVERLOAD
from server import SCENARIOS, serving

# What SDKs warn of is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

# The kind and `delivered` of the error of each ending.
WANT: dict[str, tuple[Kind, bool] | None] = {
    "complete": None,
    "keepalive": None,
    "error-first": (Kind.OVERLOADED, False),
    "error-mid": (Kind.OVERLOADED, True),
    "open": (Kind.OVERLOADED, True),
    "cut": (Kind.BAD_GATEWAY, True),
    "reset": (Kind.BAD_GATEWAY, True),
    "page": (Kind.BAD_GATEWAY, False),
}

Got = tuple[list[Any], ApiError | None]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as url:
        yield url


def scanned(call: streaming.Sync, url: str) -> Got:
    """Give the pieces that a scan of a client's stream passes on, and the error that it raises."""
    pieces: list[Any] = []
    try:
        with call(url) as stream, contextlib.closing(scan(stream)) as passed:
            for piece in passed:
                pieces.append(piece)
    except ApiError as error:
        return pieces, error
    return pieces, None


def ascanned(call: streaming.Async, url: str) -> Got:
    """Do what `scanned` does, asynchronously."""
    pieces: list[Any] = []

    async def read() -> None:
        async with call(url) as stream, contextlib.aclosing(ascan(stream)) as passed:
            async for piece in passed:
                pieces.append(piece)

    try:
        asyncio.run(read())
    except ApiError as error:
        return pieces, error
    return pieces, None


def got(call: Any, url: str) -> Got:
    return (ascanned if call.__name__.startswith("a_") else scanned)(call, url)


def is_passed_on(passed: bytes, dialect: str, ending: str) -> bool:
    """Whether all of a body was passed on, or all until the piece that reports an error."""
    body = b"".join(DIALECTS[dialect].pieces(ending))
    error = body.find(OVERLOAD.encode())
    return passed == body if error < 0 else body.startswith(passed) and len(passed) > error


def told(error: ApiError | None) -> tuple[Kind, bool | None] | None:
    return error and (error.report.kind, error.delivered)


def names(value: Any) -> str:
    return str(getattr(value, "__name__", value))


EVERY_BYTES = [*streaming.BYTES, *streaming.A_BYTES]
EVERY_EVENTS = {**streaming.EVENTS, **streaming.A_EVENTS}


def test_every_ending_has_a_wanted_error() -> None:
    assert WANT.keys() == ENDINGS.keys()


@pytest.mark.parametrize(
    ("call", "dialect"),
    [
        *((streaming.requests, dialect) for dialect in DIALECTS),
        *((call, dialect) for call in EVERY_BYTES for dialect in ("openai-responses", "bedrock")),
    ],
    ids=names,
)
def test_bytes_are_passed_on_until_they_fail(call: Any, dialect: str, server: str) -> None:
    for ending, want in WANT.items():
        began = time.monotonic()
        pieces, error = got(call, f"{server}/stream/{dialect}/{ending}")
        assert told(error) == want, ending
        assert is_passed_on(b"".join(pieces), dialect, ending), ending
        assert ending != "open" or time.monotonic() - began < streaming.TIMEOUT_S / 2


# The standard library decompresses nothing.
DECOMPRESSING = [
    call for call in EVERY_BYTES if call not in (streaming.urllib, streaming.http_client)
]


@pytest.mark.parametrize(
    ("form", "call"),
    [*(("gzip", call) for call in DECOMPRESSING), *(("bare", call) for call in EVERY_BYTES)],
    ids=names,
)
def test_a_body_may_be_compressed_or_without_chunks(form: str, call: Any, server: str) -> None:
    for ending, want in WANT.items():
        pieces, error = got(call, f"{server}/{form}/stream/anthropic/{ending}")
        assert told(error) == want, ending
        assert is_passed_on(b"".join(pieces), "anthropic", ending), ending


@pytest.mark.parametrize("call", EVERY_EVENTS, ids=names)
def test_events_are_passed_on_until_they_fail(call: Any, server: str) -> None:
    dialect = EVERY_EVENTS[call]
    for ending, want in WANT.items():
        if ending == "page" and call in streaming.WITHOUT_BYTES:
            # Their own exceptions name no cause, or they take a page for an empty stream.
            continue
        began = time.monotonic()
        url = f"{server}/stream/{dialect}/{ending}"
        pieces, error = got(call, url)
        assert told(error) == want, ending
        assert ending != "open" or time.monotonic() - began < streaming.TIMEOUT_S / 2
        if want is None or want[1]:
            # Anthropic's SDK keeps a ping for itself.
            texts = len(DIALECTS[dialect].pieces("cut")) - (dialect == "anthropic")
            assert len(pieces) >= texts, ending
        if (
            error
            and ending in ("error-first", "error-mid", "page")
            and call not in streaming.WITHOUT_BYTES
        ):
            _, same = got(streaming.requests, url)
            assert same
            assert error.report == same.report, ending


@pytest.mark.parametrize("call", streaming.MANAGERS, ids=names)
def test_a_request_that_fails_when_the_stream_is_entered_is_reported(
    call: Any, server: str
) -> None:
    scenario = SCENARIOS["rate-limit-429"]
    pieces, error = got(call, f"{server}/scenario/rate-limit-429/x")
    assert error
    assert error.report == classify(scenario.status, list(scenario.head), scenario.body)
    assert (pieces, error.delivered) == ([], False)


@pytest.mark.parametrize("call", [streaming.openai, streaming.a_openai, streaming.groq], ids=names)
def test_an_end_that_an_sdk_keeps_for_itself_counts(call: Any, server: str) -> None:
    pieces, error = got(call, f"{server}/stream/gateway-chat/complete")
    assert (len(pieces), error) == (4, None)


@pytest.mark.parametrize(
    "call", [streaming.httpx, streaming.a_aiohttp, streaming.anthropic], ids=names
)
def test_a_call_that_delivered_nothing_is_made_again(call: Any, server: str) -> None:
    for ending, want in (("error-first", 3), ("error-mid", 1), ("cut", 1)):
        url = f"{server}/first/2/{call.__name__}-{ending}/stream/anthropic/{ending}"
        tries = 1
        while (error := got(call, url)[1]) and not error.delivered:
            tries += 1
        assert tries == want, ending


@pytest.mark.parametrize("call", [streaming.openai, streaming.groq, streaming.anthropic], ids=names)
def test_a_stream_that_was_begun_is_scanned_by_its_events(call: Any, server: str) -> None:
    dialect = EVERY_EVENTS[call]
    for ending in ("complete", "error-mid", "cut", "reset"):
        error = None
        with call(f"{server}/stream/{dialect}/{ending}") as stream:
            next(stream)
            try:
                for _ in scan(stream):
                    pass
            except ApiError as caught:
                error = caught
        assert told(error) == WANT[ending], ending

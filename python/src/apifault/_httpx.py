"""The retries of httpx and of httpx2, which have the same interface: a `Library` is one of them."""

import json
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from inspect import iscoroutinefunction
from typing import Any, Generic, Self, TypeVar

from apifault import _core
from apifault._core import Report, RetryBudget, RetryState, Step, StreamScanner, classify
from apifault._enums import Provider
from apifault._exception import classify_exception
from apifault._response import (
    SET_HEADERS,
    STATED,
    STATED_BODY,
    STATED_HEADERS,
    STATED_STATUS,
    held_body,
    time_of,
)
from apifault._retry import (
    SUCCESS,
    RetryCall,
    RetryPolicy,
    checked,
    known,
    sleep_s,
    without_bounds,
)

# How many bytes of a failure are read for its report, and how many of a stream before its content.
_MAX_FAILURE = 1 << 20
_MAX_PEEK = 64 << 10

_STREAMS = frozenset(
    {
        "application/jsonl",
        "application/ndjson",
        "application/vnd.amazon.eventstream",
        "application/x-ndjson",
        "text/event-stream",
    }
)

# The header in which SDKs tell how often they have sent a call again.
_RETRY_COUNT = "x-stainless-retry-count"
_SHOULD_RETRY, _RETRY_AFTER_MS = SET_HEADERS

# groq's SDK takes a longer wait for none, and waits for half a second instead.
_LONGEST_HINT_MS = 60_000

# SDKs take 0 for no statement.
_SHORTEST_HINT_MS = 1


class Library:
    """httpx or httpx2, and the streams that are made for its responses."""

    def __init__(self, module: Any) -> None:
        """Take the module."""
        self.module = module
        self.error: Any = module.TransportError
        self.name: str = module.__name__
        # Responses check the class of their streams.
        self.rest: Any = type("Rest", (_Rest, module.SyncByteStream), {})
        self.async_rest: Any = type("AsyncRest", (_AsyncRest, module.AsyncByteStream), {})

    def decoder(self, response: Any, request: Any) -> Callable[[bytes], Iterable[bytes]]:
        """Give what decompresses the pieces of a body; it raises what the library raises."""
        encodings = _words(response.headers, "content-encoding") - {"identity"}
        if not encodings:
            return lambda raw: (raw,)
        # The library hands on what it cannot decompress; it asks for what it can.
        decoder = None
        if encodings <= _words(request.headers, "accept-encoding"):
            # The public methods decode what they hand on; here, a copy is decoded.
            encoding = response.headers["content-encoding"]
            copy = self.module.Response(200, headers={"content-encoding": encoding})
            decoder = getattr(copy, "_get_content_decoder", lambda: None)()

        def decoded(raw: bytes) -> Iterable[bytes]:
            if decoder is None:
                raise self.module.DecodingError("unknown encoding")
            got = decoder.decode(raw)
            return (got,) if isinstance(got, bytes) else got

        return decoded


def _words(headers: Any, name: str) -> set[str]:
    return {word.strip().lower() for word in headers.get(name, "").split(",")} - {""}


class _Rest:
    """A body of which the beginning was read: gives it again, then the rest as it comes."""

    def __init__(self, peek: "_Peek", rest: Iterator[bytes], stream: Any) -> None:
        self._peek = peek
        self._rest = rest
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._peek.given_back()
        if self._peek.is_replaced:
            return
        yield from self._rest

    def close(self) -> None:
        self._stream.close()

    @property
    def elapsed(self) -> Any:
        """What httpx2 asks the stream of a response for."""
        return getattr(self._stream, "elapsed", None)


class _AsyncRest:
    """The same for `async for`."""

    def __init__(self, peek: "_Peek", rest: AsyncIterator[bytes], stream: Any) -> None:
        self._peek = peek
        self._rest = rest
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._peek.given_back():
            yield piece
        if self._peek.is_replaced:
            return
        async for piece in self._rest:
            yield piece

    async def aclose(self) -> None:
        try:
            if (close := getattr(self._rest, "aclose", None)) is not None:
                # Another task may be reading it.
                with suppress(RuntimeError):
                    await close()
        finally:
            await self._stream.aclose()

    @property
    def elapsed(self) -> Any:
        return getattr(self._stream, "elapsed", None)


class _Peek:
    """The beginning of a body: as much of it as its report needs.

    Of a failure, that is the whole body, up to a limit. Of a stream, it is what comes before the
    first content: an error, if `report` is not None.
    """

    def __init__(
        self, library: Library, response: Any, request: Any, provider: Provider | str | None
    ) -> None:
        self.report: Report | None = None
        # What broke the body off.
        self.error: Exception | None = None
        self.body = bytearray()
        # Whether `replace` was called.
        self.is_replaced = False
        self._pieces: list[bytes] = []
        self._library = library
        self._status: int = response.status_code
        self._headers = response.headers
        self._provider = provider
        self._now = time_of(response.headers)
        self._limit = _MAX_FAILURE
        self._raw_left = _MAX_FAILURE
        self._decode = library.decoder(response, request)
        self._scanner: StreamScanner | None = None
        if self._status < 400:
            self._limit = self._raw_left = _MAX_PEEK
            self._scanner = StreamScanner(
                self._status, response.headers, now=self._now, provider=provider
            )

    @property
    def is_stream(self) -> bool:
        return self._scanner is not None

    def take(self, raw: bytes) -> bool:
        """Take the next bytes as they came; return whether no more are needed."""
        self._pieces.append(raw)
        self._raw_left -= len(raw)
        try:
            for piece in self._decode(raw):
                if self.take_decoded(piece):
                    return True
        except self._library.module.DecodingError:
            # The reader of the body meets it, too.
            return True
        return self._raw_left <= 0

    def take_decoded(self, piece: bytes) -> bool:
        """Take the next decompressed bytes; return whether no more are needed."""
        piece = piece[: self._limit - len(self.body)]
        self.body += piece
        if self._scanner is not None:
            errors = self._scanner.feed(piece)
            if self._scanner.delivered:
                return True
            if errors:
                self.report = known(errors[0].report)
            if errors or self._scanner.is_terminal:
                return True
        return len(self.body) >= self._limit

    def end(self) -> None:
        """Take the end of the body."""
        if self._scanner is not None and self.report is None:
            ending = self._scanner.finish()
            self.report = None if ending.delivered else known(ending.report)

    def break_off(self, error: Exception) -> None:
        """Take the end of a body that broke off."""
        self.error = error
        if self._scanner is not None:
            self.report = classify_exception(error, provider=self._provider)

    def settled(self) -> Report | None:
        """Give the report of what was read; None if a stream has no error before its content."""
        if self._scanner is None:
            body = bytes(self.body)
            self.report = classify(
                self._status, self._headers, body, now=self._now, provider=self._provider
            )
        return self.report

    def replace(self, body: bytes) -> None:
        """Let the reader of the body have another one."""
        self._pieces, self.error, self.is_replaced = [body], None, True

    def given_back(self) -> Iterator[bytes]:
        """Give what was read once more, to be kept no longer; raise what broke it off."""
        pieces, self._pieces = self._pieces, []
        yield from pieces
        if self.error is not None:
            raise self.error


def _is_stream(response: Any, request: Any) -> bool:
    """Whether it is a streamed answer; the feed of a subscription may stay silent for long."""
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return response.status_code == 200 and request.method == "POST" and media_type in _STREAMS


def _is_consumed(response: Any, peek: _Peek) -> bool:
    """Take the body of a response that was read before; return whether there is none to read."""
    held: Any = held_body(response)
    if held is not None and not peek.take_decoded(held):
        peek.end()
    return held is not None or bool(response.is_stream_consumed)


def _look(library: Library, response: Any, peek: _Peek) -> None:
    """Read the beginning of a body; the response can be read as if nothing was."""
    if _is_consumed(response, peek):
        return
    pieces = iter(response.stream)
    try:
        for raw in pieces:
            if peek.take(raw):
                break
        else:
            peek.end()
    except library.error as error:
        peek.break_off(error)
    response.stream = library.rest(peek, pieces, response.stream)


async def _alook(library: Library, response: Any, peek: _Peek) -> None:
    if _is_consumed(response, peek):
        return
    pieces = aiter(response.stream)
    try:
        async for raw in pieces:
            if peek.take(raw):
                break
        else:
            peek.end()
    except library.error as error:
        peek.break_off(error)
    response.stream = library.async_rest(peek, pieces, response.stream)


def _set(response: Any, *, should_retry: bool, wait_ms: int | None = None) -> None:
    """Tell an SDK what to do; what the server said stays beside the response."""
    headers = response.headers
    _keep(response, {STATED_HEADERS: headers.copy()})
    pairs = [[name, value] for name, value in headers.multi_items() if name in SET_HEADERS]
    headers[STATED] = json.dumps(pairs)
    headers[_SHOULD_RETRY] = str(should_retry).lower()
    if wait_ms is not None:
        headers[_RETRY_AFTER_MS] = str(wait_ms)


def _fail(response: Any, peek: _Peek, report: Report) -> None:
    """Turn a stream that began with an error into a failure, which an SDK sends again."""
    # An empty body says nothing; one that was cut off after a comment does.
    own = {STATED_STATUS: response.status_code, STATED_BODY: bytes(peek.body) or b":\n\n"}
    _keep(response, {**own, "reason_phrase": b"Service Unavailable"})
    response.status_code = 503
    for name in ("content-encoding", "content-length", "transfer-encoding"):
        response.headers.pop(name, None)
    response.headers["content-type"] = "application/json"
    words = ("message", "type", "code", "param")
    error = {word: value for word in words if (value := getattr(report.error, word)) is not None}
    body = json.dumps({"type": "error", "error": error}).encode()
    peek.replace(body)
    if held_body(response) is not None:
        response._content = body


def _keep(response: Any, what: dict[str, Any]) -> None:
    response.extensions = {**response.extensions, **what}


def _is_set(response: Any) -> bool:
    return STATED_HEADERS in response.extensions


# --- hints for the retries of SDKs ---


class _Hints:
    """What a client's responses tell the SDK that uses it."""

    def __init__(
        self,
        library: Library,
        max_wait: float,
        policy: _core.RetryPolicy | None,
        budget: RetryBudget | None,
        provider: Provider | str | None,
    ) -> None:
        if not 0 <= max_wait <= _LONGEST_HINT_MS / 1000:
            raise ValueError(
                f"max_wait is from 0 to {_LONGEST_HINT_MS // 1000} seconds, because SDKs ignore "
                f"longer waits, got {max_wait!r}; a RetryTransport waits longer"
            )
        if provider is not None:
            Provider(provider)
        self._policy = without_bounds(policy, max_delay_ms=round(max_wait * 1000))
        self._budget = None if budget is None else checked(budget, RetryBudget, "budget")
        self._provider = provider
        self._library = library

    def begin(self, response: Any) -> _Peek | None:
        """Give what has to be read of a response; None if its status tells enough."""
        if _is_set(response):
            return None
        if response.status_code >= 400 or _is_stream(response, response.request):
            return _Peek(self._library, response, response.request, self._provider)
        if 200 <= response.status_code < 300:
            self._next(response, SUCCESS)
        return None

    def finish(self, response: Any, peek: _Peek) -> None:
        """Set on a response what the SDK has to do."""
        if peek.is_stream and peek.error is not None:
            # Nothing was delivered: the SDK sees it as if the response had not begun.
            error: Any = peek.error
            error.request = response.request
            raise error
        report = peek.settled()
        step = self._next(response, report or SUCCESS)
        if report is None:
            return
        wait_ms = step.wait_ms
        if wait_ms is not None:
            wait_ms = min(max(wait_ms, _SHORTEST_HINT_MS), _LONGEST_HINT_MS)
        if peek.is_stream and wait_ms is None:
            return
        _set(response, should_retry=wait_ms is not None, wait_ms=wait_ms)
        if peek.is_stream:
            _fail(response, peek, report)

    def _next(self, response: Any, report: Report) -> Step:
        sent = response.request.headers.get(_RETRY_COUNT, "")
        retries = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 5 else 0
        return self._policy.next(
            RetryState(attempts=retries, now_retries=retries),
            report,
            elapsed_ms=0,
            random=random.random(),
            budget=self._budget,
        )


class _Hook(_Hints):
    def __call__(self, response: Any) -> None:
        if (peek := self.begin(response)) is not None:
            _look(self._library, response, peek)
            self.finish(response, peek)


class _AsyncHook(_Hints):
    async def __call__(self, response: Any) -> None:
        if (peek := self.begin(response)) is not None:
            await _alook(self._library, response, peek)
            self.finish(response, peek)


def hint_retries(
    library: Library,
    client: Any,
    *,
    max_wait: float = 60.0,
    policy: _core.RetryPolicy | None = None,
    budget: RetryBudget | None = None,
    provider: Provider | str | None = None,
) -> None:
    """Add the hook to a client; it replaces the one of an earlier call."""
    if isinstance(client, library.module.AsyncClient):
        kind: type[_Hints] = _AsyncHook
    elif isinstance(client, library.module.Client):
        kind = _Hook
    else:
        made = f"{type(client).__module__.partition('.')[0]}.{type(client).__name__}"
        raise TypeError(f"expected a client of {library.name}, got {made}")
    hook = kind(library, max_wait, policy, budget, provider)
    hooks = client.event_hooks
    others = [each for each in hooks["response"] if not isinstance(each, _Hints)]
    client.event_hooks = {**hooks, "response": [*others, hook]}


def client_options(library: Library, options: dict[str, Any]) -> dict[str, Any]:
    """Give what SDKs set for their own clients, except what the caller set."""
    # As openai's and anthropic's. They set the timeouts of a client that has none of its own.
    limits = library.module.Limits(max_connections=1000, max_keepalive_connections=100)
    return {"follow_redirects": True, "limits": limits, **options}


# --- the full policy ---

_Transport = TypeVar("_Transport")
_Request = TypeVar("_Request")
_Response = TypeVar("_Response")


class _Retries(Generic[_Transport, _Request]):
    """What both transports do: only the waits differ."""

    _library: Library

    def __init__(
        self,
        transport: _Transport | None = None,
        *,
        policy: _core.RetryPolicy | None = None,
        budget: RetryBudget | None = None,
        idempotent: bool | Callable[[_Request], bool] = True,
        provider: Provider | str | None = None,
        on_retry: Callable[[Report, Step], object] | None = None,
    ) -> None:
        """Wrap a transport: by default, a new one of the library."""
        # What is wrong is found here, and not when a request fails.
        if iscoroutinefunction(idempotent):
            raise TypeError("idempotent is an asynchronous function; give one that returns a bool")
        self._policy = RetryPolicy() if policy is None else policy
        RetryCall(
            self._policy,
            budget,
            idempotent=True if callable(idempotent) else idempotent,
            provider=provider,
        )
        self._transport: Any = self._made() if transport is None else transport
        if not isinstance(self._transport, self._kind()):
            made, wanted = type(transport).__name__, self._kind().__name__
            raise TypeError(f"expected a {wanted} of {self._library.name}, got {made}")
        self._budget = budget
        self._idempotent = idempotent
        self._provider = provider
        self._on_retry = on_retry

    def _kind(self) -> Any:
        raise NotImplementedError

    def _made(self) -> Any:
        raise NotImplementedError


class _Call:
    """The attempts of one request."""

    def __init__(self, retries: _Retries[Any, Any], request: Any) -> None:
        self._retries = retries
        self._request = request
        # What `on_retry` gave, to be awaited if it is asynchronous.
        self.told: Any = None
        idempotent = retries._idempotent
        self._call = RetryCall(
            retries._policy,
            retries._budget,
            idempotent=bool(idempotent(request)) if callable(idempotent) else idempotent,
            provider=retries._provider,
        )
        self._is_repeatable = _is_repeatable(request.stream, retries._library.module)

    def begin(self, response: Any) -> _Peek | None:
        """Give what has to be read of a response; None if its status tells enough."""
        if response.status_code >= 400 or _is_stream(response, self._request):
            # A transport below has done all that can be done.
            if _is_set(response):
                return None
            return _Peek(self._retries._library, response, self._request, self._retries._provider)
        if 200 <= response.status_code < 300:
            self._call.next(SUCCESS)
        return None

    def after(self, response: Any, peek: _Peek) -> float | None:
        """Give the seconds to wait before the next attempt, if there is one."""
        report = peek.settled()
        if report is None:
            self._call.next(SUCCESS)
            return None
        if not self._is_repeatable:
            return None
        wait = self._wait(report, self._call.next(report))
        if wait is None and response.status_code >= 400:
            # Retries of an SDK would come on top.
            _set(response, should_retry=False)
        return wait

    def after_error(self, error: Exception) -> float | None:
        """Give the seconds to wait before the next attempt, if there is one."""
        if not self._is_repeatable:
            return None
        report, step = self._call.after_exception(error)
        if step.wait_ms is None:
            self._call.add_note(error, step)
        return self._wait(report, step)

    def _wait(self, report: Report, step: Step) -> float | None:
        if step.wait_ms is None:
            return None
        if self._retries._on_retry is not None:
            self.told = self._retries._on_retry(report, step)
        return sleep_s(step.wait_ms)


def _is_repeatable(stream: Any, module: Any) -> bool:
    """Whether the body of a request can be sent twice."""
    if isinstance(stream, module.ByteStream):
        return True
    if type(stream).__name__ != "MultipartStream":
        return False
    files = [getattr(field, "file", b"") for field in getattr(stream, "fields", [None])]
    return all(isinstance(file, str | bytes) or _is_seekable(file) for file in files)


def _is_seekable(file: Any) -> bool:
    try:
        return bool(file.seekable())
    except (AttributeError, ValueError):
        return False


class SyncRetries(_Retries[_Transport, _Request], Generic[_Transport, _Request, _Response]):
    """A transport that sends a request until it succeeds, or the policy gives up."""

    def _kind(self) -> Any:
        return self._library.module.BaseTransport

    def _made(self) -> Any:
        return self._library.module.HTTPTransport()

    def handle_request(self, request: _Request) -> _Response:
        """Send a request; give the response of its last attempt."""
        call = _Call(self, request)
        while True:
            try:
                response: Any = self._transport.handle_request(request)
            except self._library.error as error:
                wait = call.after_error(error)
                if wait is None:
                    raise
            else:
                try:
                    wait = self._after(call, response)
                except BaseException:
                    response.close()
                    raise
                if wait is None:
                    given: _Response = response
                    return given
                response.close()
            time.sleep(wait)

    def _after(self, call: _Call, response: Any) -> float | None:
        peek = call.begin(response)
        if peek is None:
            return None
        _look(self._library, response, peek)
        return call.after(response, peek)

    def close(self) -> None:
        """Close the wrapped transport."""
        self._transport.close()

    def __enter__(self) -> Self:
        """Enter the wrapped transport."""
        self._transport.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        """Leave the wrapped transport."""
        self._transport.__exit__(*exception)


class AsyncRetries(_Retries[_Transport, _Request], Generic[_Transport, _Request, _Response]):
    """A transport that does the same for an asynchronous client."""

    def _kind(self) -> Any:
        return self._library.module.AsyncBaseTransport

    def _made(self) -> Any:
        return self._library.module.AsyncHTTPTransport()

    async def handle_async_request(self, request: _Request) -> _Response:
        """Send a request; give the response of its last attempt."""
        # The libraries need it themselves.
        import anyio

        call = _Call(self, request)
        while True:
            try:
                response: Any = await self._transport.handle_async_request(request)
            except self._library.error as error:
                wait = call.after_error(error)
                if wait is None:
                    raise
            else:
                try:
                    wait = await self._after(call, response)
                except BaseException:
                    await response.aclose()
                    raise
                if wait is None:
                    given: _Response = response
                    return given
                await response.aclose()
            if hasattr(call.told, "__await__"):
                await call.told
            await anyio.sleep(wait)

    async def _after(self, call: _Call, response: Any) -> float | None:
        peek = call.begin(response)
        if peek is None:
            return None
        await _alook(self._library, response, peek)
        return call.after(response, peek)

    async def aclose(self) -> None:
        """Close the wrapped transport."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        """Enter the wrapped transport."""
        await self._transport.__aenter__()
        return self

    async def __aexit__(self, *exception: Any) -> None:
        """Leave the wrapped transport."""
        await self._transport.__aexit__(*exception)

"""Retries for requests: an adapter for a session.

session = requests.Session()
session.mount("https://", apifault.requests.RetryAdapter())
response = session.post(url, json=request, timeout=60)
"""

import http.client
import io
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import requests.adapters
import requests.utils
import urllib3

from apifault import _core
from apifault._core import Report, RetryBudget, Step, StreamScanner, classify
from apifault._enums import Provider
from apifault._response import time_of
from apifault._retry import (
    SUCCESS,
    RetryCall,
    RetryPolicy,
    known,
    report_of_exception,
    sleep_s,
)

__all__ = ["RetryAdapter"]

# How many bytes of a stream are read to find its first content, and of a failure for its report.
_MOST_PEEKED = 1 << 16
_MOST_OF_A_FAILURE = 1 << 20

# How many bytes are read at once.
_PIECE = 1 << 13

# What the media types of streams have in their names, of which the scanner knows where content is.
_STREAMS = ("event-stream", "eventstream", "json")


class RetryAdapter(requests.adapters.HTTPAdapter):
    """Sends a request again, as a policy decides.

        session = requests.Session()
        session.mount("https://", RetryAdapter(budget=apifault.RetryBudget()))

    A request fails if it raises an exception, or if the response is not a success: its body is read
    then, and you can still read it. If the policy gives up, you get the exception, with a note that
    says why, or the response. What is no `Exception`, such as KeyboardInterrupt, ends the call at
    once.

    With `stream=True`, the answer to a POST that is a stream of events or JSON is read until its
    first content, at most 64 KiB of it: if it reports an error or breaks off before, the request is
    sent again; after it, never. An error that is not known is not retried. You get every byte as it
    came. So `send` returns later, when
    content comes. Other bodies are not read.

    `policy` is a `RetryPolicy`, the default one if it is None; `budget` bounds the retries of all
    requests together. `idempotent` tells whether a request may be executed twice: a bool, or a
    function of the `PreparedRequest`. `provider` is as for `classify`. `on_retry` is called with
    the report and the step before each wait. All other arguments are those of HTTPAdapter, except
    `max_retries`: retries would multiply. A body that cannot be read again from its start, such as
    a generator, is sent once.
    """

    # What is pickled with a session.
    __attrs__: list[str] = [  # noqa: RUF012
        *requests.adapters.HTTPAdapter.__attrs__,
        "_policy",
        "_budget",
        "_idempotent",
        "_provider",
        "_on_retry",
    ]

    def __init__(
        self,
        policy: _core.RetryPolicy | None = None,
        *,
        budget: RetryBudget | None = None,
        idempotent: bool | Callable[[requests.PreparedRequest], bool] = True,
        provider: Provider | str | None = None,
        on_retry: Callable[[Report, Step], object] | None = None,
        **options: Any,
    ) -> None:
        """Make an adapter for `Session.mount`."""
        if "max_retries" in options:
            raise TypeError("the policy decides about retries: leave max_retries out")
        self._policy = RetryPolicy() if policy is None else policy
        self._budget = budget
        self._idempotent = idempotent
        self._provider = provider
        self._on_retry = on_retry
        # What is wrong is found here, and not when a request fails.
        RetryCall(
            self._policy,
            budget,
            idempotent=True if callable(idempotent) else idempotent,
            provider=provider,
        )
        super().__init__(**options)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request until it succeeds, or the policy gives up."""
        idempotent = self._idempotent
        retries = RetryCall(
            self._policy,
            self._budget,
            idempotent=bool(idempotent(request)) if callable(idempotent) else idempotent,
            provider=self._provider,
        )
        is_replayable = _is_replayable(request)
        options: dict[str, Any] = {"verify": verify, "cert": cert, "proxies": proxies}
        while True:
            try:
                response = super().send(request, stream, timeout, **options)
                if not stream and response.status_code < 400:
                    _ = response.content  # if it breaks off, this attempt has failed
            except Exception as error:
                if not is_replayable:
                    raise
                report, step = retries.after_exception(error)
                if step.wait_ms is None:
                    retries.add_note(error, step)
                    raise
                if not _rewind(request):
                    raise
            else:
                if not is_replayable:
                    return response
                try:
                    report, step = self._after(retries, response, stream)
                except BaseException:
                    response.close()
                    raise
                if step.wait_ms is None or not _rewind(request):
                    return response
                response.close()
            if self._on_retry is not None:
                self._on_retry(report, step)
            time.sleep(sleep_s(step.wait_ms))

    def _after(
        self, retries: RetryCall, response: requests.Response, stream: bool
    ) -> tuple[Report, Step]:
        """Give what a response means, and what to do after it."""
        source = _source(response) if stream else None
        if source is None:
            return retries.after_result(response)
        look = _failure if response.status_code >= 400 else _peek
        report = look(response, source, self._provider)
        return report, retries.next(report)


def _is_replayable(request: requests.PreparedRequest) -> bool:
    body: Any = request.body
    if body is None or isinstance(body, bytes | bytearray | str):
        return True
    return hasattr(body, "seek") and isinstance(getattr(request, "_body_position", None), int)


def _rewind(request: requests.PreparedRequest) -> bool:
    """Set the body of a request back to its start, and tell whether that was possible."""
    if hasattr(request.body, "seek"):
        try:
            requests.utils.rewind_body(request)
        except Exception:  # that of the file, or that of requests
            return False
    return True


def _source(response: requests.Response) -> http.client.HTTPResponse | None:
    """Give the response of http.client, if its body is not read yet and can be read ahead."""
    source = getattr(response.raw, "_fp", None)
    is_open = isinstance(source, http.client.HTTPResponse) and not source.isclosed()
    # Older versions of urllib3 cannot give what has come so far.
    return source if is_open and hasattr(urllib3.HTTPResponse, "read1") else None


def _failure(
    response: requests.Response,
    source: http.client.HTTPResponse,
    provider: Provider | str | None,
) -> Report:
    """Read the body of a failure, and put it back."""
    body = bytearray()

    def take(piece: bytes) -> bool:
        body.extend(piece)
        return len(body) >= _MOST_OF_A_FAILURE

    _read_beginning(response, source, _MOST_OF_A_FAILURE, take)
    now = time_of(response.headers)
    return classify(response.status_code, response.headers, bytes(body), now=now, provider=provider)


def _peek(
    response: requests.Response,
    source: http.client.HTTPResponse,
    provider: Provider | str | None,
) -> Report:
    """Read a stream until its first content, put it back, and give a failure before that."""
    media_type = response.headers.get("content-type", "").lower()
    if (
        response.status_code != 200
        or response.request.method != "POST"  # the feed of a subscription may be silent for long
        or not any(word in media_type for word in _STREAMS)
    ):
        return SUCCESS
    now = time_of(response.headers)
    scanner = StreamScanner(200, response.headers, now=now, provider=provider)

    def take(piece: bytes) -> bool:
        scanner.feed(piece)
        return scanner.delivered or scanner.is_terminal

    ended, error = _read_beginning(response, source, _MOST_PEEKED, take)
    if scanner.delivered or not (ended or scanner.is_terminal):
        return SUCCESS
    if error is not None:
        return report_of_exception(error, provider)
    return known(scanner.finish().report) or SUCCESS


def _read_beginning(
    response: requests.Response,
    source: http.client.HTTPResponse,
    most: int,
    take: Callable[[bytes], bool],
) -> tuple[bool, Exception | None]:
    """Let `take` have the decoded pieces of a body until it has enough, and put all of it back.

    Gives whether the body ended before, and what broke it off.
    """
    record = _Record(source.fp, most)
    body = urllib3.HTTPResponse(
        _twin(source, record), response.raw.headers, response.status_code, preload_content=False
    )
    try:
        while piece := body.read1(_PIECE, decode_content=True):
            if take(piece):
                return False, None
    except _TooLongError:
        return False, None
    except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError) as error:
        # Whoever reads the body meets it too, be it of the connection or of the encoding.
        return True, error
    finally:
        source.fp = io.BufferedReader(_Replay(record))
    return True, None


def _twin(source: http.client.HTTPResponse, record: "_Record") -> http.client.HTTPResponse:
    """Copy a response that is not read yet, so that reading the copy leaves its state alone."""
    twin = http.client.HTTPResponse.__new__(http.client.HTTPResponse)
    vars(twin).update(vars(source))
    twin.fp = io.BufferedReader(record)
    return twin


class _TooLongError(Exception):
    """More of a body would be read than is wanted."""


class _Record(io.RawIOBase):
    """Reads the bytes of a connection, and keeps them."""

    def __init__(self, wire: io.BufferedReader, most: int) -> None:
        self.wire = wire
        self.most = most
        self.kept = bytearray()
        self.error: BaseException | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if len(self.kept) >= self.most:
            raise _TooLongError
        try:
            read = self.wire.readinto1(buffer)
        except Exception as error:
            self.error = error
            raise
        self.kept += memoryview(buffer)[:read]
        return read


class _Replay(io.RawIOBase):
    """Gives the bytes that were kept, and then those that come."""

    def __init__(self, record: _Record) -> None:
        self._wire = record.wire
        self._kept = memoryview(bytes(record.kept))
        self._error = record.error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._kept:
            size = min(len(buffer), len(self._kept))
            buffer[:size], self._kept = self._kept[:size], self._kept[size:]
            return size
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        return self._wire.readinto1(buffer)

    def fileno(self) -> int:
        return self._wire.fileno()

    def close(self) -> None:
        with suppress(ValueError):  # it may be closed already
            self._wire.close()
        super().close()

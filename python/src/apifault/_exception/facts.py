"""What an exception says by itself: classes, text, response and attributes."""

import json
from collections.abc import Iterator
from typing import Any

from apifault._core import Report
from apifault._exception.chain import Link, is_litellm, own
from apifault._exception.classes import ATTRIBUTES, HEADERS, about, of
from apifault._exception.responses import Held, grpc_error, held_response, pairs_of
from apifault._exception.safe import attempt, get, has, is_a, plain, text
from apifault._response import stated_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._core import _Exception

Named = tuple[str, bytes | str, bool]

# How many arguments of an exception are looked at.
_ARGUMENTS = 8

# What LiteLLM's exceptions have: their request is made up, whatever the status is.
_MADE_UP = ("llm_provider", "status_code_is_synthesized")


def facts_of(link: Link, reports: list[Report]) -> "_Exception":
    """Collect what the core needs to know about an exception of a chain."""
    exception, there = link.exception, link.names
    words = attempt(lambda: str.__str__(str(exception)))
    if words is None:
        words = attempt(lambda: BaseException.__str__(exception)) or ""
    if not words and "message" in there:
        message = get(exception, "message")
        words = text(message) if is_a(message, str) else ""
    attributes = attempt(lambda: list(_attributes(exception, there))) or []
    return (
        about(type(exception)).printed,
        text(words),
        _address(exception, there),
        attempt(lambda: held_response(exception, there)) or _head(exception, there),
        attributes,
        reports,
        is_litellm(exception, there),
        link.is_context,
    )


def _head(exception: BaseException, there: set[str]) -> Held | None:
    for name in of(HEADERS, there):
        headers = get(exception, name)
        if headers is None or callable(headers):
            continue
        stated = attempt(lambda: stated_headers(headers))  # noqa: B023
        if pairs := pairs_of(headers if stated is None else stated):
            return Held(0, pairs, None)
    return None


def _attributes(exception: BaseException, there: set[str]) -> Iterator[Named]:
    is_grpc = "code" in there or "grpc_status_code" in there
    if is_grpc and (error := grpc_error(exception)) is not None:
        yield "body", error, True
        if (code := _named("code", get(exception, "code"))) is not None:
            yield code
        return
    if "rcvd" in there and has(exception, "rcvd"):  # websockets', whose other attributes warn
        for name in ("code", "reason"):
            if (found := _named(name, get(get(exception, "rcvd"), name))) is not None:
                yield found
        return
    # aiohttp's `code` is its `status`, with a warning.
    only_warns = (
        "code" in there
        and is_a(get(type(exception), "code"), property)
        and is_a(get(exception, "status"), int)
    )
    for name in of(ATTRIBUTES, there):
        if name == "code" and only_warns:
            continue
        if (found := _named(name, get(exception, name))) is not None:
            yield found
        elif name == "request" and has(exception, name):
            yield name, "null", True
    # The text of an exception has the dictionaries among its arguments, unless its class writes it.
    kinds = dict if about(type(exception)).has_own_text else ()
    arguments = [
        each
        for each in own(exception, "args")[:_ARGUMENTS]
        if is_a(each, kinds) or has(each, "model_dump")
    ]
    response = get(exception, "response") if "response" in there else None
    for held in [response, *arguments]:
        if not _is_response(held) and (found := _named("response_json", held)) is not None:
            yield found


def _is_response(value: object) -> bool:
    """Whether a value is the object of a client, not what a server sent."""
    return not is_a(value, dict) and not has(value, "model_dump")


def _named(name: str, value: Any) -> Named | None:
    """Give an attribute as text or JSON, unless it has neither."""
    if value is None or callable(value):
        return None
    if is_a(value, str):
        return name, str.__str__(value), False
    if is_a(value, bytes | bytearray | memoryview):
        kept: bytes | None = attempt(lambda: bytes(value))
        return None if kept is None else (name, kept, False)
    copy = attempt(lambda: plain(value))
    if isinstance(copy, str):
        return name, copy, False
    return None if copy is None else (name, json.dumps(copy), True)


def _address(exception: BaseException, there: set[str]) -> str | None:
    """Give the address of the request that an exception holds."""
    if "request" not in there or of(_MADE_UP, there):
        return None
    url = get(get(exception, "request"), "url")
    return None if url is None else text(url) or None

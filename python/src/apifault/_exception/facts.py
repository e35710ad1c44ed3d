"""What an exception says by itself: classes, text, response and attributes."""

import json
from collections.abc import Iterator
from typing import Any

from apifault._core import Report
from apifault._exception.chain import ATTRIBUTES, HEADERS, Link, is_litellm, own
from apifault._exception.responses import Held, grpc_error, held_response, pairs_of
from apifault._exception.safe import attempt, get, has, is_a, plain, text
from apifault._response import stated_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apifault._core import _Exception

Named = tuple[str, bytes | str, bool]

# How many arguments of an exception are looked at.
_ARGUMENTS = 8

_MRO = vars(type)["__mro__"].__get__


def facts_of(link: Link, reports: list[Report]) -> "_Exception":
    """Collect what the core needs to know about an exception of a chain."""
    exception = link.exception
    words = attempt(lambda: str.__str__(str(exception)))
    if words is None:
        words = attempt(lambda: BaseException.__str__(exception)) or ""
    attributes = attempt(lambda: list(_attributes(exception))) or []
    return (
        _printed_classes(exception),
        text(words),
        _address(exception),
        attempt(lambda: held_response(exception)) or _head(exception),
        attributes,
        reports,
        is_litellm(exception),
        link.is_context,
    )


def _head(exception: BaseException) -> Held | None:
    for name in HEADERS:
        headers = get(exception, name)
        if headers is None or callable(headers):
            continue
        stated = attempt(lambda: stated_headers(headers))  # noqa: B023
        if pairs := pairs_of(headers if stated is None else stated):
            return Held(0, pairs, None)
    return None


def _attributes(exception: BaseException) -> Iterator[Named]:
    if (error := grpc_error(exception)) is not None:
        yield "body", error, True
        if (code := _named("code", get(exception, "code"))) is not None:
            yield code
        return
    if has(exception, "rcvd"):  # websockets', whose other attributes warn
        for name in ("code", "reason"):
            if (found := _named(name, get(get(exception, "rcvd"), name))) is not None:
                yield found
        return
    # aiohttp's `code` is its `status`, with a warning.
    only_warns = is_a(get(type(exception), "code"), property) and is_a(
        get(exception, "status"), int
    )
    for name in ATTRIBUTES:
        if name == "code" and only_warns:
            continue
        if (found := _named(name, get(exception, name))) is not None:
            yield found
        elif name == "request" and has(exception, name):
            yield name, "null", True
    # The text of an exception has the dictionaries among its arguments, unless its class writes it.
    kinds = dict if _own_text(exception) else ()
    arguments = [
        each
        for each in own(exception, "args")[:_ARGUMENTS]
        if is_a(each, kinds) or has(each, "model_dump")
    ]
    for held in [get(exception, "response"), *arguments]:
        if not _is_response(held) and (found := _named("response_json", held)) is not None:
            yield found


def _is_response(value: object) -> bool:
    """Whether a value is the object of a client, not what a server sent."""
    return not is_a(value, dict) and not has(value, "model_dump")


def _own_text(exception: BaseException) -> bool:
    """Whether a class says something else than what the exception was made of."""
    for each in _MRO(type(exception)):
        if "__str__" in vars(each):
            return each not in (BaseException, KeyError)
    return False


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


def _address(exception: BaseException) -> str | None:
    """Give the address of the request that an exception holds."""
    url = get(get(exception, "request"), "url")
    return None if url is None else text(url) or None


def _printed_classes(exception: BaseException) -> list[str]:
    """Give the names of an exception's classes as a traceback prints them, its own first."""
    names: list[str] = []
    for each in _MRO(type(exception)):
        if each is not object:
            module, name = text(get(each, "__module__")), text(get(each, "__qualname__"))
            names.append(name if module == "builtins" else f"{module}.{name}")
    return names


def class_names(exception: BaseException) -> list[str]:
    """Give the names of an exception's classes without their modules."""
    return [text(get(each, "__name__")) for each in _MRO(type(exception))]

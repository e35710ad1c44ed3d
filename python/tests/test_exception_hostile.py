"""Exceptions that do anything but give a value: nothing is raised, and what was known stays."""

import gc
import json
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apifault import Kind, classify, classify_exception
from apifault._exception import delivered_before, headers_of_response, was_sent

BODY = json.dumps({"error": {"message": "Slow down", "code": "rate_limit_exceeded"}})
HEADERS = {"retry-after": "2"}


class HeldError(Exception):
    """An exception that holds these attributes."""

    def __init__(self, text: str = "", **attributes: object) -> None:
        super().__init__(text)
        self.__dict__.update(attributes)


class Response:
    status_code = 429
    headers: Any = HEADERS
    content: Any = BODY


RAISED = [RuntimeError, SystemExit, GeneratorExit, RecursionError, MemoryError, StopIteration]


def raising(error: type[BaseException]) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error("not now")

    return fail


# What Python calls of an object, and of an exception.
OF_VALUES = (
    "__str__ __repr__ __iter__ __len__ __getitem__ __eq__ __hash__ __bool__ __contains__ __int__"
    " __float__ __index__ __call__ __next__ __format__ __bytes__ __getattribute__ __getattr__"
)
PROPERTIES = (
    "args __cause__ __context__ __suppress_context__ __class__ __dict__ __notes__ __traceback__"
    " response headers request status_code status code body message details text content report"
    " exceptions errors reason cause rcvd kwargs last_attempt failed_attempts llm_provider read"
    " retry_after error detail delivered model_dump"
)


def hostile(name: str, error: type[BaseException], base: type = Exception) -> Any:
    """Make a class of which a method or a property raises."""
    is_method = name in OF_VALUES.split()
    member: Any = raising(error) if is_method else property(raising(error))
    return type("HeronError", (base,), {name: member})


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("name", [*OF_VALUES.split(), *PROPERTIES.split()])
def test_nothing_is_raised_and_the_status_stays(name: str, error: type[BaseException]) -> None:
    made: BaseException = hostile(name, error)("words")
    assert classify_exception(made).kind in (Kind.UNKNOWN, Kind.RATE_LIMITED)
    for read in (was_sent, delivered_before, headers_of_response):
        read(made)
    if name in ("__getattribute__", "status_code", "response", "__class__", "__dict__"):
        return
    known: Any = hostile(name, error)("words")
    known.status_code = 429
    report = classify_exception(known)
    assert (report.status, report.kind) == (429, Kind.RATE_LIMITED)


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("name", OF_VALUES.split())
@pytest.mark.parametrize(
    "place",
    ["response", "headers", "body", "request", "error", "reason", "exceptions", "retry_after"],
)
def test_the_status_stays_beside_a_value_that_raises(
    place: str, name: str, error: type[BaseException]
) -> None:
    for base in (object, dict, list, str, int):
        if name == "__hash__" and base is object:
            continue
        exception = HeldError("words", status_code=429)
        setattr(exception, place, hostile(name, error, base)())
        report = classify_exception(exception)
        assert (report.status, report.kind) == (429, Kind.RATE_LIMITED)
        caused = HeldError("words", status_code=429)
        caused.__cause__ = HeldError(**{place: hostile(name, error, base)()})
        assert classify_exception(caused).status == 429


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("name", ["items", "raw", "multi_items", "get", "keys", "__iter__"])
def test_the_status_and_the_body_stay_beside_headers_that_raise(
    name: str, error: type[BaseException]
) -> None:
    class Held(Response):
        headers = hostile(name, error, dict)(HEADERS) if name[0] != "_" else None

    if name == "__iter__":
        Held.headers = type("Pairs", (), {"__iter__": raising(error)})()
    report = classify_exception(HeldError(response=Held()))
    assert (report.status, report.message) == (429, "Slow down")


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("name", ["content", "read", "extensions", "text", "tell", "raw"])
def test_the_status_and_the_headers_stay_beside_a_body_that_raises(
    name: str, error: type[BaseException]
) -> None:
    made = type("Held", (), {name: property(raising(error)), "status_code": 429})
    response: Any = made()
    response.headers = HEADERS
    report = classify_exception(HeldError("words", response=response))
    assert (report.status, report.delay_ms) == (429, 2_000)


def test_what_the_keyboard_raises_goes_through() -> None:
    made: BaseException = hostile("response", KeyboardInterrupt)()
    with pytest.raises(KeyboardInterrupt):
        classify_exception(made)


def test_metaclasses_that_raise_hide_only_the_class() -> None:
    names = ("__mro__", "__module__", "__name__", "__subclasses__", "__instancecheck__")
    meta: Any = type("Meta", (type,), {name: property(raising(RuntimeError)) for name in names})
    HeronError: Any = meta("HeronError", (Exception,), {"status_code": 503})
    assert classify_exception(HeronError()).kind is Kind.SERVICE_UNAVAILABLE
    assert was_sent(HeronError())


def test_circles_end() -> None:
    one, other = HeldError("one"), HeldError("other", status_code=503)
    one.__cause__, other.__cause__ = other, one
    one.__context__, other.__context__ = other, one
    assert classify_exception(one).kind is Kind.SERVICE_UNAVAILABLE
    group = HeldError("group")
    group.exceptions = [group, group, one]  # type: ignore[attr-defined]
    assert classify_exception(group).kind is Kind.SERVICE_UNAVAILABLE
    held: dict[str, Any] = {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}
    held["error"]["self"] = held
    assert classify_exception(HeldError(body=held, status_code=429)).kind is Kind.RATE_LIMITED


def test_chains_and_values_without_end_are_left() -> None:
    class More(Exception):
        @property
        def cause(self) -> BaseException:
            return More("more")

        @property
        def exceptions(self) -> list[BaseException]:
            return [More("more") for _ in range(1_000)]

    assert classify_exception(More()).kind is Kind.UNKNOWN

    class Endless:
        def items(self) -> Iterator[tuple[str, str]]:
            while True:
                yield "retry-after", "2"

    report = classify_exception(HeldError(status_code=429, headers=Endless()))
    assert report.delay_ms == 2_000
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    try:
        report = classify_exception(HeldError(status_code=503, body=deep, details=[deep] * 1_000))
        assert report.kind is Kind.SERVICE_UNAVAILABLE
    finally:
        while deep:
            deep = deep.pop()
        gc.collect()


def test_large_texts_and_groups_are_read_in_part() -> None:
    words = HeldError("x" * 5_000_000, status_code=503, body={str(i): i for i in range(100_000)})
    assert classify_exception(words).kind is Kind.SERVICE_UNAVAILABLE
    members = [HeldError("a", status_code=503), *(KeyError(i) for i in range(100_000))]
    assert classify_exception(ExceptionGroup("many", members)).kind is Kind.SERVICE_UNAVAILABLE


def test_numbers_and_texts_of_any_form_are_taken() -> None:
    for code in (10**5_000, -1.5, float("nan"), float("inf"), True, 0, -429, 99_999, "4" * 9_000):
        assert classify_exception(HeldError(code=code)).status == 0
    surrogate = classify_exception(HeldError("\ud800 words", code="\ud800", status_code=503))
    assert surrogate.kind is Kind.SERVICE_UNAVAILABLE
    assert classify_exception(HeldError(status_code=429, body=b"\xff\xfe")) == classify(
        429, None, b"\xff\xfe"
    )


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize(
    "name",
    ["__hash__", "__eq__", "__getattribute__", "__instancecheck__", "mro", "__dict__", "__mro__"],
)
def test_a_class_may_do_anything_if_it_is_looked_up(name: str, error: type[BaseException]) -> None:
    properties = {name: property(raising(error))} if name in ("__dict__", "__mro__") else {}
    meta: Any = type("Meta", (type,), properties)
    made = meta("HeronError", (HeldError,), {})
    if not properties:
        setattr(meta, name, raising(error))
    for _ in range(2):
        exception: BaseException = made("words", status_code=429)
        assert classify_exception(exception).status == 429


def test_a_class_that_was_read_can_go() -> None:
    made: Any = type("HeronError", (HeldError,), {})
    assert classify_exception(made("words", status_code=429)).status == 429
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None


def test_a_dictionary_of_attributes_may_have_odd_names() -> None:
    unequal = type("Name", (str,), {"__eq__": raising(RuntimeError), "__hash__": str.__hash__})
    for name in (unequal("status_code"), unequal("heron"), 7, None, ("a",)):
        error: Any = HeldError("words", code="rate_limit_exceeded")
        error.__dict__[name] = 1
        assert classify_exception(error).kind is Kind.RATE_LIMITED

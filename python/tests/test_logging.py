import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apifault import Report
from apifault.logging import RedactingFilter, extra
from apifault.testing import report

KEY = "gsk_Heron7Heron7Heron7"
Log = Callable[..., str]


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = logging.Logger("llm")
    yield logger
    logger.handlers.clear()


@pytest.fixture
def written(logger: logging.Logger) -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger.addHandler(handler)
    return stream


@pytest.mark.parametrize(
    ("message", "arguments", "expected"),
    [
        (f"key {KEY}", (), "key gsk_***"),
        ("key %s", (KEY,), "key gsk_***"),
        ("key %(key)s of %(n)d", ({"key": KEY, "n": 5},), "key gsk_*** of 5"),
        ("%d of %.1f %s", (1, 2.5, None), "1 of 2.5 None"),
        ("x-api-key: %s", ("heron-heron-heron",), "x-api-key: ***"),
        ("%s", (ValueError(f"no {KEY}"),), "no gsk_***"),
        ("%s", ([{"a": (KEY,)}],), "[{'a': ('gsk_***',)}]"),
        ("%r", ({"x-api-key": "heron-heron-heron"},), "{'x-api-key': '***'}"),
        ("%s", (KEY.encode(),), "b'gsk_***'"),
        (ValueError(KEY), (), "gsk_***"),
        ("100 %% of %s", (KEY,), "100 % of gsk_***"),
        ("%s", ([[[[[[KEY]]]]]],), "[[[[\"[['gsk_***']]\"]]]]"),
        ("no key %s", ("at all",), "no key at all"),
    ],
)
def test_messages_and_arguments_have_no_keys(
    logger: logging.Logger, written: io.StringIO, message: object, arguments: Any, expected: str
) -> None:
    logger.error(message, *arguments)
    assert written.getvalue() == f"{expected}\n"


def test_what_has_no_key_stays_the_same_object() -> None:
    argument, field = object(), {"a": [1, "b"]}
    record = logging.makeLogRecord({"msg": "%s", "args": (argument, 5), "field": field})
    passed: Any = RedactingFilter().filter(record)
    passed = record if passed is True else passed
    assert passed.args == (argument, 5)
    assert passed.msg == "%s"
    assert passed.field is field


def test_exceptions_and_stacks_have_no_keys(logger: logging.Logger, written: io.StringIO) -> None:
    try:
        raise ValueError(f"no {KEY}")
    except ValueError:
        logger.exception("failed", stack_info=True)
    assert KEY not in written.getvalue()
    assert "ValueError: no gsk_***" in written.getvalue()
    assert written.getvalue().count("Traceback") == 1


def test_an_exception_without_a_key_stays() -> None:
    error = ValueError("no")
    record = logging.makeLogRecord({"exc_info": (ValueError, error, None)})
    passed: Any = RedactingFilter().filter(record)
    passed = record if passed is True else passed
    assert passed.exc_info[1] is error
    assert passed.exc_text is None


def test_extra_fields_have_no_keys(logger: logging.Logger) -> None:
    fields: list[dict[str, Any]] = []
    handler = logging.Handler()
    handler.emit = lambda record: fields.append(vars(record))  # type: ignore[method-assign]
    logger.addHandler(handler)
    logger.addFilter(RedactingFilter())
    given = {"n": 5, "texts": [KEY], "api_key": "heron-heron-heron", "headers": {"n": KEY}}
    logger.warning("m", extra=given)
    (record,) = fields
    assert (record["n"], record["texts"]) == (5, ["gsk_***"])
    assert (record["api_key"], record["headers"]) == ("***", {"n": "gsk_***"})
    assert given["texts"] == [KEY]


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError("no text")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = None  # type: ignore[assignment]


def test_nothing_raises() -> None:
    circle: list[Any] = [KEY]
    circle.append(circle)
    for record in (
        {"msg": "%s %s", "args": (KEY,)},
        {"msg": "%s", "args": (Hostile(),)},
        {"msg": Hostile()},
        {"msg": "%d", "args": ("x",)},
        {"msg": "m", "field": Hostile()},
        {"msg": "m", "args": (circle, [Hostile()])},
        {"msg": "m", "exc_info": True},
        {"msg": "m", "exc_text": 5},
        {"msg": "m", "stack_info": 5},
        {"msg": "\ud800 " + KEY},
    ):
        assert RedactingFilter().filter(logging.makeLogRecord(record))


def test_one_field_that_fails_does_not_show_the_others() -> None:
    record = logging.makeLogRecord({"msg": "m", "one": Hostile(), "two": KEY})
    passed: Any = RedactingFilter().filter(record)
    passed = record if passed is True else passed
    assert passed.two == "gsk_***"


def test_other_handlers_keep_their_record_where_filters_can_replace_it() -> None:
    record = logging.makeLogRecord({"msg": KEY})
    passed: Any = RedactingFilter().filter(record)
    if sys.version_info >= (3, 12):
        assert (passed.msg, record.msg) == ("gsk_***", KEY)
    else:
        assert (passed, record.msg) == (True, "gsk_***")


def test_the_fields_of_a_report_are_flat_and_have_no_keys(
    make_report: Callable[..., Report],
) -> None:
    fields = extra(make_report(request_id=KEY))
    assert json.loads(json.dumps(fields)) == fields
    assert fields["error.type"] == "rate_limited"
    assert fields["http.response.status_code"] == 429
    assert fields["apifault.retry.delay_ms"] == 6781
    assert fields["error.message"] == "Limit reached"
    assert fields["apifault.action"] == "Wait."
    assert fields["apifault.request_id"] == "gsk_***"
    assert "error.message" not in extra(report("success"))


def test_no_field_of_a_report_clashes_with_a_record(logger: logging.Logger) -> None:
    for kind in ("success", "unknown", "overloaded"):
        logger.error("the call failed", extra=extra(report(kind)))

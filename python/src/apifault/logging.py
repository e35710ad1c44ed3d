"""For the logs of a program: records without API keys, and the fields of a report.

handler.addFilter(apifault.logging.RedactingFilter())
log.error("the call failed", extra=apifault.logging.extra(report))
"""

import copy
import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from apifault._core import Report, redact

__all__ = ["RedactingFilter", "extra"]

# What every record has; all else in it comes from `extra=`.
_OWN = {*vars(logging.LogRecord("", 0, "", 0, "", None, None)), "asctime", "taskName"}

# How deep a dict or list in an argument is redacted, and how many of its items: below that, and
# after that, their text is.
_DEPTH = 4
_ITEMS = 1_000

# From this version on, a filter may give another record, so that other handlers keep theirs.
_GIVES_RECORDS = sys.version_info >= (3, 12)


class RedactingFilter(logging.Filter):
    """Hides API keys in log records: in the message, its arguments, exceptions, extra fields.

        handler = logging.StreamHandler()
        handler.addFilter(apifault.logging.RedactingFilter())

    Add it to a handler, so that it sees the records of all loggers, or to a logger. It hides what
    `apifault.redact` finds, and raises nothing. Numbers stay numbers, and any other argument in
    whose text there is no key stays what it is. A message with a key that only shows once the
    arguments are in it is replaced by its text. An exception with a key in its traceback becomes
    that text, without the key: the record's `exc_text`, instead of its `exc_info`.

    Before Python 3.12, the record itself is changed, which the handlers after this one see.
    """

    def filter(self, record: logging.LogRecord) -> Any:
        """Let every record pass, without its keys."""
        clean = copy.copy(record) if _GIVES_RECORDS else record
        for step in (_redact_arguments, _redact_message, _redact_exception, _redact_rest):
            # The texts of arguments may run any code. What fails here fails again when the record
            # is written, which `logging` reports.
            with suppress(Exception):
                step(clean)
        return clean if _GIVES_RECORDS else True


def extra(report: Report) -> dict[str, str | int]:
    """Give a report as fields for structured logs: flat, JSON-safe, without API keys.

        log.error("the call failed", extra=apifault.logging.extra(report))
        structlog.get_logger().error("the call failed", **apifault.logging.extra(report))

    They are `Report.attributes(details=True)`, and `error.message` and `apifault.action`. No
    name clashes with what `logging` itself puts into a record, and `apifault report` reads them
    from a log again.
    """
    fields: dict[str, str | int] = report.attributes(details=True)
    message = report.redacted().message
    if message is not None:
        fields["error.message"] = message
    return {**fields, "apifault.action": report.action}


def _redact_arguments(record: logging.LogRecord) -> None:
    arguments: Any = record.args
    if isinstance(arguments, tuple):
        record.args = tuple(_cleaned(each) for each in arguments)
    elif isinstance(arguments, Mapping):
        record.args = _cleaned_dict(dict(arguments), _DEPTH)


def _redact_message(record: logging.LogRecord) -> None:
    record.msg = _cleaned(record.msg)
    # A label may stand in the message, and its key in an argument.
    shown = record.getMessage()
    clean = redact(shown)
    if clean != shown:
        record.msg, record.args = clean, ()


def _redact_exception(record: logging.LogRecord) -> None:
    shown = record.exc_text
    if not shown and record.exc_info:
        shown = logging.Formatter().formatException(record.exc_info)
    clean = redact(shown or "")
    if shown and clean != shown:
        record.exc_text, record.exc_info = clean, None


def _redact_rest(record: logging.LogRecord) -> None:
    if record.stack_info:
        record.stack_info = redact(record.stack_info)
    fields = vars(record)
    given = {name: value for name, value in fields.items() if name not in _OWN}
    fields.update(_cleaned_dict(given, _DEPTH))


def _cleaned(value: Any, depth: int = _DEPTH) -> Any:
    """Give a value without keys; the same value if it has none, or if its text fails."""
    if value is None or isinstance(value, int | float | complex):
        return value
    if type(value) is str:
        return redact(value)
    cleaned = value
    if depth and type(value) in (dict, list, tuple) and len(value) <= _ITEMS:
        cleaned = _cleaned_items(value, depth - 1)
    try:
        # Also a key of a dict, or a pair, may have one.
        shown = str(cleaned)
    except Exception:
        return cleaned
    clean = redact(shown)
    return cleaned if clean == shown else clean


def _cleaned_items(value: Any, depth: int) -> Any:
    if type(value) is dict:
        cleaned = _cleaned_dict(value, depth)
        return value if all(cleaned[key] is item for key, item in value.items()) else cleaned
    items = [_cleaned(each, depth) for each in value]
    if all(new is old for new, old in zip(items, value, strict=True)):
        return value
    return tuple(items) if type(value) is tuple else items


def _cleaned_dict(value: dict[Any, Any], depth: int) -> dict[Any, Any]:
    return {key: _labelled(key, _cleaned(item, depth)) for key, item in value.items()}


def _labelled(key: object, value: Any) -> Any:
    """Hide a text whose key in a dict says what it is, such as `x-api-key`."""
    if type(key) is not str or type(value) is not str:
        return value
    for label in (f"{key}: ", f"{key}="):
        labelled = label + value
        shown = redact(labelled)
        if shown != labelled:
            return shown.removeprefix(label)
    return value

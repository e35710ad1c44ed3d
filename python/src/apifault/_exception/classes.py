"""What the class of an exception says, read once, and the names that are worth reading."""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from apifault._core import names_of_attributes
from apifault._exception.safe import attempt, get, text

ATTRIBUTES, RESPONSES, HEADERS, CAUSES, GROUPS = map(tuple, names_of_attributes())

# The names of every attribute that is read of an exception itself.
_ALL = {
    *(name for names in (ATTRIBUTES, RESPONSES, HEADERS, CAUSES, GROUPS) for name in names),
    *("report", "kwargs", "failed_attempts", "last_attempt", "failed", "rcvd", "read", "delivered"),
    *("llm_provider", "status_code_is_synthesized", "grpc_status_code", "request"),
}

_MRO = vars(type)["__mro__"].__get__
_VARS_OF_CLASS = vars(type)["__dict__"].__get__
_VARS = vars(BaseException)["__dict__"].__get__

# What computes attributes that neither the class nor the exception lists.
_COMPUTES = ("__getattr__", "__getattribute__")


class About(NamedTuple):
    """What is the same for all exceptions of a class."""

    # The names of its own attributes that are read; None if it may have any.
    names: set[str] | None
    # The names of its classes as a traceback prints them, its own first.
    printed: list[str]
    # Whether it says something else than what the exception was made of.
    has_own_text: bool


# A class with a metaclass of its own, which may do anything when it is looked up, is not kept.
_KNOWN: "WeakKeyDictionary[type, About]" = WeakKeyDictionary()


def mro(kind: type) -> tuple[type, ...]:
    """Give a class and those that it inherits from."""
    classes: tuple[type, ...] = _MRO(kind)
    return classes


def about(kind: type) -> About:
    """Read a class, or what is known of it."""
    if type(kind) is not type:
        return _about(kind)
    known = _KNOWN.get(kind)
    if known is None:
        known = _KNOWN[kind] = _about(kind)
    return known


def _about(kind: type) -> About:
    names: set[str] | None = set()
    printed = []
    writer: type | None = None
    for each in mro(kind):
        if each is object:
            continue
        own = _VARS_OF_CLASS(each)
        if writer is None and "__str__" in own:
            writer = each
        module, name = text(get(each, "__module__")), text(get(each, "__qualname__"))
        printed.append(name if module == "builtins" else f"{module}.{name}")
        if each is BaseException:
            continue
        if any(name in own for name in _COMPUTES):
            names = None
        elif names is not None:
            names |= _ALL & own.keys()
    return About(names, printed, writer not in (None, BaseException, KeyError))


def present(exception: BaseException) -> set[str]:
    """Give the names among those that are read that an exception may have."""
    names = about(type(exception)).names
    own: set[str] | None = attempt(lambda: _VARS(exception).keys() & _ALL)
    return _ALL if names is None or own is None else names | own


def of(names: Iterable[str], there: set[str]) -> list[str]:
    """Give those of some names that are there, in their order."""
    return [name for name in names if name in there] if there else []


def class_names(exception: BaseException) -> list[str]:
    """Give the names of an exception's classes without their modules."""
    return [text(get(each, "__name__")) for each in mro(type(exception))]

"""The exceptions behind an exception: causes, contexts, what attributes hold, and groups."""

from typing import Any, NamedTuple

from apifault._exception.classes import CAUSES, GROUPS, of, present
from apifault._exception.safe import called, get, has, is_a, some

# How many exceptions of a chain are looked at, and how many arguments of each.
_LENGTH = 32
_ARGUMENTS = 16

# How many exceptions of a group are looked at.
_MEMBERS = 64

# The attribute with the exceptions of all attempts, of which the last one counts: instructor's.
_ATTEMPTS = "failed_attempts"

# What a class may hide with an attribute of its own.
_OWN = {
    name: vars(BaseException)[name].__get__
    for name in ("args", "__cause__", "__context__", "__suppress_context__")
}
_GROUPED = vars(BaseExceptionGroup)["exceptions"].__get__


class Link(NamedTuple):
    """An exception of a chain."""

    exception: BaseException
    # Whether it was handled while another one was raised, and is not named as its cause.
    is_context: bool
    # The names among those that are read that it may have.
    names: set[str]


def own(exception: BaseException, name: str) -> Any:
    """Give what every exception has, whatever its class says instead."""
    return _OWN[name](exception)


def chain_of(exception: BaseException) -> list[Link]:
    """Give an exception and those behind it, outermost first; contexts come after causes."""
    chain: list[Link] = []
    seen: set[int] = set()
    left = [exception]
    contexts: list[BaseException] = []
    is_context = through_context = False
    while len(chain) < _LENGTH:
        if not left:
            if not contexts:
                break
            left, is_context = [contexts.pop(0)], True
        each = left.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        there = present(each)
        chain.append(Link(each, is_context, there))
        # LiteLLM raises its own exceptions while it handles the SDK's, without `from`.
        through_context = through_context or is_litellm(each, there)
        cause = own(each, "__cause__")
        behind = [cause] if cause is not None else []
        context = own(each, "__context__")
        if cause is None and context is not None and not own(each, "__suppress_context__"):
            (behind if through_context else contexts).append(context)
        left.extend(reversed([*behind, *_held(each, there)]))
    return chain


def members_of(exception: BaseException, most: int) -> list[BaseException]:
    """Give the exceptions of a group and of the groups in it; at most so many are looked at."""
    members: list[BaseException] = []
    left, seen = [exception], {id(exception)}
    while left and len(members) < _MEMBERS and len(seen) <= most:
        each = left.pop()
        inner = _grouped(each, present(each))[:_MEMBERS]
        if not inner and each is not exception:
            members.append(each)
        for member in reversed(inner):
            if id(member) not in seen:
                seen.add(id(member))
                left.append(member)
    return members


def is_litellm(exception: BaseException, there: set[str]) -> bool:
    """Whether LiteLLM may have made up its class, status and response."""
    return ("llm_provider" in there and has(exception, "llm_provider")) or (
        "status_code_is_synthesized" in there
        and get(exception, "status_code_is_synthesized") is True
    )


def _grouped(exception: BaseException, there: set[str]) -> list[BaseException]:
    if is_a(exception, BaseExceptionGroup):
        return list(_GROUPED(exception))
    for name in of(GROUPS, there):
        held = get(exception, name)
        if is_a(held, list | tuple):
            return _exceptions(some(held))
    return []


def _exceptions(values: Any) -> list[BaseException]:
    return [value for value in values if is_a(value, BaseException)]


def _held(exception: BaseException, there: set[str]) -> list[BaseException]:
    """Give the exceptions that attributes and arguments hold."""
    held = [get(exception, name) for name in of(CAUSES, there)]
    if "kwargs" in there:  # botocore's
        kwargs = get(exception, "kwargs")
        held.append(dict.get(kwargs, "error") if is_a(kwargs, dict) else None)
    held.extend(own(exception, "args")[:_ARGUMENTS])
    attempts: Any = get(exception, _ATTEMPTS) if _ATTEMPTS in there else None
    if is_a(attempts, list):
        held.append(get(next(list.__reversed__(attempts), None), "exception"))
    elif "last_attempt" in there:
        # tenacity holds it in a future
        last = get(exception, "last_attempt")
        held.append(called(last, "exception") if get(last, "failed") is True else None)
    if len(only := _grouped(exception, there)) == 1:
        held.extend(only)
    return _exceptions(held)

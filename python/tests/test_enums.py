import pydoc

import pytest

import apifault
from apifault import _core

ENUMS = [
    apifault.Kind,
    apifault.Fault,
    apifault.Advice,
    apifault.Scope,
    apifault.Remedy,
    apifault.Provider,
    apifault.DelaySource,
    apifault.Metric,
    apifault.Window,
    apifault.Ended,
    apifault.GiveUp,
    apifault.Failure,
]


def test_every_table_of_the_core_has_an_enumeration() -> None:
    assert sorted(_core.MEANINGS) == sorted(enum.__name__ for enum in ENUMS)


@pytest.mark.parametrize("enum", ENUMS)
def test_members_are_the_words_of_the_core_in_order(enum: type[apifault.Kind]) -> None:
    words = list(_core.MEANINGS[enum.__name__])
    assert [member.value for member in enum] == words, "run `make generated`"
    for member in enum:
        assert member.name == member.value.upper().replace("-", "_")
        assert member.__doc__ == member.meaning
        assert member.meaning.endswith(".")
        assert bool(member) is (member not in ("no", "none"))


def test_the_help_explains_every_member() -> None:
    shown = " ".join(pydoc.plain(pydoc.render_doc(apifault.Kind)).split())
    for kind in apifault.Kind:
        assert kind.name in shown
        assert " ".join(kind.meaning.split()[:8]) in shown


def test_members_equal_their_words() -> None:
    assert apifault.Kind("rate_limited") == "rate_limited"
    assert f"{apifault.Advice.AFTER_DELAY}" == "after_delay"
    assert {apifault.Provider.GROQ: 1}["groq"] == 1  # type: ignore[index]


def test_a_kind_has_what_follows_from_it() -> None:
    for kind in apifault.Kind:
        assert kind.fault in apifault.Fault
        assert kind.advice in apifault.Advice
        assert kind.action.endswith(".")
        assert kind.scope in apifault.Scope
        assert set(kind.remedies) <= set(apifault.Remedy)
    assert apifault.Kind.RATE_LIMITED.fault is apifault.Fault.ACCOUNT
    assert apifault.Kind.OVERLOADED.scope is apifault.Scope.MODEL
    assert apifault.Kind.OVERLOADED.remedies == ("other_model", "other_provider")
    assert apifault.Kind.GENERATION_FAILED.advice is apifault.Advice.NOW

"""Rust, C, C++ and Python find the same failed call in every text, to the byte.

That it is the right one is a test of the core.
"""

import json

import pytest

import apifault
from apifault import _core

from frames import ROOT, Vector, body, run, text_vectors

TEXTS = text_vectors()
RUST = ROOT / "target" / "release" / "examples" / "runner"
OTHERS = {"c": ROOT / "build" / "runner", "cpp": ROOT / "build" / "runner-cpp"}

ERROR = "Error code: 429 - {'error': {'message': 'Slow down', 'code': 'rate_limit_exceeded'}}"
MEBI = 1 << 20


def texts(**named: str) -> list[Vector]:
    return [{"id": name, "status": 0, "text": text} for name, text in named.items()]


# Texts that were made to harm, too long for a file.
HOSTILE = [
    *texts(
        digits="7" * MEBI,
        digits_as_status="Error code: " + "4" * MEBI,
        digits_in_json=f'429 {{"error": {{"retry_after": {"9" * MEBI}}}}}',
        brackets="[" * MEBI,
        braces="{" * MEBI,
        nested_json="429 " + '{"error":' * (MEBI // 16),
        nested_lists=f"Error code: 500 - {'[' * (MEBI // 4)}{']' * (MEBI // 4)}",
        parentheses="RateLimitError(" * (MEBI // 16),
        quotes="'" * MEBI,
        unclosed_quotes="Error code: 429 - {'error': '" + "\\\\'" * (MEBI // 4),
        backslashes="\\" * MEBI,
        line_feeds="\n" * MEBI,
        carriage_returns="\r" * MEBI,
        spaces=f"{ERROR}{' ' * MEBI}",
        one_line_of_errors=ERROR * (MEBI // len(ERROR)),
        many_lines_of_errors=f"{ERROR}\n" * (MEBI // len(ERROR)),
        escapes="\x1b[31m" * (MEBI // 5),
        escapes_that_never_end="\x1b[" * (MEBI // 2),
        controls="".join(map(chr, range(32))) * 1000 + ERROR,
        nuls="\0" * MEBI + ERROR + "\0",
        fences="```\n" * (MEBI // 4),
        boxes=f"{'│ ' * (MEBI // 4)}{ERROR}",
        tracebacks="Traceback (most recent call last):\n" * (MEBI // 35),
        addresses="https://" * (MEBI // 8),
        commas=f"429 {{{',' * MEBI}}}",
        colons=":" * MEBI,
        wide="é€𝄞" * (MEBI // 9),
        lone_surrogates="\ud800" * 1000 + ERROR,
        lone_surrogate_in_the_message=ERROR.replace("Slow", "Sl\udfffw"),
    ),
]


def python(vector: Vector) -> str:
    """Give the line that the runners write."""
    content = body(vector)
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    given = {name: vector[name] for name in ("now", "provider") if name in vector}
    report = apifault.classify_text(text, **given)
    if report is not None:
        return report.to_json()
    line, hint = _core.nearest_line(text)
    answer = {"not_found": {"nearest_line": line, "hint": hint}}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    """What Rust says."""
    vectors = [*TEXTS, *HOSTILE]
    lines = run(RUST, vectors, "texts")
    return {vector["id"]: line for vector, line in zip(vectors, lines, strict=True)}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_say_what_rust_says(answers: dict[str, str], language: str) -> None:
    vectors = [*TEXTS, *HOSTILE]
    for vector, line in zip(vectors, run(OTHERS[language], vectors, "texts"), strict=True):
        assert line == answers[vector["id"]], vector["id"]


def test_python_says_what_rust_says(answers: dict[str, str]) -> None:
    for vector in [*TEXTS, *HOSTILE]:
        assert python(vector) == answers[vector["id"]], vector["id"]


def test_no_text_is_a_success(answers: dict[str, str]) -> None:
    for name, answer in answers.items():
        kind = json.loads(answer).get("kind")
        assert kind is None or not apifault.Kind(kind).is_success, name


def test_every_text_has_a_name_of_its_own() -> None:
    assert len({vector["id"] for vector in [*TEXTS, *HOSTILE]}) == len(TEXTS) + len(HOSTILE)

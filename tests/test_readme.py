"""The examples of the READMEs do what they say."""

import doctest
import re
import subprocess
from pathlib import Path

import pytest

import apifault

from frames import ROOT, body, header_pairs, vectors

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
COMPILERS = {"c": ["cc", "-std=c99"], "cpp": ["c++", "-std=c++17"]}
LIBRARIES = ["target/release/libapifault.a", "-lpthread", "-ldl", "-lm"]


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("readme", ["README.md", "python/README.md"])
def test_python_examples_print_what_they_say(readme: str) -> None:
    examples = blocks(readme, "python")
    assert examples
    # As a reader types them: one after the other.
    known: dict[str, object] = {}
    for example in examples:
        test = doctest.DocTestParser().get_doctest(example, known, readme, readme, 0)
        assert test.examples
        assert doctest.DocTestRunner().run(test, clear_globs=False).failed == 0
        known = test.globs


def test_the_numbers_of_the_policy_are_those_of_the_library() -> None:
    text = (ROOT / "python/README.md").read_text("utf-8")
    defaults: dict[str, int] = {}
    for names, numbers in re.findall(
        r"^\| ((?:`\w+_\w+`,? ?)+) \| ([\d, ]+) \|", text, re.MULTILINE
    ):
        values = [int(number.replace(",", "")) for number in numbers.split(", ")]
        defaults |= zip(re.findall(r"\w+", names), values, strict=True)
    assert defaults == apifault.RetryPolicy().to_dict()


def compile_example(example: str, language: str, folder: Path) -> Path:
    source = folder / f"example.{language}"
    source.write_text(example, "utf-8")
    program = folder / "example"
    compiler = [*COMPILERS[language], *WARNINGS, "-Iinclude"]
    subprocess.run([*compiler, source, *LIBRARIES, "-o", program], cwd=ROOT, check=True)
    return program


@pytest.mark.parametrize(("readme", "language"), [("README.md", "c"), ("ffi/README.md", "cpp")])
def test_a_whole_example_prints_what_it_says(readme: str, language: str, tmp_path: Path) -> None:
    for example, output in zip(blocks(readme, language), blocks(readme, "text"), strict=True):
        program = compile_example(example, language, tmp_path)
        answer = subprocess.run([program], capture_output=True, check=True, text=True)
        assert answer.stdout == output


def test_the_c_examples_of_the_interface_compile(tmp_path: Path) -> None:
    examples = blocks("ffi/README.md", "c")
    assert len(examples) == 4
    for example in examples:
        compile_example(example + "\nint main(void) { return 0; }\n", "c", tmp_path)


def test_the_table_of_kinds_is_that_of_the_library() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| `(\w+)` \| `(\w+)` \|$", text, re.MULTILINE)
    assert sorted(row[0] for row in rows) == sorted(apifault.Kind)
    reports = [
        apifault.classify(vector["status"], header_pairs(vector), body(vector))
        for vector in vectors()
    ]
    for name, meaning, fault, advice in rows:
        assert (meaning, fault) == (apifault.Kind(name).meaning, apifault.Kind(name).fault)
        of_kind = [report for report in reports if report.kind == name]
        assert advice in {report.retry.advice for report in of_kind} or not of_kind

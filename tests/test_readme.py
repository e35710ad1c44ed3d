"""The examples of the READMEs do what they say."""

import doctest
import re
import subprocess
from pathlib import Path

import pytest

import apifault

from frames import ROOT, body, header_pairs, vectors

C_FLAGS = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
C_LIBRARIES = ["target/release/libapifault.a", "-lpthread", "-ldl", "-lm"]


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("readme", ["README.md", "python/README.md"])
def test_python_examples_print_what_they_say(readme: str) -> None:
    examples = blocks(readme, "python")
    assert examples
    for example in examples:
        test = doctest.DocTestParser().get_doctest(example, {}, readme, readme, 0)
        assert test.examples
        assert doctest.DocTestRunner().run(test).failed == 0


def compile_c(example: str, folder: Path) -> Path:
    source = folder / "example.c"
    source.write_text(example, "utf-8")
    program = folder / "example"
    command = ["cc", *C_FLAGS, "-Iinclude", source, *C_LIBRARIES, "-o", program]
    subprocess.run(command, cwd=ROOT, check=True)
    return program


def test_the_c_example_prints_what_it_says(tmp_path: Path) -> None:
    (example,) = blocks("README.md", "c")
    (output,) = blocks("README.md", "text")
    program = compile_c(example, tmp_path)
    answer = subprocess.run([program], capture_output=True, check=True, text=True)
    assert answer.stdout == output


def test_the_c_example_of_the_interface_compiles(tmp_path: Path) -> None:
    (example,) = blocks("ffi/README.md", "c")
    compile_c(example + "\nint main(void) { return 0; }\n", tmp_path)


def test_the_table_of_kinds_is_that_of_the_library() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| `(\w+)` \| `(\w+)` \|$", text, re.MULTILINE)
    assert sorted(row[0] for row in rows) == sorted(apifault.Kind)
    reports = [
        apifault.classify(vector["status"], header_pairs(vector), body(vector))
        for vector in vectors()
    ]
    for name, meaning, fault, advice in rows:
        assert meaning == apifault.Kind(name).meaning
        of_kind = [report for report in reports if report.kind == name]
        assert {report.fault for report in of_kind} <= {fault}
        assert advice in {report.retry.advice for report in of_kind} or not of_kind

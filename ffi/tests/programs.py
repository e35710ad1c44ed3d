"""Shared by the tests of the installed C library: paths, and how to build programs."""

import os
import re
import subprocess
from pathlib import Path

from frames import ROOT

BUILD = ROOT / "build"
FFI = ROOT / "ffi"
INSTALLED = BUILD / "installed"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
VERSION = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)[
    1
]
MAJOR = VERSION.split(".")[0]


def run(*command: str | Path, check: bool = True, **more) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. If it must succeed and fails, show everything that it printed."""
    options = {"capture_output": True, "text": True, "timeout": 600, **more}
    answer = subprocess.run(command, **options)
    if check:
        assert answer.returncode == 0, f"{command}:\n{answer.stdout}\n{answer.stderr}"
    return answer


def environment(prefix: Path = INSTALLED, **more: str) -> dict[str, str]:
    """The environment of a user who installed the library below this prefix."""
    return {
        **os.environ,
        "PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig"),
        "CMAKE_PREFIX_PATH": str(prefix),
        **more,
    }


def pkg_config(*arguments: str, prefix: Path = INSTALLED) -> list[str]:
    """Run pkg-config, and return the flags that it prints."""
    return run("pkg-config", *arguments, env=environment(prefix)).stdout.split()


def compiler(source: Path) -> list[str]:
    """The command that compiles a C99 or C++17 source; a warning is an error."""
    if source.suffix == ".cpp":
        return ["c++", "-std=c++17", *WARNINGS]
    return ["cc", "-std=c99", *WARNINGS]


def declared() -> list[str]:
    """The functions that the header declares."""
    header = (INSTALLED / "include" / "apifault.h").read_text("utf-8")
    code = re.sub(r"//.*", "", re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL))
    return sorted(set(re.findall(r"\b(apifault_\w+)\(", code)))


def needed(binary: Path) -> list[str]:
    """The shared libraries that a binary needs."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "-d", binary).stdout)

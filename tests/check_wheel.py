#!/usr/bin/env python3
"""Check the built wheel and source distribution as a new user meets them.

    check_wheel.py FOLDER      (holds a wheel for every interpreter from 3.11 on, one for
                                free-threaded ones, and one .tar.gz)

Each is installed into an empty environment of its own: the wheel without any other package and
without Rust, the source with it, unoptimized. There the package is imported, the examples of its
README run, and the command starts. The free-threaded wheel is only inspected: there is no
interpreter for it. All of them hold the licenses, and the notice of what is linked in. Exit status:
0 if all is well; otherwise the first failure is printed.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "python" / "README.md"

# The licenses of the project, and the notice of what is linked in.
NOTICES = [ROOT / "LICENSE-MIT", ROOT / "LICENSE-APACHE", ROOT / "core" / "THIRD-PARTY.md"]

# Quick to build; it is only run to see that it works.
QUICKLY = {
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
}

EXAMPLES = """\
import doctest, sys
failed, tried = doctest.testfile(sys.argv[1], module_relative=False)
sys.exit(failed or not tried)
"""

# The least of many starts, as others may use the machine meanwhile.
IMPORT = """\
import subprocess, sys, time
def least(script):
    def once():
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", script], check=True)
        return time.perf_counter() - begin
    return min(once() for _ in range(30)) * 1000
cost = least("import apifault") - least("pass")
print(f"import apifault: {cost:.1f} ms more than starting Python")
sys.exit(cost > 5)
"""


def run(*command, **environment):
    subprocess.run(command, env={**os.environ, **environment}, check=True)


def install(folder, archive, *options, **environment):
    """Make an empty environment with this archive alone, and give its interpreter."""
    run(sys.executable, "-m", "venv", folder)
    python = folder / "bin" / "python"
    quiet = ("-q", "--disable-pip-version-check", "--no-deps")
    run(python, "-m", "pip", "install", *quiet, *options, archive, **environment)
    return python


def use(python):
    """Do what a new user does."""
    run(python, "-I", "-c", EXAMPLES, README)
    run(python, "-I", "-c", IMPORT)
    run(python.parent / "apifault", "--version")


def check_notices(archive):
    """Find every notice in an archive, and nothing of an older one."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            texts = {name: wheel.read(name) for name in wheel.namelist() if ".dist-info/" in name}
    else:
        with tarfile.open(archive) as source:
            files = [file for file in source if file.isfile() and file.name.count("/") == 1]
            texts = {file.name: source.extractfile(file).read() for file in files}
    for notice in NOTICES:
        found = [text for name, text in texts.items() if Path(name).name == notice.name]
        if found != [notice.read_bytes()]:
            sys.exit(f"{archive} lacks {notice.name}, or holds another text of it")


def only(folder, pattern):
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        sys.exit(f"{folder} holds {len(found)} files {pattern}; keep the newest: `make wheel`")
    return found[0]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check_wheel.py FOLDER")
    folder = Path(sys.argv[1])
    wheel = only(folder, "apifault-*-abi3-manylinux*.whl")
    for each in (wheel, only(folder, "apifault-*-cp314t-manylinux*.whl")):
        run(sys.executable, "-m", "auditwheel", "show", each)
        check_notices(each)
    check_notices(only(folder, "apifault-*.tar.gz"))
    with tempfile.TemporaryDirectory() as place:
        nowhere = {"PATH": "/nonexistent"}
        use(install(Path(place, "wheel"), wheel, "--no-index", **nowhere))
        use(install(Path(place, "source"), only(folder, "apifault-*.tar.gz"), **QUICKLY))


if __name__ == "__main__":
    main()

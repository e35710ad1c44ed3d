#!/usr/bin/env python3
"""Check the built wheel and source distribution as a new user meets them.

    check_wheel.py FOLDER      (holds a wheel for every interpreter from 3.11 on, one for
                                free-threaded ones, and one .tar.gz)

Each is installed into an empty environment of its own: the wheel without any other package and
without Rust, the source with it, unoptimized. There the package is imported, the examples of its
README run, and the command starts. With the wheel, the tests that need no extras run, on each version
of CPython that the classifiers of the package name, if PATH has a `python3.N` of it. The free-threaded
wheel is used if PATH has a `python3.14t`. What was not tested for lack of an interpreter is said. All
of them hold the licenses, and the notice of what is linked in. Exit status: 0 if all is well; otherwise
the first failure is printed.
"""

import os
import re
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

# What needs the interpreter lock would take it back for the whole process.
THREADS = """\
import apifault, concurrent.futures, sys
assert not sys._is_gil_enabled()
def report(number):
    body = b'{"error": {"message": "Try again in %d s"}}' % number
    return apifault.classify(429, {}, body).delay_ms
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    delays = list(pool.map(report, range(1, 10_000)))
assert delays == [1000 * number for number in range(1, 10_000)]
assert not sys._is_gil_enabled()
"""


def run(*command, **environment):
    subprocess.run(command, env={**os.environ, **environment}, check=True)


def interpreter(name):
    """Find an interpreter that runs: a version manager has names on PATH that do not."""
    for folder in os.get_exec_path():
        python = Path(folder, name)
        if python.is_file():
            script = "import sys; print('python%d.%d' % sys.version_info[:2])"
            done = subprocess.run([python, "-c", script], capture_output=True, text=True)
            if done.returncode == 0 and done.stdout.strip() == name.removesuffix("t"):
                return python
    print(f"not tested on {name}: PATH has none")
    return None


def interpreters():
    """The interpreters of the versions that the classifiers name."""
    settings = (ROOT / "python" / "pyproject.toml").read_text("utf-8")
    versions = re.findall(r'"Programming Language :: Python :: (3\.[0-9]+)"', settings)
    return list(filter(None, (interpreter(f"python{version}") for version in versions)))


def install(creator, folder, archive, *options, **environment):
    """Make an empty environment with this archive alone, and give its interpreter."""
    run(creator, "-m", "venv", folder)
    python = folder / "bin" / "python"
    quiet = ("-q", "--disable-pip-version-check", "--no-deps")
    run(python, "-m", "pip", "install", *quiet, *options, archive, **environment)
    return python


def use(python):
    """Do what a new user does."""
    run(python, "-I", "-c", EXAMPLES, README)
    run(python, "-I", "-c", IMPORT)
    run(python.parent / "apifault", "--version")


def test(python):
    """Run the tests that need no other package than pytest."""
    requirements = (ROOT / "python" / "requirements-dev.txt").read_text("utf-8")
    (pytest,) = re.findall(r"^pytest==.*$", requirements, re.MULTILINE)
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", pytest)
    settings = ("-q", "-c", ROOT / "python" / "pyproject.toml", "--rootdir", ROOT)
    run(python, "-m", "pytest", *settings, "-m", "not extras", ROOT / "python" / "tests")


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
    free_threaded = only(folder, "apifault-*-cp314t-manylinux*.whl")
    source = only(folder, "apifault-*.tar.gz")
    for each in (wheel, free_threaded):
        run(sys.executable, "-m", "auditwheel", "show", each)
    for each in (wheel, free_threaded, source):
        check_notices(each)
    offline = ("--no-index",)
    nowhere = {"PATH": "/nonexistent"}
    with tempfile.TemporaryDirectory() as place:
        for number, creator in enumerate(interpreters()):
            python = install(creator, Path(place, f"wheel-{number}"), wheel, *offline, **nowhere)
            use(python)
            test(python)
            print(f"tested on {creator}")
        if creator := interpreter("python3.14t"):
            python = install(creator, Path(place, "threads"), free_threaded, *offline, **nowhere)
            use(python)
            run(python, "-I", "-c", THREADS)
            test(python)
            print(f"tested on {creator}")
        use(install(sys.executable, Path(place, "source"), source, **QUICKLY))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Write the notice of the software that is linked into the C library and the Python package.

    third_party.py FILE           write the notice
    third_party.py --check FILE   fail if the notice is not the one that would be written

Every crate that either of them links, on any platform, stands in it with its version and its
license text as the crate ships it. Of several licenses, the MIT license is chosen if there is one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The packages of the project that link crates, and what they make.
PACKAGES = {"apifault-ffi": "C", "apifault-python": "Python"}

HEAD = """\
# Third-party software

The C library and the Python package contain the Rust standard library and the crates below, linked
statically. They are used under the license whose text stands below. `make third-party` writes this
file.

| crate | version | license | home | in |
|---|---|---|---|---|
"""

# rustc brings it along, so no crate holds its license.
STANDARD_LIBRARY = """\
## The Rust standard library

<https://github.com/rust-lang/rust>, MIT OR Apache-2.0. Copyright (c) The Rust Project Contributors.
The notices of the crates inside it come with every Rust toolchain, in `COPYRIGHT-library.html`.
"""


def linked(metadata, root):
    """Give the ids of the crates that a package of the workspace links."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    found, waiting = set(), [each for each in nodes if packages[each]["name"] == root]
    while waiting:
        each = waiting.pop()
        # A macro runs in the compiler.
        if each in found or any("proc-macro" in t["kind"] for t in packages[each]["targets"]):
            continue
        found.add(each)
        for dependency in nodes[each]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    return {each for each in found if packages[each]["source"] is not None}


# The licenses under which crates are used, the first one that a crate offers, and the files that have
# their texts.
LICENSES = {
    "MIT": ("license-mit", "license"),
    "BSL-1.0": ("license-boost",),
}


def license_of(package):
    """Give the text of the license under which a crate is used."""
    offered = package["license"].replace("/", " ").split()
    names = next((files for license_, files in LICENSES.items() if license_ in offered), None)
    if names is None:
        sys.exit(f"{package['name']} is under {package['license']}: decide how to use it")
    folder = Path(package["manifest_path"]).parent
    files = {
        file.name.lower().removesuffix(".md").removesuffix(".txt"): file
        for file in sorted(folder.iterdir())
        if file.is_file()
    }
    file = next((files[name] for name in names if name in files), None)
    if file is None:
        sys.exit(f"{package['name']} ships no license text that is known")
    return file.read_text("utf-8").strip()


def notice():
    command = [os.environ.get("CARGO", "cargo"), "metadata", "--locked", "--format-version", "1"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    metadata = json.loads(answer.stdout)
    users = {package: linked(metadata, package) for package in PACKAGES}
    every = set().union(*users.values())
    packages = [package for package in metadata["packages"] if package["id"] in every]
    packages.sort(key=lambda package: package["name"])
    text, by_license = HEAD, {}
    for package in packages:
        name = package["name"]
        uses = ", ".join(PACKAGES[user] for user in PACKAGES if package["id"] in users[user])
        license_ = package["license"].replace("/", " OR ")
        text += (
            f"| {name} | {package['version']} | {license_} | {package['repository']} | {uses} |\n"
        )
        by_license.setdefault(license_of(package), []).append(name)
    text += f"\n{STANDARD_LIBRARY}"
    for body, names in by_license.items():
        text += f"\n## {', '.join(names)}\n\n```text\n{body}\n```\n"
    return text


def main():
    arguments = sys.argv[1:]
    is_check = arguments[:1] == ["--check"]
    if len(arguments) != 1 + is_check:
        sys.exit("usage: third_party.py [--check] FILE")
    file = Path(arguments[-1])
    if not is_check:
        file.write_text(notice(), "utf-8")
    elif not file.is_file() or file.read_text("utf-8") != notice():
        sys.exit(f"{file} is out of date: run `make third-party`")


if __name__ == "__main__":
    main()

"""`make install` installs all files, pkg-config and CMake find them, `uninstall` removes them."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from frames import ROOT
from programs import (
    FFI,
    INSTALLED,
    MAJOR,
    VERSION,
    compiler,
    declared,
    environment,
    needed,
    pkg_config,
    run,
)

MISUSE = FFI / "tests" / "misuse.c"
FILES = {
    "include/apifault.h",
    "include/apifault.hpp",
    "lib/libapifault.a",
    "lib/libapifault.so",
    f"lib/libapifault.so.{MAJOR}",
    f"lib/libapifault.so.{VERSION}",
    "lib/pkgconfig/apifault.pc",
    "lib/cmake/apifault/apifault-config.cmake",
    "lib/cmake/apifault/apifault-config-version.cmake",
    "share/doc/apifault/LICENSE-APACHE",
    "share/doc/apifault/LICENSE-MIT",
}
# The notice of what is linked into the library.
NOTICE = ROOT / "core" / "THIRD-PARTY.md"
if NOTICE.exists():
    FILES.add(f"share/doc/apifault/{NOTICE.name}")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def install(action: str, **variables: str) -> None:
    """Run what the make target runs once the library is built."""
    run(FFI / "install.sh", action, env={**os.environ, **variables})


def exported(library: Path, *flags: str) -> list[str]:
    lines = run("nm", *flags, "--defined-only", library).stdout.splitlines()
    return sorted(line.split()[2] for line in lines if len(line.split()) == 3)


def test_the_library_exports_what_the_header_declares_and_nothing_else() -> None:
    names = declared()
    assert len(names) > 40
    assert exported(INSTALLED / "lib" / "libapifault.so", "-D") == names
    assert exported(INSTALLED / "lib" / "libapifault.a", "-g") == names


def test_the_shared_library_needs_libc_and_libgcc_only() -> None:
    # The loader is part of libc.
    allowed = ("libc.so.", "libgcc_s.so.", "libm.so.", "ld-linux")
    libraries = needed(INSTALLED / "lib" / "libapifault.so")
    assert [name for name in libraries if not name.startswith(allowed)] == []


def test_the_shared_library_is_stripped_and_small(figure: Callable[[str], None]) -> None:
    library = INSTALLED / "lib" / f"libapifault.so.{VERSION}"
    assert ".debug_info" not in run("readelf", "-SW", library).stdout
    assert ".symtab" not in run("readelf", "-SW", library).stdout
    kib = library.stat().st_size / 1024
    figure(f"size       libapifault.so         {kib:.0f} KiB")
    assert kib <= 1004


def test_links_lead_from_the_soname_to_the_library() -> None:
    lib = INSTALLED / "lib"
    soname = f"libapifault.so.{MAJOR}"
    assert f"[{soname}]" in run("readelf", "-d", lib / f"libapifault.so.{VERSION}").stdout
    assert (lib / "libapifault.so").readlink() == Path(soname)
    assert (lib / soname).readlink() == Path(f"libapifault.so.{VERSION}")


def test_the_installed_licences_are_those_of_the_project() -> None:
    folder = INSTALLED / "share" / "doc" / "apifault"
    for source in (ROOT / "LICENSE-MIT", ROOT / "LICENSE-APACHE", NOTICE):
        if source.exists():
            assert (folder / source.name).read_bytes() == source.read_bytes()


def test_all_installed_files_are_listed_and_removed_again(tmp_path: Path) -> None:
    other = tmp_path / "usr" / "lib" / "pkgconfig" / "other.pc"
    other.parent.mkdir(parents=True)
    other.touch()
    for _ in range(2):
        install("install", PREFIX="/usr", DESTDIR=str(tmp_path))
    found = files(tmp_path / "usr") - {"lib/pkgconfig/other.pc"}
    assert found == FILES
    config = (tmp_path / "usr/lib/pkgconfig/apifault.pc").read_text("utf-8")
    assert config.startswith("prefix=/usr\nlibdir=${prefix}/lib\nincludedir=${prefix}/include\n")
    for name in found:
        if name.endswith((".pc", ".cmake")):
            text = (tmp_path / "usr" / name).read_text("utf-8")
            assert str(tmp_path) not in text
            assert "@" not in text
    install("uninstall", PREFIX="/usr", DESTDIR=str(tmp_path))
    assert files(tmp_path) == {"usr/lib/pkgconfig/other.pc"}
    assert not (tmp_path / "usr/lib/cmake/apifault").exists()
    assert not (tmp_path / "usr/share/doc/apifault").exists()


def test_other_folders_are_found(tmp_path: Path) -> None:
    prefix, lib, include = tmp_path / "a b & c", tmp_path / "lib64", tmp_path / "headers"
    docs = tmp_path / "docs"
    folders = {"LIBDIR": str(lib), "INCLUDEDIR": str(include), "DOCDIR": str(docs)}
    install("install", PREFIX=str(prefix), **folders)
    assert (docs / "LICENSE-MIT").exists()
    assert not prefix.exists()
    program = tmp_path / "misuse"
    found = environment(PKG_CONFIG_PATH=str(lib / "pkgconfig"), CMAKE_PREFIX_PATH=str(tmp_path))
    flags = run("pkg-config", "--cflags", "--libs", "apifault", env=found).stdout.split()
    run(*compiler(MISUSE), MISUSE, *flags, "-o", program)
    run(program, env=environment(LD_LIBRARY_PATH=str(lib)))
    config = (lib / "cmake/apifault/apifault-config.cmake").read_text("utf-8")
    assert f'file(RELATIVE_PATH _apifault_includedir "{lib}" "{include}")' in config


def test_the_make_targets_install_and_remove(tmp_path: Path) -> None:
    # -o: do not build the library again, however old it is.
    make = ["make", "-o", "library", f"PREFIX={tmp_path}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    run(*make, "install", cwd=ROOT, env=clean)
    assert files(tmp_path) == FILES
    run(*make, "uninstall", cwd=ROOT, env=clean)
    assert files(tmp_path) == set()


def test_pkg_config_links_a_fully_static_program(tmp_path: Path) -> None:
    program = tmp_path / "misuse"
    flags = pkg_config("--static", "--cflags", "--libs", "apifault")
    run(*compiler(MISUSE), "-static", MISUSE, *flags, "-o", program)
    assert needed(program) == []
    run(program)


@pytest.mark.parametrize("optimized", [[], ["-O", "-Clto=fat"]], ids=["plain", "lto"])
@pytest.mark.parametrize("first", ["apifault", "other"])
def test_another_static_library_of_rust_can_be_linked_too(
    optimized: list[str], first: str, tmp_path: Path
) -> None:
    other = tmp_path / "libother.a"
    source = FFI / "tests" / "other.rs"
    edition = ["--edition", "2024", "--crate-type", "staticlib"]
    run("rustc", *edition, *optimized, source, "-o", other)
    ours = INSTALLED / "lib" / "libapifault.a"
    libraries = [ours, other] if first == "apifault" else [other, ours]
    main = FFI / "tests" / "beside.c"
    program = tmp_path / "beside"
    flags = pkg_config("--cflags", "apifault")
    run(*compiler(main), *flags, main, *libraries, "-lpthread", "-ldl", "-lm", "-o", program)
    run(program)


def cmake_finds(
    version: str, folder: Path, prefix: Path = INSTALLED
) -> subprocess.CompletedProcess[str]:
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.19)\nproject(version NONE)\n"
        f"find_package(apifault {version} REQUIRED)\n"
        "get_target_property(headers apifault::apifault INTERFACE_INCLUDE_DIRECTORIES)\n"
        'message(STATUS "headers in ${headers}")\n',
        "utf-8",
    )
    options = {"env": environment(prefix), "check": False}
    return run("cmake", "-S", folder, "-B", folder / "build", **options)


def test_cmake_finds_the_headers_if_lib_is_a_link_into_the_prefix(tmp_path: Path) -> None:
    # As /lib is a link to /usr/lib.
    install("install", PREFIX=f"{tmp_path}/usr")
    (tmp_path / "lib").symlink_to("usr/lib")
    answer = cmake_finds("", tmp_path, prefix=tmp_path)
    assert f"headers in {tmp_path}/usr/include\n" in answer.stdout


def test_cmake_finds_the_headers_if_the_prefix_was_moved(tmp_path: Path) -> None:
    install("install", PREFIX=f"{tmp_path}/first")
    moved = (tmp_path / "first").rename(tmp_path / "second")
    answer = cmake_finds("", tmp_path, prefix=moved)
    assert f"headers in {moved}/include\n" in answer.stdout


ACCEPTED = [
    "",
    MAJOR,
    VERSION,
    f"{VERSION} EXACT",
    f"{MAJOR}...{VERSION}",
    f"{MAJOR}...{MAJOR}.999",
]


@pytest.mark.parametrize("version", ACCEPTED)
def test_cmake_accepts_a_version_with_the_same_major(version: str, tmp_path: Path) -> None:
    answer = cmake_finds(version, tmp_path)
    assert answer.returncode == 0, answer.stderr


REJECTED = [f"{int(MAJOR) + 1}", f"{MAJOR}.999", f"{MAJOR}...<{VERSION}"]


@pytest.mark.parametrize("version", REJECTED)
def test_cmake_rejects_another_major_and_a_range_without_the_version(
    version: str, tmp_path: Path
) -> None:
    answer = cmake_finds(version, tmp_path)
    assert answer.returncode != 0
    assert VERSION in answer.stderr

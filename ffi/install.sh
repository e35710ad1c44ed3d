#!/bin/sh
# Installs the C library (`make install`), or removes it again (`make uninstall`).
#
#     install.sh install|uninstall
#
# Reads from the environment: PREFIX, LIBDIR, INCLUDEDIR, DOCDIR, and DESTDIR, which is put before
# every path that is written to, but appears in no file.
set -eu
cd "$(dirname "$0")/.."

absolute() {
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
  esac
}

prefix=$(absolute "${PREFIX:-/usr/local}")
libdir=$(absolute "${LIBDIR:-$prefix/lib}")
includedir=$(absolute "${INCLUDEDIR:-$prefix/include}")
docdir=$(absolute "${DOCDIR:-$prefix/share/doc/apifault}")
destdir=${DESTDIR:+$(absolute "$DESTDIR")}

version=$(sed -n '/^\[workspace\.package\]/,/^$/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
major=${version%%.*}
lib=$destdir$libdir
include=$destdir$includedir
cmake=$lib/cmake/apifault
doc=$destdir$docdir
licences="LICENSE-MIT LICENSE-APACHE"
# The notice of what is linked into the library.
if [ -e core/THIRD-PARTY.md ]; then
  licences="$licences core/THIRD-PARTY.md"
fi

# A path as apifault.pc spells it: relative to the prefix, if it is below it.
below_prefix() {
  case $1 in
    "$prefix"/*) printf '${prefix}%s\n' "${1#"$prefix"}" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# Fills a template: TEMPLATE TO LIBDIR INCLUDEDIR.
fill() {
  quote() { printf '%s\n' "$1" | sed 's/[&|\\]/\\&/g'; }
  sed -e "s|@PREFIX@|$(quote "$prefix")|g" -e "s|@LIBDIR@|$(quote "$3")|g" \
    -e "s|@INCLUDEDIR@|$(quote "$4")|g" -e "s|@VERSION@|$version|g" -e "s|@MAJOR@|$major|g" \
    "$1" > "$2"
  chmod 644 "$2"
}

case ${1:-} in
  install)
    mkdir -p "$include" "$lib/pkgconfig" "$cmake" "$doc"
    install -m 644 include/apifault.h include/apifault.hpp "$include"
    # Not overwritten but replaced: a running program may have mapped the old file.
    rm -f "$lib/libapifault.so.$version"
    install -m 755 build/lib/libapifault.so "$lib/libapifault.so.$version"
    ln -sf "libapifault.so.$version" "$lib/libapifault.so.$major"
    ln -sf "libapifault.so.$major" "$lib/libapifault.so"
    install -m 644 build/lib/libapifault.a "$lib"
    fill ffi/apifault.pc.in "$lib/pkgconfig/apifault.pc" "$(below_prefix "$libdir")" \
      "$(below_prefix "$includedir")"
    for file in apifault-config apifault-config-version; do
      fill "ffi/$file.cmake.in" "$cmake/$file.cmake" "$libdir" "$includedir"
    done
    for file in $licences; do
      install -m 644 "$file" "$doc"
    done
    ;;
  uninstall)
    rm -f "$include/apifault.h" "$include/apifault.hpp" "$lib/libapifault.so" \
      "$lib/libapifault.so.$major" "$lib/libapifault.so.$version" "$lib/libapifault.a" \
      "$lib/pkgconfig/apifault.pc" "$cmake/apifault-config.cmake" \
      "$cmake/apifault-config-version.cmake"
    for file in $licences; do
      rm -f "$doc/${file##*/}"
    done
    # A folder with files of somebody else stays.
    rmdir "$cmake" "$doc" 2> /dev/null || :
    ;;
  *)
    echo "install.sh: expected one argument, install or uninstall" >&2
    exit 2
    ;;
esac

#!/bin/sh
# Installs the C library (`make install`), or removes it again (`make uninstall`).
#
#     install.sh install|uninstall
#
# Told by the environment: PREFIX, LIBDIR, INCLUDEDIR, and DESTDIR, which is put before each path
# that is written to but appears in no file.
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
destdir=${DESTDIR:+$(absolute "$DESTDIR")}

version=$(sed -n '/^\[workspace\.package\]/,/^$/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
major=${version%%.*}
lib=$destdir$libdir
include=$destdir$includedir
cmake=$lib/cmake/apifault

# A path as it stands in apifault.pc: below the prefix, where it is.
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
    mkdir -p "$include" "$lib/pkgconfig" "$cmake"
    install -m 644 include/apifault.h include/apifault.hpp "$include"
    # A running program may have the old file mapped: it keeps it, and the new one stands beside it.
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
    ;;
  uninstall)
    rm -f "$include/apifault.h" "$include/apifault.hpp" "$lib/libapifault.so" \
      "$lib/libapifault.so.$major" "$lib/libapifault.so.$version" "$lib/libapifault.a" \
      "$lib/pkgconfig/apifault.pc" "$cmake/apifault-config.cmake" \
      "$cmake/apifault-config-version.cmake"
    if [ -d "$cmake" ]; then
      rmdir "$cmake"
    fi
    ;;
  *)
    echo "install.sh: say what to do: install or uninstall" >&2
    exit 2
    ;;
esac

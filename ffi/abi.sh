#!/bin/sh
# Compares the ABI of the C library with the one that ffi/apifault.abi records, or records it.
#
#     abi.sh check|record LIBRARY
#
# The library has to have full debug information (the profile abi of Cargo.toml): without it no
# types are seen, and nothing that changed would be found. What is added is no change; whatever else
# differs fails, with abidiff's account of it.
set -eu
recorded=$(dirname "$0")/apifault.abi

# What stands for a compilation unit without declarations names paths and compilers: it is left out.
read_abi() {
  abidw --no-show-locs --no-corpus-path --no-comp-dir-path --no-architecture --no-elf-needed \
    --type-id-style hash "$1" |
    sed -e "s/<abi-instr \(.*\) path='[^']*'/<abi-instr \1/" |
    sed -e '/<abi-instr /{N;/<\/abi-instr>/d;}'
}

abi=$(mktemp)
trap 'rm -f "$abi"' EXIT
read_abi "$2" > "$abi"
if ! grep -q "<class-decl name='apifault_decision' size-in-bits" "$abi"; then
  echo "abi.sh: $2 shows no types: build it with \`cargo build -p apifault-ffi --profile abi\`" >&2
  exit 1
fi

case $1 in
  check)
    if ! abidiff --no-added-syms "$recorded" "$abi"; then
      echo "abi.sh: the ABI is not the recorded one. If a released program still runs, record it" \
        "with \`make abi\`; if not, the change needs a new major version." >&2
      exit 1
    fi
    ;;
  record)
    cp "$abi" "$recorded"
    chmod 644 "$recorded"
    ;;
  *)
    echo "abi.sh: say what to do: check or record" >&2
    exit 2
    ;;
esac

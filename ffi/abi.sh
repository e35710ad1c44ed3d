#!/bin/sh
# Compares the ABI of the C library with the one in ffi/apifault.abi, or records it there.
#
#     abi.sh check|record LIBRARY
#
# The library must have full debug information (the profile abi of Cargo.toml): without it the types
# are not visible, and no change would be found. An addition passes; every other difference fails, and
# abidiff prints it.
set -eu
recorded=$(dirname "$0")/apifault.abi

# A compilation unit without declarations contains only paths and compilers: it is left out.
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
  echo "abi.sh: $2 has no types: build it with \`cargo build -p apifault-ffi --profile abi\`" >&2
  exit 1
fi

case $1 in
  check)
    if ! abidiff --no-added-syms "$recorded" "$abi"; then
      echo "abi.sh: the ABI is not the recorded one. If released programs still run, record it" \
        "with \`make abi\`; if not, the change needs a new major version." >&2
      exit 1
    fi
    ;;
  record)
    cp "$abi" "$recorded"
    chmod 644 "$recorded"
    ;;
  *)
    echo "abi.sh: expected check or record, and a library" >&2
    exit 2
    ;;
esac

#!/usr/bin/env bash
# `juanzong verify` of packages of 2 GiB beside a bare loop (read, SHA-256, CRC-32, two threads) and
# bagit-python with one and two processes on the same bag unpacked: warm, interleaved, in one run.
# DESIGN §9 asks for ratios of at least 0.95, 2.5 and 1.9, and memory under 64 MB.
#
# Two packages, both made by the product's own commands:
#   small   only files of mixed sizes, the volume left out: what DESIGN's figures were taken on
#   volume  as the bundled profile packs: half of the octets are one file, the volume
#
# usage: verify.sh [FOLDER]     FOLDER (20 GiB free) keeps the packages for another run
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
example=examples/cement-products-c
cargo build -q --release
bare=$(cargo bench -q --no-run --bench bare --message-format json |
  sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
juanzong=${CARGO_TARGET_DIR:-target}/release/juanzong
if [ $# -ge 1 ]; then
  work=$1 && mkdir -p "$work"
else
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
fi

compare() { # compare NAME OCTETS-OF-EVIDENCE [OPTION]
  local made=$work/$1 zip bag octets
  if [ ! -d "$made/bag" ]; then
    rm -rf "$made" "$work/evidence"
    python3 benches/evidence.py "$work/evidence" "$2"
    python3 benches/case.py "$juanzong" "$example" "$work/evidence" "$made" "${@:3}"
    rm -rf "$work/evidence" "$made/case"
    unzip -q "$made"/*.zip -d "$made/unpacked" && mv "$made/unpacked" "$made/bag"
  fi
  zip=$(find "$made" -maxdepth 1 -name '*.zip')
  bag=$(find "$made/bag" -mindepth 1 -maxdepth 1 -type d)
  octets=$(stat -c %s "$zip")
  echo "$1: $octets octets, $(find "$bag" -type f | wc -l) files, the greatest $(
    find "$bag" -type f -printf '%s\n' | sort -n | tail -n 1)"
  python3 benches/measure.py --rounds 7 --octets "$octets" \
    "juanzong verify" "$juanzong" verify "$zip" --trust "$made/trust.json" --quiet --no-progress -- \
    "bare loop, 2 threads" "$bare" "$bag" -- \
    "bagit-python, 1 process" python3 -m bagit --validate --quiet "$bag" -- \
    "bagit-python, 2 processes" python3 -m bagit --validate --quiet --processes 2 "$bag"
}

compare small $((2 << 30)) --without-volume
compare volume $((1 << 30))

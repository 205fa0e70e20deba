#!/usr/bin/env bash
# `juanzong verify` of a 2 GiB package of mixed file sizes beside a bare loop (read, SHA-256, CRC-32, two
# threads) and bagit-python with one and two processes on the same bag unpacked: warm, in one run.
# DESIGN §9 asks for: bare ≥ 0.95 of verify's wall time, bagit-python ≥ 2.5 and ≥ 1.9, memory under 64 MB.
#
# usage: verify.sh [FOLDER]     FOLDER (8 GiB free) keeps the package for another run
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

if [ ! -f "$work/made/trust.json" ]; then
  # The volume holds every page once more: half of 2 GiB as evidence makes a package of 2 GiB.
  [ -d "$work/evidence" ] || python3 benches/evidence.py "$work/evidence" $((1 << 30))
  rm -rf "$work/made"
  time python3 benches/case.py "$juanzong" "$example" "$work/evidence" "$work/made"
fi
zip=$(find "$work/made" -maxdepth 1 -name '*.zip')
[ -d "$work/bag" ] || unzip -q "$zip" -d "$work/bag"
bag=$(find "$work/bag" -mindepth 1 -maxdepth 1 -type d)
echo "$(stat -c %s "$zip") octets, $(find "$bag" -type f | wc -l) files, the greatest $(
  find "$bag" -type f -printf '%s %f\n' | sort -n | tail -n 1)"

python3 benches/measure.py --rounds 5 --octets "$(stat -c %s "$zip")" \
  "juanzong verify" "$juanzong" verify "$zip" --trust "$work/made/trust.json" --quiet --no-progress -- \
  "bare loop, 2 threads" "$bare" "$bag" -- \
  "bagit-python, 1 process" python3 -m bagit --validate --quiet "$bag" -- \
  "bagit-python, 2 processes" python3 -m bagit --validate --quiet --processes 2 "$bag"

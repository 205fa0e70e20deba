#!/usr/bin/env bash
# `juanzong intake` of 512 MiB of evidence with both digests beside a bare loop of two threads that only
# hashes the same files (SHA-256 and SM3): warm, interleaved, in one run, whole processes. Every file is
# looked at in full each time: type, pages, findings, by readers in processes of their own. DESIGN §9 asks
# for 0.9 of the bare loop's speed. The bare loop hashes one file after the other on each thread, as the
# crates do; juanzong hashes sixteen at once where the processor can.
#
# usage: intake.sh [FOLDER]     FOLDER (2 GiB free) keeps the files for another run
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
[ -n "${JUANZONG:-}" ] || cargo build -q --release
juanzong=${JUANZONG:-$(cd "${CARGO_TARGET_DIR:-target}/release" && pwd)/juanzong}
bare=${BARE:-$(cargo bench -q --no-run --bench bare --message-format json |
  sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)}
if [ $# -ge 1 ]; then
  work=$1 && mkdir -p "$work" && work=$(cd "$work" && pwd)
else
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
fi
case=$work/case received=$work/case/evidence/app.evid
if [ ! -d "$case" ]; then
  "$juanzong" new "$work/new" --profile tangshan-2025 --grade C --division 130283 --round 2026Q2 \
    --quiet >/dev/null
  mkdir -p "$work/new/evidence/app.evid"
  { echo 'sm3 = true' && cat "$work/new/rules/profile.toml"; } >"$work/profile"
  cp "$work/profile" "$work/new/rules/profile.toml"
  python3 benches/evidence.py "$work/new/evidence/app.evid" $((512 << 20))
  mv "$work/new" "$case"
fi
# nothing is remembered from the round before
again='rm -f "$1/out/seen.json" && exec "$0" intake --quiet --no-progress "$1"'
python3 benches/measure.py --rounds 7 --octets "$(cat "$received"/* | wc -c)" \
  "bare loop, 2 threads, both digests" "$bare" --sm3 "$received" -- \
  "juanzong intake" sh -c "$again" "$juanzong" "$case"

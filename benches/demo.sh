#!/usr/bin/env bash
# Time and memory of a cold `demo`, and of a `build` with nothing changed (DESIGN §9: under 3 s and
# 400 MB; under 0.3 s). Whole processes, release build.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build -q --release
juanzong=${CARGO_TARGET_DIR:-target}/release/juanzong
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for round in 1 2 3 4 5; do # a new folder every time: nothing is ready
  python3 benches/measure.py --rounds 1 "demo, cold, round $round" \
    "$juanzong" demo --quiet --no-progress --out "$scratch/$round" | tail -n +$((round == 1 ? 1 : 2))
done
case=$(dirname "$(find "$scratch/1" -maxdepth 2 -name case.toml)")
python3 benches/measure.py "build, nothing changed" "$juanzong" build --quiet --no-progress "$case" | tail -n 1

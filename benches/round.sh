#!/usr/bin/env bash
# A round's work over many cases: `list` and `calendar` over 2,000 and over 10,000 sealed cases in one
# folder. Issue 3 asks for under 10 s at 10,000, and for memory that does not grow with their number.
# usage: round.sh [JUANZONG]   (without one the release build is made and used)
set -euo pipefail
cd "$(dirname "$0")/.."
juanzong=${1:-}
if [ -z "$juanzong" ]; then
  cargo build -q --release
  juanzong=${CARGO_TARGET_DIR:-target}/release/juanzong
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$juanzong" demo --quiet --no-progress --yes --font-dir fonts --out "$scratch/demo" >/dev/null
case=$(dirname "$(find "$scratch/demo" -maxdepth 2 -name case.toml)")
# Each case has facts of its own; the rest is linked, for what matters is how often files are read.
python3 - "$case" "$scratch" <<'PYTHON'
import os
import re
import sys

template, scratch = sys.argv[1:]
facts = open(f"{template}/case.toml", encoding="utf-8").read()
files = []
for folder, _, names in os.walk(template):
    below = os.path.relpath(folder, template)
    if not below.startswith(("out", "evidence")):
        files += [os.path.normpath(os.path.join(below, name)) for name in names]
files.remove("case.toml")
folders = sorted({os.path.dirname(name) for name in files})
for number in (2_000, 10_000):
    for n in range(1, number + 1):
        case = f"{scratch}/{number}/{n:05}"
        for folder in folders:
            os.makedirs(f"{case}/{folder}", exist_ok=True)
        for name in files:
            os.link(f"{template}/{name}", f"{case}/{name}")
        own = re.sub(r"-\d{4}\"", f"-{n:05}\"", facts, count=1)
        own = own.replace("示例", f"示例{n:05}", 1)
        with open(f"{case}/case.toml", "w", encoding="utf-8") as out:
            out.write(own)
PYTHON

for number in 2000 10000; do
  python3 benches/measure.py --rounds 3 \
    "list, $number cases, XLSX" "$juanzong" list "$scratch/$number" --kind grades --quiet --no-progress --yes \
    --out "$scratch/$number.xlsx" -- \
    "calendar, $number cases, ICS" "$juanzong" calendar "$scratch/$number" --at 2026-03-20 --quiet --no-progress --yes \
    --ics "$scratch/$number.ics"
done

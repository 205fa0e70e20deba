#!/usr/bin/env bash
# `juanzong volume` of a case with 5,000 pages from 200 PDF files (287 MB), merged, numbered, stamped
# with the archive's count and bookmarked, beside `qpdf --empty --pages` of the same files, which does
# neither: interleaved, in one run, whole processes. DESIGN §9 asks for a quarter of qpdf's time, under
# 120 MB, and no more than 1.02 times its octets. The same with a tenth of the files shows that memory
# does not grow with their number. (Intake, its second parser and its digests stand outside: `build`
# has looked at every file before, and `volume` finds what is kept.)
#
# Then 100 scans as JPEG, A4 at 300 dpi, one page each: under a second and under 200 MB, their octets as
# they came.
#
# usage: volume.sh [FOLDER]     FOLDER (2 GiB free) keeps the files for another run
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
[ -n "${JUANZONG:-}" ] || cargo build -q --release
juanzong=${JUANZONG:-$(cd "${CARGO_TARGET_DIR:-target}/release" && pwd)/juanzong}
if [ $# -ge 1 ]; then
  work=$1 && mkdir -p "$work" && work=$(cd "$work" && pwd)
else
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
fi
[ -d "$work/received" ] || python3 benches/received.py "$work/received"
volume=out/data/99-备考表与案卷/案卷.pdf

lay() { # lay CASE FILES…: the bundled example with these files handed in, looked at by `build`
  local case=$1
  if [ -e "$case/$volume" ]; then # documents that another program set are set again before, not while
    "$juanzong" build --quiet --no-progress "$case" >/dev/null
    return
  fi
  rm -rf "$case" && mkdir -p "$case"
  [ -d "$work/demo" ] || "$juanzong" demo --quiet --no-progress --out "$work/demo" >/dev/null
  cp -r "$work/demo/case"/{case.toml,rules,forms,evidence} "$case"
  cp -- "${@:2}" "$case/evidence/app.evid/"
  "$juanzong" build --quiet --no-progress "$case" >/dev/null
}

lay "$work/case" "$work"/received/*.pdf
lay "$work/tenth" "$work"/received/*0.pdf
# the volume alone is made again: it is taken away first
again='rm -f "$1/$2" && exec "$0" volume --quiet --no-progress "$1"'
# measure.py takes a -- that stands alone for its own
merge='exec qpdf --empty --pages "$@" -- "$0"'
python3 benches/measure.py --rounds 7 --octets "$(cat "$work"/received/*.pdf | wc -c)" \
  "qpdf --empty --pages" sh -c "$merge" "$work/qpdf.pdf" "$work"/received/*.pdf -- \
  "juanzong volume" sh -c "$again" "$juanzong" "$work/case" "$volume" -- \
  "juanzong volume, a tenth of the files" sh -c "$again" "$juanzong" "$work/tenth" "$volume"
ours=$(stat -c %s "$work/case/$volume") theirs=$(stat -c %s "$work/qpdf.pdf")
echo "octets: $ours, qpdf $theirs, ratio $(python3 -c "print(f'{$ours / $theirs:.4f}')")"

[ -d "$work/scans" ] || python3 benches/scans.py "$work/scans" 100
lay "$work/scanned" "$work"/scans/*.jpg
python3 benches/measure.py --rounds 7 --octets "$(cat "$work"/scans/*.jpg | wc -c)" \
  "juanzong volume, 100 scans" sh -c "$again" "$juanzong" "$work/scanned" "$volume"
python3 - "$work/scanned/$volume" "$work"/scans/*.jpg <<'PYTHON'
import sys
volume = open(sys.argv[1], "rb").read()
kept = sum(open(scan, "rb").read() in volume for scan in sys.argv[2:])
print(f"{kept} of {len(sys.argv) - 2} JPEG files stand in the volume octet for octet")
sys.exit(kept != len(sys.argv) - 2)
PYTHON

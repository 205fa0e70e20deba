#!/usr/bin/env bash
# `juanzong audit` of many packages beside a bare loop (read, SHA-256, CRC-32) over the same octets and
# bagit-python with one and two processes on the same bags unpacked: warm, interleaved, in one run.
# Issue 6 asks for at least 0.9 of the bare loop with as many threads, 2.5 x bagit-python with one
# process and 2 x with two on 5,000 packages of 1 MB; memory flat under 64 MB at 200,000 small ones;
# and a resumed audit that starts within a second.
#
# usage: audit.sh PACKAGE.zip TRUST.json [COPIES] [SMALL]   a filed package of about 1 MB (for example
#        of `juanzong demo`); COPIES packages are audited (5000), SMALL in the test of memory (200000).
#        Small packages are hard links to one, so that disk and cache hold it once.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
package=$(realpath "$1") trust=$(realpath "$2") copies=${3:-5000} small=${4:-200000}
[ -n "${JUANZONG:-}" ] || cargo build -q --release
juanzong=${JUANZONG:-$PWD/${CARGO_TARGET_DIR:-target}/release/juanzong}
bare=${BARE:-$(cargo bench -q --no-run --bench bare --message-format json |
  sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# copies, not links: each is read by itself; the bag beside is what the others read
mkdir "$work/zips" "$work/bags" "$work/one"
unzip -q "$package" -d "$work/one"
for ((i = 0; i < copies; i++)); do
  cp "$package" "$work/zips/$(printf '%06d' "$i").zip"
  cp -r "$work"/one/* "$work/bags/$(printf '%06d' "$i")"
done
octets=$(du -sb --apparent-size "$work/zips" | cut -f 1)
cat >"$work/bagit.py" <<'P'
import os, sys, bagit
processes, folder = int(sys.argv[1]), sys.argv[2]
if processes == 1:
    for name in sorted(os.listdir(folder)):
        bagit.Bag(os.path.join(folder, name)).validate()
else:
    from multiprocessing import Pool
    def check(name):
        bagit.Bag(os.path.join(folder, name)).validate()
    with Pool(processes) as pool:
        pool.map(check, sorted(os.listdir(folder)), 16)
P
echo "$copies packages, $octets octets; exit 1 of the audit is right: each is a duplicate of the first"
python3 benches/measure.py --rounds 5 --octets "$octets" \
  "audit, 2 jobs, content" sh -c "'$juanzong' audit '$work/zips' --bag-only --quiet --no-progress >/dev/null; [ \$? -le 1 ]" -- \
  "audit, 2 jobs, signatures too" sh -c "'$juanzong' audit '$work/zips' --trust '$trust' --quiet --no-progress >/dev/null; [ \$? -le 3 ]" -- \
  "bare loop, 2 threads" "$bare" "$work/bags" -- \
  "bagit-python, 1 process" python3 "$work/bagit.py" 1 "$work/bags" -- \
  "bagit-python, 2 processes" python3 "$work/bagit.py" 2 "$work/bags"

# memory, and how soon a resumed audit begins: a run under a budget of one octet reads one package
rm -rf "$work/bags" "$work/zips"
mkdir "$work/small"
cp "$package" "$work/first.zip"
for ((i = 0; i < small; i++)); do
  [ $((i % 1000)) -ne 0 ] || mkdir -p "$work/small/$((i / 1000))"
  ln "$work/first.zip" "$work/small/$((i / 1000))/$(printf '%06d' "$i").zip" 2>/dev/null ||
    { cp "$package" "$work/first.new" && mv "$work/first.new" "$work/first.zip" &&
      ln "$work/first.zip" "$work/small/$((i / 1000))/$(printf '%06d' "$i").zip"; }
done
state=$work/state
echo "$small small packages:"
for budget in 1 $((50 * $(stat -c %s "$package"))) 1; do
  /usr/bin/time -f "budget $budget: %e s, %M KiB at most" "$juanzong" audit "$work/small" --bag-only \
    --state "$state" --max-bytes "$budget" --quiet --no-progress >/dev/null || true
done

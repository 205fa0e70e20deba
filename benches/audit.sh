#!/usr/bin/env bash
# `juanzong audit` of many packages beside a bare loop (read, SHA-256, CRC-32; two threads) over the same
# files, and beside bagit-python with one and two processes on the same bags unpacked: warm, interleaved.
# `ratio` is the wall time of a command over that of the audit above it.
# Issue 6 asks, for 5,000 packages of 1 MB and two threads, for at least 0.9 of the bare loop, 2.5 x
# bagit-python with one process and 2 x with two; for memory flat under 64 MB at 200,000 small packages; for
# a resumed audit that starts within a second; and for a sample that reads nothing it does not need.
#
# usage: audit.sh [FOLDER [PIECE...]]   FOLDER (15 GB free) keeps what is made for another run; without it
#        all is made anew and put away. Pieces: make bare bagit small; all of them without a name.
#        COPIES (5000) packages are audited, SMALL (200000) in the test of memory; ROUNDS (5) of `bare`.
#        JUANZONG and BARE name programs that are built already.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
copies=${COPIES:-5000} small=${SMALL:-200000} rounds=${ROUNDS:-5}
[ -n "${JUANZONG:-}" ] || cargo build -q --release
juanzong=${JUANZONG:-$PWD/${CARGO_TARGET_DIR:-target}/release/juanzong}
bare=${BARE:-$(cargo bench -q --no-run --bench bare --message-format json |
  sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)}
if [ $# -ge 1 ]; then
  work=$1 && mkdir -p "$work" && shift
else
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
fi

# An example of about 1.3 MB, filed by the product's own commands, and one of half of that.
demo() { # demo EXAMPLE
  [ -d "$work/$1" ] || "$juanzong" demo --example "examples/$1" --out "$work/$1" --yes >/dev/null 2>&1
  find "$work/$1" -maxdepth 1 -name '*.zip'
}

make_() { # copies, not links: each is read by itself
  local zip
  zip=$(demo hebei-c-lime)
  [ -d "$work/bags" ] || python3 - "$zip" "$work" "$copies" <<'P'
import os, shutil, sys, zipfile
package, work, copies = sys.argv[1], sys.argv[2], int(sys.argv[3])
zipfile.ZipFile(package).extractall(f"{work}/one")
bag = f"{work}/one/{os.listdir(f'{work}/one')[0]}"
octets = open(package, "rb").read()
files = [(os.path.relpath(os.path.join(at, name), bag), open(os.path.join(at, name), "rb").read())
         for at, _, names in os.walk(bag) for name in names]
folders = sorted({os.path.dirname(name) for name, _ in files})
os.makedirs(f"{work}/zips")
for number in range(copies):
    with open(f"{work}/zips/{number:06}.zip", "wb") as out:
        out.write(octets)
    here = f"{work}/bags.part/{number:06}"
    for folder in folders:
        os.makedirs(f"{here}/{folder}", exist_ok=True)
    for name, content in files:
        with open(f"{here}/{name}", "wb") as out:
            out.write(content)
os.rename(f"{work}/bags.part", f"{work}/bags")
P
  cat >"$work/validate.py" <<'P'
import os, sys, bagit
processes, folder = int(sys.argv[1]), sys.argv[2]
names = sorted(os.listdir(folder))
def check(name):
    bagit.Bag(os.path.join(folder, name)).validate()
if processes == 1:
    for name in names:
        check(name)
else:
    from multiprocessing import Pool
    with Pool(processes) as pool:
        pool.map(check, names, 16)
P
}

octets() { du -sb --apparent-size "$work/zips" | cut -f 1; }
# Exit 1 is right: each is a duplicate of the first.
audit() { echo "'$juanzong' audit '$work/$1' $2 --quiet --no-progress >/dev/null; [ \$? -le 3 ]"; }

bare_() {
  echo "$copies packages of $(stat -c %s "$work/zips/000000.zip") octets, $(find "$work/one" -type f | wc -l) files each"
  python3 benches/measure.py --rounds "$rounds" --octets "$(octets)" \
    "audit, 2 jobs, content" sh -c "$(audit zips --bag-only)" -- \
    "bare loop, 2 threads, the same zips" "$bare" "$work/zips" -- \
    "audit, 2 jobs, signatures too" sh -c "$(audit zips "--trust '$work/hebei-c-lime/trust.json'")"
}

bagit_() {
  python3 benches/measure.py --rounds 1 --octets "$(octets)" \
    "audit, 2 jobs, content" sh -c "$(audit zips --bag-only)" -- \
    "bagit-python, 1 process" python3 "$work/validate.py" 1 "$work/bags" -- \
    "bagit-python, 2 processes" python3 "$work/validate.py" 2 "$work/bags" -- \
    "audit, 2 jobs, signatures too" sh -c "$(audit zips "--trust '$work/hebei-c-lime/trust.json'")" -- \
    "audit, 2 jobs, the bags, content" sh -c "$(audit bags --bag-only)"
}

small_() { # links, so that disk and cache hold few packages; a link may be made 60,000 times
  local zip
  zip=$(demo shaoxing-c-rubber)
  [ -d "$work/small" ] || python3 - "$zip" "$work/small" "$small" <<'P'
import os, shutil, sys
package, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(count):
    here = f"{folder}/{number // 1000:03}"
    if number % 1000 == 0:
        os.makedirs(here)
    path = f"{here}/{number:06}.zip"
    if number % 60_000 == 0:
        shutil.copyfile(package, path)
        first = path
    else:
        os.link(first, path)
P
  cat >"$work/told.py" <<'P'
import ctypes, os, select, struct, sys, time
# The kernel says when the first file below the folder is opened (inotify): from the start of the process
# to there an audit begins. Folders that are opened do not count.
OPEN, IS_FOLDER = 0x20, 0x40000000
libc = ctypes.CDLL(None)
told = libc.inotify_init1(os.O_NONBLOCK)
for at, _, _ in os.walk(sys.argv[2]):
    if libc.inotify_add_watch(told, at.encode(), OPEN) < 0:
        sys.exit(f"cannot watch {at}: see /proc/sys/fs/inotify/max_user_watches")
begin, first = time.perf_counter(), None
child = os.posix_spawnp(sys.argv[3], sys.argv[3:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
while first is None and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG):
    if not select.select([told], [], [], 0.01)[0]:
        continue
    now, events, at = time.perf_counter() - begin, os.read(told, 1 << 20), 0
    while at < len(events):
        _, mask, _, length = struct.unpack_from("iIII", events, at)
        at += 16 + length
        if first is None and mask & OPEN and not mask & IS_FOLDER:
            first = now
os.close(told)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
read = next(line for line in open(f"/proc/{child}/io") if line.startswith("rchar"))
_, _, usage = os.wait4(child, 0)
opened = "none" if first is None else f"{first:.2f} s"
print(f"{sys.argv[1]:20} {opened:>7} to the first package, {time.perf_counter() - begin:6.2f} s in all, "
      f"{usage.ru_maxrss * 1024 / 1e6:4.0f} MB of memory, {int(read.split()[1]) / 1e6:9.1f} MB read")
P
  told() { python3 "$work/told.py" "$1" "$work/small" "$juanzong" audit "$work/small" --bag-only --quiet --no-progress "${@:2}"; }
  echo "$small small packages of $(stat -c %s "$zip") octets:"
  rm -f "$work/state"
  told "all, with a state" --state "$work/state"
  told "one, resumed" --state "$work/state" --max-bytes 1
  told "one, resumed" --state "$work/state" --max-bytes 1
  told "a sample of 0.1%" --sample 0.1% --seed 7
}

for piece in "${@:-make bare bagit small}"; do
  for one in $piece; do "${one}_"; done
done

#!/usr/bin/env bash
# A case full of strangers' files and of odd pages, and its volume in the eyes of qpdf, Poppler and pdfium.
#
# usage: pages.sh JUANZONG DEMO CORPUS [KEEP]
#   JUANZONG  the program
#   DEMO      what `juanzong demo --out DEMO` made: the case whose evidence is added to
#   CORPUS    a folder with the folders pdf and images
#   KEEP      where to keep the case
# Needs: qpdf pdftoppm pdftotext mvn java python3 (numpy, pillow, pypdfium2)
# Ends with `N passed, N failed`; exit 1 if one failed.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
juanzong=$1
demo=$(cd "$2" && pwd)
corpus=$(cd "$3" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

expect() { # expect "what" COMMAND…: shows its output only when it fails or has something to tell
  local what=$1 log=$scratch/log
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1)) && echo "ok    $what"
    grep '^    ' "$log" | tail -n 12 || true
  else
    failed=$((failed + 1)) && echo "FAIL  $what"
    tail -n 60 "$log"
  fi
}

from=$(dirname "$(find "$demo" -maxdepth 2 -name case.toml | head -n 1)")
case=${4:-$scratch}/案件 volume=out/data/99-备考表与案卷/案卷.pdf
rm -rf "$case" && mkdir -p "$case"
cp -r "$from"/{case.toml,rules,forms,evidence} "$case"
python3 "$here/odd.py" "$scratch/odd"
# the originals' digests, as they came, by the name that they are filed under
(cd "$corpus/pdf" && sha256sum -- *) >"$scratch/sums"
(cd "$corpus/images" && sha256sum -- *) >>"$scratch/sums"
(cd "$scratch/odd" && sha256sum -- *) >>"$scratch/sums"

run() { # run EXIT COMMAND…
  local wanted=$1 got=0
  shift
  "$juanzong" "$@" --no-progress >"$scratch/said" 2>&1 || got=$?
  [ "$got" -eq "$wanted" ] || { cat "$scratch/said"; echo "exit $got, wanted $wanted: $*"; return 1; }
}
# three files of the corpus ask for a password; the report says which, and exit 1 that there are some
expect "intake files everything that needs no password" \
  run 1 intake "$case" "$corpus"/pdf/* "$corpus"/images/* "$scratch"/odd/* --slot app.evid
as_they_came() { # every file that was filed is what it was, octet for octet
  (cd "$case/evidence/app.evid" && sha256sum --check --quiet --ignore-missing "$scratch/sums") &&
    echo "    $(find "$case/evidence/app.evid" -type f | wc -l) files in the slot"
}
expect "the originals are as they came after intake" as_they_came
expect "build makes the volume" run 0 build "$case"
expect "qpdf finds nothing wrong with the volume" qpdf --check "$case/$volume"
expect "Poppler and pdfium draw every page of the volume as in its file, and the numbers can be read" \
  python3 "$here/pages.py" "$case"
digest() { sha256sum "$case/$volume" | cut -d' ' -f1; }
before=$(digest)
expect "copies for printing and a container" run 0 volume "$case" --duplex --split 500 --container
expect "qpdf finds nothing wrong with the copies" sh -c '
  for file in "$1"/out/copies/*.pdf; do qpdf --check "$file" >"$2" 2>&1 || { echo "$file"; cat "$2"; exit 1; }; done
' - "$case" "$scratch/checked"
expect "the originals are as they came after all of it" as_they_came
at_level() { # at_level LEVEL FILE: veraPDF passes it at the level it claims
  "$here/verapdf.sh" "$2" >"$scratch/level" 2>&1 && grep -q "^PASS $1 " "$scratch/level" || { cat "$scratch/level"; return 1; }
}
expect "veraPDF passes the container as PDF/A-3b, with every original in it" at_level 3b "$case/out/copies/案卷（内含原件）.pdf"
archival() { # pictures, documents that keep the PDF/A they claim, and drawings of those that claim none
  local fit=$scratch/fit drawn=()
  mkdir -p "$fit"
  cp -r "$from"/{case.toml,rules,forms,evidence} "$fit"
  find "$from/out/data" -name '*表.pdf' ! -name '备考表.pdf' | LC_ALL=C sort | head -n 4 | while read -r file; do
    cp "$file" "$fit/evidence/app.evid/附 $(basename "$file")"
  done
  cp "$corpus"/images/* "$corpus"/pdf/{issue13447,rotated,bug1552113}.pdf "$fit/evidence/app.evid/"
  # what came with the example and claims nothing is drawn too
  while read -r file; do
    case $(basename "$file") in 附*) ;; *) drawn+=("$file") ;; esac
  done < <(find "$fit/evidence" -name '*.pdf' | LC_ALL=C sort)
  run 0 volume "$fit" --rasterise "${drawn[@]}" && at_level 2b "$fit/$volume" &&
    echo "    ${#drawn[@]} files drawn, $(qpdf --show-npages "$fit/$volume") pages"
}
expect "veraPDF passes a volume of parts that allow it as PDF/A-2b" archival
same_again() { # the same files in a folder that was filled in another order
  local other=$scratch/other
  mkdir -p "$other"
  cp -r "$from"/{case.toml,rules,forms} "$other"
  (cd "$case" && find evidence -type f | LC_ALL=C sort -r | while read -r file; do
    mkdir -p "$other/$(dirname "$file")" && cp "$file" "$other/$file"
  done)
  cp "$case/evidence.toml" "$other/"
  run 0 build "$other" && [ "$(sha256sum "$other/$volume" | cut -d' ' -f1)" = "$before" ]
}
expect "a folder that was filled in another order gives the same volume" same_again

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# Checks what `juanzong demo --out DIR` made with other people's tools, and with nothing of juanzong.
#
# usage: demo.sh DIR [OTHER [SAME]]
#   OTHER  a demo with keys of its own, whose documents must be the same bytes
#   SAME   a demo with the keys of DIR (`demo --keys`), whose package must be the same bytes
# Needs: unzip 7z python3 (bagit, securesystemslib[crypto]) openssl ssh-keygen qpdf pdftotext soffice mvn java
# Ends with `N passed, N failed`; exit 1 if one failed.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
demo=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

# expect "what" COMMAND…: runs it, shows its output only when it fails or has something to tell
expect() {
  local what=$1 log=$scratch/log
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1)) && echo "ok    $what"
    grep '^    ' "$log" | tail -n 12 || true
  else
    failed=$((failed + 1)) && echo "FAIL  $what"
    tail -n 40 "$log"
  fi
}

the_only() { # the one path that find gives
  local found
  found=$(find "$@")
  [ -n "$found" ] && [ "$(wc -l <<<"$found")" -eq 1 ] || { echo "not exactly one: $*: $found" >&2; return 1; }
  echo "$found"
}

exits() { # exits WANTED COMMAND…
  local wanted=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" -eq "$wanted" ] || { echo "exit $got, wanted $wanted: $*"; return 1; }
}

zip=$(the_only "$demo" -maxdepth 2 -name '*.zip')
case=$(dirname "$(the_only "$demo" -maxdepth 2 -name case.toml)")
id=$(basename "$zip" .zip)
bag=$scratch/plain/$id

# ── the container ────────────────────────────────────────────────────────────────────────────
expect "Info-ZIP tests the package" unzip -tq "$zip"
expect "Python's zipfile tests the package" python3 -c '
import sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
sys.exit(package.testzip())' "$zip"
expect "7-Zip tests the package" 7z t "$zip"
mkdir "$scratch/plain"
expect "Info-ZIP unpacks it" unzip -q "$zip" -d "$scratch/plain"
expect "bagit-python validates the bag" python3 -m bagit --validate --quiet "$bag"

# ── the signatures ───────────────────────────────────────────────────────────────────────────
expect "openssl, securesystemslib and ssh-keygen accept every signature" \
  python3 "$here/signatures.py" "$bag"
cp "$bag/allowed_signers" "$scratch/signers" # stands for a list that came another way

self_check() { (cd "$bag" && sh verify.sh "$@"); }

# refuses FILE: changes one byte in the middle of FILE, wants exit 1, puts the byte back
refuses() {
  local got=0
  cp "$bag/$1" "$scratch/before"
  python3 - "$bag/$1" <<'PYTHON'
import sys
body = bytearray(open(sys.argv[1], "rb").read())
body[len(body) // 2] ^= 1
open(sys.argv[1], "wb").write(body)
PYTHON
  exits 1 self_check --signers "$scratch/signers" || got=1
  cp "$scratch/before" "$bag/$1"
  return "$got"
}

inside() { (cd "$bag" && find "$@" -type f | LC_ALL=C sort | head -n 1); }
expect "verify.sh passes with a list of signers" exits 0 self_check --signers "$scratch/signers"
expect "verify.sh without one ends with exit 3" exits 3 self_check
for file in "$(inside data -name '*.pdf')" "$(inside reviews -name '*.[0-9].json')" \
  "$(inside reviews -name '*.json.sig')" "$(inside seals -name '*.json.sig')" case.toml; do
  expect "verify.sh refuses one changed byte in $file" refuses "$file"
done
expect "verify.sh passes again with the bytes put back" exits 0 self_check --signers "$scratch/signers"

by_hand() { # what docs/verify-without-juanzong.md tells a person to type, after unpacking
  local said=$scratch/said wanted got
  cp "$scratch/signers" "$bag/../签署人名单"
  python3 - "$here/../../docs/verify-without-juanzong.md" >"$scratch/by-hand.sh" <<'PYTHON'
import re, sys
chinese = open(sys.argv[1]).read().split("\n---\n")[0]
print("\n".join(re.findall(r"```sh\n(.*?)```", chinese, re.S)[1:]))  # the first unpacks
PYTHON
  (cd "$bag" && bash -u "$scratch/by-hand.sh") >"$said" 2>&1 || { cat "$said"; return 1; }
  cat "$said"
  wanted=$(find "$bag/reviews" "$bag/seals" -name '*.json.sig' | wc -l)
  got=$(grep -c '^Good ' "$said")
  [ "$wanted" -eq "$got" ] && grep -q 公钥与编号相符 "$said" && grep -q '^Signature Verified' "$said" &&
    ! grep -qE '不通过|断开|FAILED|WARNING' "$said" && echo "    $got signatures by hand"
}
expect "the page on checking by hand says what works" by_hand

# ── the pages ────────────────────────────────────────────────────────────────────────────────
volume=$(the_only "$case/out/data" -name 案卷.pdf)
expect "qpdf finds nothing wrong with the volume" qpdf --check "$volume"

levels() { # documents keep the level they claim; what claims none is named with the reason
  local wrong=0 result level file
  find "$case/out" -name '*.pdf' -print0 | sort -z | xargs -0 "$here/verapdf.sh" >"$scratch/levels" || wrong=1
  cat "$scratch/levels"
  while read -r result level file; do
    case $result,$level,$file in
      PASS,2a,"$case"/out/data/* | PASS,2b,"$volume") ;;
      NONE,-,"$volume") echo "    no level: ${file#"$case"/}: it holds received pages as they came, and they claim none" ;;
      NONE,-,"$case"/out/labels/*) echo "    no level: ${file#"$case"/}: for the printer and the box, never packed" ;;
      PASS,*,"$case"/out/labels/*) ;;
      *) echo "    wrong: $result $level ${file#"$case"/}" && wrong=1 ;;
    esac
  done < <(grep -E '^(PASS|FAIL|NONE) ' "$scratch/levels")
  echo "    $(grep -c '^PASS 2a' "$scratch/levels" || true) PDF/A-2a, $(grep -c '^PASS 2b' "$scratch/levels" || true) PDF/A-2b"
  return $wrong
}
expect "veraPDF passes every made PDF at the level it claims" levels
mkdir "$scratch/words"
expect "the words typed, in the DOCX and in the PDF are the same" python3 "$here/words.py" "$case" "$scratch/words"

# ── the same bytes again ─────────────────────────────────────────────────────────────────────
case_of() { dirname "$(the_only "$(cd "$1" && pwd)" -maxdepth 2 -name case.toml)"; }
if [ $# -ge 2 ]; then
  # formats.md §2: documents never depend on reviews or seals; the page of signings and the volume do
  # (build.json and seen.json remember what need not be made or read again; neither is packed)
  expect "a demo with other keys made the same documents" \
    diff -rq -x 审核签署一览.pdf -x 案卷.pdf -x build.json -x seen.json "$case/out" "$(case_of "$2")/out"
fi
if [ $# -ge 3 ]; then
  expect "a demo with the same keys made the same files" diff -rq -x seen.json "$case" "$(case_of "$3")"
  expect "a demo with the same keys made the same package" \
    cmp "$zip" "$(the_only "$(cd "$3" && pwd)" -maxdepth 2 -name '*.zip')"
fi

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

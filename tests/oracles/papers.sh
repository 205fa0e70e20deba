#!/usr/bin/env bash
# The papers juanzong writes for people outside a case (reports of checks, lists, notices), and the
# documents of other examples, in the eyes of veraPDF: each must keep the level it claims, 2a.
#
# usage: papers.sh JUANZONG DEMO
#   DEMO   what `juanzong demo --out DEMO` made
# Needs: mvn java pdftotext. Ends with `N passed, N failed`; exit 1 if one failed.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
juanzong=$(realpath "$1")
demo=$(cd "$2" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0
zip=$(find "$demo" -maxdepth 1 -name '*.zip')
case=$(dirname "$(find "$demo" -maxdepth 2 -name case.toml)")
fonts=$(cd "$here/../../fonts" && pwd)

made() { # made NAME COMMAND…: the command must write NAME, in both languages, with words in it
  local name=$1 lang
  shift
  for lang in zh-CN en-US; do
    mkdir -p "$scratch/$lang"
    # a verdict is no error: what is looked at here is the paper
    "$juanzong" "$@" "$scratch/$lang/$name" --lang "$lang" --font-dir "$fonts" --quiet --no-progress --yes \
      >"$scratch/log" 2>&1 || [ $? -ne 2 ] || { cat "$scratch/log"; failed=$((failed + 1)); continue; }
    if [ "$(pdftotext "$scratch/$lang/$name" - 2>/dev/null | wc -m)" -gt 100 ]; then
      passed=$((passed + 1)) && echo "ok    $lang/$name is written and can be read"
    else
      failed=$((failed + 1)) && echo "FAIL  $lang/$name has no text" && cat "$scratch/log"
    fi
  done
}

mkdir "$scratch/packages"
cp "$zip" "$scratch/packages/"
made verify.pdf verify "$zip" --trust "$demo/trust.json" --report
made verify-untrusted.pdf verify "$zip" --report
made audit.pdf audit "$scratch/packages" --trust "$demo/trust.json" --report
made natures.pdf natures "$scratch/packages" --trust "$demo/trust.json" --out
made people.pdf people "$scratch/packages" --trust "$demo/trust.json" --out
made who.pdf who "$zip" 12 --trust "$demo/trust.json" --out
"$juanzong" lookback new "$zip" --into "$scratch/再 查" --trust "$demo/trust.json" --quiet --yes >/dev/null
made lookback.pdf lookback compare "$zip" "$scratch/再 查" --trust "$demo/trust.json" --report
# a notice is written where something is missing
cp -r "$case" "$scratch/gap"
rm "$scratch/gap/forms/$(cd "$case/forms" && ls | head -n 1)"
made notice.pdf check "$scratch/gap" --notice

"$juanzong" demo --example "$here/../../examples/urumqi-a-silicon" --out "$scratch/urumqi" \
  --font-dir "$fonts" --quiet --no-progress --yes >/dev/null
find "$scratch/zh-CN" "$scratch/en-US" "$scratch/urumqi"/*/out/data -name '*.pdf' -print0 | sort -z |
  xargs -0 "$here/verapdf.sh" >"$scratch/levels" || true
good=$(grep -c '^PASS 2a ' "$scratch/levels" || true)
# the page of the volume itself claims what its parts allow
wrong=$(grep -v '^PASS 2a ' "$scratch/levels" | grep -v '/案卷[^/]*\.pdf$' | grep -E '^(PASS|FAIL|NONE) ' || true)
if [ "$good" -gt 20 ] && [ -z "$wrong" ]; then
  passed=$((passed + 1)) && echo "ok    veraPDF passes $good papers at PDF/A-2a"
else
  failed=$((failed + 1)) && echo "FAIL  veraPDF: $good good; not: $wrong" && cat "$scratch/levels"
fi

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

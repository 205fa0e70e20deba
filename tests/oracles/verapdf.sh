#!/usr/bin/env bash
# veraPDF over PDF files, each at the level it claims (or --flavour 2a): see verapdf/Validate.java.
# Fetches and compiles once, into a cache outside the clone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
made_of=$(cat "$here"/verapdf/{pom.xml,Validate.java} | sha256sum | cut -c1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/juanzong-oracles/verapdf-$made_of
if [ ! -f "$cache/Validate.class" ]; then
  mkdir -p "$cache"
  mvn -q -B -f "$here/verapdf/pom.xml" dependency:copy-dependencies -DoutputDirectory="$cache/lib" >&2
  javac -encoding UTF-8 -cp "$cache/lib/*" -d "$cache" "$here/verapdf/Validate.java"
fi
export LC_ALL=C.UTF-8 # how Java reads file names
exec java -Xmx1g -cp "$cache:$cache/lib/*" Validate "$@"

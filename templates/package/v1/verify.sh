#!/bin/sh
# Checks this package without juanzong: digests with sha256sum (or shasum), signatures with
# ssh-keygen (OpenSSH 8.2 or later). Nothing is changed. Usage, from any folder:
#
#   sh verify.sh                    the package agrees with itself; ends with exit code 3
#   sh verify.sh --signers FILE     FILE: a list of public keys that you trust, from outside
#
# Exit codes: 0 right and signed by keys of FILE; 1 something is wrong; 2 cannot be checked here;
# 3 agrees with itself, but nobody said whose keys these are.
#
# It checks that every file is listed and unchanged, that every statement is signed by the person
# it names, and that the last seal covers every other file. It does not check who had to sign, in
# which order and with which mandate: that is what "juanzong verify" does.

LC_ALL=C
export LC_ALL
unset CDPATH
signers=
case ${1-} in
    --signers)
        [ $# -eq 2 ] && [ -f "$2" ] || { echo "no such file: ${2-}" >&2; exit 2; }
        case $2 in
            /*) signers=$2 ;;
            *) signers=$(pwd)/$2 ;;
        esac ;;
    '') ;;
    *) echo "usage: sh verify.sh [--signers FILE]" >&2; exit 2 ;;
esac

folder=$(dirname -- "$0") && cd -- "$folder" || exit 2
[ -f bagit.txt ] || { echo "bagit.txt is missing: not a package" >&2; exit 2; }
if command -v sha256sum >/dev/null 2>&1; then
    sums() { sha256sum -c - 2>&1; }
elif command -v shasum >/dev/null 2>&1; then
    sums() { shasum -a 256 -c - 2>&1; }
else
    echo "neither sha256sum nor shasum was found" >&2
    exit 2
fi
command -v ssh-keygen >/dev/null 2>&1 || { echo "ssh-keygen was not found" >&2; exit 2; }

wrong=0
fail() {
    wrong=$((wrong + 1))
    printf 'WRONG  %s\n' "$*"
}

# check_list WHAT LINES: lines "digest  name", all of which must be right.
check_list() {
    bad=$(printf '%s\n' "$2" | grep -v -E '^[0-9a-f]{64}  [^ /].*$')
    [ -z "$bad" ] || fail "$1 has a line that is none: $bad"
    if ! report=$(printf '%s\n' "$2" | sums); then
        fail "$1 does not agree with the files"
        printf '%s\n' "$report" | grep -v ': OK$'
    fi
}

# check_names WHAT LISTED FOUND: two lists of names that must be the same.
check_names() {
    lists=$({ printf '%s\n' "$2" | sed 's/^/L/'; printf '%s\n' "$3" | sed 's/^/F/'; } | awk '
        { name = substr($0, 2); if ($0 ~ /^L/) listed[name]++; else found[name]++ }
        END {
            for (name in found) if (listed[name] != 1 || found[name] != 1) print "not listed: " name
            for (name in listed) if (found[name] != 1) print "missing: " name
        }')
    if [ -n "$lists" ]; then
        fail "$1 does not name exactly the files that are here"
        printf '%s\n' "$lists"
    fi
}

# check_signature STATEMENT PERSON NAMESPACE
check_signature() {
    case $2 in
        p-*[!0-9]* | p-) fail "$1 names no person"; return ;;
        p-*) ;;
        *) fail "$1 names no person"; return ;;
    esac
    if [ ! -f "$1.sig" ]; then
        fail "$1 is not signed"
    elif ! said=$(ssh-keygen -Y verify -f "${signers:-allowed_signers}" -I "$2" -n "$3" \
        -s "$1.sig" < "$1" 2>&1); then
        fail "$1: no good signature of $2"
        printf '%s\n' "$said"
    else
        signed=$((signed + 1))
    fi
}

echo "1. files"
special=$(find . ! -type f ! -type d)
[ -z "$special" ] || fail "neither file nor folder: $special"
payload=$(find data -type f 2>/dev/null)
tags=$(find . -type f | sed 's/^\.\///' | grep -v -e '^data/' -e '^tagmanifest-[0-9a-z]*\.txt$')
for list in manifest-sha256.txt tagmanifest-sha256.txt; do
    if [ ! -f "$list" ]; then
        fail "$list is missing"
        continue
    fi
    check_list "$list" "$(cat "$list")"
    listed=$(sed 's/^.\{66\}//' "$list")
    case $list in
        tag*) check_names "$list" "$listed" "$tags" ;;
        *) check_names "$list" "$listed" "$payload" ;;
    esac
done

echo "2. signatures"
signed=0
for statement in reviews/*/*.json; do
    case $statement in
        *.dsse.json | 'reviews/*/*.json') continue ;;
    esac
    # <seat>.<person>.<k>.json: the last word but one is the person.
    person=${statement%.json}
    person=${person%.*}
    person=${person##*.}
    grep -q -F "\"person\":\"$person\"" "$statement" || fail "$statement names another person"
    check_signature "$statement" "$person" review@juanzong.example
done
last=
number=0
for statement in seals/*.json; do
    case $statement in
        *.dsse.json | 'seals/*.json') continue ;;
    esac
    # Text inside a statement has its quotation marks escaped: this pattern finds the field only.
    person=$(sed -n 's/^"predicate":{.*"person":"\(p-[0-9]*\)".*$/\1/p' "$statement")
    check_signature "$statement" "$person" seal@juanzong.example
    this=${statement#seals/}
    this=${this%%-*}
    case $this in
        '' | *[!0-9]*) fail "$statement has no number"; continue ;;
    esac
    if [ "$this" -gt "$number" ]; then
        number=$this
        last=$statement
    fi
done
for signature in reviews/*/*.sig seals/*.sig; do
    [ ! -f "$signature" ] || [ -f "${signature%.sig}" ] || fail "$signature signs nothing"
done

echo "3. the last seal"
if [ -z "$last" ]; then
    fail "there is no seal"
else
    subjects=$(sed -n 's/^{"name":"\([^"\\]*\)","digest":{"sha256":"\([0-9a-f]\{64\}\)"[^}]*}},\{0,1\}$/\2  \1/p' "$last")
    check_list "$last" "$subjects"
    stem=${last%.json}
    covered=$(printf '%s\n' "$tags" | grep -v -x -F -e "$stem.json" -e "$stem.dsse.json" -e "$stem.json.sig")
    check_names "$last" "$(printf '%s\n' "$subjects" | sed 's/^.\{66\}//')" "$covered"
fi

if [ "$wrong" -gt 0 ]; then
    echo "FAILED: $wrong WRONG"
    exit 1
fi
echo "$signed signatures are good; every file is listed, unchanged and sealed by $last"
if [ -z "$signers" ]; then
    echo "SELF-CONSISTENT ONLY, KEY SOURCE NOT CHECKED"
    exit 3
fi
echo "PASSED with the keys of $signers"

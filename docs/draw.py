#!/usr/bin/env python3
"""Draws again from a frozen list: python3 draw.py LIST.json "PUBLIC VALUE"   (docs/draw.md)"""
import hashlib
import json
import math
import sys
from fractions import Fraction


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


raw = open(sys.argv[1], "rb").read()
value = sys.argv[2]
seed = sha256("juanzong-draw/v1" + hashlib.sha256(raw).hexdigest() + value)
chosen = json.loads(raw)
strata: dict[str, list[str]] = {}
for entry in chosen["entries"]:
    strata.setdefault(entry.get("stratum", ""), []).append(entry["id"])
drawn = []
for ids in strata.values():
    if "count" in chosen:
        take = min(chosen["count"], len(ids))
    else:
        take = math.ceil(len(ids) * Fraction(chosen["rate"].rstrip("%")) / 100)
    drawn += sorted(ids, key=lambda name: sha256(f"{seed} {name}"))[:take]
print(seed)
print("\n".join(sorted(drawn, key=lambda name: name.encode("utf-8"))))

#!/usr/bin/env python3
"""Holds the volume of a built case to the files it was made of, in the eyes of Poppler and pdfium.

usage: pages.py CASE

  - every received PDF has, at the place of its bookmark, as many pages as evidence.toml says
  - each of its pages is drawn by Poppler in the volume as in the file itself, but for the number and
    the stamp of filing; exceptions are named in otherwise.txt, each with its reason
  - each page that counts bears its number once, upright, inside the page, in the outer corner at the
    foot, and readable: dark on light or with a light rim
  - pdfium draws every page

Of files with more than 40 pages the first, the last and some between are drawn.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import numpy
import pypdfium2
from PIL import Image

LONGEST = 700  # dots of the longer side of a drawn page
STRONG = 60  # steps of 255 by which a dot differs
SHARE = 0.0005  # part of a page's dots that may differ: rounding of edges
MM = 72 / 25.4

KEEP = os.environ.get("JUANZONG_KEEP")  # a folder for pictures of pages that differ: file, volume, difference

# Files whose pages are drawn otherwise in the volume, and why that is right or harmless.
OTHERWISE = dict(line.split("\t") for line in (pathlib.Path(__file__).parent / "otherwise.txt").read_text().splitlines()
                 if line and not line.startswith("#"))


def render(path, first, last):
    """Pages as arrays of dots, by Poppler."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-cropbox", "-f", str(first), "-l", str(last), "-scale-to", str(LONGEST), path, f"{folder}/p"],
            check=True, stderr=subprocess.DEVNULL)
        pages = []
        for file in sorted(pathlib.Path(folder).iterdir(), key=lambda f: int(re.findall(r"\d+", f.stem)[-1])):
            pages.append(numpy.asarray(Image.open(file).convert("RGB")).astype(int))
        return pages


def outlines(volume):
    made = subprocess.run(["qpdf", "--json", "--json-key=outlines", volume], capture_output=True, check=True)
    return json.loads(made.stdout)["outlines"]


def items(case, volume):
    """Received files in the order of the volume: file, kind, pages, first page in the volume."""
    profile = tomllib.loads((case / "rules/profile.toml").read_text())
    received = tomllib.loads((case / "evidence.toml").read_text()).get("file", [])
    slots = {f"{number:02} {slot['title']}": slot["id"] for number, slot in enumerate(profile["slot"], 1)}
    for top in outlines(volume):
        own = sorted((f for f in received if f["slot"] == slots.get(top["title"])), key=lambda f: f["name"].encode())
        below = top["kids"][len(top["kids"]) - len(own):]
        for file, mark in zip(own, below):
            path = case / "evidence" / file["slot"] / file.get("received", file["name"])
            yield path, file["kind"], file.get("pages"), mark["destpageposfrom1"]


def scale(short):
    return short / 298 if short < 298 else short / 595 if short > 850 else 1


def stamps(size, number, sealed):
    """Boxes in points from the upper left: the number, and the stamp of filing."""
    width, height = size
    s = scale(min(width, height))
    digits = len(str(number))
    letters = min(10.5 * max(s, 1), height / 4, width / (digits * 0.5 + 1))
    long, side, foot = digits * 0.75 * letters, 42.5 * s, 25.5 * s
    left = width - side - long if number % 2 else side
    boxes = [(left - letters, height - foot - 1.2 * letters, left + long + letters, height - foot + 0.6 * letters)]
    if sealed:
        grown = min(max(s, 1), width * 0.9 / (45 * MM), height * 0.25 / (16 * MM))
        wide, high, head = 45 * MM * grown, 16 * MM * grown, 6 * MM * grown
        boxes.append(((width - wide) / 2 - 2 * grown, head - 2 * grown, (width + wide) / 2 + 2 * grown, head + high + 2 * grown))
    return boxes


def masked(shape, size, boxes):
    mask = numpy.zeros(shape[:2], bool)
    across, down = shape[1] / size[0], shape[0] / size[1]
    for left, top, right, bottom in boxes:
        mask[max(0, int(top * down) - 1):int(bottom * down) + 2, max(0, int(left * across) - 1):int(right * across) + 2] = True
    return mask


def chosen(pages):
    if pages <= 40:
        return [(1, pages)]
    return [(1, 3), *((n, n) for n in range(500, pages, 997)), (pages, pages)]


def numbers(volume, first, last):
    """Words of pages with their boxes as they are seen, by Poppler: (word, left, top, right, bottom)."""
    made = subprocess.run(
        ["pdftotext", "-bbox", "-cropbox", "-f", str(first), "-l", str(last), volume, "-"],
        capture_output=True, check=True, errors="replace", text=True).stdout
    for page in made.split("<page ")[1:]:
        words = re.findall(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>', page)
        yield [(word, *map(float, box)) for *box, word in words]


def unit(path):
    """Points in a unit of the pages of a small file; neither Poppler nor pdfium heeds it."""
    found = re.search(rb"/UserUnit ([0-9.]+)", path.read_bytes()) if path.stat().st_size < 10_000 else None
    return float(found[1]) if found else 1.0


def number_fault(dots, size, words, number):
    """What is wrong with the number of a page, or None."""
    width, height = size
    box = stamps(size, number, False)[0]
    slack = min(width, height) / 20
    found = [w for w in words if w[0] == str(number)
             and w[1] >= box[0] - slack and w[3] <= box[2] + slack and w[2] >= box[1] - slack * 2 and w[4] <= box[3] + slack * 2]
    if len(found) != 1:
        return f"{len(found)} numbers in the corner"
    _, left, top, right, bottom = found[0]
    # the box of a word reaches as far up and down as the tallest character of the face would
    high = (bottom - top) / 1.437
    if left < 0 or top < 0 or right > width or bottom - 0.286 * high > height:
        return "the number leaves the page"
    # three digits are about as wide as their box is high
    if len(str(number)) > 3 and right - left <= bottom - top:
        return "the number is turned"
    across, down = dots.shape[1] / width, dots.shape[0] / height
    if (bottom - top) * down < 6:
        return None  # too small a drawing to tell
    piece = dots[int(top * down):int(bottom * down) + 1, int(left * across):int(right * across) + 1]
    if piece.size and piece.max() - piece.min() < 100:
        return "the number cannot be seen"
    return None


def main():
    case = pathlib.Path(sys.argv[1])
    volume = case / "out/data/99-备考表与案卷/案卷.pdf"
    wrong, compared, files, needed = [], 0, 0, set()
    document = pypdfium2.PdfDocument(volume)
    archive = "[archive]" in (case / "rules/profile.toml").read_text()

    for path, kind, pages, first in items(case, volume):
        if kind != "pdf" or not pages:
            continue
        files, points = files + 1, unit(path)
        for begin, end in chosen(pages):
            ours = render(volume, first + begin - 1, first + end - 1)
            try:
                theirs = render(path, begin, end)
            except subprocess.CalledProcessError:
                theirs = []
            if len(ours) != end - begin + 1:
                wrong.append(f"{path.name}: {len(ours)} of {end - begin + 1} pages drawn")
                continue
            worded = list(numbers(volume, first + begin - 1, first + end - 1))
            for at, dots in enumerate(ours):
                page, number = begin + at, first + begin - 1 + at
                size = [side * points for side in document[number - 1].get_size()]
                words = [(word, *(side * points for side in box)) for word, *box in worded[at]]
                fault = number_fault(dots, size, words, number)
                if fault:
                    wrong.append(f"{path.name} page {page} (folio {number}): {fault}")
                if at >= len(theirs):
                    needed.add(path.name)
                    if path.name not in OTHERWISE:
                        wrong.append(f"{path.name} page {page}: Poppler draws it in the volume only")
                    continue
                other = theirs[at]
                if other.shape != dots.shape:
                    wrong.append(f"{path.name} page {page}: {other.shape} in the file, {dots.shape} in the volume")
                    continue
                mask = masked(dots.shape, size, stamps(size, number, archive and page == 1))
                differs = (abs(dots - other).max(axis=2) > STRONG) & ~mask
                if KEEP and (fault or differs.mean() > SHARE):
                    pair = numpy.concatenate([other, dots, numpy.repeat(differs[:, :, None] * 255, 3, 2)], 1)
                    Image.fromarray(pair.astype("uint8")).save(f"{KEEP}/{path.stem}-{page}.png")
                compared += 1
                if differs.mean() <= SHARE:
                    continue
                needed.add(path.name)
                if path.name not in OTHERWISE:
                    wrong.append(f"{path.name} page {page} (folio {number}): {differs.mean():.2%} of its dots differ")

    drawn = 0
    for page in document:
        size = page.get_size()
        page.render(scale=100 / max(size)).to_numpy()
        page.close()
        drawn += 1
    wrong += [f"{name}: no exception any more" for name in OTHERWISE if name not in needed]
    for each in wrong:
        print("   ", each)
    print(f"    {files} files, {compared} pages alike but for the stamp, {len(OTHERWISE)} files otherwise and known; pdfium draws {drawn} pages")
    sys.exit(1 if wrong or not compared else 0)


if __name__ == "__main__":
    main()

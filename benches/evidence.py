#!/usr/bin/env python3
"""Makes one-page PDF files of mixed sizes (lognormal, median 226 KB) that do not compress.

usage: evidence.py FOLDER OCTETS     the same files every time, OCTETS in all, within a few kilobytes
"""
import pathlib
import random
import sys

WIDTH = 1000


def pdf(pixels):
    """A page with one grey image of whole rows."""
    height = len(pixels) // WIDTH
    drawing = b"q 595 0 0 842 0 0 cm /I Do Q"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Length %d>>stream\n%s\nendstream" % (WIDTH, height, len(pixels), pixels),
    ]
    body, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(body)
    body += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(body)


def main():
    folder, wanted = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    dice, made, number = random.Random(1), 0, 0
    while made < wanted:
        rows = int(dice.lognormvariate(5.42, 1.25)) + 3  # 226 rows of 1,000 octets in the middle
        rows = min(rows, 20_000, max(3, (wanted - made) // WIDTH))
        number += 1
        body = pdf(dice.randbytes(rows * WIDTH))
        (folder / f"台账{number:05}.pdf").write_bytes(body)
        made += len(body)
    print(f"{number} files, {made} octets")


if __name__ == "__main__":
    main()

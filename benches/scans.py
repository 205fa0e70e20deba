#!/usr/bin/env python3
"""Makes scans as JPEG: A4 at 300 dpi in colour, paper with rows of marks, about 0.8 MB each.

usage: scans.py FOLDER COUNT     the same files every time
"""
import pathlib
import sys

import numpy
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 2480, 3508


def scan(number):
    dice = numpy.random.default_rng(number)
    # the grain of paper, coarser than the dots
    grain = dice.normal(236, 5, (HEIGHT // 2, WIDTH // 2, 3)).clip(0, 255).astype("uint8")
    page = Image.fromarray(grain).resize((WIDTH, HEIGHT))
    draw = ImageDraw.Draw(page)
    for row in range(250, HEIGHT - 250, 60):
        for left in range(220, WIDTH - 220, 45):
            x, y = left + int(dice.integers(6)), row + int(dice.integers(4))
            draw.rectangle((x, y, x + int(dice.integers(8, 32)), y + 4), fill=(30, 30, 40))
            draw.rectangle((x + 10, y, x + 14, y + int(dice.integers(8, 32))), fill=(30, 30, 40))
    return page


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    octets = 0
    for number in range(count):
        path = folder / f"扫描{number:03}.jpg"
        scan(number).save(path, quality=75, dpi=(300, 300))
        octets += path.stat().st_size
    print(f"{count} scans, {octets} octets")


if __name__ == "__main__":
    main()

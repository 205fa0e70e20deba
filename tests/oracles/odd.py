#!/usr/bin/env python3
"""Makes PDF files with pages that a stamp can easily miss, each of one kind.

usage: odd.py FOLDER

Sizes from a label of 5 mm to A0, all turns, crops off the origin, boxes upside down, another unit,
inherited resources and sizes, object streams, a hybrid cross-reference table, content that leaves its
graphics state in disorder, black pages, 10,000 pages.
"""
import pathlib
import sys
import zlib

MM = 72 / 25.4


class Pdf:
    """Objects, written as a plain, a packed or a hybrid file."""

    def __init__(self):
        self.objects = []

    def add(self, body, stream=None):
        self.objects.append((body, stream))
        return len(self.objects)

    def put(self, number, body):
        self.objects[number - 1] = (body, None)

    def text(self, number):
        body, stream = self.objects[number - 1]
        if stream is None:
            return body
        return body[:-2] + b"/Length %d>>stream\n%s\nendstream" % (len(stream), stream)

    def plain(self):
        out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number in range(1, len(self.objects) + 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, self.text(number))
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
        return bytes(out)

    def packed(self, hybrid=False):
        """All but streams and the catalogue in one object stream; hybrid hides that from old readers."""
        out, rows = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
        inner = [n for n, (_, stream) in enumerate(self.objects, 1) if stream is None and n > 1]
        for number in range(1, len(self.objects) + 1):
            if number not in inner:
                rows[number] = (1, len(out), 0)
                out += b"%d 0 obj\n%s\nendobj\n" % (number, self.text(number))
        index, inside, container = b"", b"", len(self.objects) + 1
        for place, number in enumerate(inner):
            index += b"%d %d " % (number, len(inside))
            inside += self.text(number) + b"\n"
            rows[number] = (2, container, place)
        body = zlib.compress(index + inside)
        rows[container] = (1, len(out), 0)
        out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
            container, len(inner), len(index), len(body), body)
        stream = len(out)
        rows[container + 1] = (1, stream, 0)
        size = container + 2
        table = b"\0" * 7 + b"".join(
            bytes([kind]) + at.to_bytes(4, "big") + tail.to_bytes(2, "big")
            for kind, at, tail in (rows[n] for n in range(1, size)))
        table = zlib.compress(table)
        out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
            container + 1, size, len(table), table)
        if not hybrid:
            return bytes(out + b"startxref\n%d\n%%%%EOF\n" % stream)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            kind, at, _ = rows[number]
            out += b"%010d 00000 n \n" % at if kind == 1 else b"0000000000 65535 f \n"
        out += b"trailer<</Size %d/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, stream, start)
        return bytes(out)


def number(value):
    return (b"%.3f" % value).rstrip(b"0").rstrip(b".")


def box(*numbers):
    return b"[" + b" ".join(number(n) for n in numbers) + b"]"


def frame(left, bottom, right, top):
    """A thin frame just inside a box, and a word in the middle: what a page shows."""
    size = min(right - left, top - bottom)
    return b"%s w %s %s %s %s re S BT /F1 %s Tf %s %s Td (page) Tj ET" % tuple(map(number, (
        size / 200, left + size / 50, bottom + size / 50, right - left - size / 25, top - bottom - size / 25,
        size / 8, (left + right) / 2 - size / 6, (bottom + top) / 2)))


FONT = b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def one(media, extra=b"", content=None, crop=None):
    """A file of one page."""
    pdf = Pdf()
    pdf.add(b"<</Type/Catalog/Pages 2 0 R>>")
    pdf.add(b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    pdf.add(b"<</Type/Page/Parent 2 0 R/MediaBox" + box(*media) + (b"/CropBox" + box(*crop) if crop else b"") + extra
            + b"/Contents 4 0 R/Resources<</Font" + FONT + b">>>>")
    pdf.add(b"<<>>", content if content is not None else frame(*(crop or media)))
    return pdf


def inherited():
    """Size, turn and resources stand at the root of the tree; one page gives its own size."""
    pdf = Pdf()
    pdf.add(b"<</Type/Catalog/Pages 2 0 R>>")
    pdf.add(b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 3/MediaBox[0 0 400 600]/Rotate 90/Resources<</Font" + FONT + b">>>>")
    pdf.add(b"<</Type/Pages/Parent 2 0 R/Kids[4 0 R 5 0 R]/Count 2/CropBox[50 50 350 550]>>")
    pdf.add(b"<</Type/Page/Parent 3 0 R/Contents 7 0 R>>")
    pdf.add(b"<</Type/Page/Parent 3 0 R/Contents 7 0 R/MediaBox[0 0 500 700]>>")
    pdf.add(b"<</Type/Page/Parent 2 0 R/Contents 8 0 R/Rotate 0>>")
    pdf.add(b"<<>>", frame(50, 50, 350, 550))
    pdf.add(b"<<>>", frame(0, 0, 400, 600))
    return pdf


def many(count):
    pdf = Pdf()
    pdf.add(b"<</Type/Catalog/Pages 2 0 R>>")
    pdf.add(b"")
    content = pdf.add(b"<<>>", frame(0, 0, 300, 400))
    leaves = []
    for start in range(0, count, 100):
        leaf = pdf.add(b"")
        kids = [pdf.add(b"<</Type/Page/Parent %d 0 R/Contents %d 0 R>>" % (leaf, content))
                for _ in range(start, min(count, start + 100))]
        pdf.put(leaf, b"<</Type/Pages/Parent 2 0 R/Count %d/Kids[" % len(kids)
                + b" ".join(b"%d 0 R" % k for k in kids) + b"]>>")
        leaves.append(leaf)
    pdf.put(2, b"<</Type/Pages/Count %d/MediaBox[0 0 300 400]/Resources<</Font%s>>/Kids[" % (count, FONT)
            + b" ".join(b"%d 0 R" % k for k in leaves) + b"]>>")
    return pdf


def files():
    a4 = (0, 0, 595, 842)
    # first by its name, so that the numbers of the others are long
    yield "10000-pages", many(10_000).plain()
    yield "a0", one((0, 0, 841 * MM, 1189 * MM)).plain()
    yield "a0-landscape-turned", one((0, 0, 841 * MM, 1189 * MM), b"/Rotate 90").plain()
    yield "label-5mm", one((0, 0, 5 * MM, 5 * MM)).plain()
    yield "label-5x20mm", one((0, 0, 5 * MM, 20 * MM)).plain()
    yield "label-20x5mm-turned", one((0, 0, 5 * MM, 20 * MM), b"/Rotate 270").plain()
    for turn in (90, 180, 270, -90, 450):
        yield f"turned{turn}", one(a4, b"/Rotate %d" % turn).plain()
    for turn in (0, 90, 180, 270):
        yield f"cropped-turned{turn}", one((-100, -50, 700, 900), b"/Rotate %d" % turn, crop=(100, 200, 400, 650)).plain()
    yield "crop-larger-than-media", one(a4, crop=(-500, -500, 2000, 2000), content=frame(*a4)).plain()
    yield "box-upside-down", one((595, 842, 0, 0), content=frame(*a4)).plain()
    yield "origin-far-off", one((10000, 20000, 10595, 20842)).plain()
    yield "unit-of-an-inch", one((0, 0, 8.27, 11.69), b"/UserUnit 72").plain()
    yield "inherited", inherited().plain()
    yield "object-streams", one(a4).packed()
    yield "inherited-object-streams", inherited().packed()
    yield "hybrid", one(a4).packed(hybrid=True)
    yield "black", one(a4, content=b"0 0 595 842 re f").plain()
    yield "white-on-white", one(a4, content=b"1 1 1 rg 1 1 1 RG 0 0 595 842 re f").plain()
    yield "states-left-open", one(a4, content=b"q q 0.1 0 0 0.1 300 300 cm q " + frame(*a4)).plain()
    yield "states-closed-too-often", one(a4, content=b"Q Q Q 3 0 0 3 0 0 cm " + frame(*a4)).plain()
    yield "clipped-away", one(a4, content=frame(*a4) + b" 0 0 10 10 re W n").plain()
    yield "invisible-text-mode", one(a4, content=frame(*a4) + b" BT 3 Tr /F1 1 Tf (x) Tj ET 0 0 1 rg 50 Tz").plain()
    yield "empty", one(a4, content=b"").plain()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in files():
        (folder / f"odd-{name}.pdf").write_bytes(body)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes PDF files as enterprises hand them in, 25 pages each: what `juanzong volume` is measured on.

usage: received.py FOLDER [FILES]     the same files every time; 200 files have 5,000 pages, 287 MB

One file in five each: scans (JPEG, a page of 229 KB), text with an embedded face, text in
object streams with size and resources inherited, landscape tables turned by 90 degrees, drawings with
small pictures. Every twentieth is then encrypted by qpdf with an owner password alone (AES-256): a
file that anybody may open and few may change.
"""
import pathlib
import random
import subprocess
import sys
import zlib

PAGES = 25
SCAN = 229_000


class Pdf:
    """Objects in order; classical table, or object streams with a cross-reference stream."""

    def __init__(self):
        self.objects = []  # (dictionary, stream or None)

    def add(self, dictionary, stream=None):
        self.objects.append((dictionary, stream))
        return len(self.objects)

    def put(self, number, dictionary):
        self.objects[number - 1] = (dictionary, None)

    def whole(self, number):
        dictionary, stream = self.objects[number - 1]
        if stream is None:
            return dictionary
        head = dictionary[:-2] + b"/Length %d>>stream\n" % len(stream)
        return head + stream + b"\nendstream"

    def plain(self, root):
        body, places = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"), []
        for number in range(1, len(self.objects) + 1):
            places.append(len(body))
            body += b"%d 0 obj\n%s\nendobj\n" % (number, self.whole(number))
        table = len(body)
        body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        body += b"".join(b"%010d 00000 n \n" % place for place in places)
        body += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, root, table)
        return bytes(body)

    def packed(self, root):
        body, rows = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"), {}
        loose = [n for n, (_, stream) in enumerate(self.objects, 1) if stream is None]
        for number, (_, stream) in enumerate(self.objects, 1):
            if stream is not None:
                rows[number] = (1, len(body), 0)
                body += b"%d 0 obj\n%s\nendobj\n" % (number, self.whole(number))
        after = len(self.objects) + 1
        for start in range(0, len(loose), 100):
            group, index, inside = loose[start:start + 100], b"", b""
            for place, number in enumerate(group):
                index += b"%d %d " % (number, len(inside))
                inside += self.whole(number) + b"\n"
                rows[number] = (2, after, place)
            content = zlib.compress(index + inside)
            rows[after] = (1, len(body), 0)
            body += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
                after, len(group), len(index), len(content))
            body += content + b"\nendstream\nendobj\n"
            after += 1
        table = len(body)
        rows[after] = (1, table, 0)
        stream = b"\0" * 7 + b"".join(
            bytes([kind]) + at.to_bytes(4, "big") + tail.to_bytes(2, "big")
            for kind, at, tail in (rows[n] for n in range(1, after + 1)))
        stream = zlib.compress(stream)
        body += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Filter/FlateDecode/Length %d>>stream\n" % (
            after, after + 1, root, len(stream))
        body += stream + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table
        return bytes(body)


def words(dice, lines, width):
    """A page of text in a two-octet face, deflated: about 6 KB."""
    out = [b"BT /F1 12 Tf 14 TL 72 770 Td"]
    for _ in range(lines):
        codes = b"".join(b"%04X" % dice.randrange(1, 4000) for _ in range(width))
        out.append(b"<" + codes + b"> Tj T*")
    out.append(b"ET")
    return zlib.compress(b"\n".join(out))


def table(dice):
    out = [b"0.5 w"]
    for row in range(30):
        out.append(b"40 %d m 560 %d l S" % (80 + 22 * row, 80 + 22 * row))
        for column in range(10):
            out.append(b"BT /F1 9 Tf %d %d Td <%s> Tj ET" % (
                45 + 52 * column, 86 + 22 * row,
                b"".join(b"%04X" % dice.randrange(1, 4000) for _ in range(5))))
    return zlib.compress(b"\n".join(out))


def face(pdf, dice):
    """A face that no viewer has to like: its octets are what is moved."""
    file = pdf.add(b"<</Subtype/CIDFontType0C>>", dice.randbytes(180_000))
    descriptor = pdf.add(
        b"<</Type/FontDescriptor/FontName/ABCDEF+Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 700/StemV 80/FontFile3 %d 0 R>>" % file)
    cid = pdf.add(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/ABCDEF+Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R>>" % descriptor)
    return pdf.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts[%d 0 R]>>" % cid)


def scan(dice):
    """The octets of a JPEG of 1656 x 2344 pixels, all grey; its size is made up by remarks."""
    quantities = b"\xff\xdb\x00\x43\x00" + b"\x10" * 64
    frame = bytes.fromhex("ffc0000b080928067801011100")
    # codes: category 0 is 00 for the first coefficient, end of block is 00 for the others
    first = bytes.fromhex("ffc4001400") + b"\x00\x01" + b"\x00" * 14 + b"\x00"
    others = bytes.fromhex("ffc4001410") + b"\x00\x01" + b"\x00" * 14 + b"\x00"
    blocks = (1656 // 8) * (2344 // 8)
    drawing = bytes.fromhex("ffda0008010100003f00") + b"\x00" * (blocks * 4 // 8 + 1)
    left, remarks = SCAN - 600 - len(drawing), b""
    while left > 0:
        size = min(left, 65_000)
        remarks += b"\xff\xfe" + (size + 2).to_bytes(2, "big") + dice.randbytes(size)
        left -= size
    head = bytes.fromhex("ffd8ffe000104a46494600010101009600960000")  # JFIF, 150 dpi
    return head + remarks + quantities + frame + first + others + drawing + b"\xff\xd9"


def document(kind, dice):
    pdf = Pdf()
    root, tree = pdf.add(b""), pdf.add(b"")
    font = face(pdf, dice) if kind else 0
    kids, inherited = [], b""
    for number in range(PAGES):
        own = b"/MediaBox[0 0 595 842]"
        resources = b"/Resources<</Font<</F1 %d 0 R>>>>" % font
        if kind == 0:
            image = pdf.add(
                b"<</Type/XObject/Subtype/Image/Width 1656/Height 2344/ColorSpace/DeviceGray"
                b"/BitsPerComponent 8/Filter/DCTDecode>>", scan(dice))
            content = pdf.add(b"<<>>", b"q 595 0 0 842 0 0 cm /I Do Q")
            resources = b"/Resources<</XObject<</I %d 0 R>>>>" % image
        elif kind == 1:
            content = pdf.add(b"<</Filter/FlateDecode>>", words(dice, 44, 34))
        elif kind == 2:
            content = pdf.add(b"<</Filter/FlateDecode>>", words(dice, 44, 34))
            inherited, own, resources = own + resources, b"", b""
        elif kind == 3:
            content = pdf.add(b"<</Filter/FlateDecode>>", table(dice))
            own += b"/Rotate 90"
        else:
            image = pdf.add(
                b"<</Type/XObject/Subtype/Image/Width 80/Height 60/ColorSpace/DeviceRGB/BitsPerComponent 8"
                b"/Filter/FlateDecode>>", zlib.compress(dice.randbytes(80 * 60 * 3), 1))
            content = pdf.add(b"<</Filter/FlateDecode>>", zlib.compress(
                b"q 200 0 0 150 100 500 cm /I Do Q\n" + b"\n".join(
                    b"%d %d m %d %d l S" % tuple(dice.randrange(600) for _ in range(4)) for _ in range(200))))
            resources = b"/Resources<</XObject<</I %d 0 R>>/Font<</F1 %d 0 R>>>>" % (image, font)
        kids.append(pdf.add(
            b"<</Type/Page/Parent %d 0 R" % tree + own + resources + b"/Contents %d 0 R>>" % content))
    pdf.put(tree, b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % k for k in kids) + b"]/Count %d" % PAGES
            + (inherited if kind == 2 else b"") + b">>")
    pdf.put(root, b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    return pdf.packed(root) if kind == 2 else pdf.plain(root)


def main():
    folder = pathlib.Path(sys.argv[1])
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    folder.mkdir(parents=True, exist_ok=True)
    octets = 0
    for number in range(files):
        path = folder / f"材料{number:03}.pdf"
        path.write_bytes(document(number % 5, random.Random(number)))
        if number % 20 == 4:
            subprocess.run(["qpdf", "--static-id", "--static-aes-iv", "--encrypt", "", "owner", "256", "--",
                            "--replace-input", path], check=True)
        octets += path.stat().st_size
    print(f"{files} files, {files * PAGES} pages, {octets} octets")


if __name__ == "__main__":
    main()

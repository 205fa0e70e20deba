#!/usr/bin/env python3
"""Makes fonts/ from the faces of registry packages (MANIFEST.toml names them).

Run once, by hand, when a face is renewed; its output is checked in. Same sources, same bytes:
no time is written into a face.

    python3 tools/fonts.py --wheel DIR --noto TTC --wenkai TTF --fandol OTF --fandol-licence GZ --unihan BZ2

* --wheel           unpacked PyPI wheel pylopdf-fonts-zh-cn 0.1.1 (pylopdf_fonts_zh_cn/, …dist-info/)
* --noto            NotoSerifCJK-Bold.ttc of Debian fonts-noto-cjk
* --wenkai          LXGWWenKai-Regular.ttf of Debian fonts-lxgw-wenkai
* --fandol          FandolFang-Regular.otf of Debian texlive-lang-chinese
* --fandol-licence  COPYING.gz of its documentation folder
* --unihan          Unihan_OtherMappings.txt.bz2 of Debian unicode-data: field kTGH is the
                    通用规范汉字表 (2013), 8,105 characters

A subset holds GB 2312 whole (its symbols too), the 通用规范汉字表 and the symbols of SYMBOLS,
as far as the face has them. Needs fontTools.
"""

import argparse
import bz2
import gzip
import hashlib
import pathlib
import re
import shutil

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

OUT = pathlib.Path(__file__).resolve().parent.parent / "fonts"

# Beyond GB 2312: what official forms and names print, block by block.
SYMBOLS = [
    (0x20, 0x7E), (0xA0, 0x17F),      # ASCII, Latin-1, Latin Extended-A (pinyin, names)
    (0x1CD, 0x1DC),                   # pinyin with caron
    (0x2010, 0x205E),                 # dashes, quotes, ellipsis, ‰, ※
    (0x2070, 0x209F), (0x20A0, 0x20BF),  # super- and subscripts (m³, PM₂.₅), currency
    (0x2100, 0x214F), (0x2150, 0x218B),  # ℃ № ℡, Roman numerals, fractions
    (0x2190, 0x21FF), (0x2200, 0x22FF),  # arrows, mathematics
    (0x2460, 0x24FF),                 # ① ⑴ ⒈
    (0x2500, 0x257F), (0x25A0, 0x25FF),  # boxes, ■ □ ▲ ● ○
    (0x2605, 0x2606), (0x2610, 0x2612), (0x2713, 0x2717),  # ★ ☆ ☐ ☑ ☒ ✓ ✗
    (0x3000, 0x303F), (0x3105, 0x312F), (0x31A0, 0x31BF),
    (0x3200, 0x32FF), (0x3300, 0x33FF),  # ㈠ ㊣ ㎡ ㎎ ㏄
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def common_standard(path):
    for line in bz2.open(path, "rt", encoding="utf-8"):
        found = re.match(r"U\+([0-9A-F]+)\tkTGH\t", line)
        if found:
            yield int(found[1], 16)


def wanted(unihan):
    standard = set(common_standard(unihan))
    assert len(standard) == 8105, len(standard)
    symbols = {c for a, b in SYMBOLS for c in range(a, b + 1)}
    return standard | symbols | set(gb2312())


def cut(font, characters, to):
    options = subset.Options()
    # Without locl: the glyphs of other countries would double the face. Forms are set across.
    options.layout_features = ["ccmp", "kern"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "BASE", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    subset.save_font(font, str(OUT / to), options)


def rename(font, family, postscript):
    """OFL 1.1 §3: a modified face must not bear a reserved name (霞鹜, LXGW)."""
    names = font["name"]
    origin = names.getDebugName(0)
    names.names = []
    for ident, text in {
        0: origin,
        1: family,
        2: "Regular",
        3: f"{postscript};subset for juanzong",
        4: family,
        5: "Version 1.250; subset",
        6: postscript,
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
        "A modified version (subset) of the face named in the copyright line.",
        14: "https://scripts.sil.org/OFL",
    }.items():
        names.setName(text, ident, 3, 1, 0x409)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("wheel", "noto", "wenkai", "fandol", "fandol-licence", "unihan"):
        options.add_argument(f"--{name}", required=True, type=pathlib.Path)
    given = options.parse_args()
    OUT.mkdir(exist_ok=True)
    characters = wanted(given.unihan)
    wheel = given.wheel / "pylopdf_fonts_zh_cn"
    sources = {}

    shutil.copyfile(wheel / "NotoSerifSC-Regular.otf", OUT / "NotoSerifSC-Regular.otf")
    sources["NotoSerifSC-Regular.otf"] = wheel / "NotoSerifSC-Regular.otf"

    sans = TTFont(wheel / "NotoSansSC-Regular.otf", recalcTimestamp=False)
    cut(sans, characters, "NotoSansSC-Regular.subset.otf")
    sources["NotoSansSC-Regular.subset.otf"] = wheel / "NotoSansSC-Regular.otf"

    bold = next(
        f
        for f in TTCollection(given.noto, recalcTimestamp=False).fonts
        if f["name"].getDebugName(1).startswith("Noto Serif CJK SC")
    )
    cut(bold, characters, "NotoSerifCJKsc-Bold.subset.otf")
    sources["NotoSerifCJKsc-Bold.subset.otf"] = given.noto

    kai = TTFont(given.wenkai, recalcTimestamp=False)
    rename(kai, "JZ Kai", "JZKai-Regular")
    cut(kai, characters, "JZKai-Regular.subset.ttf")
    sources["JZKai-Regular.subset.ttf"] = given.wenkai

    shutil.copyfile(given.fandol, OUT / "FandolFang-Regular.otf")
    sources["FandolFang-Regular.otf"] = given.fandol

    licence = next(given.wheel.glob("*.dist-info/licenses/LICENSE")).read_text("utf-8")
    body = licence[licence.index("-----") :]
    (OUT / "OFL-Noto.txt").write_text(
        "Noto Serif SC, Noto Sans SC, Noto Serif CJK SC: © 2014-2024 Adobe (http://www.adobe.com/),\n"
        "no reserved font name. The files named .subset are modified versions.\n\n" + body, "utf-8")
    copyright = TTFont(given.wenkai)["name"].getDebugName(0)
    (OUT / "OFL-JZKai.txt").write_text(
        "JZ Kai is a renamed subset of a face whose copyright line is:\n\n" + copyright +
        "\n\nwith Reserved Font Names \"霞鹜\" and \"LXGW\".\n\n" + body, "utf-8")
    # It ends with the font exception.
    (OUT / "GPL-FandolFang.txt").write_bytes(gzip.open(given.fandol_licence).read())

    for name in sources:
        face = TTFont(OUT / name, lazy=True)
        print(f'{name}: sha256 {digest(OUT / name)}, source sha256 {digest(sources[name])}, '
              f'{(OUT / name).stat().st_size} octets, {len(face.getBestCmap())} characters, '
              f'fsType {face["OS/2"].fsType}')


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares what was typed, the DOCX and the PDF of every document of a built case.

usage: words.py CASE SCRATCH

  - every value typed in forms/<slot>.toml stands in the slot's PDF (pdftotext)
  - LibreOffice opens every out/docx/*.docx; each of its paragraphs stands in its PDF export and in
    the PDF that juanzong made, and each word of that PDF stands in the DOCX
White space is left out of all comparisons: lines and cells break differently.
"""
import collections
import datetime
import pathlib
import re
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VOLUME = {  # formats.md §2: typed data of the volume's own pages
    "volume.cover": "data/00-封面与目录/案卷封面.pdf",
    "volume.closing": "data/99-备考表与案卷/备考表.pdf",
}
OPINIONS = {"agree": "同意", "disagree": "不同意", "abstain": "弃权"}
PAGE_NUMBER = re.compile(r"^\s*[—–-]\s*\d+\s*[—–-]\s*$", re.M)


def tight(text):
    # Compatibility forms map to their twins, as faces do; boxes and blanks are drawn in the PDF.
    return re.sub(r"[\s_☐☑☒□■✓√]+", "", unicodedata.normalize("NFKC", text))


def pdf_text(path):
    made = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    return PAGE_NUMBER.sub("", made.stdout.decode()).replace("\f", "\n")


def docx_paragraphs(path):
    with zipfile.ZipFile(path) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
    for paragraph in body.iter(f"{WORD}p"):
        text = "".join(run.text or "" for run in paragraph.iter(f"{WORD}t"))
        if tight(text):
            yield text


def stands_in(text, page_text, pieces):
    """Whether text is there whole or, broken over pages, in at most so many pieces."""
    while text and pieces:
        if text in page_text:
            return True
        length = next((n for n in range(len(text), 0, -1) if text[:n] in page_text), 0)
        if not length:
            return False
        text, pieces = text[length:], pieces - 1
    return not text


def labels(form):
    """Option id -> printed label, per field id, from the pinned form file."""
    found = collections.defaultdict(dict)

    def walk(value):
        if isinstance(value, dict):
            for option in value.get("options", []) if "id" in value else []:
                if isinstance(option, dict):
                    found[value["id"]][option["id"]] = option["label"]
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(form)
    return found


def typed(value, field, words):
    """Every printed spelling that a typed value may have, as (field, [spellings])."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from typed(each, key, words)
    elif isinstance(value, list):
        for each in value:
            yield from typed(each, field, words)
    elif isinstance(value, bool):
        return
    elif isinstance(value, datetime.date):
        yield field, [f"{value.year}年{value.month}月{value.day}日", value.isoformat(), f"{value:%Y%m%d}"]
    elif isinstance(value, str):
        printed = words.get(field, {}).get(value) or OPINIONS.get(value)
        for line in (printed or value).splitlines():
            if tight(line):
                yield field, [line]
    else:
        yield field, [str(value)]


def main():
    case, scratch = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out = case / "out"
    profile = tomllib.loads((case / "rules/profile.toml").read_text())
    slots = {}
    for number, slot in enumerate(profile["slot"], 1):
        slots[slot["id"]] = (f"data/{number:02}-{slot['title']}/{slot['title']}.pdf", slot.get("form"))
    wrong, values, twins = [], 0, 0

    for file in sorted((case / "forms").glob("*.toml")):
        name, form = slots.get(file.stem, (VOLUME.get(file.stem), None))
        if name is None or not (out / name).exists():
            wrong.append(f"forms/{file.name}: no PDF made from it ({name})")
            continue
        layout = case / "rules/forms" / f"{form or file.stem.replace('.', '-')}.toml"
        words = labels(tomllib.loads(layout.read_text())) if layout.exists() else {}
        text = tight(pdf_text(out / name))
        pages = subprocess.run(["qpdf", "--show-npages", out / name], capture_output=True).stdout
        for field, spellings in typed(tomllib.loads(file.read_text()), "", words):
            values += 1
            if not any(stands_in(tight(each), text, int(pages)) for each in spellings):
                wrong.append(f"forms/{file.name}: {field} = {spellings[0]!r} is not in {name}")

    documents = sorted((out / "docx").glob("*.docx"))
    if documents:
        profile_dir = f"-env:UserInstallation=file://{scratch.resolve()}/office"
        subprocess.run(["soffice", profile_dir, "--headless", "--convert-to", "pdf", "--outdir", scratch,
                        *documents], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    for docx in documents:
        twin = out / "data" / docx.stem / f"{docx.stem.split('-', 1)[1]}.pdf"
        office = scratch / f"{docx.stem}.pdf"
        if not twin.exists() or not office.exists():
            wrong.append(f"{docx.name}: no PDF twin, or LibreOffice does not open it")
            continue
        twins += 1
        paragraphs = list(docx_paragraphs(docx))
        whole = tight("".join(paragraphs))
        for maker, path in (("LibreOffice's PDF", office), ("juanzong's PDF", twin)):
            text = pdf_text(path)
            pages = int(subprocess.run(["qpdf", "--show-npages", path], capture_output=True).stdout)
            for paragraph in paragraphs:
                if not stands_in(tight(paragraph), tight(text), pages):
                    wrong.append(f"{docx.name}: not in {maker}: {paragraph[:60]!r}")
            for word in text.split():
                if tight(word) not in whole:
                    wrong.append(f"{docx.name}: only in {maker}: {word[:60]!r}")

    for each in wrong:
        print("   ", each)
    print(f"    {values} typed values, {twins} DOCX beside their PDF")
    if wrong or not values or not twins:
        sys.exit(1)


if __name__ == "__main__":
    main()

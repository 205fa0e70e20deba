//! D. The zip: two readers that see two packages.

use crate::collection::{Attack, attack};
use crate::kit::{Raw, zip};
use crate::workshop::{CASE, Files, Given, bent, clean, contents, cut, entries, swapped};

const FORM: &[&str] = &["package.not-canonical"];
const NAME: &[&str] = &["package.name-refused"];

/// The clean zip with one more entry, before the first payload.
fn named(name: &'static str) -> Given {
    bent(move |entries, at| {
        entries.insert(at, Raw::new(format!("{CASE}/{name}"), b"x"));
    })
}

/// Another package of the same folder: all documents empty.
fn other() -> Vec<u8> {
    let mut files: Files = contents(&clean());
    files.iter_mut().filter(|(n, _)| n.starts_with("data/")).for_each(|(_, b)| b.clear());
    zip(&entries(&files))
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "197-one-name-twice",
        FORM,
        "trust.md D45; DSS asic-xades-duplicated-sig-file.sce; libdigidocpp ZipSerialize.cpp:97",
        "A document is in the zip twice under one name; readers take the first or the last.",
        || {
            bent(|entries, at| {
                let mut twin = entries[at].clone();
                twin.data = b"twin".to_vec();
                (twin.size, twin.crc) = (4, crc32fast::hash(b"twin"));
                entries.insert(at, twin);
            })
        },
    ),
    attack(
        "198-two-names-of-one-entry",
        FORM,
        "trust.md D46; jszip#671; pompelmi#7",
        "The local header of a document bears another name than the central directory.",
        || {
            bent(|entries, at| {
                let mut name = entries[at].name.clone();
                *name.last_mut().unwrap() = b'x';
                entries[at].local_name = Some(name);
            })
        },
    ),
    attack(
        "199-two-sizes-of-one-entry",
        FORM,
        "trust.md D47; kim-em/lean-zip#1541",
        "The local header of a document says another size than the central directory.",
        || bent(|entries, at| entries[at].local_size = Some(1)),
    ),
    attack(
        "200-two-checksums-of-one-entry",
        FORM,
        "trust.md D47",
        "The local header of a document says another CRC-32 than the central directory.",
        || bent(|entries, at| entries[at].local_crc = Some(1)),
    ),
    attack(
        "201-wrong-checksum",
        &["package.crc-mismatch"],
        "trust.md D47; APPNOTE 4.4.7",
        "Both headers of a document say a CRC-32 that its octets do not have. Some readers look at it, \
         others at the manifest; the document seems broken to one and whole to the other.",
        || bent(|entries, at| entries[at].crc = 1),
    ),
    attack(
        "202-entry-that-is-not-in-the-directory",
        FORM,
        "trust.md D48",
        "A document has a local header and is not in the central directory: readers that stream see it.",
        || {
            bent(|entries, at| {
                let hidden = Raw { listed: false, ..Raw::new(format!("{CASE}/data/x"), b"x") };
                entries.insert(at, hidden);
            })
        },
    ),
    attack(
        "203-second-zip-behind-the-first",
        FORM,
        "trust.md D49",
        "Another whole zip follows: readers that look for the last end record see that one.",
        || cut(|zip| [zip, other()].concat()),
    ),
    attack(
        "204-second-end-record-in-the-comment",
        FORM,
        "trust.md D49",
        "The comment of the zip holds a second end record, of an empty zip.",
        || {
            cut(|mut zip| {
                let end = zip.len() - 2;
                zip[end] = 22;
                zip.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
                zip
            })
        },
    ),
    attack(
        "205-zip-of-several-disks",
        FORM,
        "trust.md D49",
        "The end record says that the directory is on another disk.",
        || {
            cut(|mut zip| {
                let at = zip.len() - 18;
                zip[at] = 1;
                zip
            })
        },
    ),
    attack(
        "206-saturated-counts-without-zip64",
        FORM,
        "trust.md D49",
        "The counts of the end record are saturated, as if ZIP64 records held the true ones; there are \
         none.",
        || {
            cut(|mut zip| {
                let at = zip.len() - 14;
                zip[at..at + 4].copy_from_slice(&[0xFF; 4]);
                zip
            })
        },
    ),
    attack(
        "207-zip64-that-nobody-needs",
        FORM,
        "trust.md D49; packaging.md ZIP64 only where needed",
        "An entry has a ZIP64 field with sizes of its own beside those of the header.",
        || {
            bent(|entries, at| {
                entries[at].extra = [b"\x01\0\x10\0".to_vec(), vec![7; 16]].concat();
            })
        },
    ),
    attack(
        "208-pdf-and-zip-in-one",
        FORM,
        "trust.md D50",
        "A PDF stands before the zip: to a PDF reader the package is a document that says PASSED.",
        || cut(|zip| [crate::workshop::pdf("PASSED"), zip].concat()),
    ),
    attack(
        "209-gap-between-entries",
        FORM,
        "trust.md D50",
        "Octets that belong to no entry lie between two entries.",
        || bent(|entries, at| entries[at].before = b"hidden".to_vec()),
    ),
    attack(
        "210-octets-behind-the-zip",
        FORM,
        "trust.md D50",
        "A line feed follows the zip: the same package with another digest on the receipt.",
        || cut(|zip| [zip, b"\n".to_vec()].concat()),
    ),
    attack(
        "211-entries-that-overlap",
        FORM,
        "trust.md D53",
        "Two entries of the directory begin at the same place, as in a bomb of overlapping entries.",
        || bent(|entries, at| entries[at + 1].offset = Some(0)),
    ),
    attack(
        "212-compressed-entry",
        FORM,
        "trust.md D53, D60",
        "An entry says that it is compressed; a bomb needs that.",
        || bent(|entries, at| entries[at].method = 8),
    ),
    attack(
        "213-encrypted-entry",
        FORM,
        "trust.md D60",
        "An entry says that it is encrypted; only who has the password sees what was signed.",
        || bent(|entries, at| entries[at].flags |= 1),
    ),
    attack(
        "214-sizes-behind-the-content",
        FORM,
        "trust.md D60",
        "An entry says that its sizes follow its content: where it ends is then the reader's guess.",
        || bent(|entries, at| entries[at].flags |= 8),
    ),
    attack(
        "215-extra-field",
        FORM,
        "trust.md D60",
        "An entry has an extra field with a time of its own.",
        || bent(|entries, at| entries[at].extra = b"\x55\x54\x05\0\x01\0\0\0\0".to_vec()),
    ),
    attack(
        "216-unicode-path-that-disagrees",
        FORM,
        "trust.md D58",
        "An entry has a Unicode path field that says another name; some readers prefer it.",
        || bent(|entries, at| entries[at].extra = b"\x75\x70\x09\0\x01\0\0\0\0evil".to_vec()),
    ),
    attack(
        "217-comment-of-an-entry",
        FORM,
        "trust.md D60",
        "An entry has a comment, which no digest covers.",
        || bent(|entries, at| entries[at].comment = b"x".to_vec()),
    ),
    attack(
        "218-link-in-the-zip",
        FORM,
        "trust.md D52; rc-zip#17",
        "An entry is a symbolic link: what is unpacked after it can be written through it.",
        || bent(|entries, at| entries[at].attributes = 0o120_777 << 16),
    ),
    attack(
        "219-time-of-an-entry",
        FORM,
        "packaging.md: fixed times",
        "An entry has a time of day: the same package with other octets.",
        || bent(|entries, at| entries[at].time = 1),
    ),
    attack(
        "220-order-of-entries",
        FORM,
        "packaging.md: fixed order",
        "Two entries stand in the other order.",
        || bent(|entries, at| entries.swap(at, at + 1)),
    ),
    attack(
        "221-chinese-name-without-its-mark",
        FORM,
        "trust.md D58",
        "A Chinese name lacks the mark of UTF-8; readers take it for CP437 or GBK.",
        || bent(|entries, at| entries[at].flags &= !0x800),
    ),
    attack(
        "222-name-in-gbk",
        NAME,
        "trust.md D58; AsterCommunity/AsterDrive#202",
        "A name is in GBK, as many Chinese programs still write it.",
        || {
            bent(|entries, at| {
                let name = [format!("{CASE}/data/").as_bytes(), &[0xBC, 0xD7]].concat();
                entries.insert(at, Raw { flags: 0, ..Raw::new(name, b"x") });
            })
        },
    ),
    attack(
        "223-name-that-climbs",
        NAME,
        "trust.md D51; libdigidocpp asice-relative.asice",
        "A name leads out of the folder with two dots.",
        || named("../evil"),
    ),
    attack(
        "224-name-with-backslashes",
        NAME,
        "trust.md D51; kuba--/zip#233",
        "A name leads out of the folder with backslashes, on Windows alone.",
        || named("data\\..\\..\\evil"),
    ),
    attack(
        "225-name-from-the-root",
        NAME,
        "trust.md D51",
        "A name begins at the root of the disk.",
        || bent(|entries, at| entries.insert(at, Raw::new("/etc/cron.d/evil", b"x"))),
    ),
    attack(
        "226-name-with-a-drive",
        NAME,
        "trust.md D51, D59",
        "A name has a colon: a drive, or a second stream of a file on Windows.",
        || named("data/a.pdf:evil"),
    ),
    attack(
        "227-name-of-a-device",
        NAME,
        "trust.md D59; phobos#10390",
        "A name is that of a device on Windows.",
        || named("data/CON"),
    ),
    attack(
        "228-name-that-reads-backwards",
        NAME,
        "trust.md D59",
        "A name turns its reading order: the extension that is seen is not the one that the system goes \
         by.",
        || named("data/x\u{202e}fdp.exe"),
    ),
    attack(
        "229-name-with-an-invisible-letter",
        NAME,
        "trust.md D59",
        "A name has a letter without width: it looks like another name.",
        || named("data/申请\u{200b}书.pdf"),
    ),
    attack(
        "230-name-in-another-form",
        NAME,
        "trust.md D57",
        "A name is spelled in normalisation form D, as a Mac would.",
        || named("data/e\u{301}.pdf"),
    ),
    attack(
        "231-name-that-ends-in-a-dot",
        NAME,
        "trust.md D59",
        "A name ends in a dot, which Windows drops.",
        || named("data/x.pdf."),
    ),
    attack(
        "232-folder-as-an-entry",
        NAME,
        "trust.md D51; libdigidocpp asice-empty.asice",
        "A folder has an entry of its own.",
        || named("data/"),
    ),
    attack(
        "233-entry-outside-the-folder",
        FORM,
        "packaging.md: one top-level directory",
        "An entry lies beside the case's folder: unpacked, it lands among the reader's own files.",
        || bent(|entries, at| entries.insert(at, Raw::new("other/data/x", b"x"))),
    ),
    attack(
        "234-half-a-package",
        &["package.truncated"],
        "RockefellerArchiveCenter/aurora#301",
        "The second half of the package is missing, as after a broken transfer.",
        || cut(|zip| zip[..zip.len() / 2].to_vec()),
    ),
    attack(
        "235-no-package-at-all",
        &["package.not-a-zip"],
        "own",
        "The file is a PDF that is called like a package.",
        || cut(|_| crate::workshop::pdf("x")),
    ),
    attack(
        "236-more-entries-than-allowed",
        &["package.too-large"],
        "trust.md D53; phobos#7292",
        "The directory has 200,001 entries, so that a reader's list of them fills its memory.",
        || {
            cut(|_| {
                let (count, size) = (200_001u64, 200_001 * 46u64);
                let mut bytes = vec![0; size as usize];
                bytes.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\x03\x2d\0\0\0\0\0\0\0\0\0");
                for value in [count, count, size, 0] {
                    bytes.extend(value.to_le_bytes());
                }
                bytes.extend(b"PK\x06\x07\0\0\0\0");
                bytes.extend(size.to_le_bytes());
                bytes.extend(b"\x01\0\0\0PK\x05\x06\0\0\0\0\xff\xff\xff\xff");
                bytes.extend((size as u32).to_le_bytes());
                bytes.extend([0; 6]);
                bytes
            })
        },
    ),
    attack(
        "237-unlisted-file-in-the-zip",
        &["package.unlisted-file"],
        "trust.md D55",
        "The zip is in its one form and holds a document more than its lists, in a folder that the rules \
         do not know.",
        || swapped(|files| drop(files.insert("data/17-别的/x.pdf".into(), b"x".to_vec()))),
    ),
];

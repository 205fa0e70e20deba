//! The texts of the bag (RFC 8493, narrowed by `formats.md` §6): each is a function of the rest, so
//! the checker writes it again and compares.

use std::fmt::Write as _;

use crate::base::digest::Digest;
use crate::base::time::Day;

use super::layout;

/// `bagit.txt`, always.
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Files that are the same in every package of this version of the format, by name.
pub const CONSTANT: [(&str, &[u8]); 3] = [
    (layout::README, include_bytes!("../../templates/package/v1/README.txt")),
    (layout::VERIFY_SH, include_bytes!("../../templates/package/v1/verify.sh")),
    (layout::VERIFY_CMD, include_bytes!("../../templates/package/v1/verify.cmd")),
];

/// `bag-info.txt`: the case, the day of the filing seal, octets and number of payload files.
#[must_use]
pub fn info(case: &str, day: Day, octets: u64, count: u64) -> String {
    format!(
        "BagIt-Profile-Identifier: https://juanzong.example/bagit/v1\n\
         External-Identifier: {case}\nBagging-Date: {day}\nPayload-Oxum: {octets}.{count}\n"
    )
}

/// A whole manifest of entries that stand in bytewise order.
#[must_use]
pub fn manifest<'a>(entries: impl IntoIterator<Item = (&'a str, Digest)>) -> String {
    entries.into_iter().fold(String::new(), |mut out, (name, digest)| {
        let _ = writeln!(out, "{digest}  {name}");
        out
    })
}

/// Reads a line of a manifest without its LF: exactly the form of [`manifest`].
#[must_use]
pub fn parse_line(line: &[u8]) -> Option<(Digest, &str)> {
    let text = std::str::from_utf8(line).ok()?;
    let (hex, name) = text.split_once("  ")?;
    let digest = Digest::parse(hex)?;
    layout::flaw(name).is_none().then_some((digest, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_line_has_one_spelling() {
        let digest = Digest::sha256(b"a");
        let good = manifest([("data/甲 乙.pdf", digest)]);
        assert_eq!(parse_line(good.trim_end().as_bytes()), Some((digest, "data/甲 乙.pdf")));
        for bad in [
            format!("{digest} data/a"),
            format!("{digest}\tdata/a"),
            format!("{digest} *data/a"),
            format!("{digest}   data/a"),
            format!("{digest}  data/../a"),
            format!("{digest}  /data/a"),
            format!("{digest}  data/100%25.txt"),
            format!("{digest}  data/a\r"),
            format!("\u{feff}{digest}  data/a"),
            digest.to_string().to_uppercase() + "  data/a",
            String::new(),
        ] {
            assert_eq!(parse_line(bad.as_bytes()), None, "{bad:?}");
        }
    }

    #[test]
    fn the_scripts_are_ascii_with_their_systems_line_ends_and_no_mark() {
        for (name, bytes) in CONSTANT {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(!text.starts_with('\u{feff}') && text.ends_with('\n'), "{name}");
            let cr = text.matches('\r').count();
            match name {
                layout::VERIFY_CMD => {
                    assert!(text.is_ascii());
                    assert_eq!(
                        (cr, text.matches("\r\n").count()),
                        (cr, text.matches('\n').count())
                    );
                    assert_eq!(cr, text.matches('\n').count());
                }
                layout::VERIFY_SH => assert!(text.is_ascii() && cr == 0),
                _ => assert_eq!(cr, 0),
            }
        }
    }
}

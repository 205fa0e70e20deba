//! The one zip form (`formats.md` §6; PKWARE APPNOTE 6.3): every header is a function of an entry's
//! name, size, CRC-32 and place. The writer writes these bytes and the checker compares with them,
//! so there is no second reading of a package.
//!
//! Our own STORED writer and not the crate `zip`: that one writes the version needed as the version
//! made by, always saturates the end record beside ZIP64, seeks back to patch headers, and may
//! change its bytes with any release; signatures freeze ours.

/// Most entries of one package.
pub const MOST_ENTRIES: u64 = 200_000;
/// From this value on a field of 32 bits saturates and ZIP64 holds the value.
pub const SATURATED: u64 = 0xFFFF_FFFF;
/// From this number on a count of 16 bits saturates and ZIP64 holds the number.
pub const SATURATED_COUNT: u64 = 0xFFFF;

/// Octets of a local header without name and extra field.
pub const LOCAL: usize = 30;
/// Octets of a central header without name and extra field.
pub const CENTRAL: usize = 46;
/// Octets of the end record.
pub const END: usize = 22;
/// Octets of the ZIP64 end record.
pub const END64: usize = 56;
/// Octets of the ZIP64 locator.
pub const LOCATOR: usize = 20;

/// What a local header begins with.
pub const LOCAL_MARK: [u8; 4] = *b"PK\x03\x04";
/// What a central header begins with.
pub const CENTRAL_MARK: [u8; 4] = *b"PK\x01\x02";
/// What the end record begins with.
pub const END_MARK: [u8; 4] = *b"PK\x05\x06";

/// Unix, specification 4.5.
const MADE_BY: u16 = 0x032D;
/// 1980-01-01, the first day that the field can say; the time of day is 0.
const DATE: u16 = 0x0021;
/// A regular file that all may read.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// Bit 11: the name is UTF-8.
const UTF8: u16 = 1 << 11;

/// One entry, as both headers tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// Name with the leading folder.
    pub name: &'a str,
    /// Octets of content.
    pub size: u64,
    /// CRC-32 of the content.
    pub crc: u32,
    /// Where its local header begins, in octets from the start of the file.
    pub offset: u64,
}

/// Octets of the local header of an entry.
#[must_use]
pub fn local_length(name: &str, size: u64) -> u64 {
    let extra = if size >= SATURATED { 20 } else { 0 };
    (LOCAL + name.len() + extra) as u64
}

impl Entry<'_> {
    fn flags(&self) -> u16 {
        if self.name.is_ascii() { 0 } else { UTF8 }
    }

    /// The local header.
    #[must_use]
    pub fn local(&self) -> Vec<u8> {
        let mut extra = Vec::new();
        if self.size >= SATURATED {
            extra.extend(extra_field(&[self.size, self.size]));
        }
        let mut out = LOCAL_MARK.to_vec();
        self.common(&mut out, &extra);
        out.extend(self.name.as_bytes());
        out.extend(extra);
        out
    }

    /// The central header.
    #[must_use]
    pub fn central(&self) -> Vec<u8> {
        let mut over = Vec::new();
        if self.size >= SATURATED {
            over.extend([self.size, self.size]);
        }
        if self.offset >= SATURATED {
            over.push(self.offset);
        }
        let extra = if over.is_empty() { Vec::new() } else { extra_field(&over) };
        let mut out = CENTRAL_MARK.to_vec();
        out.extend(MADE_BY.to_le_bytes());
        self.common(&mut out, &extra);
        // Length of the comment, number of the disk, internal attributes.
        out.extend([0; 6]);
        out.extend(ATTRIBUTES.to_le_bytes());
        out.extend(low(self.offset));
        out.extend(self.name.as_bytes());
        out.extend(extra);
        out
    }

    /// The fields that both headers have in the same order.
    fn common(&self, out: &mut Vec<u8>, extra: &[u8]) {
        let needed: u16 = if extra.is_empty() { 10 } else { 45 };
        out.extend(needed.to_le_bytes());
        out.extend(self.flags().to_le_bytes());
        // STORED, midnight.
        out.extend([0; 4]);
        out.extend(DATE.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(low(self.size));
        out.extend(low(self.size));
        out.extend(short(self.name.len() as u64));
        out.extend(short(extra.len() as u64));
    }
}

/// Everything after the central directory: `count` entries, a directory of `size` octets that
/// begins at `offset`.
#[must_use]
pub fn end(count: u64, size: u64, offset: u64) -> Vec<u8> {
    let mut out = Vec::new();
    if count >= SATURATED_COUNT || size >= SATURATED || offset >= SATURATED {
        out.extend(b"PK\x06\x06");
        out.extend(44u64.to_le_bytes());
        out.extend(MADE_BY.to_le_bytes());
        out.extend(45u16.to_le_bytes());
        out.extend([0; 8]);
        for value in [count, count, size, offset] {
            out.extend(value.to_le_bytes());
        }
        out.extend(b"PK\x06\x07");
        out.extend([0; 4]);
        out.extend((offset + size).to_le_bytes());
        out.extend(1u32.to_le_bytes());
    }
    out.extend(END_MARK);
    out.extend([0; 4]);
    out.extend(short(count));
    out.extend(short(count));
    out.extend(low(size));
    out.extend(low(offset));
    out.extend([0; 2]);
    out
}

/// The ZIP64 extra field with these values.
fn extra_field(values: &[u64]) -> Vec<u8> {
    let mut out = 1u16.to_le_bytes().to_vec();
    out.extend(short(values.len() as u64 * 8));
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
    out
}

/// A value in 32 bits, saturated.
fn low(value: u64) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

/// A value in 16 bits, saturated.
fn short(value: u64) -> [u8; 2] {
    u16::try_from(value).unwrap_or(u16::MAX).to_le_bytes()
}

/// The field of a central header (local header: see [`local_field`]) in which an octet lies.
#[must_use]
pub fn central_field(at: usize) -> &'static str {
    match at {
        0..4 => "mark",
        4..6 => "made-by",
        6..32 => local_field(at - 2),
        32..34 => "comment",
        34..36 => "disk",
        36..38 => "internal-attributes",
        38..42 => "external-attributes",
        42..46 => "offset",
        _ => "name-or-extra",
    }
}

/// The field of a local header in which an octet lies.
#[must_use]
pub fn local_field(at: usize) -> &'static str {
    match at {
        0..4 => "mark",
        4..6 => "version-needed",
        6..8 => "flags",
        8..10 => "method",
        10..14 => "time",
        14..18 => "crc",
        18..26 => "size",
        26..28 => "name-length",
        28..30 => "extra",
        _ => "name-or-extra",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        hex::encode(bytes)
    }

    #[test]
    fn an_entry_has_these_octets() {
        let e = Entry { name: "甲/a", size: 3, crc: 0x0403_0201, offset: 0x10 };
        assert_eq!(
            hex(&e.local()),
            "504b03040a000008000000002100010203040300000003000000050000\
             00e794b22f61"
                .replace(' ', "")
        );
        assert_eq!(
            hex(&e.central()),
            "504b01022d030a00000800000000210001020304030000000300000005000000000000000000\
             0000a48110000000e794b22f61"
        );
        assert_eq!(e.local().len() as u64, local_length(e.name, e.size));
        assert_eq!(hex(&end(1, 2, 3)), "504b0506000000000100010002000000030000000000");
    }

    #[test]
    fn zip64_appears_exactly_where_a_value_overflows() {
        let entry = |size, offset| Entry { name: "a", size, crc: 0, offset };
        let extra = |e: Entry<'_>| (e.local().len() - LOCAL - 1, e.central().len() - CENTRAL - 1);
        assert_eq!(extra(entry(SATURATED - 1, SATURATED - 1)), (0, 0));
        assert_eq!(extra(entry(SATURATED, 0)), (20, 20));
        assert_eq!(extra(entry(0, SATURATED)), (0, 12));
        assert_eq!(extra(entry(SATURATED, SATURATED)), (20, 28));
        // Needed 45 only in a header that has the field.
        let e = entry(0, SATURATED);
        assert_eq!((e.local()[4], e.central()[6]), (10, 45));
        assert_eq!(local_length("a", SATURATED), entry(SATURATED, 0).local().len() as u64);
        // The order is size, compressed, offset.
        let e = entry(1 << 32, 1 << 33).central();
        assert_eq!(
            hex(&e[CENTRAL + 1..]),
            "01001800000000000100000000000000010000000000000002000000"
        );
        assert_eq!(e[20..28], [0xFF; 8]);
        assert_eq!(e[42..46], [0xFF; 4]);
    }

    #[test]
    fn the_end_grows_only_when_one_of_its_fields_overflows() {
        assert_eq!(end(0xFFFE, SATURATED - 1, SATURATED - 1).len(), END);
        for (count, size, offset) in [(0xFFFF, 0, 0), (1, SATURATED, 0), (1, 0, SATURATED)] {
            let bytes = end(count, size, offset);
            assert_eq!(bytes.len(), END64 + LOCATOR + END);
            let short = &bytes[END64 + LOCATOR..];
            // Only the overflowing field saturates.
            assert_eq!(short[8..12] == [0xFF; 4], count == 0xFFFF);
            assert_eq!(short[12..16] == [0xFF; 4], size == SATURATED);
            assert_eq!(short[16..20] == [0xFF; 4], offset == SATURATED);
        }
    }
}

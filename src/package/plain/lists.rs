//! The tag files of other people's bags: declaration, manifests, `fetch.txt`, `bag-info.txt`, in the
//! spellings that RFC 8493 and its drafts since 0.93 allow.

/// A version of BagIt: `(0, 97)`.
pub type Version = (u32, u32);

/// The RFC.
pub const RFC: Version = (1, 0);
/// The drafts that are read.
const DRAFTS: [Version; 5] = [(0, 93), (0, 94), (0, 95), (0, 96), (0, 97)];

/// What `bagit.txt` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Declaration {
    /// The version.
    pub version: Version,
    /// How the other tag files are encoded.
    pub encoding: Encoding,
}

/// The encodings that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, by its mark, big-endian without one.
    Utf16,
    /// ISO-8859-1.
    Latin1,
}

impl Declaration {
    /// Reads `bagit.txt`: two lines, UTF-8 without a mark, nothing before the colons.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = lines(text).into_iter();
        let version = lines.next()?.strip_prefix("BagIt-Version: ")?;
        let encoding = lines.next()?.strip_prefix("Tag-File-Character-Encoding: ")?;
        if lines.next().is_some() {
            return None;
        }
        let (major, minor) = version.split_once('.')?;
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse::<u32>().ok())?
        };
        let version = (number(major)?, number(minor)?);
        let encoding = match encoding.to_ascii_uppercase().as_str() {
            "UTF-8" => Encoding::Utf8,
            "UTF-16" => Encoding::Utf16,
            "ISO-8859-1" => Encoding::Latin1,
            _ => return None,
        };
        (version == RFC || DRAFTS.contains(&version)).then_some(Self { version, encoding })
    }
}

impl Encoding {
    /// The text of a tag file; `None` where it is not in this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Self::Latin1 => Some(bytes.iter().map(|b| char::from(*b)).collect()),
            Self::Utf16 => {
                let (pairs, rest) = bytes.as_chunks::<2>();
                if !rest.is_empty() {
                    return None;
                }
                let little = pairs.first() == Some(&[0xff, 0xfe]);
                let marked = little || pairs.first() == Some(&[0xfe, 0xff]);
                let unit = |pair: &[u8; 2]| match little {
                    true => u16::from_le_bytes(*pair),
                    false => u16::from_be_bytes(*pair),
                };
                let units = pairs.iter().skip(usize::from(marked)).map(unit);
                char::decode_utf16(units).collect::<Result<_, _>>().ok()
            }
        }
    }
}

/// The lines of a text, ended by LF, CR or CRLF; an end at the end begins no line.
pub fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> =
        text.split("\r\n").flat_map(|part| part.split(['\r', '\n'])).collect();
    if lines.last() == Some(&"") {
        lines.pop();
    }
    lines
}

/// A line of a manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The digest, in lower case.
    pub digest: String,
    /// The path as it is written, without `*` and `./`.
    pub path: String,
    /// Whether it had a `*`, which tools like `md5sum` write for binary files.
    pub star: bool,
    /// Whether it began with `./`.
    pub relative: bool,
}

impl Listed {
    /// Reads a line: digest, white space, path.
    pub fn parse(line: &str) -> Option<Self> {
        let (digest, rest) = line.split_once([' ', '\t'])?;
        if digest.is_empty() || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let rest = rest.trim_start_matches([' ', '\t']);
        let (star, rest) = match rest.strip_prefix('*') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let (relative, path) = match rest.strip_prefix("./") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let (digest, path) = (digest.to_ascii_lowercase(), path.to_string());
        (!path.is_empty()).then_some(Self { digest, path, star, relative })
    }
}

/// The path of a line of `fetch.txt`: URL, length or `-`, path.
pub fn fetched(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once([' ', '\t'])?;
    let (length, path) = rest.trim_start_matches([' ', '\t']).split_once([' ', '\t'])?;
    let path = path.trim_start_matches([' ', '\t']);
    let known = length == "-" || length.bytes().all(|b| b.is_ascii_digit());
    (known && !path.is_empty()).then_some(path)
}

/// A path with `%0A`, `%0D` and `%25` decoded, and no other (RFC 8493 §2.1.3).
pub fn decoded(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).map(str::to_ascii_uppercase);
        let letter = match code.as_deref() {
            Some("0A") => Some('\n'),
            Some("0D") => Some('\r'),
            Some("25") => Some('%'),
            Some(_) | None => None,
        };
        match letter {
            Some(letter) => {
                out.push(letter);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out + rest
}

/// What is wrong with where a path leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Out of the bag on every system, or on this one.
    Outside,
    /// Out of the bag on Windows only; elsewhere it is a strange name.
    OutsideOnWindows,
}

/// Whether a path leads out of the bag (RFC 8493 §5).
pub fn reach(path: &str) -> Option<Reach> {
    if path.starts_with(['/', '~']) || path.split('/').any(|part| part == "..") {
        return Some(Reach::Outside);
    }
    let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && path.as_bytes().get(1) == Some(&b':');
    let variable = path.starts_with('%') && path.matches('%').count() > 1;
    let climbs = path.split(['/', '\\']).any(|part| part == "..");
    (drive || variable || climbs || path.starts_with('\\')).then_some(Reach::OutsideOnWindows)
}

/// `Payload-Oxum` of a `bag-info.txt`: octets and number of payload files.
pub fn oxum(text: &str) -> Option<(u64, u64)> {
    let value = lines(text).into_iter().find_map(|line| {
        let (label, value) = line.split_once(':')?;
        label.trim().eq_ignore_ascii_case("Payload-Oxum").then(|| value.trim())
    })?;
    let (octets, count) = value.split_once('.')?;
    Some((octets.parse().ok()?, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_has_two_lines_and_a_known_version() {
        let of = |text: &str| Declaration::parse(text.as_bytes());
        let good = of("BagIt-Version: 0.97\r\nTag-File-Character-Encoding: utf-16").unwrap();
        assert_eq!(good, Declaration { version: (0, 97), encoding: Encoding::Utf16 });
        for bad in [
            "",
            "BagIt-Version: 1.0\n",
            "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC\n",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
            "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        ] {
            assert_eq!(of(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn lines_of_manifests_are_read_as_every_tool_writes_them() {
        let of = |line: &str| Listed::parse(line).map(|l| (l.digest, l.path, l.star, l.relative));
        let ok = |path: &str, star, relative| Some(("ab12".into(), path.into(), star, relative));
        assert_eq!(of("ab12  data/a b.txt"), ok("data/a b.txt", false, false));
        assert_eq!(of("AB12\tdata/a"), ok("data/a", false, false));
        assert_eq!(of("ab12 *data/a"), ok("data/a", true, false));
        assert_eq!(of("ab12 ./data/a"), ok("data/a", false, true));
        for bad in ["", "ab12", "ab12  ", "xy  data/a", "  data/a"] {
            assert_eq!(of(bad), None, "{bad:?}");
        }
        assert_eq!(lines("a\rb\nc\r\n\r\nd"), ["a", "b", "c", "", "d"]);
        assert_eq!(fetched("http://x  12\tdata/a b"), Some("data/a b"));
        assert_eq!(fetched("http://x - data/a"), Some("data/a"));
        assert_eq!(fetched("http://x data/a"), None);
    }

    #[test]
    fn three_escapes_are_decoded_and_no_other() {
        assert_eq!(decoded("100%25%7e%0a%0D%"), "100%%7e\n\r%");
        assert_eq!(decoded("%甲%2"), "%甲%2");
    }

    #[test]
    fn paths_that_leave_the_bag_are_told_from_strange_names() {
        for out in ["/a", "~/a", "~root/a", "data/../../a", ".."] {
            assert_eq!(reach(out), Some(Reach::Outside), "{out}");
        }
        for strange in ["C:\\x", "\\\\?\\UNC\\x", "%HomeDrive%\\x", "a\\..\\b"] {
            assert_eq!(reach(strange), Some(Reach::OutsideOnWindows), "{strange}");
        }
        for fine in ["data/a~b", "data/~a", "data/100%", "data/..a", "甲:乙"] {
            assert_eq!(reach(fine), None, "{fine}");
        }
    }

    #[test]
    fn encodings_are_read_by_their_marks() {
        let text = "甲a\n";
        let units = || text.encode_utf16();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let marked = |mark: [u8; 2], rest: &[u8]| [&mark[..], rest].concat();
        assert_eq!(Encoding::Utf16.decode(&big).unwrap(), text);
        assert_eq!(Encoding::Utf16.decode(&marked([0xfe, 0xff], &big)).unwrap(), text);
        assert_eq!(Encoding::Utf16.decode(&marked([0xff, 0xfe], &little)).unwrap(), text);
        assert_eq!(Encoding::Utf16.decode(b"abc"), None);
        assert_eq!(Encoding::Utf16.decode(&[0xd8, 0]), None);
        assert_eq!(Encoding::Utf8.decode(&[0xff]), None);
        assert_eq!(Encoding::Latin1.decode(&[0xe9]).unwrap(), "é");
        assert_eq!(oxum("X: 1\nPayload-Oxum: 58.2\n"), Some((58, 2)));
    }
}

//! Names of files that must live on every system and print on paper (`formats.md` §1).

use unicode_normalization::UnicodeNormalization;

use super::text::{is_han, is_nfc};

/// Longest file name in octets of UTF-8.
pub const LONGEST: usize = 255;

/// What is wrong with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Flaw {
    /// No characters, or `.` or `..`.
    #[error("the name is empty or a dot name")]
    Empty,
    /// Longer than [`LONGEST`] octets.
    #[error("the name is longer than 255 octets")]
    Long,
    /// Not in Unicode normalisation form C.
    #[error("the name is not in normalisation form C")]
    NotNfc,
    /// A character that some system or reader refuses.
    #[error("the name has the character U+{:04X}", u32::from(*.0))]
    Character(char),
    /// Ends in a dot or a space, which Windows drops.
    #[error("the name ends in a dot or a space")]
    Trailing,
    /// A device name of Windows.
    #[error("the name is reserved on Windows")]
    Reserved,
}

/// A character that no packed name may hold.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    // Most characters of most names, told apart at once.
    if c.is_ascii_alphanumeric() || is_han(c) {
        return false;
    }
    c.is_control()
        || matches!(c, '"' | '\\' | '/' | '%' | ':' | '*' | '?' | '<' | '>' | '|')
        || super::text::is_invisible(c)
        || matches!(u32::from(c), 0xFFFE | 0xFFFF)
}

/// Checks one component of a path.
///
/// # Errors
/// The first flaw found.
pub fn check(name: &str) -> Result<(), Flaw> {
    if name.is_empty() || name == "." || name == ".." {
        return Err(Flaw::Empty);
    }
    if name.len() > LONGEST {
        return Err(Flaw::Long);
    }
    if let Some(c) = name.chars().find(|c| is_forbidden(*c)) {
        return Err(Flaw::Character(c));
    }
    if !is_nfc(name) {
        return Err(Flaw::NotNfc);
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Err(Flaw::Trailing);
    }
    if is_reserved(name) {
        return Err(Flaw::Reserved);
    }
    Ok(())
}

/// Checks a relative path of good components joined by `/`.
///
/// # Errors
/// The first flaw of its first bad component.
pub fn check_path(path: &str) -> Result<(), Flaw> {
    path.split('/').try_for_each(check)
}

/// Whether Windows keeps this name for a device, whatever its extension.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is = |word: &&str| stem.eq_ignore_ascii_case(word);
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].iter().any(is) {
        return true;
    }
    let Some((head, number)) = stem.split_at_checked(3) else { return false };
    let mut number = number.chars();
    ["COM", "LPT"].iter().any(|word| head.eq_ignore_ascii_case(word))
        && matches!(number.next(), Some('0'..='9' | '¹' | '²' | '³'))
        && number.next().is_none()
}

/// The key under which two names clash on some system: NFKC (so also width) and lower case.
#[must_use]
pub fn clash_key(name: &str) -> String {
    if name.chars().all(|c| c.is_ascii() || is_han(c)) {
        return name.to_ascii_lowercase();
    }
    name.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// The nearest good name: NFC, forbidden characters as their full-width twins or `_`, shortened
/// before its extension. The result passes [`check`].
#[must_use]
pub fn mend(name: &str) -> String {
    let mut out: String = name
        .nfc()
        .filter(|c| !super::text::is_invisible(*c))
        .map(|c| match c {
            '%' => '％',
            ':' => '：',
            '?' => '？',
            '*' => '＊',
            '<' => '＜',
            '>' => '＞',
            '|' => '｜',
            '"' => '＂',
            c if is_forbidden(c) => '_',
            c => c,
        })
        .nfc()
        .collect();
    out = out.trim_start().trim_end_matches(['.', ' ']).to_string();
    if out.is_empty() {
        out.push('_');
    }
    if is_reserved(&out) {
        out.insert(0, '_');
    }
    shorten(&out, LONGEST)
}

/// Cuts the stem of a name so that the whole fits into `limit` octets, keeping a short extension.
fn shorten(name: &str, limit: usize) -> String {
    if name.len() <= limit {
        return name.to_string();
    }
    let (stem, ext) = match name.rsplit_once('.') {
        Some((stem, ext)) if ext.len() <= 16 => (stem, format!(".{ext}")),
        Some(_) | None => (name, String::new()),
    };
    let mut out = String::new();
    for c in stem.chars() {
        if out.len() + c.len_utf8() + ext.len() > limit {
            break;
        }
        out.push(c);
    }
    let kept = out.trim_end_matches(['.', ' ']).len();
    out.truncate(kept);
    out + &ext
}

/// Whether this is an ASCII id of a profile: letters, digits, `.`, `-`, `_`, beginning with a
/// letter or digit, at most 64 long.
#[must_use]
pub fn is_id(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !id.ends_with('.')
        && !id.contains("..")
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_break_elsewhere_are_refused_and_mended() {
        let bad = [
            ("", Flaw::Empty),
            ("..", Flaw::Empty),
            ("达标率100%.txt", Flaw::Character('%')),
            ("a/b", Flaw::Character('/')),
            ("a\u{202e}gpj.exe", Flaw::Character('\u{202e}')),
            ("a\u{200b}b", Flaw::Character('\u{200b}')),
            ("e\u{301}.pdf", Flaw::NotNfc),
            ("name.", Flaw::Trailing),
            ("con.txt", Flaw::Reserved),
            ("LPT1", Flaw::Reserved),
            ("Com¹ .txt", Flaw::Reserved),
            ("a\nb", Flaw::Character('\n')),
        ];
        for (name, flaw) in bad {
            assert_eq!(check(name), Err(flaw), "{name:?}");
            assert_eq!(check(&mend(name)), Ok(()), "{name:?} -> {:?}", mend(name));
        }
        let long = "长".repeat(100) + ".pdf";
        assert_eq!(check(&long), Err(Flaw::Long));
        assert!(check(&mend(&long)).is_ok() && mend(&long).ends_with(".pdf"));
        assert_eq!(check("环评批复（正式）.pdf"), Ok(()));
        for good in ["COMMENT.txt", "com10", "com", "co", "长河1", "LPT甲"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn names_alike_in_case_width_or_form_share_a_key() {
        assert_eq!(clash_key("Ａ.PDF"), clash_key("a.pdf"));
        assert_eq!(clash_key("台账Ａ.PDF"), clash_key("台账A.pdf"));
        assert_eq!(clash_key("é"), clash_key("e\u{301}"));
        assert_ne!(clash_key("甲"), clash_key("乙"));
    }
}

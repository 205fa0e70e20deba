//! Text from strangers, made safe to show (`formats.md` §7).

/// A Han character of everyday use: visible, never composed with another, never changed by any
/// normalisation. Most of what is read here consists of them.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Whether a text is in Unicode normalisation form C.
#[must_use]
pub fn is_nfc(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || is_han(c)) || unicode_normalization::is_nfc(text)
}

/// A character that has no mark of its own but changes how its neighbours are read: bidirectional
/// controls, zero-width characters, variation and tag characters.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

/// The text with control and invisible characters written as `\u{…}`, for terminals and reports.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_need_no_look_at_their_forms() {
        use unicode_normalization::char::canonical_combining_class;
        use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
        for c in '\u{4E00}'..='\u{9FFF}' {
            assert_eq!(is_nfc_quick([c].into_iter()), IsNormalized::Yes, "{c}");
            assert_eq!(canonical_combining_class(c), 0, "{c}");
            assert!([c].into_iter().nfkd().eq([c]), "{c}");
            assert!(!c.is_control() && !is_invisible(c) && !c.is_whitespace(), "{c}");
        }
        assert!(is_nfc("甲乙.pdf") && is_nfc("甲é") && is_nfc("\u{FF21}"));
        assert!(!is_nfc("甲a\u{301}") && !is_nfc("\u{F900}"));
    }

    #[test]
    fn escapes_reach_no_terminal() {
        assert_eq!(visible("甲\u{1b}[31m乙\u{202e}"), "甲\\u{1b}[31m乙\\u{202e}");
    }
}

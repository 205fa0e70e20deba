//! Columns of text that mixes Chinese and Latin: a Han character takes two (UAX #11).

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Punctuation that never begins a line.
const CLOSING: &str = "，。；：！？、）】》」』〉”’,.;:!?)]}%…";
/// Punctuation that never ends a line.
const OPENING: &str = "（【《「『〈“‘([{";

/// Columns that a text takes on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces behind it up to a width.
#[must_use]
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Breaks a text into lines of at most `limit` columns: at spaces, and between characters of
/// which one is wide. Words, paths and digests are broken only where one alone does not fit.
#[must_use]
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(line, limit.max(2))).collect()
}

fn wrap_line(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if width(&line) + width(piece.trim_end()) <= limit {
            line.push_str(piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_string());
        }
        line.clear();
        for c in piece.chars() {
            if width(&line) + c.width().unwrap_or(0) > limit {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line.trim_end().to_string());
    lines
}

/// The parts of a line that stay whole, each with the spaces behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = before.is_some_and(|b| {
            (b == ' ' && c != ' ')
                || ((is_wide(b) || is_wide(c))
                    && c != ' '
                    && !CLOSING.contains(c)
                    && !OPENING.contains(b))
        });
        if breaks {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn is_wide(c: char) -> bool {
    c.width().unwrap_or(0) > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_take_two_columns() {
        assert_eq!(width("卷宗 ab"), 7);
        assert_eq!(pad("卷", 4), "卷  ");
        assert_eq!(pad("卷宗", 3), "卷宗");
    }

    #[test]
    fn chinese_breaks_anywhere_but_not_before_its_punctuation() {
        assert_eq!(wrap("甲乙丙，丁", 6), ["甲乙", "丙，丁"]);
        assert_eq!(wrap("甲乙丙丁", 4), ["甲乙", "丙丁"]);
        assert_eq!(wrap("甲（乙丙", 5), ["甲", "（乙", "丙"]);
    }

    #[test]
    fn words_stay_whole_unless_one_alone_is_too_long() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("文件 data/01.pdf 已改", 12), ["文件", "data/01.pdf", "已改"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("a\nb", 4), ["a", "b"]);
    }
}

//! The rules of single values: plain text, names, numbers and codes.

use unicode_normalization::UnicodeNormalization;

use super::field::Range;
use crate::base::text::is_invisible;

/// Most characters of a person's name.
pub(super) const LONGEST_NAME: usize = 50;

/// The years that a year field takes.
pub(super) const YEARS: Range = Range { min: Some(1900.0), max: Some(2100.0) };

/// Most digits of a decimal number, so that its value is exact enough to be compared.
const DIGITS: usize = 15;

/// Typed text in NFC with LF line ends, without white space at its ends.
///
/// # Errors
/// The first character that a paper cannot show: a control or an invisible one.
pub(super) fn plain(typed: &str) -> Result<String, char> {
    let text: String = typed.replace("\r\n", "\n").trim().nfc().collect();
    let odd = |c: &char| (c.is_control() && *c != '\n') || is_invisible(*c);
    match text.chars().find(odd) {
        Some(c) => Err(c),
        None => Ok(text),
    }
}

/// Whether text can be the name of one person: letters, spaces, and the dots between the parts of
/// a name; two names in one field are refused.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '·' | '•' | '.' | '-' | '\'' | '’'))
        && text.chars().count() <= LONGEST_NAME
}

/// Whether text is a person's number in the key ring (`formats.md` §1).
pub(super) fn is_person_id(text: &str) -> bool {
    text.strip_prefix("p-").is_some_and(|digits| {
        (4..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether text can be a telephone number: 5 to 20 digits and the usual signs between them.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '转'))
}

/// Whether text has the shape of a division code (GB/T 2260): six digits, the first 1 to 8.
pub(super) fn is_division(text: &str) -> bool {
    text.len() == 6
        && text.bytes().all(|b| b.is_ascii_digit())
        && matches!(text.as_bytes().first(), Some(b'1'..=b'8'))
}

/// What a decimal number turned out to be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Number {
    /// Within its bounds.
    Right,
    /// A number, but out of bounds.
    OutOfRange,
    /// Not a plain decimal number, or with too many digits.
    Misshapen,
}

/// Checks a decimal number as typed: optional sign, digits, optional point and digits; no exponent.
pub(super) fn decimal(text: &str, range: &Range, places: usize) -> Number {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let shaped = digits(whole) && digits(part) && whole.len() + part.len() <= DIGITS;
    let fine = body.split_once('.').is_none_or(|(_, part)| part.len() <= places);
    match text.parse::<f64>() {
        Ok(number) if shaped && fine && range.holds(number) => Number::Right,
        Ok(_) if shaped && fine => Number::OutOfRange,
        Ok(_) | Err(_) => Number::Misshapen,
    }
}

/// How many single changes turn one word into another, for "did you mean".
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let best = (diagonal + usize::from(x != *y)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_named_and_line_ends_made_one() {
        assert_eq!(plain(" 甲\r\n乙 \n"), Ok("甲\n乙".to_string()));
        assert_eq!(plain("e\u{301}"), Ok("é".to_string()));
        assert_eq!(plain("甲\u{200b}"), Err('\u{200b}'));
        assert_eq!(plain("甲\t乙"), Err('\t'));
    }

    #[test]
    fn a_decimal_is_kept_within_bounds_and_places() {
        let range = Range { min: Some(0.0), max: Some(180.0) };
        for good in ["0", "180", "180.00", "0.10", "+1"] {
            assert_eq!(decimal(good, &range, 2), Number::Right, "{good}");
        }
        for out in ["-0.01", "180.01"] {
            assert_eq!(decimal(out, &range, 2), Number::OutOfRange, "{out}");
        }
        for bad in ["", ".5", "5.", "1e2", "1.005", "inf", "nan", "1_0", "1,5", "1234567890123456"]
        {
            assert_eq!(decimal(bad, &range, 2), Number::Misshapen, "{bad}");
        }
    }

    #[test]
    fn codes_and_names_are_checked_on_both_sides() {
        assert!(is_division("130283") && !is_division("13028") && !is_division("930283"));
        assert!(is_phone("0315-1234567 转 801") && !is_phone("1234") && !is_phone("12345a"));
        assert!(is_name("阿依古丽·买买提") && !is_name("张三、李四") && !is_name("张3"));
        assert!(is_name(&"王".repeat(50)) && !is_name(&"王".repeat(51)));
        assert!(is_person_id("p-0001") && !is_person_id("p-001") && !is_person_id("p-1234567890"));
        assert_eq!(distance("enterprise", "enterprsie"), 2);
        assert_eq!(distance("", "abc"), 3);
    }
}

//! 统一社会信用代码 (GB 32100-2015): shape and both check characters.
//!
//! 18 characters: registering department, kind of body, six digits of the division (GB/T 2260),
//! nine characters of the body itself (GB 11714) with a check character of their own, and the check
//! character of the whole. Lawful codes exist whose check characters are wrong (early batches), so a
//! wrong one is told, never refused.

/// What a code turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CreditCode {
    /// Shape and check characters are right.
    Right,
    /// The shape is right, a check character is not.
    CheckWrong(Part),
    /// No such code.
    Misshapen,
}

/// The part of a code that a check character answers for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// All 18 characters: the last one (GB 32100-2015).
    Whole,
    /// Characters 9 to 17, the body: their last one (GB 11714), where that of the whole is right.
    Body,
}

impl Part {
    /// The word that findings use for it, an id of the texts.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Body => "body",
        }
    }

    /// The standard that gives its check character.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::Whole => "GB 32100-2015",
            Self::Body => "GB 11714",
        }
    }
}

/// The characters of GB 32100 in the order of their values: digits and capitals without I, O, S, V, Z.
const SET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of the eight characters of a body (GB 11714).
const BODY: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Checks a code as it stands, without white space at its ends.
#[must_use]
pub fn check(text: &str) -> CreditCode {
    let code = text.as_bytes();
    let known = code.len() == 18 && code.iter().all(|c| SET.contains(c));
    let region = code.iter().skip(2).take(6).all(u8::is_ascii_digit);
    if !known || !region {
        return CreditCode::Misshapen;
    }
    if code.last().copied() != whole(code) {
        return CreditCode::CheckWrong(Part::Whole);
    }
    if code.get(16).copied() != Some(body(code)) {
        return CreditCode::CheckWrong(Part::Body);
    }
    CreditCode::Right
}

/// The check character of the first 17: weights 3^(i−1) mod 31, 31 less the sum, 31 becoming 0.
fn whole(code: &[u8]) -> Option<u8> {
    let (mut sum, mut weight) = (0, 1);
    for c in code.iter().take(17) {
        sum += SET.iter().position(|known| known == c)? * weight;
        weight = weight * 3 % 31;
    }
    SET.get((31 - sum % 31) % 31).copied()
}

/// The check character of characters 9 to 16: here a letter is worth its place in the whole
/// alphabet, A being 10; 11 less the sum, 10 becoming X and 11 becoming 0.
fn body(code: &[u8]) -> u8 {
    let worth = |c: &u8| char::from(*c).to_digit(36).unwrap_or_default();
    let sum: u32 = code.iter().skip(8).zip(BODY).map(|(c, weight)| worth(c) * weight).sum();
    match sum % 11 {
        0 => b'0',
        1 => b'X',
        rest => u8::try_from(11 - rest).map_or(b'0', |digit| b'0' + digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented codes whose check characters are right; the last ones end their bodies in X and 0.
    const RIGHT: [&str; 7] = [
        "91130200MA0TEAT01J",
        "91411200MA4DEMA141",
        "916501007777777758",
        "91330600MA2CQAA98E",
        "91130200MA0TE000XD",
        "91130200MA0TE0050Q",
        "91130200MA0TE02100",
    ];

    #[test]
    fn codes_with_right_check_characters_pass() {
        for code in RIGHT {
            assert_eq!(check(code), CreditCode::Right, "{code}");
        }
    }

    #[test]
    fn any_single_wrong_character_is_noticed() {
        for code in RIGHT {
            for at in 0..18 {
                for other in SET.iter().filter(|c| **c != code.as_bytes()[at]) {
                    let mut wrong = code.as_bytes().to_vec();
                    wrong[at] = *other;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_ne!(check(&wrong), CreditCode::Right, "{wrong}");
                }
            }
        }
    }

    #[test]
    fn it_is_told_which_check_character_is_wrong() {
        assert_eq!(check("91130200MA0TEAT01K"), CreditCode::CheckWrong(Part::Whole));
        // The body's should be 1; the last one was made for the 2.
        assert_eq!(check("91130200MA0TEAT02M"), CreditCode::CheckWrong(Part::Body));
    }

    #[test]
    fn what_has_another_shape_is_no_code() {
        for bad in [
            "",
            "91130200MA0TEAT01",
            "91130200MA0TEAT01JJ",
            "91130200MA0TEAT0IJ",
            "9113O200MA0TEAT01J",
            "911302A0MA0TEAT01J",
            "91130200ma0teat01j",
            "91130200MA0TEAT01Ｊ",
            " 1130200MA0TEAT01J",
        ] {
            assert_eq!(check(bad), CreditCode::Misshapen, "{bad}");
        }
    }
}

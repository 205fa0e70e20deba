//! Counts the saved graphics states of a foreign content stream (`q` and `Q`), so that what is
//! drawn after it starts from a state that is known.

use serde::{Deserialize, Serialize};

/// What a content stream leaves behind.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Balance {
    /// States that it restores without having saved them.
    pub below: usize,
    /// States that it saved and did not restore.
    pub open: usize,
}

/// What the pages of a file leave behind, by their number from 0; a page that is not listed leaves
/// everything as it was.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Balances(pub Vec<(usize, Balance)>);

impl Balances {
    /// What each of so many pages leaves behind.
    #[must_use]
    pub(crate) fn each(&self, pages: usize) -> Vec<Balance> {
        let mut all = vec![Balance::default(); pages];
        for (number, balance) in &self.0 {
            if let Some(place) = all.get_mut(*number) {
                *place = *balance;
            }
        }
        all
    }
}

/// Reads through decoded content; strings, comments and inline images are passed over.
pub(crate) fn of(content: &[u8]) -> Balance {
    let mut balance = Balance::default();
    let mut at = 0;
    while let Some(&octet) = content.get(at) {
        match octet {
            b'(' => at = string_end(content, at + 1),
            b'%' => at = find(content, at, |b| b == b'\n' || b == b'\r'),
            b'<' if content.get(at + 1) != Some(&b'<') => at = find(content, at, |b| b == b'>') + 1,
            b'/' => at = find(content, at + 1, |b| !is_regular(b)),
            b if is_regular(b) => {
                let end = find(content, at, |b| !is_regular(b));
                match content.get(at..end) {
                    Some(b"q") => balance.open += 1,
                    Some(b"Q") if balance.open > 0 => balance.open -= 1,
                    Some(b"Q") => balance.below += 1,
                    Some(b"ID") => {
                        at = image_end(content, end);
                        continue;
                    }
                    Some(_) | None => {}
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    balance
}

fn is_regular(b: u8) -> bool {
    !is_space(b)
        && !matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_space(b: u8) -> bool {
    matches!(b, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn find(content: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    from + rest.iter().position(|b| wanted(*b)).unwrap_or(rest.len())
}

fn string_end(content: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while let Some(octet) = content.get(at) {
        match octet {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The end of inline image data: `EI` between white space, followed by something that reads like
/// content and not like image data.
fn image_end(content: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(rest) = content.get(at..) {
        let Some(found) = rest.windows(2).position(|w| w == b"EI") else {
            return content.len();
        };
        let start = at + found;
        let end = start + 2;
        let before =
            start.checked_sub(1).and_then(|i| content.get(i)).is_some_and(|b| is_space(*b));
        let after = content.get(end).is_none_or(|b| is_space(*b));
        let next = content.get(end..content.len().min(end + 12)).unwrap_or_default();
        if before && after && next.iter().all(|b| is_space(*b) || (0x20..0x7F).contains(b)) {
            return end;
        }
        at = end;
    }
    content.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_operators_count() {
        let balance = |below, open| Balance { below, open };
        assert_eq!(of(b"q 1 0 0 1 0 0 cm Q"), balance(0, 0));
        assert_eq!(of(b"q q (Q \\) Q) Tj <51> Tj /Q gs % Q\n Q"), balance(0, 1));
        assert_eq!(of(b"Q Q q"), balance(2, 1));
        assert_eq!(of(b"q BI /W 1 /H 1 ID \x01 EI\xFF\x02 Q Q EI Q"), balance(0, 0));
        assert_eq!(of(b"[(q)]TJ q<</A/q>>BDC(unclosed"), balance(0, 1));
    }
}

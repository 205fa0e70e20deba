//! Texts by the hundred thousand, one behind the other on pages: a string of its own takes three times
//! as much memory as a short name has octets.

/// Most octets of a page, but for a text that fills one alone.
const PAGE: usize = u16::MAX as usize;

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Text {
    page: u32,
    start: u16,
    /// Octets; [`PAGE`] is the whole page, however long.
    length: u16,
}

/// Pages of texts.
#[derive(Clone, Debug, Default)]
pub struct Texts(Vec<String>);

impl Texts {
    /// Keeps a text.
    pub fn keep(&mut self, text: &str) -> Text {
        let room = self.0.last().is_some_and(|page| page.len() + text.len() < PAGE);
        if !room {
            self.0.push(String::with_capacity(PAGE.max(text.len())));
        }
        let page = u32::try_from(self.0.len()).unwrap_or(u32::MAX).saturating_sub(1);
        let Some(last) = self.0.last_mut() else { return Text::default() };
        let start = u16::try_from(last.len()).unwrap_or(u16::MAX);
        last.push_str(text);
        Text { page, start, length: u16::try_from(text.len()).unwrap_or(u16::MAX) }
    }

    /// A text that was kept.
    #[must_use]
    pub fn get(&self, text: Text) -> &str {
        let page = self.0.get(text.page as usize).map_or("", String::as_str);
        let (start, length) = (usize::from(text.start), usize::from(text.length));
        if length == PAGE { page } else { page.get(start..start + length).unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_again_however_long_it_is() {
        let lengths =
            [0, 1, 14, 0, 65_533, 65_534, 65_535, 0, 65_536, 200_000, 3, 0, 40_000, 40_000];
        let text = |n: usize, length: usize| {
            let letter = char::from(b'a' + u8::try_from(n % 26).unwrap());
            letter.to_string().repeat(length)
        };
        let mut texts = Texts::default();
        let mut kept = Vec::new();
        for (n, length) in lengths.iter().cycle().take(200).enumerate() {
            kept.push(texts.keep(&text(n, *length)));
        }
        for (n, (length, place)) in lengths.iter().cycle().zip(&kept).enumerate() {
            assert_eq!(texts.get(*place), text(n, *length), "{n}");
        }
        let mut texts = Texts::default();
        let kept: Vec<Text> = (0..9_000).map(|n| texts.keep(&format!("档案/{n}.zip"))).collect();
        for (n, place) in kept.iter().enumerate() {
            assert_eq!(texts.get(*place), format!("档案/{n}.zip"));
        }
        assert!(texts.0.len() < 5);
    }
}

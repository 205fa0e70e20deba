//! Whether a picture shows its background and nothing else: the back of a sheet that was scanned.

/// The part of a picture's samples that differs from its background on an empty page.
const INK: f64 = 0.000_5;
/// Shades around the background that are the noise of paper.
const NOISE: usize = 64;

/// The samples of a picture, counted as they come.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    bits: u8,
    width: u32,
    counts: [u64; 256],
    /// Black and all pixels, where a pixel is a bit.
    pixels: (u64, u64),
}

impl Samples {
    /// None so far, of so many bits each, in rows of so many pixels.
    pub(crate) fn new(bits: u8, width: u32) -> Self {
        Self { bits, width, counts: [0; 256], pixels: (0, 0) }
    }

    /// Counts whole rows.
    pub(crate) fn add(&mut self, octets: &[u8]) {
        if self.bits == 1 {
            let across = usize::try_from(self.width.div_ceil(8)).unwrap_or(usize::MAX).max(1);
            // The bits that fill a row's last octet are no pixels.
            let last = 0xFF_u8 << ((8 - self.width % 8) % 8);
            for row in octets.chunks(across) {
                let (whole, rest) = row.split_at(row.len().saturating_sub(1));
                let black: u32 = whole.iter().map(|octet| octet.count_zeros()).sum();
                let black = black + rest.iter().map(|o| (o | !last).count_zeros()).sum::<u32>();
                self.pixels.0 += u64::from(black);
                self.pixels.1 += u64::from(self.width);
            }
            return;
        }
        for octet in octets {
            if let Some(count) = self.counts.get_mut(usize::from(*octet)) {
                *count += 1;
            }
        }
    }

    /// Whether hardly any differs from the most frequent one.
    pub(crate) fn are_empty(&self) -> bool {
        self.ink() < INK
    }

    fn ink(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a part of a whole")]
        let part = |some: u64, all: u64| some as f64 / all.max(1) as f64;
        if self.bits == 1 {
            let (black, all) = self.pixels;
            return part(black.min(all.saturating_sub(black)), all);
        }
        let counts = &self.counts;
        let (common, _) = counts.iter().enumerate().max_by_key(|(_, n)| **n).unwrap_or((0, &0));
        let highest = counts.iter().rposition(|n| *n > 0).unwrap_or(0);
        // Numbers of colours rather than shades.
        let near = if highest < NOISE { 0 } else { NOISE };
        let far = counts.iter().enumerate().filter(|(value, _)| value.abs_diff(common) > near);
        part(far.map(|(_, n)| n).sum(), counts.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty(octets: &[u8], bits: u8, width: u32) -> bool {
        let mut samples = Samples::new(bits, width);
        samples.add(octets);
        samples.are_empty()
    }

    #[test]
    fn ink_is_what_differs_from_the_paper() {
        let mut sheet = vec![250u8; 10_000];
        assert!(empty(&sheet, 8, 100));
        sheet[..3].fill(245);
        assert!(empty(&sheet, 8, 100), "the noise of paper is no ink");
        sheet[..20].fill(10);
        assert!(!empty(&sheet, 8, 100));
        assert!(empty(&[0xFF; 1000], 1, 80) && !empty(&[0x0F; 1000], 1, 80));
    }

    #[test]
    fn what_fills_a_row_up_to_its_octet_is_no_ink() {
        let rows = [0xFF, 0x80].repeat(100);
        assert!(empty(&rows, 1, 9));
        let rows = [0x00, 0x7F].repeat(100);
        assert!(empty(&rows, 1, 9), "black all over");
        let rows = [0xFF, 0x00].repeat(100);
        assert!(!empty(&rows, 1, 9));
    }
}

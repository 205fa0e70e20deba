//! Pictures that a fax packed (ITU-T T.4, T.6) in a TIFF (TIFF 6.0 §10, §11): where they lie, how
//! they are packed, and their rows.

use std::io::Cursor;

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};
use lopdf::{Dictionary, dictionary};
use tiff::tags::Tag;

/// A picture of a TIFF as a fax packed it.
#[derive(Clone, Debug)]
pub(crate) struct Fax {
    /// Where each strip begins and how long it is.
    strips: Vec<(usize, usize)>,
    /// Rows of each strip but the last.
    rows: u32,
    packing: Packing,
    /// Whether strips lie beyond the end of the file.
    cut: bool,
    /// Whether what the packing calls white is shown black.
    inverted: bool,
    /// Whether the bits of each octet stand the other way round.
    reversed: bool,
}

/// How rows are packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Packing {
    /// Each row by itself, from an octet's beginning (`Compression` 2).
    Rows,
    /// ITU-T T.4 in one dimension (3).
    One,
    /// ITU-T T.4 in two dimensions (3).
    Two,
    /// ITU-T T.6 (4).
    Six,
}

/// The rows of a picture, one bit to the pixel, 1 for white.
pub(crate) struct Rows {
    size: (u32, u32),
    /// Whole octets to the row.
    pub(crate) octets: Vec<u8>,
    /// Whether every row was there; those that were not are white.
    pub(crate) whole: bool,
}

impl Rows {
    /// The picture with an octet to the pixel.
    pub(crate) fn picture(&self) -> Option<image::DynamicImage> {
        let (width, height) = self.size;
        let across = usize::try_from(width.div_ceil(8)).ok()?.max(1);
        let mut grey = Vec::new();
        for row in self.octets.chunks_exact(across) {
            let bits = row.iter().flat_map(|octet| (0..8).map(move |at| octet << at >= 0x80));
            let shades = bits.map(|white| if white { 0xFF } else { 0 });
            grey.extend(shades.take(usize::try_from(width).ok()?));
        }
        image::GrayImage::from_raw(width, height, grey).map(image::DynamicImage::ImageLuma8)
    }
}

impl Fax {
    /// The present picture of a TIFF of `size` octets, if a fax packed it.
    pub(crate) fn of(all: &mut tiff::decoder::Decoder<Cursor<&[u8]>>, size: usize) -> Option<Self> {
        let mut tag = |tag| all.find_tag_unsigned::<u32>(tag).ok().flatten();
        let one_bit = tag(Tag::BitsPerSample).unwrap_or(1) == 1
            && tag(Tag::SamplesPerPixel).unwrap_or(1) == 1;
        // T4Options and T6Options: uncompressed mode has no name in PDF
        let (t4, t6) = (tag(Tag::Unknown(292)).unwrap_or(0), tag(Tag::Unknown(293)).unwrap_or(0));
        let packing = match tag(Tag::Compression)? {
            2 => Packing::Rows,
            3 if t4 & 2 == 2 => return None,
            3 if t4 & 1 == 1 => Packing::Two,
            3 => Packing::One,
            4 if t6 == 0 => Packing::Six,
            _ => return None,
        };
        let inverted = match tag(Tag::PhotometricInterpretation)? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let reversed = tag(Tag::FillOrder).unwrap_or(1) == 2;
        let rows = tag(Tag::RowsPerStrip).unwrap_or(u32::MAX).max(1);
        let mut places = |tag| all.find_tag_unsigned_vec::<u64>(tag).ok().flatten();
        let (starts, lengths) = (places(Tag::StripOffsets)?, places(Tag::StripByteCounts)?);
        let mut strips = Vec::new();
        let (mut octets, mut cut) = (0_usize, false);
        for (start, length) in starts.iter().zip(&lengths) {
            let (start, length) = (usize::try_from(*start).ok()?, usize::try_from(*length).ok()?);
            cut |= start.saturating_add(length) > size;
            let start = start.min(size);
            let length = length.min(size - start);
            octets = octets.saturating_add(length);
            strips.push((start, length));
        }
        // Strips that overlap would make much work of a small file.
        if octets > size {
            return None;
        }
        let found = one_bit && !strips.is_empty();
        found.then_some(Self { strips, rows, packing, cut, inverted, reversed })
    }

    /// The octets of a picture that is one strip, with the words by which PDF unpacks them (ISO
    /// 32000-1 §7.4.6).
    pub(crate) fn alone(
        &self,
        bytes: &[u8],
        (width, height): (u32, u32),
    ) -> Option<(Dictionary, Vec<u8>)> {
        let [strip] = self.strips.as_slice() else { return None };
        if self.rows < height || self.cut {
            return None;
        }
        let mut words = dictionary! {
            "K" => match self.packing {
                Packing::Rows | Packing::One => 0,
                Packing::Two => 4,
                Packing::Six => -1,
            },
            "Columns" => i64::from(width), "Rows" => i64::from(height), "BlackIs1" => self.inverted,
        };
        if self.packing == Packing::Rows {
            words.set("EncodedByteAlign", true);
            words.set("EndOfBlock", false);
        }
        Some((words, self.strip(bytes, *strip)?))
    }

    fn strip(&self, bytes: &[u8], (start, length): (usize, usize)) -> Option<Vec<u8>> {
        let mut data = bytes.get(start..start.checked_add(length)?)?.to_vec();
        if self.reversed {
            data.iter_mut().for_each(|octet| *octet = octet.reverse_bits());
        }
        Some(data)
    }

    /// The rows of a picture of this size; `None` where there is none.
    pub(crate) fn rows(&self, bytes: &[u8], (width, height): (u32, u32)) -> Option<Rows> {
        let across = usize::try_from(width).ok()?.div_ceil(8);
        let whole = across.checked_mul(usize::try_from(height).ok()?)?;
        let white = if self.inverted { 0 } else { 0xFF };
        let mut sheet = Sheet { octets: Vec::new(), width, across, end: 0 };
        for (strip, number) in self.strips.iter().zip(0..) {
            let above = self.rows.saturating_mul(number);
            let rows = self.rows.min(height.saturating_sub(above));
            if rows == 0 {
                break;
            }
            let begin = across.checked_mul(usize::try_from(above).ok()?)?;
            // Rows that the strip before does not have.
            sheet.octets.resize(begin.min(whole), white);
            sheet.end = across.checked_mul(usize::try_from(above + rows).ok()?)?;
            let settings = DecodeSettings {
                columns: width,
                rows,
                end_of_block: self.packing != Packing::Rows,
                end_of_line: false,
                rows_are_byte_aligned: self.packing == Packing::Rows,
                encoding: match self.packing {
                    Packing::Rows | Packing::One => EncodingMode::Group3_1D,
                    Packing::Two => EncodingMode::Group3_2D,
                    Packing::Six => EncodingMode::Group4,
                },
                strict: false,
            };
            let data = self.strip(bytes, *strip)?;
            // Rows before a fault are good.
            let _ = hayro_ccitt::decode(&data, &mut sheet, &mut DecoderContext::new(settings));
        }
        let all = sheet.octets.len() >= whole;
        if sheet.octets.is_empty() {
            return None;
        }
        sheet.octets.resize(whole, white);
        if self.inverted {
            sheet.octets.iter_mut().for_each(|octet| *octet = !*octet);
        }
        Some(Rows { size: (width, height), octets: sheet.octets, whole: all })
    }
}

/// Takes rows as they come.
struct Sheet {
    octets: Vec<u8>,
    width: u32,
    across: usize,
    /// Where the present strip ends.
    end: usize,
}

impl Decoder for Sheet {
    fn push_row(&mut self, changes: &[u32]) {
        let begin = self.octets.len();
        if begin >= self.end {
            return;
        }
        self.octets.resize(begin + self.across, 0xFF);
        let Some(row) = self.octets.get_mut(begin..) else { return };
        for run in changes.chunks(2) {
            let from = run.first().copied().unwrap_or(self.width).min(self.width);
            let to = run.get(1).copied().unwrap_or(self.width).min(self.width);
            blacken(row, from, to);
        }
    }
}

/// Makes pixels black.
fn blacken(row: &mut [u8], from: u32, to: u32) {
    let mut at = from;
    while at < to {
        let Some(octet) = usize::try_from(at / 8).ok().and_then(|n| row.get_mut(n)) else { return };
        let next = (at / 8 + 1).saturating_mul(8).min(to);
        let ahead = 0xFF_u8 >> (at % 8);
        let behind = if next.is_multiple_of(8) { 0xFF } else { !(0xFF_u8 >> (next % 8)) };
        *octet &= !(ahead & behind);
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{directories, pages};
    use super::super::second;
    use super::*;

    /// What libtiff wrote of one picture, in every packing.
    const FILES: [(&str, bool, &[u8]); 11] = [
        ("rows", true, include_bytes!("../../tests/kit/fax/rows.tif")),
        ("rows, strips", false, include_bytes!("../../tests/kit/fax/rows-strips.tif")),
        ("one", true, include_bytes!("../../tests/kit/fax/one.tif")),
        ("one, strips", false, include_bytes!("../../tests/kit/fax/one-strips.tif")),
        ("one, filled", true, include_bytes!("../../tests/kit/fax/one-filled.tif")),
        ("one, turned", true, include_bytes!("../../tests/kit/fax/one-turned.tif")),
        ("two", true, include_bytes!("../../tests/kit/fax/two.tif")),
        ("two, strips", false, include_bytes!("../../tests/kit/fax/two-strips.tif")),
        ("six", true, include_bytes!("../../tests/kit/fax/six.tif")),
        ("six, strips", false, include_bytes!("../../tests/kit/fax/six-strips.tif")),
        ("six, white is 0", false, include_bytes!("../../tests/kit/fax/six-white.tif")),
    ];
    const SIDES: (u32, u32) = (67, 40);

    /// The picture: 1 for white, rows of nine octets filled up with 1.
    fn drawn() -> Vec<u8> {
        let white = |x: u32, y: u32| x >= SIDES.0 || (x * x / 9 + y * 7) % 11 >= 4;
        let octet =
            |y: u32, at: u32| (0_u32..8).fold(0, |o, x| o << 1 | u8::from(white(at * 8 + x, y)));
        (0..SIDES.1).flat_map(|y| (0_u32..9).map(move |at| octet(y, at))).collect()
    }

    /// Octets whose filling counts for nothing.
    fn filled(octets: &[u8]) -> Vec<u8> {
        let rows = octets.chunks(9);
        rows.flat_map(|row| [&row[..8], &[row[8] | 0x1F]].concat()).collect()
    }

    fn packed(shades: &[u8]) -> Vec<u8> {
        let white = |row: &[u8], at: usize| row.get(at).is_none_or(|shade| *shade >= 0x80);
        let octet = |row: &[u8], at: usize| {
            (0..8_usize).fold(0, |o, x| o << 1 | u8::from(white(row, at + x)))
        };
        shades.chunks(67).flat_map(|row| (0..9).map(move |at| octet(row, at * 8))).collect()
    }

    #[test]
    fn every_packing_gives_the_same_rows_and_passes_as_it_is_where_it_is_one_strip() {
        for (name, alone, bytes) in FILES {
            let (found, cut) = directories(bytes).unwrap();
            assert_eq!((found.len(), cut), (1, false), "{name}");
            let fax = found[0].fax.as_ref().unwrap();
            let rows = fax.rows(bytes, SIDES).unwrap();
            assert!(rows.whole, "{name}");
            assert_eq!(filled(&rows.octets), drawn(), "{name}");
            assert_eq!(fax.alone(bytes, SIDES).is_some(), alone, "{name}");
            // and so does another reader of the page that is made of it
            let pdf = pages(bytes).unwrap();
            let document = lopdf::Document::load_mem(&pdf).unwrap();
            let (id, _) = document
                .objects
                .iter()
                .find(|(_, o)| o.as_stream().is_ok_and(|s| s.dict.has(b"Width")))
                .unwrap();
            let second = second::open(&std::sync::Arc::new(pdf)).unwrap();
            let samples = second::samples(&second, *id, SIDES.0, SIDES.1).unwrap();
            // it gives an octet to the pixel where a fax packed them
            let octets = match samples.octets.len() {
                2680 => packed(&samples.octets),
                _ => filled(&samples.octets),
            };
            assert_eq!(octets, drawn(), "{name}");
        }
    }

    #[test]
    fn rows_before_a_fault_are_kept_and_the_rest_is_white() {
        for (name, _, bytes) in FILES {
            let (found, _) = directories(bytes).unwrap();
            let mut fax = found[0].fax.clone().unwrap();
            let last = fax.strips.last_mut().unwrap();
            last.1 /= 2;
            let rows = fax.rows(bytes, SIDES).unwrap();
            assert!(!rows.whole, "{name}");
            let half = filled(&rows.octets);
            assert_eq!(half[..9 * 8], drawn()[..9 * 8], "{name}");
            assert_eq!(half.last(), Some(&0xFF), "{name}");
            assert_eq!(half.len(), drawn().len(), "{name}");
        }
    }

    #[test]
    fn pixels_from_one_to_another_are_black_and_no_others() {
        for from in 0..24 {
            for to in from..=24 {
                let mut row = [0xFF; 3];
                blacken(&mut row, from, to);
                let bits = u32::from_be_bytes([0, row[0], row[1], row[2]]);
                let black: u32 = (from..to).map(|at| 1 << (23 - at)).sum();
                assert_eq!(bits, 0x00FF_FFFF & !black, "{from} to {to}");
            }
        }
    }
}

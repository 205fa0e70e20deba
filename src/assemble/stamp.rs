//! What the volume puts on a page: its running number and, on the first page of an item, the stamp of
//! filing (归档章). Upright, in the margin, readable on any ground, on a page of any size, rotation
//! and crop.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::face::Ink;

/// Size of the number on a page of ordinary size, in points (五号).
const SIZE: f32 = 10.5;
/// Distance from the outer edge and from the foot, in points: 15 mm and 9 mm.
const FROM_SIDE: f32 = 42.5;
const FROM_FOOT: f32 = 25.5;
/// Shorter sides between which a page counts as ordinary. Above, the number grows with the page, so
/// that it prints alike when the sheet is brought to A4; below, its distances shrink, and its size
/// only as far as it must to fit.
const ORDINARY: (f32, f32) = (298.0, 850.0);

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
/// The stamp of filing: six cells of 15 × 8 mm (DA/T 22), its upper edge 6 mm below the page's.
const CELL: (f32, f32) = (15.0 * MM, 8.0 * MM);
const FROM_HEAD: f32 = 6.0 * MM;
/// Sizes of a cell's label and of its largest value, in points.
const LABEL: f32 = 5.0;
const VALUE: f32 = 10.0;
/// The red of seals, as documents have it.
const RED: &str = "0.902 0 0.071";

/// The outer corner of a page at its foot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Corner {
    /// Of a front page.
    Right,
    /// Of a back page.
    Left,
}

/// The stamp of filing: label and value of each of its six cells, row by row.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Seal(pub [(String, String); 6]);

/// What is drawn on one page.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marks<'a> {
    /// Its number, and in which corner.
    pub(crate) number: Option<(usize, Corner)>,
    /// The stamp of filing.
    pub(crate) seal: Option<&'a Seal>,
}

impl Marks<'_> {
    /// Whether nothing is drawn.
    pub(crate) fn is_empty(&self) -> bool {
        self.number.is_none() && self.seal.is_none()
    }

    /// The faces of the ink that they are drawn with.
    pub(crate) fn faces(&self, ink: &Ink) -> BTreeSet<usize> {
        let number = self.number.map(|(number, _)| number.to_string()).unwrap_or_default();
        let seal = self.seal.into_iter().flat_map(Seal::characters);
        number.chars().chain(seal).filter_map(|c| ink.face_of(c)).collect()
    }
}

/// What a viewer shows of a page: its box in user space and how it is turned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Sight {
    /// Left, bottom, right, top of the visible box.
    pub(crate) area: [f32; 4],
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub(crate) turned: i64,
    /// Points in a unit of user space (`UserUnit`).
    pub(crate) unit: f32,
}

impl Seal {
    /// The characters it is drawn with.
    pub(crate) fn characters(&self) -> impl Iterator<Item = char> {
        self.0.iter().flat_map(|(label, value)| label.chars().chain(value.chars()))
    }
}

/// Everything that numbers are drawn with.
pub(crate) fn digits() -> BTreeSet<char> {
    ('0'..='9').collect()
}

impl Sight {
    /// Width and height as seen, in points.
    pub(crate) fn size(&self) -> (f32, f32) {
        let [left, bottom, right, top] = self.area;
        let (w, h) = ((right - left) * self.unit, (top - bottom) * self.unit);
        if self.turned % 180 == 90 { (h, w) } else { (w, h) }
    }

    /// The matrix from the page as seen (points, origin at its lower left) to user space.
    fn matrix(&self) -> String {
        let [left, bottom, right, top] = self.area;
        let u = 1.0 / self.unit;
        match self.turned {
            90 => format!("0 {u} {} 0 {right:.3} {bottom:.3}", -u),
            180 => format!("{} 0 0 {} {right:.3} {top:.3}", -u, -u),
            270 => format!("0 {} {u} 0 {left:.3} {top:.3}", -u),
            _ => format!("{u} 0 0 {u} {left:.3} {bottom:.3}"),
        }
    }

    /// The operators that draw the marks; they keep the graphics state as it was. `fonts` gives the
    /// resource name of each face of the ink.
    pub(crate) fn draw(
        &self,
        ink: &Ink,
        fonts: &BTreeMap<usize, String>,
        marks: Marks<'_>,
    ) -> String {
        let mut out = String::new();
        if marks.is_empty() {
            return out;
        }
        // Artifacts: no part of what the page says (§14.8.2.2).
        let _ = write!(out, "/Artifact <</Type /Pagination>> BDC q {} cm 1 j ", self.matrix());
        if let Some((number, corner)) = marks.number {
            self.number(&mut out, ink, fonts, number, corner);
        }
        if let Some(seal) = marks.seal {
            self.seal(&mut out, ink, fonts, seal);
        }
        out.push_str("Q EMC\n");
        out
    }

    fn number(
        &self,
        out: &mut String,
        ink: &Ink,
        fonts: &BTreeMap<usize, String>,
        number: usize,
        corner: Corner,
    ) {
        let (width, height) = self.size();
        let scale = scale(width.min(height));
        let words = ink.set(&number.to_string());
        let fits = (height / 4.0).min(width / (words.width + 1.0));
        let size = (SIZE * scale.max(1.0)).min(fits);
        let x = match corner {
            Corner::Right => width - FROM_SIDE * scale - words.width * size,
            Corner::Left => FROM_SIDE * scale,
        };
        // A white rim under the black digits keeps them readable on dark scans.
        let _ = write!(out, "1 G 0 g {:.3} w ", size / 5.0);
        for mode in [1, 0] {
            show(out, fonts, &words.runs, mode, size, (x.max(0.0), FROM_FOOT * scale));
        }
    }

    fn seal(&self, out: &mut String, ink: &Ink, fonts: &BTreeMap<usize, String>, seal: &Seal) {
        let (width, height) = self.size();
        let (wide, high) = (3.0 * CELL.0, 2.0 * CELL.1);
        // It keeps its size where it fits in the upper part of the page, and grows like the number.
        let grown = scale(width.min(height)).max(1.0);
        let scale = grown.min(width * 0.9 / wide).min(height * 0.25 / high);
        let (left, foot) = ((width - wide * scale) / 2.0, height - (FROM_HEAD + high) * scale);
        let _ = write!(out, "q {scale:.4} 0 0 {scale:.4} {left:.3} {foot:.3} cm ");
        // Like ink it hides nothing; a white rim keeps it readable wherever it falls.
        for (colour, more) in [("1 1 1", 1.6), (RED, 0.0)] {
            let _ = write!(out, "{colour} RG {:.1} w 0 0 {wide:.3} {high:.3} re S ", 0.8 + more);
            let _ = write!(out, "{:.1} w 0 {:.3} m {wide:.3} {:.3} l ", 0.5 + more, CELL.1, CELL.1);
            for at in [CELL.0, 2.0 * CELL.0] {
                let _ = write!(out, "{at:.3} 0 m {at:.3} {high:.3} l ");
            }
            out.push_str("S ");
        }
        let _ = write!(out, "1 1 1 RG {RED} rg 1.2 w ");
        let corners = [(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (0.0, 0.0), (1.0, 0.0), (2.0, 0.0)];
        for ((label, value), (column, row)) in seal.0.iter().zip(corners) {
            let (x, y) = (column * CELL.0, row * CELL.1);
            let words = ink.set(label);
            let size = LABEL.min((CELL.0 - 3.0) / words.width.max(0.01));
            for mode in [1, 0] {
                show(out, fonts, &words.runs, mode, size, (x + 1.5, y + CELL.1 - LABEL - 0.5));
            }
            let words = ink.set(value);
            let size = VALUE.min((CELL.0 - 3.0) / words.width.max(0.01));
            let middle = x + (CELL.0 - words.width * size) / 2.0;
            // Digits and characters stand about as far above the line as 0.75 of their size.
            let base = y + (CELL.1 - LABEL - 0.5 - size * 0.75) / 2.0;
            for mode in [1, 0] {
                show(out, fonts, &words.runs, mode, size, (middle, base));
            }
        }
        out.push_str("Q ");
    }
}

/// How much larger or smaller than on A4 things are on a page of this shorter side.
fn scale(short: f32) -> f32 {
    if short < ORDINARY.0 {
        short / ORDINARY.0
    } else if short > ORDINARY.1 {
        short / 595.0
    } else {
        1.0
    }
}

/// Draws words with their baseline at a place.
fn show(
    out: &mut String,
    fonts: &BTreeMap<usize, String>,
    runs: &[(usize, String)],
    mode: u8,
    size: f32,
    (x, y): (f32, f32),
) {
    let _ = write!(out, "BT {mode} Tr {x:.3} {y:.3} Td ");
    for (face, hex) in runs {
        if let Some(font) = fonts.get(face) {
            let _ = write!(out, "/{font} {size:.3} Tf <{hex}> Tj ");
        }
    }
    out.push_str("ET ");
}

#[cfg(test)]
mod tests {
    use super::super::writer::Writer;
    use super::*;

    const FACE: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular.otf");

    fn seal() -> Seal {
        let cell = |label: &str, value: &str| (label.to_string(), value.to_string());
        Seal([
            cell("全宗号", "0123"),
            cell("年度", "2026"),
            cell("件号", "0007"),
            cell("机构", "DQ"),
            cell("保管期限", "永久"),
            cell("页数", "3"),
        ])
    }

    #[test]
    fn number_and_stamp_stand_whole_on_pages_of_every_size_and_large_enough_to_be_seen() {
        let seal = seal();
        let characters: BTreeSet<char> = digits().into_iter().chain(seal.characters()).collect();
        let mut writer = Writer::begin(Vec::new()).unwrap();
        let ink = Ink::write(&mut writer, &[(FACE, 0)], &characters).unwrap().unwrap();
        let fonts = BTreeMap::from([(0, "F".to_string())]);
        // a label of 5 mm, a strip, a ticket, A4, A0, the largest page there is
        let sizes = [
            (14.17, 14.17),
            (300.0, 20.0),
            (20.0, 300.0),
            (57.0, 40.0),
            (595.0, 842.0),
            (3370.0, 2384.0),
            (14400.0, 14400.0),
        ];
        for (across, up) in sizes {
            for turned in [0, 90, 180, 270] {
                let sight =
                    Sight { area: [50.0, 20.0, 50.0 + across, 20.0 + up], turned, unit: 1.0 };
                let (width, height) = sight.size();
                for corner in [Corner::Left, Corner::Right] {
                    let marks = Marks { number: Some((1234, corner)), seal: Some(&seal) };
                    let drawn = sight.draw(&ink, &fonts, marks);
                    let what = format!("{across} × {up}, {turned}: {drawn}");
                    let numbers = |line: &str| -> Vec<f32> {
                        line.split_whitespace().filter_map(|n| n.parse().ok()).collect()
                    };
                    // the first matrix is the page's, the second the stamp's
                    let stamp = drawn.split("q ").nth(2).unwrap();
                    let matrix = numbers(stamp.split(" cm").next().unwrap());
                    let [scale, .., left, foot] = matrix[..] else { panic!("{what}") };
                    let (wide, high) = (3.0 * CELL.0 * scale, 2.0 * CELL.1 * scale);
                    assert!(left >= 0.0 && left + wide <= width, "{what}");
                    assert!(foot >= height / 2.0 && foot + high <= height, "{what}");
                    assert!(scale >= 1.0 || wide > width * 0.5 || high > height * 0.2, "{what}");
                    let place = drawn.split(" Tr ").nth(1).unwrap().split(" Td").next().unwrap();
                    let [x, y] = numbers(place)[..] else { panic!("{what}") };
                    let size =
                        numbers(drawn.split("/F ").nth(1).unwrap().split(" Tf").next().unwrap())[0];
                    let end = x + ink.set("1234").width * size;
                    assert!(x >= 0.0 && end <= width && y >= 0.0 && y + size <= height, "{what}");
                    assert!(
                        if corner == Corner::Left { x } else { width - end } < width / 2.0,
                        "{what}"
                    );
                }
            }
        }
    }
}

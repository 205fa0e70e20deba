//! The running page number on a page of any size, rotation and crop: upright, below the content,
//! in the outer corner (odd right, even left), readable on any ground.

use std::fmt::Write as _;

use super::face::Face;

/// Size of the number on a page of ordinary size, in points (五号).
const SIZE: f32 = 10.5;
/// Distance from the outer edge and from the foot, in points: 15 mm and 9 mm.
const FROM_SIDE: f32 = 42.5;
const FROM_FOOT: f32 = 25.5;
/// Shorter sides between which a page counts as ordinary. Above, the number grows with the page, so
/// that it prints alike when the sheet is brought to A4; below, its distances shrink, and its size
/// only as far as it must to fit.
const ORDINARY: (f32, f32) = (298.0, 850.0);

/// What a viewer shows of a page: its box in user space and how it is turned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Sight {
    /// Left, bottom, right, top of the visible box.
    pub(crate) area: [f32; 4],
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub(crate) turned: i64,
}

impl Sight {
    /// Width and height as seen.
    pub(crate) fn size(&self) -> (f32, f32) {
        let [left, bottom, right, top] = self.area;
        let (w, h) = (right - left, top - bottom);
        if self.turned % 180 == 90 { (h, w) } else { (w, h) }
    }

    /// The matrix from the page as seen (origin at its lower left) to user space.
    fn matrix(&self) -> String {
        let [left, bottom, right, top] = self.area;
        match self.turned {
            90 => format!("0 1 -1 0 {right:.3} {bottom:.3}"),
            180 => format!("-1 0 0 -1 {right:.3} {top:.3}"),
            270 => format!("0 -1 1 0 {left:.3} {top:.3}"),
            _ => format!("1 0 0 1 {left:.3} {bottom:.3}"),
        }
    }

    /// The operators that draw a number in a font of the given resource name; they keep the
    /// graphics state as it was.
    pub(crate) fn stamp(&self, face: &Face, font: &str, number: usize) -> String {
        let (width, height) = self.size();
        let short = width.min(height);
        let scale = if short < ORDINARY.0 {
            short / ORDINARY.0
        } else if short > ORDINARY.1 {
            short / 595.0
        } else {
            1.0
        };
        let (hex, advance) = face.set(&number.to_string());
        let fits = (height / 4.0).min(width / (advance + 1.0));
        let size = (SIZE * scale.max(1.0)).min(fits);
        let x = if number % 2 == 1 {
            width - FROM_SIDE * scale - advance * size
        } else {
            FROM_SIDE * scale
        };
        let y = FROM_FOOT * scale;
        let halo = size / 5.0;
        let mut out = String::new();
        // A white rim under the black digits keeps them readable on dark scans.
        let _ = writeln!(
            out,
            "/Artifact <</Type /Pagination>> BDC q {} cm 1 j 1 G {halo:.3} w BT /{font} {size:.3} Tf \
             1 Tr {x:.3} {y:.3} Td {hex} Tj ET BT /{font} {size:.3} Tf 0 Tr 0 g {x:.3} {y:.3} Td \
             {hex} Tj ET Q EMC",
            self.matrix()
        );
        out
    }
}

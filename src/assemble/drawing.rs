//! Words and lines placed on one page by printpdf, with faces cut down to what is drawn.
//!
//! printpdf embeds a face whole unless it carries its own shaper, so faces are cut before it gets
//! them; its random names and ids are avoided by giving every font a name of our own.

use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile};
use printpdf::{
    FontId, Line, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, Rect, TextItem,
};

use crate::render::{Faces, Role};

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// Where a line of words begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Anchor {
    /// At the place.
    Left,
    /// Around the place.
    Middle,
}

/// A page being drawn; places are millimetres from its upper left corner.
pub(crate) struct Drawing<'a> {
    faces: &'a Faces,
    width: f32,
    height: f32,
    words: Vec<Words>,
    ops: Vec<Op>,
}

/// A face by the address of its bytes and its index.
type Key = (usize, u32);
/// A face with the characters it draws.
type Used<'a> = (&'a [u8], BTreeSet<char>);

struct Words {
    x: f32,
    y: f32,
    /// Points.
    size: f32,
    role: Role,
    text: String,
}

impl<'a> Drawing<'a> {
    /// An empty page of the given size in millimetres.
    pub(crate) fn new(faces: &'a Faces, width: f32, height: f32) -> Self {
        Self { faces, width, height, words: Vec::new(), ops: Vec::new() }
    }

    /// How wide words are, in millimetres.
    pub(crate) fn width_of(&self, text: &str, role: Role, size: f32) -> f32 {
        let advance = |c: char| {
            let (bytes, index) = self.faces.face_of(role, c)?;
            let face = ttf_parser::Face::parse(bytes, index).ok()?;
            let glyph = face.glyph_index(c)?;
            Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
        };
        text.chars().map(|c| advance(c).unwrap_or(1.0)).sum::<f32>() * size / MM
    }

    /// One line of words with its baseline at `y`.
    pub(crate) fn line(
        &mut self,
        at: (f32, f32),
        anchor: Anchor,
        role: Role,
        size: f32,
        text: &str,
    ) {
        let (x, y) = at;
        let x = match anchor {
            Anchor::Left => x,
            Anchor::Middle => x - self.width_of(text, role, size) / 2.0,
        };
        self.words.push(Words { x, y, size, role, text: text.to_string() });
    }

    /// The words broken into lines of at most `room` millimetres; Chinese breaks anywhere.
    pub(crate) fn broken(&self, text: &str, role: Role, size: f32, room: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut used = 0.0;
        for c in text.chars() {
            let wide = self.width_of(c.encode_utf8(&mut [0; 4]), role, size);
            if used + wide > room
                && let Some(last) = lines.last()
                && !last.is_empty()
            {
                lines.push(String::new());
                used = 0.0;
            }
            used += wide;
            if let Some(last) = lines.last_mut() {
                last.push(c);
            }
        }
        lines
    }

    /// A ruled box.
    pub(crate) fn frame(&mut self, (x, y): (f32, f32), (w, h): (f32, f32), points: f32) {
        let corner = |x: f32, y: f32| LinePoint { p: self.point(x, y), bezier: false };
        let points_of =
            vec![corner(x, y), corner(x + w, y), corner(x + w, y + h), corner(x, y + h)];
        self.ops.push(Op::SetOutlineThickness { pt: Pt(points) });
        self.ops.push(Op::DrawLine { line: Line { points: points_of, is_closed: true } });
    }

    /// A straight rule.
    pub(crate) fn rule(&mut self, from: (f32, f32), to: (f32, f32), points: f32) {
        let end = |(x, y)| LinePoint { p: self.point(x, y), bezier: false };
        let line = Line { points: vec![end(from), end(to)], is_closed: false };
        self.ops.push(Op::SetOutlineThickness { pt: Pt(points) });
        self.ops.push(Op::DrawLine { line });
    }

    /// A filled box.
    pub(crate) fn block(&mut self, (x, y): (f32, f32), (w, h): (f32, f32)) {
        let corner = self.point(x, y + h);
        let rectangle = Rect {
            x: corner.x,
            y: corner.y,
            width: Pt(w * MM),
            height: Pt(h * MM),
            mode: Some(printpdf::PaintMode::Fill),
            winding_order: Some(printpdf::WindingOrder::NonZero),
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point { x: Pt(x * MM), y: Pt((self.height - y) * MM) }
    }

    /// The page as a PDF file of its own; `None` where a face cannot be cut.
    pub(crate) fn finish(self) -> Option<Vec<u8>> {
        let mut document = PdfDocument::new("");
        let mut used: BTreeMap<Key, Used<'_>> = BTreeMap::new();
        let mut runs = Vec::new();
        for words in &self.words {
            let mut run: Vec<(Key, String)> = Vec::new();
            for c in words.text.chars() {
                // A character that no face has is left out here; forms refuse it earlier.
                let Some((bytes, index)) = self.faces.face_of(words.role, c) else { continue };
                let key = (bytes.as_ptr().addr(), index);
                used.entry(key).or_insert_with(|| (bytes, BTreeSet::new())).1.insert(c);
                match run.last_mut() {
                    Some((last, text)) if *last == key => text.push(c),
                    Some(_) | None => run.push((key, c.to_string())),
                }
            }
            runs.push(run);
        }
        // Numbered in the order of first use: addresses differ from process to process.
        let mut ids: BTreeMap<Key, FontId> = BTreeMap::new();
        for (key, _) in runs.iter().flatten() {
            if !ids.contains_key(key)
                && let Some((bytes, characters)) = used.get(key)
            {
                let id = FontId(format!("JZSHEET{}", ids.len()));
                let cut = cut(bytes, key.1, characters)?;
                let font = ParsedFont::from_bytes(&cut, 0, &mut Vec::new())?;
                document.resources.fonts.map.insert(id.clone(), printpdf::PdfFont::new(font));
                ids.insert(*key, id);
            }
        }
        let mut ops = self.ops.clone();
        for (words, run) in self.words.iter().zip(runs) {
            let mut x = words.x;
            for (key, text) in run {
                let Some(id) = ids.get(&key) else { continue };
                let wide = self.width_of(&text, words.role, words.size);
                ops.extend([
                    Op::StartTextSection,
                    Op::SetTextCursor { pos: self.point(x, words.y) },
                    Op::SetFont { font: PdfFontHandle::External(id.clone()), size: Pt(words.size) },
                    Op::ShowText { items: vec![TextItem::Text(text)] },
                    Op::EndTextSection,
                ]);
                x += wide;
            }
        }
        let page = PdfPage::new(Mm(self.width), Mm(self.height), ops);
        let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
        Some(document.with_pages(vec![page]).save(&options, &mut Vec::new()))
    }
}

/// A face with only the glyphs of some characters, still a whole OpenType file.
fn cut(bytes: &[u8], index: u32, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let face = ttf_parser::Face::parse(bytes, index).ok()?;
    let mut glyphs: BTreeSet<u16> = BTreeSet::from([0]);
    glyphs.extend(characters.iter().filter_map(|c| face.glyph_index(*c)).map(|g| g.0));
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let data = ReadScope::new(bytes).read::<FontData<'_>>().ok()?;
    let provider = data.table_provider(usize::try_from(index).ok()?).ok()?;
    allsorts::subset::subset(&provider, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}

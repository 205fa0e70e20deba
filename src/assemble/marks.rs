//! What a page's content draws, read without drawing it (ISO 32000-1 §8, §9): whether there are
//! lines and letters, and which pictures lie where.

use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{MaybeRef, Object as Operand};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Most instructions of one page that are read.
const MOST: usize = 200_000;
/// Deepest forms within forms that are followed.
const DEEPEST: usize = 4;
/// Most states that are saved at once.
const MOST_SAVED: usize = 256;
/// Most octets of one form's content.
const FORM: usize = 8 << 20;

/// What a page's content draws.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Whether a line, an area that is not white, a shading or an inline picture is drawn.
    pub(crate) drawn: bool,
    /// Octets of visible text but spaces.
    pub(crate) text: usize,
    /// Its pictures.
    pub(crate) pictures: Vec<Placed>,
}

/// A picture on a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    /// Its object.
    pub(crate) id: Option<ObjectId>,
    /// Its pixels.
    pub(crate) width: u32,
    /// Its pixels.
    pub(crate) height: u32,
    /// The area it takes, in square points.
    pub(crate) area: f64,
    /// Dots to the inch, in the coarser direction.
    pub(crate) dpi: f64,
    /// Quarter turns counter-clockwise in which it is drawn; `None` where it is askew or mirrored.
    pub(crate) quarter: Option<i64>,
}

type Matrix = [f64; 6];

#[derive(Clone, Copy)]
struct State {
    matrix: Matrix,
    white: bool,
    hidden: bool,
}

/// Reads the content of a page; `None` where it is too long to tell.
pub(crate) fn of(document: &Document, page: &Dictionary, content: &[u8]) -> Option<Marks> {
    let mut reading = Reading { document, marks: Marks::default(), left: MOST };
    let state = State { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], white: false, hidden: false };
    let none = Dictionary::new();
    let resources = page.get_deref(b"Resources", document).and_then(Object::as_dict);
    reading.content(content, resources.unwrap_or(&none), state, 0)?;
    Some(reading.marks)
}

struct Reading<'a> {
    document: &'a Document,
    marks: Marks,
    left: usize,
}

impl Reading<'_> {
    fn content(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        begin: State,
        depth: usize,
    ) -> Option<()> {
        let mut state = begin;
        let mut saved = Vec::new();
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.left = self.left.checked_sub(1)?;
            let operator: &[u8] = instruction.operator;
            match operator {
                b"q" if saved.len() < MOST_SAVED => saved.push(state),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = matrix(&instruction) {
                        state.matrix = times(matrix, state.matrix);
                    }
                }
                b"g" => state.white = numbers(&instruction).iter().all(|n| *n >= 0.99),
                b"rg" => state.white = numbers(&instruction).iter().all(|n| *n >= 0.99),
                b"k" => state.white = numbers(&instruction).iter().all(|n| *n <= 0.01),
                b"sc" | b"scn" | b"cs" => state.white = false,
                b"Tr" => state.hidden = numbers(&instruction).first().is_some_and(|n| *n == 3.0),
                b"Tj" | b"TJ" | b"'" | b"\"" if !state.hidden => {
                    self.marks.text += text(&instruction);
                }
                b"f" | b"F" | b"f*" if !state.white => self.marks.drawn = true,
                b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"sh" | b"BI" => {
                    self.marks.drawn = true;
                }
                b"Do" => {
                    let name = instruction.operands().find_map(|operand| {
                        if let Operand::Name(name) = operand { Some(name.to_vec()) } else { None }
                    });
                    self.object(&name.unwrap_or_default(), resources, state, depth)?;
                }
                _ => {}
            }
        }
        Some(())
    }

    fn object(
        &mut self,
        name: &[u8],
        resources: &Dictionary,
        state: State,
        depth: usize,
    ) -> Option<()> {
        let document = self.document;
        let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
        let Some(entry) = objects.ok().and_then(|o| o.get(name).ok()) else { return Some(()) };
        let Ok((id, object)) = document.dereference(entry) else { return Some(()) };
        let Ok(stream) = object.as_stream() else { return Some(()) };
        let dict = &stream.dict;
        if dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image") {
            self.picture(id, dict, state.matrix);
            return Some(());
        }
        if depth >= DEEPEST {
            return None;
        }
        let content = stream.get_plain_content_with_limit(FORM).ok()?;
        let own = dict.get_deref(b"Resources", document).and_then(Object::as_dict);
        let inner = dict.get_deref(b"Matrix", document).and_then(Object::as_array);
        let inner = inner.ok().and_then(|items| {
            let numbers: Vec<f64> =
                items.iter().filter_map(|n| n.as_float().ok().map(f64::from)).collect();
            Matrix::try_from(numbers).ok()
        });
        let matrix = inner.map_or(state.matrix, |inner| times(inner, state.matrix));
        self.content(&content, own.unwrap_or(resources), State { matrix, ..state }, depth + 1)
    }

    fn picture(&mut self, id: Option<ObjectId>, dict: &Dictionary, matrix: Matrix) {
        let side = |key: &[u8]| {
            let value = dict.get_deref(key, self.document).and_then(Object::as_i64);
            value.ok().and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
        };
        let (width, height) = (side(b"Width"), side(b"Height"));
        let [a, b, c, d, ..] = matrix;
        let (across, up) = (a.hypot(b) / 72.0, c.hypot(d) / 72.0);
        let turned = a * d - b * c;
        let area = turned.abs();
        if !area.is_finite() || area <= 0.0 {
            return;
        }
        let dpi = (f64::from(width) / across).min(f64::from(height) / up);
        let degrees = b.atan2(a).to_degrees();
        let nearest = (degrees / 90.0).round();
        let straight = (degrees - nearest * 90.0).abs() < 5.0 && turned > 0.0;
        #[expect(clippy::cast_possible_truncation, reason = "-2 to 2")]
        let quarter = straight.then_some(nearest as i64);
        self.marks.pictures.push(Placed { id, width, height, area, dpi, quarter });
    }
}

fn numbers(instruction: &Instruction<'_, '_>) -> Vec<f64> {
    let number = |operand: &Operand<'_>| {
        if let Operand::Number(n) = operand { Some(n.as_f64()) } else { None }
    };
    instruction.operands().filter_map(number).collect()
}

fn matrix(instruction: &Instruction<'_, '_>) -> Option<Matrix> {
    Matrix::try_from(numbers(instruction)).ok()
}

/// The first matrix, then the second.
fn times(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = then;
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}

/// Octets of text that an instruction shows, but spaces.
fn text(instruction: &Instruction<'_, '_>) -> usize {
    let mut count = 0;
    let mut add = |text: &[u8]| {
        count += text.iter().filter(|octet| !matches!(**octet, 0 | b' ' | b'\t')).count();
    };
    for operand in instruction.operands() {
        if let Operand::String(text) = operand {
            add(text.as_bytes());
        } else if let Operand::Array(items) = operand {
            for item in items.raw_iter() {
                if let MaybeRef::NotRef(Operand::String(text)) = item {
                    add(text.as_bytes());
                }
            }
        }
    }
    count
}

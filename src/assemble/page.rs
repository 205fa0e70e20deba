//! One page of a source as a page of the volume: same size, same turn, same look, plus its number.

use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::balance::{self, Balance};
use super::copying::Copying;
use super::face::Face;
use super::stamp::Sight;

/// Most octets of content that are read to count saved states.
const CONTENT: usize = 64 << 20;
/// A4 in points, for pages without a usable size.
const A4: [f32; 4] = [0.0, 0.0, 595.276, 841.89];

/// What all pages of a volume share.
pub(crate) struct Shared {
    /// The face of the numbers.
    pub(crate) face: Face,
    /// Its font object.
    pub(crate) font: ObjectId,
    /// A stream of `q`, before every page's own content.
    pub(crate) save: ObjectId,
}

/// Copies a page under the node `parent` and stamps `number` on it where one is given.
///
/// # Errors
/// The output refuses.
pub(crate) fn copy<W: Write>(
    copying: &mut Copying<'_, W>,
    document: &Document,
    page: &Dictionary,
    shared: &Shared,
    parent: ObjectId,
    number: Option<usize>,
) -> io::Result<ObjectId> {
    let sight = sight(document, page);
    let mut resources = Resources::of(copying, document, page);
    let contents = contents(document, page);
    let balance = number.map_or_else(Balance::default, |_| measure(document, &contents));
    let mut out = Vec::new();
    let mut after = String::from("\nQ");
    after.push_str(&" Q".repeat((balance.open + balance.below).min(1_000)));
    after.push('\n');
    after.push_str(&appearances(copying, document, page, &mut resources));
    if let Some(number) = number {
        let font = resources.name("Font", "JzF", shared.font.into());
        after.push_str(&sight.stamp(&shared.face, &font, number));
    }
    out.push(shared.save.into());
    if balance.below > 0 {
        let more = "q ".repeat(balance.below.min(1_000));
        let more = Stream::new(Dictionary::new(), more.into_bytes());
        out.push(copying.writer.add(&Object::Stream(more))?.into());
    }
    for id in contents {
        out.push(copying.value(document, &Object::Reference(id)));
    }
    out.retain(|item| !item.is_null());
    let after = Stream::new(Dictionary::new(), after.into_bytes());
    out.push(copying.writer.add(&Object::Stream(after))?.into());

    let mut new = dictionary! {
        "Type" => "Page", "Parent" => parent, "Contents" => out, "Resources" => resources.into_dictionary(),
        "MediaBox" => corners(&media_box(document, page)),
    };
    if sight.area != media_box(document, page) {
        new.set("CropBox", corners(&sight.area));
    }
    if sight.turned != 0 {
        new.set("Rotate", sight.turned);
    }
    if let Ok(unit) = page.get_deref(b"UserUnit", document).and_then(Object::as_float)
        && unit.is_finite()
        && unit > 0.0
    {
        new.set("UserUnit", unit);
    }
    if let Ok(group) = page.get(b"Group") {
        new.set("Group", copying.value(document, group));
    }
    copying.writer.add(&Object::Dictionary(new))
}

fn corners(area: &[f32; 4]) -> Object {
    Object::Array(area.iter().map(|v| (*v).into()).collect())
}

/// A rectangle with its corners in order; `None` if it has no area or is no rectangle.
fn rectangle(document: &Document, value: &Object) -> Option<[f32; 4]> {
    let (_, value) = document.dereference(value).ok()?;
    let mut numbers = value.as_array().ok()?.iter().map(|v| {
        let (_, v) = document.dereference(v).ok()?;
        v.as_float().ok().filter(|v| v.is_finite() && v.abs() < 1e7)
    });
    let (a, b, c, d) = (numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??);
    let area = [a.min(c), b.min(d), a.max(c), b.max(d)];
    let [left, bottom, right, top] = area;
    (right - left > 0.01 && top - bottom > 0.01).then_some(area)
}

fn media_box(document: &Document, page: &Dictionary) -> [f32; 4] {
    page.get(b"MediaBox").ok().and_then(|v| rectangle(document, v)).unwrap_or(A4)
}

/// What a viewer shows of a page: its crop box within its media box, and its turn.
pub(crate) fn sight(document: &Document, page: &Dictionary) -> Sight {
    let media = media_box(document, page);
    let crop = page.get(b"CropBox").ok().and_then(|v| rectangle(document, v)).unwrap_or(media);
    let ([l, b, r, t], [ml, mb, mr, mt]) = (crop, media);
    let within = [l.max(ml), b.max(mb), r.min(mr), t.min(mt)];
    let [left, bottom, right, top] = within;
    let area = if right - left > 0.01 && top - bottom > 0.01 { within } else { media };
    let turned = page.get_deref(b"Rotate", document).and_then(Object::as_i64).unwrap_or(0);
    let turned = turned.rem_euclid(360);
    Sight { area, turned: if turned % 90 == 0 { turned } else { 0 } }
}

/// The streams of a page's content, in order.
fn contents(document: &Document, page: &Dictionary) -> Vec<ObjectId> {
    let Ok(value) = page.get(b"Contents") else { return Vec::new() };
    let (id, object) = match document.dereference(value) {
        Ok(found) => found,
        Err(_) => return Vec::new(),
    };
    match object {
        Object::Stream(_) => id.into_iter().collect(),
        Object::Array(items) => items
            .iter()
            .filter_map(|item| match document.dereference(item) {
                Ok((id, Object::Stream(_))) => id,
                Ok(_) | Err(_) => None,
            })
            .collect(),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Dictionary(_)
        | Object::Reference(_) => Vec::new(),
    }
}

fn measure(document: &Document, contents: &[ObjectId]) -> Balance {
    let mut all = Vec::new();
    for id in contents {
        let Ok(stream) = document.get_object(*id).and_then(Object::as_stream) else { continue };
        match stream.get_plain_content_with_limit(CONTENT.saturating_sub(all.len())) {
            Ok(mut plain) => all.append(&mut plain),
            // What cannot be unpacked cannot be drawn either.
            Err(_) => continue,
        }
        all.push(b'\n');
    }
    balance::of(&all)
}

/// A page's own copy of its resources, so that a name can be added without touching other pages.
struct Resources {
    all: Dictionary,
}

impl Resources {
    fn of<W: Write>(copying: &mut Copying<'_, W>, document: &Document, page: &Dictionary) -> Self {
        let own = page.get_deref(b"Resources", document).and_then(Object::as_dict);
        let mut all = Dictionary::new();
        for (key, value) in own.into_iter().flatten() {
            // The lists that may grow are resolved; the others may stay shared.
            let grows = matches!(key.as_slice(), b"Font" | b"XObject");
            let list = value.as_reference().ok().filter(|_| grows);
            let list = list.and_then(|id| document.get_dictionary(id).ok());
            let value = match list {
                Some(list) => Object::Dictionary(copying.dictionary(document, list)),
                None => copying.value(document, value),
            };
            all.set(key.clone(), value);
        }
        Self { all }
    }

    /// Adds an object to a list under a name that is free there, and gives the name.
    fn name(&mut self, list: &str, wish: &str, object: Object) -> String {
        let mut entries = match self.all.remove(list.as_bytes()) {
            Some(Object::Dictionary(entries)) => entries,
            Some(_) | None => Dictionary::new(),
        };
        let mut name = wish.to_string();
        while entries.has(name.as_bytes()) {
            name.push('x');
        }
        entries.set(name.clone(), object);
        self.all.set(list, entries);
        name
    }

    fn into_dictionary(self) -> Dictionary {
        self.all
    }
}

/// Draws what the page's visible annotations show (stamps, filled fields, marks) as page content,
/// because the annotations themselves stay behind (§12.5.5).
fn appearances<W: Write>(
    copying: &mut Copying<'_, W>,
    document: &Document,
    page: &Dictionary,
    resources: &mut Resources,
) -> String {
    let mut out = String::new();
    let Ok(annotations) = page.get_deref(b"Annots", document).and_then(Object::as_array) else {
        return out;
    };
    for annotation in annotations {
        let Ok((_, annotation)) = document.dereference(annotation) else { continue };
        let Ok(annotation) = annotation.as_dict() else { continue };
        let Some((id, matrix)) = appearance(document, annotation) else { continue };
        let form = copying.form(document, id);
        if form.is_null() {
            continue;
        }
        let name = resources.name("XObject", "JzA", form);
        let [a, d, e, f] = matrix;
        out.push_str(&format!("q {a:.5} 0 0 {d:.5} {e:.3} {f:.3} cm /{name} Do Q\n"));
    }
    out
}

/// The stream an annotation shows and the scale and shift that fit it into its rectangle.
fn appearance(document: &Document, annotation: &Dictionary) -> Option<(ObjectId, [f32; 4])> {
    const HIDDEN: i64 = 0b10_0010;
    let flags = annotation.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
    let subtype = annotation.get_deref(b"Subtype", document).and_then(Object::as_name);
    // A pop-up shows only when clicked; a layer may hide the annotation.
    if flags & HIDDEN != 0 || subtype.is_ok_and(|s| s == b"Popup") || annotation.has(b"OC") {
        return None;
    }
    let rect = rectangle(document, annotation.get(b"Rect").ok()?)?;
    let normal = annotation.get_deref(b"AP", document).ok()?.as_dict().ok()?.get(b"N").ok()?;
    let (id, object) = document.dereference(normal).ok()?;
    let (id, stream) = match object {
        Object::Stream(stream) => (id?, stream),
        Object::Dictionary(states) => {
            let state = annotation.get_deref(b"AS", document).and_then(Object::as_name).ok()?;
            let (id, object) = document.dereference(states.get(state).ok()?).ok()?;
            (id?, object.as_stream().ok()?)
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Array(_)
        | Object::Reference(_) => return None,
    };
    let area = rectangle(document, stream.dict.get(b"BBox").ok()?)?;
    let shown = transformed(&matrix(document, &stream.dict), area);
    let ([l, b, r, t], [rl, rb, rr, rt]) = (shown, rect);
    if r - l < 1e-4 || t - b < 1e-4 {
        return None;
    }
    let (a, d) = ((rr - rl) / (r - l), (rt - rb) / (t - b));
    Some((id, [a, d, rl - l * a, rb - b * d]))
}

fn matrix(document: &Document, dict: &Dictionary) -> [f32; 6] {
    let mut out = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    if let Ok(items) = dict.get_deref(b"Matrix", document).and_then(Object::as_array)
        && items.len() == 6
    {
        for (place, item) in out.iter_mut().zip(items) {
            *place = document
                .dereference(item)
                .ok()
                .and_then(|(_, v)| v.as_float().ok())
                .unwrap_or(*place);
        }
    }
    out
}

/// The box around a rectangle after a transformation.
fn transformed(m: &[f32; 6], area: [f32; 4]) -> [f32; 4] {
    let [a, b, c, d, e, f] = *m;
    let [left, bottom, right, top] = area;
    let mut out = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for (x, y) in [(left, bottom), (right, bottom), (left, top), (right, top)] {
        let (x, y) = (a * x + c * y + e, b * x + d * y + f);
        let [l, bo, r, t] = out;
        out = [l.min(x), bo.min(y), r.max(x), t.max(y)];
    }
    out
}

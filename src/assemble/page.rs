//! One page of a source as a page of the volume: same size, same turn, same look, plus its number.

use std::collections::BTreeMap;
use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::balance::{self, Balance, Balances};
use super::copying::Copying;
use super::face::Ink;
use super::markup;
use super::stamp::{Marks, Sight};

/// Most octets of content that are read to count saved states.
const CONTENT: usize = 64 << 20;
/// A4 in points, for pages without a usable size.
const A4: [f32; 4] = [0.0, 0.0, 595.276, 841.89];

/// What all pages of a volume share.
pub(crate) struct Shared {
    /// What numbers and stamps are drawn with.
    pub(crate) ink: Ink,
    /// A stream of `q`, before every page's own content.
    pub(crate) save: ObjectId,
}

/// A page to be copied.
pub(crate) struct Copy<'a> {
    /// Its file.
    pub(crate) document: &'a Document,
    /// Its dictionary, with what it inherits.
    pub(crate) page: &'a Dictionary,
    /// What its content leaves behind: [`balance`].
    pub(crate) balance: Balance,
    /// The node of the page tree that it comes under.
    pub(crate) parent: ObjectId,
    /// What is put on it.
    pub(crate) marks: Marks<'a>,
}

impl Copy<'_> {
    /// Writes the page and gives its number; what it refers to is copied by [`Copying::drain`].
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn write<W: Write>(
        &self,
        copying: &mut Copying<'_, W>,
        shared: &Shared,
    ) -> io::Result<ObjectId> {
        let Self { document, page, balance, .. } = *self;
        let sight = sight(document, page);
        let mut resources = Resources::of(copying, document, page);
        let mut after = String::from("\nQ");
        after.push_str(&" Q".repeat(balance.open.min(1_000)));
        after.push('\n');
        after.push_str(&appearances(copying, document, page, &mut resources)?);
        let mut fonts = BTreeMap::new();
        for face in self.marks.faces(&shared.ink) {
            if let Some(font) = shared.ink.font(face) {
                fonts.insert(face, resources.name("Font", "JzF", font.into()));
            }
        }
        after.push_str(&sight.draw(&shared.ink, &fonts, self.marks));
        let mut content: Vec<Object> = vec![shared.save.into()];
        if balance.below > 0 {
            let more = "q ".repeat(balance.below.min(1_000));
            let more = Stream::new(Dictionary::new(), more.into_bytes());
            content.push(copying.writer.add(&Object::Stream(more))?.into());
        }
        for id in contents(document, page) {
            content.push(copying.value(document, &Object::Reference(id)));
        }
        content.retain(|item| !item.is_null());
        let after = Stream::new(Dictionary::new(), after.into_bytes());
        content.push(copying.writer.add(&Object::Stream(after))?.into());

        let mut new = geometry(document, page);
        new.set("Parent", self.parent);
        new.set("Contents", content);
        new.set("Resources", resources.into_dictionary());
        if let Ok(group) = page.get(b"Group") {
            new.set("Group", copying.value(document, group));
        }
        copying.writer.add(&Object::Dictionary(new))
    }
}

/// A page dictionary with the size, crop and turn of a foreign page.
pub(crate) fn geometry(document: &Document, page: &Dictionary) -> Dictionary {
    let sight = sight(document, page);
    let media = media_box(document, page);
    let mut new = dictionary! { "Type" => "Page", "MediaBox" => corners(&media) };
    if sight.area != media {
        new.set("CropBox", corners(&sight.area));
    }
    if sight.turned != 0 {
        new.set("Rotate", sight.turned);
    }
    if (sight.unit - 1.0).abs() > f32::EPSILON {
        new.set("UserUnit", sight.unit);
    }
    new
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
    let unit = page.get_deref(b"UserUnit", document).and_then(Object::as_float).unwrap_or(1.0);
    let unit = if unit.is_finite() && (1e-3..=1e4).contains(&unit) { unit } else { 1.0 };
    Sight { area, turned: if turned % 90 == 0 { turned } else { 0 }, unit }
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

/// What a page's content leaves behind of saved graphics states.
pub(crate) fn balance(document: &Document, page: &Dictionary) -> Balance {
    balance::of(&content(document, page))
}

/// [`balance`] of all pages, unless their contents unpack to more than `most` octets.
pub(crate) fn balances(document: &Document, pages: &[Dictionary], most: usize) -> Option<Balances> {
    let mut found = Balances::default();
    let mut left = most;
    for (number, page) in pages.iter().enumerate() {
        let content = content(document, page);
        left = left.checked_sub(content.len())?;
        let balance = balance::of(&content);
        if balance != Balance::default() {
            found.0.push((number, balance));
        }
    }
    Some(found)
}

/// A page's content, unpacked.
fn content(document: &Document, page: &Dictionary) -> Vec<u8> {
    let mut all = Vec::new();
    for id in contents(document, page) {
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { continue };
        match stream.get_plain_content_with_limit(CONTENT.saturating_sub(all.len())) {
            Ok(mut plain) => all.append(&mut plain),
            // What cannot be unpacked cannot be drawn either.
            Err(_) => continue,
        }
        all.push(b'\n');
    }
    all
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
/// because the annotations themselves stay behind (§12.5.5). Marks without a look of their own get one.
fn appearances<W: Write>(
    copying: &mut Copying<'_, W>,
    document: &Document,
    page: &Dictionary,
    resources: &mut Resources,
) -> io::Result<String> {
    let mut out = String::new();
    let Ok(annotations) = page.get_deref(b"Annots", document).and_then(Object::as_array) else {
        return Ok(out);
    };
    for annotation in annotations {
        let Ok((_, annotation)) = document.dereference(annotation) else { continue };
        let Ok(annotation) = annotation.as_dict() else { continue };
        if !is_shown(document, annotation) {
            continue;
        }
        if !annotation.has(b"AP") {
            if let Some(form) = markup::draw(document, annotation) {
                let form = copying.writer.add(&Object::Stream(form))?;
                let name = resources.name("XObject", "JzM", form.into());
                out.push_str(&format!("q /{name} Do Q\n"));
            }
            continue;
        }
        let Some((id, matrix)) = appearance(document, annotation) else { continue };
        let form = copying.form(document, id);
        if form.is_null() {
            continue;
        }
        let name = resources.name("XObject", "JzA", form);
        let [a, d, e, f] = matrix;
        out.push_str(&format!("q {a:.5} 0 0 {d:.5} {e:.3} {f:.3} cm /{name} Do Q\n"));
    }
    Ok(out)
}

/// Whether an annotation is seen without a click (§12.5.3).
pub(crate) fn is_shown(document: &Document, annotation: &Dictionary) -> bool {
    const HIDDEN: i64 = 0b10_0010;
    let flags = annotation.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
    let subtype = annotation.get_deref(b"Subtype", document).and_then(Object::as_name);
    // A pop-up shows only when clicked; a layer may hide the annotation.
    flags & HIDDEN == 0 && !subtype.is_ok_and(|s| s == b"Popup") && !annotation.has(b"OC")
}

/// The stream an annotation shows and the scale and shift that fit it into its rectangle.
fn appearance(document: &Document, annotation: &Dictionary) -> Option<(ObjectId, [f32; 4])> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assemble::source::Source;
    use crate::assemble::volume::{About, Folio, Mark, Material, Part, write};

    /// A PDF of one page with the given entries and content.
    fn foreign(entries: Dictionary, content: &str) -> Vec<u8> {
        let mut pdf = Document::with_version("1.4");
        let pages = pdf.new_object_id();
        let content = pdf.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let mut page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content };
        page.extend(&entries);
        let page = pdf.add_object(page);
        let node = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        pdf.objects.insert(pages, node.into());
        let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        pdf.trailer.set("Root", root);
        let mut out = Vec::new();
        pdf.save_to(&mut out).unwrap();
        out
    }

    /// The only page of a volume of one part, and all its content.
    fn bound(pdf: Vec<u8>) -> (Dictionary, String) {
        let part = Part {
            name: "x".into(),
            material: Material::Made(pdf),
            pages: 1,
            folio: Folio::Printed,
            marks: vec![Mark { level: 1, title: "甲".into() }],
            seal: None,
        };
        let about =
            About { title: "t".into(), author: "a".into(), id: [1; 16], ..About::default() };
        let face: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular.otf");
        let volume = write(Vec::new(), &[part], &about, &[(face, 0)], &mut |_| true).unwrap();
        let source = Source::examine(&volume).unwrap();
        let page = source.pages[0].clone();
        let mut all = Vec::new();
        for id in contents(&source.document, &page) {
            let stream = source.document.get_object(id).unwrap().as_stream().unwrap();
            all.extend(stream.get_plain_content().unwrap());
            all.push(b'\n');
        }
        (page, String::from_utf8_lossy(&all).into_owned())
    }

    fn area(numbers: [i64; 4]) -> Object {
        Object::Array(numbers.map(Object::Integer).to_vec())
    }

    #[test]
    fn the_number_is_drawn_from_a_clean_state_whatever_the_page_leaves_behind() {
        for content in ["", "Q Q 1 0 0 1 5 5 cm", "q q q 2 0 0 2 0 0 cm", "Q q (Q) Tj", "q Q"] {
            let media = dictionary! { "MediaBox" => area([0, 0, 300, 400]) };
            let (_, all) = bound(foreign(media, content));
            assert_eq!(balance::of(all.as_bytes()), Balance::default(), "{content}");
            let (before, stamp) = all.split_once("/Artifact").unwrap();
            assert_eq!(balance::of(before.as_bytes()), Balance::default(), "{content}");
            assert!(stamp.contains("Tj"));
        }
    }

    #[test]
    fn the_number_stands_in_the_visible_outer_corner_of_turned_and_cropped_pages() {
        // Number 1 is odd: at the right of the page as seen.
        let cases = [
            (0, [100, 50, 400, 450], "1 0 0 1 100.000 50.000"),
            (90, [100, 50, 400, 450], "0 1 -1 0 400.000 50.000"),
            (180, [100, 50, 400, 450], "-1 0 0 -1 400.000 450.000"),
            (270, [100, 50, 400, 450], "0 -1 1 0 100.000 450.000"),
            (-90, [100, 50, 400, 450], "0 -1 1 0 100.000 450.000"),
        ];
        for (turn, crop, matrix) in cases {
            let entries = dictionary! {
                "MediaBox" => area([0, 0, 600, 800]), "CropBox" => area(crop), "Rotate" => turn,
            };
            let (page, all) = bound(foreign(entries, "0 0 m"));
            assert!(all.contains(&format!("q {matrix} cm")), "{turn}: {all}");
            assert!(page.has(b"CropBox") && page.has(b"MediaBox"));
        }
        let sight = Sight { area: [0.0, 0.0, 600.0, 300.0], turned: 90, unit: 1.0 };
        assert_eq!(sight.size(), (300.0, 600.0));
    }

    #[test]
    fn pages_without_a_usable_size_become_a4_and_absurd_boxes_are_mended() {
        let (page, _) = bound(foreign(Dictionary::new(), ""));
        assert_eq!(page.get(b"MediaBox").unwrap().as_array().unwrap().len(), 4);
        let entries = dictionary! {
            "MediaBox" => area([612, 792, 0, 0]), "CropBox" => area([9000, 9000, 9001, 9001]),
        };
        let pdf = foreign(entries, "");
        let source = Source::examine(&pdf).unwrap();
        let seen = sight(&source.document, &source.pages[0]);
        assert_eq!(seen.area, [0.0, 0.0, 612.0, 792.0]);
    }

    #[test]
    fn a_visible_annotation_is_drawn_and_nothing_that_acts_remains() {
        let mut pdf = Document::load_mem(&foreign(
            dictionary! { "MediaBox" => area([0, 0, 300, 400]) },
            "0 0 m",
        ))
        .unwrap();
        let mut form = Stream::new(dictionary! { "BBox" => area([0, 0, 10, 10]) }, b"n".to_vec());
        form.dict.set("Subtype", "Form");
        let form = pdf.add_object(form);
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") };
        let shown = |flags: i64| {
            Object::Dictionary(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "Rect" => area([50, 60, 70, 80]),
                "F" => flags, "A" => script.clone(), "AP" => dictionary! { "N" => form },
            })
        };
        let (visible, hidden) = (shown(4), shown(2));
        let id = *pdf.get_pages().get(&1).unwrap();
        pdf.get_dictionary_mut(id).unwrap().set("Annots", vec![visible, hidden]);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let (page, all) = bound(bytes);
        assert_eq!(all.matches(" Do").count(), 1);
        assert!(all.contains("q 2.00000 0 0 2.00000 50.000 60.000 cm"), "{all}");
        assert!(!page.has(b"Annots") && !page.has(b"AA"));
    }
}

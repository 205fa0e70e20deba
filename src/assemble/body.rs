//! The pages between catalogue and closing sheet: slot by slot, a divider, the document, what was
//! received.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::Error;
use super::intake::Intake;
use super::kind::Kind;
use super::outputs::{Job, Outputs};
use super::sheet::{Absent, Facts, Sheets};
use super::volume::{Folio, Held, Mark, Material, Part};
use crate::case::{Case, Origin, layout};
use crate::form::{Row, Value};
use crate::profile::Slot;
use crate::render::Faces;

/// The pages between catalogue and closing sheet.
pub(crate) struct Body {
    /// The runs of pages, in order.
    pub(crate) parts: Vec<Part>,
    /// Catalogue rows: the number of the part each is about, and its cells without page numbers.
    pub(crate) rows: Vec<(usize, Row)>,
    /// Package names of files that keep the volume from being PDF/A, and why.
    pub(crate) doubts: Vec<(String, &'static str)>,
    /// Digests of what the parts are made of.
    pub(crate) digests: Vec<String>,
    /// The files themselves, as a container holds them.
    pub(crate) held: Vec<Held>,
}

/// A divider that has its place and no sheet yet.
struct Divider<'a> {
    /// Its part.
    part: usize,
    /// The slot's number.
    number: usize,
    /// The slot it stands before.
    slot: &'a Slot,
    /// What its words name.
    facts: Facts,
}

impl Body {
    /// The body of a case's volume.
    pub(crate) fn of(
        case: &Case,
        faces: &Faces,
        sheets: &Sheets,
        (intakes, drawings): (&BTreeMap<String, Intake>, &BTreeMap<String, PathBuf>),
        documents: &BTreeMap<&str, (&Job, usize)>,
        out: &mut Outputs<'_>,
    ) -> Result<Self, Error> {
        let mut body = Self {
            parts: Vec::new(),
            rows: Vec::new(),
            doubts: Vec::new(),
            digests: Vec::new(),
            held: Vec::new(),
        };
        let files = case.files();
        let mut dividers = Vec::new();
        for (number, slot) in case.slots() {
            let mut parts = Vec::new();
            for file in files.iter().filter(|f| f.slot == slot.id) {
                let title = stem(&file.name);
                let mark = Mark { level: 2, title: title.to_string() };
                let mut row = Row::from([("name".to_string(), Value::from(title))]);
                let held = |kind, size, digest: &str| Held {
                    name: format!("{number:02}-{}", name_of(&file.name)),
                    note: file.name.clone(),
                    kind,
                    path: file.disk.clone(),
                    size,
                    sha256: digest.to_string(),
                };
                let (material, pages, digest) = match file.origin {
                    Origin::Rendered => {
                        let Some((job, pages)) = documents.get(file.name.as_str()) else {
                            continue;
                        };
                        if !job.document.issuer.is_empty() {
                            row.insert("maker".into(), Value::from(job.document.issuer.clone()));
                        }
                        if let Some(date) = job.document.date {
                            row.insert("date".into(), Value::from(date));
                        }
                        if let Some(number) = job.document.number() {
                            row.insert("number".into(), Value::from(number));
                        }
                        let (bytes, digest) = (out.bytes(&file.name)?, out.digest(&file.name));
                        body.held.push(held(Kind::Pdf.name(), bytes.len() as u64, &digest));
                        (Material::Made(bytes), *pages, digest)
                    }
                    Origin::Original | Origin::Evidence => {
                        let Some(intake) = intakes.get(&file.name) else { continue };
                        let mut digest = intake.digest.sha256.to_string();
                        body.held.push(held(intake.kind.name(), intake.digest.size, &digest));
                        let drawing = drawings.get(&file.name);
                        if let Some(doubt) = intake.doubt.filter(|_| drawing.is_none()) {
                            body.doubts.push((file.name.clone(), doubt.name()));
                        }
                        let (material, pages) = match intake.pages {
                            Some(n) if drawing.is_some() => {
                                let drawing = drawing.cloned().unwrap_or_default();
                                digest.insert_str(0, "drawn ");
                                (Material::File(drawing), n)
                            }
                            Some(n) if intake.kind.is_picture() => {
                                (Material::Picture(file.disk.clone()), n)
                            }
                            Some(n) => match intake.balances.clone() {
                                Some(known) => (Material::Known(file.disk.clone(), known), n),
                                None => (Material::File(file.disk.clone()), n),
                            },
                            None => {
                                let sheet = absent(case, faces, sheets, slot, &file.name, intake)?;
                                (Material::Made(sheet), 1)
                            }
                        };
                        (material, pages, digest)
                    }
                };
                let part = Part {
                    name: file.name.clone(),
                    material,
                    pages,
                    folio: Folio::Printed,
                    seal: None,
                    marks: vec![mark],
                };
                parts.push((part, row, digest));
            }
            if parts.is_empty() {
                continue;
            }
            let pages: usize = parts.iter().map(|(part, ..)| part.pages).sum();
            dividers.push(body.divider(case, (number, slot), parts.len(), pages));
            for (part, row, digest) in parts {
                body.rows.push((body.parts.len(), row));
                body.parts.push(part);
                body.digests.push(digest);
            }
        }
        // Each takes its own subset of a face, which takes longer than anything else here.
        let drawn: Vec<Option<Vec<u8>>> = dividers
            .par_iter()
            .map(|of| sheets.divider(faces, of.number, &of.slot.title, &of.facts))
            .collect();
        for (of, sheet) in dividers.iter().zip(drawn) {
            let name = || layout::slot_folder(of.number, of.slot);
            let sheet = sheet.ok_or_else(|| Error::Sheet { name: name() })?;
            if let Some(part) = body.parts.get_mut(of.part) {
                part.material = Material::Made(sheet);
            }
        }
        Ok(body)
    }

    /// Puts a slot's divider in its place; its sheet is drawn later, with those of the others.
    fn divider<'a>(
        &mut self,
        case: &Case,
        (number, slot): (usize, &'a Slot),
        files: usize,
        pages: usize,
    ) -> Divider<'a> {
        let mut facts = facts(case);
        facts.insert("files".into(), files.to_string());
        facts.insert("pages".into(), pages.to_string());
        let part = self.parts.len();
        let title = format!("{number:02} {}", slot.title);
        self.digests.push(format!("{title} {files} {pages}"));
        self.parts.push(Part {
            name: layout::slot_folder(number, slot),
            material: Material::Made(Vec::new()),
            pages: 1,
            folio: Folio::Printed,
            seal: None,
            marks: vec![Mark { level: 1, title }],
        });
        Divider { part, number, slot, facts }
    }
}

/// A file's name without folder.
fn name_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// A file's name without folder and ending.
fn stem(name: &str) -> &str {
    let file = name_of(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => stem,
        Some(_) | None => file,
    }
}

fn facts(case: &Case) -> Facts {
    case.given().0
}

fn absent(
    case: &Case,
    faces: &Faces,
    sheets: &Sheets,
    slot: &Slot,
    name: &str,
    intake: &Intake,
) -> Result<Vec<u8>, Error> {
    let file = Absent {
        name: name.rsplit('/').next().unwrap_or(name),
        slot: &slot.title,
        kind: intake.kind.name(),
        size: intake.digest.size,
        sha256: intake.digest.sha256.to_string(),
        code: intake.findings.first().map_or("", |f| f.code.id()),
    };
    let sheet = sheets.placeholder(faces, &file, &facts(case));
    sheet.ok_or_else(|| Error::Sheet { name: name.to_string() })
}

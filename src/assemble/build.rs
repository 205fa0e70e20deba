//! Everything a case gives: its documents, the sheets of its volume, the volume itself, labels.

use std::collections::BTreeMap;

use super::Error;
use super::intake::{Intake, inspect};
use super::outputs::{Job, Outputs, Progress};
use super::record::fails;
use super::sheet::{Absent, Facts, Sheets};
use super::volume::{self, About, Mark, Material, Part};
use crate::base::digest::Digest;
use crate::base::disk;
use crate::case::evidence::{self, Item, ItemFacts};
use crate::case::{Case, Origin, layout};
use crate::form::{Filled, Given, Row, Value};
use crate::profile::Slot;
use crate::render::{Faces, Role};
use crate::verdict::{Bearing, Code, Finding, Place, Report};

/// Attempts to make the catalogue's own length and the numbers in it agree.
const SETTLE: usize = 6;

/// What a build is told beside the case.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Files that statements name, by package name, with the digest they name: never replaced by
    /// other octets.
    pub protected: BTreeMap<String, Digest>,
    /// The rows of the page of signed statements; `None` before filing, and then there is no page.
    pub signings: Option<Vec<Row>>,
}

/// What a build gave.
#[derive(Clone, Debug)]
pub struct Built {
    /// What was found in forms and received files.
    pub report: Report,
    /// The received files with what intake found, as `evidence.toml` now lists them.
    pub evidence: Vec<Item>,
    /// Documents that stand.
    pub documents: usize,
    /// Pages of the volume.
    pub pages: usize,
    /// Files that were made anew; the others stood already.
    pub made: usize,
    /// Whether the volume claims PDF/A-2b.
    pub archival: bool,
}

/// Builds a case into its `out/` folder and lists its received files in `evidence.toml`.
///
/// A form with errors gives no document; the report says so. If a file that a statement names would
/// change, nothing is written and the report says `seal.subject-changed`.
///
/// # Errors
/// The case cannot be read, a document cannot be set, or the disk refuses.
pub fn build(
    case: &Case,
    faces: &Faces,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Built, Error> {
    let mut out = Outputs::begin(case, faces, &options.protected);
    let mut report = Report::on(case.facts.case.clone());
    let (items, intakes) = take_in(case, &mut out, progress)?;
    for intake in intakes.values() {
        report.extend(intake.findings.iter().cloned());
    }
    report.count("files", intakes.len() as u64);

    let mut given = case.given();
    let mut jobs = Vec::new();
    for (number, slot) in case.slots() {
        let Some(form) = slot.form.as_deref().filter(|_| case.is_typed(slot)) else { continue };
        let (filled, findings) = case.read_typed(&slot.id, form)?;
        let form = case.form(form)?;
        let lacking = form.lacking(&layout::typed(&slot.id), &filled, &given);
        let faulty = fails(&findings) || fails(&lacking);
        report.extend(findings.into_iter().chain(lacking));
        if !faulty {
            jobs.push(Job {
                name: layout::document(number, slot),
                docx: Some(below_out(&layout::docx(number, slot))),
                document: form.document(&filled, &given),
            });
        }
    }
    report.count("documents", jobs.len() as u64);
    let pages = out.set(&jobs, progress)?;
    let documents: BTreeMap<&str, (&Job, usize)> =
        jobs.iter().zip(pages).map(|(job, n)| (job.name.as_str(), (job, n))).collect();

    let cover = typed(case, 0, &case.profile.volume.cover, &given, &mut report)?;
    let closing = typed(case, 1, &case.profile.volume.closing, &given, &mut report)?;
    let sheets = Sheets::built_in()?;
    let mut body = Body::of(case, faces, &sheets, &intakes, &documents, &mut out)?;
    for (name, doubt) in &body.doubts {
        let finding = Finding::new(Code::AssembleNotArchival, Place::file(name.clone()));
        report.add(finding.with("reason", doubt));
    }
    let archival = body.doubts.is_empty();

    let front = Front { case, cover, closing, signings: options.signings.as_deref() };
    let total = front.settle(&mut body, &mut given, &mut out)?;
    labels(case, faces, &sheets, &front, &given, &mut out)?;

    if out.conflicts.is_empty() {
        let list = evidence::write(&items);
        let path = case.dir.join(layout::EVIDENCE_LIST);
        let same = disk::read(&path, 64 << 20).is_ok_and(|old| old == list.as_bytes());
        if !same && (!items.is_empty() || disk::exists(&path)) {
            disk::replace(&path, list.as_bytes())?;
        }
        out.write()?;
        bind(&front, &body, archival, total, &mut out, progress)?;
    }
    if out.conflicts.is_empty() {
        out.sweep()?;
        out.finish()?;
    }
    report.extend(std::mem::take(&mut out.conflicts));
    Ok(Built {
        report,
        evidence: items,
        documents: documents.len(),
        pages: total,
        made: out.made,
        archival,
    })
}

/// A path of the case folder as a path below `out/`.
fn below_out(path: &str) -> String {
    path.strip_prefix("out/").unwrap_or(path).to_string()
}

/// Looks at all received files, those first seen or changed only; their entries for the list, and
/// what was found, by package name.
fn take_in(
    case: &Case,
    out: &mut Outputs<'_>,
    progress: &mut dyn Progress,
) -> Result<(Vec<Item>, BTreeMap<String, Intake>), Error> {
    let sm3 = case.profile.sm3;
    let names = package_names(case);
    let place = |item: &Item| format!("evidence/{}/{}", item.slot, item.received);
    let mut known: Vec<Option<Intake>> = Vec::new();
    for item in &case.evidence {
        known.push(out.seen.intake(&case.dir, &place(item), sm3)?);
    }
    let total = known.len();
    let mut done = known.iter().flatten().count();
    progress.step("evidence", done, total);
    let fresh: Vec<usize> =
        (0..total).filter(|i| known.get(*i).is_some_and(Option::is_none)).collect();
    let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for batch in fresh.chunks(at_once) {
        let todo: Vec<(usize, &Item)> =
            batch.iter().filter_map(|i| case.evidence.get(*i).map(|item| (*i, item))).collect();
        // Threads of their own: a worker of rayon that waits for a guarded thread, which itself
        // waits for rayon's workers, would wait for ever.
        let found: Vec<_> = std::thread::scope(|scope| {
            let look = |item: &Item| inspect(&case.dir.join(place(item)), &place(item), sm3);
            let running: Vec<_> =
                todo.iter().map(|(i, item)| (*i, scope.spawn(move || look(item)))).collect();
            running.into_iter().map(|(i, thread)| (i, thread.join())).collect()
        });
        for (i, intake) in found {
            let Some(item) = case.evidence.get(i) else { continue };
            let lost = || disk::Error::Io {
                act: "read",
                path: case.dir.join(place(item)),
                source: std::io::ErrorKind::Other.into(),
            };
            let intake = intake.unwrap_or_else(|_| Err(lost()))?;
            out.seen.note(&case.dir, &place(item), &intake.digest, Some(&intake))?;
            if let Some(slot) = known.get_mut(i) {
                *slot = Some(intake);
            }
            done += 1;
        }
        progress.step("evidence", done, total);
    }
    let mut items = Vec::new();
    let mut intakes = BTreeMap::new();
    for (item, intake) in case.evidence.iter().zip(known) {
        let Some(intake) = intake else { continue };
        let facts = ItemFacts {
            kind: intake.kind.name().to_string(),
            size: intake.digest.size,
            pages: intake.pages.map(|n| n as u64),
            sha256: intake.digest.sha256,
            sm3: intake.digest.sm3,
        };
        items.push(Item { facts: Some(facts), ..item.clone() });
        if let Some(name) = names.get(&(item.slot.as_str(), item.name.as_str())) {
            intakes.insert(name.clone(), intake);
        }
    }
    Ok((items, intakes))
}

/// Package names of received files by slot and name in the slot.
fn package_names(case: &Case) -> BTreeMap<(&str, &str), String> {
    let folders: BTreeMap<&str, String> = case
        .slots()
        .map(|(number, slot)| (slot.id.as_str(), layout::slot_folder(number, slot)))
        .collect();
    case.evidence
        .iter()
        .filter_map(|item| {
            let folder = folders.get(item.slot.as_str())?;
            Some(((item.slot.as_str(), item.name.as_str()), format!("{folder}/{}", item.name)))
        })
        .collect()
}

/// Typed data of the volume's own pages; while they are missing or faulty the page is left out, and
/// the finding is only worth knowing here: `check` judges it.
fn typed(
    case: &Case,
    which: usize,
    form: &str,
    given: &Given,
    report: &mut Report,
) -> Result<Option<Filled>, Error> {
    let Some(data) = layout::VOLUME_DATA.get(which) else { return Ok(None) };
    let (filled, mut findings) = case.read_typed(data, form)?;
    findings.extend(case.form(form)?.lacking(&layout::typed(data), &filled, given));
    let faulty = fails(&findings);
    report.extend(findings.into_iter().map(|f| f.bearing(Bearing::Note)));
    Ok((!faulty).then_some(filled))
}

/// The pages between catalogue and closing sheet.
struct Body {
    parts: Vec<Part>,
    /// Catalogue rows: the number of the part each is about, and its cells without page numbers.
    rows: Vec<(usize, Row)>,
    /// Package names of files that keep the volume from being PDF/A, and why.
    doubts: Vec<(String, &'static str)>,
    /// Digests of what the parts are made of.
    digests: Vec<String>,
}

impl Body {
    fn of(
        case: &Case,
        faces: &Faces,
        sheets: &Sheets,
        intakes: &BTreeMap<String, Intake>,
        documents: &BTreeMap<&str, (&Job, usize)>,
        out: &mut Outputs<'_>,
    ) -> Result<Self, Error> {
        let mut body =
            Self { parts: Vec::new(), rows: Vec::new(), doubts: Vec::new(), digests: Vec::new() };
        let files = case.files();
        for (number, slot) in case.slots() {
            let mut parts = Vec::new();
            for file in files.iter().filter(|f| f.slot == slot.id) {
                let title = stem(&file.name);
                let mark = Mark { level: 2, title: title.to_string() };
                let mut row = Row::from([("name".to_string(), Value::from(title))]);
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
                        let material = Material::Made(out.bytes(&file.name)?);
                        (material, *pages, out.digest(&file.name))
                    }
                    Origin::Original | Origin::Evidence => {
                        let Some(intake) = intakes.get(&file.name) else { continue };
                        let digest = intake.digest.sha256.to_string();
                        if let Some(doubt) = intake.doubt {
                            body.doubts.push((file.name.clone(), doubt.name()));
                        }
                        let (material, pages) = match intake.pages {
                            Some(n) if intake.kind.is_picture() => {
                                (Material::Picture(file.disk.clone()), n)
                            }
                            Some(n) => (Material::File(file.disk.clone()), n),
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
                    numbered: true,
                    marks: vec![mark],
                };
                parts.push((part, row, digest));
            }
            if parts.is_empty() {
                continue;
            }
            let pages: usize = parts.iter().map(|(part, ..)| part.pages).sum();
            body.divider(case, faces, sheets, (number, slot), parts.len(), pages)?;
            for (part, row, digest) in parts {
                body.rows.push((body.parts.len(), row));
                body.parts.push(part);
                body.digests.push(digest);
            }
        }
        Ok(body)
    }

    fn divider(
        &mut self,
        case: &Case,
        faces: &Faces,
        sheets: &Sheets,
        (number, slot): (usize, &Slot),
        files: usize,
        pages: usize,
    ) -> Result<(), Error> {
        let mut facts = facts(case);
        facts.insert("files".into(), files.to_string());
        facts.insert("pages".into(), pages.to_string());
        let name = layout::slot_folder(number, slot);
        let sheet = sheets
            .divider(faces, number, &slot.title, &facts)
            .ok_or_else(|| Error::Sheet { name: name.clone() })?;
        let title = format!("{number:02} {}", slot.title);
        self.digests.push(format!("{title} {files} {pages}"));
        self.parts.push(Part {
            name,
            material: Material::Made(sheet),
            pages: 1,
            numbered: true,
            marks: vec![Mark { level: 1, title }],
        });
        Ok(())
    }
}

/// A file's name without folder and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
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

/// The volume's own pages.
struct Front<'a> {
    case: &'a Case,
    cover: Option<Filled>,
    closing: Option<Filled>,
    signings: Option<&'a [Row]>,
}

impl Front<'_> {
    /// The pages before the body, then those after it.
    fn jobs(
        &self,
        body: &Body,
        first: usize,
        given: &Given,
    ) -> Result<(Vec<Job>, Vec<Job>), Error> {
        let forms = &self.case.profile.volume;
        let job = |name: &str, form: &str, filled: &Filled| -> Result<Job, Error> {
            let document = self.case.form(form)?.document(filled, given);
            Ok(Job { name: name.to_string(), docx: None, document })
        };
        let mut front = Vec::new();
        if let Some(cover) = &self.cover {
            front.push(job(layout::COVER, &forms.cover, cover)?);
        }
        let mut catalogue = Filled::default();
        for (part, cells) in &body.rows {
            let before: usize = body.parts.iter().take(*part).map(|p| p.pages).sum();
            let pages = body.parts.get(*part).map_or(0, |p| p.pages);
            let mut row = cells.clone();
            row.insert("pages".into(), number(pages));
            row.insert("page".into(), number(first + before));
            catalogue = catalogue.with_row("rows", row);
        }
        front.push(job(layout::CATALOGUE, &forms.catalogue, &catalogue)?);
        if let Some(rows) = self.signings {
            let mut filled = Filled::default();
            for row in rows {
                filled = filled.with_row("rows", row.clone());
            }
            front.push(job(layout::SIGNINGS, &forms.signings, &filled)?);
        }
        let mut back = Vec::new();
        if let Some(closing) = &self.closing {
            back.push(job(layout::CLOSING, &forms.closing, closing)?);
        }
        Ok((front, back))
    }

    /// Sets the volume's own pages until the numbers they print are those they cause, puts them
    /// around the body, and gives the number of all pages.
    fn settle(
        &self,
        body: &mut Body,
        given: &mut Given,
        out: &mut Outputs<'_>,
    ) -> Result<usize, Error> {
        let own: usize = body.parts.iter().map(|p| p.pages).sum();
        given.set("items", body.rows.len().to_string());
        let mut before =
            1 + usize::from(self.cover.is_some()) + usize::from(self.signings.is_some());
        let mut after = usize::from(self.closing.is_some());
        for _ in 0..SETTLE {
            given.set("pages", (before + own + after).to_string());
            let (front, back) = self.jobs(body, before + 1, given)?;
            let mut pages = out.set(&front, &mut ())?;
            let front_pages: usize = pages.iter().sum();
            let back_pages = out.set(&back, &mut ())?;
            let settled = front_pages == before && back_pages.iter().sum::<usize>() == after;
            before = front_pages;
            after = back_pages.iter().sum();
            pages.extend(back_pages);
            if settled {
                let jobs: Vec<Job> = front.into_iter().chain(back).collect();
                self.wrap(body, &jobs, &pages, out)?;
                break;
            }
        }
        Ok(before + own + after)
    }

    fn wrap(
        &self,
        body: &mut Body,
        jobs: &[Job],
        pages: &[usize],
        out: &Outputs<'_>,
    ) -> Result<(), Error> {
        let mut at = 0;
        for (job, pages) in jobs.iter().zip(pages) {
            let title = job.document.title.clone();
            let part = Part {
                name: job.name.clone(),
                material: Material::Made(out.bytes(&job.name)?),
                pages: *pages,
                // A cover bears no number, though it counts.
                numbered: job.name != layout::COVER,
                marks: vec![Mark { level: 1, title }],
            };
            let digest = out.digest(&job.name);
            if job.name == layout::CLOSING {
                body.parts.push(part);
                body.digests.push(digest);
            } else {
                body.parts.insert(at, part);
                body.digests.insert(at, digest);
                at += 1;
            }
        }
        Ok(())
    }
}

fn number(value: usize) -> Value {
    Value::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// Writes the volume unless it stands.
fn bind(
    front: &Front<'_>,
    body: &Body,
    archival: bool,
    total: usize,
    out: &mut Outputs<'_>,
    progress: &mut dyn Progress,
) -> Result<(), Error> {
    let case = front.case;
    let inputs = {
        let digests = body.digests.join("\n");
        let names = body.parts.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("\n");
        let facts = format!("{} {} {archival} {total}", case.facts.case, case.facts.branch.name);
        out.inputs(&[digests.as_bytes(), names.as_bytes(), facts.as_bytes()])
    };
    progress.step("volume", 0, total);
    if out.keep(layout::VOLUME, &inputs)? {
        progress.step("volume", total, total);
        return Ok(());
    }
    let mut id = [0; 16];
    id.iter_mut().zip(Digest::sha256(inputs.as_bytes()).0).for_each(|(to, from)| *to = from);
    let about = About {
        title: format!("{} {}", case.facts.case, case.facts.enterprise.name),
        author: case.facts.branch.name.clone(),
        day: case.facts.applied(),
        archival,
        id,
    };
    let faces = out.faces;
    let face = faces.face_of(Role::Song, '0').ok_or(volume::Error::Face)?;
    out.stream(layout::VOLUME, &inputs, total, |hashed| {
        let mut step = |done| progress.step("volume", done, total);
        volume::write(hashed, &body.parts, &about, face, &mut step)
    })
}

/// Box and spine labels; without the cover's data there is nothing to print on them.
fn labels(
    case: &Case,
    faces: &Faces,
    sheets: &Sheets,
    front: &Front<'_>,
    given: &Given,
    out: &mut Outputs<'_>,
) -> Result<(), Error> {
    let Some(cover) = &front.cover else { return Ok(()) };
    let mut facts = given.0.clone();
    let form = case.form(&case.profile.volume.cover)?;
    for field in form.fields() {
        let text = match cover.get(&field.id) {
            Some(Value::Choice(id)) => {
                field.kind.options().iter().find(|c| c.id == *id).map(|c| c.label.clone())
            }
            Some(Value::Text(text)) => Some(text.clone()),
            Some(Value::Integer(number)) => Some(number.to_string()),
            Some(Value::Date(day)) => Some(day.chinese()),
            Some(
                Value::Decimal(_)
                | Value::Ticks(_)
                | Value::Tick(_)
                | Value::Opinion { .. }
                | Value::Table(_),
            ) => None,
            None => field.default_from.as_deref().and_then(|f| given.get(f)).map(String::from),
        };
        if let Some(text) = text {
            facts.insert(field.id.clone(), text);
        }
    }
    let inputs = {
        let data = facts.iter().map(|(k, v)| format!("{k}={v}\n")).collect::<String>();
        out.inputs(&[data.as_bytes(), sheets.digest().0.as_slice()])
    };
    for (name, draw) in sheets.labels() {
        let path = format!("labels/{name}");
        if out.keep(&path, &inputs)? {
            continue;
        }
        let lost = || Error::Sheet { name: name.to_string() };
        let page = draw(sheets, faces, &facts).ok_or_else(lost)?;
        // printpdf writes ids of its own; bound like a volume of one page, the file is ours.
        let part = Part {
            name: path.clone(),
            material: Material::Made(page),
            pages: 1,
            numbered: false,
            marks: Vec::new(),
        };
        let about = About {
            title: format!("{} {name}", case.facts.case),
            author: case.facts.branch.name.clone(),
            day: case.facts.applied(),
            archival: true,
            id: *b"juanzong-label-1",
        };
        let face = faces.face_of(Role::Song, '0').ok_or(volume::Error::Face)?;
        let bytes = volume::write(Vec::new(), &[part], &about, face, &mut |_| {})?;
        out.give(&path, &inputs, bytes, 1);
    }
    Ok(())
}

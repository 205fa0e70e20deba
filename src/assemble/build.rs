//! Everything a case gives: its documents, the sheets of its volume, the volume itself, labels.

use std::collections::BTreeMap;

use super::Error;
use super::body::Body;
use super::copies::{Copies, Wish};
use super::filing;
use super::front::{Front, number};
use super::hand_in;
use super::label::labels;
use super::outputs::{Job, Outputs, Progress, content, tell};
use super::probe::Prober;
use super::raster;
use super::receive::take_in;
use super::record::{Record, Seen, fails};
use super::sheet::Sheets;
use super::volume::{self, About, Claim};
use crate::base::digest::Digest;
use crate::case::evidence::Item;
use crate::case::{Case, layout};
use crate::form::{Filled, Given, Row, Value};
use crate::render::{Faces, Role};
use crate::verdict::{Bearing, Code, Finding, Place, Report};

/// A row of the page of signed statements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signing {
    /// The stage's title.
    pub stage: String,
    /// The seat's title.
    pub seat: String,
    /// Who signed.
    pub name: String,
    /// The opinion; empty where the statement has none.
    pub opinion: String,
    /// What was written with it.
    pub text: String,
    /// When, as claimed.
    pub time: String,
    /// How many files the statement is about.
    pub files: usize,
    /// The beginning of the statement's digest.
    pub digest: String,
}

impl Signing {
    /// Its cells.
    pub(crate) fn row(&self) -> Row {
        let mut row = Row::from([("files".to_string(), number(self.files))]);
        for (id, text) in [
            ("stage", &self.stage),
            ("seat", &self.seat),
            ("name", &self.name),
            ("opinion", &self.opinion),
            ("text", &self.text),
            ("time", &self.time),
            ("digest", &self.digest),
        ] {
            if !text.is_empty() {
                row.insert(id.to_string(), Value::from(text.clone()));
            }
        }
        row
    }
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
    /// Copies of the volume that were wished for, by path below `out/`.
    pub copies: Vec<String>,
}

/// Builds a case into its `out/` folder and lists its received files in `evidence.toml`.
///
/// `protected` are the files that statements name, by package name, with the digest they name: they
/// are never replaced by other octets. `signings` are the rows of the page of signed statements;
/// before filing there are none and no page. `prober` looks at what strangers sent. A form with
/// errors gives no document; the report says so. If a protected file would change, nothing is
/// written and the report says `seal.subject-changed`.
///
/// # Errors
/// The case cannot be read, a document cannot be set, the disk refuses, or the caller stops it.
pub fn build(
    case: &Case,
    faces: &Faces,
    protected: &BTreeMap<String, Digest>,
    signings: Option<&[Signing]>,
    prober: &dyn Prober,
    progress: &mut dyn Progress,
) -> Result<Built, Error> {
    build_with(case, faces, protected, signings, Wish::default(), prober, progress)
}

/// As [`build`], with copies of the volume for a purpose in `out/copies/`.
///
/// # Errors
/// As [`build`].
pub fn build_with(
    case: &Case,
    faces: &Faces,
    protected: &BTreeMap<String, Digest>,
    signings: Option<&[Signing]>,
    wish: Wish,
    prober: &dyn Prober,
    progress: &mut dyn Progress,
) -> Result<Built, Error> {
    let mut out = Outputs::begin(case, faces, protected);
    let mut report = Report::on(case.facts.case.clone());
    report.extend(out.other_faces());
    let (items, intakes) = take_in(case, &mut out.seen, prober, progress)?;
    for intake in intakes.values() {
        report.extend(intake.findings.iter().cloned());
    }
    report.count("files", intakes.len() as u64);

    let mut given = case.given();
    let jobs = jobs(case, &given, &mut report)?;
    report.count("documents", jobs.len() as u64);
    let pages = out.set(&jobs, progress)?;
    let documents: BTreeMap<&str, (&Job, usize)> =
        jobs.iter().zip(pages).map(|(job, n)| (job.name.as_str(), (job, n))).collect();

    let cover = typed(case, 0, &case.profile.volume.cover, &given, &mut report)?;
    let closing = typed(case, 1, &case.profile.volume.closing, &given, &mut report)?;
    let sheets = Sheets::built_in()?;
    let (drawings, drawn) = raster::drawings(case, &intakes, &mut out, prober, progress)?;
    report.extend(drawn);
    let received = (&intakes, &drawings);
    let mut body = Body::of(case, faces, &sheets, received, &documents, &mut out)?;
    for (name, doubt) in &body.doubts {
        let finding = Finding::new(Code::AssembleNotArchival, Place::file(name.clone()));
        report.add(finding.with("reason", doubt));
    }
    let archival = body.doubts.is_empty();
    report.extend(filing::number(case, cover.as_ref(), &given, &mut body)?);

    let front = Front { case, cover, closing, signings };
    let total = front.settle(&mut body, &mut given, &mut out)?;
    labels(case, faces, &sheets, &front, &given, &mut out)?;
    let mut copies = Vec::new();

    if out.conflicts.is_empty() {
        hand_in::list(case, &items)?;
        out.write()?;
        let (about, inputs) = about(case, &body, archival, total, &out);
        let stands = bind(&about, &inputs, &body, total, &mut out, progress)?;
        let of = Copies {
            front: &front,
            body: &body,
            sheets: &sheets,
            given: &given,
            about: &about,
            inputs: &inputs,
        };
        copies = of.write(wish, &mut out, progress)?;
        if stands {
            out.keep_below(layout::COPIES)?;
        }
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
        copies,
    })
}

/// The documents of the slots whose form is filled without fault; what is wrong with the others
/// goes into the report.
fn jobs(case: &Case, given: &Given, report: &mut Report) -> Result<Vec<Job>, Error> {
    let mut jobs = Vec::new();
    for (number, slot) in case.slots() {
        let Some(form) = slot.form.as_deref().filter(|_| case.is_typed(slot)) else { continue };
        let (filled, findings) = case.read_typed(&slot.id, form)?;
        let form = case.fitted(&slot.id, form)?;
        let lacking = form.lacking(&layout::typed(&slot.id), &filled, given);
        let faulty = fails(&findings) || fails(&lacking);
        report.extend(findings.into_iter().chain(lacking));
        if !faulty {
            jobs.push(Job {
                name: layout::document(number, slot),
                docx: Some(below_out(&layout::docx(number, slot))),
                document: form.document(&filled, given),
            });
        }
    }
    Ok(jobs)
}

/// The documents, by package name, that do not stand as the typed data now says: not built yet,
/// typed over since, or typed with faults.
///
/// # Errors
/// The case cannot be read.
pub fn stale(case: &Case) -> Result<Vec<String>, Error> {
    let (record, mut seen) = (Record::load(&case.dir), Seen::load(&case.dir));
    let jobs = jobs(case, &case.given(), &mut Report::on(String::new()))?;
    let mut stale = Vec::new();
    for (number, slot) in case.slots() {
        if slot.form.is_none() || !case.is_typed(slot) {
            continue;
        }
        let name = layout::document(number, slot);
        let found = seen.digest(&case.dir, &format!("out/{name}"))?;
        let fresh = jobs.iter().find(|j| j.name == name).zip(record.files.get(&name)).is_some_and(
            |(job, made)| {
                made.content == content(&job.document)
                    && found.is_some_and(|d| d.to_string() == made.sha256)
            },
        );
        if !fresh {
            stale.push(name);
        }
    }
    Ok(stale)
}

/// A path of the case folder as a path below `out/`.
fn below_out(path: &str) -> String {
    path.strip_prefix("out/").unwrap_or(path).to_string()
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

/// What the volume says about itself, and the digest of everything it depends on.
fn about(
    case: &Case,
    body: &Body,
    archival: bool,
    total: usize,
    out: &Outputs<'_>,
) -> (About, String) {
    let digests = body.digests.join("\n");
    let names = body.parts.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("\n");
    let facts = format!("{} {} {archival} {total}", case.facts.case, case.facts.branch.name);
    let seals = body.parts.iter().map(|p| format!("{:?}\n", p.seal)).collect::<String>();
    let inputs = out.inputs(&[&digests, &names, &facts, &seals].map(|part| part.as_bytes()));
    let about = About {
        title: format!("{} {}", case.facts.case, case.facts.enterprise.name),
        author: case.facts.branch.name.clone(),
        day: case.facts.applied(),
        claim: if archival { Claim::A2b } else { Claim::None },
        id: volume::id(&inputs),
        ..About::default()
    };
    (about, inputs)
}

/// Writes the volume unless it stands, and says whether it stood.
fn bind(
    about: &About,
    inputs: &str,
    body: &Body,
    total: usize,
    out: &mut Outputs<'_>,
    progress: &mut dyn Progress,
) -> Result<bool, Error> {
    tell(progress, "volume", 0, total)?;
    if out.keep(layout::VOLUME, inputs)? {
        tell(progress, "volume", total, total)?;
        return Ok(true);
    }
    let faces = out.faces;
    let files = faces.files(Role::Song);
    out.stream(layout::VOLUME, inputs, total, |relay| {
        let mut step = |done| progress.step("volume", done, total);
        Ok(volume::write(relay, &body.parts, about, &files, &mut step)?)
    })?;
    Ok(false)
}

//! The volume's own pages: cover, catalogue, page of signed statements, closing sheet. The catalogue
//! prints page numbers that depend on its own length, so it is set until both agree.

use super::Error;
use super::body::Body;
use super::build::Signing;
use super::outputs::{Job, Outputs};
use super::volume::{Folio, Mark, Material, Part};
use crate::case::{Case, layout};
use crate::form::{Filled, Given, Value};

/// Attempts to make the catalogue's own length and the numbers in it agree.
const SETTLE: usize = 6;

/// The volume's own pages.
pub(crate) struct Front<'a> {
    pub(crate) case: &'a Case,
    pub(crate) cover: Option<Filled>,
    pub(crate) closing: Option<Filled>,
    pub(crate) signings: Option<&'a [Signing]>,
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
                filled = filled.with_row("rows", row.row());
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
    pub(crate) fn settle(
        &self,
        body: &mut Body,
        given: &mut Given,
        out: &mut Outputs<'_>,
    ) -> Result<usize, Error> {
        let own: usize = body.parts.iter().map(|p| p.pages).sum();
        given.set("items", body.rows.len().to_string());
        given.set("part", "1");
        given.set("parts", "1");
        // The last build's lengths are the best guess: with them an unchanged case settles at once.
        let guess = |there: bool, name: &str| match there {
            true => out.pages_before(name).unwrap_or(1),
            false => 0,
        };
        let mut before = guess(self.cover.is_some(), layout::COVER)
            + guess(true, layout::CATALOGUE)
            + guess(self.signings.is_some(), layout::SIGNINGS);
        let mut after = guess(self.closing.is_some(), layout::CLOSING);
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
                folio: if job.name == layout::COVER { Folio::Silent } else { Folio::Printed },
                seal: None,
                marks: vec![Mark { level: 1, title }],
            };
            let digest = out.digest(&job.name);
            if job.name == layout::CLOSING {
                body.parts.push(part);
                body.digests.push(digest);
            } else {
                body.parts.insert(at, part);
                body.digests.insert(at, digest);
                body.rows.iter_mut().for_each(|(run, _)| *run += 1);
                at += 1;
            }
        }
        Ok(())
    }
}

/// A number as a form takes it.
pub(crate) fn number(value: usize) -> Value {
    Value::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

//! Copies of the volume for a purpose, in `out/copies/` and never packed: for printing on both sides,
//! divided into several volumes, or as a container of the originals.
//!
//! The package has one volume (`formats.md` §1). A divided copy keeps its page numbers, which run on
//! from part to part, so that the one catalogue holds for all; each part has a cover, a catalogue and
//! a closing sheet of its own, which do not count.

use std::num::NonZeroUsize;

use super::body::Body;
use super::front::{Front, number};
use super::outputs::{Outputs, Progress, tell};
use super::sheet::Sheets;
use super::volume::{self, About, Claim, Folio, Mark, Material, Part};
use super::{Error, container};
use crate::case::layout;
use crate::form::{Filled, Given, Value};
use crate::render::{self, Role};

/// What is wanted beside the volume itself.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Wish {
    /// For printing on both sides of the paper.
    pub duplex: bool,
    /// In several volumes of at most so many pages, each item whole.
    pub split: Option<NonZeroUsize>,
    /// Cover and catalogue with every original inside (PDF/A-3b).
    pub container: bool,
}

/// What a copy is made from.
pub(crate) struct Copies<'a> {
    pub(crate) front: &'a Front<'a>,
    pub(crate) body: &'a Body,
    pub(crate) sheets: &'a Sheets,
    pub(crate) given: &'a Given,
    /// What the volume itself says.
    pub(crate) about: &'a About,
    /// The digest of what the volume depends on.
    pub(crate) inputs: &'a str,
}

/// A part of a divided volume.
struct Division {
    /// Its number, from 1.
    number: usize,
    /// The first and the number of its runs of pages in the whole.
    runs: std::ops::Range<usize>,
    /// The number of its first page.
    first: usize,
}

impl Copies<'_> {
    /// Makes what is wished for and gives the names below `out/`.
    pub(crate) fn write(
        &self,
        wish: Wish,
        out: &mut Outputs<'_>,
        progress: &mut dyn Progress,
    ) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        if wish.duplex || wish.split.is_some() {
            let divisions = self.divide(wish.split);
            for division in &divisions {
                let several = wish.split.is_some().then_some(division.number);
                let name = layout::copy(wish.duplex, several);
                let parts = match wish.split {
                    Some(_) => self.parts(division, divisions.len(), out)?,
                    None => self.body.parts.clone(),
                };
                let about = About {
                    title: self.title(wish, division.number, divisions.len()),
                    first: division.first,
                    duplex: wish.duplex,
                    ..self.about.clone()
                };
                self.bind(&name, &parts, about, out, progress)?;
                names.push(name);
            }
        }
        if wish.container {
            let (parts, held) = container::of(self);
            let about = About { claim: Claim::A3b, held, ..self.about.clone() };
            self.bind(layout::CONTAINER, &parts, about, out, progress)?;
            names.push(layout::CONTAINER.to_string());
        }
        Ok(names)
    }

    fn title(&self, wish: Wish, number: usize, count: usize) -> String {
        let suffix = wish.split.map(|_| self.sheets.part(number, count)).unwrap_or_default();
        format!("{} {suffix}", self.about.title).trim_end().to_string()
    }

    fn bind(
        &self,
        name: &str,
        parts: &[Part],
        about: About,
        out: &mut Outputs<'_>,
        progress: &mut dyn Progress,
    ) -> Result<(), Error> {
        let own = format!("{name} {} {} {:?}", about.title, about.first, about.held);
        let sizes: String = parts.iter().map(|p| format!("{} {}\n", p.name, p.pages)).collect();
        let made: Vec<&[u8]> = parts
            .iter()
            .filter_map(
                |p| if let Material::Made(b) = &p.material { Some(b.as_slice()) } else { None },
            )
            .collect();
        let parts_of = [self.inputs.as_bytes(), own.as_bytes(), sizes.as_bytes()];
        let inputs = out.inputs(&[&parts_of[..], &made].concat());
        let pages: usize = parts.iter().map(|p| p.pages).sum();
        let total = pages + about.held.len();
        tell(progress, "volume", 0, total)?;
        if out.keep(name, &inputs)? {
            return tell(progress, "volume", total, total);
        }
        let about = About { id: volume::id(&inputs), ..about };
        let faces = out.faces;
        let files = faces.files(Role::Song);
        out.stream(name, &inputs, pages, |relay| {
            let mut step = |done| progress.step("volume", done, total);
            Ok(volume::write(relay, parts, &about, &files, &mut step)?)
        })
    }

    /// The runs of pages of each part. An item stays whole, with the divider before it; an item
    /// longer than the limit is a part of its own.
    fn divide(&self, limit: Option<NonZeroUsize>) -> Vec<Division> {
        let limit = limit.map_or(usize::MAX, NonZeroUsize::get);
        let parts = &self.body.parts;
        let mut divisions = vec![Division { number: 1, runs: 0..0, first: 1 }];
        let (mut pages, mut before) = (0, 0);
        for block in self.blocks() {
            let own: usize =
                parts.get(block.clone()).unwrap_or_default().iter().map(|p| p.pages).sum();
            if let Some(last) = divisions.last()
                && pages > 0
                && pages + own > limit
            {
                let number = last.number + 1;
                let runs = block.start..block.start;
                divisions.push(Division { number, runs, first: before + 1 });
                pages = 0;
            }
            if let Some(last) = divisions.last_mut() {
                last.runs.end = block.end;
            }
            pages += own;
            before += own;
        }
        divisions
    }

    /// Runs of pages that stay together: each item with what stands before it; what follows the last
    /// item stays with that.
    fn blocks(&self) -> Vec<std::ops::Range<usize>> {
        let mut blocks: Vec<std::ops::Range<usize>> = Vec::new();
        for (run, _) in &self.body.rows {
            let start = blocks.last().map_or(0, |b| b.end);
            blocks.push(start..run + 1);
        }
        let end = self.body.parts.len();
        match blocks.last_mut() {
            Some(last) => last.end = end,
            None => blocks.push(0..end),
        }
        blocks
    }

    /// The runs of one part with its own cover, catalogue and closing sheet.
    fn parts(
        &self,
        division: &Division,
        count: usize,
        out: &Outputs<'_>,
    ) -> Result<Vec<Part>, Error> {
        let runs = division.runs.clone();
        let mut parts = self.body.parts.get(runs.clone()).unwrap_or_default().to_vec();
        let pages: usize = parts.iter().map(|p| p.pages).sum();
        let items = self.body.rows.iter().filter(|(run, _)| runs.contains(run)).count();
        let earlier = self.body.rows.iter().filter(|(run, _)| *run < runs.start).count();
        let mut given = self.given.clone();
        for (name, value) in
            [("part", division.number), ("parts", count), ("items", items), ("pages", pages)]
        {
            given.set(name, value.to_string());
        }
        let set = |name: &str, form: &str, filled: &Filled| -> Result<Part, Error> {
            let document = self.front.case.form(form)?.document(filled, &given);
            let pdf = render::pdf(&document, out.faces)?;
            Ok(Part {
                name: name.to_string(),
                material: Material::Made(pdf.bytes),
                pages: pdf.pages,
                folio: Folio::Uncounted,
                marks: vec![Mark { level: 1, title: document.title }],
                seal: None,
            })
        };
        let forms = &self.front.case.profile.volume;
        let mut before = Vec::new();
        if let Some(cover) = &self.front.cover {
            let cover = super::filing::cover_from(cover, earlier);
            let own = set(layout::COVER, &forms.cover, &cover)?;
            match parts.first_mut().filter(|p| p.name == layout::COVER && p.pages == own.pages) {
                Some(whole) => *whole = Part { folio: Folio::Silent, ..own },
                None => before.push(own),
            }
        }
        if division.number > 1 {
            before.push(set(layout::CATALOGUE, &forms.catalogue, &self.catalogue(&runs))?);
        }
        if let Some(closing) = &self.front.closing {
            let own = set(layout::CLOSING, &forms.closing, closing)?;
            match parts.last_mut().filter(|p| p.name == layout::CLOSING && p.pages == own.pages) {
                Some(whole) => *whole = Part { folio: Folio::Printed, ..own },
                None => parts.push(own),
            }
        }
        parts.splice(0..0, before);
        Ok(parts)
    }

    /// The catalogue of one part: its items with their numbers in the whole.
    fn catalogue(&self, runs: &std::ops::Range<usize>) -> Filled {
        let mut filled = Filled::default();
        for (run, cells) in self.body.rows.iter().filter(|(run, _)| runs.contains(run)) {
            let before: usize = self.body.parts.iter().take(*run).map(|p| p.pages).sum();
            let pages = self.body.parts.get(*run).map_or(0, |p| p.pages);
            let mut row = cells.clone();
            row.insert("pages".into(), number(pages));
            row.insert("page".into(), number(before + 1));
            filled = filled
                .with_row::<String>("rows", row.into_iter().collect::<Vec<(String, Value)>>());
        }
        filled
    }
}

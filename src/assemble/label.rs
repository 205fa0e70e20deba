//! Box and spine labels from what was typed for the cover.

use super::Error;
use super::filing::cover_facts;
use super::front::Front;
use super::outputs::Outputs;
use super::sheet::Sheets;
use super::volume::{self, About, Claim, Folio, Material, Part};
use crate::case::Case;
use crate::form::Given;
use crate::render::{Faces, Role};

/// Box and spine labels; without the cover's data there is nothing to print on them.
pub(crate) fn labels(
    case: &Case,
    faces: &Faces,
    sheets: &Sheets,
    front: &Front<'_>,
    given: &Given,
    out: &mut Outputs<'_>,
) -> Result<(), Error> {
    let Some(cover) = &front.cover else { return Ok(()) };
    let facts = cover_facts(case.form(&case.profile.volume.cover)?, cover, given);
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
            folio: Folio::Silent,
            seal: None,
            marks: Vec::new(),
        };
        let about = About {
            title: format!("{} {name}", case.facts.case),
            author: case.facts.branch.name.clone(),
            day: case.facts.applied(),
            claim: Claim::A2b,
            id: *b"juanzong-label-1",
            ..About::default()
        };
        let files = faces.files(Role::Song);
        let bytes = volume::write(Vec::new(), &[part], &about, &files, &mut |_| true)?;
        out.give(&path, &inputs, bytes, 1);
    }
    Ok(())
}

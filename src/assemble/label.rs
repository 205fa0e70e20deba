//! Box and spine labels from what was typed for the cover.

use super::Error;
use super::front::Front;
use super::outputs::Outputs;
use super::sheet::Sheets;
use super::volume::{self, About, Folio, Material, Part};
use crate::case::Case;
use crate::form::{Given, Value};
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
            folio: Folio::Silent,
            seal: None,
            marks: Vec::new(),
        };
        let about = About {
            title: format!("{} {name}", case.facts.case),
            author: case.facts.branch.name.clone(),
            day: case.facts.applied(),
            archival: true,
            id: *b"juanzong-label-1",
            first: 1,
            duplex: false,
        };
        let files = faces.files(Role::Song);
        let bytes = volume::write(Vec::new(), &[part], &about, &files, &mut |_| true)?;
        out.give(&path, &inputs, bytes, 1);
    }
    Ok(())
}

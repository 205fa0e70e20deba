//! What the archive's count makes of the items of a volume: their archive numbers (档号) and the stamp
//! of filing on the first page of each (DA/T 13, DA/T 22).

use std::collections::BTreeMap;

use super::body::Body;
use super::front::number as number_of;
use super::stamp::Seal;
use crate::case::{Case, layout};
use crate::form::{Filled, Form, Given, Value};
use crate::profile::{Archive, Pattern};
use crate::verdict::{Code, Finding, Place};

/// The field of the cover with the number of the first item; 1 where it is not typed.
const FIRST: &str = "first_item";

/// What was typed for the cover, as words by field: a chosen word as its label.
pub(crate) fn cover_facts(form: &Form, cover: &Filled, given: &Given) -> BTreeMap<String, String> {
    let mut facts = given.0.clone();
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
    facts
}

/// The cover as it is on a later part of a divided volume, after so many items.
pub(crate) fn cover_from(cover: &Filled, earlier: usize) -> Filled {
    let first = first_item(cover).saturating_add(earlier);
    if earlier == 0 { cover.clone() } else { cover.clone().with(FIRST, number_of(first)) }
}

fn first_item(cover: &Filled) -> usize {
    match cover.get(FIRST) {
        Some(Value::Integer(number)) => usize::try_from(*number).unwrap_or(1),
        Some(_) | None => 1,
    }
}

/// Gives every item of the body its archive number and its stamp, as the profile's archive counts.
/// Where something that the number is made of was not typed, no item has one, and the finding says
/// what is missing.
pub(crate) fn number(
    case: &Case,
    cover: Option<&Filled>,
    given: &Given,
    body: &mut Body,
) -> Result<Option<Finding>, crate::case::Error> {
    let (Some(archive), Some(cover)) = (&case.profile.archive, cover) else { return Ok(None) };
    let form = case.form(&case.profile.volume.cover)?;
    // Archives count with codes: a chosen word stands in numbers as its id.
    let mut values = cover_facts(form, cover, given);
    for field in form.fields() {
        if let Some(Value::Choice(id)) = cover.get(&field.id) {
            let label = values.insert(field.id.clone(), id.clone()).unwrap_or_default();
            values.insert(format!("{}.label", field.id), label);
        }
    }
    let items = body.rows.iter().zip(first_item(cover)..).map(|((part, _), item)| {
        let pages = body.parts.get(*part).map_or(0, |p| p.pages);
        Count { archive, values: &values, item, pages }.write()
    });
    let items: Vec<_> = match items.collect() {
        Ok(items) => items,
        Err(missing) => {
            let place = Place::field(layout::typed(layout::VOLUME_DATA[0]), 0, missing);
            return Ok(Some(Finding::new(Code::AssembleArchiveNumber, place)));
        }
    };
    for ((part, row), (number, seal)) in body.rows.iter_mut().zip(items) {
        row.insert("archive_number".into(), Value::from(number));
        if let Some(part) = body.parts.get_mut(*part) {
            part.seal = seal;
        }
    }
    Ok(None)
}

/// One item in the archive's count.
struct Count<'a> {
    archive: &'a Archive,
    values: &'a BTreeMap<String, String>,
    item: usize,
    pages: usize,
}

impl<'a> Count<'a> {
    /// Its archive number and its stamp, or the name of the value that is missing.
    fn write(&self) -> Result<(String, Option<Seal>), String> {
        let number = self.fill(&self.archive.number)?;
        let mut cells = Vec::new();
        for cell in &self.archive.stamp {
            cells.push((cell.label.clone(), self.fill(&cell.value)?));
        }
        Ok((number, cells.try_into().ok().map(Seal)))
    }

    fn fill(&self, pattern: &'a Pattern) -> Result<String, String> {
        let value = |name: &str| match name {
            "item" => Some(self.item.to_string()),
            "pages" => Some(self.pages.to_string()),
            name => self.values.get(name).filter(|v| !v.is_empty()).cloned(),
        };
        pattern.fill(value).map_err(String::from)
    }
}

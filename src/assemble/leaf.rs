//! What can be seen on the pages of a foreign PDF without drawing them: pages with nothing on
//! them, scans too coarse to read, scans that are shown turned.
//!
//! A page's content is read as far as it is short, or as long as pictures fill the page; a page
//! that is neither is a page of text, about which nothing is said here.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::blank::Samples;
use super::marks::{self, Marks};
use super::scan::Found;
use super::second::{self, Pdf};
use super::source::{Source, caught};
use crate::verdict::Code;

/// Longest packed content of a page without pictures that may turn out to draw nothing.
const SHORT: usize = 4 << 10;
/// Longest packed content of a page with pictures that is read: a layer of recognised text is long.
const LONG: usize = 256 << 10;
/// Most octets that the contents of one file unpack to here.
const UNPACKED: usize = 96 << 20;
/// Most samples of pictures that are unpacked for one file, to see whether they are empty.
const SAMPLES: u64 = 80_000_000;
/// Fewer pixels than this in a picture's sides make no scan.
const SCAN_SIDE: u32 = 200;
/// The part of a page that pictures cover on a scan.
const COVERED: f64 = 0.7;
/// Octets of text that a page may show and still have nothing on it: a page number.
const PAGE_NUMBER: usize = 6;
/// A page with less area than this, in square points, is a label (A6 has 125,000).
const LABEL: f64 = 100_000.0;
/// Octets of text on a scan that somebody stamped.
const STAMPED: usize = 64;
/// Fewer dots to the inch than this make a scan coarse. 200 are asked for; scanners round.
const COARSE: f64 = 198.0;

/// What was seen; page numbers count from 1.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Seen {
    blank: Vec<usize>,
    coarse: Vec<usize>,
    /// The lowest resolution among the coarse pages.
    dpi: u32,
    turned: Vec<usize>,
}

impl Seen {
    /// What is to be said of it.
    pub(crate) fn findings(&self) -> Vec<Found> {
        let mut out = Vec::new();
        let mut say = |code, pages: &[usize], more: Option<(&'static str, String)>| {
            if !pages.is_empty() {
                let number = ("number", pages.len().to_string());
                out.push((
                    code,
                    [("pages", runs(pages)), number].into_iter().chain(more).collect(),
                ));
            }
        };
        say(Code::AssembleBlank, &self.blank, None);
        say(Code::AssembleCoarse, &self.coarse, Some(("dpi", self.dpi.to_string())));
        say(Code::AssembleTurned, &self.turned, None);
        out
    }
}

/// Page numbers as a person writes them: `1-3, 7`; the first dozen runs.
pub(crate) fn runs(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            Some(_) | None => runs.push((*page, *page)),
        }
    }
    let mut words: Vec<String> = runs
        .iter()
        .take(12)
        .map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") })
        .collect();
    if runs.len() > words.len() {
        words.push("…".to_string());
    }
    words.join(", ")
}

/// Looks at the pages of a source.
pub(crate) fn look(source: &Source, second: Option<&Pdf>) -> Seen {
    let mut looking = Looking { document: &source.document, second, unpacked: 0, samples: 0 };
    let mut seen = Seen::default();
    for (number, page) in (1..).zip(&source.pages) {
        if looking.unpacked > UNPACKED {
            break;
        }
        // A page whose content defeats the reader is left to the eyes.
        let Some(Some(page)) = caught(|| looking.page(page)) else { continue };
        if page.blank {
            seen.blank.push(number);
        } else if let Some(dpi) = page.dpi {
            if dpi < COARSE {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "small"
                )]
                let dpi = dpi as u32;
                seen.dpi = if seen.coarse.is_empty() { dpi } else { seen.dpi.min(dpi) };
                seen.coarse.push(number);
            }
            if page.turned {
                seen.turned.push(number);
            }
        }
    }
    seen
}

/// One page as it was seen.
struct Page {
    blank: bool,
    /// The resolution of a scan; `None` where the page is none.
    dpi: Option<f64>,
    turned: bool,
}

struct Looking<'a> {
    document: &'a Document,
    second: Option<&'a Pdf>,
    unpacked: usize,
    samples: u64,
}

impl Looking<'_> {
    /// A page; `None` where nothing can be said about it.
    fn page(&mut self, page: &Dictionary) -> Option<Page> {
        let contents = contents(self.document, page);
        let packed: usize = contents.iter().map(|s| s.content.len()).sum();
        if packed > SHORT && (packed > LONG || !has_pictures(self.document, page)) {
            return None;
        }
        let mut content = Vec::new();
        for stream in contents {
            let plain = stream.get_plain_content_with_limit(UNPACKED / 8).ok()?;
            self.unpacked += plain.len();
            content.extend_from_slice(&plain);
            content.push(b'\n');
        }
        let marks = marks::of(self.document, page, &content)?;
        let noted = annotated(self.document, page);
        let area = area(self.document, page)?;
        // On a label six octets are much; on a sheet they are its number.
        let number = if area < LABEL { 0 } else { PAGE_NUMBER };
        let bare = !marks.drawn && !noted && marks.text <= number;
        if bare && marks.pictures.is_empty() {
            return Some(Page { blank: true, dpi: None, turned: false });
        }
        let covered: f64 = marks.pictures.iter().map(|p| p.area).sum();
        if marks.drawn || marks.text > STAMPED || covered < COVERED * area {
            return Some(Page { blank: false, dpi: None, turned: false });
        }
        let blank = bare && self.are_empty(&marks);
        Some(self.scan(page, &marks, area, blank))
    }

    fn scan(&self, page: &Dictionary, marks: &Marks, area: f64, blank: bool) -> Page {
        let turn = page.get_deref(b"Rotate", self.document).and_then(Object::as_i64).unwrap_or(0);
        let large: Vec<_> = marks
            .pictures
            .iter()
            .filter(|p| p.width >= SCAN_SIDE && p.height >= SCAN_SIDE.min(p.width))
            .filter(|p| p.area > area * 0.02)
            .collect();
        // A fine mask over a coarse background is read by its mask.
        let dpi = large
            .iter()
            .map(|p| p.dpi)
            .fold(None, |most: Option<f64>, dpi| Some(most.map_or(dpi, |most| most.max(dpi))));
        let turned = large.iter().any(|p| p.quarter.is_some_and(|q| (q * 90 - turn) % 360 != 0));
        Page { blank, dpi, turned }
    }

    /// Whether all pictures of a page show their background and nothing else. Only those that pack
    /// as well as an empty sheet does are unpacked.
    fn are_empty(&mut self, marks: &Marks) -> bool {
        marks.pictures.len() <= 4
            && marks.pictures.iter().all(|picture| {
                let Some(id) = picture.id else { return false };
                self.is_empty(id).unwrap_or(false)
            })
    }

    fn is_empty(&mut self, id: ObjectId) -> Option<bool> {
        let stream = self.document.objects.get(&id)?.as_stream().ok()?;
        let number = |key: &[u8]| {
            let value = stream.dict.get_deref(key, self.document).and_then(Object::as_i64);
            value.ok().and_then(|n| u32::try_from(n).ok())
        };
        let (width, height) = (number(b"Width")?, number(b"Height")?);
        let pixels = u64::from(width) * u64::from(height);
        let filters = stream.filters().unwrap_or_default();
        let noisy = filters.iter().any(|f| matches!(*f, b"DCTDecode" | b"JPXDecode"));
        // Thousandths of a bit to the pixel.
        let thin = packed_length(stream).saturating_mul(8000) / pixels.max(1);
        if thin > if noisy { 300 } else { 20 } || self.samples + pixels > SAMPLES {
            return Some(false);
        }
        self.samples += pixels;
        let samples = second::samples(self.second?, id, width, height)?;
        let own = number(b"BitsPerComponent").and_then(|b| u8::try_from(b).ok());
        let mask = stream.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
        let bits = samples.bits.or(own).unwrap_or(if mask { 1 } else { 8 });
        // Fax-packed samples come as an octet to the pixel.
        let bits = if samples.octets.len() as u64 == pixels { 8 } else { bits };
        let mut counted = Samples::new(bits, width);
        counted.add(&samples.octets);
        Some(counted.are_empty())
    }
}

fn packed_length(stream: &Stream) -> u64 {
    let own = stream.dict.get(b"Length").and_then(Object::as_i64).unwrap_or(0);
    match stream.content.len() {
        // Its body was left out when it was read.
        0 | 1 => u64::try_from(own).unwrap_or(0),
        length => length as u64,
    }
}

fn contents<'a>(document: &'a Document, page: &'a Dictionary) -> Vec<&'a Stream> {
    match page.get_deref(b"Contents", document) {
        Ok(Object::Stream(stream)) => vec![stream],
        Ok(Object::Array(items)) => items
            .iter()
            .filter_map(|item| document.dereference(item).ok()?.1.as_stream().ok())
            .collect(),
        Ok(_) | Err(_) => Vec::new(),
    }
}

fn has_pictures(document: &Document, page: &Dictionary) -> bool {
    let resources = page.get_deref(b"Resources", document).and_then(Object::as_dict);
    let objects = resources.and_then(|r| r.get_deref(b"XObject", document)?.as_dict());
    objects.is_ok_and(|objects| {
        objects.iter().any(|(_, object)| {
            let stream = document.dereference(object).ok().and_then(|(_, o)| o.as_stream().ok());
            stream.is_some_and(|s| {
                s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image")
            })
        })
    })
}

fn annotated(document: &Document, page: &Dictionary) -> bool {
    let notes = page.get_deref(b"Annots", document).and_then(Object::as_array);
    notes.is_ok_and(|notes| !notes.is_empty())
}

/// The area of a page in square points, as far as it is shown.
fn area(document: &Document, page: &Dictionary) -> Option<f64> {
    let rect = |key: &[u8]| -> Option<[f64; 4]> {
        let numbers = page.get_deref(key, document).ok()?.as_array().ok()?;
        let mut out = [0.0; 4];
        for (to, from) in out.iter_mut().zip(numbers) {
            let (_, number) = document.dereference(from).ok()?;
            *to = number.as_float().ok().map(f64::from)?;
        }
        (numbers.len() >= 4).then_some(out)
    };
    let shown = rect(b"CropBox").or_else(|| rect(b"MediaBox")).unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let [left, bottom, right, top] = shown;
    let area = ((right - left) * (top - bottom)).abs();
    (area.is_finite() && area > 1.0).then_some(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_in_runs() {
        assert_eq!(runs(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
        assert_eq!(runs(&(0..40).map(|n| n * 2).collect::<Vec<_>>()).matches(',').count(), 12);
    }
}

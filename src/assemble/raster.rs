//! Pages of a foreign PDF as pictures, where a case asks for that: a volume that is to be PDF/A may
//! hold the look of a file that is not. The original stays as it is.
//!
//! The drawing is done by hayro, the renderer in Typst's tree. It never sees the stranger's file, but
//! its pages as the volume would copy them: no deep trees, no encryption, nothing that acts. What it
//! cannot draw whole is not drawn at all.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::{InterpreterSettings, hayro_cmap};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use krilla::geom::Size;
use krilla::image::Image;
use krilla::page::PageSettings;
use lopdf::{Dictionary, Document, Object};

use super::intake::Intake;
use super::kind::Kind;
use super::outputs::{Outputs, Progress, tell};
use super::probe::{Defeat, Prober};
use super::source::Source;
use super::volume::{self, About, Folio, LARGEST, Material, Part};
use super::{Error, picture};
use crate::case::{Case, layout};
use crate::render;
use crate::verdict::{Code, Finding, Place};

/// Dots to the inch: what scans are asked to have.
const DPI: f32 = 200.0;
/// Most dots of a page; a larger one is drawn coarser.
const MOST_DOTS: f32 = 24_000_000.0;
/// Fewest dots of a page's shorter side; a smaller one is drawn finer.
const FEWEST_DOTS: f32 = 400.0;
/// Octets of a page's picture above which a little is lost for a smaller file.
const LARGE: usize = 1 << 20;
/// Quality of a picture that loses a little.
const QUALITY: u8 = 90;

/// Why pages are not drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Undrawn {
    /// A picture or a face in it cannot be decoded.
    Part,
    /// The file gives no pages.
    Pages,
    /// It took too long.
    Time,
    /// It asked for too much memory, or ended the drawing otherwise.
    Crash,
}

impl Undrawn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Part, Self::Pages, Self::Time, Self::Crash];

    /// Its word in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Pages => "pages",
            Self::Time => "time",
            Self::Crash => "crash",
        }
    }
}

impl From<Defeat> for Undrawn {
    fn from(how: Defeat) -> Self {
        match how {
            Defeat::Time => Self::Time,
            Defeat::Crash => Self::Crash,
        }
    }
}

/// Draws the pages of a PDF into a PDF/A-2b of as many pages of the same size, upright as seen. To be
/// called on a thread with a large stack, or in a process that may be lost.
///
/// # Errors
/// Why it cannot be drawn.
pub fn draw(path: &Path, pages: usize) -> Result<Vec<u8>, Undrawn> {
    let copy = copied(path, pages).ok_or(Undrawn::Pages)?;
    let source = Source::reopen(&copy, pages).map_err(|_| Undrawn::Pages)?;
    let missing = faces_missing(&source.document);
    drop(source);
    let pdf = Pdf::new(copy).map_err(|_| Undrawn::Pages)?;
    if pdf.pages().len() != pages {
        return Err(Undrawn::Pages);
    }
    let lost = Arc::new(AtomicBool::new(false));
    let settings = settings(missing, &lost);
    let cache = RenderCache::new();
    let mut document = picture::archival_document().ok_or(Undrawn::Crash)?;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let scale = scale(width, height);
        let render = RenderSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
            ..RenderSettings::default()
        };
        let drawn = hayro::render(page, &cache, &settings, &render);
        if lost.load(Ordering::Relaxed) {
            return Err(Undrawn::Part);
        }
        let (columns, rows) = (drawn.width().into(), drawn.height().into());
        let image = encoded(columns, rows, drawn.data_as_u8_slice()).ok_or(Undrawn::Crash)?;
        drop(drawn);
        let size = PageSettings::from_wh(width, height).ok_or(Undrawn::Crash)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        surface.draw_image(image, Size::from_wh(width, height).ok_or(Undrawn::Crash)?);
        surface.finish();
        page.finish();
    }
    picture::finished(document).ok_or(Undrawn::Crash)
}

/// The pages of a file as the volume copies them, without a number.
fn copied(path: &Path, pages: usize) -> Option<Vec<u8>> {
    let part = Part {
        name: String::new(),
        material: Material::File(path.to_path_buf()),
        pages,
        folio: Folio::Uncounted,
        marks: Vec::new(),
        seal: None,
    };
    volume::write(Vec::new(), &[part], &About::default(), &[], &mut |_| true).ok()
}

/// How pages are drawn; what cannot be drawn sets `lost`. A face that is not embedded is played by one
/// of our own, as every reader does: a Chinese one if there are `missing` ones of many characters, else
/// one of the fourteen standard ones.
fn settings(missing: bool, lost: &Arc<AtomicBool>) -> InterpreterSettings {
    let flag = || {
        let lost = Arc::clone(lost);
        move || lost.store(true, Ordering::Relaxed)
    };
    let (picture, face, code) = (flag(), flag(), flag());
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(face) => Some(face.get_font_data()),
            FontQuery::Fallback(query) if query.character_collection.is_some() => {
                // An embedded face of many characters that cannot be read.
                if !missing {
                    face();
                }
                Some((Arc::new(render::fallback()), 0))
            }
            FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
        }),
        cmap_resolver: Arc::new(move |name| {
            let found = hayro_cmap::load_embedded(name);
            if found.is_none() {
                code();
            }
            found
        }),
        warning_sink: Arc::new(move |_| picture()),
        render_annotations: false,
    }
}

/// Whether a face of many characters is not embedded.
fn faces_missing(document: &Document) -> bool {
    let embedded = |font: &Dictionary| {
        let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
        descriptor.is_ok_and(|d| {
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| d.has(key))
        })
    };
    document.objects.values().filter_map(|object| object.as_dict().ok()).any(|dict| {
        let kind = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        matches!(kind, b"CIDFontType0" | b"CIDFontType2") && !embedded(dict)
    })
}

/// Dots to a point.
fn scale(width: f32, height: f32) -> f32 {
    let (short, area) = (width.min(height).max(0.1), (width * height).max(0.1));
    (DPI / 72.0).max(FEWEST_DOTS / short).min((MOST_DOTS / area).sqrt())
}

/// A picture of dots in red, green, blue and opacity (all opaque): grey where it is grey, without loss
/// where that is small enough.
fn encoded(columns: u32, rows: u32, dots: &[u8]) -> Option<Image> {
    let (dots, _) = dots.as_chunks::<4>();
    let grey = dots.iter().all(|[r, g, b, _]| r == g && g == b);
    let picture = if grey {
        let dots = dots.iter().map(|[r, ..]| *r).collect();
        DynamicImage::ImageLuma8(GrayImage::from_raw(columns, rows, dots)?)
    } else {
        let dots = dots.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
        DynamicImage::ImageRgb8(RgbImage::from_raw(columns, rows, dots)?)
    };
    let mut whole = Vec::new();
    picture.write_to(&mut Cursor::new(&mut whole), ImageFormat::Png).ok()?;
    if whole.len() > LARGE {
        let mut less = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut less, QUALITY)).ok()?;
        if less.len() < whole.len() / 2 {
            return Image::from_jpeg(less.into(), false).ok();
        }
    }
    Image::from_png(whole.into(), false).ok()
}

/// Draws the files that the case names for it, those that changed only; where each drawing lies, by
/// package name, and what is to be said.
pub(crate) fn drawings(
    case: &Case,
    intakes: &BTreeMap<String, Intake>,
    out: &mut Outputs<'_>,
    prober: &dyn Prober,
    progress: &mut dyn Progress,
) -> Result<(BTreeMap<String, PathBuf>, Vec<Finding>), Error> {
    let wanted: Vec<_> = case.files().into_iter().filter(|f| case.is_drawn(f)).collect();
    let (mut places, mut findings) = (BTreeMap::new(), Vec::new());
    for (done, file) in wanted.iter().enumerate() {
        tell(progress, "raster", done, wanted.len())?;
        let Some(intake) = intakes.get(&file.name).filter(|i| i.kind == Kind::Pdf) else {
            continue;
        };
        let Some(pages) = intake.pages else { continue };
        let digest = intake.digest.sha256.to_string();
        let name = layout::drawing(&digest);
        let inputs = out.inputs(&[digest.as_bytes(), b"raster"]);
        let finding = |code| Finding::new(code, Place::file(file.name.clone()));
        if !out.keep(&name, &inputs)? {
            match prober.draw(&file.disk, pages)? {
                Ok(bytes) => out.put(&name, &inputs, &bytes, pages)?,
                Err(why) => {
                    findings.push(finding(Code::AssembleNotDrawn).with("reason", why.name()));
                    continue;
                }
            }
        }
        findings.push(finding(Code::AssembleDrawn).with("dpi", DPI));
        places.insert(file.name.clone(), case.dir.join("out").join(name));
    }
    Ok((places, findings))
}

/// Largest drawing that another process may hand over, in octets.
pub const LARGEST_DRAWING: u64 = LARGEST;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_the_dots_of_a_scan_within_bounds() {
        let a4 = scale(595.0, 842.0);
        assert!((a4 * 72.0 - 200.0).abs() < 0.1);
        let a0 = scale(2384.0, 3370.0);
        assert!(2384.0 * 3370.0 * a0 * a0 <= MOST_DOTS * 1.001 && a0 * 72.0 > 100.0);
        let label = scale(14.2, 14.2);
        assert!(14.2 * label >= FEWEST_DOTS - 1.0);
    }

    #[test]
    fn every_reason_has_another_word() {
        let words: std::collections::BTreeSet<_> = Undrawn::ALL.map(Undrawn::name).into();
        assert_eq!(words.len(), Undrawn::ALL.len());
    }
}

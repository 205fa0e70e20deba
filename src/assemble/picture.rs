//! Pictures as pages: as they are packed where PDF can hold that, else without loss; upright, with
//! margins, on A4 or on the paper that they were scanned from.
//!
//! JPEG, most PNG and fax-packed TIFF pass as they are. Other pages are PDF/A-2b by krilla. A JPEG
//! in CMYK is decoded, since PDF/A has no profile for it.

use std::io::Cursor;

use exif::{In, Tag};
use image::ImageDecoder as _;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use super::fax::Fax;
use super::kind::Kind;
use super::passing::{self, Passing};
use super::photo;
use super::source::guarded;

/// Largest file of pictures that is read, in octets.
pub const LARGEST: u64 = 512 << 20;
/// Longest side of a picture that is taken, in pixels.
pub const LONGEST_SIDE: u32 = 30_000;
/// Most pixels of a picture that has to be decoded.
pub const MOST_PIXELS: u64 = 200_000_000;
/// Most pictures in one file.
const MOST_PICTURES: usize = 10_000;

/// Papers of ISO 216 in points, A4 to A0.
const PAPERS: [(f32, f32); 5] = [
    (595.276, 841.89),
    (841.89, 1190.551),
    (1190.551, 1683.78),
    (1683.78, 2383.937),
    (2383.937, 3370.394),
];
/// How much larger than a paper a scan of it may be: scanners see a little more than the sheet.
const OVERSCAN: f32 = 1.06;
/// The margins; the foot is deeper for the page number.
const MARGIN: f32 = 28.35;
const FOOT: f32 = 45.0;

/// Why a file of pictures gives no pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// A side or the number of pixels is over the limit.
    TooLarge,
    /// It cannot be decoded.
    Damaged,
}

struct Shot {
    jpeg: bool,
    data: Vec<u8>,
    sides: Sides,
}

/// What the place of a picture on its page depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sides {
    /// Its pixels.
    pub(crate) width: u32,
    /// Its pixels.
    pub(crate) height: u32,
    /// EXIF orientation, 1 to 8.
    pub(crate) orientation: u32,
    /// Dots to the inch, where it was scanned and says so.
    pub(crate) dpi: Option<f64>,
}

/// The pictures of a file as a PDF file of one page each, fit to be bound into PDF/A-2b.
///
/// # Errors
/// A picture is too large or cannot be decoded.
pub fn pages(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    guarded(|| {
        if let Some(passing) = passing(bytes)? {
            return passing::pages(&passing).ok_or(Flaw::Damaged);
        }
        let shots = shots(bytes)?;
        match set(&shots) {
            Ok(pdf) => Ok(pdf),
            // A JPEG that cannot pass through (CMYK, an odd profile) is decoded instead.
            Err(flaw) if shots.iter().any(|s| s.jpeg) => {
                let decoded: Vec<Shot> =
                    shots.iter().map(decoded).collect::<Option<_>>().ok_or(flaw)?;
                set(&decoded)
            }
            Err(flaw) => Err(flaw),
        }
    })
    .unwrap_or(Err(Flaw::Damaged))
}

/// The pictures of a file, if all of them can stand in a PDF as they are packed.
fn passing(bytes: &[u8]) -> Result<Option<Vec<Passing>>, Flaw> {
    match Kind::of(bytes) {
        Kind::Png => {
            let Some(mut passing) = passing::png(bytes) else { return Ok(None) };
            passing.sides.dpi = photo::claimed(bytes, Kind::Png);
            passing.sides.orientation = orientation(bytes, In::PRIMARY);
            Ok(Some(vec![passing]))
        }
        Kind::Tiff => {
            let (directories, _) = directories(bytes)?;
            if directories.iter().any(|d| d.fax.is_none()) {
                return Ok(None);
            }
            Ok(directories.iter().map(|d| passing::fax(bytes, d)).collect())
        }
        Kind::Jpeg if !photo::is_cut(bytes) && !knows(bytes) => {
            let Some(mut passing) = passing::jpeg(bytes) else { return Ok(None) };
            passing.sides.dpi = photo::claimed(bytes, Kind::Jpeg);
            passing.sides.orientation = orientation(bytes, In::PRIMARY);
            Ok(Some(vec![passing]))
        }
        Kind::Pdf | Kind::Jpeg | Kind::Bmp | Kind::Webp | Kind::Other(_) => Ok(None),
    }
}

/// Whether a PNG passes as it is packed.
pub(crate) fn png_passes(bytes: &[u8]) -> bool {
    passing::png(bytes).is_some()
}

/// Whether a JPEG is one that a PDF can hold.
pub(crate) fn jpeg_passes(bytes: &[u8]) -> bool {
    knows(bytes) || passing::jpeg(bytes).is_some()
}

/// Whether krilla knows what to do with a JPEG; one whose sides are very long it does not.
fn knows(bytes: &[u8]) -> bool {
    Image::from_jpeg(bytes.to_vec().into(), false).is_ok()
}

fn shots(bytes: &[u8]) -> Result<Vec<Shot>, Flaw> {
    let kind = Kind::of(bytes);
    let sides = |(width, height)| Sides {
        width,
        height,
        orientation: orientation(bytes, In::PRIMARY),
        dpi: photo::claimed(bytes, kind),
    };
    let shot = match kind {
        Kind::Tiff => return tiff_shots(bytes),
        Kind::Jpeg => {
            let (width, height) = dimensions(bytes)?;
            if width > LONGEST_SIDE || height > LONGEST_SIDE {
                return Err(Flaw::TooLarge);
            }
            let shot = Shot { jpeg: true, data: bytes.to_vec(), sides: sides((width, height)) };
            // Not every reader shows what there is of one that is cut off.
            if photo::is_cut(bytes) { decoded(&shot).ok_or(Flaw::Damaged)? } else { shot }
        }
        Kind::Png => {
            let (width, height) = dimensions(bytes)?;
            check(width, height)?;
            let data = match passing::png_ends(bytes) {
                true => bytes.to_vec(),
                false => as_png(&beginning(bytes).ok_or(Flaw::Damaged)?)?,
            };
            Shot { jpeg: false, data, sides: sides((width, height)) }
        }
        Kind::Bmp | Kind::Webp => {
            let (width, height) = dimensions(bytes)?;
            check(width, height)?;
            let picture = image::load_from_memory(bytes).map_err(|_| Flaw::Damaged)?;
            Shot { jpeg: false, data: as_png(&picture)?, sides: sides((width, height)) }
        }
        Kind::Pdf | Kind::Other(_) => return Err(Flaw::Damaged),
    };
    Ok(vec![shot])
}

/// Width and height of a picture in pixels, from its headers.
///
/// # Errors
/// The headers cannot be read.
pub(crate) fn dimensions(bytes: &[u8]) -> Result<(u32, u32), Flaw> {
    image::ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()
        .and_then(|reader| reader.into_dimensions().ok())
        .ok_or(Flaw::Damaged)
}

fn check(width: u32, height: u32) -> Result<(), Flaw> {
    let pixels = u64::from(width) * u64::from(height);
    if width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > MOST_PIXELS {
        return Err(Flaw::TooLarge);
    }
    Ok(())
}

/// One picture of a TIFF.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    /// Where its directory lies.
    pub(crate) place: u64,
    /// Its pixels.
    pub(crate) width: u32,
    /// Its pixels.
    pub(crate) height: u32,
    /// EXIF orientation, 1 to 8.
    pub(crate) orientation: u32,
    /// Dots to the inch, where they make sense.
    pub(crate) dpi: Option<f64>,
    /// Its strips, if a fax packed them.
    pub(crate) fax: Option<Fax>,
}

/// The pictures of a TIFF, and whether some are cut off with the end of the file; reduced copies
/// (thumbnails) are passed over.
///
/// # Errors
/// There is no picture, or there are too many.
pub(crate) fn directories(bytes: &[u8]) -> Result<(Vec<Directory>, bool), Flaw> {
    use tiff::tags::Tag;
    let mut all = tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(|_| Flaw::Damaged)?;
    let mut found: Vec<Directory> = Vec::new();
    loop {
        let place = all.ifd_pointer().ok_or(Flaw::Damaged)?.0;
        let mut tag = |tag| all.find_tag_unsigned::<u32>(tag).ok().flatten();
        let reduced = tag(Tag::NewSubfileType).is_some_and(|kind| kind & 1 == 1);
        let orientation = tag(Tag::Orientation).filter(|o| (1..=8).contains(o)).unwrap_or(1);
        let metric = tag(Tag::ResolutionUnit) == Some(3);
        let Ok((width, height)) = all.dimensions() else { return before(found) };
        let dpi = all.find_tag(Tag::XResolution).ok().flatten().and_then(|value| {
            let dots = f64::from(value.into_f32().ok()?);
            photo::plausible(if metric { dots * 2.54 } else { dots })
        });
        let fax = Fax::of(&mut all, bytes.len());
        if fax.is_none() && !found.is_empty() && ends_beyond(&mut all, bytes.len()) {
            return before(found);
        }
        if !reduced {
            found.push(Directory { place, width, height, orientation, dpi, fax });
        }
        if found.len() > MOST_PICTURES {
            return Err(Flaw::TooLarge);
        }
        if !all.more_images() {
            return Ok((found, false));
        }
        if all.next_image().is_err() {
            return before(found);
        }
    }
}

/// The pictures before the one with which a file ends too early.
fn before(found: Vec<Directory>) -> Result<(Vec<Directory>, bool), Flaw> {
    if found.is_empty() { Err(Flaw::Damaged) } else { Ok((found, true)) }
}

/// Whether a part of the present picture lies beyond the end of the file.
fn ends_beyond(all: &mut tiff::decoder::Decoder<Cursor<&[u8]>>, size: usize) -> bool {
    use tiff::tags::Tag;
    let mut places = |tag| all.find_tag_unsigned_vec::<u64>(tag).ok().flatten().unwrap_or_default();
    let mut beyond = |starts, lengths| {
        let (starts, lengths) = (places(starts), places(lengths));
        starts
            .iter()
            .zip(&lengths)
            .any(|(start, length)| start.saturating_add(*length) > size as u64)
    };
    beyond(Tag::StripOffsets, Tag::StripByteCounts) || beyond(Tag::TileOffsets, Tag::TileByteCounts)
}

/// The pictures of a TIFF. The reader at hand knows the first one only, so the header is pointed
/// at each directory in turn.
fn tiff_shots(bytes: &[u8]) -> Result<Vec<Shot>, Flaw> {
    let mut file = bytes.to_vec();
    let mut out = Vec::new();
    for directory in directories(bytes)?.0 {
        let Directory { width, height, orientation, dpi, .. } = directory;
        let sides = Sides { width, height, orientation, dpi };
        if let Some(fax) = &directory.fax {
            check(width, height)?;
            let rows = fax.rows(bytes, (width, height)).ok_or(Flaw::Damaged)?;
            out.push(Shot {
                jpeg: false,
                data: as_png(&rows.picture().ok_or(Flaw::Damaged)?)?,
                sides,
            });
            continue;
        }
        point_at(&mut file, directory.place).ok_or(Flaw::Damaged)?;
        let decoder = image::codecs::tiff::TiffDecoder::new(Cursor::new(file.as_slice()))
            .map_err(|_| Flaw::Damaged)?;
        let (width, height) = decoder.dimensions();
        check(width, height)?;
        let picture = image::DynamicImage::from_decoder(decoder).map_err(|_| Flaw::Damaged)?;
        let sides = Sides { width, height, ..sides };
        out.push(Shot { jpeg: false, data: as_png(&picture)?, sides });
    }
    Ok(out)
}

/// Writes the place of the first directory into a TIFF header (TIFF 6.0 §2; BigTIFF).
pub(crate) fn point_at(file: &mut [u8], place: u64) -> Option<()> {
    let little = file.first() == Some(&b'I');
    let big = matches!((file.get(2), file.get(3)), (Some(43), _) | (_, Some(43)));
    if big {
        let octets = if little { place.to_le_bytes() } else { place.to_be_bytes() };
        file.get_mut(8..16)?.copy_from_slice(&octets);
    } else {
        let place = u32::try_from(place).ok()?;
        let octets = if little { place.to_le_bytes() } else { place.to_be_bytes() };
        file.get_mut(4..8)?.copy_from_slice(&octets);
    }
    Some(())
}

/// What there is of a PNG whose end is missing; the rest is white.
fn beginning(bytes: &[u8]) -> Option<image::DynamicImage> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    check(width, height).ok()?;
    let mut octets = vec![0xFF; reader.output_buffer_size()?];
    let across = reader.output_line_size(width)?;
    let mut rows = octets.chunks_exact_mut(across.max(1));
    while let (Ok(Some(row)), Some(to)) = (reader.next_row(), rows.next()) {
        to.copy_from_slice(row.data().get(..across)?);
    }
    use image::DynamicImage as Picture;
    match reader.output_color_type().0 {
        png::ColorType::Grayscale => {
            image::GrayImage::from_raw(width, height, octets).map(Picture::ImageLuma8)
        }
        png::ColorType::GrayscaleAlpha => {
            image::GrayAlphaImage::from_raw(width, height, octets).map(Picture::ImageLumaA8)
        }
        png::ColorType::Rgb => {
            image::RgbImage::from_raw(width, height, octets).map(Picture::ImageRgb8)
        }
        png::ColorType::Rgba => {
            image::RgbaImage::from_raw(width, height, octets).map(Picture::ImageRgba8)
        }
        png::ColorType::Indexed => None,
    }
}

fn orientation(bytes: &[u8], which: In) -> u32 {
    exif::Reader::new()
        .read_from_container(&mut Cursor::new(bytes))
        .ok()
        .and_then(|exif| exif.get_field(Tag::Orientation, which)?.value.get_uint(0))
        .filter(|o| (1..=8).contains(o))
        .unwrap_or(1)
}

fn decoded(shot: &Shot) -> Option<Shot> {
    check(shot.sides.width, shot.sides.height).ok()?;
    let picture = image::load_from_memory(&shot.data).ok()?;
    Some(Shot { jpeg: false, data: as_png(&picture).ok()?, sides: shot.sides })
}

fn as_png(picture: &image::DynamicImage) -> Result<Vec<u8>, Flaw> {
    use image::{ColorType, DynamicImage};
    // 16 bits of a scan are noise, and floats have no PNG.
    let colour = picture.color();
    let picture =
        if matches!(colour, ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8) {
            picture.clone()
        } else if colour == ColorType::L16 {
            DynamicImage::ImageLuma8(picture.to_luma8())
        } else if colour.has_alpha() {
            DynamicImage::ImageRgba8(picture.to_rgba8())
        } else {
            DynamicImage::ImageRgb8(picture.to_rgb8())
        };
    let mut data = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut data), image::ImageFormat::Png)
        .map_err(|_| Flaw::Damaged)?;
    Ok(data)
}

fn set(shots: &[Shot]) -> Result<Vec<u8>, Flaw> {
    let mut document = archival_document().ok_or(Flaw::Damaged)?;
    for shot in shots {
        let data = shot.data.clone().into();
        let image =
            if shot.jpeg { Image::from_jpeg(data, false) } else { Image::from_png(data, false) };
        let image = image.map_err(|_| Flaw::Damaged)?;
        place(&mut document, shot.sides, image).ok_or(Flaw::Damaged)?;
    }
    finished(document).ok_or(Flaw::Damaged)
}

/// An empty PDF/A-2b.
pub(crate) fn archival_document() -> Option<Document> {
    let configuration =
        ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish().ok()?;
    let settings = SerializeSettings { configuration, enable_tagging: false, ..Default::default() };
    Some(Document::new_with(settings))
}

/// The octets of a PDF/A-2b whose pages are taken from here into a volume.
pub(crate) fn finished(mut document: Document) -> Option<Vec<u8>> {
    // PDF/A wants a date and an id; only the pages are taken from here, so any fixed ones do.
    let metadata = krilla::metadata::Metadata::new()
        .document_id("juanzong".into())
        .creation_date(krilla::metadata::DateTime::new(2000).month(1).day(1));
    document.set_metadata(metadata);
    document.finish().ok()
}

/// Where a picture lies on its page: in points, from the upper left corner.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// The paper.
    pub(crate) page: (f32, f32),
    /// The upper left corner of the upright picture.
    pub(crate) corner: (f32, f32),
    /// Width and height of the picture as it is stored.
    pub(crate) size: (f32, f32),
    /// Where a point of the stored picture lies in the upright one (EXIF 2.32 table 6).
    pub(crate) upright: [f32; 6],
}

impl Layout {
    /// A picture upright on its paper, portrait or landscape as the picture is.
    pub(crate) fn of(sides: Sides) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "sides are at most 30,000")]
        let (w, h) = (sides.width as f32, sides.height as f32);
        let turned = sides.orientation >= 5;
        let (seen_w, seen_h) = if turned { (h, w) } else { (w, h) };
        #[expect(clippy::cast_possible_truncation, reason = "100 to 4,800")]
        let dots = sides.dpi.map(|dpi| 72.0 / dpi as f32);
        let (short, long) = (seen_w.min(seen_h), seen_w.max(seen_h));
        // The smallest paper that a scan may have been made from; a photograph goes on A4.
        let paper = dots.map(|dot| (short * dot, long * dot)).and_then(|(short, long)| {
            PAPERS.iter().find(|(w, h)| short <= w * OVERSCAN && long <= h * OVERSCAN)
        });
        let (across, up) = *paper.unwrap_or(&PAPERS[0]);
        let page = if seen_w > seen_h { (up, across) } else { (across, up) };
        let room = (page.0 - 2.0 * MARGIN, page.1 - MARGIN - FOOT);
        // A small picture is not blown up: as large as it was scanned, one point to the pixel
        // where it does not say.
        let most = dots.unwrap_or(1.0);
        let scale = (room.0 / seen_w).min(room.1 / seen_h).min(most);
        let (w, h) = (w * scale, h * scale);
        let (seen_w, seen_h) = (seen_w * scale, seen_h * scale);
        let corner = ((page.0 - seen_w) / 2.0, MARGIN + (room.1 - seen_h) / 2.0);
        let upright = match sides.orientation {
            2 => [-1.0, 0.0, 0.0, 1.0, w, 0.0],
            3 => [-1.0, 0.0, 0.0, -1.0, w, h],
            4 => [1.0, 0.0, 0.0, -1.0, 0.0, h],
            5 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            6 => [0.0, 1.0, -1.0, 0.0, h, 0.0],
            7 => [0.0, -1.0, -1.0, 0.0, h, w],
            8 => [0.0, -1.0, 1.0, 0.0, 0.0, w],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        };
        Self { page, corner, size: (w, h), upright }
    }
}

fn place(document: &mut Document, sides: Sides, image: Image) -> Option<()> {
    let layout = Layout::of(sides);
    let [a, b, c, d, e, f] = layout.upright;
    let mut page = document.start_page_with(PageSettings::from_wh(layout.page.0, layout.page.1)?);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_translate(layout.corner.0, layout.corner.1));
    surface.push_transform(&Transform::from_row(a, b, c, d, e, f));
    surface.draw_image(image, Size::from_wh(layout.size.0, layout.size.1)?);
    surface.pop();
    surface.pop();
    surface.finish();
    page.finish();
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_rows_and_columns_of_every_turn_stand_where_exif_says() {
        // EXIF 2.32 table 6: the side of the upright picture at which row 0 and column 0 stand.
        let sides = [
            (1, "top", "left"),
            (2, "top", "right"),
            (3, "bottom", "right"),
            (4, "bottom", "left"),
            (5, "left", "top"),
            (6, "right", "top"),
            (7, "right", "bottom"),
            (8, "left", "bottom"),
        ];
        for (orientation, row, column) in sides {
            let layout =
                Layout::of(Sides { width: 3000, height: 2000, orientation, dpi: Some(300.0) });
            let (w, h) = layout.size;
            let upright = if orientation >= 5 { (h, w) } else { (w, h) };
            let [a, b, c, d, e, f] = layout.upright;
            let side = |x: f32, y: f32| {
                let (x, y) = (a * x + c * y + e, b * x + d * y + f);
                let close = |one: f32, other: f32| (one - other).abs() < 0.01;
                match (x, y) {
                    (x, y) if close(x, 0.0) && close(y, upright.1 / 2.0) => "left",
                    (x, y) if close(x, upright.0) && close(y, upright.1 / 2.0) => "right",
                    (x, y) if close(y, 0.0) && close(x, upright.0 / 2.0) => "top",
                    (x, y) if close(y, upright.1) && close(x, upright.0 / 2.0) => "bottom",
                    _ => "nowhere",
                }
            };
            let found = (side(w / 2.0, 0.0), side(0.0, h / 2.0));
            assert_eq!(found, (row, column), "orientation {orientation}");
            let (left, top) = layout.corner;
            assert!(left >= 0.0 && left + upright.0 <= layout.page.0, "{layout:?}");
            assert!(top >= 0.0 && top + upright.1 <= layout.page.1, "{layout:?}");
            assert_eq!(upright.0 > upright.1, layout.page.0 > layout.page.1, "{layout:?}");
        }
    }
}

//! Pictures as pages: JPEG untouched, everything else without loss; upright, on A4, with margins.
//!
//! Pages are PDF/A-2b by krilla. A JPEG in CMYK is decoded, since PDF/A has no profile for it.

use std::io::Cursor;

use exif::{In, Tag};
use image::ImageDecoder as _;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use super::kind::Kind;
use super::source::guarded;

/// Largest file of pictures that is read, in octets.
pub const LARGEST: u64 = 512 << 20;
/// Longest side of a picture that is taken, in pixels.
pub const LONGEST_SIDE: u32 = 30_000;
/// Most pixels of a picture that has to be decoded.
pub const MOST_PIXELS: u64 = 200_000_000;
/// Most pictures in one file.
const MOST_PICTURES: usize = 10_000;

/// A4 in points, and the margins; the foot is deeper for the page number.
const A4: (f32, f32) = (595.276, 841.89);
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
    width: u32,
    height: u32,
    /// EXIF orientation, 1 to 8.
    orientation: u32,
}

/// The pictures of a file as a PDF/A-2b file of one page each.
///
/// # Errors
/// A picture is too large or cannot be decoded.
pub fn pages(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    guarded(|| {
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

fn shots(bytes: &[u8]) -> Result<Vec<Shot>, Flaw> {
    let kind = Kind::of(bytes);
    let shot = match kind {
        Kind::Tiff => return tiff_shots(bytes),
        Kind::Jpeg => {
            let (width, height) = dimensions(bytes)?;
            if width > LONGEST_SIDE || height > LONGEST_SIDE {
                return Err(Flaw::TooLarge);
            }
            Shot { jpeg: true, data: bytes.to_vec(), width, height, orientation: 1 }
        }
        Kind::Png => {
            let (width, height) = dimensions(bytes)?;
            check(width, height)?;
            Shot { jpeg: false, data: bytes.to_vec(), width, height, orientation: 1 }
        }
        Kind::Bmp | Kind::Webp => {
            let (width, height) = dimensions(bytes)?;
            check(width, height)?;
            let picture = image::load_from_memory(bytes).map_err(|_| Flaw::Damaged)?;
            as_png(&picture)?
        }
        Kind::Pdf | Kind::Other(_) => return Err(Flaw::Damaged),
    };
    let orientation = orientation(bytes, In::PRIMARY);
    Ok(vec![Shot { orientation, ..shot }])
}

fn dimensions(bytes: &[u8]) -> Result<(u32, u32), Flaw> {
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

/// The pictures of a TIFF. The reader at hand knows the first one only, so the header is pointed
/// at each directory in turn; reduced copies (thumbnails) are passed over.
fn tiff_shots(bytes: &[u8]) -> Result<Vec<Shot>, Flaw> {
    let mut all = tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(|_| Flaw::Damaged)?;
    let mut places = Vec::new();
    loop {
        let place = all.ifd_pointer().ok_or(Flaw::Damaged)?;
        let reduced = all.find_tag_unsigned::<u32>(tiff::tags::Tag::NewSubfileType);
        let reduced = reduced.ok().flatten().is_some_and(|kind| kind & 1 == 1);
        if !reduced {
            places.push((places.len(), place.0));
        }
        if places.len() > MOST_PICTURES {
            return Err(Flaw::TooLarge);
        }
        if !all.more_images() {
            break;
        }
        all.next_image().map_err(|_| Flaw::Damaged)?;
    }
    let mut file = bytes.to_vec();
    let mut out = Vec::new();
    for (_, place) in places {
        point_at(&mut file, place).ok_or(Flaw::Damaged)?;
        let decoder = image::codecs::tiff::TiffDecoder::new(Cursor::new(file.as_slice()))
            .map_err(|_| Flaw::Damaged)?;
        let (width, height) = decoder.dimensions();
        check(width, height)?;
        let picture = image::DynamicImage::from_decoder(decoder).map_err(|_| Flaw::Damaged)?;
        let mut shot = as_png(&picture)?;
        shot.orientation = orientation(&file, In::PRIMARY);
        out.push(shot);
    }
    Ok(out)
}

/// Writes the place of the first directory into a TIFF header (TIFF 6.0 §2; BigTIFF).
fn point_at(file: &mut [u8], place: u64) -> Option<()> {
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

fn orientation(bytes: &[u8], which: In) -> u32 {
    exif::Reader::new()
        .read_from_container(&mut Cursor::new(bytes))
        .ok()
        .and_then(|exif| exif.get_field(Tag::Orientation, which)?.value.get_uint(0))
        .filter(|o| (1..=8).contains(o))
        .unwrap_or(1)
}

fn decoded(shot: &Shot) -> Option<Shot> {
    check(shot.width, shot.height).ok()?;
    let picture = image::load_from_memory(&shot.data).ok()?;
    let mut out = as_png(&picture).ok()?;
    out.orientation = shot.orientation;
    Some(out)
}

fn as_png(picture: &image::DynamicImage) -> Result<Shot, Flaw> {
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
    let (width, height) = (picture.width(), picture.height());
    Ok(Shot { jpeg: false, data, width, height, orientation: 1 })
}

fn set(shots: &[Shot]) -> Result<Vec<u8>, Flaw> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_B)
        .finish()
        .map_err(|_| Flaw::Damaged)?;
    let settings = SerializeSettings { configuration, enable_tagging: false, ..Default::default() };
    let mut document = Document::new_with(settings);
    for shot in shots {
        let data = shot.data.clone().into();
        let image =
            if shot.jpeg { Image::from_jpeg(data, false) } else { Image::from_png(data, false) };
        let image = image.map_err(|_| Flaw::Damaged)?;
        place(&mut document, shot, image).ok_or(Flaw::Damaged)?;
    }
    // PDF/A wants a date and an id; only the pages are taken from here, so any fixed ones do.
    let metadata = krilla::metadata::Metadata::new()
        .document_id("juanzong".into())
        .creation_date(krilla::metadata::DateTime::new(2000).month(1).day(1));
    document.set_metadata(metadata);
    document.finish().map_err(|_| Flaw::Damaged)
}

/// Puts a picture upright on a page of A4, portrait or landscape as the picture is.
fn place(document: &mut Document, shot: &Shot, image: Image) -> Option<()> {
    #[expect(clippy::cast_precision_loss, reason = "sides are at most 30,000")]
    let (w, h) = (shot.width as f32, shot.height as f32);
    let turned = shot.orientation >= 5;
    let (seen_w, seen_h) = if turned { (h, w) } else { (w, h) };
    let (page_w, page_h) = if seen_w > seen_h { (A4.1, A4.0) } else { A4 };
    let room = (page_w - 2.0 * MARGIN, page_h - MARGIN - FOOT);
    // A small picture is not blown up: one pixel is one point at most.
    let scale = (room.0 / seen_w).min(room.1 / seen_h).min(1.0);
    let (w, h) = (w * scale, h * scale);
    let (seen_w, seen_h) = (seen_w * scale, seen_h * scale);
    let (x, y) = ((page_w - seen_w) / 2.0, MARGIN + (room.1 - seen_h) / 2.0);
    // Where a point of the stored picture lies in the upright one (EXIF 2.32 table 6).
    let upright = match shot.orientation {
        2 => Transform::from_row(-1.0, 0.0, 0.0, 1.0, w, 0.0),
        3 => Transform::from_row(-1.0, 0.0, 0.0, -1.0, w, h),
        4 => Transform::from_row(1.0, 0.0, 0.0, -1.0, 0.0, h),
        5 => Transform::from_row(0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
        6 => Transform::from_row(0.0, 1.0, -1.0, 0.0, h, 0.0),
        7 => Transform::from_row(0.0, -1.0, -1.0, 0.0, h, w),
        8 => Transform::from_row(0.0, -1.0, 1.0, 0.0, 0.0, w),
        _ => Transform::from_row(1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
    };
    let mut page = document.start_page_with(PageSettings::from_wh(page_w, page_h)?);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_translate(x, y));
    surface.push_transform(&upright);
    surface.draw_image(image, Size::from_wh(w, h)?);
    surface.pop();
    surface.pop();
    surface.finish();
    page.finish();
    Some(())
}

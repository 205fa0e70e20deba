//! What a file of pictures is: how many, how large, how fine, whole or cut off. Measured without
//! making pages of them, and in such a way that the pages can be made afterwards.

use std::io::Cursor;

use exif::{In, Tag};
use image::ImageDecoder as _;

use super::blank::Samples;
use super::kind::Kind;
use super::leaf::runs;
use super::passing;
use super::picture::{self, Flaw, LONGEST_SIDE, MOST_PIXELS};
use super::probe::Probe;
use super::source::caught;
use crate::verdict::Code;

/// Most octets that one picture is unpacked to while it is looked at.
const UNPACKED: u64 = 300 << 20;
/// Most octets that all pictures of a file are unpacked to while they are looked at: reading them
/// must not last longer than the ten seconds that a reading process is given.
const ALL_UNPACKED: u64 = 1200 << 20;
/// Most pixels of a file's fax-packed pictures that are looked at; they pass as they are beyond.
const FAXED: u64 = 1_000_000_000;
/// Most samples of a picture that is unpacked only to see whether it is empty.
const SAMPLES: u64 = 80_000_000;
/// An empty sheet packs as JPEG to fewer thousandths of a bit to the pixel.
const THIN: u64 = 300;
/// Fewer dots to the inch than this make a scan coarse.
const COARSE: f64 = 198.0;
/// What a program writes that knows nothing about dots and inches is below this.
const PLAUSIBLE: f64 = 100.0;
/// The sides of A4 in inches.
const A4: (f64, f64) = (210.0 / 25.4, 297.0 / 25.4);

/// One picture as it was measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Measured {
    /// Its pixels.
    pub(crate) width: u32,
    /// Its pixels.
    pub(crate) height: u32,
    /// Dots to the inch that it claims, where the claim makes sense.
    pub(crate) dpi: Option<f64>,
    /// Whether a camera took it: then it is no scan.
    camera: bool,
    /// Whether it ends as it should.
    whole: bool,
    /// Whether it shows its background and nothing else.
    blank: bool,
    /// How many pictures it plays one after another, if it moves.
    plays: u32,
}

impl Measured {
    fn new(width: u32, height: u32) -> Self {
        Self { width, height, dpi: None, camera: false, whole: true, blank: false, plays: 1 }
    }

    /// Dots to the inch: as claimed, else if it filled a sheet of A4.
    fn fineness(&self) -> f64 {
        let (short, long) = (self.width.min(self.height), self.width.max(self.height));
        self.dpi.unwrap_or((f64::from(short) / A4.0).max(f64::from(long) / A4.1))
    }
}

/// Looks at a file of pictures.
pub(crate) fn look(bytes: &[u8], probe: &mut Probe) {
    let kind = probe.kind;
    let measured = match caught(|| measure(bytes, kind)).unwrap_or(Err(Flaw::Damaged)) {
        Ok(measured) => measured,
        Err(Flaw::TooLarge) => return probe.say(Code::AssembleTooLarge, &[]),
        Err(Flaw::Damaged) => return probe.say(Code::AssembleDamaged, &[]),
    };
    probe.pages = Some(measured.len());
    probe.nature.pixels = measured.first().map(|m| (m.width, m.height));
    if measured.iter().any(|m| !m.whole) {
        probe.say(Code::AssembleCutOff, &[]);
    }
    if let Some(moving) = measured.iter().find(|m| m.plays > 1) {
        probe.say(Code::AssembleMoving, &[("number", moving.plays.to_string())]);
    }
    let blank = (1..).zip(&measured).filter(|(_, m)| m.blank && m.whole);
    let blank: Vec<usize> = blank.map(|(number, _)| number).collect();
    if !blank.is_empty() {
        let facts = [("pages", runs(&blank)), ("number", blank.len().to_string())];
        probe.say(Code::AssembleBlank, &facts);
    }
    let coarse: Vec<(usize, f64)> = (1..)
        .zip(&measured)
        .filter(|(_, m)| !m.camera && !m.blank)
        .map(|(number, m)| (number, m.fineness()))
        .filter(|(_, dpi)| *dpi < COARSE)
        .collect();
    let lowest = coarse.iter().map(|(_, dpi)| *dpi).fold(COARSE, f64::min);
    if !coarse.is_empty() {
        let pages: Vec<usize> = coarse.iter().map(|(number, _)| *number).collect();
        let facts = [
            ("pages", runs(&pages)),
            ("number", pages.len().to_string()),
            ("dpi", format!("{:.0}", lowest.floor())),
        ];
        probe.say(Code::AssembleCoarse, &facts);
    }
}

/// Measures the pictures of a file.
///
/// # Errors
/// A picture is too large, or no page can be made of it.
pub(crate) fn measure(bytes: &[u8], kind: Kind) -> Result<Vec<Measured>, Flaw> {
    let mut measured = match kind {
        Kind::Jpeg => jpeg(bytes)?,
        Kind::Png => png(bytes)?,
        Kind::Tiff => return tiff(bytes),
        Kind::Bmp | Kind::Webp => unpacked(bytes, kind)?,
        Kind::Pdf | Kind::Other(_) => return Err(Flaw::Damaged),
    };
    measured.dpi = claimed(bytes, kind);
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let tagged = |tag| exif.as_ref().and_then(|e| e.get_field(tag, In::PRIMARY)).is_some();
    measured.camera = tagged(Tag::Make) || tagged(Tag::FNumber);
    Ok(vec![measured])
}

/// Dots to the inch that a file of one picture claims, where the claim makes sense.
pub(crate) fn claimed(bytes: &[u8], kind: Kind) -> Option<f64> {
    let own = match kind {
        Kind::Jpeg => Frame::of(bytes).and_then(|frame| frame.dpi),
        Kind::Png => png::Decoder::new(Cursor::new(bytes)).read_info().ok().and_then(|reader| {
            let claim = reader.info().pixel_dims.filter(|d| d.unit == png::Unit::Meter)?;
            plausible(f64::from(claim.xppu) * 0.0254)
        }),
        Kind::Tiff | Kind::Bmp | Kind::Webp | Kind::Pdf | Kind::Other(_) => None,
    };
    own.or_else(|| {
        let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
        let unit = exif.get_field(Tag::ResolutionUnit, In::PRIMARY);
        let metric = unit.and_then(|f| f.value.get_uint(0)) == Some(3);
        let field = exif.get_field(Tag::XResolution, In::PRIMARY)?;
        let exif::Value::Rational(values) = &field.value else { return None };
        plausible(values.first()?.to_f64() * if metric { 2.54 } else { 1.0 })
    })
}

/// A claim that a scanner would make.
pub(crate) fn plausible(dpi: f64) -> Option<f64> {
    (dpi.is_finite() && (PLAUSIBLE..=4800.0).contains(&dpi)).then_some(dpi)
}

fn sides(width: u32, height: u32) -> Result<(), Flaw> {
    match width {
        _ if width == 0 || height == 0 => Err(Flaw::Damaged),
        _ if width > LONGEST_SIDE || height > LONGEST_SIDE => Err(Flaw::TooLarge),
        _ => Ok(()),
    }
}

fn pixels(width: u32, height: u32, channels: u64) -> Result<(), Flaw> {
    sides(width, height)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || pixels * channels > UNPACKED {
        return Err(Flaw::TooLarge);
    }
    Ok(())
}

/// A JPEG goes into its page as it is, so its headers are enough (ITU-T T.81 annex B).
fn jpeg(bytes: &[u8]) -> Result<Measured, Flaw> {
    let frame = Frame::of(bytes).ok_or(Flaw::Damaged)?;
    sides(frame.width, frame.height)?;
    if frame.channels == 4 {
        // PDF/A has no profile for it: it will be decoded.
        pixels(frame.width, frame.height, 4)?;
        image::load_from_memory(bytes).map_err(|_| Flaw::Damaged)?;
    } else if !picture::jpeg_passes(bytes) {
        return Err(Flaw::Damaged);
    }
    let mut measured = Measured::new(frame.width, frame.height);
    measured.whole = frame.ends();
    let area = u64::from(frame.width) * u64::from(frame.height);
    // What is cut off will be decoded; an empty sheet packs to next to nothing.
    if !measured.whole {
        pixels(frame.width, frame.height, u64::from(frame.channels))?;
        image::load_from_memory(bytes).map_err(|_| Flaw::Damaged)?;
    } else if area <= SAMPLES && (frame.data.len() as u64).saturating_mul(8000) / area < THIN {
        measured.blank = image::load_from_memory(bytes).is_ok_and(|picture| is_empty(&picture));
    }
    Ok(measured)
}

/// Whether the end of a JPEG is missing.
pub(crate) fn is_cut(bytes: &[u8]) -> bool {
    Frame::of(bytes).is_some_and(|frame| !frame.ends())
}

/// Whether a picture shows its background and nothing else.
fn is_empty(picture: &image::DynamicImage) -> bool {
    let octets = usize::from(picture.color().bytes_per_pixel());
    if octets != usize::from(picture.color().channel_count()) {
        return false;
    }
    let mut samples = Samples::new(8, picture.width());
    samples.add(picture.as_bytes());
    samples.are_empty()
}

/// What the headers of a JPEG say.
pub(crate) struct Frame<'a> {
    /// Its pixels.
    pub(crate) width: u32,
    /// Its pixels.
    pub(crate) height: u32,
    /// Its channels: 1, 3 or 4.
    pub(crate) channels: u8,
    /// Whether its coding is one that every reader knows: Huffman, 8 bits, baseline or progressive.
    pub(crate) common: bool,
    dpi: Option<f64>,
    /// The entropy-coded data and everything behind.
    data: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Whether the picture has an end.
    fn ends(&self) -> bool {
        self.data.windows(2).any(|pair| pair == [0xFF, 0xD9])
    }

    /// Reads the headers; `None` where there is no picture behind them.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut at = 2;
        let (mut size, mut dpi) = (None, None);
        loop {
            while *bytes.get(at)? != 0xFF {
                at += 1;
            }
            while *bytes.get(at)? == 0xFF {
                at += 1;
            }
            let marker = *bytes.get(at)?;
            at += 1;
            if matches!(marker, 0x01 | 0xD0..=0xD8) {
                continue;
            }
            let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
            let body = bytes.get(at + 2..at + length)?;
            match marker {
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    let [bits, h1, h2, w1, w2, channels] = *body.first_chunk()?;
                    size = Some((
                        u32::from(u16::from_be_bytes([w1, w2])),
                        u32::from(u16::from_be_bytes([h1, h2])),
                        channels,
                        bits == 8 && marker <= 0xC2,
                    ));
                }
                0xE0 if body.starts_with(b"JFIF\0") => {
                    let density = f64::from(u16::from_be_bytes([*body.get(8)?, *body.get(9)?]));
                    dpi = match body.get(7)? {
                        1 => plausible(density),
                        2 => plausible(density * 2.54),
                        _ => None,
                    };
                }
                0xDA => {
                    let (width, height, channels, common) = size?;
                    let data = bytes.get(at + length..)?;
                    return Some(Self { width, height, channels, common, dpi, data });
                }
                0xD9 => return None,
                _ => {}
            }
            at += length;
        }
    }
}

/// A PNG is unpacked row by row to its end.
fn png(bytes: &[u8]) -> Result<Measured, Flaw> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    let (width, height) = {
        let info = decoder.read_header_info().map_err(|_| Flaw::Damaged)?;
        (info.width, info.height)
    };
    sides(width, height)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Flaw::TooLarge);
    }
    let mut reader = decoder.read_info().map_err(|_| Flaw::Damaged)?;
    // What cannot pass into its page as it is will be decoded as a whole.
    if !picture::png_passes(bytes) {
        pixels(width, height, if reader.info().is_animated() { 4 } else { 3 })?;
    }
    let mut measured = Measured::new(width, height);
    let info = reader.info();
    measured.plays = info.animation_control().map_or(1, |control| control.num_frames);
    let straight = !info.interlaced;
    let bits = if info.bits_per_pixel() == 1 { 1 } else { 8 };
    let counts = straight && info.bit_depth != png::BitDepth::Sixteen;
    let mut samples = counts.then(|| Samples::new(bits, width));
    measured.whole = passing::png_ends(bytes);
    let mut rows = 0;
    loop {
        match reader.next_row() {
            Ok(Some(row)) => {
                samples.iter_mut().for_each(|samples| samples.add(row.data()));
                rows += 1;
            }
            Ok(None) => break,
            // What there is of a file that is cut off is good.
            Err(_) if !measured.whole && straight && rows > 0 => break,
            Err(_) => return Err(Flaw::Damaged),
        }
    }
    if rows < height && measured.whole {
        return Err(Flaw::Damaged);
    }
    if !measured.whole {
        pixels(width, height, 4)?;
    }
    measured.blank = samples.is_some_and(|samples| samples.are_empty());
    Ok(measured)
}

/// BMP and WebP are decoded once.
fn unpacked(bytes: &[u8], kind: Kind) -> Result<Measured, Flaw> {
    let (width, height) = picture::dimensions(bytes)?;
    pixels(width, height, 4)?;
    let picture = image::load_from_memory(bytes).map_err(|_| Flaw::Damaged)?;
    let plays = if kind == Kind::Webp { frames(bytes) } else { 1 };
    Ok(Measured { blank: is_empty(&picture), plays, ..Measured::new(width, height) })
}

/// How many pictures a WebP plays: its chunks `ANMF` (RFC 9649 §2.7.1.1).
fn frames(bytes: &[u8]) -> u32 {
    let (mut rest, mut frames) = (bytes.get(12..).unwrap_or_default(), 0);
    while let (Some(name), Some(length)) = (rest.get(..4), rest.get(4..8)) {
        frames += u32::from(name == b"ANMF");
        let length = length.first_chunk().map_or(0, |octets| u32::from_le_bytes(*octets));
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        // Chunks are filled up to an even length.
        rest = rest.get(length.saturating_add(length % 2 + 8)..).unwrap_or_default();
    }
    frames.max(1)
}

/// The pictures of a TIFF are decoded one after another, but those that pass as they are.
fn tiff(bytes: &[u8]) -> Result<Vec<Measured>, Flaw> {
    let (directories, cut) = picture::directories(bytes)?;
    let mut file = bytes.to_vec();
    let mut out = Vec::new();
    let (mut unpacked, mut left) = (0, FAXED);
    for directory in &directories {
        let (width, height) = (directory.width, directory.height);
        let mut measured = Measured { dpi: directory.dpi, ..Measured::new(width, height) };
        pixels(width, height, 1)?;
        if let Some(fax) = &directory.fax {
            let area = u64::from(width) * u64::from(height);
            if area <= left {
                left -= area;
                let rows = fax.rows(bytes, (width, height)).ok_or(Flaw::Damaged)?;
                measured.whole = rows.whole;
                let mut samples = Samples::new(1, width);
                samples.add(&rows.octets);
                measured.blank = samples.are_empty();
            }
            out.push(measured);
            continue;
        }
        picture::point_at(&mut file, directory.place).ok_or(Flaw::Damaged)?;
        let decoder = image::codecs::tiff::TiffDecoder::new(Cursor::new(file.as_slice()))
            .map_err(|_| Flaw::Damaged)?;
        unpacked += decoder.total_bytes();
        if decoder.total_bytes() > UNPACKED || unpacked > ALL_UNPACKED {
            return Err(Flaw::TooLarge);
        }
        let picture = image::DynamicImage::from_decoder(decoder).map_err(|_| Flaw::Damaged)?;
        measured.blank = is_empty(&picture);
        out.push(measured);
    }
    if let Some(last) = out.last_mut() {
        last.whole &= !cut;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_claims_no_dots_to_the_inch_is_measured_as_if_it_filled_a_sheet() {
        assert!(Measured::new(1240, 1754).fineness() < COARSE);
        assert!(Measured::new(1754, 2481).fineness() > COARSE);
        // a strip of paper that reaches across
        assert!(Measured::new(300, 2600).fineness() > COARSE);
        assert_eq!(Measured { dpi: Some(300.0), ..Measured::new(300, 300) }.fineness(), 300.0);
    }
}

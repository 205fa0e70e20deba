//! Pictures that stand in a PDF as they are packed: PNG, whose packing PDF knows as Flate with
//! predictors (ISO 32000-1 §7.4.4.4), fax-packed TIFF (§7.4.6), and JPEG (§7.4.8) where krilla does not
//! know it.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::photo::Frame;
use super::picture::{Directory, LONGEST_SIDE, Layout, Sides};

/// A picture as it stands in a PDF.
pub(crate) struct Passing {
    /// Filter and colours.
    dict: Dictionary,
    data: Vec<u8>,
    /// What its place on the page depends on.
    pub(crate) sides: Sides,
}

/// A PNG, if it passes: not interlaced, without transparency, of at most 8 bits, in the colours of
/// the screen. The check of its data is another's business.
pub(crate) fn png(bytes: &[u8]) -> Option<Passing> {
    let mut header = None;
    let (mut palette, mut data) = (None, Vec::new());
    let mut rest = bytes.get(8..)?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let name = rest.get(4..8)?;
        let body = rest.get(8..length.checked_add(8)?)?;
        match name {
            b"IHDR" => header = Some(*body.first_chunk::<13>()?),
            b"PLTE" => palette = Some(body.to_vec()),
            b"IDAT" => data.extend_from_slice(body),
            // transparency, other colours than the screen's, animation
            b"tRNS" | b"iCCP" | b"cICP" | b"acTL" => return None,
            b"IEND" => break,
            _ => {}
        }
        rest = rest.get(length.checked_add(12)?..)?;
    }
    let [w1, w2, w3, w4, h1, h2, h3, h4, bits, colour, 0, 0, 0] = header? else { return None };
    let (width, height) =
        (u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4]));
    let (space, colours): (Object, i64) = match (colour, bits) {
        (0, 1 | 2 | 4 | 8) => ("DeviceGray".into(), 1),
        (2, 8) => ("DeviceRGB".into(), 3),
        (3, 1 | 2 | 4 | 8) => {
            let palette = palette?;
            let last = i64::try_from(palette.len() / 3).ok()?.checked_sub(1)?;
            if last < 0 || last >= 1 << bits || palette.len() % 3 != 0 {
                return None;
            }
            let colours = Object::String(palette, lopdf::StringFormat::Hexadecimal);
            (vec!["Indexed".into(), "DeviceRGB".into(), last.into(), colours].into(), 1)
        }
        _ => return None,
    };
    let dict = dictionary! {
        "ColorSpace" => space,
        "BitsPerComponent" => i64::from(bits),
        "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! {
            "Predictor" => 15, "Colors" => colours,
            "BitsPerComponent" => i64::from(bits), "Columns" => i64::from(width),
        },
    };
    let sides = Sides { width, height, orientation: 1, dpi: None };
    (!data.is_empty()).then_some(Passing { dict, data, sides })
}

/// Whether a PNG goes on to its end.
pub(crate) fn png_ends(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let (Some(length), Some(name)) = (rest.first_chunk(), rest.get(4..8)) {
        if name == b"IEND" {
            return true;
        }
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        rest = rest.get(length.saturating_add(12)..).unwrap_or_default();
    }
    false
}

/// A JPEG that every reader of PDF can unpack (§7.4.8), by its headers alone; its colours are the
/// screen's, whatever profile it names.
pub(crate) fn jpeg(bytes: &[u8]) -> Option<Passing> {
    let frame = Frame::of(bytes).filter(|frame| frame.common)?;
    let space = match frame.channels {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => return None,
    };
    let (width, height) = (frame.width, frame.height);
    if width == 0 || height == 0 || width > LONGEST_SIDE || height > LONGEST_SIDE {
        return None;
    }
    let dict = dictionary! {
        "ColorSpace" => space, "BitsPerComponent" => 8, "Filter" => "DCTDecode",
    };
    let sides = Sides { width, height, orientation: 1, dpi: None };
    Some(Passing { dict, data: bytes.to_vec(), sides })
}

/// A picture of a TIFF, if a fax packed it: as it is where it is one strip, else its rows, which no
/// reader then has to join.
pub(crate) fn fax(bytes: &[u8], directory: &Directory) -> Option<Passing> {
    let Directory { width, height, orientation, dpi, fax, .. } = directory;
    let (fax, size) = (fax.as_ref()?, (*width, *height));
    let mut dict = dictionary! { "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1 };
    let sides = Sides { width: *width, height: *height, orientation: *orientation, dpi: *dpi };
    if let Some((words, data)) = fax.alone(bytes, size) {
        dict.set("Filter", "CCITTFaxDecode");
        dict.set("DecodeParms", words);
        return Some(Passing { dict, data, sides });
    }
    let rows = fax.rows(bytes, size)?.octets;
    let mut packing = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packing.write_all(&rows).ok()?;
    dict.set("Filter", "FlateDecode");
    Some(Passing { dict, data: packing.finish().ok()?, sides })
}

/// One page for each picture.
pub(crate) fn pages(pictures: &[Passing]) -> Option<Vec<u8>> {
    let mut pdf = Document::with_version("1.7");
    let tree = pdf.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for picture in pictures {
        let layout = Layout::of(picture.sides);
        let mut dict = picture.dict.clone();
        for (key, value) in [("Type", "XObject"), ("Subtype", "Image")] {
            dict.set(key, value);
        }
        dict.set("Width", i64::from(picture.sides.width));
        dict.set("Height", i64::from(picture.sides.height));
        let image = Stream::new(dict, picture.data.clone()).with_compression(false);
        let image = pdf.add_object(image);
        let content = Stream::new(dictionary! {}, content(&layout).into_bytes());
        let content = pdf.add_object(content.with_compression(false));
        let (width, height) = layout.page;
        kids.push(
            pdf.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
                "Resources" => dictionary! { "XObject" => dictionary! { "P" => image } },
            })
            .into(),
        );
    }
    let count = i64::try_from(kids.len()).ok()?;
    let node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    pdf.objects.insert(tree, node.into());
    let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", root);
    let mut out = Vec::new();
    pdf.save_to(&mut out).ok()?;
    Some(out)
}

/// The instructions that draw a picture in its place.
fn content(layout: &Layout) -> String {
    let row = |m: [f32; 6]| m.map(|n| format!("{n:.4}")).join(" ");
    let (x, y) = layout.corner;
    let (w, h) = layout.size;
    // From the upper left corner, like the layout; a picture's own unit square stands on its foot.
    format!(
        "q {} cm {} cm {} cm {} cm /P Do Q",
        row([1.0, 0.0, 0.0, -1.0, 0.0, layout.page.1]),
        row([1.0, 0.0, 0.0, 1.0, x, y]),
        row(layout.upright),
        row([w, 0.0, 0.0, -h, 0.0, h]),
    )
}

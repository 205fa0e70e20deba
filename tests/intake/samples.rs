//! Small files, each with one thing wrong.

use std::io::{Cursor, Write as _};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

/// A PDF of one page with a stroke on it, about which nothing is to be said.
pub struct Sheet {
    pub pdf: Document,
    pub page: ObjectId,
    pub catalog: ObjectId,
}

impl Sheet {
    pub fn new() -> Self {
        Self::with_content("0 0 m 100 100 l S")
    }

    pub fn with_content(content: &str) -> Self {
        let mut pdf = Document::with_version("1.6");
        let tree = pdf.new_object_id();
        let content = pdf.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        let node = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        pdf.objects.insert(tree, node.into());
        let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        pdf.trailer.set("Root", catalog);
        let id = || Object::String(vec![7; 16], StringFormat::Hexadecimal);
        pdf.trailer.set("ID", vec![id(), id()]);
        Self { pdf, page, catalog }
    }

    pub fn set(mut self, place: impl Fn(&Self) -> ObjectId, key: &str, value: Object) -> Self {
        let id = place(&self);
        self.pdf.get_object_mut(id).unwrap().as_dict_mut().unwrap().set(key, value);
        self
    }

    pub fn of_page(self, key: &str, value: impl Into<Object>) -> Self {
        self.set(|s| s.page, key, value.into())
    }

    pub fn of_catalog(self, key: &str, value: impl Into<Object>) -> Self {
        self.set(|s| s.catalog, key, value.into())
    }

    /// A link on the page that does something.
    pub fn link(self, action: Dictionary) -> Self {
        let rect = vec![0.into(), 0.into(), 10.into(), 10.into()];
        let note = dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => rect, "A" => action,
        };
        self.of_page("Annots", vec![note.into()])
    }

    /// A picture that fills the page, `bits` 1 or 8 to the pixel.
    pub fn scan(width: i64, height: i64, bits: i64, samples: Vec<u8>) -> Self {
        let mut sheet = Self::with_content("q 595 0 0 842 0 0 cm /P Do Q");
        let mut picture = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
                "ColorSpace" => "DeviceGray", "BitsPerComponent" => bits,
            },
            samples,
        );
        picture.compress().unwrap();
        let picture = sheet.pdf.add_object(picture);
        sheet.of_page("Resources", dictionary! { "XObject" => dictionary! { "P" => picture } })
    }

    pub fn bytes(mut self) -> Vec<u8> {
        let mut out = Vec::new();
        self.pdf.save_to(&mut out).unwrap();
        out
    }

    /// Encrypted by RC4 with 128 bits.
    pub fn locked(mut self, password: &str) -> Vec<u8> {
        let version = lopdf::EncryptionVersion::V2 {
            document: &self.pdf,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        self.pdf.encrypt(&state).unwrap();
        self.bytes()
    }

    /// With a signature dictionary over all of its octets; what it signs is nothing.
    pub fn signed(self) -> Vec<u8> {
        let range = |end: i64| -> Object {
            vec![Object::Integer(0), 10.into(), 20.into(), (end - 20).into()].into()
        };
        let mut sheet = self;
        // As many digits as it will have, so that nothing moves.
        let signature = dictionary! {
            "Type" => "Sig", "Filter" => "Adobe.PPKLite", "ByteRange" => range(9_999),
            "Contents" => Object::String(vec![0; 900], StringFormat::Hexadecimal),
        };
        let signature = sheet.pdf.add_object(signature);
        let field =
            dictionary! { "FT" => "Sig", "T" => Object::string_literal("s"), "V" => signature };
        let field = sheet.pdf.add_object(field);
        let form = dictionary! { "Fields" => vec![field.into()], "SigFlags" => 3 };
        let mut bytes = sheet.of_catalog("AcroForm", form).bytes();
        let wanted = format!("{}", bytes.len() - 20);
        assert_eq!(wanted.len(), 4, "{wanted}");
        let at = bytes.windows(4).position(|w| w == b"9979").unwrap();
        bytes[at..at + 4].copy_from_slice(wanted.as_bytes());
        bytes
    }
}

/// Black and white in turn, `width` by `height` pixels of one bit.
pub fn hatched(width: usize, height: usize) -> Vec<u8> {
    vec![0b1100_1010; width.div_ceil(8) * height]
}

/// A ZIP of these entries.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, plain).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word file with these parts beside the usual ones.
pub fn word(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")];
    zip(&[&usual[..], parts].concat())
}

/// A picture in a format of the image crate, large enough to be read.
pub fn picture(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x + y) % 239) as u8])
    });
    image::DynamicImage::ImageRgb8(picture).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A WebP that plays two pictures (RFC 9649 §2.7).
pub fn moving() -> Vec<u8> {
    let one = picture(image::ImageFormat::WebP, 1800, 2500);
    let chunk = |name: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [name, &length, body, &[0][..body.len() % 2]].concat()
    };
    let sides = [&1799_u32.to_le_bytes()[..3], &2499_u32.to_le_bytes()[..3]].concat();
    let frame = [&[0; 6], &sides[..], &[100, 0, 0, 0], &one[12..]].concat();
    let frames = [chunk(b"ANMF", &frame), chunk(b"ANMF", &frame)].concat();
    let head = chunk(b"VP8X", &[&[2, 0, 0, 0], &sides[..]].concat());
    chunk(b"RIFF", &[&b"WEBP"[..], &head, &chunk(b"ANIM", &[0; 6]), &frames].concat())
}

/// An entry of a ZIP as no honest tool would write it.
pub struct Entry {
    pub name: Vec<u8>,
    pub flags: u16,
    /// As Unix has it, type and rights.
    pub mode: u32,
    pub body: Vec<u8>,
    /// The size that the list claims.
    pub claims: Option<u32>,
}

pub fn entry(name: impl AsRef<[u8]>, body: &[u8]) -> Entry {
    let name = name.as_ref().to_vec();
    Entry { name, flags: 0, mode: 0o100_644, body: body.to_vec(), claims: None }
}

/// A ZIP of stored entries, written octet by octet (APPNOTE 4.3).
pub fn raw_zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = u32::try_from(out.len()).unwrap();
        let size = u32::try_from(entry.body.len()).unwrap();
        let mut common = Vec::new();
        common.extend(entry.flags.to_le_bytes());
        common.extend([0; 2]);
        common.extend([0, 0, 0x21, 0]);
        common.extend(crc32fast::hash(&entry.body).to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(entry.claims.unwrap_or(size).to_le_bytes());
        common.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04\x14\x00");
        out.extend(&common);
        out.extend(&entry.name);
        out.extend(&entry.body);
        list.extend(b"PK\x01\x02\x14\x03\x14\x00");
        list.extend(&common);
        list.extend([0; 6]);
        list.extend((entry.mode << 16).to_le_bytes());
        list.extend(start.to_le_bytes());
        list.extend(&entry.name);
    }
    let (start, count) = (out.len(), u16::try_from(entries.len()).unwrap().to_le_bytes());
    let length = u32::try_from(list.len()).unwrap();
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(length.to_le_bytes());
    out.extend(u32::try_from(start).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}

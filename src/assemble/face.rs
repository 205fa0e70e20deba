//! A face cut down to the characters that are drawn, as one font object shared by all pages
//! (Type0, Identity-H; ISO 32000-1 §9.7, PDF/A-2 6.2.11).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::writer::{Writer, integer};

/// A cut face before it is written.
pub(crate) struct Face {
    glyphs: BTreeMap<char, (u16, f32)>,
    bytes: Vec<u8>,
    cff: bool,
    ascent: f32,
    descent: f32,
    bounds: [f32; 4],
}

impl Face {
    /// Cuts a face down to the characters; `None` where it is no face or lacks one of them.
    pub(crate) fn cut(data: &[u8], index: u32, characters: &str) -> Option<Self> {
        let face = ttf_parser::Face::parse(data, index).ok()?;
        let unit = 1000.0 / f32::from(face.units_per_em());
        let mut remapper = subsetter::GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for c in characters.chars() {
            let glyph = face.glyph_index(c)?;
            let advance = f32::from(face.glyph_hor_advance(glyph)?) * unit;
            glyphs.insert(c, (remapper.remap(glyph.0), advance));
        }
        let bytes = subsetter::subset(data, index, &remapper).ok()?;
        let b = face.global_bounding_box();
        let bounds = [b.x_min, b.y_min, b.x_max, b.y_max].map(|v| f32::from(v) * unit);
        Some(Self {
            glyphs,
            bytes,
            cff: face.tables().cff.is_some(),
            ascent: f32::from(face.ascender()) * unit,
            descent: f32::from(face.descender()) * unit,
            bounds,
        })
    }

    /// The words as a hexadecimal string, and their width at size 1.
    pub(crate) fn set(&self, words: &str) -> (String, f32) {
        let mut hex = String::from("<");
        let mut width = 0.0;
        for (glyph, advance) in words.chars().filter_map(|c| self.glyphs.get(&c)) {
            let _ = write!(hex, "{glyph:04X}");
            width += advance / 1000.0;
        }
        hex.push('>');
        (hex, width)
    }

    /// Writes the font and gives its number.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn write<W: Write>(&self, writer: &mut Writer<W>) -> io::Result<ObjectId> {
        const NAME: &str = "JZSTMP+Stamp";
        let (key, dict) = if self.cff {
            ("FontFile3", dictionary! { "Subtype" => "OpenType" })
        } else {
            ("FontFile2", dictionary! { "Length1" => integer(self.bytes.len() as u64) })
        };
        let file = writer.add_deflated(dict, &self.bytes)?;
        let bounds: Vec<Object> = self.bounds.iter().map(|v| (*v).into()).collect();
        let descriptor = writer.add(&Object::Dictionary(dictionary! {
            "Type" => "FontDescriptor", "FontName" => NAME, "Flags" => 4, "ItalicAngle" => 0,
            "StemV" => 80, "Ascent" => self.ascent, "Descent" => self.descent,
            "CapHeight" => 700, "FontBBox" => bounds, key => file,
        }))?;
        let mut widths: Vec<(u16, f32)> = self.glyphs.values().copied().collect();
        widths.sort_by_key(|(glyph, _)| *glyph);
        let widths: Vec<Object> = widths
            .into_iter()
            .flat_map(|(glyph, width)| [glyph.into(), Object::Array(vec![width.into()])])
            .collect();
        let mut cid = dictionary! {
            "Type" => "Font",
            "Subtype" => if self.cff { "CIDFontType0" } else { "CIDFontType2" },
            "BaseFont" => NAME,
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
            },
            "FontDescriptor" => descriptor, "DW" => 1000, "W" => widths,
        };
        if !self.cff {
            cid.set("CIDToGIDMap", "Identity");
        }
        let cid = writer.add(&Object::Dictionary(cid))?;
        let unicode = writer.add_deflated(Dictionary::new(), self.to_unicode().as_bytes())?;
        writer.add(&Object::Dictionary(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => NAME, "Encoding" => "Identity-H",
            "DescendantFonts" => vec![cid.into()], "ToUnicode" => unicode,
        }))
    }

    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo \
             <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def /CMapName /JZ def /CMapType 2 def \
             1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
        );
        let _ = writeln!(map, "{} beginbfchar", self.glyphs.len());
        for (c, (glyph, _)) in &self.glyphs {
            let mut units = [0; 2];
            let _ = write!(map, "<{glyph:04X}> <");
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar endcmap CMapName currentdict /CMap defineresource pop end end");
        map
    }
}

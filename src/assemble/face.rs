//! Faces cut down to the characters that are drawn, each one font object shared by all pages
//! (Type0, Identity-H; ISO 32000-1 §9.7, PDF/A-2 6.2.11).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::writer::{Writer, integer};

/// A font file and the index of the face in it.
pub type FontFile<'a> = (&'a [u8], u32);

/// Everything that words are drawn with: faces cut down to their characters, written once.
pub(crate) struct Ink {
    faces: Vec<(Face, ObjectId)>,
}

/// Words that can be drawn: strings of glyphs, each in the face of that number.
pub(crate) struct Words {
    /// Face by face, in order.
    pub(crate) runs: Vec<(usize, String)>,
    /// Their width at size 1.
    pub(crate) width: f32,
}

impl Ink {
    /// Cuts the faces down to the characters, each taken from the first face that has it, and
    /// writes them. Gives the characters that none has where there are such.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn write<W: Write>(
        writer: &mut Writer<W>,
        files: &[FontFile<'_>],
        characters: &BTreeSet<char>,
    ) -> io::Result<Result<Self, BTreeSet<char>>> {
        let mut left = characters.clone();
        let mut faces = Vec::new();
        for (data, index) in files {
            if left.is_empty() {
                break;
            }
            let Some(face) = Face::cut(data, *index, &left) else { continue };
            left.retain(|c| !face.glyphs.contains_key(c));
            let font = face.write(writer, faces.len())?;
            faces.push((face, font));
        }
        Ok(if left.is_empty() { Ok(Self { faces }) } else { Err(left) })
    }

    /// The font object of a face.
    pub(crate) fn font(&self, face: usize) -> Option<ObjectId> {
        self.faces.get(face).map(|(_, font)| *font)
    }

    /// The face that a character is drawn in.
    pub(crate) fn face_of(&self, c: char) -> Option<usize> {
        self.glyph(c).map(|(at, ..)| at)
    }

    fn glyph(&self, c: char) -> Option<(usize, u16, f32)> {
        self.faces.iter().enumerate().find_map(|(at, (face, _))| {
            face.glyphs.get(&c).map(|(glyph, advance)| (at, *glyph, *advance))
        })
    }

    /// Words as strings of glyphs; characters that no face has are left out.
    pub(crate) fn set(&self, words: &str) -> Words {
        let mut runs: Vec<(usize, String)> = Vec::new();
        let mut width = 0.0;
        for c in words.chars() {
            let Some((at, glyph, advance)) = self.glyph(c) else { continue };
            match runs.last_mut() {
                Some((last, hex)) if *last == at => {
                    let _ = write!(hex, "{glyph:04X}");
                }
                Some(_) | None => runs.push((at, format!("{glyph:04X}"))),
            }
            width += advance / 1000.0;
        }
        Words { runs, width }
    }
}

/// A cut face before it is written.
struct Face {
    glyphs: BTreeMap<char, (u16, f32)>,
    bytes: Vec<u8>,
    cff: bool,
    ascent: f32,
    descent: f32,
    bounds: [f32; 4],
}

impl Face {
    /// Cuts a face down to those of the characters that it has; `None` where it is no face or has
    /// none of them.
    fn cut(data: &[u8], index: u32, characters: &BTreeSet<char>) -> Option<Self> {
        let face = ttf_parser::Face::parse(data, index).ok()?;
        let unit = 1000.0 / f32::from(face.units_per_em());
        let mut remapper = subsetter::GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for c in characters {
            let Some(glyph) = face.glyph_index(*c) else { continue };
            let advance = f32::from(face.glyph_hor_advance(glyph)?) * unit;
            glyphs.insert(*c, (remapper.remap(glyph.0), advance));
        }
        if glyphs.is_empty() {
            return None;
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

    /// Writes the font, the `number`th of its file, and gives its object.
    fn write<W: Write>(&self, writer: &mut Writer<W>, number: usize) -> io::Result<ObjectId> {
        // The tag tells subsets of one file apart (§9.6.4).
        let tag = char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
        let name = format!("JZSTM{tag}+Stamp");
        let name = name.as_str();
        let (key, dict) = if self.cff {
            ("FontFile3", dictionary! { "Subtype" => "OpenType" })
        } else {
            ("FontFile2", dictionary! { "Length1" => integer(self.bytes.len() as u64) })
        };
        let file = writer.add_deflated(dict, &self.bytes)?;
        let bounds: Vec<Object> = self.bounds.iter().map(|v| (*v).into()).collect();
        let descriptor = writer.add(&Object::Dictionary(dictionary! {
            "Type" => "FontDescriptor", "FontName" => name, "Flags" => 4, "ItalicAngle" => 0,
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
            "BaseFont" => name,
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
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name, "Encoding" => "Identity-H",
            "DescendantFonts" => vec![cid.into()], "ToUnicode" => unicode,
        }))
    }

    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo \
             <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def /CMapName /JZ def /CMapType 2 def \
             1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
        );
        let glyphs: Vec<_> = self.glyphs.iter().collect();
        // At most 100 entries in one list (Adobe TN 5014).
        for list in glyphs.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", list.len());
            for (c, (glyph, _)) in list {
                let mut units = [0; 2];
                let _ = write!(map, "<{glyph:04X}> <");
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(map, "{unit:04X}");
                }
                map.push_str(">\n");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end");
        map
    }
}

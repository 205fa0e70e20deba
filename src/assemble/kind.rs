//! What a received file is, by its content and never by its name.

/// The kind of a received file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF, of one or more pictures.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// WebP.
    Webp,
    /// Anything else, by a short name: `docx`, `xlsx`, `ofd`, `zip`, `heic`, `mp4`, `unknown`…
    /// New names may be added; a name never changes its meaning.
    Other(&'static str),
}

/// How many octets of a file [`Kind::of`] looks at.
pub const HEAD: usize = 8 << 10;

impl Kind {
    /// The kind of a file that begins with these octets.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
        let at = |offset: usize, mark: &[u8]| {
            head.get(offset..offset + mark.len()).is_some_and(|found| found == mark)
        };
        let holds = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
        if at(0, b"\xFF\xD8\xFF") {
            Self::Jpeg
        } else if at(0, b"\x89PNG\r\n\x1A\n") {
            Self::Png
        } else if at(0, b"II*\0") || at(0, b"MM\0*") || at(0, b"II+\0") || at(0, b"MM\0+") {
            Self::Tiff
        } else if at(0, b"BM") && at(6, &[0; 4]) {
            Self::Bmp
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Self::Webp
        } else if at(0, b"PK\x03\x04") {
            Self::Other(match () {
                () if holds(b"word/") => "docx",
                () if holds(b"xl/") => "xlsx",
                () if holds(b"ppt/") => "pptx",
                () if holds(b"OFD.xml") => "ofd",
                () => "zip",
            })
        } else if at(4, b"ftyp") {
            let brand = head.get(8..12).unwrap_or_default();
            let heic = [&b"heic"[..], b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"];
            Self::Other(match brand {
                brand if heic.contains(&brand) => "heic",
                b"avif" | b"avis" => "avif",
                b"qt  " => "mov",
                _ => "mp4",
            })
        } else if at(0, b"RIFF") {
            Self::Other(match head.get(8..12).unwrap_or_default() {
                b"AVI " => "avi",
                b"WAVE" => "wav",
                _ => "riff",
            })
        } else if head
            .get(..head.len().min(1024))
            .unwrap_or_default()
            .windows(5)
            .any(|w| w == b"%PDF-")
        {
            Self::Pdf
        } else if at(257, b"ustar") {
            Self::Other("tar")
        } else {
            const OTHERS: [(&[u8], &str); 15] = [
                (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "ole"),
                (b"GIF8", "gif"),
                (b"Rar!\x1A\x07", "rar"),
                (b"7z\xBC\xAF\x27\x1C", "7z"),
                (b"\x1A\x45\xDF\xA3", "mkv"),
                (b"\x1F\x8B", "gzip"),
                (b"BZh", "bzip2"),
                (b"\xFD7zXZ\0", "xz"),
                (b"MSCF", "cab"),
                (b"PK\x05\x06", "zip"),
                (b"PK\x07\x08", "zip"),
                (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "wmv"),
                (b"FLV\x01", "flv"),
                (b"ID3", "mp3"),
                (b"{\\rtf", "rtf"),
            ];
            let other = OTHERS.iter().find(|(mark, _)| at(0, mark));
            Self::Other(other.map_or("unknown", |(_, name)| name))
        }
    }

    /// Its short name, as it stands in `evidence.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Tiff => "tiff",
            Self::Bmp => "bmp",
            Self::Webp => "webp",
            Self::Other(name) => name,
        }
    }

    /// The kind of a short name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        const OTHERS: [&str; 27] = [
            "avif", "docx", "xlsx", "pptx", "ofd", "zip", "heic", "mp4", "mov", "ole", "gif",
            "rar", "7z", "mkv", "gzip", "bzip2", "xz", "cab", "tar", "riff", "avi", "wav", "wmv",
            "flv", "mp3", "rtf", "unknown",
        ];
        [Self::Pdf, Self::Jpeg, Self::Png, Self::Tiff, Self::Bmp, Self::Webp]
            .into_iter()
            .chain(OTHERS.map(Self::Other))
            .find(|kind| kind.name() == name)
    }

    /// Whether it is a container that other files travel in.
    #[must_use]
    pub fn is_archive(self) -> bool {
        matches!(self, Self::Other("zip" | "rar" | "7z" | "gzip" | "bzip2" | "xz" | "cab" | "tar"))
    }

    /// Whether its pages are pictures.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Tiff | Self::Bmp | Self::Webp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_again_by_its_name() {
        for head in [
            &b"GIF89a"[..],
            b"PK\x03\x04",
            b"%PDF-1.7",
            b"",
            b"\x1F\x8B",
            b"RIFF",
            b"7z\xBC\xAF\x27\x1C",
            b"RIFF\0\0\0\0AVI ",
            b"RIFF\0\0\0\0WAVE",
            b"\0\0\0\x18ftypqt  ",
            b"\0\0\0\x18ftypavif",
            b"BZh9",
            b"\xFD7zXZ\0",
            b"MSCF",
            b"\x30\x26\xB2\x75\x8E\x66\xCF\x11",
            b"FLV\x01",
            b"ID3\x03",
            b"{\\rtf1",
        ] {
            let kind = Kind::of(head);
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        assert_eq!(Kind::of(b"\n\n%PDF-1.4"), Kind::Pdf);
        assert_eq!(Kind::of(b"PK\x03\x04....xl/workbook.xml").name(), "xlsx");
        assert_eq!(Kind::of(b"\0\0\0\x18ftypheic").name(), "heic");
        assert_eq!(Kind::of(b"BM is a word too").name(), "unknown");
        assert_eq!(Kind::of(b"").name(), "unknown");
    }
}

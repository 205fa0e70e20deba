//! Files without pages: what an office document, an archive or any other file carries that a
//! reviewer should know of (ECMA-376 part 2, MS-OFFCRYPTO, MS-OVBA).
//!
//! Nothing is opened further than its table of contents and a few short lists.

use std::collections::BTreeSet;
use std::io::{BufReader, Read as _};
use std::path::Path;

use zip::ZipArchive;

use super::kind::Kind;
use super::probe::Probe;
use super::source::caught;
use crate::base::disk;
use crate::verdict::Code;

/// Most entries of a container that are looked at.
const MOST: usize = 100_000;
/// Largest list of relations that is read.
const RELATIONS: u64 = 1 << 20;
/// Most lists of relations that are read.
const MOST_RELATIONS: usize = 500;
/// As much of an old office file is searched.
const OLE: u64 = 64 << 20;

/// Looks at a file that is neither PDF nor picture. The first finding says that it has no pages,
/// and why.
///
/// # Errors
/// The file cannot be read from disk.
pub(crate) fn look(path: &Path, probe: &mut Probe) -> Result<(), disk::Error> {
    match probe.kind {
        Kind::Other("docx" | "xlsx" | "pptx" | "ofd" | "zip") => {
            let file = disk::open(path)?;
            match caught(|| Container::of(file)).flatten() {
                Some(container) => container.tell(probe),
                None => probe.say(Code::AssembleDamaged, &[]),
            }
        }
        Kind::Other("ole") => {
            let mut bytes = Vec::new();
            let failed = |source| disk::Error::Io { act: "read", path: path.into(), source };
            disk::open(path)?.take(OLE).read_to_end(&mut bytes).map_err(failed)?;
            old_office(&bytes, probe);
        }
        kind if kind.is_archive() => {
            probe.say(Code::AssembleArchive, &[("what", kind.name().to_string())]);
        }
        Kind::Pdf
        | Kind::Jpeg
        | Kind::Png
        | Kind::Tiff
        | Kind::Bmp
        | Kind::Webp
        | Kind::Other(_) => probe.say(Code::AssembleNoPages, &[]),
    }
    Ok(())
}

/// Office files from before 2007 and encrypted ones from after (MS-CFB): names of streams stand in
/// UTF-16 in the directory.
fn old_office(bytes: &[u8], probe: &mut Probe) {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if holds("EncryptedPackage") {
        probe.say(Code::AssemblePassword, &[]);
        return;
    }
    probe.say(Code::AssembleNoPages, &[]);
    if holds("_VBA_PROJECT") {
        probe.say(Code::AssembleMacros, &[]);
    }
}

/// What a ZIP container holds.
#[derive(Default)]
struct Container {
    names: Vec<String>,
    locked: bool,
    outside: BTreeSet<String>,
}

impl Container {
    fn of(file: std::fs::File) -> Option<Self> {
        let mut archive = ZipArchive::new(BufReader::new(file)).ok()?;
        let mut container = Self::default();
        let mut lists = Vec::new();
        for at in 0..archive.len().min(MOST) {
            let entry = archive.by_index_raw(at).ok()?;
            container.locked |= entry.encrypted();
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if name.ends_with(".rels") && lists.len() < MOST_RELATIONS {
                lists.push(at);
            }
            container.names.push(name);
        }
        for at in lists {
            let Ok(entry) = archive.by_index(at) else { continue };
            let mut text = Vec::new();
            if entry.take(RELATIONS).read_to_end(&mut text).is_ok() {
                container.outside.extend(outside(&String::from_utf8_lossy(&text)));
            }
        }
        Some(container)
    }

    fn holds(&self, ending: &str) -> bool {
        self.names.iter().any(|n| n.ends_with(ending))
    }

    fn tell(&self, probe: &mut Probe) {
        if probe.kind == Kind::Other("zip") {
            // The names may stand too far behind for the first look.
            let begins = |start: &str| self.names.iter().any(|n| n.starts_with(start));
            let typed = self.names.iter().any(|n| n == "[Content_Types].xml");
            probe.kind = Kind::Other(match () {
                () if typed && begins("word/") => "docx",
                () if typed && begins("xl/") => "xlsx",
                () if typed && begins("ppt/") => "pptx",
                () if self.names.iter().any(|n| n == "OFD.xml") => "ofd",
                () => "zip",
            });
        }
        if self.locked {
            probe.say(Code::AssemblePassword, &[]);
            return;
        }
        if probe.kind == Kind::Other("zip") {
            probe.say(Code::AssembleArchive, &[("what", "zip".to_string())]);
            return;
        }
        probe.say(Code::AssembleNoPages, &[]);
        if self.holds("vbaProject.bin")
            || self.names.iter().any(|n| n.starts_with("xl/macrosheets/"))
        {
            probe.say(Code::AssembleMacros, &[]);
        }
        if !self.outside.is_empty() {
            let what = self.outside.iter().cloned().collect::<Vec<_>>().join(", ");
            probe.say(Code::AssembleOutsideParts, &[("what", what)]);
        }
        let archives: BTreeSet<&str> = ["zip", "rar", "7z"]
            .into_iter()
            .filter(|ending| {
                self.names.iter().any(|n| n.to_lowercase().ends_with(&format!(".{ending}")))
            })
            .collect();
        if !archives.is_empty() {
            let what = archives.into_iter().collect::<Vec<_>>().join(", ");
            probe.say(Code::AssembleArchive, &[("what", what)]);
        }
    }
}

/// Kinds of relations that fetch a part of the document from elsewhere (ECMA-376 part 2 §6.5.3.4):
/// a template, a linked picture, another workbook. Links that a reader would have to click are not
/// among them.
fn outside(relations: &str) -> BTreeSet<String> {
    relations
        .split("<Relationship ")
        .skip(1)
        .filter_map(|element| element.split('>').next())
        .filter(|element| attribute(element, "TargetMode").is_some_and(|mode| mode == "External"))
        .filter_map(|element| attribute(element, "Type")?.rsplit('/').next())
        .filter(|kind| *kind != "hyperlink")
        .map(|kind| kind.chars().filter(char::is_ascii_alphanumeric).take(40).collect())
        .collect()
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let after = element.split(&format!("{name}=")).nth(1)?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.split(quote).nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_from_elsewhere_is_outside_and_a_link_to_click_is_not() {
        let relations = r#"<Relationships><Relationship Id="a" Type="http://x/attachedTemplate"
            Target="http://192.0.2.1/t.dotm" TargetMode="External"/><Relationship Id="b"
            Type='http://x/hyperlink' TargetMode='External'/><Relationship Id="c"
            Type="http://x/image" Target="media/1.png"/></Relationships>"#;
        assert_eq!(outside(relations), BTreeSet::from(["attachedTemplate".to_string()]));
    }
}

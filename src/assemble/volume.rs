//! The volume: parts in order as one PDF with running page numbers, bookmarks and page labels.
//!
//! Parts are opened one after another and written out as they are read: memory is bounded by the
//! largest part, not by their sum.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lopdf::{Object, ObjectId, dictionary};

use super::copying::Copying;
use super::face::Face;
use super::page::{self, Shared};
use super::picture;
use super::source::{Flaw, Source, guarded};
use super::writer::{Writer, integer, text};
use super::{colour, metadata};
use crate::base::disk;
use crate::base::time::Day;
use crate::verdict::{Explain, Facts};

/// Children of one node of the page tree.
const KIDS: usize = 64;
/// Largest file whose pages are taken; larger ones are listed on a placeholder page.
pub const LARGEST: u64 = 1 << 30;

/// Where a part's pages come from.
#[derive(Clone, Debug)]
pub enum Material {
    /// A PDF in memory, made by this program.
    Made(Vec<u8>),
    /// A PDF file.
    File(PathBuf),
    /// A file of pictures.
    Picture(PathBuf),
}

/// A bookmark at the first page of a part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// 1 for a slot, 2 for a file in it.
    pub level: u8,
    /// Its words.
    pub title: String,
}

/// A run of pages of the volume.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name in messages.
    pub name: String,
    /// Where its pages come from.
    pub material: Material,
    /// How many pages it has.
    pub pages: usize,
    /// Whether its pages bear their number.
    pub numbered: bool,
    /// Bookmarks at its first page.
    pub marks: Vec<Mark>,
}

/// What the volume says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// Its title.
    pub title: String,
    /// Who keeps it.
    pub author: String,
    /// The day it bears; never the clock's.
    pub day: Option<Day>,
    /// Whether it claims PDF/A-2b: every part allows it.
    pub archival: bool,
    /// The file's `/ID`, from what went in.
    pub id: [u8; 16],
}

/// Why a volume could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A part has other pages than were counted, or can no longer be read.
    #[error("the pages of {name} are not those that were counted")]
    Changed {
        /// The part.
        name: String,
    },
    /// The caller wished to stop.
    #[error("stopped on request")]
    Stopped,
    /// The face has no digits.
    #[error("the face for page numbers has no digits")]
    Face,
    /// A file cannot be read.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// The output refuses.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "assemble-changed",
            Self::Stopped => "assemble-stopped",
            Self::Face => "assemble-face",
            Self::Io(_) => "assemble-output",
            Self::Disk(e) => e.id(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Changed { name } => vec![("name", name.clone())],
            Self::Face | Self::Stopped => Facts::new(),
            Self::Io(e) => vec![("cause", e.to_string())],
            Self::Disk(e) => e.facts(),
        }
    }
}

/// Writes the volume and gives the output back. `step` is told the pages that
/// are done and says whether to go on.
///
/// # Errors
/// A part cannot be read as it was counted, or the output refuses.
pub fn write<W: Write + Send>(
    out: W,
    parts: &[Part],
    about: &About,
    face: (&[u8], u32),
    step: &mut dyn FnMut(usize) -> bool,
) -> Result<W, Error> {
    let face = Face::cut(face.0, face.1, "0123456789").ok_or(Error::Face)?;
    let mut writer = Writer::begin(out)?;
    let font = face.write(&mut writer)?;
    let save = lopdf::Stream::new(lopdf::Dictionary::new(), b"q\n".to_vec());
    let save = writer.add(&Object::Stream(save))?;
    let mut volume = Volume {
        writer,
        shared: Shared { face, font, save },
        leaves: Vec::new(),
        pages: 0,
        marks: Vec::new(),
        layers: Vec::new(),
    };
    for part in parts {
        // Foreign objects may nest deeply: their copying needs the same room as their reading.
        guarded(|| volume.take(part))
            .unwrap_or_else(|| Err(Error::Changed { name: part.name.clone() }))?;
        if !step(volume.pages) {
            return Err(Error::Stopped);
        }
    }
    volume.finish(about)
}

struct Volume<W> {
    writer: Writer<W>,
    shared: Shared,
    /// Nodes above the pages: number and pages.
    leaves: Vec<(ObjectId, Vec<ObjectId>)>,
    pages: usize,
    marks: Vec<(Mark, ObjectId)>,
    layers: Vec<(ObjectId, bool)>,
}

impl<W: Write> Volume<W> {
    fn take(&mut self, part: &Part) -> Result<(), Error> {
        let changed = || Error::Changed { name: part.name.clone() };
        let bytes = match &part.material {
            Material::Made(bytes) => std::borrow::Cow::Borrowed(bytes.as_slice()),
            Material::File(path) => disk::read(path, LARGEST)?.into(),
            Material::Picture(path) => picture_pages(path).ok_or_else(changed)?.into(),
        };
        let source = Source::reopen(&bytes, part.pages).map_err(|_: Flaw| changed())?;
        drop(bytes);
        if source.pages.len() != part.pages {
            return Err(changed());
        }
        let document = source.document;
        let mut first = None;
        let mut copying = Copying::new(&mut self.writer);
        for page in &source.pages {
            let leaf = match self.leaves.last() {
                Some((id, kids)) if kids.len() < KIDS => *id,
                Some(_) | None => {
                    let id = copying.writer.reserve();
                    self.leaves.push((id, Vec::new()));
                    id
                }
            };
            self.pages += 1;
            let number = part.numbered.then_some(self.pages);
            let id = page::copy(&mut copying, &document, page, &self.shared, leaf, number)?;
            first.get_or_insert(id);
            if let Some((_, kids)) = self.leaves.last_mut() {
                kids.push(id);
            }
        }
        copying.drain(&document)?;
        self.layers.extend(copying.layers(&document));
        if let Some(first) = first {
            self.marks.extend(part.marks.iter().map(|mark| (mark.clone(), first)));
        }
        Ok(())
    }

    fn finish(mut self, about: &About) -> Result<W, Error> {
        let pages = self.page_tree()?;
        let outlines = self.outlines()?;
        let writer = &mut self.writer;
        let labels = dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => "D" }.into()] };
        let mut metadata = lopdf::Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            metadata::xmp(about).into_bytes(),
        );
        metadata.allows_compression = false;
        let metadata = writer.add(&Object::Stream(metadata))?;
        let profile = writer.add_deflated(dictionary! { "N" => 3 }, &colour::srgb())?;
        let intent = dictionary! {
            "Type" => "OutputIntent", "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
            "Info" => Object::string_literal("sRGB IEC61966-2.1"),
            "DestOutputProfile" => profile,
        };
        let mut catalog = dictionary! {
            "Type" => "Catalog", "Pages" => pages, "PageLabels" => labels, "Metadata" => metadata,
            "Lang" => Object::string_literal("zh-CN"),
            "OutputIntents" => vec![intent.into()],
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        };
        if let Some(outlines) = outlines {
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", "UseOutlines");
        }
        if !self.layers.is_empty() {
            let ids = |all: bool| -> Vec<Object> {
                self.layers
                    .iter()
                    .filter(|(_, on)| all || !on)
                    .map(|(id, _)| (*id).into())
                    .collect()
            };
            let config = dictionary! {
                "Name" => text(&about.title), "Order" => ids(true), "OFF" => ids(false),
            };
            catalog.set("OCProperties", dictionary! { "OCGs" => ids(true), "D" => config });
        }
        let root = writer.add(&Object::Dictionary(catalog))?;
        let (out, _) = self.writer.finish(root, about.id)?;
        Ok(out)
    }

    /// Writes a balanced page tree and gives its root.
    fn page_tree(&mut self) -> Result<ObjectId, Error> {
        let mut level: Vec<(ObjectId, Vec<ObjectId>, usize)> = std::mem::take(&mut self.leaves)
            .into_iter()
            .map(|(id, kids)| {
                let count = kids.len();
                (id, kids, count)
            })
            .collect();
        if level.is_empty() {
            level.push((self.writer.reserve(), Vec::new(), 0));
        }
        while level.len() > 1 {
            let mut above = Vec::new();
            for nodes in level.chunks(KIDS) {
                let parent = self.writer.reserve();
                for (id, kids, count) in nodes {
                    self.node(*id, kids, *count, Some(parent))?;
                }
                let kids = nodes.iter().map(|(id, ..)| *id).collect();
                above.push((parent, kids, nodes.iter().map(|(_, _, count)| count).sum()));
            }
            level = above;
        }
        let (id, kids, count) = level.swap_remove(0);
        self.node(id, &kids, count, None)?;
        Ok(id)
    }

    fn node(
        &mut self,
        id: ObjectId,
        kids: &[ObjectId],
        count: usize,
        parent: Option<ObjectId>,
    ) -> Result<(), Error> {
        let kids: Vec<Object> = kids.iter().map(|id| (*id).into()).collect();
        let count = integer(count as u64);
        let mut node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
        if let Some(parent) = parent {
            node.set("Parent", parent);
        }
        Ok(self.writer.put(id, &Object::Dictionary(node))?)
    }

    /// Writes the bookmarks, two levels deep, and gives their root.
    fn outlines(&mut self) -> Result<Option<ObjectId>, Error> {
        let marks = std::mem::take(&mut self.marks);
        if marks.is_empty() {
            return Ok(None);
        }
        let root = self.writer.reserve();
        let mut tops: Vec<(ObjectId, &Mark, ObjectId, Vec<Leaf<'_>>)> = Vec::new();
        for (mark, page) in &marks {
            let id = self.writer.reserve();
            match tops.last_mut() {
                Some((.., below)) if mark.level > 1 => below.push((id, mark, *page)),
                Some(_) | None => tops.push((id, mark, *page, Vec::new())),
            }
        }
        for (i, (id, mark, page, below)) in tops.iter().enumerate() {
            let beside = |j: Option<usize>| j.and_then(|j| tops.get(j)).map(|t| t.0);
            let mut item = bookmark(mark, *page, root);
            link(&mut item, beside(i.checked_sub(1)), beside(Some(i + 1)));
            if let (Some(first), Some(last)) = (below.first(), below.last()) {
                item.set("First", first.0);
                item.set("Last", last.0);
                // Negative: closed until a reader opens it.
                item.set("Count", -i64::try_from(below.len()).unwrap_or(0));
            }
            self.writer.put(*id, &Object::Dictionary(item))?;
            for (j, (own, mark, page)) in below.iter().enumerate() {
                let beside = |k: Option<usize>| k.and_then(|k| below.get(k)).map(|b| b.0);
                let mut item = bookmark(mark, *page, *id);
                link(&mut item, beside(j.checked_sub(1)), beside(Some(j + 1)));
                self.writer.put(*own, &Object::Dictionary(item))?;
            }
        }
        let mut outlines =
            dictionary! { "Type" => "Outlines", "Count" => integer(tops.len() as u64) };
        if let (Some(first), Some(last)) = (tops.first(), tops.last()) {
            outlines.set("First", first.0);
            outlines.set("Last", last.0);
        }
        self.writer.put(root, &Object::Dictionary(outlines))?;
        Ok(Some(root))
    }
}

type Leaf<'a> = (ObjectId, &'a Mark, ObjectId);

fn bookmark(mark: &Mark, page: ObjectId, parent: ObjectId) -> lopdf::Dictionary {
    dictionary! {
        "Title" => text(&mark.title), "Parent" => parent,
        "Dest" => vec![page.into(), "XYZ".into(), Object::Null, Object::Null, Object::Null],
    }
}

fn link(item: &mut lopdf::Dictionary, before: Option<ObjectId>, after: Option<ObjectId>) {
    if let Some(before) = before {
        item.set("Prev", before);
    }
    if let Some(after) = after {
        item.set("Next", after);
    }
}

fn picture_pages(path: &Path) -> Option<Vec<u8>> {
    let bytes = disk::read(path, picture::LARGEST).ok()?;
    picture::pages(&bytes).ok()
}

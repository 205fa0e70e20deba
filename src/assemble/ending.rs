//! What closes a volume's file: page tree, bookmarks, page labels, layers, metadata, catalogue
//! dictionary (ISO 32000-1 §7.7.2).

use std::io::{self, Write};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::volume::{About, Mark};
use super::writer::{Writer, integer, text};
use super::{colour, metadata};

/// Children of one node of the page tree.
const KIDS: usize = 64;

/// What a reader calls a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Label {
    /// Its number.
    Number(usize),
    /// It does not count.
    Uncounted,
}

/// What is remembered of the pages until the file is closed.
#[derive(Default)]
pub(crate) struct Ending {
    /// Nodes above the pages: number and pages.
    leaves: Vec<(ObjectId, Vec<ObjectId>)>,
    pages: usize,
    /// Runs of labels: at which page one begins, and with what.
    labels: Vec<(usize, Label)>,
    marks: Vec<(Mark, ObjectId)>,
    layers: Vec<(ObjectId, bool)>,
    /// Files that are held whole: name and file specification.
    files: Vec<(String, ObjectId)>,
}

impl Ending {
    /// The node that the next page belongs to.
    pub(crate) fn leaf<W: Write>(&mut self, writer: &mut Writer<W>) -> ObjectId {
        match self.leaves.last() {
            Some((id, kids)) if kids.len() < KIDS => *id,
            Some(_) | None => {
                let id = writer.reserve();
                self.leaves.push((id, Vec::new()));
                id
            }
        }
    }

    /// Takes the next page.
    pub(crate) fn page(&mut self, id: ObjectId, label: Label) {
        if let Some((_, kids)) = self.leaves.last_mut() {
            kids.push(id);
        }
        let goes_on = match (self.labels.last(), label) {
            (Some((_, Label::Uncounted)), Label::Uncounted) => true,
            (Some((at, Label::Number(first))), Label::Number(now)) => {
                first + (self.pages - at) == now
            }
            (Some(_) | None, _) => false,
        };
        if !goes_on {
            self.labels.push((self.pages, label));
        }
        self.pages += 1;
    }

    /// Takes bookmarks at a page.
    pub(crate) fn marks(&mut self, marks: &[Mark], page: ObjectId) {
        self.marks.extend(marks.iter().map(|mark| (mark.clone(), page)));
    }

    /// Takes layers (optional content groups), each with whether it is shown.
    pub(crate) fn layers(&mut self, layers: Vec<(ObjectId, bool)>) {
        self.layers.extend(layers);
    }

    /// Takes a file that is held whole: its name and its file specification.
    pub(crate) fn file(&mut self, name: String, specification: ObjectId) {
        self.files.push((name, specification));
    }

    /// Writes everything and gives the catalogue dictionary's number.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn write<W: Write>(
        mut self,
        writer: &mut Writer<W>,
        about: &About,
    ) -> io::Result<ObjectId> {
        let pages = self.page_tree(writer)?;
        let outlines = self.outlines(writer)?;
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
            "Type" => "Catalog", "Pages" => pages, "PageLabels" => self.page_labels(),
            "Metadata" => metadata, "Lang" => Object::string_literal("zh-CN"),
            "OutputIntents" => vec![intent.into()],
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        };
        if let Some(outlines) = outlines {
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", "UseOutlines");
        }
        if !self.files.is_empty() {
            let files = self.files.iter().map(|(_, file)| (*file).into()).collect::<Vec<Object>>();
            catalog.set("AF", files);
            catalog.set("Names", dictionary! { "EmbeddedFiles" => self.embedded() });
            catalog.set("PageMode", "UseAttachments");
        }
        if !self.layers.is_empty() {
            catalog.set("OCProperties", self.layer_properties(about));
        }
        writer.add(&Object::Dictionary(catalog))
    }

    /// Page labels (§12.4.2): decimal numbers as they stand on the pages, nothing where none counts.
    fn page_labels(&self) -> Dictionary {
        let mut nums = Vec::new();
        for (at, label) in &self.labels {
            nums.push(integer(*at as u64));
            nums.push(Object::Dictionary(match label {
                Label::Number(first) => {
                    dictionary! { "S" => "D", "St" => integer(*first as u64) }
                }
                Label::Uncounted => Dictionary::new(),
            }));
        }
        dictionary! { "Nums" => nums }
    }

    /// The name tree of the files that are held (§7.9.6): sorted by the octets of their names.
    fn embedded(&self) -> Dictionary {
        let mut names: Vec<(Vec<u8>, Object, ObjectId)> = Vec::new();
        for (name, file) in &self.files {
            let name = text(name);
            let key = name.as_str().unwrap_or_default().to_vec();
            names.push((key, name, *file));
        }
        names.sort_by(|a, b| a.0.cmp(&b.0));
        let names: Vec<Object> =
            names.into_iter().flat_map(|(_, name, file)| [name, file.into()]).collect();
        dictionary! { "Names" => names }
    }

    fn layer_properties(&self, about: &About) -> Dictionary {
        let ids = |all: bool| -> Vec<Object> {
            let wanted = self.layers.iter().filter(|(_, on)| all || !on);
            wanted.map(|(id, _)| (*id).into()).collect()
        };
        let config = dictionary! {
            "Name" => text(&about.title), "Order" => ids(true), "OFF" => ids(false),
        };
        dictionary! { "OCGs" => ids(true), "D" => config }
    }

    /// Writes a balanced page tree and gives its root.
    fn page_tree<W: Write>(&mut self, writer: &mut Writer<W>) -> io::Result<ObjectId> {
        let mut level: Vec<(ObjectId, Vec<ObjectId>, usize)> = std::mem::take(&mut self.leaves)
            .into_iter()
            .map(|(id, kids)| {
                let count = kids.len();
                (id, kids, count)
            })
            .collect();
        if level.is_empty() {
            level.push((writer.reserve(), Vec::new(), 0));
        }
        while level.len() > 1 {
            let mut above = Vec::new();
            for nodes in level.chunks(KIDS) {
                let parent = writer.reserve();
                for (id, kids, count) in nodes {
                    node(writer, *id, kids, *count, Some(parent))?;
                }
                let kids = nodes.iter().map(|(id, ..)| *id).collect();
                above.push((parent, kids, nodes.iter().map(|(_, _, count)| count).sum()));
            }
            level = above;
        }
        let (id, kids, count) = level.swap_remove(0);
        node(writer, id, &kids, count, None)?;
        Ok(id)
    }

    /// Writes the bookmarks, two levels deep, and gives their root.
    fn outlines<W: Write>(&mut self, writer: &mut Writer<W>) -> io::Result<Option<ObjectId>> {
        let marks = std::mem::take(&mut self.marks);
        if marks.is_empty() {
            return Ok(None);
        }
        let root = writer.reserve();
        let mut tops: Vec<(ObjectId, &Mark, ObjectId, Vec<Leaf<'_>>)> = Vec::new();
        for (mark, page) in &marks {
            let id = writer.reserve();
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
            writer.put(*id, &Object::Dictionary(item))?;
            for (j, (own, mark, page)) in below.iter().enumerate() {
                let beside = |k: Option<usize>| k.and_then(|k| below.get(k)).map(|b| b.0);
                let mut item = bookmark(mark, *page, *id);
                link(&mut item, beside(j.checked_sub(1)), beside(Some(j + 1)));
                writer.put(*own, &Object::Dictionary(item))?;
            }
        }
        let mut outlines =
            dictionary! { "Type" => "Outlines", "Count" => integer(tops.len() as u64) };
        if let (Some(first), Some(last)) = (tops.first(), tops.last()) {
            outlines.set("First", first.0);
            outlines.set("Last", last.0);
        }
        writer.put(root, &Object::Dictionary(outlines))?;
        Ok(Some(root))
    }
}

fn node<W: Write>(
    writer: &mut Writer<W>,
    id: ObjectId,
    kids: &[ObjectId],
    count: usize,
    parent: Option<ObjectId>,
) -> io::Result<()> {
    let kids: Vec<Object> = kids.iter().map(|id| (*id).into()).collect();
    let count = integer(count as u64);
    let mut node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    if let Some(parent) = parent {
        node.set("Parent", parent);
    }
    writer.put(id, &Object::Dictionary(node))
}

type Leaf<'a> = (ObjectId, &'a Mark, ObjectId);

fn bookmark(mark: &Mark, page: ObjectId, parent: ObjectId) -> Dictionary {
    dictionary! {
        "Title" => text(&mark.title), "Parent" => parent,
        "Dest" => vec![page.into(), "XYZ".into(), Object::Null, Object::Null, Object::Null],
    }
}

fn link(item: &mut Dictionary, before: Option<ObjectId>, after: Option<ObjectId>) {
    if let Some(before) = before {
        item.set("Prev", before);
    }
    if let Some(after) = after {
        item.set("Next", after);
    }
}

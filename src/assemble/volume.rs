//! The volume: parts in order as one PDF with running page numbers, bookmarks and page labels.
//!
//! Parts are opened one after another and written out as they are read: memory is bounded by the
//! largest part, not by their sum.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use lopdf::{Dictionary, Object, Stream};

use super::balance::Balances;
use super::container;
use super::copying::Copying;
use super::ending::{Ending, Label};
use super::face::{FontFile, Ink};
use super::feed::{self, Opened, Room, changed};
use super::page::{self, Shared};
use super::source::{caught, spawn};
use super::stamp::{self, Corner, Marks, Seal};
use super::writer::Writer;
use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Day;
use crate::verdict::{Explain, Facts};

/// Largest file whose pages are taken; larger ones are listed on a placeholder page.
pub const LARGEST: u64 = 1 << 30;

/// Where a part's pages come from.
#[derive(Clone, Debug)]
pub enum Material {
    /// A PDF in memory, made by this program.
    Made(Vec<u8>),
    /// A PDF file.
    File(PathBuf),
    /// A PDF file of which intake kept what its pages leave behind.
    Known(PathBuf, Balances),
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

/// How the pages of a part are counted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Folio {
    /// They count and bear their number.
    #[default]
    Printed,
    /// They count and bear none: a cover.
    Silent,
    /// They do not count: what is laid before a part of a divided volume.
    Uncounted,
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
    /// How its pages are counted.
    pub folio: Folio,
    /// Bookmarks at its first page.
    pub marks: Vec<Mark>,
    /// The stamp of filing on its first page.
    pub seal: Option<Seal>,
}

/// A file that is held whole beside the pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Its name inside; unique.
    pub name: String,
    /// What it is: its name in the package.
    pub note: String,
    /// The short name of its kind.
    pub kind: &'static str,
    /// Where it lies.
    pub path: PathBuf,
    /// Its octets.
    pub size: u64,
    /// Its SHA-256 in lower hex: another file is not taken.
    pub sha256: String,
}

/// The level of PDF/A that a file claims.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Claim {
    /// None.
    #[default]
    None,
    /// PDF/A-2b: every part allows it.
    A2b,
    /// PDF/A-3b: it holds files.
    A3b,
}

/// What the volume says about itself, what it holds, and how it is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// Its title.
    pub title: String,
    /// Who keeps it.
    pub author: String,
    /// The day it bears; never the clock's.
    pub day: Option<Day>,
    /// What it claims.
    pub claim: Claim,
    /// The file's `/ID`, from what went in.
    pub id: [u8; 16],
    /// The number of its first page: 1 but in later parts of a divided volume.
    pub first: usize,
    /// Whether it is printed on both sides of the paper: then every part begins on a front side,
    /// after an empty back where that is needed, and numbers stand at the outer edge of each side.
    pub duplex: bool,
    /// The files it holds whole.
    pub held: Vec<Held>,
}

impl Default for About {
    /// A nameless volume that begins with page 1 and is printed on one side.
    fn default() -> Self {
        let (title, author, held) = (String::new(), String::new(), Vec::new());
        let (day, claim, id) = (None, Claim::None, [0; 16]);
        Self { title, author, day, claim, id, first: 1, duplex: false, held }
    }
}

/// A file's `/ID` from the digest of what goes in.
pub(crate) fn id(inputs: &str) -> [u8; 16] {
    let mut id = [0; 16];
    id.iter_mut().zip(Digest::sha256(inputs.as_bytes()).0).for_each(|(to, from)| *to = from);
    id
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
    /// No face has these characters, which are to be stamped.
    #[error("no face has the characters {characters}")]
    Face {
        /// The characters.
        characters: String,
    },
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
            Self::Face { .. } => "assemble-face",
            Self::Io(_) => "assemble-output",
            Self::Disk(e) => e.id(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Changed { name } => vec![("name", name.clone())],
            Self::Stopped => Facts::new(),
            Self::Face { characters } => vec![("characters", characters.clone())],
            Self::Io(e) => vec![("cause", e.to_string())],
            Self::Disk(e) => e.facts(),
        }
    }
}

/// Writes the volume and gives the output back. Numbers and stamps are set in the first of the faces
/// that has a character. `step` is told the pages that are done and says whether to go on.
///
/// # Errors
/// A part cannot be read as it was counted, no face has a character, or the output refuses.
pub fn write<W: Write + Send>(
    out: W,
    parts: &[Part],
    about: &About,
    faces: &[FontFile<'_>],
    step: &mut dyn FnMut(usize) -> bool,
) -> Result<W, Error> {
    let room = Room::empty();
    let stop = AtomicBool::new(false);
    let (to, opened) = mpsc::sync_channel(feed::PARTS);
    let (told, hears) = mpsc::channel();
    let (room, stop) = (&room, &stop);
    // Foreign objects may nest deeply: their reading, copying and dropping need room on the stack.
    std::thread::scope(|scope| {
        spawn(scope, move || feed::feed(parts, room, &to))?;
        let binder = spawn(scope, move || {
            let bound = bind(out, parts, about, faces, &opened, &Watch { room, stop, told });
            room.close();
            bound
        })?;
        while let Ok(pages) = hears.recv() {
            if !step(pages) {
                stop.store(true, Ordering::Relaxed);
            }
        }
        let bound = binder.join().unwrap_or(Err(Error::Stopped));
        // The wish may have come after the last part.
        if stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { bound }
    })
}

/// What the binding hand shares with the others.
struct Watch<'a> {
    room: &'a Room,
    stop: &'a AtomicBool,
    told: Sender<usize>,
}

fn bind<W: Write>(
    out: W,
    parts: &[Part],
    about: &About,
    faces: &[FontFile<'_>],
    opened: &Receiver<Result<Opened, Error>>,
    watch: &Watch<'_>,
) -> Result<W, Error> {
    let mut writer = Writer::begin(out)?;
    let mut characters = BTreeSet::new();
    if parts.iter().any(|p| p.folio == Folio::Printed) {
        characters.extend(stamp::digits());
    }
    characters.extend(parts.iter().filter_map(|p| p.seal.as_ref()).flat_map(Seal::characters));
    let lacking = |left: BTreeSet<char>| Error::Face { characters: left.into_iter().collect() };
    let ink = Ink::write(&mut writer, faces, &characters)?.map_err(lacking)?;
    let save = writer.add(&Object::Stream(Stream::new(Dictionary::new(), b"q\n".to_vec())))?;
    let mut volume = Volume {
        writer,
        shared: Shared { ink, save },
        ending: Ending::default(),
        sides: 0,
        paper: Dictionary::new(),
        next: about.first,
        duplex: about.duplex,
    };
    let mut done = 0;
    for part in parts {
        let Opened { source, balances, octets } = opened.recv().map_err(|_| changed(part))??;
        caught(|| volume.take(part, &source, &balances)).unwrap_or_else(|| Err(changed(part)))?;
        drop(source);
        watch.room.give(octets);
        done += part.pages;
        // Nobody hears it where the caller is gone.
        let _ = watch.told.send(done);
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
    }
    let Volume { mut writer, mut ending, .. } = volume;
    for (held, number) in about.held.iter().zip(1..) {
        let file = container::hold(&mut writer, held, about.day)?;
        ending.file(held.name.clone(), file);
        let _ = watch.told.send(done + number);
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
    }
    let root = ending.write(&mut writer, about)?;
    Ok(writer.finish(root, about.id)?.0)
}

struct Volume<W> {
    writer: Writer<W>,
    shared: Shared,
    ending: Ending,
    /// Sides of paper so far.
    sides: usize,
    /// Size and turn of the last page.
    paper: Dictionary,
    /// The number of the next page that counts.
    next: usize,
    duplex: bool,
}

impl<W: Write> Volume<W> {
    fn take(
        &mut self,
        part: &Part,
        source: &super::source::Source,
        balances: &[super::balance::Balance],
    ) -> Result<(), Error> {
        if self.duplex && self.sides % 2 == 1 {
            self.blank()?;
        }
        let document = &source.document;
        let mut first = None;
        let mut copying = Copying::new(&mut self.writer);
        for (page, balance) in source.pages.iter().zip(balances) {
            let counted = (part.folio != Folio::Uncounted).then_some(self.next);
            let corner = match self.duplex {
                true if self.sides % 2 == 1 => Corner::Left,
                false if self.next.is_multiple_of(2) => Corner::Left,
                true | false => Corner::Right,
            };
            let marks = Marks {
                number: counted.filter(|_| part.folio == Folio::Printed).map(|n| (n, corner)),
                seal: part.seal.as_ref().filter(|_| first.is_none()),
            };
            let leaf = self.ending.leaf(copying.writer);
            let copy = page::Copy { document, page, balance: *balance, parent: leaf, marks };
            let id = copy.write(&mut copying, &self.shared)?;
            self.ending.page(id, counted.map_or(Label::Uncounted, Label::Number));
            first.get_or_insert(id);
            self.paper = page::geometry(document, page);
            self.sides += 1;
            self.next += usize::from(counted.is_some());
        }
        copying.drain(document)?;
        self.ending.layers(copying.layers(document));
        if let Some(first) = first {
            self.ending.marks(&part.marks, first);
        }
        Ok(())
    }

    /// An empty back to the last front, of the same paper.
    fn blank(&mut self) -> Result<(), Error> {
        let mut page = std::mem::take(&mut self.paper);
        page.set("Parent", self.ending.leaf(&mut self.writer));
        page.set("Resources", Dictionary::new());
        let id = self.writer.add(&Object::Dictionary(page))?;
        self.ending.page(id, Label::Uncounted);
        self.sides += 1;
        Ok(())
    }
}

//! A PDF file from outside, opened for its pages (ISO 32000-1 §7.7).
//!
//! Nothing in it is trusted. Two parsers that share no code read it; damage shows most often as
//! pages silently lost, so where they do not see the same number of pages, the count that the
//! file declares for itself decides, and where that does not settle it the file is set apart.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{Builder, Scope, ScopedJoinHandle};

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, EncryptionState, LoadOptions, Object, ObjectId};

use super::second::{self, Pdf};

/// Most octets that one object stream or cross-reference stream may unpack to.
const INFLATED: usize = 256 << 20;
/// Stack of the thread that reads foreign files: their nesting is theirs to choose.
const STACK: usize = 256 << 20;
/// Most pages that are taken from one file; twice as many would not fit into a reader's memory.
pub(crate) const MOST_PAGES: usize = 50_000;
/// Most objects that are asked of the second reader.
const MOST_DROPPED: usize = 10_000;
/// Deepest page tree that is followed.
const DEEPEST: usize = 1_000;

/// Which reading of the file gave the pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// As the file describes itself.
    AsWritten,
    /// By its objects, because its own table of them is damaged.
    Repaired,
}

/// Why a PDF gives no pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// It opens with a password only.
    Password,
    /// No parser makes sense of it.
    Damaged,
    /// It has no pages, or none that can be found.
    NoPages,
    /// It has more pages than [`MOST_PAGES`].
    TooManyPages,
    /// The parsers see different numbers of pages, and its own count agrees with neither.
    Disputed {
        /// Pages the first parser sees.
        first: usize,
        /// Pages the second parser sees.
        second: usize,
        /// Pages the file says it has.
        declared: usize,
    },
}

/// A PDF whose pages are known.
pub(crate) struct Source {
    /// Its objects, decrypted.
    pub(crate) document: Document,
    /// Its pages in order, with what they inherit written into them.
    pub(crate) pages: Vec<Dictionary>,
    /// How it was read.
    pub(crate) reading: Reading,
    /// Whether it was encrypted (with the empty user password).
    pub(crate) encrypted: bool,
    /// Page counts of both parsers and of the file itself, where they differ.
    pub(crate) dispute: Option<(usize, usize, usize)>,
    /// Whether nothing that the file's own table promises is missing unasked.
    whole: bool,
}

/// Runs work on foreign bytes on a thread with room for deep nesting; a panic becomes `None`.
pub(crate) fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = spawn(scope, || caught(work)).ok()?;
        thread.join().ok().flatten()
    })
}

/// Begins a thread with room for deep nesting.
///
/// # Errors
/// The system has no thread to give.
pub(crate) fn spawn<'scope, 'env, T: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> std::io::Result<ScopedJoinHandle<'scope, T>> {
    Builder::new().stack_size(STACK).spawn_scoped(scope, work)
}

/// Runs work on foreign bytes on this thread, which has room for deep nesting already; a panic
/// becomes `None`.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Opens a file of which nothing is known yet: both parsers read it. `light` leaves the bodies of
/// pictures and fonts out, so that a large file needs little memory beside itself; the source is
/// then good for looking, not for copying. The second parser comes back for more questions.
///
/// To be called where deep nesting has room ([`guarded`]). The source is a flaw where the file
/// gives no pages, or nobody can say which.
pub(crate) fn examine(bytes: &Arc<Vec<u8>>, light: bool) -> (Result<Source, Flaw>, Option<Pdf>) {
    let second = caught(|| second::open(bytes)).flatten();
    let seen = second.as_ref().and_then(|pdf| caught(|| pdf.pages().len()));
    let reading = Examining { bytes, light, second: second.as_ref() };
    let source = match (reading.read(false), seen) {
        (Err(Flaw::TooManyPages), _) => Err(Flaw::TooManyPages),
        (Ok(source), Some(seen)) if source.pages.len() == seen => source.agreed(seen),
        (Err(flaw), None) => Err(flaw),
        (first, seen) => reading.settle(first, seen),
    };
    (source, second)
}

/// A file that both parsers look at.
struct Examining<'a> {
    bytes: &'a [u8],
    light: bool,
    second: Option<&'a Pdf>,
}

impl Examining<'_> {
    fn read(&self, rebuild: bool) -> Result<Source, Flaw> {
        Source::read(self.bytes, rebuild, self.light, self.second)
    }

    /// The parsers differ: a reading counts if a second voice (the other parser after a repair, or
    /// the file's own count) agrees with it.
    fn settle(&self, first: Result<Source, Flaw>, seen: Option<usize>) -> Result<Source, Flaw> {
        let counted = first.as_ref().map_or(0, |s| s.pages.len());
        let mut own = first.as_ref().map_or(0, |s| declared(&s.document));
        let flaw = first.as_ref().err().copied();
        if let Ok(source) = first
            && counted == own
        {
            return Ok(source.with_dispute(counted, seen, own));
        }
        if let Some(seen) = seen {
            if let Ok(source) = self.read(true)
                && source.pages.len() == seen
            {
                return Ok(source.with_dispute(counted, Some(seen), own));
            }
            let other = self.second.and_then(|pdf| caught(|| second::read(pdf)).flatten());
            if let Some(document) = other {
                own = own.max(declared(&document));
                let source = Source::of(document, Reading::Repaired)?;
                if source.pages.len() == seen && own == seen {
                    return Ok(source.with_dispute(counted, Some(seen), own));
                }
            }
        }
        Err(match flaw {
            Some(Flaw::Password) => Flaw::Password,
            Some(_) | None => {
                Flaw::Disputed { first: counted, second: seen.unwrap_or(0), declared: own }
            }
        })
    }
}

impl Source {
    /// Both parsers see the same pages. If the file declares more, pages may be lost to both.
    fn agreed(self, seen: usize) -> Result<Self, Flaw> {
        let declared = declared(&self.document);
        if declared > seen {
            return Err(Flaw::Disputed { first: seen, second: seen, declared });
        }
        Ok(self)
    }

    fn with_dispute(mut self, first: usize, second: Option<usize>, declared: usize) -> Self {
        self.dispute = Some((first, second.unwrap_or(0), declared));
        self
    }

    /// [`examine`] for tests.
    #[cfg(test)]
    pub(crate) fn examine(bytes: &[u8]) -> Result<Self, Flaw> {
        examine(&Arc::new(bytes.to_vec()), false).0
    }

    /// Opens a file that was examined before and gave `pages` pages. To be called where deep
    /// nesting has room ([`guarded`]).
    ///
    /// # Errors
    /// The file gives no pages, or nobody can say which.
    pub(crate) fn reopen(bytes: &[u8], pages: usize) -> Result<Self, Flaw> {
        let copy = || Arc::new(bytes.to_vec());
        let source = match Self::read(bytes, false, false, None) {
            Ok(Self { mut document, reading, whole: false, .. }) => {
                let second = caught(|| second::open(&copy())).flatten();
                mend(&mut document, second.as_ref());
                Self::of(document, reading)
            }
            source => source,
        };
        match source {
            Ok(source) if source.pages.len() == pages => Ok(source),
            other => {
                // One reading at a time is enough in memory.
                drop(other);
                examine(&copy(), false).0
            }
        }
    }

    /// Reads a file with the first parser; what it drops is asked of the second where that is at
    /// hand, else the source is not `whole`.
    fn read(bytes: &[u8], rebuild: bool, light: bool, second: Option<&Pdf>) -> Result<Self, Flaw> {
        let options = LoadOptions {
            force_reconstruct: rebuild,
            filter: (light && !rebuild).then_some(without_bodies as lopdf::FilterFunc),
            ..LoadOptions::with_max_decompressed_size(INFLATED)
        };
        caught(|| {
            let document = match Document::load_mem_with_options(bytes, options) {
                Ok(document) if document.is_encrypted() => return Err(Flaw::Password),
                Ok(document) => document,
                Err(lopdf::Error::InvalidPassword) => return Err(Flaw::Password),
                Err(_) => return Err(Flaw::Damaged),
            };
            let mut document = document;
            let whole = mend(&mut document, second);
            let reading = match document.xref_recovery {
                None if !rebuild => Reading::AsWritten,
                None | Some(_) => Reading::Repaired,
            };
            Self::of(document, reading).map(|source| Self { whole, ..source })
        })
        .unwrap_or(Err(Flaw::Damaged))
    }

    fn of(document: Document, reading: Reading) -> Result<Self, Flaw> {
        let pages = pages(&document);
        if pages.len() > MOST_PAGES {
            return Err(Flaw::TooManyPages);
        }
        if pages.is_empty() {
            return Err(Flaw::NoPages);
        }
        let encrypted = document.was_encrypted();
        Ok(Self { document, pages, reading, encrypted, dispute: None, whole: true })
    }
}

/// Adds objects that the file's table promises and the first reader dropped as unreadable, where
/// the second reader can read them: a font or a content stream would silently be missing. `false`
/// where there are some and no second reader to ask.
fn mend(document: &mut Document, second: Option<&Pdf>) -> bool {
    let entries = &document.reference_table.entries;
    // Decrypting leaves out what told how to decrypt.
    let lock = document.encryption_state.as_ref().and_then(EncryptionState::encrypt_object_id);
    let containers: BTreeSet<u32> = entries
        .values()
        .filter_map(|entry| match entry {
            XrefEntry::Compressed { container, .. } => Some(*container),
            XrefEntry::Normal { .. } | XrefEntry::Free | XrefEntry::UnusableFree => None,
        })
        .collect();
    let dropped: Vec<ObjectId> = entries
        .iter()
        .filter_map(|(number, entry)| match entry {
            XrefEntry::Normal { generation, .. } => Some((*number, *generation)),
            XrefEntry::Compressed { .. } => Some((*number, 0)),
            XrefEntry::Free | XrefEntry::UnusableFree => None,
        })
        .filter(|id| id.0 != 0 && Some(*id) != lock && !containers.contains(&id.0))
        .filter(|id| !document.has_object(*id))
        .take(MOST_DROPPED)
        .collect();
    if dropped.is_empty() {
        return true;
    }
    let Some(pdf) = second else { return false };
    let found = caught(|| second::objects(pdf, &dropped)).unwrap_or_default();
    for (id, object) in found {
        let table = matches!(&object, Object::Stream(s) if s.dict.has_type(b"XRef"));
        if !object.is_null() && !table {
            document.objects.insert(id, object);
        }
    }
    true
}

/// Takes the body of a picture or a font away as soon as it is read; its length stays. One octet is
/// left, since the parser would read an empty body again.
fn without_bodies(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let Object::Stream(stream) = object else { return Some((id, object.clone())) };
    let name = |key: &[u8]| stream.dict.get(key).and_then(Object::as_name).unwrap_or_default();
    let picture = name(b"Subtype") == b"Image";
    let font = stream.dict.has(b"Length1")
        || [&b"Type1C"[..], b"CIDFontType0C", b"OpenType"].contains(&name(b"Subtype"));
    if (picture || font) && stream.content.len() > 1 {
        let length = i64::try_from(stream.content.len()).unwrap_or(i64::MAX);
        stream.dict.set("Length", length);
        stream.content = vec![0];
    }
    // Streams are never packed into others, so the parser keeps what was changed in place.
    Some((id, Object::Null))
}

/// The count that the root of the page tree declares; 0 where it declares none.
fn declared(document: &Document) -> usize {
    page_root(document)
        .and_then(|(_, root)| root.get_deref(b"Count", document).ok())
        .and_then(|count| count.as_i64().ok())
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(0)
}

/// What a page inherits from the nodes above it (§7.7.3.4).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

fn page_root(document: &Document) -> Option<(Option<ObjectId>, &Dictionary)> {
    let catalog = document.trailer.get(b"Root").ok()?;
    let (_, catalog) = document.dereference(catalog).ok()?;
    let (id, root) = document.dereference(catalog.as_dict().ok()?.get(b"Pages").ok()?).ok()?;
    Some((id, root.as_dict().ok()?))
}

/// The pages in order, each with what it inherits. Where the tree leads nowhere, every object
/// that says it is a page counts, in the order of object numbers.
fn pages(document: &Document) -> Vec<Dictionary> {
    let mut found = Vec::new();
    if let Some((id, root)) = page_root(document) {
        let mut walk = Walk { document, above: id.into_iter().collect(), found: &mut found };
        walk.node(root, &Dictionary::new(), 0);
    }
    if found.is_empty() {
        found = document
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|d| d.has_type(b"Page") && d.has(b"Contents"))
            .map(|page| inherit(document, page, &Dictionary::new()))
            .collect();
    }
    found
}

struct Walk<'a> {
    document: &'a Document,
    /// The nodes above the one that is read, against cycles.
    above: BTreeSet<ObjectId>,
    found: &'a mut Vec<Dictionary>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Dictionary, above: &Dictionary, depth: usize) {
        if self.found.len() > MOST_PAGES || depth > DEEPEST {
            return;
        }
        let here = inherit(self.document, node, above);
        let Ok(kids) = node.get_deref(b"Kids", self.document).and_then(Object::as_array) else {
            if !node.has_type(b"Pages") {
                self.found.push(here);
            }
            return;
        };
        let mut passed = Dictionary::new();
        for key in INHERITED {
            if let Ok(value) = here.get(key) {
                passed.set(key, value.clone());
            }
        }
        for kid in kids {
            let Ok((id, kid)) = self.document.dereference(kid) else { continue };
            let Ok(kid) = kid.as_dict() else { continue };
            if id.is_some_and(|id| !self.above.insert(id)) {
                continue;
            }
            self.node(kid, &passed, depth + 1);
            if let Some(id) = id {
                self.above.remove(&id);
            }
        }
    }
}

/// A node with those inheritable values that it does not give itself.
fn inherit(document: &Document, node: &Dictionary, above: &Dictionary) -> Dictionary {
    let mut here = node.clone();
    for key in INHERITED {
        let own = node.get_deref(key, document).is_ok_and(|value| !value.is_null());
        if !own && let Ok(value) = above.get(key) {
            here.set(key, value.clone());
        }
    }
    here
}

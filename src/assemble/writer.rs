//! Writes a PDF 1.7 file object by object, so that only the input at hand is in memory.
//!
//! Streams go out as they come; everything else is gathered into object streams (ISO 32000-1
//! §7.5.7), and a cross-reference stream (§7.5.8) closes the file. No clock, no random numbers.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};

/// Objects in one object stream.
const PACKED: usize = 200;
/// Octets after which an object stream is closed even with fewer objects.
const PACKED_OCTETS: usize = 256 << 10;
/// Octets that are taken over at a time from a file.
const BLOCK: usize = 128 << 10;
/// What ends a stream and its object.
const END_STREAM: &[u8] = b"\nendstream\nendobj\n";

#[derive(Clone, Copy)]
enum Entry {
    Free,
    At(u64),
    Packed { stream: u32, index: u16 },
}

/// A PDF file in the making.
pub(crate) struct Writer<W> {
    out: W,
    at: u64,
    entries: Vec<Entry>,
    waiting: Vec<(u32, usize)>,
    packed: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a file: header and the mark of a binary file.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn begin(out: W) -> io::Result<Self> {
        let mut writer = Self {
            out,
            at: 0,
            entries: vec![Entry::Free],
            waiting: Vec::new(),
            packed: Vec::new(),
        };
        writer.raw(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(writer)
    }

    /// The next free object number.
    pub(crate) fn reserve(&mut self) -> ObjectId {
        self.entries.push(Entry::Free);
        (u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX), 0)
    }

    /// Writes an object under a number of its own.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn add(&mut self, object: &Object) -> io::Result<ObjectId> {
        let id = self.reserve();
        self.put(id, object)?;
        Ok(id)
    }

    /// Writes a stream as it is under a number of its own.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn add_stream(&mut self, dict: &Dictionary, body: &[u8]) -> io::Result<ObjectId> {
        let id = self.reserve();
        self.put_stream(id, dict, body)?;
        Ok(id)
    }

    /// Writes a stream of our own, deflated.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn add_deflated(
        &mut self,
        mut dict: Dictionary,
        body: &[u8],
    ) -> io::Result<ObjectId> {
        dict.set("Filter", "FlateDecode");
        self.add_stream(&dict, &deflate(body)?)
    }

    /// Writes an object under a reserved number.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn put(&mut self, id: ObjectId, object: &Object) -> io::Result<()> {
        if let Object::Stream(stream) = object {
            return self.put_stream(id, &stream.dict, &stream.content);
        }
        self.waiting.push((id.0, self.packed.len()));
        lopdf::Writer::write_object(&mut self.packed, object)?;
        self.packed.push(b'\n');
        if self.waiting.len() >= PACKED || self.packed.len() >= PACKED_OCTETS {
            self.flush_packed()?;
        }
        Ok(())
    }

    /// Writes a stream under a reserved number: its dictionary, `Length` aside, and its octets as
    /// they are packed.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn put_stream(
        &mut self,
        id: ObjectId,
        dict: &Dictionary,
        body: &[u8],
    ) -> io::Result<()> {
        self.begin_stream(id, dict, body.len() as u64)?;
        self.raw(body)?;
        self.raw(END_STREAM)
    }

    /// Writes a stream of `length` octets that are read piece by piece. Fewer or more octets than
    /// that are an error.
    ///
    /// # Errors
    /// The input or the output refuses, or the input has another length.
    pub(crate) fn add_stream_from(
        &mut self,
        dict: &Dictionary,
        length: u64,
        mut input: impl Read,
    ) -> io::Result<ObjectId> {
        let id = self.reserve();
        self.begin_stream(id, dict, length)?;
        let mut left = length;
        let mut block = vec![0; BLOCK];
        loop {
            let n = input.read(&mut block)?;
            if n == 0 {
                break;
            }
            left = left.checked_sub(n as u64).ok_or(io::ErrorKind::InvalidData)?;
            self.raw(block.get(..n).unwrap_or_default())?;
        }
        if left > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.raw(END_STREAM)?;
        Ok(id)
    }

    fn begin_stream(&mut self, id: ObjectId, dict: &Dictionary, length: u64) -> io::Result<()> {
        self.set(id.0, Entry::At(self.at));
        let mut head = format!("{} 0 obj\n", id.0).into_bytes();
        let mut dict = dict.clone();
        dict.set("Length", integer(length));
        lopdf::Writer::write_object(&mut head, &Object::Dictionary(dict))?;
        head.extend_from_slice(b"stream\n");
        self.raw(&head)
    }

    fn flush_packed(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let stream = self.reserve().0;
        let waiting = std::mem::take(&mut self.waiting);
        let mut body = Vec::with_capacity(self.packed.len() + waiting.len() * 12);
        for (index, (number, offset)) in waiting.iter().enumerate() {
            write!(body, "{number} {offset} ")?;
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            self.set(*number, Entry::Packed { stream, index });
        }
        let first = body.len();
        body.append(&mut self.packed);
        let dict = dictionary! {
            "Type" => "ObjStm",
            "N" => integer(waiting.len() as u64),
            "First" => integer(first as u64),
            "Filter" => "FlateDecode",
        };
        self.put_stream((stream, 0), &dict, &deflate(&body)?)
    }

    /// Ends the file and gives the output back with the number of octets written.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn finish(mut self, root: ObjectId, id: [u8; 16]) -> io::Result<(W, u64)> {
        self.flush_packed()?;
        let number = self.reserve().0;
        let start = self.at;
        self.set(number, Entry::At(start));
        let wide = if start > u64::from(u32::MAX) { 8 } else { 4 };
        let mut rows = Vec::with_capacity(self.entries.len() * (wide + 3));
        for entry in &self.entries {
            let (kind, value, tail) = match *entry {
                Entry::Free => (0, 0, u16::MAX),
                Entry::At(at) => (1, at, 0),
                Entry::Packed { stream, index } => (2, u64::from(stream), index),
            };
            rows.push(kind);
            rows.extend(value.to_be_bytes().into_iter().skip(8 - wide));
            rows.extend(tail.to_be_bytes());
        }
        let id = || Object::String(id.to_vec(), StringFormat::Hexadecimal);
        let columns = wide + 3;
        let dict = dictionary! {
            "Type" => "XRef",
            "Size" => integer(self.entries.len() as u64),
            "W" => vec![1.into(), integer(wide as u64), 2.into()],
            "Root" => root,
            "ID" => vec![id(), id()],
            "Filter" => "FlateDecode",
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => integer(columns as u64) },
        };
        let body = deflate(&predicted(&rows, columns))?;
        self.put_stream((number, 0), &dict, &body)?;
        self.raw(format!("startxref\n{start}\n%%EOF\n").as_bytes())?;
        self.out.flush()?;
        Ok((self.out, self.at))
    }

    fn set(&mut self, number: u32, entry: Entry) {
        let place = usize::try_from(number).ok().and_then(|n| self.entries.get_mut(n));
        if let Some(place) = place {
            *place = entry;
        }
    }

    fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

/// A PDF integer.
pub(crate) fn integer(value: u64) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A text string in UTF-16BE with its mark (§7.9.2.2).
pub(crate) fn text(value: &str) -> Object {
    let octets = [0xFE, 0xFF].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(octets.collect(), StringFormat::Hexadecimal)
}

pub(crate) fn deflate(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(body)?;
    encoder.finish()
}

/// Rows with PNG's "up" filter, which makes a table of offsets pack well.
fn predicted(rows: &[u8], columns: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() + rows.len() / columns);
    let mut above = vec![0; columns];
    for row in rows.chunks(columns) {
        out.push(2);
        out.extend(row.iter().zip(&above).map(|(a, b)| a.wrapping_sub(*b)));
        above = row.to_vec();
    }
    out
}

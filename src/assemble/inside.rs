//! What a packed picture says of its own size, before anybody unpacks it: a picture of 16 × 16
//! pixels may hold the promise of four billion, and whoever believes that asks for memory that no
//! machine has.

use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::photo::Frame;

/// Whether a picture's packing promises no more than its dictionary does, as far as can be told
/// cheaply. What cannot be told is no.
pub(crate) fn agrees(stream: &Stream<'_>, width: u32, height: u32) -> bool {
    let dict = stream.dict();
    let packing = match packings(dict).as_slice() {
        [] => return true,
        [packing] => packing.clone(),
        [..] => return false,
    };
    let parameters = parameters(dict);
    let number = |name: &[u8]| parameters.get::<i64>(name);
    let within = |side: Option<i64>, most: u32| side.is_none_or(|n| n <= i64::from(most));
    if !within(number(b"Columns"), width) || !within(number(b"Rows"), height) {
        return false;
    }
    let data = stream.raw_data();
    match packing.as_ref() {
        b"DCTDecode" | b"DCT" => {
            Frame::of(&data).is_some_and(|f| f.width <= width && f.height <= height)
        }
        b"JPXDecode" => jpx(&data).is_some_and(|(w, h)| w <= width && h <= height),
        b"JBIG2Decode" => {
            !parameters.contains_key(b"JBIG2Globals") && jbig2(&data, width, height).is_some()
        }
        b"FlateDecode" | b"Fl" | b"LZWDecode" | b"LZW" => {
            within(number(b"Colors"), 4) && within(number(b"BitsPerComponent"), 16)
        }
        b"CCITTFaxDecode" | b"CCF" | b"RunLengthDecode" | b"RL" | b"ASCIIHexDecode" | b"AHx"
        | b"ASCII85Decode" | b"A85" => true,
        _ => false,
    }
}

/// How a stream is packed, outermost first.
fn packings<'a>(dict: &Dict<'a>) -> Vec<Name<'a>> {
    let list = |name: &[u8]| {
        let one = dict.get::<Name<'a>>(name).map(|one| vec![one]);
        one.or_else(|| Some(dict.get::<Array<'a>>(name)?.iter::<Name<'a>>().collect()))
    };
    list(b"Filter").or_else(|| list(b"F")).unwrap_or_default()
}

fn parameters<'a>(dict: &Dict<'a>) -> Dict<'a> {
    let one = |name: &[u8]| {
        let list = || dict.get::<Array<'a>>(name).and_then(|list| list.iter::<Dict<'a>>().next());
        dict.get::<Dict<'a>>(name).or_else(list)
    };
    one(b"DecodeParms").or_else(|| one(b"DP")).unwrap_or_default()
}

/// The sides that a JPEG 2000 image gives in its SIZ segment (ISO 15444-1 A.5.1).
fn jpx(data: &[u8]) -> Option<(u32, u32)> {
    // The code stream begins with SOC and SIZ, in a box or bare.
    let at = data.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51])?;
    let number = |offset: usize| {
        let octets = data.get(at + offset..)?.first_chunk::<4>()?;
        Some(u32::from_be_bytes(*octets))
    };
    // The image begins at an offset; what counts for memory is where it ends.
    Some((number(8)?, number(12)?))
}

/// Whether a JBIG2 stream holds nothing but generic regions within the page (ITU-T T.88 §7): an empty
/// sheet needs no symbols, and how much a dictionary of those unpacks to cannot be told.
fn jbig2(data: &[u8], width: u32, height: u32) -> Option<()> {
    let mut rest = data;
    while !rest.is_empty() {
        // number, kind, referred segments, page, length
        let flags = *rest.get(4)?;
        let referred = usize::from(*rest.get(5)? >> 5);
        if referred > 4 {
            return None;
        }
        let page = if flags & 0x40 == 0 { 1 } else { 4 };
        // The number of a referred segment takes as many octets as this one's own asks for (§7.2.5).
        let own = u32::from_be_bytes(*rest.first_chunk()?);
        let size = if own <= 256 { 1 } else { 2 };
        let head = 6 + referred * size + page;
        let length = u32::from_be_bytes(*rest.get(head..)?.first_chunk()?);
        let body = rest.get(head + 4..)?;
        let side = |at: usize| Some(u32::from_be_bytes(*body.get(at..)?.first_chunk()?));
        match flags & 0x3F {
            // region: sides, place; page: sides, where the height may be left open
            38 | 39 if side(0)? <= width && side(4)? <= height => {}
            48 if side(0)? <= width && (side(4)? <= height || side(4)? == u32::MAX) => {}
            // end of page, of stripe, of file; a comment
            49..=51 | 62 => {}
            _ => return None,
        }
        // A length may be left open (§7.2.7); what follows cannot be told then.
        rest = body.get(usize::try_from(length).ok()?..)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment: number, kind, page 1, body.
    fn segment(number: u8, kind: u8, body: &[u8]) -> Vec<u8> {
        let mut out = vec![0, 0, 0, number, kind, 0, 1];
        out.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        out.extend(body);
        out
    }

    fn sides(width: u32, height: u32) -> Vec<u8> {
        [width.to_be_bytes(), height.to_be_bytes(), [0; 4], [0; 4]].concat()
    }

    #[test]
    fn a_fax_of_generic_regions_within_its_page_agrees_and_no_other_does() {
        let page = segment(0, 48, &sides(100, 200));
        let region =
            |w, h| [page.clone(), segment(1, 38, &sides(w, h)), segment(2, 49, &[])].concat();
        assert!(jbig2(&region(100, 200), 100, 200).is_some());
        assert!(jbig2(&region(100, 201), 100, 200).is_none());
        assert!(jbig2(&region(u32::MAX, 1), 100, 200).is_none());
        assert!(jbig2(&page, 99, 200).is_none());
        let symbols = [page.clone(), segment(1, 0, &[0; 30])].concat();
        assert!(jbig2(&symbols, 100, 200).is_none());
        let cut = region(100, 200);
        assert!((1..cut.len()).any(|end| jbig2(&cut[..end], 100, 200).is_none()));
    }

    #[test]
    fn the_sides_of_a_jpeg_2000_stand_in_its_second_segment() {
        let mut data = b"box\xFF\x4F\xFF\x51\0\x2F\0\0".to_vec();
        data.extend([300u32.to_be_bytes(), 400u32.to_be_bytes()].concat());
        assert_eq!(jpx(&data), Some((300, 400)));
        assert_eq!(jpx(&data[..12]), None);
    }
}

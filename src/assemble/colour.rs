//! The sRGB profile of the volume's output intent, made here from the numbers of IEC 61966-2-1 so
//! that none has to be borrowed from a part (ICC.1:2010, version 4).

/// The profile's octets.
pub(crate) fn srgb() -> Vec<u8> {
    // Primaries and white point adapted to D50 (Bradford), as s15Fixed16 numbers.
    let xyz = |x: f64, y: f64, z: f64| {
        let mut tag = b"XYZ \0\0\0\0".to_vec();
        [x, y, z].into_iter().for_each(|v| tag.extend(fixed(v)));
        tag
    };
    // Type 3: Y = (aX + b)^g above d, else cX.
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for v in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045] {
        curve.extend(fixed(v));
    }
    let mut adaptation = b"sf32\0\0\0\0".to_vec();
    for v in [1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168] {
        adaptation.extend(fixed(v));
    }
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", words("sRGB IEC61966-2.1")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"chad", adaptation),
        (b"rXYZ", xyz(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", xyz(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", xyz(0.14307, 0.06061, 0.71410)),
        (b"rTRC", curve),
        (b"gTRC", Vec::new()),
    ];
    assemble(&tags)
}

fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    // One more entry than tags: the blue curve; an empty tag shares the data before it.
    let count = tags.len() + 1;
    let mut table = u32::try_from(count).unwrap_or(0).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + 12 * count;
    let mut shared = (0, 0);
    for (name, body) in tags {
        if !body.is_empty() {
            shared = (start + data.len(), body.len());
            data.extend(body);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        entry(&mut table, name, shared);
    }
    entry(&mut table, b"bTRC", shared);
    let mut out = Vec::with_capacity(start + data.len());
    let size = u32::try_from(start + data.len()).unwrap_or(0);
    out.extend(size.to_be_bytes());
    out.extend(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // Created on the day of the format, not of the clock.
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(64, 0);
    out.extend([0; 4]);
    for v in [0.9642, 1.0, 0.8249] {
        out.extend(fixed(v));
    }
    out.resize(128, 0);
    out.extend(table);
    out.extend(data);
    out
}

fn entry(table: &mut Vec<u8>, name: &[u8; 4], (at, length): (usize, usize)) {
    table.extend(name);
    table.extend(u32::try_from(at).unwrap_or(0).to_be_bytes());
    table.extend(u32::try_from(length).unwrap_or(0).to_be_bytes());
}

/// An s15Fixed16 number.
fn fixed(value: f64) -> [u8; 4] {
    #[expect(clippy::cast_possible_truncation, reason = "all values are small")]
    let value = (value * 65_536.0).round() as i32;
    value.to_be_bytes()
}

/// A multi-localised text with one English entry.
fn words(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    tag.extend(u32::try_from(units.len()).unwrap_or(0).to_be_bytes());
    tag.extend(28_u32.to_be_bytes());
    tag.extend(units);
    tag
}

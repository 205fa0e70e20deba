//! Numbers modulo the order of Ed25519's group, slow and plain, and the parts of carriers: what a
//! forger of signatures needs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha512};

use crate::forge::Forge;

/// L = 2^252 + 27742317777372353535851937790883648493, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// `S + times · L`: the same signature to a verifier that does not bound S.
pub fn plus_order(s: &[u8], times: u16) -> [u8; 32] {
    let mut out = [0; 32];
    let mut carry = 0u16;
    for ((to, s), order) in out.iter_mut().zip(s).zip(ORDER) {
        carry += u16::from(*s) + u16::from(order) * times;
        *to = (carry & 0xff) as u8;
        carry >>= 8;
    }
    assert_eq!(carry, 0, "the sum does not fit");
    out
}

/// A number of any length, little-endian, modulo L.
fn reduced(number: &[u8]) -> [u8; 32] {
    // Bit by bit: double, add the bit, take L away where it fits.
    let mut rest = [0u8; 33];
    for bit in (0..number.len() * 8).rev() {
        let mut carry = number[bit / 8] >> (bit % 8) & 1;
        for byte in &mut rest {
            let doubled = u16::from(*byte) << 1 | u16::from(carry);
            *byte = (doubled & 0xff) as u8;
            carry = (doubled >> 8) as u8;
        }
        let mut less = [0u8; 33];
        let mut borrow = 0i16;
        for (at, to) in less.iter_mut().enumerate() {
            let order = ORDER.get(at).copied().unwrap_or(0);
            let value = i16::from(rest[at]) - i16::from(order) - borrow;
            borrow = i16::from(value < 0);
            *to = value.rem_euclid(256) as u8;
        }
        if borrow == 0 {
            rest = less;
        }
    }
    rest[..32].try_into().unwrap()
}

fn product(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut out = vec![0u32; a.len() + b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            out[i + j] += u32::from(*x) * u32::from(*y);
            let (carry, kept) = (out[i + j] >> 8, out[i + j] & 0xff);
            out[i + j] = kept;
            out[i + j + 1] += carry;
        }
    }
    for i in 0..out.len() - 1 {
        let (carry, kept) = (out[i] >> 8, out[i] & 0xff);
        out[i] = kept;
        out[i + 1] += carry;
    }
    out.into_iter().map(|n| n as u8).collect()
}

/// A signature with R = the neutral point, of order 1, and S = h·a: whoever holds the key can make
/// it, and a verifier without the check for small orders takes it.
pub fn with_neutral_r(seed: &[u8; 32], public: &[u8; 32], message: &[u8]) -> [u8; 64] {
    let mut r = [0; 32];
    r[0] = 1;
    let h = Sha512::digest([&r[..], public, message].concat());
    let mut a: [u8; 32] = Sha512::digest(seed)[..32].try_into().unwrap();
    a[0] &= 248;
    a[31] = a[31] & 127 | 64;
    let s = reduced(&product(&reduced(&h), &reduced(&a)));
    [r, s].concat().try_into().unwrap()
}

/// The signature in the envelope of a statement.
pub fn signature_of(forge: &Forge, stem: &str) -> Vec<u8> {
    let text = String::from_utf8(forge.files.0[&format!("{stem}.dsse.json")].clone()).unwrap();
    BASE64.decode(between(&text, "\"sig\":\"", "\"")).unwrap()
}

/// Puts another signature into the envelope of a statement.
pub fn sign_envelope(forge: &mut Forge, stem: &str, signature: &[u8]) {
    let old = BASE64.encode(signature_of(forge, stem));
    forge.edit(&format!("{stem}.dsse.json"), &old, &BASE64.encode(signature));
}

/// The octets inside the armour of a side-car, bent and put back.
pub fn bend_side_car(forge: &mut Forge, stem: &str, bend: impl Fn(&mut Vec<u8>)) {
    const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
    const END: &str = "-----END SSH SIGNATURE-----\n";
    let bytes = forge.bytes(&format!("{stem}.json.sig"));
    let text = String::from_utf8(bytes.clone()).unwrap();
    let mut blob = BASE64.decode(between(&text, BEGIN, END).replace('\n', "")).unwrap();
    bend(&mut blob);
    let body: Vec<char> = BASE64.encode(blob).chars().collect();
    let lines: Vec<String> = body.chunks(70).map(|line| line.iter().collect()).collect();
    *bytes = format!("{BEGIN}{}\n{END}", lines.join("\n")).into_bytes();
}

/// What stands between two words.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// Where a word stands in octets.
pub fn place(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).position(|w| w == word).unwrap()
}

#[test]
fn a_signature_with_a_neutral_r_is_taken_by_the_lax_rule_and_not_by_the_strict_one() {
    use ed25519_dalek::{Signature, SigningKey, Verifier as _};
    let seed = [5; 32];
    let key = SigningKey::from_bytes(&seed).verifying_key();
    let signature = with_neutral_r(&seed, key.as_bytes(), b"message");
    let signature = Signature::from_slice(&signature).unwrap();
    assert!(key.verify(b"message", &signature).is_ok(), "the forgery is well made");
    assert!(key.verify_strict(b"message", &signature).is_err());
}

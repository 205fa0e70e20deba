//! DSSE envelopes (DSSE v1.0.2, `<statement>.dsse.json`): the payload in base64 and its signatures.
//!
//! Reading needs the payload: since everything else is determined, the file is compared with what
//! it must be and no JSON of a stranger is parsed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Error, KeyId, PublicKey, SecretKey};

/// What an envelope carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PayloadType {
    /// A statement.
    Statement,
    /// A version of the key ring.
    Ring,
}

impl PayloadType {
    /// The media type that is signed with the payload.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "application/vnd.in-toto+json",
            Self::Ring => "application/vnd.juanzong.keyring+json",
        }
    }
}

/// The bytes that are signed: DSSE's pre-authentication encoding.
#[must_use]
pub fn signed_bytes(kind: PayloadType, payload: &[u8]) -> Vec<u8> {
    let kind = kind.as_str();
    let mut out = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len()).into_bytes();
    out.extend_from_slice(payload);
    out
}

/// One signature of an envelope.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Signature {
    /// Identity of the key that it says it was made with.
    pub keyid: KeyId,
    /// Signature over [`signed_bytes`].
    pub signature: [u8; 64],
}

impl Signature {
    /// Signs a payload.
    #[must_use]
    pub fn sign(kind: PayloadType, payload: &[u8], key: &SecretKey) -> Self {
        Self { keyid: key.id(), signature: key.sign(&signed_bytes(kind, payload)) }
    }

    /// Whether this is this key's signature over the payload.
    #[must_use]
    pub fn verifies(&self, kind: PayloadType, payload: &[u8], key: &PublicKey) -> bool {
        key.id() == self.keyid && key.verifies(&signed_bytes(kind, payload), &self.signature)
    }
}

const HEAD: &str = "{\"payload\":\"";
const TYPE: &str = "\",\"payloadType\":\"";
const LIST: &str = "\",\"signatures\":[";
const KEYID: &str = "{\"keyid\":\"";
const SIG: &str = "\",\"sig\":\"";
const CLOSE: &str = "\"}";
const TAIL: &str = "]}\n";

/// Octets of a payload that are encoded at a time for comparison; a multiple of 3, so that base64
/// goes on where it stopped.
const PIECE: usize = 3 << 10;

/// The exact bytes of an envelope; signatures are sorted by key.
#[must_use]
pub fn write(kind: PayloadType, payload: &[u8], signatures: &[Signature]) -> Vec<u8> {
    let mut sorted: Vec<&Signature> = signatures.iter().collect();
    sorted.sort();
    let mut out = String::from(HEAD);
    BASE64.encode_string(payload, &mut out);
    out += TYPE;
    out += kind.as_str();
    out += LIST;
    let signatures: Vec<String> = sorted.into_iter().map(spelled).collect();
    out += &signatures.join(",");
    out += TAIL;
    out.into_bytes()
}

fn spelled(signature: &Signature) -> String {
    format!("{KEYID}{}{SIG}{}{CLOSE}", signature.keyid, BASE64.encode(signature.signature))
}

/// Takes the signatures out of an envelope that carries exactly this payload; distinct keys,
/// sorted. Nothing is verified here.
///
/// # Errors
/// [`Error::Envelope`] if the bytes are not what [`write`] writes for this payload.
pub fn read(kind: PayloadType, payload: &[u8], bytes: &[u8]) -> Result<Vec<Signature>, Error> {
    list(kind, payload, bytes).ok_or(Error::Envelope)
}

fn list(kind: PayloadType, payload: &[u8], bytes: &[u8]) -> Option<Vec<Signature>> {
    let mut rest = bytes.strip_prefix(HEAD.as_bytes())?;
    let mut text = [0; PIECE / 3 * 4];
    for piece in payload.chunks(PIECE) {
        let length = BASE64.encode_slice(piece, &mut text).ok()?;
        rest = rest.strip_prefix(text.get(..length)?)?;
    }
    for part in [TYPE, kind.as_str(), LIST] {
        rest = rest.strip_prefix(part.as_bytes())?;
    }
    let mut rest = std::str::from_utf8(rest.strip_suffix(TAIL.as_bytes())?).ok()?;
    let mut signatures: Vec<Signature> = Vec::new();
    while !rest.is_empty() {
        if !signatures.is_empty() {
            rest = rest.strip_prefix(',')?;
        }
        let (signature, after) = one(rest)?;
        // What was read is written again: no second spelling can hide here.
        let in_order = signatures.last().is_none_or(|last| last.keyid < signature.keyid);
        if !in_order || rest.strip_prefix(&spelled(&signature)) != Some(after) {
            return None;
        }
        signatures.push(signature);
        rest = after;
    }
    Some(signatures)
}

/// One signature and what follows it.
fn one(text: &str) -> Option<(Signature, &str)> {
    let (keyid, rest) = text.strip_prefix(KEYID)?.split_once(SIG)?;
    let (signature, rest) = rest.split_once(CLOSE)?;
    let signature = BASE64.decode(signature).ok()?.try_into().ok()?;
    Some((Signature { keyid: KeyId::parse(keyid)?, signature }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_is_read_only_as_it_was_written_for_its_payload() {
        let kind = PayloadType::Ring;
        let keys = [SecretKey::from_seed(&[1; 32]), SecretKey::from_seed(&[2; 32])];
        let mut signatures: Vec<_> =
            keys.iter().map(|key| Signature::sign(kind, b"{}\n", key)).collect();
        let bytes = write(kind, b"{}\n", &signatures);
        signatures.reverse();
        assert_eq!(write(kind, b"{}\n", &signatures), bytes, "order of signing does not show");
        signatures.sort();
        assert_eq!(read(kind, b"{}\n", &bytes).unwrap(), signatures);
        assert!(read(kind, b"{} \n", &bytes).is_err());
        assert!(read(PayloadType::Statement, b"{}\n", &bytes).is_err());
        let text = String::from_utf8(bytes).unwrap();
        for other in [text.trim_end().to_owned(), text.replace(",\"", ", \""), format!(" {text}")] {
            assert!(matches!(read(kind, b"{}\n", other.as_bytes()), Err(Error::Envelope)));
        }
        let twice = [signatures[0].clone(), signatures[0].clone()];
        assert!(read(kind, b"{}\n", &write(kind, b"{}\n", &twice)).is_err());
        assert!(read(kind, b"{}\n", &write(kind, b"{}\n", &[])).unwrap().is_empty());
    }

    #[test]
    fn a_payload_of_any_length_is_compared_to_its_last_octet() {
        let (kind, key) = (PayloadType::Statement, SecretKey::from_seed(&[1; 32]));
        for length in [0, 1, 2, 3, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 2] {
            let mut payload = vec![b'x'; length];
            let signature = Signature::sign(kind, &payload, &key);
            let bytes = write(kind, &payload, std::slice::from_ref(&signature));
            assert_eq!(read(kind, &payload, &bytes).unwrap(), [signature], "{length}");
            payload.push(b'x');
            assert!(read(kind, &payload, &bytes).is_err(), "{length} and one more");
            payload.truncate(length);
            if let Some(last) = payload.last_mut() {
                *last = b'y';
                assert!(read(kind, &payload, &bytes).is_err(), "the last of {length}");
            }
        }
    }

    #[test]
    fn the_signed_bytes_name_type_and_lengths() {
        let bytes = signed_bytes(PayloadType::Statement, "甲".as_bytes());
        assert_eq!(bytes, "DSSEv1 28 application/vnd.in-toto+json 3 甲".as_bytes());
    }

    #[test]
    fn a_signature_over_the_bare_payload_or_another_type_is_refused() {
        let key = SecretKey::from_seed(&[1; 32]);
        let bare = Signature { keyid: key.id(), signature: key.sign(b"{}") };
        assert!(!bare.verifies(PayloadType::Statement, b"{}", &key.public()));
        let ring = Signature::sign(PayloadType::Ring, b"{}", &key);
        assert!(ring.verifies(PayloadType::Ring, b"{}", &key.public()));
        assert!(!ring.verifies(PayloadType::Statement, b"{}", &key.public()));
        let other = SecretKey::from_seed(&[2; 32]).public();
        assert!(!ring.verifies(PayloadType::Ring, b"{}", &other));
    }
}

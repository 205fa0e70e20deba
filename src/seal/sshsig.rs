//! SSHSIG side-cars (`<statement>.json.sig`; OpenSSH PROTOCOL.sshsig, version 1): what
//! `ssh-keygen -Y verify` checks. One form only: Ed25519, SHA-512, empty reserved field, armour of
//! 70 columns. Reading takes out key and signature, writes the file again and demands equality.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha512};

use super::namespace::Namespace;
use super::{Error, PublicKey, SecretKey};

/// OpenSSH's name of Ed25519 keys and signatures.
pub(super) const KEY_TYPE: &str = "ssh-ed25519";
const MAGIC: &[u8] = b"SSHSIG";
const VERSION: [u8; 4] = [0, 0, 0, 1];
const HASH: &[u8] = b"sha512";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
const END: &str = "-----END SSH SIGNATURE-----\n";
/// Columns of the armour.
const COLUMNS: usize = 70;

/// An SSH string: its length in four octets, then its octets.
pub(super) fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

/// A public key in SSH's encoding.
pub(super) fn public_blob(key: &PublicKey) -> Vec<u8> {
    let mut out = Vec::new();
    string(&mut out, KEY_TYPE.as_bytes());
    string(&mut out, key.raw());
    out
}

/// The 32 octets of a key in SSH's encoding.
pub(super) fn public_of_blob(blob: &[u8]) -> Option<&[u8; 32]> {
    let mut head = Vec::new();
    string(&mut head, KEY_TYPE.as_bytes());
    head.extend_from_slice(&32u32.to_be_bytes());
    blob.strip_prefix(head.as_slice())?.try_into().ok()
}

/// The bytes that are signed for a message.
#[must_use]
pub fn signed_bytes(message: &[u8], namespace: Namespace) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    string(&mut out, namespace.to_string().as_bytes());
    string(&mut out, b"");
    string(&mut out, HASH);
    string(&mut out, &Sha512::digest(message));
    out
}

/// Everything before the 64 octets of the signature, in two parts around the public key.
fn frame(namespace: Namespace) -> (Vec<u8>, Vec<u8>) {
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&VERSION);
    // The public key's blob is 51 octets: 4 + 11 and 4 + 32.
    head.extend_from_slice(&51u32.to_be_bytes());
    string(&mut head, KEY_TYPE.as_bytes());
    head.extend_from_slice(&32u32.to_be_bytes());
    let mut tail = Vec::new();
    string(&mut tail, namespace.to_string().as_bytes());
    string(&mut tail, b"");
    string(&mut tail, HASH);
    // The signature's blob is 83 octets: 4 + 11 and 4 + 64.
    tail.extend_from_slice(&83u32.to_be_bytes());
    string(&mut tail, KEY_TYPE.as_bytes());
    tail.extend_from_slice(&64u32.to_be_bytes());
    (head, tail)
}

/// A side-car's key and signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SideCar {
    /// The key that it says it was made with.
    pub key: PublicKey,
    /// The signature over [`signed_bytes`].
    pub signature: [u8; 64],
}

impl SideCar {
    /// Signs a message.
    #[must_use]
    pub fn sign(message: &[u8], namespace: Namespace, key: &SecretKey) -> Self {
        let signature = key.sign(&signed_bytes(message, namespace));
        Self { key: key.public(), signature }
    }

    /// The exact text of the file.
    #[must_use]
    pub fn write(&self, namespace: Namespace) -> String {
        armour(self.key.raw(), &self.signature, namespace)
    }

    /// Reads a side-car of this namespace.
    ///
    /// # Errors
    /// [`Error::SideCar`] for anything but the one form; [`Error::KeyWeak`].
    pub fn read(text: &[u8], namespace: Namespace) -> Result<Self, Error> {
        let (key, signature) = unpack(text, namespace).ok_or(Error::SideCar)?;
        if armour(&key, &signature, namespace).as_bytes() != text {
            return Err(Error::SideCar);
        }
        Ok(Self { key: PublicKey::from_raw(&key)?, signature })
    }

    /// Reads a side-car of this namespace as other programs may write it: any line ends, any
    /// columns.
    ///
    /// # Errors
    /// [`Error::SideCar`] for another version, namespace, digest or kind of key; [`Error::KeyWeak`].
    pub fn read_any(text: &[u8], namespace: Namespace) -> Result<Self, Error> {
        let text = std::str::from_utf8(text).map_err(|_| Error::SideCar)?.trim();
        let body = text.strip_prefix(BEGIN.trim_end()).ok_or(Error::SideCar)?;
        let body = body.strip_suffix(END.trim_end()).ok_or(Error::SideCar)?;
        let body: String = body.split_ascii_whitespace().collect();
        Self::read(respelled(&body).as_bytes(), namespace)
    }

    /// Whether this is the key's signature over the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], namespace: Namespace) -> bool {
        self.key.verifies(&signed_bytes(message, namespace), &self.signature)
    }
}

fn armour(key: &[u8; 32], signature: &[u8; 64], namespace: Namespace) -> String {
    let (head, tail) = frame(namespace);
    respelled(&BASE64.encode([&head, &key[..], &tail, &signature[..]].concat()))
}

/// A body of base64 in its armour.
fn respelled(body: &str) -> String {
    let mut out = String::from(BEGIN);
    for (i, c) in body.chars().enumerate() {
        if i > 0 && i % COLUMNS == 0 {
            out.push('\n');
        }
        out.push(c);
    }
    out.push('\n');
    out.push_str(END);
    out
}

/// Key and signature out of an armoured text; whatever else differs shows when it is written again.
fn unpack(text: &[u8], namespace: Namespace) -> Option<([u8; 32], [u8; 64])> {
    let body = text.strip_prefix(BEGIN.as_bytes())?.strip_suffix(END.as_bytes())?;
    let body: Vec<u8> = body.iter().copied().filter(|b| *b != b'\n').collect();
    let blob = BASE64.decode(body).ok()?;
    let (head, tail) = frame(namespace);
    let rest = blob.strip_prefix(head.as_slice())?;
    let (key, rest) = rest.split_first_chunk::<32>()?;
    let signature = rest.strip_prefix(tail.as_slice())?;
    Some((*key, signature.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_car_is_read_only_as_it_was_written() {
        let secret = SecretKey::from_seed(&[1; 32]);
        let car = SideCar::sign(b"message", Namespace::Review, &secret);
        let text = car.write(Namespace::Review);
        let longest = text.lines().map(str::len).max();
        assert_eq!(longest, Some(COLUMNS));
        assert_eq!(SideCar::read(text.as_bytes(), Namespace::Review).unwrap(), car);
        assert!(car.verifies(b"message", Namespace::Review));
        assert!(!car.verifies(b"other", Namespace::Review));
        assert!(!car.verifies(b"message", Namespace::Seal));
        assert!(SideCar::read(text.as_bytes(), Namespace::Seal).is_err());
        for other in
            [text.replace('\n', "\r\n"), text.replacen('\n', "\n\n", 2), text.clone() + "\n"]
        {
            assert!(matches!(
                SideCar::read(other.as_bytes(), Namespace::Review),
                Err(Error::SideCar)
            ));
        }
    }
}

//! Ed25519 keys (RFC 8032, SPKI of RFC 8410): identity, verification, signing.
//!
//! Verification is strict everywhere: small-order and non-canonical keys cannot be built, and a
//! signature that only a lax verifier takes is refused. A [`SecretKey`] is its seed; the public key
//! is derived from it and never given beside it (RUSTSEC-2022-0093).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, STANDARD_NO_PAD as BASE64_BARE};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::base::digest::Digest;

use super::Error;
use super::sshsig;

/// DER of an Ed25519 SPKI up to the 32 octets of the key (RFC 8410 §4).
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const PEM_BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const PEM_END: &str = "-----END PUBLIC KEY-----";

/// Identity of a public key: SHA-256 over its DER SPKI, always recomputed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub Digest);

impl KeyId {
    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        Digest::parse(hex).map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A public key that is fit to verify with: canonical and of large order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    key: VerifyingKey,
    id: KeyId,
}

impl PublicKey {
    /// Takes the 32 octets of a key.
    ///
    /// # Errors
    /// [`Error::KeyWeak`] for a point that is not on the curve, not canonical or of small order.
    pub fn from_raw(raw: &[u8; 32]) -> Result<Self, Error> {
        let key = VerifyingKey::from_bytes(raw).map_err(|_| Error::KeyWeak)?;
        if key.is_weak() || !is_reduced(raw) {
            return Err(Error::KeyWeak);
        }
        Ok(Self::of(key))
    }

    fn of(key: VerifyingKey) -> Self {
        Self { key, id: KeyId(Digest::sha256(&spki(key.as_bytes()))) }
    }

    /// Takes a DER SPKI.
    ///
    /// # Errors
    /// [`Error::KeyNotEd25519`] for anything but the one DER of an Ed25519 key; [`Error::KeyWeak`].
    pub fn from_spki(der: &[u8]) -> Result<Self, Error> {
        let raw = der.strip_prefix(&SPKI).and_then(|raw| <&[u8; 32]>::try_from(raw).ok());
        Self::from_raw(raw.ok_or(Error::KeyNotEd25519)?)
    }

    /// Reads what a person hands in: an SPKI in PEM, or an `ssh-ed25519` line.
    ///
    /// # Errors
    /// [`Error::KeyNotEd25519`] or [`Error::KeyWeak`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if let Some(body) = text.strip_prefix(PEM_BEGIN).and_then(|t| t.strip_suffix(PEM_END)) {
            let body: String = body.split_ascii_whitespace().collect();
            let der = BASE64.decode(body).map_err(|_| Error::KeyNotEd25519)?;
            return Self::from_spki(&der);
        }
        let mut words = text.split(' ');
        if words.next() != Some(sshsig::KEY_TYPE) || text.contains('\n') {
            return Err(Error::KeyNotEd25519);
        }
        let blob = BASE64.decode(words.next().unwrap_or_default());
        let blob = blob.map_err(|_| Error::KeyNotEd25519)?;
        let raw = sshsig::public_of_blob(&blob).ok_or(Error::KeyNotEd25519)?;
        Self::from_raw(raw)
    }

    /// The 32 octets.
    #[must_use]
    pub fn raw(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The DER SPKI.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        spki(self.raw())
    }

    /// The SPKI in PEM, as OpenSSL writes it.
    #[must_use]
    pub fn pem(&self) -> String {
        format!("{PEM_BEGIN}\n{}\n{PEM_END}\n", BASE64.encode(self.spki()))
    }

    /// The key as `ssh-ed25519 <base64>`, without comment and line feed.
    #[must_use]
    pub fn ssh(&self) -> String {
        format!("{} {}", sshsig::KEY_TYPE, BASE64.encode(sshsig::public_blob(self)))
    }

    /// The fingerprint that `ssh-keygen -l` prints: `SHA256:` and base64 over SSH's encoding.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Digest::sha256(&sshsig::public_blob(self));
        format!("SHA256:{}", BASE64_BARE.encode(digest.0))
    }

    /// Its identity.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Whether `signature` is this key's signature over `message`, by the strict rule.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|s| self.key.verify_strict(message, &s).is_ok())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id())
    }
}

fn spki(raw: &[u8; 32]) -> Vec<u8> {
    [&SPKI[..], raw].concat()
}

/// Whether the y-coordinate is below the field's prime 2^255 − 19 (RFC 8032 §5.1.3): a larger one
/// is a second spelling of the same point. The sign bit does not count.
fn is_reduced(raw: &[u8; 32]) -> bool {
    let [first, middle @ .., last] = raw;
    let all_ones = middle.iter().all(|b| *b == 0xff) && *last & 0x7f == 0x7f;
    !all_ones || *first < 0xed
}

/// A secret key. Its memory is wiped when it goes; it has no printed form.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// The key of a seed. The caller draws the seed from the system's entropy; this library has
    /// none.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Its public key, derived from the seed.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey::of(self.0.verifying_key())
    }

    /// Its identity.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.public().id()
    }

    /// Signs bytes that are domain-separated already.
    #[must_use]
    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    pub(super) fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        hex::decode(hex).unwrap().try_into().unwrap()
    }

    /// RFC 8032 §7.1, tests 1 to 3: seed, public key, message, signature.
    const RFC: [[&str; 4]; 3] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ];

    #[test]
    fn the_vectors_of_rfc_8032() {
        for [seed, public, message, signature] in RFC {
            let secret = SecretKey::from_seed(&bytes(seed));
            let message = hex::decode(message).unwrap();
            assert_eq!(hex::encode(secret.public().raw()), public);
            assert_eq!(hex::encode(secret.sign(&message)), signature);
            assert!(secret.public().verifies(&message, &bytes::<64>(signature)));
            assert!(!secret.public().verifies(b"x", &bytes::<64>(signature)));
        }
    }

    #[test]
    fn weak_and_non_canonical_keys_cannot_be_built() {
        // The neutral point, a point of order 2, 4 and 8, and non-canonical spellings.
        let mut minus_one = [0xff; 32];
        (minus_one[0], minus_one[31]) = (0xec, 0x7f);
        let mut prime = minus_one;
        prime[0] = 0xed;
        let mut one = [0; 32];
        one[0] = 1;
        let order_8 = bytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
        for raw in [one, minus_one, [0; 32], order_8, prime, [0xff; 32]] {
            assert!(matches!(PublicKey::from_raw(&raw), Err(Error::KeyWeak)), "{raw:x?}");
        }
        assert!(is_reduced(&minus_one) && !is_reduced(&prime) && !is_reduced(&[0xff; 32]));
    }

    #[test]
    fn a_public_key_is_read_from_each_form_it_is_written_in() {
        let key = SecretKey::from_seed(&[7; 32]).public();
        assert_eq!(PublicKey::from_spki(&key.spki()).unwrap(), key);
        assert_eq!(PublicKey::parse(&key.pem()).unwrap(), key);
        assert_eq!(PublicKey::parse(&key.pem().replace('\n', "\r\n")).unwrap(), key);
        assert_eq!(PublicKey::parse(&format!("{} wang@daqi\n", key.ssh())).unwrap(), key);
        for bad in ["", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "-----BEGIN PUBLIC KEY-----"] {
            assert!(matches!(PublicKey::parse(bad), Err(Error::KeyNotEd25519)), "{bad}");
        }
        assert!(PublicKey::from_spki(&[key.spki(), vec![0]].concat()).is_err());
    }

    #[test]
    fn a_fingerprint_is_the_one_of_ssh_keygen() {
        // ssh-keygen -lf of the key of RFC 8032 §7.1, test 1.
        let key = SecretKey::from_seed(&bytes(RFC[0][0])).public();
        assert_eq!(key.fingerprint(), "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8");
    }

    #[test]
    fn a_secret_key_prints_nothing_secret() {
        let secret = SecretKey::from_seed(&[7; 32]);
        let printed = format!("{secret:?}");
        assert!(printed.contains(&secret.id().to_string()));
        assert!(!printed.contains(&hex::encode([7u8; 32])) && !printed.contains("7, 7"));
    }
}

//! Key files: PKCS#8 v1 in PEM, encrypted with PBES2 (RFC 5958, RFC 8018), scrypt (RFC 7914) with
//! N = 2^14, r = 8, p = 5 and AES-256-CBC, which OpenSSL 3 reads. Version 2 with the public key
//! inside is what OpenSSL refuses; it is read here, never written.
//!
//! Salt, initialisation vector and seed come from the caller: this library draws no randomness.

use ed25519_dalek::pkcs8::KeypairBytes;
use pkcs8::der::pem::LineEnding;
use pkcs8::der::{Decode as _, SecretDocument};
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::{EncryptionScheme, scrypt};
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use super::{Error, SecretKey};

/// Largest key file that is read, in octets.
pub const LARGEST: usize = 16 * 1024;
/// Octets of random salt that a key file needs.
pub const SALT: usize = 16;
/// Octets of random initialisation vector that a key file needs.
pub const IV: usize = 16;

const LABEL: &str = "ENCRYPTED PRIVATE KEY";
/// Label of a key that no passphrase protects.
const PLAIN: &str = "PRIVATE KEY";
/// PKCS#8 v1 of an Ed25519 key up to its seed (RFC 8410 §7).
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
/// scrypt's cost: log2 N, r, p. OpenSSL 3.0 refuses a larger N.
const COST: (u8, u32, u32) = (14, 8, 5);
/// Most memory that a foreign file's scrypt may take: 128·N·r octets.
const MOST_MEMORY: u64 = 64 << 20;
/// Most work that a foreign file's scrypt may take: 128·N·r·p octets.
const MOST_WORK: u64 = 512 << 20;
/// Most iterations that a foreign file's PBKDF2 may take.
const MOST_ITERATIONS: u32 = 2_000_000;

impl SecretKey {
    /// The key as a file's text, encrypted under a passphrase. Salt and initialisation vector must
    /// be fresh for every file.
    ///
    /// # Errors
    /// [`Error::PassphraseEmpty`].
    pub fn to_pem(
        &self,
        passphrase: &str,
        salt: [u8; SALT],
        iv: [u8; IV],
    ) -> Result<Zeroizing<String>, Error> {
        if passphrase.is_empty() {
            return Err(Error::PassphraseEmpty);
        }
        let plain = Zeroizing::new([&PKCS8[..], self.seed()].concat());
        let (log_n, r, p) = COST;
        let text = || {
            let cost = scrypt::Params::new(log_n, r, p).ok()?;
            let scheme = Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).ok()?;
            let info = PrivateKeyInfoRef::from_der(&plain).ok()?;
            let file = info.encrypt_with_params(scheme, passphrase).ok()?;
            file.to_pem(LABEL, LineEnding::LF).ok()
        };
        text().ok_or(Error::KeyFileSyntax)
    }

    /// Whether a text is a key file that a passphrase could open, so that nobody is asked for one in
    /// vain.
    ///
    /// # Errors
    /// As [`SecretKey::from_pem`], but for the passphrase.
    pub fn is_file(text: &str) -> Result<(), Error> {
        let document = sealed(text)?;
        EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
            .map(drop)
            .map_err(|_| Error::KeyFileSyntax)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`Error::PassphraseWrong`]; [`Error::KeyFilePlain`] for an unencrypted key, which this
    /// program does not use; [`Error::KeyFileCost`] where opening would take too much time or
    /// memory; [`Error::KeyNotEd25519`]; [`Error::KeyFileSyntax`] for anything else.
    pub fn from_pem(text: &str, passphrase: &str) -> Result<Self, Error> {
        let document = sealed(text)?;
        let file = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
            .map_err(|_| Error::KeyFileSyntax)?;
        bound(&file.encryption_algorithm)?;
        // Wrong padding and a plain text that is not PKCS#8 are the two faces of a wrong key.
        let plain = file.decrypt(passphrase).map_err(|_| Error::PassphraseWrong)?;
        let info =
            PrivateKeyInfoRef::try_from(plain.as_bytes()).map_err(|_| Error::PassphraseWrong)?;
        of_info(info)
    }

    /// Reads a key file without passphrase (`openssl genpkey` makes such), so that it can be
    /// written again with one.
    ///
    /// # Errors
    /// [`Error::KeyNotEd25519`]; [`Error::KeyFileSyntax`] for anything that is no such file.
    pub fn from_plain_pem(text: &str) -> Result<Self, Error> {
        if text.len() > LARGEST {
            return Err(Error::KeyFileSyntax);
        }
        let (label, document) =
            SecretDocument::from_pem(text.trim()).map_err(|_| Error::KeyFileSyntax)?;
        if label != PLAIN {
            return Err(Error::KeyFileSyntax);
        }
        let info =
            PrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| Error::KeyFileSyntax)?;
        of_info(info)
    }
}

/// What stands in an encrypted key file.
fn sealed(text: &str) -> Result<SecretDocument, Error> {
    if text.len() > LARGEST {
        return Err(Error::KeyFileSyntax);
    }
    if is_plain(text) {
        return Err(Error::KeyFilePlain);
    }
    let (label, document) =
        SecretDocument::from_pem(text.trim()).map_err(|_| Error::KeyFileSyntax)?;
    if label != LABEL {
        return Err(Error::KeyFileSyntax);
    }
    Ok(document)
}

/// Whether a text is a key file that no passphrase protects.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    text.contains("-----BEGIN PRIVATE KEY-----")
}

fn of_info(info: PrivateKeyInfoRef<'_>) -> Result<SecretKey, Error> {
    let pair = KeypairBytes::try_from(info).map_err(|_| Error::KeyNotEd25519)?;
    let key = SecretKey::from_seed(&pair.secret_key);
    match &pair.public_key {
        Some(public) if public.0 != *key.public().raw() => Err(Error::KeyFileSyntax),
        Some(_) | None => Ok(key),
    }
}

/// Refuses schemes that are not PBES2 and costs that would stall the machine.
fn bound(scheme: &EncryptionScheme) -> Result<(), Error> {
    let EncryptionScheme::Pbes2(parameters) = scheme else {
        return Err(Error::KeyFileSyntax);
    };
    let fits = match &parameters.kdf {
        Kdf::Scrypt(scrypt) => {
            // RFC 7914 §2: N is a power of two beyond 1. The library under us does not look first.
            if !scrypt.cost_parameter.is_power_of_two() || scrypt.cost_parameter == 1 {
                return Err(Error::KeyFileSyntax);
            }
            let memory = scrypt
                .cost_parameter
                .checked_mul(128)
                .and_then(|m| m.checked_mul(u64::from(scrypt.block_size)));
            let work = memory.and_then(|m| m.checked_mul(u64::from(scrypt.parallelization)));
            memory.is_some_and(|m| m <= MOST_MEMORY) && work.is_some_and(|w| w <= MOST_WORK)
        }
        // RFC 8018 §5.2: an iteration count is positive.
        Kdf::Pbkdf2(pbkdf2) if pbkdf2.iteration_count == 0 => return Err(Error::KeyFileSyntax),
        Kdf::Pbkdf2(pbkdf2) => pbkdf2.iteration_count <= MOST_ITERATIONS,
        _ => return Err(Error::KeyFileSyntax),
    };
    if fits { Ok(()) } else { Err(Error::KeyFileCost) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem() -> Zeroizing<String> {
        SecretKey::from_seed(&[9; 32]).to_pem("正确的口令", [1; SALT], [2; IV]).unwrap()
    }

    #[test]
    fn a_key_file_opens_with_its_passphrase_only() {
        let pem = pem();
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let key = SecretKey::from_pem(&pem, "正确的口令").unwrap();
        assert_eq!(key.id(), SecretKey::from_seed(&[9; 32]).id());
        let crlf = pem.replace('\n', "\r\n");
        assert_eq!(SecretKey::from_pem(&crlf, "正确的口令").unwrap().id(), key.id());
        for wrong in ["", "错误的口令", "正确的口令 "] {
            let refused = SecretKey::from_pem(&pem, wrong);
            assert!(matches!(refused, Err(Error::PassphraseWrong)), "{wrong:?}");
        }
    }

    #[test]
    fn an_empty_passphrase_and_an_unencrypted_key_are_refused() {
        let key = SecretKey::from_seed(&[9; 32]);
        let empty = key.to_pem("", [1; SALT], [2; IV]);
        assert!(matches!(empty, Err(Error::PassphraseEmpty)));
        let plain =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n";
        assert!(matches!(SecretKey::from_pem(plain, "x"), Err(Error::KeyFilePlain)));
        let whole = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ\n-----END PRIVATE KEY-----\n";
        assert!(is_plain(whole));
        assert_eq!(SecretKey::from_plain_pem(whole).unwrap().id(), key.id());
        assert!(matches!(SecretKey::from_plain_pem(plain), Err(Error::KeyFileSyntax)));
        assert!(matches!(SecretKey::from_plain_pem(&pem()), Err(Error::KeyFileSyntax)));
        for bad in ["", "x", &"A".repeat(LARGEST + 1), &pem().replace("ENCRYPTED", "ENCRYPTE")] {
            assert!(matches!(SecretKey::from_pem(bad, "x"), Err(Error::KeyFileSyntax)));
        }
    }

    #[test]
    fn a_key_file_that_would_stall_the_machine_is_refused_before_the_work() {
        let scheme = |log_n, r, p| {
            let cost = scrypt::Params::new(log_n, r, p).unwrap();
            let scheme = Parameters::generate_scrypt_aes256cbc(cost, &[0; SALT], [0; IV]).unwrap();
            bound(&EncryptionScheme::Pbes2(scheme))
        };
        assert!(scheme(14, 8, 5).is_ok());
        assert!(scheme(16, 8, 8).is_ok());
        assert!(matches!(scheme(17, 8, 1), Err(Error::KeyFileCost)));
        assert!(matches!(scheme(16, 8, 9), Err(Error::KeyFileCost)));
        let slow = |n| {
            let scheme = Parameters::generate_pbkdf2_sha256_aes256cbc(n, &[0; SALT], [0; IV]);
            bound(&EncryptionScheme::Pbes2(scheme.unwrap()))
        };
        assert!(slow(MOST_ITERATIONS).is_ok());
        assert!(matches!(slow(MOST_ITERATIONS + 1), Err(Error::KeyFileCost)));
    }

    #[test]
    fn a_damaged_key_file_never_opens_to_another_key() {
        let pem = pem();
        let id = SecretKey::from_seed(&[9; 32]).id();
        // The last line of the body holds the end of the cipher text.
        let at = pem.len() - "-----END ENCRYPTED PRIVATE KEY-----\n".len() - 6;
        let mut bytes = pem.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let opened = SecretKey::from_pem(std::str::from_utf8(&bytes).unwrap(), "正确的口令");
        assert!(opened.map_or(true, |key| key.id() == id));
    }
}

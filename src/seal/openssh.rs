//! OpenSSH private key files (OpenSSH `PROTOCOL.key`, `openssh-key-v1`): read so that somebody can
//! go on with a key that they have, written so that `ssh-keygen` can sign with it. One key, Ed25519,
//! `aes256-ctr` under `bcrypt` (what `ssh-keygen` writes since 2017) or no cipher at all; written
//! always with a passphrase.
//!
//! The file is a stranger's: its size, the work of its passphrase and every length in it are bounded
//! before they are believed.

use aes::cipher::{KeyIvInit as _, StreamCipher as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use zeroize::Zeroizing;

use super::keyfile::LARGEST;
use super::sshsig::{KEY_TYPE, public_blob, public_of_blob, string};
use super::{Error, SecretKey};

/// Octets of random salt that a key file needs.
pub const SALT: usize = 16;
/// Octets of random check number that a key file needs.
pub const CHECK: usize = 4;

/// What the file begins with.
pub const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";
const MAGIC: &[u8] = b"openssh-key-v1\0";
const CIPHER: &[u8] = b"aes256-ctr";
const KDF: &[u8] = b"bcrypt";
const NONE: &[u8] = b"none";
/// Octets of key and initialisation vector that the passphrase gives.
const DERIVED: usize = 32 + 16;
/// Rounds of a file that is written: what `ssh-keygen` takes by default since OpenSSH 9.4.
const ROUNDS: u32 = 24;
/// Most rounds of a stranger's file: some ten seconds.
const MOST_ROUNDS: u32 = 512;
/// Padding of a section that no cipher needs: the block is then 8 octets.
const PLAIN_BLOCK: usize = 8;
const BLOCK: usize = 16;
/// Columns of the armour.
const COLUMNS: usize = 70;

/// A key file that was taken apart and not opened yet.
pub struct OpenSsh {
    public: [u8; 32],
    lock: Option<Lock>,
    section: Zeroizing<Vec<u8>>,
}

/// What the passphrase is mixed with.
struct Lock {
    salt: Vec<u8>,
    rounds: u32,
}

impl OpenSsh {
    /// Takes a file apart; `None` where it is no OpenSSH key file at all.
    ///
    /// # Errors
    /// [`Error::OpenSshSyntax`], [`Error::KeyNotEd25519`]; [`Error::OpenSshCipher`] for a cipher
    /// that is not read here; [`Error::KeyFileCost`] where opening would take too much time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Result<Self, Error>> {
        let text = text.trim();
        let body = text.strip_prefix(BEGIN)?;
        Some(Self::read(body))
    }

    fn read(body: &str) -> Result<Self, Error> {
        if body.len() > LARGEST {
            return Err(Error::OpenSshSyntax);
        }
        let body = body.strip_suffix(END).ok_or(Error::OpenSshSyntax)?;
        let body: Zeroizing<String> = Zeroizing::new(body.split_ascii_whitespace().collect());
        let bytes = BASE64.decode(body.as_bytes()).map_err(|_| Error::OpenSshSyntax)?;
        let bytes = Zeroizing::new(bytes);
        let mut rest = Reader(bytes.strip_prefix(MAGIC).ok_or(Error::OpenSshSyntax)?);
        let (cipher, kdf, options) = (rest.string()?, rest.string()?, rest.string()?);
        if rest.number()? != 1 {
            return Err(Error::OpenSshSyntax);
        }
        let public = key_type(rest.string()?)?;
        let section = Zeroizing::new(rest.string()?.to_vec());
        if !rest.0.is_empty() || section.len() % BLOCK.min(PLAIN_BLOCK) != 0 {
            return Err(Error::OpenSshSyntax);
        }
        let lock = match (cipher, kdf) {
            (NONE, NONE) if options.is_empty() => None,
            (CIPHER, KDF) => Some(Lock::read(options)?),
            (CIPHER | NONE, _) => return Err(Error::OpenSshSyntax),
            (other, _) => {
                let name = String::from_utf8_lossy(other.get(..40).unwrap_or(other)).into_owned();
                return Err(Error::OpenSshCipher { name });
            }
        };
        Ok(Self { public, lock, section })
    }

    /// Whether a passphrase is needed.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// Opens the file; the passphrase of one without lock is not looked at.
    ///
    /// # Errors
    /// [`Error::PassphraseWrong`], [`Error::OpenSshSyntax`].
    pub fn open(mut self, passphrase: &str) -> Result<SecretKey, Error> {
        if let Some(lock) = &self.lock {
            lock.apply(passphrase, &mut self.section)?;
        }
        let block = if self.lock.is_some() { BLOCK } else { PLAIN_BLOCK };
        let wrong = || match self.lock {
            Some(_) => Error::PassphraseWrong,
            None => Error::OpenSshSyntax,
        };
        let mut rest = Reader(&self.section);
        // The same number twice is how the format knows a good passphrase.
        let numbers = rest.number().and_then(|a| Ok((a, rest.number()?)));
        if !numbers.is_ok_and(|(a, b)| a == b) {
            return Err(wrong());
        }
        if rest.string()? != KEY_TYPE.as_bytes() {
            return Err(Error::OpenSshSyntax);
        }
        let (public, pair, _comment) = (rest.string()?, rest.string()?, rest.string()?);
        let padding = rest.0;
        let padded = padding.len() < block && padding.iter().zip(1u8..).all(|(a, b)| *a == b);
        let seed = pair.get(..32).and_then(|seed| <&[u8; 32]>::try_from(seed).ok());
        let seed = seed.filter(|_| padded).ok_or(Error::OpenSshSyntax)?;
        let key = SecretKey::from_seed(seed);
        // The public key stands there three times; the seed alone says what it is.
        let own = key.public();
        let same = public == own.raw() && self.public == *own.raw();
        if same && pair.get(32..) == Some(&own.raw()[..]) {
            Ok(key)
        } else {
            Err(Error::OpenSshSyntax)
        }
    }
}

impl Lock {
    fn read(options: &[u8]) -> Result<Self, Error> {
        let mut rest = Reader(options);
        let (salt, rounds) = (rest.string()?.to_vec(), rest.number()?);
        if !rest.0.is_empty() || salt.is_empty() || rounds == 0 {
            return Err(Error::OpenSshSyntax);
        }
        if rounds > MOST_ROUNDS {
            return Err(Error::KeyFileCost);
        }
        Ok(Self { salt, rounds })
    }

    /// Encrypts or decrypts: in counter mode both are the same.
    fn apply(&self, passphrase: &str, section: &mut [u8]) -> Result<(), Error> {
        let mut derived = Zeroizing::new([0; DERIVED]);
        bcrypt_pbkdf::bcrypt_pbkdf(passphrase, &self.salt, self.rounds, &mut *derived)
            .map_err(|_| Error::PassphraseWrong)?;
        let (key, iv) = derived.split_at(32);
        let cipher = ctr::Ctr128BE::<aes::Aes256>::new_from_slices(key, iv);
        let mut cipher = cipher.map_err(|_| Error::OpenSshSyntax)?;
        cipher.try_apply_keystream(section).map_err(|_| Error::OpenSshSyntax)
    }
}

impl SecretKey {
    /// The key as an OpenSSH private key file under a passphrase. Salt and check number must be
    /// fresh for every file.
    ///
    /// # Errors
    /// [`Error::PassphraseEmpty`].
    pub fn to_openssh(
        &self,
        passphrase: &str,
        comment: &str,
        salt: [u8; SALT],
        check: [u8; CHECK],
    ) -> Result<Zeroizing<String>, Error> {
        if passphrase.is_empty() {
            return Err(Error::PassphraseEmpty);
        }
        let public = self.public();
        // No reallocation may leave a half of the seed behind.
        let mut section = Zeroizing::new(Vec::with_capacity(256 + comment.len()));
        section.extend_from_slice(&check);
        section.extend_from_slice(&check);
        string(&mut section, KEY_TYPE.as_bytes());
        string(&mut section, public.raw());
        section.extend_from_slice(&64u32.to_be_bytes());
        section.extend_from_slice(self.seed());
        section.extend_from_slice(public.raw());
        string(&mut section, comment.as_bytes());
        let lacking = section.len().next_multiple_of(BLOCK) - section.len();
        section.extend((1u8..).take(lacking));
        let lock = Lock { salt: salt.to_vec(), rounds: ROUNDS };
        lock.apply(passphrase, &mut section)?;
        let mut options = Vec::new();
        string(&mut options, &lock.salt);
        options.extend_from_slice(&lock.rounds.to_be_bytes());
        let mut out = MAGIC.to_vec();
        string(&mut out, CIPHER);
        string(&mut out, KDF);
        string(&mut out, &options);
        out.extend_from_slice(&1u32.to_be_bytes());
        string(&mut out, &public_blob(&public));
        string(&mut out, &section);
        let body = BASE64.encode(out);
        let mut text = Zeroizing::new(format!("{BEGIN}\n"));
        for (at, letter) in body.chars().enumerate() {
            if at > 0 && at % COLUMNS == 0 {
                text.push('\n');
            }
            text.push(letter);
        }
        text.push_str(&format!("\n{END}\n"));
        Ok(text)
    }
}

/// The key of a public blob, if it is an Ed25519 one.
fn key_type(blob: &[u8]) -> Result<[u8; 32], Error> {
    if let Some(raw) = public_of_blob(blob) {
        return Ok(*raw);
    }
    match Reader(blob).string() {
        Ok(kind) if kind != KEY_TYPE.as_bytes() => Err(Error::KeyNotEd25519),
        Ok(_) | Err(_) => Err(Error::OpenSshSyntax),
    }
}

/// Reads numbers and strings from front to back.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Result<u32, Error> {
        let (number, rest) = self.0.split_first_chunk::<4>().ok_or(Error::OpenSshSyntax)?;
        self.0 = rest;
        Ok(u32::from_be_bytes(*number))
    }

    fn string(&mut self) -> Result<&'a [u8], Error> {
        let length = usize::try_from(self.number()?).map_err(|_| Error::OpenSshSyntax)?;
        let (string, rest) = self.0.split_at_checked(length).ok_or(Error::OpenSshSyntax)?;
        self.0 = rest;
        Ok(string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Zeroizing<String> {
        let key = SecretKey::from_seed(&[9; 32]);
        key.to_openssh("正确的口令", "p-0003", [3; SALT], [4; CHECK]).unwrap()
    }

    fn opened(text: &str, passphrase: &str) -> Result<SecretKey, Error> {
        OpenSsh::parse(text).unwrap()?.open(passphrase)
    }

    #[test]
    fn a_file_opens_with_its_passphrase_only() {
        let text = written();
        let id = SecretKey::from_seed(&[9; 32]).id();
        assert!(OpenSsh::parse(&text).unwrap().unwrap().is_locked());
        assert_eq!(opened(&text, "正确的口令").unwrap().id(), id);
        assert_eq!(opened(&text.replace('\n', "\r\n"), "正确的口令").unwrap().id(), id);
        for wrong in ["", "错误的口令"] {
            assert!(matches!(opened(&text, wrong), Err(Error::PassphraseWrong)), "{wrong:?}");
        }
        let empty = SecretKey::from_seed(&[9; 32]).to_openssh("", "", [3; SALT], [4; CHECK]);
        assert!(matches!(empty, Err(Error::PassphraseEmpty)));
    }

    /// Made by `ssh-keygen -t ed25519 -N "hello there"` of OpenSSH 9.2.
    const FOREIGN: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCXi/++wK
f7Rh54LriIAx53AAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIDEVIhDKeLpLGbNf
P5KHtquI/iCBPoVKD6Hq1nuSlvT/AAAAkHDpwwACK/stMzImNlvXVHYwrbqmrfFiReFn2Y
Idcjraa9pGT/6LilZK/3L+mfyvoT4xOFdius0mXFAt/AxZzWRrITL4aQDJ15pdlqlzqGYt
MyjOBuXNBp+GwJusF+U/QoBNiqRGjr5OLvTfW9Ar3WU/+gy+sfLeC2uWHYKQ+9PZ2Tq+jR
sne+AjwMp6LDEonQ==
-----END OPENSSH PRIVATE KEY-----
";

    #[test]
    fn a_file_of_ssh_keygen_opens() {
        let key = opened(FOREIGN, "hello there").unwrap().public();
        assert_eq!(
            key.ssh(),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDEVIhDKeLpLGbNfP5KHtquI/iCBPoVKD6Hq1nuSlvT/"
        );
        assert!(matches!(opened(FOREIGN, "hello"), Err(Error::PassphraseWrong)));
    }

    /// The parts of a file: cipher, kdf, options, count, public blob, section.
    fn file(parts: &[&[u8]], count: u32, blob: &[u8], section: &[u8]) -> String {
        let mut out = MAGIC.to_vec();
        parts.iter().for_each(|part| string(&mut out, part));
        out.extend_from_slice(&count.to_be_bytes());
        string(&mut out, blob);
        string(&mut out, section);
        format!("{BEGIN}\n{}\n{END}\n", BASE64.encode(out))
    }

    fn plain(seed: [u8; 32], named: [u8; 32], check: [u32; 2], padding: &[u8]) -> Vec<u8> {
        let public = *SecretKey::from_seed(&seed).public().raw();
        let mut out = check.map(u32::to_be_bytes).concat();
        string(&mut out, KEY_TYPE.as_bytes());
        string(&mut out, &named);
        string(&mut out, &[seed, public].concat());
        string(&mut out, b"comment");
        out.extend_from_slice(padding);
        out
    }

    #[test]
    fn a_file_without_passphrase_is_read_and_said_to_be_open() {
        let key = SecretKey::from_seed(&[7; 32]);
        let (raw, blob) = (*key.public().raw(), public_blob(&key.public()));
        let good = plain([7; 32], raw, [5, 5], &[1, 2, 3, 4, 5, 6]);
        assert_eq!(good.len() % 8, 0);
        let none: [&[u8]; 3] = [NONE, NONE, b""];
        let text = file(&none, 1, &blob, &good);
        assert!(!OpenSsh::parse(&text).unwrap().unwrap().is_locked());
        assert_eq!(opened(&text, "").unwrap().id(), key.id());

        let other = *SecretKey::from_seed(&[8; 32]).public().raw();
        let bad = [
            file(&none, 2, &blob, &good),
            file(&none, 1, &blob, &plain([7; 32], raw, [5, 6], &[1, 2, 3, 4, 5, 6])),
            file(&none, 1, &blob, &plain([7; 32], raw, [5, 5], &[1, 2, 3, 4, 5, 7])),
            file(&none, 1, &blob, &plain([7; 32], other, [5, 5], &[1, 2, 3, 4, 5, 6])),
            file(&none, 1, &blob, &plain([8; 32], raw, [5, 5], &[1, 2, 3, 4, 5, 6])),
            file(&none, 1, &blob, &good[..good.len() - 8]),
            file(&none, 1, &blob, b"1234567"),
            file(&none, 1, &blob[..50], &good),
            file(&[NONE, NONE, b"x"], 1, &blob, &good),
            file(&[CIPHER, NONE, b""], 1, &blob, &good),
            file(&[NONE, KDF, b""], 1, &blob, &good),
            file(&none, 1, &blob, &good).replace("END OPENSSH", "END"),
            format!("{BEGIN}\n!\n{END}"),
            format!("{BEGIN}\n{}\n{END}", "A".repeat(LARGEST + 1)),
        ];
        for text in bad {
            assert!(matches!(opened(&text, ""), Err(Error::OpenSshSyntax)), "{text}");
        }
        assert!(OpenSsh::parse("-----BEGIN PRIVATE KEY-----").is_none());
    }

    #[test]
    fn other_keys_other_ciphers_and_endless_work_are_told_apart() {
        let blob = public_blob(&SecretKey::from_seed(&[7; 32]).public());
        let mut rsa = Vec::new();
        string(&mut rsa, b"ssh-rsa");
        let options = |rounds: u32| {
            let mut out = Vec::new();
            string(&mut out, &[1; 16]);
            out.extend_from_slice(&rounds.to_be_bytes());
            out
        };
        let parse = |text: String| OpenSsh::parse(&text).unwrap().map(|_| ());
        let section = [0; 16];
        assert!(parse(file(&[CIPHER, KDF, &options(1)], 1, &blob, &section)).is_ok());
        let refused = parse(file(&[CIPHER, KDF, &options(1)], 1, &rsa, &section));
        assert!(matches!(refused, Err(Error::KeyNotEd25519)));
        let refused = parse(file(&[b"aes256-cbc", KDF, &options(1)], 1, &blob, &section));
        assert!(matches!(refused, Err(Error::OpenSshCipher { name }) if name == "aes256-cbc"));
        let refused = parse(file(&[CIPHER, KDF, &options(MOST_ROUNDS + 1)], 1, &blob, &section));
        assert!(matches!(refused, Err(Error::KeyFileCost)));
        for bad in [options(0), b"".to_vec(), [options(1), vec![0]].concat()] {
            let refused = parse(file(&[CIPHER, KDF, &bad], 1, &blob, &section));
            assert!(matches!(refused, Err(Error::OpenSshSyntax)));
        }
    }

    #[test]
    fn no_octet_of_a_file_can_change_and_give_another_key() {
        let key = SecretKey::from_seed(&[7; 32]);
        let (raw, blob) = (*key.public().raw(), public_blob(&key.public()));
        let good = plain([7; 32], raw, [5, 5], &[1, 2, 3, 4, 5, 6]);
        let text = file(&[NONE, NONE, b""], 1, &blob, &good);
        let body = text.trim().strip_prefix(BEGIN).unwrap().strip_suffix(END).unwrap().trim();
        let bytes = BASE64.decode(body).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            let text = format!("{BEGIN}\n{}\n{END}\n", BASE64.encode(other));
            if let Ok(opened) = opened(&text, "") {
                assert_eq!(opened.id(), key.id(), "octet {at}");
            }
        }
    }
}

//! The digest algorithms that other people's bags use (RFC 8493 §2.4). MD5 is read because old bags
//! have nothing else; nothing of ours is ever written or signed with it.

use std::io::{self, Read};

use sha2::digest::DynDigest;

use crate::base::digest::BLOCK;

/// An algorithm that is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Algorithm {
    /// RFC 1321; broken, still in old bags.
    Md5,
    /// FIPS 180-4.
    Sha224,
    /// FIPS 180-4.
    Sha256,
    /// FIPS 180-4.
    Sha384,
    /// FIPS 180-4.
    Sha512,
    /// GB/T 32905.
    Sm3,
}

impl Algorithm {
    const ALL: [Self; 6] =
        [Self::Md5, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512, Self::Sm3];

    /// As it stands in the names of manifests.
    pub fn word(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
            Self::Sm3 => "sm3",
        }
    }

    /// The algorithm of a manifest's name; `None` for one that is not read.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.word() == word)
    }

    fn hasher(self) -> Box<dyn DynDigest> {
        match self {
            Self::Md5 => Box::new(md5::Md5::default()),
            Self::Sha224 => Box::new(sha2::Sha224::default()),
            Self::Sha256 => Box::new(sha2::Sha256::default()),
            Self::Sha384 => Box::new(sha2::Sha384::default()),
            Self::Sha512 => Box::new(sha2::Sha512::default()),
            Self::Sm3 => Box::new(sm3::Sm3::default()),
        }
    }

    /// Hexadecimal digits of a digest.
    pub fn digits(self) -> usize {
        self.hasher().output_size() * 2
    }
}

/// Digests of a stream with several algorithms in one read, in lower-case hexadecimal; `false` of
/// `go_on`, which is told the octets of each step, ends it early.
pub fn digests(
    mut reader: impl Read,
    algorithms: &[Algorithm],
    mut go_on: impl FnMut(u64) -> bool,
) -> io::Result<Option<Vec<String>>> {
    let mut hashers: Vec<_> = algorithms.iter().map(|a| a.hasher()).collect();
    let mut block = vec![0; BLOCK];
    loop {
        let read = match reader.read(&mut block) {
            Ok(0) => break,
            Ok(n) => block.get(..n).unwrap_or_default(),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hashers.iter_mut().for_each(|h| h.update(read));
        if !go_on(read.len() as u64) {
            return Ok(None);
        }
    }
    Ok(Some(hashers.into_iter().map(|h| hex::encode(h.finalize())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors_of_every_algorithm() {
        let abc = digests(&b"abc"[..], &Algorithm::ALL, |_| true).unwrap().unwrap();
        assert_eq!(abc[0], "900150983cd24fb0d6963f7d28e17f72");
        assert!(abc[1].starts_with("23097d223405d8228642a477bda255b3"));
        assert!(abc[2].starts_with("ba7816bf8f01cfea414140de5dae2223"));
        assert!(abc[3].starts_with("cb00753f45a35e8bb5a03d699ac65007"));
        assert!(abc[4].starts_with("ddaf35a193617abacc417349ae204131"));
        assert!(abc[5].starts_with("66c7f0f462eeedd9d1f2d46bdc10e4e2"));
        for (algorithm, digest) in Algorithm::ALL.into_iter().zip(&abc) {
            assert_eq!(digest.len(), algorithm.digits());
            assert_eq!(Algorithm::of(algorithm.word()), Some(algorithm));
        }
        assert_eq!(Algorithm::of("sha1"), None);
        assert_eq!(digests(&b"abc"[..], &Algorithm::ALL, |_| false).unwrap(), None);
    }
}

//! The trust file (`juanzong.trust/1`, `formats.md` §5): which key ring a verifier believes. It
//! comes from outside the thing that is verified, never from within.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::base::digest::Digest;
use crate::base::json;
use crate::verdict::{Code, Finding, Place};

use super::Error;
use super::canonical::{self, Map, Object, Sink as _, put_text, same};
use super::keyring::{FOLDER, History, LARGEST, Ring, ring_name};
use super::predicate::RingRef;

const SCHEMA: &str = "juanzong.trust/1";

/// The digests of all versions up to a newest one, and that version itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trust {
    rings: Vec<Digest>,
    newest: Ring,
}

impl Trust {
    /// Trust in a history as it stands; `None` for an empty one. Whoever makes it has looked at
    /// what [`History::check`] found.
    #[must_use]
    pub fn of(history: &History) -> Option<Self> {
        let rings = history.versions().iter().map(|v| v.digest).collect();
        Some(Self { rings, newest: history.newest()?.clone() })
    }

    /// The newest version that it knows.
    #[must_use]
    pub fn newest(&self) -> &Ring {
        &self.newest
    }

    /// Whether a version that something names is the trusted one of its number; `None` for a version
    /// later than it knows.
    #[must_use]
    pub fn knows(&self, named: RingRef) -> Option<bool> {
        let at = usize::try_from(named.version).ok()?.checked_sub(1)?;
        self.rings.get(at).map(|digest| *digest == named.sha256)
    }

    /// The exact text of the file.
    #[must_use]
    pub fn write(&self) -> String {
        Map::new()
            .text("schema", SCHEMA)
            .list("rings", &self.rings, |sink, ring| put_text(sink, &ring.to_string()))
            .text("newest", &BASE64.encode(self.newest.write()))
            .end()
            + "\n"
    }

    /// Reads a trust file.
    ///
    /// # Errors
    /// [`Error::Trust`], with the field that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(bytes).map_err(Error::Trust)
    }

    fn read(bytes: &[u8]) -> Result<Self, canonical::Error> {
        // Base64 adds a third, the digests a little.
        if bytes.len() > LARGEST * 2 {
            return Err(canonical::Error::Large { what: "octets", limit: LARGEST * 2 });
        }
        let value = json::read(bytes)?;
        let o = Object::open(&value, "", None, &["schema", "rings", "newest"])?;
        let found = o.text("schema")?;
        if found != SCHEMA {
            return Err(canonical::Error::Type { found });
        }
        let mut rings = Vec::new();
        for item in o.list("rings")? {
            let digest = item.as_text().and_then(Digest::parse);
            rings.push(digest.ok_or_else(|| o.invalid("rings", "a list of digests"))?);
        }
        let ring = BASE64.decode(o.text("newest")?).map_err(|_| o.invalid("newest", "base64"))?;
        let newest = Ring::parse(&ring)?;
        let length = rings.len() as u64;
        if newest.version() != length || rings.last() != Some(&Digest::sha256(&ring)) {
            return Err(o.invalid("newest", "the last of the rings"));
        }
        let trust = Self { rings, newest };
        same(bytes, |came| came.put(&trust.write()))?;
        Ok(trust)
    }

    /// Compares the versions that something carries with those that are trusted: the same number
    /// with another digest is a fork. Later versions than the newest trusted one stand on their
    /// approvals, which [`History::check`] counted.
    #[must_use]
    pub fn check(&self, history: &History) -> Vec<Finding> {
        let pairs = history.versions().iter().zip(&self.rings);
        pairs
            .filter(|(version, trusted)| version.digest != **trusted)
            .map(|(version, trusted)| {
                let name = ring_name(version.ring.version());
                Finding::new(Code::KeyringFork, Place::file(format!("{FOLDER}/{name}")))
                    .with("version", version.ring.version())
                    .with("trusted", trusted)
                    .with("found", version.digest)
            })
            .collect()
    }

    /// What is known today: the newest version of both.
    #[must_use]
    pub fn newest_of<'a>(&'a self, history: &'a History) -> &'a Ring {
        match history.newest() {
            Some(carried) if carried.version() > self.newest.version() => carried,
            Some(_) | None => &self.newest,
        }
    }
}

/// The finding that no trust was given: whose keys these are is then unknown.
#[must_use]
pub fn untrusted() -> Finding {
    Finding::new(Code::KeyringUntrusted, Place::file(FOLDER))
}

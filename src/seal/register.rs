//! Entries of a register of received packages (`juanzong.register/1`): what was received, when, by
//! whom, each entry naming the digest of the one before, each signed with a side-car that
//! `ssh-keygen -Y verify -n register@juanzong.example` checks.
//!
//! One entry lists what one person took in at one time, sorted by path. Its spelling is that of
//! statements: what is read is written again and must be the same.

use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::base::{json, name};

use super::canonical::{self, Map, Object, Sink, put_text, same};
use super::predicate::RingRef;
use super::sshsig::SideCar;
use super::{Error, Namespace, Person, SecretKey};

/// What an entry says it is.
const SCHEMA: &str = "juanzong.register/1";
/// Largest entry that is read, in octets.
pub const LARGEST: usize = 8 << 20;
/// Most packages of one entry.
pub const MOST: usize = 2_000;
/// Longest path of a package, in octets.
const LONGEST: usize = 4 << 10;

/// A package as it was received.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Received {
    /// Where it was put, below the folder of packages.
    pub path: String,
    /// The case's number.
    pub case: String,
    /// The division it was opened in.
    pub division: String,
    /// The grade it was opened for.
    pub grade: String,
    /// When it claims to have been sealed for filing.
    pub filed: Moment,
    /// SHA-256 of the zip; none for an unpacked folder.
    pub package: Option<Digest>,
    /// SHA-256 of its list of tag files, which tells it from every other, zip or folder.
    pub bag: Digest,
    /// Digests of its opening and seals, in order.
    pub seals: Vec<Digest>,
}

/// An entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u64,
    /// Digest of the entry before; none for the first.
    pub prev: Option<Digest>,
    /// When the packages were received.
    pub at: Moment,
    /// Who received them.
    pub person: Person,
    /// The key ring by which that person holds the key.
    pub keyring: RingRef,
    /// What was received, sorted by path, each path once; at least one.
    pub packages: Vec<Received>,
}

impl Entry {
    /// The exact bytes of the entry.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.put(String::new());
        out.push('\n');
        out.into_bytes()
    }

    fn put<S: Sink>(&self, sink: S) -> S {
        Map::on(sink)
            .text("schema", SCHEMA)
            .number("number", self.number)
            .maybe(self.prev, |m, d| m.digest("prev", d))
            .shown("at", self.at)
            .shown("person", &self.person)
            .field("keyring", |sink| {
                Map::on(sink)
                    .number("version", self.keyring.version)
                    .shown("sha256", self.keyring.sha256)
                    .end();
            })
            .lines("packages", &self.packages, |sink, p| {
                Map::on(sink)
                    .text("path", &p.path)
                    .text("case", &p.case)
                    .text("division", &p.division)
                    .text("grade", &p.grade)
                    .shown("filed", p.filed)
                    .maybe(p.package, |m, d| m.digest("package", d))
                    .digest("bag", p.bag)
                    .list("seals", &p.seals, |sink, seal| put_text(sink, &seal.to_string()))
                    .end();
            })
            .end()
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// [`Error::Register`], with the field that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(bytes).map_err(Error::Register)
    }

    fn read(bytes: &[u8]) -> Result<Self, canonical::Error> {
        if bytes.len() > LARGEST {
            return Err(canonical::Error::Large { what: "octets", limit: LARGEST });
        }
        let value = json::read(bytes)?;
        let known = ["schema", "number", "prev", "at", "person", "keyring", "packages"];
        let o = Object::open(&value, "", None, &known)?;
        let found = o.text("schema")?;
        if found != SCHEMA {
            return Err(canonical::Error::Type { found });
        }
        let ring = o.object("keyring", &["version", "sha256"])?;
        let keyring = RingRef { version: ring.number("version", 1)?, sha256: ring.hex("sha256")? };
        let mut packages: Vec<Received> = Vec::new();
        for (at, item) in o.list("packages")?.iter().enumerate() {
            let package = received(item, at)?;
            if packages.last().is_some_and(|last| last.path >= package.path) {
                return Err(o.order("packages"));
            }
            packages.push(package);
        }
        if packages.is_empty() || packages.len() > MOST {
            return Err(o.invalid("packages", "one to two thousand packages"));
        }
        let entry = Self {
            number: o.number("number", 1)?,
            prev: o.maybe("prev", Object::digest)?,
            at: o.moment("at")?,
            person: o.person("person")?,
            keyring,
            packages,
        };
        same(bytes, |came| {
            entry.put(&mut *came);
            came.put("\n");
        })?;
        Ok(entry)
    }

    /// Its digest, which the next entry names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.write())
    }

    /// The side-car by a key.
    #[must_use]
    pub fn sign(&self, key: &SecretKey) -> String {
        SideCar::sign(&self.write(), Namespace::Register, key).write(Namespace::Register)
    }
}

fn received(item: &json::Read<'_>, at: usize) -> Result<Received, canonical::Error> {
    let known = ["path", "case", "division", "grade", "filed", "package", "bag", "seals"];
    let o = Object::open(item, "packages", Some(at), &known)?;
    let path = o.line("path")?;
    let steps = path.split('/').all(|step| !matches!(step, "" | "." | ".."));
    if !steps || path.len() > LONGEST {
        return Err(o.invalid("path", "a path below the folder"));
    }
    let mut seals = Vec::new();
    for seal in o.list("seals")? {
        let digest = seal.as_text().and_then(Digest::parse);
        seals.push(digest.ok_or_else(|| o.invalid("seals", "a list of digests"))?);
    }
    let case = o.line("case")?;
    if !name::is_id(&case) {
        return Err(o.invalid("case", "an id"));
    }
    Ok(Received {
        path,
        case,
        division: o.text("division")?,
        grade: o.text("grade")?,
        filed: o.moment("filed")?,
        package: o.maybe("package", Object::digest)?,
        bag: o.digest("bag")?,
        seals,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let at = Moment::parse("2026-06-01T09:00:00+08:00").unwrap();
        let package = |path: &str, zip: bool| Received {
            path: path.into(),
            case: "TS-130283-2026Q2-0007".into(),
            division: "130283".into(),
            grade: "C".into(),
            filed: at,
            package: zip.then_some(Digest([1; 32])),
            bag: Digest([2; 32]),
            seals: vec![Digest([3; 32]), Digest([4; 32])],
        };
        Entry {
            number: 2,
            prev: Some(Digest([5; 32])),
            at,
            person: Person::parse("p-0008").unwrap(),
            keyring: RingRef { version: 1, sha256: Digest([6; 32]) },
            packages: vec![package("2026/a.zip", true), package("2026/甲", false)],
        }
    }

    #[test]
    fn an_entry_has_one_spelling() {
        let bytes = entry().write();
        assert_eq!(Entry::parse(&bytes).unwrap(), entry());
        assert_eq!(entry().digest(), Digest::sha256(&bytes));
        let text = String::from_utf8(bytes).unwrap();
        for (from, to) in [
            ("\"number\":2", "\"number\":02"),
            ("\"number\":2", "\"number\":0"),
            ("2026/甲", "../甲"),
            ("2026/甲", "2026//甲"),
            ("2026/a.zip", "2026/甲"),
            (",\"grade\"", ", \"grade\""),
            ("register/1", "register/2"),
            ("\"case\"", "\"Case\""),
            ("]}\n", "]}"),
        ] {
            let bad = text.replacen(from, to, 1);
            assert_ne!(bad, text, "{from}");
            assert!(matches!(Entry::parse(bad.as_bytes()), Err(Error::Register(_))), "{to}");
        }
        let empty = Entry { packages: vec![], ..entry() };
        assert!(Entry::parse(&empty.write()).is_err());
    }

    #[test]
    fn an_entry_is_signed_for_the_register_and_nothing_else() {
        let key = SecretKey::from_seed(&[8; 32]);
        let car = entry().sign(&key);
        let read = SideCar::read(car.as_bytes(), Namespace::Register).unwrap();
        assert!(read.verifies(&entry().write(), Namespace::Register) && read.key == key.public());
        assert!(SideCar::read(car.as_bytes(), Namespace::Seal).is_err());
    }
}

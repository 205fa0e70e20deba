//! Statements: the exact bytes that reviewers and sealers sign (`formats.md` §3; in-toto Statement
//! v1). A [`Statement`] that exists is well formed; its bytes follow from it.

use crate::base::digest::Digest;
use crate::base::json;
use crate::verdict::{Code, Finding, Place};

use super::canonical::{self, Map, Object, same};
use super::predicate::{PREFIX, Predicate};

pub use super::canonical::Error;

/// Largest statement that is read, in octets.
pub const LARGEST: usize = 64 << 20;
/// Most subjects of one statement.
pub const MOST_SUBJECTS: usize = 200_000;

const TYPE: &str = "https://in-toto.io/Statement/v1";

/// A file that a statement is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Subject {
    /// Package path.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// SM3 of its bytes, where the profile asks for it.
    pub sm3: Option<Digest>,
}

/// A predicate about subjects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    subjects: Vec<Subject>,
    predicate: Predicate,
}

impl Statement {
    /// Makes a statement; subjects, rows, shown documents and members are put in order.
    ///
    /// # Errors
    /// A field that the format refuses: see [`Error`].
    pub fn new(mut subjects: Vec<Subject>, mut predicate: Predicate) -> Result<Self, Error> {
        subjects.sort();
        match &mut predicate {
            Predicate::Review(review) => {
                review.rows.sort();
                review.shown.sort_by(|a, b| a.name.cmp(&b.name));
            }
            Predicate::Roster(roster) => roster.members.sort_by(|a, b| a.person.cmp(&b.person)),
            Predicate::Open(_) | Predicate::Seal(_) => {}
        }
        // Whatever the reader would refuse must not be signed.
        Self::parse(&Self { subjects, predicate }.write())
    }

    /// The subjects, sorted bytewise by name.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The subject of a name.
    #[must_use]
    pub fn subject(&self, name: &str) -> Option<&Subject> {
        let at = self.subjects.binary_search_by(|s| s.name.as_str().cmp(name)).ok()?;
        self.subjects.get(at)
    }

    /// What it says.
    #[must_use]
    pub fn predicate(&self) -> &Predicate {
        &self.predicate
    }

    /// The exact bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let subject = |s: &Subject| {
            let digest = canonical::digest_object(s.sha256, s.sm3);
            Map::new().text("name", &s.name).raw("digest", &digest).end()
        };
        let subjects = canonical::lines(self.subjects.iter().map(subject));
        let kind = json::quote(&format!("{PREFIX}{}", self.predicate.kind()));
        let predicate = self.predicate.write();
        let whole = Map::new()
            .text("_type", TYPE)
            .row("subject", &subjects)
            .row("predicateType", &kind)
            .row("predicate", &predicate)
            .end();
        (whole + "\n").into_bytes()
    }

    /// Reads a statement that is spelled exactly as [`Statement::write`] spells it.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > LARGEST {
            return Err(Error::Large { what: "octets", limit: LARGEST });
        }
        let value = json::parse(bytes)?;
        let known = ["_type", "subject", "predicateType", "predicate"];
        let o = Object::open(&value, "", None, &known)?;
        let found = o.text("_type")?;
        if found != TYPE {
            return Err(Error::Type { found });
        }
        let list = o.list("subject")?;
        if list.len() > MOST_SUBJECTS {
            return Err(Error::Large { what: "subjects", limit: MOST_SUBJECTS });
        }
        let mut subjects: Vec<Subject> = Vec::with_capacity(list.len());
        for (i, item) in list.iter().enumerate() {
            let s = Object::open(item, "subject", Some(i), &["name", "digest"])?;
            let name = s.path("name")?;
            if subjects.last().is_some_and(|last| last.name >= name) {
                return Err(o.order("subject"));
            }
            let (sha256, sm3) = s.digests("digest", &["sha256", "sm3"])?;
            subjects.push(Subject { name, sha256, sm3 });
        }
        let predicate = Predicate::read(&o.text("predicateType")?, o.value("predicate")?)?;
        let statement = Self { subjects, predicate };
        same(bytes, &statement.write())?;
        Ok(statement)
    }
}

/// The finding that a file is no statement.
#[must_use]
pub fn finding(error: &Error, file: &str) -> Finding {
    let code = match error {
        Error::Type { .. } | Error::PredicateType { .. } => Code::SealStatementType,
        Error::NotCanonical { .. } | Error::Order { .. } => Code::SealStatementNotCanonical,
        Error::Large { .. }
        | Error::Json(_)
        | Error::Unknown { .. }
        | Error::Missing { .. }
        | Error::Invalid { .. } => Code::SealStatementSyntax,
    };
    let mut finding = Finding::new(code, Place::file(file));
    finding.facts = error.facts();
    finding
}

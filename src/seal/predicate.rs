//! What statements say: the predicates of `formats.md` §3, field by field in the order in which
//! they are written.

use std::fmt;
use std::str::FromStr;

use crate::base::digest::Digest;
use crate::base::json;
use crate::base::time::Moment;

use super::canonical::{Error, Map, Object};
use super::namespace::Namespace;
use super::person::Person;

/// What every predicate type begins with.
pub const PREFIX: &str = "https://juanzong.example/predicate/";

/// A version of the key ring and its digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RingRef {
    /// Number of the version, from 1.
    pub version: u64,
    /// SHA-256 of the ring's bytes.
    pub sha256: Digest,
}

/// The opinion of a reviewer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Opinion {
    /// 同意.
    Agree,
    /// 不同意.
    Disagree,
    /// 弃权.
    Abstain,
    /// 撤回: the seat is empty again.
    Withdraw,
}

impl Opinion {
    /// All opinions.
    pub const ALL: [Self; 4] = [Self::Agree, Self::Disagree, Self::Abstain, Self::Withdraw];

    /// The written word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Abstain => "abstain",
            Self::Withdraw => "withdraw",
        }
    }
}

impl fmt::Display for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is none of an enum's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a known word")]
pub struct NoSuchWord;

impl FromStr for Opinion {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Self::ALL.into_iter().find(|o| o.as_str() == text).ok_or(NoSuchWord)
    }
}

/// How a seal closes its stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The stage is done.
    Done,
    /// The case goes back.
    Return {
        /// The earlier stage from which all stages follow again.
        to: String,
    },
}

/// A document that was shown to a reviewer before signing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Its name, one of the subjects.
    pub name: String,
    /// How many pages were shown.
    pub pages: u64,
    /// When.
    pub at: Moment,
}

/// One person of a roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// Whether the person was there.
    pub present: bool,
    /// Why not, or why recused.
    pub reason: Option<String>,
    /// Whether the person stepped back (回避).
    pub recused: bool,
}

/// `open/v1`: opens a case and pins its facts and rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Open {
    /// Case id.
    pub case: String,
    /// Administrative division, as in the case's facts.
    pub division: String,
    /// Unified social credit code of the enterprise.
    pub code: String,
    /// The plant.
    pub plant: String,
    /// The grade applied for.
    pub grade: String,
    /// The round.
    pub round: String,
    /// Id of the profile.
    pub profile: String,
    /// 32 lower-case hexadecimal digits that make the opening unique.
    pub nonce: String,
    /// The opening that this one replaces.
    pub replaces: Option<Digest>,
    /// Who signs.
    pub person: Person,
    /// In which seat.
    pub seat: String,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// Under which key ring.
    pub keyring: RingRef,
    /// SHA-256 of the sorted manifest lines of all files in `rules/`.
    pub policy: Digest,
}

/// `review/v1`: one person's opinion in one seat about named files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// Case id.
    pub case: String,
    /// Number of the seal that will close the stage.
    pub nn: u64,
    /// Stage id.
    pub stage: String,
    /// Seat id.
    pub seat: String,
    /// Who signs.
    pub person: Person,
    /// The person's how-manieth statement in this seat and stage, from 1.
    pub k: u64,
    /// The opinion.
    pub opinion: Opinion,
    /// Its words; may be empty.
    pub text: String,
    /// Rows of indicators that the opinion covers, sorted bytewise.
    pub rows: Vec<String>,
    /// What was shown before signing, sorted by name.
    pub shown: Vec<Shown>,
    /// The roster in force, for a roster seat.
    pub roster: Option<Digest>,
    /// The statement k − 1.
    pub supersedes: Option<Digest>,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// The previous seal.
    pub prev_seal: Digest,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// `roster/v1`: who belongs to a plural seat, and who was there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roster {
    /// Case id.
    pub case: String,
    /// Number of the seal that will close the stage.
    pub nn: u64,
    /// Stage id.
    pub stage: String,
    /// The plural seat.
    pub seat: String,
    /// Its members, sorted by person.
    pub members: Vec<Member>,
    /// Who signs.
    pub person: Person,
    /// The signer's own seat.
    pub by: String,
    /// The signer's how-manieth roster of this seat and stage, from 1.
    pub k: u64,
    /// The roster k − 1.
    pub supersedes: Option<Digest>,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// The previous seal.
    pub prev_seal: Digest,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// `seal/v1`: closes a stage over its files and statements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seal {
    /// Case id.
    pub case: String,
    /// Its number along the chain, from 1.
    pub nn: u64,
    /// Stage id.
    pub stage: String,
    /// How the stage ends.
    pub outcome: Outcome,
    /// Who signs.
    pub person: Person,
    /// The sealing seat.
    pub seat: String,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// The previous seal or the opening.
    pub prev_seal: Digest,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// What a statement says about its subjects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Predicate {
    /// `open/v1`.
    Open(Open),
    /// `review/v1`.
    Review(Review),
    /// `roster/v1`.
    Roster(Roster),
    /// `seal/v1`.
    Seal(Seal),
}

impl Predicate {
    /// The last part of the predicate type: `review/v1`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open(_) => "open/v1",
            Self::Review(_) => "review/v1",
            Self::Roster(_) => "roster/v1",
            Self::Seal(_) => "seal/v1",
        }
    }

    /// What the signature is for; the key's `use` must hold the same word.
    #[must_use]
    pub fn namespace(&self) -> Namespace {
        match self {
            Self::Review(_) | Self::Roster(_) => Namespace::Review,
            Self::Open(_) | Self::Seal(_) => Namespace::Seal,
        }
    }

    /// Case id.
    #[must_use]
    pub fn case(&self) -> &str {
        match self {
            Self::Open(p) => &p.case,
            Self::Review(p) => &p.case,
            Self::Roster(p) => &p.case,
            Self::Seal(p) => &p.case,
        }
    }

    /// Who signs.
    #[must_use]
    pub fn person(&self) -> &Person {
        match self {
            Self::Open(p) => &p.person,
            Self::Review(p) => &p.person,
            Self::Roster(p) => &p.person,
            Self::Seal(p) => &p.person,
        }
    }

    /// The seat in which the signer signs (for a roster the signer's own, not the plural one).
    #[must_use]
    pub fn seat(&self) -> &str {
        match self {
            Self::Open(p) => &p.seat,
            Self::Review(p) => &p.seat,
            Self::Roster(p) => &p.by,
            Self::Seal(p) => &p.seat,
        }
    }

    /// Stage id; an opening has none.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        match self {
            Self::Open(_) => None,
            Self::Review(p) => Some(&p.stage),
            Self::Roster(p) => Some(&p.stage),
            Self::Seal(p) => Some(&p.stage),
        }
    }

    /// When it was signed, as the signer claims.
    #[must_use]
    pub fn signed_at(&self) -> Moment {
        match self {
            Self::Open(p) => p.signed_at,
            Self::Review(p) => p.signed_at,
            Self::Roster(p) => p.signed_at,
            Self::Seal(p) => p.signed_at,
        }
    }

    /// The key ring under which it was signed.
    #[must_use]
    pub fn keyring(&self) -> RingRef {
        match self {
            Self::Open(p) => p.keyring,
            Self::Review(p) => p.keyring,
            Self::Roster(p) => p.keyring,
            Self::Seal(p) => p.keyring,
        }
    }

    /// The seal before it; an opening has none.
    #[must_use]
    pub fn prev_seal(&self) -> Option<Digest> {
        match self {
            Self::Open(_) => None,
            Self::Review(p) => Some(p.prev_seal),
            Self::Roster(p) => Some(p.prev_seal),
            Self::Seal(p) => Some(p.prev_seal),
        }
    }

    /// Where its `.json` lies, in the case folder and in the package (`formats.md` §2); the
    /// opening of a chain that has an opening already is numbered by the caller.
    #[must_use]
    pub fn file(&self) -> String {
        match self {
            Self::Open(_) => "seals/00-open.json".to_owned(),
            Self::Review(p) => {
                format!("reviews/{:02}-{}/{}.{}.{}.json", p.nn, p.stage, p.seat, p.person, p.k)
            }
            Self::Roster(p) => {
                let (stage, seat) = (&p.stage, &p.seat);
                format!("reviews/{:02}-{stage}/roster.{seat}.{}.{}.json", p.nn, p.person, p.k)
            }
            Self::Seal(p) => format!("seals/{:02}-{}.json", p.nn, p.stage),
        }
    }

    /// The fields as one JSON object.
    pub(super) fn write(&self) -> String {
        match self {
            Self::Open(p) => p.write(),
            Self::Review(p) => p.write(),
            Self::Roster(p) => p.write(),
            Self::Seal(p) => p.write(),
        }
    }

    /// Reads the fields that a predicate type has.
    pub(super) fn read(full: &str, value: &json::Value) -> Result<Self, Error> {
        match full.strip_prefix(PREFIX) {
            Some("open/v1") => Open::read(value).map(Self::Open),
            Some("review/v1") => Review::read(value).map(Self::Review),
            Some("roster/v1") => Roster::read(value).map(Self::Roster),
            Some("seal/v1") => Seal::read(value).map(Self::Seal),
            Some(_) | None => Err(Error::PredicateType { found: full.to_owned() }),
        }
    }
}

/// `{"version":n,"sha256":"…"}` under `keyring`.
fn write_ring(map: Map, ring: RingRef) -> Map {
    let object = Map::new().number("version", ring.version).shown("sha256", ring.sha256).end();
    map.raw("keyring", &object)
}

fn read_ring(object: Object<'_>) -> Result<RingRef, Error> {
    let path = object.path_of("keyring");
    let ring = Object::open(object.value("keyring")?, &path, None, &["version", "sha256"])?;
    Ok(RingRef { version: ring.number("version", 1)?, sha256: ring.hex("sha256")? })
}

fn open<'a>(value: &'a json::Value, known: &[&str]) -> Result<Object<'a>, Error> {
    Object::open(value, "predicate", None, known)
}

impl Open {
    fn write(&self) -> String {
        let map = Map::new()
            .text("case", &self.case)
            .text("division", &self.division)
            .text("code", &self.code)
            .text("plant", &self.plant)
            .text("grade", &self.grade)
            .text("round", &self.round)
            .text("profile", &self.profile)
            .text("nonce", &self.nonce)
            .maybe(self.replaces, |m, d| m.digest("replaces", d))
            .shown("person", &self.person)
            .text("seat", &self.seat)
            .shown("signedAt", self.signed_at);
        write_ring(map, self.keyring).digest("policy", self.policy).end()
    }

    fn read(value: &json::Value) -> Result<Self, Error> {
        let known = [
            "case", "division", "code", "plant", "grade", "round", "profile", "nonce", "replaces",
            "person", "seat", "signedAt", "keyring", "policy",
        ];
        let o = open(value, &known)?;
        let nonce = o.text("nonce")?;
        if nonce.len() != 32 || !nonce.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(o.invalid("nonce", "32 lower-case hexadecimal digits"));
        }
        Ok(Self {
            case: o.id("case")?,
            division: o.line("division")?,
            code: o.line("code")?,
            plant: o.line("plant")?,
            grade: o.line("grade")?,
            round: o.line("round")?,
            profile: o.id("profile")?,
            nonce,
            replaces: o.maybe("replaces", Object::digest)?,
            person: o.person("person")?,
            seat: o.id("seat")?,
            signed_at: o.moment("signedAt")?,
            keyring: read_ring(o)?,
            policy: o.digest("policy")?,
        })
    }
}

impl Review {
    fn write(&self) -> String {
        let shown = |s: &Shown| {
            Map::new().text("name", &s.name).number("pages", s.pages).shown("at", s.at).end()
        };
        let map = Map::new()
            .text("case", &self.case)
            .number("nn", self.nn)
            .text("stage", &self.stage)
            .text("seat", &self.seat)
            .shown("person", &self.person)
            .number("k", self.k)
            .shown("opinion", self.opinion)
            .text("text", &self.text)
            .list("rows", self.rows.iter().map(|r| json::quote(r)))
            .list("shown", self.shown.iter().map(shown))
            .maybe(self.roster, |m, d| m.digest("roster", d))
            .maybe(self.supersedes, |m, d| m.digest("supersedes", d))
            .shown("signedAt", self.signed_at)
            .digest("prevSeal", self.prev_seal);
        write_ring(map, self.keyring).end()
    }

    fn read(value: &json::Value) -> Result<Self, Error> {
        let known = [
            "case",
            "nn",
            "stage",
            "seat",
            "person",
            "k",
            "opinion",
            "text",
            "rows",
            "shown",
            "roster",
            "supersedes",
            "signedAt",
            "prevSeal",
            "keyring",
        ];
        let o = open(value, &known)?;
        let mut shown: Vec<Shown> = Vec::new();
        for (i, item) in o.list("shown")?.iter().enumerate() {
            let s = Object::open(item, "predicate.shown", Some(i), &["name", "pages", "at"])?;
            let name = s.path("name")?;
            if shown.last().is_some_and(|last| last.name >= name) {
                return Err(o.order("shown"));
            }
            shown.push(Shown { name, pages: s.number("pages", 0)?, at: s.moment("at")? });
        }
        Ok(Self {
            case: o.id("case")?,
            nn: o.number("nn", 1)?,
            stage: o.id("stage")?,
            seat: read_seat(o)?,
            person: o.person("person")?,
            k: o.number("k", 1)?,
            opinion: o.word("opinion")?,
            text: o.text("text")?,
            rows: o.sorted_texts("rows")?,
            shown,
            roster: o.maybe("roster", Object::digest)?,
            supersedes: read_supersedes(o)?,
            signed_at: o.moment("signedAt")?,
            prev_seal: o.digest("prevSeal")?,
            keyring: read_ring(o)?,
        })
    }
}

/// `roster` is no seat id: its statements could not be told from a roster's by their file names.
fn read_seat(o: Object<'_>) -> Result<String, Error> {
    let seat = o.id("seat")?;
    if seat == "roster" { Err(o.invalid("seat", "a seat id")) } else { Ok(seat) }
}

/// A statement names the one before it exactly when it is not the first.
fn read_supersedes(o: Object<'_>) -> Result<Option<Digest>, Error> {
    let supersedes = o.maybe("supersedes", Object::digest)?;
    match (o.number("k", 1)?, supersedes) {
        (1, Some(_)) => Err(Error::Unknown { field: o.path_of("supersedes") }),
        (2.., None) => Err(Error::Missing { field: o.path_of("supersedes") }),
        (_, supersedes) => Ok(supersedes),
    }
}

impl Roster {
    fn write(&self) -> String {
        let member = |m: &Member| {
            Map::new()
                .shown("person", &m.person)
                .flag("present", m.present)
                .maybe(m.reason.as_ref(), |map, reason| map.text("reason", reason))
                .maybe(m.recused.then_some(true), |map, yes| map.flag("recused", yes))
                .end()
        };
        let map = Map::new()
            .text("case", &self.case)
            .number("nn", self.nn)
            .text("stage", &self.stage)
            .text("seat", &self.seat)
            .list("members", self.members.iter().map(member))
            .shown("person", &self.person)
            .text("by", &self.by)
            .number("k", self.k)
            .maybe(self.supersedes, |m, d| m.digest("supersedes", d))
            .shown("signedAt", self.signed_at)
            .digest("prevSeal", self.prev_seal);
        write_ring(map, self.keyring).end()
    }

    fn read(value: &json::Value) -> Result<Self, Error> {
        let known = [
            "case",
            "nn",
            "stage",
            "seat",
            "members",
            "person",
            "by",
            "k",
            "supersedes",
            "signedAt",
            "prevSeal",
            "keyring",
        ];
        let o = open(value, &known)?;
        let mut members: Vec<Member> = Vec::new();
        let fields = ["person", "present", "reason", "recused"];
        for (i, item) in o.list("members")?.iter().enumerate() {
            let m = Object::open(item, "predicate.members", Some(i), &fields)?;
            let person = m.person("person")?;
            if members.last().is_some_and(|last| last.person >= person) {
                return Err(o.order("members"));
            }
            // Absent means no: `false` would be a second spelling.
            let recused = m.maybe("recused", Object::flag)?;
            if recused == Some(false) {
                return Err(m.invalid("recused", "true"));
            }
            members.push(Member {
                person,
                present: m.flag("present")?,
                reason: m.maybe("reason", Object::text)?,
                recused: recused.is_some(),
            });
        }
        Ok(Self {
            case: o.id("case")?,
            nn: o.number("nn", 1)?,
            stage: o.id("stage")?,
            seat: read_seat(o)?,
            members,
            person: o.person("person")?,
            by: o.id("by")?,
            k: o.number("k", 1)?,
            supersedes: read_supersedes(o)?,
            signed_at: o.moment("signedAt")?,
            prev_seal: o.digest("prevSeal")?,
            keyring: read_ring(o)?,
        })
    }
}

impl Seal {
    fn write(&self) -> String {
        let (outcome, to) = match &self.outcome {
            Outcome::Done => ("done", None),
            Outcome::Return { to } => ("return", Some(to)),
        };
        let map = Map::new()
            .text("case", &self.case)
            .number("nn", self.nn)
            .text("stage", &self.stage)
            .text("outcome", outcome)
            .maybe(to, |m, to| m.text("to", to))
            .shown("person", &self.person)
            .text("seat", &self.seat)
            .shown("signedAt", self.signed_at)
            .digest("prevSeal", self.prev_seal);
        write_ring(map, self.keyring).end()
    }

    fn read(value: &json::Value) -> Result<Self, Error> {
        let known = [
            "case", "nn", "stage", "outcome", "to", "person", "seat", "signedAt", "prevSeal",
            "keyring",
        ];
        let o = open(value, &known)?;
        let outcome = match (o.text("outcome")?.as_str(), o.has("to")) {
            ("done", false) => Outcome::Done,
            ("return", true) => Outcome::Return { to: o.id("to")? },
            ("return", false) => return Err(Error::Missing { field: o.path_of("to") }),
            ("done", true) => return Err(Error::Unknown { field: o.path_of("to") }),
            _ => return Err(o.invalid("outcome", "done or return")),
        };
        Ok(Self {
            case: o.id("case")?,
            nn: o.number("nn", 1)?,
            stage: o.id("stage")?,
            outcome,
            person: o.person("person")?,
            seat: o.id("seat")?,
            signed_at: o.moment("signedAt")?,
            prev_seal: o.digest("prevSeal")?,
            keyring: read_ring(o)?,
        })
    }
}

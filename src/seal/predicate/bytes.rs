//! How the predicates are written and read, field by field.

use crate::base::digest::Digest;
use crate::base::json;

use super::super::canonical::{Error, Map, Object, Sink, put_text};
use super::{Member, Open, Outcome, PREFIX, Predicate, Review, RingRef, Roster, Seal, Shown};

impl Predicate {
    /// Writes the fields as one JSON object.
    pub(in crate::seal) fn put(&self, sink: &mut impl Sink) {
        match self {
            Self::Open(p) => p.put(sink),
            Self::Review(p) => p.put(sink),
            Self::Roster(p) => p.put(sink),
            Self::Seal(p) => p.put(sink),
        }
    }

    /// Reads the fields that a predicate type has.
    pub(in crate::seal) fn read(full: &str, value: &json::Read<'_>) -> Result<Self, Error> {
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
pub(crate) fn put_ring<S: Sink>(map: Map<S>, ring: RingRef) -> Map<S> {
    map.field("keyring", |sink| {
        Map::on(sink).number("version", ring.version).shown("sha256", ring.sha256).end();
    })
}

pub(crate) fn read_ring(object: Object<'_>) -> Result<RingRef, Error> {
    let ring = object.object("keyring", &["version", "sha256"])?;
    Ok(RingRef { version: ring.number("version", 1)?, sha256: ring.hex("sha256")? })
}

fn open<'a>(value: &'a json::Read<'a>, known: &[&str]) -> Result<Object<'a>, Error> {
    Object::open(value, "predicate", None, known)
}

impl Open {
    fn put(&self, sink: &mut impl Sink) {
        let map = Map::on(sink)
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
        put_ring(map, self.keyring).digest("policy", self.policy).end();
    }

    fn read(value: &json::Read<'_>) -> Result<Self, Error> {
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
    fn put(&self, sink: &mut impl Sink) {
        let map = Map::on(sink)
            .text("case", &self.case)
            .number("nn", self.nn)
            .text("stage", &self.stage)
            .text("seat", &self.seat)
            .shown("person", &self.person)
            .number("k", self.k)
            .shown("opinion", self.opinion)
            .text("text", &self.text)
            .list("rows", &self.rows, |sink, row| put_text(sink, row))
            .list("shown", &self.shown, |sink, s| {
                Map::on(sink)
                    .text("name", &s.name)
                    .number("pages", s.pages)
                    .shown("at", s.at)
                    .end();
            })
            .maybe(self.roster, |m, d| m.digest("roster", d))
            .maybe(self.supersedes, |m, d| m.digest("supersedes", d))
            .shown("signedAt", self.signed_at)
            .digest("prevSeal", self.prev_seal);
        put_ring(map, self.keyring).end();
    }

    fn read(value: &json::Read<'_>) -> Result<Self, Error> {
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
    fn put(&self, sink: &mut impl Sink) {
        let map = Map::on(sink)
            .text("case", &self.case)
            .number("nn", self.nn)
            .text("stage", &self.stage)
            .text("seat", &self.seat)
            .list("members", &self.members, |sink, m| {
                Map::on(sink)
                    .shown("person", &m.person)
                    .flag("present", m.present)
                    .maybe(m.reason.as_ref(), |map, reason| map.text("reason", reason))
                    .maybe(m.recused.then_some(true), |map, yes| map.flag("recused", yes))
                    .end();
            })
            .shown("person", &self.person)
            .text("by", &self.by)
            .number("k", self.k)
            .maybe(self.supersedes, |m, d| m.digest("supersedes", d))
            .shown("signedAt", self.signed_at)
            .digest("prevSeal", self.prev_seal);
        put_ring(map, self.keyring).end();
    }

    fn read(value: &json::Read<'_>) -> Result<Self, Error> {
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
    fn put(&self, sink: &mut impl Sink) {
        let (outcome, to) = match &self.outcome {
            Outcome::Done => ("done", None),
            Outcome::Return { to } => ("return", Some(to)),
        };
        let map = Map::on(sink)
            .text("case", &self.case)
            .number("nn", self.nn)
            .text("stage", &self.stage)
            .text("outcome", outcome)
            .maybe(to, |m, to| m.text("to", to))
            .shown("person", &self.person)
            .text("seat", &self.seat)
            .shown("signedAt", self.signed_at)
            .digest("prevSeal", self.prev_seal);
        put_ring(map, self.keyring).end();
    }

    fn read(value: &json::Read<'_>) -> Result<Self, Error> {
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

//! One version of the key ring and its exact bytes.
//!
//! In the manner of statements: no white space but line feeds, which stand after the head, around
//! each list and between its elements; fields in this order, absent ones left out.
//!
//! ```text
//! {"schema":"juanzong.keyring/1","version":2,"prev":{"sha256":…},"issued":…,"roots":{"threshold":2,"keys":[…]},
//! "people":[
//! {"id":"p-0017","name":…,"org":…}
//! ],
//! "keys":[
//! {"id":…,"alg":"ed25519","spki":…,"person":…,"use":["review"],"validFrom":…,"validUntil":…,"status":{"state":…,"since":…,"knownAt":…,"reason":…}}
//! ],
//! "mandates":[
//! {"person":…,"actor":…,"seats":[…],"stages":[…],"from":…,"until":…,"act":…}
//! ],
//! "policies":[
//! {"id":…,"sha256":…}
//! ]}
//! ```
//!
//! People and keys are sorted by id, mandates and policies bytewise as they are written, all other
//! lists bytewise; nothing stands twice.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::base::digest::Digest;
use crate::base::json;
use crate::base::name;
use crate::base::time::Moment;

use super::super::canonical::{Error, Map, Object, Sink, put_text, same};
use super::super::predicate::{NoSuchWord, RingRef};
use super::super::{KeyId, Namespace, Person, PublicKey};

/// Largest ring that is read, in octets.
pub const LARGEST: usize = 16 << 20;

const SCHEMA: &str = "juanzong.keyring/1";
const ALGORITHM: &str = "ed25519";
const ROOT: &str = "root";

/// Whose approval a version needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roots {
    /// How many persons must approve.
    pub threshold: u64,
    /// The root keys, of distinct persons, sorted.
    pub keys: Vec<KeyId>,
}

/// A person of the ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The person's id.
    pub id: Person,
    /// The name as people write it.
    pub name: String,
    /// The organisation.
    pub org: String,
}

/// What a key may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Use {
    /// Approve versions of the ring, and nothing else.
    Root,
    /// Sign in these namespaces; sorted, each once, at least one.
    Sign(Vec<Namespace>),
}

/// What became of a key before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// No longer used; signatures before stay good.
    Retired,
    /// In strange hands.
    Compromised,
    /// Enrolled in error: no signature ever counts.
    NeverValid,
}

impl State {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Retired, Self::Compromised, Self::NeverValid];

    /// The written word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retired => "retired",
            Self::Compromised => "compromised",
            Self::NeverValid => "never-valid",
        }
    }
}

impl FromStr for State {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or(NoSuchWord)
    }
}

/// The status of a key: set once, never changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
    /// What became of it.
    pub state: State,
    /// Since when.
    pub since: Moment,
    /// When that was learnt.
    pub known_at: Moment,
    /// Why.
    pub reason: String,
}

/// Whether a key can have made a signature at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It holds.
    Holds,
    /// Before its first moment.
    NotYet,
    /// At or after its end.
    Ended,
    /// At or after its retirement.
    Retired,
    /// Marked compromised: a claimed time proves nothing (`REVOKED_NO_POE`).
    Compromised,
    /// Never valid.
    NeverValid,
}

/// A public key, its holder and its time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RingKey {
    /// The key.
    pub key: PublicKey,
    /// Who holds it.
    pub person: Person,
    /// What it may do.
    pub uses: Use,
    /// First moment at which it may sign.
    pub valid_from: Moment,
    /// First moment at which it may no longer sign.
    pub valid_until: Moment,
    /// What became of it.
    pub status: Option<Status>,
}

impl RingKey {
    /// Whether it may sign in a namespace.
    #[must_use]
    pub fn signs(&self, namespace: Namespace) -> bool {
        match &self.uses {
            Use::Sign(namespaces) => namespaces.contains(&namespace),
            Use::Root => false,
        }
    }

    /// Whether it can have signed at a moment. A key outside its time is outside it whether or not
    /// it was compromised.
    #[must_use]
    pub fn at(&self, moment: Moment) -> Standing {
        let state = self.status.as_ref().map(|s| (s.state, s.since));
        match state {
            Some((State::NeverValid, _)) => Standing::NeverValid,
            _ if moment < self.valid_from => Standing::NotYet,
            _ if moment >= self.valid_until => Standing::Ended,
            Some((State::Compromised, _)) => Standing::Compromised,
            Some((State::Retired, since)) if moment >= since => Standing::Retired,
            Some((State::Retired, _)) | None => Standing::Holds,
        }
    }

    fn put(&self, sink: &mut impl Sink) {
        let uses: Vec<&str> = match &self.uses {
            Use::Root => vec![ROOT],
            Use::Sign(namespaces) => namespaces.iter().map(|n| n.word()).collect(),
        };
        let map = Map::on(sink)
            .shown("id", self.key.id())
            .text("alg", ALGORITHM)
            .text("spki", &BASE64.encode(self.key.spki()))
            .shown("person", &self.person)
            .list("use", uses, put_text)
            .shown("validFrom", self.valid_from)
            .shown("validUntil", self.valid_until);
        let status = |map: Map<_>, s: &Status| map.field("status", |sink| s.put(sink));
        map.maybe(self.status.as_ref(), status).end();
    }

    fn read(item: &json::Read<'_>, index: usize) -> Result<Self, Error> {
        let known = ["id", "alg", "spki", "person", "use", "validFrom", "validUntil", "status"];
        let o = Object::open(item, "keys", Some(index), &known)?;
        if o.text("alg")? != ALGORITHM {
            return Err(o.invalid("alg", "ed25519"));
        }
        let der = BASE64.decode(o.text("spki")?).map_err(|_| o.invalid("spki", "base64"))?;
        let key = PublicKey::from_spki(&der).map_err(|_| o.invalid("spki", "a good key"))?;
        if o.hex("id")? != key.id().0 {
            return Err(o.invalid("id", "the digest of the key"));
        }
        let words = o.sorted_texts("use")?;
        let uses = match words.as_slice() {
            [word] if word == ROOT => Use::Root,
            [] => return Err(o.invalid("use", "at least one use")),
            words => {
                let namespaces = words.iter().map(|w| w.parse()).collect::<Result<_, _>>();
                Use::Sign(namespaces.map_err(|NoSuchWord| o.invalid("use", "known uses"))?)
            }
        };
        let (valid_from, valid_until) = (o.moment("validFrom")?, o.moment("validUntil")?);
        if valid_until < valid_from {
            return Err(o.invalid("validUntil", "a moment after validFrom"));
        }
        let person = o.person("person")?;
        let status = o.maybe("status", read_status)?;
        Ok(Self { key, person, uses, valid_from, valid_until, status })
    }
}

impl Status {
    fn put(&self, sink: &mut impl Sink) {
        Map::on(sink)
            .text("state", self.state.as_str())
            .shown("since", self.since)
            .shown("knownAt", self.known_at)
            .text("reason", &self.reason)
            .end();
    }
}

fn read_status<'a>(o: Object<'a>, key: &'a str) -> Result<Status, Error> {
    let s = o.object(key, &["state", "since", "knownAt", "reason"])?;
    Ok(Status {
        state: s.word("state")?,
        since: s.moment("since")?,
        known_at: s.moment("knownAt")?,
        reason: s.line("reason")?,
    })
}

/// Whom an act allows to sit in which seats of which stages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mandate {
    /// Who.
    pub person: Person,
    /// As which actor of the profile.
    pub actor: String,
    /// In which seats; sorted.
    pub seats: Vec<String>,
    /// In which stages; sorted.
    pub stages: Vec<String>,
    /// From when, inclusive.
    pub from: Moment,
    /// Until when, exclusive.
    pub until: Moment,
    /// The act that gives it, as people cite it.
    pub act: String,
}

impl Mandate {
    /// Whether it gives a seat in a stage at a moment.
    #[must_use]
    pub fn gives(&self, seat: &str, stage: &str, at: Moment) -> bool {
        self.from <= at
            && at < self.until
            && self.seats.iter().any(|s| s == seat)
            && self.stages.iter().any(|s| s == stage)
    }

    /// Its line in a ring; rings are sorted by it.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        self.put(&mut out);
        out
    }

    fn put(&self, sink: &mut impl Sink) {
        Map::on(sink)
            .shown("person", &self.person)
            .text("actor", &self.actor)
            .list("seats", &self.seats, |sink, seat| put_text(sink, seat))
            .list("stages", &self.stages, |sink, stage| put_text(sink, stage))
            .shown("from", self.from)
            .shown("until", self.until)
            .text("act", &self.act)
            .end();
    }

    fn read(item: &json::Read<'_>, index: usize) -> Result<Self, Error> {
        let known = ["person", "actor", "seats", "stages", "from", "until", "act"];
        let o = Object::open(item, "mandates", Some(index), &known)?;
        let ids = |key: &str| {
            let ids = o.sorted_texts(key)?;
            if ids.is_empty() || !ids.iter().all(|id| name::is_id(id)) {
                return Err(o.invalid(key, "at least one id"));
            }
            Ok(ids)
        };
        let (from, until) = (o.moment("from")?, o.moment("until")?);
        if until < from {
            return Err(o.invalid("until", "a moment after from"));
        }
        let (seats, stages) = (ids("seats")?, ids("stages")?);
        let (person, actor, act) = (o.person("person")?, o.id("actor")?, o.line("act")?);
        Ok(Self { person, actor, seats, stages, from, until, act })
    }
}

/// A set of rules that the ring accepts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Policy {
    /// Id of the profile.
    pub id: String,
    /// SHA-256 of the sorted manifest lines of all files in `rules/`.
    pub sha256: Digest,
}

/// One version of the key ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ring {
    pub(super) version: u64,
    pub(super) prev: Option<Digest>,
    pub(super) issued: Moment,
    pub(super) roots: Roots,
    pub(super) people: Vec<Holder>,
    pub(super) keys: Vec<RingKey>,
    pub(super) mandates: Vec<Mandate>,
    pub(super) policies: Vec<Policy>,
}

impl Ring {
    /// Its number, from 1.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// SHA-256 of the version before it; the first has none.
    #[must_use]
    pub fn prev(&self) -> Option<Digest> {
        self.prev
    }

    /// When it was issued.
    #[must_use]
    pub fn issued(&self) -> Moment {
        self.issued
    }

    /// Whose approval it needs.
    #[must_use]
    pub fn roots(&self) -> &Roots {
        &self.roots
    }

    /// All people, by id.
    #[must_use]
    pub fn people(&self) -> &[Holder] {
        &self.people
    }

    /// All keys, by id.
    #[must_use]
    pub fn keys(&self) -> &[RingKey] {
        &self.keys
    }

    /// All mandates, in the order in which they are written.
    #[must_use]
    pub fn mandates(&self) -> &[Mandate] {
        &self.mandates
    }

    /// The accepted rules; an empty list leaves the choice to what is built in (`formats.md` §4).
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The key of an id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&RingKey> {
        self.keys.iter().find(|k| k.key.id() == id)
    }

    /// The person of an id.
    #[must_use]
    pub fn holder(&self, person: &Person) -> Option<&Holder> {
        self.people.iter().find(|p| p.id == *person)
    }

    /// The first mandate that gives a person a seat in a stage at a moment.
    #[must_use]
    pub fn mandate(
        &self,
        person: &Person,
        seat: &str,
        stage: &str,
        at: Moment,
    ) -> Option<&Mandate> {
        self.mandates.iter().find(|m| m.person == *person && m.gives(seat, stage, at))
    }

    /// Everyone who has a mandate for a seat in a stage at a moment, by id.
    #[must_use]
    pub fn holders_of(&self, seat: &str, stage: &str, at: Moment) -> Vec<&Person> {
        let holders = self.mandates.iter().filter(|m| m.gives(seat, stage, at));
        holders.map(|m| &m.person).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether it accepts rules of a digest; `None` where it lists none at all.
    #[must_use]
    pub fn accepts(&self, policy: Digest) -> Option<bool> {
        (!self.policies.is_empty()).then(|| self.policies.iter().any(|p| p.sha256 == policy))
    }

    /// SHA-256 of its bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.write())
    }

    /// How statements name it.
    #[must_use]
    pub fn reference(&self) -> RingRef {
        RingRef { version: self.version, sha256: self.digest() }
    }

    /// The exact bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = String::new();
        self.put(&mut out);
        out.into_bytes()
    }

    fn put<S: Sink>(&self, sink: &mut S) {
        Map::on(&mut *sink)
            .text("schema", SCHEMA)
            .number("version", self.version)
            .maybe(self.prev, |m, d| m.digest("prev", d))
            .shown("issued", self.issued)
            .field("roots", |sink| self.roots.put(sink))
            .lines("people", &self.people, |sink, person| person.put(sink))
            .lines("keys", &self.keys, |sink, key| key.put(sink))
            .lines("mandates", &self.mandates, |sink, mandate| mandate.put(sink))
            .lines("policies", &self.policies, |sink, policy| policy.put(sink))
            .end();
        sink.put("\n");
    }

    /// Reads a ring that is spelled exactly as [`Ring::write`] spells it.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > LARGEST {
            return Err(Error::Large { what: "octets", limit: LARGEST });
        }
        let value = json::read(bytes)?;
        let known = [
            "schema", "version", "prev", "issued", "roots", "people", "keys", "mandates",
            "policies",
        ];
        let o = Object::open(&value, "", None, &known)?;
        let found = o.text("schema")?;
        if found != SCHEMA {
            return Err(Error::Type { found });
        }
        let ring = Self {
            version: o.number("version", 1)?,
            prev: o.maybe("prev", Object::digest)?,
            issued: o.moment("issued")?,
            roots: read_roots(o)?,
            people: read_people(o)?,
            keys: read_each(o, "keys", RingKey::read)?,
            mandates: read_each(o, "mandates", Mandate::read)?,
            policies: read_policies(o)?,
        };
        ring.hangs_together(o)?;
        same(bytes, |came| ring.put(came))?;
        Ok(ring)
    }

    /// What the fields demand of each other.
    fn hangs_together(&self, o: Object<'_>) -> Result<(), Error> {
        match (self.version, self.prev) {
            (1, Some(_)) => return Err(Error::Unknown { field: o.path_of("prev") }),
            (2.., None) => return Err(Error::Missing { field: o.path_of("prev") }),
            _ => {}
        }
        if !self.keys.iter().map(|k| k.key.id()).is_sorted_by(|a, b| a < b) {
            return Err(o.order("keys"));
        }
        if !self.mandates.iter().map(Mandate::write).is_sorted_by(|a, b| a < b) {
            return Err(o.order("mandates"));
        }
        // Two mandates that differ in their end alone could not be told apart by succession.
        let mut endless = BTreeSet::new();
        let endless_line = |m: &Mandate| Mandate { until: m.from, ..m.clone() }.write();
        if !self.mandates.iter().all(|m| endless.insert(endless_line(m))) {
            return Err(o.invalid("mandates", "a list without a mandate given twice"));
        }
        let people: BTreeSet<&Person> = self.people.iter().map(|p| &p.id).collect();
        let mut holders = self.keys.iter().map(|k| &k.person);
        if !holders.all(|p| people.contains(p)) {
            return Err(o.invalid("keys", "a list of keys of people in this ring"));
        }
        if !self.mandates.iter().all(|m| people.contains(&m.person)) {
            return Err(o.invalid("mandates", "a list of mandates of people in this ring"));
        }
        let keys: BTreeMap<KeyId, &RingKey> = self.keys.iter().map(|k| (k.key.id(), k)).collect();
        let mut persons = BTreeSet::new();
        for id in &self.roots.keys {
            let root = keys.get(id).filter(|k| k.uses == Use::Root);
            // One person with two root keys could meet a threshold of two alone.
            if !root.is_some_and(|k| persons.insert(&k.person)) {
                return Err(o.invalid("roots", "root keys of distinct people in this ring"));
            }
        }
        Ok(())
    }
}

impl Roots {
    fn put(&self, sink: &mut impl Sink) {
        Map::on(sink)
            .number("threshold", self.threshold)
            .list("keys", &self.keys, |sink, key| put_text(sink, &key.to_string()))
            .end();
    }
}

impl Holder {
    fn put(&self, sink: &mut impl Sink) {
        Map::on(sink).shown("id", &self.id).text("name", &self.name).text("org", &self.org).end();
    }
}

impl Policy {
    fn put(&self, sink: &mut impl Sink) {
        Map::on(sink).text("id", &self.id).shown("sha256", self.sha256).end();
    }
}

fn read_roots(o: Object<'_>) -> Result<Roots, Error> {
    let r = o.object("roots", &["threshold", "keys"])?;
    let mut keys = Vec::new();
    for text in r.sorted_texts("keys")? {
        keys.push(KeyId::parse(&text).ok_or_else(|| r.invalid("keys", "a list of key ids"))?);
    }
    let threshold = r.number("threshold", 1)?;
    if threshold > keys.len() as u64 {
        return Err(r.invalid("threshold", "at most the number of root keys"));
    }
    Ok(Roots { threshold, keys })
}

fn read_each<'a, T>(
    o: Object<'a>,
    key: &str,
    read: impl Fn(&'a json::Read<'a>, usize) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    o.list(key)?.iter().enumerate().map(|(i, item)| read(item, i)).collect()
}

fn read_people(o: Object<'_>) -> Result<Vec<Holder>, Error> {
    let mut people: Vec<Holder> = Vec::new();
    for (i, item) in o.list("people")?.iter().enumerate() {
        let p = Object::open(item, "people", Some(i), &["id", "name", "org"])?;
        let holder = Holder { id: p.person("id")?, name: p.line("name")?, org: p.line("org")? };
        if people.last().is_some_and(|last| last.id >= holder.id) {
            return Err(o.order("people"));
        }
        people.push(holder);
    }
    Ok(people)
}

fn read_policies(o: Object<'_>) -> Result<Vec<Policy>, Error> {
    let mut policies: Vec<Policy> = Vec::new();
    for (i, item) in o.list("policies")?.iter().enumerate() {
        let p = Object::open(item, "policies", Some(i), &["id", "sha256"])?;
        let policy = Policy { id: p.id("id")?, sha256: p.hex("sha256")? };
        if policies.last().is_some_and(|last| *last >= policy) {
            return Err(o.order("policies"));
        }
        policies.push(policy);
    }
    Ok(policies)
}

//! Statements: the exact bytes that reviewers and sealers sign (`formats.md` §3; in-toto Statement
//! v1). A [`Statement`] that exists is well formed; its bytes follow from it.

use crate::base::digest::Digest;
use crate::base::json;
use crate::verdict::{Code, Finding, Place};

use super::canonical::{self, Map, Object, Sink, put_text};
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
        let mut out = String::new();
        self.put(&mut out);
        out.into_bytes()
    }

    fn put<S: Sink>(&self, sink: &mut S) {
        Map::on(&mut *sink)
            .text("_type", TYPE)
            .lines("subject", &self.subjects, |sink, s| {
                Map::on(sink).text("name", &s.name).digests("digest", s.sha256, s.sm3).end();
            })
            .row("predicateType", |sink| {
                put_text(sink, &format!("{PREFIX}{}", self.predicate.kind()));
            })
            .row("predicate", |sink| self.predicate.put(sink))
            .end();
        sink.put("\n");
    }

    /// Reads a statement that is spelled exactly as [`Statement::write`] spells it.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > LARGEST {
            return Err(Error::Large { what: "octets", limit: LARGEST });
        }
        let value = json::read(bytes)?;
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
        canonical::same(bytes, |came| statement.put(came))?;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::predicate::{
        Member, Open, Opinion, Outcome, Review, RingRef, Roster, Seal, Shown,
    };
    use super::*;
    use crate::base::time::Moment;
    use crate::seal::Person;

    const HEX: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn digest() -> Digest {
        Digest::parse(HEX).unwrap()
    }

    fn moment() -> Moment {
        Moment::parse("2026-03-02T09:30:00+08:00").unwrap()
    }

    fn person(id: &str) -> Person {
        Person::parse(id).unwrap()
    }

    fn subject(name: &str) -> Subject {
        Subject { name: name.to_owned(), sha256: digest(), sm3: None }
    }

    fn review() -> Review {
        let name = "data/01-申报材料/申请表.pdf".to_owned();
        Review {
            case: "TS-130283-2026Q2-0007".to_owned(),
            nn: 3,
            stage: "joint".to_owned(),
            seat: "section.air".to_owned(),
            person: person("p-0017"),
            k: 1,
            opinion: Opinion::Agree,
            text: "经审核，\"材料\"齐全，\n同意。".to_owned(),
            rows: vec!["b".to_owned(), "a".to_owned()],
            shown: vec![Shown { name, pages: 2, at: moment() }],
            roster: None,
            supersedes: None,
            signed_at: moment(),
            prev_seal: digest(),
            keyring: RingRef { version: 2, sha256: digest() },
        }
    }

    fn reviewed() -> Statement {
        let subjects = vec![subject("forms/app.toml"), subject("data/01-申报材料/申请表.pdf")];
        Statement::new(subjects, Predicate::Review(review())).unwrap()
    }

    fn all() -> Vec<Statement> {
        let (case, stage) = (review().case, review().stage);
        let (person_, seat, signed_at) = (person("p-0001"), "clerk".to_owned(), moment());
        let (prev_seal, keyring) = (digest(), review().keyring);
        let open = Predicate::Open(Open {
            case: case.clone(),
            division: "130283".to_owned(),
            code: "91130200MA0TEAT01J".to_owned(),
            plant: "一厂区".to_owned(),
            grade: "C".to_owned(),
            round: "2026Q2".to_owned(),
            profile: "some-profile".to_owned(),
            nonce: "0123456789abcdef0123456789abcdef".to_owned(),
            replaces: Some(digest()),
            person: person_.clone(),
            seat: seat.clone(),
            signed_at,
            keyring,
            policy: digest(),
        });
        let member = |id, present, reason: Option<&str>, recused| Member {
            person: person(id),
            present,
            reason: reason.map(str::to_owned),
            recused,
        };
        let roster = Predicate::Roster(Roster {
            case: case.clone(),
            nn: 3,
            stage: stage.clone(),
            seat: "member".to_owned(),
            members: vec![
                member("p-0003", false, Some("出差"), false),
                member("p-0002", true, None, true),
            ],
            person: person_.clone(),
            by: seat.clone(),
            k: 2,
            supersedes: Some(digest()),
            signed_at,
            prev_seal,
            keyring,
        });
        let seal = |outcome| {
            let (case, stage, person) = (case.clone(), stage.clone(), person_.clone());
            let seat = seat.clone();
            Predicate::Seal(Seal {
                case,
                nn: 3,
                stage,
                outcome,
                person,
                seat,
                signed_at,
                prev_seal,
                keyring,
            })
        };
        let back = seal(Outcome::Return { to: "intake".to_owned() });
        let mut statements = vec![reviewed()];
        for predicate in [open, roster, seal(Outcome::Done), back] {
            let subjects = vec![Subject { sm3: Some(digest()), ..subject("rules/profile.toml") }];
            statements.push(Statement::new(subjects, predicate).unwrap());
        }
        statements
    }

    #[test]
    fn the_bytes_of_a_review_are_the_ones_of_the_format() {
        let expected = format!(
            r#"{{"_type":"https://in-toto.io/Statement/v1",
"subject":[
{{"name":"data/01-申报材料/申请表.pdf","digest":{{"sha256":"{HEX}"}}}},
{{"name":"forms/app.toml","digest":{{"sha256":"{HEX}"}}}}
],
"predicateType":"https://juanzong.example/predicate/review/v1",
"predicate":{{"case":"TS-130283-2026Q2-0007","nn":3,"stage":"joint","seat":"section.air","person":"p-0017","k":1,"opinion":"agree","text":"经审核，\"材料\"齐全，\n同意。","rows":["a","b"],"shown":[{{"name":"data/01-申报材料/申请表.pdf","pages":2,"at":"2026-03-02T09:30:00+08:00"}}],"signedAt":"2026-03-02T09:30:00+08:00","prevSeal":{{"sha256":"{HEX}"}},"keyring":{{"version":2,"sha256":"{HEX}"}}}}}}
"#
        );
        assert_eq!(String::from_utf8(reviewed().write()).unwrap(), expected);
    }

    #[test]
    fn every_kind_of_statement_is_read_as_it_was_written() {
        for statement in all() {
            assert_eq!(Statement::parse(&statement.write()).unwrap(), statement);
        }
    }

    #[test]
    fn a_second_spelling_is_refused() {
        let text = String::from_utf8(reviewed().write()).unwrap();
        let spellings = [
            text.trim_end().to_owned(),
            format!(" {text}"),
            text.replace('\n', "\r\n"),
            text.replace(",\n", ","),
            text.replace("\"nn\":3,\"stage\":\"joint\"", "\"stage\":\"joint\",\"nn\":3"),
            text.replace("agree", "\\u0061gree"),
            text.replace("data/", "data\\/"),
        ];
        for other in spellings {
            assert_ne!(other, text);
            let refused = Statement::parse(other.as_bytes());
            assert!(matches!(refused, Err(Error::NotCanonical { .. })), "{refused:?}");
        }
    }

    #[test]
    fn what_a_statement_may_not_say_is_refused_by_kind() {
        let text = String::from_utf8(reviewed().write()).unwrap();
        let cases = [
            ("Statement/v1", "Statement/v2", "type"),
            ("review/v1", "review/v2", "predicate-type"),
            ("review/v1", "seal/v1", "unknown"),
            ("\"k\":1,", "\"k\":1,\"x\":1,", "unknown"),
            ("\"k\":1,", "\"k\":2,", "missing"),
            ("\"k\":1,", "\"k\":0,", "invalid"),
            ("\"k\":1,", "", "missing"),
            ("\"k\":1,", "\"k\":1,\"k\":1,", "json"),
            ("\"k\":1,", "\"k\":null,", "invalid"),
            ("\"k\":1,", "\"k\":1,\"roster\":null,", "invalid"),
            ("\"agree\"", "\"Agree\"", "invalid"),
            ("p-0017", "p-17", "invalid"),
            ("\"section.air\"", "\"roster\"", "invalid"),
            ("\"joint\"", "\"../x\"", "invalid"),
            ("[\"a\",\"b\"]", "[\"b\",\"a\"]", "order"),
            ("[\"a\",\"b\"]", "[\"a\",\"a\"]", "order"),
            ("forms/app.toml", "data/00", "order"),
            ("forms/app.toml", "../app.toml", "invalid"),
            ("forms/app.toml", "/app.toml", "invalid"),
            ("09:30:00+08:00\"}]", "09:30:00Z\"}]", "invalid"),
            ("{\"sha256\"", "{\"sha512\"", "unknown"),
            ("同意", "e\u{301}", "invalid"),
            ("同意", "\u{85}", "invalid"),
            ("同意", "\\u001b", "invalid"),
            ("同意", "\u{1b}", "json"),
        ];
        for (from, to, fault) in cases {
            let other = text.replacen(from, to, 1);
            assert_ne!(other, text, "{from}");
            let refused = Statement::parse(other.as_bytes()).unwrap_err();
            assert_eq!(refused.fault(), fault, "{from} -> {to}: {refused}");
        }
    }

    #[test]
    fn a_statement_that_its_reader_would_refuse_cannot_be_made() {
        let make = |change: fn(&mut Review)| {
            let mut review = review();
            change(&mut review);
            Statement::new(vec![subject("a")], Predicate::Review(review))
        };
        assert!(make(|_| ()).is_ok());
        assert!(make(|r| r.k = 2).is_err());
        assert!(make(|r| r.nn = 1 << 53).is_err());
        assert!(make(|r| r.text.push('\r')).is_err());
        assert!(make(|r| r.rows = vec!["a".into(), "a".into()]).is_err());
        let twice = vec![subject("a"), subject("a")];
        assert!(Statement::new(twice, Predicate::Review(review())).is_err());
        assert!(Statement::new(vec![subject("CON")], Predicate::Review(review())).is_err());
    }

    #[test]
    fn no_single_octet_can_change_without_notice() {
        for statement in all() {
            let bytes = statement.write();
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 1;
                if let Ok(read) = Statement::parse(&other) {
                    assert_ne!(read, statement, "octet {at}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_clean_text_survives_writing_and_reading(text in "\\PC*", rows in prop::collection::vec("[a-z甲乙\"\\\\]{0,6}", 0..4)) {
            let mut review = review();
            (review.text, review.rows) = (text.clone(), rows);
            match Statement::new(vec![subject("a")], Predicate::Review(review)) {
                Ok(statement) => {
                    let bytes = statement.write();
                    prop_assert_eq!(Statement::parse(&bytes).unwrap().write(), bytes);
                }
                Err(error) => prop_assert!(
                    error.fault() == "order" || !canonical::is_clean(&text), "{}", error
                ),
            }
        }

        #[test]
        fn bytes_that_are_read_are_written_back_the_same(bytes in prop::collection::vec(any::<u8>(), 0..64), at in 0usize..400) {
            let mut whole = reviewed().write();
            let end = (at + bytes.len()).min(whole.len());
            whole.splice(at.min(end)..end, bytes);
            if let Ok(read) = Statement::parse(&whole) {
                prop_assert_eq!(read.write(), whole);
            }
        }
    }
}

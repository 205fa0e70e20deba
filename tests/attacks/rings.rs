//! C. The key ring: who may say whose keys these are, and since when.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use juanzong::base::digest::Digest;
use juanzong::seal::keyring::{
    Draft, FOLDER, History, Holder, Ring, RingKey, State, Status, Use, Version, envelope_name,
    ring_name,
};
use juanzong::seal::predicate::RingRef;
use juanzong::seal::{Namespace, Predicate, Trust};

use crate::bytes::between;
use crate::collection::{Attack, attack, key_fault};
use crate::forge::{Change, Forge, Hand, Sheet};
use crate::workshop::{
    CHAIR, Files, Given, Making, NO, YES, before, edit, known, next, packed, said,
};
use crate::world::{hour, mandate, moment, person, secret};

const SYNTAX: &[&str] = &["keyring.syntax"];

/// The clean case with its ring's text changed; what is trusted is the ring as it was.
fn ring_edited(from: &str, to: &str) -> Given {
    before(|f| f.edit("keyring/0001.json", from, to))
}

/// The clean case with the public key of person 7 exchanged in the ring.
fn enrolled(raw: [u8; 32]) -> Given {
    before(|f| {
        let (old, id) = (secret(7).public(), secret(7).id().to_string());
        let spki = [&old.spki()[..12], &raw].concat();
        f.edit("keyring/0001.json", &id, &Digest::sha256(&spki).to_string());
        f.edit("keyring/0001.json", &BASE64.encode(old.spki()), &BASE64.encode(spki));
    })
}

/// A case whose ring is changed, then its files; the verifier trusts the very ring that is at fault.
fn believed(ring: impl Fn(&mut Draft), bend: impl Fn(&mut Files)) -> Given {
    let prepare = |f: &mut Forge| bend(&mut f.files.0);
    let made = Making { ring: &ring, prepare: &prepare, ..Making::default() }.make();
    let rings: std::collections::BTreeMap<String, Vec<u8>> = made
        .files
        .iter()
        .filter_map(|(n, b)| Some((n.strip_prefix("keyring/")?.to_owned(), b.clone())))
        .collect();
    let (history, _) = History::check(FOLDER, &rings);
    let trust = Trust::of(&history).unwrap().write();
    Given { zip: packed(&made), trust: Some(trust), ..Given::default() }
}

/// A second root: person 101.
fn second_root(draft: &mut Draft, threshold: u64) {
    let (name, org) = ("某101".to_owned(), "临州分局".to_owned());
    draft.enrol(Holder { id: person(101), name, org }).unwrap();
    draft.add_key(key(101, 101, Use::Root, "2026-01-01T00:00:00", "2028-01-01T00:00:00")).unwrap();
    draft.set_roots(threshold, vec![secret(100).id(), secret(101).id()]);
}

fn key(seed: u8, of: u8, uses: Use, from: &str, until: &str) -> RingKey {
    RingKey {
        key: secret(seed).public(),
        person: person(of),
        uses,
        valid_from: moment(from),
        valid_until: moment(until),
        status: None,
    }
}

/// The dissenter signs with a second key, which is valid then.
fn second_key(from: &'static str, until: &'static str) -> Given {
    let ring = |d: &mut Draft| {
        let uses = Use::Sign(vec![Namespace::Review]);
        d.add_key(key(57, 7, uses, from, until)).unwrap();
    };
    let hand = Change(NO, |s: &mut Sheet| s.key = 57);
    Making { ring: &ring, hand: &hand, ..Making::default() }.given()
}

/// The newer ring says that the dissenter's key is no longer what it was.
fn status(state: State, since: &'static str) -> Given {
    known(|d| {
        let since = moment(since);
        let status = Status { state, since, known_at: since, reason: "测试".into() };
        d.set_status(secret(7).id(), status).unwrap();
    })
}

/// A case whose package carries a second ring, made by `second` of the first and approved by these
/// keys; the verifier trusts the first, in which a person has a seat that nobody needs.
fn carried(second: impl Fn(&Ring) -> Ring, approvers: &[u8]) -> Given {
    let spare = |d: &mut Draft| {
        d.mandate(mandate(8, &["desk"], &["second"], moment("2026-01-01T00:00:00"))).unwrap();
    };
    let made = Making { ring: &spare, ..Making::default() }.make();
    let first = made.rings[0].clone();
    let second = second(&first);
    let payload = second.write();
    let mut version = Version::unapproved(second);
    for number in approvers {
        // Who is no root of either ring is not let in by `approve`.
        version.approvals.push(juanzong::seal::envelope::Signature::sign(
            juanzong::seal::envelope::PayloadType::Ring,
            &payload,
            &secret(*number),
        ));
    }
    version.approvals.sort();
    let extra = [
        (format!("keyring/{}", ring_name(2)), payload),
        (format!("keyring/{}", envelope_name(2)), version.envelope()),
    ];
    // It travels from the start, so that the filing seal covers it.
    let prepare = |f: &mut Forge| f.files.0.extend(extra.clone());
    let mut made = Making { ring: &spare, prepare: &prepare, ..Making::default() }.make();
    let rings = [made.rings[0].clone()];
    made.rings.push(version.ring);
    Given::trusting(packed(&made), &rings)
}

/// A ring whose text was changed and that can still be read.
fn respelt(ring: &Ring, from: &str, to: &str) -> Ring {
    let text = String::from_utf8(ring.write()).unwrap();
    assert!(text.contains(from), "the ring has no {from}");
    Ring::parse(text.replacen(from, to, 1).as_bytes()).unwrap()
}

/// Until the first seal the first ring is used, then the second.
struct Early(RingRef);

impl Hand for Early {
    fn sheet(&self, sheet: &mut Sheet) {
        match &mut sheet.predicate {
            Predicate::Open(p) => p.keyring = self.0,
            Predicate::Review(p) if p.nn == 1 => p.keyring = self.0,
            Predicate::Seal(p) if p.nn == 1 => p.keyring = self.0,
            Predicate::Review(p) if p.nn == 2 && p.seat == "visit.head" => p.signed_at = hour(2),
            Predicate::Review(_) | Predicate::Roster(_) | Predicate::Seal(_) => {}
        }
    }
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "100-weak-key-enrolled",
        SYNTAX,
        "trust.md A8, A10; C2SP/CCTV low_order_A; speccheck 0, 1",
        "The ring holds a public key of order 8 for a member. One signature with it holds for many \
         messages.",
        || {
            enrolled([
                0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10,
                0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77,
                0x92, 0xac, 0x03, 0x7a,
            ])
        },
    ),
    attack(
        "101-non-canonical-key-enrolled",
        SYNTAX,
        "trust.md A10; RFC 8032 §5.1.3; dalek#626",
        "The ring holds a key whose y is not below the field's prime: a second spelling of a point, with \
         another id.",
        || {
            let mut raw = [0xff; 32];
            (raw[0], raw[31]) = (0xf0, 0x7f);
            enrolled(raw)
        },
    ),
    attack(
        "102-key-id-is-not-the-digest",
        SYNTAX,
        "trust.md C36, B19; TUF spec: clients MUST calculate each KEYID",
        "The id of a key in the ring is not the digest of the key: one public key could stand under two \
         ids.",
        || {
            let id = secret(7).id().to_string();
            ring_edited(&id, &Digest([7; 32]).to_string())
        },
    ),
    attack(
        "103-unknown-algorithm",
        SYNTAX,
        "trust.md B25",
        "A key of the ring says that its algorithm is sm2, which this version cannot check.",
        || ring_edited("\"alg\":\"ed25519\"", "\"alg\":\"sm2\""),
    ),
    attack(
        "104-unknown-ring-version",
        SYNTAX,
        "trust.md B25",
        "The ring says that it is of schema 2.",
        || ring_edited("juanzong.keyring/1", "juanzong.keyring/2"),
    ),
    attack(
        "105-duplicate-key-in-ring",
        SYNTAX,
        "trust.md B17; serde-rs/json#762",
        "A member of the ring's JSON stands twice: threshold 1 for one reader, 2 for another.",
        || ring_edited("\"threshold\":1", "\"threshold\":2,\"threshold\":1"),
    ),
    attack(
        "106-one-key-twice",
        &["keyring.not-canonical"],
        "trust.md B19; go-tuf#733; python-tuf#1091",
        "One key stands twice in the ring, the second time with another end.",
        || {
            before(|f| {
                let text = String::from_utf8(f.files.0["keyring/0001.json"].clone()).unwrap();
                let line = text.lines().find(|l| l.contains(&secret(7).id().to_string())).unwrap();
                let line = line.trim_end_matches(',').to_owned();
                let again = line.replace("2028-01-01", "2029-01-01");
                f.edit("keyring/0001.json", &line, &format!("{line},\n{again}"));
            })
        },
    ),
    attack(
        "107-ring-respelled",
        &["keyring.not-canonical"],
        "trust.md B26",
        "A space is added to the ring, so that it has another digest and says the same.",
        || ring_edited("\"version\":1", "\"version\": 1"),
    ),
    attack(
        "108-approved-by-too-few",
        &["keyring.approvals"],
        "trust.md C35, B20; TUF spec 5.3.4",
        "The ring asks for two approvals; one of two roots approved it. The verifier trusts this very \
         ring.",
        || believed(|d| second_root(d, 2), |_| {}),
    ),
    attack(
        "109-one-approval-twice",
        &["seal.envelope-mismatch"],
        "trust.md B18, B20; TUF test_duplicate_sig_keyids; connaisseur#2150",
        "The ring asks for two approvals; its envelope holds the same one twice.",
        || {
            believed(
                |d| second_root(d, 2),
                |files| {
                    let text = String::from_utf8(files["keyring/0001.dsse.json"].clone()).unwrap();
                    let one = between(&text, "\"signatures\":[", "]").to_owned();
                    edit(files, "keyring/0001.dsse.json", &one, &format!("{one},{one}"));
                },
            )
        },
    ),
    attack(
        "110-approved-by-somebody-else",
        &["keyring.approval-refused"],
        "trust.md C35",
        "A reviewer approved the ring with a key that is no root.",
        || {
            believed(
                |_| {},
                |files| {
                    let payload = files["keyring/0001.json"].clone();
                    let kind = juanzong::seal::envelope::PayloadType::Ring;
                    let approvals: Vec<_> = [100, 1]
                        .map(|n| {
                            juanzong::seal::envelope::Signature::sign(kind, &payload, &secret(n))
                        })
                        .to_vec();
                    let bytes = juanzong::seal::envelope::write(kind, &payload, &approvals);
                    files.insert("keyring/0001.dsse.json".into(), bytes);
                },
            )
        },
    ),
    attack(
        "111-roots-that-put-themselves-in-office",
        &["keyring.approvals"],
        "trust.md C35; TUF spec 5.3.4; TC test_updater_key_rotations",
        "A second ring names new roots and is approved by them alone; the roots of the first, which the \
         verifier trusts, did not.",
        || {
            let usurped = |first: &Ring| {
                next(first, |d| {
                    second_root(d, 1);
                    d.set_roots(1, vec![secret(101).id()]);
                })
            };
            carried(usurped, &[101])
        },
    ),
    attack(
        "112-ring-that-loses-a-mandate",
        &["keyring.succession"],
        "trust.md C35; formats.md §5",
        "A second ring, approved as it must be, no longer has a mandate that the first had. That nobody \
         used it does not matter: a ring only grows.",
        || {
            let fewer = |first: &Ring| {
                let ring = next(first, |_| {});
                let text = String::from_utf8(ring.write()).unwrap();
                let spare =
                    text.lines().find(|l| l.starts_with("{\"person\":\"p-0008\",\"actor\""));
                let line = spare.unwrap();
                let whole =
                    if line.ends_with(',') { format!("{line}\n") } else { format!(",\n{line}") };
                respelt(&ring, &whole, "")
            };
            carried(fewer, &[100])
        },
    ),
    attack(
        "113-ring-that-is-not-later",
        &["keyring.succession"],
        "trust.md C35; TUF spec 5.3.5",
        "A second ring bears the time of the first: which of them held then could be chosen.",
        || {
            let early =
                |first: &Ring| respelt(&next(first, |_| {}), "2026-06-01T00", "2026-01-01T00");
            carried(early, &[100])
        },
    ),
    attack(
        "114-ring-left-out",
        &["keyring.missing"],
        "trust.md C35; TUF version gap",
        "The first ring is gone from the package; the second is there. What changed between them cannot be \
         seen.",
        || {
            let later = |first: &Ring| {
                vec![Draft::after(first, moment("2026-02-01T00:00:00")).finish().unwrap()]
            };
            let without = |f: &mut Forge| drop(f.files.0.remove("keyring/0001.json"));
            let hand = crate::forge::After(crate::workshop::THIRD, without);
            Making { later: &later, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "115-ring-without-approvals",
        &["keyring.missing"],
        "trust.md C35, C43; cosign#1816",
        "The envelope with the approvals of the ring is gone: a ring that nobody approved.",
        || before(|f| drop(f.files.0.remove("keyring/0001.dsse.json"))),
    ),
    attack(
        "116-rolled-back-ring",
        &["seal.ring-fell"],
        "trust.md C35; TUF test_rollback",
        "A member's opinion names an older ring than the statements before it, in which the member still \
         had the seat.",
        || {
            let later = |first: &Ring| {
                vec![Draft::after(first, moment("2026-02-01T00:00:00")).finish().unwrap()]
            };
            // The first ring's digest is known once it is made; it is version 1 in any case.
            let first = Making::default().make().rings[0].reference();
            let hand = Change(YES, move |s: &mut Sheet| s.review().keyring = first);
            Making { later: &later, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "117-forked-ring",
        &["keyring.fork"],
        "trust.md C42, C35",
        "The package carries a second ring, approved by the roots; the verifier trusts another second ring, \
         approved by them as well.",
        || {
            let later = |first: &Ring| {
                vec![Draft::after(first, moment("2026-02-01T00:00:00")).finish().unwrap()]
            };
            let made = Making { later: &later, ..Making::default() }.make();
            let other = next(&made.rings[0], |d| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(8, &["desk"], &["first"], from)).unwrap();
            });
            Given::trusting(packed(&made), &[made.rings[0].clone(), other])
        },
    ),
    attack(
        "118-a-file-among-the-rings",
        &["keyring.unknown-file"],
        "trust.md D55",
        "A file that is no version of the ring lies among them, and everybody sealed it.",
        || before(|f| drop(f.files.0.insert("keyring/0001-final.json".into(), b"{}".to_vec()))),
    ),
    attack(
        "119-ring-that-nobody-has",
        &["seal.ring-unknown"],
        "trust.md C42",
        "The chair's review names a ring of another digest than the one that travels.",
        || said(CHAIR, |s| s.review().keyring.sha256 = Digest([9; 32])),
    ),
    attack(
        "120-signed-before-its-ring",
        &["seal.ring-later"],
        "trust.md C31; formats.md §5",
        "The leader's opinion bears a time before the ring that it names was issued.",
        || {
            let later = |first: &Ring| vec![Draft::after(first, hour(3)).finish().unwrap()];
            let hand = Early(Making::default().make().rings[0].reference());
            Making { later: &later, hand: &hand, ..Making::default() }.given()
        },
    ),
    key_fault(
        "121-key-not-yet-valid",
        "not-yet",
        "trust.md C30; regress/sshsig.sh",
        "The key with which the dissent is signed becomes valid an hour later.",
        || second_key("2026-03-02T21:00:00", "2028-01-01T00:00:00"),
    ),
    key_fault(
        "122-key-whose-time-had-ended",
        "ended",
        "trust.md C30; sigstore-conformance intoto-expired-certificate_fail",
        "The key with which the dissent is signed ended the day before.",
        || second_key("2026-01-01T00:00:00", "2026-03-01T00:00:00"),
    ),
    key_fault(
        "123-key-that-ends-in-that-second",
        "ended",
        "trust.md C34; python-tuf#1231; sigstore-conformance validity-end-inclusive",
        "The key ends in the very second in which it signs. The end is exclusive.",
        || second_key("2026-01-01T00:00:00", "2026-03-02T20:00:00"),
    ),
    key_fault(
        "124-key-retired-in-that-second",
        "retired",
        "trust.md C34",
        "The newer ring, which the verifier trusts, says that the key was retired in the very second in \
         which it signed.",
        || status(State::Retired, "2026-03-02T20:00:00"),
    ),
    key_fault(
        "125-key-that-was-never-valid",
        "never-valid",
        "trust.md C33; ssh-keygen -r",
        "The newer ring says that the key was enrolled in error.",
        || status(State::NeverValid, "2026-06-01T00:00:00"),
    ),
    attack(
        "126-key-that-was-compromised-later",
        &["seal.key-compromised"],
        "trust.md C33; EN 319 102-1 REVOKED_NO_POE",
        "The newer ring says that the key is in strange hands since May. The signature bears a time in \
         March; nothing proves that it is that old.",
        || status(State::Compromised, "2026-05-01T00:00:00"),
    ),
    attack(
        "127-dismissed-before-signing",
        &["seal.key-no-mandate"],
        "trust.md C31",
        "The newer ring says that the member's mandate ended the day before the meeting.",
        || {
            known(|d| {
                let post =
                    mandate(7, &["meeting.member"], &["third"], moment("2026-01-01T00:00:00"));
                d.end_mandate(&post, moment("2026-03-01T00:00:00")).unwrap();
            })
        },
    ),
    attack(
        "128-nobody-says-whom-to-trust",
        &["keyring.untrusted"],
        "trust.md C43; cosign#1816, #2977; CVE-2022-36056",
        "The clean package without a trust file. It agrees with itself, and so does every forgery.",
        || {
            let made = Making::default().make();
            Given { zip: packed(&made), ..Given::default() }
        },
    ),
];

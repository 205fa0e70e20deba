//! B. Envelopes and statements: a second spelling, a second meaning.

use juanzong::base::digest::Digest;
use juanzong::seal::{Statement, Subject};

use crate::bytes::{between, signature_of};
use crate::collection::{Attack, attack};
use crate::forge::Forge;
use crate::workshop::{CHAIR, DESK, FIRST, YES, done, said};
use crate::world::secret;

const ENVELOPE: &[&str] = &["seal.envelope-mismatch"];
const SYNTAX: &[&str] = &["seal.statement-syntax"];
const SPELLING: &[&str] = &["seal.statement-not-canonical"];

fn envelope(forge: &mut Forge, from: &str, to: &str) {
    forge.edit(&format!("{CHAIR}.dsse.json"), from, to);
}

fn statement(forge: &mut Forge, from: &str, to: &str) {
    forge.edit(&format!("{CHAIR}.json"), from, to);
}

/// One signature of the chair's envelope, as it is written there.
fn entry(forge: &Forge) -> String {
    let text = String::from_utf8(forge.files.0[&format!("{CHAIR}.dsse.json")].clone()).unwrap();
    between(&text, "\"signatures\":[", "]").to_owned()
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "021-payload-type-changed",
        ENVELOPE,
        "trust.md B14; DSSE protocol.md",
        "The payload type in the envelope is another media type; the octets are the same. A verifier that \
         takes the type from outside would parse them as something else.",
        || done(CHAIR, |f| envelope(f, "in-toto+json", "in-toto+jsom")),
    ),
    attack(
        "022-payload-is-another-statement",
        ENVELOPE,
        "trust.md B16; sigstore-conformance message-digest-mismatch_fail",
        "The envelope is whole and good, but it carries another statement than the one beside it.",
        || {
            done(YES, |f| {
                let other = f.files.0[&format!("{CHAIR}.dsse.json")].clone();
                f.files.0.insert(format!("{YES}.dsse.json"), other);
            })
        },
    ),
    attack(
        "023-duplicate-key-in-envelope",
        ENVELOPE,
        "trust.md B17; serde-rs/json#762",
        "The envelope has the member payloadType twice; which one counts depends on the reader.",
        || {
            done(CHAIR, |f| {
                envelope(f, "\"payloadType\"", "\"payloadType\":\"text/plain\",\"payloadType\"")
            })
        },
    ),
    attack(
        "024-same-signature-twice",
        ENVELOPE,
        "trust.md B18; TUF GHSA-pwqf-9h7j-7mv8; tough GHSA-5q2r-92f9-4m49",
        "The envelope holds the same signature twice, to be counted as two.",
        || {
            done(CHAIR, |f| {
                let one = entry(f);
                envelope(f, &one, &format!("{one},{one}"));
            })
        },
    ),
    attack(
        "025-bad-signature-before-the-good-one",
        ENVELOPE,
        "trust.md B22; dsse#40; sigstore-go#225",
        "A signature of nobody stands before the good one: a verifier that stops at the first fails an \
         honest signer, one that takes any passes a stranger.",
        || {
            done(CHAIR, |f| {
                let one = entry(f);
                let keyid = between(&one, "\"keyid\":\"", "\"").to_owned();
                let stranger = one.replace(&keyid, &"0".repeat(64));
                envelope(f, &one, &format!("{stranger},{one}"));
            })
        },
    ),
    attack(
        "026-no-signature",
        ENVELOPE,
        "trust.md B22",
        "The list of signatures is empty: all of them hold.",
        || {
            done(CHAIR, |f| {
                let one = entry(f);
                envelope(f, &one, "");
            })
        },
    ),
    attack(
        "027-url-safe-base64",
        ENVELOPE,
        "trust.md B23; DSSE v1.0.2",
        "The signature is spelled in the URL-safe alphabet, without padding, as DSSE lets verifiers take \
         it. It is the same signature in a second spelling, with another digest.",
        || {
            done(CHAIR, |f| {
                let one = entry(f);
                let sig = between(&one, "\"sig\":\"", "\"").to_owned();
                let safe = sig.replace('+', "-").replace('/', "_").replace('=', "");
                envelope(f, &sig, &safe);
            })
        },
    ),
    attack(
        "028-base64-with-set-pad-bits",
        ENVELOPE,
        "trust.md B23; sigstore-conformance bundle-invalid-base64-signature_fail",
        "The bits that pad the last letter of the signature are not zero. Lenient decoders give the same \
         octets.",
        || {
            done(CHAIR, |f| {
                let one = entry(f);
                let sig = between(&one, "\"sig\":\"", "==\"").to_owned();
                let mut letters: Vec<char> = sig.chars().collect();
                // The last letter holds two bits of the signature; A, Q, g and w have the rest zero.
                let last = letters.pop().unwrap();
                letters.push(char::from_u32(u32::from(last) + 1).unwrap());
                envelope(f, &sig, &letters.into_iter().collect::<String>());
            })
        },
    ),
    attack(
        "029-line-feed-in-base64",
        ENVELOPE,
        "trust.md B23",
        "A line feed stands inside the base64 of the payload, as an escape.",
        || done(CHAIR, |f| envelope(f, "\"payload\":\"", "\"payload\":\"\\n")),
    ),
    attack(
        "030-space-in-envelope",
        ENVELOPE,
        "trust.md B26; DSSE PR #68",
        "A space stands after a comma of the envelope: the same JSON in a second spelling.",
        || done(CHAIR, |f| envelope(f, ",\"signatures\"", ", \"signatures\"")),
    ),
    attack(
        "031-keyid-of-another-person",
        &["seal.sidecar-mismatch"],
        "trust.md B21; DSSE: keyid is unauthenticated",
        "One member signs, and writes the chair's key id into the envelope. The id is a hint; the side-car \
         shows which key it was.",
        || {
            done(CHAIR, |f| {
                let parsed = Statement::parse(&f.files.0[&format!("{CHAIR}.json")]).unwrap();
                f.write(CHAIR, &parsed, 6);
                let (own, chair) = (secret(6).id().to_string(), secret(5).id().to_string());
                envelope(f, &own, &chair);
            })
        },
    ),
    attack(
        "032-duplicate-key-in-statement",
        SYNTAX,
        "trust.md B17; serde-rs/json#762",
        "The statement says \"opinion\":\"disagree\",\"opinion\":\"agree\": readers that keep the first and \
         readers that keep the last see two opinions.",
        || {
            done(CHAIR, |f| {
                statement(
                    f,
                    "\"opinion\":\"agree\"",
                    "\"opinion\":\"disagree\",\"opinion\":\"agree\"",
                )
            })
        },
    ),
    attack(
        "033-byte-order-mark",
        SYNTAX,
        "trust.md B24; JSONTestSuite",
        "The statement begins with a byte order mark, which some readers drop.",
        || {
            done(CHAIR, |f| {
                f.bytes(&format!("{CHAIR}.json")).splice(0..0, *b"\xef\xbb\xbf");
            })
        },
    ),
    attack(
        "034-data-after-the-statement",
        SYNTAX,
        "trust.md B24; JSONTestSuite n_structure_trailing_*",
        "A second value follows the statement.",
        || done(CHAIR, |f| f.bytes(&format!("{CHAIR}.json")).extend(b"{}")),
    ),
    attack(
        "035-lone-surrogate",
        SYNTAX,
        "trust.md B24; JSONTestSuite i_string_*surrogate*",
        "The words of the opinion hold half a surrogate pair; what it becomes depends on the reader.",
        || done(CHAIR, |f| statement(f, "\"text\":\"", "\"text\":\"\\ud800")),
    ),
    attack(
        "036-not-a-number",
        SYNTAX,
        "trust.md B24; JSONTestSuite n_number_NaN",
        "k is NaN: it is neither one nor any other.",
        || done(CHAIR, |f| statement(f, "\"k\":1", "\"k\":NaN")),
    ),
    attack(
        "037-hundred-thousand-brackets",
        SYNTAX,
        "trust.md B24; JSONTestSuite n_structure_100000_opening_arrays",
        "The rows of the statement are nested a hundred thousand deep, to exhaust the reader's stack.",
        || {
            done(CHAIR, |f| {
                let deep = format!("\"rows\":{}", "[".repeat(100_000));
                statement(f, "\"rows\":[", &deep);
            })
        },
    ),
    attack(
        "038-not-utf-8",
        SYNTAX,
        "trust.md B24; RFC 8259 §8.1",
        "The words of the opinion are in GBK.",
        || {
            done(CHAIR, |f| {
                let bytes = f.bytes(&format!("{CHAIR}.json"));
                let at = crate::bytes::place(bytes, b"\"text\":\"") + 8;
                bytes.splice(at..at, [0xd6, 0xd0]);
            })
        },
    ),
    attack(
        "039-number-beyond-double-precision",
        SYNTAX,
        "trust.md B24; RFC 7493 §2.2",
        "A number is 2^53: readers with double precision cannot tell it from its neighbour.",
        || done(CHAIR, |f| statement(f, "\"k\":1", "\"k\":9007199254740992")),
    ),
    attack(
        "040-unknown-field",
        SYNTAX,
        "trust.md caveats on in-toto: unknown fields are ignored",
        "The statement has a field that the format does not know, with an exception in it that an in-toto \
         consumer would pass over.",
        || done(CHAIR, |f| statement(f, "\"k\":1", "\"except\":\"row 12\",\"k\":1")),
    ),
    attack(
        "041-sha-1-alone",
        SYNTAX,
        "trust.md B27; in-toto digest_set.md",
        "A subject is named by SHA-1 alone, for which two files with one digest can be made.",
        || {
            done(CHAIR, |f| {
                let bytes = f.files.0[&format!("{CHAIR}.json")].clone();
                let text = String::from_utf8(bytes).unwrap();
                let digest = between(&text, "{\"sha256\":\"", "\"").to_owned();
                let (from, to) = (
                    format!("{{\"sha256\":\"{digest}\"}}"),
                    format!("{{\"sha1\":\"{}\"}}", "0123456789".repeat(4)),
                );
                f.edit(&format!("{CHAIR}.json"), &from, &to);
            })
        },
    ),
    attack(
        "042-unknown-statement-version",
        &["seal.statement-type"],
        "trust.md B25; sigstore-conformance bundle-unknown-version_fail",
        "The statement is of version 2 of in-toto, about which nobody knows what it means.",
        || done(CHAIR, |f| statement(f, "Statement/v1", "Statement/v2")),
    ),
    attack(
        "043-unknown-predicate",
        &["seal.statement-type"],
        "trust.md B25",
        "The predicate is review/v2: it may say that a silence is an agreement.",
        || done(CHAIR, |f| statement(f, "review/v1", "review/v2")),
    ),
    attack(
        "044-line-ends-of-a-statement",
        SPELLING,
        "trust.md B29; Win32-OpenSSH#2300",
        "The statement's lines end in CRLF, as a PowerShell pipe leaves them.",
        || {
            done(CHAIR, |f| {
                let bytes = f.bytes(&format!("{CHAIR}.json"));
                let text = String::from_utf8(bytes.clone()).unwrap();
                *bytes = text.replace('\n', "\r\n").into_bytes();
            })
        },
    ),
    attack(
        "045-fields-in-another-order",
        SPELLING,
        "trust.md B26; formats.md §3",
        "Two fields of the statement stand in the other order: the same JSON, another digest.",
        || {
            done(CHAIR, |f| {
                statement(f, "\"k\":1,\"opinion\":\"agree\"", "\"opinion\":\"agree\",\"k\":1")
            })
        },
    ),
    attack(
        "046-escapes-that-nobody-needs",
        SPELLING,
        "trust.md B26; formats.md §3",
        "The letter a of agree is written as an escape.",
        || done(CHAIR, |f| statement(f, "\"agree\"", "\"\\u0061gree\"")),
    ),
    attack(
        "047-subjects-with-swapped-digests",
        &["seal.subject-changed"],
        "trust.md B15; in-toto statement.md: matched purely by digest",
        "The digests of two subjects are exchanged. To a consumer that matches by digest alone every file \
         is vouched for; but the reviewer vouched for this file under that name.",
        || {
            said(DESK, |s| {
                let (a, b) = (s.subjects[0].sha256, s.subjects[1].sha256);
                (s.subjects[0].sha256, s.subjects[1].sha256) = (b, a);
            })
        },
    ),
    attack(
        "048-sm3-where-none-is-asked-for",
        &["seal.subject-digest"],
        "trust.md B27; in-toto digest_set.md",
        "A subject has an SM3 digest beside SHA-256, and a wrong one; the rules ask for none, so nobody \
         would look at it.",
        || said(CHAIR, |s| s.subjects[0].sm3 = Some(Digest([1; 32]))),
    ),
    attack(
        "049-statement-without-envelope",
        &["seal.carrier-missing"],
        "trust.md B22",
        "The envelope of a review is gone; only the side-car is left.",
        || done(CHAIR, |f| drop(f.files.0.remove(&format!("{CHAIR}.dsse.json")))),
    ),
    attack(
        "050-envelope-without-statement",
        &["seal.statement-missing"],
        "trust.md C40",
        "The statement itself is gone; both its carriers are left, and one of them holds its octets.",
        || done(CHAIR, |f| drop(f.files.0.remove(&format!("{CHAIR}.json")))),
    ),
    attack(
        "051-statement-under-another-name",
        &["seal.name-differs"],
        "trust.md C40; formats.md §3",
        "A copy of a review stands as its own successor, so that the seat seems to have been heard twice.",
        || {
            done(CHAIR, |f| {
                let parsed = Statement::parse(&f.files.0[&format!("{CHAIR}.json")]).unwrap();
                f.write("reviews/03-third/meeting.chair.p-0005.2", &parsed, 5);
            })
        },
    ),
    attack(
        "052-two-reviews-exchanged",
        &["seal.name-differs"],
        "trust.md B16",
        "The three files of two members' reviews are exchanged: agreement and dissent have changed hands.",
        || {
            done(crate::workshop::NO, |f| {
                for ending in [".json", ".dsse.json", ".json.sig"] {
                    let (a, b) =
                        (format!("{YES}{ending}"), format!("{}{ending}", crate::workshop::NO));
                    let (one, other) = (f.files.0[&a].clone(), f.files.0[&b].clone());
                    f.files.0.insert(a, other);
                    f.files.0.insert(b, one);
                }
            })
        },
    ),
    attack(
        "053-a-file-among-the-reviews",
        &["seal.unknown-file"],
        "trust.md D55",
        "A note lies among the reviews of a stage and is sealed with them; whoever unpacks the package \
         finds it beside the opinions and takes it for one.",
        || {
            done(DESK, |f| {
                let name = "reviews/01-first/意见.txt".to_owned();
                f.files.0.insert(name, "均同意".as_bytes().to_vec());
            })
        },
    ),
    attack(
        "054-extra-subject",
        &["seal.subject-extra"],
        "trust.md B15; formats.md §3",
        "A review names a file that its seat does not review: later it can be said that this reviewer \
         vouched for that too.",
        || {
            said(CHAIR, |s| {
                let sha256 = Digest([1; 32]);
                s.subjects.push(Subject { name: "case.toml".into(), sha256, sm3: None });
            })
        },
    ),
    attack(
        "055-file-beyond-all-measure",
        &["seal.too-large"],
        "trust.md D53",
        "The facts of the case have five million octets of comment, to exhaust the reader's memory. Every \
         kind of file has a size beyond which it is not read.",
        || done(FIRST, |f| f.bytes("case.toml").resize(5 << 20, b'#')),
    ),
    attack(
        "056-signature-of-nobody-in-the-ring",
        &["seal.key-unknown"],
        "trust.md C37; sigstore-conformance managed-key-wrong-key_fail",
        "A good signature by a key that no ring knows, under the chair's name.",
        || {
            said(CHAIR, |s| {
                assert!(s.stem.ends_with("p-0005.1"));
                s.key = 50;
            })
        },
    ),
];

#[test]
fn the_signature_that_is_respelled_is_the_same_signature() {
    // 027 to 029 only show something if a lenient reader would have taken them.
    let mut forge = Forge::new(vec![crate::world::draft().finish().unwrap()]);
    forge.open(&crate::forge::Honest);
    assert_eq!(signature_of(&forge, "seals/00-open").len(), 64);
}

//! A. Signatures that hold for a lax verifier, or for none.

use ed25519_dalek::{Signer as _, SigningKey};
use juanzong::seal::envelope::{PayloadType, signed_bytes};

use crate::bytes::{bend_side_car, place, plus_order, sign_envelope, signature_of, with_neutral_r};
use crate::collection::{Attack, attack};
use crate::forge::Forge;
use crate::workshop::{CHAIR, DESK, HEAD, TEAM, YES, done};

const INVALID: &[&str] = &["seal.signature-invalid"];

/// The chair's envelope with its signature bent.
fn bent(forge: &mut Forge, bend: impl Fn(&mut Vec<u8>)) {
    let mut signature = signature_of(forge, CHAIR);
    bend(&mut signature);
    sign_envelope(forge, CHAIR, &signature);
}

/// The signature with S + times · L in place of S.
fn plus(signature: &mut [u8], times: u16) {
    let s = plus_order(&signature[32..], times);
    signature[32..].copy_from_slice(&s);
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "001-s-plus-order",
        INVALID,
        "trust.md A1; RFC 8032 §5.1.7; Wycheproof tcId 63",
        "The S of a good signature is replaced by S + L, L being the order of the group. A verifier that \
         does not bound S takes it, so one statement has two signatures and two digests.",
        || done(CHAIR, |f| bent(f, |s| plus(s, 1))),
    ),
    attack(
        "002-s-plus-eight-times-order",
        INVALID,
        "trust.md A1; RFC 8032 §8.4; Wycheproof tcId 66",
        "As 001, with S + 8 · L: a check of S modulo the whole curve's order would miss it.",
        || done(CHAIR, |f| bent(f, |s| plus(s, 8))),
    ),
    attack(
        "003-s-with-high-bits",
        INVALID,
        "trust.md A2; Wycheproof tcId 67–70",
        "The three highest bits of S are set. Old libraries masked them away before they computed.",
        || done(CHAIR, |f| bent(f, |s| s[63] |= 0xe0)),
    ),
    attack(
        "004-signature-of-zeros",
        INVALID,
        "trust.md A6; Wycheproof tcId 10–29",
        "R and S are all zeros. With a key of small order that is a signature of everything; with this \
         key it is one of nothing.",
        || done(CHAIR, |f| sign_envelope(f, CHAIR, &[0; 64])),
    ),
    attack(
        "005-sign-of-r-flipped",
        INVALID,
        "trust.md A7; Wycheproof tcId 42–62",
        "The bit of R that holds the sign of x is flipped: R becomes −R.",
        || done(CHAIR, |f| bent(f, |s| s[31] ^= 0x80)),
    ),
    attack(
        "006-neutral-r",
        INVALID,
        "trust.md A9; C2SP/CCTV low_order_R; speccheck 2",
        "The chair makes a second signature with R = the neutral point and S = h·a. It satisfies the \
         equation, and OpenSSL takes it; a strict verifier refuses an R of small order, so that nobody can \
         later say the signature was bound to no nonce.",
        || {
            done(CHAIR, |f| {
                let payload = f.files.0[&format!("{CHAIR}.json")].clone();
                let message = signed_bytes(PayloadType::Statement, &payload);
                let (seed, key) = ([5; 32], SigningKey::from_bytes(&[5; 32]).verifying_key());
                sign_envelope(f, CHAIR, &with_neutral_r(&seed, key.as_bytes(), &message));
            })
        },
    ),
    attack(
        "007-signature-too-short",
        &["seal.envelope-mismatch"],
        "trust.md A3; Wycheproof tcId 30–32",
        "The last octet of the signature is missing; a library might fill it up with zero.",
        || done(CHAIR, |f| bent(f, |s| s.truncate(63))),
    ),
    attack(
        "008-signature-too-long",
        &["seal.envelope-mismatch"],
        "trust.md A4; Wycheproof tcId 33–37",
        "One octet follows the signature; a library might look at the first 64 only.",
        || done(CHAIR, |f| bent(f, |s| s.push(0))),
    ),
    attack(
        "009-signature-of-another-statement",
        INVALID,
        "trust.md B16",
        "The leader's envelope bears the leader's own good signature, over another statement of the same \
         day.",
        || {
            done(TEAM, |f| {
                let other = signature_of(f, TEAM);
                sign_envelope(f, HEAD, &other);
            })
        },
    ),
    attack(
        "010-signature-over-the-payload-alone",
        INVALID,
        "trust.md B13; DSSE protocol.md",
        "The chair's key signed the statement's octets and not DSSE's pre-authentication encoding of them. \
         Taken, it would let any signed octets be called a statement.",
        || {
            done(CHAIR, |f| {
                let payload = f.files.0[&format!("{CHAIR}.json")].clone();
                let signature = SigningKey::from_bytes(&[5; 32]).sign(&payload);
                sign_envelope(f, CHAIR, &signature.to_bytes());
            })
        },
    ),
    attack(
        "011-signed-as-another-kind-of-payload",
        INVALID,
        "trust.md B14; DSSE protocol.md",
        "The signature is over the same octets under the payload type of key rings; the envelope says they \
         are a statement.",
        || {
            done(CHAIR, |f| {
                let payload = f.files.0[&format!("{CHAIR}.json")].clone();
                let message = signed_bytes(PayloadType::Ring, &payload);
                let signature = SigningKey::from_bytes(&[5; 32]).sign(&message);
                sign_envelope(f, CHAIR, &signature.to_bytes());
            })
        },
    ),
    attack(
        "012-side-car-s-plus-order",
        INVALID,
        "trust.md A1; PROTOCOL.sshsig",
        "The envelope is good; in the side-car S is replaced by S + L. Both carriers must hold.",
        || {
            done(CHAIR, |f| {
                bend_side_car(f, CHAIR, |blob| {
                    let at = blob.len() - 64;
                    plus(&mut blob[at..], 1);
                });
            })
        },
    ),
    attack(
        "013-side-car-over-another-statement",
        INVALID,
        "trust.md B16; PROTOCOL.sshsig",
        "The side-car is the same person's good one, made over another statement.",
        || {
            done(TEAM, |f| {
                let other = f.files.0[&format!("{TEAM}.json.sig")].clone();
                f.files.0.insert(format!("{HEAD}.json.sig"), other);
            })
        },
    ),
    attack(
        "014-side-car-of-another-person",
        &["seal.sidecar-mismatch"],
        "trust.md B28; openssh regress/sshsig.sh",
        "The side-car was made with another person's key: ssh-keygen finds a good signature of somebody, \
         only not of the one who is named.",
        || {
            done(YES, |f| {
                let other = f.files.0[&format!("{DESK}.json.sig")].clone();
                f.files.0.insert(format!("{YES}.json.sig"), other);
            })
        },
    ),
    attack(
        "015-side-car-version-2",
        &["seal.sidecar-mismatch"],
        "trust.md B28; PROTOCOL.sshsig",
        "The side-car says it is of version 2. A version that nobody knows is not read as version 1.",
        || done(CHAIR, |f| bend_side_car(f, CHAIR, |blob| blob[9] = 2)),
    ),
    attack(
        "016-side-car-with-sha-256",
        &["seal.sidecar-mismatch"],
        "trust.md B28; PROTOCOL.sshsig",
        "The side-car names sha256 as the hash of the message; the format has sha512 alone.",
        || {
            done(CHAIR, |f| {
                bend_side_car(f, CHAIR, |blob| {
                    let at = place(blob, b"sha512");
                    blob[at..at + 6].copy_from_slice(b"sha256");
                });
            })
        },
    ),
    attack(
        "017-side-car-in-another-namespace",
        &["seal.sidecar-mismatch"],
        "trust.md B28; openssh regress/sshsig.sh",
        "The side-car is in the namespace of registers: a signature that was given for a register entry \
         would count as a review.",
        || {
            done(CHAIR, |f| {
                let payload = f.files.0[&format!("{CHAIR}.json")].clone();
                let space = juanzong::seal::Namespace::Register;
                let car = juanzong::seal::sshsig::SideCar::sign(
                    &payload,
                    space,
                    &crate::world::secret(5),
                );
                f.files.0.insert(format!("{CHAIR}.json.sig"), car.write(space).into_bytes());
            })
        },
    ),
    attack(
        "018-side-car-without-namespace",
        &["seal.sidecar-mismatch"],
        "trust.md B28; PROTOCOL.sshsig",
        "The namespace of the side-car is empty, which the protocol forbids.",
        || {
            done(CHAIR, |f| {
                bend_side_car(f, CHAIR, |blob| {
                    let space = b"\0\0\0\x17review@juanzong.example";
                    let at = place(blob, space);
                    blob.splice(at..at + space.len(), [0; 4]);
                });
            })
        },
    ),
    attack(
        "019-side-car-with-octets-behind",
        &["seal.sidecar-mismatch"],
        "trust.md B28; PROTOCOL.sshsig",
        "Octets follow the signature inside the armour; they could carry anything.",
        || done(CHAIR, |f| bend_side_car(f, CHAIR, |blob| blob.extend(b"more"))),
    ),
    attack(
        "020-side-car-with-crlf",
        &["seal.sidecar-mismatch"],
        "trust.md B29; Win32-OpenSSH#2300",
        "The lines of the side-car end in CRLF, as after a journey through the wrong tool. The signature \
         would hold, but the seal over the stage names other octets only because an insider sealed them.",
        || {
            done(CHAIR, |f| {
                let bytes = f.bytes(&format!("{CHAIR}.json.sig"));
                let text = String::from_utf8(bytes.clone()).unwrap();
                *bytes = text.replace('\n', "\r\n").into_bytes();
            })
        },
    ),
];

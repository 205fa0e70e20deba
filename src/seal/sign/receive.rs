//! Three files as somebody else's tools may have made them (`openssl`, `ssh-keygen`, another DSSE
//! library): the statement in its one form, the carriers in any spelling that says the same. What
//! comes out has our one form; nothing of the variants goes on.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::base::json::{self, Value};

use super::super::carriers::Carriers;
use super::super::envelope::{self, PayloadType, Signature};
use super::super::predicate::Predicate;
use super::super::sshsig::SideCar;
use super::super::statement::Statement;
use super::super::{Error, names};
use super::Done;

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
/// DSSE lets a payload and a signature be written in either alphabet.
const ALPHABETS: [GeneralPurpose; 2] = [
    GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING),
    GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING),
];

/// Takes a signed statement over: both signatures must hold and be by one key, which the key ring
/// will have to know. An opening is never taken over: it begins with the case.
///
/// # Errors
/// [`Error::Statement`] for a statement that is not in its one form; [`Error::Envelope`] or
/// [`Error::SideCar`] for a carrier that does not say what it must.
pub fn receive(statement: &[u8], envelope: &[u8], side_car: &[u8]) -> Result<Done, Error> {
    let parsed = Statement::parse(statement).map_err(Error::Statement)?;
    let namespace = parsed.predicate().namespace();
    let side_car = SideCar::read_any(side_car, namespace)?;
    if !side_car.verifies(statement, namespace) {
        return Err(Error::SideCar);
    }
    // Who signed is said by the side-car; the envelope's own key id is a hint that proves nothing.
    let signatures = signatures(statement, envelope).ok_or(Error::Envelope)?;
    let own =
        signatures.into_iter().map(|signature| Signature { keyid: side_car.key.id(), signature });
    let mut own = own.filter(|s| s.verifies(PayloadType::Statement, statement, &side_car.key));
    let signature = own.next().ok_or(Error::Envelope)?;
    if matches!(parsed.predicate(), Predicate::Open(_)) {
        return Err(Error::Envelope);
    }
    let stem = names::stem_of(parsed.predicate(), 0);
    let carriers = Carriers {
        envelope: envelope::write(PayloadType::Statement, statement, &[signature]),
        side_car: side_car.write(namespace).into_bytes(),
    };
    Ok(Done { stem, statement: parsed, carriers })
}

/// The signatures of an envelope that carries exactly this statement.
fn signatures(statement: &[u8], envelope: &[u8]) -> Option<Vec<[u8; 64]>> {
    let value = json::parse(envelope).ok()?;
    let text = |value: &Value, key: &str| Some(value.get(key)?.as_text()?.to_string());
    if text(&value, "payloadType")? != PayloadType::Statement.as_str()
        || !decoded(&text(&value, "payload")?).any(|bytes| bytes == statement)
    {
        return None;
    }
    let list = value.get("signatures")?.as_list()?;
    let all = list.iter().filter_map(|s| text(s, "sig"));
    let raw = |sig: String| decoded(&sig).find_map(|b| <[u8; 64]>::try_from(b).ok());
    Some(all.filter_map(raw).collect())
}

/// What a text means in either alphabet.
fn decoded(text: &str) -> impl Iterator<Item = Vec<u8>> {
    ALPHABETS.iter().filter_map(move |engine| engine.decode(text).ok())
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::super::super::SecretKey;
    use super::super::super::statement::Subject;
    use super::*;
    use crate::base::digest::Digest;
    use crate::base::time::Moment;
    use crate::seal::Person;
    use crate::seal::predicate::{Opinion, Review, RingRef};

    fn signed(number: u8) -> (Vec<u8>, Carriers) {
        let digest = Digest([1; 32]);
        let review = Review {
            case: "LZ-990100-2026Q2-0001".to_owned(),
            nn: 1,
            stage: "first".to_owned(),
            seat: "desk".to_owned(),
            person: Person::parse("p-0001").unwrap(),
            k: 1,
            opinion: Opinion::Agree,
            text: "~~~???".to_owned(),
            rows: Vec::new(),
            shown: Vec::new(),
            roster: None,
            supersedes: None,
            signed_at: Moment::parse("2026-03-02T09:00:00+08:00").unwrap(),
            prev_seal: digest,
            keyring: RingRef { version: 1, sha256: digest },
        };
        let subject = Subject { name: "forms/ask.toml".to_owned(), sha256: digest, sm3: None };
        let statement = Statement::new(vec![subject], Predicate::Review(review)).unwrap();
        let carriers = Carriers::sign(&statement, &SecretKey::from_seed(&[number; 32]));
        (statement.write(), carriers)
    }

    #[test]
    fn other_spellings_of_the_same_come_out_in_ours() {
        let (bytes, own) = signed(1);
        let envelope = String::from_utf8(own.envelope.clone()).unwrap();
        let side_car = String::from_utf8(own.side_car.clone()).unwrap();
        let payload = STANDARD.encode(&bytes);
        let sig = envelope.split("\"sig\":\"").nth(1).unwrap().split('"').next().unwrap();
        let url = |text: &str| URL_SAFE_NO_PAD.encode(STANDARD.decode(text).unwrap());
        let spelled = format!(
            "{{\n \"signatures\": [ {{\"sig\": \"{}\"}} ],\n \"payloadType\": \
             \"application/vnd.in-toto+json\", \"payload\": \"{}\" }}",
            url(sig),
            url(&payload)
        );
        assert!(payload.contains('+') || payload.contains('/'), "no letter to tell alphabets by");
        let other = signed(2).1;
        let two = envelope
            .replace("\"signatures\":[", "\"signatures\":[{\"keyid\":\"x\",\"sig\":\"AAAA\"},");
        let keyless = {
            let at = envelope.find("\"keyid\":\"").unwrap() + 9;
            let mut text = envelope.clone();
            text.replace_range(at..at + 64, "nobody");
            text
        };
        for variant in [&envelope, &spelled, &two, &keyless] {
            for car in
                [side_car.clone(), side_car.replace('\n', "\r\n"), format!("\n{side_car}\n\n")]
            {
                let done = receive(&bytes, variant.as_bytes(), car.as_bytes()).unwrap();
                assert_eq!((done.statement.write(), done.carriers), (bytes.clone(), own.clone()));
                assert_eq!(done.stem, "reviews/01-first/desk.p-0001.1");
            }
        }
        // One line of base64 instead of many.
        let one: String = side_car
            .replace('\n', "")
            .replace("SIGNATURE-----U", "SIGNATURE-----\nU")
            .replace("-----END", "\n-----END");
        assert_eq!(receive(&bytes, &own.envelope, one.as_bytes()).unwrap().carriers, own);

        let wrong = |envelope: &str, car: &[u8]| receive(&bytes, envelope.as_bytes(), car);
        for bad in [
            envelope.replace("in-toto", "other"),
            envelope.replace(payload.get(4..12).unwrap(), "AAAAAAAA"),
            envelope.replace(sig, "AAAA"),
            envelope.replace("\"payload\":", "\"payload\":\"\",\"payload\":"),
            String::from_utf8(other.envelope.clone()).unwrap(),
            "{}".to_owned(),
            String::new(),
        ] {
            assert!(matches!(wrong(&bad, &own.side_car), Err(Error::Envelope)), "{bad}");
        }
        for bad in [&b""[..], b"x", &side_car.as_bytes()[..100]] {
            assert!(matches!(wrong(&envelope, bad), Err(Error::SideCar)));
        }
        assert!(matches!(wrong(&envelope, &other.side_car), Err(Error::Envelope)));
        let spaced = String::from_utf8(bytes.clone()).unwrap().replace(",\n", ", \n");
        let refused = receive(spaced.as_bytes(), &own.envelope, &own.side_car);
        assert!(matches!(refused, Err(Error::Statement(_))));
    }
}

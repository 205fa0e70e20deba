//! Where the changing of octets begins: small sound inputs of every kind, made here, so that they
//! are never those of an older format; and what was found before, from `fuzz/found/`.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageFormat, RgbImage};
use juanzong::seal::envelope::{self, PayloadType, Signature};
use juanzong::seal::{SecretKey, Trust, statement};

use crate::targets::{CLEAN, CUT};
use crate::workshop::{Files, clean, contents, packed, pdf, small};
use crate::world::history;

/// A key under scrypt (N = 16) and one under PBKDF2 (1 round), both with the passphrase `x`: as cheap
/// to open as such files can be. Made with `openssl pkcs8 -topk8`.
const SCRYPT: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----\n\
MIGSME4GCSqGSIb3DQEFDTBBMCAGCSsGAQQB2kcECzATBAio9QP8rBRwnQIBEAIB\n\
AQIBATAdBglghkgBZQMEASoEEIBXBPBv77FLxdcme3VU2aUEQIjco98rOlKi8GMZ\n\
0yMGV5MB4KqYprSw6jbJRfRdlGvG7LO1XaSVz/vajctl2ohGu+xNBW8wxjZUcWI9\n\
aqllsgk=\n\
-----END ENCRYPTED PRIVATE KEY-----\n";
const PBKDF2: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----\n\
MIGaMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAiOVYKh9Jnc3wIBATAM\n\
BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQyOIbxmobV8bdrOtp6Y/9awRAxvoY\n\
kYnd/k6jnYVoVgA/v+uu5Wa5pUYWZrXkr4qtzEdr65e2Pc3aFZh66FPxB5UzVFU5\n\
WyyyngNExJCksdhm8Q==\n\
-----END ENCRYPTED PRIVATE KEY-----\n";
/// The same from `ssh-keygen -a 1`, with the passphrase `x` and without.
const LOCKED: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----\n\
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABD4qQDM91\n\
cN8q5TUReNrj0ZAAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIGVWGneRb84B7AYe\n\
lZKsZU7kjmikPcqhv+7mHl07RdayAAAAkJf0XplKjleuTjgK0l5IZ6vfhBrt0e6W5gIeQt\n\
rKVPelRNeAE0AR7kdG3Y/dnMvtaczK/pMQxF57K2/SXVyT4sEBnCzr2o4dOwhGfa2NEt3h\n\
UPTnmROgGYZ++UPW+duVzxpQ+i07AS9Stfe0CV2qU6opz5Mw4u0oIkbbaQOsowc39KcJR2\n\
QqYmLEoVkGxKvHqQ==\n\
-----END OPENSSH PRIVATE KEY-----\n";
const OPEN: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----\n\
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n\
QyNTUxOQAAACAWdfeQ3O8krLBmsgvfApYXbDWSJtAjkmrHdx2bspea9wAAAIh/nU7+f51O\n\
/gAAAAtzc2gtZWQyNTUxOQAAACAWdfeQ3O8krLBmsgvfApYXbDWSJtAjkmrHdx2bspea9w\n\
AAAECe69YI2Wdxa0UoRBdtKuUtFqa0ZfkOY1O45BMO4WvAjBZ195Dc7ySssGayC98Clhds\n\
NZIm0COSasd3HZuyl5r3AAAAAAECAwQF\n\
-----END OPENSSH PRIVATE KEY-----\n";

/// Two inputs in one.
fn joined(one: &[u8], other: &[u8]) -> Vec<u8> {
    [one, &[CUT], other].concat()
}

/// Sound inputs of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let made = clean();
    let files = contents(&made);
    let little = small();
    let trust = Trust::of(&history(&little.rings)).unwrap().write();
    let package = packed(&little);
    let _ = CLEAN.set((package.clone(), trust.clone().into_bytes()));
    let ending = |ending: &str| -> Vec<&String> {
        files.keys().filter(|name| name.ends_with(ending)).collect()
    };
    let side_cars = ending(".json.sig");
    let statements: Vec<&[u8]> =
        side_cars.iter().map(|name| &*files[name.trim_end_matches(".sig")]).collect();
    assert!(statements.iter().all(|s| s.len() < statement::LARGEST) && statements.len() == 14);
    let rules = |name: &str| files[name].clone();
    match target {
        "zip" => vec![part(&files), package],
        "bag" => vec![package],
        "json" => statements.iter().map(|s| s.to_vec()).chain([small_json()]).collect(),
        "statement" => statements.iter().map(|s| s.to_vec()).collect(),
        "dsse" => {
            let envelope = |(name, s): (&&String, &&[u8])| {
                joined(s, &files[&name.replace(".json.sig", ".dsse.json")])
            };
            // Two of almost nothing, where a change hits the signatures.
            let short = |payload: &[u8], keys: std::ops::Range<u8>| {
                let kind = PayloadType::Ring;
                let sign = |k| Signature::sign(kind, payload, &SecretKey::from_seed(&[k; 32]));
                let signatures: Vec<_> = keys.map(sign).collect();
                joined(payload, &envelope::write(kind, payload, &signatures))
            };
            let long = side_cars.iter().zip(&statements).take(4).map(envelope);
            long.chain([short(b"", 0..1), short(b"x", 0..3)]).collect()
        }
        "sshsig" => {
            let side_car = |(name, s): (&&String, &&[u8])| joined(s, &files[*name]);
            side_cars.iter().zip(&statements).take(4).map(side_car).collect()
        }
        "keyring" => vec![
            joined(&files["keyring/0001.json"], &files["keyring/0001.dsse.json"]),
            trust.into_bytes(),
        ],
        "pem" => {
            let public = SecretKey::from_seed(&[7; 32]).public();
            [SCRYPT, PBKDF2, LOCKED, OPEN, &public.pem(), &public.ssh()]
                .map(|text| text.as_bytes().to_vec())
                .to_vec()
        }
        "case" => vec![
            joined(&files["case.toml"], list().as_bytes()),
            joined(&own("examples/tangshan-a-cement/case.toml"), b""),
            joined(&own("examples/shaoxing-c-rubber/case.toml"), b""),
        ],
        "profile" => vec![rules("rules/profile.toml"), own("profiles/shaoxing-draft.toml")],
        "form" => vec![
            joined(&rules("rules/forms/visit.toml"), &files["forms/visit.toml"]),
            joined(&rules("rules/forms/minutes.toml"), &files["forms/minutes.toml"]),
            joined(&own("templates/forms/app-form.toml"), b""),
        ],
        "intake" => received(),
        "archive" => archives(),
        _ => panic!("{target} has no seeds"),
    }
}

/// What made a target fail once, by name of its file.
pub fn found(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/found").join(target);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// A file of this repository.
fn own(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// A sound carrier of a few files.
fn part(files: &Files) -> Vec<u8> {
    let kept = ["bagit.txt", "bag-info.txt", "case.toml", "data/01-申请书/申请书.pdf"];
    let kept: Vec<(String, Vec<u8>)> =
        kept.iter().map(|name| (name.to_string(), files[*name].clone())).collect();
    crate::targets::canonical("LZ-990100-2026Q2-0001", &kept)
}

fn small_json() -> Vec<u8> {
    br#"{"a":[1,0,true,false,null,{"b":"\u4e2d\"\\\n"}],"":9007199254740991}"#.to_vec()
}

fn list() -> String {
    format!(
        "[[file]]\nslot = \"proof\"\nname = \"照片.jpg\"\nreceived = \"a/照片.jpg\"\nkind = \"jpeg\"\n\
         size = 20\npages = 1\nsha256 = \"{0}\"\nsm3 = \"{0}\"\n",
        "0".repeat(64)
    )
}

/// Files as offices receive them: PDF in several makes, pictures, and what is neither.
fn received() -> Vec<Vec<u8>> {
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(24, 16, |x, y| {
        image::Rgb([(x * 9) as u8, (y * 15) as u8, 99])
    }));
    let encoded = |format| {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    };
    let mut modern = lopdf::Document::load_mem(&pdf("x")).unwrap();
    let mut packed = Vec::new();
    let with =
        lopdf::SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    modern.save_with_options(&mut packed, with).unwrap();
    let mut more = vec![
        pdf("x"),
        packed,
        encoded(ImageFormat::Jpeg),
        encoded(ImageFormat::Png),
        encoded(ImageFormat::Tiff),
        encoded(ImageFormat::Bmp),
        encoded(ImageFormat::WebP),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old office file".to_vec(),
    ];
    more.push(zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<w:document><w:p/></w:document>"),
    ]));
    more
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Archives as enterprises send them.
fn archives() -> Vec<Vec<u8>> {
    let inner = zipped(&[("内/说明.pdf", b"%PDF-1.4"), ("内/照片.jpg", b"\xff\xd8")]);
    let stored = crate::targets::canonical("材料", &[("台账.pdf".into(), b"%PDF-1.4".to_vec())]);
    let mut gbk = crate::targets::canonical("x", &[("abcd.pdf".into(), b"%PDF".to_vec())]);
    // The same name in GBK, without its mark: 台账.
    let name = b"abcd";
    while let Some(at) = gbk.windows(4).position(|w| w == name) {
        gbk[at..at + 4].copy_from_slice(&[0xCC, 0xA8, 0xD5, 0xCB]);
    }
    vec![
        zipped(&[("台账.pdf", b"%PDF-1.4"), ("一/二/照片.png", b"\x89PNG"), ("a.zip", &inner)]),
        stored,
        gbk,
        inner,
    ]
}

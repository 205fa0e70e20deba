//! A case built twice: the same bytes, nothing made again, nothing signed overwritten.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

use std::collections::BTreeMap;
use std::path::Path;

use juanzong::assemble::{self, InProcess};
use juanzong::base::digest::Digest;
use juanzong::case::{Case, layout};
use juanzong::render::Faces;
use juanzong::verdict::Code;

#[path = "kit/case.rs"]
mod kit;

use kit::{build, case, outputs, picture};

#[test]
fn a_case_is_built_whole_alike_in_every_folder_and_not_again() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (case(one.path()), case(two.path()));
    let built = build(&first, &BTreeMap::new());
    build(&second, &BTreeMap::new());
    let made = outputs(&first);
    assert!(made == outputs(&second), "another folder gives other bytes");
    let names: Vec<&str> = made.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "build.json",
            "data/00-封面与目录/卷内目录.pdf",
            "data/00-封面与目录/案卷封面.pdf",
            "data/01-情况说明/情况说明.pdf",
            "data/99-备考表与案卷/备考表.pdf",
            "data/99-备考表与案卷/案卷.pdf",
            "docx/01-情况说明.docx",
            "labels/box.pdf",
            "labels/spine.pdf",
        ]
    );
    // cover, catalogue, divider, note, divider, two of the report, sheet, picture, closing sheet
    assert_eq!((built.pages, built.documents, built.made), (10, 1, 8));
    assert!(!built.archival && built.report.has(Code::AssembleNotArchival));
    assert!(built.report.has(Code::AssembleJavaScript) && built.report.has(Code::AssembleNoPages));
    let volume = lopdf::Document::load_mem(&made[layout::VOLUME]).unwrap();
    assert_eq!(volume.get_pages().len(), 10);
    assert!(!String::from_utf8_lossy(&made[layout::VOLUME]).contains("JavaScript"));
    let text = volume.objects.values().filter_map(|o| o.as_dict().ok());
    assert!(!text.clone().any(|d| d.has(b"AA") || d.has(b"JS") || d.has(b"Annots")));
    if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
        for (name, bytes) in &made {
            let name = name.rsplit('/').next().unwrap();
            std::fs::write(Path::new(&keep).join(format!("built-{name}")), bytes).unwrap();
        }
    }

    let again = build(&first, &BTreeMap::new());
    assert_eq!((again.made, again.pages), (0, 10));
    assert!(outputs(&first) == made);

    // One changed field makes its document, the volume, and nothing else that stays the same.
    std::fs::write(first.join("forms/note.toml"), "words = \"略有变化。\"\n").unwrap();
    let changed = build(&first, &BTreeMap::new());
    assert_eq!(changed.made, 3, "document, DOCX and volume");
}

#[test]
fn a_file_that_a_statement_names_is_never_replaced_by_other_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    build(&dir, &BTreeMap::new());
    let before = outputs(&dir);
    let name = "data/01-情况说明/情况说明.pdf".to_string();
    let protected = BTreeMap::from([(name.clone(), Digest::sha256(&before[&name]))]);
    assert!(!build(&dir, &protected).report.has(Code::SealSubjectChanged));

    std::fs::write(dir.join("forms/note.toml"), "words = \"改过。\"\n").unwrap();
    let built = build(&dir, &protected);
    assert!(built.report.has(Code::SealSubjectChanged));
    assert!(outputs(&dir) == before, "something was written all the same");

    // Lost, it is made again as it was.
    std::fs::write(dir.join("forms/note.toml"), "words = \"一切正常。\"\n").unwrap();
    std::fs::write(dir.join("out").join(&name), b"scribble").unwrap();
    assert!(!build(&dir, &protected).report.has(Code::SealSubjectChanged));
    assert!(outputs(&dir) == before);
}

#[test]
fn a_document_is_stale_until_it_is_built_from_what_is_typed_now() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let name = "data/01-情况说明/情况说明.pdf".to_string();
    let stale = || assemble::stale(&Case::load(&dir).unwrap()).unwrap();
    assert_eq!(stale(), std::slice::from_ref(&name));
    build(&dir, &BTreeMap::new());
    assert!(stale().is_empty());
    std::fs::write(dir.join("forms/note.toml"), "# 批注\nwords = \"一切正常。\"\n").unwrap();
    assert!(stale().is_empty(), "a remark changes nothing on paper");
    std::fs::write(dir.join("forms/note.toml"), "words = \"改过。\"\n").unwrap();
    assert_eq!(stale(), std::slice::from_ref(&name));
    std::fs::write(dir.join("forms/note.toml"), "words = \n").unwrap();
    assert_eq!(stale(), std::slice::from_ref(&name), "typed with a fault");
}

#[test]
fn a_signed_document_stands_as_it_was_signed_when_another_version_would_set_it_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    build(&dir, &BTreeMap::new());
    let name = "data/01-情况说明/情况说明.pdf".to_string();
    // As an older version with other faces left it: other octets, made from other inputs.
    let path = dir.join("out").join(&name);
    let mut bytes = std::fs::read(&path).unwrap();
    let ours = Digest::sha256(&bytes).to_string();
    bytes.extend_from_slice(b"\n%older\n");
    std::fs::write(&path, &bytes).unwrap();
    let signed = Digest::sha256(&bytes);
    let record = std::fs::read_to_string(dir.join("out/build.json")).unwrap();
    let mut record: serde_json::Value =
        serde_json::from_str(&record.replace(&ours, &signed.to_string())).unwrap();
    record["files"][&name]["inputs"] = serde_json::Value::from("0".repeat(64));
    std::fs::write(dir.join("out/build.json"), record.to_string()).unwrap();

    let built = build(&dir, &BTreeMap::from([(name.clone(), signed)]));
    assert!(!built.report.has(Code::SealSubjectChanged));
    assert_eq!(Digest::sha256(&std::fs::read(&path).unwrap()), signed);

    // Signed or not, once it would say something else it may not silently stay.
    std::fs::write(dir.join("forms/note.toml"), "words = \"改过。\"\n").unwrap();
    let built = build(&dir, &BTreeMap::from([(name, signed)]));
    assert!(built.report.has(Code::SealSubjectChanged));
}

#[test]
fn a_form_with_errors_gives_no_document_and_stale_files_go() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    build(&dir, &BTreeMap::new());
    std::fs::write(dir.join("forms/note.toml"), "word = \"拼错\"\n").unwrap();
    std::fs::remove_file(dir.join("forms/volume.cover.toml")).unwrap();
    let built = build(&dir, &BTreeMap::new());
    assert_eq!(built.documents, 0);
    assert!(built.report.has(Code::FormUnknownField));
    let names: Vec<String> = outputs(&dir).into_keys().collect();
    assert!(!names.iter().any(|n| n.contains("情况说明") || n.contains("封面.pdf")), "{names:?}");
}

/// Parts of our own making, pictures and sheets among them, make a volume that claims PDF/A-2b;
/// `tests/oracles/verapdf.sh` is asked in `.ci/run`.
#[test]
fn a_volume_of_our_own_pages_and_pictures_claims_pdf_a() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    std::fs::remove_file(dir.join("evidence/first.late/报告.pdf")).unwrap();
    let built = build(&dir, &BTreeMap::new());
    assert!(built.archival, "{:?}", built.report.findings());
    let volume = std::fs::read(dir.join("out").join(layout::VOLUME)).unwrap();
    assert!(String::from_utf8_lossy(&volume).contains("<pdfaid:part>2</pdfaid:part>"));
    if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
        std::fs::write(Path::new(&keep).join("archival.pdf"), &volume).unwrap();
    }
}

#[test]
fn a_long_catalogue_counts_its_own_pages() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    for i in 0..80 {
        let name = format!("evidence/first.late/附件{i:03}.png");
        std::fs::write(dir.join(name), picture()).unwrap();
    }
    let built = build(&dir, &BTreeMap::new());
    let record = std::fs::read_to_string(dir.join("out/build.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let catalogue = record["files"][layout::CATALOGUE]["pages"].as_u64().unwrap();
    assert!(catalogue > 1, "the catalogue has {catalogue} pages");
    assert_eq!(built.pages as u64, 1 + catalogue + 2 + 1 + 84 + 1);
    if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
        std::fs::copy(dir.join("out").join(layout::VOLUME), Path::new(&keep).join("long.pdf"))
            .unwrap();
    }
}

#[test]
fn a_page_of_statements_over_several_pages_is_counted_alike_when_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let signing = |n: usize| assemble::Signing {
        stage: "受理".into(),
        seat: "承办人".into(),
        name: "周明".into(),
        opinion: "同意".into(),
        text: format!("第 {n} 份材料属实。"),
        time: "2026年3月2日 09:30".into(),
        files: n,
        digest: "0123456789abcdef".into(),
    };
    let rows: Vec<_> = (1..=60).map(signing).collect();
    let faces = Faces::built_in().unwrap();
    let again = || {
        let case = Case::load(&dir).unwrap();
        let built =
            assemble::build(&case, &faces, &BTreeMap::new(), Some(&rows), &InProcess, &mut ())
                .unwrap();
        (built.made, outputs(&dir))
    };
    let (made, first) = again();
    let (none, second) = again();
    assert!(made > 0);
    assert_eq!(none, 0, "a second build makes something again");
    assert!(first == second, "a second build changes what stands");
}

#[test]
fn another_face_than_before_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let with = |faces: &Faces| {
        let case = Case::load(&dir).unwrap();
        assemble::build(&case, faces, &BTreeMap::new(), None, &InProcess, &mut ()).unwrap().report
    };
    let own = Faces::built_in().unwrap();
    assert!(!with(&own).has(Code::AssembleOtherFace));
    assert!(!with(&own).has(Code::AssembleOtherFace));
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    assert!(with(&Faces::with_folder(&fonts).unwrap()).has(Code::AssembleOtherFace));
}

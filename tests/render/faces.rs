//! Faces and themes of folders: what is taken, what is refused, what the report says.

use std::path::{Path, PathBuf};

use juanzong::base::digest::Digest;
use juanzong::render::{self, Error, Faces, Origin, Role};
use serde::Deserialize;

use crate::samples;

fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

#[derive(Deserialize)]
struct Manifest {
    face: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
    licence_file: String,
    sha256: String,
    compiled_in: bool,
}

#[test]
fn every_face_of_the_repository_is_listed_with_its_digest_and_licence() {
    let text = std::fs::read_to_string(fonts().join("MANIFEST.toml")).unwrap();
    let manifest: Manifest = toml::from_str(&text).unwrap();
    for entry in &manifest.face {
        let bytes = std::fs::read(fonts().join(&entry.file)).unwrap();
        assert_eq!(Digest::sha256(&bytes).to_string(), entry.sha256, "{}", entry.file);
        assert!(fonts().join(&entry.licence_file).exists());
    }
    let listed: Vec<_> = manifest.face.iter().map(|e| e.file.as_str()).collect();
    for file in std::fs::read_dir(fonts()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let face = name.ends_with("tf");
        assert!(!face || listed.contains(&name.as_str()), "{name}");
    }
    // What pages are set with is exactly what is listed as compiled in.
    let mut used: Vec<_> =
        Faces::built_in().unwrap().used().iter().map(|u| u.sha256.to_string()).collect();
    used.sort();
    used.dedup();
    let mut compiled: Vec<_> =
        manifest.face.iter().filter(|e| e.compiled_in).map(|e| e.sha256.clone()).collect();
    compiled.sort();
    assert_eq!(used, compiled);
}

/// A folder with the smallest face under another name, and what `change` does to it.
fn folder(name: &str, change: impl Fn(&mut Vec<u8>)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = std::fs::read(fonts().join("NotoSansSC-Regular.subset.otf")).unwrap();
    change(&mut bytes);
    std::fs::write(folder.path().join(name), bytes).unwrap();
    folder
}

/// Writes fsType into the OS/2 table, eight octets from its start.
fn permit(bytes: &mut [u8], value: u8) {
    let tables = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let entry = (0..tables).map(|n| 12 + n * 16).find(|at| &bytes[*at..at + 4] == b"OS/2").unwrap();
    let offset = u32::from_be_bytes(bytes[entry + 8..entry + 12].try_into().unwrap());
    let at = usize::try_from(offset).unwrap() + 8;
    bytes[at..at + 2].copy_from_slice(&[0, value]);
}

#[test]
fn a_face_named_for_a_role_plays_it_and_changes_the_pages() {
    let folder = folder("我的标题.otf", |_| ());
    std::fs::write(folder.path().join("juanzong.toml"), "[fonts]\nbiaosong = \"我的标题.otf\"\n")
        .unwrap();
    let faces = Faces::with_folder(folder.path()).unwrap();
    let used = faces.used();
    let title = used.iter().find(|u| u.role == Role::Biaosong).unwrap();
    assert_eq!(title.origin, Origin::Folder("我的标题.otf".into()));
    assert_eq!(title.family, "Noto Sans SC");
    assert!(used.iter().filter(|u| u.role != Role::Biaosong).all(|u| u.origin == Origin::BuiltIn));
    let document = samples::cover();
    let own = render::pdf(&document, &faces).unwrap().bytes;
    assert_ne!(own, render::pdf(&document, &Faces::built_in().unwrap()).unwrap().bytes);
}

#[test]
fn a_face_that_forbids_embedding_is_refused_and_one_for_preview_is_noted() {
    let naming = "[fonts]\nhei = \"a.otf\"\n";
    let restricted = folder("a.otf", |bytes| permit(bytes, 2));
    std::fs::write(restricted.path().join("juanzong.toml"), naming).unwrap();
    assert!(matches!(Faces::with_folder(restricted.path()), Err(Error::Embedding { .. })));
    let preview = folder("a.otf", |bytes| permit(bytes, 4));
    std::fs::write(preview.path().join("juanzong.toml"), naming).unwrap();
    let used = Faces::with_folder(preview.path()).unwrap().used();
    assert!(used.iter().all(|u| u.preview_only == (u.role == Role::Hei)));
}

#[test]
fn a_font_folder_that_is_wrong_is_refused_and_not_passed_over() {
    let folder = folder("a.otf", |_| ());
    let naming = folder.path().join("juanzong.toml");
    for (text, why) in [
        ("[fonts]\nbiaosung = \"a.otf\"\n", "an unknown role"),
        ("[font]\n", "an unknown table"),
        ("[fonts]\nhei = \"b.otf\"\n", "a missing file"),
        ("[fonts]\nhei = \"juanzong.toml\"\n", "no face"),
        ("[fonts]\nhei = \"../a.otf\"\n", "another folder"),
    ] {
        std::fs::write(&naming, text).unwrap();
        assert!(Faces::with_folder(folder.path()).is_err(), "{why}");
    }
    assert!(Faces::with_folder(&folder.path().join("none")).is_err());
}

#[test]
fn a_theme_folder_replaces_built_in_files_and_its_faults_are_told_with_their_place() {
    let built_in = Faces::built_in().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let main = folder.path().join("main.typ");
    std::fs::write(&main, "#let d = json(\"/data.json\")\n#set document(title: d.title)\n#set text(lang: \"zh\", font: \"jz-kai\")\n= #d.title\n").unwrap();
    let own = built_in.with_theme(folder.path()).unwrap();
    assert_ne!(own.theme_digest(), built_in.theme_digest());
    assert_eq!(render::pdf(&samples::form(), &own).unwrap().pages, 1);
    for (text, place) in [
        ("#let d = json(\"/data.json\")\n#d.none", "theme/main.typ:2:"),
        ("#set text(font: \"SimSun\")\n字", "theme/main.typ:1:"),
        ("#read(\"/etc/passwd\")", "theme/main.typ:1:"),
        ("#import \"@preview/a:1.0.0\": b", "theme/main.typ:1:"),
    ] {
        std::fs::write(&main, text).unwrap();
        let Err(Error::Theme { place: told, .. }) =
            render::pdf(&samples::form(), &built_in.with_theme(folder.path()).unwrap())
        else {
            panic!("{text} must be refused");
        };
        assert!(told.starts_with(place), "{told}");
    }
}

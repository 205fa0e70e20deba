//! A small invented case: a document, a picture, a foreign PDF of two pages, a file without pages.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "tests use plain files, and each its part of the kit"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::assemble::{self, Built, InProcess};
use juanzong::base::digest::Digest;
use juanzong::case::Case;
use juanzong::form::Library;
use juanzong::render::Faces;

pub const PROFILE: &str = r#"
id = "invented-1"
short = "IN"
title = "试行办法"
issuer = "示例局"
status = "draft"
time = "claimed"
opens = "clerk"
[valid]
from = 2026-01-01
[round]
kind = "quarter"
title = "每季度一轮"
basis = "practice"
cite = "一"
[scope]
divisions = ["130200"]
grades = ["C"]
[volume]
cover = "volume-cover"
catalogue = "volume-catalogue"
signings = "volume-signings"
closing = "volume-closing"
[[slot]]
id = "note"
title = "情况说明"
form = "note"
stage = "first"
grades = ["C"]
need = "required"
basis = "practice"
cite = "一"
[[slot]]
id = "first.late"
title = "佐证材料"
stage = "first"
grades = ["C"]
need = "optional"
basis = "practice"
cite = "一"
[[stage]]
id = "first"
title = "受理"
actor = "branch"
seals = "clerk"
basis = "practice"
cite = "一"
[[stage.seat]]
id = "clerk"
title = "承办人"
need = "one"
slots = ["note", "first.late"]
basis = "practice"
cite = "一"
[[stage]]
id = "filing"
title = "备案"
actor = "branch"
seals = "clerk"
basis = "practice"
cite = "一"
"#;

pub const NOTE: &str = r#"
id = "note"
title = "情况说明"
title_en = "Note"
style = "text"
maker = "branch"
cite = ""
note = "试验。 For trial."
facts = []
[[section]]
title = "说明"
title_en = "Note"
fields = [
  { id = "words", label = "说明", label_en = "Words", type = "paragraph", required = true, example = "无" },
]
[[block]]
kind = "title"
text = "情况说明"
[[block]]
kind = "para"
text = "{words}"
"#;

pub const FACTS: &str = r#"
case = "IN-130283-2026Q2-0001"
profile = "invented-1"
round = "2026Q2"
grade = "C"
[branch]
name = "示例分局"
[enterprise]
name = "示例水泥制品有限公司"
code = "91130200MA0TEAT01J"
division = "130283"
plant = "一厂区"
[dates]
applied = 2026-03-02
"#;

pub const COVER: &str = r#"
fonds = "0123"
fonds_name = "示例分局"
category = "绩效分级"
caption = "示例水泥制品有限公司一厂区绩效评级备案材料"
opened_on = 2026-03-02
closed_on = 2026-05-13
term = "D10"
year = 2026
"#;

pub const CLOSING: &str = r#"
remarks = "材料齐全。"
compiler = "周明"
compiled_on = 2026-05-13
checker = "林雪"
checked_on = 2026-05-13
"#;

/// A case with a document, a picture, a PDF of two pages, and a file without pages.
pub fn case(folder: &Path) -> PathBuf {
    let dir = folder.join("案件");
    let forms = Library::built_in().unwrap();
    let mut files = BTreeMap::from([
        ("case.toml".to_string(), FACTS.as_bytes().to_vec()),
        ("rules/profile.toml".into(), PROFILE.as_bytes().to_vec()),
        ("rules/forms/note.toml".into(), NOTE.as_bytes().to_vec()),
        ("forms/note.toml".into(), "words = \"一切正常。\"\n".into()),
        ("forms/volume.cover.toml".into(), COVER.as_bytes().to_vec()),
        ("forms/volume.closing.toml".into(), CLOSING.as_bytes().to_vec()),
        ("evidence/first.late/现场 1.png".into(), picture()),
        ("evidence/first.late/报告.pdf".into(), report()),
        ("evidence/first.late/台账.xlsx".into(), workbook()),
    ]);
    for form in ["volume-cover", "volume-catalogue", "volume-closing", "volume-signings"] {
        let text = forms.source(form).unwrap().as_bytes().to_vec();
        files.insert(format!("rules/forms/{form}.toml"), text);
    }
    for (name, bytes) in files {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

pub fn picture() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(40, 30);
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// As much of a workbook as tells that it is one.
pub fn workbook() -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["[Content_Types].xml", "xl/workbook.xml"] {
        zip.start_file(name, plain).unwrap();
        zip.write_all(b"<x/>").unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A foreign PDF: two pages, the second turned, a script, no claim to be PDF/A.
pub fn report() -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut pdf = Document::with_version("1.5");
    let pages = pdf.new_object_id();
    let mut kids = Vec::new();
    for turn in [0, 90] {
        let content = Stream::new(dictionary! {}, b"Q q 0 0 m 100 100 l S".to_vec());
        let content = pdf.add_object(content);
        kids.push(Object::Reference(pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Rotate" => turn,
            "AA" => dictionary! { "O" => dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") } },
        })));
    }
    let media = vec![0.into(), 0.into(), 300.into(), 400.into()];
    let node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2, "MediaBox" => media };
    pdf.objects.insert(pages, node.into());
    let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", root);
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}

pub fn build(dir: &Path, protected: &BTreeMap<String, Digest>) -> Built {
    let faces = Faces::built_in().unwrap();
    assemble::build(&Case::load(dir).unwrap(), &faces, protected, None, &InProcess, &mut ())
        .unwrap()
}

/// Everything below `out/`, without the list of times.
pub fn outputs(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    juanzong::base::disk::walk(&dir.join("out"))
        .unwrap()
        .into_iter()
        .filter(|e| e.kind == juanzong::base::disk::Kind::File && e.name != "seen.json")
        .map(|e| (e.name, std::fs::read(e.path).unwrap()))
        .collect()
}

//! The volume of a case: archive numbers, stamps, numbers that run on; what is printed from it.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::assemble::{self, Built, InProcess, Probe, Prober, Progress, Undrawn, Wish};
use juanzong::base::disk;
use juanzong::case::{Case, layout};
use juanzong::render::Faces;
use juanzong::verdict::Code;
use lopdf::{Document, Object};

#[path = "kit/case.rs"]
mod kit;

use kit::{build, case, outputs, report};

const ARCHIVE: &str = r#"
[archive]
number = "{fonds}-{cat}·{year}-{term}-{org}-{item:04}"
stamp = [
  { label = "全宗号", value = "{fonds}" },
  { label = "年度", value = "{year}" },
  { label = "件号", value = "{item:04}" },
  { label = "机构", value = "{org}" },
  { label = "期限", value = "{term.label}" },
  { label = "页数", value = "{pages}" },
]
basis = "practice"
cite = "DA/T 22"
"#;

/// The case with an archive that counts its items, and more typed for its cover.
fn counted(folder: &Path, typed: &str) -> PathBuf {
    let dir = case(folder);
    append(&dir.join("rules/profile.toml"), ARCHIVE);
    append(&dir.join("forms/volume.cover.toml"), typed);
    dir
}

fn append(path: &Path, text: &str) {
    let before = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, before + text).unwrap();
}

fn load(dir: &Path, name: &str) -> Document {
    Document::load(dir.join("out").join(name)).unwrap()
}

/// What is drawn on each page.
fn drawn(pdf: &Document) -> Vec<String> {
    let content = |page| String::from_utf8_lossy(&pdf.get_page_content(page)).into_owned();
    pdf.get_pages().into_values().map(content).collect()
}

/// The numbers, from 1, of the pages that hold some words.
fn pages_with(pages: &[String], words: &str) -> Vec<usize> {
    (1..).zip(pages).filter(|(_, page)| page.contains(words)).map(|(n, _)| n).collect()
}

const RED: &str = "0.902 0 0.071 RG";
const TYPED: &str = "cat = \"WS\"\norg = \"DQ\"\nfirst_item = 7\n";

#[test]
fn every_item_has_its_archive_number_and_a_stamp_on_its_first_page_alone() {
    let folder = tempfile::tempdir().unwrap();
    let dir = counted(folder.path(), TYPED);
    let built = build(&dir, &BTreeMap::new());
    assert!(!built.report.has(Code::AssembleArchiveNumber), "{:?}", built.report.findings());
    let pages = drawn(&load(&dir, layout::VOLUME));
    // cover, catalogue, divider, note, divider, sheet, two of the report, picture, closing sheet
    assert_eq!(pages.len(), 10);
    assert_eq!(pages_with(&pages, RED), [4, 6, 7, 9]);
    assert_eq!(pages_with(&pages, "/Pagination"), (2..=10).collect::<Vec<_>>());
    let catalogue = load(&dir, layout::CATALOGUE).extract_text(&[1]).unwrap();
    let text: String = catalogue.split_whitespace().collect();
    for number in ["0007", "0008", "0009", "0010"] {
        assert!(text.contains(&format!("-DQ-{number}")), "{number} in {text}");
    }

    // Another first number is another volume, though no page of an item changed.
    let cover = dir.join("forms/volume.cover.toml");
    let other =
        std::fs::read_to_string(&cover).unwrap().replace("first_item = 7", "first_item = 8");
    std::fs::write(&cover, other).unwrap();
    let before = std::fs::read(dir.join("out").join(layout::VOLUME)).unwrap();
    build(&dir, &BTreeMap::new());
    assert!(before != std::fs::read(dir.join("out").join(layout::VOLUME)).unwrap());
}

#[test]
fn where_a_part_of_the_archive_number_is_not_typed_no_item_has_one_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let dir = counted(folder.path(), "cat = \"WS\"\n");
    let built = build(&dir, &BTreeMap::new());
    let found: Vec<_> = built
        .report
        .findings()
        .into_iter()
        .filter(|f| f.code == Code::AssembleArchiveNumber)
        .map(|f| (f.place.file.clone(), f.place.field.clone()))
        .collect();
    assert_eq!(found, [("forms/volume.cover.toml".to_string(), "org".to_string())]);
    assert!(pages_with(&drawn(&load(&dir, layout::VOLUME)), RED).is_empty());
}

#[test]
fn files_laid_down_in_another_order_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let names = ["甲.png", "乙.png", "丙.png", "丁/戊.png", "丁/己.png", "a.png", "B.png"];
    let lay = |folder: &Path, names: &mut dyn Iterator<Item = &&str>| {
        let dir = case(folder);
        for (name, place) in names.map(|n| (n, dir.join("evidence/first.late").join(n))) {
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            let side = u32::try_from(name.len()).unwrap();
            image::DynamicImage::new_luma8(side, 20).save(place).unwrap();
        }
        build(&dir, &BTreeMap::new());
        outputs(&dir)
    };
    let first = lay(one.path(), &mut names.iter());
    let second = lay(two.path(), &mut names.iter().rev());
    assert!(first == second, "another order gives other bytes");
}

fn with_copies(dir: &Path, wish: Wish) -> Built {
    let faces = Faces::built_in().unwrap();
    let case = Case::load(dir).unwrap();
    let nothing = BTreeMap::new();
    assemble::build_with(&case, &faces, &nothing, None, wish, &InProcess, &mut ()).unwrap()
}

/// The page labels: at which page, from 0, a run begins, and with which number.
fn labels(pdf: &Document) -> Vec<(i64, Option<i64>)> {
    let labels = pdf.catalog().unwrap().get_deref(b"PageLabels", pdf).unwrap().as_dict().unwrap();
    let nums = labels.get(b"Nums").unwrap().as_array().unwrap();
    nums.chunks(2)
        .map(|run| {
            let first = run[1].as_dict().unwrap().get(b"St").and_then(Object::as_i64).ok();
            (run[0].as_i64().unwrap(), first)
        })
        .collect()
}

/// The places, from the left, at which the number of each page begins.
fn corners(pages: &[String]) -> Vec<Option<bool>> {
    pages
        .iter()
        .map(|page| {
            let stamp = page.rsplit_once("/Artifact")?.1;
            let at = stamp.split_once(" Tr ")?.1.split(' ').next()?.parse::<f32>().ok()?;
            Some(at > 100.0)
        })
        .collect()
}

#[test]
fn a_copy_for_both_sides_begins_every_item_on_a_front_and_numbers_the_outer_edge() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let built = with_copies(&dir, Wish { duplex: true, ..Wish::default() });
    assert_eq!(built.copies, [layout::copy(true, None)]);
    let pdf = load(&dir, &built.copies[0]);
    let pages = drawn(&pdf);
    // Ten pages; cover, catalogue, divider, note, divider, sheet and picture are fronts with an
    // empty back, the report has both sides, the closing sheet needs none.
    assert_eq!(pages.len(), 17);
    let (right, left) = (Some(true), Some(false));
    let mut expected = vec![None, None];
    expected.extend([right, None].repeat(5));
    expected.extend([right, left, right, None, right]);
    assert_eq!(corners(&pages), expected);
    // An empty back is of the paper of its front, and has no label.
    let boxes: Vec<_> = pdf
        .get_pages()
        .into_values()
        .map(|id| pdf.get_dictionary(id).unwrap().get(b"MediaBox").unwrap().clone())
        .collect();
    assert!((0..12).step_by(2).all(|front| boxes[front] == boxes[front + 1]));
    assert_eq!(labels(&pdf)[..4], [(0, Some(1)), (1, None), (2, Some(2)), (3, None)]);

    // Built again, it stands, and it goes once the volume is another.
    let before = outputs(&dir);
    assert_eq!(build(&dir, &BTreeMap::new()).made, 0);
    assert!(outputs(&dir) == before);
    append(&dir.join("forms/note.toml"), "# 批注\n");
    std::fs::remove_file(dir.join("evidence/first.late/台账.xlsx")).unwrap();
    build(&dir, &BTreeMap::new());
    assert!(!outputs(&dir).contains_key(&built.copies[0]), "an old copy stays beside a new volume");
}

#[test]
fn a_divided_copy_keeps_items_whole_and_its_numbers_run_on() {
    let folder = tempfile::tempdir().unwrap();
    let dir = counted(folder.path(), TYPED);
    let split = std::num::NonZeroUsize::new(4);
    let built = with_copies(&dir, Wish { split, ..Wish::default() });
    let copies: Vec<Document> = built.copies.iter().map(|name| load(&dir, name)).collect();
    // cover 1, catalogue 2, divider 3, note 4 | divider 5, sheet 6 | report 7 and 8 | picture 9, closing 10
    let runs: Vec<_> = copies.iter().map(labels).collect();
    assert_eq!(runs[0], [(0, Some(1)), (4, None)]);
    assert_eq!(runs[1], [(0, None), (2, Some(5)), (6, None)]);
    assert_eq!(runs[2], [(0, None), (2, Some(9))]);
    let lengths: Vec<_> = copies.iter().map(|pdf| pdf.get_pages().len()).collect();
    assert_eq!(lengths, [5, 7, 4]);
    let words = |pdf: &Document, page: u32| -> String {
        pdf.extract_text(&[page]).unwrap().split_whitespace().collect()
    };
    assert!(words(&copies[0], 1).contains("共3册"), "{}", words(&copies[0], 1));
    let second = words(&copies[1], 1);
    assert!(
        second.contains("第2册") && second.contains("第8件") && second.contains("共2件4页"),
        "{second}"
    );
    let catalogue = words(&copies[1], 2);
    assert!(
        catalogue.contains("0008") && catalogue.contains("0009") && !catalogue.contains("0007")
    );
    // Each part says its own counts on its closing sheet.
    assert!(words(&copies[2], 4).contains("共1件2页"), "{}", words(&copies[2], 4));
}

#[test]
fn a_container_holds_every_file_of_the_dossier_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let built = with_copies(&dir, Wish { container: true, ..Wish::default() });
    assert_eq!(built.copies, [layout::CONTAINER]);
    let pdf = load(&dir, layout::CONTAINER);
    let catalog = pdf.catalog().unwrap();
    assert_eq!(pdf.get_pages().len(), 2);
    let files = catalog.get(b"AF").unwrap().as_array().unwrap();
    let mut held = BTreeMap::new();
    for file in files {
        let file = pdf.get_dictionary(file.as_reference().unwrap()).unwrap();
        assert_eq!(file.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Source");
        let name = lopdf::decode_text_string(file.get(b"UF").unwrap()).unwrap();
        let inside = file.get(b"EF").unwrap().as_dict().unwrap().get_deref(b"F", &pdf).unwrap();
        let inside = inside.as_stream().unwrap();
        held.insert(name, inside.content.clone());
    }
    let names: Vec<&str> = held.keys().map(String::as_str).collect();
    assert_eq!(names, ["01-情况说明.pdf", "02-台账.xlsx", "02-报告.pdf", "02-现场 1.png"]);
    assert_eq!(held["02-报告.pdf"], report());
    let tree = catalog.get_deref(b"Names", &pdf).unwrap().as_dict().unwrap();
    let tree = tree.get(b"EmbeddedFiles").unwrap().as_dict().unwrap();
    assert_eq!(tree.get(b"Names").unwrap().as_array().unwrap().len(), 8);
    let text = std::fs::read(dir.join("out").join(layout::CONTAINER)).unwrap();
    assert!(String::from_utf8_lossy(&text).contains("<pdfaid:part>3</pdfaid:part>"));
}

#[test]
fn the_work_stops_where_the_caller_asks_for_it_and_leaves_no_half_volume() {
    struct Impatient;
    impl Progress for Impatient {
        fn step(&mut self, what: &'static str, done: usize, _: usize) -> bool {
            what != "volume" || done == 0
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let faces = Faces::built_in().unwrap();
    let case = Case::load(&dir).unwrap();
    let built = assemble::build(&case, &faces, &BTreeMap::new(), None, &InProcess, &mut Impatient);
    assert!(matches!(built, Err(assemble::Error::Stopped)));
    let folder = dir.join("out").join(layout::VOLUME);
    let folder = folder.parent().unwrap();
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["备考表.pdf"], "{left:?}");
}

#[test]
fn a_file_that_keeps_the_volume_from_pdf_a_is_drawn_where_the_case_asks_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    assert!(!build(&dir, &BTreeMap::new()).archival);
    let facts = dir.join("case.toml");
    let text = std::fs::read_to_string(&facts).unwrap();
    let path = "evidence/first.late/报告.pdf";
    std::fs::write(&facts, juanzong::case::with_drawing(&text, "first.late", path).unwrap())
        .unwrap();
    let built = build(&dir, &BTreeMap::new());
    assert!(built.archival, "{:?}", built.report.findings());
    assert!(built.report.has(Code::AssembleDrawn) && !built.report.has(Code::AssembleNotArchival));
    assert_eq!(std::fs::read(dir.join(path)).unwrap(), report());
    let pdf = load(&dir, layout::VOLUME);
    let (pages, content) = (pdf.get_pages(), drawn(&pdf));
    assert_eq!(pages.len(), 10);
    // As large as seen: the second page of the report is turned by 90 degrees.
    for (number, size) in [(7, [300.0, 400.0]), (8, [400.0, 300.0])] {
        let page = pdf.get_dictionary(pages[&number]).unwrap();
        let media = page.get(b"MediaBox").unwrap().as_array().unwrap();
        let media: Vec<f32> = media.iter().map(|v| v.as_float().unwrap()).collect();
        assert_eq!(media[2..], size);
        assert!(!page.has(b"Rotate") && content[number as usize - 1].contains(" Do"));
    }
    if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
        std::fs::copy(dir.join("out").join(layout::VOLUME), format!("{keep}/drawn.pdf")).unwrap();
    }
    assert_eq!(build(&dir, &BTreeMap::new()).made, 0, "drawn again");

    // What is not among the evidence is said by `check`.
    append(&facts, "[slot.note]\nrasterise = [\"evidence/note/x.pdf\"]\n");
    let found = Case::load(&dir).unwrap().check().unwrap();
    assert!(found.has(Code::CaseDrawingMissing));
}

#[test]
fn what_cannot_be_drawn_whole_is_bound_as_it_is_and_said() {
    struct Tired;
    impl Prober for Tired {
        fn probe(&self, path: &Path) -> Result<Probe, disk::Error> {
            InProcess.probe(path)
        }
        fn draw(&self, _: &Path, _: usize) -> Result<Result<Vec<u8>, Undrawn>, disk::Error> {
            Ok(Err(Undrawn::Time))
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let path = "evidence/first.late/报告.pdf";
    append(&dir.join("case.toml"), &format!("[slot.\"first.late\"]\nrasterise = [\"{path}\"]\n"));
    let faces = Faces::built_in().unwrap();
    let case = Case::load(&dir).unwrap();
    let built = assemble::build(&case, &faces, &BTreeMap::new(), None, &Tired, &mut ()).unwrap();
    assert!(
        built.report.has(Code::AssembleNotDrawn) && built.report.has(Code::AssembleNotArchival)
    );
    assert!(!built.report.has(Code::AssembleDrawn));
    assert_eq!(load(&dir, layout::VOLUME).get_pages().len(), 10);
}

#[test]
fn words_in_a_chinese_face_that_is_not_embedded_are_drawn_all_the_same() {
    use lopdf::{Stream, dictionary};
    let mut pdf = Document::with_version("1.4");
    let pages = pdf.new_object_id();
    let cid = dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "SimSun",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("GB1"), "Supplement" => 2,
        },
        "FontDescriptor" => dictionary! { "Type" => "FontDescriptor", "FontName" => "SimSun", "Flags" => 4 },
    };
    let cid = pdf.add_object(cid);
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "GBK-EUC-H",
        "DescendantFonts" => vec![cid.into()],
    });
    // 申请 in GBK, 40 points high.
    let words = b"BT /F 40 Tf 10 20 Td <C9EAC7EB> Tj ET".to_vec();
    let words = pdf.add_object(Stream::new(dictionary! {}, words));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => words,
        "MediaBox" => vec![0.into(), 0.into(), 100.into(), 80.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    });
    let node = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    pdf.objects.insert(pages, node.into());
    let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", root);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.pdf");
    pdf.save(&path).unwrap();

    let drawing = InProcess.draw(&path, 1).unwrap().unwrap();
    let drawing = Document::load_mem(&drawing).unwrap();
    let picture = drawing
        .objects
        .values()
        .find_map(|o| o.as_stream().ok().filter(|s| s.dict.has(b"Width") && s.dict.has(b"Height")));
    let picture = picture.unwrap();
    let dots = picture.get_plain_content().unwrap();
    let dark = dots.iter().filter(|dot| **dot < 128).count();
    assert!(dark * 30 > dots.len() && dark * 3 < dots.len(), "{dark} of {} dots", dots.len());
}

/// Pages and first page of each item, by its title, as the catalogues in a file say.
fn catalogued(pdf: &Document, titles: &[String]) -> BTreeMap<String, (usize, usize)> {
    let mut out = BTreeMap::new();
    let texts =
        pdf.get_pages().into_keys().map(|page| pdf.extract_text(&[page]).unwrap_or_default());
    for text in texts.filter(|text| text.contains("页号") && text.contains("责任者")) {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for title in titles {
            let Some(at) = lines.iter().position(|line| line == title) else { continue };
            let number = |at: usize| lines[at].parse().unwrap();
            let before = out.insert(title.clone(), (number(at + 1), number(at + 2)));
            assert_eq!(before, None, "{title} stands twice in a catalogue");
        }
    }
    out
}

/// Items by their bookmarks: title and place in the file, counted from 1.
fn bookmarked(pdf: &Document) -> Vec<(String, usize)> {
    let toc = pdf.get_toc().unwrap().toc.into_iter();
    toc.filter(|entry| entry.level == 2).map(|entry| (entry.title, entry.page)).collect()
}

/// The number of the page at a place, as the file's labels say.
fn number_at(labels: &[(i64, Option<i64>)], place: usize) -> Option<usize> {
    let index = i64::try_from(place).unwrap() - 1;
    let (from, start) = labels.iter().rev().find(|(from, _)| *from <= index)?;
    start.and_then(|start| usize::try_from(start + index - from).ok())
}

#[test]
fn catalogues_of_several_pages_name_the_page_where_each_item_begins() {
    let folder = tempfile::tempdir().unwrap();
    let dir = counted(folder.path(), TYPED);
    for i in 0..60 {
        let name = format!("evidence/first.late/附件{i:03}.png");
        std::fs::write(dir.join(name), kit::picture()).unwrap();
    }
    let split = std::num::NonZeroUsize::new(25);
    let built = with_copies(&dir, Wish { split, duplex: true, ..Wish::default() });
    let volume = load(&dir, layout::VOLUME);
    let items = bookmarked(&volume);
    assert_eq!(items.len(), 64);
    let titles: Vec<String> = items.iter().map(|(title, _)| title.clone()).collect();
    let whole = catalogued(&volume, &titles);
    let places: BTreeMap<&str, usize> = items.iter().map(|(t, p)| (&**t, *p)).collect();
    assert_eq!(whole.len(), items.len());
    for (title, (pages, first)) in &whole {
        assert_eq!(Some(first), places.get(&**title), "{title}");
        assert_eq!(*pages, if title == "报告" { 2 } else { 1 }, "{title}");
    }
    // A part names its own items, by the numbers that they have in the whole.
    assert!(built.copies.len() > 2, "{:?}", built.copies);
    let mut seen = 0;
    for (part, name) in built.copies.iter().enumerate() {
        let copy = load(&dir, name);
        let (own, labels) = (bookmarked(&copy), labels(&copy));
        let said = catalogued(&copy, &titles);
        for (title, place) in &own {
            assert_eq!(said.get(title), whole.get(title), "{title} in {name}");
            let number = number_at(&labels, *place);
            assert_eq!(number, Some(whole[title].1), "{title} in {name}");
        }
        // The first has the catalogue of the whole.
        assert!(part == 0 || said.len() == own.len(), "{name}");
        seen += own.len();
    }
    assert_eq!(seen, items.len());
}

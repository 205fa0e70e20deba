//! Documents as PDF and DOCX, judged by what another reader finds in the files.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod faces;
mod filled;
mod samples;

use std::io::Read;
use std::path::Path;

use juanzong::form::document::{Block, Document, Run};
use juanzong::form::{Given, Library};
use juanzong::render::{self, Error, Faces, Missing};

/// The text of each page, white space dropped, as lopdf reads it.
fn pages(bytes: &[u8]) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(bytes).unwrap();
    let text = |n| pdf.extract_text(&[n]).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
    pdf.get_pages().into_keys().map(text).collect()
}

/// Each piece stands after the one before it.
fn in_order(all: &str, pieces: impl Iterator<Item = String>) {
    let mut rest = all;
    for piece in pieces {
        let Some((_, after)) = rest.split_once(&piece) else {
            panic!("{piece} does not stand in {rest}");
        };
        rest = after;
    }
}

#[test]
fn a_long_table_repeats_its_header_on_every_page_and_keeps_every_row() {
    let pdf = render::pdf(&samples::list(60), &Faces::built_in().unwrap()).unwrap();
    let pages = pages(&pdf.bytes);
    assert!(pdf.pages >= 3 && pages.len() == pdf.pages);
    for page in &pages {
        assert!(page.contains("序号企业名称"), "{page}");
    }
    let all = pages.concat();
    for n in 1..=60 {
        assert!(all.contains(&format!("示例第{n}水泥制品有限公司")), "row {n}");
    }
}

#[test]
fn the_words_of_a_form_can_be_read_back() {
    let document = samples::form();
    let pdf = render::pdf(&document, &Faces::built_in().unwrap()).unwrap();
    let all = pages(&pdf.bytes).concat();
    // A cell over several rows is drawn after them; the order of reading stands in the tags.
    for words in words(&document) {
        let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(all.contains(&words), "{words} does not stand in {all}");
    }
}

#[test]
fn a_character_no_face_has_is_named_with_its_field() {
    let mut document = samples::minutes();
    let run = Run::typed("王\u{2a6d6}\u{e000}明", "panel.name");
    document.blocks.push(Block::Para(juanzong::form::document::Para {
        runs: vec![run, Run::text("\u{1f600}")],
        ..Default::default()
    }));
    let Err(Error::Glyphs { document, missing }) =
        render::pdf(&document, &Faces::built_in().unwrap())
    else {
        panic!("must be refused");
    };
    assert_eq!(document, "党支部会议纪要");
    let named = |field: &str, character| Missing { field: field.into(), character };
    let expected =
        [named("", '\u{1f600}'), named("panel.name", '\u{e000}'), named("panel.name", '\u{2a6d6}')];
    assert_eq!(missing, expected);
}

#[test]
fn the_same_document_gives_the_same_bytes_on_any_thread() {
    let faces = Faces::built_in().unwrap();
    let make = |faces: &Faces| {
        let document = samples::letter();
        (render::pdf(&document, faces).unwrap().bytes, render::docx(&document).unwrap())
    };
    let once = make(&faces);
    let others: Vec<_> = std::thread::scope(|scope| {
        let jobs: Vec<_> = (0..2).map(|_| scope.spawn(|| make(&faces))).collect();
        jobs.into_iter().map(|job| job.join().unwrap()).collect()
    });
    // Other documents in between, and faces loaded anew, change nothing.
    render::docx(&samples::list(3)).unwrap();
    let again = make(&Faces::built_in().unwrap());
    for other in others.iter().chain([&again]) {
        assert!(once.0 == other.0, "PDF differs");
        assert!(once.1 == other.1, "DOCX differs");
    }
}

#[test]
fn a_changed_word_changes_the_files_identity() {
    let faces = Faces::built_in().unwrap();
    let id = |document: &Document| {
        let bytes = render::pdf(document, &faces).unwrap().bytes;
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        format!("{:?}", pdf.trailer.get(b"ID").unwrap())
    };
    let document = samples::letter();
    let mut other = document.clone();
    other.blocks.push(Block::Heading { level: 1, text: "三、其他".into() });
    assert_ne!(id(&document), id(&other));
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut out = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

/// All words of a document from top to bottom, one piece per run.
fn words(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    let runs = |para: &juanzong::form::document::Para, out: &mut Vec<String>| {
        for run in &para.runs {
            match run {
                Run::Text { text, .. } => out.extend(text.lines().map(String::from)),
                Run::Tick { .. } | Run::Blank { .. } => {}
            }
        }
    };
    for block in &document.blocks {
        match block {
            Block::RedHead { mark, number, left, right } => {
                out.extend([mark.clone(), number.clone(), left.clone(), right.clone()]);
            }
            Block::Title { text } | Block::Heading { text, .. } => {
                out.extend(text.lines().map(String::from));
            }
            Block::Para(para) => runs(para, &mut out),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|r| &r.cells);
                cells.flat_map(|c| &c.paras).for_each(|p| runs(p, &mut out));
            }
            Block::Sign { lines } => {
                for line in lines {
                    out.extend([line.label.clone(), line.name.clone(), line.date.clone()]);
                }
            }
            Block::Imprint { lines } => out.extend(lines.clone()),
            Block::PageBreak => {}
        }
    }
    out
}

#[test]
fn a_docx_holds_every_word_in_the_documents_order() {
    for (name, document) in samples::all() {
        let body = part(&render::docx(&document).unwrap(), "word/document.xml");
        // What stands between tags is text; the tags of a run do not part words of one run.
        let text: String =
            body.split('<').filter_map(|s| s.split_once('>')).map(|(_, t)| t).collect();
        assert!(!text.is_empty(), "{name}");
        in_order(&text, words(&document).into_iter());
    }
}

#[test]
fn a_docx_bears_the_documents_title_issuer_and_day() {
    let mut document = samples::letter();
    document.title = "推荐函 <A&B>".into();
    let docx = render::docx(&document).unwrap();
    let core = part(&docx, "docProps/core.xml");
    assert!(core.contains("<dc:title>推荐函 &lt;A&amp;B&gt;</dc:title>"), "{core}");
    assert!(core.contains("<dc:creator>唐山市生态环境局丰南区分局</dc:creator>"));
    assert!(core.contains(">2026-03-06T00:00:00+08:00</dcterms:created>"));
    document.date = None;
    assert!(
        !part(&render::docx(&document).unwrap(), "docProps/core.xml").contains("dcterms:created")
    );
}

#[test]
fn in_word_a_signature_takes_the_paragraph_above_it_along() {
    let body = part(&render::docx(&samples::letter()).unwrap(), "word/document.xml");
    // Words of two scripts stand in runs of their own.
    let words_of = |paragraph: &str| -> String {
        paragraph.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect()
    };
    let kept = |words: &str| {
        let found = body.split("<w:p ").skip(1).find(|p| words_of(p).contains(words));
        found.unwrap_or_else(|| panic!("no {words}")).contains("<w:keepNext")
    };
    assert!(kept("2.现场核查表"), "the last paragraph above the signature");
    assert!(!kept("经企业申报") && !kept("1.推荐企业名单"), "what stands above that one");
    assert!(!kept("3月6日"), "the date");
}

#[test]
fn a_word_table_repeats_its_header_rows_and_merges_its_cells() {
    let list = part(&render::docx(&samples::list(5)).unwrap(), "word/document.xml");
    assert_eq!(list.matches("<w:tblHeader").count(), 1);
    assert!(list.find("<w:tblHeader").unwrap() < list.find("序号").unwrap());
    let form = part(&render::docx(&samples::form()).unwrap(), "word/document.xml");
    assert_eq!(form.matches("w:gridSpan w:val=\"3\"").count(), 8);
    assert_eq!(form.matches("<w:vMerge").count(), 3);
    assert_eq!(form.matches("<w:tr ").count() + form.matches("<w:tr>").count(), 9);
}

#[test]
fn a_list_of_many_columns_lies_on_its_long_side_in_both_files() {
    let mut document = samples::list(40);
    document.landscape = true;
    let pdf = render::pdf(&document, &Faces::built_in().unwrap()).unwrap();
    let read = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    for id in read.get_pages().into_values() {
        let page = read.get_dictionary(id).unwrap();
        let sides = page.get(b"MediaBox").unwrap().as_array().unwrap();
        let side = |at: usize| sides[at].as_float().unwrap();
        assert!((side(2) - 841.89).abs() < 0.1 && (side(3) - 595.28).abs() < 0.1);
    }
    let body = part(&render::docx(&document).unwrap(), "word/document.xml");
    assert!(body.contains("w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""), "{body}");
    // 225 mm between the margins, all of it the table's.
    let grid = body.split("<w:gridCol w:w=\"").skip(1);
    let whole: u32 = grid.map(|c| c.split('"').next().unwrap().parse::<u32>().unwrap()).sum();
    assert_eq!(whole, 12755);
}

#[test]
fn a_control_character_is_refused_in_both_files() {
    let mut document = samples::letter();
    document.blocks.push(Block::Heading { level: 1, text: "一\u{b}、".into() });
    assert!(matches!(render::docx(&document), Err(Error::Glyphs { .. })));
    let faces = Faces::built_in().unwrap();
    assert!(matches!(render::pdf(&document, &faces), Err(Error::Glyphs { .. })));
}

#[test]
fn every_built_in_form_can_be_set_empty_filled_and_with_sixty_rows() {
    let faces = Faces::built_in().unwrap();
    let documents = forms();
    assert!(documents.len() >= 140, "{}", documents.len());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for first in 0..threads {
            let (documents, faces) = (&documents, &faces);
            scope.spawn(move || {
                for (name, document) in documents.iter().skip(first).step_by(threads) {
                    set(name, document, faces);
                }
            });
        }
    });
}

/// Every word of a document stands in both files.
fn set(name: &str, document: &Document, faces: &Faces) {
    let pdf = render::pdf(document, faces).unwrap_or_else(|e| panic!("{name}: {e}"));
    let all = pages(&pdf.bytes).concat();
    // Words over several lines are read back in pieces.
    for word in words(document) {
        let printed = word.chars().all(|c| c.is_whitespace() || all.contains(c));
        assert!(printed, "{name}: {word}");
    }
    let body = part(&render::docx(document).unwrap(), "word/document.xml");
    let text: String = body.split('<').filter_map(|s| s.split_once('>')).map(|(_, t)| t).collect();
    in_order(&text, words(document).into_iter().map(|w| w.replace('&', "&amp;")));
}

/// The facts of a case, as forms ask for them.
fn facts() -> Given {
    let mut given = Given::default();
    for (name, value) in [
        ("case.id", "TS-130283-2026Q2-0007"),
        ("round", "2026Q2"),
        ("round.title", "2026年第二季度"),
        ("grade", "C"),
        ("grade.title", "C级"),
        ("branch.name", "示例市生态环境局示例分局"),
        ("city.name", "示例市生态环境局"),
        ("enterprise.name", "示例水泥制品有限公司"),
        ("enterprise.code", "91130200MA0TEAT01J"),
        ("enterprise.division", "130283"),
        ("enterprise.plant", "一厂区"),
        ("enterprise.industries", "C3021"),
        ("enterprise.industries.names", "水泥"),
        ("dates.applied", "2026-03-02"),
        ("profile.title", "示例市重点行业绩效分级实施办法"),
        ("profile.issuer", "示例市生态环境局"),
        ("items", "12"),
        ("pages", "48"),
    ] {
        given.set(name, value);
    }
    given
}

/// Every built-in form as its empty skeleton gives it, filled, and filled with long tables.
fn forms() -> Vec<(String, Document)> {
    let library = Library::built_in().unwrap();
    let (none, given) = (Given::default(), facts());
    let mut out = Vec::new();
    for id in library.ids() {
        let form = library.form(id).unwrap();
        let (empty, _) = form.read(id, &form.skeleton(&none));
        out.push((format!("{id}-empty"), form.document(&empty, &none)));
        for (name, rows) in [(id.to_string(), 3), (format!("{id}-60"), 60)] {
            let text = filled::typed(form, rows);
            let (filled, findings) = form.read(&name, &text);
            assert_eq!(findings, [], "{name}\n{text}");
            assert_eq!(form.lacking(&name, &filled, &given), [], "{name}");
            out.push((name, form.document(&filled, &given)));
        }
    }
    out
}

/// Only documents whose name begins with the words of `SAMPLES`, if that is set: `SAMPLES="site- rect-"`.
#[test]
#[ignore = "writes documents for the eye and for veraPDF"]
fn samples_for_the_eye() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("samples");
    std::fs::create_dir_all(&folder).unwrap();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let wanted = std::env::var("SAMPLES").unwrap_or_default();
    let wanted =
        |name: &str| wanted.is_empty() || wanted.split(' ').any(|begin| name.starts_with(begin));
    let write = |file: String, bytes: Vec<u8>| std::fs::write(folder.join(file), bytes).unwrap();
    let (built_in, with_folder) = (Faces::built_in().unwrap(), Faces::with_folder(&fonts).unwrap());
    let styles = samples::all().into_iter().map(|(name, d)| (name.to_string(), d, true));
    let forms = forms().into_iter().map(|(name, d)| (name, d, false));
    for (name, document, both) in styles.chain(forms).filter(|(name, ..)| wanted(name)) {
        for (kind, faces) in [("folder", &with_folder), ("built-in", &built_in)] {
            if kind == "folder" || both {
                let pdf = render::pdf(&document, faces).unwrap_or_else(|e| panic!("{name}: {e}"));
                write(format!("{name}-{kind}.pdf"), pdf.bytes);
            }
        }
        write(format!("{name}.docx"), render::docx(&document).unwrap());
    }
}

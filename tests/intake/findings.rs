//! For every finding of intake a file that yields exactly it.

use std::collections::BTreeMap;

use image::ImageFormat;
use juanzong::assemble::{self, InProcess, Intake};
use juanzong::verdict::Code;
use lopdf::{Object, Stream, dictionary};

use crate::samples::{Sheet, hatched, moving, picture, word, zip};

fn inspect(bytes: &[u8]) -> Intake {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    std::fs::write(&path, bytes).unwrap();
    let intake = assemble::inspect(&path, "x", false, &InProcess).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file was altered");
    intake
}

fn codes(bytes: &[u8]) -> Vec<Code> {
    inspect(bytes).findings.iter().map(|f| f.code).collect()
}

/// What a code is found in, and the codes that go before it because they say why there are no pages
/// or what the finding is about.
fn fixtures() -> BTreeMap<Code, (Vec<Code>, Vec<u8>)> {
    use Code::*;
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.beep()") };
    let launch = dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe") };
    let web = dictionary! { "S" => "URI", "URI" => Object::string_literal("http://192.0.2.1/") };
    let mut embedding = Sheet::new();
    let file = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"inside".to_vec());
    embedding.pdf.add_object(file);
    let signed = Sheet::new().signed();
    let before = lopdf::Document::load_mem(&signed).unwrap();
    let mut revision = lopdf::IncrementalDocument::create_from(signed, before);
    revision.new_document.add_object(dictionary! { "Remark" => true });
    let mut revised = Vec::new();
    revision.save_to(&mut revised).unwrap();
    let mut unembedded = Sheet::with_content("BT /F 12 Tf 50 700 Td (Nothing is embedded) Tj ET");
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let font = unembedded.pdf.add_object(font);
    let unembedded =
        unembedded.of_page("Resources", dictionary! { "Font" => dictionary! { "F" => font } });
    let broken = {
        let mut bytes = Sheet::new().bytes();
        let at = bytes.windows(9).rposition(|w| w == b"startxref").unwrap();
        bytes.truncate(at);
        bytes.extend_from_slice(b"startxref\n7\n%%EOF\n");
        bytes
    };
    let mut few = Sheet::new();
    let tree = few.pdf.get_dictionary(few.page).unwrap().get(b"Parent").unwrap();
    let tree = tree.as_reference().unwrap();
    few.pdf.get_object_mut(tree).unwrap().as_dict_mut().unwrap().set("Count", 3);
    let mut jpeg = picture(ImageFormat::Jpeg, 1800, 2500);
    jpeg.truncate(jpeg.len() - 2000);
    let relations = br#"<Relationships><Relationship Id="a" Type="http://x/attachedTemplate"
        Target="http://192.0.2.1/t.dotm" TargetMode="External"/></Relationships>"#;
    let relations = [("word/_rels/settings.xml.rels", &relations[..])];
    let alone = |code, bytes| (code, (vec![code], bytes));
    let after = |before, code, bytes| (code, (vec![before, code], bytes));
    BTreeMap::from([
        alone(AssembleEmptyFile, Vec::new()),
        alone(AssemblePassword, Sheet::new().locked("secret")),
        alone(AssembleDecrypted, Sheet::new().locked("")),
        alone(AssembleHeic, b"\0\0\0\x18ftypheic\0\0\0\0".to_vec()),
        alone(AssembleTooLarge, picture(ImageFormat::Png, 30_001, 1)),
        alone(AssembleDamaged, b"%PDF-1.7\nand then nothing of the kind".to_vec()),
        alone(AssemblePagesDisputed, few.bytes()),
        alone(AssembleNoPages, "只有文字。".into()),
        alone(AssembleRepaired, broken),
        alone(AssembleJavaScript, Sheet::new().of_catalog("OpenAction", script).bytes()),
        alone(AssembleActions, Sheet::new().link(launch).bytes()),
        alone(AssembleOutside, Sheet::new().link(web).bytes()),
        alone(AssembleEmbedded, embedding.bytes()),
        alone(
            AssembleActive,
            Sheet::new().of_catalog("AcroForm", dictionary! { "XFA" => Object::Null }).bytes(),
        ),
        alone(AssembleSigned, Sheet::new().signed()),
        after(AssembleSigned, AssembleRevised, revised),
        alone(AssembleFont, unembedded.bytes()),
        alone(
            AssembleLook,
            Sheet::new()
                .of_page(
                    "Annots",
                    vec![Object::Dictionary(dictionary! {
                        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx",
                        "V" => Object::string_literal("filled"),
                        "Rect" => vec![10.into(), 10.into(), 90.into(), 30.into()],
                    })],
                )
                .bytes(),
        ),
        alone(AssembleBlank, Sheet::with_content("q Q").bytes()),
        alone(AssembleCoarse, Sheet::scan(824, 1166, 1, hatched(824, 1166)).bytes()),
        alone(
            AssembleTurned,
            Sheet::scan(2480, 3508, 1, hatched(2480, 3508)).of_page("Rotate", 90).bytes(),
        ),
        alone(AssembleCutOff, jpeg),
        alone(AssembleMoving, moving()),
        after(AssembleNoPages, AssembleMacros, word(&[("word/vbaProject.bin", b"code")])),
        after(AssembleNoPages, AssembleOutsideParts, word(&relations)),
        alone(AssembleArchive, zip(&[("附件.pdf", b"%PDF-1.7")])),
    ])
}

/// Codes of intake that a single file's content does not yield: they are about names, about other
/// files, or about the machine. `command.rs` yields them.
const ELSEWHERE: [Code; 6] = [
    Code::AssembleName,
    Code::AssembleTwice,
    Code::AssembleDefeated,
    Code::AssembleRefused,
    Code::AssembleNoSlot,
    Code::AssembleSlotClosed,
];

#[test]
fn every_finding_has_a_file_that_yields_exactly_it() {
    let fixtures = fixtures();
    for (code, (expected, bytes)) in &fixtures {
        assert_eq!(codes(bytes), *expected, "{}", code.id());
    }
    // The codes of the build stand behind those of intake, and have tests of their own.
    let of_intake = Code::ALL.iter().take_while(|c| **c != Code::AssembleOtherFace);
    for code in of_intake.filter(|c| c.id().starts_with("assemble.")) {
        let known = fixtures.contains_key(code) || ELSEWHERE.contains(code);
        assert!(known, "{} has no fixture", code.id());
    }
}

#[test]
fn about_a_good_file_there_is_nothing_to_say() {
    assert_eq!(codes(&Sheet::new().bytes()), []);
    assert_eq!(codes(&Sheet::scan(2480, 3508, 1, hatched(2480, 3508)).bytes()), []);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff, ImageFormat::Bmp] {
        let intake = inspect(&picture(format, 1754, 2481));
        assert!(intake.findings.is_empty(), "{format:?} {:?}", intake.findings);
        assert_eq!(intake.pages, Some(1));
        assert_eq!(intake.nature.pixels, Some((1754, 2481)));
    }
}

#[test]
fn an_empty_sheet_that_was_scanned_is_blank_and_one_with_a_line_on_it_is_not() {
    let (width, height) = (1700, 2400);
    let paper = |line: bool| {
        let mut samples = vec![0xF4; width * height];
        if line {
            samples[width * 1000..width * 1012].fill(20);
        }
        Sheet::scan(1700, 2400, 8, samples).bytes()
    };
    assert_eq!(codes(&paper(false)), [Code::AssembleBlank]);
    assert_eq!(codes(&paper(true)), []);
}

#[test]
fn an_empty_sheet_is_blank_in_whatever_picture_it_comes() {
    let mut paper = image::GrayImage::from_pixel(1700, 2400, image::Luma([0xF4]));
    let packed = |paper: &image::GrayImage, format| {
        let mut out = std::io::Cursor::new(Vec::new());
        paper.write_to(&mut out, format).unwrap();
        out.into_inner()
    };
    let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff, ImageFormat::Bmp];
    for format in formats {
        assert_eq!(codes(&packed(&paper, format)), [Code::AssembleBlank], "{format:?}");
    }
    for x in 100..1600 {
        (1000..1006).for_each(|y| paper.put_pixel(x, y, image::Luma([20])));
    }
    for format in formats {
        assert_eq!(codes(&packed(&paper, format)), [], "{format:?}");
    }
}

/// The octets of a file and the pages that become of it.
fn bound(bytes: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(&assemble::picture_pages(bytes).unwrap()).unwrap()
}

#[test]
fn of_a_picture_that_is_cut_off_the_volume_has_what_there_is() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let whole = picture(format, 1800, 2500);
        let half = &whole[..whole.len() / 2];
        let intake = inspect(half);
        assert_eq!(codes(half), [Code::AssembleCutOff], "{format:?}");
        assert_eq!(intake.pages, Some(1));
        // No reader of the volume has to cope with half a picture: it is unpacked here.
        let pdf = bound(half);
        let images = pdf.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| {
            s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image")
        });
        let images: Vec<_> = images.collect();
        assert_eq!(images.len(), 1, "{format:?}");
        assert_eq!(images[0].filters().unwrap(), [b"FlateDecode"], "{format:?}");
        let samples = images[0].get_plain_content().unwrap();
        assert_eq!(samples.len(), 1800 * 2500 * 3, "{format:?}");
        let above = &samples[..1800 * 3 * 100];
        let as_it_was = image::load_from_memory(&whole).unwrap();
        let far = above.iter().zip(as_it_was.as_bytes()).filter(|(a, b)| a.abs_diff(**b) > 30);
        assert!(far.count() * 1000 < above.len(), "{format:?}");
    }
}

#[test]
fn of_a_tiff_that_is_cut_off_the_volume_has_the_whole_pages() {
    let fax = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kit/fax");
        std::fs::read(folder.join(name)).unwrap()
    };
    // Two pages, the second's directory and picture behind the first.
    let pages = fax("two-pages.tif");
    assert_eq!((inspect(&pages).pages, codes(&pages)), (Some(2), vec![Code::AssembleCoarse]));
    let half = &pages[..pages.len() * 3 / 4];
    let intake = inspect(half);
    assert_eq!(intake.pages, Some(1), "{:?}", intake.findings);
    assert_eq!(codes(half), [Code::AssembleCutOff, Code::AssembleCoarse]);
    assert_eq!(bound(half).get_pages().len(), 1);
}

#[test]
fn an_office_file_with_a_password_says_so_and_one_with_old_macros_too() {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let old = |name: &str| [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &wide(name)].concat();
    assert_eq!(codes(&old("EncryptedPackage")), [Code::AssemblePassword]);
    assert_eq!(codes(&old("_VBA_PROJECT")), [Code::AssembleNoPages, Code::AssembleMacros]);
}

#[test]
fn what_a_file_says_about_itself_is_kept() {
    let mut sheet = Sheet::new();
    let xmp = br#"<x pdfaid:part="2" pdfaid:conformance="B"/><pdfuaid:part>1</pdfuaid:part>"#;
    let xmp = sheet.pdf.add_object(Stream::new(dictionary! {}, xmp.to_vec()));
    let info = dictionary! {
        "Producer" => lopdf::text_string("某排版软件 3.1"), "Creator" => lopdf::text_string("某办公软件"),
    };
    let info = sheet.pdf.add_object(info);
    sheet.pdf.trailer.set("Info", info);
    let nature = inspect(&sheet.of_catalog("Metadata", xmp).bytes()).nature;
    assert_eq!(nature.producer, "某排版软件 3.1 / 某办公软件");
    assert_eq!(
        (nature.version.as_str(), nature.claims.join(" ")),
        ("1.6", "PDF/A-2b PDF/UA-1".into())
    );
}

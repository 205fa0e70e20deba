//! E. Documents that look the same, or are changed where their readers do not look. To a verifier of
//! signatures they are all the same: octets that are no longer those that were signed. The changer
//! writes every list anew.

use crate::collection::{Attack, attack};
use crate::workshop::{APPLICATION, Files, Given, MINUTES, PHOTO, edit, relisted};

const CHANGED: &[&str] = &["seal.subject-changed"];

/// Adds an incremental update with one object to a PDF.
fn updated(bytes: &mut Vec<u8>, object: &str) {
    let text = String::from_utf8(bytes.clone()).unwrap();
    let start: usize =
        text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let number: usize = object.split(' ').next().unwrap().parse().unwrap();
    let at = bytes.len();
    let mut more = format!("{object}\n");
    let xref = at + more.len();
    more += &format!("xref\n{number} 1\n{at:010} 00000 n \n");
    more += &format!("trailer<</Size 9/Root 1 0 R/Prev {start}>>\nstartxref\n{xref}\n%%EOF\n");
    bytes.extend(more.into_bytes());
}

fn minutes_updated(object: &'static str) -> Given {
    relisted(move |files| updated(files.get_mut(MINUTES).unwrap(), object))
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "162-incremental-update",
        CHANGED,
        "trust.md E61; pdf-insecurity.org; DSS modified_after_signature.pdf",
        "The minutes get an incremental update that sets another page content; the octets that were signed \
         are still all there, at the beginning of the file.",
        || minutes_updated("4 0 obj\n<</Length 0>>stream\n\nendstream\nendobj"),
    ),
    attack(
        "163-shadow-page",
        CHANGED,
        "trust.md E62; DSS ShadowAttackDetection; PAdESSpoofingAttackReplacementTest",
        "An update of the page tree replaces the one page by a reference to another.",
        || minutes_updated("2 0 obj\n<</Type/Pages/Kids[6 0 R]/Count 1>>\nendobj"),
    ),
    attack(
        "164-annotation-over-the-text",
        CHANGED,
        "trust.md E67; pdf-insecurity.org/signature/certification.html",
        "An update lays an annotation over the page: a text box that covers a number.",
        || {
            minutes_updated(
                "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
                 /Annots[<</Type/Annot/Subtype/FreeText/Rect[72 700 300 740]/Contents(0)/DA(/F 12 Tf)>>]\
                 /Resources<</Font<</F 5 0 R>>>>>>\nendobj",
            )
        },
    ),
    attack(
        "165-script-that-runs-when-opened",
        CHANGED,
        "trust.md E69",
        "An update of the catalogue adds a script that runs when the document is opened.",
        || {
            minutes_updated(
                "1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>\
                 \nendobj",
            )
        },
    ),
    attack(
        "166-page-tree-tampered",
        CHANGED,
        "trust.md E65; pyHanko test_pages_kids_tamper",
        "Inside the application, without an update, the media box is made so small that the second half of \
         the page is not shown. The length of the file stays the same.",
        || {
            relisted(|files: &mut Files| {
                edit(files, APPLICATION, "MediaBox[0 0 595 842]", "MediaBox[0 0 595 242]");
            })
        },
    ),
    attack(
        "167-another-picture",
        CHANGED,
        "trust.md E70",
        "The photograph is another one, with the same name and the same number of octets.",
        || relisted(|files| *files.get_mut(PHOTO).unwrap().last_mut().unwrap() ^= 1),
    ),
    attack(
        "168-attendance-edited",
        &["seal.opinion-differs", "seal.subject-changed"],
        "trust.md C44",
        "In the typed minutes the disagreement is turned into an agreement, after everything was signed.",
        || relisted(|files| edit(files, "forms/minutes.toml", "\"disagree\"", "\"agree\"")),
    ),
];

//! Documents as PDF and DOCX, judged by what another reader finds in the files.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod samples;

use juanzong::render::{self, Faces};

#[test]
#[ignore = "writes the sample documents for the eye"]
fn samples_for_the_eye() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("samples");
    std::fs::create_dir_all(&folder).unwrap();
    let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    for (kind, faces) in
        [("built-in", Faces::built_in().unwrap()), ("folder", Faces::with_folder(&fonts).unwrap())]
    {
        for (name, document) in samples::all() {
            match render::pdf(&document, &faces) {
                Ok(pdf) => {
                    std::fs::write(folder.join(format!("{name}-{kind}.pdf")), pdf.bytes).unwrap()
                }
                Err(e) => panic!("{name}: {e}"),
            }
        }
    }
}

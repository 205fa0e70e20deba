//! Where things lie in a case folder and under which name they travel (`formats.md` §1, §2).
//!
//! The one mapping between a slot's files and package paths: everything else asks here.

use std::path::{Path, PathBuf};

use crate::profile::Slot;

/// Folder of cover, catalogue and the page of signatures.
pub const FRONT: &str = "data/00-封面与目录";
/// Folder of sealed files that were replaced later.
pub const SUPERSEDED: &str = "data/98-已替代材料";
/// Folder of closing sheet and volume.
pub const BACK: &str = "data/99-备考表与案卷";

/// The cover of the volume.
pub const COVER: &str = "data/00-封面与目录/案卷封面.pdf";
/// 卷内目录.
pub const CATALOGUE: &str = "data/00-封面与目录/卷内目录.pdf";
/// 审核签署一览.
pub const SIGNINGS: &str = "data/00-封面与目录/审核签署一览.pdf";
/// 备考表.
pub const CLOSING: &str = "data/99-备考表与案卷/备考表.pdf";
/// The volume: everything in one PDF with running page numbers.
pub const VOLUME: &str = "data/99-备考表与案卷/案卷.pdf";

/// Copies of the volume for a purpose, below `out/`; never packed.
pub const COPIES: &str = "copies";
/// Cover and catalogue with every original inside.
pub const CONTAINER: &str = "copies/案卷（内含原件）.pdf";

/// A printing copy of the volume below `out/`: for both sides of the paper, or one part of several.
#[must_use]
pub fn copy(duplex: bool, part: Option<usize>) -> String {
    match (duplex, part) {
        (true, None) => format!("{COPIES}/案卷（双面）.pdf"),
        (true, Some(part)) => format!("{COPIES}/案卷（双面，第{part}册）.pdf"),
        (false, Some(part)) => format!("{COPIES}/案卷（第{part}册）.pdf"),
        (false, None) => format!("{COPIES}/案卷.pdf"),
    }
}

/// Pages of received files as pictures, below `out/`; never packed.
pub const DRAWINGS: &str = "raster";

/// The pages of a received file as pictures, by its SHA-256.
#[must_use]
pub fn drawing(sha256: &str) -> String {
    format!("{DRAWINGS}/{sha256}.pdf")
}

/// Ids of typed data that fill no slot: facts of the volume's own pages.
pub const VOLUME_DATA: [&str; 2] = ["volume.cover", "volume.closing"];

/// Facts of the case.
pub const FACTS: &str = "case.toml";
/// The list of received files.
pub const EVIDENCE_LIST: &str = "evidence.toml";
/// The pinned profile.
pub const PROFILE: &str = "rules/profile.toml";
/// The pinned forms.
pub const FORMS: &str = "rules/forms";
/// The pinned calendars.
pub const CALENDAR: &str = "rules/calendar";
/// The pinned indicator tables.
pub const INDICATORS: &str = "rules/indicators";

/// The folder of a slot in the package: `data/07-资格审查表`. `number` is its place in the profile.
#[must_use]
pub fn slot_folder(number: usize, slot: &Slot) -> String {
    format!("data/{number:02}-{}", slot.title)
}

/// The rendered document of a form slot in the package.
#[must_use]
pub fn document(number: usize, slot: &Slot) -> String {
    format!("{}/{}.pdf", slot_folder(number, slot), slot.title)
}

/// The editable twin of a document, in the case folder only.
#[must_use]
pub fn docx(number: usize, slot: &Slot) -> String {
    format!("out/docx/{number:02}-{}.docx", slot.title)
}

/// Typed data of a form slot, in the case folder and in the package.
#[must_use]
pub fn typed(slot: &str) -> String {
    format!("forms/{slot}.toml")
}

/// Where a generated file with a package name lies in a case folder: `out/data/…`.
#[must_use]
pub fn generated(case: &Path, name: &str) -> PathBuf {
    case.join("out").join(name)
}

/// Where the received files of a slot lie.
#[must_use]
pub fn evidence_folder(case: &Path, slot: &str) -> PathBuf {
    case.join("evidence").join(slot)
}

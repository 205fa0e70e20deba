//! F. Lists that nobody reviews, and who may stand together on one: what came after the first 237.

use crate::collection::{Attack, attack};
use crate::workshop::{PHOTO, before};

pub const ATTACKS: &[Attack] = &[
    attack(
        "238-evidence-list-with-another-digest",
        &["seal.evidence-differs"],
        "formats.md §1",
        "The list of received files, which no review covers, says that a photograph of another digest \
         was received. Whoever filed the dossier had it so.",
        || {
            before(|forge| {
                let list = format!(
                    "[[file]]\nslot = \"proof\"\nname = \"照片.jpg\"\nkind = \"jpeg\"\nsize = {}\n\
                     pages = 1\nsha256 = \"{}\"\n",
                    forge.files.0[PHOTO].len(),
                    "0".repeat(64),
                );
                *forge.bytes("evidence.toml") = list.into_bytes();
            })
        },
    ),
    attack(
        "239-two-members-of-one-organisation",
        &["seal.same-organisation"],
        "trust.md Policy; formats.md §4",
        "The rules ask for members of different organisations; both who are listed and heard are of one.",
        || {
            before(|f| {
                f.edit("rules/profile.toml", "need = 1\n", "need = 1\ndistinct_orgs = true\n")
            })
        },
    ),
];

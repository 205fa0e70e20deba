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
    attack(
        "240-reviewed-by-the-enterprise-s-own-people",
        &["seal.related"],
        "trust.md Policy; formats.md §4",
        "The rules want nobody to review who belongs to the enterprise or stands in its service; the \
         facts name an agency in its service, and the key ring has all who reviewed as its people.",
        || {
            before(|f| {
                let rule = "[unrelated]\nbasis = \"text\"\ncite = \"四\"\n\n[valid]";
                f.edit("rules/profile.toml", "[valid]", rule);
                f.edit("case.toml", "[dates]", "related = [\"临州分局\"]\n[dates]");
            })
        },
    ),
];

//! The faces documents are set with, by role, and everything else that stays the same from document
//! to document.
//!
//! GB/T 9704-2012 names faces (仿宋, 小标宋, 黑体, 楷体); what a machine has differs. So the theme
//! names roles, and each role is played by one face: of a font folder where there is one, else built
//! in. The same bytes elsewhere need the same faces: [`Faces::used`] tells their digests.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt};

use super::theme::Theme;
use super::{Error, folder};
use crate::base::digest::Digest;

/// The bytes of the face that has all characters of GB 18030 level 1 and 2.
#[must_use]
pub fn fallback() -> &'static [u8] {
    SERIF.0
}

/// What a face is used for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 仿宋: running text, table cells.
    Fangsong,
    /// 宋体: page numbers; its built-in face is also everyone's last fallback.
    Song,
    /// 小标宋: titles and red heads.
    Biaosong,
    /// 黑体: headings of level 1, strong words, header rows.
    Hei,
    /// 楷体: headings of level 2.
    Kai,
    /// Latin letters and digits in running text.
    Latin,
}

impl Role {
    /// All roles, in the order in which reports list them.
    pub const ALL: [Self; 6] =
        [Self::Fangsong, Self::Song, Self::Biaosong, Self::Hei, Self::Kai, Self::Latin];

    /// Its name in `juanzong.toml`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Fangsong => "fangsong",
            Self::Song => "song",
            Self::Biaosong => "biaosong",
            Self::Hei => "hei",
            Self::Kai => "kai",
            Self::Latin => "latin",
        }
    }

    /// The family name by which the theme calls it.
    fn family(self) -> &'static str {
        match self {
            Self::Fangsong => "jz-fangsong",
            Self::Song => "jz-song",
            Self::Biaosong => "jz-biaosong",
            Self::Hei => "jz-hei",
            Self::Kai => "jz-kai",
            Self::Latin => "jz-latin",
        }
    }
}

/// The fallbacks' family names in the theme. Noto Serif SC has every character of GB 18030 level 1
/// and 2; it lacks the subscripts of PM₂.₅ and SO₂, which JZ Kai has.
const BASE: [&str; 2] = ["jz-base", "jz-more"];

/// A face that is compiled in, with its SHA-256 as `fonts/MANIFEST.toml` has it: hashing 21 MB anew
/// would take every run ten milliseconds.
type Compiled = (&'static [u8], &'static str);

const SERIF: Compiled = (
    include_bytes!("../../fonts/NotoSerifSC-Regular.otf"),
    "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3",
);
const SERIF_BOLD: Compiled = (
    include_bytes!("../../fonts/NotoSerifCJKsc-Bold.subset.otf"),
    "339df12c7d4610c49013980f6acb3b3337554e87ce645b26e6a9f7000bcedffa",
);
const SANS: Compiled = (
    include_bytes!("../../fonts/NotoSansSC-Regular.subset.otf"),
    "ec1b00549ad1093c3b0230e30ff500defee96625b01b46292f0b88d79bc482e7",
);
const KAI: Compiled = (
    include_bytes!("../../fonts/JZKai-Regular.subset.ttf"),
    "a253c0db8e021f0871c18c2acd9f913f477168e6e8f34bc8b4fc837dc3718b21",
);

/// Where a face comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Compiled in.
    BuiltIn,
    /// A file of the font folder; its name.
    Folder(String),
}

/// Which face plays a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Used {
    /// The role.
    pub role: Role,
    /// The face's family name as it stands in the file.
    pub family: String,
    /// Where it comes from.
    pub origin: Origin,
    /// SHA-256 of the whole font file.
    pub sha256: Digest,
    /// Whether the face allows embedding for preview and print only (fsType 4): to be noted.
    pub preview_only: bool,
}

/// A face that plays a role.
#[derive(Clone)]
pub(super) struct Face {
    pub font: Font,
    pub family: String,
    pub origin: Origin,
    pub preview_only: bool,
    digest: Arc<OnceLock<Digest>>,
}

impl Face {
    pub fn new(font: Font, family: String, origin: Origin, preview_only: bool) -> Self {
        Self { font, family, origin, preview_only, digest: Arc::default() }
    }

    /// A face that was compiled in.
    fn built_in((bytes, sha256): Compiled) -> Result<Self, Error> {
        let font = Font::new(Bytes::new(bytes), 0)
            .ok_or_else(|| Error::Face { path: "built-in".into() })?;
        let family = font.info().family.clone();
        let face = Self::new(font, family, Origin::BuiltIn, false);
        if let Some(digest) = Digest::parse(sha256) {
            face.digest.get_or_init(|| digest);
        }
        Ok(face)
    }

    fn sha256(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::sha256(self.font.data()))
    }
}

/// What all documents share: faces, the theme, Typst's library.
pub(super) struct Shared {
    pub library: LazyHash<Library>,
    pub book: LazyHash<FontBook>,
    pub fonts: Vec<Font>,
    pub faces: Vec<(Role, Face)>,
    pub base: [Face; 2],
    pub theme: Theme,
}

/// The faces and the theme that documents are set with. Cheap to clone; one for all threads.
#[derive(Clone)]
pub struct Faces(pub(super) Arc<Shared>);

impl Faces {
    /// The faces that are compiled in. 仿宋 is then played by Noto Serif SC.
    ///
    /// # Errors
    /// [`Error::Face`] only where the binary itself is damaged.
    pub fn built_in() -> Result<Self, Error> {
        Self::with(Vec::new(), Theme::built_in()?)
    }

    /// The faces of a font folder, and the built-in ones for roles it does not fill.
    ///
    /// `juanzong.toml` in the folder names files by role (`[fonts] biaosong = "FZXBSJW.ttf"`);
    /// other files play the role in which `fonts/roles.toml` knows their family.
    ///
    /// # Errors
    /// Files that cannot be read, a misspelt `juanzong.toml`, and named faces that are none or
    /// forbid embedding.
    pub fn with_folder(folder: &Path) -> Result<Self, Error> {
        Self::with(folder::faces(folder)?, Theme::built_in()?)
    }

    /// The same faces with a theme folder: its `.typ` files replace built-in ones of the same name.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn with_theme(&self, folder: &Path) -> Result<Self, Error> {
        let own = |(_, f): &&(Role, Face)| f.origin != Origin::BuiltIn;
        let chosen = self.0.faces.iter().filter(own).cloned().collect();
        Self::with(chosen, Theme::with_folder(folder)?)
    }

    fn with(chosen: Vec<(Role, Face)>, theme: Theme) -> Result<Self, Error> {
        let base = [Face::built_in(SERIF)?, Face::built_in(KAI)?];
        let [serif, kai] = &base;
        let mut faces = Vec::new();
        for role in Role::ALL {
            let face = match chosen.iter().find(|(r, _)| *r == role) {
                Some((_, face)) => face.clone(),
                None => match role {
                    Role::Fangsong | Role::Song | Role::Latin => serif.clone(),
                    Role::Biaosong => Face::built_in(SERIF_BOLD)?,
                    Role::Hei => Face::built_in(SANS)?,
                    Role::Kai => kai.clone(),
                },
            };
            faces.push((role, face));
        }
        let named = faces.iter().map(|(role, face)| (role.family(), face));
        let named: Vec<_> = named.chain(BASE.into_iter().zip(&base)).collect();
        let book = FontBook::from_infos(named.iter().map(|(name, face)| call(name, face)));
        let fonts = named.iter().map(|(_, face)| face.font.clone()).collect();
        let features = Features::from_iter([Feature::A11yExtras]);
        let library = Library::builder().with_features(features).build();
        Ok(Self(Arc::new(Shared {
            library: LazyHash::new(library),
            book: LazyHash::new(book),
            fonts,
            faces,
            base,
            theme,
        })))
    }

    /// Which face plays each role, for the build report.
    #[must_use]
    pub fn used(&self) -> Vec<Used> {
        let used = |(role, face): &(Role, Face)| Used {
            role: *role,
            family: face.family.clone(),
            origin: face.origin.clone(),
            sha256: face.sha256(),
            preview_only: face.preview_only,
        };
        self.0.faces.iter().map(used).collect()
    }

    /// SHA-256 over the theme's files: with the faces' digests it says what pages depend on besides
    /// the document.
    #[must_use]
    pub fn theme_digest(&self) -> Digest {
        self.0.theme.digest
    }

    /// The bytes, and the index in a collection, of the first face that has a character: the
    /// role's own, then the fallbacks. For pages that are drawn and not set.
    #[must_use]
    pub fn face_of(&self, role: Role, character: char) -> Option<(&[u8], u32)> {
        let own = self.0.faces.iter().filter(|(r, _)| *r == role).map(|(_, face)| face);
        let has = |f: &&Face| f.font.info().coverage.contains(u32::from(character));
        let face = own.chain(&self.0.base).find(has)?;
        Some((face.font.data().as_slice(), face.font.index()))
    }

    /// The font files of a role and of the fallbacks, each with the index of the face in it, in the
    /// order in which a character is looked for in them.
    #[must_use]
    pub fn files(&self, role: Role) -> Vec<(&[u8], u32)> {
        let own = self.0.faces.iter().filter(|(r, _)| *r == role).map(|(_, face)| face);
        let files = own.chain(&self.0.base);
        files.map(|face| (face.font.data().as_slice(), face.font.index())).collect()
    }

    /// Whether the face of a role or a fallback has a character.
    pub(super) fn has(&self, role: Role, character: char) -> bool {
        let point = u32::from(character);
        let in_face = |f: &Face| f.font.info().coverage.contains(point);
        self.0.base.iter().any(in_face)
            || self.0.faces.iter().any(|(r, f)| *r == role && in_face(f))
    }
}

/// The face's description under the name of its role: regular whatever its weight, so that no
/// nearest variant is ever looked for.
fn call(name: &str, face: &Face) -> FontInfo {
    let mut info = face.font.info().clone();
    info.family = name.to_string();
    info.variant = FontVariant {
        style: FontStyle::Normal,
        weight: FontWeight::REGULAR,
        stretch: FontStretch::NORMAL,
    };
    info
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_built_in_face() {
        let used = Faces::built_in().unwrap().used();
        assert_eq!(used.iter().map(|u| u.role).collect::<Vec<_>>(), Role::ALL);
        assert!(used.iter().all(|u| u.origin == Origin::BuiltIn && !u.preview_only));
        let families: Vec<_> = used.iter().map(|u| u.family.as_str()).collect();
        assert_eq!(families[0], "Noto Serif SC");
        assert_eq!(families[4], "JZ Kai");
    }

    #[test]
    fn the_compiled_faces_have_the_digests_that_are_stated() {
        for (bytes, stated) in [SERIF, SERIF_BOLD, SANS, KAI] {
            assert_eq!(Digest::sha256(bytes).to_string(), stated);
        }
    }

    #[test]
    fn a_folder_with_the_free_fangsong_fills_that_role_alone() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let used = Faces::with_folder(&folder).unwrap().used();
        assert_eq!(used[0].origin, Origin::Folder("FandolFang-Regular.otf".into()));
        assert!(used[1..].iter().all(|u| u.origin == Origin::BuiltIn));
    }
}

//! Names inside a package: what each is, in which order they stand, and which may stand at all
//! (`formats.md` §6).

use crate::base::{name, text};

/// The bag declaration.
pub const DECLARATION: &str = "bagit.txt";
/// Facts about the bag.
pub const INFO: &str = "bag-info.txt";
/// Public keys as `ssh-keygen` reads them.
pub const SIGNERS: &str = "allowed_signers";
/// How to check without juanzong, for people.
pub const README: &str = "README.txt";
/// How to check without juanzong, for a POSIX shell.
pub const VERIFY_SH: &str = "verify.sh";
/// How to check without juanzong, for Windows.
pub const VERIFY_CMD: &str = "核验.cmd";
/// What every payload name begins with.
pub const PAYLOAD: &str = "data/";

/// Longest name in octets, the leading folder not counted.
pub const LONGEST: usize = 1024;

/// A digest algorithm of manifests.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Algorithm {
    /// SHA-256, always.
    Sha256,
    /// SM3, where the profile asks for it.
    Sm3,
}

impl Algorithm {
    /// All algorithms, in bytewise order of their names.
    pub const ALL: [Self; 2] = [Self::Sha256, Self::Sm3];

    /// As it stands in manifest names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sm3 => "sm3",
        }
    }

    /// The payload manifest with it.
    #[must_use]
    pub fn manifest(self) -> &'static str {
        match self {
            Self::Sha256 => "manifest-sha256.txt",
            Self::Sm3 => "manifest-sm3.txt",
        }
    }

    /// The tag manifest with it.
    #[must_use]
    pub fn tag_manifest(self) -> &'static str {
        match self {
            Self::Sha256 => "tagmanifest-sha256.txt",
            Self::Sm3 => "tagmanifest-sm3.txt",
        }
    }
}

/// What a name in a package is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A file of the dossier.
    Payload,
    /// A list of payload digests.
    Manifest(Algorithm),
    /// A list of tag file digests.
    TagManifest(Algorithm),
    /// A manifest whose algorithm this version does not know.
    UnknownManifest,
    /// Derived from the rest: re-created and compared.
    Determined,
    /// Facts, rules, statements: what signatures are about.
    Tag,
    /// Nothing that belongs into a package.
    Unknown,
}

/// What a name is.
#[must_use]
pub fn part(name: &str) -> Part {
    if name.starts_with(PAYLOAD) {
        return Part::Payload;
    }
    for a in Algorithm::ALL {
        if name == a.manifest() {
            return Part::Manifest(a);
        }
        if name == a.tag_manifest() {
            return Part::TagManifest(a);
        }
    }
    let list = name.strip_prefix("tag").unwrap_or(name);
    let algorithm = list.strip_prefix("manifest-").and_then(|n| n.strip_suffix(".txt"));
    if algorithm.is_some_and(|a| !a.is_empty() && a.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return Part::UnknownManifest;
    }
    match name {
        DECLARATION | INFO | SIGNERS | README | VERIFY_SH | VERIFY_CMD => Part::Determined,
        "case.toml" | "evidence.toml" => Part::Tag,
        _ => match name.split_once('/') {
            Some(("forms", file)) => {
                let id = file.strip_suffix(".toml").unwrap_or_default();
                if name::is_id(id) { Part::Tag } else { Part::Unknown }
            }
            Some(("keyring" | "seals", file)) if !file.contains('/') => Part::Tag,
            Some(("reviews", file)) if file.split('/').count() == 2 => Part::Tag,
            Some(("rules", _)) => Part::Tag,
            Some(_) | None => Part::Unknown,
        },
    }
}

/// The order of a package: `bagit.txt`, all other tag files bytewise, `data/` bytewise.
#[must_use]
pub fn rank(name: &str) -> (u8, &str) {
    let group = match name {
        DECLARATION => 0,
        _ if name.starts_with(PAYLOAD) => 2,
        _ => 1,
    };
    (group, name)
}

/// What is wrong with a name, as the fact `flaw` tells it; `None` where nothing is.
#[must_use]
pub fn flaw(name: &str) -> Option<String> {
    if name.len() > LONGEST {
        return Some(format!("longer than {LONGEST} octets"));
    }
    name::check_path(name).err().map(|flaw| text::visible(&flaw.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_tag_files_belong() {
        for name in ["case.toml", "forms/app.form.toml", "rules/forms/x.toml", "seals/00-open.json"]
        {
            assert_eq!(part(name), Part::Tag, "{name}");
        }
        for name in [
            "fetch.txt",
            "forms/x/y.toml",
            "forms/.toml",
            "forms/a.txt",
            "seals/x/y",
            "reviews/x",
            "out/x",
            "data",
            "signatures.txt",
            "manifest-.txt",
        ] {
            assert_eq!(part(name), Part::Unknown, "{name}");
        }
        assert_eq!(part("manifest-md5.txt"), Part::UnknownManifest);
        assert_eq!(part("tagmanifest-sha512.txt"), Part::UnknownManifest);
        assert_eq!(part("manifest-sm3.txt"), Part::Manifest(Algorithm::Sm3));
        assert_eq!(part("data/manifest-md5.txt"), Part::Payload);
    }

    #[test]
    fn the_declaration_comes_first_and_the_payload_last() {
        let mut names = ["data/a", "核验.cmd", "allowed_signers", "bagit.txt", "seals/a"];
        names.sort_by_key(|n| rank(n));
        assert_eq!(names, ["bagit.txt", "allowed_signers", "seals/a", "核验.cmd", "data/a"]);
    }
}

//! What a package says it is, from bytes that its verification has read and hashed anyway.

use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::package::{Contents, filing_seal};
use crate::seal::{Predicate, Statement, names, statement};

/// The list that names every tag file, among them the manifest that names all payload.
const LIST: &str = "tagmanifest-sha256.txt";

/// What tells a package from every other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The case's number.
    pub case: String,
    /// SHA-256 of the list of tag files: two packages of which both are whole and that have the
    /// same are the same, zip or folder, octet for octet.
    pub bag: Digest,
    /// When it claims to have been sealed for filing.
    pub filed: Moment,
}

/// What a register notes beside: for what it was opened, and how it was sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The division it was opened in; empty where the opening cannot be read.
    pub division: String,
    /// The grade it was opened for; empty where the opening cannot be read.
    pub grade: String,
    /// Digests of the opening and of all seals, in the order of their numbers.
    pub seals: Vec<Digest>,
}

impl Card {
    /// Reads it; `None` where the package has no filing seal or no list of tag files. `filing` is
    /// that seal where it was read before.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn of(
        contents: &Contents,
        filing: Option<&Statement>,
    ) -> Result<Option<Self>, disk::Error> {
        let Some(bag) = contents.sha256(LIST) else { return Ok(None) };
        let of = |seal: &Statement| {
            let said = seal.predicate();
            Self { case: said.case().to_string(), bag, filed: said.signed_at() }
        };
        if let Some(seal) = filing {
            return Ok(Some(of(seal)));
        }
        let Some(name) = filing_seal(contents.names()) else { return Ok(None) };
        Ok(read(contents, name)?.as_ref().map(of))
    }
}

fn read(contents: &Contents, name: &str) -> Result<Option<Statement>, disk::Error> {
    let bytes = contents.content(name, statement::LARGEST as u64)?;
    Ok(bytes.and_then(|bytes| Statement::parse(&bytes).ok()))
}

impl Opened {
    /// Reads it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn of(contents: &Contents) -> Result<Self, disk::Error> {
        let seals = format!("{}/", names::SEALS);
        let mut links: Vec<(u64, &str)> = contents
            .names()
            .filter(|name| name.ends_with(".json") && !name.ends_with(".dsse.json"))
            .filter_map(|name| Some((names::numbered(name.strip_prefix(&seals)?)?.0, name)))
            .collect();
        links.sort_unstable();
        let (mut division, mut grade) = (String::new(), String::new());
        for (_, name) in &links {
            if let Some(Predicate::Open(open)) =
                read(contents, name)?.map(|s| s.predicate().clone())
            {
                (division, grade) = (open.division, open.grade);
            }
        }
        let seals = links.iter().filter_map(|(_, name)| contents.sha256(name)).collect();
        Ok(Self { division, grade, seals })
    }
}

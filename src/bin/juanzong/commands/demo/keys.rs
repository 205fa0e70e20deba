//! The keys of the demonstration: one per person and one more per root, made once and kept open so
//! that the passphrase work is done once for each.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use juanzong::base::disk;
use juanzong::seal::SecretKey;
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::script::Script;
use crate::commands::key;
use crate::exit::Failure;
use crate::passphrase::entropy;

/// The passphrase of every demonstration key. It protects nothing: the keys are thrown away.
const PASSPHRASE: &str = "juanzong-demo";

/// The opened keys of all people.
pub(super) struct Keys {
    /// A person's signing key.
    pub(super) own: BTreeMap<String, Rc<SecretKey>>,
    /// A person's root key.
    pub(super) root: BTreeMap<String, Rc<SecretKey>>,
}

impl Keys {
    /// Makes the keys of a script and writes them into a folder; keys that lie there are opened
    /// instead, so that a second demonstration can repeat a first.
    pub(super) fn at(folder: &Path, script: &Script) -> Result<Self, Failure> {
        let own = script.people.iter().map(|p| (p.id.clone(), p.id.clone()));
        let root = script.ring.roots.iter().map(|id| (id.clone(), format!("{id}-root")));
        let names: Vec<(String, String)> = own.chain(root).collect();
        let keys: Vec<Option<SecretKey>> = names
            .par_iter()
            .map(|(_, name)| one(&folder.join(format!("{name}.pem"))).ok())
            .collect();
        disk::replace(&folder.join("口令.txt"), format!("{PASSPHRASE}\n").as_bytes())?;
        let mut made = Self { own: BTreeMap::new(), root: BTreeMap::new() };
        for ((person, name), key) in names.into_iter().zip(keys) {
            // What went wrong is told by doing it again in this thread.
            let key = match key {
                Some(key) => key,
                None => one(&folder.join(format!("{name}.pem")))?,
            };
            let place = if person == name { &mut made.own } else { &mut made.root };
            place.insert(person, Rc::new(key));
        }
        Ok(made)
    }
}

fn one(path: &Path) -> Result<SecretKey, Failure> {
    if disk::exists(path) {
        let text = disk::read_text(path, 64 * 1024)?;
        return Ok(SecretKey::from_pem(&text, PASSPHRASE)?);
    }
    let key = SecretKey::from_seed(&Zeroizing::new(entropy()?));
    key::write(&key, path, PASSPHRASE)?;
    Ok(key)
}

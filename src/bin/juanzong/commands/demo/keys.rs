//! The keys of the demonstration: one per person and one more per root, made once and kept open so
//! that the passphrase work is done once for each.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use juanzong::base::disk;
use juanzong::seal::SecretKey;
use zeroize::Zeroizing;

use super::script::Script;
use crate::commands::key;
use crate::exit::Failure;
use crate::passphrase::entropy;

/// The passphrase of every demonstration key. It protects nothing: the keys are thrown away.
const PASSPHRASE: &str = "juanzong-demo";

/// Keys by the name of their file.
pub(super) type Made = BTreeMap<String, SecretKey>;

/// The opened keys of all people.
pub(super) struct Keys {
    /// A person's signing key.
    pub(super) own: BTreeMap<String, Arc<SecretKey>>,
    /// A person's root key.
    pub(super) root: BTreeMap<String, Arc<SecretKey>>,
}

/// Makes the keys of a script and writes them into a folder, as far as that succeeds; keys that lie
/// there are opened instead, so that a second demonstration can repeat a first. Meant to run beside
/// other work: each key costs a fifth of a second.
pub(super) fn make(folder: &Path, script: &Script) -> Made {
    let names = names(script);
    let some = |names: &[(String, String)]| -> Made {
        let made = names.iter().filter_map(|(_, name)| {
            let key = one(&folder.join(format!("{name}.pem"))).ok()?;
            Some((name.clone(), key))
        });
        made.collect()
    };
    let (first, second) = names.split_at(names.len() / 2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| some(first));
        let mut made = some(second);
        made.extend(first.join().unwrap_or_default());
        made
    })
}

/// Person and file name of every key; a root's name differs from its person's.
fn names(script: &Script) -> Vec<(String, String)> {
    let own = script.people.iter().map(|p| (p.id.clone(), p.id.clone()));
    let root = script.ring.roots.iter().map(|id| (id.clone(), format!("{id}-root")));
    own.chain(root).collect()
}

impl Keys {
    /// The keys of a script: those that were made, and the others with the reason why not.
    pub(super) fn of(mut made: Made, folder: &Path, script: &Script) -> Result<Self, Failure> {
        let words = folder.join("口令.txt");
        if !disk::exists(&words) {
            disk::write_secret(&words, format!("{PASSPHRASE}\n").as_bytes())?;
        }
        let mut keys = Self { own: BTreeMap::new(), root: BTreeMap::new() };
        for (person, name) in names(script) {
            let key = match made.remove(&name) {
                Some(key) => key,
                None => one(&folder.join(format!("{name}.pem")))?,
            };
            let place = if person == name { &mut keys.own } else { &mut keys.root };
            place.insert(person, Arc::new(key));
        }
        Ok(keys)
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

//! `allowed_signers`: the ring's keys as `ssh-keygen -Y verify` wants them (`formats.md` §6).

use super::super::Namespace;
use super::ring::{Ring, State, Use};

/// The exact text for the newest ring that a package carries: one line per key that may sign and is
/// neither never valid nor compromised. Rings only grow, so the newest has the keys of all.
///
/// No dates: plain `ssh-keygen` checks them against now, and an old package would fail.
#[must_use]
pub fn allowed_signers(newest: &Ring) -> String {
    let mut lines: Vec<String> = Vec::new();
    for key in newest.keys() {
        let Use::Sign(namespaces) = &key.uses else {
            continue;
        };
        let distrusted = key.status.as_ref().is_some_and(|s| match s.state {
            State::Compromised | State::NeverValid => true,
            State::Retired => false,
        });
        if !distrusted {
            let namespaces: Vec<String> = namespaces.iter().map(Namespace::to_string).collect();
            let (person, list, key) = (&key.person, namespaces.join(","), key.key.ssh());
            lines.push(format!("{person} namespaces=\"{list}\" {key}\n"));
        }
    }
    lines.sort();
    lines.concat()
}

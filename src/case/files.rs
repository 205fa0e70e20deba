//! Which files fill the slots of a case, where they lie and under which name they travel.

use std::path::PathBuf;

use super::{Case, layout};

/// Where a slot's file comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Rendered from the slot's form.
    Rendered,
    /// The ink-signed scan that stands for the rendered document.
    Original,
    /// Received from outside.
    Evidence,
}

/// A file of a slot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotFile {
    /// Its slot.
    pub slot: String,
    /// Its package path: `data/07-资格审查表/资格审查表.pdf`.
    pub name: String,
    /// Where it lies.
    pub disk: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
}

impl Case {
    /// The files of all slots: slot by slot, the document first, received files by name.
    #[must_use]
    pub fn files(&self) -> Vec<SlotFile> {
        self.slots().flat_map(|(number, slot)| self.files_of(number, slot)).collect()
    }

    fn files_of(&self, number: usize, slot: &crate::profile::Slot) -> Vec<SlotFile> {
        let folder = layout::slot_folder(number, slot);
        let original = self.original(&slot.id);
        let mut files: Vec<SlotFile> = self
            .evidence
            .iter()
            .filter(|item| item.slot == slot.id)
            .map(|item| SlotFile {
                slot: slot.id.clone(),
                name: format!("{folder}/{}", item.name),
                disk: layout::evidence_folder(&self.dir, &slot.id).join(&item.disk),
                origin: if original == Some(item.disk.as_str()) {
                    Origin::Original
                } else {
                    Origin::Evidence
                },
            })
            .collect();
        files.sort_by(|a, b| {
            (a.origin != Origin::Original, &a.name).cmp(&(b.origin != Origin::Original, &b.name))
        });
        if self.is_typed(slot) && original.is_none() {
            let name = layout::document(number, slot);
            let disk = layout::generated(&self.dir, &name);
            let document = SlotFile { slot: slot.id.clone(), name, disk, origin: Origin::Rendered };
            files.insert(0, document);
        }
        files
    }

    /// Whether a received file's pages stand in the volume as pictures.
    #[must_use]
    pub fn is_drawn(&self, file: &SlotFile) -> bool {
        let named = self.facts.slot.get(&file.slot).map(|s| s.rasterise.as_slice());
        let named = named.unwrap_or_default().iter().any(|path| self.dir.join(path) == file.disk);
        named && file.origin != Origin::Rendered
    }

    /// The path below `evidence/<slot>/` of the scan that stands for a slot's document, if one is named.
    #[must_use]
    pub fn original(&self, slot: &str) -> Option<&str> {
        let path = self.facts.slot.get(slot)?.original.as_deref()?;
        path.strip_prefix("evidence/")?.strip_prefix(slot)?.strip_prefix('/')
    }
}

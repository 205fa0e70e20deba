//! The list of what a package holds: compact, because a package may hold 200,000 names.

use super::layout;

/// The entries of a package in their one order.
#[derive(Clone, Debug, Default)]
pub struct Index {
    names: String,
    items: Vec<Item>,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    /// End of its name in `names`.
    end: usize,
    place: Place,
}

/// Where the content of an entry lies and what the carrier says about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Octets of content.
    pub size: u64,
    /// Where its local header begins; 0 in a folder.
    pub offset: u64,
    /// CRC-32 as the headers have it; 0 in a folder.
    pub crc: u32,
}

impl Index {
    /// An empty index with room for so many entries and octets of names: growing by doubling would
    /// take twice the memory.
    #[must_use]
    pub fn with_room(entries: usize, octets: usize) -> Self {
        Self { names: String::with_capacity(octets), items: Vec::with_capacity(entries) }
    }

    /// Adds an entry; the order is the caller's to keep.
    pub fn push(&mut self, name: &str, place: Place) {
        self.names.push_str(name);
        self.items.push(Item { end: self.names.len(), place });
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The name of an entry, without the leading folder; empty beyond the last.
    #[must_use]
    pub fn name(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|i| self.items.get(i)).map_or(0, |i| i.end);
        let end = self.items.get(at).map_or(start, |i| i.end);
        self.names.get(start..end).unwrap_or_default()
    }

    /// The last name, empty where there is none.
    #[must_use]
    pub fn last_name(&self) -> &str {
        self.name(self.len().saturating_sub(1))
    }

    /// Where an entry lies.
    #[must_use]
    pub fn place(&self, at: usize) -> Place {
        self.items.get(at).map(|i| i.place).unwrap_or_default()
    }

    /// The entry of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match layout::rank(self.name(middle)).cmp(&layout::rank(name)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.name(at))
    }

    /// The first payload entry; all after it are payload.
    #[must_use]
    pub fn first_payload(&self) -> usize {
        // Payload is the last group, so this is a search for the border.
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.name(middle).starts_with(layout::PAYLOAD) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Octets of content of all entries.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.items.iter().map(|i| i.place.size).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names = ["bagit.txt", "a", "z", "data/a", "data/甲"];
        let mut index = Index::default();
        names.iter().for_each(|n| index.push(n, Place::default()));
        for (at, name) in names.iter().enumerate() {
            assert_eq!(index.find(name), Some(at));
        }
        for none in ["", "b", "data/", "data/b", "甲"] {
            assert_eq!(index.find(none), None, "{none}");
        }
        assert_eq!(index.first_payload(), 3);
        assert_eq!(index.last_name(), "data/甲");
        assert_eq!(Index::default().last_name(), "");
    }
}

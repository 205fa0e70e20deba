//! The packages of an audit and what is known of each, packed: there may be hundreds of thousands, and
//! memory must stay flat. What is taken out is a view of one of them.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::find::Packages;
use super::look::Class;
use super::texts::{Text, Texts};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::verdict::Code;

/// What identifies a package that was whole when it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark<'a> {
    /// The case's number.
    pub case: &'a str,
    /// Digest of its list of tag files.
    pub bag: Digest,
    /// When it claims to have been sealed for filing.
    pub filed: Moment,
}

/// What is known of a package from before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known<'a> {
    /// What was found; `Missing` where it had been there and was gone.
    pub class: Class,
    /// When it was last read.
    pub read: Moment,
    /// The round in which that was.
    pub round: u64,
    /// What left it undecided.
    pub undecided: Option<Code>,
    /// What it was when it was first found whole.
    pub mark: Option<Mark<'a>>,
}

/// A package, or the place where one was or should be.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Path below the folder, with `/`.
    pub name: &'a str,
    /// Octets.
    pub size: u64,
    /// What became of it.
    pub class: Class,
    /// What is known of it: from before, and from now on.
    pub known: Option<Known<'a>>,
    /// Its number on the disk.
    pub(super) inode: u64,
    /// Whether nothing stands there.
    pub(super) gone: bool,
    /// Whether it was read in this run.
    pub(super) looked: bool,
    /// Whether it is accounted for elsewhere.
    pub(super) forgotten: bool,
    /// What is wrong with it.
    pub(super) fault: Option<&'a Fault>,
}

/// What is wrong with a package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// Why it is not intact.
    pub(super) why: String,
    /// A whole package, but another than should stand there: case, digest of its list, time of filing.
    pub(super) other: Option<(String, Digest, Moment)>,
}

impl<'a> Item<'a> {
    /// What identifies it.
    pub(super) fn mark(&self) -> Option<Mark<'a>> {
        self.known.and_then(|known| known.mark)
    }

    /// Why it is not intact; empty where it is.
    pub(super) fn why(&self) -> &'a str {
        self.fault.map_or("", |fault| &fault.why)
    }

    /// What stands there in place of what should.
    pub(super) fn other(&self) -> Option<Mark<'a>> {
        let (case, bag, filed) = self.fault?.other.as_ref()?;
        Some(Mark { case, bag: *bag, filed: *filed })
    }

    /// Whether it was whole when it was last read, and the one that should stand there.
    pub(super) fn is_whole(&self) -> bool {
        !self.gone && self.known.is_some_and(|known| known.class == Class::Intact)
    }
}

/// Where the number of a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Case {
    /// Nowhere: there is no mark.
    Unmarked,
    /// In the name of the package, as it does in most.
    Named,
    /// In the column of its own.
    Apart,
}

/// One package, packed.
#[derive(Clone, Debug)]
struct Row {
    name: Text,
    case: Text,
    size: u64,
    inode: u64,
    bag: Digest,
    filed: Moment,
    /// When and in which round it was read: its place in the list of readings.
    reading: Option<NonZeroU32>,
    undecided: Option<Code>,
    marked: Case,
    found: Class,
    class: Class,
    gone: bool,
    looked: bool,
    forgotten: bool,
}

impl Row {
    fn new(name: Text, gone: bool) -> Self {
        Self {
            name,
            case: Text::default(),
            size: 0,
            inode: 0,
            bag: Digest([0; 32]),
            filed: Moment::default(),
            reading: None,
            undecided: None,
            marked: Case::Unmarked,
            found: Class::Unchecked,
            class: Class::Unchecked,
            gone,
            looked: false,
            forgotten: false,
        }
    }
}

/// The packages of an audit, sorted bytewise by name.
#[derive(Clone, Debug, Default)]
pub struct Items {
    rows: Vec<Row>,
    texts: Texts,
    /// Moment and round of every reading there was: one for each run, whatever it read.
    readings: Vec<(Moment, u64)>,
    places: BTreeMap<(Moment, u64), NonZeroU32>,
    faults: BTreeMap<usize, Fault>,
}

impl Items {
    /// What was found, of which nothing is known yet.
    #[must_use]
    pub fn of(packages: Packages) -> Self {
        let (found, texts) = packages.into_parts();
        let row = |(name, size, inode)| Row { size, inode, ..Row::new(name, false) };
        Self { rows: found.map(row).collect(), texts, ..Self::default() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The one at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Item<'_>> {
        let row = self.rows.get(at)?;
        let name = self.texts.get(row.name);
        let known = row.reading.and_then(|reading| self.readings.get(reading.get() as usize - 1));
        let case = match row.marked {
            Case::Unmarked => None,
            Case::Named => Some(stem(name)),
            Case::Apart => Some(self.texts.get(row.case)),
        };
        let mark = case.map(|case| Mark { case, bag: row.bag, filed: row.filed });
        let known = known.map(|(read, round)| Known {
            class: row.found,
            read: *read,
            round: *round,
            undecided: row.undecided,
            mark,
        });
        Some(Item {
            name,
            size: row.size,
            class: row.class,
            known,
            inode: row.inode,
            gone: row.gone,
            looked: row.looked,
            forgotten: row.forgotten,
            fault: self.faults.get(&at),
        })
    }

    /// The name of the one at a place; empty where there is none.
    #[must_use]
    pub fn name(&self, at: usize) -> &str {
        self.rows.get(at).map_or("", |row| self.texts.get(row.name))
    }

    /// When the one at a place was last read.
    pub(super) fn read(&self, at: usize) -> Option<Moment> {
        let reading = self.rows.get(at)?.reading?;
        self.readings.get(reading.get() as usize - 1).map(|(read, _)| *read)
    }

    /// All of them, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = Item<'_>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// The place of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.rows.binary_search_by(|row| self.texts.get(row.name).cmp(name)).ok()
    }

    /// Adds places at which nothing stands, and what is known of each.
    pub(super) fn lose<'a>(&mut self, lost: impl Iterator<Item = (&'a str, Option<Known<'a>>)>) {
        let before = self.len();
        for (name, known) in lost {
            let name = self.texts.keep(name);
            self.rows.push(Row::new(name, true));
            if let Some(known) = known {
                self.know(self.len() - 1, known);
            }
        }
        if self.len() > before {
            let texts = &self.texts;
            self.rows.sort_by(|a, b| texts.get(a.name).cmp(texts.get(b.name)));
        }
    }

    /// Adds a place behind all others at which nothing stands.
    pub(super) fn lose_last(&mut self, name: &str, known: Known<'_>) {
        let name = self.texts.keep(name);
        self.rows.push(Row::new(name, true));
        self.know(self.len() - 1, known);
    }

    /// Writes down what is known of one.
    pub(super) fn know(&mut self, at: usize, known: Known<'_>) {
        let reading = self.reading(known.read, known.round);
        let Some(row) = self.rows.get_mut(at) else { return };
        (row.reading, row.undecided, row.found) = (reading, known.undecided, known.class);
        let Some(mark) = known.mark else {
            row.marked = Case::Unmarked;
            return;
        };
        (row.bag, row.filed) = (mark.bag, mark.filed);
        if stem(self.texts.get(row.name)) == mark.case {
            row.marked = Case::Named;
        } else if row.marked != Case::Apart || self.texts.get(row.case) != mark.case {
            row.marked = Case::Apart;
            row.case = self.texts.keep(mark.case);
        }
    }

    /// Where a reading stands in the list of them.
    fn reading(&mut self, read: Moment, round: u64) -> Option<NonZeroU32> {
        if let Some(place) = self.places.get(&(read, round)) {
            return Some(*place);
        }
        self.readings.push((read, round));
        let place = u32::try_from(self.readings.len()).ok().and_then(NonZeroU32::new)?;
        self.places.insert((read, round), place);
        Some(place)
    }

    /// Writes down that one was read, whether it was there, and what is wrong with it.
    pub(super) fn looked(&mut self, at: usize, gone: bool, fault: Option<Fault>) {
        if let Some(row) = self.rows.get_mut(at) {
            (row.looked, row.gone) = (true, gone);
            match fault {
                Some(fault) => drop(self.faults.insert(at, fault)),
                None => drop(self.faults.remove(&at)),
            }
        }
    }

    /// Takes back that one is intact.
    pub(super) fn unsettle(&mut self, at: usize, class: Class, why: String) {
        if let Some(row) = self.rows.get_mut(at) {
            row.looked = true;
            row.found = class;
            self.faults.insert(at, Fault { why, other: None });
        }
    }

    /// Says what became of one.
    pub(super) fn settle(&mut self, at: usize, class: Class) {
        if let Some(row) = self.rows.get_mut(at) {
            row.class = class;
        }
    }

    /// Says that those are accounted for elsewhere at which nothing stands and that `is` names.
    pub(super) fn forget(&mut self, is: impl Fn(&str) -> bool) {
        for row in self.rows.iter_mut().filter(|row| row.gone && is(self.texts.get(row.name))) {
            row.forgotten = true;
        }
    }

    /// Leaves out what is accounted for elsewhere.
    pub(super) fn leave_forgotten(&mut self) {
        let mut faults = BTreeMap::new();
        let kept = self.rows.iter().enumerate().filter(|(_, row)| !row.forgotten);
        for (next, (at, _)) in kept.enumerate() {
            if let Some(fault) = self.faults.remove(&at) {
                faults.insert(next, fault);
            }
        }
        self.faults = faults;
        self.rows.retain(|row| !row.forgotten);
    }
}

/// A path's last part without its ending: for most packages the number of their case.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: i64) -> Moment {
        Moment::from_unix(seconds).unwrap()
    }

    #[test]
    fn what_is_packed_is_what_comes_out() {
        let mut packages = Packages::default();
        for n in (0..300u64).rev() {
            packages.push(&format!("{}/TS-{n:03}.zip", n % 7), n, 1_000 - n);
        }
        packages.sort();
        let mut items = Items::of(packages);
        let names: Vec<String> = items.iter().map(|item| item.name.to_string()).collect();
        assert!(names.is_sorted() && names.len() == 300);
        let bag = |n: usize| Digest::sha256(&n.to_le_bytes());
        // The number of a case is that of the file, of another file, or of none.
        let case = |n: usize, name: &str| match n % 3 {
            0 => stem(name).to_string(),
            1 => format!("又-{n}"),
            _ => "the same".to_string(),
        };
        for turn in 0..2 {
            for (n, name) in names.iter().enumerate().skip(1) {
                let case = case(n + turn, name);
                let mark = Mark { case: &case, bag: bag(n), filed: moment(n as i64) };
                let known = Known {
                    class: Class::Intact,
                    read: moment(90_000 + n as i64 % 5),
                    round: n as u64 % 4,
                    undecided: (n % 2 == 0).then_some(Code::KeyringUntrusted),
                    mark: (n % 10 != 0).then_some(mark),
                };
                let at = items.find(name).unwrap();
                items.know(at, known);
                let item = items.get(at).unwrap();
                assert_eq!((item.known, item.name), (Some(known), name.as_str()));
                assert_eq!(item.size + item.inode, 1_000);
            }
        }
        assert!(items.get(0).unwrap().known.is_none() && items.get(300).is_none());
        assert_eq!(items.readings.len(), 20);
        assert!(size_of::<Row>() <= 88);
    }

    #[test]
    fn what_is_wrong_stays_with_its_package_when_others_are_left_out() {
        let mut packages = Packages::default();
        ["b", "d"].iter().for_each(|name| packages.push(name, 1, 0));
        packages.sort();
        let mut items = Items::of(packages);
        items.lose(["c", "a"].into_iter().map(|name| (name, None)));
        let names: Vec<&str> = items.iter().map(|item| item.name).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
        for at in [1, 3] {
            let why = items.name(at).to_string();
            items.looked(at, false, Some(Fault { why, other: None }));
        }
        items.looked(1, false, None);
        items.unsettle(2, Class::Changed, "c".into());
        items.forget(|name| name != "c");
        items.leave_forgotten();
        let left: Vec<_> = items.iter().map(|item| (item.name, item.why(), item.gone)).collect();
        assert_eq!(left, [("b", "", false), ("c", "c", true), ("d", "d", false)]);
    }
}

//! What is due, in which order, and how far a budget lets a run go.
//!
//! A round is one reading of everything. Within it each package is read once, those that were last
//! read longest ago first; with a budget a round takes several runs. A package that comes meanwhile
//! is due at once. What was found damaged or unreadable is read again in every run, in addition to
//! the budget: otherwise much damage would keep the rest from ever being read.

use super::items::{Item, Items};
use super::look::Class;

/// How much one run may begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Budget {
    /// Octets: packages are begun until so many were begun, so that every run reads at least as
    /// many and a round ends after a number of runs that can be told.
    pub octets: Option<u64>,
    /// Milliseconds: no package is begun after them; one that was begun is read to its end.
    pub milliseconds: Option<u64>,
}

/// In which order due packages are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Those first that were last read longest ago.
    #[default]
    Oldest,
    /// As they lie on the disk: a spinning disk reads forward.
    Disk,
}

impl Order {
    /// How many threads read one package, of so many that are free: none beside the first where the
    /// disk must read forward.
    pub(super) fn threads(self, free: usize) -> usize {
        match self {
            Self::Oldest => free.max(1),
            Self::Disk => 0,
        }
    }
}

/// Places in the list of items, in the order in which they are to be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// Those that are read again whatever the budget.
    pub again: Vec<u32>,
    /// Those that are due.
    pub due: Vec<u32>,
}

impl Plan {
    /// What is to be read of the items that `wanted` names.
    #[must_use]
    pub fn of(items: &Items, round: u64, order: Order, wanted: &dyn Fn(&Item<'_>) -> bool) -> Self {
        let mut plan = Self::default();
        for (at, item) in (0u32..).zip(items.iter()).filter(|(_, item)| !item.gone) {
            match &item.known {
                Some(known) if matches!(known.class, Class::Changed | Class::Unreadable) => {
                    plan.again.push(at);
                }
                Some(known) if known.round == round && known.class == Class::Intact => {}
                Some(_) | None if wanted(&item) => plan.due.push(at),
                Some(_) | None => {}
            }
        }
        match order {
            // Items stand in the order of their names, and the sort keeps it.
            Order::Oldest => plan.due.sort_by_key(|at| items.read(*at as usize)),
            Order::Disk => {
                let place = |at: &u32| items.get(*at as usize).map(|item| item.inode);
                plan.due.sort_by_key(place);
                plan.again.sort_by_key(place);
            }
        }
        plan
    }

    /// Octets of what a run with this budget reads at least.
    #[must_use]
    pub fn octets(&self, items: &Items, budget: Budget) -> u64 {
        let size = |at: &u32| items.get(*at as usize).map_or(0, |i| i.size);
        let again: u64 = self.again.iter().map(size).sum();
        let mut due = 0u64;
        for at in &self.due {
            if budget.octets.is_some_and(|most| due >= most) {
                break;
            }
            due += size(at);
        }
        again + due
    }
}

/// Runs after which so many octets in so many packages have been read for certain; `None` where
/// nothing but time limits a run.
#[must_use]
pub fn runs(octets: u64, packages: u64, budget: Budget) -> Option<u64> {
    match (budget.octets, budget.milliseconds) {
        // A run begins at least one package, even an empty one.
        (Some(most), None) => Some(octets.div_ceil(most.max(1)).max(1).min(packages)),
        (None, None) => Some(packages.min(1)),
        (Some(_) | None, Some(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::find::Packages;
    use crate::audit::items::Known;
    use crate::base::time::Moment;

    /// What was found, when, and in which round.
    type Before = Option<(Class, i64, u64)>;

    fn items(listed: &[(&str, u64, Before)]) -> Items {
        let mut packages = Packages::default();
        listed.iter().for_each(|(name, inode, _)| packages.push(name, 10, *inode));
        let mut items = Items::of(packages);
        for (at, (.., known)) in listed.iter().enumerate() {
            if let Some((class, read, round)) = *known {
                let read = Moment::from_unix(read).unwrap();
                items.know(at, Known { class, read, round, undecided: None, mark: None });
            }
        }
        items
    }

    #[test]
    fn the_oldest_come_first_the_damaged_always_and_what_was_read_in_this_round_not_again() {
        let items = items(&[
            ("a", 5, Some((Class::Intact, 30, 1))),
            ("b", 4, None),
            ("c", 3, Some((Class::Intact, 20, 1))),
            ("d", 2, Some((Class::Intact, 99, 2))),
            ("e", 1, Some((Class::Changed, 99, 2))),
            ("f", 0, Some((Class::Unreadable, 99, 2))),
        ]);
        let plan = Plan::of(&items, 2, Order::Oldest, &|_| true);
        assert_eq!(plan, Plan { again: vec![4, 5], due: vec![1, 2, 0] });
        let plan = Plan::of(&items, 2, Order::Disk, &|_| true);
        assert_eq!(plan, Plan { again: vec![5, 4], due: vec![2, 1, 0] });
        let plan = Plan::of(&items, 2, Order::Oldest, &|i| i.name == "c");
        assert_eq!(plan, Plan { again: vec![4, 5], due: vec![2] });
        assert_eq!(plan.octets(&items, Budget { octets: Some(0), milliseconds: None }), 20);
    }

    #[test]
    fn a_budget_ends_a_round_after_a_number_of_runs_that_is_told_before() {
        for most in [1, 7, 10, 25, 1000] {
            let budget = Budget { octets: Some(most), milliseconds: None };
            let mut left: Vec<u64> = vec![10; 9];
            let told = runs(90, 9, budget).unwrap();
            let mut count = 0;
            while !left.is_empty() {
                let mut begun = 0;
                while begun < most && !left.is_empty() {
                    begun += left.pop().unwrap();
                }
                count += 1;
            }
            assert!(count <= told, "{count} runs, {told} told");
        }
        assert_eq!(runs(0, 0, Budget::default()), Some(0));
        assert_eq!(runs(5, 2, Budget { octets: None, milliseconds: Some(1) }), None);
    }
}

//! An archive of small packages, and everything that can be asked about it.

use std::fs;
use std::path::{Path, PathBuf};

use juanzong::audit::register::Register;
use juanzong::audit::{self, Ask, Audit, Budget, Class, Disk, Order, Reader, Sample};
use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::package::{self, Options, Progress};
use juanzong::seal::Trust;
use juanzong::seal::keyring::History;
use juanzong::seal::policy::Accepted;
use juanzong::verdict::{Bearing, Report};

use super::signed::{self, Signed};
use crate::kit::{Dossier, moment};
use crate::office;

pub const FILED: &str = "2026-03-12T10:00:00";

pub fn now() -> Moment {
    moment("2026-06-01T09:00:00")
}

/// A folder of packages; the state and the register lie outside of it.
pub struct Archive {
    temporary: tempfile::TempDir,
    pub folder: PathBuf,
    pub rings: History,
    /// The policies that are accepted, where signatures are looked at.
    accepted: Option<Vec<Accepted>>,
}

pub fn case(number: usize) -> String {
    format!("TS-130283-2026Q2-{number:04}")
}

/// Where the package of a number lies.
pub fn place(number: usize) -> String {
    format!("{}/{}.zip", number % 7, case(number))
}

/// A package of a case with some content of its own.
pub fn dossier(case: &str, content: &str, filed: &str) -> Dossier {
    let mut dossier = Dossier::of(case, false, filed);
    let name = "data/02-佐证材料/附件 (1)&乙'!.txt".to_string();
    dossier.files.insert(name, content.as_bytes().to_vec());
    dossier.file();
    dossier
}

pub fn put(path: &Path, dossier: &Dossier) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    package::pack(&dossier.tree(), path, false, &()).unwrap();
}

/// The whole dossier of a case with some content of its own.
pub fn put_signed(path: &Path, dossier: &Signed) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    package::pack(&dossier.tree(), path, false, &()).unwrap();
}

impl Archive {
    pub fn of(count: usize) -> Self {
        let archive = Self::empty(None);
        for number in 0..count {
            let case = case(number);
            put(&archive.path(&place(number)), &dossier(&case, &case, FILED));
        }
        archive
    }

    /// Packages of whole dossiers, whose signatures are looked at.
    pub fn signed(count: usize) -> Self {
        let archive = Self::empty(Some(signed::accepted()));
        for number in 0..count {
            let case = case(number);
            put_signed(&archive.path(&place(number)), &Signed::of(&case, &case, 0));
        }
        archive
    }

    fn empty(accepted: Option<Vec<Accepted>>) -> Self {
        disk::forgo_durability();
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("档案");
        fs::create_dir_all(&folder).unwrap();
        let rings = office::history(&[office::draft().finish().unwrap()]);
        Self { temporary, folder, rings, accepted }
    }

    /// How packages are verified.
    fn options<'a>(&'a self, trust: &'a Trust, at: Moment) -> Options<'a> {
        match &self.accepted {
            Some(accepted) => Options { trust: Some(trust), ..Options::at(at, accepted) },
            None => Options { bag_only: true, ..Options::at(at, &[]) },
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn state(&self) -> PathBuf {
        self.temporary.path().join("state")
    }

    pub fn book(&self) -> PathBuf {
        self.temporary.path().join("登记簿")
    }

    pub fn outside(&self) -> &Path {
        self.temporary.path()
    }

    pub fn trust(&self) -> Trust {
        Trust::of(&self.rings).unwrap()
    }

    /// Registers everything that lies there.
    pub fn register(&self, at: Moment) -> Report {
        let mut register = self.opened().unwrap_or_default();
        let trust = self.trust();
        let options = self.options(&trust, at);
        let got = audit::receive(&self.folder, &register, &[], &options, &Disk, &()).unwrap();
        let key = office::secret(8);
        register.append(&self.book(), got.received, at, &key, &self.rings).unwrap();
        got.report
    }

    /// The register, which must hold together; `None` where there is none yet.
    pub fn opened(&self) -> Option<Register> {
        if !self.book().is_dir() {
            return None;
        }
        let (register, found) = Register::open(&self.book(), Some(&self.trust())).unwrap();
        assert!(found.is_empty(), "{found:?}");
        register
    }

    pub fn audit(&self, wish: Wish<'_>) -> Result<Audit, audit::Error> {
        let trust = self.trust();
        let register = wish.register.then(|| Register::open(&self.book(), Some(&trust)).unwrap());
        let clock = wish.clock.unwrap_or(&|| 0);
        let state = self.state();
        let ask = Ask {
            options: self.options(&trust, wish.now),
            trusted: None,
            state: wish.state.then_some(state.as_path()),
            register: register.as_ref().map(|(r, told)| (r.as_ref(), told.as_slice())),
            sample: wish.sample,
            budget: wish.budget,
            order: wish.order,
            jobs: wish.jobs,
            save_every: wish.save_every,
            clock,
            own: &[],
        };
        let found = audit::audit(&self.folder, &ask, wish.reader, wish.progress)?;
        found.close()?;
        Ok(found)
    }
}

/// What is asked of an audit in a test.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    pub state: bool,
    pub register: bool,
    pub sample: Option<&'a Sample>,
    pub budget: Budget,
    pub order: Order,
    pub jobs: usize,
    pub save_every: u64,
    pub now: Moment,
    pub reader: &'a dyn Reader,
    pub progress: &'a dyn Progress,
    pub clock: Option<&'a (dyn Fn() -> u64 + Sync)>,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self {
            state: false,
            register: false,
            sample: None,
            budget: Budget::default(),
            order: Order::Oldest,
            jobs: 2,
            save_every: 1_000_000,
            now: now(),
            reader: &Disk,
            progress: &(),
            clock: None,
        }
    }
}

/// Names and codes of everything that was found but notes, sorted.
pub fn told(audit: &Audit) -> Vec<(String, &'static str)> {
    let serious = audit.report.findings().into_iter().filter(|f| f.bearing != Bearing::Note);
    let mut told: Vec<_> = serious.map(|f| (f.place.file.clone(), f.code.id())).collect();
    told.sort();
    told
}

/// Names and classes of everything that is not simply intact.
pub fn classes(audit: &Audit) -> Vec<(String, Class)> {
    let all = audit.items.iter().filter(|i| i.class != Class::Intact);
    all.map(|i| (i.name.to_string(), i.class)).collect()
}

/// How many packages a class has.
pub fn count(audit: &Audit, class: Class) -> u64 {
    audit.totals.iter().find(|(c, _)| *c == class).unwrap().1.packages
}

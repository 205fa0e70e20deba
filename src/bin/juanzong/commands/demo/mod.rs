//! `juanzong demo`: the whole way on the bundled example, keys and all.

mod keys;
mod script;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::base::digest::Digest;
use juanzong::base::disk;
use juanzong::case::{Case, layout};
use juanzong::render::Faces;
use juanzong::seal::keyring::{Draft, History, Holder, Mandate, RingKey, Use, Version};
use juanzong::seal::predicate::{Opinion, Outcome};
use juanzong::seal::sign::{Absence, Plan, Refusal, Wish};
use juanzong::seal::{Namespace, Person, SecretKey, Trust};
use juanzong::verdict::Verdict;
use juanzong::{package, report};

use self::keys::Keys;
use self::script::{Act, Kind, Script};
use super::{build, seal, sign, verify};
use crate::context::Context;
use crate::desk::{self, Bench, Signer};
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;
use crate::shell;

/// The bundled example.
const EXAMPLE: &[(&str, &[u8])] = include!("../../../../../examples/built_in.rs");
/// Its script.
const SCRIPT: &str = "demo.toml";
/// Largest file of an example that is read, in octets.
const LARGEST: u64 = 256 << 20;

/// Arguments of `demo`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder to make.
    #[arg(long, value_name = "DIR", default_value = "juanzong-demo")]
    out: PathBuf,
    /// Keys of an earlier demonstration, to repeat it byte by byte.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// Another example than the bundled one: a case folder with a script of its acts.
    #[arg(long, value_name = "DIR")]
    example: Option<PathBuf>,
}

/// The files of an example, by name.
type Files = BTreeMap<String, Vec<u8>>;

/// Reads an example: the bundled one, or the folder that was named.
fn example(named: Option<&Path>) -> Result<Files, Failure> {
    let Some(folder) = named else {
        return Ok(EXAMPLE.iter().map(|(n, b)| ((*n).to_string(), b.to_vec())).collect());
    };
    let mut files = Files::new();
    for entry in disk::walk(folder)?.into_iter().filter(|e| e.kind == disk::Kind::File) {
        files.insert(entry.name, disk::read(&entry.path, LARGEST)?);
    }
    Ok(files)
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    disk::forgo_durability();
    disk::create_new_folder(&args.out)?;
    let files = example(args.example.as_deref())?;
    let script = Script::parse(&text(&files, SCRIPT))?;
    let faces = build::faces(context)?;
    let case = args.out.join("case");
    lay_out(&case, &files, context)?;
    tell("case", &case, context);
    let folder = args.keys.clone().unwrap_or_else(|| args.out.join("keys"));
    let (made, built) = std::thread::scope(|scope| {
        let made = scope.spawn(|| keys::make(&folder, &script));
        let built = build::with_faces(&case, false, &faces, context);
        (made.join().unwrap_or_default(), built)
    });
    let built = built?;
    if built.verdict() == Verdict::Failed {
        return context.report(&built, &[]);
    }
    tell("built", &case.join("out"), context);
    let keys = Keys::of(made, &folder, &script)?;
    let rings = ring(&args.out, &script, &keys, &case)?;
    tell("ring", &args.out.join("keyring"), context);
    let stage = Stage {
        case: &case,
        out: &args.out,
        faces: &faces,
        keys: &keys,
        rings: &rings,
        pages: RefCell::default(),
    };
    for act in &script.acts {
        context.go_on()?;
        if let Err(refusal) = stage.play(act, context)? {
            return desk::refused(refusal, &act.seat, context);
        }
    }
    tell("signed", &case.join("reviews"), context);
    finish(&args.out, &case, &rings, context)
}

/// A file of the example as text.
fn text(files: &Files, name: &str) -> String {
    let bytes = files.get(name).map_or(&b""[..], Vec::as_slice);
    String::from_utf8_lossy(bytes).into_owned()
}

/// Copies the example to its place and pins the rules, as `new` does.
fn lay_out(case: &Path, files: &Files, context: &Context) -> Result<(), Failure> {
    for (name, bytes) in files.iter().filter(|(name, _)| *name != SCRIPT) {
        disk::write_new(&case.join(name), bytes)?;
    }
    let path = case.join(layout::FACTS);
    let facts = juanzong::case::Facts::parse(&path, &text(files, layout::FACTS))?;
    let shelf = context.shelf()?;
    let (profile, text) = shelf.profile(&facts.profile)?;
    for (name, text) in juanzong::case::pinned(profile, text, &shelf)? {
        disk::write_new(&case.join(name), text.as_bytes())?;
    }
    Ok(())
}

/// Makes the approved key ring and its trust file.
fn ring(out: &Path, script: &Script, keys: &Keys, case: &Path) -> Result<History, Failure> {
    let profile = Case::load(case)?.profile;
    let r = &script.ring;
    let mut draft = Draft::first(r.issued, r.threshold);
    let enrolled = |key: &SecretKey, person: &Person, uses| RingKey {
        key: key.public(),
        person: person.clone(),
        uses,
        valid_from: r.issued,
        valid_until: r.valid_until,
        status: None,
    };
    for player in &script.people {
        let person = person(&player.id)?;
        let (name, org) = (player.name.clone(), player.org.clone());
        draft.enrol(Holder { id: person.clone(), name, org })?;
        if let Some(key) = keys.own.get(&player.id) {
            let uses = Use::Sign(vec![Namespace::Review, Namespace::Seal]);
            draft.add_key(enrolled(key, &person, uses))?;
        }
        if let Some(key) = keys.root.get(&player.id) {
            draft.add_key(enrolled(key, &person, Use::Root))?;
        }
        for stage in &profile.stages {
            let held = |seat: &&String| {
                **seat == stage.seals || stage.seats.iter().any(|s| s.id == **seat)
            };
            let seats: Vec<String> = player.seats.iter().filter(held).cloned().collect();
            if !seats.is_empty() {
                draft.mandate(Mandate {
                    person: person.clone(),
                    actor: stage.actor.clone(),
                    seats,
                    stages: vec![stage.id.clone()],
                    from: r.issued,
                    until: r.valid_until,
                    act: r.act.clone(),
                })?;
            }
        }
    }
    draft.set_roots(r.threshold, keys.root.values().map(|k| k.id()).collect());
    let mut version = Version::unapproved(draft.finish()?);
    for key in keys.root.values() {
        version.approve(None, key)?;
    }
    let folder = out.join("keyring");
    RingDir::open(&folder)?.write(&version)?;
    let history = RingDir::approved(&folder)?.history;
    if let Some(trust) = Trust::of(&history) {
        disk::write_new(&out.join("trust.json"), trust.write().as_bytes())?;
    }
    Ok(history)
}

fn person(id: &str) -> Result<Person, Failure> {
    let wrong = || Error::Word { value: id.to_string(), expected: "person" };
    Ok(Person::parse(id).ok_or_else(wrong)?)
}

/// Where the acts are played.
struct Stage<'a> {
    case: &'a Path,
    out: &'a Path,
    faces: &'a Faces,
    keys: &'a Keys,
    rings: &'a History,
    /// Pages that were counted already; nothing changes while the script plays.
    pages: RefCell<BTreeMap<String, u64>>,
}

impl Stage<'_> {
    fn play(&self, act: &Act, context: &Context) -> Result<Result<(), Refusal>, Failure> {
        let Some(key) = self.keys.own.get(&act.person) else {
            return Err(Error::Word { value: act.person.clone(), expected: "person" }.into());
        };
        let copies = self.out.join("copies").join(&act.person);
        let signer = Signer { key: key.clone(), rings: self.rings.clone(), copies };
        let bench = match self.prepare(act, context)? {
            true => Bench::lay(self.case, &signer.copies)?,
            false => return Err(Error::Word { value: act.stage.clone(), expected: "stage" }.into()),
        };
        match self.plan(act, &bench, &signer, context)? {
            Ok(plan) => {
                bench.sign(plan, &signer.key, &signer.rings, &signer.copies)?;
                Ok(Ok(()))
            }
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Filing is built once more, with the page of signatures.
    fn prepare(&self, act: &Act, context: &Context) -> Result<bool, Failure> {
        let filing = Case::load(self.case)?.profile.filing().is_some_and(|s| s.id == act.stage);
        if act.kind == Kind::Seal && filing {
            return Ok(build::with_faces(self.case, true, self.faces, context)?.verdict()
                != Verdict::Failed);
        }
        Ok(true)
    }

    fn plan(
        &self,
        act: &Act,
        bench: &Bench,
        signer: &Signer,
        context: &Context,
    ) -> Result<Result<Plan, Refusal>, Failure> {
        let desk = bench.desk(self.rings, signer.key.id(), act.at);
        match act.kind {
            Kind::Open => Ok(desk.open(self.nonce())?),
            Kind::Seal => seal::plan(bench, &act.stage, Outcome::Done, signer, act.at, context),
            Kind::Roster => {
                let mut absent = BTreeMap::new();
                for (id, reason) in &act.absent {
                    let reason = Some(reason.clone());
                    absent.insert(person(id)?, Absence { reason, ..Absence::default() });
                }
                Ok(desk.roster(&act.seat, &absent)?)
            }
            Kind::Review => Ok(desk.review(&Wish {
                seat: act.seat.clone(),
                opinion: Opinion::Agree,
                text: act.text.clone(),
                rows: act.rows.clone(),
                shown: sign::shown(
                    &bench.case,
                    &act.seat,
                    act.at,
                    &mut self.pages.borrow_mut(),
                    context,
                )?,
            })?),
        }
    }

    /// The same keys give the same opening, so that a demonstration can be repeated byte by byte.
    fn nonce(&self) -> [u8; 16] {
        let ids: String = self.keys.own.values().map(|k| k.id().to_string()).collect();
        let digest = Digest::sha256(ids.as_bytes());
        let mut nonce = [0; 16];
        nonce.iter_mut().zip(digest.0).for_each(|(n, d)| *n = d);
        nonce
    }
}

/// Packs, verifies, and says where everything lies.
fn finish(out: &Path, case: &Path, rings: &History, context: &Context) -> Result<Exit, Failure> {
    let loaded = Case::load(case)?;
    let tree = package::filed(&loaded, build::THREADS, &())?;
    let zip = out.join(format!("{}.zip", loaded.facts.case));
    let packed = package::pack(&tree, &zip, false, &())?;
    tell("packed", &zip, context);
    let trust = Trust::of(rings);
    let asked = verify::Asked { trust: trust.as_ref(), ..verify::Asked::default() };
    let verified = verify::against(&zip, &asked, context)?;
    context.console.talk(&report::ended(
        &verified.report,
        &context.texts,
        context.console.talk_style(),
    ));
    let facts = [
        ("case", case.display().to_string()),
        ("volume", layout::generated(case, layout::VOLUME).display().to_string()),
        ("package", zip.display().to_string()),
        ("target", shell::word(&zip)),
        ("trust", shell::word(&out.join("trust.json"))),
        ("digest", packed.digest.sha256.to_string()),
    ];
    context.console.data(&(context.texts.message("cli-demo-end", &facts) + "\n"))?;
    Ok(verified.report.verdict().into())
}

fn tell(step: &str, path: &Path, context: &Context) {
    context.say(&format!("cli-demo-{step}"), &[("path", path.display().to_string())]);
}

#[cfg(test)]
mod tests {
    use juanzong::base::time::Moment;

    use super::*;

    #[test]
    fn the_script_runs_forward_and_has_at_most_eight_people() {
        let script = Script::parse(&text(&example(None).unwrap_or_default(), SCRIPT)).unwrap();
        assert!(script.people.len() <= 8);
        let times: Vec<Moment> = script.acts.iter().map(|a| a.at).collect();
        assert!(times.is_sorted());
        assert!(script.ring.issued < times[0] && times[times.len() - 1] < script.ring.valid_until);
    }

    #[test]
    fn every_file_of_the_example_is_bundled() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c");
        let on_disk: Vec<String> = disk::walk(&folder)
            .unwrap()
            .into_iter()
            .filter(|e| e.kind == disk::Kind::File)
            .map(|e| e.name)
            .collect();
        let bundled: Vec<&str> = EXAMPLE.iter().map(|(name, _)| *name).collect();
        assert_eq!(bundled, on_disk);
    }
}

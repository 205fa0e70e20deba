//! What every command is given: language, streams, the clock read once, the answers to questions.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::json::Value;
use juanzong::base::time::Moment;
use juanzong::case::Case;
use juanzong::profile::Shelf;
use juanzong::profile::time::Calendar;
use juanzong::report::{self, Texts};
use juanzong::verdict::{Bearing, Explain, Report, Verdict};

use crate::args::{Everywhere, Format};
use crate::console::Console;
use crate::exit::{Error, Exit, Failure};
use crate::interrupt;
use crate::progress::Bar;
use crate::readers::Readers;

/// How a question was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    /// Yes.
    Yes,
    /// Not this one.
    No,
    /// Neither this one nor any after it.
    Stop,
}

/// What every command is given.
pub(crate) struct Context {
    /// The sentences, in the language asked for.
    pub(crate) texts: Texts,
    /// Text or JSON on standard output.
    pub(crate) format: Format,
    /// The two streams.
    pub(crate) console: Console,
    /// The moment to claim: `--now`, else the clock, read once.
    pub(crate) now: Moment,
    /// Faces that go before the built-in ones.
    pub(crate) font_dir: Option<PathBuf>,
    /// Who reads what strangers sent.
    pub(crate) readers: Readers,
    profiles: Option<PathBuf>,
    yes: bool,
    progress: bool,
}

impl Context {
    /// Reads the clock and begins to listen for Ctrl-C.
    pub(crate) fn new(asked: &Everywhere, texts: Texts) -> Result<Self, Exit> {
        interrupt::listen();
        let console = Console::new(asked.quiet);
        let Some(now) = asked.now.or_else(clock) else {
            console.alarm(&report::explain(&Error::Clock, &texts, console.talk_style()));
            return Err(Exit::Unable);
        };
        Ok(Self {
            texts,
            format: asked.format,
            now,
            font_dir: asked.font_dir.clone(),
            readers: Readers::new(),
            profiles: asked.profiles.clone(),
            yes: asked.yes,
            progress: !asked.no_progress && !console.is_quiet() && io::stderr().is_terminal(),
            console,
        })
    }

    /// The rules at hand: those of `--profiles` before the built-in ones.
    pub(crate) fn shelf(&self) -> Result<Shelf, Failure> {
        let shelf = Shelf::built_in()?;
        Ok(match &self.profiles {
            Some(folder) => shelf.with(folder)?,
            None => shelf,
        })
    }

    /// The days that a case counts with: of `--profiles`, else those it pinned, else built in.
    pub(crate) fn calendar(&self, case: &Case) -> Result<Calendar, Failure> {
        let named = self.profiles.as_ref().map(|folder| folder.join("calendar"));
        let named = match named.filter(|folder| disk::is_folder(folder)) {
            Some(folder) => Calendar::load(&folder)?,
            None => Calendar::default(),
        };
        Ok(named.or(&case.calendar)?.or(&Calendar::built_in()?)?)
    }

    /// Tells a person something, on standard error: the message `id` of the texts.
    pub(crate) fn say(&self, id: &str, facts: &[(&str, String)]) {
        self.console.talk(&(self.texts.message(id, facts) + "\n"));
    }

    /// Prints a report on standard output as asked for; `extra` members are for JSON alone.
    /// Returns the exit code of its verdict.
    pub(crate) fn report(&self, report: &Report, extra: &[(&str, Value)]) -> Result<Exit, Failure> {
        let told = match self.format {
            Format::Text => report::text(report, &self.texts, self.console.data_style()),
            Format::Json => report::json(report, extra),
        };
        self.console.data(&told)?;
        Ok(report.verdict().into())
    }

    /// Reports on work whose outcome lies in files: where no talk is wanted, only what went wrong.
    pub(crate) fn outcome(&self, mut report: Report) -> Result<Exit, Failure> {
        let verdict = report.verdict();
        if self.format == Format::Text && self.console.is_quiet() {
            if verdict == Verdict::Passed {
                return Ok(verdict.into());
            }
            report.retain(|f| f.bearing != Bearing::Note);
        }
        self.report(&report, &[])
    }

    /// Tells why the command could not be done.
    pub(crate) fn fail(&self, failure: &Failure) -> Exit {
        self.explain(failure.cause());
        Exit::Unable
    }

    /// Tells an error, on standard error.
    pub(crate) fn explain(&self, error: &dyn Explain) {
        self.console.alarm(&report::explain(error, &self.texts, self.console.talk_style()));
    }

    /// A progress bar for work that may last; it shows itself after a second, or never. `what`
    /// names work that counts octets (message `step-<what>`).
    pub(crate) fn progress(&self, what: &'static str) -> Bar<'_> {
        Bar::new(&self.texts, what, self.progress)
    }

    /// Whether the user asked to stop.
    pub(crate) fn interrupted(&self) -> bool {
        interrupt::asked()
    }

    /// To be called between two steps of long work: fails if the user asked to stop.
    pub(crate) fn go_on(&self) -> Result<(), Failure> {
        if self.interrupted() { Err(Error::Interrupted.into()) } else { Ok(()) }
    }

    /// Tells a report on standard error, where standard output waits for something else.
    pub(crate) fn talk_report(&self, report: &Report) {
        self.console.alarm(&report::text(report, &self.texts, self.console.talk_style()));
    }

    /// Asks a question that is answered with yes or no (message `id`); `--yes` answers it.
    pub(crate) fn ask(&self, id: &str, facts: &[(&str, String)]) -> Result<bool, Failure> {
        Ok(self.answer(id, facts, "cli-yes-or-no")? == Answer::Yes)
    }

    /// Asks a question of many of its kind: yes, not this one, or stop here.
    pub(crate) fn choose(&self, id: &str, facts: &[(&str, String)]) -> Result<Answer, Failure> {
        self.answer(id, facts, "cli-yes-no-or-stop")
    }

    fn answer(&self, id: &str, facts: &[(&str, String)], how: &str) -> Result<Answer, Failure> {
        if self.yes {
            return Ok(Answer::Yes);
        }
        if !io::stdin().is_terminal() {
            self.console.alarm(&(self.texts.message(id, facts) + "\n"));
            return Err(Error::NoAnswer.into());
        }
        let question = self.texts.message(id, facts) + &self.texts.say(how);
        self.console.alarm(&question);
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        self.go_on()?;
        let ended = read.map_err(|_| Error::NoAnswer)? == 0;
        Ok(match answer.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" | "好" => Answer::Yes,
            "q" | "quit" | "停" | "停止" => Answer::Stop,
            _ if ended => Answer::Stop,
            _ => Answer::No,
        })
    }

    /// Writes a file. Where another stands with other bytes, asks before replacing it.
    pub(crate) fn place(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        match disk::write_new(path, bytes) {
            Err(disk::Error::Exists { .. }) => {}
            done => return Ok(done?),
        }
        let same = disk::read(path, bytes.len() as u64).is_ok_and(|there| there == bytes);
        if same {
            return Ok(());
        }
        if !self.ask("cli-replace", &[("path", path.display().to_string())])? {
            return Err(Error::Kept { path: path.to_path_buf() }.into());
        }
        Ok(disk::replace(path, bytes)?)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn clock() -> Option<Moment> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Moment::from_unix(i64::try_from(since.as_secs()).ok()?)
}

//! Strangers' files are read in processes of their own: this same program, which answers one line
//! for each path it is told. A reader that takes too long is ended; one that is ended by what it
//! reads (it may hold half a gigabyte and no more) is replaced. Either way the file is told as one
//! that defeats its readers, and the program goes on.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use juanzong::assemble::{self, Defeat, LARGEST_DRAWING, Probe, Prober, Stored, Undrawn};
use juanzong::base::disk;
use serde::{Deserialize, Serialize};

/// The word that makes this program a reader. It stands in no help: nobody types it.
pub(crate) const WORD: &str = "read-for-juanzong";
/// The word that makes this program draw the pages of one file.
pub(crate) const DRAW: &str = "draw-for-juanzong";
/// How long one page is drawn at most, on average.
const PAGE: Duration = Duration::from_secs(10);
/// How long a file is read at most.
const PATIENCE: Duration = Duration::from_secs(10);
/// Files that one reader reads before a fresh one takes over, so that memory which earlier files
/// left in pieces is not held against later ones.
const TURNS: usize = 200;
/// Octets of a file after which a fresh reader takes over at once.
const LARGE: u64 = 16 << 20;
/// Longest answer, in octets.
const LONGEST: u64 = 1 << 20;

/// What a reader answers.
#[derive(Serialize, Deserialize)]
pub(crate) enum Answer {
    /// What it found.
    Read(Box<Stored>),
    /// The disk would not let it.
    Refused,
    /// A parser panicked.
    Panicked,
}

/// The readers, as many as are asked at once.
pub(crate) struct Readers {
    program: PathBuf,
    arguments: Vec<String>,
    patience: Duration,
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    /// No reader yet: each begins when it is needed.
    pub(crate) fn new() -> Self {
        // On Linux this leads to the program that runs, even if another was put in its place since.
        let own = PathBuf::from("/proc/self/exe");
        let program = if disk::exists(&own) { Some(own) } else { std::env::current_exe().ok() };
        Self {
            program: program.unwrap_or_else(|| PathBuf::from("juanzong")),
            arguments: vec![WORD.to_string()],
            patience: PATIENCE,
            idle: Mutex::new(Vec::new()),
        }
    }

    fn begin(&self) -> Result<Reader, disk::Error> {
        Reader::begin(&self.program, &self.arguments).map_err(|source| disk::Error::Io {
            act: "run",
            path: self.program.clone(),
            source,
        })
    }

    /// Asks a reader; `None` where it did not live to answer.
    fn ask(&self, mut reader: Reader, path: &Path, size: u64) -> Option<Result<Answer, Defeat>> {
        let line = reader.ask(path, self.patience)?;
        let Ok(line) = line else { return Some(Err(Defeat::Time)) };
        let answer = serde_json::from_slice(&line).ok()?;
        if reader.turns < TURNS
            && size < LARGE
            && let Ok(mut idle) = self.idle.lock()
        {
            idle.push(reader);
        }
        Some(Ok(answer))
    }
}

impl Prober for Readers {
    fn probe(&self, path: &Path) -> Result<Probe, disk::Error> {
        // What cannot be opened is told here, in the words of the one who asked.
        drop(disk::open(path)?);
        let size = disk::size(path)?.unwrap_or(0);
        let used = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut answer = match used {
            Some(reader) => self.ask(reader, path, size),
            None => None,
        };
        // A used reader may have died of what it read before: a fresh one decides.
        if answer.is_none() {
            answer = self.ask(self.begin()?, path, size);
        }
        let how = match answer {
            Some(Ok(Answer::Read(stored))) => match stored.recall() {
                Some(probe) => return Ok(probe),
                None => Defeat::Crash,
            },
            Some(Ok(Answer::Refused | Answer::Panicked)) | None => Defeat::Crash,
            Some(Err(how)) => how,
        };
        assemble::defeated(path, how)
    }

    fn draw(&self, path: &Path, pages: usize) -> Result<Result<Vec<u8>, Undrawn>, disk::Error> {
        drop(disk::open(path)?);
        let failed = |source| disk::Error::Io { act: "run", path: self.program.clone(), source };
        let mut child = Command::new(&self.program)
            .arg(DRAW)
            .arg(hex::encode(path.as_os_str().as_encoded_bytes()))
            .arg(pages.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let Some(told) = child.stdout.take() else { return Ok(Err(Undrawn::Crash)) };
        let (sender, drawing) = channel();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = told.take(LARGEST_DRAWING).read_to_end(&mut bytes);
            let _ = sender.send(read.map(|_| bytes));
        });
        let drawn = drawing.recv_timeout(drawing_patience(self.patience, pages));
        // It holds nothing that it could lose, and may be busy for ever.
        if drawn.is_err() {
            let _ = child.kill();
        }
        let ended = child.wait();
        Ok(match drawn {
            Err(_) => Err(Undrawn::Time),
            Ok(Ok(bytes)) if ended.is_ok_and(|status| status.success()) => answered(bytes),
            Ok(_) => Err(Undrawn::Crash),
        })
    }
}

/// How long the pages of a file may take.
pub(crate) fn drawing_patience(least: Duration, pages: usize) -> Duration {
    least + PAGE * u32::try_from(pages).unwrap_or(u32::MAX)
}

/// A drawing, or the word why there is none.
fn answered(bytes: Vec<u8>) -> Result<Vec<u8>, Undrawn> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(bytes);
    }
    let word = Undrawn::ALL.into_iter().find(|why| why.name().as_bytes() == bytes);
    Err(word.unwrap_or(Undrawn::Crash))
}

/// One reader.
struct Reader {
    child: Child,
    questions: ChildStdin,
    answers: Receiver<Vec<u8>>,
    turns: usize,
}

impl Reader {
    fn begin(program: &Path, arguments: &[String]) -> std::io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let lost = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let questions = child.stdin.take().ok_or_else(lost)?;
        let told = child.stdout.take().ok_or_else(lost)?;
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            let mut told = BufReader::new(told);
            loop {
                let mut line = Vec::new();
                let read = told.by_ref().take(LONGEST).read_until(b'\n', &mut line);
                let whole = read.is_ok() && line.ends_with(b"\n");
                if !whole || sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, questions, answers, turns: 0 })
    }

    /// What it answers for a path; `None` if it does not live to answer, an error if it is not
    /// waited for any longer.
    fn ask(&mut self, path: &Path, patience: Duration) -> Option<Result<Vec<u8>, Defeat>> {
        self.turns += 1;
        let question = hex::encode(path.as_os_str().as_encoded_bytes()) + "\n";
        self.questions.write_all(question.as_bytes()).ok()?;
        self.questions.flush().ok()?;
        match self.answers.recv_timeout(patience) {
            Ok(line) => Some(Ok(line)),
            Err(RecvTimeoutError::Timeout) => Some(Err(Defeat::Time)),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It holds nothing that it could lose, and may be busy for ever.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn readers(program: &str, arguments: &[&str]) -> Readers {
        Readers {
            program: program.into(),
            arguments: arguments.iter().map(ToString::to_string).collect(),
            patience: Duration::from_millis(300),
            idle: Mutex::new(Vec::new()),
        }
    }

    fn reason(readers: &Readers) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.pdf");
        disk::write_new(&path, b"%PDF-1.7").unwrap();
        let probe = readers.probe(&path).unwrap();
        let [finding] = probe.findings.as_slice() else { panic!("{:?}", probe.findings) };
        assert_eq!(finding.code.id(), "assemble.reader-defeated");
        assert_eq!((probe.kind.name(), probe.pages), ("pdf", None));
        finding.facts.iter().find(|(name, _)| *name == "reason").unwrap().1.clone()
    }

    #[test]
    fn a_reader_that_never_answers_is_not_waited_for() {
        assert_eq!(reason(&readers("/bin/sleep", &["60"])), "time");
    }

    #[test]
    fn a_reader_that_dies_or_talks_nonsense_is_replaced_and_the_file_told() {
        assert_eq!(reason(&readers("/bin/false", &[])), "crash");
        assert_eq!(reason(&readers("/bin/sh", &["-c", "read x; echo nonsense; cat"])), "crash");
        let flood = "read x; cat /dev/zero";
        assert_eq!(reason(&readers("/bin/sh", &["-c", flood])), "crash");
    }

    #[test]
    fn a_drawing_that_does_not_come_is_not_waited_for_and_what_comes_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.pdf");
        disk::write_new(&path, b"%PDF-1.7").unwrap();
        let drawn = |script: &str| {
            let program = folder.path().join("draws");
            let _ = disk::remove(&program);
            disk::write_new(&program, format!("#!/bin/sh\n{script}\n").as_bytes()).unwrap();
            let run = Command::new("chmod").arg("+x").arg(&program).status();
            assert!(run.unwrap().success());
            loop {
                match readers(program.to_str().unwrap(), &[]).draw(&path, 0) {
                    // Another test that forked meanwhile holds the script open for writing.
                    Err(disk::Error::Io { source, .. })
                        if source.kind() == std::io::ErrorKind::ExecutableFileBusy => {}
                    drawn => break drawn.unwrap(),
                }
            }
        };
        assert_eq!(drawn("printf %s '%PDF-1.7 and so on'"), Ok(b"%PDF-1.7 and so on".to_vec()));
        assert_eq!(drawn("printf part"), Err(Undrawn::Part));
        assert_eq!(drawn("printf nonsense"), Err(Undrawn::Crash));
        assert_eq!(drawn("printf %s '%PDF-1.7'; exit 3"), Err(Undrawn::Crash));
        assert_eq!(drawn("exec sleep 60"), Err(Undrawn::Time));
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error_and_no_finding() {
        assert!(readers("/bin/false", &[]).probe(Path::new("/nowhere/x.pdf")).is_err());
    }
}

//! The other side of `readers`: reads the file behind each line of standard input, which is its
//! path in hexadecimal digits, and answers one line of JSON. Nothing else is read or written.

use std::ffi::OsString;
use std::io::{BufRead as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use juanzong::assemble::{self, Stored};
use juanzong::base::limit;

use crate::readers::{Answer, drawing_patience};

/// Memory of this process, in octets, its stacks included. The text of the program and of the
/// system's libraries comes on top: half a gigabyte in all.
const MEMORY: u64 = 472 << 20;
/// Memory of this process while it draws: a page of dots, and three stacks of 256 MiB that are hardly
/// used, but counted.
const DRAWING: u64 = 1536 << 20;
/// The stack of the thread that reads: nesting is the files' to choose.
const STACK: usize = 64 << 20;
/// How long a file may be read even if nobody is left to end this process.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads until standard input ends.
pub(crate) fn serve() -> ExitCode {
    // Whoever asks decides when to stop; Ctrl-C reaches the whole group.
    let _ = ctrlc::set_handler(|| {});
    std::panic::set_hook(Box::new(|_| {}));
    let _ = limit::memory(MEMORY);
    let (sender, state) = channel();
    let begun = std::thread::Builder::new().stack_size(STACK).spawn(move || answer(&sender));
    if begun.is_err() {
        return ExitCode::from(2);
    }
    // `true` when a file begins to be read, `false` when it is answered.
    while let Ok(busy) = state.recv() {
        if busy && state.recv_timeout(PATIENCE).is_err() {
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Draws the pages of the file that the arguments name and hands the drawing over on standard output:
/// the octets of a PDF, or the word why there is none.
pub(crate) fn draw(arguments: &[OsString]) -> ExitCode {
    let _ = ctrlc::set_handler(|| {});
    std::panic::set_hook(Box::new(|_| {}));
    let _ = limit::memory(DRAWING);
    let word = |at: usize| arguments.get(at).and_then(|word| word.to_str());
    let file = word(0).and_then(|word| hex::decode(word).ok()).and_then(|octets| path(&octets));
    let pages = word(1).and_then(|word| word.parse().ok());
    let (Some(file), Some(pages)) = (file, pages) else { return ExitCode::from(2) };
    let (sender, drawn) = channel();
    let begun = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let drawn = catch_unwind(AssertUnwindSafe(|| assemble::draw(&file, pages)));
        let _ = sender.send(drawn);
    });
    let patience = drawing_patience(PATIENCE, pages);
    let Ok(Ok(drawn)) =
        begun.map_err(drop).and_then(|_| drawn.recv_timeout(patience).map_err(drop))
    else {
        return ExitCode::from(2);
    };
    let bytes = drawn.unwrap_or_else(|why| why.name().as_bytes().to_vec());
    let mut out = std::io::stdout().lock();
    match out.write_all(&bytes).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn answer(state: &Sender<bool>) -> Option<()> {
    for line in std::io::stdin().lock().lines() {
        let path = path(&hex::decode(line.ok()?).ok()?)?;
        state.send(true).ok()?;
        let answer = match catch_unwind(AssertUnwindSafe(|| assemble::probe(&path))) {
            Ok(Ok(probe)) => Answer::Read(Box::new(Stored::from(&probe))),
            Ok(Err(_)) => Answer::Refused,
            Err(_) => Answer::Panicked,
        };
        let mut told = serde_json::to_vec(&answer).ok()?;
        told.push(b'\n');
        let mut out = std::io::stdout().lock();
        out.write_all(&told).and_then(|()| out.flush()).ok()?;
        state.send(false).ok()?;
    }
    Some(())
}

#[cfg(unix)]
fn path(octets: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(OsString::from_vec(octets.to_vec()).into())
}

#[cfg(not(unix))]
fn path(octets: &[u8]) -> Option<PathBuf> {
    // Paths that are no Unicode cannot be handed over; the file then counts as unreadable.
    Some(OsString::from(String::from_utf8(octets.to_vec()).ok()?).into())
}

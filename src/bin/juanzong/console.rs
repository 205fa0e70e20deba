//! The two streams: data on standard output, talk on standard error. A reader that closes the
//! pipe early (`juanzong show … | head`) ends nothing but the printing: the exit code still says
//! what was found.

use std::io::{self, IsTerminal as _, Write};

use juanzong::report::Style;

use crate::exit::{Error, Failure};

/// The streams as the user asked for them.
pub(crate) struct Console {
    quiet: bool,
}

impl Console {
    /// `quiet` keeps back all talk but errors.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Whether talk is kept back.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// How to lay out data: coloured and fitted only for a terminal.
    pub(crate) fn data_style(&self) -> Style {
        Style { color: wants_color(&io::stdout()), width: stdout_width() }
    }

    /// How to lay out talk.
    pub(crate) fn talk_style(&self) -> Style {
        let width = terminal_size::terminal_size_of(io::stderr()).map(|(w, _)| usize::from(w.0));
        Style { color: wants_color(&io::stderr()), width }
    }

    /// Prints data: what a pipe or a file wants to have.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        stdout(text).map_err(|e| Error::Output(e).into())
    }

    /// Prints talk: what only a person wants to know.
    pub(crate) fn talk(&self, text: &str) {
        if !self.quiet {
            stderr(text);
        }
    }

    /// Prints talk that no flag keeps back: errors and warnings about secrets.
    pub(crate) fn alarm(&self, text: &str) {
        stderr(text);
    }
}

fn wants_color(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// Columns of the terminal that shows standard output; `None` for a pipe or a file.
pub(crate) fn stdout_width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Writes to standard output; a closed pipe is no error.
pub(crate) fn stdout(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes to standard error, where there is one.
pub(crate) fn stderr(text: &str) {
    let mut err = anstream::stderr().lock();
    // There is nobody left to tell.
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

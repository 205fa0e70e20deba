//! A progress bar on standard error for work that lasts longer than a second. It also carries the
//! user's wish to stop into the work.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use juanzong::report::Texts;

use crate::interrupt;

/// How long work goes on before it shows that it does.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that shows itself late or never, may be moved from several threads, and leaves no trace
/// when dropped.
pub(crate) struct Bar<'a> {
    texts: &'a Texts,
    allowed: bool,
    begun: Instant,
    bar: Mutex<Option<ProgressBar>>,
}

impl<'a> Bar<'a> {
    /// A bar; `allowed` only where a person looks at standard error and wants it.
    #[expect(clippy::disallowed_methods, reason = "how long work lasts is the binary's business")]
    pub(crate) fn new(texts: &'a Texts, allowed: bool) -> Self {
        Self { texts, allowed, begun: Instant::now(), bar: Mutex::new(None) }
    }

    /// Shows that `done` of `total` steps are done; `what` is the id of a message `step-<what>`.
    /// `false` asks the work to stop.
    pub(crate) fn show(&self, what: &str, done: u64, total: u64) -> bool {
        if self.allowed && self.begun.elapsed() >= PATIENCE {
            // A poisoned lock would mean that drawing failed elsewhere: then there is no bar.
            if let Ok(mut bar) = self.bar.lock() {
                let bar = bar.get_or_insert_with(drawn);
                bar.set_message(self.texts.say(&format!("step-{what}")));
                bar.set_length(total);
                bar.set_position(done);
            }
        }
        !interrupt::asked()
    }
}

fn drawn() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // A wrong template would leave the default one, which also tells.
    if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

impl Drop for Bar<'_> {
    fn drop(&mut self) {
        if let Ok(Some(bar)) = self.bar.lock().as_deref() {
            bar.finish_and_clear();
        }
    }
}

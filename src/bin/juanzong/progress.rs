//! A progress bar on standard error for work that lasts longer than a second.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use juanzong::report::Texts;

/// How long work goes on before it shows that it does.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that shows itself late or never, and leaves no trace when dropped.
pub(crate) struct Bar<'a> {
    texts: &'a Texts,
    allowed: bool,
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl<'a> Bar<'a> {
    /// A bar; `allowed` only where a person looks at standard error and wants it.
    #[expect(clippy::disallowed_methods, reason = "how long work lasts is the binary's business")]
    pub(crate) fn new(texts: &'a Texts, allowed: bool) -> Self {
        Self { texts, allowed, begun: Instant::now(), bar: None }
    }

    /// Shows that `done` of `total` steps are done; `what` is the id of a message `step-<what>`.
    pub(crate) fn step(&mut self, what: &str, done: u64, total: u64) {
        if !self.allowed || self.begun.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // A wrong template would leave the default one, which also tells.
            if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
                bar.set_style(style.progress_chars("=> "));
            }
            bar
        });
        bar.set_message(self.texts.say(&format!("step-{what}")));
        bar.set_length(total);
        bar.set_position(done);
    }
}

impl Drop for Bar<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

//! A progress bar on standard error for work that lasts longer than a second. It also carries the
//! user's wish to stop into the work.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use juanzong::report::Texts;

use crate::interrupt;

/// How long work goes on before it shows that it does.
const PATIENCE: Duration = Duration::from_secs(1);
/// Milliseconds between two looks at the bar; work that reports every block is not slowed by it.
const PAUSE: u64 = 100;
/// How work on octets is shown.
const OCTETS: &str = "{msg} [{bar:30}] {bytes}/{total_bytes} {eta}";

/// A bar that shows itself late or never, may be moved from several threads, and leaves no trace
/// when dropped.
pub(crate) struct Bar<'a> {
    texts: &'a Texts,
    allowed: bool,
    begun: Instant,
    /// Milliseconds after `begun` at which the bar was last looked at.
    looked: AtomicU64,
    total: AtomicU64,
    done: AtomicU64,
    /// The work on octets that is under way: a message `step-<what>`.
    what: &'static str,
    bar: Mutex<Option<ProgressBar>>,
}

impl<'a> Bar<'a> {
    /// A bar; `allowed` only where a person looks at standard error and wants it. `what` names the
    /// work whose octets [`Bar::advance`] counts: a message `step-<what>`.
    #[expect(clippy::disallowed_methods, reason = "how long work lasts is the binary's business")]
    pub(crate) fn new(texts: &'a Texts, what: &'static str, allowed: bool) -> Self {
        Self {
            texts,
            allowed,
            begun: Instant::now(),
            looked: AtomicU64::new(0),
            total: AtomicU64::new(0),
            done: AtomicU64::new(0),
            what,
            bar: Mutex::new(None),
        }
    }

    /// Shows that `done` of `total` steps are done; `what` is the id of a message `step-<what>`.
    /// `false` asks the work to stop.
    pub(crate) fn show(&self, what: &str, done: u64, total: u64) -> bool {
        if self.is_time() {
            let template = match what {
                "evidence" => OCTETS,
                _ => "{msg} [{bar:30}] {pos}/{len}",
            };
            self.draw(what, done, total, template);
        }
        !interrupt::asked()
    }

    /// Begins to count octets, of which there are `total`.
    pub(crate) fn begin(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    /// Counts octets done. `false` asks the work to stop.
    pub(crate) fn advance(&self, octets: u64) -> bool {
        let done = self.done.fetch_add(octets, Ordering::Relaxed).saturating_add(octets);
        if self.is_time() {
            let total = self.total.load(Ordering::Relaxed);
            self.draw(self.what, done, total, OCTETS);
        }
        !interrupt::asked()
    }

    /// Whether work has lasted long enough, and the last look at the bar is long enough ago.
    fn is_time(&self) -> bool {
        let lasted = self.begun.elapsed();
        if !self.allowed || lasted < PATIENCE {
            return false;
        }
        let now = u64::try_from(lasted.as_millis()).unwrap_or(u64::MAX);
        let last = self.looked.load(Ordering::Relaxed);
        now.saturating_sub(last) >= PAUSE
            && self.looked.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    fn draw(&self, what: &str, done: u64, total: u64, template: &str) {
        // A poisoned lock would mean that drawing failed elsewhere: then there is no bar.
        if let Ok(mut bar) = self.bar.lock() {
            let bar = bar.get_or_insert_with(|| {
                ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            });
            // One bar shows one kind of work after the other. A wrong template would leave the default
            // one, which also tells.
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_message(self.texts.say(&format!("step-{what}")));
            bar.set_length(total);
            bar.set_position(done);
        }
    }
}

impl juanzong::package::Progress for Bar<'_> {
    fn begin(&self, octets: u64) {
        Bar::begin(self, octets);
    }

    fn advance(&self, octets: u64) -> bool {
        Bar::advance(self, octets)
    }
}

impl juanzong::assemble::Octets for Bar<'_> {
    fn begin(&self, octets: u64) {
        Bar::begin(self, octets);
    }

    fn advance(&self, octets: u64) -> bool {
        Bar::advance(self, octets)
    }
}

impl juanzong::assemble::Progress for Bar<'_> {
    fn step(&mut self, what: &'static str, done: usize, total: usize) -> bool {
        self.show(what, done as u64, total as u64)
    }
}

impl Drop for Bar<'_> {
    fn drop(&mut self) {
        if let Ok(Some(bar)) = self.bar.lock().as_deref() {
            bar.finish_and_clear();
        }
    }
}

//! Ctrl-C and the system's wish to end: long work stops between two steps, and unfinished files
//! vanish with the values that write them. A second time ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Begins to listen.
pub(crate) fn listen() {
    // Where no handler can be set, Ctrl-C ends the process as ever: files still appear whole or
    // not at all.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            end();
        }
    });
}

/// Whether the user asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

#[expect(clippy::exit, reason = "the second Ctrl-C does not wait for the step to end")]
fn end() {
    std::process::exit(2);
}

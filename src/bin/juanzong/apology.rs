//! A panic is a fault of ours: say so in both languages, with the place, and exit with 101.

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Mutex;

use crate::console;

/// Where and why the last panic began. The library catches panics that a hostile file provokes in
/// somebody else's parser, so not every panic is to be apologised for.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs the program; a panic that nobody caught becomes an apology.
pub(crate) fn or_sorry(program: impl FnOnce() -> ExitCode) -> ExitCode {
    panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = LAST.lock() {
            *last = info.to_string();
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(program)).unwrap_or_else(|_| {
        let cause = LAST.lock().map(|last| last.clone()).unwrap_or_default();
        console::stderr(&format!(
            "程序出错，已停止。原有文件没有改动；这是程序的缺陷，请把下面两行连同所用命令转给维护人员。\n\
             The program failed and stopped; no file of yours was changed. This is our fault: please send\n\
             the lines below, with the command you used, to the maintainers.\n\
             juanzong {}: {}\n",
            env!("CARGO_PKG_VERSION"),
            juanzong::base::text::visible(&cause),
        ));
        ExitCode::from(101)
    })
}

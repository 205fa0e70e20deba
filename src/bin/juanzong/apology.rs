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
            "程序出错，已停止；没有写完的文件不会留下。这是程序的缺陷，请把最后一行连同所用命令转给维护人员。\n\
             The program failed and stopped; it leaves no half-written file. This is our fault: please\n\
             send the last line, with the command you used, to the maintainers.\n\
             juanzong {}: {}\n",
            env!("CARGO_PKG_VERSION"),
            juanzong::base::text::visible(&cause.replace('\n', " ")),
        ));
        ExitCode::from(101)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uncaught_panic_exits_with_101_and_a_caught_one_changes_nothing() {
        let exit = |program: fn() -> ExitCode| format!("{:?}", or_sorry(program));
        let expected = |code: u8| format!("{:?}", ExitCode::from(code));
        assert_eq!(exit(|| panic!("a fault of ours")), expected(101));
        assert_eq!(
            exit(|| {
                let caught = panic::catch_unwind(|| panic!("a parser's"));
                ExitCode::from(if caught.is_err() { 3 } else { 0 })
            }),
            expected(3)
        );
        // Other tests want their panics told.
        drop(panic::take_hook());
    }
}

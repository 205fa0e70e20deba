//! Paths as words of a command line: what is printed to be copied must run as it stands.

use std::path::Path;

/// A path as one word for the shell of this system: as it is where nothing in it means anything to
/// a shell, else in quotes.
pub(crate) fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain =
        |c: char| c.is_alphanumeric() || "/._-+=:,@".contains(c) || cfg!(windows) && c == '\\';
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else if cfg!(windows) {
        // No name on Windows holds a double quote.
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_the_path_that_was_quoted() {
        for path in ["案件/示例水泥", "a b/c.zip", "张三's $HOME/`x`", "a\\b\"c", "~", "(一)", "*"]
        {
            let line = format!("printf %s {}", word(Path::new(path)));
            let done = std::process::Command::new("sh").args(["-c", &line]).output().unwrap();
            assert_eq!(String::from_utf8(done.stdout).unwrap(), path, "{line}");
        }
        assert_eq!(word(Path::new("案件/示例水泥.zip")), "案件/示例水泥.zip");
    }
}

//! Wrong arguments: exit 2, nothing on standard output, a sentence and a way out.

use crate::builder::Cli;

#[test]
fn an_unknown_command_is_told_with_the_way_out() {
    Cli::new()
        .words("帮助")
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("错误：没有 帮助 这个命令\n提示：全部命令见 juanzong --help。\n");
    Cli::new()
        .words("complete bash")
        .english()
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("error: there is no command complete\nhint: Did you mean completions?\n");
}

#[test]
fn a_wrong_option_or_value_is_told_with_what_is_right() {
    Cli::new()
        .words("man --folder x")
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("错误：这里不能用 --folder\n")
        .stderr_has("用法：juanzong man [选项] <DIR>\n");
    Cli::new()
        .words("--format xml man x")
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("不能写 xml\n提示：可以写的有：text、json。\n");
    Cli::new().words("man").run().exit(2).stdout_is("").stderr_has("错误：缺少：<DIR>\n");
    Cli::new()
        .words("man --lang")
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("错误：--lang <LANG> 后面缺少内容\n");
    Cli::new()
        .words("--quiet --quiet man x")
        .english()
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("error: --quiet stands more than once\n");
}

#[test]
fn a_moment_has_one_spelling_and_a_day_begins_at_midnight() {
    let dir = tempfile::tempdir().unwrap();
    for (now, code) in [
        ("2026-03-06T09:30:00+08:00", 0),
        ("2026-03-06", 0),
        ("2026-03-06T09:30:00Z", 2),
        ("2026-02-30", 2),
        ("yesterday", 2),
    ] {
        let done = Cli::new().args(["man", "m", "--now", now]).in_dir(dir.path()).run().exit(code);
        assert_eq!(done.stderr.contains(&format!("后面的 {now} 写法不对")), code == 2, "{done}");
        done.stdout_is("");
    }
}

#[test]
fn nothing_that_is_typed_reaches_the_terminal_as_an_escape() {
    Cli::new()
        .args(["\u{1b}[2J\u{202e}"])
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("\\u{1b}[2J\\u{202e}");
}

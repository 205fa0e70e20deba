//! Completions and manual pages.

use std::fs;

use crate::builder::Cli;

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        Cli::new()
            .args(["completions", shell])
            .run()
            .exit(0)
            .stderr_is("")
            .stdout_has("completions")
            .stdout_has("no-progress");
    }
    Cli::new().words("completions zsh").run().exit(0).stderr_is("").stdout_has("生成手册页");
}

#[test]
fn every_command_gets_a_manual_page_in_the_language_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    Cli::new()
        .words("man zh")
        .in_dir(dir.path())
        .run()
        .exit(0)
        .stdout_is("")
        .stderr_has("页手册：zh\n");
    Cli::new().words("man en --quiet").english().in_dir(dir.path()).run().exit(0).stderr_is("");
    let page = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    let zh = page("zh/juanzong-man.1");
    for part in [".SH \"名称\"", "生成手册页", "juanzong man", "存放手册页的文件夹", "退出码"]
    {
        assert!(zh.contains(part), "no {part} in {zh}");
    }
    let en = page("en/juanzong.1");
    assert!(en.contains(".SH \"NAME\"") && en.contains(".SH \"EXIT CODES\""), "{en}");
    assert!(!en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{en}");
    for heading in zh.lines().filter_map(|l| l.strip_prefix(".SH ")) {
        assert!(!heading.contains(|c: char| c.is_ascii_alphabetic()), "{heading} in {zh}");
    }
}

#[test]
fn pages_are_written_again_only_where_they_differ_and_only_if_asked() {
    let dir = tempfile::tempdir().unwrap();
    let again = || Cli::new().words("man m").in_dir(dir.path());
    again().run().exit(0).stdout_is("");
    again().run().exit(0).stdout_is("");
    let page = dir.path().join("m/juanzong.1");
    fs::write(&page, "mine").unwrap();
    again()
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("juanzong.1 已经存在，内容不同。要替换吗？\n")
        .stderr_has("--yes");
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    again().words("--yes").run().exit(0).stdout_is("");
    assert_ne!(fs::read_to_string(&page).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_full_output_is_told_and_a_closed_pipe_is_not() {
    use std::process::{Command, Stdio};
    let run = |sink: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_juanzong"));
        command.env_clear().args(["completions", "bash"]).stdout(sink).output().unwrap()
    };
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let done = run(full.into());
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(told.starts_with("错误：结果没能输出："), "{told}");

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let done = run(writer.into());
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8(done.stderr).unwrap(), "");
}

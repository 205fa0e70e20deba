//! Help of every command, in both languages.

use juanzong::report::width;

use crate::builder::Cli;

/// The words of every command, found by walking help: `[]`, `["key"]`, `["key", "new"]`…
fn every_command() -> Vec<Vec<String>> {
    let mut found = vec![Vec::new()];
    let mut at = 0;
    while let Some(path) = found.get(at).cloned() {
        at += 1;
        let page = Cli::new().args(&path).words("--help --lang en-US").run().exit(0);
        let below = page
            .stdout
            .lines()
            .skip_while(|l| *l != "Commands:")
            .skip(1)
            .take_while(|l| !l.is_empty())
            // A line that goes on is indented further.
            .filter(|l| l.starts_with("  ") && !l.starts_with("   "));
        for line in below {
            let name = line.split_whitespace().next().unwrap().to_string();
            found.push(path.iter().cloned().chain([name]).collect());
        }
    }
    found
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn every_command_has_its_words_in_both_languages() {
    let commands = every_command();
    assert!(commands.len() > 2, "{commands:?}");
    for path in commands {
        for lang in ["zh-CN", "en-US"] {
            let done = Cli::new().args(&path).args(["--help", "--lang", lang]).run().exit(0);
            assert_eq!(done.stderr, "", "{done}");
            // Where a text is missing its id stands for it.
            assert!(!done.stdout.contains("cmd-") && !done.stdout.contains("{$"), "{done}");
            for line in done.stdout.lines() {
                assert!(width(line) <= 100, "{line:?} in {done}");
            }
            let about = done.stdout.lines().next().unwrap_or_default();
            assert_eq!(has_han(about), lang == "zh-CN", "{done}");
            if lang == "en-US" {
                assert!(!has_han(&done.stdout), "{done}");
            }
        }
    }
}

#[test]
fn help_is_chinese_unless_english_is_asked_for_anywhere_on_the_line() {
    Cli::new()
        .words("--help")
        .run()
        .exit(0)
        .stderr_is("")
        .stdout_has("用法：juanzong [命令] [选项]\n")
        .stdout_has("\n命令：\n")
        .stdout_has("退出码：0 完成或通过；1 已核查，不通过；2 无法执行");
    for line in ["--lang en-US --help", "--help --lang=en-US", "-h --lang en-US"] {
        Cli::new()
            .words(line)
            .run()
            .exit(0)
            .stderr_is("")
            .stdout_has("Usage: juanzong [COMMAND] [OPTIONS]\n")
            .stdout_has("\nCommands:\n")
            .stdout_has("Exit codes: 0 done or passed; 1 checked and failed");
    }
}

#[test]
fn alone_outside_a_case_it_shows_the_commands() {
    let empty = tempfile::tempdir().unwrap();
    let help = Cli::new().words("--help").run().exit(0).stderr_is("");
    Cli::new().in_dir(empty.path()).run().exit(0).stderr_is("").stdout_is(&help.stdout);
}

#[test]
fn the_version_is_data() {
    let expected = format!("juanzong {}\n", env!("CARGO_PKG_VERSION"));
    Cli::new().words("--version").run().exit(0).stdout_is(&expected).stderr_is("");
}

//! `Cli::new().args(["check", "."]).in_dir(dir).run().exit(0).stdout_has("通过").stderr_is("")`:
//! one run of the binary with an empty environment, and what must be true of it.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A run that is about to be made.
pub struct Cli {
    args: Vec<OsString>,
    dir: Option<PathBuf>,
    input: Vec<u8>,
}

/// A run that was made. `exit` must be asked for, and so must both streams.
pub struct Done {
    told: String,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Cli {
    pub fn new() -> Self {
        Self { args: Vec::new(), dir: None, input: Vec::new() }
    }

    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Words separated by spaces, for arguments that hold none.
    pub fn words(self, line: &str) -> Self {
        self.args(line.split_whitespace())
    }

    pub fn english(self) -> Self {
        self.args(["--lang", "en-US"])
    }

    pub fn in_dir(mut self, dir: &Path) -> Self {
        self.dir = Some(dir.to_path_buf());
        self
    }

    /// What standard input holds; nothing otherwise.
    #[expect(dead_code, reason = "for commands that ask")]
    pub fn input(mut self, bytes: &[u8]) -> Self {
        self.input = bytes.to_vec();
        self
    }

    pub fn run(self) -> Done {
        let dir = self.dir.unwrap_or_else(std::env::temp_dir);
        let mut child = Command::new(env!("CARGO_BIN_EXE_juanzong"))
            .args(&self.args)
            .current_dir(dir)
            .env_clear()
            .env("TZ", "America/New_York")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that asks nothing may end before it reads.
        let _ = child.stdin.take().unwrap().write_all(&self.input);
        let output = child.wait_with_output().unwrap();
        let done = Done {
            told: format!("juanzong {:?}", self.args),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!done.stdout.contains('\u{1b}') && !done.stderr.contains('\u{1b}'), "{done}");
        assert_ne!(done.code, 101, "{done}");
        done
    }
}

impl Done {
    #[track_caller]
    pub fn exit(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    #[track_caller]
    pub fn stdout_has(self, part: &str) -> Self {
        assert!(self.stdout.contains(part), "no {part:?} on stdout of {self}");
        self
    }

    #[track_caller]
    pub fn stdout_is(self, whole: &str) -> Self {
        assert_eq!(self.stdout, whole, "{self}");
        self
    }

    #[track_caller]
    pub fn stderr_has(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "no {part:?} on stderr of {self}");
        self
    }

    #[track_caller]
    pub fn stderr_is(self, whole: &str) -> Self {
        assert_eq!(self.stderr, whole, "{self}");
        self
    }
}

impl std::fmt::Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} -> {}\n--- stdout\n{}\n--- stderr\n{}",
            self.told, self.code, self.stdout, self.stderr
        )
    }
}

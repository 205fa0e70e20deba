//! How a command ends: the exit codes of every command, and the ways in which one cannot be done.

use std::process::ExitCode;

use juanzong::verdict::{Explain, Facts, Verdict};

/// The exit code of a command that ran. A panic is 101.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// 0: done, or checked and passed.
    Done,
    /// 1: checked and failed.
    Failed,
    /// 2: could not be done (usage, files, settings).
    Unable,
    /// 3: checked and indeterminate.
    Indeterminate,
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Passed => Self::Done,
            Verdict::Failed => Self::Failed,
            Verdict::Indeterminate => Self::Indeterminate,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Unable => 2,
            Exit::Indeterminate => 3,
        })
    }
}

/// Why a command could not be done; always exit code 2. Made with `?` from any room's error.
#[derive(Debug)]
pub(crate) struct Failure(Box<dyn Explain>);

impl Failure {
    /// What to tell.
    pub(crate) fn cause(&self) -> &dyn Explain {
        &*self.0
    }
}

impl<E: Explain + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

/// What goes wrong at the command line itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The user pressed Ctrl-C, or the system asked to end.
    #[error("interrupted")]
    Interrupted,
    /// Standard output does not take the data (a full disk, not a closed pipe).
    #[error("cannot write to standard output: {0}")]
    Output(std::io::Error),
    /// A question, and nobody to answer it.
    #[error("a question needs a terminal")]
    NoAnswer,
    /// A passphrase is needed, and no terminal to type it.
    #[error("a passphrase needs a terminal: {0}")]
    NoTerminal(std::io::Error),
    /// The two typed passphrases differ.
    #[error("the passphrases differ")]
    PassphraseDiffers,
    /// A new passphrase with too few characters.
    #[error("the passphrase is shorter than {least} characters")]
    PassphraseShort {
        /// The least number of characters.
        least: usize,
    },
    /// A passphrase file whose first line is empty or not UTF-8.
    #[error("{} holds no passphrase", path.display())]
    PassphraseFile {
        /// The file.
        path: std::path::PathBuf,
    },
    /// The system gives no entropy.
    #[error("no entropy: {0}")]
    Entropy(getrandom::Error),
    /// The system's clock is outside the years that can be written.
    #[error("the clock of this machine cannot be used")]
    Clock,
    /// A key file would lie in a case folder and travel with it.
    #[error("{} lies in a case folder", path.display())]
    KeyInCase {
        /// The place that was asked for.
        path: std::path::PathBuf,
    },
    /// There is no key ring in the folder yet.
    #[error("{} holds no key ring", path.display())]
    RingNone {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// The newest version of the ring has some approvals but not enough.
    #[error("the key ring {} waits for approvals", path.display())]
    RingWaits {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// Somebody approved the newest version already.
    #[error("the newest version of {} has approvals", path.display())]
    RingSettled {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// The ring is not approved, or does not hold together.
    #[error("the key ring {} is not approved", path.display())]
    RingNotApproved {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// A case folder was given where a package is verified.
    #[error("{} is a case folder, not a package", path.display())]
    CaseFolder {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// More approvals are asked for than there are root keys.
    #[error("{threshold} approvals with {count} root keys")]
    Threshold {
        /// The approvals asked for.
        threshold: u64,
        /// The root keys given.
        count: u64,
    },
    /// A folder that is neither a case nor an unpacked package.
    #[error("{} is neither a case nor a package", path.display())]
    Nothing {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// A folder without packages.
    #[error("no package lies in {}", path.display())]
    NoPackages {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// A row that nobody has to answer for.
    #[error("{} has no row {row} that somebody answers for", path.display())]
    NoRow {
        /// The package.
        path: std::path::PathBuf,
        /// What was asked for.
        row: String,
    },
    /// A folder without cases.
    #[error("no case lies in {}", path.display())]
    NoCases {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// No case stands in a list, or no profile has it.
    #[error("no case stands in the list {kind}")]
    NothingListed {
        /// The list.
        kind: String,
    },
    /// Nothing that could be drawn.
    #[error("nothing to draw from in {}", path.display())]
    NothingDrawn {
        /// The folder or file.
        path: std::path::PathBuf,
    },
    /// A case that cannot be read, where every case counts.
    #[error("the case {} cannot be read", path.display())]
    Unread {
        /// The folder.
        path: std::path::PathBuf,
    },
    /// The rules do not say how an applicant is told what to put right.
    #[error("{profile} has no notice for {grade}")]
    NoticeNone {
        /// Title of the rules.
        profile: String,
        /// The grade applied for.
        grade: String,
    },
    /// No seat was named, and the signer does not hold exactly one.
    #[error("no seat was named")]
    SeatNeeded,
    /// A grade, division, seat or stage that the profile does not know.
    #[error("there is no {what} {value}; there are: {known}")]
    Choice {
        /// What it should be: a choice of the text `err-cli-choice`.
        what: &'static str,
        /// What was typed.
        value: String,
        /// Those there are.
        known: String,
    },
    /// A seat that belongs to another stage than those that were named.
    #[error("the seat {seat} belongs to the stage {stage}")]
    SeatElsewhere {
        /// The seat.
        seat: String,
        /// Its stage.
        stage: String,
    },
    /// A stage in which none of the named seats sits.
    #[error("no named seat sits in the stage {stage}; its seats: {known}")]
    StageIdle {
        /// The stage.
        stage: String,
        /// Its seats.
        known: String,
    },
    /// Something learnt before it happened, or only in the future.
    #[error("cannot be known at {known} what is so since {since}")]
    KnownBefore {
        /// Since when it is so.
        since: String,
        /// When it was learnt.
        known: String,
    },
    /// An option without which the command cannot be done.
    #[error("{what} is missing")]
    Missing {
        /// The option, as it is typed.
        what: &'static str,
    },
    /// A word of the command that is not written as expected.
    #[error("`{value}` is not {expected}")]
    Word {
        /// What was typed.
        value: String,
        /// What is expected: an id of the texts `cli-expected-<id>`.
        expected: &'static str,
    },
    /// Another file stands where one is to be written, and it may not be replaced.
    #[error("{} was kept", path.display())]
    Kept {
        /// The file.
        path: std::path::PathBuf,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Interrupted => "cli-interrupted",
            Self::Output(_) => "cli-output",
            Self::NoAnswer => "cli-no-answer",
            Self::NoTerminal(_) => "cli-no-terminal",
            Self::PassphraseDiffers => "cli-passphrase-differs",
            Self::PassphraseShort { .. } => "cli-passphrase-short",
            Self::PassphraseFile { .. } => "cli-passphrase-file",
            Self::Entropy(_) => "cli-entropy",
            Self::Clock => "cli-clock",
            Self::Nothing { .. } => "cli-nothing",
            Self::NoPackages { .. } => "cli-no-packages",
            Self::NoRow { .. } => "cli-no-row",
            Self::Kept { .. } => "cli-kept",
            Self::KeyInCase { .. } => "cli-key-in-case",
            Self::RingNone { .. } => "cli-ring-none",
            Self::RingWaits { .. } => "cli-ring-waits",
            Self::RingSettled { .. } => "cli-ring-settled",
            Self::RingNotApproved { .. } => "cli-ring-not-approved",
            Self::Missing { .. } => "cli-missing",
            Self::Word { .. } => "cli-word",
            Self::Choice { .. } => "cli-choice",
            Self::NoCases { .. } => "cli-no-cases",
            Self::NothingListed { .. } => "cli-nothing-listed",
            Self::NoticeNone { .. } => "cli-notice-none",
            Self::NothingDrawn { .. } => "cli-nothing-drawn",
            Self::Unread { .. } => "cli-unread",
            Self::SeatNeeded => "cli-seat-needed",
            Self::SeatElsewhere { .. } => "cli-seat-elsewhere",
            Self::StageIdle { .. } => "cli-stage-idle",
            Self::KnownBefore { .. } => "cli-known-before",
            Self::CaseFolder { .. } => "cli-case-folder",
            Self::Threshold { .. } => "cli-threshold",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Interrupted
            | Self::NoAnswer
            | Self::PassphraseDiffers
            | Self::Clock
            | Self::SeatNeeded => Facts::new(),
            Self::Output(e) | Self::NoTerminal(e) => vec![("cause", e.to_string())],
            Self::PassphraseShort { least } => vec![("least", least.to_string())],
            Self::Threshold { threshold, count } => {
                vec![("threshold", threshold.to_string()), ("count", count.to_string())]
            }
            Self::Choice { what, value, known } => {
                vec![
                    ("what", (*what).to_string()),
                    ("value", value.clone()),
                    ("known", known.clone()),
                ]
            }
            Self::NoticeNone { profile, grade } => {
                vec![("profile", profile.clone()), ("grade", grade.clone())]
            }
            Self::Missing { what } => vec![("what", (*what).to_string())],
            Self::NothingListed { kind } => vec![("kind", kind.clone())],
            Self::SeatElsewhere { seat, stage } => {
                vec![("seat", seat.clone()), ("stage", stage.clone())]
            }
            Self::StageIdle { stage, known } => {
                vec![("stage", stage.clone()), ("known", known.clone())]
            }
            Self::KnownBefore { since, known } => {
                vec![("since", since.clone()), ("known", known.clone())]
            }
            Self::NoRow { path, row } => {
                vec![("path", path.display().to_string()), ("row", row.clone())]
            }
            Self::Word { value, expected } => {
                vec![("value", value.clone()), ("expected", (*expected).to_string())]
            }
            Self::PassphraseFile { path }
            | Self::Kept { path }
            | Self::Nothing { path }
            | Self::NoPackages { path }
            | Self::NoCases { path }
            | Self::NothingDrawn { path }
            | Self::Unread { path }
            | Self::KeyInCase { path }
            | Self::CaseFolder { path }
            | Self::RingNone { path }
            | Self::RingWaits { path }
            | Self::RingSettled { path } => vec![("path", path.display().to_string())],
            // Its hint is a command.
            Self::RingNotApproved { path } => vec![("path", crate::shell::word(path))],
            Self::Entropy(e) => vec![("cause", e.to_string())],
        }
    }
}

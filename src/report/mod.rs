//! What a check concluded, in words: a report as text or JSON, an error explained, a table for a
//! terminal, due days for a calendar. All sentences come from `texts/<language>/<room>.ftl`;
//! everything that came from outside is made visible before it is shown (`formats.md` §7).

mod account;
mod audit;
mod clause;
mod explain;
mod group;
mod ics;
mod inspector;
mod json;
mod lookback;
mod natures;
mod notice;
mod paper;
mod people;
mod print;
mod roll;
mod rule;
pub mod sheet;
mod table;
mod text;
mod texts;
mod width;

pub use account::counted;
pub use audit::{audit_json, audit_paper, audit_sheet, audit_text};
pub use explain::explain;
pub use ics::{Event, ics};
pub use inspector::{
    Worth, decision_value, indication, judgement_value, opinion, ranges, signing_value, signings,
    verification, vote,
};
pub use json::{SCHEMA, json, print};
pub use lookback::{lookback, lookback_paper, lookback_sheet, lookback_value};
pub use natures::{Answered, natures, natures_paper, natures_sheet, natures_value};
pub use notice::notice_rows;
pub use paper::{Act, paper};
pub use people::{people, people_value, who, who_value};
pub use roll::{Gathered, people_paper, people_sheet, who_paper};
pub use rule::due;
pub use sheet::sheet;
pub use table::{Align, Table};
pub use text::{ended, text, verdict};
pub use texts::{Lang, Texts};
pub use width::{pad, width, wrap};

/// How words are laid out for their reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Style {
    /// Whether to colour with ANSI escapes; nothing is said by colour alone.
    pub color: bool,
    /// Columns to fit into; `None` breaks no line.
    pub width: Option<usize>,
}

//! What a regulation orders besides papers and seats: settings for what it leaves open, events
//! and deadlines, consequences of an enterprise's record, experts, samples, gates.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::Basis;
use super::time::{Due, Shape};

/// Who acts in a procedure (`rules.md` A0).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// ASCII id: `branch.section`.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The article that gives it its task.
    pub cite: String,
}

/// What the text leaves open, with the reading that is taken unless a case says otherwise
/// (`rules.md` A8). A report names every setting that a computation rested on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// ASCII id: `q02`.
    pub id: String,
    /// What is open, as a question.
    pub title: String,
    /// The readings, id and words.
    pub options: BTreeMap<String, String>,
    /// The reading that is taken.
    pub default: String,
    /// Why, for the report.
    pub note: String,
    /// The article that leaves it open.
    pub cite: String,
}

/// The reading of a setting under which an entry holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Under {
    /// The setting.
    pub setting: String,
    /// The readings under which the entry holds.
    pub is: Vec<String>,
}

/// How applications are gathered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoundKind {
    /// By quarter: `2026Q2`.
    Quarter,
    /// By month: `2026M05`.
    Month,
    /// One round a year or none at all (成熟一个，申报一个): `2026`.
    Year,
}

impl RoundKind {
    /// How long such a round is.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::Quarter => Shape::Quarter,
            Self::Month => Shape::Month,
            Self::Year => Shape::Year,
        }
    }
}

/// The rounds of a regulation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundRule {
    /// How they are named.
    pub kind: RoundKind,
    /// What a person should know of it.
    pub title: String,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// Something about the enterprise on which conditional papers hang: whether it has CEMS, whether
/// it applies again… A case states it under `[traits]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    /// ASCII id.
    pub id: String,
    /// The statement that is true or false: "安装了烟气自动监控设施（CEMS）".
    pub title: String,
    /// The grades it matters for; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The article.
    pub cite: String,
}

/// When a conditional paper is needed, or a gate stands open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
pub enum When {
    /// A trait of the enterprise is true, or false where that is asked for.
    Trait {
        /// Its id.
        r#trait: String,
        /// What it must be.
        #[serde(default = "yes")]
        is: bool,
    },
    /// A typed field has one of these values.
    Field {
        /// The slot whose form holds it.
        slot: String,
        /// The field.
        field: String,
        /// The values, as typed: ids of choices, `true`, `false`.
        is: Vec<String>,
    },
    /// A table of a form has a row whose column has one of these values.
    Row {
        /// The slot whose form holds it.
        slot: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The values, as typed.
        is: Vec<String>,
        /// The column that names the enterprise, where a paper lists several: only rows that bear
        /// the name of this case's enterprise count.
        own: Option<String>,
    },
    /// A table of a form that is filled has no row whose column has one of these values.
    NoRow {
        /// The slot whose form holds it.
        slot: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The values, as typed.
        none: Vec<String>,
    },
    /// A setting is read in one of these ways.
    Setting {
        /// Its id.
        setting: String,
        /// The readings.
        is: Vec<String>,
    },
}

fn yes() -> bool {
    true
}

/// A day on which something happens; deadlines count from events and are met by events.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// ASCII id, without dots.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The paper's field that holds its day, `slot:field`; without one, or while the field is
    /// empty, the day is typed in `case.toml` under `[dates]`.
    pub field: Option<String>,
    /// The stage whose seal marks it, where neither paper nor facts give a day.
    pub stage: Option<String>,
    /// The grades it concerns; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The article.
    pub cite: String,
}

/// Something that must be done by a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// ASCII id.
    pub id: String,
    /// Chinese title: what must be done.
    pub title: String,
    /// Who must do it.
    pub actor: String,
    /// The event that meets it.
    pub event: String,
    /// The stage in which it falls; none for yearly duties outside a case's course.
    pub stage: Option<String>,
    /// The grades it binds; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// By when.
    pub due: Due,
    /// What missing it means.
    pub late: Late,
    /// The readings under which it holds.
    pub under: Option<Under>,
    /// What must be so for it to bind: that something was promised. Where that cannot be said yet,
    /// it does not bind yet.
    pub when: Option<When>,
    /// What sets it aside where it is so: a limit that was relaxed.
    pub unless: Option<When>,
    /// A deadline that its own day may not come after: where both can be counted and it does, the
    /// conflict is told.
    pub not_after: Option<String>,
    /// A duty of the office for a round or year rather than of one case: `calendar` shows it once.
    #[serde(default)]
    pub per_round: bool,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// What missing a deadline means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Late {
    /// The case fails its check.
    Fail,
    /// A warning: the limit is soft, or the reading is the stricter one.
    Warn,
}

/// How much must have come in at once: the days in a paper's table must hold two days in a row
/// with more than so many (`rules.md` Q8).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrowdRule {
    /// ASCII id.
    pub id: String,
    /// Chinese title: what follows.
    pub title: String,
    /// The slot whose form lists what came in.
    pub slot: String,
    /// The table.
    pub table: String,
    /// The column with the day on which it came.
    pub column: String,
    /// So many are not yet a crowd.
    pub most: u32,
    /// The readings under which the two days are working days in a row, with what came on the rest
    /// days between them; days of the calendar without it.
    pub working: Option<Under>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// A kind of entry in an enterprise's record: a violation, a fraud, a downgrade, a title of honour.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordKind {
    /// ASCII id.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The article.
    pub cite: String,
}

/// What follows from an entry of the record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// ASCII id: `viol`.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The kinds of entries.
    pub records: Vec<String>,
    /// The grades whose application it touches; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// How long it reaches.
    pub reach: Reach,
    /// Which day of an entry counts, best known first; `finding` where nothing is said (Q30).
    #[serde(default = "finding")]
    pub counts: Vec<DayOf>,
    /// What it does.
    pub effect: Effect,
    /// The readings under which it holds.
    pub under: Option<Under>,
    /// The readings under which a refused application bars the rest of its own year (Q13); it
    /// always does where nothing is said.
    pub path: Option<Under>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

fn finding() -> Vec<DayOf> {
    vec![DayOf::Finding]
}

/// Which day of an entry of the record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOf {
    /// When it was done.
    Act,
    /// When a continuing act ended.
    End,
    /// When it was found.
    Finding,
    /// When it was punished.
    Penalty,
    /// When the downgrade was decided.
    Decision,
}

/// How long an entry of the record reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub enum Reach {
    /// Hit where entry ≤ application ≤ anniversary, both ends included (Q13).
    LookBack {
        /// Years.
        years: u16,
        /// Whether a hit bars the rest of the calendar year of the application.
        year: bool,
    },
    /// Hit where entry and application fall in one calendar year (当年).
    CalendarYear,
    /// Hit from the entry to the same day so many years later, that day included (Q12).
    After {
        /// Years.
        years: u16,
    },
    /// Hit on the day of the application and after it: found while the application was in hand.
    InCourse,
    /// Hit whenever the entry stands.
    Always,
}

/// What an entry of the record does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The application may not be made.
    Bar,
    /// The enterprise falls to the lowest grade of its ladder.
    Lowest,
    /// A downgrade is to be considered.
    Downgrade,
    /// It is weighed in an opinion; nothing follows by itself.
    Opinion,
    /// It is taken off a list.
    Remove,
    /// It comes first.
    Priority,
}

/// Which table of which paper a computation reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The slot.
    pub slot: String,
    /// The table in its form.
    pub table: String,
    /// What its columns mean: role of the column → id of the column.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// For indicators: when the rows of this paper that were not met count as put right; as the
    /// grading says where nothing is said here.
    pub cured: Option<When>,
}

/// How the grade is computed from rows of indicators (短板原则).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// The rows; columns `result` and `reach`, and `industry` where a paper holds several.
    pub rows: Vec<Rows>,
    /// How industries or processes of one enterprise are put together.
    pub across: Across,
    /// When rows that were not met count as put right: everything was rectified.
    pub cured: Option<When>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// How the grades of several industries make one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Across {
    /// The lowest holds.
    Lowest,
    /// The text says nothing; each is shown and a person decides.
    Apart,
}

/// Who may be an expert.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experts {
    /// The paper that names them; columns `name`, `unit`, `industry`, and the declarations
    /// `third_party`, `interest`, `barred`.
    pub rows: Rows,
    /// Further papers of the same form that name experts: those of another instance.
    #[serde(default)]
    pub also: Vec<String>,
    /// The value of `only.0` that marks an expert's row, where the table holds others too.
    pub only: Option<(String, String)>,
    /// How many at least must be of the enterprise's industry, on each paper; 0 where the text asks for none.
    pub of_industry: u32,
    /// Values of the declaration columns that are harmless: `no`, `false`.
    pub harmless: Vec<String>,
    /// The grades it binds; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// How many of a batch are looked at on site.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// ASCII id: `s.30`.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The grades applied for.
    pub grades: Vec<String>,
    /// Parts in a hundred; none where the text states no rate.
    pub percent: Option<u32>,
    /// Who does it.
    pub actor: String,
    /// The form on which drawer and witness record the draw.
    pub form: Option<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

impl Sample {
    /// How many of so many on the list must be looked at: the part rounded up, at least one of any
    /// (`rules.md` Q15). `None` where the text states no rate.
    #[must_use]
    pub fn count(&self, listed: u64) -> Option<u64> {
        let part = listed.saturating_mul(u64::from(self.percent?)).div_ceil(100);
        Some(part.max(1).min(listed))
    }
}

/// A typed value without which the procedure does not go on: no objection in a pre-publicity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// ASCII id.
    pub id: String,
    /// Chinese title: what must be so.
    pub title: String,
    /// What must hold.
    pub holds: When,
    /// The grades it binds; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// What it means where it does not hold.
    pub late: Late,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// How long a dossier or a paper is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// `Y` for ever, `D30`, `D10` (DA/T 13).
    pub term: String,
    /// The grades of the dossiers; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The slots, where single papers are kept otherwise than their dossier.
    #[serde(default)]
    pub slots: Vec<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article or the standard.
    pub cite: String,
}

/// What else an article orders: told by `profile show`, compared by `profile compare`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// ASCII id: `pb.result`.
    pub id: String,
    /// What it is about.
    pub topic: Topic,
    /// Chinese title: what is ordered, in our words.
    pub title: String,
    /// Who must do it, if somebody is named.
    pub actor: Option<String>,
    /// The grades it concerns; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The readings under which it holds.
    pub under: Option<Under>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// What an article is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// How an enterprise applies.
    Application,
    /// How grades are found.
    Grading,
    /// Who looks at what on site.
    Site,
    /// Experts and their conduct.
    Experts,
    /// How grades fall.
    Downgrade,
    /// Later checks (回头看).
    Audit,
    /// What is made public.
    Publicity,
    /// Who answers for what.
    Responsibility,
    /// Fees, gifts, discipline.
    Discipline,
    /// What a grade brings.
    Incentive,
    /// What else.
    Other,
}

/// A list that is made of a round's cases: 《提请升级企业名单》, 绩效分级清单.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// What the command calls it: `upgrade`, `grades`.
    pub kind: String,
    /// Chinese title.
    pub title: String,
    /// The form it is set in.
    pub form: String,
    /// The table of the form; column → what fills it (`serial`, `enterprise.name`, `slot:field`…).
    pub table: String,
    /// What fills each column.
    pub columns: BTreeMap<String, String>,
    /// The grades of the cases it holds; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The gate, event or stage a case must have behind it to stand in it, if any.
    pub after: Option<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// Whether an entry that names grades (none: all) concerns one.
#[must_use]
pub fn binds(grades: &[String], grade: &str) -> bool {
    grades.is_empty() || grades.iter().any(|g| g == grade)
}

//! `juanzong new`: a case folder with everything a clerk fills in.

use std::path::{Path, PathBuf};

use juanzong::base::time::Day;
use juanzong::case::{self, New};

use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::shell;

/// Arguments of `new`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder to make.
    dir: PathBuf,
    /// Id of the profile.
    #[arg(long, value_name = "ID")]
    profile: String,
    /// The grade applied for.
    #[arg(long, value_name = "GRADE")]
    grade: String,
    /// Division code of the plant.
    #[arg(long, value_name = "CODE", required_unless_present = "id")]
    division: Option<String>,
    /// The round.
    #[arg(long, value_name = "ROUND", required_unless_present = "id")]
    round: Option<String>,
    /// The whole case id, instead of the next free number.
    #[arg(long, value_name = "CASE")]
    id: Option<String>,
    /// Name of the enterprise.
    #[arg(long, value_name = "NAME", default_value = "")]
    enterprise: String,
    /// Its credit code.
    #[arg(long, value_name = "CODE", default_value = "")]
    code: String,
    /// Name of the plant.
    #[arg(long, value_name = "NAME", default_value = "")]
    plant: String,
    /// Name of the branch.
    #[arg(long, value_name = "NAME", default_value = "")]
    branch: String,
    /// The day of application.
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    applied: Option<Day>,
    /// Indicator tables whose rows the papers shall hold.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    indicators: Vec<String>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let shelf = context.shelf()?;
    let (profile, text) = shelf.profile(&args.profile)?;
    let parts = args.id.as_deref().map(|id| parts(id, &profile.short)).transpose()?;
    let division = args.division.or_else(|| parts.as_ref().map(|p| p.0.clone()));
    let round = args.round.or_else(|| parts.map(|p| p.1));
    let (division, round) = (division.unwrap_or_default(), round.unwrap_or_default());
    if !profile.scope.covers(&division) {
        if division.len() != 6 || !division.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::Word { value: division, expected: "division" }.into());
        }
        let known = profile.scope.divisions.join(" / ");
        return Err(Error::Choice { what: "division", value: division, known }.into());
    }
    if !profile.scope.grades.contains(&args.grade) {
        let known = profile.scope.grades.join(" / ");
        return Err(Error::Choice { what: "grade", value: args.grade, known }.into());
    }
    let case = match args.id {
        Some(id) => id,
        None => next_id(&args.dir, &profile.short, &division, &round)?,
    };
    if !case::is_case_id(&case) {
        return Err(Error::Word { value: case, expected: "case-id" }.into());
    }
    let indicators: Vec<&str> = args.indicators.iter().map(String::as_str).collect();
    let new = New {
        case: &case,
        round: &round,
        grade: &args.grade,
        division: &division,
        branch: &args.branch,
        enterprise: &args.enterprise,
        code: &args.code,
        plant: &args.plant,
        applied: args.applied,
        indicators: &indicators,
    };
    let files = case::create(&args.dir, &new, profile, text, &shelf)?;
    let dir = args.dir.display().to_string();
    context.say("cli-new-made", &[("case", case.clone()), ("dir", dir.clone())]);
    let list: String = files.iter().map(|f| format!("  {}\n", f.display())).collect();
    context.console.talk(&list);
    context.say("cli-new-next", &[("dir", dir), ("typed", shell::word(&args.dir))]);
    context.console.data(&(case + "\n"))?;
    Ok(Exit::Done)
}

/// Division and round of a case id.
pub(super) fn parts(id: &str, short: &str) -> Result<(String, String), Failure> {
    let words: Vec<&str> = id.split('-').collect();
    match words.as_slice() {
        [first, division, round, _] if *first == short => {
            Ok(((*division).to_string(), (*round).to_string()))
        }
        _ => Err(Error::Word { value: id.to_string(), expected: "case-id" }.into()),
    }
}

/// The next free number among the case folders beside one that is to be made.
pub(super) fn next_id(
    dir: &Path,
    short: &str,
    division: &str,
    round: &str,
) -> Result<String, Failure> {
    let folder = dir.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let prefix = format!("{short}-{division}-{round}-");
    let number = case::next_number(folder, &prefix)?;
    Ok(format!("{prefix}{number:04}"))
}

//! `juanzong lookback new`: the case of a re-check, made from a filed package.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::audit::lookback::{self, Filed, Found, Lot, Side};
use juanzong::audit::register::Register;
use juanzong::base::digest::Digest;
use juanzong::base::disk;
use juanzong::case::{self, Known, New};
use juanzong::draw::{self, Drawn, Frozen, Mode};
use juanzong::profile::Profile;
use juanzong::profile::time::Round;
use juanzong::seal::{Dossier, Trust};
use juanzong::verdict::{Code, Finding, Judgement, Place, Report, Verdict};

use super::super::draw::Signed;
use super::super::{new, verify};
use super::{Error, rules};
use crate::context::Context;
use crate::exit::{self, Exit, Failure};
use crate::shell;

/// Arguments of `lookback new`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The filed package, or the folder it was unpacked to.
    package: PathBuf,
    /// The folder to make.
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Id of the rules of the re-check.
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// The trust file, from outside the package.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The register of received packages.
    #[arg(long, value_name = "DIR")]
    register: Option<PathBuf>,
    /// The frozen list and the record of the draw.
    #[arg(long, value_names = ["LIST", "RECORD"], num_args = 2)]
    drawn: Vec<PathBuf>,
    /// The round of the re-check.
    #[arg(long, value_name = "ROUND")]
    round: Option<String>,
    /// The whole number of the case, instead of the next free one.
    #[arg(long, value_name = "CASE")]
    id: Option<String>,
    /// Name of the office in charge.
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
}

/// Does it.
pub(super) fn run(args: &Args, context: &Context) -> Result<Exit, Failure> {
    // Nobody waits for a verification that leads to nothing.
    if disk::exists(&args.into) {
        return Err(disk::Error::Exists { path: args.into.clone() }.into());
    }
    let shelf = context.shelf()?;
    let (trust, _) = verify::trust(args.trust.as_deref())?;
    let target = args.package.display().to_string();
    let found = verify::packaged(&args.package, trust.as_ref(), context)?;
    let Some(contents) = &found.contents else { return refused(&found.report, context) };
    let dossier = Dossier::read(contents)?;
    let Some(of) = dossier.rules.as_ref().map(|r| &r.profile) else {
        return refused(&found.report, context);
    };
    if of.lookback.is_some() {
        return Err(Error::Original { path: args.package.clone() }.into());
    }
    let (profile, text) = rules(&shelf, of, args.profile.as_deref())?;
    let Some(rule) = &profile.lookback else {
        return Err(Error::None { of: of.id.clone(), known: profile.id.clone() }.into());
    };
    let judged = Judgement::of_report(&found.report);
    let side = Side { dossier: &dossier, signings: &found.signings, judged };
    let digest = side.digest()?;
    let mut report = Report::on(&target);
    let case = dossier.facts.as_ref().map(|f| f.case.as_str()).unwrap_or_default();
    let archived = match &args.register {
        Some(path) => archived(path, trust.as_ref(), case, digest, &mut report)?,
        None => None,
    };
    let filed = match lookback::filed(&side, rule)? {
        Ok(filed) => filed,
        Err(finding) => {
            report.add(finding);
            report.merge(found.report);
            return refused(&report, context);
        }
    };
    if !profile.scope.grades.contains(&filed.facts.grade) {
        let (value, known) = (filed.facts.grade, profile.scope.grades.join(" / "));
        return Err(exit::Error::Choice { what: "grade", value, known }.into());
    }
    report.count("lookback-rows", filed.items.len() as u64);
    let lot = match args.drawn.as_slice() {
        [one, other] => drawn([one, other], trust.as_ref(), args, &filed, &mut report)?,
        _ => None,
    };
    lookback::rest(&mut report, profile, rule);
    if report.verdict() == Verdict::Failed {
        return refused(&report, context);
    }
    let slot = profile.slot(&rule.record.slot);
    let form_id = slot.and_then(|s| s.form.clone()).unwrap_or_default();
    let form = slot.and_then(|slot| {
        let narrow = profile.narrowed(&filed.facts.grade);
        Some(shelf.forms.form(&form_id)?.fitted(&narrow.fit(slot)))
    });
    let Some(form) = form else {
        return Err(Error::Form { profile: profile.id.clone(), form: form_id }.into());
    };
    let known = Found { digest, archived, lot: lot.as_ref() };
    let record = lookback::draft(&side, &filed, rule, &form, known)?;
    let known = Known {
        industries: filed.facts.enterprise.industries.clone(),
        papers: BTreeMap::from([(rule.record.slot.clone(), record)]),
    };
    let case = number(args, profile, &filed, context)?;
    let firm = &filed.facts.enterprise;
    let new = New {
        case: &case.1,
        round: &case.0,
        grade: &filed.facts.grade,
        division: &firm.division,
        branch: args.branch.as_deref().unwrap_or(&filed.facts.branch.name),
        enterprise: &firm.name,
        code: &firm.code,
        plant: &firm.plant,
        applied: Some(context.now.day()),
        indicators: &[],
    };
    let files = case::create_from(&args.into, &new, &known, (profile, text), &shelf)?;
    tell(args, &case.1, &files, (judged, filed.items.len()), lot.as_ref(), &report, context)?;
    // The case is made; what draw or register leave open is no less open than the package itself.
    Ok(match judged.verdict {
        Verdict::Passed => report.verdict().into(),
        Verdict::Failed | Verdict::Indeterminate => judged.verdict.into(),
    })
}

/// Says why no case was made.
fn refused(report: &Report, context: &Context) -> Result<Exit, Failure> {
    let exit = context.report(report, &[])?;
    context.say("cli-lookback-refused", &[]);
    Ok(exit)
}

/// Says what was made, and loudly what is doubtful about it.
fn tell(
    args: &Args,
    case: &str,
    files: &[PathBuf],
    (judged, rows): (Judgement, usize),
    lot: Option<&Lot>,
    report: &Report,
    context: &Context,
) -> Result<(), Failure> {
    if !report.findings().is_empty() {
        context.talk_report(report);
    }
    let facts = [
        ("case", case.to_string()),
        ("dir", args.into.display().to_string()),
        ("rows", rows.to_string()),
    ];
    context.say("cli-lookback-made", &facts);
    let list: String = files.iter().map(|f| format!("  {}\n", f.display())).collect();
    context.console.talk(&list);
    context.say("cli-lookback-next", &[("typed", shell::word(&args.into))]);
    let loud = |id: &str| context.console.alarm(&(context.texts.say(id) + "\n"));
    match judged.verdict {
        Verdict::Passed => {}
        Verdict::Failed => loud("cli-lookback-unsound"),
        Verdict::Indeterminate => loud("cli-lookback-open"),
    }
    if lot.is_some_and(|lot| lot.mode == Mode::Rehearsal) {
        loud("cli-lookback-rehearsal");
    }
    context.console.data(&format!("{case}\n"))
}

/// Round and number of the case.
fn number(
    args: &Args,
    profile: &Profile,
    filed: &Filed,
    context: &Context,
) -> Result<(String, String), Failure> {
    let division = &filed.facts.enterprise.division;
    if let Some(id) = &args.id {
        let (_, round) = new::parts(id, &profile.short)?;
        return Ok((args.round.clone().unwrap_or(round), id.clone()));
    }
    let now = profile.round.as_ref().map(|r| r.kind.shape());
    let now = now.and_then(|shape| Round::holding(shape, context.now.day()));
    let round = args.round.clone().or_else(|| now.map(|r| r.to_string()));
    let round = round.ok_or(exit::Error::Missing { what: "--round <ROUND>" })?;
    let case = new::next_id(&args.into, &profile.short, division, &round)?;
    Ok((round, case))
}

/// The digest under which the register has the dossier.
fn archived(
    path: &Path,
    trust: Option<&Trust>,
    case: &str,
    digest: Option<Digest>,
    report: &mut Report,
) -> Result<Option<Digest>, Failure> {
    let (register, findings) = Register::open(path, trust)?;
    report.extend(findings);
    let Some(register) = register else { return Ok(None) };
    let rows: Vec<Digest> =
        register.rows().values().filter(|r| r.case == case).map(|r| r.bag).collect();
    let place = || Place::file(path.display().to_string());
    let Some(first) = rows.first().copied() else {
        report.add(Finding::new(Code::AuditLookbackUnregistered, place()).with("case", case));
        return Ok(None);
    };
    let same = digest.filter(|d| rows.contains(d));
    if same.is_none() {
        let finding = Finding::new(Code::AuditLookbackDigest, place()).with("source", "register");
        let now = digest.map_or_else(|| "-".to_string(), |d| d.to_string());
        report.add(finding.with("named", first).with("found", now));
    }
    Ok(Some(same.unwrap_or(first)))
}

/// How the dossier was drawn; whatever is wrong with the draw goes into the report.
fn drawn(
    [one, other]: [&PathBuf; 2],
    trust: Option<&Trust>,
    args: &Args,
    filed: &Filed,
    report: &mut Report,
) -> Result<Option<Lot>, Failure> {
    let (one, other) = (Signed::read(one)?, Signed::read(other)?);
    // Which is which is told by what they are, not by their order.
    let turned = Frozen::parse(&one.bytes).is_err() && Frozen::parse(&other.bytes).is_ok();
    let (list, record) = if turned { (other, one) } else { (one, other) };
    let papers = draw::Papers {
        record: Some((&record.name, &record.bytes)),
        record_signature: record.signature.as_deref(),
        ..list.papers()
    };
    report.merge(draw::check(&papers, trust));
    let (Ok(frozen), Ok(drawn)) = (Frozen::parse(&list.bytes), Drawn::parse(&record.bytes)) else {
        return Ok(None);
    };
    let file = args.package.file_name().map(|n| n.to_string_lossy().into_owned());
    let lot = lookback::lot(&frozen, &drawn, &filed.facts.case, &file.unwrap_or_default());
    let Some(lot) = lot else {
        let finding = Finding::new(Code::AuditLookbackNotDrawn, Place::file(&record.name));
        report.add(finding.with("case", &filed.facts.case));
        return Ok(None);
    };
    if let Some(named) = lot.package
        && !disk::is_folder(&args.package)
    {
        let found = disk::digest(&args.package, false)?.sha256;
        if found != named {
            let finding = Finding::new(Code::AuditLookbackDigest, Place::file(&list.name));
            let finding = finding.with("source", "list");
            report.add(finding.with("named", named).with("found", found));
        }
    }
    Ok(Some(lot))
}

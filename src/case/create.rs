//! A new case folder: facts to fill in, rules pinned, a commented skeleton per required form.
//!
//! The folder appears whole or not at all: it is written beside its place and moved there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Error, indicators, layout};
use crate::base::time::Day;
use crate::base::{disk, json};
use crate::form::{Given, Prefill};
use crate::profile::{self, Need, Profile, Shelf};

/// What is known of a new case.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Case id.
    pub case: &'a str,
    /// The round.
    pub round: &'a str,
    /// The grade applied for.
    pub grade: &'a str,
    /// Division code.
    pub division: &'a str,
    /// Name of the branch that handles it, or empty.
    pub branch: &'a str,
    /// Name of the enterprise, or empty.
    pub enterprise: &'a str,
    /// Its credit code, or empty.
    pub code: &'a str,
    /// Name of the plant, or empty.
    pub plant: &'a str,
    /// The day of application, if known.
    pub applied: Option<Day>,
    /// The indicator tables whose rows the papers shall hold, by id.
    pub indicators: &'a [&'a str],
}

/// What is known of a new case that follows from another one.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Codes of the enterprise's industries.
    pub industries: Vec<String>,
    /// What is typed already, by slot.
    pub papers: BTreeMap<String, Prefill>,
}

/// Makes a case folder under a profile and returns the files a person now fills in.
///
/// # Errors
/// Something stands at `dir`, a form of the profile is missing, or the disk refuses; nothing is
/// left behind then.
pub fn create(
    dir: &Path,
    new: &New<'_>,
    profile: &Profile,
    profile_text: &str,
    shelf: &Shelf,
) -> Result<Vec<PathBuf>, Error> {
    create_from(dir, new, &Known::default(), (profile, profile_text), shelf)
}

/// As [`create`], for a case that follows from another one.
///
/// # Errors
/// As [`create`].
pub fn create_from(
    dir: &Path,
    new: &New<'_>,
    known: &Known,
    profile: (&Profile, &str),
    shelf: &Shelf,
) -> Result<Vec<PathBuf>, Error> {
    if disk::exists(dir) {
        return Err(disk::Error::Exists { path: dir.to_path_buf() }.into());
    }
    let files = contents(new, known, profile, shelf)?;
    let staged = disk::Staged::beside(dir)?;
    for (name, text) in &files {
        disk::write_new(&staged.path().join(name), text.as_bytes())?;
    }
    for slot in profile.0.slots_for(new.grade) {
        disk::create_folder(&layout::evidence_folder(staged.path(), &slot.id))?;
    }
    staged.publish(dir)?;
    let to_fill = |name: &&String| *name == layout::FACTS || name.starts_with("forms/");
    Ok(files.iter().map(|(name, _)| name).filter(to_fill).map(|n| dir.join(n)).collect())
}

fn contents(
    new: &New<'_>,
    known: &Known,
    (profile, profile_text): (&Profile, &str),
    shelf: &Shelf,
) -> Result<Vec<(String, String)>, Error> {
    let form = |id: &str| {
        let missing = || Error::FormMissing { profile: profile.id.clone(), form: id.to_string() };
        shelf.forms.form(id).ok_or_else(missing)
    };
    let given = given(new, profile);
    let tables = indicators::chosen(&shelf.indicators, new.indicators)?;
    let mut asked = tables.is_empty();
    let mut files = vec![(layout::FACTS.to_string(), facts_text(new, known, profile))];
    files.extend(super::pinned(profile, profile_text, shelf)?);
    files.extend(super::pinned_tables(shelf, new.indicators));
    // Boxes are asked for where the grade's own seats are heard.
    let narrow = profile.narrowed(new.grade);
    for slot in profile.slots_for(new.grade).filter(|s| s.need_for(new.grade) == Need::Required) {
        if let Some(id) = &slot.form {
            let form = form(id)?.fitted(&narrow.fit(slot));
            let place = (slot, &form);
            let rows = indicators::rows(&shelf.indicators, &tables, profile, place, new.grade);
            asked |= rows != Prefill::default();
            let typed = known.papers.get(&slot.id).unwrap_or(&rows);
            files.push((layout::typed(&slot.id), form.skeleton_with(&given, typed)));
        }
    }
    for (data, id) in
        layout::VOLUME_DATA.into_iter().zip([&profile.volume.cover, &profile.volume.closing])
    {
        files.push((layout::typed(data), form(id)?.skeleton(&given)));
    }
    // Tables that fill nothing were not what the clerk meant.
    if !asked {
        return Err(Error::NoRows);
    }
    Ok(files)
}

fn given(new: &New<'_>, profile: &Profile) -> Given {
    let mut given = Given::default();
    for (name, value) in [
        ("case.id", new.case),
        ("round", new.round),
        ("round.title", &super::round_title(new.round)),
        ("grade", new.grade),
        ("grade.title", &super::grade_title(new.grade)),
        ("branch.name", new.branch),
        ("city.name", profile.city().unwrap_or_default()),
        ("enterprise.name", new.enterprise),
        ("enterprise.code", new.code),
        ("enterprise.division", new.division),
        ("enterprise.plant", new.plant),
        ("profile.title", &profile.title),
        ("profile.issuer", &profile.issuer),
    ] {
        if !value.is_empty() {
            given.set(name, value);
        }
    }
    given
}

/// The facts of a new case with a comment on every line that a clerk fills in.
fn facts_text(new: &New<'_>, known: &Known, profile: &Profile) -> String {
    let mut out = String::new();
    let q = json::quote;
    // Where the issuer is the city bureau, its name is known.
    let city = "[city]\nname = \"\"            # 市级主管部门全称\n\n";
    let city = if profile.city().is_some() { "" } else { city };
    let industries: Vec<String> = known.industries.iter().map(|code| q(code)).collect();
    let _ = write!(
        out,
        "# 案件基本事实：请把空着的引号填满，文字写在英文双引号里；# 后面是说明，可以不管。\n\
         # Facts of the case: fill the empty quotes.\n\n\
         case = {}            # 案件编号，立案后不变\n\
         profile = {}         # 适用规则：{}\n\
         round = {}           # 评级批次\n\
         grade = {}           # {}：{}\n\n\
         [branch]\n\
         name = {}            # 承办分局全称\n\n\
         {city}\
         [enterprise]\n\
         name = {}            # 企业名称（全称，与营业执照一致）\n\
         code = {}            # 统一社会信用代码，18 位\n\
         division = {}        # 行政区划代码，6 位\n\
         plant = {}           # 厂区名称（一厂一册），例如 \"一厂区\"\n\
         industries = [{}]      # 行业代码，例如 [\"C3021\"]\n\
         # related = [\"某环保服务公司\"]   # 为企业服务或与企业有利害关系的单位：其人员不得审核本案\n\n\
         [dates]\n",
        q(new.case),
        q(&profile.id),
        profile.title,
        q(new.round),
        q(new.grade),
        if profile.lookback.is_some() { "现等级" } else { "申报等级" },
        profile.scope.grades.join("、"),
        q(new.branch),
        q(new.enterprise),
        q(new.code),
        q(new.division),
        q(new.plant),
        industries.join(", "),
    );
    let day_of = if profile.lookback.is_some() { "立案日期" } else { "申请日期" };
    let _ = match new.applied {
        Some(day) => writeln!(out, "applied = {day}  # {day_of}"),
        None => writeln!(out, "# applied = 2026-03-02   # 申请日期：去掉行首的 # 并改成实际日期"),
    };
    let traits: Vec<_> =
        profile.traits.iter().filter(|t| profile::binds(&t.grades, new.grade)).collect();
    if !traits.is_empty() {
        out += "\n[traits]\n# 逐项去掉行首的 #，是写 true，不是写 false：决定要不要相应的材料\n";
    }
    for known in traits {
        let _ = writeln!(out, "# {} = false   # {}", known.id, known.title);
    }
    let _ = write!(
        out,
        "\n# 某份材料改用盖章签字的扫描件时，把扫描件放进 evidence/<材料项>/ 并照下面写：\n\
         # [slot.\"{}\"]\n\
         # original = \"evidence/{}/扫描件.pdf\"\n",
        profile.slots.first().map_or("", |s| s.id.as_str()),
        profile.slots.first().map_or("", |s| s.id.as_str()),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::verdict::{Code, Verdict};

    /// A profile of the test's own, so that no regulation is special.
    fn make(dir: &Path) -> Vec<PathBuf> {
        let shelf = Shelf::built_in().unwrap();
        let (profile, text) = shelf.profile("tangshan-2025").unwrap();
        let case = format!("{}-130283-2026Q2-0001", profile.short);
        let new = New {
            case: &case,
            round: "2026Q2",
            grade: &profile.scope.grades[0].clone(),
            division: "130283",
            branch: "",
            enterprise: "示例“引号”\"厂\"",
            code: "",
            plant: "",
            applied: None,
            indicators: &[],
        };
        create(dir, &new, profile, text, &shelf).unwrap()
    }

    #[test]
    fn a_new_case_opens_and_says_once_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("案件 一");
        let made = make(&dir);
        assert!(made.iter().all(|p| disk::exists(p)));
        let case = Case::load(&dir).unwrap();
        assert_eq!(case.facts.enterprise.name, "示例“引号”\"厂\"");
        let report = case.check().unwrap();
        assert_eq!(report.verdict(), Verdict::Failed);
        assert!(report.has(Code::CaseFactInvalid) && report.has(Code::FormFieldMissing));
        assert!(!report.has(Code::CaseUnknownFile) && !report.has(Code::CaseSlotEmpty));
        let slot =
            case.slots().find(|(_, s)| s.need == Need::Required && s.form.is_some()).unwrap();
        disk::remove(&dir.join(layout::typed(&slot.1.id))).unwrap();
        assert!(case.check().unwrap().has(Code::CaseSlotEmpty));
        disk::write_new(&dir.join("evidence/何处/x.pdf"), b"x").unwrap();
        assert!(case.check().unwrap().has(Code::CaseUnknownFile));
    }

    #[test]
    fn a_grade_stands_in_prose_as_a_letter_with_its_word_or_by_itself() {
        for (grade, prose) in [("C", "C级"), ("B-", "B-级"), ("引领性", "引领性"), ("", "")]
        {
            assert_eq!(crate::case::grade_title(grade), prose);
        }
    }

    #[test]
    fn the_city_is_the_issuer_unless_the_case_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a");
        make(&dir);
        let case = Case::load(&dir).unwrap();
        let issuer = case.profile.issuer.clone();
        assert_eq!(case.given().get("city.name"), Some(issuer.as_str()));
        let path = dir.join(layout::FACTS);
        let text = disk::read_text(&path, 1 << 20).unwrap();
        assert!(!text.contains("[city]"));
        disk::remove(&path).unwrap();
        let named = format!("{text}\n[city]\nname = \"某市局\"\n");
        disk::write_new(&path, named.as_bytes()).unwrap();
        assert_eq!(Case::load(&dir).unwrap().given().get("city.name"), Some("某市局"));
    }

    #[test]
    fn a_folder_that_stands_is_never_touched() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a");
        make(&dir);
        let before = disk::walk(folder.path()).unwrap();
        let shelf = Shelf::built_in().unwrap();
        let (profile, text) = shelf.profile("tangshan-2025").unwrap();
        let new = New {
            case: "",
            round: "",
            grade: "",
            division: "",
            branch: "",
            enterprise: "",
            code: "",
            plant: "",
            applied: None,
            indicators: &[],
        };
        let again = create(&dir, &new, profile, text, &shelf);
        assert!(matches!(again, Err(Error::Disk(disk::Error::Exists { .. }))));
        // A profile whose forms are not there leaves nothing behind either.
        let other = folder.path().join("b");
        assert!(create(&other, &new, profile, text, &Shelf::default()).is_err());
        assert_eq!(disk::walk(folder.path()).unwrap(), before);
    }

    #[test]
    fn the_next_number_follows_the_highest_among_siblings() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a");
        make(&dir);
        let prefix = Case::load(&dir).unwrap().facts.case.replace("0001", "");
        assert_eq!(crate::case::next_number(folder.path(), &prefix).unwrap(), 2);
        assert_eq!(crate::case::next_number(folder.path(), "OTHER-").unwrap(), 1);
    }
}

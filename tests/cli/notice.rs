//! `check --notice`: everything an applicant must put right, told once, with its article.

use std::fs;
use std::path::Path;

use juanzong::profile::{Need, Shelf};

use crate::builder::Cli;
use crate::journey::copy;

fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    // The rules of the day are pinned as `new` pins them.
    let new = "new case --profile tangshan-2025 --grade C --division 130283 --round 2026Q2";
    Cli::new().words(new).in_dir(folder.path()).run().exit(0);
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c");
    copy(&from, &folder.path().join("case"));
    folder
}

/// The rows of a notice: item, problem, demand, basis.
fn rows(data: &str) -> Vec<[String; 4]> {
    let table: toml::Table = data.parse().unwrap();
    let gaps = table.get("gaps").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    gaps.iter()
        .map(|gap| {
            ["item", "problem", "demand", "basis"].map(|key| {
                gap.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
            })
        })
        .collect()
}

/// What the applicant of every regulation must hand in, and nothing that an office makes.
#[test]
fn an_empty_case_of_every_regulation_names_each_paper_of_the_applicant_once() {
    let shelf = Shelf::built_in().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for id in shelf.ids() {
        let (profile, _) = shelf.profile(id).unwrap();
        // Who looks back on dossiers has no applicants.
        if profile.lookback.is_some() {
            continue;
        }
        let grade = &profile.scope.grades[1];
        let division = profile.scope.divisions[0].replace("0000", "0100").replace("00", "02");
        let round = profile.round.as_ref().unwrap().kind.shape().example();
        let line = format!(
            "new {id} --profile {id} --grade {grade} --division {division} --round {round}"
        );
        Cli::new().words(&line).in_dir(folder.path()).run().exit(0);
        // As a clerk leaves it to say that the paper is not there.
        for form in fs::read_dir(folder.path().join(id).join("forms")).unwrap() {
            fs::remove_file(form.unwrap().path()).unwrap();
        }
        let done = Cli::new()
            .words(&format!("check {id} --notice {id}.toml --at 2026-05-06"))
            .in_dir(folder.path())
            .run()
            .exit(1)
            .stderr_has("请填好期限");
        // What nobody has said yet may ask for more: the clerk is told before a notice goes out.
        let unsaid = done.stdout.contains("case.trait-unstated");
        assert_eq!(done.stderr.contains("告知书可能不全"), unsaid, "{id}: {done}");
        let rows = rows(&fs::read_to_string(folder.path().join(format!("{id}.toml"))).unwrap());
        let notice = profile.notice(grade).unwrap();
        let theirs =
            |form: &str| shelf.forms.form(form).is_some_and(|f| notice.makers.contains(&f.maker));
        let wanted: Vec<[String; 2]> = profile
            .slots_for(grade)
            .filter(|s| s.stage == "intake" && s.need_for(grade) == Need::Required)
            .filter(|s| !s.warns(grade, &std::collections::BTreeMap::new()))
            .filter(|s| s.form.as_deref().is_none_or(theirs))
            .map(|s| [s.title.clone(), s.cite.clone()])
            .collect();
        assert!(!wanted.is_empty(), "{id}");
        let told: Vec<[String; 2]> = rows.iter().map(|r| [r[0].clone(), r[3].clone()]).collect();
        assert_eq!(told, wanted, "{id}: {done}");
        assert!(rows.iter().all(|r| r[1] == "未提交。" && !r[2].is_empty()), "{rows:?}");
    }
}

#[test]
fn flaws_of_one_paper_stand_together_and_offices_are_not_told_theirs() {
    let folder = example();
    let form = |name: &str| folder.path().join("case/forms").join(name);
    fs::remove_file(form("app.base.toml")).unwrap();
    // The office's own paper is its own business.
    fs::remove_file(form("rev.qual.toml")).unwrap();
    let text = fs::read_to_string(form("app.form.toml")).unwrap();
    let mut spoilt = String::new();
    for line in text.lines() {
        let word = line.split(" = ").next().unwrap();
        spoilt += match word {
            "legal" => "legal = \"\"",
            "keeper" => "keeper = \"\"",
            "phone" => "phone = \"不详\"",
            _ => line,
        };
        spoilt.push('\n');
    }
    fs::write(form("app.form.toml"), spoilt).unwrap();
    Cli::new()
        .words("check case --notice n.toml --notice n.pdf --notice n.docx --at 2026-03-06")
        .in_dir(folder.path())
        .run()
        .exit(1)
        .stderr_has("n.docx");
    let data = fs::read_to_string(folder.path().join("n.toml")).unwrap();
    let rows = rows(&data);
    let told: Vec<(&str, &str)> = rows.iter().map(|r| (r[0].as_str(), r[1].as_str())).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(told[0].0, "评级申请表");
    assert!(told[0].1.contains("以下各项填写的内容或格式不对：“联系电话”"), "{told:#?}");
    assert!(told[1].1.contains("“法定代表人”、"), "{told:#?}");
    assert_eq!(told[2], ("企业基本信息表", "未提交。"));
    assert!(rows.iter().all(|r| r[3].starts_with("三(一)")), "{rows:?}");
    assert!(
        !data.contains("forms/") && !data.contains("case.toml 里"),
        "an applicant knows no files of ours"
    );
    assert!(data.contains("notified_on = 2026-03-06"));
    for paper in ["n.pdf", "n.docx"] {
        assert!(fs::metadata(folder.path().join(paper)).unwrap().len() > 4_000, "{paper}");
    }
}

#[test]
fn where_nothing_is_to_be_put_right_there_is_no_notice() {
    let folder = example();
    Cli::new()
        .words("check case --notice n.pdf --at 2026-06-30")
        .in_dir(folder.path())
        .run()
        .exit(0)
        .stderr_has("没有要申报企业补正的内容");
    assert!(!folder.path().join("n.pdf").exists());
    Cli::new()
        .words("check case --notice n.txt")
        .in_dir(folder.path())
        .run()
        .exit(2)
        .stderr_has(".docx");
}

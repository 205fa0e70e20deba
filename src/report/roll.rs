//! Signers over many dossiers, and who answers for one row, as papers in official layout; the
//! signers as a workbook too.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::inspector::{judged, moment, opinion, ranges};
use super::paper::{Act, Paper, strong};
use super::people::{beside, cells, odd, span, tally};
use super::print::{self, Spared, cell, plain};
use super::sheet::Error;
use super::{Lang, Texts};
use crate::audit::people::{Deed, Someone};
use crate::audit::who::Answer;
use crate::base::text::visible;
use crate::base::time::Moment;
use crate::form::document::{
    Align, Block, Cell, Document, Para, Row, Run, SignLine, Style as Layout, Table,
};
use crate::package::Verification;
use crate::render::{self, Faces, Pdf};
use crate::verdict::{Code, Judgement, Verdict};

/// Most rows of one table of a paper; the rest are counted, the workbook has them all.
const MOST: usize = 1_000;
/// Most of those who signed beside somebody that a paper names; the rest are counted.
const BESIDE: usize = 6;
/// Most characters that a cell of XLSX holds.
const LONGEST: usize = 32_767;

/// From what people were gathered.
#[derive(Clone, Copy, Debug)]
pub struct Gathered {
    /// How many packages were read.
    pub read: u64,
    /// How many could not be read, or nobody could be read from.
    pub unread: u64,
    /// Whether a trust file was given.
    pub trusted: bool,
    /// Whether only what is odd is wanted.
    pub odd: bool,
    /// When.
    pub now: Moment,
}

/// Everybody as a paper: who they are, what is worth a look, and everything they signed.
///
/// # Errors
/// The theme or a face is at fault.
pub fn people_paper(
    all: &[Someone],
    from: Gathered,
    texts: &Texts,
    faces: &Faces,
) -> Result<Pdf, render::Error> {
    print::set(|spared| Roll { all, from, texts, spared }.document(), faces)
}

struct Roll<'a> {
    all: &'a [Someone],
    from: Gathered,
    texts: &'a Texts,
    spared: &'a Spared,
}

impl Roll<'_> {
    fn say(&self, id: &str) -> String {
        self.texts.say(&format!("people-{id}"))
    }

    fn cells(&self, words: impl IntoIterator<Item = String>) -> Row {
        let cells = words.into_iter().map(|w| cell(&self.spared.safe(&w))).collect();
        Row { cells, height: 0 }
    }

    fn head(&self, ids: &[&str]) -> Row {
        let cells = ids.iter().map(|id| Cell::label(self.texts.say(id))).collect();
        Row { cells, height: 0 }
    }

    fn document(&self) -> Document {
        let title = self.say("title");
        let deeds = || self.all.iter().flat_map(|s| &s.deeds);
        let zh = self.texts.lang() == Lang::ZhCn;
        let now = if zh { self.from.now.chinese() } else { self.from.now.to_string() };
        let facts = [
            ("now", now),
            ("read", self.from.read.to_string()),
            ("unread", self.from.unread.to_string()),
            ("people", self.all.len().to_string()),
            ("signed", deeds().count().to_string()),
            ("odd", deeds().filter(|d| !d.odd.is_empty()).count().to_string()),
            ("trusted", self.from.trusted.to_string()),
        ];
        let mut blocks = vec![
            Block::Title { text: title.clone() },
            plain(&self.texts.message("people-lead", &facts)),
        ];
        let mut section = |id: &str, more: Vec<Block>| {
            blocks.push(Block::Heading { level: 1, text: self.say(id) });
            blocks.extend(more);
        };
        section("first-part", self.everybody());
        section("second-part", self.odd());
        if !self.from.odd {
            section("third-part", self.deeds());
        }
        blocks.push(plain(&self.say("closing")));
        let label = self.say("signs");
        let line = SignLine { label, name: String::new(), field: None, date: String::new() };
        blocks.push(Block::Sign { lines: vec![line] });
        Document {
            form: "people-report".to_string(),
            title,
            issuer: String::new(),
            style: Layout::Form,
            landscape: true,
            date: Some(self.from.now.day()),
            blocks,
        }
    }

    /// Who they are, in how many dossiers, beside whom.
    fn everybody(&self) -> Vec<Block> {
        let mut rows = vec![self.head(&[
            "people-col-person",
            "people-col-org",
            "people-col-dossiers",
            "people-col-signed",
            "people-col-agree",
            "people-col-disagree",
            "people-col-abstain",
            "people-col-odd",
            "people-col-beside",
        ])];
        for someone in self.all.iter().take(MOST) {
            let words = tally(someone).into_iter().enumerate().map(|(at, (_, word))| {
                let para = Para::plain(self.spared.safe(&word));
                // From the third on they are numbers.
                let align = if at >= 2 { Align::Center } else { Align::Left };
                Cell::of(vec![Para { align, ..para }])
            });
            let mut cells: Vec<Cell> = words.collect();
            cells.push(cell(&self.spared.safe(&self.beside(someone))));
            rows.push(Row { cells, height: 0 });
        }
        let mut blocks = vec![Block::Table(Table {
            widths: vec![9, 9, 4, 4, 4, 5, 4, 4, 20],
            header: 1,
            groups: Vec::new(),
            rows,
        })];
        self.more(&mut blocks, self.all.len());
        blocks
    }

    fn beside(&self, someone: &Someone) -> String {
        let all = someone.beside.len();
        let named: Vec<String> = beside(someone)
            .take(BESIDE)
            .map(|(name, count)| {
                let facts = [("name", name), ("count", count.to_string())];
                self.texts.message("report-beside-one", &facts)
            })
            .collect();
        let mut told = named.join(&self.texts.say("report-beside-comma"));
        if all > BESIDE {
            let facts = [("count", (all - BESIDE).to_string())];
            told += &self.texts.message("people-beside-more", &facts);
        }
        told
    }

    /// What is worth a look, person by person.
    fn odd(&self) -> Vec<Block> {
        let of = |s: &&Someone| s.deeds.iter().any(|d| !d.odd.is_empty());
        let wanted: Vec<&Someone> = self.all.iter().filter(of).collect();
        if wanted.is_empty() {
            return vec![plain(&self.say("nothing-odd"))];
        }
        self.listed(&wanted, |deed| !deed.odd.is_empty())
    }

    /// Everything that everybody signed.
    fn deeds(&self) -> Vec<Block> {
        self.listed(&self.all.iter().collect::<Vec<_>>(), |_| true)
    }

    fn listed(&self, people: &[&Someone], wanted: impl Fn(&Deed) -> bool) -> Vec<Block> {
        let heads = [
            "report-col-case",
            "report-col-seat",
            "report-col-opinion",
            "report-col-time",
            "report-col-waited",
            "people-col-remark",
        ];
        let mut rows = vec![self.head(&heads)];
        let mut groups = Vec::new();
        let (mut shown, mut all) = (0, 0);
        for someone in people {
            let mut named = false;
            for deed in someone.deeds.iter().filter(|d| wanted(d)) {
                all += 1;
                if shown >= MOST {
                    continue;
                }
                shown += 1;
                if !named {
                    named = true;
                    let name = format!("{} {}", someone.person, someone.name);
                    let runs = vec![Run::strong(self.spared.safe(name.trim_end()))];
                    let para = Para { runs, ..Para::default() };
                    let cells = vec![Cell::of(vec![para]).across(heads.len())];
                    groups.push(rows.len());
                    rows.push(Row { cells, height: 0 });
                }
                rows.push(self.deed(deed));
            }
        }
        let table = Table { widths: vec![14, 9, 5, 12, 7, 19], header: 1, groups, rows };
        let mut blocks = vec![Block::Table(table)];
        self.more(&mut blocks, all);
        blocks
    }

    fn deed(&self, deed: &Deed) -> Row {
        let s = &deed.signing;
        let called = if deed.case.is_empty() { &deed.target } else { &deed.case };
        let waited = deed.waited.map(|seconds| span(seconds, self.texts)).unwrap_or_default();
        let words =
            [called.clone(), s.seat_title.clone(), opinion(s, self.texts), moment(s), waited];
        let mut row = self.cells(words);
        let lines = remarks(deed, self.texts);
        let paras = lines.iter().map(|line| Para::plain(self.spared.safe(line))).collect();
        row.cells.push(Cell::of(paras));
        row
    }

    /// That there are more than are printed.
    fn more(&self, blocks: &mut Vec<Block>, all: usize) {
        if all > MOST {
            let facts = [("count", (all - MOST).to_string())];
            blocks.push(plain(&self.texts.message("people-more", &facts)));
        }
    }
}

/// What there is to say of a statement beside its row: what is odd, for which rows its signer
/// answers, what it is worth.
fn remarks(deed: &Deed, texts: &Texts) -> Vec<String> {
    let s = &deed.signing;
    let mut lines: Vec<String> = deed.odd.iter().map(|o| odd(o, texts)).collect();
    if !s.rows.is_empty() {
        lines.push(texts.message("report-deed-rows", &[("rows", ranges(&s.rows))]));
    }
    if is_telling(s.today) {
        let told = judged(s.today, texts);
        lines.push(texts.message("report-deed-verdict", &[("judged", told)]));
    }
    lines
}

/// Whether a judgement is worth a line: that no trust file was given is told once, of all.
pub(super) fn is_telling(judgement: Judgement) -> bool {
    judgement.verdict != Verdict::Passed && judgement.reason != Some(Code::KeyringUntrusted)
}

/// A workbook: a sheet of people, a sheet of everything that they signed. Same people, same bytes.
///
/// # Errors
/// More rows than XLSX holds.
pub fn people_sheet(all: &[Someone], texts: &Texts) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = texts.say("people-title");
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let bold = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap();
    let shown = |text: &str| visible(text).chars().take(LONGEST).collect::<String>();

    let page = book.add_worksheet().set_name(texts.say("people-sheet-people"))?;
    page.set_freeze_panes(1, 0)?;
    let heads =
        ["person", "org", "dossiers", "signed", "agree", "disagree", "abstain", "odd", "beside"];
    for (x, (id, width)) in (0u16..).zip(heads.iter().zip([24, 24, 8, 8, 8, 8, 8, 8, 60])) {
        page.set_column_width(x, f64::from(width))?;
        page.write_string_with_format(0, x, texts.say(&format!("people-col-{id}")), &bold)?;
    }
    for (y, someone) in (1u32..).zip(all) {
        for (x, (_, word)) in (0u16..).zip(tally(someone)) {
            match word.parse::<u32>().ok().filter(|_| x >= 2) {
                Some(n) => page.write_number_with_format(y, x, f64::from(n), &body)?,
                None => page.write_string_with_format(y, x, shown(&word), &body)?,
            };
        }
        let others: Vec<String> = beside(someone).map(|(who, n)| format!("{who} {n}")).collect();
        page.write_string_with_format(y, 8, shown(&others.join("、")), &body)?;
    }

    let page = book.add_worksheet().set_name(texts.say("people-sheet-deeds"))?;
    page.set_freeze_panes(1, 0)?;
    let heads = [
        ("people-col-person", 24),
        ("report-col-case", 26),
        ("report-col-seat", 22),
        ("report-col-opinion", 10),
        ("report-col-time", 27),
        ("report-col-waited", 14),
        ("people-col-remark", 60),
        ("report-nature-target", 48),
    ];
    for (x, (id, width)) in (0u16..).zip(heads) {
        page.set_column_width(x, f64::from(width))?;
        page.write_string_with_format(0, x, texts.say(id), &bold)?;
    }
    let deeds = all.iter().flat_map(|someone| someone.deeds.iter().map(move |d| (someone, d)));
    for (y, (someone, deed)) in (1u32..).zip(deeds) {
        let s = &deed.signing;
        let words = [
            format!("{} {}", someone.person, someone.name).trim_end().to_string(),
            deed.case.clone(),
            s.seat_title.clone(),
            opinion(s, texts),
            s.signed_at.to_string(),
            deed.waited.map(|seconds| span(seconds, texts)).unwrap_or_default(),
            remarks(deed, texts).join("\n"),
            deed.target.clone(),
        ];
        for (x, word) in (0u16..).zip(words) {
            page.write_string_with_format(y, x, shown(&word), &body)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// Who answers for a row, as a paper: what was asked of which package, what stands in the row, who
/// signed for it.
///
/// # Errors
/// The theme or a face is at fault.
pub fn who_paper(
    (row, answers): (&str, &[Answer]),
    found: &Verification,
    act: Act,
    texts: &Texts,
    faces: &Faces,
) -> Result<Pdf, render::Error> {
    let make = |spared: &Spared| {
        let paper = Paper { found, act, texts, spared };
        who_document(row, answers, &paper)
    };
    print::set(make, faces)
}

fn who_document(row: &str, answers: &[Answer], paper: &Paper<'_>) -> Document {
    let texts = paper.texts;
    let say = |id: &str| texts.say(&format!("who-{id}"));
    let title = say("title");
    let (_, today) = paper.found.judgements();
    let more = [(say("row"), row.to_string()), (say("verdict"), paper.judged(today))];
    let mut blocks = vec![Block::Title { text: title.clone() }, paper.facts(&more)];
    for answer in answers {
        let called = answer.row.as_ref().map_or(answer.table.as_str(), |(form, _)| &form.title);
        let facts = [("row", row.to_string()), ("paper", called.to_string())];
        let text = paper.safe(&texts.message("who-heading", &facts));
        blocks.push(Block::Heading { level: 1, text });
        let rows: Vec<Row> = cells(answer)
            .into_iter()
            .map(|(label, words)| Row {
                cells: vec![Cell::label(paper.safe(&label)), cell(&paper.safe(&words))],
                height: 0,
            })
            .collect();
        if !rows.is_empty() {
            blocks.push(Block::Table(Table {
                widths: vec![5, 23],
                header: 0,
                groups: Vec::new(),
                rows,
            }));
        }
        if !answer.signings.iter().any(|s| s.in_force) {
            blocks.push(strong(&texts.say("report-who-nobody")));
        }
        if !answer.signings.is_empty() {
            blocks.push(plain(&say("signed")));
            blocks.push(paper.table(&answer.signings));
        }
    }
    blocks.push(plain(&texts.say("report-times")));
    blocks.push(plain(&say("closing")));
    let label = say("signs");
    let line = SignLine { label, name: String::new(), field: None, date: String::new() };
    blocks.push(Block::Sign { lines: vec![line] });
    Document {
        form: "who-report".to_string(),
        title,
        issuer: String::new(),
        style: Layout::Form,
        landscape: true,
        date: Some(paper.act.now.day()),
        blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::people::{Limits, People};
    use crate::base::digest::Digest;
    use crate::package::About;
    use crate::report::inspector;
    use crate::seal::Person;
    use crate::seal::verify::Signing;
    use crate::verdict::Report;

    fn found(name: &str) -> Verification {
        let own = inspector::tests::signing();
        let second = Signing {
            person: Person::parse("p-0009").unwrap(),
            name: name.to_string(),
            seat: "other".into(),
            today: Judgement {
                verdict: Verdict::Indeterminate,
                sub: None,
                reason: Some(Code::KeyringUntrusted),
            },
            ..own.clone()
        };
        Verification {
            report: Report::default(),
            filed: Report::default(),
            signings: vec![own, second],
            decisions: Vec::new(),
            chain: None,
            about: Some(About {
                case: "TS-1".into(),
                enterprise: String::new(),
                rules: String::new(),
            }),
            contents: None,
            filing: None,
        }
    }

    fn people(name: &str) -> Vec<Someone> {
        let mut people = People::new(Limits { quick: 60, apart: 60 });
        people.add("甲.zip", &found(name));
        people.all()
    }

    fn gathered(odd: bool) -> Gathered {
        let now = Moment::parse("2026-06-01T09:00:00+08:00").unwrap();
        Gathered { read: 1, unread: 2, trusted: false, odd, now }
    }

    #[test]
    fn the_paper_tells_who_signed_what_beside_whom_and_that_trust_was_missing_once() {
        let (all, texts) = (people("某甲"), Texts::new(Lang::ZhCn));
        let of = |odd| {
            let spared = Spared::default();
            let roll = Roll { all: &all, from: gathered(odd), texts: &texts, spared: &spared };
            serde_json::to_string(&roll.document()).unwrap()
        };
        let words = of(false);
        for part in [
            "查阅卷包 1 份",
            "另有 2 份",
            "p-0009 某甲",
            "何川 1 份",
            "负责第",
            "TS-1",
            "REVOKED_NO_POE",
        ] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
        assert!(!words.contains("keyring.untrusted"), "{words}");
        assert_eq!(words.matches("没有给出信任文件").count(), 1);
        assert!(words.contains("三、逐人签署") && !of(true).contains("三、逐人签署"));
    }

    #[test]
    fn papers_and_workbook_are_made_whatever_stands_in_the_packages_and_always_the_same() {
        let hostile = "=cmd|'/c calc'!A1\u{e123}\u{202e}\u{7}\u{1F600}";
        let (all, faces) = (people(hostile), Faces::built_in().unwrap());
        let act = Act {
            now: gathered(false).now,
            at: None,
            package: Some(Digest::sha256(b"x")),
            trust: None,
        };
        let answer = Answer {
            table: "site.form.rows".into(),
            seats: Vec::new(),
            row: None,
            signings: found(hostile).signings,
            names: std::collections::BTreeMap::new(),
        };
        let answers = [answer];
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            let paper = || people_paper(&all, gathered(false), &texts, &faces).unwrap();
            assert!(paper().bytes.starts_with(b"%PDF-1.7"));
            assert_eq!(paper(), paper());
            let who = || {
                let asked = ("12", answers.as_slice());
                who_paper(asked, &found(hostile), act, &texts, &faces).unwrap()
            };
            assert!(who().bytes.starts_with(b"%PDF-1.7"));
            assert_eq!(who(), who());
            let sheet = people_sheet(&all, &texts).unwrap();
            assert_eq!(sheet, people_sheet(&all, &texts).unwrap());
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(sheet)).unwrap();
            for part in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
                let mut text = String::new();
                let mut part = zip.by_name(part).unwrap();
                std::io::Read::read_to_string(&mut part, &mut text).unwrap();
                assert!(!text.contains("<f>"), "{text}");
            }
        }
    }
}

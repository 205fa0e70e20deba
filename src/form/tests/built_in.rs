//! Every built-in form: its skeleton, a full filling, and each required field missing once.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::form::document::{Block, Document, Para, Run};
use crate::form::{Field, Filled, Form, Given, Is, Kind, Library, Rows, When};
use crate::verdict::Code;

fn library() -> Library {
    Library::built_in().unwrap()
}

/// One thing typed: its path, its line in the file, and what must then stand on paper.
#[derive(Clone)]
struct Typed {
    path: String,
    needed: bool,
    lines: String,
    printed: Option<String>,
}

/// A table: whether it is needed, its row, how often the row is typed.
struct TypedTable {
    id: String,
    needed: bool,
    row: Vec<Typed>,
    times: usize,
}

/// A valid value for every field that is called for, as few rows as may be in every table.
struct Filling {
    above: Vec<Typed>,
    tables: Vec<TypedTable>,
}

impl Filling {
    fn of(form: &Form) -> Self {
        let fields: Vec<&Field> = form.fields().collect();
        let whens = |fields: &[&Field]| -> Vec<When> {
            fields.iter().filter_map(|f| f.when.clone()).collect()
        };
        let picks = whens(&fields);
        let (mut above, mut tables) = (Vec::new(), Vec::new());
        for field in &fields {
            if !called(field, &fields, &picks) {
                continue;
            }
            if let Kind::Table(table) = &field.kind {
                let columns: Vec<&Field> = table.columns.iter().map(|c| &c.field).collect();
                let own = whens(&columns);
                let prefix = format!("{}[1].", field.id);
                let called = columns.iter().filter(|c| called(c, &columns, &own));
                let row = called.flat_map(|c| typed(c, &prefix, &own)).collect();
                let (id, needed) = (field.id.clone(), field.required || table.least > 0);
                tables.push(TypedTable { id, needed, row, times: table.least.max(1) });
            } else {
                above.extend(typed(field, "", &picks));
            }
        }
        Self { above, tables }
    }

    fn all(&self) -> impl Iterator<Item = &Typed> {
        self.above.iter().chain(self.tables.iter().flat_map(|t| &t.row))
    }

    fn text(&self, without: &str) -> String {
        let mut text = String::new();
        for one in self.above.iter().filter(|t| t.path != without) {
            text += &one.lines;
        }
        for table in self.tables.iter().filter(|t| t.id != without) {
            // Only the first row lacks something.
            for n in 0..table.times {
                let _ = writeln!(text, "[[{}]]", table.id);
                for one in table.row.iter().filter(|t| n > 0 || t.path != without) {
                    text += &one.lines;
                }
            }
        }
        text
    }
}

/// Which word the filling chooses: one that calls for another field, if there is one.
fn choice(field: &Field, picks: &[When]) -> String {
    let asked = picks.iter().find(|w| w.field == field.id);
    let words = asked.map(|w| w.is.words()).unwrap_or_default();
    words.first().map_or_else(|| field.kind.options()[0].id.clone(), |w| (*w).to_string())
}

fn called(field: &Field, near: &[&Field], picks: &[When]) -> bool {
    let Some(when) = &field.when else { return true };
    let Some(other) = near.iter().find(|f| f.id == when.field) else { return true };
    match &when.is {
        Is::Set(set) => *set == ticked(other, picks),
        Is::Word(_) | Is::OneOf(_) => when.is.words().contains(&choice(other, picks).as_str()),
    }
}

fn ticked(field: &Field, picks: &[When]) -> bool {
    let asked = picks.iter().find(|w| w.field == field.id);
    asked.is_none_or(|w| w.is == Is::Set(true))
}

fn typed(field: &Field, prefix: &str, picks: &[When]) -> Vec<Typed> {
    let id = &field.id;
    let path = format!("{prefix}{id}");
    let one = |key: &str, value: &str, needed: bool, printed: Option<&str>| Typed {
        path: format!("{prefix}{key}"),
        needed,
        lines: format!("{key} = {value}\n"),
        printed: printed.map(String::from),
    };
    let mark = format!("值{}", path.len());
    let (value, printed) = match &field.kind {
        Kind::Text { most } => {
            let text: String = mark.chars().take(*most).collect();
            (format!("\"{text}\""), Some(text))
        }
        Kind::Paragraph { .. } => (format!("\"{mark}\\n第二段\""), Some(mark)),
        Kind::Person => ("\"欧阳某\"".into(), Some("欧阳某".into())),
        Kind::PersonId => ("\"p-0042\"".into(), None),
        Kind::Phone => ("\"0315-1234567\"".into(), Some("0315-1234567".into())),
        Kind::CreditCode => ("\"91130200MA0TEAT01J\"".into(), Some("91130200MA0TEAT01J".into())),
        Kind::Division => ("\"130283\"".into(), Some("130283".into())),
        Kind::Date { archive: true } => ("2026-03-06".into(), Some("20260306".into())),
        Kind::Date { archive: false } => ("2026-03-06".into(), Some("2026年3月6日".into())),
        Kind::Year => ("2026".into(), Some("2026".into())),
        Kind::Integer { range, .. } | Kind::Decimal { range, .. } => {
            let number = range.max.or(range.min).unwrap_or(7.0).to_string();
            (number.clone(), Some(number))
        }
        Kind::Choice { options } => {
            let word = choice(field, picks);
            let label = options.iter().find(|o| o.id == word).unwrap().label.clone();
            (format!("\"{word}\""), Some(label))
        }
        Kind::Ticks { options } => {
            (format!("[\"{}\"]", options[0].id), Some(options[0].label.clone()))
        }
        Kind::Tick => (ticked(field, picks).to_string(), None),
        Kind::Opinion { .. } => {
            return vec![
                one(&format!("{id}.opinion"), "\"disagree\"", field.required, None),
                one(&format!("{id}.text"), "\"尚有疑问\"", true, Some("尚有疑问")),
            ];
        }
        Kind::Serial => return Vec::new(),
        Kind::Table(_) => unreachable!("tables are filled by rows"),
    };
    // A fact may fill what is absent.
    let needed = field.required && field.default_from.is_none();
    vec![one(id, &value, needed, printed.as_deref())]
}

/// What stands on paper: the words of each field, and everything without a field.
fn on_paper(document: &Document) -> (BTreeMap<String, String>, String) {
    let (mut fields, mut rest) = (BTreeMap::<String, String>::new(), String::new());
    let mut para = |para: &Para| {
        for run in &para.runs {
            if let Run::Text { text, field: Some(field), .. } = run {
                *fields.entry(field.clone()).or_default() += text;
            }
        }
    };
    for block in &document.blocks {
        match block {
            Block::Para(p) => para(p),
            Block::Table(table) => {
                table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.paras).for_each(&mut para);
            }
            Block::Sign { lines } => {
                for line in lines {
                    let name = Run::Text {
                        text: line.name.clone(),
                        strong: false,
                        field: line.field.clone(),
                    };
                    para(&Para { runs: vec![name], ..Para::default() });
                    rest += &line.date;
                }
            }
            Block::Title { text } | Block::Heading { text, .. } => rest += text,
            Block::RedHead { mark, number, left, right } => {
                rest += &[mark.as_str(), number, left, right].concat()
            }
            Block::Imprint { lines } => rest += &lines.concat(),
            Block::PageBreak => {}
        }
    }
    (fields, rest)
}

#[test]
fn every_built_in_form_is_sound_and_named_by_its_file() {
    let library = library();
    assert!(library.ids().count() > 0);
    for id in library.ids() {
        assert_eq!(library.form(id).unwrap().id, id);
        assert!(library.source(id).unwrap().contains(&format!("id = \"{id}\"")));
    }
    assert_eq!(library.form("none"), None);
}

#[test]
fn an_imprint_has_no_line_for_copies_that_nobody_gets() {
    let library = library();
    let form = library.form("submit-prov").unwrap();
    let lines = |filled: &Filled| {
        let blocks = form.document(filled, &Given::default()).blocks;
        let imprint = blocks.into_iter().find_map(|block| {
            let Block::Imprint { lines } = block else { return None };
            Some(lines)
        });
        imprint.unwrap()
    };
    let filled = Filled::default().with("city", "某某市生态环境局");
    assert_eq!(lines(&filled).len(), 1);
    let lines = lines(&filled.with("copied_to", "驻局纪检组"));
    assert_eq!(lines.len(), 2);
    assert_eq!(lines.first().unwrap(), "抄送：驻局纪检组");
}

#[test]
fn every_hint_stands_in_both_languages() {
    let library = library();
    for form in library.ids().filter_map(|id| library.form(id)) {
        let columns = form.fields().filter_map(|f| form.table(&f.id)).flat_map(|t| &t.columns);
        for field in form.fields().chain(columns.map(|c| &c.field)) {
            let one = field.hint.is_empty() != field.hint_en.is_empty();
            assert!(!one, "{}: {}", form.id, field.id);
        }
    }
}

#[test]
fn a_skeleton_read_back_lacks_exactly_the_required_fields() {
    let library = library();
    for id in library.ids() {
        let form = library.form(id).unwrap();
        let mut given = Given::default();
        for skeleton in [form.skeleton(&given), {
            form.fields().filter_map(|f| f.default_from.as_ref()).for_each(|f| given.set(f, "甲"));
            form.skeleton(&given)
        }] {
            let (filled, findings) = form.read("f", &skeleton);
            assert_eq!(filled, Filled::default(), "{id}");
            let mut expected: Vec<String> = form
                .fields()
                .filter(|f| f.required || matches!(&f.kind, Kind::Table(t) if t.least > 0))
                .filter(|f| f.when.as_ref().is_none_or(|w| w.is == Is::Set(false)))
                .filter(|f| f.default_from.is_none())
                .map(|f| match matches!(f.kind, Kind::Opinion { .. }) {
                    true => format!("{}.opinion", f.id),
                    false => f.id.clone(),
                })
                .collect();
            let mut found: Vec<String> = findings.iter().map(|f| f.place.field.clone()).collect();
            assert!(findings.iter().all(|f| f.code == Code::FormFieldMissing && f.place.line > 0));
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{id}");
        }
    }
}

#[test]
fn a_full_filling_is_silent_and_every_value_stands_on_paper_under_its_field() {
    let library = library();
    for id in library.ids() {
        let form = library.form(id).unwrap();
        let filling = Filling::of(form);
        let (filled, findings) = form.read("f", &filling.text(""));
        assert_eq!(findings, [], "{id}\n{}", filling.text(""));
        let (fields, rest) = on_paper(&form.document(&filled, &Given::default()));
        for one in filling.all() {
            let Some(value) = &one.printed else { continue };
            // An opinion's text stands under the opinion.
            let opinion = one.path.strip_suffix(".text").unwrap_or(&one.path);
            let mut stands = [one.path.as_str(), opinion].into_iter().filter_map(|f| fields.get(f));
            let found = stands.any(|text| text.contains(value));
            assert!(found || rest.contains(value), "{id}: {} = {value} is not on paper", one.path);
        }
    }
}

#[test]
fn a_required_field_that_is_missing_is_the_one_that_is_named() {
    let library = library();
    for id in library.ids() {
        let form = library.form(id).unwrap();
        let filling = Filling::of(form);
        let tables = filling.tables.iter().filter(|t| t.needed).map(|t| t.id.clone());
        let ones = filling.all().filter(|t| t.needed).map(|t| t.path.clone());
        for path in ones.chain(tables) {
            let (_, findings) = form.read("f", &filling.text(&path));
            let named: Vec<&str> = findings.iter().map(|f| f.place.field.as_str()).collect();
            assert_eq!(named, [path.as_str()], "{id}");
            assert_eq!(findings[0].code, Code::FormFieldMissing, "{id}");
        }
    }
}

#[test]
fn an_empty_form_gives_a_document_with_blanks() {
    let library = library();
    for id in library.ids() {
        let document = library.form(id).unwrap().document(&Filled::default(), &Given::default());
        assert!(!document.blocks.is_empty(), "{id}");
        assert!(on_paper(&document).0.values().all(String::is_empty), "{id}");
    }
}

#[test]
fn tables_are_rectangles_and_sixty_rows_stay_sixty() {
    let library = library();
    for id in library.ids() {
        let form = library.form(id).unwrap();
        let filling = Filling::of(form);
        let mut text: String = filling.above.iter().map(|t| t.lines.as_str()).collect();
        let mut expected = Vec::new();
        for TypedTable { id, row, .. } in &filling.tables {
            let lines: String = row.iter().map(|t| t.lines.as_str()).collect();
            let number = form.table(id).unwrap().most.min(60);
            text += &format!("[[{id}]]\n{lines}").repeat(number);
            expected.push(number);
        }
        let (filled, findings) = form.read("f", &text);
        assert_eq!(findings, [], "{id}");
        for block in form.document(&filled, &Given::default()).blocks {
            let Block::Table(table) = block else { continue };
            // Cells over several rows leave their place to the rows below.
            let mut below = vec![0; table.rows.len() + 1];
            for (i, row) in table.rows.iter().enumerate() {
                let own: usize = row.cells.iter().map(|c| c.cols).sum();
                assert_eq!(own + below[i], table.widths.len(), "{id}: row {i}");
                for cell in &row.cells {
                    (i + 1..i + cell.rows).for_each(|r| below[r] += cell.cols);
                }
            }
            if table.header == 1 {
                assert!(expected.contains(&(table.rows.len() - 1)), "{id}");
            }
        }
    }
}

#[test]
fn prose_about_rows_names_each_picked_row_and_says_so_where_there_is_none() {
    let text = r#"
id = "few"
title = "名单"
title_en = "List"
style = "minutes"
maker = "nobody"
note = "test"
[[section]]
title = "栏"
title_en = "Fields"
fields = [{ id = "rows", label = "名单", label_en = "List", type = "table", columns = [
  { id = "name", label = "姓名", label_en = "Name", type = "person" },
  { id = "here", label = "到会", label_en = "Here", type = "choice", options = [
    { id = "yes", label = "是", label_en = "yes" }, { id = "no", label = "否", label_en = "no" } ] },
  { id = "why", label = "事由", label_en = "Why", type = "text" } ] }]
[[block]]
kind = "para"
lead = "请假："
text = "{rows.name}（{rows.why}）"
only = { field = "here", is = "no" }
none = "无"
"#;
    let form = Form::parse(std::path::Path::new("few.toml"), text).unwrap();
    let line = |typed: &str| {
        let (filled, findings) = form.read("f", typed);
        assert_eq!(findings, []);
        let document = form.document(&filled, &Given::default());
        let [Block::Para(para)] = document.blocks.as_slice() else { panic!("one paragraph") };
        let words = para.runs.iter().map(|run| match run {
            Run::Text { text, .. } => text.clone(),
            Run::Blank { .. } | Run::Tick { .. } => "_".to_string(),
        });
        words.collect::<String>()
    };
    let row = |name: &str, here: &str| {
        format!("[[rows]]\nname = \"{name}\"\nhere = \"{here}\"\nwhy = \"出差\"\n")
    };
    let (a, b, c) = (row("甲", "no"), row("乙", "yes"), row("丙", "no"));
    assert_eq!(line(&[a, b.clone(), c].concat()), "请假：甲（出差）、丙（出差）");
    assert_eq!(line(&b), "请假：无");
    assert_eq!(line(""), "请假：_");
}

#[test]
fn a_row_that_only_numbers_a_person_prints_the_name_from_the_list() {
    let library = library();
    let mut seen = 0;
    for form in library.ids().filter_map(|id| library.form(id)) {
        let has = |table: &Rows, kind| table.columns.iter().any(|c| c.field.kind == kind);
        let tables = form.fields().filter_map(|f| Some((f, form.table(&f.id)?)));
        let numbering = tables.filter(|(_, t)| has(t, Kind::PersonId));
        let (lists, others): (Vec<_>, Vec<_>) = numbering.partition(|(_, t)| has(t, Kind::Person));
        let (filled, _) = form.read("f", &Filling::of(form).text(""));
        let (fields, _) = on_paper(&form.document(&filled, &Given::default()));
        for (field, table) in others.iter().filter(|_| !lists.is_empty()) {
            let column = table.columns.iter().find(|c| c.field.kind == Kind::PersonId).unwrap();
            assert_eq!(fields[&format!("{}[1].{}", field.id, column.field.id)], "欧阳某");
            seen += 1;
        }
    }
    assert!(seen > 0);
}

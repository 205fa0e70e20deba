//! Dividers, sheets that stand for files without pages, box and spine labels. The words are data
//! (`templates/sheets.toml`); values are placed, never set as markup.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::drawing::{Anchor, Drawing};
use crate::base::digest::Digest;
use crate::base::toml;
use crate::render::{Faces, Role};

const WORDS: &str = include_str!("../../templates/sheets.toml");
const A4: (f32, f32) = (210.0, 297.0);

/// The fixed words of all sheets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheets {
    divider: Divider,
    placeholder: Placeholder,
    reasons: BTreeMap<String, String>,
    copies: CopyWords,
    #[serde(rename = "box")]
    label: BoxLabel,
    spine: Spine,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Divider {
    count: String,
    foot: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Placeholder {
    title: String,
    lead: String,
    name: String,
    slot: String,
    kind: String,
    size: String,
    octets: String,
    sha256: String,
    reason: String,
    foot: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CopyWords {
    part: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoxLabel {
    name: String,
    rows: Vec<[String; 2]>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spine {
    name: String,
    text: String,
    foot: Vec<String>,
}

/// Values that the words may name.
pub(crate) type Facts = BTreeMap<String, String>;

/// Draws a label of the case's facts.
pub(crate) type Draw = fn(&Sheets, &Faces, &Facts) -> Option<Vec<u8>>;

/// What a placeholder says about a file.
pub(crate) struct Absent<'a> {
    /// Its package name.
    pub(crate) name: &'a str,
    /// Its slot's title.
    pub(crate) slot: &'a str,
    /// Its kind.
    pub(crate) kind: &'a str,
    /// Octets.
    pub(crate) size: u64,
    /// SHA-256.
    pub(crate) sha256: String,
    /// The code of the finding that says why it gives no pages.
    pub(crate) code: &'a str,
}

impl Sheets {
    /// The built-in words.
    ///
    /// # Errors
    /// The built-in file is faulty; a test keeps that from happening.
    pub(crate) fn built_in() -> Result<Self, toml::Error> {
        toml::parse(Path::new("templates/sheets.toml"), WORDS)
    }

    /// SHA-256 of the words.
    pub(crate) fn digest(&self) -> Digest {
        Digest::sha256(WORDS.as_bytes())
    }

    /// The labels: file name, and what draws each.
    pub(crate) fn labels(&self) -> [(&str, Draw); 2] {
        [(&self.label.name, Self::box_label), (&self.spine.name, Self::spine_label)]
    }

    /// Which part of a divided volume a file is.
    pub(crate) fn part(&self, part: usize, parts: usize) -> String {
        let facts = [("part", part), ("parts", parts)];
        fill(&self.copies.part, &facts.map(|(k, v)| (k.to_string(), v.to_string())).into())
    }

    /// The sheet before a slot's files.
    pub(crate) fn divider(
        &self,
        faces: &Faces,
        number: usize,
        title: &str,
        facts: &Facts,
    ) -> Option<Vec<u8>> {
        let mut page = Drawing::new(faces, A4.0, A4.1);
        let middle = A4.0 / 2.0;
        page.frame((28.0, 95.0), (154.0, 90.0), 1.2);
        page.frame((29.5, 96.5), (151.0, 87.0), 0.5);
        page.line((middle, 118.0), Anchor::Middle, Role::Song, 26.0, &format!("{number:02}"));
        let size = 26.0;
        let mut y = 138.0;
        for line in page.broken(title, Role::Biaosong, size, 138.0).iter().take(3) {
            page.line((middle, y), Anchor::Middle, Role::Biaosong, size, line);
            y += 13.0;
        }
        page.line(
            (middle, 176.0),
            Anchor::Middle,
            Role::Kai,
            14.0,
            &fill(&self.divider.count, facts),
        );
        let foot = fill(&self.divider.foot, facts);
        let mut y = 262.0;
        for line in page.broken(&foot, Role::Fangsong, 12.0, 154.0).iter().take(2) {
            page.line((middle, y), Anchor::Middle, Role::Fangsong, 12.0, line);
            y += 6.0;
        }
        page.finish()
    }

    /// The sheet that stands for a file without pages.
    pub(crate) fn placeholder(
        &self,
        faces: &Faces,
        file: &Absent<'_>,
        facts: &Facts,
    ) -> Option<Vec<u8>> {
        let words = &self.placeholder;
        let mut page = Drawing::new(faces, A4.0, A4.1);
        page.line((A4.0 / 2.0, 50.0), Anchor::Middle, Role::Biaosong, 22.0, &words.title);
        page.line((28.0, 66.0), Anchor::Left, Role::Fangsong, 14.0, &words.lead);
        let size = fill(&words.octets, &Facts::from([("size".into(), grouped(file.size))]));
        let (first, second) = file.sha256.split_at_checked(32).unwrap_or((&file.sha256, ""));
        let reason = self.reasons.get(file.code).map_or("", String::as_str);
        let rows = [
            (&words.name, vec![file.name]),
            (&words.slot, vec![file.slot]),
            (&words.kind, vec![file.kind]),
            (&words.size, vec![size.as_str()]),
            (&words.sha256, vec![first, second]),
            (&words.reason, vec![reason]),
        ];
        let mut y = 74.0;
        for (label, values) in rows {
            let role = Role::Fangsong;
            let lines: Vec<String> = values
                .iter()
                .flat_map(|v| page.broken(&crate::base::text::visible(v), role, 12.0, 116.0))
                .take(12)
                .collect();
            #[expect(clippy::cast_precision_loss, reason = "at most 12")]
            let height = 6.5 * lines.len() as f32 + 5.5;
            page.frame((28.0, y), (154.0, height), 0.5);
            page.rule((60.0, y), (60.0, y + height), 0.5);
            page.line((44.0, y + height / 2.0 + 1.6), Anchor::Middle, Role::Hei, 12.0, label);
            let mut at = y + 7.5;
            for line in &lines {
                page.line((63.0, at), Anchor::Left, role, 12.0, line);
                at += 6.5;
            }
            y += height;
        }
        let foot = fill(&words.foot, facts);
        page.line((A4.0 / 2.0, 268.0), Anchor::Middle, Role::Fangsong, 12.0, &foot);
        page.finish()
    }

    /// The label on the box, with a QR code of the case id.
    fn box_label(&self, faces: &Faces, facts: &Facts) -> Option<Vec<u8>> {
        let rows: Vec<(String, String)> = self
            .label
            .rows
            .iter()
            .map(|[label, value]| (label.clone(), fill(value, facts)))
            .filter(|(_, value)| !value.trim().is_empty())
            .collect();
        let (width, room, step) = (150.0, 72.0, 8.0);
        let mut page = Drawing::new(faces, width, 90.0);
        page.frame((4.0, 4.0), (width - 8.0, 82.0), 1.0);
        let mut y = 16.0;
        for (label, value) in rows {
            page.line((9.0, y), Anchor::Left, Role::Hei, 11.0, &label);
            for line in page.broken(&value, Role::Fangsong, 11.0, room).iter().take(2) {
                page.line((32.0, y), Anchor::Left, Role::Fangsong, 11.0, line);
                y += if line.is_empty() { step } else { 5.5 };
            }
            y += step - 5.5;
        }
        let id = facts.get("case.id").map_or("", String::as_str);
        code(&mut page, id, (110.0, 14.0), 32.0)?;
        page.finish()
    }

    /// The label on the spine, set from top to bottom.
    fn spine_label(&self, faces: &Faces, facts: &Facts) -> Option<Vec<u8>> {
        let (width, height) = (30.0, 200.0);
        let mut page = Drawing::new(faces, width, height);
        page.frame((1.0, 1.0), (width - 2.0, height - 2.0), 1.0);
        let text: Vec<char> = fill(&self.spine.text, facts).chars().collect();
        let room = 138.0;
        // Chinese stands upright one below the other, in two columns at most.
        let columns = if text.len() > 18 { 2 } else { 1 };
        let each = text.len().div_ceil(columns).max(1);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a title of at most a few hundred characters"
        )]
        let step = (room / each as f32).min(8.5);
        let size = step * 0.85 * super::drawing::MM;
        let mut x = if columns == 2 { 20.5 } else { 15.0 };
        for column in text.chunks(each) {
            let mut y = 12.0;
            // A space never heads a column, and one between words is no whole character.
            for c in column.iter().skip_while(|c| c.is_whitespace()) {
                let at = (x, y);
                page.line(at, Anchor::Middle, Role::Hei, size, c.encode_utf8(&mut [0; 4]));
                y += if *c == ' ' { step * 0.3 } else { step };
            }
            x -= 11.0;
        }
        let mut y = 158.0;
        for line in &self.spine.foot {
            let line = fill(line, facts);
            for part in page.broken(&line, Role::Song, 9.0, 26.0).iter().filter(|p| !p.is_empty()) {
                page.line((15.0, y), Anchor::Middle, Role::Song, 9.0, part);
                y += 4.5;
            }
        }
        let id = facts.get("case.id").map_or("", String::as_str);
        code(&mut page, id, (6.0, 178.0), 18.0)?;
        page.finish()
    }
}

/// A QR code (ISO/IEC 18004), `side` millimetres wide.
fn code(page: &mut Drawing<'_>, text: &str, (x, y): (f32, f32), side: f32) -> Option<()> {
    let code = qrcode::QrCode::new(text.as_bytes()).ok()?;
    let count = code.width();
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let module = side / count as f32;
    for (row, cells) in code.to_colors().chunks(count).enumerate() {
        let mut column = 0;
        // Neighbours in one go: fewer operators, and no hairlines between them.
        for run in cells.chunk_by(|a, b| a == b) {
            if run.first() == Some(&qrcode::Color::Dark) {
                #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
                let (left, top, wide) = (column as f32, row as f32, run.len() as f32);
                page.block((x + left * module, y + top * module), (wide * module, module));
            }
            column += run.len();
        }
    }
    Some(())
}

/// The words with `{name}` replaced by facts; a fact that is missing leaves nothing.
fn fill(words: &str, facts: &Facts) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(facts.get(name).map_or("", String::as_str));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assemble::source::Source;

    fn facts() -> Facts {
        [
            ("case.id", "TS-130283-2026Q2-0007"),
            ("enterprise.name", "示例水泥制品有限公司"),
            ("enterprise.plant", "一厂区"),
            ("caption", "示例水泥制品有限公司一厂区绩效评级备案材料"),
            ("files", "3"),
            ("pages", "12"),
            ("items", "9"),
            ("year", "2026"),
            ("term", "10 年"),
            ("fonds", "0123"),
            ("archive_number", "0123-WS·2026-D10-0007"),
        ]
        .map(|(k, v)| (k.to_string(), v.to_string()))
        .into()
    }

    #[test]
    fn sheets_are_small_alike_each_time_and_have_one_page() {
        let faces = Faces::built_in().unwrap();
        let sheets = Sheets::built_in().unwrap();
        let absent = Absent {
            name: "02-现场视频（一期）.mp4",
            slot: "申报佐证材料",
            kind: "mp4",
            size: 1_234_567_890,
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_string(),
            code: "assemble.no-pages",
        };
        let made = [
            sheets.divider(&faces, 7, "资格审查表", &facts()).unwrap(),
            sheets.placeholder(&faces, &absent, &facts()).unwrap(),
            sheets.box_label(&faces, &facts()).unwrap(),
            sheets.spine_label(&faces, &facts()).unwrap(),
        ];
        #[expect(clippy::disallowed_methods, reason = "a look at the pages by hand")]
        if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
            for (i, pdf) in made.iter().enumerate() {
                std::fs::write(format!("{keep}/sheet-{i}.pdf"), pdf).unwrap();
            }
        }
        for pdf in &made {
            assert!(pdf.len() < 120_000, "{} octets", pdf.len());
            assert_eq!(Source::examine(pdf).unwrap().pages.len(), 1);
        }
    }

    #[test]
    fn words_without_their_fact_are_left_out() {
        assert_eq!(fill("共 {files} 件{x}。", &facts()), "共 3 件。");
        assert_eq!(grouped(1_234_567), "1 234 567");
        assert_eq!(grouped(12), "12");
    }
}

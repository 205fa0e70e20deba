//! What is most likely wrong where TOML cannot be read, in a word that every language has a sentence
//! for: the library's own messages are English and speak to programmers.

/// Characters that an input method writes where the format wants its ASCII twin.
const WIDE: [(char, char); 14] = [
    ('“', '"'),
    ('”', '"'),
    ('＂', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('＝', '='),
    ('，', ','),
    ('、', ','),
    ('［', '['),
    ('］', ']'),
    ('【', '['),
    ('】', ']'),
    ('｛', '{'),
    ('｝', '}'),
];

/// What the library's message about syntax begins with or holds, and the word for it.
const SYNTAX: [(&str, &str); 25] = [
    ("visible characters", "invisible"),
    ("invalid comment character", "invisible"),
    ("carriage return", "invisible"),
    ("string values must be quoted", "no-quotes"),
    ("missing opening quote", "no-quotes"),
    ("key with no value", "no-equals"),
    ("missing assignment", "no-equals"),
    ("missing value for key", "no-value"),
    ("missing value", "no-value"),
    ("basic string", "open-quote"),
    ("literal string", "open-quote"),
    ("unclosed", "open-bracket"),
    ("duplicate key", "twice"),
    ("invalid date", "date"),
    ("invalid time", "date"),
    ("missing escaped value", "backslash"),
    ("unicode", "backslash"),
    ("unquoted key", "name"),
    ("keys cannot be", "name"),
    ("comma", "comma"),
    ("leading zero", "number"),
    ("invalid float", "number"),
    ("integer", "number"),
    ("unexpected key or value", "rest"),
    ("recurs", "deep"),
];

/// What was wanted instead of what stands there, by the end of the library's message.
const WANTED: [(&str, &str); 10] = [
    ("a string", "want-text"),
    ("string or ", "want-text"),
    ("i64", "want-number"),
    ("u64", "want-number"),
    ("u32", "want-number"),
    ("usize", "want-number"),
    ("a boolean", "want-yes-no"),
    ("a sequence", "want-list"),
    ("a map", "want-table"),
    ("struct ", "want-table"),
];

/// A cause: its word, and what it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    /// The word: `no-quotes`, `unknown`, … ; `other` where none fits and `problem` alone speaks.
    pub id: &'static str,
    /// The name, character or bracket it is about; may be empty.
    pub what: String,
    /// What could stand there instead; may be empty.
    pub known: String,
    /// What the library says, in English.
    pub problem: String,
}

impl Cause {
    /// The cause behind a message of the library about an octet offset of a text.
    #[must_use]
    pub fn of(text: &str, offset: usize, message: &str) -> Self {
        let cause = |id, what: &str, known: String| Self {
            id,
            what: what.to_string(),
            known,
            problem: message.to_string(),
        };
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let first = quoted.first().copied().unwrap_or_default();
        let others = || quoted.iter().skip(1).copied().collect::<Vec<_>>().join(", ");
        for (begin, id) in [
            ("unknown field", "unknown"),
            ("missing field", "missing"),
            ("unknown variant", "choice"),
        ] {
            if message.starts_with(begin) {
                let id = if id == "unknown" && quoted.len() < 2 { "unneeded" } else { id };
                return cause(id, first, others());
            }
        }
        if message.starts_with("expected a date") || message.ends_with("expected a TOML datetime") {
            return cause("want-date", "", String::new());
        }
        if let Some((_, wanted)) =
            message.strip_prefix("invalid type: ").and_then(|m| m.split_once(", expected "))
        {
            let id = WANTED.iter().find(|(begin, _)| wanted.starts_with(begin));
            return cause(id.map_or("other", |(_, id)| *id), "", String::new());
        }
        let Some((_, id)) = SYNTAX.iter().find(|(part, _)| message.contains(part)) else {
            return cause("other", "", String::new());
        };
        if let Some((wide, narrow)) = wide(text, offset).filter(|_| *id != "twice") {
            return cause("full-width", &wide.to_string(), narrow.to_string());
        }
        match *id {
            "open-bracket" => cause(id, first, String::new()),
            "no-quotes" if value(line(text, offset)).is_empty() => {
                cause("no-value", "", String::new())
            }
            id => cause(id, "", String::new()),
        }
    }

    /// A cause that only the library's own words tell.
    #[must_use]
    pub fn other(problem: String) -> Self {
        Self { id: "other", what: String::new(), known: String::new(), problem }
    }

    /// What the sentence about it is made with.
    #[must_use]
    pub fn facts(self) -> Vec<(&'static str, String)> {
        vec![
            ("problem", self.problem),
            ("mistake", self.id.to_string()),
            ("what", self.what),
            ("known", self.known),
        ]
    }
}

/// The line that an octet offset lies in; at the end of a line, that line.
fn line(text: &str, offset: usize) -> &str {
    let (before, after) = text.split_at_checked(offset).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let end = before.len() + after.find('\n').unwrap_or(after.len());
    let line = text.get(start..end).unwrap_or_default();
    // Past the last line break there is nothing to see; the fault began before it.
    if line.is_empty() { before.trim_end().lines().last().unwrap_or_default() } else { line }
}

/// What stands behind the `=` of a line.
fn value(line: &str) -> &str {
    line.split_once('=').map_or(line, |(_, value)| value).trim()
}

/// The first character of an input method outside quotes, or one that was to end a quote, with the one
/// that is wanted.
fn wide(text: &str, offset: usize) -> Option<(char, char)> {
    let line = line(text, offset);
    let wide = |c: char| WIDE.into_iter().find(|(wide, _)| *wide == c);
    let mut open = None;
    for c in line.chars() {
        match open {
            Some(quote) if c == quote => open = None,
            Some(_) => {}
            None if c == '#' => break,
            None if c == '"' || c == '\'' => open = Some(c),
            None => {
                if let Some(found) = wide(c) {
                    return Some(found);
                }
            }
        }
    }
    // A quote that never ends, but for one of the wrong kind.
    let quote = open?;
    line.chars().rev().find_map(wide).filter(|(_, narrow)| *narrow == quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (&'static str, String, String) {
        let (_, errors) = ::toml::de::DeTable::parse_recoverable(text);
        let error = errors.first().unwrap();
        let cause = Cause::of(text, error.span().map_or(0, |s| s.start), error.message());
        (cause.id, cause.what, cause.known)
    }

    #[test]
    fn what_people_mistype_has_a_word() {
        let cases = [
            ("name = 厂\n", "no-quotes"),
            ("x = yes\n", "no-quotes"),
            ("x = 2026年3月\n", "no-quotes"),
            ("x = 12吨\n", "no-quotes"),
            ("x = \ny = 1\n", "no-value"),
            ("x = ", "no-value"),
            ("x\n", "no-equals"),
            ("name = \"厂\n", "open-quote"),
            ("x = 'a\n", "open-quote"),
            ("x = \"\"\"abc\n", "open-quote"),
            ("[a\n", "open-bracket"),
            ("x = [1, 2\n", "open-bracket"),
            ("[[a]\n", "open-bracket"),
            ("a = 1\na = 2\n", "twice"),
            ("x = 2026-13-01\n", "date"),
            ("x = 2026-3-1\n", "date"),
            ("x = 01\n", "number"),
            ("x = 1.2.3\n", "number"),
            ("x = \"C:\\目录\"\n", "backslash"),
            ("名称 = \"x\"\n", "name"),
            ("=1\n", "name"),
            ("x = 1,2\n", "rest"),
            ("x = \"a\" y = 2\n", "rest"),
            ("x = [1 \"a\"]\n", "comma"),
            ("x = \"a\u{1}\"\n", "invisible"),
            ("{\n", "other"),
        ];
        for (text, word) in cases {
            assert_eq!(told(text).0, word, "{text}");
        }
        assert_eq!(told("x = [1, 2\n").1, "]");
        let deep = format!("x = {}", "[".repeat(100_000));
        assert_eq!(told(&deep).0, "deep");
    }

    #[test]
    fn characters_of_an_input_method_are_named_with_what_is_wanted() {
        let cases = [
            ("name = “厂”\n", '“', "\""),
            ("name ＝ \"厂\"\n", '＝', "="),
            ("x = [\"a\"，\"b\"]\n", '，', ","),
            ("x = \"a”\n", '”', "\""),
            ("【a】\n", '【', "["),
            ("，\n", '，', ","),
        ];
        for (text, what, wanted) in cases {
            assert_eq!(told(text), ("full-width", what.to_string(), wanted.to_string()), "{text}");
        }
        // Inside quotes and in remarks they are text like any other.
        assert_eq!(told("x = \"“甲”，乙\" y\n").0, "rest");
        assert_eq!(told("x = 01 # “甲”\n").0, "number");
    }

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read for the faults alone")]
    struct Shape {
        text: String,
        number: Option<u32>,
        list: Option<Vec<String>>,
        table: Option<Inner>,
        truth: Option<bool>,
        choice: Option<Choice>,
    }

    #[derive(serde::Deserialize, Debug)]
    #[expect(dead_code, reason = "read for the faults alone")]
    struct Inner {
        a: String,
    }

    #[derive(serde::Deserialize, Debug)]
    #[serde(rename_all = "lowercase")]
    enum Choice {
        One,
        Two,
    }

    #[test]
    fn another_shape_has_a_word_too() {
        let cases = [
            ("text = 1", "want-text", "", ""),
            ("text = ''\nnumber = 'a'", "want-number", "", ""),
            ("text = ''\nlist = 'a'", "want-list", "", ""),
            ("text = ''\ntable = 'a'", "want-table", "", ""),
            ("text = ''\ntruth = 'a'", "want-yes-no", "", ""),
            ("number = 1", "missing", "text", ""),
            ("text = ''\ntxet = ''", "unknown", "txet", "text, number, list, table, truth, choice"),
            ("text = ''\nchoice = 'three'", "choice", "three", "one, two"),
        ];
        for (text, id, what, known) in cases {
            let error = ::toml::from_str::<Shape>(text).unwrap_err();
            let cause = Cause::of(text, 0, error.message());
            assert_eq!(
                (cause.id, &*cause.what, &*cause.known),
                (id, what, known),
                "{text}: {error}"
            );
        }
        assert_eq!(Choice::One as u8 + Choice::Two as u8, 1);
    }
}

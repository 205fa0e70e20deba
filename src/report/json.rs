//! A report as a machine reads it: `juanzong.report/1`, described by `docs/report.schema.json`.
//! Codes and facts only, no language; characters that a terminal would act on are escaped.

use crate::base::json::Value;
use crate::base::text::is_invisible;
use crate::verdict::{Bearing, Finding, Report, Verdict};

/// The name of the form that [`json`] writes.
pub const SCHEMA: &str = "juanzong.report/1";

/// The report as one JSON object, ending its line. `extra` members follow the report's own; they
/// must not bear the names of those.
#[must_use]
pub fn json(report: &Report, extra: &[(&str, Value)]) -> String {
    let verdict = match report.verdict() {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Indeterminate => "indeterminate",
    };
    let checked = report.checked.iter().map(|(kind, n)| ((*kind).to_string(), Value::Number(*n)));
    let unchecked = report.unchecked.iter().map(|what| text(what));
    let findings = report.findings().into_iter().map(finding);
    let mut members = vec![
        member("schema", text(SCHEMA)),
        member("target", text(&report.target)),
        member("verdict", text(verdict)),
        member("checked", Value::Map(checked.collect())),
        member("unchecked", Value::List(unchecked.collect())),
        member("findings", Value::List(findings.collect())),
        member("unlisted", Value::Number(report.unlisted())),
    ];
    members.extend(extra.iter().map(|(name, value)| member(name, value.clone())));
    print(&Value::Map(members))
}

/// Any value as indented JSON, ending its line.
#[must_use]
pub fn print(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0);
    out.push('\n');
    out
}

fn finding(found: &Finding) -> Value {
    let verdict = match found.bearing {
        Bearing::Fails => "failed",
        Bearing::Unsettled => "indeterminate",
        Bearing::Note => "none",
    };
    let mut place = vec![member("file", text(&found.place.file))];
    if found.place.line > 0 {
        place.push(member("line", Value::Number(found.place.line as u64)));
    }
    if !found.place.field.is_empty() {
        place.push(member("field", text(&found.place.field)));
    }
    let mut facts: Vec<(String, Value)> = Vec::new();
    for (name, value) in &found.facts {
        if !facts.iter().any(|(known, _)| known == name) {
            facts.push(member(name, text(value)));
        }
    }
    let clause = found.clause.as_deref().unwrap_or_else(|| found.code.clause());
    Value::Map(vec![
        member("code", text(found.code.id())),
        member("verdict", text(verdict)),
        member("place", Value::Map(place)),
        member("facts", Value::Map(facts)),
        member("clause", text(clause)),
    ])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn member(name: &str, value: Value) -> (String, Value) {
    (name.to_string(), value)
}

fn write(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(n) => out.push_str(&n.to_string()),
        Value::Text(text) => quote(out, text),
        Value::List(items) => {
            enclose(out, ('[', ']'), items, depth, |out, item| write(out, item, depth + 1));
        }
        Value::Map(members) => enclose(out, ('{', '}'), members, depth, |out, (name, value)| {
            quote(out, name);
            out.push_str(": ");
            write(out, value, depth + 1);
        }),
    }
}

fn enclose<T>(
    out: &mut String,
    (open, close): (char, char),
    items: &[T],
    depth: usize,
    mut item: impl FnMut(&mut String, &T),
) {
    out.push(open);
    for (index, each) in items.iter().enumerate() {
        out.push_str(if index > 0 { ",\n" } else { "\n" });
        out.push_str(&"  ".repeat(depth + 1));
        item(out, each);
    }
    if !items.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::verdict::{Code, Place};
    use serde_json::Value as Json;

    /// Checks a value against the part of JSON Schema that `docs/report.schema.json` uses.
    pub(in crate::report) fn conforms(value: &Json, schema: &Json, at: &str) -> Result<(), String> {
        if let Some(name) = schema.get("$ref").and_then(Json::as_str) {
            let whole = self::schema();
            let pointer = name.strip_prefix('#').unwrap_or(name);
            let named = whole.pointer(pointer).ok_or_else(|| format!("no {name}"))?;
            return conforms(value, named, at);
        }
        if let Some(constant) = schema.get("const")
            && value != constant
        {
            return Err(format!("{at}: not {constant}"));
        }
        if let Some(choices) = schema.get("enum").and_then(Json::as_array)
            && !choices.contains(value)
        {
            return Err(format!("{at}: {value} is none of the choices"));
        }
        let is = |kind: &Json| match kind.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_u64(),
            Some("boolean") => value.is_boolean(),
            Some("null") => value.is_null(),
            other => panic!("{at}: the schema's type {other:?} is not known"),
        };
        let fits = match schema.get("type") {
            Some(Json::Array(kinds)) => kinds.iter().any(is),
            Some(kind) => is(kind),
            None => true,
        };
        if !fits {
            return Err(format!("{at}: wrong type"));
        }
        if let (Some(least), Some(n)) =
            (schema.get("minimum").and_then(Json::as_u64), value.as_u64())
            && n < least
        {
            return Err(format!("{at}: below {least}"));
        }
        for name in schema.get("required").and_then(Json::as_array).into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            value.get(name).ok_or_else(|| format!("{at}: {name} is missing"))?;
        }
        for (name, member) in value.as_object().into_iter().flatten() {
            let known = schema.get("properties").and_then(|p| p.get(name));
            let rest = schema.get("additionalProperties");
            match (known, rest) {
                (Some(schema), _) => conforms(member, schema, &format!("{at}.{name}"))?,
                (None, Some(Json::Bool(false))) => return Err(format!("{at}: {name} is unknown")),
                (None, Some(schema @ Json::Object(_))) => {
                    conforms(member, schema, &format!("{at}.{name}"))?;
                }
                (None, _) => {}
            }
        }
        if let Some(schema) = schema.get("items") {
            for item in value.as_array().into_iter().flatten() {
                conforms(item, schema, &format!("{at}[]"))?;
            }
        }
        Ok(())
    }

    pub(in crate::report) fn schema() -> Json {
        serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap()
    }

    fn sample() -> Report {
        let mut report = Report::on("甲.zip");
        report.count("files", 3);
        report.skip("other-sources");
        for (code, bearing) in
            Code::ALL.iter().zip([Bearing::Fails, Bearing::Unsettled, Bearing::Note])
        {
            let place = Place::field("data/x\u{1b}\u{e0001}.pdf", 7, "f");
            report.add(Finding::new(*code, place).bearing(bearing).with("size", 3).under("一"));
        }
        report.add(Finding::new(Code::ProfileInvalid, Place::default()));
        report
    }

    #[test]
    fn what_is_written_conforms_to_the_schema() {
        let told = json(&sample(), &[("case", Value::Text("x".to_string()))]);
        let value: Json = serde_json::from_str(&told).unwrap();
        conforms(&value, &schema(), "$").unwrap();
        let empty: Json = serde_json::from_str(&json(&Report::on(""), &[])).unwrap();
        conforms(&empty, &schema(), "$").unwrap();
        assert_eq!(empty["verdict"], "indeterminate");
    }

    #[test]
    fn the_schema_refuses_what_is_not_a_report() {
        let good: Json = serde_json::from_str(&json(&sample(), &[])).unwrap();
        let spoil = |change: &dyn Fn(&mut Json)| {
            let mut bad = good.clone();
            change(&mut bad);
            conforms(&bad, &schema(), "$").is_err()
        };
        assert!(spoil(&|v| v["schema"] = "juanzong.report/2".into()));
        assert!(spoil(&|v| v["verdict"] = "fine".into()));
        assert!(spoil(&|v| drop(v.as_object_mut().unwrap().remove("checked"))));
        assert!(spoil(&|v| v["checked"]["files"] = "3".into()));
        assert!(spoil(&|v| v["findings"][0]["place"]["line"] = 0.into()));
        assert!(spoil(&|v| v["findings"][0]["extra"] = 0.into()));
        assert!(spoil(&|v| v["findings"][0]["facts"]["size"] = 3.into()));
    }

    #[test]
    fn nothing_that_moves_a_cursor_is_printed_raw_and_nothing_is_lost() {
        let told = json(&sample(), &[]);
        assert!(!told.chars().any(|c| (c.is_control() && c != '\n') || is_invisible(c)));
        let value: Json = serde_json::from_str(&told).unwrap();
        assert_eq!(value["findings"][0]["place"]["file"], "");
        assert_eq!(value["findings"][1]["place"]["file"], "data/x\u{1b}\u{e0001}.pdf");
    }
}

//! The house keeps its own rules: rooms in order, short files with a header, no rule of a regulation
//! in `src/`, texts complete in both languages (`docs/` and `README.md` say why).
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use juanzong::base::digest::Digest;
use juanzong::verdict::Code;

const LANGUAGES: [&str; 2] = ["zh-CN", "en-US"];

/// Where the names stand that `formats.md` §1 fixes for cover, catalogue, closing sheet and volume.
const FIXED_NAMES: &str = "src/case/layout.rs";

/// Messages that show what is to be typed, ASCII commas included.
const TYPED: [&str; 3] = ["cmd-keyring-init", "cmd-keyring-roots", "err-cli-word"];

// ── the rooms ─────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_room_uses_only_earlier_rooms() {
    let rooms = rooms();
    let mut wrong = Vec::new();
    for (at, room) in rooms.iter().enumerate() {
        for file in files(&format!("src/{room}"), "rs") {
            for used in crate_paths(&code(&read(&file))) {
                match rooms.iter().position(|other| *other == used) {
                    Some(place) if place <= at => {}
                    Some(_) => wrong.push(format!("{} uses the later room {used}", short(&file))),
                    None => wrong.push(format!("{} uses {used}, no room", short(&file))),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_rooms_names_every_module_of_the_library() {
    let modules: BTreeSet<String> = code(&read(&root().join("src/lib.rs")))
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    assert_eq!(modules, rooms().into_iter().collect(), "src/lib.rs: `pub mod` lines and the table");
}

#[test]
fn crate_paths_are_found_in_every_form() {
    let text = "use crate::base::{disk, name};\nuse crate::{\n    form::Form,\n    verdict::{Code, Finding},\n};\nfn f() -> crate::seal::Error {}";
    assert_eq!(crate_paths(text), ["base", "form", "verdict", "seal"]);
}

// ── the files ─────────────────────────────────────────────────────────────────────────────────

#[test]
fn every_source_file_opens_with_what_it_holds_and_stays_short() {
    let mut wrong = Vec::new();
    for file in sources() {
        let text = read(&file);
        if !text.starts_with("//! ") {
            wrong.push(format!("{} does not open with `//!`", short(&file)));
        }
        let lines = text.lines().count();
        if lines > 600 {
            wrong.push(format!("{} has {lines} lines, at most 600", short(&file)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Titles, ids and places of the bundled rules are data: a bureau changes them without a programmer.
#[test]
fn the_source_knows_no_city_and_no_document_kind_by_name() {
    let names = names_of_the_rules();
    assert!(names.len() > 10, "the bundled rules name more than {names:?}");
    let mut wrong = Vec::new();
    for file in files("src", "rs") {
        let of_tests = file.ends_with("tests.rs") || file.iter().any(|part| part == "tests");
        if of_tests || file.ends_with(FIXED_NAMES) {
            continue;
        }
        for (at, line) in code(untested(&read(&file))).lines().enumerate() {
            for literal in literals(line) {
                for name in &names {
                    let han = !name.is_ascii();
                    if literal == *name || (han && literal.contains(name.as_str())) {
                        wrong.push(format!("{}:{} names {name}", short(&file), at + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A package's own scripts are the same in every package of a format version (`formats.md` §6).
#[test]
fn the_docs_publish_the_digests_of_the_scripts_that_packages_carry() {
    let page = read(&root().join("docs/verify-without-juanzong.md"));
    for script in ["verify.sh", "verify.cmd"] {
        let bytes = fs::read(root().join("templates/package/v1").join(script)).unwrap();
        let digest = Digest::sha256(&bytes).to_string();
        assert!(page.contains(&digest), "{script} is {digest}");
    }
}

// ── the texts ─────────────────────────────────────────────────────────────────────────────────

#[test]
fn every_code_has_a_sentence_and_a_hint_in_both_languages() {
    let mut wrong = Vec::new();
    for language in LANGUAGES {
        let texts = texts(language);
        for code in Code::ALL {
            let id = format!("code-{}", code.id().replace('.', "-"));
            for wanted in [id.clone(), format!("{id}.hint")] {
                if !texts.contains_key(&wanted) {
                    wrong.push(format!("{language}: {wanted} is missing"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_error_has_a_sentence_and_a_hint_in_both_languages() {
    let mut wrong = Vec::new();
    let ids: BTreeSet<String> = files("src", "rs")
        .iter()
        .flat_map(|file| error_ids(&code(untested(&read(file)))))
        .collect();
    assert!(!ids.is_empty(), "no error was found in src/");
    for language in LANGUAGES {
        let texts = texts(language);
        for id in &ids {
            for wanted in [format!("err-{id}"), format!("err-{id}.hint")] {
                if !texts.contains_key(&wanted) {
                    wrong.push(format!("{language}: {wanted} is missing"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a report counts or says it left out is named by an id; a missing sentence would print the id.
#[test]
fn whatever_is_counted_or_left_out_has_its_sentence() {
    let chinese = texts("zh-CN");
    let (mut seen, mut wrong) = (0, Vec::new());
    for file in files("src", "rs") {
        let text = read(&file);
        let text = untested(&text);
        for (call, kind) in [(".count(\"", "checked"), (".skip(\"", "unchecked")] {
            for rest in text.split(call).skip(1) {
                let id = format!("{kind}-{}", rest.split('"').next().unwrap());
                seen += 1;
                if !chinese.contains_key(&id) {
                    wrong.push(format!("{}: {id} is missing", short(&file)));
                }
            }
        }
    }
    assert!(seen > 40, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    let (chinese, english) = (texts("zh-CN"), texts("en-US"));
    let mut wrong = Vec::new();
    for (one, other, language) in [(&chinese, &english, "en-US"), (&english, &chinese, "zh-CN")] {
        for id in one.keys().filter(|id| !other.contains_key(*id)) {
            wrong.push(format!("{language}: {id} is missing"));
        }
    }
    for (id, text) in &chinese {
        if let Some(twin) = english.get(id)
            && variables(text) != variables(twin)
        {
            wrong.push(format!("{id}: {:?} and {:?}", variables(text), variables(twin)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_text_file_is_fluent_and_has_its_twin() {
    for language in LANGUAGES {
        for file in text_files(language) {
            if let Err((_, errors)) = FluentResource::try_new(read(&file)) {
                panic!("{}: {errors:?}", short(&file));
            }
        }
    }
    let names = |language| -> BTreeSet<_> {
        text_files(language).iter().map(|file| file.file_name().map(ToOwned::to_owned)).collect()
    };
    assert_eq!(names("zh-CN"), names("en-US"));
}

#[test]
fn chinese_sentences_use_full_width_punctuation() {
    let mut wrong = Vec::new();
    for (id, text) in texts("zh-CN") {
        if id.split('.').next().is_some_and(|message| TYPED.contains(&message)) {
            continue;
        }
        let plain = without_placeables(&text);
        let letters: Vec<char> = plain.chars().collect();
        for pair in letters.windows(2) {
            let [left, right] = pair else { continue };
            if (is_han(*left) && ",;:!?()".contains(*right))
                || (is_han(*right) && ",;:!?()".contains(*left))
            {
                wrong.push(format!("{id}: {left}{right} in {}", plain.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// ── reading the tree ──────────────────────────────────────────────────────────────────────────

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn short(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root().join(folder))
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .collect();
    found.sort();
    found
}

/// All Rust files of the library, the binary and the tests.
fn sources() -> Vec<PathBuf> {
    [files("src", "rs"), files("tests", "rs")].concat()
}

/// The rooms in order, from the table at the head of `src/lib.rs`.
fn rooms() -> Vec<String> {
    let rooms: Vec<String> = read(&root().join("src/lib.rs"))
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`")?.split_once('`'))
        .map(|(room, _)| room.to_owned())
        .collect();
    assert!(rooms.len() >= 10, "the table of rooms in src/lib.rs: {rooms:?}");
    rooms
}

/// A source text with its comments blanked, lines kept.
fn code(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let comment =
            line.split_once("//").filter(|(before, _)| before.matches('"').count() % 2 == 0);
        kept.push_str(comment.map_or(line, |(before, _)| before));
        kept.push('\n');
    }
    kept
}

/// What stands before a file's own tests.
fn untested(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

/// The first names after `crate::`, groups in braces opened.
fn crate_paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for after in code.split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            found.push(first_word(after));
            continue;
        };
        let (mut depth, mut fresh) = (1, true);
        for (place, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => fresh = true,
                _ if fresh && depth == 1 && !letter.is_whitespace() => {
                    found.push(first_word(group.split_at(place).1));
                    fresh = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The string literals that begin and end on a line.
fn literals(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// The ids that `Explain::id` gives in a source text.
fn error_ids(code: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for part in code.split("Explain for ").skip(1) {
        let body = part.split("fn id(&self)").nth(1).unwrap_or_default();
        let body = body.split("fn facts").next().unwrap_or_default();
        ids.extend(body.lines().flat_map(literals).map(str::to_owned));
    }
    ids
}

// ── the bundled rules ─────────────────────────────────────────────────────────────────────────

/// Names that only data may hold: ids and titles of the profiles, of their slots and forms, and the
/// places they rule.
fn names_of_the_rules() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in [files("profiles", "toml"), files("templates/forms", "toml")].concat() {
        let table: toml::Table =
            read(&file).parse().unwrap_or_else(|error| panic!("{}: {error}", short(&file)));
        for key in ["id", "title", "issuer"] {
            names.extend(table.get(key).and_then(toml::Value::as_str).map(str::to_owned));
        }
        for slot in table.get("slot").and_then(toml::Value::as_array).into_iter().flatten() {
            for key in ["id", "title", "form"] {
                names.extend(slot.get(key).and_then(toml::Value::as_str).map(str::to_owned));
            }
        }
        let issuer = table.get("issuer").and_then(toml::Value::as_str).unwrap_or_default();
        names.extend(issuer.split_once('市').map(|(city, _)| city.to_owned()));
        let scope = table.get("scope").and_then(|scope| scope.get("divisions"));
        let divisions = scope.and_then(toml::Value::as_array).into_iter().flatten();
        names.extend(divisions.filter_map(toml::Value::as_str).map(str::to_owned));
    }
    names
}

// ── texts ─────────────────────────────────────────────────────────────────────────────────────

fn text_files(language: &str) -> Vec<PathBuf> {
    files(&format!("texts/{language}"), "ftl")
}

/// Every message (`id`) and attribute (`id.name`) of a language with its text.
fn texts(language: &str) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for file in text_files(language) {
        let (mut message, mut current) = (String::new(), String::new());
        for line in read(&file).lines() {
            if line.starts_with('#') {
                continue;
            }
            let indented = line.starts_with(' ');
            let entry = line.trim_start().split_once('=').filter(|(id, _)| {
                let id = id.trim_end();
                let name = id.strip_prefix('.').unwrap_or(id);
                indented == id.starts_with('.')
                    && name
                        .starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '-')
                    && name
                        .chars()
                        .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
            });
            match entry {
                Some((id, text)) => {
                    let id = id.trim_end();
                    if indented {
                        current = format!("{message}{id}");
                    } else {
                        message = id.to_owned();
                        current = message.clone();
                    }
                    let twice = texts.insert(current.clone(), text.to_owned());
                    assert!(twice.is_none(), "{}: {current} stands twice", short(&file));
                }
                None => {
                    if let Some(text) = texts.get_mut(&current) {
                        text.push('\n');
                        text.push_str(line);
                    }
                }
            }
        }
    }
    assert!(!texts.is_empty(), "texts/{language} is empty");
    texts
}

/// The variables of a text; `label-en` counts as `label`, whose English spelling it is.
fn variables(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            let name: String = rest
                .chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
                .collect();
            name.strip_suffix("-en").unwrap_or(&name).to_owned()
        })
        .collect()
}

/// A text without what stands in `{ }` and without the keys of its variants.
fn without_placeables(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    plain
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

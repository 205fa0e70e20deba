//! What a finding rests on, as its reader can look it up: an article of a regulation or a standard as it
//! stands, our own description of formats by its title and section.

use super::Texts;

/// How codes name a section of `formats.md`; the page is published as `docs/formats.md`.
const FORMATS: &str = "formats.md §";

/// A clause, or several with commas between, in words.
pub(super) fn told(clause: &str, texts: &Texts) -> String {
    let one = |part: &str| match part.strip_prefix(FORMATS) {
        Some(n) => {
            let title = texts.say(&format!("clause-formats-{n}"));
            texts.message("clause-formats", &[("n", n.to_string()), ("title", title)])
        }
        None => part.to_string(),
    };
    clause.split(", ").map(one).collect::<Vec<_>>().join(&texts.say("report-comma"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;
    use crate::verdict::Code;

    #[test]
    fn nobody_is_sent_to_a_file_of_our_repository() {
        for texts in Lang::ALL.map(Texts::new) {
            for code in Code::ALL {
                let said = told(code.clause(), &texts);
                assert!(!said.contains(".md") && !said.contains("clause-"), "{code:?}: {said}");
            }
        }
    }

    #[test]
    fn every_section_that_findings_rest_on_stands_in_the_published_description() {
        let page = include_str!("../../docs/formats.md");
        for texts in Lang::ALL.map(Texts::new) {
            for number in 1..=8 {
                let title = texts.say(&format!("clause-formats-{number}"));
                assert!(page.contains(&format!("## {number}. ")), "{number}");
                assert!(
                    page.lines().any(|l| l.starts_with("## ") && l.contains(&title)),
                    "{title}"
                );
                assert!(told(&format!("{FORMATS}{number}"), &texts).contains(&title), "{title}");
            }
        }
    }

    #[test]
    fn articles_and_standards_stay_as_they_are() {
        let texts = Texts::new(Lang::EnUs);
        assert_eq!(told("TS 三(四)", &texts), "TS 三(四)");
        let both = told("formats.md §3, DSSE v1.0.2", &texts);
        assert!(both.contains("section 3") && both.ends_with("DSSE v1.0.2"), "{both}");
    }
}

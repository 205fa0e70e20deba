//! What a bureau does not take in.

use serde::Deserialize;

use crate::verdict::Code;

/// Findings of intake that refuse a file instead of warning: `[intake] forbid = ["assemble.macros"]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntakeRules {
    /// Ids of codes of intake.
    #[serde(default)]
    pub forbid: Vec<String>,
}

impl IntakeRules {
    /// Whether a file with this finding is refused.
    #[must_use]
    pub fn forbids(&self, code: Code) -> bool {
        self.forbid.iter().any(|id| id == code.id())
    }

    /// The first id that is none of intake.
    #[must_use]
    pub(super) fn unknown(&self) -> Option<&str> {
        let known =
            |id: &str| id.starts_with("assemble.") && Code::ALL.iter().any(|code| code.id() == id);
        self.forbid.iter().map(String::as_str).find(|id| !known(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_intake_can_find_can_be_forbidden() {
        let rules =
            |ids: &[&str]| IntakeRules { forbid: ids.iter().map(ToString::to_string).collect() };
        assert_eq!(rules(&["assemble.macros", "assemble.javascript"]).unknown(), None);
        assert_eq!(rules(&["assemble.macro"]).unknown(), Some("assemble.macro"));
        assert_eq!(rules(&["seal.fork"]).unknown(), Some("seal.fork"));
        assert!(rules(&["assemble.macros"]).forbids(Code::AssembleMacros));
    }
}

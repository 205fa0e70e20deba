//! The script of a demonstration: `demo.toml` of an example, people, seats and the order of acts.

use std::path::Path;

use juanzong::base::time::Moment;
use juanzong::base::toml;
use serde::{Deserialize, Deserializer};

/// Who does what, when.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    /// The key ring.
    pub(super) ring: Ring,
    /// The people.
    #[serde(rename = "person")]
    pub(super) people: Vec<Player>,
    /// What they do, in order.
    #[serde(rename = "act")]
    pub(super) acts: Vec<Act>,
}

/// The key ring of the example.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Ring {
    /// When it is issued.
    #[serde(deserialize_with = "moment")]
    pub(super) issued: Moment,
    /// How many root keys approve it.
    pub(super) threshold: u64,
    /// Who holds root keys.
    pub(super) roots: Vec<String>,
    /// When keys and mandates end.
    #[serde(deserialize_with = "moment")]
    pub(super) valid_until: Moment,
    /// The act that gives the mandates.
    pub(super) act: String,
}

/// One invented person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Player {
    /// Id.
    pub(super) id: String,
    /// Name.
    pub(super) name: String,
    /// Organisation.
    pub(super) org: String,
    /// Seats, those that only seal included.
    pub(super) seats: Vec<String>,
}

/// One act.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Act {
    /// Which.
    #[serde(rename = "do")]
    pub(super) kind: Kind,
    /// Whose.
    pub(super) person: String,
    /// When.
    #[serde(deserialize_with = "moment")]
    pub(super) at: Moment,
    /// The stage that is sealed.
    #[serde(default)]
    pub(super) stage: String,
    /// The seat that is heard or listed.
    #[serde(default)]
    pub(super) seat: String,
    /// The words; without them those of the paper.
    pub(super) text: Option<String>,
    /// The rows of the reviewer; all without it.
    pub(super) rows: Option<Vec<String>>,
    /// Members who are absent, for a roster.
    #[serde(default)]
    pub(super) absent: Vec<(String, String)>,
}

/// The kinds of acts.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Open the case.
    Open,
    /// Sign a roster.
    Roster,
    /// Agree.
    Review,
    /// Seal a stage.
    Seal,
}

impl Script {
    /// Reads a script.
    pub(super) fn parse(text: &str) -> Result<Self, toml::Error> {
        toml::parse(Path::new("demo.toml"), text)
    }
}

fn moment<'de, D: Deserializer<'de>>(d: D) -> Result<Moment, D::Error> {
    let text = String::deserialize(d)?;
    Moment::parse(&text).ok_or_else(|| serde::de::Error::custom("expected a moment"))
}

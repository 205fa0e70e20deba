//! How an error of any room tells a person what happened: an id and facts, turned into sentences
//! by `report`.

/// Named facts of a finding or an error, in the order in which a person should read them.
pub type Facts = Vec<(&'static str, String)>;

/// An error that can be told in the reader's language.
pub trait Explain: std::error::Error {
    /// The id of its sentence, lower kebab, beginning with the room: `case-exists`. The texts hold
    /// `err-<id>` and its `.hint`.
    fn id(&self) -> &'static str;
    /// The values its sentence names.
    fn facts(&self) -> Facts;
}

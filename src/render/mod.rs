//! A document as PDF (Typst, PDF/A-2a) and as DOCX (docx-rs).
//!
//! Both writers take the same [`Document`](crate::form::document::Document) and print the same words
//! in the same order. What they write depends on the document, the theme and the faces alone: never
//! on the clock, the folder or the number of threads. The layout follows GB/T 9704-2012. Values reach
//! Typst as data, never as markup.

mod docx;
mod error;
mod faces;
mod folder;
mod glyphs;
mod pdf;
mod theme;
mod world;

pub use docx::docx;
pub use error::{Error, Missing};
pub use faces::{Faces, Origin, Role, Used, fallback};
pub use pdf::{Pdf, pdf};

//! Document kinds as data: what may be typed, what was typed, and the document it gives.

pub mod document;

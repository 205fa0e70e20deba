//! The room as its neighbours use it: every built-in form, and the rules of reading.

mod built_in;
mod fit;
mod lint;
mod reading;

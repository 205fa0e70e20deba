//! Audits of many packages.

mod across;
mod again;
mod archive;
mod book;
mod command;
mod drawn;
mod faults;
mod signed;
mod together;

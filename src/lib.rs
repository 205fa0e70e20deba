//! juanzong: statutory case files (卷宗) of performance grading, assembled, signed, packed and checked.
//!
//! The rooms, in the order in which data goes; a room uses only rooms above it
//! (`tests/house.rs` keeps that true):
//!
//! | room | holds |
//! |---|---|
//! | [`base`] | digests, portable names, dates, strict JSON and TOML, durable files |
//! | [`verdict`] | verdicts, codes, findings, reports: what a check concluded |
//! | [`form`] | document kinds as data; what was typed into them; the document model |
//! | [`profile`] | one regulation as data: slots, stages, seats |
//! | [`case`] | a case folder: facts, typed forms, received evidence |
//! | [`render`] | a document as PDF and as DOCX |
//! | [`assemble`] | evidence intake, image pages, the volume and its catalogue |
//! | [`seal`] | statements, signatures, keys, key ring, the rules of who must sign |
//! | [`draw`] | samples that nobody could steer and anyone can draw again: list, value, draw |
//! | [`package`] | the BagIt bag in its one zip form, written and checked |
//! | [`audit`] | checks of many packages: what is due, what was received, what is missing |
//! | [`report`] | a report as text or JSON; the sentences, zh-CN and en-US |
//!
//! The library never prints, asks, or reads the clock or the environment; `src/bin/juanzong`
//! does that and nothing else.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod assemble;
pub mod audit;
pub mod base;
pub mod case;
pub mod draw;
pub mod form;
pub mod package;
pub mod profile;
pub mod render;
pub mod report;
pub mod seal;
pub mod verdict;

//! Evidence intake, image pages, the volume and its catalogue.
//!
//! Received files come from strangers and are never altered: what a file is, is decided by its
//! content; its pages are copied into the volume without anything that acts; a file that gives no
//! pages gets a sheet that names it. Everything made here is a function of its inputs alone.

mod archival;
mod balance;
mod blank;
mod body;
mod build;
mod colour;
mod container;
mod copies;
mod copying;
mod drawing;
mod ending;
mod error;
mod face;
mod fax;
mod feed;
mod filing;
mod front;
mod hand_in;
mod inside;
mod intake;
mod kind;
mod label;
mod leaf;
mod marks;
mod markup;
mod metadata;
mod nature;
mod office;
mod outputs;
mod page;
mod passing;
mod photo;
mod picture;
mod probe;
mod raster;
mod receive;
mod record;
mod relay;
mod scan;
mod second;
mod sheet;
mod source;
mod stamp;
mod unpack;
mod volume;
mod writer;

pub use archival::Doubt;
pub use balance::{Balance, Balances};
pub use build::{Built, Signing, build, build_with, stale};
pub use copies::Wish;
pub use error::Error;
pub use face::FontFile;
pub use hand_in::{Counter, Filed, HandedIn, Octets};
pub use intake::{Intake, inspect};
pub use kind::{HEAD, Kind};
pub use nature::Nature;
pub use outputs::Progress;
pub use picture::pages as picture_pages;
pub use probe::{Defeat, InProcess, Probe, Prober, Stored, defeated, probe};
pub use raster::{LARGEST_DRAWING, Undrawn, draw};
pub use stamp::Seal;
pub use volume::{
    About, Claim, Error as VolumeError, Folio, Held, Mark, Material, Part, write as write_volume,
};

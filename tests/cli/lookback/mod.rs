//! Look-backs (回头看) by the commands that people type: an example filed, checked again, signed,
//! compared and reported; and each thing that may be wrong with it, alone.

mod begun;
mod bench;
mod compared;
mod filling;

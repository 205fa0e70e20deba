//! The command line of juanzong.

fn main() {}

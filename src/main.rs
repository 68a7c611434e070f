//! The `presend` command.

fn main() {}

//! The `presend` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    presend::cli::main()
}

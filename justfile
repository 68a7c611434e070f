# Before a push: the same checks as in CI. Files that are generated are held in step by the tests.
ready: fmt clippy test doc

# Formatting, checked and not changed.
fmt:
    cargo fmt --check

# Lints, all of them errors.
clippy:
    cargo clippy --locked --all-targets -- -D warnings

# All tests.
test:
    cargo test --locked

# The documentation builds without a warning.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# The main job, on the fixture with three slips.
demo:
    cargo run --release --locked -- check fixtures/livestorm-copied

# The fault bench: what presend and others notice of people's mistakes. `just fault-bench presend`: presend's figures alone.
fault-bench *ONLY:
    cargo build --release --locked
    python3 tests/faults/run.py {{ if ONLY == "" { "" } else { "--only " + ONLY } }}

# Puts broken inputs into a reader until one breaks a law, or for a while: `just fuzz dates -max_total_time=60`.
fuzz target *options:
    mkdir -p fuzz/corpus/{{target}}
    FUZZ_SEEDS={{justfile_directory()}}/fuzz/corpus cargo test --locked --test fuzz_regressions seeds
    cargo +nightly fuzz run --sanitizer none --no-trace-compares {{target}} -- -max_len=512 -timeout=10 {{options}}

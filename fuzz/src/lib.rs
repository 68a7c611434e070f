//! The laws of the fuzz targets: those of the main package's test, as they are.

#[path = "../../tests/laws/mod.rs"]
pub mod laws;

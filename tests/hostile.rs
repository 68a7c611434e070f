//! Hostile inputs, each by its name: mails that want to fool their reader or presend, projects that want to lead it out
//! of their folder, and machines that fail around it.
//!
//! The tables of `tests/hostile/` are to be read as tables: a row is a test. Each asserts what a user needs: the text is
//! read as its reader sees it, or it is reported as what it is; and nothing is called clean that was not looked at.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "hostile/faults.rs"]
mod faults;
#[path = "hostile/hidden.rs"]
mod hidden;
#[path = "hostile/links.rs"]
mod links;
#[path = "hostile/network.rs"]
mod network;
#[path = "hostile/outside.rs"]
mod outside;
#[path = "hostile/secrets.rs"]
mod secrets;
#[path = "hostile/silence.rs"]
mod silence;
#[path = "hostile/too_much.rs"]
mod too_much;
mod tools;
#[path = "hostile/words.rs"]
mod words;
mod workshop;
#[path = "hostile/world.rs"]
mod world;

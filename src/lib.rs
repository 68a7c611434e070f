//! presend: the look before an event mail goes out.
//!
//! The way is one way: a project is loaded, its templates are rendered with the origin of every byte, the rendered
//! mail is read as blocks and links, its claims are held against the facts of its event, rules make findings of what
//! does not agree, and reports print them.

pub mod check;
pub mod claims;
pub mod cli;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod import;
pub mod language;
pub mod message;
pub mod project;
pub mod report;
pub mod rules;
pub mod seal;
pub mod send;
pub mod source;
pub mod template;
pub mod value;
pub mod words;
pub mod work;
pub mod yaml;

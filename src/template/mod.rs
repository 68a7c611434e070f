//! Handlebars, with the semantics of Handlebars.js 4.7, where each byte of the output knows its origin.
//!
//! Comes in: a template's [`Traced`] text, partials, and [`Data`]. Goes out: [`Rendered`], a [`Traced`] output with
//! the faults that were met and the data that was read. It never reads files, and it never fails silently: what it
//! cannot do is a [`Fault`].
//!
//! What is not known prints a marked placeholder, `‹name›`, whose origin is [`crate::source::Origin::Made`]: it is
//! never judged. A tag that cannot be read stands in the output as it is written, marked in the same way.

mod ast;
mod blocks;
mod data;
mod environment;
mod expression;
mod fault;
mod helpers;
mod include;
mod includes;
mod output;
mod parse;
mod places;
mod render;
mod scan;
mod scope;
mod second;
mod space;
mod suggest;

pub use ast::Template;
pub use data::{Data, Moment, Node};
pub use environment::{Environment, HelperKind, PartialSet, Partials};
pub use fault::{Fault, FaultKind, Read, ReadHow};
pub use includes::{includes, inclusions};
pub use parse::parse;
pub use render::{Rendered, render};
pub use second::render_with_crate;

use crate::source::Traced;

/// The text as it stands (`engine: none`): braces are text.
pub fn verbatim(source: &Traced) -> Rendered {
    Rendered { output: source.clone(), ..Rendered::default() }
}

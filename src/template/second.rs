//! The second engine: the `handlebars` crate, for teams whose sender is Rust (`engine: handlebars-rust`).
//!
//! Places come from presend's own evaluator, as long as both engines give the same bytes. Where they do not, that is
//! a fault.

use std::collections::HashMap;
use std::sync::Arc;

use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, ScopedJson};

use super::ast::Template;
use super::data::{Data, Node};
use super::environment::Environment;
use super::fault::{Fault, FaultKind};
use super::helpers;
use super::places::Text;
use super::render::{Rendered, placeholder_of, render};
use crate::language::{Language, Message};
use crate::source::Span;

/// So many characters of either output are shown where they differ.
const SHOWN: usize = 40;

/// Renders with presend's evaluator and with the `handlebars` crate. The result is the former's; if the two outputs
/// differ, or the crate refuses a template that Handlebars.js takes, the fault [`FaultKind::EnginesDiffer`] lies at
/// the tag or literal where they part.
pub fn render_with_crate(template: &Template, data: &Node, env: &Environment) -> Rendered {
    let mut ours = render(template, data, env);
    if ours.fatal.is_some() {
        return ours;
    }
    // The crate knows no placeholders for what is unknown: it is compared with what Handlebars.js would print.
    let plain = Environment { strict: false, sender_tags: &[], ..*env };
    let compared = render(template, data, &plain);
    match second(template, data, env) {
        Ok(theirs) if theirs == compared.output.text() => {}
        Ok(theirs) => ours.faults.push(differ(template, &compared, &theirs)),
        // What presend reports already, the crate refuses for the same reason.
        Err(_) if ours.faults.iter().any(|fault| fault.kind != FaultKind::UnknownVariable) => {}
        Err((why, at)) => {
            let span = at.unwrap_or_else(|| first_place(template));
            let words = Message::new(
                format!("La bibliothèque Rust « handlebars » refuse ce modèle, que Handlebars.js accepte : {why}"),
                format!("The Rust library “handlebars” refuses this template, which Handlebars.js accepts: {why}"),
            );
            ours.faults.push(Fault::new(FaultKind::EnginesDiffer, span, span, why).saying(words));
        }
    }
    ours
}

fn first_place(template: &Template) -> Span {
    let text = Text::new(template.source());
    text.span(0..template.source().text().chars().next().map_or(0, char::len_utf8))
}

/// The fault for two outputs that differ, at the first byte that does.
fn differ(template: &Template, ours: &Rendered, theirs: &str) -> Fault {
    let mine = ours.output.text();
    let same = mine.char_indices().zip(theirs.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let at = same.unwrap_or(mine.len().min(theirs.len()));
    let shown = |text: &str| text.get(at..).unwrap_or_default().chars().take(SHOWN).collect::<String>();
    let length = mine[at..].chars().next().map_or(0, char::len_utf8);
    let place = ours.output.origin(at..at + length).span();
    let span = place.unwrap_or_else(|| first_place(template));
    let (mine, theirs) = (shown(mine), shown(theirs));
    let words = Message::new(
        format!(
            "Handlebars.js affiche ici « {mine} », et la bibliothèque Rust « handlebars » « {theirs} ». Écrire le modèle d'une façon que les deux comprennent."
        ),
        format!(
            "Handlebars.js prints “{mine}” here, and the Rust library “handlebars” “{theirs}”. Write the template in a way that both understand."
        ),
    );
    Fault::new(FaultKind::EnginesDiffer, span, span, mine).saying(words)
}

/// The crate's output, or why it refuses and where.
fn second(template: &Template, data: &Node, env: &Environment) -> Result<String, (String, Option<Span>)> {
    let mut engine = Handlebars::new();
    for name in env.partials.names() {
        if let Some(partial) = env.partials.partial(name) {
            let text = partial.source().text();
            let made = engine.register_partial(name, text);
            made.map_err(|error| (error.reason().to_string(), error.pos().map(|pos| place(partial, pos))))?;
        }
    }
    let mut moments = HashMap::new();
    collect_moments(data, &mut moments);
    let moments = Arc::new(moments);
    for name in helpers::OWN {
        let helper = OwnHelper { name, language: env.language, moments: Arc::clone(&moments) };
        engine.register_helper(name, Box::new(helper));
    }
    for (name, kind) in env.helpers {
        engine.register_helper(name, Box::new(SenderHelper(placeholder_of(name, *kind).data.to_text())));
    }
    let made = engine.register_template_string("", template.source().text());
    made.map_err(|error| (error.reason().to_string(), error.pos().map(|pos| place(template, pos))))?;
    engine.render("", &data.to_json()).map_err(|error| {
        let at = error.line_no.zip(error.column_no).map(|pos| place(template, pos));
        (error.reason().to_string(), at)
    })
}

/// The rest of the line from a position of the crate's, or the tag that begins there.
fn place(template: &Template, (line, column): (usize, usize)) -> Span {
    let text = template.source().text();
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let row = text[start..].split('\n').next().unwrap_or_default();
    let skip = row.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
    let rest = &row[skip..];
    let length = rest.find("}}").map_or(rest.len(), |end| end + 2);
    Text::new(template.source()).span(start + skip..start + skip + length)
}

fn collect_moments(node: &Node, moments: &mut HashMap<String, Node>) {
    match &node.data {
        Data::When(moment) => {
            moments.insert(moment.written.text().to_string(), node.clone());
        }
        Data::List(items) => items.iter().for_each(|item| collect_moments(item, moments)),
        Data::Map(fields) => fields.values().for_each(|field| collect_moments(field, moments)),
        _ => {}
    }
}

/// One of presend's helpers, for the crate. A text that a moment is written as is that moment.
struct OwnHelper {
    name: &'static str,
    language: Language,
    moments: Arc<HashMap<String, Node>>,
}

impl HelperDef for OwnHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let values = helper.params().iter().map(|param| match param.value() {
            serde_json::Value::String(text) if self.moments.contains_key(text) => self.moments[text].clone(),
            other => Node::from_json(other),
        });
        let values: Vec<Node> = values.collect();
        let refused = || super::render::placeholder(self.name);
        let value = helpers::run(self.name, &values.iter().collect::<Vec<_>>(), self.language);
        Ok(ScopedJson::Derived(value.unwrap_or_else(|_| refused()).to_json()))
    }
}

/// A helper that only the sender has, for the crate: it prints the same placeholder.
struct SenderHelper(String);

impl HelperDef for SenderHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(serde_json::Value::String(self.0.clone())))
    }
}

//! Rendering partials: files, inline partials, partial blocks.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use super::ast::{Element, Inline, Partial, PartialName, Template};
use super::data::{Data, Node};
use super::fault::{Fault, FaultKind, ReadHow};
use super::output;
use super::render::{Renderer, Run};
use super::scope::{Content, Inlines, Place, Scope, Value, Vars};
use super::suggest;

/// Partials may include each other so deep.
const MAX_INCLUSIONS: usize = 64;

/// What a partial's name leads to.
enum Target<'s> {
    Content(&'s Content<'s>),
    /// An inline partial, with the frame that it belongs to and the innermost frame of the same template.
    Inline(&'s Inline, &'s Inlines<'s>, &'s Inlines<'s>),
    File(&'s Template),
}

impl<'r> Renderer<'r> {
    /// Renders `{{> name}}` or `{{#> name}}…{{/name}}`.
    pub(super) fn partial<'s>(&mut self, partial: &'s Partial, at: &Place<'s>) -> Run {
        if partial.indent.is_empty() {
            return self.partial_here(partial, at);
        }
        let outer = std::mem::take(&mut self.out);
        let run = self.partial_here(partial, at);
        let inner = std::mem::replace(&mut self.out, outer).finish();
        let source = at.template.source().text();
        let indent = &source[partial.indent.start as usize..partial.indent.end as usize];
        output::indented(&mut self.out, &inner, indent, partial.tag.span);
        run
    }

    fn partial_here<'s>(&mut self, partial: &'s Partial, at: &Place<'s>) -> Run {
        let tag = partial.tag.span;
        let name: Cow<'s, str> = match &partial.name {
            PartialName::Fixed(name) => Cow::Borrowed(name),
            PartialName::Dynamic(call) => {
                let value = self.call(call, at, tag, ReadHow::Argument, true)?;
                Cow::Owned(value.map_or_else(String::new, |value| value.data.to_text()))
            }
        };
        if partial.params.len() > 1 {
            self.fault(Fault::new(FaultKind::BadArgument, tag, partial.name_at, &*name).worded());
        }
        let context = self.context(partial, at)?;
        let content = partial.block.as_ref().map(|program| Content { program, place: *at });
        let frame = content.as_ref().map(|content| Inlines {
            program: content.program,
            template: at.template,
            scope: Some(at.scope),
            params: at.params,
            activation: at.activation,
            up: at.inlines,
        });
        let vars = Vars { turn: None, up: Some(at.vars), root: at.vars.root };
        let inner = Place {
            vars: if content.is_some() { &vars } else { at.vars },
            inlines: frame.as_ref().filter(|frame| frame.program.inlines).or(at.inlines),
            ..*at
        };
        let target = match &*name {
            "@partial-block" => at.content.map(Target::Content),
            // The block's own inline partials are for the partial that is called, not for finding it.
            name => inline(at.inlines, name).or_else(|| self.env.partials.partial(name).map(Target::File)),
        };
        let Some(target) = target.or(content.as_ref().map(Target::Content)) else {
            let mut fault = Fault::new(FaultKind::UnknownPartial, tag, partial.name_at, &*name);
            fault.nearest = suggest::partial(&name, self.env);
            self.fault(fault.worded());
            self.out.push_made(&format!("‹> {name}›"), Some(tag));
            return Ok(());
        };
        self.turn(tag)?;
        if self.including.len() >= MAX_INCLUSIONS {
            let fault = Fault::new(FaultKind::EndlessInclusion, tag, partial.name_at, &*name).worded();
            return Err(self.stop(fault));
        }
        self.including.push(name.into_owned());
        self.target(&target, context, at.scope.among.filter(|_| partial.params.is_empty()), &inner, content.as_ref())?;
        self.including.pop();
        Ok(())
    }

    /// The context that a partial gets: its argument or the present one, with the named arguments added.
    fn context<'s>(&mut self, partial: &'s Partial, at: &Place<'s>) -> Run<Value<'s>> {
        let tag = partial.tag.span;
        let context = match partial.params.first() {
            Some(expr) => match self.expr(expr, at, tag, ReadHow::Argument)? {
                Some(value) => value,
                None => Cow::Owned(Node::new(Data::Undefined, "")),
            },
            None => Cow::Borrowed(at.scope.context.as_ref()),
        };
        if partial.hash.is_empty() {
            return Ok(context);
        }
        let mut fields = match &context.data {
            Data::Map(fields) => IndexMap::clone(fields),
            _ => IndexMap::new(),
        };
        for (key, expr) in &partial.hash {
            let value = self.expr(expr, at, tag, ReadHow::Argument)?;
            let value = value.map_or_else(|| Node::new(Data::Undefined, ""), Cow::into_owned);
            fields.insert(key.to_string(), value);
        }
        Ok(Cow::Owned(Node { data: Data::Map(Arc::new(fields)), pointer: context.pointer.clone(), at: context.at }))
    }

    fn target<'s>(
        &mut self,
        target: &Target<'s>,
        context: Value<'s>,
        among: Option<&'s Node>,
        at: &Place<'s>,
        content: Option<&'s Content<'s>>,
    ) -> Run {
        match target {
            Target::Content(called) => {
                let same = context.data.same(&called.place.scope.context.data);
                let scope = Scope { context, among, up: Some(called.place.scope) };
                let vars = Vars { turn: None, up: Some(at.vars), root: at.vars.root };
                let scope = if same { called.place.scope } else { &scope };
                let place = Place { scope, vars: &vars, ..called.place };
                self.program(called.program, &place, Some(called.place.scope))
            }
            Target::Inline(inline, frame, innermost) => {
                let known = frame.scope.filter(|scope| context.data.same(&scope.context.data));
                let scope = Scope { context, among, up: frame.scope };
                let place = Place {
                    template: frame.template,
                    scope: known.unwrap_or(&scope),
                    params: frame.params,
                    vars: at.vars,
                    inlines: Some(innermost),
                    content: content.or(at.content),
                    activation: frame.activation,
                };
                self.program(&inline.program, &place, frame.scope)
            }
            Target::File(template) => {
                self.enter(template)?;
                self.activations += 1;
                let scope = Scope { context, among, up: None };
                let place = Place {
                    template,
                    scope: &scope,
                    params: None,
                    vars: at.vars,
                    inlines: at.inlines,
                    content: content.or(at.content),
                    activation: self.activations,
                };
                self.program(&template.body, &place, None)
            }
        }
    }
}

/// Finds an inline partial: the innermost frame that has it, the last of that name in its program.
fn inline<'s>(frames: Option<&'s Inlines<'s>>, name: &str) -> Option<Target<'s>> {
    let mut next = frames;
    while let Some(frame) = next {
        let found = frame.program.elements.iter().rev().find_map(|element| match element {
            Element::Inline(inline) if &*inline.name == name => Some(&**inline),
            _ => None,
        });
        if let Some(inline) = found {
            let mut innermost = frames;
            while let Some(other) = innermost {
                if other.activation == frame.activation {
                    return Some(Target::Inline(inline, frame, other));
                }
                innermost = other.up;
            }
        }
        next = frame.up;
    }
    None
}

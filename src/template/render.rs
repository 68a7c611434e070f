//! Rendering: a template with data gives output whose bytes know their origin.

use std::borrow::Cow;
use std::collections::HashSet;

use super::ast::{Builtin, Call, Callee, Element, Expr, Path, Print, Program, Tag, Template};
use super::data::{Data, Node};
use super::environment::{Environment, HelperKind};
use super::fault::{Fault, FaultKind, Read, ReadHow};
use super::helpers;
use super::output;
use super::scope::{Lookup, Place, Scope, Value, Vars, step};
use super::suggest;
use crate::language::Message;
use crate::source::{Span, Traced, TracedBuilder};
use crate::value::sender_tag::Judged;
use crate::work::{self, Deed, Stage};

/// The largest output, in bytes.
const MAX_OUTPUT: usize = 2 * 1024 * 1024;
/// The most turns of all loops of one rendering, inclusions of partials counted.
const MAX_TURNS: usize = 100_000;
/// The most tags and texts of one rendering: what loops over a long template without printing would never reach else.
const MAX_STEPS: usize = 2_000_000;
/// The most faults that a rendering tells: more than become findings of a mail.
const MAX_FAULTS: usize = 5_001;
/// From so many faults on, no known name is looked for that is like an unknown one.
const MAX_SUGGESTED: usize = 1_000;
/// Blocks and partials may be inside each other so deep while rendering.
const MAX_LEVELS: usize = 160;

/// What rendering gives.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// The text, each byte with its origin. After a fatal fault, what was rendered until then.
    pub output: Traced,
    /// What is wrong, each once for its place, in the order in which it was met.
    pub faults: Vec<Fault>,
    /// The data that was read.
    pub reads: Vec<Read>,
    /// The fault that stopped rendering, if one did.
    pub fatal: Option<Fault>,
}

/// Renders a template with data.
pub fn render(template: &Template, data: &Node, env: &Environment) -> Rendered {
    let _render = work::enter(Stage::Render);
    work::count(Deed::TemplateRendered);
    let mut renderer = Renderer {
        env,
        sender_tags: env.sender_tags.iter().map(|tag| tag.split_ascii_whitespace().collect()).collect(),
        out: TracedBuilder::with_capacity(template.source().len() + template.source().len() / 8),
        rendered: Rendered::default(),
        seen: HashSet::new(),
        entered: HashSet::new(),
        including: Vec::new(),
        activations: 0,
        levels: 0,
        turns: 0,
        steps: 0,
    };
    // Where rendering stopped stands in `fatal`; what was rendered until then is still of use.
    let _ = renderer.run(template, data);
    let mut rendered = renderer.rendered;
    rendered.output = renderer.out.finish();
    rendered
}

/// Rendering cannot go on; why stands in [`Rendered::fatal`].
#[derive(Debug)]
pub(super) struct Stop;

pub(super) type Run<T = ()> = Result<T, Stop>;

pub(super) struct Renderer<'r> {
    pub(super) env: &'r Environment<'r>,
    pub(super) sender_tags: Vec<String>,
    pub(super) out: TracedBuilder,
    pub(super) rendered: Rendered,
    seen: HashSet<(FaultKind, Span)>,
    /// Templates whose own faults were taken over, by their address.
    entered: HashSet<usize>,
    /// The partials that are being rendered, outermost first.
    pub(super) including: Vec<String>,
    pub(super) activations: u32,
    levels: usize,
    turns: usize,
    steps: usize,
}

impl<'r> Renderer<'r> {
    fn run(&mut self, template: &Template, data: &Node) -> Run {
        self.enter(template)?;
        let scope = Scope { context: Cow::Borrowed(data), among: None, up: None };
        let vars = Vars { turn: None, up: None, root: data };
        let place =
            Place { template, scope: &scope, params: None, vars: &vars, inlines: None, content: None, activation: 0 };
        self.program(&template.body, &place, None)
    }

    /// Takes over what parsing a template met.
    pub(super) fn enter(&mut self, template: &Template) -> Run {
        if !template.faults.is_empty() && self.entered.insert(std::ptr::from_ref(template) as usize) {
            for fault in &template.faults {
                if fault.kind.is_fatal() {
                    self.rendered.fatal = Some(fault.clone());
                } else if !self.is_sender_tag(&fault.found) {
                    self.fault(fault.clone());
                }
            }
        }
        if self.rendered.fatal.is_some() { Err(Stop) } else { Ok(()) }
    }

    /// Whether the sender fills in any tags at all.
    pub(super) fn has_sender_tags(&self) -> bool {
        !self.sender_tags.is_empty() || self.env.sender.is_some()
    }

    pub(super) fn is_sender_tag(&self, tag: &str) -> bool {
        let listed = self.sender_tags.iter().any(|known| {
            known.len() <= tag.len() && known.bytes().eq(tag.bytes().filter(|b| !b.is_ascii_whitespace()))
        });
        listed || self.env.sender.is_some_and(|sender| sender.judge(tag, true) == Judged::Own)
    }

    /// Reports a fault, once for its place.
    pub(super) fn fault(&mut self, fault: Fault) {
        if self.rendered.faults.len() < MAX_FAULTS && self.seen.insert((fault.kind, fault.name)) {
            self.rendered.faults.push(fault);
        }
    }

    fn is_reported(&self, kind: FaultKind, name: Span) -> bool {
        self.seen.contains(&(kind, name))
    }

    /// Stops rendering.
    pub(super) fn stop(&mut self, fault: Fault) -> Stop {
        self.rendered.fatal = Some(fault);
        Stop
    }

    fn too_large(&mut self, tag: Span, fr: String, en: String) -> Stop {
        let words = Message::new(
            format!("Le rendu s'arrête ici : {fr}. Réduire la boucle ou les données."),
            format!("Rendering stops here: {en}. Reduce the loop or the data."),
        );
        self.stop(Fault::new(FaultKind::Limit, tag, tag, en).saying(words))
    }

    /// Counts a turn of a loop, or an inclusion.
    pub(super) fn turn(&mut self, tag: Span) -> Run {
        self.turns += 1;
        if self.turns <= MAX_TURNS {
            return Ok(());
        }
        Err(self.too_large(tag, format!("plus de {MAX_TURNS} tours de boucle"), format!("more than {MAX_TURNS} turns")))
    }

    fn level(&mut self, tag: Span) -> Run {
        self.levels += 1;
        if self.levels <= MAX_LEVELS {
            return Ok(());
        }
        if let Some(name) = self.including.last().filter(|name| self.including.iter().filter(|n| n == name).count() > 1)
        {
            let fault = Fault::new(FaultKind::EndlessInclusion, tag, tag, name.clone()).worded();
            return Err(self.stop(fault));
        }
        let fr = format!("plus de {MAX_LEVELS} blocs ou morceaux de modèle les uns dans les autres");
        Err(self.too_large(tag, fr, format!("more than {MAX_LEVELS} blocks or template pieces inside each other")))
    }

    /// Renders a program. `around` is the scope that its inline partials see.
    pub(super) fn program<'s>(&mut self, program: &'s Program, at: &Place<'s>, around: Option<&'s Scope<'s>>) -> Run {
        if !program.inlines {
            return self.elements(program, at);
        }
        let frame = super::scope::Inlines {
            program,
            template: at.template,
            scope: around,
            params: at.params,
            activation: at.activation,
            up: at.inlines,
        };
        self.elements(program, &Place { inlines: Some(&frame), ..*at })
    }

    fn elements<'s>(&mut self, program: &'s Program, at: &Place<'s>) -> Run {
        for element in &program.elements {
            self.steps += 1;
            match element {
                Element::Text(text) => output::literal(&mut self.out, at.template, text),
                Element::Print(print) => self.print(print, at)?,
                Element::Block(block) => {
                    self.level(block.tag.span)?;
                    self.block(block, at)?;
                    self.levels -= 1;
                }
                Element::Partial(partial) => {
                    self.level(partial.tag.span)?;
                    self.partial(partial, at)?;
                    self.levels -= 1;
                }
                Element::Unreadable(range, span) => {
                    let raw = &at.template.source().text()[range.start as usize..range.end as usize];
                    self.out.push_made(raw, Some(*span));
                }
                Element::Comment(_) | Element::Inline(_) => {}
            }
            if self.out.len() > MAX_OUTPUT || self.steps > MAX_STEPS {
                return Err(self.too_long(element, at));
            }
        }
        Ok(())
    }

    fn too_long(&mut self, element: &Element, at: &Place) -> Stop {
        let tag = match element {
            Element::Print(print) => print.tag.span,
            Element::Block(block) => block.tag.span,
            Element::Partial(partial) => partial.tag.span,
            Element::Unreadable(_, span) => *span,
            _ => at.template.source().whole().span().unwrap_or(Span::new(crate::source::FileId(u32::MAX), 0, 0)),
        };
        if self.steps > MAX_STEPS {
            return self.too_large(tag, format!("plus de {MAX_STEPS} balises"), format!("more than {MAX_STEPS} tags"));
        }
        let size = MAX_OUTPUT / 1024 / 1024;
        self.too_large(tag, format!("plus de {size} Mo de texte"), format!("more than {size} MB of text"))
    }

    pub(super) fn written<'s>(&self, tag: &Tag, at: &Place<'s>) -> &'s str {
        &at.template.source().text()[tag.range.start as usize..tag.range.end as usize]
    }

    fn print<'s>(&mut self, print: &'s Print, at: &Place<'s>) -> Run {
        if self.has_sender_tags() {
            let raw = self.written(&print.tag, at);
            if self.is_sender_tag(raw) {
                self.out.push_made(raw, Some(print.tag.span));
                return Ok(());
            }
        }
        let span = print.tag.span;
        let Some(value) = self.call(&print.call, at, span, ReadHow::Printed, false)? else { return Ok(()) };
        if self.env.strict && has_map(&value.data) {
            let path = &print.call.path;
            self.fault(Fault::new(FaultKind::NotPrintable, span, path.at, &*path.original).worded());
        }
        output::node(&mut self.out, &value, print.escaped && self.env.escape, span);
        Ok(())
    }

    /// What a call gives: a helper's result, or a variable. `None` is JavaScript's undefined.
    pub(super) fn call<'s>(
        &mut self,
        call: &'s Call,
        at: &Place<'s>,
        tag: Span,
        how: ReadHow,
        inner: bool,
    ) -> Run<Option<Value<'s>>> {
        match call.callee {
            Callee::Builtin(builtin) => self.builtin(builtin, call, at, tag),
            Callee::Name => {
                let name = &*call.path.original;
                if let Some(kind) = self.env.helper(name) {
                    self.arguments(call, at, tag)?;
                    return Ok(Some(Cow::Owned(placeholder_of(name, kind))));
                }
                if call.has_arguments() || inner {
                    return self.helper(call, at, tag);
                }
                let bare = helpers::is_own(name) && matches!(at.look_up(&call.path), Lookup::Unknown);
                if bare { self.helper(call, at, tag) } else { Ok(self.path(&call.path, at, tag, how)) }
            }
            Callee::Path if call.path.param.is_none() && (call.has_arguments() || inner) => self.helper(call, at, tag),
            Callee::Path => Ok(self.path(&call.path, at, tag, how)),
        }
    }

    fn builtin<'s>(&mut self, what: Builtin, call: &'s Call, at: &Place<'s>, tag: Span) -> Run<Option<Value<'s>>> {
        match (what, call.params.as_slice()) {
            (Builtin::Log, _) => {
                self.arguments(call, at, tag)?;
                Ok(None)
            }
            (Builtin::Lookup, [from, name]) => {
                let from = self.expr(from, at, tag, ReadHow::Argument)?;
                let name = self.expr(name, at, tag, ReadHow::Argument)?;
                let Some(from) = from else { return Ok(None) };
                if !from.data.truthy() {
                    // JavaScript's falsy values come back as they are; an empty list is not one of them.
                    return Ok(if matches!(from.data, Data::List(_)) { None } else { Some(from) });
                }
                let Some(name) = name else { return Ok(None) };
                let found = match step(&from, &name.data.to_text()) {
                    Lookup::Found(value) => value.into_owned(),
                    Lookup::Absent | Lookup::Unknown => return Ok(None),
                };
                self.read(&found, ReadHow::Argument, tag);
                Ok(Some(Cow::Owned(found)))
            }
            (Builtin::Hook, _) => {
                self.unknown_helper(call, tag);
                Ok(None)
            }
            _ => {
                self.bad_argument(call, tag, None);
                Ok(None)
            }
        }
    }

    /// Runs one of presend's helpers; any other name is a fault.
    fn helper<'s>(&mut self, call: &'s Call, at: &Place<'s>, tag: Span) -> Run<Option<Value<'s>>> {
        let name = &*call.path.original;
        let values = self.arguments(call, at, tag)?;
        if call.callee != Callee::Name || !helpers::is_own(name) {
            self.unknown_helper(call, tag);
            return Ok(Some(Cow::Owned(placeholder(name))));
        }
        let values: Vec<&Node> = values.iter().map(|value| value.as_ref()).collect();
        match helpers::run(name, &values, self.env.language) {
            Ok(node) => Ok(Some(Cow::Owned(node))),
            Err(words) => {
                self.bad_argument(call, tag, Some(words));
                Ok(Some(Cow::Owned(placeholder(name))))
            }
        }
    }

    pub(super) fn unknown_helper(&mut self, call: &Call, tag: Span) {
        let path = &call.path;
        if self.is_reported(FaultKind::UnknownHelper, path.at) {
            return;
        }
        let mut fault = Fault::new(FaultKind::UnknownHelper, tag, path.at, &*path.original);
        fault.nearest = suggest::helper(&path.original, self.env);
        self.fault(fault.worded());
    }

    pub(super) fn bad_argument(&mut self, call: &Call, tag: Span, words: Option<Message>) {
        let fault = Fault::new(FaultKind::BadArgument, tag, call.path.at, &*call.path.original);
        self.fault(match words {
            Some(words) => fault.saying(words),
            None => fault.worded(),
        });
    }

    /// The values of all arguments of a call, undefined ones too; the positional ones come first.
    pub(super) fn arguments<'s>(&mut self, call: &'s Call, at: &Place<'s>, tag: Span) -> Run<Vec<Value<'s>>> {
        let mut values = Vec::with_capacity(call.params.len() + call.hash.len());
        for expr in call.params.iter().chain(call.hash.iter().map(|(_, expr)| expr)) {
            let value = self.expr(expr, at, tag, ReadHow::Argument)?;
            values.push(value.unwrap_or_else(|| Cow::Owned(Node::new(Data::Undefined, ""))));
        }
        Ok(values)
    }

    pub(super) fn expr<'s>(
        &mut self,
        expr: &'s Expr,
        at: &Place<'s>,
        tag: Span,
        how: ReadHow,
    ) -> Run<Option<Value<'s>>> {
        match expr {
            Expr::Literal(node) => Ok(Some(Cow::Borrowed(node))),
            Expr::Path(path) => Ok(self.path(path, at, tag, how)),
            Expr::Call(call) => self.call(call, at, tag, ReadHow::Argument, true),
        }
    }

    fn read(&mut self, node: &Node, how: ReadHow, tag: Span) {
        let empty = match &node.data {
            Data::Undefined | Data::Null => true,
            Data::Text(text) => text.is_empty(),
            Data::List(items) => items.is_empty(),
            _ => false,
        };
        self.rendered.reads.push(Read { pointer: node.pointer.clone(), how, tag, empty });
    }

    pub(super) fn path<'s>(&mut self, path: &'s Path, at: &Place<'s>, tag: Span, how: ReadHow) -> Option<Value<'s>> {
        let found = at.look_up(path);
        if let Lookup::Found(value) = found {
            self.read(&value, how, tag);
            return Some(value);
        }
        let pointer = at.pointer(path);
        self.rendered.reads.push(Read { pointer: pointer.clone().into(), how, tag, empty: true });
        if matches!(found, Lookup::Absent) || !self.env.strict || at.siblings_have(path) {
            return None;
        }
        if !self.is_reported(FaultKind::UnknownVariable, path.at) {
            let mut fault = Fault::new(FaultKind::UnknownVariable, tag, path.at, &*path.original);
            fault.nearest = (self.rendered.faults.len() < MAX_SUGGESTED).then(|| suggest::variable(path, at)).flatten();
            fault.how = Some(how);
            fault.pointer = Some(pointer.into());
            self.fault(fault.worded());
        }
        match how {
            ReadHow::Printed | ReadHow::Argument => Some(Cow::Owned(placeholder(&path.original))),
            ReadHow::Condition | ReadHow::Loop => None,
        }
    }
}

fn has_map(data: &Data) -> bool {
    match data {
        Data::Map(_) => true,
        Data::List(items) => items.iter().any(|item| has_map(&item.data)),
        _ => false,
    }
}

/// What stands in the place of something that is not known: `‹name›`.
pub(super) fn placeholder(name: &str) -> Node {
    Node::new(Data::Text(Traced::made(&format!("‹{name}›"))), "")
}

/// What stands in the place of something that only the sender knows: `‹name›`, or an address where one is needed.
pub(super) fn placeholder_of(name: &str, kind: HelperKind) -> Node {
    match kind {
        HelperKind::Url => Node::new(Data::Text(Traced::made(&format!("https://sender.invalid/{name}"))), ""),
        HelperKind::Text | HelperKind::Date | HelperKind::Block => placeholder(name),
    }
}

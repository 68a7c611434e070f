//! Rendering blocks: `if`, `unless`, `with`, `each`, sections over data.

use std::borrow::Cow;

use super::ast::{Block, Builtin, Call, Callee};
use super::data::{Data, Node};
use super::fault::ReadHow;
use super::render::{Renderer, Run};
use super::scope::{Lookup, Params, Place, Scope, Turn, Value, Vars};
use crate::source::{Span, Traced};

impl<'r> Renderer<'r> {
    /// Renders a block.
    pub(super) fn block<'s>(&mut self, block: &'s Block, at: &Place<'s>) -> Run {
        let (call, tag) = (&block.call, block.tag.span);
        match (call.callee, call.params.as_slice()) {
            (Callee::Builtin(what @ (Builtin::If | Builtin::Unless)), [condition]) => {
                let value = self.expr(condition, at, tag, ReadHow::Condition)?;
                let zero = self.option(call, "includeZero", at, tag)?;
                let holds = value.is_some_and(|value| if zero { !value.data.is_empty() } else { value.data.truthy() });
                self.side(block, holds == (what == Builtin::If), at)
            }
            (Callee::Builtin(Builtin::With), [context]) => match self.expr(context, at, tag, ReadHow::Condition)? {
                Some(value) if !value.data.is_empty() => {
                    let params = [value.clone(), undefined()];
                    self.inside(block, value, None, params, at)
                }
                _ => self.side(block, false, at),
            },
            (Callee::Builtin(Builtin::Each), [list]) => {
                let value = self.expr(list, at, tag, ReadHow::Loop)?;
                self.each(block, value, at)
            }
            (Callee::Builtin(Builtin::Log), _) => self.arguments(call, at, tag).map(|_| ()),
            (Callee::Builtin(Builtin::Hook), _) => {
                self.unknown_helper(call, tag);
                Ok(())
            }
            (Callee::Builtin(_), _) => {
                self.bad_argument(call, tag, None);
                Ok(())
            }
            (Callee::Name, _) if self.env.helper(&call.path.original).is_some() => {
                self.arguments(call, at, tag)?;
                self.side(block, true, at)
            }
            _ => self.section(block, at),
        }
    }

    fn option<'s>(&mut self, call: &'s Call, name: &str, at: &Place<'s>, tag: Span) -> Run<bool> {
        match call.hash.iter().find(|(key, _)| &**key == name) {
            Some((_, expr)) => {
                Ok(self.expr(expr, at, tag, ReadHow::Argument)?.is_some_and(|value| value.data.truthy()))
            }
            None => Ok(false),
        }
    }

    /// A section over data: lists are gone through, maps and texts become the context, true renders.
    fn section<'s>(&mut self, block: &'s Block, at: &Place<'s>) -> Run {
        let (call, tag) = (&block.call, block.tag.span);
        let is_variable = call.path.param.is_some() || !call.has_arguments();
        let unknown_raw = block.raw && self.env.strict && matches!(at.look_up(&call.path), Lookup::Unknown);
        if !is_variable || unknown_raw {
            if self.is_sender_tag(self.written(&block.tag, at)) {
                return self.side(block, true, at);
            }
            self.arguments(call, at, tag)?;
            self.unknown_helper(call, tag);
            return self.side(block, true, at);
        }
        if self.has_sender_tags() && self.is_sender_tag(self.written(&block.tag, at)) {
            return self.side(block, true, at);
        }
        let Some(value) = self.path(&call.path, at, tag, ReadHow::Condition) else {
            return self.side(block, false, at);
        };
        match &value.data {
            Data::Bool(true) => self.side(block, true, at),
            Data::Undefined | Data::Null | Data::Bool(false) => self.side(block, false, at),
            Data::List(_) => {
                if let Some(read) = self.rendered.reads.last_mut() {
                    read.how = ReadHow::Loop;
                }
                self.each(block, Some(value), at)
            }
            _ => self.inside(block, value, None, [undefined(), undefined()], at),
        }
    }

    /// Renders a side of a block in the same context.
    fn side<'s>(&mut self, block: &'s Block, main: bool, at: &Place<'s>) -> Run {
        let Some(program) = (if main { &block.program } else { &block.inverse }) else { return Ok(()) };
        if !main || block.params.is_empty() {
            return self.program(program, at, Some(at.scope));
        }
        let params = Params { values: [undefined(), undefined()], up: at.params };
        self.program(program, &Place { params: Some(&params), ..*at }, Some(at.scope))
    }

    /// Renders the main side of a block with a context of its own.
    fn inside<'s>(
        &mut self,
        block: &'s Block,
        context: Value<'s>,
        among: Option<&'s Node>,
        params: [Value<'s>; 2],
        at: &Place<'s>,
    ) -> Run {
        let Some(program) = &block.program else { return Ok(()) };
        let same = context.data.same(&at.scope.context.data);
        let scope = Scope { context, among, up: Some(at.scope) };
        let frame = Params { values: params, up: at.params };
        let inner = Place {
            scope: if same { at.scope } else { &scope },
            params: if block.params.is_empty() { at.params } else { Some(&frame) },
            ..*at
        };
        self.program(program, &inner, Some(at.scope))
    }

    fn each<'s>(&mut self, block: &'s Block, value: Option<Value<'s>>, at: &Place<'s>) -> Run {
        let Some(value) = value else { return self.side(block, false, at) };
        match &value.data {
            Data::List(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    let turn = Turn { index, key: None, last: index + 1 == items.len() };
                    self.each_turn(block, &value, item, turn, at)?;
                }
                Ok(())
            }
            Data::Map(fields) if !fields.is_empty() => {
                let mut order: Vec<(&String, &Node)> = fields.iter().collect();
                // JavaScript puts keys that are whole numbers first, in their order.
                order.sort_by_key(|(key, _)| array_index(key).map_or((1, 0), |index| (0, index)));
                for (index, (key, item)) in order.iter().enumerate() {
                    let turn = Turn { index, key: Some(key), last: index + 1 == order.len() };
                    self.each_turn(block, &value, item, turn, at)?;
                }
                Ok(())
            }
            _ => self.side(block, false, at),
        }
    }

    fn each_turn<'s>(
        &mut self,
        block: &'s Block,
        among: &'s Node,
        item: &'s Node,
        turn: Turn<'s>,
        at: &Place<'s>,
    ) -> Run {
        self.turn(block.tag.span)?;
        let vars = Vars { turn: Some(turn), up: Some(at.vars), root: at.vars.root };
        let key = if block.params.len() < 2 {
            undefined()
        } else {
            let data = turn.key.map_or(Data::Number(turn.index as f64), |key| Data::Text(Traced::made(key)));
            Cow::Owned(Node::new(data, "@key"))
        };
        let inner = Place { vars: &vars, ..*at };
        self.inside(block, Cow::Borrowed(item), Some(among), [Cow::Borrowed(item), key], &inner)
    }
}

fn undefined<'s>() -> Value<'s> {
    Cow::Owned(Node::new(Data::Undefined, ""))
}

fn array_index(key: &str) -> Option<u32> {
    let index = key.parse::<u32>().ok()?;
    (index.to_string() == key).then_some(index)
}

//! The renderings of a mail: one for each class of its recipients, or one for each recipient.
//!
//! Comes in: a mail and its rows, one at a time. Goes out: what was found, and the rows of each class. Rows are read as a
//! stream; what grows with them is the lines that each class holds.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::claims;
use crate::claims::reading::Reading;
use crate::finding::Finding;
use crate::project::{Recipients, RowSet, RowView};
use crate::rules;
use crate::source::Span;

use super::Result;
use super::classes::{Classes, Place, Touch};
use super::data::Base;
use super::mail::{Class, One, Told, lines_of, parts_of, send_time};
use super::plain::{Kind, Sight, form, words};
use super::render::{RenderedMail, Templates};
use super::skeleton::Skeleton;

impl One<'_, '_> {
    /// Looks at all renderings of the mail; the rows of each class.
    pub(super) fn look_at_all(&self, told: &mut Told, result: &mut Result) -> Vec<RowSet> {
        let templates = Templates::of(self.mail, self.around.shared, self.language);
        let base = Base::of(self.frame);
        match self.mail.recipients.as_ref().filter(|recipients| !recipients.is_empty()) {
            None => {
                let rendered = templates.render(&base.row(None));
                self.look_at(Class { index: 0, row: None }, &rendered, told, result);
                Vec::new()
            }
            Some(recipients) if self.ask.every_recipient => {
                self.look_at_every(recipients, &templates, &base, told, result)
            }
            Some(recipients) => self.look_at_classes(recipients, &templates, &base, told, result),
        }
    }

    /// One of each class.
    fn look_at_classes(
        &self,
        recipients: &Recipients,
        templates: &Templates<'_>,
        base: &Base<'_>,
        told: &mut Told,
        result: &mut Result,
    ) -> Vec<RowSet> {
        let mut classes = Classes::of(recipients);
        let models = RefCell::new(Models::default());
        let mut judge = |skeleton: &Skeleton, kinds: &[Kind], values: &[String]| {
            self.is_plain(recipients, skeleton, kinds, values, &mut models.borrow_mut())
        };
        let mut rows = recipients.rows();
        while let Some(row) = rows.next() {
            let Place::New(seat) = classes.place(&row, &mut judge) else { continue };
            let rendered = templates.render(&base.row(Some(&row.held())));
            let skeleton = |columns: &[usize]| self.skeleton(recipients, &rendered, columns, &row);
            let (index, seat) = classes.open(seat, &row, &rendered, skeleton, &mut judge);
            let class = Class { index: index as u32, row: Some(row.line()) };
            let touch = self.look_at(class, &rendered, told, result);
            classes.touched(index, seat, touch);
        }
        if let Some(page) = result.pages.last_mut().filter(|_| self.ask.pages) {
            page.versions = classes.versions();
        }
        classes.into_rows()
    }

    /// Each row, rendered in full; texts that are the same to the last place are looked at once.
    fn look_at_every(
        &self,
        recipients: &Recipients,
        templates: &Templates<'_>,
        base: &Base<'_>,
        told: &mut Told,
        result: &mut Result,
    ) -> Vec<RowSet> {
        let mut classes: Vec<RowSet> = Vec::new();
        let mut known: FxHashMap<u128, usize> = FxHashMap::default();
        let mut rows = recipients.rows();
        while let Some(row) = rows.next() {
            let printed = templates.print(&base.row(Some(&row.held())));
            let print = printed.print_of(recipients.file);
            if let Some(class) = known.get(&print) {
                classes[*class].push(row.line());
                continue;
            }
            let index = classes.len();
            classes.push(RowSet::from(row.line()));
            let class = Class { index: index as u32, row: Some(row.line()) };
            let touch = self.look_at(class, &printed.read(self.mail), told, result);
            if touch < Touch::Rows {
                known.insert(print, index);
            }
        }
        classes
    }

    fn skeleton(
        &self,
        recipients: &Recipients,
        rendered: &RenderedMail,
        columns: &[usize],
        row: &RowView<'_>,
    ) -> Skeleton {
        let mut skeleton = Skeleton::of(rendered, recipients, columns, |column| row.text(column).into_owned());
        let headers: String = columns.iter().map(|at| format!("{}\n", recipients.columns[*at].header.text())).collect();
        let texts = [self.frame.own().event.id.text(), self.language.tag(), &headers, &skeleton.key].join("\n");
        skeleton.memo = self.around.shared.memo(texts);
        skeleton
    }

    /// Whether no rule tells values from made-up ones of their kinds.
    fn is_plain(
        &self,
        recipients: &Recipients,
        skeleton: &Skeleton,
        kinds: &[Kind],
        values: &[String],
        models: &mut Models,
    ) -> bool {
        skeleton.memo.values(values, || {
            let known = self.around.shared.known(self.frame.world.project, self.around.sources);
            let sights = kinds.iter().zip(values).map(|(kind, value)| known.sight(kind, value));
            let sight = sights.max().unwrap_or(Sight::Unknown);
            let mut own: Vec<String> = values.iter().flat_map(|value| words(value)).collect();
            let around = own.iter().any(|word| word.chars().count() > 3 && skeleton.words.contains(word));
            own.sort();
            if sight == Sight::Known || around || own.windows(2).any(|pair| pair[0] == pair[1]) {
                return false;
            }
            let model = models.of(skeleton, kinds, || {
                let mut count = 0;
                let model = |kind: &Kind| {
                    count += 1;
                    kind.model(count)
                };
                let values: Vec<String> = kinds.iter().map(model).collect();
                [false, true].map(|claims| self.said(recipients, skeleton, &values, claims))
            });
            let mut forms = Kind::key(kinds).into_vec();
            values.iter().for_each(|value| form(value, &mut forms));
            let by_form = || self.said(recipients, skeleton, values, true) == model[1];
            let same_form = if sight == Sight::Short { by_form() } else { skeleton.memo.forms(forms, by_form) };
            same_form && self.said(recipients, skeleton, values, false) == model[0]
        })
    }

    /// What the rules say of the texts in which values stand: the rules for words, or those for claims.
    fn said(&self, recipients: &Recipients, skeleton: &Skeleton, values: &[String], claims: bool) -> Vec<Finding> {
        let at = |column: usize| skeleton.columns().position(|known| known == column);
        let value = |column: usize| at(column).and_then(|at| values.get(at)).cloned().unwrap_or_default();
        let message = skeleton.filled(recipients, &value);
        let mut said = if claims {
            let send = send_time(self.frame, self.ask, &message);
            let read = claims::Texts::default();
            let reading = Reading::of(self.frame, &message, send, self.language, &read);
            self.rules.say_of(&rules::Texts::default(), &claims::of(&reading))
        } else {
            let (lines, parts) = (lines_of(&message), parts_of(&message));
            self.rules.say_of(&rules::Texts { lines: &lines, parts: &parts, ..rules::Texts::default() }, &[])
        };
        said.iter_mut().for_each(|finding| finding.related.clear());
        said
    }
}

/// What the rules say of made-up values, by the texts and the kinds.
#[derive(Default)]
struct Models {
    known: FxHashMap<(String, Vec<Span>, Box<[u8]>), [Vec<Finding>; 2]>,
}

impl Models {
    fn of(
        &mut self,
        skeleton: &Skeleton,
        kinds: &[Kind],
        find: impl FnOnce() -> [Vec<Finding>; 2],
    ) -> &[Vec<Finding>; 2] {
        self.known.entry((skeleton.key.clone(), skeleton.tags.clone(), Kind::key(kinds))).or_insert_with(find)
    }
}

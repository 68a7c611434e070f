//! Handlebars as templates meet it: the semantics of Handlebars.js, the origin of each byte, and what is reported.

#[path = "handlebars/limits.rs"]
mod limits;

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::{Date, DateTime};
use presend::language::Language;
use presend::source::{FileId, Origin, Span, Traced};
use presend::template::{
    Data, Environment, FaultKind, HelperKind, Moment, Node, PartialSet, ReadHow, Rendered, Template, parse, render,
    render_with_crate, verbatim,
};
use proptest::prelude::*;

fn source(text: &str, file: u32) -> Traced {
    Traced::source(text, FileId(file), 0)
}

/// Data whose texts lie in a file: each text is put at the end of it.
fn written(value: &serde_json::Value, pointer: &str, file: &mut String) -> Node {
    use serde_json::Value;
    let data = match value {
        Value::String(text) => {
            let start = file.len() as u32;
            file.push_str(text);
            file.push('\n');
            return Node::text(Traced::source(text, FileId(9), start), pointer);
        }
        Value::Array(items) => Data::List(Arc::new(
            items.iter().enumerate().map(|(n, item)| written(item, &format!("{pointer}[{n}]"), file)).collect(),
        )),
        Value::Object(fields) => {
            let mut map = IndexMap::new();
            for (key, field) in fields {
                let path = if pointer.is_empty() { key.clone() } else { format!("{pointer}.{key}") };
                map.insert(key.clone(), written(field, &path, file));
            }
            Data::Map(Arc::new(map))
        }
        other => return Node { pointer: pointer.into(), ..Node::from_json(other) },
    };
    Node::new(data, pointer)
}

fn data(value: serde_json::Value) -> Node {
    written(&value, "", &mut String::new())
}

fn moment(text: &str, hour: bool) -> Data {
    let day = || text.parse::<Date>().map(|day| day.at(0, 0, 0, 0));
    let at = if hour { text.parse::<DateTime>() } else { day() };
    let at = at.unwrap_or_else(|error| panic!("{text}: {error}"));
    Data::When(Moment { at, hour, written: Traced::source(text, FileId(9), 100) })
}

fn map(fields: impl IntoIterator<Item = (&'static str, Data)>, pointer: &str) -> Data {
    let node = |name: &str, data| Node::new(data, format!("{pointer}{name}"));
    Data::Map(Arc::new(fields.into_iter().map(|(name, data)| (name.to_string(), node(name, data))).collect()))
}

fn strict(template: &str, data: &Node) -> Rendered {
    render(&parse(&source(template, 0)), data, &Environment::new(Language::En))
}

#[test]
fn own_cases_give_what_handlebars_js_gives() {
    let cases: Vec<serde_json::Value> = serde_json::from_str(include_str!("handlebars/cases.json")).unwrap();
    assert!(cases.len() >= 100);
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let partials = case["partials"].as_object().unwrap();
        let partials =
            PartialSet::new(partials.iter().map(|(name, text)| (name.clone(), source(text.as_str().unwrap(), 1))));
        let environment = Environment { strict: false, partials: &partials, ..Environment::new(Language::En) };
        let template = parse(&source(case["template"].as_str().unwrap(), 0));
        let rendered = render(&template, &Node::from_json(&case["data"]), &environment);
        let fault = rendered.fatal.as_ref().or(rendered.faults.first());
        match case["expected"].as_str() {
            Some(text) => {
                assert_eq!(fault, None, "{id}");
                assert_eq!(rendered.output.text(), text, "{id}");
            }
            None => assert!(fault.is_some(), "{id} must be refused, and gives {:?}", rendered.output.text()),
        }
    }
}

/// Every byte has an origin, and what claims to lie in a file byte for byte does.
fn holds_law(rendered: &Rendered, files: &[(u32, &str)]) -> Result<(), TestCaseError> {
    let output = &rendered.output;
    let mut end = 0;
    for (piece, segment) in output.pieces(0..output.len()) {
        prop_assert_eq!(piece.start, end, "a hole in the origins");
        end = piece.end;
        let (at, even) = match &segment.from {
            Origin::Source { at, even } | Origin::Value { at: Some(at), even, .. } => (*at, *even),
            _ => continue,
        };
        let file = files.iter().find(|(id, _)| *id == at.file.0).map(|(_, text)| *text);
        let Some(there) = file.and_then(|text| text.get(at.start as usize..at.end as usize)) else {
            return Err(TestCaseError::fail(format!("{at:?} lies in no file")));
        };
        let here = &output.text()[piece];
        if even {
            prop_assert_eq!(here, there);
        } else if here.starts_with('&') {
            prop_assert_eq!(there.len(), 1, "an escape stands for one character");
        }
    }
    prop_assert_eq!(end, output.len());
    Ok(())
}

/// Pieces of templates, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "{{a}}",
        "{{{a}}}",
        "{{b.c}}",
        "{{#if a}}",
        "{{/if}}",
        "{{else}}",
        "{{#each l}}",
        "{{/each}}",
        "{{^}}",
        "{{this}}",
        "{{> p}}",
        "{{#> p}}",
        "{{/p}}",
        "{{> @partial-block}}",
        "{{#*inline 'p'}}",
        "{{/inline}}",
        "{{~a~}}",
        "{{! x }}",
        "{{!-- x --}}",
        "\\{{a}}",
        "\\\\{{a}}",
        "{{",
        "}}",
        "{{{",
        "}}}",
        "{{{{r}}}}",
        "{{{{/r}}}}",
        "{{#with b}}",
        "{{/with}}",
        "{{../a}}",
        "{{@index}}",
        "{{lookup l 0}}",
        "{{date a}}",
        "{{list l}}",
        "{{url a}}",
        "{{t 'x'}}",
        "{{ x | y }}",
        "\n",
        "  ",
        "\r\n",
        "é",
        "<p>",
        "texte ",
        "{{a",
        "\"",
        "'",
        "[",
        "]",
        "|",
        "=",
        "{{#l as |x i|}}",
        "{{x}}{{i}}",
        "{{/l}}",
        "{{else if a}}",
        "{{> p a=l}}",
        "\u{feff}",
        "\u{a0}",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_string), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_parses_and_renders_and_every_byte_has_its_origin(
        template in prop::collection::vec(piece(), 0..24),
        partial in prop::collection::vec(piece(), 0..8),
        value in "[ -~éœ]{0,12}",
        strict in any::<bool>(),
    ) {
        let (template, partial) = (template.concat(), partial.concat());
        let mut file = String::new();
        let json = serde_json::json!({"a": value, "b": {"c": "<&>", "a": 1}, "l": [value, {"a": "x"}, null]});
        let data = written(&json, "", &mut file);
        let partials = PartialSet::new([("p".to_string(), source(&partial, 1))]);
        let environment = Environment { strict, partials: &partials, ..Environment::new(Language::Fr) };
        let rendered = render(&parse(&source(&template, 0)), &data, &environment);
        holds_law(&rendered, &[(0, &template), (1, &partial), (9, &file)])?;
        for fault in rendered.faults.iter().chain(&rendered.fatal) {
            prop_assert!(!fault.message.fr.is_empty() && !fault.message.en.is_empty());
            let text = if fault.tag.file.0 == 0 { &template } else { &partial };
            prop_assert!(text.get(fault.tag.start as usize..fault.tag.end as usize).is_some());
        }
    }

    #[test]
    fn a_word_has_its_bytes_wherever_it_stands(
        before in "[a-z<&\"é \n]{0,9}",
        after in "[a-z<&\"é \n]{0,9}",
        place in 0..4usize,
    ) {
        let word = "Zéphyrine";
        let around = |n: usize| if n == place { format!("{before}{word}{after}") } else { "autre".to_string() };
        let (literal, partial) = (around(0), around(1));
        let template = format!("{literal}\n{{{{#each l}}}}\n  {{{{> p}}}}\n[{{{{n}}}}]\n{{{{/each}}}}\n{{{{v}}}}");
        let mut file = String::new();
        let data = written(&serde_json::json!({"l": [{"n": around(2)}], "v": around(3)}), "", &mut file);
        let partials = PartialSet::new([("p".to_string(), source(&partial, 1))]);
        let environment = Environment { partials: &partials, ..Environment::new(Language::En) };
        let rendered = render(&parse(&source(&template, 0)), &data, &environment);
        let start = rendered.output.text().find(word).unwrap();
        let found = rendered.output.origin(start..start + word.len());
        let (id, text) = [(0, &template), (1, &partial), (9, &file), (9, &file)][place];
        let there = text.find(word).unwrap() as u32;
        let span = Span::new(FileId(id), there, there + word.len() as u32);
        prop_assert_eq!(if place < 2 { found.written } else { found.value }, Some(span));
        prop_assert_eq!(found.printed, place >= 2);
        prop_assert_eq!(found.pointer.as_deref(), [None, None, Some("l[0].n"), Some("v")][place]);
    }
}

#[test]
fn an_unreadable_tag_is_one_fault_and_the_rest_is_rendered() {
    let data = data(serde_json::json!({"a": "A"}));
    for tag in [
        "{{ contact.FIRSTNAME | default:'x' }}",
        "{{var:firstname:\"ami\"}}",
        "{{${x}}}",
        "{{ .Subscriber.Name }}",
        "{{a}}}",
        "{{{a}}",
        "{{}}",
        "{{a.this}}",
        "{{#*inline name}}",
        "{{else}}",
        "{{*x}}",
        "{{{{a}}",
    ] {
        let template = format!("<p>{tag}</p>\n{{{{a}}}}");
        let rendered = strict(&template, &data);
        let spans: Vec<_> = rendered.faults.iter().map(|f| (f.kind, f.tag, f.found.as_str())).collect();
        let span = Span::new(FileId(0), 3, 3 + tag.len() as u32);
        assert_eq!(spans, [(FaultKind::UnreadableTag, span, tag)]);
        assert_eq!(rendered.output.text(), format!("<p>{tag}</p>\nA"));
        assert!(rendered.output.origin(3..3 + tag.len()).made);
        assert!(rendered.fatal.is_none());
    }
    let open = strict("a {{ b\nc {{a}}", &data);
    assert_eq!((open.output.text(), open.faults[0].found.as_str()), ("a {{ b\nc A", "{{ b"));
    assert!(strict("{% if x %}", &data).faults.is_empty());
}

#[test]
fn an_unknown_variable_is_a_marked_fault_with_the_nearest_name() {
    let data = data(serde_json::json!({
        "event": {"title": "T", "speakers": [{"name": "N", "role": "R"}, {"name": "M"}], "venue": null},
        "recipient": {"first_name": "P"}
    }));
    let nearest = |template: &str| {
        let rendered = strict(template, &data);
        assert_eq!(rendered.faults.len(), 1, "{template}");
        assert_eq!(rendered.faults[0].kind, FaultKind::UnknownVariable);
        rendered.faults[0].nearest.clone()
    };
    assert_eq!(nearest("{{event.titel}}").as_deref(), Some("event.title"));
    assert_eq!(nearest("{{firstname}}").as_deref(), Some("recipient.first_name"));
    assert_eq!(nearest("{{#with event}}{{#each speakers}}{{title}}{{/each}}{{/with}}").as_deref(), Some("../title"));
    assert_eq!(nearest("{{#each event.speakers}}{{nmae}}{{/each}}").as_deref(), Some("name"));
    assert_eq!(nearest("{{#if event.titel}}x{{/if}}").as_deref(), Some("event.title"));
    assert_eq!(nearest("{{zzzzzz}}"), None);
    // An optional field of an item, and what is known to be absent, are no faults.
    for fine in [
        "{{#each event.speakers}}{{role}}{{/each}}",
        "{{event.venue}}",
        "{{event.venue.city}}",
        "{{event.speakers.[7].name}}",
    ] {
        assert_eq!(strict(fine, &data).faults, [], "{fine}");
    }
    let rendered = strict("a{{event.titel}}b", &data);
    assert_eq!(rendered.output.text(), "a‹event.titel›b");
    let place = rendered.output.origin(1..rendered.output.len() - 1);
    assert!(place.made && !place.literal);
    assert_eq!(place.written, Some(Span::new(FileId(0), 1, 16)));
    assert_eq!(rendered.faults[0].name, Span::new(FileId(0), 3, 14));
    assert_eq!(rendered.faults[0].pointer.as_deref(), Some("event.titel"));
}

#[test]
fn a_fault_in_a_loop_is_reported_once() {
    let rendered = strict("{{#each l}}{{t 'x'}}{{nope}}{{/each}}", &data(serde_json::json!({"l": [1, 2, 3]})));
    let kinds: Vec<_> = rendered.faults.iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::UnknownHelper, FaultKind::UnknownVariable]);
    assert_eq!(rendered.output.text(), "‹t›‹nope›".repeat(3));
}

#[test]
fn what_the_sender_has_is_no_fault() {
    let helpers = [
        ("t".to_string(), HelperKind::Text),
        ("asset".to_string(), HelperKind::Url),
        ("box".to_string(), HelperKind::Block),
    ];
    let tags = ["{{{unsubscribe}}}".to_string(), "{{var:x:\"y\"}}".to_string(), "{{#web}}".to_string()];
    let environment = Environment { helpers: &helpers, sender_tags: &tags, ..Environment::new(Language::Fr) };
    let template =
        "{{t 'a.b'}} {{asset 'x.png'}} {{#box 1}}in{{/box}} {{{ unsubscribe }}} {{var:x:\"y\"}} {{#web}}w{{/web}}";
    let rendered = render(&parse(&source(template, 0)), &data(serde_json::json!({})), &environment);
    assert_eq!(rendered.faults, []);
    let text = "‹t› https://sender.invalid/asset in {{{ unsubscribe }}} {{var:x:\"y\"}} w";
    assert_eq!(rendered.output.text(), text);
    assert!(rendered.output.origin(0..3).made && rendered.output.origin(text.len() - 18..text.len() - 4).made);
}

#[test]
fn a_broken_structure_is_fatal_and_names_its_opener() {
    let fatal = |template: &str| strict(template, &data(serde_json::json!({"a": 1}))).fatal.unwrap();
    let open = fatal("x {{#if a}} y");
    assert_eq!((open.kind, open.tag), (FaultKind::UnclosedBlock, Span::new(FileId(0), 2, 11)));
    assert_eq!(open.opener, Some(("{{#if a}}".to_string(), open.tag)));
    assert_eq!(open.found, "{{/if}}");
    let wrong = fatal("{{#if a}}{{#each b}}{{/if}}");
    assert_eq!((wrong.kind, wrong.tag.start), (FaultKind::MismatchedClose, 20));
    assert_eq!(wrong.opener.unwrap().0, "{{#each b}}");
    assert_eq!(fatal("a{{/if}}").opener, None);
    assert_eq!(fatal("{{{{raw}}}} {{{{/raw").kind, FaultKind::UnclosedBlock);
    assert_eq!(fatal(&"{{#if a}}".repeat(3000)).kind, FaultKind::Limit);
}

#[test]
fn helpers_speak_both_languages_and_keep_the_moment_s_place() {
    let event = map(
        [
            ("start", moment("2026-11-17T14:00", true)),
            ("end", moment("2026-11-17T15:30", true)),
            ("first", moment("2026-03-01", false)),
            ("morning", moment("2026-12-02T09:05", true)),
            ("minutes", Data::Number(45.0)),
            ("none", Data::Null),
        ],
        "event.",
    );
    let root = Node::new(map([("event", event)], ""), "");
    let both = |call: &str| {
        let template = parse(&source(&format!("{{{{{call}}}}}"), 0));
        [Language::Fr, Language::En].map(|language| {
            let rendered = render(&template, &root, &Environment::new(language));
            assert_eq!(rendered.faults, [], "{call}");
            rendered.output.text().to_string()
        })
    };
    assert_eq!(both("date event.start"), ["17 novembre 2026", "17 November 2026"]);
    assert_eq!(both("date event.start \"full\""), ["mardi 17 novembre 2026", "Tuesday 17 November 2026"]);
    assert_eq!(both("date event.start \"short\""), ["17/11/2026", "17/11/2026"]);
    assert_eq!(both("date event.first"), ["1er mars 2026", "1 March 2026"]);
    assert_eq!(both("time event.start"), ["14 h", "2 pm"]);
    assert_eq!(both("time event.end"), ["15 h 30", "3:30 pm"]);
    assert_eq!(both("time event.morning"), ["9 h 05", "9:05 am"]);
    assert_eq!(both("weekday event.start"), ["mardi", "Tuesday"]);
    assert_eq!(both("duration event.start event.end"), ["1 h 30 min", "1 hour 30 minutes"]);
    assert_eq!(both("duration event.minutes"), ["45 minutes", "45 minutes"]);
    assert_eq!(both("duration 120"), ["2 heures", "2 hours"]);
    assert_eq!(both("date event.none"), ["", ""]);
    assert_eq!(both("event.start"), ["2026-11-17T14:00", "2026-11-17T14:00"]);

    let rendered = strict("le {{date event.start}}, {{event.start}}", &root);
    let place = rendered.output.origin(3..5);
    assert_eq!(place.value, Some(Span::new(FileId(9), 100, 116)));
    assert_eq!(place.written, Some(Span::new(FileId(0), 3, 23)));
    assert_eq!(place.pointer.as_deref(), Some("event.start"));
    let bare = rendered.output.text().find("11-17").unwrap();
    assert_eq!(rendered.output.origin(bare..bare + 5).value, Some(Span::new(FileId(9), 105, 110)));

    for wrong in [
        "{{time event.first}}",
        "{{date event.minutes}}",
        "{{date}}",
        "{{date event.start \"long\"}}",
        "{{duration event.start}}",
    ] {
        let faults = strict(wrong, &root).faults;
        assert_eq!(faults.iter().map(|f| f.kind).collect::<Vec<_>>(), [FaultKind::BadArgument], "{wrong}");
    }
}

#[test]
fn list_and_url_keep_each_part_s_place() {
    let mut file = String::new();
    let json =
        serde_json::json!({"l": [{"name": "Ada"}, {"name": "Léo"}, {"name": "Noé"}], "u": "a b&é", "one": ["x"]});
    let data = written(&json, "", &mut file);
    let rendered = strict("{{list l}}|{{list one}}|{{url u}}", &data);
    assert_eq!(rendered.output.text(), "Ada, Léo and Noé|x|a%20b%26%C3%A9");
    let noe = rendered.output.text().find("Noé").unwrap();
    let there = file.find("Noé").unwrap() as u32;
    let place = rendered.output.origin(noe..noe + 4);
    assert_eq!(place.value, Some(Span::new(FileId(9), there, there + 4)));
    assert!(!rendered.output.whole().made);
    let accent = rendered.output.text().find("%C3").unwrap();
    let there = file.find("b&é").unwrap() as u32 + 2;
    assert_eq!(rendered.output.origin(accent..accent + 6).value, Some(Span::new(FileId(9), there, there + 2)));
}

#[test]
fn what_was_read_is_told_and_how() {
    let data = data(serde_json::json!({"a": {"b": "x", "e": ""}, "l": [{"n": 1}]}));
    let rendered =
        strict("{{a.b}}{{#if a.e}}{{/if}}{{#each l}}{{n}}{{/each}}{{url a.b}}{{#l}}{{/l}}{{#if nope}}{{/if}}", &data);
    let reads: Vec<_> = rendered.reads.iter().map(|read| (&*read.pointer, read.how, read.empty)).collect();
    assert_eq!(
        reads,
        [
            ("a.b", ReadHow::Printed, false),
            ("a.e", ReadHow::Condition, true),
            ("l", ReadHow::Loop, false),
            ("l[0].n", ReadHow::Printed, false),
            ("a.b", ReadHow::Argument, false),
            ("l", ReadHow::Loop, false),
            ("nope", ReadHow::Condition, true),
        ]
    );
}

#[test]
fn an_object_is_not_printed_in_silence() {
    let faults = strict("{{a}}", &data(serde_json::json!({"a": {"b": 1}}))).faults;
    assert_eq!(faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::NotPrintable]);
}

#[test]
fn both_engines_agree_or_it_is_a_fault_at_the_tag() {
    let data = data(serde_json::json!({"a": "<é>", "l": [1, 2], "o": {}}));
    let run = |template: &str| render_with_crate(&parse(&source(template, 0)), &data, &Environment::new(Language::Fr));
    let same = run("x {{a}}{{#each l}}{{this}},{{/each}}{{url a}}{{#if l}}y{{/if}}");
    assert_eq!(same.faults, []);
    assert_eq!(same.output.text(), "x &lt;é&gt;1,2,%3C%C3%A9%3Ey");
    let list = run("x {{l}}");
    assert_eq!((list.faults[0].kind, list.faults[0].tag), (FaultKind::EnginesDiffer, Span::new(FileId(0), 2, 7)));
    let refused = run("x {{#a}}y{{^}}z{{/a}}{{{{l}}}}");
    assert!(refused.fatal.is_some());
}

#[test]
fn without_an_engine_the_text_stands_as_it_is() {
    let text = source("a {{b}} {{/if}}", 0);
    let rendered = verbatim(&text);
    assert_eq!((&rendered.output, rendered.faults.len(), rendered.fatal), (&text, 0, None));
}

#[test]
fn a_template_inside_another_text_keeps_its_places() {
    // A subject in a YAML scalar, with an escape: the tag's place is that of the file.
    let mut text = presend::source::TracedBuilder::default();
    text.push_source("Le ", Span::new(FileId(3), 10, 13));
    text.push_source_unit("é", Span::new(FileId(3), 13, 19));
    text.push_source(" {{a}} {{b}}", Span::new(FileId(3), 19, 31));
    let template: Template = parse(&text.finish());
    let rendered = render(&template, &data(serde_json::json!({"a": "A"})), &Environment::new(Language::Fr));
    assert_eq!(rendered.output.text(), "Le é A ‹b›");
    assert_eq!(rendered.output.origin(6..7).written, Some(Span::new(FileId(3), 20, 25)));
    assert_eq!(rendered.output.origin(3..5).written, Some(Span::new(FileId(3), 13, 19)));
    assert_eq!(rendered.faults[0].tag, Span::new(FileId(3), 26, 31));
}

#[test]
fn templates_and_environments_go_between_threads() {
    fn sendable<T: Send + Sync>() {}
    sendable::<Template>();
    sendable::<Environment>();
    sendable::<PartialSet>();
}

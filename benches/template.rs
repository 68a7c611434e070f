//! How long a mail takes to parse and to render, beside the bare `handlebars` crate.
//!
//! `cargo bench --bench template`.

mod sample;

use divan::{Bencher, black_box};
use indexmap::IndexMap;
use presend::language::Language;
use presend::source::{FileId, Traced};
use presend::template::{Environment, Node, Template, parse, render};
use sample::{FOOTER, facts, mail};

fn main() {
    divan::main();
}

/// The facts as they come from files: each text with its place.
fn placed(node: &Node) -> Node {
    use presend::template::Data;
    let data = match &node.data {
        Data::Text(text) => return Node::text(Traced::source(text.text(), FileId(2), 100), node.pointer.clone()),
        Data::List(items) => Data::List(std::sync::Arc::new(items.iter().map(placed).collect())),
        Data::Map(fields) => {
            Data::Map(std::sync::Arc::new(fields.iter().map(|(key, field)| (key.clone(), placed(field))).collect()))
        }
        other => other.clone(),
    };
    Node::new(data, node.pointer.clone())
}

#[divan::bench]
fn render_20_kb_with_origins(bencher: Bencher) {
    let template = parse(&Traced::source(&mail(), FileId(0), 0));
    let mut partials: IndexMap<String, Template> = IndexMap::new();
    partials.insert("footer".to_string(), parse(&Traced::source(FOOTER, FileId(1), 0)));
    let data = placed(&Node::from_json(&facts()));
    let environment = Environment { partials: &partials, ..Environment::new(Language::Fr) };
    bencher.bench_local(|| render(black_box(&template), black_box(&data), &environment));
}

#[divan::bench]
fn render_20_kb_handlebars_crate(bencher: Bencher) {
    let mut engine = handlebars::Handlebars::new();
    engine.register_template_string("mail", mail()).unwrap_or_default();
    engine.register_partial("footer", FOOTER).unwrap_or_default();
    let data = facts();
    bencher.bench_local(|| engine.render("mail", black_box(&data)).unwrap_or_default());
}

#[divan::bench(args = [20, 80, 320])]
fn parse_kb(bencher: Bencher, kb: usize) {
    let mail = mail();
    let text: String = mail.chars().cycle().take(kb * 1024).collect();
    let source = Traced::source(&text, FileId(0), 0);
    bencher.bench_local(|| parse(black_box(&source)));
}

#[divan::bench]
fn parse_20_kb_handlebars_crate(bencher: Bencher) {
    let mail = mail();
    bencher.bench_local(|| handlebars::Template::compile(black_box(&mail)).is_ok());
}

//! How long a mail takes to parse and to render, beside the bare `handlebars` crate.
//!
//! `cargo bench --bench template`. The mail is an ordinary one: 20 KB of table layout with inline styles, some fifty
//! tags, a loop over speakers, an agenda and a footer partial.

use divan::{Bencher, black_box};
use indexmap::IndexMap;
use presend::language::Language;
use presend::source::{FileId, Traced};
use presend::template::{Environment, Node, Template, parse, render};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

const ROW: &str = "<tr><td style=\"padding:8px 24px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:22px;color:#222\">\n";

/// A mail of about 20 KB.
fn mail() -> String {
    let mut out =
        String::from("<!doctype html><html><head><style>p{margin:0}a{color:#036}</style></head><body><table>\n");
    for n in 0..12 {
        out.push_str(ROW);
        out.push_str("<p>Bonjour {{recipient.first_name}}, merci de votre inscription à « {{event.title}} ».</p>\n");
        out.push_str("{{#if event.links.join}}<a href=\"{{{event.links.join}}}\">Rejoindre la séance</a>{{else}}Bientôt.{{/if}}\n");
        for _ in 0..8 {
            out.push_str(
                "<p>Pendant une heure, nous parcourrons les indicateurs, les filtres et l'export des données.</p>\n",
            );
        }
        if n % 3 == 0 {
            out.push_str("{{#each event.speakers}}\n  <li>{{name}}{{#if role}}, {{role}}{{/if}}</li>\n{{/each}}\n");
        }
        out.push_str("</td></tr>\n");
    }
    while out.len() < 20_000 {
        out.push_str(ROW);
        out.push_str("<p>À bientôt, l'équipe {{event.organizer.name}}</p></td></tr>\n");
    }
    out.push_str("</table>{{> footer}}</body></html>\n");
    out
}

const FOOTER: &str = "<p>{{event.organizer.name}} &lt;{{event.organizer.email}}&gt;</p>\n";

fn facts() -> Value {
    json!({
        "event": {
            "title": "Prendre en main le tableau de bord régional",
            "links": {"join": "https://exemple.test/live?s=18f9&u=2"},
            "organizer": {"name": "Équipe données", "email": "webinaires@exemple.test"},
            "speakers": [
                {"name": "Malo Perrin", "role": "chef de produit"}, {"name": "Inès Caron", "role": ""},
                {"name": "Noé d'Arc", "role": "analyste"}, {"name": "Ada Roux", "role": "juriste"}
            ]
        },
        "recipient": {"first_name": "Léa"}
    })
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

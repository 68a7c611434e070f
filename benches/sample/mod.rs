//! The mail that the benches share: an ordinary one, 20 KB of table layout with inline styles, some fifty tags, a loop
//! over speakers, an agenda and a footer partial; and the facts that it prints.

// Each bench uses what it needs of these.
#![allow(dead_code)]

use serde_json::{Value, json};

const ROW: &str = "<tr><td style=\"padding:8px 24px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:22px;color:#222\">\n";

/// A mail of about 20 KB.
pub fn mail() -> String {
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

/// Its partial.
pub const FOOTER: &str = "<p>{{event.organizer.name}} &lt;{{event.organizer.email}}&gt;</p>\n";

/// What it prints.
pub fn facts() -> Value {
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

use super::*;
use crate::message::{BlockKind, LinkKind};
use crate::source::{FileId, Span};

fn part(html: &str) -> Part {
    read(&Traced::source(html, FileId(0), 0))
}

fn texts(html: &str) -> Vec<String> {
    part(html).blocks.iter().map(|block| block.text.text().to_string()).collect()
}

/// The bytes of the HTML that a traced text comes from.
fn written<'a>(html: &'a str, text: &Traced) -> &'a str {
    let at = text.whole().written.expect("a place");
    &html[at.start as usize..at.end as usize]
}

#[test]
fn paragraphs_cut_and_inline_tags_do_not() {
    assert_eq!(
        texts("<p>Rendez-vous <b>mar</b>di\n  17 <i>novembre</i>.</p><div>À <span>14 h</span></div>fin"),
        ["Rendez-vous mardi 17 novembre.", "À 14 h", "fin"]
    );
}

#[test]
fn a_break_is_a_line_and_two_are_a_paragraph() {
    assert_eq!(texts("<p>un <br>\n deux<br/>trois<br>\n<br> quatre<br></p>"), ["un\ndeux\ntrois", "quatre"]);
}

#[test]
fn entities_are_units_with_their_bytes() {
    let html = "<p>D&eacute;j&#224; &laquo;&nbsp;vu&nbsp;&raquo; &amp;eacute; &pound 5 R&D &bogus; a&lt;b</p>";
    let part = part(html);
    let text = &part.blocks[0].text;
    assert_eq!(text.text(), "Déjà «\u{a0}vu\u{a0}» &eacute; £ 5 R&D &bogus; a<b");
    let at = text.text().find('é').expect("é");
    assert_eq!(written(html, &text.slice(at..at + 2)), "&eacute;");
    let vu = text.text().find("vu").expect("vu");
    assert_eq!(written(html, &text.slice(vu..vu + 2)), "vu");
    let flaws: Vec<_> = part.flaws.iter().map(|flaw| (flaw.what, flaw.at.text())).collect();
    assert_eq!(flaws, [("bad-entity", "&bogus;")]);
}

#[test]
fn an_entity_without_its_semicolon_leaves_the_word_its_place() {
    let html = "<p>&nbspBonjour</p>";
    let part = part(html);
    let text = &part.blocks[0].text;
    assert_eq!(text.text(), "\u{a0}Bonjour");
    assert_eq!(written(html, &text.slice(2..text.len())), "Bonjour");
}

#[test]
fn kinds_and_rows() {
    let html = "<h2>Programme</h2><ul><li>un</li><li><p>deux</p></li></ul>\
        <table><tr><th>Date</th><td>17 novembre</td></tr><tr><td><p>Heure</p></td><td>14 h</td></tr></table>\
        <table><tr><td><p>long</p><p>texte</p></td></tr></table><dl><dt>Lieu<dd>Valbrume<dt>Prix<dd>gratuit</dl>";
    let kinds: Vec<_> =
        part(html).blocks.iter().map(|b| (b.text.text().to_string(), b.kind, b.row.is_some())).collect();
    let of = |text: &str| kinds.iter().find(|(t, ..)| t == text).map(|(_, kind, row)| (*kind, *row));
    assert_eq!(of("Programme"), Some((BlockKind::Heading(2), false)));
    assert_eq!(of("deux"), Some((BlockKind::Item, false)));
    assert_eq!(of("Heure"), Some((BlockKind::Cell, true)));
    assert_eq!(of("long"), Some((BlockKind::Paragraph, false)));
    let rows: Vec<_> =
        part(html).blocks.iter().filter_map(|b| b.row.map(|row| (b.text.text().to_string(), row))).collect();
    let row = |text: &str| rows.iter().find(|(t, _)| t == text).map(|(_, row)| *row);
    assert_eq!(row("Date"), row("17 novembre"));
    assert_eq!(row("Heure"), row("14 h"));
    assert_ne!(row("Date"), row("Heure"));
    assert_eq!(row("Lieu"), row("Valbrume"));
    assert_ne!(row("Lieu"), row("Prix"));
}

#[test]
fn links_with_their_words_and_places() {
    let html = "<p>Voir <a href='https://exemple.test/a?x=1&amp;y=2'>le <b>replay</b></a>, \
        <a class=\"btn-primary\" href=\"https://exemple.test/b\"><img src=x.png alt=\"S'inscrire\"></a></p>";
    let part = part(html);
    assert_eq!(part.links.len(), 2);
    let replay = &part.links[0];
    assert_eq!((replay.url.text(), replay.label.text()), ("https://exemple.test/a?x=1&y=2", "le replay"));
    assert_eq!(written(html, &replay.url), "https://exemple.test/a?x=1&amp;y=2");
    assert_eq!(replay.kind, LinkKind::Anchor);
    let block = &part.blocks[replay.block.expect("a block")];
    assert_eq!(&block.text.text()[block.links[0].1.clone()], "le replay");
    assert_eq!((part.links[1].label.text(), part.links[1].kind), ("S'inscrire", LinkKind::Button));
    assert_eq!(part.blocks[part.links[1].block.expect("a block")].kind, BlockKind::Alt);
    assert_eq!(written(html, &part.links[1].label), "S'inscrire");
}

#[test]
fn an_empty_href_is_a_link_and_none_is_not() {
    let html = "<a name=haut>ici</a> <a href=\"\">là</a>";
    let part = part(html);
    assert_eq!(part.links.len(), 1);
    assert!(part.links[0].url.is_empty());
    assert_eq!(written(html, &part.links[0].element), "<a href=\"\">");
}

#[test]
fn addresses_in_text_are_links_too_but_not_inside_a_link() {
    let html = "<p>Lien : https://exemple.test/salle. <a href=\"https://exemple.test/x\">https://exemple.test/y</a> \
        puis https://exemple.test/z</p><p><a href=\"https://exemple.test/f\">fin</a></p>";
    let links: Vec<_> = part(html).links.iter().map(|l| (l.url.text().to_string(), l.kind)).collect();
    assert_eq!(
        links,
        [
            ("https://exemple.test/salle".to_string(), LinkKind::Bare),
            ("https://exemple.test/x".to_string(), LinkKind::Anchor),
            ("https://exemple.test/z".to_string(), LinkKind::Bare),
            ("https://exemple.test/f".to_string(), LinkKind::Anchor),
        ]
    );
    let part = part(html);
    let block = &part.blocks[0];
    for (link, range) in &block.links {
        let link = &part.links[*link];
        assert!([link.url.text(), link.label.text()].contains(&&block.text.text()[range.clone()]));
    }
}

#[test]
fn a_link_around_blocks_has_all_their_words() {
    let part = part("<a href=\"https://exemple.test\"><div>Rejoindre</div><div>la salle</div></a><p>x</p>");
    assert_eq!(part.links[0].label.text(), "Rejoindre la salle");
    assert_eq!(part.links[0].block, Some(0));
    assert_eq!((part.blocks[1].links.len(), part.blocks[2].links.len()), (1, 0));
}

#[test]
fn what_only_outlook_reads_gives_links_and_no_text() {
    let html = "<p>a</p><!--[if mso]><table><tr><td>Outlook <v:roundrect href=\"https://exemple.test/o\"><center>\
        Rejoindre</center></v:roundrect></td></tr></table><![endif]--><!--[if !mso]><!--><a \
        href=\"https://exemple.test/p\" style=\"mso-hide:all\"><!--[if mso]>&nbsp;<![endif]-->Entrer</a><!--<![endif]-->";
    let part = part(html);
    assert_eq!(
        part.blocks.iter().map(|b| (b.text.text(), b.hidden)).collect::<Vec<_>>(),
        [("a", false), ("Entrer", false)]
    );
    let links: Vec<_> = part.links.iter().map(|l| (l.url.text(), l.label.text())).collect();
    assert_eq!(links, [("https://exemple.test/o", "Rejoindre"), ("https://exemple.test/p", "Entrer")]);
}

#[test]
fn hidden_text_is_marked() {
    for hide in [
        "style=\"display:none\"",
        "style='DISPLAY : none !important; color:red'",
        "style=\"visibility:hidden\"",
        "style=\"max-height:0px;overflow:hidden\"",
        "style=\"font-size:0\"",
        "style=\"opacity:0\"",
        "hidden",
    ] {
        let part = part(&format!("<body><div {hide}>Le <b>replay</b></div><p>Bonjour</p>"));
        let seen: Vec<_> = part.blocks.iter().map(|b| (b.text.text(), b.hidden)).collect();
        assert_eq!(seen, [("Le replay", true), ("Bonjour", false)], "{hide}");
    }
    let shown = "<td style=\"font-size:0px;opacity:0.9;max-height:0\"><div style=\"font-size:13px\">vu</div></td>";
    assert!(!part(shown).blocks[0].hidden);
}

#[test]
fn the_head_is_no_text_but_its_title() {
    let html = "<html lang=\"fr\"><head><title>Le &amp; titre</title><style>p{color:red}</style>\
        <script>var a = '<p>x</p>'</script></head><body>corps<noscript><p>sans script</p></noscript></body></html>";
    let part = part(html);
    assert_eq!(
        part.blocks.iter().map(|b| (b.text.text(), b.kind)).collect::<Vec<_>>(),
        [
            ("Le & titre", BlockKind::DocumentTitle),
            ("corps", BlockKind::Paragraph),
            ("sans script", BlockKind::Paragraph)
        ]
    );
    assert_eq!(part.language.map(|lang| lang.text().to_string()), Some("fr".to_string()));
    assert!(part.flaws.is_empty(), "{:?}", part.flaws);
}

#[test]
fn images_and_alternative_texts() {
    let html = "<p>avant <img src=\"https://exemple.test/a.png\" width=600 style=\"height: 40px\" alt=\"Le\n  logo\"> \
        après</p><img src=b.png><a href=x aria-label=\"Ouvrir\">o</a>";
    let part = part(html);
    assert_eq!(part.images[0].size, (Some(600), Some(40)));
    assert_eq!(part.images[1].alt, None);
    let seen: Vec<_> = part.blocks.iter().map(|b| (b.text.text(), b.kind)).collect();
    assert_eq!(
        seen,
        [
            ("avant après", BlockKind::Paragraph),
            ("Le logo", BlockKind::Alt),
            ("Ouvrir", BlockKind::Alt),
            ("o", BlockKind::Paragraph)
        ]
    );
}

#[test]
fn pre_keeps_its_lines() {
    assert_eq!(texts("<pre>un  deux\ntrois\n\nquatre</pre>"), ["un  deux\ntrois", "quatre"]);
}

#[test]
fn lost_text_is_a_flaw() {
    let flaws = |html: &str| part(html).flaws.iter().map(|f| (f.what, f.at.text().to_string())).collect::<Vec<_>>();
    assert_eq!(flaws("<p>a</p><p class=\"x\" le reste"), [("unclosed-tag", "<p class=\"x\" le reste".to_string())]);
    assert_eq!(flaws("<p>a</p><p"), [("unclosed-tag", "<p".to_string())]);
    assert_eq!(flaws("a<!-- le reste"), [("unclosed-comment", "<!-- le reste".to_string())]);
    assert_eq!(flaws("<p>a</p></div>"), [("stray-end", "</div>".to_string())]);
    assert_eq!(flaws("<div><p>a"), [("unclosed", "<div>".to_string())]);
    assert_eq!(flaws("<a href=x href=y>a</a>"), [("duplicate-attribute", "href".to_string())]);
    assert_eq!(flaws("<![if !mso]><p><div>a</div></p><![endif]><!--[if mso]></td></tr></table><![endif]-->"), []);
    assert_eq!(flaws("<ul><li>a<li>b</ul><p>c<p>d<table><tr><td>e<tr><td>f</table>"), []);
}

#[test]
fn a_text_across_a_printed_value_keeps_both_origins() {
    let mut out = crate::source::TracedBuilder::default();
    let file = FileId(0);
    out.push_source("<p>Le ", Span::new(file, 0, 6));
    let value = Traced::source("17 nov.", FileId(1), 40);
    let pointer: std::sync::Arc<str> = "event.start".into();
    out.push_value(&value, 0..value.len(), Span::new(file, 6, 15), &pointer);
    out.push_source(" ici</p>", Span::new(file, 15, 23));
    let part = read(&out.finish());
    let text = &part.blocks[0].text;
    assert_eq!(text.text(), "Le 17 nov. ici");
    let place = text.origin(3..10);
    assert_eq!(place.written, Some(Span::new(file, 6, 15)));
    assert_eq!(place.value, Some(Span::new(FileId(1), 40, 47)));
    assert_eq!(text.origin(11..14).written, Some(Span::new(file, 16, 19)));
}

#[test]
fn carriage_returns_shift_nothing() {
    let html = "<p>a\r\n  <b\r\n class='x'>mot</b></p>\r\n<!-- \r\n -->\r\n<p>unique</p>";
    let part = part(html);
    assert_eq!(part.blocks[0].text.text(), "a mot");
    assert_eq!(written(html, &part.blocks[1].text), "unique");
}

#[test]
fn tables_say_what_they_are_for() {
    let read = part(
        "<html><table><tr><td><table role='presentation'><tr><th>a</th></tr></table></td></tr></table><table><caption>x</caption></table></html>",
    );
    let tables: Vec<_> = read.tables.iter().map(|table| (table.has_role, table.has_heads)).collect();
    assert_eq!(tables, [(false, false), (true, true), (false, true)]);
    assert_eq!(read.root.map(|root| root.text().to_string()).as_deref(), Some("<html>"));
    assert!(part("<p>x</p>").root.is_none());
}

#[test]
fn a_link_may_have_its_name_in_an_attribute() {
    let read = part(
        "<a href='a' aria-label='Voir'><img src='x' alt=''></a> <a href='b'><i title='Lire'></i></a> <a href='c'></a>",
    );
    assert_eq!(read.links.iter().map(|link| link.named).collect::<Vec<_>>(), [true, true, false]);
}

use super::*;
use crate::source::FileId;

fn part(text: &str, markdown: bool) -> Part {
    read(&Traced::source(text, FileId(0), 0), markdown)
}

fn seen(text: &str, markdown: bool) -> Vec<(String, BlockKind)> {
    part(text, markdown).blocks.iter().map(|b| (b.text.text().to_string(), b.kind)).collect()
}

fn written<'a>(source: &'a str, text: &Traced) -> &'a str {
    let at = text.whole().written.expect("a place");
    &source[at.start as usize..at.end as usize]
}

#[test]
fn blocks_are_lines_up_to_a_blank_one() {
    let text = "Bonjour,\r\n\r\nNous nous retrouvons\n  mardi 17 novembre.\n\n> cité\n> encore\n\n-- \nL'équipe";
    assert_eq!(
        seen(text, false),
        [
            ("Bonjour,".into(), BlockKind::Paragraph),
            ("Nous nous retrouvons\nmardi 17 novembre.".into(), BlockKind::Paragraph),
            ("cité\nencore".into(), BlockKind::Paragraph),
            ("L'équipe".into(), BlockKind::Paragraph),
        ]
    );
}

#[test]
fn items_and_headings_of_plain_text() {
    let text = "PROGRAMME\n- un\n- deux\n  suite\n• trois\n1. quatre\nAprès\n\nPour venir\n----------\nà pied\n\nDurée\n=====\n2026. Une année";
    assert_eq!(
        seen(text, false),
        [
            ("PROGRAMME".into(), BlockKind::Heading(2)),
            ("un".into(), BlockKind::Item),
            ("deux\nsuite".into(), BlockKind::Item),
            ("trois".into(), BlockKind::Item),
            ("quatre".into(), BlockKind::Item),
            ("Après".into(), BlockKind::Paragraph),
            ("Pour venir".into(), BlockKind::Heading(2)),
            ("à pied".into(), BlockKind::Paragraph),
            ("Durée".into(), BlockKind::Heading(1)),
            ("2026. Une année".into(), BlockKind::Paragraph),
        ]
    );
}

#[test]
fn addresses_without_the_sentence_around_them() {
    let text = "Lien : https://exemple.test/a?b=c. Voir (https://exemple.test/d_(e)), <https://exemple.test/f>, \
        www.exemple.test ! mailto:a@exemple.test; exemple.test/g; a@exemple.test et/ou 12.30/13.00 M./Mme";
    let part = part(text, false);
    let urls: Vec<_> = part.links.iter().map(|l| l.url.text()).collect();
    assert_eq!(
        urls,
        [
            "https://exemple.test/a?b=c",
            "https://exemple.test/d_(e)",
            "https://exemple.test/f",
            "www.exemple.test",
            "mailto:a@exemple.test",
            "exemple.test/g"
        ]
    );
    assert!(part.links.iter().all(|l| l.kind == LinkKind::Bare && l.label.is_empty() && l.block == Some(0)));
    assert_eq!(&part.blocks[0].text.text()[part.blocks[0].links[0].1.clone()], "https://exemple.test/a?b=c");
    assert_eq!(written(text, &part.links[2].url), "https://exemple.test/f");
}

#[test]
fn markdown_marks_are_dropped_and_places_kept() {
    let text = "# Un *titre* #\n\nLe **17 novembre**, _à 14 h_ : [le *replay*](https://exemple.test/a_b_c \"titre\"), \
        snake_case, 2 * 3, `code`, \\*étoile\\*, <https://exemple.test/x_y_z>\n\n![Le logo](logo.png)\n\n\
        [![Alt](i.png)](https://exemple.test/i)";
    let part = part(text, true);
    let blocks: Vec<_> = part.blocks.iter().map(|b| (b.text.text(), b.kind)).collect();
    assert_eq!(blocks[0], ("Un titre", BlockKind::Heading(1)));
    assert_eq!(
        blocks[1].0,
        "Le 17 novembre, à 14 h : le replay, snake_case, 2 * 3, code, *étoile*, https://exemple.test/x_y_z"
    );
    let links: Vec<_> = part.links.iter().map(|l| (l.url.text(), l.label.text(), l.kind)).collect();
    assert_eq!(
        links,
        [
            ("https://exemple.test/a_b_c", "le replay", LinkKind::Anchor),
            ("https://exemple.test/x_y_z", "", LinkKind::Bare),
            ("https://exemple.test/i", "Alt", LinkKind::Anchor),
        ]
    );
    assert_eq!(written(text, &part.links[0].url), "https://exemple.test/a_b_c");
    let at = blocks[1].0.find("17 novembre").expect("the date");
    assert_eq!(written(text, &part.blocks[1].text.slice(at..at + 11)), "17 novembre");
    assert_eq!(part.images.len(), 2);
    assert!(blocks.contains(&("Le logo", BlockKind::Alt)));
}

#[test]
fn a_leftover_tag_is_a_whole_address() {
    let links: Vec<_> =
        part("[billet]({{ ticket }}) et [vide]()", true).links.iter().map(|l| l.url.text().to_string()).collect();
    assert_eq!(links, ["{{ ticket }}", ""]);
}

#[test]
fn markdown_blocks() {
    let text = "Titre\n=====\n\n* un\n* **deux**\n\n| Date | 17 novembre |\n|------|----|\n| Heure | 14 h |\n\n\
        ```{button-link} https://exemple.test/billets\nAcheter *un* billet\n```\n\nfin [sans lien] (ici)";
    let part = part(text, true);
    let blocks: Vec<_> = part.blocks.iter().map(|b| (b.text.text(), b.kind, b.row)).collect();
    assert_eq!(
        blocks,
        [
            ("Titre", BlockKind::Heading(1), None),
            ("un", BlockKind::Item, None),
            ("deux", BlockKind::Item, None),
            ("Date", BlockKind::Cell, Some(1)),
            ("17 novembre", BlockKind::Cell, Some(1)),
            ("Heure", BlockKind::Cell, Some(2)),
            ("14 h", BlockKind::Cell, Some(2)),
            ("{button-link} https://exemple.test/billets", BlockKind::Paragraph, None),
            ("Acheter *un* billet", BlockKind::Paragraph, None),
            ("fin [sans lien] (ici)", BlockKind::Paragraph, None),
        ]
    );
    assert_eq!(part.links[0].url.text(), "https://exemple.test/billets");
}

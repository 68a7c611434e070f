//! What YAML gives back: places through every quoting style, the mistakes of the first day, the limits.

#![allow(clippy::unwrap_used)] // a helper of a test may fall over as a test may

use presend::language::Language;
use presend::source::{Accept, Sources, Traced};
use presend::yaml::{self, Document, Node};
use proptest::prelude::*;

struct Read {
    sources: Sources,
    document: Document,
}

fn read(text: &str) -> Read {
    let sources = Sources::new();
    let file = sources.add("event.yaml", text.as_bytes().to_vec(), Accept::Utf8).unwrap();
    let document = yaml::read(&sources.text(file));
    Read { sources, document }
}

impl Read {
    fn root(&self) -> &Node {
        self.document.root.as_ref().unwrap()
    }

    fn text(&self, key: &str) -> &Traced {
        self.root().get(key).and_then(Node::as_text).unwrap()
    }

    /// Message and help of the only problem, in French.
    fn said(&self) -> (String, String) {
        let [problem] = &self.document.problems[..] else { panic!("one problem, not {:?}", self.document.problems) };
        let help = problem.help.as_ref().map(|help| help.get(Language::Fr).to_string());
        (problem.message.get(Language::Fr).to_string(), help.unwrap_or_default())
    }

    fn line(&self) -> u32 {
        let span = self.document.problems[0].span.unwrap();
        self.sources.start(span).line
    }
}

#[test]
fn a_title_with_a_colon_is_shown_in_quotes_and_read_all_the_same() {
    let read = read("title: Publier ses données : par où commencer ?\nstart: 2026-11-17 14:00\n");
    let (message, help) = read.said();
    assert_eq!(message, "Ligne 1 : ce titre contient « : »");
    assert_eq!(help, "Le mettre entre guillemets droits : `title: \"Publier ses données : par où commencer ?\"`.");
    assert_eq!(read.line(), 1);
    assert_eq!(read.text("title").text(), "Publier ses données : par où commencer ?");
    let word = read.text("title").text().find("commencer").unwrap();
    let span = read.text("title").origin(word..word + 9).span().unwrap();
    assert_eq!(read.sources.slice(span), "commencer");
    assert_eq!(read.text("start").text(), "2026-11-17 14:00");
}

#[test]
fn characters_that_yaml_keeps_for_itself() {
    for (typed, first) in [
        ("{{event.title}}", '{'),
        ("{{event.title}} : le replay", '{'),
        ("[TEST] Replay", '['),
        ("%PRENOM%, votre replay", '%'),
        ("@tous", '@'),
        ("*Important* : le replay", '*'),
        ("`code` du webinaire", '`'),
        ("& la suite", '&'),
        ("&suite du webinaire", '&'),
        ("!important pour vous", '!'),
        ("| le replay", '|'),
        ("> le replay", '>'),
        (", la suite", ','),
        ("- le replay", '-'),
    ] {
        let read = read(&format!("from: équipe\nsubject: {typed}\naudience: all\n"));
        let (message, help) = read.said();
        assert_eq!(
            message,
            format!("Ligne 2 : cet objet commence par « {first} », que YAML garde pour lui"),
            "{typed}"
        );
        assert_eq!(help, format!("Le mettre entre guillemets droits : `subject: \"{typed}\"`."));
        assert_eq!(read.text("subject").text(), typed);
        assert_eq!(read.text("audience").text(), "all");
    }
}

#[test]
fn a_quote_inside_closes_the_text() {
    let read_one = read("title: 'L'accès'\n");
    let (message, help) = read_one.said();
    assert_eq!(message, "Ligne 1 : l'apostrophe ferme le texte");
    assert_eq!(help, "Mettre des guillemets droits doubles : `title: \"L'accès\"`.");
    assert_eq!(read_one.text("title").text(), "L'accès");
    let read_two = read("title: \"Dites \"oui\"\"\n");
    let (message, help) = read_two.said();
    assert_eq!(message, "Ligne 1 : le guillemet intérieur ferme le texte");
    assert_eq!(help, "Mettre des guillemets droits simples : `title: 'Dites \"oui\"'`.");
    assert_eq!(read_two.text("title").text(), "Dites \"oui\"");
    let read_three = read("title: \"L'un dit \"oui\"\"\n");
    assert_eq!(read_three.text("title").text(), "L'un dit \"oui\"");
    let at = read_three.text("title").text().find("oui").unwrap();
    let span = read_three.text("title").origin(at - 1..at + 4).span().unwrap();
    assert_eq!(read_three.sources.slice(span), "\"oui\"");
}

#[test]
fn a_quote_that_is_never_closed_is_named_on_its_line() {
    let read = read("title: \"Le replay\nsubject: bonjour\nstart: 2026-11-17\n");
    let (message, help) = read.said();
    assert_eq!(message, "Ligne 1 : le guillemet \" n'est pas refermé");
    assert_eq!(help, "Le refermer : `title: \"Le replay\"`.");
    assert_eq!(read.text("start").text(), "2026-11-17");
}

#[test]
fn invisible_indentation_is_named() {
    let tab = read("contact:\n\temail: a@exemple.test\n\tphone: x\n");
    let (message, _) = tab.said();
    assert!(message.contains("une tabulation") && message.contains("Ligne 2"), "{message}");
    assert!(tab.root().get("contact").unwrap().get("phone").is_some());
    let space = read("contact:\n\u{a0}\u{a0}email: a@exemple.test\n");
    let (message, help) = space.said();
    assert!(message.contains("une espace insécable") && message.contains("Ligne 2"), "{message}");
    assert!(help.contains("`  email: a@exemple.test`"), "{help}");
    assert_eq!(space.root().get("contact").unwrap().get("email").unwrap().as_text().unwrap().text(), "a@exemple.test");
    let after = read("title:\u{a0}Le replay\nstart: 2026-11-17\n");
    assert!(after.said().0.contains("une espace insécable"));
    assert_eq!(after.text("title").text(), "Le replay");
    let before = read("title\u{a0}: Le replay\n");
    assert!(before.said().0.contains("une espace insécable"));
    assert_eq!(before.text("title").text(), "Le replay");
}

#[test]
fn a_no_break_space_inside_a_text_is_a_letter_of_it() {
    let read =
        read("title: \"Le replay\u{a0}: suite\"\nfacts:\n  - Atelier\u{202f}!\ndescription: >\n  \u{a0}une : ligne\n");
    assert_eq!(read.document.problems, []);
    assert_eq!(read.text("title").text(), "Le replay\u{a0}: suite");
}

#[test]
fn what_a_hash_cut_is_never_silent() {
    let read_one = read("title: Atelier #3 : la suite\nstart: 2026-11-17 # le mardi\nroom: Salle 2   # au fond\n");
    assert_eq!(read_one.document.problems, []);
    assert_eq!(read_one.text("title").text(), "Atelier");
    let [remark] = &read_one.document.remarks[..] else { panic!("{:?}", read_one.document.remarks) };
    assert_eq!(remark.rule, "cut-by-comment");
    assert_eq!(remark.values["read"], "Atelier");
    assert_eq!(remark.values["cut"], "#3 : la suite");
    assert_eq!(remark.expected.as_deref(), Some("\"Atelier #3 : la suite\""));
    assert_eq!(read_one.sources.slice(remark.span), "#3 : la suite");
    assert_eq!(read("aliases:\n  - Atelier #3\n").document.remarks.len(), 1);
    assert_eq!(read("title: #3\n").document.remarks.len(), 1);
    let example = "id: tableau        # default: the file's stem\nspeakers:          # a name\n  - Malo\naliases: # autres\n  - Un\n";
    assert_eq!(read(example).document.remarks, []);
}

#[test]
fn a_missing_space_after_the_colon() {
    let read = read("title:Le replay\nstart: 2026-11-17\n");
    let (message, help) = read.said();
    assert_eq!(message, "Ligne 1 : il manque une espace après « : »");
    assert_eq!(help, "Écrire `title: Le replay`.");
    assert_eq!(read.text("title").text(), "Le replay");
}

#[test]
fn the_corrected_line_is_shown_for_each_of_these() {
    for (typed, message, help) in [
        (
            "mails:\n  - {template: a.hbs, subject: {{event.title}}}\n",
            "Ligne 2 : cette valeur commence par « { »",
            "`- {template: a.hbs, subject: \"{{event.title}}\"}`",
        ),
        ("speakers: [Inès, @tous]\n", "Ligne 1 : cette valeur commence par « @ »", "`speakers: [Inès, \"@tous\"]`"),
        ("title: \"Un\"\n  start: 2026-11-17\n", "Ligne 2 : cette ligne n'est pas alignée", "`start: 2026-11-17`"),
        ("title: Un\nstart 2026-11-17\n", "Ligne 2 : il manque « : » après le premier mot", "`start: 2026-11-17`"),
        ("aliases: [Un, Deux\nstart: x\n", "Ligne 1 : [ n'est pas refermé", "`aliases: [Un, Deux]`"),
        ("title: \"C:\\dossier\"\n", "Ligne 1 : une barre oblique inverse", "simples : `title: 'C:\\dossier'`"),
        (
            "description: Une heure : voir\n  et la suite\nstart: x\n",
            "Ligne 1 : cette valeur contient « : »",
            "`description: \"Une heure : voir et la suite\"`",
        ),
        (
            "from: \"Équipe\" <a@exemple.test> # nous\n",
            "Ligne 1 : le guillemet intérieur",
            "simples : `from: '\"Équipe\" <a@exemple.test>' # nous`",
        ),
    ] {
        let read = read(typed);
        let said = read.said();
        assert!(said.0.starts_with(message), "{typed}: {}", said.0);
        assert!(said.1.contains(help), "{typed}: {}", said.1);
        assert!(read.document.root.is_some());
    }
}

#[test]
fn a_line_that_no_guess_explains_is_still_placed() {
    let read = read("title: Un\nfacts: [\"a\" \"b\"]\n");
    let (message, help) = read.said();
    assert_eq!(message, "Ligne 2 : cette ligne n'est pas du YAML lisible");
    assert!(!help.is_empty());
    assert_eq!(read.line(), 2);
}

#[test]
fn several_mistakes_are_told_at_once() {
    let read = read("title: Publier : par où ?\nsubject: [TEST] Replay\nfrom: 'L'équipe'\nstart: 2026-11-17\n");
    assert_eq!(read.document.problems.len(), 3);
    assert_eq!(read.text("start").text(), "2026-11-17");
}

#[test]
fn lines_are_those_of_the_file_in_front_matter() {
    let sources = Sources::new();
    let file = sources.add("m.hbs", b"---\na: b : c\n---\n".to_vec(), Accept::Utf8).unwrap();
    let document = yaml::read_from(&sources.text(file).slice(4..14), 2);
    assert!(document.problems[0].message.fr.starts_with("Ligne 2 :"));
    assert_eq!(sources.start(document.problems[0].span.unwrap()).line, 2);
}

#[test]
fn a_duplicate_key_names_both_lines_and_the_first_counts() {
    let read = read("title: Un\nstart: 2026-11-17\ntitle: Deux\n");
    let (message, _) = read.said();
    assert_eq!(message, "« title » est écrit deux fois, lignes 1 et 3 : la ligne 1 est retenue");
    assert_eq!(read.document.problems[0].code, "duplicate-key");
    assert_eq!(read.line(), 3);
    assert_eq!(read.text("title").text(), "Un");
}

#[test]
fn scalars_keep_every_character() {
    let read = read("pin: 0123\nid: 482 913 175\nyes: yes\nphone: +33 1 99 00 12 34\nhex: 0x1F\nnone: ~\nempty:\n");
    for (key, text) in
        [("pin", "0123"), ("id", "482 913 175"), ("yes", "yes"), ("phone", "+33 1 99 00 12 34"), ("hex", "0x1F")]
    {
        assert_eq!(read.text(key).text(), text);
    }
    assert!(read.root().get("none").unwrap().is_null() && read.root().get("empty").unwrap().is_null());
}

#[test]
fn limits_are_refused_with_a_place() {
    let deep = "[".repeat(100_000);
    let block: String = (0..300).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let bomb = format!(
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n{}",
        (0..9)
            .map(|n| {
                let (this, last) = ((b'b' + n) as char, (b'a' + n) as char);
                format!("{this}: &{this} [{}]\n", vec![format!("*{last}"); 10].join(", "))
            })
            .collect::<String>()
    );
    let many = format!("a: &a x\nb: [{}]\n", vec!["*a"; 200].join(", "));
    let two = "title: Un\n---\ntitle: Deux\n".to_string();
    let big = format!("title: {}\n", "x".repeat(yaml::MAX_BYTES));
    for (what, text) in [("deep", deep), ("block", block), ("bomb", bomb), ("many", many), ("two", two), ("big", big)] {
        let read = read(&text);
        let [problem] = &read.document.problems[..] else { panic!("{what}: {:?}", read.document.problems.len()) };
        assert_eq!(problem.code, "yaml-limit", "{what}: {}", problem.message.fr);
        assert!(problem.span.is_some(), "{what}");
        assert!(read.document.root.is_none(), "{what}");
    }
}

#[test]
fn ordinary_aliases_are_read() {
    let read = read("a: &lien https://exemple.test/\nb: *lien\nc: &deux {x: un}\nd: *deux\n");
    assert_eq!(read.document.problems, []);
    assert_eq!(read.text("b").text(), "https://exemple.test/");
    assert_eq!(read.root().get("d").unwrap().get("x").unwrap().as_text().unwrap().text(), "un");
}

#[test]
fn an_escape_is_one_unit() {
    let read = read("title: \"caf\\u00e9 noir\\n\\\n  et \\uD83C\\uDFB5\"\n");
    let title = read.text("title");
    assert_eq!(title.text(), "café noir\net 🎵");
    assert_eq!(read.sources.slice(title.origin(3..5).span().unwrap()), "\\u00e9");
    let note = title.text().find('🎵').unwrap();
    assert_eq!(read.sources.slice(title.origin(note..note + 4).span().unwrap()), "\\uD83C\\uDFB5");
}

/// One word between two others, in each style in which a scalar can be written.
fn styles(word: &str) -> Vec<String> {
    vec![
        format!("k: avant {word} après\n"),
        format!("k: avant\n  {word}\n\n  après\n"),
        format!("k: 'l''avant {word} après'\n"),
        format!("k: 'l''avant\n\n  {word} après'\n"),
        format!("k: \"\\u00e9t\\xe9 {word} \\\"après\\\"\"\n"),
        format!("k: \"avant \\\n   {word}\n\n  après\"\n"),
        format!("k: |\n  avant\n    {word}\n\n  après\n"),
        format!("k: >-\n  avant\n  {word} après\n\n    plus loin\n"),
        format!("k: |2+\n   avant {word}\n\n\n"),
        format!("k: > # note\n\n  avant {word}"),
        format!("k: !!str {word}\r\nl: x\r\n"),
        format!("k: &a {word}\nl: *a\n"),
    ]
}

proptest! {
    #[test]
    fn a_word_in_a_scalar_has_its_own_bytes(word in "[a-zàéœ日🎵]{1,8}(['’ ]{0,1}[a-zA-Z0-9é]{1,6}){0,3}") {
        for text in styles(&format!("q{word}q")) {
            // An apostrophe is written twice between single quotes.
            let single = text.starts_with("k: 'l''");
            let word = format!("q{word}q");
            let typed = if single { word.replace('\'', "''") } else { word.clone() };
            let text = text.replace(&word, &typed);
            let read = read(&text);
            prop_assert_eq!(&read.document.problems, &[]);
            let value = read.text("k");
            let at = value.text().find(&word);
            prop_assert!(at.is_some(), "{:?} in {:?}", word, value.text());
            let at = at.unwrap();
            let span = value.origin(at..at + word.len()).span().unwrap();
            prop_assert_eq!((span.start as usize, span.end as usize), (text.find(&typed).unwrap(), text.find(&typed).unwrap() + typed.len()));
        }
    }

    #[test]
    fn no_text_makes_it_fall_over(text in "[-a-c:#'\"\\[\\]{}&*!|>%@`\\\\ \t\n\u{a0},?~]{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn a_quoted_text_reads_back(text in "[a-z'\"\\\\ :#é{}\\[\\]]{1,20}") {
        let read = read(&format!("k: {}\n", yaml::quoted(&text)));
        prop_assert_eq!(read.text("k").text(), text);
    }
}

//! Rule files of a team, and suppressions.

use std::path::PathBuf;
use std::sync::LazyLock;

use presend::check::{self, Ask};
use presend::finding::Level;
use presend::message::{PartKind, text};
use presend::project::{self, Files, Request};
use presend::rules::{Choice, Hit, InTemplate, RuleSet, Situation, Texts};
use presend::source::{Accept, Sources, Traced};

use super::chosen;
use super::places::{problems, remarks, span};
use super::project::{now, outcome};

/// The built-in rules.
pub(super) static BUILT_IN: LazyLock<RuleSet> = LazyLock::new(|| {
    let (rules, problems) = RuleSet::load(&Sources::new(), &Choice::default());
    assert_eq!(problems, [], "the built-in rules load");
    rules
});

/// What the rules look at.
const MAIL: &str = "Bonjour Ana,\n\nCliquez ici : merci de votre inscription, mardi 17 novembre à 14 h.\n\n- e-mail, Email\n\nA B b 12 12 %\n";

/// A rule's file: it is read, and looks at a mail.
pub fn rules(bytes: &[u8]) {
    let sources = Sources::new();
    let Ok(file) = sources.add("a.yaml", bytes.to_vec(), Accept::Utf8) else { return };
    let (set, found) = RuleSet::alone(&sources, file);
    problems(&found, &sources);
    remarks(&set.remarks, &sources);
    let Ok(mail) = sources.add("m.txt", MAIL.into(), Accept::Utf8) else { return };
    let source = sources.text(mail);
    let part = text::read(&source, false);
    let subject: Traced = source.slice(0..12);
    let texts = Texts {
        lines: &[(PartKind::Subject, &subject)],
        parts: &[(PartKind::Text, &part)],
        source: Some(&source),
        ..Texts::default()
    };
    let hits = set.look(&texts, &Situation::default(), None, &mut InTemplate::default());
    for hit in &hits {
        span(hit.finding.span, &sources);
        hit.finding.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| span(edit.span, &sources));
    }
    if chosen(bytes, 8) {
        let (again, told) = RuleSet::alone(&sources, file);
        assert_eq!((found, &set.remarks, set.ids()), (told, &again.remarks, again.ids()));
        let again = again.look(&texts, &Situation::default(), None, &mut InTemplate::default());
        let findings = |hits: Vec<Hit>| hits.into_iter().map(|hit| hit.finding).collect::<Vec<_>>();
        assert_eq!(findings(hits), findings(again));
    }
}

/// Suppressions in a partial, of Handlebars or (by the first byte) of YAML: what is wrong with them is found.
pub fn suppressions(bytes: &[u8]) {
    let Some((how, text)) = bytes.split_first() else { return };
    let name = if how & 1 == 0 { "p.hbs" } else { "p.yaml" };
    let sources = Sources::new();
    if sources.add(name, text.to_vec(), Accept::Utf8).is_err() {
        return;
    }
    let files = Files { partials: vec![("p".into(), name.into())], ..Files::default() };
    let request = Request { cwd: PathBuf::from("/nowhere"), ..Request::default() };
    let project = project::load_files(&sources, &request, &files);
    let ask = Ask { threads: 1, ..Ask::of(now(), false, Level::Info) };
    let found = check::run(&project, &BUILT_IN, &sources, &ask);
    outcome(&found, &sources);
    if chosen(bytes, 8) {
        assert_eq!(found.findings, check::run(&project, &BUILT_IN, &sources, &ask).findings);
    }
}

//! How long the parts of reading a mail and judging it take: `cargo bench --bench mail`. The mail is that of
//! `sample/mod.rs`, rendered: some 20 KB.

mod sample;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use presend::language::Language;
use presend::message::{Part, PartKind, html};
use presend::rules::{Choice, InTemplate, RuleSet, Situation, Texts};
use presend::source::{FileId, Sources, Traced};
use presend::template::{Environment, Node, parse, render};
use presend::value::name::person_names;
use presend::value::when;
use presend::words::{Lists, Words};

fn main() {
    divan::main();
}

/// The mail as a recipient gets it, without its footer.
fn rendered() -> Traced {
    let template = parse(&Traced::source(&sample::mail(), FileId(0), 0));
    render(&template, &Node::from_json(&sample::facts()), &Environment::new(Language::Fr)).output
}

/// The texts of its blocks.
fn texts(part: &Part) -> Vec<&str> {
    part.blocks.iter().map(|block| block.text.text()).collect()
}

fn length(texts: &[&str]) -> BytesCount {
    BytesCount::new(texts.iter().map(|text| text.len()).sum::<usize>())
}

#[divan::bench]
fn read_html(bencher: Bencher) {
    let html = rendered();
    bencher.counter(BytesCount::of_str(html.text())).bench_local(|| html::read(black_box(&html)));
}

#[divan::bench]
fn cut_words(bencher: Bencher) {
    let part = html::read(&rendered());
    let texts = texts(&part);
    bencher.counter(length(&texts)).bench_local(|| texts.iter().map(|text| Words::of(text).len()).sum::<usize>());
}

#[divan::bench]
fn scan_dates(bencher: Bencher) {
    let part = html::read(&rendered());
    let texts = texts(&part);
    let scan = |text: &&str| when::scan(text, Language::Fr, false).len();
    bencher.counter(length(&texts)).bench_local(|| texts.iter().map(scan).sum::<usize>());
}

#[divan::bench]
fn scan_names(bencher: Bencher) {
    let part = html::read(&rendered());
    let texts = texts(&part);
    bencher.counter(length(&texts)).bench_local(|| texts.iter().map(|text| person_names(text).len()).sum::<usize>());
}

/// One list of some dozens that a mail's words are looked through for.
#[divan::bench]
fn find_a_list_of_words(bencher: Bencher) {
    let part = html::read(&rendered());
    let words: Vec<Words> = texts(&part).into_iter().map(Words::of).collect();
    let list = Lists::built_in().list("event-nouns");
    bencher.bench_local(|| words.iter().map(|words| list.find(words).len()).sum::<usize>());
}

/// All built-in rules about words over one mail; regular expressions are compiled before.
#[divan::bench]
fn look_with_built_in_rules(bencher: Bencher) {
    let part = html::read(&rendered());
    let source = Traced::source(&sample::mail(), FileId(0), 0);
    let (rules, _) = RuleSet::load(&Sources::new(), &Choice::default());
    let parts = [(PartKind::Html, &part)];
    let texts = Texts { parts: &parts, source: Some(&source), ..Texts::default() };
    bencher
        .bench_local(|| rules.look(black_box(&texts), &Situation::default(), None, &mut InTemplate::default()).len());
}

//! How fast dates are read in French text, and that the time grows with the length alone.

use divan::counter::BytesCount;
use presend::language::Language;
use presend::value::when::scan;

/// An ordinary paragraph of a follow-up: a date, an hour and a relative word in some five hundred bytes.
const TEXT: &str = "Bonjour à toutes et à tous, merci d'avoir participé à notre atelier mardi 17 novembre 2026, de 14 h à 15 h. \
Vous avez été nombreux à poser des questions sur les indicateurs, les filtres et l'export des données ; nous avons \
réuni les réponses dans un document que chacun peut compléter. Les personnes qui n'ont pas pu se joindre à nous \
retrouveront l'enregistrement, le support et le questionnaire en bas de ce message. Le service reste à votre écoute \
pour toute précision, et la prochaine séance se tiendra demain.\n";

#[divan::bench(args = [1, 10])]
fn scan_mb(bencher: divan::Bencher, megabytes: usize) {
    let text = TEXT.repeat(megabytes * 1_000_000 / TEXT.len());
    bencher.counter(BytesCount::of_str(&text)).bench(|| scan(divan::black_box(&text), Language::Fr, false).len());
}

fn main() {
    divan::main();
}

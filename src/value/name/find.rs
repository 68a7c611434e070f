//! Where a text names people.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::{CIVILITIES, PARTICLES};
use crate::language::fold::fold;

/// Words with a capital that begin a sentence, or stand before a name without being part of it.
const STARTERS: &str = "\
a afin alors apres au aucun aujourd aussi autour aux avant avec beaucoup bien bienvenue bonjour bonsoir bravo c ce \
cela ces cet cette chaque cher chere chers cheres ci comme comment contact d dans demain depuis dernier derniere deux \
donc dont du elle elles en encore enfin ensuite entre est et eux grace hier ici il ils invite invitee intervenant \
intervenante intervenants intervention j je jusqu l la laissez le les lors ma mais me merci mes mon n ne nos notre nous \
ou par parce pas pendant plus pour pourquoi presentation puis qu quand que quel quelle qui quoi rappel rejoindre s sa \
salut sans selon ses si son sous sur ta te tel tous tout toute toutes trois tu un une vers voici voir vos votre vous \
about after all also am an and animateur animatrice animation are as at be because been before but by can cc click \
coming dear each featuring find first for from get good great have hello here hey hi hosted how i if in is it its join \
just last let live meet more my new next no not now of on once one or other our please presenter question questions \
read register replay see she he so some speaker speakers special stay talk talks thank thanks that the their them then \
there these they this those thursday to today together tomorrow two until update us via was watch we welcome what \
when where which while who why will with would yesterday you your visit explore use try write call ask bring buy download open reply do does \
si oui non notez inscription conference atelier webinaire session seance moderateur \
moderatrice moderation moderator directeur directrice responsable chef cheffe charge chargee president presidente \
visiting welcoming introducing announcing auteur autrice author director manager head lead keynote workshop webinar visio replay titre objet date heure lieu \
yes no oui non ok ps nb";

/// Words that make a run of capitals a place, an institution, a product or a heading.
const NOT_PEOPLE: &str = "\
academie academy adult agence agency aide air algorithmes api apis archives art arts association associations atelier \
ateliers auditorium avenue bank banque barcelona batiment board boulevard building bureau bus business cafe call campus \
care center centre chambre chamber charter chateau church city class club code college comite commission committee \
communaute communication communications community commune company conference conferences congres conseil cooperative \
corporation council country county cour course data day days department departement design developer development digital \
direction doc docs documentation donnees drive east ecole edition email engineering equipe equipes espace etat event \
events evenement experience fair federation festival film fondation fondations foundation forum france free friday games \
general google government grand great group groupe guide hall health help high hotel house hub ile image images institut \
institute internet island journee journees kingdom lab laboratoire labs lake library libraries lightning limited list \
live local lycee mail mairie maison maisons management market marketing maternelle media meet meetup meeting metropole \
microsoft ministere ministry mission monday museum musee music national nations network new news newsletter north \
numerique office online open opera organisation organization page palais paris park parc parks part partner partners party \
phone place platform plateforme play pole police policy pont port portail portal prefecture press programme program \
project projet prefet public publication question questions quiz rail rally reading reception region regional report \
republique research reseau resources restaurant river road room rooms rue saint salle salon saturday schedule school \
science sciences section security service services shop slack slides social societe society software south space \
sponsors sponsorship square stage state states station street studio studios summit sunday support syndicat table \
tableau team teams tech technical technology test testers testing theatre thursday ticket tickets times tour tourisme \
town track training tram transport trust tube tuesday union united universite university update user users valley venue \
village ville villes virtual volunteer volunteers water web webinar webinars wednesday week west wifi workshop workshops \
world writers writing year york youtube zoom zone unconference unconf livestorm bigbluebutton gotowebinar \
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april may \
june july august september october november december lundi mardi mercredi jeudi vendredi samedi dimanche \
north-east europe european europeen europeenne francais francaise english french british american african \
opportunity opportunities grant grants license licence creative commons expo hat months weeks hours away ballroom \
pacific atlantic time standard daylight saving link walk flickr scholar cloud hotels boat ride asia africa portfolio \
content block blocks bridge tip tips book books reminder reminders few thing things essential job jobs hunters document \
documents yourself announced soon midnight lunch break aid mutual important reusable practical pub notes note \
participate try write sync spec party hike tour breakfast dinner drinks evening morning afternoon noon \
lien liens supports support inscription inscriptions visioconference connexion code pin telephone pause dejeuner accueil \
cloture ouverture bilan etapes etape conseils astuces ressources ressource documents questions reponses replay \
st ave avenue lane drive blvd northwest northeast southwest southeast downtown \
officer arbiter chief lecturer senior junior manager secretary treasurer coordinator assistant engineer adviser advisor lead president chair chairman convener principal consultant analyst executive specialist deputy vice associate fellow head registrar curator librarian provost trustee correspondent editor producer \
attendee attendees guide badge deadline proposals proposal fee pass prices price discount code conduct sale";

/// Letters after a name, folded: degrees, orders, professions.
const AFTER_NAMES: &[&str] = &[
    "ba", "bsc", "bvsc", "cbe", "ceng", "cfa", "cpa", "dphil", "dvm", "esq", "frcp", "frcs", "frcvs", "frs", "fsa",
    "jd", "kbe", "kc", "llb", "llm", "ma", "mba", "mbe", "mbbs", "md", "mp", "mrcp", "mrcs", "mrcvs", "msc", "obe",
    "peng", "phd", "qc", "rcvs", "rgn", "rn",
];

static STARTER_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STARTERS.split(' ').collect());
static NOT_PEOPLE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NOT_PEOPLE.split(' ').collect());

/// Whether a folded word is a kind of place, institution or thing that bears people's names: "salle", "prix", "rue".
pub fn is_thing(word: &str) -> bool {
    NOT_PEOPLE_WORDS.contains(word)
        || matches!(
            word,
            "prix"
                | "loi"
                | "espace"
                | "amphi"
                | "amphitheatre"
                | "methode"
                | "bourse"
                | "chaire"
                | "award"
                | "prize"
                | "lecture"
                | "fund"
                | "medal"
        )
}

/// A word of the text.
struct Word<'a> {
    range: Range<usize>,
    text: &'a str,
    folded: String,
}

/// Runs of two to four capitalised words that look like a person's name, with particles (de, van, Le, St.), initials,
/// hyphens and apostrophes; the bytes of each without civility. Words that begin sentences, institutions, places by
/// their kind, months and weekdays are left out. It knows no list of names, so whoever calls it should have a reason to
/// expect people.
pub fn person_names(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Vec<Word<'_>> = Vec::new();
    for range in words(text) {
        let word = part_of_name(text, range);
        let joined =
            |word: &Word<'_>| run.last().is_none_or(|last| joins(&text[last.range.end..word.range.start], last));
        if !word.as_ref().is_some_and(joined) {
            found.extend(name_in(text, &run));
            run.clear();
        }
        run.extend(word);
    }
    found.extend(name_in(text, &run));
    found
}

/// A word that may stand in a name: with a capital, a particle, or elided. Most words of a text are none, and are not
/// looked at any further.
fn part_of_name(text: &str, range: Range<usize>) -> Option<Word<'_>> {
    const LONGEST_PARTICLE: usize = "saint".len();
    let word = &text[range.clone()];
    let capital = is_capitalised(word);
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !capital && plain && word.len() > LONGEST_PARTICLE {
        return None;
    }
    let word = Word { text: word, folded: fold(word), range };
    (capital || is_particle(&word) || elided(word.text).is_some()).then_some(word)
}

/// Letters with apostrophes and hyphens inside, by their bytes.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let inside = |c: char| matches!(c, '\'' | '’' | '-' | '‑');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let letter = match c.is_ascii() {
            true => c.is_ascii_alphanumeric(),
            false => c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c),
        };
        let goes_on = start.is_some() && inside(c) && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if letter || goes_on {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            words.push(start..at);
        }
    }
    words.extend(start.map(|start| start..text.len()));
    words
}

/// Whether two words may stand in one name: one space, or the point of an initial.
fn joins(gap: &str, before: &Word<'_>) -> bool {
    let short = before.text.chars().count() <= 2 || CIVILITIES.contains(&before.folded.as_str());
    match gap.strip_prefix('.') {
        Some(rest) => short && matches!(rest, "" | " " | "\u{a0}" | "-"),
        None => matches!(gap, " " | "\u{a0}" | "\u{202f}"),
    }
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && !word.chars().any(|c| c.is_ascii_digit())
}

fn is_particle(word: &Word<'_>) -> bool {
    PARTICLES.contains(&word.folded.as_str())
}

fn is_lower_particle(word: &Word<'_>) -> bool {
    is_particle(word) && !is_capitalised(word.text)
}

/// `d'Inès`: where the name begins after the elision.
fn elided(word: &str) -> Option<usize> {
    let (article, name) = word.split_once(['\'', '’'])?;
    let article_ends = matches!(article, "d" | "l" | "qu" | "D" | "L" | "Qu" | "jusqu" | "lorsqu");
    (article_ends && is_capitalised(name)).then(|| word.len() - name.len())
}

/// The name in a run of capitalised words and particles.
fn name_in(text: &str, run: &[Word<'_>]) -> Option<Range<usize>> {
    let mut run = run;
    let mut cut = 0;
    while let Some((first, rest)) = run.split_first() {
        cut = 0;
        let point = text[first.range.end..].starts_with('.');
        let initial = point && first.text.chars().count() == 1;
        let starts = STARTER_WORDS.contains(first.folded.as_str()) && !initial
            || CIVILITIES.contains(&first.folded.as_str()) && first.folded != "m"
            || first.folded == "m" && rest.len() != 1 && point
            || first.folded == "m" && rest.len() == 1
            || is_order(text, first)
            || is_lower_particle(first);
        if starts {
            run = rest;
            continue;
        }
        cut = elided(first.text).unwrap_or(0);
        break;
    }
    // "Malo Perrin de la Région Bretagne": the institution after the particle is not the person's.
    let of_institution =
        |pair: &[Word<'_>]| is_lower_particle(&pair[0]) && NOT_PEOPLE_WORDS.contains(pair[1].folded.as_str());
    if let Some(at) = run.windows(2).position(of_institution) {
        run = &run[..at];
    }
    let beside_name = |last: &Word<'_>| {
        let capitals = last.text.chars().filter(|c| c.is_uppercase()).count() > 1;
        is_lower_particle(last) || capitals && AFTER_NAMES.contains(&last.folded.as_str())
    };
    while run.len() > 1 && run.last().is_some_and(beside_name) {
        run = &run[..run.len() - 1];
    }
    // "du Crédit Coopératif", "de la Maison Verte": people go without an article.
    let before = text[..run.first()?.range.start].trim_end();
    let before = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(before);
    if cut == 0 && matches!(before, "du" | "des" | "au" | "aux" | "Du" | "Des") {
        return None;
    }
    let names: Vec<&Word<'_>> = run.iter().filter(|word| !is_particle(word)).collect();
    // "La Tour", "Le Page": after a particle with a capital, any word is a family name.
    let family = run.windows(2).filter(|pair| is_particle(&pair[0]) && is_capitalised(pair[0].text));
    let family: Vec<usize> = family.map(|pair| pair[1].range.start).collect();
    let plausible = (2..=4).contains(&names.len())
        && names.iter().any(|word| word.text.chars().skip(1).any(char::is_lowercase))
        && names.iter().enumerate().all(|(n, word)| family.contains(&word.range.start) || is_name_word(word, n))
        && names.iter().any(|word| !like_a_noun(word))
        && names.iter().any(|word| word.text.chars().count() > 2);
    let (first, last) = (run.first()?, run.last()?);
    plausible.then(|| first.range.start + cut..last.range.end)
}

/// A French order at the beginning of a sentence: "Retrouvez Malo Perrin".
fn is_order(text: &str, word: &Word<'_>) -> bool {
    let before = text[..word.range.start].trim_end().chars().next_back();
    let begins = before.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '\n' | '•' | '»'));
    begins && word.folded.len() > 4 && word.folded.ends_with("ez")
}

fn is_name_word(word: &Word<'_>, index: usize) -> bool {
    let parts = || word.folded.split(['-', '\'']).filter(|part| !part.is_empty());
    let whole_capitals = !word.text.chars().any(char::is_lowercase);
    let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
    // "API publique", "IT Support": a short word in capitals is an abbreviation; one letter is an initial.
    let abbreviation = whole_capitals && (2..=3).contains(&letters) && !word.text.contains(['\'', '’']);
    let known = NOT_PEOPLE_WORDS.contains(word.folded.as_str()) || parts().all(|part| NOT_PEOPLE_WORDS.contains(part));
    let starter = index > 0 && STARTER_WORDS.contains(word.folded.as_str()) && word.folded.len() > 2;
    let nobody = abbreviation || known || starter;
    !nobody
}

/// The ending of a common noun: "Design Thinking" is nobody, while Marguerite and Castaing are names beside another.
fn like_a_noun(word: &Word<'_>) -> bool {
    let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
    let common = ["tion", "tions", "sion", "sions", "ite", "ites", "ness", "ship", "ings", "logy", "logie"];
    common.iter().any(|end| letters > end.len() + 2 && word.folded.ends_with(end))
        || letters >= 7 && word.folded.ends_with("ing")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        person_names(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn people_in_sentences() {
        for (text, names) in [
            ("Merci à Malo Perrin, chef de produit (Région).", vec!["Malo Perrin"]),
            ("Avec Inès Caron et Jean-Baptiste N’Guyen.", vec!["Inès Caron", "Jean-Baptiste N’Guyen"]),
            ("Bonjour Malo Perrin,", vec!["Malo Perrin"]),
            ("Retrouvez Yann Le Goff demain", vec!["Yann Le Goff"]),
            ("Le replay d'Inès Caron", vec!["Inès Caron"]),
            ("Mme Hélène de La Tour", vec!["Hélène de La Tour"]),
            ("Présentation de Tomasz Gajewski (Osprey Rail)", vec!["Tomasz Gajewski"]),
            ("Caoimhe Ní Dhomhnaill, on seeded data", vec!["Caoimhe Ní Dhomhnaill"]),
            ("Dr Mary T. Smith and J. Dupont", vec!["Mary T. Smith", "J. Dupont"]),
            ("avec Noé Castaing, puis Marguerite Okonjo-Bell", vec!["Noé Castaing", "Marguerite Okonjo-Bell"]),
            ("Vincent van den Berg speaks", vec!["Vincent van den Berg"]),
            ("Malo PERRIN ouvre la séance", vec!["Malo PERRIN"]),
            ("Malo Perrin de la Région Bretagne", vec!["Malo Perrin"]),
        ] {
            assert_eq!(found(text), names, "{text}");
        }
    }

    #[test]
    fn what_is_nobody() {
        for text in [
            "Région Bretagne, Ville de Valbrume, Université Paul Sabatier",
            "Mardi 17 Novembre, Jeudi Matin",
            "Rejoindre la salle. Nous vous attendons.",
            "Liberties College and Dogpatch Hall",
            "Google Meet, Microsoft Teams",
            "OUVRIR SES DONNÉES",
            "Call for Proposals. Writing Day. Code of Conduct",
            "Merci. Bonne journée",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}

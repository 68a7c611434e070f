//! What the HTML page tells of a word is what `presend why` says of its place, and nothing private is told.

#![allow(clippy::unwrap_used)]

mod workshop;

use std::collections::BTreeMap;

use serde_json::Value;

use workshop::{Project, list};

const ASK: &str = "--language fr --now 2026-12-01T09:00";
/// How many words of a fixture are asked about.
const SAMPLE: usize = 10;

/// The words of a page as its script reads them: each node's number with the words that are marked with it.
struct Page {
    html: String,
    nodes: Vec<Value>,
    words: BTreeMap<usize, String>,
}

impl Page {
    fn of(project: &Project) -> Page {
        let output = project.run(&format!("check --format html {ASK}"), None);
        let html = String::from_utf8(output.stdout).unwrap();
        let (_, data) = html.split_once("id=\"chains\">").unwrap();
        let data: Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
        Page { nodes: list(&data, "nodes").to_vec(), words: Page::words(&html), html }
    }

    fn words(html: &str) -> BTreeMap<usize, String> {
        let mut words: BTreeMap<usize, String> = BTreeMap::new();
        for word in html.split("<w- n=\"").skip(1) {
            let (number, rest) = word.split_once("\">").unwrap();
            words.entry(number.parse().unwrap()).or_default().push_str(rest.split_once("</w->").unwrap().0);
        }
        words
    }

    fn keep_first_view(&mut self) {
        self.words = Page::words(self.html.split("class=\"view\"").nth(1).unwrap());
    }

    fn node(&self, number: &Value) -> &Value {
        &self.nodes[usize::try_from(number.as_u64().unwrap()).unwrap()]
    }

    fn all<'p>(&'p self, numbers: &'p Value) -> impl Iterator<Item = &'p Value> {
        numbers.as_array().unwrap().iter().map(|number| self.node(number))
    }

    /// What it tells of a word, in lines; and the place to ask `why` about, where one place has those words first.
    fn told(&self, number: usize) -> (Vec<String>, Option<String>) {
        let word = &self.nodes[number];
        let tail = self.node(&word[0]);
        let mut steps: Vec<Value> = self.all(&tail[4]).cloned().collect();
        let (words, own) = match &word[1] {
            Value::String(words) => (words.clone(), self.all(&word[2]).cloned().collect::<Vec<_>>()),
            column => {
                let place = format!("{}:{}:{column}", self.node(&tail[5]).as_str().unwrap(), tail[6]);
                let words = self.node(&word[2]).as_str().unwrap().to_string();
                (words.clone(), vec![serde_json::json!(["écrit ici", place, words])])
            }
        };
        let first = &own[0];
        let asked =
            (own.len() == 1 || first[0] != "écrit ici").then(|| first[1].as_str().map(str::to_string)).flatten();
        steps.extend(own);
        let passage = self.node(&tail[0]);
        let mut out = vec![plain(&words), plain(passage[1].as_str().unwrap())];
        for step in &steps {
            out.push(line([&step[0], &step[1], &step[2]]));
        }
        out.push(line([self.node(&passage[2]), self.node(&passage[3])]));
        for claim in self.all(&tail[1]) {
            out.push(line([&claim[0], &claim[2]]));
            out.extend(claim[4].as_array().unwrap().iter().map(|fact| line([&fact[0], &fact[1]])));
        }
        out.extend(self.all(&tail[2]).map(|rule| line([&rule[0], &rule[1], &rule[2]])));
        out.push(tail[3].to_string());
        (out, asked)
    }
}

/// What `why` says of a place, in the same lines.
fn said(why: &Value) -> Vec<String> {
    let place = |location: &Value| {
        let start = &location["start"];
        match location["file"].as_str() {
            Some(file) => format!("{file}:{}:{}", start["line"], start["column"]).into(),
            None => Value::Null,
        }
    };
    let mut out = vec![plain(why["words"].as_str().unwrap()), plain(why["sentence"].as_str().unwrap())];
    for step in list(why, "chain") {
        out.push(line([&step["message"], &place(&step["location"]), &step["words"]]));
    }
    out.push(line([&why["passage"]["about"], &why["passage"]["because"]]));
    for claim in list(why, "claims") {
        out.push(line([&claim["kind"], &claim["found"]]));
        out.extend(list(claim, "facts").iter().map(|fact| line([&fact["message"], &place(&fact["location"])])));
    }
    out.extend(list(why, "rules").iter().map(|rule| line([&rule["rule"], &rule["level"], &rule["message"]])));
    out.push(why["silent"].to_string());
    out
}

fn line<const N: usize>(parts: [&Value; N]) -> String {
    parts.map(|part| plain(part.as_str().unwrap_or_default())).join(" | ")
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_tells_of_a_word_what_why_says_of_its_place() {
    let (mut asked, mut printed) = (0, 0);
    let of_fixture = |project: &Project| project.root.to_string_lossy().contains("chains-fixtures-");
    for (name, project) in Project::all("chains").filter(|(_, project)| of_fixture(project)) {
        let mut page = Page::of(&project);
        // A template of every event: `why` is about the first of them, and so is the first view.
        page.keep_first_view();
        assert!(page.words.len() > 40, "{name}: {} words", page.words.len());
        let all: Vec<usize> = page.words.keys().copied().collect();
        for number in all.iter().step_by(all.len() / SAMPLE) {
            let (told, Some(place)) = page.told(*number) else { continue };
            let why = project.json(&format!("why {place} {ASK}"));
            assert_eq!(told, said(&why), "{name}: {place} {:?}", page.words[number]);
            asked += 1;
            printed += usize::from(why["chain"][0]["kind"] == "tag");
        }
    }
    assert!(asked >= 40 && printed >= 3, "{asked} words, {printed} of them printed");
}

#[test]
fn the_words_of_a_fixture_are_all_explained() {
    let (_, project) = Project::all("chains-all").find(|(name, _)| name == "livestorm-copied").unwrap();
    let page = Page::of(&project);
    let frame = page.html.split_once("srcdoc='").unwrap().1.split_once('\'').unwrap().0;
    let body = frame.split_once("</head>").unwrap().1;
    let mut rest = String::new();
    for piece in body.split("<w- n=\"") {
        rest.push_str(piece.rsplit_once("</w->").map_or(piece, |(_, after)| after));
    }
    let left: String = rest.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect();
    let left: Vec<&str> = left.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(page.words.values().any(|word| word == "novembre"));
}

#[test]
fn what_is_printed_in_a_loop_is_told_with_its_own_value() {
    let project = Project::new("chains-loop");
    project.write(
        "events/carnet-2027-03.yaml",
        "title: \"Tenir un carnet de terrain\"\nstart: 2027-03-16T18:00\nspeakers: [\"Malo Perrin\", \"Ysé Rolland\"]\n",
    );
    let body = "{{#each event.speakers}}<p>Avec {{name}}.</p>{{/each}}\n";
    project.mail("mails/a.hbs", "subject: Demain\n", body);
    let page = Page::of(&project);
    let value = |name: &str| {
        let (number, _) = page.words.iter().find(|(_, words)| *words == name).unwrap();
        page.told(*number).0.join("\n")
    };
    assert!(value("Malo Perrin").contains("events/carnet-2027-03.yaml:3:13 | Malo Perrin"), "{}", value("Malo Perrin"));
    assert!(value("Ysé Rolland").contains("events/carnet-2027-03.yaml:3:28 | Ysé Rolland"), "{}", value("Ysé Rolland"));
}

#[test]
fn nothing_private_is_told() {
    let project = Project::new("chains-private");
    let event = project.read("events/carnet-2027-03.yaml");
    project.write("events/carnet-2027-03.yaml", &format!("{event}private: {{codes: [\"482 913 577\"]}}\n"));
    project.write("people.csv", "email;first_name\nyaelle@exemple.test;Yaëlle\n");
    let body = "<p>Bonjour {{recipient.first_name}}, le code est 482 913 577.</p>\n<p>{{recipient.email}}</p>\n";
    project.mail("mails/a.hbs", "subject: Demain\nrecipients: ../people.csv\n", body);
    let page = Page::of(&project);
    assert!(!page.html.contains("Yaëlle") && !page.html.contains("yaelle"), "{}", page.html);
    for part in ["482 913", "913", "577"] {
        assert!(!page.html.contains(part), "{part}: {}", page.html);
    }
    let (number, _) = page.words.iter().find(|(_, words)| *words == "⟨first_name⟩").unwrap();
    let (told, _) = page.told(*number);
    assert!(told.iter().any(|line| line.contains("people.csv:2:21")) && told[1].contains("…"), "{told:?}");
}

#[test]
fn a_page_of_many_words_says_which_mails_it_does_not_explain() {
    let project = Project::new("chains-many");
    let words: String = (0..7_000).map(|n| format!("<p>Mot {n}</p>\n")).collect();
    for mail in ["a", "b"] {
        project.mail(&format!("mails/{mail}.hbs"), "subject: Demain\n", &words);
    }
    let page = Page::of(&project);
    assert!(page.words.len() > 12_000 && page.words.len() < 15_000, "{}", page.words.len());
    assert!(page.html.contains("presend check mails/b.hbs --format html"));
    assert!(!page.html.contains("presend check mails/a.hbs --format html"));
}

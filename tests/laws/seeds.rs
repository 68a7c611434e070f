//! Inputs to begin with, of what the repository has already: fixtures, tests and rules, read when they are asked for.
//! They are examples of what must hold, too.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::pieces::PIECES;
use super::project::FILES;

/// The piece of a number.
pub(super) fn piece(number: u8) -> &'static str {
    PIECES[usize::from(number) % PIECES.len()]
}

/// A seed for each of a target's files in the repository, the shorter ones first.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "csv" => files(&["fixtures", "tests/projects", "tests/import"], &[".csv"]),
        "dates" => with_first_byte(literals("tests/dates.rs"), 8),
        "eml" => files(&["tests/projects", "tests/import"], &[".eml"]),
        "event" => texts_in_bases(|path| path.starts_with("events/")),
        "front" | "template" => texts_in_bases(|path| path.ends_with(".hbs")),
        "html" => texts_in_bases(|path| path.ends_with(".hbs") || path.ends_with(".html")),
        "ics" => files(&["tests/import"], &[".ics"]),
        "import" => exports(),
        "links" => addresses(),
        "people" => lines(files(&["fixtures", "tests/projects", "tests/import"], &[".csv"])),
        "project" => projects(),
        "rules" => rule_files(),
        "settings" => texts_in_bases(|path| path == "presend.yaml"),
        "suppressions" => with_first_byte(files(&["tests/projects/suppressions"], &[".hbs", ".html", ".yaml"]), 2),
        "text" => with_first_byte(texts_in_bases(|path| path.ends_with(".txt.hbs") || path.ends_with(".md.hbs")), 2),
        "xlsx" => sheets(),
        "yaml" => files(&["fixtures", "tests/projects"], &[".yaml"]),
        _ => Vec::new(),
    };
    seeds.sort_by_key(Vec::len);
    seeds.dedup();
    seeds
}

fn root() -> PathBuf {
    // The folder of `fuzz/` for the targets, that of the package for the test.
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    if own.ends_with("fuzz") { own.join("..") } else { own.to_path_buf() }
}

/// The files below some folders with one of these endings, in the order of their paths.
fn paths(folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn files(folders: &[&str], endings: &[&str]) -> Vec<Vec<u8>> {
    paths(folders, endings).iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

/// The texts in double quotes of a test, but for those with escapes.
fn literals(path: &str) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(root().join(path)).unwrap_or_default();
    let quoted = text.split('"').skip(1).step_by(2).filter(|literal| !literal.contains(['\\', '\n', '|']));
    quoted.map(|literal| literal.as_bytes().to_vec()).collect()
}

fn lines(texts: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    texts.iter().flat_map(|text| text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec)).collect()
}

/// Each with a first byte that says how it is to be read, by turns.
fn with_first_byte(texts: Vec<Vec<u8>>, ways: u8) -> Vec<Vec<u8>> {
    texts.into_iter().zip((0..ways).cycle()).map(|(text, way)| [vec![way], text].concat()).collect()
}

/// The mails with their mistakes, file by file.
fn bases() -> Vec<Vec<(String, String)>> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).ok()?;
        let base: serde_yaml::Value = serde_yaml::from_str(&text).ok()?;
        let files = base.get("files")?.as_mapping()?.iter();
        Some(files.filter_map(|(path, text)| Some((path.as_str()?.to_string(), text.as_str()?.to_string()))).collect())
    };
    paths(&["tests/faults"], &[".yaml"]).iter().filter_map(read).collect()
}

fn texts_in_bases(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let all = bases().into_iter().flatten();
    all.filter(|(path, _)| wanted(path)).map(|(_, text)| text.into_bytes()).collect()
}

/// The files of `tests/import`, each behind the number of its platform.
fn exports() -> Vec<Vec<u8>> {
    let platforms = ["livestorm", "b3desk", "bigbluebutton", "ics", "zoom", "goto", "teams", "eml"];
    let of = |(number, platform): (u8, &str)| {
        let found = files(&[&format!("tests/import/{platform}")], &[".json", ".xml", ".ics", ".csv", ".eml"]);
        found.into_iter().map(move |bytes| [vec![number], bytes].concat())
    };
    (0..).zip(platforms).flat_map(of).collect()
}

/// The addresses on the web that stand in events and in the tests of links.
fn addresses() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for text in files(&["fixtures", "tests/faults", "tests/hostile"], &[".yaml", ".rs"]) {
        let text = String::from_utf8_lossy(&text).into_owned();
        for (at, _) in text.match_indices("http") {
            let end = text[at..].find([' ', '"', '\'', '\n', '>', ')', '}', ',']).unwrap_or(text.len() - at);
            found.push(text.as_bytes()[at..at + end].to_vec());
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The bases as inputs of [`super::project::project`]: the first files that have a place there.
fn projects() -> Vec<Vec<u8>> {
    let slot = |path: &str, taken: &[usize]| {
        let fitting: &[usize] = match path {
            "presend.yaml" => &[1],
            _ if path.starts_with("events/") => &[2, 3],
            _ if path.ends_with(".csv") => &[6],
            _ if path.ends_with(".txt.hbs") => &[5],
            _ if path.starts_with("partials/") => &[4],
            _ => &[0, 8],
        };
        fitting.iter().copied().find(|slot| !taken.contains(slot))
    };
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for base in bases() {
        let (mut seed, mut taken) = (Vec::new(), Vec::new());
        for (path, text) in base {
            let Some(slot) = slot(&path, &taken).filter(|slot| *slot < FILES.len()) else { continue };
            taken.push(slot);
            seed.extend([2, slot as u8]);
            seed.extend(text.as_bytes());
        }
        seeds.push(seed);
    }
    // Each piece alone, as a mail.
    seeds.extend((0..PIECES.len()).map(|number| vec![1, number as u8]));
    seeds
}

/// Rules with ids that are none of presend's.
fn rule_files() -> Vec<Vec<u8>> {
    let own = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replacen("id: ", "id: my-", 1).into_bytes();
    files(&["rules", "fixtures", "tests/projects/rule-mistakes"], &[".yaml"]).into_iter().map(own).collect()
}

/// The parts of workbooks.
fn sheets() -> Vec<Vec<u8>> {
    let seeds = [
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Nom</t></is></c></row>\
<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>0.25</v></c></row>\0<si><t>email</t></si><si><t>a@exemple.test</t></si>\
\0<xf numFmtId=\"0\"/><xf numFmtId=\"9\"/>",
        "<row r=\"3\"><c t=\"str\"><f>1</f><v>e-mail</v></c><c t=\"b\"><v>1</v></c></row><row><c><v>45000.5</v></c><c t=\"e\"><v>#N/A</v></c></row>\
\0<si><r><t>a</t></r><rPh><t>b</t></rPh></si>\0<xf numFmtId=\"164\"/><xf numFmtId=\"22\"/>",
        "<row r=\"1\"><c r=\"C1\" t=\"d\"><v>2026-11-17</v></c><c r=\"XFD1\"><v>1e300</v></c></row>",
    ];
    seeds.map(|seed| seed.as_bytes().to_vec()).to_vec()
}

/// A workbook of the parts of an input: rows, shared texts, styles.
pub(super) fn workbook(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: u8, kind: &str, to: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{office}/{kind}\" Target=\"{to}\"/>")
    };
    let relations = [
        relation(1, "worksheet", "worksheets/sheet1.xml"),
        relation(2, "sharedStrings", "sharedStrings.xml"),
        relation(3, "styles", "styles.xml"),
    ];
    let around = |before: String, part: &[u8], after: &str| [before.as_bytes(), part, after.as_bytes()].concat();
    let files: [(&str, Vec<u8>); 6] = [
        ("xl/worksheets/sheet1.xml", around(format!("<worksheet {main}><sheetData>"), next(), "</sheetData></worksheet>")),
        ("xl/sharedStrings.xml", around(format!("<sst {main}>"), next(), "</sst>")),
        ("xl/styles.xml", around(format!("<styleSheet {main}><cellXfs>"), next(), "</cellXfs></styleSheet>")),
        (
            "xl/workbook.xml",
            format!("<workbook {main} xmlns:r=\"{office}\"><sheets><sheet name=\"L\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")
                .into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>", relations.concat())
                .into_bytes(),
        ),
        ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_vec()),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name, stored).and_then(|()| Ok(archive.write_all(&bytes)?)).expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

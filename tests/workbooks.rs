//! Recipients in workbooks: the same as in CSV files, whatever is in the cells; limits; and files that are damaged.

#![allow(clippy::unwrap_used)] // a helper of a test may fall over as a test may

#[path = "projects/workbooks.rs"]
#[allow(dead_code)] // the whole list is for the tests of projects
mod workbooks;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use presend::project::{Project, Request, load};
use presend::source::Sources;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use workbooks::{inline, sheets, zipped};

/// A folder of its own with one mail that goes to `file`; it is removed in the end.
struct Case(PathBuf);

impl Case {
    fn new(file: &str, bytes: &[u8]) -> Case {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("presend-workbooks-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        std::fs::create_dir_all(dir.join(".git")).unwrap();
        std::fs::write(dir.join("presend.yaml"), format!("mails: [m.hbs]\nrecipients: {file}\n")).unwrap();
        std::fs::write(dir.join("event.yaml"), "title: T\nstart: 2027-03-16T18:00\n").unwrap();
        std::fs::write(dir.join("m.hbs"), "x").unwrap();
        std::fs::write(dir.join(file), bytes).unwrap();
        Case(dir.canonicalize().unwrap())
    }

    fn load(&self, sources: &Sources) -> Project {
        load(sources, &Request { cwd: self.0.clone(), ..Request::default() })
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a file of recipients holds: the columns' names, and the rows with their numbers; or the codes of what is wrong.
type Read = Result<(Vec<String>, Vec<(u32, Vec<String>)>), Vec<&'static str>>;

fn read(file: &str, bytes: &[u8]) -> Read {
    let project = Case::new(file, bytes).load(&Sources::new());
    let codes: Vec<&str> = project.problems.iter().map(|problem| problem.code).collect();
    if !codes.is_empty() {
        return Err(codes);
    }
    let table = project.mails[0].recipients.as_ref().unwrap();
    let columns = table.columns.iter().map(|column| column.header.text().to_string()).collect();
    let cells = |row: &presend::project::Row| row.cells.iter().map(|cell| cell.text().to_string()).collect();
    Ok((columns, table.all().iter().map(|row| (row.line, cells(row))).collect()))
}

/// What is said of a file that cannot be read, with its code.
fn fault(bytes: &[u8]) -> String {
    let project = Case::new("r.xlsx", bytes).load(&Sources::new());
    let [problem] = &project.problems[..] else { panic!("{:?}", project.problems) };
    assert!(problem.help.is_some());
    format!("{}: {}", problem.code, problem.message.fr)
}

fn list(rows: &str) -> Vec<u8> {
    sheets(&[("Liste", false, rows)])
}

/// One sheet of a table, as texts.
fn written(table: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(table) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The parts of a workbook.
fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    };
    (0..count).map(part).collect()
}

#[test]
fn a_cell_is_read_as_excel_shows_it() {
    let cell = |inner: &str| {
        let rows = inline(1, &["email", "v"]) + "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>a@exemple.test</v></c>" + inner;
        let read = read("r.xlsx", &sheets(&[("Liste", false, &(rows + "</row>"))])).unwrap();
        read.1[0].1[1].clone()
    };
    for (inner, shown) in [
        ("<c r=\"B2\"><v>42</v></c>", "42"),
        ("<c r=\"B2\"><v>42.0</v></c>", "42"),
        ("<c r=\"B2\"><v>0.30000000000000004</v></c>", "0.3"),
        ("<c r=\"B2\"><v>-0</v></c>", "0"),
        ("<c r=\"B2\"><v>33199001234</v></c>", "33199001234"),
        ("<c r=\"B2\" t=\"b\"><v>1</v></c>", "true"),
        ("<c r=\"B2\" t=\"b\"><v>0</v></c>", "false"),
        ("<c r=\"B2\" t=\"str\"><f>A2&amp;B1</f><v>vu</v></c>", "vu"),
        ("<c r=\"B2\" t=\"e\"><v>#N/A</v></c>", "#N/A"),
        ("<c r=\"B2\" t=\"inlineStr\"><is><r><t>Zo</t></r><r><t>é</t></r></is></c>", "Zoé"),
        ("<c r=\"B2\" t=\"inlineStr\"><is><t>a&#10;b</t></is></c>", "a\nb"),
        ("<c r=\"B2\"/>", ""),
        ("<c r=\"B2\"><f>A1</f></c>", ""),
    ] {
        let whole = if inner.ends_with("/>") { inner.to_string() + "<c r=\"C2\"><v>1</v></c>" } else { inner.into() };
        assert_eq!(cell(&whole), shown, "{inner}");
    }
}

#[test]
fn the_first_sheet_that_can_be_seen_counts_and_the_header_may_stand_low() {
    let hidden = inline(1, &["email"]) + &inline(2, &["cache@exemple.test"]);
    let rows = inline(3, &["Liste"]) + &inline(5, &["Nom", "E-mail"]) + &inline(9, &["A", "a@exemple.test"]);
    let read = read("r.xlsx", &sheets(&[("Cachée", true, &hidden), ("Vue", false, &rows), ("Autre", false, "")]));
    let row = (9, vec!["A".to_string(), "a@exemple.test".to_string()]);
    assert_eq!(read, Ok((vec!["Nom".to_string(), "E-mail".to_string()], vec![row])));
}

#[test]
fn limits_have_their_own_words() {
    let head = inline(1, &["email"]);
    assert_eq!(
        fault(&list(&format!("{head}{}", inline(200_001, &["a@exemple.test"])))),
        "workbook-too-large: « r.xlsx » a des cellules au-delà de la ligne 200\u{a0}000, la dernière que presend lit"
    );
    let far = "<row r=\"2\"><c r=\"SG2\" t=\"str\"><v>x</v></c></row>";
    assert_eq!(
        fault(&list(&format!("{head}{far}"))),
        "workbook-too-large: « r.xlsx » a des cellules au-delà de la colonne SF, la dernière que presend lit"
    );
    // A cell without content far away is none, and the last row and column are read.
    let last = "<row r=\"200000\"><c r=\"SF200000\" t=\"str\"><v>x</v></c></row>";
    let empty = "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"0\"/></row>";
    let (columns, rows) = read("r.xlsx", &list(&format!("{head}{last}{empty}"))).unwrap();
    assert_eq!((columns.len(), rows.len(), rows[0].0), (500, 1, 200_000));
}

#[test]
fn what_unpacks_to_too_much_is_not_unpacked() {
    let bomb = zipped(&[("xl/sharedStrings.xml".into(), " ".repeat(101 * 1024 * 1024))]);
    assert!(bomb.len() < 1024 * 1024);
    let unpacked = "workbook-too-large: « r.xlsx » contient trop de données une fois décompressé (100 Mo au plus)";
    assert_eq!(fault(&bomb), unpacked);
    assert_eq!(fault(&zipped(&[("xl/styles.xml".into(), " ".repeat(3 * 1024 * 1024))])), unpacked);
    // Much text in few rows, and one long row that all others are as wide as.
    let long = "x".repeat(32_000);
    let row = |n: u32| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"str\"><v>{long}</v></c></row>");
    let rows: String = (2..700).map(row).collect();
    let much = "workbook-too-large: « r.xlsx » contient plus de 20 Mo de texte, le plus que presend lit";
    assert_eq!(fault(&list(&(inline(1, &["email"]) + &rows))), much);
    let wide = "<row r=\"2\"><c r=\"SF2\" t=\"str\"><v>x</v></c></row>";
    let rows: String = (3..60_000).map(|n| inline(n, &["a"])).collect();
    assert_eq!(fault(&list(&(inline(1, &["email"]) + wide + &rows))), much);
}

#[test]
fn a_workbook_that_is_damaged_anywhere_is_told() {
    let whole = workbooks::livestorm();
    for cut in (0..whole.len()).step_by(whole.len() / 60) {
        let bytes = if cut < 4 { Vec::new() } else { whole[..cut].to_vec() };
        assert_eq!(read("r.xlsx", &bytes), Err(vec!["workbook-broken"]), "{cut}");
    }
}

/// Texts as people and platforms put into cells.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zéÀœ '\\-]{0,12}",
        "[a-z]{1,6}@exemple\\.test",
        "[0-9]{1,4}",
        "[a-z;,|\"\t\n é]{0,10}",
        Just("oui".to_string()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// A table gives the same recipients from either kind of file.
    #[test]
    fn a_csv_file_and_a_workbook_of_one_table_are_alike(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..8),
    ) {
        let mut table = vec![vec!["E-mail".to_string(), "Prénom".to_string(), "Présent".to_string()]];
        table.extend(rows.into_iter().map(|mut cells| { cells[0] = format!("a{}", cells[0]); cells }));
        // A line break in a cell takes a line of a CSV file, and no row of a sheet: rows are held without their numbers.
        let mut csv = csv::WriterBuilder::new().delimiter(b';').quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        for row in &table {
            csv.write_record(row).unwrap();
        }
        let csv = read("r.csv", &csv.into_inner().unwrap());
        let sheet = read("r.xlsx", &written(&table));
        let bare = |read: Read| read.map(|(head, rows)| (head, rows.into_iter().map(|row| row.1).collect::<Vec<_>>()));
        let (_, rows) = sheet.clone().unwrap();
        prop_assert!(rows.iter().zip(2..).all(|(row, line)| row.0 == line));
        prop_assert_eq!(bare(csv), bare(sheet));
    }

    /// Whatever the sheet's own text is, it is read or refused.
    #[test]
    fn no_sheet_makes_it_fall_over(
        rows in "(<row r=\"[0-9]{0,3}\">|<c r=\"[A-Z]{0,3}[0-9]{0,7}\"( t=\"(s|b|e|d|n|str|inlineStr)\")?( s=\"9\")?>|<v>[-0-9.eE#/]{0,6}</v>|</c>|</row>|<is><t>|</t></is>|&#x0;|email){0,14}",
    ) {
        let _ = read("r.xlsx", &sheets(&[("Liste", false, &(inline(1, &["email"]) + &rows))]));
    }

    /// Nor does any part of a workbook that lost or gained something.
    #[test]
    fn no_damage_makes_it_fall_over(
        part in 0usize..40, at in 0usize..6000, cut in 0usize..40, put in "[-0-9a-zA-Z<>/\"=:! é&;]{0,6}",
    ) {
        let mut parts = unzipped(&workbooks::livestorm());
        let count = parts.len();
        let text = &mut parts[part % count].1;
        let mut letters: Vec<char> = text.chars().collect();
        let at = at % letters.len();
        letters.splice(at..(at + cut).min(letters.len()), put.chars());
        *text = letters.into_iter().collect();
        let _ = read("r.xlsx", &zipped(&parts));
    }
}

//! Recipients' files: delimiters, encodings, rows that are broken, columns with a meaning.

#![allow(clippy::unwrap_used)] // a helper of a test may fall over as a test may

mod loaded;

use loaded::{Case, EVENT, case, codes, help};
use presend::project::Project;

/// The recipients of a file with these bytes.
fn recipients(name: &str, bytes: &[u8], settings: &str) -> (Case, Project) {
    let case = case(name, &[("presend.yaml", settings), ("event.yaml", EVENT), ("m.hbs", "x")]);
    std::fs::write(case.dir.join("r.csv"), bytes).unwrap();
    let project = case.load(&[]);
    (case, project)
}

const WITH: &str = "mails: [m.hbs]\nrecipients: r.csv\n";

#[test]
fn recipients_in_every_delimiter_and_encoding() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("Courriel;Prénom\r\na@exemple.test;Zoé\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let latin = b"Adresse e-mail|Pr\xe9nom\na@exemple.test|Zo\xe9\n".to_vec();
    let bom = "\u{feff}email,PRENOM\na@exemple.test,Zoé\n".as_bytes().to_vec();
    let lead = "Export du 17/11\n\n\"E-mail\"\t\"first name\"\na@exemple.test\tZoé\n".as_bytes().to_vec();
    for (name, bytes, line) in [("utf16", utf16, 2), ("latin", latin, 2), ("bom", bom, 2), ("lead", lead, 4)] {
        let (case, project) = recipients(name, &bytes, WITH);
        assert_eq!(project.problems, [], "{name}");
        let table = project.mails[0].recipients.as_ref().unwrap();
        assert_eq!((table.column("email"), table.column("first_name")), (Some(0), Some(1)), "{name}");
        assert_eq!(table.len(), 1);
        let row = table.row(0).unwrap();
        assert_eq!(row.line, line);
        assert_eq!(row.cells[1].text(), "Zoé");
        let span = row.cells[1].whole().span().unwrap();
        assert_eq!((case.sources.slice(span), case.sources.start(span).line), ("Zoé".to_string(), line), "{name}");
    }
}

#[test]
fn rows_that_end_as_on_an_old_mac_each_have_a_line() {
    let (_, project) =
        recipients("mac", b"email,first_name\ra@exemple.test,Ana\rb@exemple.test,\rc@exemple.test,\r", WITH);
    let table = project.mails[0].recipients.as_ref().unwrap();
    assert_eq!(table.all().iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn utf_16_that_is_cut_inside_a_letter_is_read_up_to_there() {
    let bytes: Vec<u8> = "email\na@exemple.test\nb".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cut = [&[0xff, 0xfe], &bytes[..bytes.len() - 1]].concat();
    let (case, project) = recipients("cut", &cut, WITH);
    let rows = project.mails[0].recipients.as_ref().unwrap().all();
    let last = rows[1].cells[0].whole().span().unwrap();
    assert_eq!((rows[1].cells[0].text(), last.end), ("\u{fffd}", cut.len() as u32));
    assert_eq!(case.sources.slice(last), "\u{fffd}");
}

#[test]
fn quoted_cells_keep_delimiters_breaks_and_places() {
    let text = "email,note,city\na@exemple.test,\"un \"\"deux\"\"\ntrois, quatre\",Valbrume\nb@exemple.test,x,Y\n";
    let (case, project) = recipients("quoted", text.as_bytes(), WITH);
    assert_eq!(project.problems, []);
    let rows = &project.mails[0].recipients.as_ref().unwrap().all();
    assert_eq!(rows[0].cells[1].text(), "un \"deux\"\ntrois, quatre");
    let at = rows[0].cells[1].text().find("deux").unwrap();
    let span = rows[0].cells[1].origin(at - 1..at + 4).span().unwrap();
    assert_eq!(case.sources.slice(span), "\"\"deux");
    let span = rows[0].cells[2].whole().span().unwrap();
    assert_eq!(case.sources.slice(span), "Valbrume");
    assert_eq!((rows[0].line, rows[1].line), (2, 4));
}

#[test]
fn a_row_with_too_few_or_many_cells_is_told_and_kept() {
    let (case, project) =
        recipients("cells", b"email,a,b\n1@exemple.test,x,y,,\n2@exemple.test,x\n3@exemple.test,x,y,z\n", WITH);
    assert_eq!(codes(&project), ["csv-cells"]);
    assert_eq!(project.problems[0].message.fr, "Ligne 3 : 2 cellules pour 3 colonnes dans l'en-tête ; voir aussi : 4");
    assert_eq!(case.at(&project.problems[0]), "r.csv:3:1 2@exemple.test,x");
    let rows = &project.mails[0].recipients.as_ref().unwrap().all();
    assert!(rows.len() == 3 && rows.iter().all(|row| row.cells.len() == 3));
}

proptest::proptest! {
    #[test]
    fn any_cells_read_back_with_their_places(
        cells in proptest::collection::vec("[a-zé \",;\n]{0,8}", 1..6),
        delimiter in proptest::sample::select(vec![';', ',', '\t', '|']),
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let header: Vec<String> = (0..cells.len()).map(|n| format!("c{n}")).chain(["email".to_string()]).collect();
        let row: Vec<String> = cells.iter().map(quoted).chain(["mot@exemple.test".to_string()]).collect();
        let join = |all: &[String]| all.join(&delimiter.to_string());
        let text = format!("{}\r\n{}\r\n", join(&header), join(&row));
        let (case, project) = recipients("any", text.as_bytes(), WITH);
        proptest::prop_assert_eq!(&project.problems, &[]);
        let rows = &project.mails[0].recipients.as_ref().unwrap().all();
        for (cell, read) in cells.iter().zip(&rows[0].cells) {
            proptest::prop_assert_eq!(read.text(), cell.trim());
        }
        let span = rows[0].cells[cells.len()].whole().span().unwrap();
        proptest::prop_assert_eq!(span.start as usize, text.find("mot@").unwrap());
        proptest::prop_assert_eq!(case.sources.slice(span), "mot@exemple.test");
    }

    #[test]
    fn no_bytes_of_recipients_make_it_fall_over(bytes in proptest::collection::vec(0u8..=255, 0..80)) {
        let bytes = [b"email;x\n".to_vec(), bytes].concat();
        let _ = recipients("bytes", &bytes, WITH);
    }
}

#[test]
fn a_quote_that_is_never_closed_loses_no_row() {
    let text = format!("email;note\n{}", "a@exemple.test;\"x\n".repeat(20_000));
    let (_case, project) = recipients("open", text.as_bytes(), WITH);
    assert_eq!(codes(&project), ["csv-cells"]);
    assert!(project.problems[0].message.fr.starts_with("Ligne 2 : un guillemet n'est pas refermé"));
    let rows = &project.mails[0].recipients.as_ref().unwrap().all();
    assert_eq!(rows.len(), 20_000);
}

#[test]
fn a_file_without_addresses_and_an_old_workbook_are_refused() {
    let (case, project) = recipients("none", b"Prenom;Emial\nZoe;z@exemple.test\n", WITH);
    assert_eq!(codes(&project), ["recipients-email"]);
    assert_eq!(help(&project.problems[0]), "Renommer la colonne « Emial » en « email ».");
    assert!(case.at(&project.problems[0]).starts_with("r.csv:1:1"));
    let (case, project) = recipients("xls", b"", "mails: [m.hbs]\nrecipients: r.xls\n");
    assert_eq!(codes(&project), ["recipients-format"]);
    assert_eq!(case.at(&project.problems[0]), "presend.yaml:2:13 r.xls");
}

#[test]
fn rows_are_filtered_and_columns_renamed() {
    let settings = "mails: [{template: m.hbs, recipients: {file: r.csv, where: {attended: yes}}}]\ncolumns: {\"Structure\": company}\n";
    let text = "Email;Présent;Structure\na@exemple.test;Oui;A\nb@exemple.test;non;B\nc@exemple.test;1;C\n";
    let (_case, project) = recipients("where", text.as_bytes(), settings);
    assert_eq!(project.problems, []);
    let table = project.mails[0].recipients.as_ref().unwrap();
    assert_eq!(table.all().iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(table.columns[2].renamed.as_deref(), Some("company"));
    let (case, project) = recipients(
        "wherenot",
        b"Email\na@exemple.test\n",
        "mails: [{template: m.hbs, recipients: {file: r.csv, where: {atended: yes}}}]\n",
    );
    assert_eq!(codes(&project), ["bad-value"]);
    assert!(case.at(&project.problems[0]).ends_with("atended"));
}

#[test]
fn yes_and_no_in_both_languages() {
    for word in ["oui", "Yes", "TRUE", "vrai", "1", "x", " oui "] {
        assert_eq!(presend::project::yes_no(word), Some(true), "{word}");
    }
    for word in ["non", "No", "false", "faux", "0"] {
        assert_eq!(presend::project::yes_no(word), Some(false), "{word}");
    }
    assert_eq!(presend::project::yes_no("peut-être"), None);
}

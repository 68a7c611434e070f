//! Workbooks for tests, made anew each time: what the platforms export, and what cannot be read.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A list of the registered as Livestorm exports it: shared strings, booleans, dates, a percentage.
pub fn livestorm() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Inscrits").unwrap();
    let headers =
        ["Prénom", "Nom", "E-mail", "Inscrit", "Présent", "Taux de présence", "Inscrit le", "Code postal", "Dossier"];
    for (column, header) in headers.into_iter().enumerate() {
        sheet.write(0, column as u16, header).unwrap();
    }
    let (percent, date, postal) = (
        Format::new().set_num_format("0%"),
        Format::new().set_num_format("dd/mm/yyyy hh:mm"),
        Format::new().set_num_format("00000"),
    );
    let people = [
        ("Aline", "Morvan", "aline@exemple.test", true, 0.85, 1000),
        ("Basile", "Kerouan", "basile@exemple.test", false, 0.0, 29_200),
        ("Coline", "Guérin", "coline.exemple.test", true, 1.0, 35_000),
        ("Damien", "Rolland", "damien@exemple.test", true, 0.5, 56_100),
    ];
    for (row, (first, last, email, present, share, code)) in (1..).zip(people) {
        sheet.write(row, 0, first).unwrap().write(row, 1, last).unwrap().write(row, 2, email).unwrap();
        sheet.write(row, 3, "oui").unwrap().write(row, 4, present).unwrap();
        sheet.write_with_format(row, 5, share, &percent).unwrap();
        let at = ExcelDateTime::parse_from_str("2027-03-01T14:30:00").unwrap();
        sheet.write_with_format(row, 6, &at, &date).unwrap();
        sheet.write_with_format(row, 7, code, &postal).unwrap();
        sheet.write_formula(row, 8, Formula::new(format!("=1200+{row}")).set_result((1200 + row).to_string())).unwrap();
    }
    // The last one stands a row lower, with a doubtful answer and an address that is there already.
    sheet.write(6, 0, "Élise").unwrap().write(6, 2, "Aline@exemple.test").unwrap();
    sheet.write(6, 3, "bof").unwrap();
    workbook.add_worksheet().set_name("Réponses").unwrap().write(0, 0, "email").unwrap();
    workbook.save_to_buffer().unwrap()
}

/// A report of Zoom: a title and the webinar's data before the header, the text in the cells themselves, and a hidden
/// sheet first. Somebody wrote a suppression into a form, which must silence nothing.
pub fn zoom() -> Vec<u8> {
    let ignore = "{{!-- presend-ignore-file recipient-email: merci --}}";
    let rows = [
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Rapport d'inscription</t></is></c></row>".to_string(),
        inline(2, &["Sujet", "ID du webinaire", "Heure planifiée"]),
        inline(3, &["Tenir un carnet de terrain", "812 3456 7890", "16/03/2027 18:00"]),
        inline(5, &["Prénom", "Nom", "Adresse e-mail", "Heure d'inscription", "Statut d'approbation", "Question"]),
        inline(6, &["Halima", "Adeyemi", "h.adeyemi@exemple.test", "01/03/2027 09:12", "approuvé", ""]),
        inline(7, &["Fergus", "McAllister", "f.mcallister@exemple", "02/03/2027 10:40", "approuvé", ignore]),
    ];
    let hidden = inline(1, &["email"]) + &inline(2, &["cache@exemple.test"]);
    sheets(&[("Réglages", true, &hidden), ("Inscrits & présents", false, &rows.concat())])
}

/// A row of text cells from column A on.
pub fn inline(row: u32, cells: &[&str]) -> String {
    let cells = cells.iter().zip("ABCDEFGHIJ".chars()).map(|(text, column)| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
    });
    format!("<row r=\"{row}\">{}</row>", cells.collect::<String>())
}

/// A workbook of sheets: name, hidden, rows as they stand in its file.
pub fn sheets(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut links, mut parts) = (String::new(), String::new(), Vec::new());
    for (n, (name, hidden, rows)) in (1..).zip(sheets) {
        let state = if *hidden { " state=\"hidden\"" } else { "" };
        let name = name.replace('&', "&amp;");
        list += &format!("<sheet name=\"{name}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>");
        links +=
            &format!("<Relationship Id=\"rId{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
        let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet));
    }
    let root = format!("<Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    let relationships = |all: &str| format!("<Relationships xmlns=\"{package}\">{all}</Relationships>");
    parts.push(("_rels/.rels".into(), relationships(&root)));
    parts.push(("xl/_rels/workbook.xml.rels".into(), relationships(&links)));
    let workbook = format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>");
    parts.push(("xl/workbook.xml".into(), workbook));
    zipped(&parts)
}

/// An archive of parts.
pub fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The beginning of an OLE container; with the name of the part in which Excel keeps what it has encrypted, or not.
pub fn ole(locked: bool) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(1024, 0);
    let name = if locked { "EncryptedPackage" } else { "Workbook" };
    bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(2048, 0);
    bytes
}

/// What the test folder of workbooks holds: name and bytes.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let whole = livestorm();
    let other = sheets(&[("Notes", false, &inline(1, &["À faire"])), ("Liste", false, &inline(1, &["email"]))]);
    vec![
        ("livestorm.xlsx", whole.clone()),
        ("zoom.xlsx", zoom()),
        ("abime.xlsx", whole[..whole.len() / 2].to_vec()),
        ("protege.xlsx", ole(true)),
        ("ancien.xlsx", ole(false)),
        ("texte.xlsx", b"email;nom\na@exemple.test;A\n".to_vec()),
        ("libreoffice.xlsx", zipped(&[("content.xml".into(), "<x/>".into())])),
        ("vide.xlsx", Vec::new()),
        ("autre-feuille.xlsx", other),
        ("inscrits.xls", ole(false)),
        ("inscrits.ods", zipped(&[("content.xml".into(), "<x/>".into())])),
        ("classeur.csv", whole),
    ]
}

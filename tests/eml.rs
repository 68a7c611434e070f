//! The law of places, for finished messages: a word in any part, under any transfer encoding, charset and nesting, is
//! found at its own bytes on disk.

// A test that cannot read its own text has nothing to say but that.
#![allow(clippy::unwrap_used)]

#[path = "eml/senders.rs"]
mod senders;

use encoding_rs::Encoding;
use presend::message::Part;
use presend::message::eml::{self, Eml};
use presend::source::{FileId, Span, Traced};
use proptest::prelude::*;

const FILE: FileId = FileId(0);

/// Charsets, each with a word that it can hold and that stands nowhere else.
const CHARSETS: &[(&str, &str)] = &[
    ("utf-8", "zqunïque€😀x"),
    ("us-ascii", "zqunique"),
    ("windows-1252", "zqunïque€"),
    ("iso-8859-1", "zqunïque"),
    ("iso-8859-15", "zqœuvre€"),
    ("iso-8859-2", "zqžluť"),
    ("koi8-r", "zqслово"),
    ("shift_jis", "zq検索語ー"),
    ("euc-jp", "zq検索語"),
    ("gb18030", "zq检索词"),
    ("big5", "zq檢索詞"),
    ("euc-kr", "zq검색어"),
    ("iso-2022-jp", "検索語"),
    ("utf-16", "zqunïque€"),
    ("utf-16le", "zqunïque😀"),
];

fn encode(text: &str, charset: &str) -> Vec<u8> {
    match charset {
        "utf-16" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => Encoding::for_label(charset.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

/// The word's own bytes: in ISO-2022-JP without the escapes around it.
fn own_bytes(word: &str, charset: &str) -> Vec<u8> {
    let bytes = encode(word, charset);
    if charset == "iso-2022-jp" { bytes[3..bytes.len() - 3].to_vec() } else { bytes }
}

fn quoted(bytes: &[u8], width: usize, newline: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = 0;
    for (n, byte) in bytes.iter().enumerate() {
        let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || *byte == b' ' && n + 1 < bytes.len();
        let unit = if plain { vec![*byte] } else { format!("={byte:02X}").into_bytes() };
        if line + unit.len() > width {
            out.extend(format!("={newline}").into_bytes());
            line = 0;
        }
        line += unit.len();
        out.extend(unit);
    }
    out
}

const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8], width: usize, newline: &str) -> Vec<u8> {
    let mut digits = Vec::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for n in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * n) & 63) as usize];
            digits.push(if n <= group.len() { digit } else { b'=' });
        }
    }
    digits.chunks(width).flat_map(|line| [line, newline.as_bytes()].concat()).collect()
}

fn undo_quoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match &bytes[at..] {
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', b'\n', ..] => at += 2,
            [b'=', high, low, ..] => {
                out.push(u8::from_str_radix(std::str::from_utf8(&[*high, *low]).unwrap(), 16).unwrap());
                at += 3;
            }
            [byte, ..] => {
                out.push(*byte);
                at += 1;
            }
            [] => {}
        }
    }
    out
}

fn undo_base64(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u32> =
        bytes.iter().filter_map(|byte| DIGITS.iter().position(|d| d == byte)).map(|n| n as u32).collect();
    digits
        .chunks(4)
        .flat_map(|group| {
            let bits = group.iter().fold(0u32, |bits, digit| bits << 6 | digit) << (6 * (4 - group.len()));
            (0..group.len() - 1).map(move |n| (bits >> (16 - 8 * n)) as u8)
        })
        .collect()
}

/// How a part is put into others.
#[derive(Debug, Clone, Copy)]
enum Nest {
    Mixed,
    Alternative,
    Related,
    Signed,
    Digest,
    Forwarded,
}

/// One message of the law.
#[derive(Debug, Clone)]
struct Sample {
    charset: usize,
    transfer: u8,
    html: bool,
    before: Vec<&'static str>,
    after: Vec<&'static str>,
    nests: Vec<Nest>,
    crlf: bool,
    width: usize,
    lead: usize,
    closed: bool,
    first: bool,
}

fn sample() -> impl Strategy<Value = Sample> {
    let piece = || {
        prop::sample::select(vec![
            "mot ",
            "é",
            "« à »",
            "=3D ",
            "日本",
            "\n",
            "\n\n",
            "&amp; ",
            "x=y",
            "x--b1 ",
            "€ ",
            "\t",
            "  \n",
            "слово",
            ".",
            "=",
        ])
    };
    let nest = prop::sample::select(vec![
        Nest::Mixed,
        Nest::Alternative,
        Nest::Related,
        Nest::Signed,
        Nest::Digest,
        Nest::Forwarded,
    ]);
    let first = (0..CHARSETS.len(), 0..3u8, any::<bool>(), prop::collection::vec(piece(), 0..12));
    let second = (prop::collection::vec(piece(), 0..12), prop::collection::vec(nest, 0..5), any::<bool>());
    let third = (prop::sample::select(vec![76, 40, 19, 7]), 0..4usize, any::<bool>(), any::<bool>());
    (first, second, third).prop_map(
        |((charset, transfer, html, before), (after, nests, crlf), (width, lead, closed, first))| Sample {
            charset,
            transfer,
            html,
            before,
            after,
            nests,
            crlf,
            width,
            lead,
            closed,
            first,
        },
    )
}

impl Sample {
    fn charset(&self) -> &'static str {
        CHARSETS[self.charset].0
    }

    fn word(&self) -> &'static str {
        CHARSETS[self.charset].1
    }

    /// UTF-16 has bytes that no line of a message may have: it is always encoded.
    fn transfer(&self) -> u8 {
        if self.charset().starts_with("utf-16") { self.transfer.max(1) } else { self.transfer }
    }

    fn newline(&self) -> &'static str {
        if self.crlf { "\r\n" } else { "\n" }
    }

    fn body(&self) -> Vec<u8> {
        let fits = |piece: &&&str| match Encoding::for_label(self.charset().as_bytes()) {
            Some(encoding) if !self.charset().starts_with("utf-16") => {
                !encoding.encode(piece).2 && (self.charset() != "us-ascii" || piece.is_ascii())
            }
            _ => true,
        };
        let noise = |pieces: &[&'static str]| pieces.iter().filter(fits).copied().collect::<String>();
        let tags = if self.html { ("<div>", "</div>") } else { ("", "") };
        let text = format!(
            "{}{}\n\n{}{}{}\n\n{}{}\n",
            tags.0,
            noise(&self.before),
            if self.html { "<p>" } else { "" },
            self.word(),
            if self.html { "</p>" } else { "" },
            noise(&self.after),
            tags.1
        );
        let text = text.replace('\n', self.newline());
        let mark = if self.charset() == "utf-16" { "\u{feff}" } else { "" };
        let bytes = encode(&format!("{mark}{text}"), self.charset());
        match self.transfer() {
            0 => bytes,
            1 => quoted(&bytes, self.width, self.newline()),
            _ => base64(&bytes, self.width, self.newline()),
        }
    }

    /// The whole message.
    fn message(&self) -> Vec<u8> {
        let newline = self.newline();
        let transfer = ["8bit", "Quoted-Printable", "BASE64"][usize::from(self.transfer())];
        let kind = if self.html { "html" } else { "plain" };
        let mut part = format!(
            "Content-Type: text/{kind}; charset=\"{}\"{newline}Content-Transfer-Encoding: {transfer}{newline}{newline}",
            self.charset()
        )
        .into_bytes();
        part.extend(self.body());
        for (n, nest) in self.nests.iter().enumerate() {
            part = self.nested(part, *nest, n);
        }
        let lead = ["", "From a@exemple.test Wed Nov 18 09:00:00 2026\n", "\u{feff}", "\r\n\n"][self.lead];
        let headers = format!(
            "{lead}From: a@exemple.test{newline}Subject: Objet{newline}une ligne sans deux-points{newline}MIME-Version: 1.0{newline}"
        );
        [headers.into_bytes(), part].concat()
    }

    fn nested(&self, part: Vec<u8>, nest: Nest, depth: usize) -> Vec<u8> {
        let newline = self.newline();
        // The boundary of an inner part begins like that of an outer one.
        let boundary = "b".to_string() + &"1".repeat(self.nests.len() - depth);
        let (subtype, sibling) = match nest {
            Nest::Mixed => ("mixed", "Content-Type: text/plain\n\nAutre\n"),
            Nest::Alternative if self.html => ("alternative", "Content-Type: text/plain\n\nAutre\n"),
            Nest::Alternative => ("alternative", "Content-Type: text/html\n\n<p>Autre</p>\n"),
            Nest::Related => {
                ("related", "Content-Type: image/png\nContent-ID: <i>\nContent-Transfer-Encoding: base64\n\nAAAA\n")
            }
            Nest::Signed => {
                ("signed; protocol=\"application/pgp-signature\"", "Content-Type: application/pgp-signature\n\nAAAA\n")
            }
            Nest::Digest => ("digest", "\nSubject: Autre\n\nAutre\n"),
            Nest::Forwarded => {
                let head = format!(
                    "Content-Type: message/rfc822{newline}Content-Disposition: inline{newline}{newline}Subject: Dedans{newline}To: b@exemple.test{newline}"
                );
                return [head.into_bytes(), part].concat();
            }
        };
        // A page stands before what lies beside it; what a digest holds are messages.
        let head = if matches!(nest, Nest::Digest) {
            format!("Content-Type: message/rfc822{newline}{newline}Subject: Dedans{newline}")
        } else {
            String::new()
        };
        let part = [head.into_bytes(), part].concat();
        let sibling = sibling.replace('\n', newline).into_bytes();
        let pair = if self.first || matches!(nest, Nest::Related) { [part, sibling] } else { [sibling, part] };
        let mut out = format!(
            "Content-Type: multipart/{subtype};{newline} boundary=\"{boundary}\"{newline}{newline}préambule{newline}"
        )
        .into_bytes();
        for one in pair {
            out.extend(format!("--{boundary}{newline}").into_bytes());
            out.extend(one);
            out.extend(newline.bytes());
        }
        if self.closed {
            out.extend(format!("--{boundary}--{newline}").into_bytes());
        }
        out
    }
}

fn places(eml: &Eml, word: &str) -> Vec<Span> {
    let blocks = |part: &Option<Part>| {
        part.iter().flat_map(|part| part.blocks.iter().map(|block| block.text.clone())).collect::<Vec<Traced>>()
    };
    let texts = [blocks(&eml.message.html), blocks(&eml.message.text)].concat();
    texts
        .iter()
        .filter_map(|text| text.text().find(word).and_then(|at| text.origin(at..at + word.len()).written))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn a_word_in_any_part_has_its_bytes(sample in sample()) {
        let message = sample.message();
        let eml = eml::read(&message, FILE);
        let shown = String::from_utf8_lossy(&message);
        prop_assert_eq!(&eml.problems, &[], "{}", shown);
        let found = places(&eml, sample.word());
        prop_assert!(!found.is_empty(), "the word is lost: {}", shown);
        let own = own_bytes(sample.word(), sample.charset());
        for span in found {
            let bytes = &message[span.start as usize..span.end as usize];
            match sample.transfer() {
                0 => prop_assert_eq!(bytes, &own[..], "{}", shown),
                1 => prop_assert_eq!(undo_quoted(bytes), own.clone(), "{}", shown),
                _ => {
                    let decoded = undo_base64(bytes);
                    let at = decoded.windows(own.len()).position(|window| window == own);
                    prop_assert!(at.is_some_and(|at| at < 3 && decoded.len() - at - own.len() < 3), "{:?} in {}", bytes, shown);
                }
            }
        }
    }

    #[test]
    fn a_word_in_the_subject_has_its_bytes(
        charset in 0..CHARSETS.len() - 2,
        base: bool,
        folded in 0..3usize,
        before in prop::sample::select(vec!["", "Replay : ", "=?utf-8?Q?=C3=89t=C3=A9?= ", "é ", "=? "]),
        after in prop::sample::select(vec!["", " suite", "\r\n =?iso-8859-1?Q?_fin=E9e?=", " é"]),
    ) {
        let (charset, word) = CHARSETS[charset];
        let bytes = encode(&format!("Le {word} là-bas"), charset);
        let inside = if base { base64(&bytes, 1000, "") } else { quoted(&bytes, 1000, "") };
        let inside = String::from_utf8(inside).unwrap().replace(' ', "_").replace('?', "=3F");
        let fold = ["", "\r\n ", "\n\t"][folded];
        let message = format!("From: a@exemple.test\r\nSubject: {before}{fold}=?{charset}?{}?{inside}?={after}\r\n\r\nTexte\r\n", if base { 'b' } else { 'Q' });
        let eml = eml::read(message.as_bytes(), FILE);
        let subject = eml.message.subject.unwrap();
        let at = subject.text().find(word);
        prop_assert!(at.is_some(), "{} in {}", subject.text(), message);
        let at = at.unwrap();
        let span = subject.origin(at..at + word.len()).written.unwrap();
        let place = &message.as_bytes()[span.start as usize..span.end as usize];
        let own = own_bytes(word, charset);
        if base {
            let decoded = undo_base64(place);
            prop_assert!(decoded.windows(own.len()).any(|window| window == own) && decoded.len() < own.len() + 5, "{}", message);
        } else {
            prop_assert_eq!(undo_quoted(place), own, "{}", message);
        }
    }

    #[test]
    fn a_word_across_soft_lines_has_its_bytes(
        parts in prop::collection::vec(prop::sample::select(vec!["mot ", "mot \n", "\n", "> ", "-- \n", " \n", "fin"]), 0..12),
        delsp: bool,
    ) {
        // The word is broken where DelSp allows it.
        let word = if delsp { "zqun \nïque" } else { "zqunïque" };
        let body = format!("{}\n{word}\n{}", parts.concat(), parts.concat());
        let message = format!("Subject: x\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp={}\n\n{body}", if delsp { "yes" } else { "no" });
        let eml = eml::read(message.as_bytes(), FILE);
        let text = eml.text.unwrap();
        let at = text.text().find("zqunïque");
        prop_assert!(at.is_some(), "{:?} of {:?}", text.text(), message);
        let at = at.unwrap();
        let span = text.origin(at..at + "zqunïque".len()).written.unwrap();
        prop_assert_eq!(&message[span.start as usize..span.end as usize], word);
    }

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0..400usize, sample in sample()) {
        eml::read(&bytes, FILE);
        let mut message = sample.message();
        let at = cut.min(message.len());
        eml::read(&message[..at], FILE);
        message.splice(at..at, bytes);
        let eml = eml::read(&message, FILE);
        for text in eml.html.iter().chain(&eml.text).chain(&eml.message.subject) {
            if let Some(span) = text.whole().span() {
                prop_assert!(span.start <= span.end && span.end as usize <= message.len());
            }
        }
    }
}

//! What senders and mail programs write, right or wrong, and how long it takes to read.

use super::*;

fn subject(message: &[u8]) -> String {
    eml::read(message, FILE).message.subject.map(|text| text.text().to_string()).unwrap_or_default()
}

fn text(message: &[u8]) -> String {
    eml::read(message, FILE).text.map(|text| text.text().to_string()).unwrap_or_default()
}

#[test]
fn a_tag_whose_name_holds_a_nul_has_its_place() {
    for html in ["<a\0 éé>x</a>", "<\0>", "<a\0\0\0/é>é", "<é\0b c=d>"] {
        eml::read(format!("Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}").as_bytes(), FILE);
    }
}

#[test]
fn subjects_are_decoded_as_mail_programs_do() {
    for (written, read) in [
        ("=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=\r\n =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=", "テストテスト"),
        ("=?utf-8?B?w6l0?= =?utf-8?B?w6k=?=", "été"),
        // A character that is cut between two words.
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=A9t=C3=A9?=", "été"),
        ("=?utf-8*fr?Q?=C3=A9t=C3=A9?=", "été"),
        ("=?windows-1252?Q?Rappel : l=92=E9t=E9?=", "Rappel : l’été"),
        ("Replay=?utf-8?Q?_d'=C3=A9t=C3=A9?=", "Replay d'été"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("a =? b", "a =? b"),
    ] {
        assert_eq!(subject(format!("Subject: {written}\r\n\r\nx").as_bytes()), read, "{written}");
    }
    assert_eq!(subject(b"Subject: \xe9t\xe9\n\nx"), "été");
    assert_eq!(subject("Subject: été\n\nx".as_bytes()), "été");
}

#[test]
fn what_senders_get_wrong_is_read() {
    let part = |body: &str| format!("Subject: x\nContent-Transfer-Encoding: base64\n\n{body}");
    assert_eq!(text(part("ecO2dMOkIHZhYW4u == et la suite\n").as_bytes()), "yötä vaan.");
    assert_eq!(text(part("YQ==Yg==\nYw=\n=").as_bytes()), "abc");
    assert_eq!(text(b"From: a@x.test\nSubject: x\nle corps, sans ligne vide\n"), "le corps, sans ligne vide\n");
    assert_eq!(
        text(b"Subject: x\nContent-Transfer-Encoding: quoted-printable\n\na=\nb =  \nc=3Dd=zz \n"),
        "ab c=d=zz\n"
    );
    let loose = b"Subject: x\nContent-Type: multipart/mixed; boundary*0=\"ab\";\n boundary*1=\"c\"\n\n--abc \n\nun\n--abcd\n--abc--\nfin";
    assert_eq!(text(loose), "un\n--abcd");
}

#[test]
fn a_charset_that_is_not_known_is_told_and_not_guessed_in_silence() {
    let codes = |head: &str, body: &[u8]| {
        let message = [format!("Subject: x\n{head}\n\n").as_bytes(), body].concat();
        eml::read(&message, FILE).problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("Content-Type: text/plain; charset=x-martian", b"abc"), ["charset-unknown"]);
    assert_eq!(codes("Content-Type: text/plain; charset=utf-7", b"abc"), ["charset-unknown"]);
    assert_eq!(codes("X-A: b", b"caf\xe9"), ["charset-missing"]);
    assert_eq!(codes("X-A: b", "café".as_bytes()), [""; 0]);
    assert_eq!(codes("Content-Type: text/plain; charset=\"ISO-8859-1\"", b"caf\xe9"), [""; 0]);
    assert_eq!(codes("Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n"), ["eml-encoding"]);
    assert_eq!(codes("Content-Type: multipart/encrypted; boundary=a", b"--a--"), ["eml-encrypted"]);
}

#[test]
fn recipients_are_read_with_their_names() {
    let message = "To: =?utf-8?Q?Caron=2C_In=C3=A8s?= <ines@x.test>, \"Perrin, Malo\" <malo@x.test>,\r\n groupe: a@x.test, b@x.test;,\r\n c@x.test (Yann)\r\nCc: undisclosed-recipients:;\r\nDate: Wed, 18 Nov 2026 09:00:00 +0100\r\n\r\nx";
    let message = eml::read(message.as_bytes(), FILE).message;
    let all: Vec<(&str, &str)> = message.to.iter().map(|one| (one.name.text(), one.address.text())).collect();
    assert_eq!(
        all,
        [
            ("Caron, Inès", "ines@x.test"),
            ("Perrin, Malo", "malo@x.test"),
            ("", "a@x.test"),
            ("", "b@x.test"),
            ("Yann", "c@x.test")
        ]
    );
    assert_eq!(message.cc, []);
    assert_eq!(message.date.map(|sent| sent.wall - sent.stamp), Some(3600));
}

#[test]
fn a_message_forwarded_in_base64_has_its_places_in_the_file() {
    let inner = "Subject: Dedans\nTo: b@x.test\n\nRendez-vous zqunique\n";
    let message = [
        b"Subject: Dehors\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n".to_vec(),
        base64(inner.as_bytes(), 19, "\n"),
    ]
    .concat();
    let eml = eml::read(&message, FILE);
    assert_eq!(eml.message.subject.as_ref().map(Traced::text), Some("Dedans"));
    let span = places(&eml, "zqunique")[0];
    let decoded = undo_base64(&message[span.start as usize..span.end as usize]);
    assert!(String::from_utf8_lossy(&decoded).contains("zqunique") && decoded.len() < 13);
}

#[test]
fn a_message_saved_as_utf_16_is_read() {
    let text = "Subject: été\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nÀ zqunïque heures\r\n";
    let message: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let eml = eml::read(&message, FILE);
    assert_eq!(eml.message.subject.as_ref().map(Traced::text), Some("été"));
    let span = places(&eml, "zqunïque")[0];
    assert_eq!(message[span.start as usize..span.end as usize], encode("zqunïque", "utf-16le"));
}

/// Each of these would take minutes if anything were looked at again and again.
#[test]
fn long_messages_take_their_length() {
    let many = |piece: &str| piece.repeat(40_000);
    for message in [
        format!("Subject: {}\n\nx", many("=?utf-8?Q?")),
        format!("To: {}\n\nx", many("a@x.test, ")),
        format!("To: {}\n\nx", many("(<\"")),
        format!("Content-Type: multipart/mixed; boundary=a\n\n{}", many("--a\n\nx\n")),
        many("Content-Type: message/rfc822\n\n"),
        many("a"),
        many("a: b\n"),
        format!("Content-Transfer-Encoding: quoted-printable\n\n{}", many(" =\n ")),
        format!("Content-Transfer-Encoding: base64\n\n{}", many("YQ==")),
        format!("Content-Type: text/plain; format=flowed\n\n{}", many("> a \n")),
    ] {
        let started = std::time::Instant::now();
        eml::read(message.as_bytes(), FILE);
        let taken = started.elapsed();
        assert!(taken < std::time::Duration::from_secs(10), "{}: {taken:?}", &message[..40]);
    }
}

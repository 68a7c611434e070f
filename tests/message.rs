//! The law of places, for the parts of a mail: a word that somebody wrote is found at its own bytes.

use presend::message::{Part, html, text};
use presend::source::{FileId, Span, Traced};
use presend::value::{contact, link, name};
use proptest::prelude::*;

const WORD: &str = "zqunïque";

/// Pieces that stand around the word: what mails hold, and what breaks them.
fn noise() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div style='font-size:0'>",
        "</div>",
        "<b>",
        "</b>",
        "<a href=\"https://exemple.test/a\">",
        "</a>",
        "<br>",
        "<table><tr><td>",
        "</td></tr></table>",
        "&eacute;",
        "&amp;",
        "&nbsp",
        " ",
        "\r\n",
        "\n\n",
        "mot",
        "é — ",
        "<!-- rien -->",
        "<img src=x alt='&agrave; voir'>",
        "<li>",
        "<h2>",
        "</h2>",
        "https://exemple.test/b?c=d ",
        "&",
        "<!--[if mso]>x<![endif]-->",
        "<!--[if mso]><xml>96</xml><table><tr><td>x &eacute;<![endif]-->",
        "<style>.a{display:none}</style>",
        "<span style='display:block'>",
        "<b style='display:flex;color:red;background:#fff'>",
        "<i class='a'>",
        "<pre>",
        "</pre>",
        "</span>",
        "*",
        "_",
        "[",
        "](",
        ")",
        "# ",
        "- ",
        "> ",
        "|",
        "\u{a0}",
        "01 99 00 41 10",
        "482 913 175",
        "a@exemple.test",
        "Malo Perrin",
        "\\",
        "`",
        "'",
        "< ",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

fn traced(text: &str) -> Traced {
    Traced::source(text, FileId(0), 100)
}

/// Every text of a part that the word stands in, and the bytes that it is said to lie at.
fn places(part: &Part) -> Vec<Option<Span>> {
    let texts = part
        .blocks
        .iter()
        .map(|block| &block.text)
        .chain(part.links.iter().flat_map(|link| [&link.url, &link.label]))
        .chain(part.outlook.iter().map(|block| &block.text))
        .chain(part.images.iter().flat_map(|image| std::iter::once(&image.src).chain(&image.alt)));
    texts.filter_map(|text| text.text().find(WORD).map(|at| text.origin(at..at + WORD.len()).written)).collect()
}

fn check(part: &Part, source: &str) -> Result<(), TestCaseError> {
    let at = source.find(WORD).map(|at| 100 + at as u32);
    let expected = at.map(|at| Span::new(FileId(0), at, at + WORD.len() as u32));
    let found = places(part);
    prop_assert!(!found.is_empty(), "the word is lost: {source:?}");
    for place in found {
        prop_assert_eq!(place, expected, "{:?}", source);
    }
    valid(part)
}

/// Every range that a part gives is one of its own.
fn valid(part: &Part) -> Result<(), TestCaseError> {
    for block in &part.blocks {
        for (index, range) in &block.links {
            prop_assert!(block.text.text().get(range.clone()).is_some(), "{:?} of {:?}", range, block.text.text());
            prop_assert!(part.links.get(*index).is_some());
        }
    }
    for block in part.links.iter().filter_map(|link| link.block) {
        prop_assert!(block < part.blocks.len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_word_in_html_text_has_its_bytes(before in noise(), after in noise()) {
        let source = format!("{before}<p>{WORD}</p>{after}");
        check(&html::read(&traced(&source)), &source)?;
    }

    #[test]
    fn a_word_in_an_attribute_has_its_bytes(before in noise(), after in noise()) {
        for tag in ["<a href=\"https://exemple.test/W?x=1&amp;y\">x</a>", "<img alt='&eacute; W' src=y>", "<img src=\"W\">"] {
            let source = format!("{before}{}{after}", tag.replace('W', WORD));
            check(&html::read(&traced(&source)), &source)?;
        }
    }

    #[test]
    fn a_word_that_only_outlook_shows_has_its_bytes(before in noise(), inside in noise(), after in noise()) {
        let inside = inside.replace("-->", "").replace("<!--", "").replace("<![endif]", "");
        for comment in ["<!--[if mso]>", "<!--[if (gte mso 9)|(IE)]>"] {
            let source = format!("{before}</style></pre>{comment}{inside}</xml><p>{WORD}</p>{inside}<![endif]-->{after}");
            check(&html::read(&traced(&source)), &source)?;
        }
    }

    #[test]
    fn a_word_in_a_text_part_has_its_bytes(before in noise(), after in noise(), markdown: bool) {
        let source = format!("{before}\n\n{WORD} {after}");
        check(&text::read(&traced(&source), markdown), &source)?;
    }

    #[test]
    fn nothing_panics(source in "\\PC{0,80}", noise in noise()) {
        for source in [source.clone(), noise.clone() + &source, source + &noise] {
            let text = traced(&source);
            for part in [html::read(&text), text::read(&text, true), text::read(&text, false)] {
                valid(&part)?;
            }
            let ranges = link::find_urls(&source).into_iter()
                .chain(contact::emails(&source).into_iter().map(|(_, range)| range))
                .chain(contact::phones(&source).into_iter().map(|(_, range)| range))
                .chain(contact::codes(&source).into_iter().map(|(_, range)| range))
                .chain(name::person_names(&source));
            for range in ranges {
                prop_assert!(!source[range.clone()].is_empty());
            }
            let read = link::read(&source);
            let again = link::read(&read.normal);
            prop_assert!(read.host.is_empty() || again.normal == read.normal, "{} / {}", again.normal, read.normal);
            link::matches_pattern(&source, &read);
            name::same_person(&source, "Malo Perrin");
            name::near(&name::parse_name(&source), &name::parse_name("Malo Perrin"));
        }
    }
}

/// Each of these would take minutes if anything were looked at again and again.
#[test]
fn long_inputs_take_their_length() {
    let many = |piece: &str| piece.repeat(100_000);
    let timed = |what: &str, run: &dyn Fn()| {
        let started = std::time::Instant::now();
        run();
        let taken = started.elapsed();
        assert!(taken < std::time::Duration::from_secs(10), "{}: {taken:?}", &what[..what.len().min(40)]);
    };
    for source in [
        many("<div>"),
        many("<b>") + &many("</i>"),
        format!("<i><div>{}{}", many("<b>"), many("</i>")),
        many("<table><tr><td>"),
        many("<td><img alt=x>"),
        many("<!--[if mso]>"),
        many("<noscript>"),
        many("&nbsp"),
        many("<p><a href=x>"),
        format!("<a {}>", many("x=1 ")),
        many("a,b.c/"),
    ] {
        timed(&source, &|| drop(html::read(&traced(&source))));
    }
    let many = |piece: &str| piece.repeat(30_000);
    for source in [
        many("["),
        many("[]("),
        many("*a"),
        many("a,b"),
        many("https://a.b/"),
        many("(a"),
        many("> "),
        many("\\["),
        many("1 "),
        many("a@"),
        many("+1"),
        many("(1)"),
        many("A. "),
        many("Ab "),
    ] {
        timed(&source, &|| {
            text::read(&traced(&source), true);
            text::read(&traced(&source), false);
            contact::emails(&source);
            contact::phones(&source);
            contact::codes(&source);
            name::person_names(&source);
        });
    }
}

/// What a reader sees, block by block; `~` marks what is hidden, `@` what only Outlook shows.
fn seen(source: &str) -> Vec<String> {
    let part = html::read(&traced(source));
    let block =
        |block: &presend::message::Block| format!("{}{}", if block.hidden { "~" } else { "" }, block.text.text());
    let outlook = part.outlook.iter().map(|block| format!("@{}", block.text.text()));
    part.blocks.iter().map(block).chain(outlook).collect()
}

#[test]
fn conditional_comments_are_read_both_ways() {
    let source = "<p>a</p><!--[if mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><p>le 12&nbsp;mars</p>\
        <table><tr><td>&nbsp;</td><td>b<br>c</td></tr></table><![endif]--><!--[if !mso]><!--><p>d</p><!--<![endif]-->\
        <![if !mso]><p>e</p><![endif]><!--[if (gte mso 9)|(IE)]>f<![endif]--><!-- g -->";
    assert_eq!(seen(source), ["a", "d", "e", "@le 12\u{a0}mars", "@b", "@c", "@f"]);
}

#[test]
fn a_preheader_may_be_hidden_by_its_class() {
    let sheet =
        "<style>.pre{display:none!important} .tel{display:none} @media (max-width:600px){.tel{display:block}}</style>";
    assert_eq!(
        seen(&format!("{sheet}<div class='x pre'>aper&ccedil;u</div><p class='tel'>menu</p><p>corps</p>")),
        ["~aperçu", "menu", "corps"]
    );
    assert_eq!(seen(&format!("{sheet}<p class='pre' style='display:block'>corps</p>")), ["corps"]);
}

#[test]
fn what_a_style_puts_on_its_own_line_is_a_block() {
    assert_eq!(
        seen("<p>un <span style='display:block'>deux</span>trois <b style='display:inline-block'>quatre</b></p>"),
        ["un", "deux", "trois quatre"]
    );
    assert_eq!(
        seen("<div style='display:flex'><span>un</span><span>de<b>ux</b></span></div>trois"),
        ["un", "deux", "trois"]
    );
    assert_eq!(
        seen("<a href='x' style='display:block'>un</a><a href='y' style='display:block'>deux</a>"),
        ["un", "deux"]
    );
}

#[test]
fn a_sheet_may_put_a_class_on_its_own_line() {
    assert_eq!(seen("<style>.n{display:block}</style><td><b class=n>20</b><i>ans</i></td>"), ["20", "ans"]);
}

#[test]
fn tables_lists_and_entities_come_in_reading_order() {
    assert_eq!(
        seen(
            "<table><tr><td>1</td><td>2<br>3</td></tr><tr><td><table><tr><td>4</td><td>5</td></tr></table></td></tr></table>\
             <ul><li>6<ol><li>7</li></ol></li><li>8 &mdash; &#233;&#x1F389;</li></ul><input type=submit value='9 &gt;'>"
        ),
        ["1", "2\n3", "4", "5", "6", "7", "8 — é🎉", "9 >"]
    );
}

#[test]
fn colours_are_known_where_both_stand_in_tags() {
    let tints = |source: &str| {
        let part = html::read(&traced(source));
        part.tints
            .iter()
            .map(|tint| (tint.at.text().to_string(), tint.color, tint.ground, tint.large))
            .collect::<Vec<_>>()
    };
    let (white, grey) = ([255; 3], [0x77; 3]);
    let one = vec![("a".to_string(), grey, white, false)];
    assert_eq!(tints("<td bgcolor=white><p style='color:#777'> a </p></td>"), one);
    assert_eq!(
        tints("<div style='background:#fff'><font color='#777777'>a</font><i style='color:#777'>b</i></div>"),
        one
    );
    for unknown in [
        "<p style='color:#777'>a</p>",
        "<td bgcolor=white style='color:#777'><a href=x>a</a></td>",
        "<td bgcolor=white background=x.png style='color:#777'>a</td>",
        "<td bgcolor=white style='color:rgba(0,0,0,.5)'>a</td>",
        "<style>.x{color:red}</style><div style='background:#fff;color:#777'><p class=x>a</p></div>",
        "<div style='display:none;background:#fff;color:#777'>a</div>",
    ] {
        assert_eq!(tints(unknown), [], "{unknown}");
    }
    let large =
        tints("<div style='background:#fff;color:#777'><h2>a</h2><p style='font-size:14pt'><b>b</b></p>c</div>");
    assert_eq!(
        large.iter().map(|(at, .., large)| (at.as_str(), *large)).collect::<Vec<_>>(),
        [("a", true), ("c", false)]
    );
}

//! Links and codes that an event keeps private: found wherever they leave with the mail, and named whole in no report.

use crate::found_by;
use crate::world::{self, rules};

found_by! { "secret-link":
    a_private_link = "<a href=\"https://salle.exemple.test/regie/8f3a91c2d7\">Ici</a>";
    a_private_link_in_percent_code = "<a href=\"https://salle.exemple.test/r%65gie/8f3a91c2d7\">Ici</a>";
    a_private_link_with_more_behind_it = "<a href=\"https://SALLE.exemple.test/regie//8f3a91c2d7/?utm_source=a\">Ici</a>";
    a_private_link_behind_a_search_engine = "<a href=\"https://www.google.com/url?q=https%3A%2F%2Fsalle.exemple.test%2Fregie%2F8f3a91c2d7\">Ici</a>";
    a_private_link_in_text = "<p>https://salle.exemple.test/regie/8f3a91c2d7</p>";
    a_private_link_in_a_picture = "<img src=\"https://salle.exemple.test/regie/8f3a91c2d7\" alt=\"\" width=\"9\">";
    a_private_link_in_a_comment = "<!-- https://salle.exemple.test/regie/8f3a91c2d7 -->";
    a_private_link_in_a_letter_to_write = "<a href=\"mailto:a@exemple.test?body=https://salle.exemple.test/regie/8f3a91c2d7\">Écrire</a>";
    a_private_link_in_a_title = "<p title=\"https://salle.exemple.test/regie/8f3a91c2d7\">Bonjour</p>";
    a_private_link_in_a_script = "<script>go('https://salle.exemple.test/regie/8f3a91c2d7')</script>";
    a_private_link_of_a_button = "<form action=\"https://salle.exemple.test/carnet\"><button formaction=\"https://salle.exemple.test/regie/8f3a91c2d7\">Ici</button></form>";
    a_private_link_that_is_hidden = "<p style=\"display:none\">https://salle.exemple.test/regie/8f3a91c2d7</p>";
}

found_by! { "secret-code":
    a_private_code = "<p>Code : 482 913.</p>";
    a_private_code_with_zero_width_spaces = "<p>Code : 48\u{200b}2 9\u{200b}13.</p>";
    a_private_code_in_full_width = "<p>Code : ４８２ ９１３.</p>";
    a_private_code_in_a_comment = "<!-- code 482 913 -->";
    a_private_code_in_an_attribute = "<p data-code=\"482 913\">Bonjour</p>";
    a_private_code_in_a_script = "<script>var code='482 913'</script>";
    a_private_code_in_a_style = "<style>/* 482 913 */</style>";
    a_private_code_in_a_field = "<input type=\"hidden\" value=\"482 913\">";
    a_private_code_in_a_picture = "<img alt=\"code 482 913\" src=\"https://x.exemple.test/a.png\" width=\"9\">";
}

/// A log that prints a host's link gives the room away.
#[test]
fn no_report_names_what_is_private() {
    let project = world::reminder("masked", "<p>https://salle.exemple.test/regie/8f3a91c2d7 et 482 913</p>");
    for format in ["human", "plain", "json", "sarif", "github", "gitlab", "junit", "markdown", "mattermost", "html"] {
        for language in ["fr", "en"] {
            let output = project.run(&format!("check --format {format} --language {language} -v"), None);
            let report = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(report.contains("salle.exemple.test/reg"), "{format}: {report}");
            assert!(!report.contains("8f3a91c2d7") && !report.contains("482 913"), "{format}: {report}");
        }
    }
    assert_eq!(rules(&project.json("check")), ["secret-link", "secret-code"]);
}

/// Two different links are two findings, although both show as the same dots.
#[test]
fn what_is_masked_keeps_its_fingerprint() {
    let link = |end: &str| format!("<p>https://zoom.us/s/99123456789?zak={end}</p>");
    let project = world::reminder("fingerprints", &format!("{}{}", link("abcdef"), link("ghijkl")));
    let report = project.json("check");
    let prints: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|one| one["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(rules(&report), ["secret-link", "secret-link"]);
    assert_ne!(prints[0], prints[1]);
}

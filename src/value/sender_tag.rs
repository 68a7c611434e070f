//! The merge tags of sending platforms: which are a platform's own, and how they are spelt.
//!
//! Comes in: the platform that a project names, and a tag as it stands in a mail. Goes out: whether that platform fills
//! it in. Only forms and names that the platforms' own pages or templates show are listed; any other name in a
//! platform's form is a field of the team's own, and passes.

use std::sync::OnceLock;

use regex::Regex;

/// A form of tags: a pattern of the whole tag whose first group is the name.
struct Form {
    pattern: &'static str,
    /// Handlebars reads tags of this form too; where a template is rendered they are variables, not the platform's.
    is_handlebars: bool,
}

/// A sending platform.
pub struct Platform {
    /// Its word in the settings.
    pub word: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Tags by which a reader leaves the list.
    pub leaves: &'static [&'static str],
    forms: &'static [Form],
    /// Names of fields that it has for everybody.
    names: &'static [&'static str],
    read: OnceLock<Vec<(Regex, bool)>>,
}

/// What a platform makes of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It fills it in.
    Own,
    /// It would fill in this one, which is nearly the same.
    Near(String),
    /// It knows no tags of this form.
    Foreign,
}

const fn form(pattern: &'static str) -> Form {
    Form { pattern, is_handlebars: false }
}

const fn handlebars(pattern: &'static str) -> Form {
    Form { pattern, is_handlebars: true }
}

macro_rules! platform {
    ($word:literal, $name:literal, $leaves:expr, $names:expr, $forms:expr) => {
        Platform { word: $word, name: $name, leaves: $leaves, names: $names, forms: $forms, read: OnceLock::new() }
    };
}

static PLATFORMS: [Platform; 10] = [
    platform!("mailchimp", "Mailchimp", &["*|UNSUB|*"], &["FNAME", "UNSUB"], &[form(r"^\*\|([A-Z][A-Z0-9_:]*)\|\*$")]),
    platform!(
        "brevo",
        "Brevo",
        &["{{ unsubscribe }}"],
        &["FIRSTNAME", "PRENOM", "unsubscribe"],
        &[
            form(r"^\{\{\s*(?:contact|params)\.([A-Za-z0-9_]+)\s*(?:\|[^{}]*)?\}\}$"),
            form(r"^\{\{\s*(unsubscri[a-z]*)\s*\}\}$"),
            form(r"^%([A-Z][A-Z0-9_]*)%$"),
        ]
    ),
    platform!(
        "mailjet",
        "Mailjet",
        &[],
        &["firstname"],
        &[
            form(r"^\{\{\s*var:([A-Za-z0-9_]+)\s*(?::[^{}]*)?\}\}$"),
            form(r"^\[\[data:([A-Za-z0-9_]+)\s*(?::[^\[\]]*)?\]\]$"),
            form(r"^\{%\s*(?:if|elseif)\s+var:([A-Za-z0-9_]+)[^%]*%\}$"),
            form(r"^\{%\s*(?:else|endif)()\s*%\}$"),
        ]
    ),
    platform!(
        "sendgrid",
        "SendGrid",
        &["{{{unsubscribe}}}"],
        &["first_name", "unsubscribe"],
        &[
            form(r"^\{\{\{\s*(unsubscribe)\s*\}\}\}$"),
            handlebars(r"^\{\{\{?\s*[#/]?([A-Za-z_][A-Za-z0-9_.]*)[^{}]*\}?\}\}$"),
            form(r"^\[%([a-z_]+)%\]$"),
            form(r"^-([a-z_]+)-$"),
        ]
    ),
    platform!(
        "hubspot",
        "HubSpot",
        &["{{ unsubscribe_link }}"],
        &["firstname", "contact.firstname", "unsubscribe_link"],
        &[
            form(r"^\{\{\s*contact\.([a-z0-9_]+)\s*\}\}$"),
            form(r"^\{\{\s*personalization_token\(\s*'([a-z0-9_.]+)'\s*(?:,\s*'[^']*')?\s*\)\s*\}\}$"),
            form(r"^\{\{\s*(unsubscribe_[a-z]+)\s*\}\}$"),
        ]
    ),
    platform!("mailgun", "Mailgun", &[], &["first"], &[form(r"^%recipient\.([A-Za-z0-9_]+)%$")]),
    platform!(
        "klaviyo",
        "Klaviyo",
        &["{% unsubscribe %}"],
        &["first_name", "unsubscribe"],
        &[form(r"^\{\{\s*([a-z_]+)\s*\|[^{}]*\}\}$"), form(r"^\{%\s*([a-z]+)\s*%\}$"),]
    ),
    platform!(
        "salesforce",
        "Salesforce Marketing Cloud",
        &[],
        &["FirstName"],
        &[form(r"^%%([A-Za-z][A-Za-z0-9_ ]*)%%$"), form(r"^%%=v\(@([A-Za-z0-9_]+)\)=%%$"),]
    ),
    platform!("activecampaign", "ActiveCampaign", &[], &["FIRSTNAME"], &[form(r"^%%?([A-Z][A-Z0-9_]*)%%?$")]),
    platform!(
        "zoho",
        "Zoho Campaigns",
        &["$[LI:UNSUBSCRIBE]$"],
        &["FNAME", "LI:UNSUBSCRIBE"],
        &[form(r"^\$\[([A-Z][A-Z0-9_:]*)(?:\|[^\]]*)?\]\$$"),]
    ),
];

/// The platform of a word, such as `mailchimp`.
pub fn platform(word: &str) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|platform| platform.word == word)
}

/// The words of all platforms.
pub fn words() -> impl Iterator<Item = &'static str> {
    PLATFORMS.iter().map(|platform| platform.word)
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

impl Platform {
    /// What it makes of a tag, delimiters included. In a template that Handlebars renders, `rendered`, tags of
    /// Handlebars' own form are not the platform's.
    pub fn judge(&self, tag: &str, rendered: bool) -> Judged {
        let forms = self.read.get_or_init(|| {
            let read = |form: &Form| Some((Regex::new(form.pattern).ok()?, form.is_handlebars));
            self.forms.iter().filter_map(read).collect()
        });
        let fitting = forms.iter().filter(|(_, is_handlebars)| !(rendered && *is_handlebars));
        let Some(found) = fitting.filter_map(|(form, _)| form.captures(tag)).next() else { return Judged::Foreign };
        let Some(name) = found.get(1).filter(|name| !name.is_empty()) else { return Judged::Own };
        if self.names.contains(&name.as_str()) {
            return Judged::Own;
        }
        let near = |known: &&&str| known.len() > 3 && strsim::damerau_levenshtein(known, name.as_str()) == 1;
        let near = self.names.iter().find(near);
        near.map_or(Judged::Own, |known| Judged::Near(format!("{}{known}{}", &tag[..name.start()], &tag[name.end()..])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(word: &str, tag: &str) -> Judged {
        platform(word).unwrap().judge(tag, false)
    }

    #[test]
    fn each_platform_knows_its_own_tags() {
        for (word, tags) in [
            ("mailchimp", &["*|FNAME|*", "*|IF:X|*", "*|END:IF|*", "*|UNSUB|*", "*|VILLE|*"][..]),
            (
                "brevo",
                &["{{ contact.FIRSTNAME | default:'there' }}", "{{ params.x }}", "{{ unsubscribe }}", "%PRENOM%"],
            ),
            (
                "mailjet",
                &["{{var:firstname:\"ami\"}}", "[[data:firstname:\"FRIEND\"]]", "{% if var:x %}", "{% endif %}"],
            ),
            ("sendgrid", &["{{first_name}}", "{{#if}}", "{{{unsubscribe}}}", "-name-", "[%first_name%]"]),
            (
                "hubspot",
                &[
                    "{{ contact.firstname }}",
                    "{{ personalization_token('contact.firstname','there') }}",
                    "{{ unsubscribe_link }}",
                ],
            ),
        ] {
            for tag in tags {
                assert_eq!(judge(word, tag), Judged::Own, "{word}: {tag}");
            }
        }
    }

    #[test]
    fn a_slip_of_spelling_is_told_with_the_right_tag() {
        assert_eq!(judge("mailchimp", "*|FNAM|*"), Judged::Near("*|FNAME|*".into()));
        assert_eq!(judge("brevo", "{{ contact.FIRSTNAM }}"), Judged::Near("{{ contact.FIRSTNAME }}".into()));
        assert_eq!(judge("hubspot", "{{ contact.fistname }}"), Judged::Near("{{ contact.firstname }}".into()));
    }

    #[test]
    fn tags_of_others_are_foreign() {
        assert_eq!(judge("mailchimp", "{{ contact.FIRSTNAME }}"), Judged::Foreign);
        assert_eq!(judge("brevo", "*|FNAME|*"), Judged::Foreign);
        assert_eq!(platform("sendgrid").unwrap().judge("{{first_name}}", true), Judged::Foreign);
        assert_eq!(platform("sendgrid").unwrap().judge("{{{unsubscribe}}}", true), Judged::Own);
    }

    #[test]
    fn every_form_can_be_read() {
        for platform in &PLATFORMS {
            platform.judge("", false);
            assert_eq!(platform.read.get().unwrap().len(), platform.forms.len(), "{platform:?}");
        }
    }
}

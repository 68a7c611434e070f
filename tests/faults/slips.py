"""How each class of slip is drawn from the facts of a base.

A maker gets the base, the mail's file, its body (without settings) and a source of chance, and gives the places where the
slip could be made, as (first character, end, new text). What it gives must be wrong on the base's own facts: nothing is
taken from events that the mail may speak of (the next one, those it mentions).
"""

import datetime
import re

DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
PLATFORMS = {
    "zoom": "Zoom", "teams": "Teams", "livestorm": "Livestorm", "webex": "Webex", "gotowebinar": "GoTo Webinar",
    "bigbluebutton": "BigBlueButton", "jitsi": "Jitsi", "meet": "Google Meet",
}
SENTENCES = {
    ("audience", "attended"): {
        "fr": ["Nous avons regretté de ne pas vous voir ce jour-là : voici de quoi vous rattraper.",
               "Vous étiez inscrit, mais vous n'avez pas pu vous libérer."],
        "en": ["We were sorry not to see you there, so here is what you missed.",
               "You signed up but could not make it on the day."],
    },
    ("audience", "absent"): {
        "fr": ["Merci pour vos questions pendant la séance, elles ont nourri le débat.",
               "Nous avons été ravis de vous compter parmi nous."],
        "en": ["Thank you for your questions during the session, they made the debate.",
               "It was a pleasure to have you with us."],
    },
    ("tense", "after"): {
        "fr": ["Il reste quelques places pour cette séance : inscrivez-vous sans tarder.",
               "La séance commence dans quelques jours : préparez vos questions."],
        "en": ["A few seats are left for this session: sign up soon.",
               "The session starts in a few days, so get your questions ready."],
    },
    ("tense", "before"): {
        "fr": ["Merci à tous ceux qui ont suivi la séance.", "La séance a été enregistrée et peut maintenant être revue."],
        "en": ["Thank you to everyone who followed the session.", "The session was recorded and can now be watched again."],
    },
    "placeholder": {
        "fr": ["TODO : relire ce paragraphe avec Paul.", "[phrase d'accroche à compléter]", "Lorem ipsum dolor sit amet.",
               "XXX mettre ici le lien."],
        "en": ["TODO: have Paul read this.", "[opening line to be completed]", "Lorem ipsum dolor sit amet.",
               "XXX put the link here."],
    },
    "attachment": {
        "fr": ["Vous trouverez le programme détaillé en pièce jointe.", "Le plan d'accès est joint à ce message."],
        "en": ["You will find the detailed programme attached.", "The access map is attached to this email."],
    },
}


def names(people):
    """The names of a list of people, each written alone or with more about them."""
    return [person if isinstance(person, str) else person.get("name", "") for person in people or []]


def links(event):
    """Role and address of an event's links."""
    for role, link in (event.get("links") or {}).items():
        url = link if isinstance(link, str) else link.get("url") if isinstance(link, dict) else None
        if url:
            yield role, url


def own(base):
    """The mail's event; a letter about several has none of its own."""
    return base.events[base.own[0]] if len(base.own) == 1 else None


def about(base):
    """The events that the mail may rightly speak of."""
    wanted = set(base.own)
    for one in base.own:
        event = base.events[one]
        for key in ("next", "mentions"):
            value = event.get(key) or []
            wanted.update([value] if isinstance(value, str) else [item for item in value if isinstance(item, str)])
    return [event for name, event in base.events.items() if name in wanted]


def others(base):
    """The team's other events, which the mail does not speak of."""
    spoken = about(base)
    return [event for event in base.events.values() if not any(event is known for known in spoken)]


def found(body, text):
    """Where a text stands as whole words."""
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", body)] if text else []


def title(base, _file, body, chance):
    """Another event's title in place of the own one."""
    event = own(base)
    right = " ".join(str(known.get("title")) for known in about(base))
    wrong = [other["title"] for other in others(base) if other["title"] not in right]
    return [(*span, chance.choice(wrong)) for span in found(body, event["title"])] if event and wrong else []


def speaker(base, _file, body, chance):
    """A speaker of another event in place of one of this event's."""
    right = {name for event in about(base) for name in names(event.get("speakers"))}
    everything = "\n".join(text for file, text in base.files.items() if not file.startswith("events/"))
    wrong = sorted({name for event in others(base) for name in names(event.get("speakers"))} - right)
    wrong = [name for name in wrong if name not in everything]
    event = own(base)
    if not (event and wrong):
        return []
    return [(*span, chance.choice(wrong)) for name in names(event.get("speakers")) for span in found(body, name)]


def misspelt(base, _file, body, chance):
    """Two neighbouring letters of a speaker's family name, swapped."""
    event = own(base)
    for name in names(event.get("speakers")) if event else []:
        for start, end in found(body, name):
            first = name.rfind(" ") + 2
            places = [at for at in range(first, len(name) - 1) if name[at : at + 2].isalpha() and name[at] != name[at + 1]]
            if places:
                at = chance.choice(places)
                yield start, end, name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def other_link(base, _file, body, chance):
    """The link of the same kind of another event."""
    event, right = own(base), {url for known in about(base) for _, url in links(known)}
    for role, url in links(event) if event else []:
        wrong = [link for other in others(base) for kind, link in links(other) if kind == role and link not in right]
        for start, end in addressed(body, url):
            if wrong:
                yield start, end, chance.choice(wrong)


def swapped_link(base, _file, body, chance):
    """Another link of the same event under words that promise this one."""
    event = own(base)
    kinds = {role: url for role, url in links(event) if role in ("replay", "slides", "survey")} if event else {}
    for role, url in kinds.items():
        wrong = [link for kind, link in kinds.items() if kind != role and link != url]
        for start, end in addressed(body, url):
            if wrong:
                yield start, end, chance.choice(wrong)


def addressed(body, url):
    """Where a link's address stands as a whole address, as a target."""
    return [match.span(1) for match in re.finditer(rf"(?:href=[\"']|\]\()({re.escape(url)})(?=[\"')])", body)]


def weekday(base, _file, body, chance):
    """The day before or after in place of a weekday that stands beside its date."""
    days = DAYS[base.language]
    month = "|".join(MONTHS[base.language])
    beside = r"\s+\d{1,2}(?:er)?\s" if base.language == "fr" else rf",?\s+(?:the\s+)?(?:\d{{1,2}}\s+)?(?:{month})"
    for match in re.finditer(rf"(?<!\w)({'|'.join(days)})(?={beside})", body, re.IGNORECASE):
        at = [day.lower() for day in days].index(match[1].lower())
        new = days[(at + chance.choice([1, -1])) % 7]
        yield *match.span(1), new if match[1][0].islower() else new.capitalize()


def month(base, _file, body, _chance):
    """The same day of the month before in place of the event's date."""
    event = own(base)
    if not event or not hasattr(moment := start_of(event), "month"):
        return
    words = MONTHS[base.language]
    right, wrong = words[moment.month - 1], words[moment.month - 2]
    day = rf"{moment.day}(?:er|st|nd|rd|th)?"
    known = {(at.month, at.day) for one in base.events.values() if hasattr(at := start_of(one), "month")}
    if ((moment.month - 2) % 12 + 1, moment.day) in known or moment.day > 28:
        return
    order = rf"(?<!\d){day}\s+(?:of\s+)?({right})|({right})\s+{day}(?!\d)" if base.language == "en" else rf"(?<!\d){day}\s+({right})"
    for match in re.finditer(order, body):
        yield *match.span(match.lastindex), wrong


def start_of(event):
    """The start of an event, as YAML read it: a moment, a day or a text."""
    start = event.get("start")
    if not isinstance(start, str):
        return start
    try:
        return datetime.datetime.fromisoformat(start[:16])
    except ValueError:
        return None


def hour(base, _file, body, chance):
    """An hour more or less than the start."""
    event = own(base)
    if not event or not hasattr(moment := start_of(event), "hour"):
        return
    taken = {m.hour for one in about(base) for m in (start_of(one), start_of({"start": one.get("end")})) if hasattr(m, "hour")}
    free = [number for number in (moment.hour - 1, moment.hour + 1, moment.hour + 2) if number not in taken and 7 < number < 21]
    minute = f"{moment.minute:02}"
    if base.language == "fr":
        rest, short = rf"(?=\s?h\s?{minute}(?!\d))" if moment.minute else r"(?=\s?h(?:\s?00)?(?!\s?\d)(?!\w))", moment.hour
    else:
        half = r"[ap]\.?m\b" if moment.hour != 12 else r"(?:[ap]\.?m\b|noon)"
        optional = "?" if not moment.minute else ""
        rest, short = rf"(?=(?::{minute}){optional}\s?(?i:{half}))", (moment.hour - 1) % 12 + 1
        free = [number for number in free if (number < 12) == (moment.hour < 12)]
    for match in re.finditer(rf"(?<![\d:.,$£€]){short}{rest}", body):
        if free:
            new = chance.choice(free)
            yield *match.span(), str(new if base.language == "fr" else (new - 1) % 12 + 1)


def tag(base, _file, body, chance):
    """Another tool's tag in place of a recipient's value."""
    for match in re.finditer(r"(?<!\{)\{\{\s*recipient\.(\w+)\s*\}\}(?!\})", body):
        field = match[1]
        forms = [f"*|{field.upper()}|*", f"%%{field}%%", f"${{{field}}}", f"[{field.replace('_', ' ').capitalize()}]",
                 f"{{{{ contact.{field.upper()} }}}}"]
        forms = [form for form in forms if form not in base.files["presend.yaml"]]
        yield *match.span(), chance.choice(forms)


def platform(base, _file, body, chance):
    """Another platform's name in place of the event's."""
    event = own(base)
    name = PLATFORMS.get(str(event.get("platform"))) if event else None
    facts = "\n".join(text for file, text in base.files.items() if file.startswith("events/") or file == "presend.yaml").lower()
    wrong = [shown for key, shown in PLATFORMS.items() if key not in facts and shown.lower() not in facts]
    for match in re.finditer(rf"(?<![\w./@-]){re.escape(name)}(?![\w./-])", body) if name and wrong else []:
        yield *match.span(), chance.choice(wrong)


def sentence(base, file, body, words):
    """A sentence as a paragraph of its own, after the first."""
    if file.endswith(".mjml"):
        return
    html = "</p>" in body
    at = body.find("</p>") if html else body.find("\n\n")
    if at >= 0:
        yield (at, at + 4, f"</p>\n<p>{words}</p>") if html else (at, at + 2, f"\n\n{words}\n\n")


def audience(base, file, body, chance):
    """Words for those who did not come to those who did, and the other way round."""
    found = re.search(r"\baudience:\s*(\w+)", "\n".join(base.files.values()))
    words = SENTENCES.get(("audience", found[1])) if found else None
    return sentence(base, file, body, chance.choice(words[base.language])) if words else []


def stale(base, file, body, chance):
    """A reminder's words after the event, a follow-up's before it."""
    event = own(base)
    start = start_of(event) if event else None
    if not base.sent or not hasattr(start, "hour") or event.get("sessions"):
        return []
    end = start_of({"start": event.get("end")})
    sent = start_of({"start": base.sent})
    after = sent > (end if hasattr(end, "hour") else start)
    if start <= sent and not after or not after and event.get("mentions"):
        return []
    words = SENTENCES["tense", "after" if after else "before"][base.language]
    return sentence(base, file, body, chance.choice(words))


def placeholder(base, file, body, chance):
    """A note of somebody who writes."""
    return sentence(base, file, body, chance.choice(SENTENCES["placeholder"][base.language]))


def attachment(base, file, body, chance):
    """A promise of an attachment where there is none."""
    if any("attachments:" in text for text in base.files.values()):
        return []
    return sentence(base, file, body, chance.choice(SENTENCES["attachment"][base.language]))


MAKERS = {
    "other-event": title, "date": month, "weekday": weekday, "time": hour, "tense": stale, "link-other-event": other_link,
    "link-role": swapped_link, "speaker-other-event": speaker, "speaker-spelling": misspelt, "audience": audience,
    "leftover-tag": tag, "placeholder": placeholder, "platform": platform, "attachment": attachment,
}

#!/usr/bin/env python3
"""Make a presend project of any size, to be timed.

    python3 bench/make.py OUT [--mails 1000] [--recipients 100] [--size 10000-30000] [--faults 0.01] [--ascii] [--seed 1]
                              [--events 12] [--findings 0] [--rules 50] [--conditions 3]

OUT holds presend.yaml, events/, templates/, recipients.csv, rules/ (the patterns of patterns.tsv as rules of a team; from
the 51st on, made ones) and patterns.txt (the first 50 for `rg -f`, with word boundaries as ripgrep is fastest with). Mails
are French and agree with their events, but for a share of `--faults`; `--findings N` puts N slips more into the project.
`--ascii` leaves the accents out. The same arguments give the same bytes.
"""

import argparse
import csv
import datetime
import json
import random
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
FIRST = "Adèle Bruno Cécile Damien Émilie Fabrice Gaëlle Hélène Ismaël Joël Léonie Mathéo Noémie Océane Rémi Thaïs".split()
LAST = "Abadie Béranger Castaño Delacroix Éluard Fournière Guérin Hébrard Joly Kœnig Lévêque Moïse Pérez Rivière".split()
# Nobody who gets a mail bears the name of somebody who speaks.
HOSTS = "Aubry Bertin Carpentier Dumas Étienne Faure Gérard Humbert Jacquet Klein Lemoine Mercier Noël Pasquier".split()
SUBJECTS = [
    "théâtres de quartier", "archives départementales", "jardins partagés", "réseaux de chaleur", "crèches associatives",
    "marchés couverts", "stades municipaux", "bibliothèques rurales", "pistes cyclables", "musées de société",
    "écoles de musique", "maisons médicales", "friches industrielles", "cantines scolaires", "sentiers côtiers",
]
WHO = ["L'équipe", "Notre service", "Le groupe", "La rédaction", "Le réseau", "L'association", "Le comité", "L'atelier"]
DOES = ["prépare", "a réuni", "présente", "relit", "complète", "a comparé", "partage", "met à jour", "décrit", "résume"]
WHAT = [
    "les réponses données pendant l'échange", "un guide illustré", "des exemples tirés du terrain", "la liste des pièces",
    "une méthode pas à pas", "les questions restées ouvertes", "des fiches pratiques", "le compte rendu détaillé",
    "une bibliographie commentée", "les chiffres recueillis", "des modèles à réutiliser", "la synthèse des échanges",
]
HOW = [
    "pour chaque métier", "avec l'aide de bénévoles", "à partir de cas réels", "sans jargon", "dès la première étape",
    "selon vos priorités", "près de chez vous", "en quelques pages", "à votre rythme", "après une relecture attentive",
]
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
FIELDS = ["vip", "member", "access", "press", "local"]
SHARES = [0.05, 0.4, 0.02, 0.1, 0.3]
SLIPS = ["TODO relire ce bloc", "Bonjour [Prénom]", "lien à compléter", "https://staging.exemple.test/page", "lorem ipsum"]
CELL = 'style="padding:14px 28px;font-family:Verdana,Arial,sans-serif;font-size:15px;line-height:23px;color:#2b2b2b;"'


def sentence(rng):
    parts = [rng.choice(WHO), rng.choice(DOES), rng.choice(WHAT), rng.choice(HOW)]
    if rng.random() < 0.4:
        parts.append(f"et {rng.choice(WHAT)} {rng.choice(HOW)}")
    return " ".join(parts) + "."


def paragraph(rng):
    return " ".join(sentence(rng) for _ in range(rng.randint(2, 5)))


def event(rng, number):
    """An event four days after the one before it: no two on one day, whatever their number."""
    day = datetime.date(2026, 1, 5) + datetime.timedelta(days=4 * number)
    hour = rng.choice([9, 11, 14, 17])
    topic = SUBJECTS[number % len(SUBJECTS)]
    edition = number // len(SUBJECTS) + 1
    title = f"Faire vivre les {topic}" + (f", étape {edition}" if edition > 1 else "")
    name = unicodedata.normalize("NFKD", topic).encode("ascii", "ignore").decode().replace(" ", "-")
    return {
        "id": f"{name}-{number}",
        "title": title,
        "day": day,
        "hour": hour,
        "said": f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year} à {hour} h",
        "speaker": f"{rng.choice(FIRST)} {rng.choice(HOSTS)}",
        "replay": f"https://video.exemple.test/seances/{name}-{number}",
        "slides": f"https://docs.exemple.test/{name}-{number}.pdf",
        "survey": f"https://avis.exemple.test/{name}-{number}",
    }


def event_file(one):
    lines = [
        f'title: "{one["title"]}"', "language: fr", "timezone: Europe/Paris",
        f"start: {one['day']}T{one['hour']:02}:00", f"end: {one['day']}T{one['hour'] + 1:02}:00", "speakers:",
        f'  - {{name: "{one["speaker"]}", role: animation}}', "links:",
    ]
    return "\n".join(lines + [f'  {role}: "{one[role]}"' for role in ("replay", "slides", "survey")]) + "\n"


def block(rng, one, fields):
    kind = rng.random()
    if kind < 0.6:
        inner = f"<p>{paragraph(rng)}</p>"
    elif kind < 0.7:
        role, words = rng.choice([("slides", "Lire le support"), ("survey", "Donner votre avis"), ("replay", "Revoir la séance")])
        inner = f'<a href="{one[role]}?utm_campaign=lettre&amp;utm_medium=mail">{words}</a>'
    elif kind < 0.77:
        inner = f'<img src="https://docs.exemple.test/vues/{rng.randint(1, 400)}.png" width="540" alt="{rng.choice(WHAT).capitalize()}">'
    elif kind < 0.87:
        inner = f"{{{{#if recipient.{rng.choice(fields)}}}}}<p>{paragraph(rng)}</p>{{{{else}}}}<p>{sentence(rng)}</p>{{{{/if}}}}"
    elif kind < 0.94:
        inner = "<ul>{{#each event.speakers}}<li>{{name}} ({{role}})</li>{{/each}}</ul>"
    else:
        inner = f"<p>La séance du {one['said']} portait sur « {{{{event.title}}}} », avec {one['speaker']}.</p>"
    return f"<tr><td {CELL}>{inner}</td></tr>\n"


def mail(rng, one, size, slips, fields):
    head = (
        f'---\nsubject: "Revoir la séance : {{{{event.title}}}}"\nevent: {one["id"]}\naudience: attended\n'
        f"send_at: {one['day'] + datetime.timedelta(days=1)}T10:00\nlanguage: fr\n---\n"
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>{{event.title}}</title>\n'
        "<style>table{border-collapse:collapse}@media(max-width:620px){.large{width:100%!important}}</style></head>\n"
        '<body><table role="presentation" width="100%">\n'
        f"<tr><td {CELL}>Bonjour {{{{recipient.first_name}}}} {{{{recipient.last_name}}}},</td></tr>\n"
        f"<tr><td {CELL}>Merci d'avoir participé à « {one['title']} », le {one['said']}. "
        f'<a href="{one["replay"]}">Revoir la séance</a></td></tr>\n'
    )
    rows = [f"<tr><td {CELL}>{{{{#if recipient.{field}}}}}{sentence(rng)}{{{{/if}}}}</td></tr>\n" for field in fields]
    rows += [f"<tr><td {CELL}>{slip}</td></tr>\n" for slip in slips]
    tail = f"<tr><td {CELL}>À bientôt,<br>{rng.choice(FIRST)}, pour l'équipe</td></tr>\n</table></body></html>\n"
    length = sum(len(part.encode()) for part in [head, tail, *rows])
    while length < size:
        rows.append(block(rng, one, fields))
        length += len(rows[-1].encode())
    return head + "".join(rows) + tail


def patterns(count):
    """Names and regular expressions: those of the file, then made ones, each with a word of its own."""
    lines = (HERE / "patterns.tsv").read_text(encoding="utf-8").splitlines()
    known = [tuple(line.split("\t")) for line in lines]
    forms = [r"\b(?:ancien|vieux) terme {0}\b", r"(?i)\bmodèle n° ?{0}\b", r"ref-{0}[a-z]{{2,6}}", r"(?i)\bcampagne {0} (?:été|hiver)\b"]
    return (known + [(f"equipe-{n}", forms[n % len(forms)].format(n)) for n in range(len(known), count)])[:count]


def rule(name, pattern):
    quoted = json.dumps(pattern, ensure_ascii=False)
    return (
        f"id: {name}\nsummary: {name}\nlevel: warning\nscope: [source]\nexistence:\n  patterns: [{quoted}]\n"
        f'message: {{fr: "« {{match}} » ({name})", en: "“{{match}}” ({name})"}}\n'
    )


def for_ripgrep(pattern):
    """Word boundaries of ASCII, with which ripgrep keeps its fast engine on French text; flags for this pattern alone."""
    pattern = pattern.replace(r"\b", r"(?-u:\b)")
    return f"(?i:{pattern[4:]})" if pattern.startswith("(?i)") else pattern


def recipients(path, count, rng, plain):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["email", "first_name", "last_name", "attended", "company", *FIELDS])
        for number in range(count):
            flags = ["oui" if rng.random() < share else "" for share in SHARES]
            first = "" if rng.random() < 0.001 else rng.choice(FIRST)
            company = f"{rng.choice(LAST)} & fils" if rng.random() < 0.3 else ""
            out.writerow([f"p{number}@exemple.test", plain(first), plain(rng.choice(LAST)), "oui", plain(company), *flags])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    for name, default in [("mails", 1000), ("recipients", 100), ("events", 12), ("findings", 0), ("rules", 50), ("conditions", 3), ("seed", 1)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--size", default="10000-30000")
    parser.add_argument("--faults", type=float, default=0.01)
    parser.add_argument("--ascii", action="store_true")
    return parser.parse_args()


def main():
    args = arguments()
    rng = random.Random(args.seed)
    fold = lambda text: unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = fold if args.ascii else lambda text: text
    for folder in ("events", "templates", "rules"):
        (args.out / folder).mkdir(parents=True, exist_ok=True)

    def write(path, text):
        (args.out / path).write_text(plain(text), encoding="utf-8")

    write("presend.yaml", (
        "language: fr\ntimezone: Europe/Paris\nevents: [events/*.yaml]\nmails: [templates/*.hbs]\nrules: [rules/*.yaml]\n"
        'recipients: recipients.csv\naccount: {links: ["https://docs.exemple.test/**"]}\n'
    ))
    events = [event(rng, number) for number in range(args.events)]
    for one in events:
        write(f"events/{one['id']}.yaml", event_file(one))
    low, high = (int(part) for part in args.size.split("-"))
    each, more = divmod(args.findings, max(args.mails, 1))
    for number in range(args.mails):
        slips = [SLIPS[n % len(SLIPS)] for n in range(each + (number < more))]
        slips += [rng.choice(SLIPS)] if rng.random() < args.faults else []
        text = mail(rng, events[number % len(events)], rng.randint(low, high), slips, FIELDS[: args.conditions])
        write(f"templates/m{number:05}.hbs", text)
    recipients(args.out / "recipients.csv", args.recipients, rng, plain)
    for name, pattern in patterns(args.rules):
        write(f"rules/{name}.yaml", rule(name, pattern))
    write("patterns.txt", "".join(for_ripgrep(pattern) + "\n" for _, pattern in patterns(min(args.rules, 50))))


if __name__ == "__main__":
    main()

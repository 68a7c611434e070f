//! The French words of the help: commands, and arguments with the name of their value. An argument that has none here
//! fails a test.

/// An argument's id, the name of its value, and what it is for.
type Argument = (&'static str, &'static str, &'static str);

/// What a command does, by its path.
pub(super) fn command(path: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(of, _)| *of == path).map(|(_, words)| *words)
}

/// The name of an argument's value (nothing where it takes none), and what it is for.
pub(super) fn argument(path: &str, id: &str) -> Option<(&'static str, &'static str)> {
    let of = |wanted: &str| ARGUMENTS.iter().find(|(of, ..)| *of == wanted).map(|(_, args)| *args);
    let found = |args: &'static [Argument]| args.iter().find(|(of, ..)| *of == id);
    of(path).and_then(found).or_else(|| of("*").and_then(found)).map(|(_, name, words)| (*name, *words))
}

const COMMANDS: &[(&str, &str)] = &[
    ("", "Le dernier regard avant l'envoi d'un mail d'événement"),
    ("check", "Contrôler des mails\u{a0}: les comparer à la fiche de leur événement"),
    ("render", "Montrer ce qu'un destinataire recevrait, ou ce qui y a été lu"),
    ("send-test", "Contrôler un mail, puis l'envoyer à l'équipe, comme test"),
    ("rules", "Lister, expliquer ou tester les règles"),
    ("rules list", "Les règles en vigueur"),
    ("rules show", "Une règle expliquée\u{a0}: ce qu'elle cherche, pourquoi, sa gravité, avec des exemples"),
    ("rules test", "Vérifier les cas `valid` et `invalid` des règles"),
    ("new", "Écrire un fichier pour commencer"),
    ("new rule", "Écrire une règle à soi, avec ses cas"),
    ("init", "Écrire un event.yaml à remplir, ou tout un projet pour commencer"),
    ("import", "Faire un event.yaml ou un recipients.csv de l'export d'une plateforme"),
    ("schema", "Écrire le schéma JSON d'un fichier, pour un éditeur"),
    ("completions", "Écrire de quoi compléter les commandes dans un shell"),
    ("man", "Écrire la page de manuel, ou celles de toutes les commandes"),
];

/// The arguments of each command; those of `*` hold for all.
const ARGUMENTS: &[(&str, &[Argument])] = &[
    (
        "*",
        &[
            ("help", "", "Montrer cette aide"),
            ("version", "", "Montrer la version"),
            ("language", "LANGUE", "La langue de ce qui est écrit"),
            ("now", "DATE", "Le moment qui compte comme maintenant"),
            ("mail", "MAIL", "Le mail"),
            ("event", "ÉVÉNEMENT", "L'événement\u{a0}: un id, ou un event.yaml"),
            (
                "recipient",
                "LIGNE",
                "Le destinataire\u{a0}: sa ligne dans le fichier, celle des titres étant la première",
            ),
        ],
    ),
    (
        "import",
        &[
            ("format", "FORMAT", "D'où vient l'export"),
            ("files", "FICHIER", "L'export\u{a0}; plusieurs, si ce sont les pages d'une même liste"),
            ("out", "FICHIER", "Dans ce fichier plutôt qu'à l'écran"),
            ("force", "", "Remplacer ce fichier s'il existe"),
            ("start", "DATE", "Le début de l'événement, si l'export ne le dit pas"),
            ("timezone", "FUSEAU", "Le fuseau horaire, si l'export ne le dit pas\u{a0}: Europe/Paris"),
            ("name", "NOM", "Lequel, si l'export en a plusieurs\u{a0}: son nom ou son numéro"),
            ("date", "DATE", "Quel jour, si un calendrier en a plusieurs\u{a0}: 2026-11-17"),
            ("ics", "FICHIER", "Un calendrier qui donne la date, si l'export ne la dit pas"),
        ],
    ),
    (
        "check",
        &[
            ("paths", "CHEMIN", "Mails, dossiers ou «\u{a0}-\u{a0}»\u{a0}; sinon, ceux du projet"),
            ("changed", "", "Les chemins sont ceux des fichiers changés d'un dépôt"),
            ("previous", "ANCIEN-MAIL", "Le mail du mois dernier, comme autre événement"),
            ("open", "", "Ouvrir la page du rapport"),
            ("event", "ÉVÉNEMENT", "Celui du mail\u{a0}: un id, ou un event.yaml"),
            ("events", "MOTIF", "Toutes les fiches de l'équipe\u{a0}: events/*.yaml"),
            ("recipients", "FICHIER", "Le fichier des destinataires (.csv ou .xlsx)"),
            ("every_recipient", "", "Construire le mail de chacun, au lieu d'un par groupe\u{a0}: lent"),
            ("send_at", "DATE", "Quand le mail part"),
            ("subject", "OBJET", "L'objet"),
            ("audience", "QUI", "Qui lit\u{a0}: invited, registered, attended, absent, speakers, all"),
            ("stdin_filename", "NOM", "Le nom sous lequel l'entrée standard est lue"),
            ("format", "FORME", "La forme du rapport"),
            ("output", "FORME=FICHIER", "Un rapport de plus (peut être répété)"),
            ("fail_on", "NIVEAU", "Ce qui fait échouer"),
            ("min_level", "NIVEAU", "Ce qui est montré"),
            ("rule", "ID", "Cette règle seulement (peut être répété)"),
            ("strict", "", "Échouer aussi sur ce qui n'est pas vérifié"),
            ("fix", "", "Écrire dans les mails les corrections qui sont sûres"),
            ("diff", "", "Montrer ces corrections, et ne rien écrire"),
            ("baseline", "FICHIER", "Des points connus\u{a0}: comptés, plus montrés"),
            ("write_baseline", "FICHIER", "Noter ce qui est trouvé dans un tel fichier"),
            ("language", "LANGUE", "La langue du rapport"),
            ("color", "QUAND", "Les couleurs"),
            ("show_personal", "", "Montrer les noms et adresses des destinataires"),
            ("quiet", "", "Les points et le verdict seulement"),
            ("verbose", "", "Dire aussi pourquoi chaque point importe"),
        ],
    ),
    (
        "render",
        &[
            ("as_what", "FORME", "Sous quelle forme"),
            ("to", "ADRESSE", "Comme le message de test pour cette adresse (avec --as eml)"),
            ("out", "DOSSIER", "Dans ce dossier plutôt qu'à l'écran"),
        ],
    ),
    (
        "send-test",
        &[
            ("to", "ADRESSE", "À qui\u{a0}: une adresse du compte ou de l'équipe"),
            ("anyway", "", "Envoyer même si quelque chose est à corriger"),
            ("smtp_url", "URL", "Le serveur"),
        ],
    ),
    ("rules list", &[("format", "FORME", "La forme")]),
    ("rules show", &[("id", "ID", "L'id de la règle"), ("format", "FORME", "La forme")]),
    ("rules test", &[("ids", "ID", "Les règles à tester\u{a0}; sinon, toutes"), ("format", "FORME", "La forme")]),
    ("new rule", &[("id", "ID", "Son id\u{a0}: minuscules, chiffres et traits d'union")]),
    (
        "init",
        &[
            ("path", "CHEMIN", "Le fichier de l'événement, ou un dossier\u{a0}; sinon, ici"),
            ("project", "", "Un petit projet\u{a0}: réglages, deux événements, un mail, des destinataires, une règle"),
            ("ci", "OÙ", "Aussi de quoi contrôler chaque changement en CI"),
            ("pre_commit", "", "Aussi de quoi contrôler avant chaque commit (pre-commit)"),
            ("force", "", "Remplacer les fichiers qui sont déjà là"),
        ],
    ),
    ("schema", &[("of", "FICHIER", "De quel fichier")]),
    ("completions", &[("shell", "SHELL", "Pour quel shell")]),
    ("man", &[("out", "DOSSIER", "Écrire toutes les pages, dans les deux langues, dans ce dossier")]),
];

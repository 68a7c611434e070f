"""Other programs with the same patterns: their rule files, written from a project's patterns.txt, and their commands."""

import json

HTML_RULES = {"extends": ["html-validate:recommended"], "elements": ["html5"]}


def patterns(folder):
    """The patterns as a rule writes them: `\\b` without ripgrep's flag, `(?i)` in front."""
    out = []
    for line in (folder / "patterns.txt").read_text(encoding="utf-8").splitlines():
        plain = line.replace(r"(?-u:\b)", r"\b")
        if plain.startswith("(?i:") and plain.endswith(")"):
            plain = "(?i)" + plain[4:-1]
        out.append(plain)
    return out


def ripgrep(tool, _folder):
    """Every line that one of the patterns stands in."""
    return [tool, "-f", "patterns.txt", "templates"]


def ast_grep(tool, folder):
    """One rule a pattern, over the texts and attribute values of the HTML tree."""
    (folder / "ast-grep").mkdir(exist_ok=True)
    config = {"ruleDirs": ["ast-grep"], "languageGlobs": {"html": ["*.hbs"]}}
    (folder / "sgconfig.yml").write_text(json.dumps(config), encoding="utf-8")
    for number, pattern in enumerate(patterns(folder)):
        places = [{"kind": kind, "regex": pattern} for kind in ("text", "attribute_value")]
        rule = {"id": f"p{number}", "language": "html", "severity": "warning", "message": "found", "rule": {"any": places}}
        (folder / "ast-grep" / f"p{number}.yml").write_text(json.dumps(rule), encoding="utf-8")
    return [tool, "scan", "--json=compact", "templates"]


def semgrep(tool, folder):
    """One rule a pattern in its mode for regular expressions."""
    rules = [
        {"id": f"p{number}", "languages": ["regex"], "severity": "WARNING", "message": "found", "pattern-regex": pattern}
        for number, pattern in enumerate(patterns(folder))
    ]
    (folder / "semgrep.yml").write_text(json.dumps({"rules": rules}), encoding="utf-8")
    return [
        tool, "scan", "--config", "semgrep.yml", "--metrics", "off", "--disable-version-check", "--no-git-ignore",
        "--json", "--quiet", "templates",
    ]


def typos(tool, _folder):
    """Every word against a list of misspellings."""
    return [tool, "--format", "json", "templates"]


def html_validate(tool, folder):
    """The recommended rules for HTML; its own form of the templates' endings."""
    (folder / ".htmlvalidate.json").write_text(json.dumps({**HTML_RULES, "root": True}), encoding="utf-8")
    return [tool, "--ext", "hbs", "--formatter", "json", "templates"]

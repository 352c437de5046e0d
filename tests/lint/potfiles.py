#!/usr/bin/python3
"""po/POTFILES.in names what has words for people: potfiles.py CHECKOUT [--write]

With --write it is brought up to date instead."""

import os
import re
import sys

import tap

CALL = re.compile(r"(?<![\w\"])(?:_|N_|C_|NC_|Q_|gettext|ngettext|g_dn?gettext|g_dpgettext2?)\s*\(\s*\"")
# Of words that it does not see itself, xgettext makes no plural for the translators.
BLIND_PLURAL = re.compile(r"(?<!\w)ngettext\s*\(\s*(?!\")\S")
LIST = "po/POTFILES.in"
# The only layers that speak to people, and the programs' own files.
SPEAKING = re.compile(r"^src/(ui|cli)/|^src/[^/]+$")


def listed(root):
    return [line for line in tap.read(root, LIST).splitlines() if line and not line.startswith("#")]


def translatable(root):
    return [path for path in tap.source_files(root, ["src"], (".c", ".h", ".blp", ".ui"))
            if CALL.search(tap.read(root, path))]


def check_complete(root):
    known = set(listed(root))
    return [f"{path} has words for people and must be added to {LIST}"
            for path in translatable(root) if path not in known]


def check_existing(root):
    words = set(translatable(root))
    return [f"{LIST} names {path}, which has no words or does not exist"
            for path in listed(root)
            if not os.path.exists(os.path.join(root, path))
            or (path.startswith("src/") and path not in words)]


def check_layers(root):
    return [f"{path}: only ui and cli speak to people"
            for path in translatable(root) if not SPEAKING.match(path)]


def check_plurals(root):
    return [f"{path}: ngettext is given words in a variable"
            for path in tap.source_files(root, ["src"], (".c",))
            if BLIND_PLURAL.search(tap.read(root, path))]


def cases(root):
    return [
        ("all files with words for people are listed", check_complete(root)),
        ("all listed files have words for people", check_existing(root)),
        ("only ui and cli have words for people", check_layers(root)),
        ("both forms of each plural stand where they are chosen", check_plurals(root)),
    ]


def write(root):
    text = tap.read(root, LIST)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    kept = [path for path in listed(root) if not path.startswith("src/")]
    with open(os.path.join(root, LIST), "w", encoding="utf-8") as file:
        file.write("\n".join(comments + sorted(set(kept + translatable(root)))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(write(sys.argv[1]) if "--write" in sys.argv else tap.report(cases(sys.argv[1])))

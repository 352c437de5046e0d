#!/usr/bin/python3
"""po/POTFILES.in names what has words for people: potfiles.py CHECKOUT [--write]

With --write it is brought up to date instead."""

import os
import re
import sys

import tap

CALL = re.compile(r"(?<![\w\"])(?:_|N_|C_|NC_|Q_|gettext|ngettext|g_dn?gettext|g_dpgettext2?)\s*\(\s*\"")
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


def cases(root):
    return [
        ("all files with words for people are listed", check_complete(root)),
        ("all listed files have words for people", check_existing(root)),
        ("only ui and cli have words for people", check_layers(root)),
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

#!/usr/bin/python3
"""The catalogues of the languages: catalogues.py CHECKOUT"""

import os
import subprocess
import sys
import tempfile

import tap
from potfiles import listed

LANGUAGES = "po/LINGUAS"
BEHIND = 0.05  # of the messages may wait for whoever speaks the language


def languages(root):
    return [line for line in tap.read(root, LANGUAGES).splitlines()
            if line and not line.startswith("#")]


def check_listed(root):
    there = {name[:-3] for name in os.listdir(os.path.join(root, "po")) if name.endswith(".po")}
    named = languages(root)
    return ([f"{LANGUAGES} names {name}, which has no catalogue" for name in named
             if name not in there]
            + [f"po/{name}.po is not named in {LANGUAGES}" for name in sorted(there - set(named))]
            + ([f"{LANGUAGES} is not sorted"] if named != sorted(named) else []))


def check_forms(root):
    """Formats, plurals, ends of lines: what would crash or read wrong."""
    faults = []
    for name in languages(root):
        said = subprocess.run(["msgfmt", "-c", "-o", os.devnull, f"po/{name}.po"], cwd=root,
                              capture_output=True, text=True, check=False)
        if said.returncode != 0:
            faults.append(f"po/{name}.po: {said.stderr.strip()}")
    return faults


def count(said):
    """Of msgfmt's statistics: how many are translated, of how many."""
    numbers = [int(word) for word in said.split() if word.isdigit()]
    return numbers[0], sum(numbers)


def check_complete(root):
    """Against what the sources say now."""
    code = [path for path in listed(root) if path.endswith((".c", ".h", ".blp"))]
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        template = os.path.join(scratch, "all.pot")
        subprocess.run(["xgettext", "--from-code=UTF-8", "--language=C", "-k_", "-kN_", "-kC_:1c,2",
                        "-kNC_:1c,2", "-kngettext:1,2", "-kg_dngettext:2,3", "-o", template, *code],
                       cwd=root, stderr=subprocess.DEVNULL, check=True)
        for name in languages(root):
            merged = os.path.join(scratch, name + ".po")
            subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged,
                            f"po/{name}.po", template], cwd=root, check=True)
            said = subprocess.run(["msgfmt", "--statistics", "-o", os.devnull, merged],
                                  capture_output=True, text=True, check=True,
                                  env={**os.environ, "LC_ALL": "C"}).stderr
            done, whole = count(said)
            if done < whole * (1 - BEHIND):
                faults.append(f"po/{name}.po has {done} of {whole} messages")
    return faults


def cases(root):
    return [
        ("each catalogue is listed", check_listed(root)),
        ("what is translated has the right form", check_forms(root)),
        ("no language has fallen behind", check_complete(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

#!/usr/bin/python3
"""Each rule of the contract has a test of its name: rules.py CHECKOUT [--write]

A test's path names the rules that it shows: /images/R47-256-passes. tests/service/README.md has a
table of them; with --write its third column is brought up to date instead."""

import os
import re
import sys

import tap

TABLE = "tests/service/README.md"
RULES = range(1, 93)
# A path of a test in the source, however it is registered; comments are not code.
PATH = re.compile(r'"(/(?:[A-Za-z0-9_.+-]+/)*[A-Za-z0-9_.+-]+)"')
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"(?<=[/-])R([1-9][0-9]?)(?=-)")
ROW = re.compile(r"^\| R(\d+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
ENTRY = re.compile(r"`([^`]+)`")


def is_built(root, file):
    """Whether the folder's meson.build makes a test of it: by its name, or by the end of it where
    a loop puts the rest in front."""
    folder, name = os.path.split(file)
    recipe = os.path.join(root, folder, "meson.build")
    if not name.startswith("test-") or not os.path.exists(recipe):
        return False
    words = name.removesuffix(".c").split("-")
    text = tap.read(root, os.path.join(folder, "meson.build"))
    return any(re.search(rf"'{re.escape('-'.join(words[i:]))}(\.c)?'", text)
               for i in range(len(words)))


def tests_of(root):
    """{rule: [(file, path of a test)]}, as the sources of the tests have them."""
    found = {rule: [] for rule in RULES}
    for file in tap.source_files(root, ["tests"], (".c",)):
        if not is_built(root, file):
            continue
        text = COMMENT.sub("", tap.read(root, file))
        for path in PATH.findall(text):
            for number in sorted({int(number) for number in NUMBER.findall(path)}):
                if number in found and (file, path) not in found[number]:
                    found[number].append((file, path))
    return found


def rows(root):
    """{rule: (what it says, [(file, path of a test)])}, as the table has them."""
    found = {}
    for number, words, cell in ROW.findall(tap.read(root, TABLE)):
        file = None
        entries = []
        for entry in ENTRY.findall(cell):
            if entry.startswith("/"):
                entries.append((file, entry))
            else:
                file = "tests/" + entry
        found[int(number)] = (words.strip(), entries)
    return found


def check_tested(root):
    return [f"R{rule} has no test with /R{rule}- in its path"
            for rule, tests in tests_of(root).items() if not tests]


def check_listed(root):
    table = rows(root)
    return [f"{TABLE} names no test of R{rule}; tests/lint/rules.py . --write adds what there is"
            for rule in RULES if not table.get(rule, ("", []))[1]]


def check_existing(root):
    tests = tests_of(root)
    return [f"{TABLE} names {path} of {file} for R{rule}, which is not there"
            for rule, (_, entries) in rows(root).items()
            for file, path in entries if (file, path) not in tests.get(rule, [])]


def cases(root):
    return [
        ("each rule of the contract has a test of its name", check_tested(root)),
        ("the table of rules names a test for each", check_listed(root)),
        ("the table of rules names tests that are there", check_existing(root)),
    ]


def cell_of(tests):
    """Files in the order of their names, each in front of its tests."""
    words = []
    for file in sorted({file for file, _ in tests}):
        paths = ", ".join(f"`{path}`" for name, path in tests if name == file)
        words.append(f"`{file.removeprefix('tests/')}` {paths}")
    return "; ".join(words)


def write(root):
    tests = tests_of(root)

    def row(match):
        number, words = int(match[1]), match[2].strip()
        return f"| R{number} | {words} | {cell_of(tests.get(number, []))} |"

    text = ROW.sub(row, tap.read(root, TABLE))
    with open(os.path.join(root, TABLE), "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(write(sys.argv[1]) if "--write" in sys.argv else tap.report(cases(sys.argv[1])))

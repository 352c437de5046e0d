#!/usr/bin/python3
"""What people expect of the platform, as far as the source shows it: conventions.py CHECKOUT

tests/ui/conventions.md has all of it, and names what is there."""

import glob
import os
import re
import sys

import pages
import tap

TABLE = "tests/ui/conventions.md"
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
RESPONSES = re.compile(r"adw_alert_dialog_add_responses?\s*\(([^;]*)\);")
CLOSE = re.compile(r'adw_alert_dialog_set_close_response\s*\([^;]*"([a-z-]+)"\s*\);')
ANSWER = re.compile(r'"([a-z-]+)"\s*,')
QUOTED = re.compile(r"`([^`]+)`")
NAME = re.compile(r"'([a-z][a-z0-9-]+)'")


def texts(root):
    """(file, text) for all that can be read in the window."""
    for path in tap.source_files(root, ["src/ui"], (".blp", ".c")):
        for match in pages.TEXT.finditer(tap.read(root, path)):
            for group in match.groups():
                if group:
                    yield path, "".join(STRING.findall(group))


def check_words(root):
    problems = []
    for path, text in texts(root):
        if re.search(r"are you sure|please|sorry|oops", text, re.IGNORECASE):
            problems.append(f"{path}: “{text}” says what happens in no words of its own")
        if "..." in text:
            problems.append(f"{path}: “{text}” wants an ellipsis of its own sign, …")
        if re.search(r"\w'\w", text) or re.search(r"(?<!\\)\\\"", text):
            problems.append(f"{path}: “{text}” wants curly quotes")
    return problems


def check_dialogs(root):
    """What leaves all as it is comes first, and is what Escape chooses."""
    problems = []
    for path in tap.source_files(root, ["src/ui"], (".c",)):
        text = tap.read(root, path)
        if "adw_alert_dialog_new" not in text:
            continue
        if "adw_alert_dialog_add_response" not in text:
            problems.append(f"{path}: a dialog without answers")
        for match in RESPONSES.finditer(text):
            answers = ANSWER.findall(match[1])
            if len(answers) > 1 and answers[0] not in CLOSE.findall(text):
                problems.append(f"{path}: “{answers[0]}” comes first, and is not what Escape does")
    return problems


def check_styles(root):
    """Sizes go with the text of the desktop, colours with its style, motion with its wishes."""
    problems = []
    for path in tap.source_files(root, ["src/ui"], (".css",)):
        text = re.sub(r"/\*.*?\*/", "", tap.read(root, path), flags=re.DOTALL)
        if re.search(r"font-size:\s*\d+(px|pt)", text):
            problems.append(f"{path}: text with a size of its own")
        if re.search(r"(?<![\w-])#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|\brgba?\(", text):
            problems.append(f"{path}: a colour by number")
        if re.search(r"animation[^;]*infinite|@keyframes", text):
            problems.append(f"{path}: motion without an end")
    return problems


def test_names(root):
    names = {name.removesuffix(".py") for name in os.listdir(os.path.join(root, "tests", "lint"))} \
        if os.path.isdir(os.path.join(root, "tests", "lint")) else set()
    for recipe in glob.glob(os.path.join(root, "tests", "**", "meson.build"), recursive=True) + \
            glob.glob(os.path.join(root, "data", "meson.build")):
        with open(recipe, encoding="utf-8") as file:
            names.update(NAME.findall(file.read()))
    return names


def is_there(root, word, names):
    if "/" in word or "." in word:
        return any(glob.glob(os.path.join(root, base, word), recursive=True)
                   for base in ("", "src", "src/ui", "tests/drive"))
    parts = word.split("-")
    return any("-".join(parts[i:]) in names for i in range(len(parts)))


def check_table(root):
    """The table names files and tests that are there, and says something of each row."""
    text = tap.read(root, TABLE)
    names = test_names(root)
    problems = []
    for row in text.splitlines():
        if not row.startswith("| ") or row.startswith("| |"):
            continue
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if len(cells) != 4 or not cells[2]:
            problems.append(f"{TABLE}: row {cells[0]} says nowhere where it is met")
            continue
        for word in QUOTED.findall(cells[3]) + QUOTED.findall(cells[2]):
            if re.fullmatch(r"[a-z0-9.*/-]+", word) and not is_there(root, word, names):
                problems.append(f"{TABLE}: row {cells[0]} names {word}, which is not there")
    return problems


def cases(root):
    return [
        ("words are those of the platform", check_words(root)),
        ("dialogs put first what changes nothing", check_dialogs(root)),
        ("styles follow the desktop", check_styles(root)),
        ("the table of conventions is up to date", check_table(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

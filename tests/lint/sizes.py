#!/usr/bin/python3
"""Files and functions stay readable, and files are named for what they do: sizes.py CHECKOUT"""

import os
import re
import sys

import tap

FILE_LINES = 800
FUNCTION_LINES = 80
VAGUE = {"util", "utils", "utility", "common", "misc", "helper", "helpers"}


def code(root):
    return tap.source_files(root, ["src", "tests", "build-aux"], (".c", ".h", ".blp", ".py", ".css"))


def check_files(root):
    problems = []
    for path in code(root):
        count = tap.read(root, path).count("\n")
        if count > FILE_LINES:
            problems.append(f"{path} has {count} lines, at most {FILE_LINES} are wanted")
    return problems


def functions(text):
    """Yields (name, first line, lines) of the functions of a file in GNU layout."""
    lines = text.splitlines()
    start = None
    for index, line in enumerate(lines):
        if line == "{" and index > 0 and lines[index - 1].rstrip().endswith(")"):
            start = index
            while start > 0 and not re.match(r"\w", lines[start]):
                start -= 1
        elif line == "}" and start is not None:
            name = re.match(r"\w+", lines[start])[0]
            yield name, start + 1, index - start + 1
            start = None


def check_functions(root):
    problems = []
    for path in tap.source_files(root, ["src", "tests"], (".c", ".h")):
        for name, line, count in functions(tap.read(root, path)):
            if count > FUNCTION_LINES:
                problems.append(
                    f"{path}:{line}: {name} has {count} lines, at most {FUNCTION_LINES} are wanted")
    return problems


def check_names(root):
    problems = []
    for path in code(root):
        words = re.split(r"[-_.]", os.path.splitext(os.path.basename(path))[0])
        for word in VAGUE.intersection(words):
            problems.append(f"{path}: “{word}” does not say what is in it")
    return problems


def cases(root):
    return [
        (f"no file has more than {FILE_LINES} lines", check_files(root)),
        (f"no function has more than {FUNCTION_LINES} lines", check_functions(root)),
        ("files are named for what they do", check_names(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

#!/usr/bin/python3
"""The formatters find nothing to change: format.py CHECKOUT"""

import subprocess
import sys

import tap


def check_c(root):
    paths = tap.source_files(root, ["src", "tests"], (".c", ".h"))
    result = subprocess.run(["clang-format", "--dry-run", "--Werror"] + paths,
                            cwd=root, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return []
    places = {}
    for line in result.stderr.splitlines():
        place, found, _ = line.partition(": error: ")
        if found:
            places.setdefault(place.split(":")[0], place)
    return [f"{place}: clang-format -i {path}" for path, place in places.items()] or [result.stderr]


def check_blueprints(root):
    problems = []
    for path in tap.source_files(root, ["src"], (".blp",)):
        result = subprocess.run(["blueprint-compiler", "format", path],
                                cwd=root, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            problems.append(f"{path}: blueprint-compiler format --fix {path}")
    return problems


def cases(root):
    return [
        ("C code is formatted", check_c(root)),
        ("Blueprints are formatted", check_blueprints(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

"""Reports checks as TAP: one case a check, what is wrong as comments under it."""

import os
import sys


def source_files(root, folders, endings):
    """Paths below some folders of the checkout, relative to it, sorted."""
    found = []
    for folder in folders:
        for parent, names, files in os.walk(os.path.join(root, folder)):
            names[:] = [name for name in names if not name.startswith((".", "_build"))]
            for name in files:
                if name.endswith(endings):
                    found.append(os.path.relpath(os.path.join(parent, name), root))
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def report(cases):
    """Prints (name, problems) pairs; the exit status says whether there were any problems."""
    status = 0
    print(f"1..{len(cases)}")
    for number, (name, problems) in enumerate(cases, 1):
        if problems:
            status = 1
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for problem in problems:
            print(f"# {problem}")
            print(f"{name}: {problem}", file=sys.stderr)
    sys.stdout.flush()
    return status

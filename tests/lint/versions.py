#!/usr/bin/python3
"""Versions of what we depend on are stated in meson.build alone: versions.py CHECKOUT"""

import os
import re
import sys

import tap

NAMES = ["gtk", "gtk4", "libadwaita", "glib", "libsoup", "json-glib", "gdk-pixbuf", "libjpeg",
         "libjpeg-turbo", "libpng", "libwebp", "libdex", "sqlite", "sqlite3", "libarchive",
         "libsecret", "gtksourceview", "gexiv2", "nettle", "blueprint-compiler", "meson"]
# A package's own name may end in a number (libsoup-3.0); what counts is the number after it.
STATED = re.compile(rf"\b({'|'.join(NAMES)})(-[\d.]+)?[ `*]+(>=|version|at least|==)?[ `*]*\d+\.\d",
                    re.IGNORECASE)
CONSTRAINT = re.compile(r"version\s*:\s*\[?'[<>=]")


def check_meson(root):
    """No floor is given in a folder's own meson.build."""
    return [f"{path}:{number}: versions belong into the meson.build of the top folder"
            for path in tap.source_files(root, ["src", "tests", "data", "po", "help"],
                                         ("meson.build",))
            for number, line in enumerate(tap.read(root, path).splitlines(), 1)
            if CONSTRAINT.search(line)]


def texts(root):
    """Prose and scripts, without the manifest of a bundle, which has to name what it builds."""
    paths = tap.source_files(root, ["help", "build-aux", ".ci"], ("",))
    left_out = (".png", ".json", ".yml", ".pyc", "environment/packages")
    return [path for path in paths + ["README.md"]
            if os.path.exists(os.path.join(root, path)) and not path.endswith(left_out)]


def check_texts(root):
    return [f"{path}:{number}: “{match[0]}” is stated in meson.build already"
            for path in texts(root)
            for number, line in enumerate(tap.read(root, path).splitlines(), 1)
            for match in [STATED.search(line)] if match]


def cases(root):
    return [
        ("folders of the build state no versions", check_meson(root)),
        ("texts and scripts state no versions", check_texts(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

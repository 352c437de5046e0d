#!/usr/bin/python3
"""Settings say what they are for, know their range, and are no secrets: settings.py CHECKOUT"""

import re
import sys
import xml.etree.ElementTree as ElementTree

import tap

SCHEMA = "data/io.github.lookbook_app.Lookbook.gschema.xml"
SECRET = re.compile(r"token|secret|password|passphrase|credential|api|(^|-)key($|-)")
NUMBERS = ("i", "u", "n", "q", "d")  # ids are x: they have no range


def keys(root):
    return ElementTree.fromstring(tap.read(root, SCHEMA)).iter("key")


def check_summaries(root):
    return [f"{SCHEMA}: {key.get('name')} has no summary"
            for key in keys(root) if not (key.findtext("summary") or "").strip()]


def check_ranges(root):
    return [f"{SCHEMA}: {key.get('name')} is a number without a range"
            for key in keys(root) if key.get("type") in NUMBERS and key.find("range") is None]


def check_secrets(root):
    return [f"{SCHEMA}: {key.get('name')} sounds like a secret, which belongs into the keyring"
            for key in keys(root) if SECRET.search(key.get("name"))]


def cases(root):
    return [
        ("settings say what they are for", check_summaries(root)),
        ("settings that are numbers have a range", check_ranges(root)),
        ("settings are no secrets", check_secrets(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

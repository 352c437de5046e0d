#!/usr/bin/python3
"""The Flatpak may do what it needs and no more, of sources that are known: flatpak.py CHECKOUT"""

import json
import os
import re
import sys

import tap

FOLDER = "build-aux/flatpak"
RUNTIME = ("org.gnome.Platform", "org.gnome.Sdk", "49")
# Files come by portals, secrets too: no folder, no name on a bus, no device but the graphics card.
MAY = ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11",
       "--device=dri"]
SHA256 = re.compile(r"[0-9a-f]{64}")


def app_id(root):
    return re.search(r"^app_id = '([^']+)'", tap.read(root, "meson.build"), re.MULTILINE)[1]


def manifest(root):
    return json.loads(tap.read(root, os.path.join(FOLDER, app_id(root) + ".json")))


def check_names(root):
    """Its id is the one of everything else, its command is the application."""
    asked = manifest(root)
    wanted = {"id": app_id(root), "command": "lookbook", "runtime": RUNTIME[0], "sdk": RUNTIME[1],
              "runtime-version": RUNTIME[2]}
    return [f"{name} is {asked.get(name)!r}, not {value!r}" for name, value in wanted.items()
            if asked.get(name) != value]


def check_permissions(root):
    asked = manifest(root)
    given = asked.get("finish-args", [])
    problems = [f"{one} is not needed" for one in given if one not in MAY]
    problems += [f"{one} is missing" for one in MAY if one not in given]
    problems += [f"“{name}” gives more than finish-args does" for name in asked
                 if name in ("add-extensions", "inherit-extensions", "metadata")]
    return problems


def check_sources(root):
    """What is not in the runtime comes from one place, with its checksum; ours is this checkout."""
    *others, ours = manifest(root)["modules"]
    problems = []
    if [ours["name"], *(source.get("path") for source in ours["sources"])] != ["lookbook", "../.."]:
        problems.append("the last module must be lookbook, of the folder ../..")
    for module in [*others, ours]:
        if module.get("build-options", {}).get("build-args"):
            problems.append(f"{module['name']}: nothing is allowed to be fetched while it is built")
    for module in others:
        for source in module["sources"]:
            if source["type"] != "archive" or not source["url"].startswith("https://"):
                problems.append(f"{module['name']}: an archive over https is wanted")
            elif not SHA256.fullmatch(source.get("sha256", "")):
                problems.append(f"{module['name']}: {source['url']} has no sha256")
    return problems


def check_exports(root):
    """The desktop is shown only files whose name begins with the id."""
    name = app_id(root)
    return [f"data/{path} is missing" for path in
            (f"{name}.desktop.in", f"{name}.service.in", f"{name}.metainfo.xml.in",
             f"icons/{name}.svg", f"icons/{name}-symbolic.svg")
            if not os.path.exists(os.path.join(root, "data", path))]


def cases(root):
    return [
        ("the Flatpak has the names of the application", check_names(root)),
        ("the Flatpak may do what it needs and nothing else", check_permissions(root)),
        ("the Flatpak is built of known sources", check_sources(root)),
        ("what the desktop is shown bears the id", check_exports(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

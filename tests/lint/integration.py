#!/usr/bin/python3
"""What the desktop is shown says what the program does: integration.py CHECKOUT"""

import configparser
import os
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

import flatpak
import tap

TYPES = "image/jpeg;image/png;image/webp;application/zip;"
WIDTH_MAX, HEIGHT_MAX = 1000, 700
LETTERS = range(10, 36)
ACTION = re.compile(r'\{ "([a-z-]+)", \w+_cb')


def key_file(root, path):
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str
    parser.read_string(tap.read(root, path))
    return parser


def check_desktop_file(root):
    """Files are taken that can be used, and no others: never folders, of which one program would
    become the default. Each action is one of the application, which the bus starts."""
    name = flatpak.app_id(root)
    parser = key_file(root, f"data/{name}.desktop.in")
    main = parser["Desktop Entry"]
    made = set()
    for path in tap.source_files(root, ["src/ui/application"], ".c"):
        made |= set(ACTION.findall(tap.read(root, path)))
    problems = []
    if main.get("MimeType") != TYPES:
        problems.append(f"MimeType is {main.get('MimeType')}, not {TYPES}")
    if main.get("DBusActivatable") != "true" or main.get("Icon") != name:
        problems.append("it is not started by the bus, or has the icon of another")
    for action in main.get("Actions", "").split(";")[:-1]:
        if action not in made:
            problems.append(f"the application has no action {action}")
        if parser.get(f"Desktop Action {action}", "Exec", fallback="") != \
                f"gapplication action {name} {action}":
            problems.append(f"{action} does something else where the bus is not used")
    if "--gapplication-service" not in tap.read(root, f"data/{name}.service.in"):
        problems.append("the bus would open a window for a search")
    return problems


def check_search(root):
    """The search of the desktop asks where the application answers."""
    name = flatpak.app_id(root)
    asked = key_file(root, f"data/{name}.search-provider.ini")["Shell Search Provider"]
    wanted = {"DesktopId": name + ".desktop", "BusName": name, "Version": "2",
              "ObjectPath": "/" + name.replace(".", "/") + "/SearchProvider"}
    return [f"{key} is {asked.get(key)!r}, not {value!r}" for key, value in wanted.items()
            if asked.get(key) != value]


def size_of(path):
    with open(path, "rb") as file:
        return struct.unpack(">II", file.read(24)[16:])


def check_screenshots(metainfo, root):
    shots = metainfo.findall("screenshots/screenshot")
    problems = [] if 3 <= len(shots) <= 6 else [f"{len(shots)} screenshots; 3 to 6 are wanted"]
    for shot in shots:
        name = os.path.basename(shot.findtext("image"))
        path = os.path.join(root, "data/screenshots", name)
        if not shot.findtext("caption"):
            problems.append(f"{name} has no caption")
        if not os.path.exists(path):
            problems.append(f"{name} is missing")
        elif size_of(path)[0] > WIDTH_MAX or size_of(path)[1] > HEIGHT_MAX:
            problems.append(f"{name} is larger than {WIDTH_MAX} × {HEIGHT_MAX}")
    return problems


def check_metainfo(root):
    """It reads well in a shop for programs."""
    metainfo = ElementTree.fromstring(tap.read(
        root, f"data/{flatpak.app_id(root)}.metainfo.xml.in"))
    name, summary = metainfo.findtext("name"), metainfo.findtext("summary")
    problems = check_screenshots(metainfo, root)
    if len(name) > 15:
        problems.append(f"the name has {len(name)} letters")
    if len(summary) not in LETTERS or summary.endswith(".") or re.match(r"(A|An|The) ", summary):
        problems.append(f"the summary is {summary!r}")
    colors = {color.get("scheme_preference"): color.text
              for color in metainfo.findall("branding/color")}
    if set(colors) != {"light", "dark"} or colors["light"] == colors["dark"]:
        problems.append("two brand colors are wanted, for light and for dark")
    version = re.search(r"^  version: '([^']+)'", tap.read(root, "meson.build"), re.MULTILINE)[1]
    releases = metainfo.findall("releases/release")
    if not releases or releases[0].get("version") != version:
        problems.append(f"the newest release is not {version}")
    problems += [f"release {release.get('version')} has no notes" for release in releases
                 if release.find("description/p") is None]
    return problems


def check_pixbuf(root):
    """Pictures are read by lookbook-decoder and written by the libraries of their formats: newer
    versions of gdk-pixbuf start a sandbox for each, which a sandbox may not be able to do."""
    forbidden = re.compile(
        r"\bgdk_pixbuf_(save|loader|get_file_info|new_from_(file|stream|resource)|animation_new)")
    return [f"{path} has gdk-pixbuf read or write a file"
            for path in tap.source_files(root, ["src"], ".c") if forbidden.search(tap.read(root, path))]


def cases(root):
    return [
        ("the desktop file offers what there is", check_desktop_file(root)),
        ("the search finds the application", check_search(root)),
        ("the metainfo is fit for a shop", check_metainfo(root)),
        ("gdk-pixbuf reads and writes no files", check_pixbuf(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

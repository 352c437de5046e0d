#!/usr/bin/python3
"""Arrows between layers point downward only: layers.py CHECKOUT"""

import os
import re
import sys

import tap

# A folder may use those named here, and what they use.
USES = {
    "base": [],
    "model": ["base"],
    "contract": ["base", "model"],
    "imaging": ["base", "model"],
    "storage": ["base"],
    "archive": ["base", "imaging"],
    "api": ["contract"],
    "service": ["contract", "imaging", "storage", "archive"],
    "session": ["api", "storage"],
    "jobs": ["session", "imaging", "archive"],
    "ui": ["jobs", "session", "imaging"],
    "cli": ["jobs", "session"],
    "decoder": ["base"],
}
# Reached through others, and yet not to be included.
NEVER = {"ui": {"api"}, "cli": {"api"}}
TOOLKIT = re.compile(r"^(gtk|gdk|gsk|gtksourceview)/|^adwaita\.h$|^adw")
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]')


def allowed(layer):
    """The layers that a layer may include."""
    reached = {layer}
    waiting = [layer]
    while waiting:
        for below in USES[waiting.pop()]:
            if below not in reached:
                reached.add(below)
                waiting.append(below)
    return reached - NEVER.get(layer, set())


def includes(root):
    """Yields (file, its layer or None for src itself, line number, what it includes)."""
    for path in tap.source_files(root, ["src"], (".c", ".h")):
        parts = path.split("/")
        layer = parts[1] if len(parts) > 2 else None
        for number, line in enumerate(tap.read(root, path).splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                yield path, layer, number, match[1]


def check_layers(root):
    problems = []
    for path, layer, number, name in includes(root):
        if layer is None:
            continue
        if layer not in USES:
            problems.append(f"{path}: “{layer}” is no layer of the table in tests/lint/layers.py")
            continue
        target = name.split("/")[0] if "/" in name else None
        if target in USES and target not in allowed(layer):
            problems.append(f"{path}:{number}: {layer} must not include {name}")
        elif name.startswith("..") or "/../" in name:
            problems.append(f"{path}:{number}: {name} must be named from src")
    return problems


def check_bare(root):
    """The include path is src, so an include of ours names its layer."""
    return [f"{path}:{number}: “{name}” must be named with its layer"
            for path, layer, number, name in includes(root)
            if name.startswith("lb-") and "/" not in name]


def check_toolkit(root):
    return [f"{path}:{number}: {name} belongs to ui"
            for path, layer, number, name in includes(root)
            if layer != "ui" and TOOLKIT.match(name)]


PAGE = re.compile(r"^Uses: (.*?)\.$", re.MULTILINE)
WORD = re.compile(r"[a-z]+")


def check_pages(root):
    """A newcomer finds in each folder what it is for, and on the map."""
    guide = tap.read(root, "CONTRIBUTING.md") if os.path.exists(
        os.path.join(root, "CONTRIBUTING.md")) else ""
    problems = []
    for layer in USES:
        path = f"src/{layer}/README.md"
        if not os.path.isdir(os.path.join(root, "src", layer)):
            continue
        if f"({path})" not in guide:
            problems.append(f"CONTRIBUTING.md does not name {path}")
        if not os.path.exists(os.path.join(root, path)):
            problems.append(f"{path} is not there")
            continue
        uses = PAGE.search(tap.read(root, path))
        named = {word for word in WORD.findall(uses[1]) if word in USES} if uses else None
        if named != set(USES[layer]):
            problems.append(f"{path}: “Uses:” must name {', '.join(USES[layer]) or 'no layer'}")
    return problems


def check_threads(root):
    """There is one way to work on threads; that of libdex has one for two processors."""
    return [f"{path}: work on threads goes through base/lb-threads.h"
            for path in tap.source_files(root, ["src"], (".c", ".h"))
            if "dex_thread_pool_scheduler" in tap.read(root, path)]


def cases(root):
    return [
        ("includes point to layers below only", check_layers(root)),
        ("includes of our own name their layer", check_bare(root)),
        ("GTK and libadwaita appear in ui only", check_toolkit(root)),
        ("work on threads is done in one way", check_threads(root)),
        ("each layer has a page for newcomers", check_pages(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

#!/usr/bin/python3
"""Pages of the help are installed, and name what the window names: pages.py CHECKOUT"""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import tap

MALLARD = "{http://projectmallard.org/1.0/}"
TEXT = re.compile(r'\b(?:_|N_|C_|NC_|ngettext) ?\((?:"[^"]*", )?((?:"(?:[^"\\]|\\.)*"\s*)+)'
                  r'(?:,\s*((?:"(?:[^"\\]|\\.)*"\s*)+))?')


def pages(root):
    return tap.source_files(root, ["help"], (".page",))


def check_installed(root):
    listed = tap.read(root, "help/meson.build")
    return [f"{path} is not in help/meson.build" for path in pages(root)
            if f"'{os.path.relpath(path, 'help')}'" not in listed]


def check_figures(root):
    """Each picture is installed, shown somewhere, and says what is in it to who can't see it."""
    listed = tap.read(root, "help/meson.build")
    problems = []
    shown = set()
    for path in pages(root):
        for media in ElementTree.parse(os.path.join(root, path)).iter(MALLARD + "media"):
            figure = os.path.join(os.path.dirname(path), media.get("src", ""))
            shown.add(figure)
            if not os.path.isfile(os.path.join(root, figure)):
                problems.append(f"{path}: {figure} is not there")
            if f"'{os.path.relpath(figure, 'help')}'" not in listed:
                problems.append(f"{figure} is not in help/meson.build")
            if not "".join(media.itertext()).strip():
                problems.append(f"{path}: {figure} says nothing to who can't see it")
    there = tap.source_files(root, ["help"], (".png",))
    return problems + [f"{path} is on no page" for path in there if path not in shown]


def window_texts(root):
    """All that can be read in the window, without the marks of access keys."""
    found = set()
    for path in tap.source_files(root, ["src/ui"], (".blp", ".c")):
        for match in TEXT.finditer(tap.read(root, path)):
            for text in match.groups():
                if text:
                    found.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace("_", ""))
    return found


def check_words(root):
    """A button may go on with what it counts: “Add 3 Images” is called “Add”."""
    texts = window_texts(root)
    problems = []
    for path in pages(root):
        for element in ElementTree.parse(os.path.join(root, path)).iter(MALLARD + "gui"):
            words = " ".join("".join(element.itertext()).split())
            if words not in texts and not any(text.startswith(words + " %") for text in texts):
                problems.append(f"{path}: the window says “{words}” nowhere")
    return problems


# What Mallard 1.0 has, as far as these pages need it: in a page or section, and in a line of text.
BLOCKS = {"page", "info", "title", "section", "p", "list", "steps", "terms", "item", "media", "screen",
          "code", "note", "table", "tr", "td", "th", "thead", "tbody", "example", "comment", "links"}
INFO = {"link", "desc", "credit", "name", "email", "license", "revision", "title", "p"}
INLINE = {"em", "gui", "guiseq", "key", "keyseq", "link", "file", "cmd", "code", "app", "input",
          "output", "sys", "var", "span", "media"}


def check_links(root):
    """Each link leads to a page or a section that is there; each page can be come by."""
    places, above, links, problems = set(), {}, [], []
    for path in pages(root):
        page = ElementTree.parse(os.path.join(root, path)).getroot()
        name = os.path.basename(path).removesuffix(".page")
        if page.get("id") != name:
            problems.append(f"{path}: its id is {page.get('id')}")
        sections = [one.get("id") for one in page.iter(MALLARD + "section")]
        if len(sections) != len(set(sections)) or None in sections:
            problems.append(f"{path}: each section needs an id of its own")
        places.update([name], (f"{name}#{section}" for section in sections))
        for link in page.iter(MALLARD + "link"):
            target = link.get("xref")
            if target is None:
                continue
            links.append((path, name + target if target.startswith("#") else target))
            if link.get("type") == "guide":
                above.setdefault(name, set()).add(target.split("#")[0])
    problems += [f"{path}: {target} is not there" for path, target in links if target not in places]
    for path in pages(root):
        name = os.path.basename(path).removesuffix(".page")
        seen, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            seen.add(one)
            waiting += above.get(one, set()) - seen
        if "index" not in seen:
            problems.append(f"{path}: no way leads to it from the index")
    return problems


def check_mallard(root):
    """Only elements that Mallard has, where it has them; yelp-check says more where there is one."""
    problems = []
    for path in pages(root):
        page = ElementTree.parse(os.path.join(root, path)).getroot()
        for parent in page.iter():
            for child in parent:
                inside, name = (one.tag.removeprefix(MALLARD) for one in (parent, child))
                known = INFO if inside in ("info", "credit", "license") else \
                    INLINE if inside in INLINE | {"p", "title", "desc", "screen"} and inside != "media" else \
                    BLOCKS
                if name not in known:
                    problems.append(f"{path}: <{name}> does not belong into <{inside}>")
        for section in [page, *page.iter(MALLARD + "section")]:
            if section.find(MALLARD + "title") is None:
                problems.append(f"{path}: a page or section without a title")
        if page.find(f"{MALLARD}info/{MALLARD}desc") is None:
            problems.append(f"{path}: it has no description")
    checker = shutil.which("yelp-check")
    for what in ("validate", "links", "ids", "media", "orphans") if checker and pages(root) else ():
        result = subprocess.run([checker, what, *pages(root)], cwd=root, capture_output=True, text=True,
                                check=False)
        if result.returncode != 0 or result.stdout.strip():
            problems.append(f"yelp-check {what}: {result.stdout}{result.stderr}".strip())
    return problems


PLACES = "src/ui/application/lb-help-page.c"
PLACE = re.compile(r'\{ "(Lb\w+)", "([\w-]+)" \}')
VIEW = re.compile(r"^G_DEFINE_(?!ABSTRACT)\w+ \((Lb\w+),\s*\w+,\s*ADW_TYPE_(?:NAVIGATION_PAGE|DIALOG|ALERT_DIALOG"
                  r"|PREFERENCES_DIALOG|PREFERENCES_PAGE)\b", re.MULTILINE)
TYPE = re.compile(r"^G_DEFINE_\w+ \((Lb\w+),", re.MULTILINE)


def check_places(root):
    """F1 opens a page for each dialog and each page of the window."""
    there = {os.path.basename(path).removesuffix(".page") for path in pages(root)}
    places = dict(PLACE.findall(tap.read(root, PLACES))) \
        if os.path.exists(os.path.join(root, PLACES)) else {}
    views, types = set(), set()
    for path in tap.source_files(root, ["src/ui"], (".c",)):
        text = tap.read(root, path)
        views.update(VIEW.findall(text))
        types.update(TYPE.findall(text))
    return ([f"{PLACES}: {place} leads to {page}, which is no page of the help"
             for place, page in places.items() if page not in there] +
            [f"{PLACES}: there is no {place}" for place in places if place not in types] +
            [f"{PLACES} has no page for {view}" for view in sorted(views) if view not in places])


def cases(root):
    return [
        ("pages of the help are installed", check_installed(root)),
        ("pictures of the help are installed, shown and described", check_figures(root)),
        ("the help calls things as the window does", check_words(root)),
        ("links of the help lead somewhere", check_links(root)),
        ("the help is made of what Mallard has", check_mallard(root)),
        ("each place of the window has a page of the help", check_places(root)),
    ]


if __name__ == "__main__":
    sys.exit(tap.report(cases(sys.argv[1])))

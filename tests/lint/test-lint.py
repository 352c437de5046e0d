#!/usr/bin/python3
"""Every check finds what it is there for: each is shown a small tree with one fault."""

import json
import os
import sys
import tempfile

import conventions
import flatpak
import format as formatting
import integration
import layers
import pages
import potfiles
import rules
import settings
import sizes
import tap
import versions

GOOD_C = "static int\nanswer (void)\n{\n  return 42;\n}\n"
LONG_FUNCTION = "static void\nlong_one (void)\n{\n" + "  ;\n" * 90 + "}\n"
LONG_STRUCT = "struct _LbTable\n{\n" + "  int cell;\n" * 90 + "};\n"
PLACE = "build-aux/flatpak/io.example.Album.json"
FORMAT = "BasedOnStyle: GNU\nAlwaysBreakAfterReturnType: AllDefinitions\n"


def flatpak_tree(**changes):
    manifest = {"id": "io.example.Album", "runtime": "org.gnome.Platform", "sdk": "org.gnome.Sdk",
                "runtime-version": flatpak.RUNTIME[2], "command": "lookbook",
                "finish-args": flatpak.MAY,
                "modules": [{"name": "lookbook", "sources": [{"type": "dir", "path": "../.."}]}]}
    manifest.update(changes)
    return {"meson.build": "app_id = 'io.example.Album'\n", PLACE: json.dumps(manifest)}


def flatpak_with(**source):
    library = {"name": "library", "sources": [{"type": "archive", **source}]}
    ours = {"name": "lookbook", "sources": [{"type": "dir", "path": "../.."}]}
    return flatpak_tree(modules=[library, ours])


def desktop_tree(types=integration.TYPES, action="new-dataset"):
    return {"meson.build": "app_id = 'io.example.Album'\n",
            "data/io.example.Album.service.in": "Exec=album --gapplication-service\n",
            "data/io.example.Album.desktop.in":
                "[Desktop Entry]\nIcon=io.example.Album\nDBusActivatable=true\n"
                f"MimeType={types}\nActions={action};\n[Desktop Action {action}]\n"
                f"Exec=gapplication action io.example.Album {action}\n",
            "src/ui/application/lb-a.c": '{ "new-dataset", new_dataset_cb },\n'}


def search_tree(path):
    return {"meson.build": "app_id = 'io.example.Album'\n",
            "data/io.example.Album.search-provider.ini":
                "[Shell Search Provider]\nDesktopId=io.example.Album.desktop\n"
                f"BusName=io.example.Album\nObjectPath={path}\nVersion=2\n"}


def help_tree(words, listed="C/index.page"):
    return {"help/meson.build": f"install_data('{listed}')\n",
            "help/C/index.page": '<page xmlns="http://projectmallard.org/1.0/"><p>Press <gui>'
                                 f"{words}</gui>.</p></page>\n",
            "src/ui/lb-a.blp": 'label: _("_Download…");\n',
            "src/ui/lb-a.c": 'ngettext ("_Add %u Image", "_Add %u Images", n);\n'}


def dialog_code(first, second):
    return ('dialog = adw_alert_dialog_new ("A", "B");\n'
            f'adw_alert_dialog_add_responses (dialog, "{first}", "C", "{second}", "D", NULL);\n'
            'adw_alert_dialog_set_close_response (dialog, "cancel");\n')


def page_tree(inside, name="index"):
    return {f"help/C/{name}.page":
            f'<page xmlns="http://projectmallard.org/1.0/" id="{name}"><info><desc>A.</desc></info>'
            f"<title>A</title>{inside}</page>\n"}


def place_tree(place, page):
    return {"help/meson.build": "install_data('C/index.page')\n",
            "help/C/index.page": "<page/>\n",
            pages.PLACES: f'  {{ "{place}", "{page}" }},\n',
            "src/ui/lb-a.c": "G_DEFINE_FINAL_TYPE (LbA, lb_a, ADW_TYPE_DIALOG)\n"}


def setting_tree(inside, name="width"):
    return {settings.SCHEMA: f'<schemalist><schema><key name="{name}" type="i">{inside}</key>'
                             "</schema></schemalist>\n"}


def figure_tree(listed="C/figures/a.png", words="A form.", figure="a"):
    return {"help/meson.build": f"install_data('{listed}')\n",
            "help/C/index.page": '<page xmlns="http://projectmallard.org/1.0/"><media '
                                 f'src="figures/{figure}.png"><p>{words}</p></media></page>\n',
            "help/C/figures/a.png": "\n"}


def rules_tree(tested=rules.RULES, named=rules.RULES, comment="", built="a"):
    code = "".join(f'  g_test_add_func ("/rules/R{rule}-shown", test);\n' for rule in tested)
    rows = "".join(f"| R{rule} | words | `service/test-a.c` `/rules/R{rule}-shown` |\n"
                   for rule in named)
    return {"tests/service/test-a.c": code + comment,
            "tests/service/meson.build": f"foreach name : ['{built}']\n",
            rules.TABLE: "| Rule | What it says | Tests |\n|---|---|---|\n" + rows}


# (what is shown, the check, the files of the tree, whether it is a fault)
CASES = [
    ("an include upward", layers.check_layers,
     {"src/model/lb-a.c": '#include "ui/application/lb-window.h"\n'}, True),
    ("an include sideways", layers.check_layers,
     {"src/api/lb-a.c": '#include "service/lb-service.h"\n'}, True),
    ("an include of api in ui", layers.check_layers,
     {"src/ui/dataset/lb-a.c": '#  include "api/lb-client.h"\n'}, True),
    ("an include of api in cli", layers.check_layers,
     {"src/cli/lb-a.c": '#include "api/lb-client.h"\n'}, True),
    ("an include out of src", layers.check_layers,
     {"src/base/lb-a.c": '#include "../model/lb-image.h"\n'}, True),
    ("a folder that is no layer", layers.check_layers,
     {"src/odds/lb-a.c": "#include <glib.h>\n"}, True),
    ("an include downward, through others", layers.check_layers,
     {"src/ui/dataset/lb-a.c": '#include "model/lb-image.h"\n'}, False),
    ("the service in a program's own file", layers.check_layers,
     {"src/main-service.c": '#include "service/lb-service.h"\n'}, False),
    ("an include without its layer", layers.check_bare,
     {"src/model/lb-a.c": '#include "lb-image.h"\n'}, True),
    ("GTK outside ui", layers.check_toolkit, {"src/jobs/lb-a.c": "#include <gtk/gtk.h>\n"}, True),
    ("libadwaita outside ui", layers.check_toolkit,
     {"src/main.c": "#include <adwaita.h>\n"}, True),
    ("GTK in ui", layers.check_toolkit, {"src/ui/lb-a.c": "#include <gtk/gtk.h>\n"}, False),
    ("gdk-pixbuf outside ui", layers.check_toolkit,
     {"src/imaging/lb-a.c": "#include <gdk-pixbuf/gdk-pixbuf.h>\n"}, False),
    ("work on the threads of libdex", layers.check_threads,
     {"src/jobs/lb-a.c": "dex_thread_pool_scheduler_get_default ();\n"}, True),
    ("work on our own threads", layers.check_threads,
     {"src/jobs/lb-a.c": "lb_threads_run (load_fiber, load, load_free);\n"}, False),
    ("a long file", sizes.check_files, {"src/base/lb-a.c": "\n" * 801}, True),
    ("a file of the limit", sizes.check_files, {"src/base/lb-a.c": "\n" * 800}, False),
    ("a long function", sizes.check_functions, {"src/base/lb-a.c": LONG_FUNCTION}, True),
    ("a long structure", sizes.check_functions, {"src/base/lb-a.c": LONG_STRUCT + GOOD_C}, False),
    ("a vague file name", sizes.check_names, {"src/base/lb-utils.c": ""}, True),
    ("a clear file name", sizes.check_names, {"src/base/lb-byte-size.c": ""}, False),
    ("words in a file that is not listed", potfiles.check_complete,
     {"po/POTFILES.in": "", "src/ui/lb-a.c": 'title = _("Dataset");\n'}, True),
    ("words in a Blueprint that is not listed", potfiles.check_complete,
     {"po/POTFILES.in": "", "src/ui/lb-a.blp": 'title: _("Dataset");\n'}, True),
    ("words in a file that is listed", potfiles.check_complete,
     {"po/POTFILES.in": "src/ui/lb-a.c\n", "src/ui/lb-a.c": 'ngettext ("%u", "%u", n);\n'}, False),
    ("a listed file that is gone", potfiles.check_existing,
     {"po/POTFILES.in": "src/ui/lb-b.c\n"}, True),
    ("words for people in the model", potfiles.check_layers,
     {"po/POTFILES.in": "", "src/model/lb-a.c": 'name = _("Draft");\n'}, True),
    ("a plural that translators don't see", potfiles.check_plurals,
     {"src/ui/lb-a.c": "add (ngettext (one, many, n));\n"}, True),
    ("a plural in two lines", potfiles.check_plurals,
     {"src/ui/lb-a.c": 'add (ngettext (\n  "%u",\n  "%u", n));\n'}, False),
    ("a floor in a folder's meson.build", versions.check_meson,
     {"src/ui/meson.build": "dependency('gtk4', version: '>= 4.18')\n"}, True),
    ("a version in the README", versions.check_texts, {"README.md": "It needs GTK 4.18.\n"}, True),
    ("a name without a version in the README", versions.check_texts,
     {"README.md": "It needs GTK 4 and libsoup-3.0-dev, on Debian 13.\n"}, False),
    ("a floor in a script", versions.check_texts,
     {"build-aux/run": "check 'meson >= 1.3'\n"}, True),
    ("a dialog that doubts", conventions.check_words,
     {"src/ui/lb-a.c": 'adw_alert_dialog_new (_ ("Are you sure?"), NULL);\n'}, True),
    ("three dots", conventions.check_words, {"src/ui/lb-a.blp": 'label: _("Add...");\n'}, True),
    ("straight quotes", conventions.check_words, {"src/ui/lb-a.blp": 'label: _("Can\'t");\n'}, True),
    ("words as they should be", conventions.check_words,
     {"src/ui/lb-a.blp": 'label: _("Can’t Add…");\n'}, False),
    ("a dialog that begins with the deed", conventions.check_dialogs,
     {"src/ui/lb-a.c": dialog_code("delete", "cancel")}, True),
    ("a dialog that begins with the way out", conventions.check_dialogs,
     {"src/ui/lb-a.c": dialog_code("cancel", "delete")}, False),
    ("text of a fixed size", conventions.check_styles, {"src/ui/a.css": "p { font-size: 9px; }\n"}, True),
    ("a colour by number", conventions.check_styles, {"src/ui/a.css": "p { color: #ff0000; }\n"}, True),
    ("a style of the desktop", conventions.check_styles,
     {"src/ui/a.css": "p { color: @accent_color; }\n"}, False),
    ("a convention that nothing proves", conventions.check_table,
     {conventions.TABLE: "| 1 | A | `src/a.c` | `ui-none` |\n"}, True),
    ("a convention that is met", conventions.check_table,
     {conventions.TABLE: "| 1 | A | `src/a.c` | `ui-one` |\n", "src/a.c": "\n",
      "tests/ui/meson.build": "test('one')\n"}, False),
    ("a link to nowhere", pages.check_links, page_tree('<p><link xref="other"/></p>'), True),
    ("a link to no section", pages.check_links, page_tree('<p><link xref="index#a"/></p>'), True),
    ("a link to a section", pages.check_links,
     page_tree('<section id="a"><p><link xref="#a"/></p></section>'), False),
    ("a page that no way leads to", pages.check_links, page_tree("", "lost"), True),
    ("an element of another language", pages.check_mallard, page_tree("<div/>"), True),
    ("a paragraph in a paragraph", pages.check_mallard, page_tree("<p><p/></p>"), True),
    ("a page as it should be", pages.check_mallard, page_tree("<p><em>A</em></p>"), False),
    ("a layer without a page", layers.check_pages, {"src/base/lb-a.c": "\n"}, True),
    ("a layer that is not on the map", layers.check_pages,
     {"src/base/README.md": "Uses: GLib; no layer.\n"}, True),
    ("a layer whose page is out of date", layers.check_pages,
     {"src/model/README.md": "Uses: storage.\n", "CONTRIBUTING.md": "(src/model/README.md)\n"}, True),
    ("a layer with a page", layers.check_pages,
     {"src/model/README.md": "Uses: base.\n", "CONTRIBUTING.md": "(src/model/README.md)\n"}, False),
    ("a dialog without a page of the help", pages.check_places, place_tree("LbB", "index"), True),
    ("a dialog that leads nowhere", pages.check_places, place_tree("LbA", "other"), True),
    ("a dialog with a page of the help", pages.check_places, place_tree("LbA", "index"), False),
    ("a setting", settings.check_summaries, setting_tree("<summary>A</summary>"), False),
    ("a setting that says nothing", settings.check_summaries, setting_tree(""), True),
    ("a setting without a range", settings.check_ranges, setting_tree(""), True),
    ("a setting with a range", settings.check_ranges, setting_tree('<range min="1"/>'), False),
    ("a setting for a secret", settings.check_secrets, setting_tree("", "api-token"), True),
    ("a setting for none", settings.check_secrets, setting_tree("", "width"), False),
    ("a page that is not installed", pages.check_installed,
     help_tree("Add", listed="C/other.page"), True),
    ("a page that is installed", pages.check_installed, help_tree("Add"), False),
    ("a picture of the help", pages.check_figures, figure_tree(), False),
    ("a picture that is not installed", pages.check_figures, figure_tree("C/a.png"), True),
    ("a picture without words", pages.check_figures, figure_tree(words=""), True),
    ("a picture that is not there", pages.check_figures, figure_tree(figure="b"), True),
    ("a page that names another button", pages.check_words, help_tree("Fetch…"), True),
    ("a page that names the button by half", pages.check_words, help_tree("Down"), True),
    ("a page that names a button", pages.check_words, help_tree("Download…"), False),
    ("a page that names a button that counts", pages.check_words, help_tree("Add"), False),
    ("a rule without a test", rules.check_tested, rules_tree(tested=range(2, 93)), True),
    ("a rule whose test is only spoken of", rules.check_tested,
     rules_tree(tested=range(2, 93), comment='/* like "/rules/R1-shown" */\n'), True),
    ("rules whose test is not built", rules.check_tested, rules_tree(built="b"), True),
    ("a rule that is not in the table", rules.check_listed, rules_tree(named=range(1, 92)), True),
    ("a test in the table that is not there", rules.check_existing,
     rules_tree(tested=range(1, 92)), True),
    ("a test for each rule", rules.check_tested, rules_tree(), False),
    ("a table of tests that are there", rules.check_existing, rules_tree(), False),
    ("a table of all rules", rules.check_listed, rules_tree(), False),
    ("a Flatpak of another name", flatpak.check_names, flatpak_tree(id="io.example.Other"), True),
    ("a Flatpak on another runtime", flatpak.check_names,
     flatpak_tree(runtime="org.kde.Platform"), True),
    ("a Flatpak with our names", flatpak.check_names, flatpak_tree(), False),
    ("a Flatpak that sees the home folder", flatpak.check_permissions,
     flatpak_tree(**{"finish-args": [*flatpak.MAY, "--filesystem=home"]}), True),
    ("a Flatpak without a window", flatpak.check_permissions,
     flatpak_tree(**{"finish-args": flatpak.MAY[:2]}), True),
    ("a Flatpak with what it needs", flatpak.check_permissions, flatpak_tree(), False),
    ("a source without a checksum", flatpak.check_sources,
     flatpak_with(url="https://example.com/a.tar.gz"), True),
    ("a source over an open line", flatpak.check_sources,
     flatpak_with(url="http://example.com/a.tar.gz", sha256="0" * 64), True),
    ("a source with its checksum", flatpak.check_sources,
     flatpak_with(url="https://example.com/a.tar.gz", sha256="0" * 64), False),
    ("a desktop file without the id", flatpak.check_exports,
     {"meson.build": "app_id = 'io.example.Album'\n", "data/album.desktop.in": ""}, True),
    ("a program that takes folders", integration.check_desktop_file,
     desktop_tree(types=integration.TYPES + "inode/directory;"), True),
    ("an action that nobody takes", integration.check_desktop_file,
     desktop_tree(action="make-coffee"), True),
    ("a desktop file of what there is", integration.check_desktop_file, desktop_tree(), False),
    ("a search that asks elsewhere", integration.check_search, search_tree("/io/example/Other"), True),
    ("a search that asks the program", integration.check_search,
     search_tree("/io/example/Album/SearchProvider"), False),
    ("a picture saved by gdk-pixbuf", integration.check_pixbuf,
     {"src/imaging/lb-a.c": 'gdk_pixbuf_save_to_buffer (p, &d, &n, "png", e, NULL);\n'}, True),
    ("pixels that gdk-pixbuf holds", integration.check_pixbuf,
     {"src/imaging/lb-a.c": "gdk_pixbuf_new_from_bytes (b, 0, FALSE, 8, w, h, s);\n"}, False),
    ("C code that is not formatted", formatting.check_c,
     {".clang-format": FORMAT, "src/base/lb-a.c": "int  answer(void) { return 42; }\n"}, True),
    ("C code that is formatted", formatting.check_c,
     {".clang-format": FORMAT, "src/base/lb-a.c": GOOD_C}, False),
    ("a Blueprint that is not formatted", formatting.check_blueprints,
     {"src/ui/lb-a.blp": "using Gtk 4.0;\nBox   {}\n"}, True),
]


def problems_of(check, files, faulty):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        found = check(root)
    if faulty and not found:
        return ["the fault was not found"]
    return [] if faulty else found


if __name__ == "__main__":
    sys.exit(tap.report([(what, problems_of(check, files, faulty))
                         for what, check, files, faulty in CASES]))

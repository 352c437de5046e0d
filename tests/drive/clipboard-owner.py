#!/usr/bin/python3
"""A small window that puts the bytes of a picture on the clipboard, as a drawing program does.

clipboard-owner.py MIME-TYPE FILE: once its window shows, the bytes are there to be pasted.
"""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    mime_type, path = sys.argv[1:]
    with open(path, "rb") as file:
        data = GLib.Bytes.new(file.read())
    app = Gtk.Application(application_id="io.github.lookbook_app.ClipboardOwner")

    def activated(application):
        window = Gtk.ApplicationWindow(application=application, title="On the Clipboard",
                                       default_width=120, default_height=80)
        window.get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes(mime_type, data))
        window.present()

    app.connect("activate", activated)
    app.run([])


main()

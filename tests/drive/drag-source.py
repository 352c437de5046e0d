#!/usr/bin/python3
"""A small window that offers the files named on its command line, as a file manager does."""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk  # noqa: E402


def prepare(source, x, y, files):
    value = GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list(files))
    return Gdk.ContentProvider.new_for_value(value)


def main():
    files = [Gio.File.new_for_commandline_arg(name) for name in sys.argv[1:]]
    app = Gtk.Application(application_id="io.github.lookbook_app.DragSource")

    def activated(application):
        window = Gtk.ApplicationWindow(application=application, title="Drag Source",
                                       default_width=120, default_height=80)
        label = Gtk.Label(label="files")
        source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        source.connect("prepare", prepare, files)
        label.add_controller(source)
        window.set_child(label)
        window.present()

    app.connect("activate", activated)
    app.run([])


main()

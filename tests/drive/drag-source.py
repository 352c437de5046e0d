#!/usr/bin/python3
"""A small window that offers the files named on its command line, as a file manager does.

A line on standard output says what a person sees: painted, begun, cancelled, ended.
"""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, GObject, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def prepare(source, x, y, files):
    value = GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list(files))
    return Gdk.ContentProvider.new_for_value(value)


def cancelled(source, drag, reason):
    say("cancelled")
    return False


class Frames:
    """When the third frame begins, one that showed everything is on the screen."""

    count = 0

    def tick(self, widget, clock):
        self.count += 1
        if self.count < 3:
            widget.queue_draw()
            return GLib.SOURCE_CONTINUE
        say("painted")
        return GLib.SOURCE_REMOVE


def main():
    files = [Gio.File.new_for_commandline_arg(name) for name in sys.argv[1:]]
    app = Gtk.Application(application_id="io.github.lookbook_app.DragSource",
                          flags=Gio.ApplicationFlags.NON_UNIQUE)

    def activated(application):
        window = Gtk.ApplicationWindow(application=application, title="Drag Source",
                                       default_width=120, default_height=80)
        label = Gtk.Label(label="files")
        source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        source.connect("prepare", prepare, files)
        source.connect("drag-begin", lambda *arguments: say("begun"))
        source.connect("drag-cancel", cancelled)
        source.connect("drag-end", lambda *arguments: say("ended"))
        label.add_controller(source)
        window.set_child(label)
        window.present()
        label.add_tick_callback(Frames().tick)

    app.connect("activate", activated)
    app.run([])


main()

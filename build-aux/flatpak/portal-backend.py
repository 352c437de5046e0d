#!/usr/bin/python3
"""The part of a desktop that the portals ask: portal-backend.py FOLDER

In place of a person who chooses files it answers with the URIs in FOLDER/choice, a line each. What
it was asked for, and the notifications it was given, are lines of JSON in FOLDER/asked. Prints its
name once it has it.
"""

import json
import os
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.impl.portal.desktop.lookbook"
XML = """<node>
<interface name="org.freedesktop.impl.portal.FileChooser">
<method name="OpenFile">
<arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="u" direction="out"/><arg type="a{sv}" direction="out"/>
</method>
</interface>
<interface name="org.freedesktop.impl.portal.Notification">
<method name="AddNotification">
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
</method>
<method name="RemoveNotification">
<arg type="s" direction="in"/><arg type="s" direction="in"/>
</method>
<property name="SupportedOptions" type="a{sv}" access="read"/>
<property name="version" type="u" access="read"/>
</interface>
</node>"""


def choice(folder):
    with open(os.path.join(folder, "choice"), encoding="utf-8") as file:
        return file.read().split("\n")


def called(bus, sender, path, interface, method, arguments, invocation, folder):
    values = arguments.unpack()
    with open(os.path.join(folder, "asked"), "a", encoding="utf-8") as file:
        file.write(json.dumps([method, values], default=str) + "\n")
    if method == "OpenFile":
        results = {"uris": GLib.Variant("as", choice(folder)), "writable": GLib.Variant("b", True)}
        invocation.return_value(GLib.Variant("(ua{sv})", (0, results)))
    else:
        invocation.return_value(None)


def read(bus, sender, path, interface, name):
    return GLib.Variant("u", 1) if name == "version" else GLib.Variant("a{sv}", {})


def main():
    folder = sys.argv[1]

    def acquired(bus, name):
        for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
            bus.register_object(
                "/org/freedesktop/portal/desktop", interface,
                lambda *call: called(*call, folder), read, None)
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, acquired,
                     lambda bus, name: print(name, flush=True), None)
    GLib.MainLoop().run()


main()

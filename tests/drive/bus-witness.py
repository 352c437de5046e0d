#!/usr/bin/python3
"""Stands in for parts of a desktop on the session bus: bus-witness.py FILE PART...

Each call is a line of JSON in FILE. PARTs: notifications, session-manager, portal, and
portal-refusing, whose person lets no program go on without a window. Prints one line a name it has.
"""

import json
import sys

from gi.repository import Gio, GLib

NOTIFICATIONS = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify">
<arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
</method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
</interface></node>"""

SESSION_MANAGER = """<node><interface name="org.gnome.SessionManager">
<method name="Inhibit">
<arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="u" direction="in"/><arg type="u" direction="out"/>
</method>
<method name="Uninhibit"><arg type="u" direction="in"/></method>
<method name="RegisterClient">
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
</method>
</interface></node>"""

PORTAL = """<node>
<interface name="org.freedesktop.portal.Background">
<method name="RequestBackground">
<arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
</method>
<method name="SetStatus"><arg type="a{sv}" direction="in"/></method>
</interface>
<interface name="org.freedesktop.portal.Inhibit">
<method name="Inhibit">
<arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/>
</method>
</interface>
</node>"""

REQUEST = """<node><interface name="org.freedesktop.portal.Request">
<method name="Close"/>
</interface></node>"""

PORTAL_PATH = "/org/freedesktop/portal/desktop"


class Witness:
    def __init__(self, path, parts):
        self.path = path
        self.lets_go_on = "portal-refusing" not in parts
        self.count = 0
        for part, name, where, xml in (
                ("notifications", "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                 NOTIFICATIONS),
                ("session-manager", "org.gnome.SessionManager", "/org/gnome/SessionManager",
                 SESSION_MANAGER),
                ("portal", "org.freedesktop.portal.Desktop", PORTAL_PATH, PORTAL)):
            if part in parts or part + "-refusing" in parts:
                self.own(name, where, xml)

    def own(self, name, where, xml):
        def acquired(bus, name):
            for interface in Gio.DBusNodeInfo.new_for_xml(xml).interfaces:
                bus.register_object(where, interface, self.called, None, None)
        Gio.bus_own_name(Gio.BusType.SESSION, name, Gio.BusNameOwnerFlags.NONE, acquired,
                         lambda bus, name: print(name, flush=True), None)

    def note(self, method, values):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps([method, values]) + "\n")

    def called(self, bus, sender, path, interface, method, arguments, invocation):
        values = arguments.unpack()
        self.count += 1
        if interface.startswith("org.freedesktop.portal."):
            self.portal(bus, sender, method, values, invocation)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["body"],)))
        elif method == "RegisterClient":
            invocation.return_value(GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",)))
        elif method in ("Notify", "Inhibit"):
            invocation.return_value(GLib.Variant("(u)", (self.count,)))
        else:
            invocation.return_value(None)
        # Who reads of a call can count on its answer being on the way.
        bus.flush_sync(None)
        if method != "GetCapabilities":
            self.note(f"{interface}.{method}", values)

    def portal(self, bus, sender, method, values, invocation):
        if method in ("SetStatus", "Close"):
            invocation.return_value(None)
            return
        token = values[-1].get("handle_token", "gtk%d" % self.count)
        handle = f"{PORTAL_PATH}/request/{sender[1:].replace('.', '_')}/{token}"
        bus.register_object(handle, Gio.DBusNodeInfo.new_for_xml(REQUEST).interfaces[0], self.called,
                            None, None)
        invocation.return_value(GLib.Variant("(o)", (handle,)))
        results = {"background": GLib.Variant("b", self.lets_go_on)} \
            if method == "RequestBackground" else {}
        bus.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response",
                        GLib.Variant("(ua{sv})", (0, results)))


witness = Witness(sys.argv[1], sys.argv[2:])
GLib.MainLoop().run()

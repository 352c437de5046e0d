"""A Secret Service for tests: secret-service.py KIND, on the session's bus.

KIND is how it behaves: ok, locked (nobody opens it), opens (a person does), hangs (answers nothing),
hangs-asking (its question is never answered), denies, empty (gives back nothing), newline (adds one
at the end), breaks (has one inside), forgets (takes all and keeps nothing)."""

import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

ROOT = "/org/freedesktop/secrets"
COLLECTION = ROOT + "/collection/login"
PROMPT = ROOT + "/prompt/1"
SESSION = ROOT + "/session/1"
INTERFACES = """
<node>
 <interface name="org.freedesktop.Secret.Service">
  <method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/>
   <arg type="v" direction="out"/><arg type="o" direction="out"/></method>
  <method name="SearchItems"><arg type="a{ss}" direction="in"/>
   <arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
  <method name="Unlock"><arg type="ao" direction="in"/>
   <arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
  <method name="GetSecrets"><arg type="ao" direction="in"/><arg type="o" direction="in"/>
   <arg type="a{o(oayays)}" direction="out"/></method>
  <method name="ReadAlias"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
  <property name="Collections" type="ao" access="read"/>
 </interface>
 <interface name="org.freedesktop.Secret.Collection">
  <method name="CreateItem"><arg type="a{sv}" direction="in"/><arg type="(oayays)" direction="in"/>
   <arg type="b" direction="in"/><arg type="o" direction="out"/><arg type="o" direction="out"/></method>
  <property name="Items" type="ao" access="read"/>
  <property name="Label" type="s" access="read"/>
  <property name="Locked" type="b" access="read"/>
  <property name="Created" type="t" access="read"/>
  <property name="Modified" type="t" access="read"/>
 </interface>
 <interface name="org.freedesktop.Secret.Item">
  <method name="Delete"><arg type="o" direction="out"/></method>
  <method name="GetSecret"><arg type="o" direction="in"/><arg type="(oayays)" direction="out"/></method>
  <property name="Locked" type="b" access="read"/>
  <property name="Attributes" type="a{ss}" access="read"/>
  <property name="Label" type="s" access="read"/>
  <property name="Created" type="t" access="read"/>
  <property name="Modified" type="t" access="read"/>
 </interface>
 <interface name="org.freedesktop.Secret.Prompt">
  <method name="Prompt"><arg type="s" direction="in"/></method>
  <method name="Dismiss"/>
  <signal name="Completed"><arg type="b"/><arg type="v"/></signal>
 </interface>
 <interface name="org.freedesktop.Secret.Session"><method name="Close"/></interface>
</node>"""


class Service:
    def __init__(self, kind):
        self.kind = kind
        self.locked = kind in ("locked", "opens", "hangs-asking")
        self.items = {}
        self.registered = {}
        self.n_made = 0
        self.interfaces = Gio.DBusNodeInfo.new_for_xml(INTERFACES)

    def export(self, connection):
        self.connection = connection
        self.register(ROOT, "Service")
        self.register(COLLECTION, "Collection")
        self.register(ROOT + "/aliases/default", "Collection")
        self.register(PROMPT, "Prompt")
        self.register(SESSION, "Session")
        if self.locked:
            self.make_item({"xdg:schema": "io.github.lookbook_app.Lookbook.Token",
                            "account": "8c1f3a52-8f5e-4c38-9d4c-1b3f1c6e7a10",
                            "origin": "https://engine.example:443"}, b"locked-canary")

    def register(self, path, name):
        interface = self.interfaces.lookup_interface("org.freedesktop.Secret." + name)
        self.registered[path] = self.connection.register_object(
            path, interface, self.called, self.get_property, None)

    def make_item(self, attributes, secret):
        for path, item in self.items.items():
            if item[0] == attributes:
                self.items[path] = (attributes, secret)
                return path
        self.n_made += 1
        path = "%s/%d" % (COLLECTION, self.n_made)
        if self.kind != "forgets":
            self.items[path] = (attributes, secret)
        self.register(path, "Item")
        return path

    def get_property(self, connection, sender, path, interface, name):
        if name == "Collections":
            return GLib.Variant("ao", [COLLECTION])
        if name == "Items":
            return GLib.Variant("ao", list(self.items))
        if name == "Locked":
            return GLib.Variant("b", self.locked)
        if name == "Attributes":
            return GLib.Variant("a{ss}", self.items[path][0] if path in self.items else {})
        if name == "Label":
            return GLib.Variant("s", "Lookbook")
        return GLib.Variant("t", 1)

    def secret(self, path):
        secret = self.items[path][1]
        if self.kind == "empty":
            secret = b""
        elif self.kind == "newline":
            secret += b"\n"
        elif self.kind == "breaks":
            secret = secret[:3] + b"\n" + secret[3:]
        return (SESSION, [], list(secret), "text/plain")

    def called(self, connection, sender, path, interface, method, arguments, invocation):
        if self.kind == "hangs":
            return
        if self.kind == "denies" and method != "OpenSession":
            invocation.return_dbus_error("org.freedesktop.DBus.Error.AccessDenied", "No")
            return
        getattr(self, method)(path, arguments.unpack(), invocation)

    def OpenSession(self, path, arguments, invocation):
        if arguments[0] != "plain":
            invocation.return_dbus_error("org.freedesktop.DBus.Error.NotSupported", "plain only")
            return
        invocation.return_value(GLib.Variant("(vo)", (GLib.Variant("s", ""), SESSION)))

    def SearchItems(self, path, arguments, invocation):
        wanted = arguments[0].items()
        found = [p for p, item in self.items.items() if wanted <= item[0].items()]
        invocation.return_value(GLib.Variant(
            "(aoao)", ([], found) if self.locked else (found, [])))

    def Unlock(self, path, arguments, invocation):
        if not self.locked:
            invocation.return_value(GLib.Variant("(aoo)", (arguments[0], "/")))
            return
        self.wanted = arguments[0]
        invocation.return_value(GLib.Variant("(aoo)", ([], PROMPT)))

    def Prompt(self, path, arguments, invocation):
        invocation.return_value(None)
        if self.kind == "hangs-asking":
            return
        opens = self.kind == "opens"
        if opens:
            self.locked = False
        result = GLib.Variant("ao", self.wanted if opens else [])
        self.connection.emit_signal(None, PROMPT, "org.freedesktop.Secret.Prompt", "Completed",
                                    GLib.Variant("(bv)", (not opens, result)))

    def Dismiss(self, path, arguments, invocation):
        invocation.return_value(None)

    def GetSecrets(self, path, arguments, invocation):
        secrets = {p: self.secret(p) for p in arguments[0] if p in self.items and not self.locked}
        invocation.return_value(GLib.Variant("(a{o(oayays)})", (secrets,)))

    def GetSecret(self, path, arguments, invocation):
        if self.locked:
            invocation.return_dbus_error("org.freedesktop.Secret.Error.IsLocked", "Locked")
            return
        invocation.return_value(GLib.Variant("((oayays))", (self.secret(path),)))

    def ReadAlias(self, path, arguments, invocation):
        invocation.return_value(GLib.Variant("(o)", (COLLECTION,)))

    def CreateItem(self, path, arguments, invocation):
        if self.locked:
            invocation.return_dbus_error("org.freedesktop.Secret.Error.IsLocked", "Locked")
            return
        attributes = arguments[0]["org.freedesktop.Secret.Item.Attributes"]
        item = self.make_item(attributes, bytes(arguments[1][2]))
        invocation.return_value(GLib.Variant("(oo)", (item, "/")))

    def Delete(self, path, arguments, invocation):
        self.items.pop(path, None)
        self.connection.unregister_object(self.registered.pop(path))
        invocation.return_value(GLib.Variant("(o)", ("/",)))

    def Close(self, path, arguments, invocation):
        invocation.return_value(None)


def main():
    service = Service(sys.argv[1])
    loop = GLib.MainLoop()
    Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.secrets", Gio.BusNameOwnerFlags.NONE,
                     lambda connection, name: service.export(connection), None,
                     lambda connection, name: loop.quit())
    loop.run()


main()

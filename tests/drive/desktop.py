"""What the desktop asks for from outside of the window: files to open, actions, a search; and what it
is told while somebody looks elsewhere."""

import os
import shutil
import signal
import subprocess
import sys
import time

from gi.repository import Gio, GLib

import pictures
import screen
import service
import tree
from heard import Heard
from tree import find_all, wait

ID = "io.github.lookbook_app.Lookbook"
PATH = "/io/github/lookbook_app/Lookbook"
SEARCH = (PATH + "/SearchProvider", "org.gnome.Shell.SearchProvider2")
APPLICATION = (PATH, "org.freedesktop.Application")
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data")


class Desktop(Heard):
    STEPS = ("command_line", "begin", "opened", "another", "made_for_them", "second_start",
             "told_elsewhere", "leave", "searched", "found", "looked_for", "activated", "pressed", "resumed",
             "opened_from_outside", "ends")

    def __init__(self, folder):
        super().__init__(folder)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.service_file = None
        self.folder_of_pictures = pictures.make(os.path.join(self.home, "Harbour pictures"))

    def clean(self):
        if self.service_file is not None:
            os.unlink(self.service_file)
        super().clean()

    # The bus

    def call(self, name, path, interface, method, signature, *values):
        answer = self.bus.call_sync(name, path, interface, method,
                                    GLib.Variant(signature, values), None,
                                    Gio.DBusCallFlags.NONE, 60000, None)
        return answer.unpack()[0] if answer.n_children() else None

    def ask_bus(self, method, signature, *values):
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         method, signature, *values)

    def ask_search(self, method, signature, *values):
        return self.call(ID, *SEARCH, method, signature, *values)

    def ask_application(self, method, signature, *values):
        return self.call(ID, *APPLICATION, method, signature, *values)

    def is_running(self):
        return self.ask_bus("NameHasOwner", "(s)", ID)

    def let_bus_start_it(self):
        """Installs the service file of the source for this bus, with the environment of the desk."""
        with open(os.path.join(DATA, ID + ".service.in"), encoding="utf-8") as file:
            words = file.read().replace("@app_id@", ID)
        program = shutil.which("lookbook")
        self.service_file = os.path.join(os.environ["LOOKBOOK_BUS_SERVICES"], ID + ".service")
        with open(self.service_file, "w", encoding="utf-8") as file:
            file.write(words.replace("@bindir@/lookbook", program))
        self.ask_bus("UpdateActivationEnvironment", "(a{ss})", dict(os.environ, GTK_A11Y="atspi"))
        self.ask_bus("ReloadConfig", "()")

    def started(self):
        """The bus has started it: what is in the window from now on is that one's."""
        pid = self.ask_bus("GetConnectionUnixProcessID", "(s)", ID)
        self.app = wait("the application on the accessibility bus", lambda: tree.application(pid))
        self.window = wait("the window", lambda: screen.windows(pid, "--class", "lookbook"))[0]
        screen.activate(self.window)

    def no_window(self):
        pid = self.ask_bus("GetConnectionUnixProcessID", "(s)", ID)
        if screen.windows(pid, "--class", "lookbook"):
            raise tree.Missing("no window for a search")
        if service.tell(0) is not None:
            raise tree.Missing("no service for a search")

    # Steps: the window

    def command_line(self):
        said = subprocess.run(["lookbook", "--version"], capture_output=True, text=True, check=True)
        if not said.stdout.startswith("Lookbook "):
            raise tree.Missing(f"the version; it says {said.stdout!r}")
        said = subprocess.run(["lookbook", "--help"], capture_output=True, text=True, check=True)
        if "--new-window" not in said.stdout or "FILE" not in said.stdout:
            raise tree.Missing(f"the options; it says {said.stdout!r}")

    def begin(self):
        self.stand_in("notifications")
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.dismiss_toasts()

    def open(self, *paths):
        if subprocess.run(["lookbook", *paths], timeout=60, check=False).returncode != 0:
            raise tree.Missing("a second start that hands its files over")

    def opened(self):
        """A picture asks where it goes, and is judged there."""
        self.open(os.path.join(self.folder_of_pictures, "boat-01.jpg"))
        self.label("Where does “boat-01.jpg” go?")
        self.entry("Name of a dataset or project")
        self.shot("open-with")
        screen.type_text("nothing of that name")
        self.label("No Results Found")
        self.shot("open-with-none")
        screen.key("ctrl+a")
        screen.type_text("rusty")
        self.gone("No Results Found")
        screen.key("Return")
        self.label("boat-01.jpg")
        self.label(starts="Ready")
        screen.key("Escape")
        self.gone("boat-01.jpg")

    def another(self):
        """A folder and a ZIP, handed over together."""
        packed = os.path.join(self.home, "packed.zip")
        shutil.make_archive(packed[:-4], "zip", self.folder_of_pictures)
        self.open(self.folder_of_pictures, packed)
        self.label("Where do “Harbour pictures” and 1 more go?")
        screen.key("Escape")
        self.gone("Where do “Harbour pictures” and 1 more go?")
        self.open(packed)
        self.label("Where does “packed.zip” go?")
        self.entry("Name of a dataset or project")
        screen.key("Return")
        self.label("lighthouse-01.jpg")
        screen.key("Escape")
        wait("the dialog gone", lambda: not find_all(self.app, "dialog"))

    def made_for_them(self):
        """A new dataset is made for them; who makes none is asked again."""
        self.open(self.folder_of_pictures)
        words = "Where does “Harbour pictures” go?"
        self.label(words)
        self.press("New Dataset…")
        self.entry("Name of the dataset")
        screen.key("Escape")
        self.label(words)
        self.press("New Dataset…")
        self.entry("Name of the dataset")
        screen.type_text("Opened From Outside")
        self.press("Create")
        self.button("Add 9 Images")
        screen.key("Escape")
        wait("the dataset in the service", lambda: "Opened From Outside" in [
            one["name"] for one in self.datasets()])

    def second_start(self):
        """It shows the window there is."""
        screen.run("xdotool", "windowminimize", "--sync", self.window)
        if subprocess.run(["lookbook", "--new-window"], timeout=60, check=False).returncode != 0:
            raise tree.Missing("a second start that shows the first")
        wait("the one window", lambda: self.own_windows() == [self.window])
        screen.activate(self.window)

    # Steps: what is told

    def look_elsewhere(self):
        other = subprocess.Popen([sys.executable, "-c", ELSEWHERE])
        self.helpers.append(other)
        number = wait("another window", lambda: screen.windows(other.pid))[0]
        screen.activate(number)
        return other

    def told_elsewhere(self):
        """Somebody who looks elsewhere is told of an end once, and not any more who looks again."""
        self.told()
        other = self.look_elsewhere()
        folder = os.path.join(self.home, "more")
        os.makedirs(folder)
        shutil.copy(os.path.join(self.folder_of_pictures, "boat-01.jpg"), folder)
        screen.activate(self.window)
        self.drop([os.path.join(folder, "boat-01.jpg")], "Drop to Add",
                  lambda: self.button("Add 1 Image"))
        service.tell(signal.SIGSTOP)
        self.press("Add 1 Image")
        self.label("Adding 1 of 1")
        wait("another window", lambda: screen.windows(other.pid))
        screen.activate(screen.windows(other.pid)[0])
        self.told()
        service.tell(signal.SIGCONT)
        wait("a notification", lambda: self.calls("Notify"))
        self.told(("Upload Finished", "1 image added"))
        if "default" not in self.calls("Notify")[0][5]:
            raise tree.Missing(f"something to be opened; there is {self.calls('Notify')[0][5]}")
        screen.activate(self.window)
        wait("it taken back", lambda: self.calls("CloseNotification"))
        other.kill()
        other.wait()

    def leave(self):
        self.stop()
        service.stop()
        wait("no service", lambda: service.tell(0) is None)

    # Steps: without a window

    def searched(self):
        """The bus starts it for a search, which is answered without a window and without a service."""
        self.let_bus_start_it()
        began = time.monotonic()
        self.results = self.ask_search("GetInitialResultSet", "(as)", ["opened", "OUT"])
        print(f"# with the start of the program: {(time.monotonic() - began) * 1000:.0f} ms",
              file=sys.stderr)
        if len(self.results) != 1:
            raise tree.Missing(f"one dataset; there are {self.results}")
        began = time.monotonic()
        both = self.ask_search("GetInitialResultSet", "(as)", ["storybook"])
        print(f"# {(time.monotonic() - began) * 1000:.0f} ms", file=sys.stderr)
        if len(both) < 2 or self.results[0] not in both:
            raise tree.Missing(f"all datasets of the project; there are {both}")
        if self.ask_search("GetSubsearchResultSet", "(asas)", both, ["storybook", "opened"]) != self.results:
            raise tree.Missing("fewer of them")
        if self.ask_search("GetSubsearchResultSet", "(asas)", [], ["storybook"]):
            raise tree.Missing("none that was not there before")
        if self.ask_search("GetInitialResultSet", "(as)", ["zebra"]):
            raise tree.Missing("no zebra")
        meta = self.ask_search("GetResultMetas", "(as)", [*self.results, "local/gone"])
        if len(meta) != 1 or meta[0]["id"] != self.results[0] or \
                meta[0]["name"] != "Opened From Outside" or \
                not meta[0]["description"].endswith(" · On This Computer"):
            raise tree.Missing(f"what it is called and where it is; there is {meta}")
        self.no_window()

    def found(self):
        """What was found is shown."""
        self.ask_search("ActivateResult", "(sasu)", self.results[0], ["opened"], 0)
        self.started()
        self.label("Opened From Outside")
        wait("its page", lambda: find_all(self.app, "heading", "Opened From Outside") or
             self.shows("Opened From Outside"))
        self.button(starts="Add Images")
        self.shot("found")

    def looked_for(self):
        """All that is found is shown in the window, where one can go on typing."""
        self.ask_search("LaunchSearch", "(asu)", ["storybook"], 0)
        self.entry("Name of a dataset or project")
        self.shot("looked-for")
        screen.key("Escape")

    def activated(self):
        """The actions of the menu over the icon."""
        self.ask_application("ActivateAction", "(sava{sv})", "new-dataset", [], {})
        self.entry("Name of the dataset")
        screen.key("Escape")
        self.gone("Name of the dataset")

    def pressed(self):
        """What a notification opens."""
        sample = next(one["id"] for one in self.datasets() if one["images_count"] > 1)
        self.ask_application("ActivateAction", "(sava{sv})", "show-dataset",
                             [GLib.Variant("(sx)", ("local", sample))], {})
        self.tiles(10)
        self.ask_application("ActivateAction", "(sava{sv})", "show-dataset",
                             [GLib.Variant("(sx)", ("local", 4711))], {})
        self.label("The dataset is not there any more")
        self.dismiss_toasts()

    def resumed(self):
        self.ask_application("ActivateAction", "(sava{sv})", "resume-uploads", [], {})
        self.label("No images wait to be sent")
        screen.key("ctrl+q")
        wait("the end of it", lambda: not self.is_running())

    def opened_from_outside(self):
        """Files are handed over by the bus, which starts the program for them."""
        path = os.path.join(self.folder_of_pictures, "boat-01.jpg")
        self.ask_application("Open", "(asa{sv})", [GLib.filename_to_uri(path)], {})
        self.started()
        self.label("Where does “boat-01.jpg” go?")
        screen.key("Escape")
        self.gone("Where does “boat-01.jpg” go?")

    def ends(self):
        screen.key("ctrl+q")
        wait("the end of it", lambda: not self.is_running())


ELSEWHERE = """
import gi
gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk
window = Gtk.Window(title="Elsewhere", default_width=200, default_height=100)
window.present()
GLib.MainLoop().run()
"""

#!/usr/bin/python3
"""The installed Flatpak in a session: started, looked at from outside and given files.

  drive.py APP-ID DIR [BEFORE]

Wants the display and the session bus of environment/with-display, and the application installed for
this user. Prints one TAP line a step, counted on from BEFORE, and the plan at the end; the status
is 0 only if every step was seen. Pictures of the window go into DIR.
"""

import configparser
import contextlib
import glob
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DRIVE = os.path.join(HERE, "..", "..", "tests", "drive")
sys.path.insert(0, DRIVE)

import dragging  # noqa: E402
import pictures  # noqa: E402
import screen  # noqa: E402
import service  # noqa: E402
import tree  # noqa: E402
from tree import activate, find, find_all, wait  # noqa: E402

BUTTON = ("button", "push button", "toggle button")
NAME = "boat-01.jpg"
ELSEWHERE = """
import gi
gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk
window = Gtk.Window(title="Elsewhere", default_width=200, default_height=100)
window.present()
GLib.MainLoop().run()
"""


def running(program):
    """Process ids of a program, whose name the kernel cuts after 15 letters."""
    found = []
    for path in glob.glob("/proc/[0-9]*/comm"):
        try:
            with open(path, encoding="utf-8") as file:
                if file.read().strip() == program[:15]:
                    found.append(int(path.split("/")[2]))
        except OSError:
            continue
    return found


def sandbox(pid):
    """The application that a process runs for, or None where it runs outside a sandbox."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with open(f"/proc/{pid}/root/.flatpak-info", encoding="utf-8") as file:
            parser.read_string(file.read())
    except OSError:
        return None
    return parser.get("Application", "name", fallback=None)


def windows():
    """By their class: in a sandbox a process has another number."""
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "lookbook"],
                          capture_output=True, text=True).stdout.split()


class Session:
    def __init__(self, app_id, folder):
        self.app_id = app_id
        self.folder = folder
        self.runtime = os.path.join(os.environ["XDG_RUNTIME_DIR"], "app", app_id)
        self.outside = tempfile.mkdtemp(prefix="pictures-", dir=os.environ["HOME"])
        self.pictures = pictures.make(os.path.join(self.outside, "Rusty pictures"))
        handle, self.hidden = tempfile.mkstemp(prefix="of-the-person-")
        os.close(handle)
        self.helpers = []
        self.portal = tempfile.mkdtemp(prefix="portal-")
        self.process = None
        self.app = None
        self.window = None
        self.log = os.path.join(folder, "application.log")

    # What is asked

    def get(self, path):
        """What the service in the sandbox answers, asked over its socket from outside."""
        return service.get(path)

    def images(self):
        found = self.get("datasets")
        return self.get(f"datasets/{found[0]['id']}/images") if found else []

    def button(self, name=None, starts=None):
        node = find(self.app, BUTTON, name, starts)
        wait(f"{node.get_name()} can be pressed", lambda: tree.is_sensitive(node))
        return node

    def seen(self):
        self.app = wait("the application on the accessibility bus",
                        lambda: tree.application_named("lookbook"), 60)
        self.window = wait("the window", windows)[0]
        screen.run("xdotool", "windowsize", "--sync", self.window, "1100", "640")
        screen.run("xdotool", "windowmove", self.window, "30", "10")

    def shot(self, name):
        screen.picture(self.window, os.path.join(self.folder, name + ".png"))

    def only_in_sandbox(self, program):
        pids = wait(f"a process of {program}", lambda: running(program))
        for pid in pids:
            if sandbox(pid) != self.app_id:
                raise tree.Missing(f"{program} in the sandbox; process {pid} runs outside of it")
        return pids[0]

    def no_dialog(self):
        """One that is still closing takes a drop, or the key that closes the window, for itself."""
        wait("the dialog to be gone", lambda: not find_all(self.app, "dialog"))

    def quit(self):
        self.no_dialog()
        screen.run("xdotool", "windowactivate", "--sync", self.window)
        screen.key("ctrl+q")

    @contextlib.contextmanager
    def dropped(self, path, **env):
        """Drops a file; the source lives on until what it offers has arrived."""
        source = dragging.Source([path], **env)
        self.helpers.append(source.process)
        x, y, width, height = screen.geometry(self.window)
        self.no_dialog()
        dragging.drag(source, (x + width * 0.62, y + height * 0.5),
                      lambda: find_all(self.app, None, starts="Drop to Add"))
        yield
        source.end()
        self.helpers.remove(source.process)

    # The desktop, as far as the portals ask it

    def stand_in(self):
        """Before anybody asks a portal: from now on there is somebody who chooses files."""
        with open(os.path.join(self.portal, "lookbook.portal"), "w", encoding="utf-8") as file:
            file.write("[portal]\nDBusName=org.freedesktop.impl.portal.desktop.lookbook\n"
                       "Interfaces=org.freedesktop.impl.portal.FileChooser;"
                       "org.freedesktop.impl.portal.Notification;\nUseIn=lookbook\n")
        with open(os.path.join(self.portal, "portals.conf"), "w", encoding="utf-8") as file:
            file.write("[preferred]\ndefault=lookbook\n")
        screen.run("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus",
                   "--object-path", "/org/freedesktop/DBus", "--method",
                   "org.freedesktop.DBus.UpdateActivationEnvironment",
                   f"{{'XDG_DESKTOP_PORTAL_DIR': '{self.portal}', 'XDG_CURRENT_DESKTOP': 'lookbook'}}")
        backend = subprocess.Popen([sys.executable, os.path.join(HERE, "portal-backend.py"),
                                    self.portal], stdout=subprocess.PIPE, text=True)
        self.helpers.append(backend)
        backend.stdout.readline()

    def choose(self, *paths):
        with open(os.path.join(self.portal, "choice"), "w", encoding="utf-8") as file:
            file.write("\n".join(pathlib.Path(path).as_uri() for path in paths))

    def asked(self, method):
        """What the desktop was asked for by that method."""
        try:
            with open(os.path.join(self.portal, "asked"), encoding="utf-8") as file:
                lines = [json.loads(line) for line in file if line.endswith("\n")]
        except FileNotFoundError:
            return []
        return [values for name, values in lines if name == method]

    # The steps

    def starts(self):
        """flatpak run brings up the window"""
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(["flatpak", "run", self.app_id], stdout=log, stderr=log)
        self.seen()
        find(self.app, None, "Work on This Computer")
        self.shot("welcome")

    def owns_its_name(self):
        """the application owns its name on the session bus"""
        answer = screen.run("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus",
                            "--object-path", "/org/freedesktop/DBus", "--method",
                            "org.freedesktop.DBus.NameHasOwner", self.app_id)
        if "true" not in answer:
            raise tree.Missing("an owner of the name")

    def makes_a_dataset(self):
        """a dataset is made"""
        activate(self.button("Start Here"))
        find(self.app, ("text", "entry"), "Name of the dataset")
        screen.type_text("Rusty at the Harbour")
        screen.key("Tab")
        screen.type_text("Storybook")
        screen.key("Tab", "Tab", "Tab")
        screen.type_text("Rusty")
        screen.key("Tab")
        screen.type_text("a red fox in oilskins")
        activate(self.button("Create"))
        wait("the dataset in the service", lambda: self.get("datasets"))

    def service_inside(self):
        """lookbook-service runs in the sandbox, its socket in the folder of the application"""
        self.only_in_sandbox("lookbook")
        self.only_in_sandbox("lookbook-service")
        if not glob.glob(os.path.join(self.runtime, "lookbook", "*.sock")):
            raise tree.Missing("the socket in " + self.runtime)
        if os.path.exists(os.path.join(os.environ["XDG_RUNTIME_DIR"], "lookbook")):
            raise tree.Missing("no socket outside of " + self.runtime)

    def sees_no_files(self):
        """files of the person are out of its sight"""
        root = f"/proc/{running('lookbook')[0]}/root"
        home = os.environ["HOME"]
        if not os.path.isdir(root + "/app"):
            raise tree.Missing("a look into the sandbox")
        for path in (self.outside, self.hidden, "/var/lib/dpkg", "/run/dbus/system_bus_socket"):
            if os.path.lexists(root + path):
                raise tree.Missing(path + " hidden from the application")
        for place, _, files in os.walk(root + home):
            if files and not place.startswith(f"{root}{home}/.var/app/{self.app_id}"):
                raise tree.Missing(f"no files of {home}; there are {files} in {place}")

    def commands_no_host(self):
        """it can't have programs run outside of the sandbox"""
        call = ["gdbus", "introspect", "--session", "--dest", "org.freedesktop.Flatpak",
                "--object-path", "/org/freedesktop/Flatpak/Development"]
        screen.run(*call)
        inside = subprocess.run(["flatpak", "run", "--command=" + call[0], self.app_id, *call[1:]],
                                capture_output=True, text=True, check=False)
        if inside.returncode == 0 or "org.freedesktop.DBus.Error" not in inside.stderr:
            raise tree.Missing("a refusal by the bus; it says " + inside.stderr)

    def receives_a_drop(self):
        """a file dropped on it arrives by the portal and is judged"""
        with self.dropped(os.path.join(self.pictures, NAME)):
            self.add = self.button("Add 1 Image")
            find(self.app, None, NAME)
            find(self.app, None, starts="Ready")
            self.shot("review")
            told = [node for node in tree.walk(self.app) if "/doc/" in tree.words(node)]
            if told:
                raise tree.Missing("no path of the portal; it says " + tree.words(told[0]))
            if not glob.glob(os.path.join(os.environ["XDG_RUNTIME_DIR"], "doc", "*", NAME)):
                raise tree.Missing(f"{NAME} among the documents of the portal")

    def uploads(self):
        """the file is in the dataset"""
        activate(self.add)
        wait("one image in the service", lambda: len(self.images()) == 1, 60)
        # The service knows it under a name of its own, with a mark.
        if not re.fullmatch(r"boat-01-\w{8}\.jpg", self.images()[0]["image_name"]):
            raise tree.Missing(f"an image named {NAME}")
        wait("its tile", lambda: find_all(self.app, "table cell"))
        self.shot("dataset")

    def receives_a_folder(self):
        """a folder dropped on it is looked through"""
        with self.dropped(self.pictures):
            add = wait("the button that adds them", lambda: [
                node for node in find_all(self.app, BUTTON, starts="Add ")
                if node.get_name().endswith("Images") and tree.is_sensitive(node)])[0]
            find(self.app, None, starts="There already")
            self.shot("folder")
        count = int(add.get_name().split()[1])
        activate(add)
        wait("all of them in the service", lambda: len(self.images()) == 1 + count, 60)

    def tells_what_is_withheld(self):
        """a file that nobody handed over is told of in words"""
        # A source without the portal on its bus offers the path alone.
        with self.dropped(os.path.join(self.pictures, "gull-02.png"),
                          DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent"):
            find(self.app, None, starts="Not handed over")
            self.shot("withheld")
        activate(self.button("Cancel"))

    def chooses_files(self):
        """a file chosen in the dialog of the desktop arrives"""
        before = len(self.images())
        self.choose(os.path.join(self.outside, "copied.png"))
        self.no_dialog()
        screen.run("xdotool", "windowactivate", "--sync", self.window)
        screen.key("ctrl+o")
        add = self.button("Add 1 Image")
        find(self.app, None, "copied.png")
        if [values[4].get("multiple") for values in self.asked("OpenFile")] != [True]:
            raise tree.Missing(f"one question for files; there are {self.asked('OpenFile')}")
        self.shot("chosen")
        activate(add)
        wait("it in the service", lambda: len(self.images()) == before + 1, 60)

    def exports(self):
        """what is exported is in the chosen folder, and who looks elsewhere is told"""
        place = os.path.join(self.outside, "Exports")
        os.makedirs(place)
        self.choose(place)
        self.no_dialog()
        screen.run("xdotool", "windowactivate", "--sync", self.window)
        screen.key("ctrl+shift+e")
        button = self.button("Export…")
        self.shot("export")
        elsewhere = subprocess.Popen([sys.executable, "-c", ELSEWHERE])
        self.helpers.append(elsewhere)
        other = wait("another window", lambda: screen.windows(elsewhere.pid))[0]
        screen.activate(other)
        activate(button)
        sums = wait("the export in the folder", lambda: glob.glob(
            os.path.join(place, "*", "SHA256SUMS")), 60)[0]
        with open(sums, encoding="utf-8") as file:
            names = [line.rstrip("\n").split("  ", 1)[1] for line in file]
        written = [name for name in names if name.endswith((".jpg", ".png", ".webp")) and
                   os.path.getsize(os.path.join(os.path.dirname(sums), name)) > 0]
        if len(written) != len(self.images()):
            raise tree.Missing(f"a file for each image; there are {names}")
        said = wait("a notification by the portal", lambda: self.asked("AddNotification"))
        if [values[0] for values in said] != [self.app_id] or \
                said[0][2].get("title") != "Export Finished":
            raise tree.Missing(f"one notification of the end; there are {said}")
        if "/doc/" in json.dumps(said[0][2].get("body")):
            raise tree.Missing(f"no path of the portal; it says {said}")
        elsewhere.kill()
        screen.activate(self.window)
        wait("the notification taken back", lambda: self.asked("RemoveNotification"))

    def decoder_inside(self):
        """lookbook-decoder runs in the sandbox, without new privileges"""
        pid = self.only_in_sandbox("lookbook-decoder")
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            status = dict(re.findall(r"^(\w+):\t(.*)$", file.read(), re.MULTILINE))
        if status["NoNewPrivs"] != "1" or status["Seccomp"] != "2":
            raise tree.Missing("no new privileges and a filter of system calls")

    def keeps_its_data(self):
        """its data is in the folder of the application"""
        data = os.path.join(os.environ["HOME"], ".var", "app", self.app_id, "data", "lookbook")
        elsewhere = os.path.join(os.environ["HOME"], ".local", "share", "lookbook")
        if not os.path.isdir(data) or os.path.exists(elsewhere):
            raise tree.Missing("the data in " + data)

    def ends(self):
        """it ends when its window is closed, without a complaint"""
        self.quit()
        if self.process.wait(60) != 0:
            raise tree.Missing(f"a clean end; it ended with {self.process.returncode}")
        with open(self.log, encoding="utf-8", errors="replace") as file:
            # The last is of a desktop that can't be kept from suspending, as the one here.
            complaints = [line for line in file if ("CRITICAL" in line or "WARNING" in line) and
                          not line.strip().endswith("did not receive a focus-out event.") and
                          "No such interface “org.freedesktop.portal.Inhibit”" not in line]
        if complaints:
            raise tree.Missing("no complaint; it says " + complaints[0].strip())

    def answers_a_search(self):
        """the session bus starts it for a search, which is answered without a window"""
        path = "/" + self.app_id.replace(".", "/") + "/SearchProvider"
        answer = screen.run("gdbus", "call", "--session", "--dest", self.app_id, "--object-path",
                            path, "--method", "org.gnome.Shell.SearchProvider2.GetInitialResultSet",
                            "['rusty']")
        if "'local/" not in answer:
            raise tree.Missing("the dataset; it says " + answer)
        if windows():
            raise tree.Missing("no window for a search")

    def starts_by_its_name(self):
        """the session bus starts it, and what was added is still there"""
        wait("the end of the application", lambda: not running("lookbook"))
        left = running("lookbook-service")
        screen.run("gapplication", "launch", self.app_id)
        self.seen()
        wait("the tile", lambda: find_all(self.app, "table cell"), 60)
        # The second sandbox talks to the service in the first one.
        if running("lookbook-service") != left:
            raise tree.Missing(f"the service that was left running, {left}")
        self.only_in_sandbox("lookbook")
        self.shot("again")
        self.quit()
        wait("the end of the application", lambda: not running("lookbook"))

    STEPS = ("starts", "owns_its_name", "makes_a_dataset", "service_inside", "sees_no_files",
             "commands_no_host", "receives_a_drop", "uploads", "receives_a_folder",
             "tells_what_is_withheld", "chooses_files", "exports", "decoder_inside",
             "keeps_its_data", "ends", "answers_a_search", "starts_by_its_name")

    def clean(self):
        for helper in self.helpers:
            if helper.poll() is None:
                helper.kill()
        subprocess.run(["flatpak", "kill", self.app_id], check=False, capture_output=True)
        shutil.rmtree(self.outside, ignore_errors=True)
        shutil.rmtree(self.portal, ignore_errors=True)
        os.unlink(self.hidden)


def main():
    app_id, folder = sys.argv[1:3]
    before = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    os.environ.update(G_DEBUG="fatal-criticals", LANG="C.UTF-8")
    service.find_socket = lambda: next(iter(glob.glob(os.path.join(
        os.environ["XDG_RUNTIME_DIR"], "app", app_id, "lookbook", "*.sock"))), None)
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    screen.run("gsettings", "set", "org.gnome.desktop.interface", "toolkit-accessibility", "true")
    session = Session(app_id, folder)
    status = 0
    try:
        session.stand_in()
        for number, name in enumerate(session.STEPS, before + 1):
            step = getattr(session, name)
            try:
                step()
                print(f"ok {number} - {step.__doc__}", flush=True)
            except Exception as error:  # whatever it is, the step was not seen
                print(f"not ok {number} - {step.__doc__}: {error!r}", flush=True)
                subprocess.run(["import", "-window", "root", os.path.join(folder, "failed.png")],
                               check=False)
                status = 1
                break
    finally:
        session.clean()
        manager.send_signal(signal.SIGTERM)
    print(f"1..{before + len(session.STEPS)}", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())

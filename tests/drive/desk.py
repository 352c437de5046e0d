"""The application on a desktop of its own, and the steps that a script takes in it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

from gi.repository import GLib

import audit
import dragging
import screen
import service
import tree
from tree import activate, find, find_all, wait

CLASS = ("--class", "lookbook")
BUTTON = ("button", "push button")
TEXT = ("text", "text box", "entry")
JSON = "Structured prompt as JSON"
WIDE = tuple(map(int, os.environ.get("LOOKBOOK_TOUR_SIZE", "1200x800").split("x")))
NARROW = (360, 720)
CORNER = (1270, 890)  # of the screen, where the pointer points at nothing


class Desk:
    """One home folder with the application in it. A subclass names its STEPS: methods, in order."""

    STEPS = ()
    launcher = ()  # what stands before the program's name
    count = 0  # of the pictures, over all parts of a tour

    def __init__(self, folder):
        self.folder = folder
        self.home = tempfile.mkdtemp(prefix="lookbook-tour-")
        self.app = None
        self.process = None
        self.window = None
        self.helpers = []
        self.nameless = []
        self.onward = "Right"  # the arrow that goes to the next picture
        os.environ.update(HOME=self.home, XDG_DATA_HOME=self.home + "/data",
                          XDG_CONFIG_HOME=self.home + "/config", XDG_CACHE_HOME=self.home + "/cache",
                          XDG_RUNTIME_DIR=self.home + "/run", GSETTINGS_BACKEND="keyfile",
                          GIO_USE_PROXY_RESOLVER="dummy", G_DEBUG="fatal-criticals", LANG="C.UTF-8")
        for name in ("GTK_THEME", "GTK_A11Y", "LC_ALL", "LANGUAGE"):
            os.environ.pop(name, None)
        os.makedirs(os.environ["XDG_RUNTIME_DIR"], mode=0o700)
        self.settings()

    def settings(self):
        """What the desktop would say: its font, its window buttons."""
        folder = os.path.join(self.home, "config", "gtk-4.0")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-font-name=Inter 11\n"
                       "gtk-decoration-layout=appmenu:close\n"
                       "gtk-cursor-blink=0\n")

    def clean(self):
        for helper in self.helpers:
            if helper.poll() is None:
                helper.kill()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        service.stop()
        screen.scale_text(100)
        shutil.rmtree(self.home, ignore_errors=True)

    # The application

    def start(self, size=WIDE, **env):
        self.onward = "Right"
        env = dict(os.environ, **env)
        if "LSAN_OPTIONS" in env:  # what leaks is judged by the sanitizer's report, not by the status
            env["LSAN_OPTIONS"] += ":exitcode=0"
        self.process = subprocess.Popen([*self.launcher, "lookbook"], env=env, stdout=sys.stderr)
        self.app = wait("the application on the accessibility bus",
                        lambda: tree.application(self.process.pid))
        self.window = wait("the window", self.own_windows)[0]
        self.resize(size)
        screen.run("xdotool", "windowmove", self.window, "30", "30")
        screen.activate(self.window)
        screen.move(*CORNER)

    def own_windows(self):
        return screen.windows(self.process.pid, *CLASS)

    def other_window(self):
        """Another account has a window of its own, in place of the one there was."""
        self.window = wait("the other window", lambda: [
            found for found in [self.own_windows()] if found and self.window not in found])[0][0]
        screen.activate(self.window)

    def start_in(self, locale, language="en", size=WIDE, **env):
        """In the language of a locale, whatever the machine has: its rules are those of C."""
        folder = os.path.join(self.home, "locale")
        name = os.path.join(folder, locale + ".utf8")
        os.makedirs(folder, exist_ok=True)
        if not os.path.islink(name):
            os.symlink("/usr/lib/locale/C.utf8", name)
        self.start(size, LOCPATH=folder, LANG=locale + ".UTF-8", LANGUAGE=language,
                   **env)

    def start_mirrored(self, size=WIDE):
        """From right to left, in words that the steps know: the toolkit goes by the locale's name."""
        self.start_in("he_IL", size=size)
        self.onward = "Left"

    def resize(self, size):
        screen.resize(self.window, *size)
        screen.settle(self.window)

    def stop(self):
        if self.process is None:
            return
        screen.activate(self.window)
        screen.key("ctrl+q")
        try:
            status = self.process.wait(tree.WAIT_S * tree.PATIENCE)
            if status != 0:
                raise tree.Missing(f"a clean end of the application; it ended with {status}")
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise tree.Missing("the application leaves when its window is closed")
        finally:
            self.process = None

    # Looking

    def shot(self, name, still=True, window=None, popover=False):
        """A picture, and beside it what assistive technology is told; nobody may be left nameless."""
        Desk.count += 1
        path = os.path.join(self.folder, f"{Desk.count:02d}-{name}")
        if popover:
            screen.picture_of_screen(self.window, path + ".png")
        else:
            screen.picture(window or self.window, path + ".png", still)
        lines, nameless = audit.report(self.app)
        with open(path + ".a11y.txt", "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
        self.keep_nameless(nameless)

    def keep_nameless(self, nameless):
        """What is just being made may get its name a moment later: it is looked at once more."""
        if nameless:
            screen.settle(self.window)
            again = audit.report(self.app)[1]
            self.nameless += [one for one in nameless if one in again]

    def judge_names(self):
        """Called after each step: everything that its pictures, and its end, show has a name."""
        if self.process is not None:
            self.keep_nameless(audit.report(self.app)[1])
        found, self.nameless = sorted(set(self.nameless)), []
        return found

    def button(self, name=None, starts=None):
        node = find(self.app, BUTTON + ("toggle button",), name, starts)
        wait(f"{node.get_name()} can be pressed", lambda: tree.is_sensitive(node))
        return node

    def label(self, name=None, starts=None):
        return find(self.app, None, name, starts)

    def shows(self, name=None, starts=None):
        return bool(find_all(self.app, None, name, starts))

    def gone(self, name=None, starts=None):
        wait(f"{name or starts + '…'} gone", lambda: not find_all(self.app, None, name, starts))

    def tiles(self, number=None):
        """The tiles of the grid, once there are so many."""
        return wait(f"{number or 'some'} tiles", lambda: [
            all_of for all_of in [find_all(self.app, "table cell")]
            if all_of and number in (None, len(all_of))])[0]

    def focused(self):
        """What has the focus: the innermost, for some widgets share it with what is around them."""
        found = [node for node in tree.walk(self.app)
                 if tree.is_focused(node)]
        return found[-1] if found else None

    def entry(self, name=None):
        """Where one types: an entry that has the focus, once it has it."""
        return wait(f"the focus in {name or 'an entry'}", lambda: [
            node for node in find_all(self.app, TEXT, name) if tree.is_focused(node)])[0]

    def as_text(self, wanted):
        """The caption as a form, or as the text that is stored; the last choice was kept."""
        wait("the caption", lambda: self.shows(JSON) or self.shows("Short description"))
        if self.shows(JSON) != wanted:
            screen.key("ctrl+e")
        return find(self.app, TEXT, JSON if wanted else "Short description")

    # Acting

    def press(self, name=None, starts=None):
        activate(self.button(name, starts))

    def click(self, node):
        """A click in the middle of a node, for what takes no focus from outside."""
        screen.settle(self.window)
        box = node.get_component_iface().get_extents(tree.Atspi.CoordType.WINDOW)
        x, y, _, _ = screen.geometry(self.window)
        screen.click(x + box.x + box.width / 2, y + box.y + box.height / 2)
        screen.move(*CORNER)

    def menu(self, button, letter):
        """Opens a menu and takes the item with that letter underlined: they have no names."""
        activate(find(self.app, "toggle button", button))
        self.choose_item(letter)

    def choose_item(self, key, *keys):
        wait("the menu", lambda: find_all(self.app, "menu item"))
        screen.settle(self.window)
        screen.key(key, *keys)
        wait("the menu gone", lambda: not find_all(self.app, "menu item"))

    def drop(self, paths, words, arrived, shot=None):
        """Drags files from another program to the window, which says what a drop does.

        arrived() waits for what comes of it: the other program must live until then.
        """
        source = dragging.Source(paths)
        self.helpers.append(source.process)
        x, y, width, height = screen.geometry(self.window)
        dragging.drag(source, (x + width * 0.7, y + height * 0.4),
                      lambda: self.shows(starts=words),
                      lambda: shot and self.shot(shot, still=False))
        arrived()
        source.end()
        screen.move(*CORNER)

    def dismiss_toasts(self):
        """Nothing that comes and goes lies over the next picture."""
        def none():
            buttons = find_all(self.app, BUTTON, "Dismiss")  # a banner's says more
            for button in buttons:
                activate(button)
            return not buttons
        wait("the toasts gone", none)

    def tab_to(self, name=None, starts=None, role=None, key="Tab", limit=60):
        """Goes on from what has the focus, as one does without a pointer."""
        seen = []
        for _ in range(limit):
            node = self.focused()
            if node is not None:
                try:
                    said, what = tree.words(node), node.get_role_name()
                except GLib.Error:
                    continue  # it went away while it was looked at
                if (name is None or said == name) and (starts is None or said.startswith(starts)) \
                        and (role is None or what in role):
                    return node
                seen.append(f"{what} {said[:40]!r}")
            screen.key(key)
            focus_leaves(node)
        raise tree.Missing(f"{name or starts or role} by {key}; it went over {', '.join(seen)}")

    # The service

    def datasets(self):
        return service.get("datasets") or []

    def dataset(self):
        return self.datasets()[0]

    def images(self):
        return service.get(f"datasets/{self.dataset()['id']}/images") or []


def focus_leaves(node):
    """After a key: the next look finds what has the focus now, if it went anywhere."""
    def left():
        try:
            return node is None or not tree.is_focused(node)
        except GLib.Error:
            return True
    try:
        wait("the focus elsewhere", left, 1)
    except tree.Missing:
        pass  # a widget that keeps it for one more key


def leave_traces(path, tour):
    """What was on the screen, and in the window, when a step was not seen."""
    subprocess.run(["import", "-window", "root", path + ".png"], check=False)
    with open(path + ".txt", "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
        if tour.app is not None:
            file.write("".join(line + "\n" for line in audit.report(tour.app)[0]))


def take(part, name, folder, tour):
    """One step; what was not seen, as words, or None."""
    try:
        getattr(tour, name)()
        nameless = tour.judge_names()
        return ("nameless: " + "; ".join(nameless), True) if nameless else (None, True)
    except Exception as error:  # whatever it is, the step was not seen
        ended = tour.process and tour.process.poll()
        leave_traces(os.path.join(folder, f"failed-{part}-{name}"), tour)
        return f"{error!r} (the application: {ended})", False


def run(folder, parts):
    """Takes the steps of each part, (name, class), and prints a TAP line for each."""
    os.makedirs(folder, exist_ok=True)
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    status = 0
    number = 0
    print(f"1..{sum(len(part.STEPS) for _, part in parts)}", flush=True)
    try:
        for title, part in parts:
            tour = part(folder)
            going = True
            try:
                for name in part.STEPS:
                    number += 1
                    words, going = take(title, name, folder, tour) if going else (
                        "not reached", False)
                    print(f"{'ok' if words is None else 'not ok'} {number} - {title}: {name}"
                          + (f": {words}" if words else ""), flush=True)
                    status = status if words is None else 1
            finally:
                tour.clean()
    finally:
        manager.send_signal(signal.SIGTERM)
        manager.wait()
    return status

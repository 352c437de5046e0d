#!/usr/bin/python3
"""The main job in the real window, step by step: tour.py DIR

Each step ends with what must be seen in the window and in the service, and leaves a numbered picture
in DIR. Prints one TAP line a step; the status is 0 only if every step was seen.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import pictures  # noqa: E402
import screen  # noqa: E402
import service  # noqa: E402
import tree  # noqa: E402
from tree import activate, find, find_all, wait  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CLASS = "lookbook"
BUTTON = ("button", "push button")
WIDE = tuple(map(int, os.environ.get("LOOKBOOK_TOUR_SIZE", "1200x800").split("x")))


class Tour:
    def __init__(self, folder):
        self.folder = folder
        self.home = tempfile.mkdtemp(prefix="lookbook-tour-")
        self.count = 0
        self.app = None
        self.process = None
        self.helpers = []
        os.environ.update(HOME=self.home, XDG_DATA_HOME=self.home + "/data",
                          XDG_CONFIG_HOME=self.home + "/config", XDG_CACHE_HOME=self.home + "/cache",
                          GSETTINGS_BACKEND="keyfile", GIO_USE_PROXY_RESOLVER="dummy",
                          GTK_THEME="", G_DEBUG="fatal-criticals", LANG="C.UTF-8")
        for name in ("GTK_THEME", "GTK_A11Y"):
            os.environ.pop(name, None)
        runtime = os.path.join(self.home, "run")
        os.makedirs(runtime, mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = runtime
        self.settings()
        self.drop = pictures.make(os.path.join(self.home, "Rusty pictures"))

    def settings(self):
        """What the desktop would say: its font, its window buttons."""
        folder = os.path.join(self.home, "config", "gtk-4.0")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-font-name=Inter 11\n"
                       "gtk-decoration-layout=appmenu:close\n")

    # The application

    def start(self, **env):
        self.process = subprocess.Popen(["lookbook"], env=dict(os.environ, **env), stdout=sys.stderr)
        self.app = wait("the application on the accessibility bus",
                        lambda: tree.application("lookbook") or tree.application("Lookbook"))
        self.window = screen.window(CLASS)
        screen.run("xdotool", "windowsize", "--sync", self.window, *map(str, WIDE))
        screen.run("xdotool", "windowmove", self.window, "30", "30")
        screen.move(1270, 890)

    def stop(self):
        if self.process is None:
            return
        screen.run("xdotool", "windowactivate", "--sync", self.window)
        screen.key("ctrl+q")
        try:
            status = self.process.wait(10)
            if status != 0:
                raise tree.Missing(f"a clean end of the application; it ended with {status}")
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise tree.Missing("the application leaves when its window is closed")
        finally:
            self.process = None

    def shot(self, name, still=True):
        self.count += 1
        screen.picture(self.window, os.path.join(self.folder, f"{self.count:02d}-{name}.png"), still)

    def button(self, name=None, starts=None, **more):
        node = find(self.app, BUTTON + ("toggle button",), name, starts, **more)
        wait(f"{node.get_name()} can be pressed", lambda: tree.is_sensitive(node))
        return node

    def press(self, name=None, starts=None):
        activate(self.button(name, starts))

    def label(self, name=None, starts=None, **more):
        return find(self.app, None, name, starts, **more)

    def click(self, node):
        """A click in the middle of a node, for what takes no focus from outside."""
        box = node.get_component_iface().get_extents(tree.Atspi.CoordType.WINDOW)
        x, y, _, _ = screen.geometry(self.window)
        screen.click(x + box.x + box.width / 2, y + box.y + box.height / 2)

    # The service

    def dataset(self):
        return service.get("datasets")[0]

    def images(self):
        return service.get(f"datasets/{self.dataset()['id']}/images")

    # Steps

    def first_page(self):
        self.start()
        self.label("Work on This Computer")
        self.button("Open Sample")
        self.shot("welcome")

    def project(self):
        self.press("Start Here")
        find(self.app, ("text", "entry"), "Name of the dataset")
        screen.type_text("Rusty at the Harbour")
        screen.key("Tab")
        screen.type_text("Storybook")
        screen.key("Tab", "Tab", "Tab")
        screen.type_text("Rusty")
        screen.key("Tab")
        screen.type_text("a red fox in oilskins")
        self.shot("create")
        self.press("Create")
        wait("the project in the service",
             lambda: [p for p in service.get("projects") or [] if p["project_name"] == "Storybook"])
        wait("the dataset in the service",
             lambda: [d for d in service.get("datasets") or [] if d["name"] == "Rusty at the Harbour"])
        self.label("Rusty at the Harbour")

    def empty(self):
        self.button(starts="Add Images")
        self.shot("dataset-empty")

    def drop_files(self):
        names = sorted(os.path.join(self.drop, name) for name in os.listdir(self.drop))
        source = subprocess.Popen([sys.executable, os.path.join(HERE, "drag-source.py"), *names])
        self.helpers.append(source)
        number = wait("the drag source", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Drag Source"],
            capture_output=True, text=True).stdout.split())[0]
        screen.run("xdotool", "windowmove", number, "40", "700")
        screen.run("xdotool", "windowraise", number)
        wait("the drag source in its place", lambda: screen.geometry(number)[1] > 650)
        x, y, width, height = screen.geometry(number)
        wx, wy, ww, wh = screen.geometry(self.window)

        def middle():
            find(self.app, None, starts="Drop to Add")
            self.shot("drop", still=False)

        screen.drag((x + width / 2, y + height / 2), (wx + ww * 0.62, wy + wh * 0.5), middle)
        # The source must live until what it offers has arrived.
        self.label("Enlarge Small Images")
        source.terminate()
        source.wait()

    def review(self):
        self.add = wait("the button that adds them", lambda: [
            node for node in find_all(self.app, BUTTON, starts="Add ")
            if node.get_name().endswith("Images") and tree.is_sensitive(node)])[0]
        for words in ("Ready", "Transparency turns black", "Damaged"):
            self.label(starts=words)
        self.label(starts="Too small, 250")
        self.label(starts="Duplicate of")
        self.label(starts="Not a supported format")
        self.label(starts="Will be enlarged, 800")
        if not self.add.get_name() == "Add 9 Images":
            raise tree.Missing("Add 9 Images; it says " + self.add.get_name())
        self.shot("review-sheet")

    def upload(self):
        activate(self.add)
        wait("progress or all done", lambda: find_all(self.app, "progress bar") or
             len(self.images()) == 9)
        self.shot("progress", still=False)
        wait("nine images in the service", lambda: len(self.images()) == 9, 120)

    def grid(self):
        self.label(starts="0 of 9 ready")
        self.shot("grid")
        stored = {image["image_name"]: image for image in self.images()}
        if stored["rope-grey.webp"]["height"] != 1024:
            raise tree.Missing("the small picture enlarged to 1024")

    def paste(self):
        owner = subprocess.Popen([sys.executable, os.path.join(HERE, "clipboard-owner.py"), "image/png",
                                  os.path.join(self.home, "copied.png")])
        self.helpers.append(owner)
        wait("the picture on the clipboard", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "On the Clipboard"],
            capture_output=True, text=True).stdout.split())
        screen.run("xdotool", "windowactivate", "--sync", self.window)
        screen.key("ctrl+v")
        add = self.button("Add 1 Image")
        self.label(starts="Pasted ")
        self.label(starts="1100 × 880 · PNG")
        self.shot("paste")
        activate(add)
        wait("ten images in the service", lambda: len(self.images()) == 10)
        owner.terminate()
        owner.wait()

    def delete(self):
        self.choose_last()
        screen.key("Delete")
        wait("nine images in the service", lambda: len(self.images()) == 9)
        self.label("1 image deleted")
        self.press("Undo")
        wait("ten images in the service again", lambda: len(self.images()) == 10)
        wait("its tile again", lambda: find_all(self.app, None, starts="All, 10"))
        self.choose_last()
        screen.key("Delete")
        wait("nine images in the end", lambda: len(self.images()) == 9)

    def choose_last(self):
        # One in the middle: the first may lie under the header.
        self.click(wait("the tiles", lambda: find_all(self.app, "table cell")[4:5])[0])
        screen.key("End")
        wait("one chosen", lambda: find_all(self.app, None, "1 selected"))

    def not_ready(self):
        self.press("Complete…")
        self.label(starts="9 images have no caption")
        self.shot("readiness")
        self.press("Cancel")

    def schema(self):
        self.menu("Dataset menu", 2)
        self.label(starts="7 chosen")
        self.shot("schema-first")
        self.press("Generate Schema")
        self.button("Apply to Dataset")
        self.shot("schema")
        self.press("Apply to Dataset")
        wait("the schema in the service", lambda: self.dataset()["visual_schema"])
        self.button(starts="Write 9 Captions")
        self.shot("schema-applied")
        self.press(starts="Write 9 Captions")
        wait("nine captions in the service",
             lambda: all(image["caption"] for image in self.images()), 120)
        self.back()

    def menu(self, button, place):
        """Opens a menu and takes the item at a place, from 0: the toolkit gives items no names."""
        activate(find(self.app, "toggle button", button))
        wait("the menu", lambda: find_all(self.app, "menu item"))
        screen.key(*["Down"] * place, "Return")

    def back(self):
        screen.key("Escape") if not find_all(self.app, BUTTON, "Back") else self.press("Back")

    def captions(self):
        self.label(starts="9 of 9 ready")
        self.shot("grid-captions")

    def list(self):
        screen.key("ctrl+2")
        for words in ("To review", "Automatic"):
            wait(f"nine rows that say {words}",
                 lambda words=words: len(find_all(self.app, "label", words)) == 9)
        self.label("2000 × 1600")
        self.shot("list")
        screen.key("ctrl+1")
        wait("the grid alone", lambda: not find_all(self.app, "label", "To review"))
        wait("the tiles", lambda: len(find_all(self.app, "table cell")) == 9)

    def image(self):
        grid = wait("the tiles", lambda: find_all(self.app, "table cell"))
        self.click(grid[4])
        screen.key("Home", "Return")
        self.label("1 of 9")
        self.label("Automatic")
        self.shot("image")

    def edit(self):
        before = {image["id"]: image["caption"] for image in self.images()}
        view = find(self.app, ("text", "text box"), "Structured prompt as JSON")
        self.click(view)
        screen.key("ctrl+Home", "Down", *["Right"] * len('  "short_description": "'))
        screen.type_text("Rusty watches the boats come in. ")
        changed = wait("the edit in the service", lambda: [
            image for image in self.images() if image["caption"] != before[image["id"]]])
        caption = json.loads(changed[0]["caption"])
        if "Rusty watches the boats" not in caption["short_description"]:
            raise tree.Missing("the words typed in short_description")
        if changed[0]["caption_source"] != "manual":
            raise tree.Missing("the caption marked as hand-written")
        self.label("Saved")
        self.label("Hand-written")
        self.shot("edit")

    def mistake(self):
        screen.key("ctrl+Home", "Delete")
        self.label(starts="Line 2: ")
        self.shot("edit-error")
        screen.type_text("{")
        wait("the message gone", lambda: not find_all(self.app, None, starts="Line 2: "))
        self.label("Saved")
        screen.key("alt+Down")
        self.label("2 of 9")
        self.back()

    def ready(self):
        self.press("Complete…")
        self.label("Ready to be completed")
        self.shot("ready")

    def complete(self):
        self.press("Complete")
        wait("completed in the service", lambda: self.dataset()["status"] == "completed")
        wait("the dialog gone", lambda: not find_all(self.app, None, "Ready to be completed"))
        self.shot("completed")

    def dark(self):
        self.stop()
        self.start(ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.label(starts="Rusty at the Harbour")
        wait("the tiles", lambda: find_all(self.app, "table cell"))
        self.shot("grid-dark")

    def narrow(self):
        self.stop()
        self.start()
        screen.run("xdotool", "windowsize", "--sync", self.window, "360", "720")
        screen.settle(self.window)
        if not find_all(self.app, "table cell"):
            activate(find(self.app, None, starts="Rusty at the Harbour"))
        self.shot("grid-narrow")
        screen.key("ctrl+2")
        self.label("State")
        self.shot("list-narrow")
        screen.key("ctrl+1")
        wait("the grid alone", lambda: not find_all(self.app, None, "State"))

    def contrast(self):
        self.stop()
        self.start(ADW_DEBUG_HIGH_CONTRAST="1")
        wait("the tiles", lambda: find_all(self.app, "table cell"))
        self.shot("grid-contrast")

    def large_text(self):
        self.stop()
        screen.scale_text(200)
        self.start()
        wait("the tiles", lambda: find_all(self.app, "table cell"))
        self.shot("grid-large-text")
        screen.scale_text(100)

    def sample(self):
        self.stop()
        self.start()
        self.label(starts="Rusty at the Harbour")
        self.menu("Main menu", 2)
        made = wait("the sample set in the service", lambda: [
            one for one in service.get("datasets")[1:] if one["visual_schema"]], 60)[0]
        images = service.get(f"datasets/{made['id']}/images")
        if [image["caption_source"] for image in images] != ["manual"] * 10:
            raise tree.Missing("ten hand-written captions")
        self.label(starts="10 of 10 ready")
        self.shot("sample")

    def leave(self):
        self.stop()

    STEPS = ("first_page", "project", "empty", "drop_files", "review", "upload", "grid", "paste",
             "delete", "not_ready", "schema", "captions", "list", "image", "edit", "mistake", "ready",
             "complete", "dark", "contrast", "large_text", "narrow", "sample", "leave")

    def clean(self):
        for helper in self.helpers:
            if helper.poll() is None:
                helper.kill()
        if self.process is not None:
            self.process.kill()
        service.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def desktop():
    """What a session has: a window manager and the accessibility bus."""
    return [subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)]


def main():
    folder = os.path.abspath(sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    tour = Tour(folder)
    others = desktop()
    subprocess.run(["gsettings", "set", "org.gnome.desktop.interface", "toolkit-accessibility", "true"],
                   check=False, stderr=subprocess.DEVNULL)
    status = 0
    print(f"1..{len(tour.STEPS)}", flush=True)
    try:
        for number, name in enumerate(tour.STEPS, 1):
            try:
                getattr(tour, name)()
                print(f"ok {number} - {name}", flush=True)
            except Exception as error:  # whatever it is, the step was not seen
                print(f"not ok {number} - {name}: {error!r} (the application: {tour.process and tour.process.poll()})", flush=True)
                if os.environ.get("LOOKBOOK_TOUR_DUMP"):
                    traceback.print_exc()
                    if tour.app is not None:
                        tree.dump(tour.app)
                try:
                    screen.run("import", "-window", "root", os.path.join(folder, "failed.png"))
                except subprocess.CalledProcessError:
                    pass
                status = 1
                break
    finally:
        tour.clean()
        for other in others:
            other.send_signal(signal.SIGTERM)
    return status


sys.exit(main())

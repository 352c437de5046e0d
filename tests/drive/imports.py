"""Many pictures at once: out of a ZIP file and out of a folder, through a kill, and back out again."""

import functools
import http.server
import io
import os
import shlex
import signal
import struct
import threading
import time
import zipfile

import pictures
import screen
import service
import tree
from advanced import Advanced
from tree import find, find_all, wait

GOOD = ("boat0", "lighthouse0", "pier0", "tea0", "storm0", "market0", "gull0", "rope0", "night0",
        "rain0", "boat1", "pier1")
MANY = 240


def encode(picture, format="JPEG"):
    data = io.BytesIO()
    picture.save(data, format)
    return data.getvalue()


def make_zip(path):
    """12 pictures that go in, 5 entries that don't, and what is passed over without a word."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in GOOD:
            archive.writestr(f"harbour/{name}.jpg", encode(pictures.draw(name, 1300).convert("RGB")))
        whole = encode(pictures.draw("storm1", 1300).convert("RGB"))
        small = pictures.draw("gull1", 250).convert("RGB")
        archive.writestr("harbour/small.jpg", encode(small))
        archive.writestr("harbour/lantern.gif", encode(small.convert("P"), "GIF"))
        archive.writestr("harbour/cut.jpg", whole[:len(whole) // 3])
        archive.writestr("../escape.jpg", whole)
        archive.writestr("harbour/list.md", "# Pictures\n")
        archive.writestr("harbour/boat0.txt", "Words that are the beginning of a caption.\n")
        archive.writestr("__MACOSX/harbour/._boat0.jpg", "left behind")
    return path


def make_large_zip(path):
    """One picture over and over, with another comment in each file: all of them are looked at."""
    base = encode(pictures.draw("market0", 2000).convert("RGB"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(MANY):
            comment = struct.pack(">BBH6s", 0xff, 0xfe, 8, b"%06d" % number)
            archive.writestr(f"market-{number:03d}.jpg", base[:2] + comment + base[2:])
    return path


def make_folder(path):
    os.makedirs(os.path.join(path, "indoors"))
    for number, name in enumerate(GOOD[:4]):
        where = os.path.join(path, "indoors" if number % 2 else "", name + ".png")
        pictures.draw(name, 1300).convert("RGB").save(where)
    with open(os.path.join(path, "readme.md"), "w", encoding="utf-8") as file:
        file.write("Four pictures.\n")
    return path


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


class Imports(Advanced):
    STEPS = ("advanced", "sheet", "bring_in", "left_out", "killed", "found_again", "from_folder",
             "download", "address", "refused_address", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.zip = make_zip(os.path.join(self.home, "harbour.zip"))
        self.many = make_large_zip(os.path.join(self.home, "market.zip"))
        self.tree = make_folder(os.path.join(self.home, "Tea and boats"))
        self.web = os.path.join(self.home, "web")
        os.makedirs(self.web)
        pictures.draw("rain0", 1300).convert("RGB").save(os.path.join(self.web, "rain.png"))
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=self.web))
        self.origin = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.allow_origin()

    def allow_origin(self):
        """The application's service may fetch from the server above, though it is on this computer."""
        self.program = os.environ.get("LOOKBOOK_SERVICE", "lookbook-service")
        path = os.path.join(self.home, "service")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {shlex.quote(self.program)} "$@" --fetch-from {self.origin}\n')
        os.chmod(path, 0o755)
        os.environ["LOOKBOOK_SERVICE"] = path

    def clean(self):
        super().clean()
        self.server.shutdown()
        self.server.server_close()
        if self.program == "lookbook-service":
            del os.environ["LOOKBOOK_SERVICE"]
        else:
            os.environ["LOOKBOOK_SERVICE"] = self.program

    def advanced(self):
        self.stand_in("session-manager")
        self.start()
        self.made = self.make_first("Harbour at Night")
        self.label("Add the Images from One ZIP File")
        self.button("Choose ZIP File…")
        self.shot("import-empty")

    def sheet(self):
        self.drop_in(self.zip)
        self.button("Import 12 Images")
        self.label("12 Images Will Be Imported")
        self.label("5 Entries Won’t Be Imported")
        for words in ("Ready", "Too small, 250", "Not a supported format (GIF)", "Damaged",
                      "A name that is not safe", "Not a picture"):
            self.label(starts=words)
        self.label("There Is One Try Only")
        self.shot("import-sheet")

    def bring_in(self):
        self.press("Import 12 Images")
        self.over(self.made, 12, 5)
        wait("the computer awake until the service had all", lambda:
             0 < len(self.calls("Inhibit")) == len(self.calls("Uninhibit")))
        self.label(starts="11 images wait for a schema")
        self.tiles(12)
        self.dismiss_toasts()
        self.shot("imported-waiting")
        names = sorted(image["image_name"] for image in self.stored(self.made))
        if not all(any(name.endswith(one + ".jpg") for name in names) for one in GOOD):
            raise tree.Missing(f"the names of the entries; there are {names}")

    def left_out(self):
        """What is to be done comes first; what is good to know when that was dismissed."""
        self.press("Dismiss the message")
        self.label(starts="5 of 17 entries were left out")
        self.shot("imported")
        self.press("Details")
        for words in ("small.jpg", "lantern.gif", "cut.jpg", "escape.jpg", "list.md"):
            wait(words, lambda words=words: [
                one for one in find_all(self.app, "label") if words in tree.words(one)])
        self.shot("left-out")
        screen.key("Escape")
        self.label(starts="5 of 17 entries were left out")

    def killed(self):
        """In the middle of a larger one the application goes, without a word."""
        self.made = self.make("Market Days")
        self.label("Add the Images from One ZIP File")
        self.drop_in(self.many)
        self.press(f"Import {MANY} Images")
        job = wait("some of them", lambda: [
            one for one in [self.job(self.made)] if one.get("total_processed", 0) > 2])[0]
        self.slowly("Importing Images", lambda: self.shows("Importing Images"))
        self.shot("importing", still=False)
        self.process.kill()
        self.process.wait()
        if job["status"] == "completed":
            raise tree.Missing("an import that is still under way")

    def slowly(self, what, seen):
        """Waits while the service goes on for moments only, and is held in the end.

        A fast machine would be through with an import before the window has shown it.
        """
        def look():
            service.tell(signal.SIGCONT)
            time.sleep(0.02)
            service.tell(signal.SIGSTOP)
            return seen()
        wait(what, look)

    def found_again(self):
        self.start()
        self.slowly("the row of the dataset", lambda: [
            row for row in find_all(self.app, "list item", starts="Market Days")
            if "Importing" in row.get_name()])
        screen.key("alt+2")
        self.label("Importing Images")
        wait("how many of how many", lambda: [
            one for one in find_all(self.app, "label") if tree.words(one).endswith(f" of {MANY}")])
        self.shot("importing-again", still=False)
        service.tell(signal.SIGCONT)
        self.over(self.made, MANY, 0)
        # The window asks less and less often, and reads a long list then.
        find(self.app, None, starts=f"{MANY} images wait for a schema", seconds=90)
        wait("the row without the import", lambda: not [
            row for row in find_all(self.app, "list item", starts="Market Days")
            if "Importing" in row.get_name()])
        self.dismiss_toasts()

    def from_folder(self):
        """A ZIP file is made of it, and goes when all is over."""
        self.made = self.make("Tea and Boats")
        self.label("Add the Images from One ZIP File")
        self.drop_in(self.tree)
        self.button("Import 4 Images")
        self.label("1 Entry Won’t Be Imported")
        self.shot("import-folder")
        self.press("Import 4 Images")
        self.over(self.made, 4, 0)
        self.tiles(4)
        self.dismiss_toasts()
        packed = os.path.join(os.environ["XDG_CACHE_HOME"], "lookbook", "imports")
        wait("nothing left of what was made", lambda: not os.path.exists(packed)
             or not os.listdir(packed))

    def download(self):
        path = os.path.join(self.home, "taken home.zip")
        before = self.own_windows()
        self.menu("Dataset menu", "w")
        number = wait("the file dialog", lambda: [
            one for one in self.own_windows() if one not in before])[0]
        screen.activate(number)
        screen.settle(number)
        entry = self.entry("Name:")
        screen.key("ctrl+a")
        screen.type_text(path)
        wait(f"{path} in the entry", lambda: tree.text(entry) == path)
        screen.key("Return")
        wait("the file", lambda: os.path.exists(path) and zipfile.is_zipfile(path), 60)
        self.label(starts="“Tea and Boats” was downloaded")
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".png")]
            if archive.testzip() is not None or len(names) != 4:
                raise tree.Missing(f"four whole pictures; there are {archive.namelist()}")
        self.shot("downloaded")
        self.dismiss_toasts()

    # One picture by its address

    def ask_for(self, address):
        self.menu("Dataset menu", "e")
        self.label("Enlarge small images")
        self.entry()
        screen.type_text(address)

    def address(self):
        self.made = self.make("Rusty Indoors", advanced=False)
        self.button(starts="Add Images")
        self.ask_for(f"http://{self.origin}/rain.png")
        self.shot("address")
        screen.key("Return")
        image = wait("the image in the service", lambda: self.stored(self.made))[0]
        if (image["width"], image["height"]) != (1300, 1040):
            raise tree.Missing(f"the picture of the server; it is {image}")
        self.tiles(1)
        self.gone("Enlarge small images")

    def refused_address(self):
        """Nothing but that one server: the rest of this computer is not to be asked."""
        self.ask_for("http://127.0.0.1:1/rain.png")
        screen.key("Return")
        wait("why not", lambda: [one for one in find_all(self.app, None)
                                 if one.get_role_name() in ("alert", "label", "notification")
                                 and "address" in tree.words(one).lower()])
        self.shot("address-refused")
        screen.key("Escape")
        self.gone("Enlarge small images")
        if len(self.stored(self.made)) != 1:
            raise tree.Missing("one image only")

    def leave(self):
        self.stop()

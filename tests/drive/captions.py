"""Pictures that bring their captions along, out as files for other programs, and back in."""

import csv
import hashlib
import os
import zipfile

import pictures
import screen
import tree
from desk import Desk
from tree import find_all, wait

WORDS = {"boat0": "A fox in a boat.", "pier0": "A fox,\non a pier, at \"noon\".", "tea0": "Tea for one."}


def make_folder(path):
    """Three pictures with captions, in three ways, one without, and words for none."""
    os.makedirs(os.path.join(path, "indoors"))
    for name in ("boat0", "pier0", "storm0"):
        pictures.draw(name, 1300).convert("RGB").save(os.path.join(path, name + ".png"))
    pictures.draw("tea0", 1300).convert("RGB").save(os.path.join(path, "indoors", "tea0.png"))
    with open(os.path.join(path, "boat0.txt"), "wb") as file:
        file.write(b"\xef\xbb\xbfA fox in a boat.\r\n")
    with open(os.path.join(path, "metadata.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file_name", "caption"))
        table.writerow(("pier0.png", WORDS["pier0"]))
        table.writerow(("whale.png", "Not here."))
    with open(os.path.join(path, "indoors", "tea0.caption"), "w", encoding="utf-8") as file:
        file.write(WORDS["tea0"])
    with open(os.path.join(path, "diary.txt"), "w", encoding="utf-8") as file:
        file.write("Dear diary.\n")
    return path


class Captions(Desk):
    STEPS = ("dataset_for_words", "sheet", "bring_in", "ask", "write", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.tree = make_folder(os.path.join(self.home, "With words"))
        self.target = os.path.join(self.home, "taken out.zip")

    def dataset_for_words(self):
        self.start()
        self.press("Start Here")
        self.entry("Name of the dataset")
        screen.type_text("Foxes in Words")
        self.tab_to("Name of the project")
        screen.type_text("Words")
        self.tab_to(starts="Name of the subject")
        screen.type_text("Rusty")
        self.tab_to(starts="What it is")
        screen.type_text("a red fox in oilskins")
        self.tab_to(starts="Model and size")
        screen.key("Return")
        self.tab_to(starts="Model family")
        screen.key("Return", "Down", "Return")
        self.press("Create")
        wait("the dataset in the service", lambda: [
            one for one in self.datasets() if one["training_version"] == "max"])
        self.gone("Name of the dataset")

    def sheet(self):
        self.drop([self.tree], "Drop to Add", lambda: self.label("Enlarge small images"))
        self.button("Add 4 Images")
        self.label("3 Captions Found")
        self.label("2 Captions Are Not Used")
        self.label(starts="For 3 of 4 images, from 3 files.")
        for name in ("boat0.txt", "metadata.csv, line 2", "tea0.caption"):
            wait(name, lambda name=name: [
                one for one in find_all(self.app, "label")
                if tree.words(one).endswith("Caption from " + name)])
        self.shot("captions-sheet")

    def bring_in(self):
        self.press("Add 4 Images")
        wait("four images in the service", lambda: len(self.images()) == 4, 120)
        wait("their captions", lambda: all(
            one["caption"] == WORDS[self.name_of(one)] and one["caption_source"] == "manual"
            for one in self.images() if self.name_of(one) in WORDS))

    def name_of(self, image):
        return next((name for name in WORDS if image["image_name"].startswith(name)), None)

    def ask(self):
        self.dismiss_toasts()
        screen.key("ctrl+shift+e")
        self.label("ImageFolder")
        self.shot("export")
        self.tab_to(starts="One ZIP file")
        screen.key("space")

    def write(self):
        before = self.own_windows()
        self.press("Export…")
        number = wait("the file dialog", lambda: [
            one for one in self.own_windows() if one not in before])[0]
        screen.activate(number)
        screen.settle(number)
        entry = self.entry("Name:")
        screen.key("ctrl+a")
        screen.type_text(self.target)
        wait(f"{self.target} in the entry", lambda: tree.text(entry) == self.target)
        screen.key("Return")
        wait("the file", lambda: os.path.exists(self.target), 60)
        self.label(starts="4 images of “Foxes in Words” were exported")
        self.shot("exported")
        self.compare()

    def compare(self):
        """What was dropped is there, byte for byte, and its captions beside it."""
        with zipfile.ZipFile(self.target) as archive:
            sums = dict(reversed(line.split("  ")) for line in
                        archive.read("SHA256SUMS").decode().splitlines())
            for name in archive.namelist():
                digest = hashlib.sha256(archive.read(name)).hexdigest()
                if name != "SHA256SUMS" and sums[name] != digest:
                    raise tree.Missing(f"the sum of {name}")
            for name, words in WORDS.items():
                if archive.read(name + ".txt").decode() != words:
                    raise tree.Missing(f"{words}; there is {archive.read(name + '.txt')}")
            with open(os.path.join(self.tree, "boat0.png"), "rb") as file:
                if archive.read("boat0.png") != file.read():
                    raise tree.Missing("the picture that was dropped")

    def leave(self):
        self.dismiss_toasts()
        self.stop()

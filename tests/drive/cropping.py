"""Pictures that are cut before they are sent: one by one, all at once, and while they wait."""

import hashlib
import io
import os
import re
import signal
import zipfile

from PIL import Image

import pictures
import screen
import service
import tree
from advanced import Advanced
from desk import NARROW, WIDE
from tree import find, find_all, wait

WIDTH, HEIGHT = 2000, 1700
BOX = (300, 200, 1500, 1400)  # of what lies between the margins


def frame(name, path):
    """A drawing between wide white margins."""
    inner = pictures.draw(name, BOX[2] - BOX[0]).convert("RGB").resize(
        (BOX[2] - BOX[0], BOX[3] - BOX[1]))
    whole = Image.new("RGB", (WIDTH, HEIGHT), "white")
    whole.paste(inner, BOX[:2])
    whole.save(path)
    return path


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Cropping(Advanced):
    STEPS = ("begin", "by_hand", "suggested", "queued", "sent", "known", "packed", "leave")
    DRESS = ""

    def __init__(self, folder):
        super().__init__(folder)
        self.scans = os.path.join(self.home, "Scans")
        os.makedirs(self.scans)
        self.paths = [frame(name, os.path.join(self.scans, name[:-1] + ".png"))
                      for name in ("boat0", "pier0", "tea0")]
        self.before = [digest(path) for path in self.paths]

    def begin(self):
        self.start()
        self.press("Start Here")
        self.entry("Name of the dataset")
        screen.type_text("Scans")
        self.tab_to("Name of the project")
        screen.type_text("Storybook")
        self.tab_to(starts="Name of the subject")
        screen.type_text("Rusty")
        self.tab_to(starts="What it is")
        screen.type_text("a red fox in oilskins")
        self.press("Create")
        wait("the dataset in the service", self.datasets)
        self.button(starts="Add Images")

    def crop(self):
        """Opens the dialog of a picture, by its row's menu."""
        tree.activate(find(self.app, "toggle button", "More for boat.png"))
        self.choose_item("c")
        self.label("Part of the picture that is kept")

    def place(self):
        """What a screen reader is told of the frame."""
        node = find(self.app, None, "Part of the picture that is kept")
        return node.get_description()

    def fetch(self, image):
        """The picture that the service has."""
        connection = service.Connection(service.find_socket())
        try:
            connection.request("GET", "/" + image["image_url"].split("/", 3)[3])
            return Image.open(io.BytesIO(connection.getresponse().read())).convert("RGB")
        finally:
            connection.close()

    def by_hand(self):
        """A frame that is trimmed, shaped, moved and pulled by the keys."""
        self.drop(self.paths, "Drop to Add", lambda: self.button("Add 3 Images"))
        self.crop()
        self.label("2000 × 1700")
        self.button("Suggest")
        self.shot("crop" + self.DRESS)
        self.press("Trim Margins")
        wait("the trimmed frame", lambda: self.place().startswith("1:1, 11"))
        self.label("Ready")
        self.tab_to("Part of the picture that is kept")
        trimmed = self.place()
        screen.key("Left")
        wait("the frame further left", lambda: self.place() != trimmed)
        screen.key("ctrl+shift+Left")
        self.press("Reset")
        wait("the whole picture", lambda: self.place() == "2000 × 1700, 0 from the left, 0 from the top")
        self.press("Trim Margins")
        wait("the trimmed frame", lambda: self.place() == trimmed)
        width, height, left, top = map(int, re.match(
            r"1:1, (\d+) × (\d+), (\d+) from the left, (\d+) from the top", trimmed).groups())
        self.kept = (left, top, left + width, top + height)
        self.shot("crop-trimmed" + self.DRESS)
        self.press("Apply")
        self.label(starts="Cropped to 1:1, 11")
        self.shot("crop-review" + self.DRESS)

    def suggested(self):
        """Proposals for the others; one is not wanted."""
        tree.activate(find(self.app, "toggle button", "More"))
        self.choose_item("s")
        self.button("Apply 2 Crops")
        self.shot("crops" + self.DRESS)
        self.click(find(self.app, "check box", starts="Crop tea.png"))
        self.press("Apply 1 Crop")
        self.gone("Suggest Crops")
        wait("two cropped pictures", lambda: len(find_all(self.app, None, starts="Cropped to ")) == 2)

    def queued(self):
        """What waits may be had back, over an end and a new start of the program."""
        self.stand_in("notifications")
        service.tell(signal.SIGSTOP)
        self.press("Add 3 Images")
        self.gone("Add 3 Images")
        self.click(self.label("Adding 1 of 3"))
        self.press("Pause")
        tree.activate(find(self.app, "toggle button", "More: pier.png"))
        self.choose_item("u")
        wait("one cropped picture", lambda: len(find_all(self.app, None, starts="Cropped to ")) == 1)
        self.shot("crop-queue" + self.DRESS)
        screen.key("Escape")
        screen.key("ctrl+q")
        self.ended()
        service.tell(signal.SIGCONT)
        self.start()
        self.press("Resume")

    def sent(self):
        """The service has what was cut, and all of the others; the files are as they were."""
        wait("three images", lambda: len(self.images()) == 3, 60)
        got = {image["image_name"].rpartition("-")[0]: (image["source_width"], image["source_height"])
               for image in self.images()}
        width, height = got["boat"]
        if got["pier"] != (WIDTH, HEIGHT) or got["tea"] != (WIDTH, HEIGHT):
            raise tree.Missing(f"all of the others; there is {got}")
        if (width, height) != (self.kept[2] - self.kept[0], self.kept[3] - self.kept[1]) or width < 1180:
            raise tree.Missing(f"what lies between the margins; there is {got}")
        boat = [image for image in self.images() if image["image_name"].startswith("boat")][0]
        with Image.open(self.paths[0]) as whole:
            if self.fetch(boat).tobytes() != whole.crop(self.kept).tobytes():
                raise tree.Missing("the pixels that were kept")
        if [digest(path) for path in self.paths] != self.before:
            raise tree.Missing("the files as they were")

    def known(self):
        """The whole file is known for the part that was sent."""
        self.tiles(3)
        self.drop(self.paths[:1], "Drop to Add", lambda: self.label("There already"))
        screen.key("Escape")
        self.gone("There already")

    def packed(self):
        """Of a picture in a ZIP file a part goes in as well."""
        archive = os.path.join(self.home, "scans.zip")
        with zipfile.ZipFile(archive, "w") as packed:
            for path in self.paths:
                packed.write(path, os.path.basename(path))
        before = digest(archive)
        made = self.make("Packed Scans")
        self.label("Add the Images from One ZIP File")
        self.drop_in(archive)
        self.button("Import 3 Images")
        self.crop()
        self.press("Trim Margins")
        wait("the trimmed frame", lambda: self.place().startswith("1:1, 11"))
        self.press("Apply")
        self.label(starts="Cropped to 1:1, 11")
        self.label("A ZIP file is made. Your files stay as they are.")
        self.shot("crop-import" + self.DRESS)
        tree.activate(find(self.app, "toggle button", "More"))
        self.choose_item("s")
        self.button("Apply 2 Crops")
        self.shot("crops-import" + self.DRESS)
        screen.key("Escape")
        self.gone("Suggest Crops")
        self.press("Import 3 Images")
        self.over(made, 3, 0)
        sizes = sorted((image["source_width"], image["source_height"]) for image in self.stored(made))
        left, top, right, bottom = self.kept
        if sizes != sorted([(right - left, bottom - top)] + 2 * [(WIDTH, HEIGHT)]):
            raise tree.Missing(f"one part and two whole pictures; there is {sizes}")
        if digest(archive) != before:
            raise tree.Missing("the ZIP file as it was")

    def leave(self):
        self.stop()

"""A dataset as large as they get: found in, replaced in, filled down and searched for duplicates.

LOOKBOOK_TOUR_IMAGES is how many images it has, if not 5000.
"""

import copy
import glob
import json
import os
import signal
import subprocess
import sys
import time

import crowd
import screen
import service
import tree
from advanced import Advanced
from tree import find, wait

COUNT = int(os.environ.get("LOOKBOOK_TOUR_IMAGES", "5000"))
PLANTED = (7, 19, 42, 77, 101, 150)
SECONDS = 900
FEW = 120  # in each of the two folders that come in by the window
SEARCH = "Search captions and names"
FIND, WITH = "Find", "Replace with"


class Thousands(Advanced):
    STEPS = ("advanced", "bring_in", "open_set", "filter", "preview", "replace", "take_back", "open_matrix",
             "fill_down", "undo_fill", "doubles", "two_folders", "mend", "spoiled", "again", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.large = os.path.join(self.home, "Scenes")
        self.written = {}
        self.before = {}
        self.since = 0

    # What the service knows

    def captions(self):
        """By the number in the short description: the names change on the way."""
        return {int(value["short_description"].split(".")[0].split()[1]): value for value in
                (json.loads(image["caption"]) for image in self.stored(self.made))}

    def became(self, what, judge, seconds=SECONDS):
        wait(what, lambda: judge(self.captions()), seconds)

    def begin(self):
        self.since = time.monotonic()

    def took(self, what):
        """A line of the log: how long a person waited."""
        print(f"# {what}: {time.monotonic() - self.since:.1f} s", flush=True)

    # Steps

    def advanced(self):
        crowd.make(self.large, range(COUNT - len(PLANTED)))
        crowd.plant(self.large, PLANTED)
        self.written = dict(enumerate(crowd.describe(self.large).values()))
        self.start()
        self.made = self.make_first("Five Thousand Scenes")
        self.label("Add the Images from One ZIP File")
        self.stop()

    def bring_in(self):
        """By the command line, in one go, with the captions of a table."""
        self.begin()
        subprocess.run(["lookbookctl", "add", "Five Thousand Scenes", self.large], check=True,
                       stdout=sys.stderr)
        self.took(f"{COUNT} images and captions added by lookbookctl")

    def open_set(self):
        self.begin()
        self.start()
        self.tiles()
        self.took("from the start to the first tiles")
        self.label(starts=f"{COUNT} of {COUNT} ready")
        self.took("and all counted")
        self.before = self.captions()
        if self.before != self.written:
            raise tree.Missing("the captions of the table, each with an image of its own")
        self.shot("thousands")

    def write(self, where, text):
        self.entry(where)
        screen.key("ctrl+a")
        screen.type_text(text)

    def filter(self):
        """By two fields of the captions; how many are left is told where words are replaced in them."""
        screen.key("ctrl+f")
        self.write(SEARCH, "clothing:striped NOT lighting.conditions:dusk")
        self.begin()
        self.gone(starts="Scene 0.")
        self.took("to the first images that match")
        self.shot("thousands-filtered")

    def chosen(self):
        """The numbers of those that the filter leaves."""
        return [number for number, value in self.before.items()
                if "Striped" in value["objects"][0]["clothing"]
                and value["lighting"]["conditions"] != "dusk"]

    def preview(self):
        count = len(self.chosen())
        screen.key("ctrl+h")
        self.label("Type What to Find")
        self.begin()
        self.write(FIND, "striped shirt")
        self.label(starts="Replace ")
        self.tab_to(WITH)
        self.write(WITH, "checked shirt")
        self.button(f"Replace {count} in {count} Captions")
        self.label("Every result stays valid")
        self.took(f"to the preview of {count} captions")
        self.shot("thousands-preview")

    def replace(self):
        wanted = copy.deepcopy(self.before)
        for number in self.chosen():
            clothed = wanted[number]["objects"][0]
            clothed["clothing"] = clothed["clothing"].replace("Striped shirt", "checked shirt")
        self.begin()
        screen.key("ctrl+Return")
        find(self.app, None, starts=f"{len(self.chosen())} captions changed", seconds=SECONDS)
        self.gone(WITH)
        self.took("to all of them changed")
        self.became("the words in these captions, and in no other", lambda now: now == wanted)
        self.took("and in the service")
        self.label("No Image Matches")  # for none of them is striped now
        self.shot("thousands-replaced")

    def take_back(self):
        """By the button: the search has the focus, and Ctrl+Z takes back what is typed there."""
        self.begin()
        self.press(starts="Undo: Replace in ")
        self.became("the captions as they were", lambda now: now == self.before)
        self.took("to the captions as they were")
        self.tiles()
        self.dismiss_toasts()
        self.shot("thousands-undone")

    def open_matrix(self):
        self.begin()
        screen.key("ctrl+3")
        find(self.app, starts="Style medium of ")
        self.label(f"{len(self.chosen())} shown")
        self.took("to the matrix")
        self.tab_to(starts="Style medium of ")
        self.shot("thousands-matrix")

    def fill_down(self):
        """The light of the first for all of them, in one step."""
        count = len(self.chosen())
        screen.key("Right", "ctrl+shift+Down")
        self.label(starts=f"{count} cells selected")
        self.shot("thousands-block")
        self.begin()
        screen.key("ctrl+d")
        self.became("one light in all of them", lambda now: len(
            {now[number]["lighting"]["conditions"] for number in self.chosen()}) == 1)
        self.took("to one light in all of them")
        self.shot("thousands-filled")
        now = self.captions()
        if {number for number in now if now[number] != self.before[number]} - set(self.chosen()):
            raise tree.Missing("no other caption changed")

    def undo_fill(self):
        self.begin()
        screen.key("ctrl+z")
        self.became("the captions as they were", lambda now: now == self.before)
        self.took("to the captions as they were")
        self.dismiss_toasts()

    def doubles(self):
        """All that were planted, and no two others."""
        screen.key("ctrl+1")
        self.tiles()
        screen.key("ctrl+shift+k")
        self.begin()
        find(self.app, None, starts="Keep ", seconds=SECONDS)
        self.took("to all duplicates")
        self.label(f"Keep {len(PLANTED)}, Delete {len(PLANTED)}")
        for number in PLANTED:
            self.label(f"Remove the duplicates of again-{number:04d}.jpg")
        self.shot("thousands-duplicates")
        screen.key("Escape")
        self.gone(starts="Keep ")
        self.stop()

    # Two folders in one flow, by the window

    def two_folders(self):
        """One file of them is damaged, and one too small."""
        self.folders = [crowd.make(os.path.join(self.home, name), range(start, start + FEW))
                        for name, start in (("Spring", COUNT), ("Autumn", COUNT + FEW))]
        self.small = os.path.join(self.folders[0], "small.png")
        crowd.draw(COUNT).resize((500, 500)).save(self.small)
        self.cut = os.path.join(self.folders[1], crowd.name_of(COUNT + FEW))
        os.truncate(self.cut, 9000)
        self.start()
        self.tiles()
        self.made = self.make("Two Seasons")
        self.label("Add the Images from One ZIP File")
        self.drop_in(*self.folders)
        self.button(f"Import {2 * FEW - 1} Images")
        self.label("2 Entries Won’t Be Imported")
        self.label(starts="Damaged")
        self.label(starts="Too small, 500")
        self.shot("bulk-check")

    def mend(self):
        """One is mended and the other one left out, and all is checked anew."""
        screen.key("Escape")
        self.gone("2 Entries Won’t Be Imported")
        crowd.write(self.folders[1], COUNT + FEW, 70)
        self.drop_in(*self.folders)
        self.button(f"Import {2 * FEW} Images")
        self.label("1 Entry Won’t Be Imported")
        self.shot("bulk-mended")

    def spoiled(self):
        """What was made is gone when the service wants it: the one try is used, and that is said."""
        service.tell(signal.SIGSTOP)
        self.press(f"Import {2 * FEW} Images")
        packed = os.path.join(os.environ["XDG_CACHE_HOME"], "lookbook", "imports")
        made = wait("the ZIP file", lambda: glob.glob(os.path.join(packed, "**", "*.zip"),
                                                      recursive=True))[0]
        self.label("The service is being asked")
        os.truncate(made, os.path.getsize(made) // 2)
        service.tell(signal.SIGCONT)
        self.label("The Import Failed")
        self.shot("bulk-failed")
        if self.job(self.made)["status"] != "failed" or self.stored(self.made):
            raise tree.Missing("nothing imported")

    def again(self):
        """In a new dataset with the same settings, which has another try."""
        self.press("Make a New One")
        made = wait("the new dataset", lambda: [
            one for one in self.datasets() if one["name"] == "Two Seasons (2)"])[0]
        self.label("Add the Images from One ZIP File")
        self.drop_in(*self.folders)
        self.button(f"Import {2 * FEW} Images")
        self.begin()
        self.press(f"Import {2 * FEW} Images")
        self.over(made["id"], 2 * FEW, 0)
        self.took(f"to {2 * FEW} images imported")
        self.tiles()
        self.dismiss_toasts()
        self.shot("bulk-done")

    def leave(self):
        self.stop()

"""The queue of uploads: in its sheet, behind a closed window, over an end and a new start."""

import os
import signal

from PIL import ImageOps

import pictures
import screen
import service
import tree
from heard import Heard
from tree import activate, find_all, wait

NAMES = ("boat0", "lighthouse0", "pier0", "tea0", "storm0", "market0")


class Uploads(Heard):
    STEPS = ("begin", "held", "order", "behind", "come_back", "finished", "ends", "goes_on",
             "portal", "refused", "leave")

    # Pictures

    def make(self, mark, change):
        folder = os.path.join(self.home, mark)
        os.makedirs(folder)
        for name in NAMES:
            change(pictures.draw(name, 1300).convert("RGB")).save(
                os.path.join(folder, f"{name[:-1]}-{mark}.jpg"), quality=90)
        return sorted(os.path.join(folder, name) for name in os.listdir(folder))

    def add(self, paths):
        """Adds them while the service is held, so that nothing gets further than its first byte."""
        self.drop(paths, "Drop to Add", lambda: self.label("Enlarge small images"))
        words = f"Add {len(paths)} Images"
        add = self.button(words)
        service.tell(signal.SIGSTOP)
        activate(add)
        self.gone(words)
        self.label(f"Adding 1 of {len(paths)}")

    def stored(self):
        return sorted(image["image_name"].rpartition("-")[0] for image in self.images())

    # Steps

    def begin(self):
        self.stand_in("notifications", "session-manager")
        self.start()
        self.press("Start Here")
        self.entry("Name of the dataset")
        screen.type_text("Rusty at the Harbour")
        self.tab_to("Name of the project")
        screen.type_text("Storybook")
        self.tab_to(starts="Name of the subject")
        screen.type_text("Rusty")
        self.tab_to(starts="What it is")
        screen.type_text("a red fox in oilskins")
        self.press("Create")
        wait("the dataset in the service", self.datasets)
        self.button(starts="Add Images")

    def held(self):
        self.add(self.make("one", lambda picture: picture))
        wait("the computer awake", lambda: self.calls("Inhibit"))
        self.click(self.label("Adding 1 of 6"))
        for words in ("boat-one.jpg", "lighthouse-one.jpg", "market-one.jpg", "3 more waiting"):
            self.label(words)
        self.shot("queue", still=False)

    def rows(self):
        """The names of the pictures in the sheet, from its top."""
        return [tree.words(node) for node in find_all(self.app, "label")
                if tree.words(node).endswith("-one.jpg")]

    def order(self):
        """One that waits goes first, and one is not wanted any more."""
        self.press("Send First: market-one.jpg")
        wait("market-one.jpg before lighthouse-one.jpg", lambda: [
            rows for rows in [self.rows()]
            if {"market-one.jpg", "lighthouse-one.jpg"} <= set(rows) and
            rows.index("market-one.jpg") < rows.index("lighthouse-one.jpg")])
        self.press("Stop: lighthouse-one.jpg")
        self.label("Adding 2 of 6")
        self.shot("queue-order", still=False)
        screen.key("Escape")
        self.gone("market-one.jpg")

    def come_back(self):
        self.reopen()
        self.label("Adding 2 of 6")
        self.shot("queue-again", still=False)
        self.told()
        self.close()

    def finished(self):
        service.tell(signal.SIGCONT)
        self.ended()
        self.told(("Upload Finished", "5 images added · 1 stopped"))
        self.awake(1)
        wait("five images in the service", lambda: self.stored() == [
            f"{name}-one" for name in ("boat", "market", "pier", "storm", "tea")])

    def pause_and_resume(self):
        """Resumed from the foot of the window, by the keys alone."""
        self.click(self.label("Adding 1 of 6"))
        self.press("Pause")
        self.label("Nothing is added until you resume.")
        screen.key("Escape")
        self.gone("Nothing is added until you resume.")
        self.tab_to("Resume")
        self.shot("queue-paused", still=False)
        screen.key("space")
        self.label("Adding 1 of 6")

    def ends(self):
        """To quit is to quit: what waits is kept, which is said."""
        self.stand_in("notifications")
        self.start()
        self.tiles(5)
        self.add(self.make("two", ImageOps.mirror))
        self.pause_and_resume()
        screen.key("ctrl+q")
        self.ended()
        self.told(("Upload Paused", "6 images are added when Lookbook is opened again"))

    def goes_on(self):
        service.tell(signal.SIGCONT)
        self.stand_in("notifications", "portal")
        self.start(GDK_DEBUG="portals")  # as in a sandbox
        wait("eleven images in the service", lambda: len(self.stored()) == 11)
        wait("the end of the queue", lambda: self.shows("6 images added") or
             not self.shows(starts="Adding"))
        self.tiles(11)
        if len(set(self.stored())) != 11:
            raise tree.Missing(f"none twice; there are {self.stored()}")
        self.dismiss_toasts()
        self.told()

    def portal(self):
        """In a sandbox the desktop is asked, and shows what is done."""
        self.add(self.make("three", ImageOps.flip))
        self.close()
        wait("the portal asked", lambda: self.calls("RequestBackground"))
        if self.calls("RequestBackground")[0][1]["reason"] != "Images are being uploaded":
            raise tree.Missing(f"the reason; it was {self.calls('RequestBackground')}")
        service.tell(signal.SIGCONT)
        self.ended()
        said = [values[0]["message"] for values in self.calls("SetStatus")]
        if said[0] != "Adding 1 of 6" or "Adding 4 of 6" not in said or said[-1] != "":
            raise tree.Missing(f"how far it is; it said {said}")
        if self.calls("Inhibit")[-1][1] != 4 or len(self.calls("Close")) != len(self.calls("Inhibit")):
            raise tree.Missing(f"awake for as long as it lasts; {self.calls('Inhibit')}")
        self.told(("Upload Finished", "6 images added"))
        if len(self.stored()) != 17:
            raise tree.Missing(f"17 images; there are {self.stored()}")

    def refused(self):
        """Where nothing may go on without a window, nothing does; and nothing is lost."""
        self.stand_in("notifications", "portal-refusing")
        self.start()
        self.tiles()
        self.add(self.make("four", ImageOps.grayscale))
        self.close()
        self.ended()
        self.told(("Upload Paused", "6 images are added when Lookbook is opened again"))
        service.tell(signal.SIGCONT)
        self.stand_in("notifications")
        self.start()
        wait("all of them in the service", lambda: len(self.stored()) == 23)
        wait("the end of the queue", lambda: self.shows("6 images added") or
             not self.shows(starts="Adding"))
        if len(set(self.stored())) != 23:
            raise tree.Missing(f"none twice; there are {self.stored()}")

    def leave(self):
        self.stop()
        self.told()

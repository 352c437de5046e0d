"""Pictures that are alike: found, one of each kept with what the captions of the others say, and
taken back."""

import base64
import io
import json

from PIL import ImageOps

import pictures
import screen
import service
from desk import NARROW, Desk
from tree import find, find_all, wait

# Drawings as in a mirror, so that none is one of the sample: width, quality and a comment that makes
# another file of the same picture.
PLANTED = (("boat0", 1400, 92, b""), ("boat0", 1100, 75, b""), ("lighthouse0", 1200, 90, b""),
           ("lighthouse0", 1200, 90, b"scanned twice"))
SAMPLE = 10


def encode(name, width, quality, comment):
    out = io.BytesIO()
    mirrored = ImageOps.mirror(pictures.draw(name, width).convert("RGB"))
    mirrored.save(out, "JPEG", quality=quality, comment=comment)
    return base64.b64encode(out.getvalue()).decode()


class Doubles(Desk):
    STEPS = ("sample", "plant", "find", "choose", "apply", "take_back", "dismiss", "leave")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(SAMPLE)
        self.dismiss_toasts()

    def plant(self):
        """The smaller boat says more than the larger one."""
        where = f"datasets/{self.dataset()['id']}/images"
        caption = json.loads(self.images()[0]["caption"])
        self.planted = []
        for number, (name, width, quality, comment) in enumerate(PLANTED):
            image = service.send("POST", where, {"file": encode(name, width, quality, comment),
                                                 "image_name": f"{name}-{number}.jpg"})
            said = dict(caption, short_description=f"Planted {number}.")
            if number == 0:
                said.pop("style_medium", None)
                said.pop("artistic_style", None)
            else:
                said["style_medium"] = "ink and wash"
            service.send("PUT", f"{where}/{image['id']}", {"caption": json.dumps(said)})
            self.planted.append(image["id"])
        self.stop()
        self.start()
        self.tiles(SAMPLE + len(PLANTED))

    def find(self):
        screen.key("ctrl+shift+k")
        self.label(starts="Keep 2, Delete 2")
        if len(find_all(self.app, "check box", starts="Remove the duplicates of ")) != 2:
            raise AssertionError("two groups, and none of the drawings")
        self.shot("duplicates")

    def choose(self):
        """The larger one is kept, and takes what it lacks from the other."""
        wait("what is taken", lambda: self.shows(starts="2 fields are taken"))
        find(self.app, "label", starts="1400 × ")

    def said(self, number):
        found = [one for one in self.images() if one["id"] == self.planted[number]]
        return json.loads(found[0]["caption"]) if found else None

    def apply(self):
        screen.key("ctrl+Return")
        self.gone("Keep 2, Delete 2")
        self.tiles(SAMPLE + 2)
        wait("the service to know", lambda: self.said(0).get("style_medium") == "ink and wash")
        if self.said(0)["short_description"] != "Planted 0.":
            raise AssertionError("what the kept one said stays")

    def take_back(self):
        """Before or after the toast has gone."""
        screen.key("ctrl+z")
        self.tiles(SAMPLE + len(PLANTED))
        wait("the service to know", lambda: len(self.images()) == SAMPLE + len(PLANTED) and
             "style_medium" not in self.said(0))
        self.dismiss_toasts()

    def dismiss(self):
        screen.key("ctrl+shift+k")
        self.label(starts="Keep 2, Delete 2")
        self.press("Not Duplicates")
        self.label(starts="Keep 1, Delete 1")
        self.press("Show 1 Dismissed Group")
        self.label(starts="Keep 2, Delete 2")
        screen.key("Escape")
        self.gone(starts="Keep 2, Delete 2")

    def leave(self):
        self.stop()


class DoubleLooks(Doubles):
    """The same in every dress."""

    STEPS = ("sample", "plant", "dark", "narrow", "narrow_group", "mirrored", "leave")

    def show(self, dress):
        self.open_set()
        screen.key("ctrl+shift+k")
        self.label(starts="Keep 2, Delete 2")
        self.shot("duplicates" + dress)

    def open_set(self):
        """In a narrow window the list of datasets comes first, if none was open."""
        wait("the set", lambda: find_all(self.app, "table cell") or self.shows("Rusty at the Harbour"))
        if not find_all(self.app, "table cell"):
            self.click(self.label("Rusty at the Harbour"))
        self.tiles()

    def dark(self):
        self.stop()
        self.start(ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.show("-dark")
        screen.key("Escape")
        self.gone(starts="Keep 2, Delete 2")

    def close(self):
        """From a group to the list, and out of that."""
        screen.key("Escape")
        self.gone("Not Duplicates")
        screen.key("Escape")
        self.gone(starts="Keep 2, Delete 2")

    def narrow(self):
        self.stop()
        screen.scale_text(200)
        self.start(NARROW)
        self.show("-narrow-large")

    def narrow_group(self):
        screen.key("Return")
        self.label(starts="Not Duplicates")
        self.shot("duplicates-group-narrow-large")
        self.close()
        screen.scale_text(100)

    def mirrored(self):
        self.stop()
        self.start_mirrored(NARROW)
        self.show("-mirrored-narrow")
        screen.key("Return")
        self.label(starts="Not Duplicates")
        self.shot("duplicates-group-mirrored-narrow")
        self.close()

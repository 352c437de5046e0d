"""Words found and replaced in captions: looked at first, written as one step, taken back."""

import json

import screen
from desk import NARROW, TEXT, WIDE, Desk
from tree import find, find_all, wait

FIND, WITH = "Find", "Replace with"


class Replacing(Desk):
    STEPS = ("sample", "preview", "mistake", "leave_out", "replace", "take_back", "filtered", "narrow", "leave")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(10)
        self.dismiss_toasts()
        self.before = self.captions()

    def captions(self):
        """What the service has, by image."""
        return {one["id"]: one["caption"] for one in self.images()}

    def write(self, where, text):
        self.entry(where)
        screen.key("ctrl+a")
        screen.type_text(text)

    def preview(self):
        screen.key("ctrl+h")
        self.label("Type What to Find")
        self.write(FIND, "oilskin")
        self.label(starts="Replace ")
        screen.key("Tab", "Tab", "Tab", "Tab")  # over the three toggles
        self.write(WITH, "waxed cotton")
        wait("captions with it", lambda: self.shows(starts="Replace ") and self.shows("Every result stays valid"))
        self.shot("replace-preview")

    def enter(self, where, text):
        """By the pointer: the way there with the keyboard was taken before, and is long."""
        self.click(find(self.app, TEXT, where))
        self.write(where, text)

    def mistake(self):
        """A bad expression says where, and nothing can be replaced."""
        self.press("Regular expression")
        self.enter(FIND, "oil[")
        self.label("Unclosed bracket at 4")
        self.shot("replace-mistake")
        self.write(FIND, "(oil)skin (hat|coat)")
        self.gone("Unclosed bracket at 4")
        self.enter(WITH, r"waxed cotton \2")
        self.label("Every result stays valid")

    def leave_out(self):
        rows = wait("rows", lambda: [all_of for all_of in [self.checks()] if len(all_of) > 3])[0]
        self.click(rows[0])
        self.label(starts="1 left out")

    def checks(self):
        return [one for one in find_all(self.app, "check box") if ". Before: " in one.get_name()]

    def replace(self):
        screen.key("ctrl+Return")
        self.gone(WITH)
        self.label(starts="9 captions changed")
        wait("the words in the service", lambda: sum(
            "waxed cotton" in caption for caption in self.captions().values()) == 9)
        for caption in self.captions().values():
            assert "waxed cotton" not in json.dumps(list(json.loads(caption))), "a key was changed"

    def take_back(self):
        screen.key("ctrl+z")
        wait("the captions as they were", lambda: self.captions() == self.before)
        self.dismiss_toasts()

    def filtered(self):
        """The filter finds nothing any more; from its entry the replacement can be taken back."""
        screen.key("ctrl+f")
        self.entry(None)
        screen.type_text("oilskin")
        screen.key("ctrl+h")
        self.write(FIND, "oilskin")
        self.enter(WITH, "waxed cotton")
        wait("captions with it", lambda: self.shows(starts="Replace ") and self.shows("Every result stays valid"))
        screen.key("ctrl+Return")
        self.gone(WITH)
        self.label("No Image Matches")
        self.label("0 of 10 images shown")
        self.entry(None)
        screen.key("ctrl+z")  # what was typed goes first
        self.gone("No Image Matches")
        self.entry(None)
        screen.key("ctrl+z")
        wait("the captions as they were", lambda: self.captions() == self.before)
        screen.key("Escape")
        self.dismiss_toasts()

    def narrow(self):
        self.resize(NARROW)
        screen.key("ctrl+h")
        self.write(FIND, "rusty")
        self.label("Every result stays valid")
        self.shot("replace-narrow")
        screen.key("Escape")
        self.gone(WITH)
        self.resize(WIDE)

    def leave(self):
        self.stop()

"""Images found by a filter: written, completed, chosen in a form, kept and used again."""

import screen
from desk import NARROW, WIDE, Desk
from tree import activate, find, find_all, wait

ENTRY = "Search captions and names"


class Finding(Desk):
    STEPS = ("sample", "words", "fields", "mistake", "completion", "form", "keep", "use_again",
             "narrow", "large_text", "leave")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(10)
        self.dismiss_toasts()

    def write(self, text):
        """Text in the place of what the search says, with nothing offered over the images."""
        screen.key("ctrl+f")
        self.entry(ENTRY)
        screen.key("ctrl+a")
        screen.type_text(text)

    def words(self):
        self.write('gull* NOT "red boat"')
        wait("fewer images", lambda: len(find_all(self.app, "table cell")) < 10)
        self.shot("found-words")

    def fields(self):
        self.write("conditions:* state:approved OR direction:lamp")
        self.tiles(3)

    def mistake(self):
        """It is said where, and the images stay."""
        screen.key("End")
        screen.type_text(" AND state:stael")
        self.label(starts="Character 57: there is no state")
        self.tiles(3)
        self.shot("found-mistake")
        screen.key(*["BackSpace"] * len(" AND state:stael"))
        self.gone(starts="Character ")

    def completion(self):
        self.write("lighting.d")
        wait("what is offered", lambda: self.shows("lighting.direction:"))
        screen.key("Down")
        self.shot("found-completion", popover=True)
        screen.key("Return")
        screen.type_text("even")
        wait("values", lambda: self.shows(starts="even, from above"))
        screen.key("Escape", "End")
        screen.type_text(" ")
        self.tiles(4)

    def form(self):
        self.press("Filter…")
        self.label("Conditions that must hold")
        self.click(self.label("Add Condition"))
        wait("another condition", lambda: len(find_all(self.app, None, "Remove the condition")) == 2)
        self.shot("found-form")
        screen.key("Escape")
        self.gone("Conditions that must hold")

    def saved(self, key):
        activate(find(self.app, "toggle button", "Saved filters"))
        self.choose_item(key)

    def keep(self):
        self.saved("s")
        self.entry("Name")
        screen.type_text("Even light")
        screen.key("Return")
        self.gone("Save Filter")

    def use_again(self):
        self.write("whale")
        self.label("No Image Matches")
        self.saved("Return")
        self.tiles(4)
        self.saved("m")
        self.label("Saved Filters")
        self.shot("found-saved")
        screen.key("Escape")
        self.gone("Saved Filters")

    def narrow(self):
        self.resize(NARROW)
        self.write("state:stael")
        self.label(starts="Character 7: there is no state")
        self.shot("found-narrow")
        self.press("Filter…")
        self.label("Conditions that must hold")
        self.shot("found-form-narrow")
        screen.key("Escape")
        self.gone("Conditions that must hold")
        self.resize(WIDE)

    def large_text(self):
        """Kept filters are there the next time."""
        self.stop()
        screen.scale_text(200)
        self.start(NARROW, ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.open_set()
        self.write("state:stael")
        self.label(starts="Character 7: there is no state")
        self.shot("found-narrow-large")
        self.saved("Return")
        self.tiles(4)
        self.press("Filter…")
        self.label("Conditions that must hold")
        self.shot("found-form-narrow-large")
        screen.key("Escape")
        self.gone("Conditions that must hold")

    def open_set(self):
        """In a narrow window the list of datasets comes first, if none was open."""
        wait("the set", lambda: find_all(self.app, "table cell") or self.shows("Rusty at the Harbour"))
        if not find_all(self.app, "table cell"):
            self.click(self.label("Rusty at the Harbour"))
        self.tiles()

    def leave(self):
        screen.key("ctrl+f", "Escape")
        wait("the others", lambda: len(find_all(self.app, "table cell")) > 4)
        self.stop()
        screen.scale_text(100)

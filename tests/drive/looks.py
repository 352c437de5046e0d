"""Every view in every dress: light, dark, high contrast, large text, narrow, mirrored."""

import screen
import tree
from desk import JSON, NARROW, WIDE, Desk
from tree import activate, find, find_all, wait


class Looks(Desk):
    STEPS = ("mirrored_welcome", "welcome", "sample", "windows", "states", "dark", "contrast",
             "narrow", "large_text", "narrow_large_text", "mirrored", "leave")

    # Before there is a dataset

    def mirrored_welcome(self):
        self.start_mirrored()
        self.label("Work on This Computer")
        self.shot("welcome-mirrored")
        self.stop()

    def welcome(self):
        self.start()
        self.label("Work on This Computer")
        self.resize(NARROW)
        self.shot("welcome-narrow")
        self.resize(WIDE)
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles()
        self.dismiss_toasts()
        self.shot("sample")

    # One after the other, from the grid and back to it

    def grid(self, dress):
        self.tiles()
        self.shot("grid" + dress)

    def list(self, dress):
        screen.key("ctrl+2")
        wait("the rows", lambda: find_all(self.app, "column header") or self.shows("State"))
        self.shot("list" + dress)
        screen.key("ctrl+1")
        self.gone("State")
        self.tiles()

    def open_image(self):
        self.click(self.tiles()[1])
        screen.key("Home", self.onward, "Return")
        self.label(starts="2 of ")

    def form(self, dress):
        self.open_image()
        self.as_text(False)
        self.shot("image" + dress)
        self.leave_image()

    def json(self, dress):
        self.open_image()
        self.as_text(True)
        self.tab_to(JSON)
        screen.key("ctrl+Home", "Down", *["Right"] * 3, "Delete")
        self.label(starts="Line ")
        self.shot("json" + dress)
        screen.key("ctrl+z")
        self.gone(starts="Line ")
        self.as_text(False)
        self.leave_image()

    def leave_image(self):
        self.press("Back")
        self.tiles()
        screen.key("Escape")

    def schema(self, dress):
        self.menu("Dataset menu", "s")
        self.label("Chosen Pictures")
        self.shot("schema" + dress)
        self.press("Back")
        self.tiles()

    def dress(self, name, *pages):
        for page in pages or (self.grid, self.list, self.form, self.schema):
            page("-" + name)

    def sample(self):
        for page in (self.list, self.form, self.json, self.schema):
            page("")

    def windows(self):
        self.menu("Main menu", "p")
        find(self.app, "dialog", "Preferences")
        self.shot("preferences")
        screen.key("Escape")
        self.gone("Preferences")
        self.menu("Main menu", "a")
        find(self.app, "dialog", "About")
        self.shot("about")
        screen.key("Escape")
        self.gone("About")
        self.menu("Main menu", "k")
        number = wait("their window", lambda: [
            one for one in self.own_windows() if one != self.window])[0]
        self.shot("shortcuts", window=number)
        screen.activate(number)
        screen.key("Escape")
        self.gone("Shortcuts")
        activate(find(self.app, "toggle button", starts="On This Computer"))
        self.label(starts="Offline")
        self.shot("account", popover=True)
        screen.key("Escape")

    def states(self):
        """Tiles that say what is still to be done: one invalid, one without a caption, one approved."""
        self.open_image()
        screen.key("ctrl+Return")
        self.label(starts="3 of ")
        self.as_text(True)
        self.tab_to(JSON)
        screen.key("ctrl+Home", "Delete")
        self.label(starts="Line ")
        self.press("Back")
        self.label("Invalid, 1")
        self.click(self.tiles()[5])
        screen.key("shift+Right")
        self.label("2 selected")
        self.shot("grid-selected")
        screen.key("Escape")

    def dark(self):
        self.stop()
        self.start(ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.dress("dark", self.grid, self.list, self.form, self.json, self.schema)

    def contrast(self):
        self.stop()
        self.start(ADW_DEBUG_HIGH_CONTRAST="1")
        self.dress("contrast", self.grid, self.list)

    def narrow(self):
        self.stop()
        self.start(NARROW)
        row = "Rusty at the Harbour"
        wait("the sample", lambda: find_all(self.app, "table cell") or
             find_all(self.app, "list item", starts=row))
        if not find_all(self.app, "table cell"):
            activate(find(self.app, "list item", starts=row))
        self.dress("narrow", self.grid, self.list, self.form, self.json, self.schema)

    def large_text(self):
        self.stop()
        screen.scale_text(200)
        self.start()
        self.dress("large")

    def narrow_large_text(self):
        self.resize(NARROW)
        self.dress("narrow-large")
        self.stop()
        screen.scale_text(100)

    def mirrored(self):
        self.start_mirrored()
        self.dress("mirrored", self.grid, self.list, self.form, self.json, self.schema)

    def leave(self):
        self.stop()

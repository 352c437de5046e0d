"""Every view in every dress: light, dark, high contrast, large text, narrow, mirrored."""

import os
import subprocess
import sys

import pictures
import screen
import tree
from desk import NARROW, WIDE, Desk
from tree import activate, find, find_all, wait

HERE = os.path.dirname(os.path.abspath(__file__))
JSON = "Structured prompt as JSON"
TEXT = ("text", "text box")


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
        self.tiles(10)
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
        screen.key("Home", "Right", "Return")
        self.label(starts="2 of ")

    def form(self, dress):
        self.open_image()
        find(self.app, TEXT, "Short description")
        self.shot("image" + dress)
        self.leave_image()

    def json(self, dress):
        self.open_image()
        screen.key("ctrl+e")
        view = find(self.app, TEXT, JSON)
        self.click(view)
        screen.key("ctrl+Home", "Down", *["Right"] * 3, "Delete")
        self.label(starts="Line ")
        self.shot("json" + dress)
        screen.key("ctrl+z")
        self.gone(starts="Line ")
        screen.key("ctrl+e")
        self.leave_image()

    def leave_image(self):
        self.press("Back")
        self.tiles()
        screen.key("Escape")

    def schema(self, dress):
        self.menu("Dataset menu", 2)
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
        self.menu("Main menu", 1)
        screen.settle(self.window)

    def states(self):
        """Tiles that say what is still to be done: one invalid, one without a caption, one approved."""
        self.open_image()
        screen.key("ctrl+Return")
        self.label(starts="3 of ")
        screen.key("ctrl+e")
        self.click(find(self.app, TEXT, JSON))
        screen.key("ctrl+Home", "Delete")
        self.label(starts="Line 2: ")
        self.leave_image()

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
        if not find_all(self.app, "table cell"):
            activate(find(self.app, "list item", starts="Rusty at the Harbour"))
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

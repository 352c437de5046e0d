"""The pictures of the help pages: what a page speaks of, over the sample set, in the light style."""

import screen
from desk import Desk
from looks import Looks
from tree import activate, find, find_all, wait


class Manual(Looks):
    STEPS = ("welcome", "pages", "instruction", "history", "again", "leave")

    def welcome(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles()
        self.dismiss_toasts()

    def pages(self):
        self.shot("help-grid")
        self.form("-of-help")

    def instruction(self):
        self.open_image()
        screen.key("ctrl+r")
        self.entry("What should change?")
        screen.type_text("Set context to a series. Set the lighting conditions to dusk. "
                         "Set the mood atmosphere to calm")
        screen.key("Return")
        self.button("Apply 3 Changes")
        screen.key("Down", "space")
        self.button("Apply 2 of 3 Changes")
        self.shot("help-refine")
        screen.key("ctrl+Return")
        self.gone(starts="Apply ")
        self.leave_image()
        self.dismiss_toasts()

    def history(self):
        """What the instruction has changed."""
        Desk.menu(self, "Main menu", "y")
        self.click(find_all(find(self.app, "dialog", "History"), "list item")[0])
        self.label("2 Changes")
        self.shot("help-step")
        screen.key("Escape", "Escape")
        wait("the dialog gone", lambda: not find_all(self.app, "dialog", "History"))

    def again(self):
        """A few captions anew, one of them by hand."""
        self.click(self.tiles()[1])
        screen.key("shift+Right", "shift+Right")
        self.label("3 selected")
        activate(find(self.app, ("button", "push button"), starts="Regenerate"))
        self.label("Regenerate 3 Captions?")
        self.shot("help-regenerate")
        screen.key("Escape")
        self.gone("Regenerate 3 Captions?")

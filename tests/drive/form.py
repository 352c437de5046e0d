"""The form of a caption beyond its words: the order of its objects, snippets, and the small dialogs."""

import json
import os
import time

import screen
import tree
from desk import BUTTON, TEXT, Desk
from tree import activate, find, find_all, wait

NAME = "gull.png"
OBJECTS = ["Rusty", "A white gull", "Three more gulls"]  # as their descriptions begin
SNIPPET = "rust red fur"
TRIES = 6
HANDLE = 22  # from the edge of a row to the middle of its handle
FURTHER = 5  # at each try: a frame around the window is not counted


class Form(Desk):
    STEPS = ("sample", "move_by_keys", "move_by_pointer", "add_object", "save_snippet",
             "manage_snippets", "unknown_key", "names", "no_result", "preferences", "leave")

    # What the service knows

    def caption(self):
        stem, ending = os.path.splitext(NAME)
        return json.loads(next(image["caption"] for image in self.images()
                               if image["image_name"].startswith(stem + "-")
                               and image["image_name"].endswith(ending)))

    def order(self):
        """Which objects are where, by what they were in the beginning."""
        return [next((i for i, words in enumerate(OBJECTS) if one["description"].startswith(words)), -1)
                for one in self.caption()["objects"]]

    def ordered(self, *wanted):
        wait(f"the objects as {wanted}", lambda: self.order() == list(wanted))

    # Getting there

    def open_image(self):
        self.click(self.tiles()[1])
        screen.key("Home", "Right", "Return")
        self.label(starts="2 of ")
        self.as_text(False)

    def reopen_image(self):
        """All its rows are closed then."""
        self.leave_image()
        self.open_image()

    def leave_image(self):
        self.press("Back")
        self.tiles()
        screen.key("Escape")

    def row(self, name):
        """What shows of the row of an object that is closed: the one around it has its name too."""
        return find_all(self.app, "list item", name)[-1]

    def text_menu(self, *keys):
        """An item of the menu of what has the focus."""
        screen.settle(self.window)
        screen.key("shift+F10")
        self.choose_item(*keys)

    # Steps

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(10)
        self.dismiss_toasts()
        self.open_image()
        self.ordered(0, 1, 2)

    def move_by_keys(self):
        """With what is in the row: the window manager has a use of its own for Alt+Shift and an arrow."""
        self.tab_to("Rusty", role=("list item",))
        screen.key("Return")
        self.tab_to("Move Rusty Down", role=BUTTON)
        screen.key("space")
        self.ordered(1, 0, 2)
        self.tab_to("Move Rusty Down", role=BUTTON)
        screen.key("space")
        self.ordered(1, 2, 0)
        screen.key("ctrl+z")
        self.ordered(1, 0, 2)
        screen.key("ctrl+z")
        self.ordered(0, 1, 2)

    def place(self, name):
        """Of a row on the screen: its first pixel, and its size."""
        box = self.row(name).get_component_iface().get_extents(tree.Atspi.CoordType.WINDOW)
        x, y, _, _ = screen.geometry(self.window)
        return x + box.x, y + box.y, box.width, box.height

    def drag(self, name, other, seen):
        """Takes a row by its handle to below another one, and sways there until seen() is true.

        Nothing in the window tells that a drag goes on: the hand lets go, looks what came of it, and
        begins anew.
        """
        for number in range(TRIES):
            screen.settle(self.window)
            x, y, _, height = self.place(name)
            _, bottom, _, other_height = self.place(other)
            start = (x + HANDLE + number * FURTHER, y + height / 2)
            end = (x + HANDLE + 40, bottom + other_height * 0.8)
            screen.move(*start)
            screen.press()
            try:
                for i in range(1, 21):
                    screen.move(*(a + (b - a) * i / 20 for a, b in zip(start, end)))
                    time.sleep(0.02)
                for i in range(20):
                    screen.move(end[0] + i % 4, end[1] + i % 2)
                    time.sleep(0.05)
            finally:
                screen.release()
            try:
                wait("what was dropped", seen, 5)
                return
            except tree.Missing:
                continue
        raise tree.Missing(f"{name} below {other}, in {TRIES} tries")

    def move_by_pointer(self):
        self.reopen_image()
        self.drag("Rusty", "Three more gulls", lambda: self.order() == [1, 2, 0])
        screen.move(*self.corner())
        self.shot("form-moved")
        screen.key("ctrl+z")
        self.ordered(0, 1, 2)

    def corner(self):
        x, y, width, height = screen.geometry(self.window)
        return x + width + 20, y + height + 20

    def add_object(self):
        self.press("Add Object")
        self.entry("Description")
        screen.type_text("A rope")
        wait("it in the service", lambda: self.caption()["objects"][-1]["description"] == "A rope")
        self.shot("form-object")

    def save_snippet(self):
        self.reopen_image()
        self.tab_to("Background", role=TEXT)
        screen.key("ctrl+End")
        screen.type_text(" " + SNIPPET)
        screen.key(*["ctrl+shift+Left"] * len(SNIPPET.split()))
        self.text_menu("s")
        self.label("Kept as a snippet")
        self.dismiss_toasts()
        screen.key("BackSpace", "BackSpace")

    def manage_snippets(self):
        self.text_menu("m")
        dialog = find(self.app, "dialog", "Snippets")
        find(dialog, BUTTON, f"Delete “{SNIPPET}”")
        self.shot("snippets")
        self.press(f"Delete “{SNIPPET}”")
        self.label("No Snippets")
        self.shot("snippets-none")
        screen.key("Escape")
        wait("closed", lambda: not find_all(self.app, "dialog", "Snippets"))

    def unknown_key(self):
        """What the schema does not know is shown, and kept where it is."""
        self.as_text(True)
        self.tab_to("Structured prompt as JSON")
        screen.key("ctrl+Home", "End")
        screen.type_text('"colour_mood": "warm",')
        wait("it in the service", lambda: self.caption().get("colour_mood") == "warm")
        self.as_text(False)
        wait("a field of it", lambda: find_all(self.app, TEXT, starts="Colour mood")
             or find_all(self.app, TEXT, starts="colour_mood"))
        self.leave_image()

    def names(self):
        """New ones for a dataset and its project, and a dataset found by its name."""
        screen.key("F2")
        find(self.app, "dialog", starts="Rename")
        self.shot("rename")
        screen.key("Escape")
        wait("closed", lambda: not find_all(self.app, "dialog"))
        self.menu("Main menu", "j")
        self.entry()
        self.shot("project")
        screen.key("Escape")
        wait("closed", lambda: not find_all(self.app, "dialog"))
        screen.key("ctrl+shift+f")
        self.entry()
        screen.type_text("nowhere")
        self.label("No Dataset Matches")
        self.shot("sidebar-no-result")
        screen.key("Escape")

    def no_result(self):
        screen.key("ctrl+f")
        self.entry("Search captions and names")
        screen.type_text("nowhere")
        self.label("No Image Matches")
        self.shot("no-result")
        screen.key("Escape")
        self.tiles(10)

    def preferences(self):
        self.menu("Main menu", "p")
        activate(find(self.app, "page tab", "Uploads"))
        self.label("Enlarge small images")
        self.shot("preferences-uploads")
        screen.key("Escape")
        self.gone("Preferences")

    def leave(self):
        self.stop()

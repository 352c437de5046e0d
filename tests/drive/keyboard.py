"""The main job by keyboard alone: no step here moves or presses a pointer, or asks a widget to act."""

import json
import os

import pictures
import screen
import tree
from desk import BUTTON, JSON, TEXT, Desk
from tree import find, find_all, wait


class Keyboard(Desk):
    STEPS = ("open_sample", "move_in_grid", "filter", "search", "sort", "view", "delete_and_undo",
             "open_image", "correct_field", "undo_field", "refine", "freeze", "json_and_back", "mend",
             "approve_eight", "skip", "back_to_grid", "refine_many", "create", "add_files",
             "readiness", "schema", "captions", "approve_from_grid", "complete", "other_dataset", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.dropped = pictures.make(os.path.join(self.home, "Rusty pictures"))
        self.number = 0  # of the dataset that is looked at in the service

    def dataset(self):
        return self.datasets()[self.number]

    def caption(self, name):
        stem, ending = os.path.splitext(name)  # with a mark between them in the service
        return next(image["caption"] for image in self.images()
                    if image["image_name"].startswith(stem + "-") and image["image_name"].endswith(ending))

    def enter(self, name=None, starts=None, **more):
        """Goes to something with Tab and presses it."""
        self.tab_to(name, starts, **more)
        screen.key("space")

    # The sample set and its grid

    def open_sample(self):
        self.start()
        self.label("Try a Sample Set")
        self.enter("Open Sample", role=BUTTON)
        self.label(starts="10 of 10 ready")
        self.tiles(10)

    def move_in_grid(self):
        self.tab_to(role=("table cell", "table"))
        screen.key("Home", "Right", "Down")
        self.label("1 selected")
        screen.key("shift+Right")
        self.label("2 selected")
        screen.key("ctrl+a")
        self.label("10 selected")
        screen.key("Escape")
        self.gone("10 selected")

    def show(self, words):
        """A chip: Tab goes to the chosen one, the arrows to its neighbours."""
        chips = wait("the chips", lambda: [
            node for group in find_all(self.app, "grouping", "Show")
            for node in find_all(group, "radio button") if tree.is_sensitive(node)])
        chosen = [node for node in chips
                  if node.get_state_set().contains(tree.Atspi.StateType.CHECKED)][0]
        names = [node.get_name() for node in chips]
        steps = names.index(words) - names.index(chosen.get_name())
        self.tab_to(chosen.get_name(), role="radio button")
        screen.key(*["Right" if steps > 0 else "Left"] * abs(steps))
        wait(words, lambda: [
            node for node in find_all(self.app, "radio button", words) if tree.is_focused(node) and
            node.get_state_set().contains(tree.Atspi.StateType.CHECKED)])

    def filter(self):
        self.show("Hand-Written, 10")
        self.tiles(10)
        self.show("All, 10")
        self.tiles(10)

    def search(self):
        screen.key("ctrl+f")
        self.entry()
        screen.type_text("umbrella")
        self.tiles(1)
        screen.key("ctrl+a")
        screen.type_text("submarine")
        self.label("No Image Matches")
        screen.key("Escape")
        self.tiles(10)

    def sort(self):
        self.enter("Date Added")
        self.choose_item("Down", "Return")
        self.label("Name")

    def view(self):
        screen.key("ctrl+2")
        self.label("State")
        screen.key("ctrl+1")
        self.gone("State")
        self.tiles(10)

    def delete_and_undo(self):
        self.tab_to(role=("table cell", "table"))
        screen.key("End", "Delete")
        self.tiles(9)
        screen.key("ctrl+z")
        self.tiles(10)
        self.gone("1 image deleted")
        screen.key("ctrl+shift+z")
        self.tiles(9)
        wait("nine in the service", lambda: len(self.images()) == 9)
        screen.key("ctrl+z")
        wait("ten in the service", lambda: len(self.images()) == 10)
        self.tiles(10)

    # A person reviews

    def open_image(self):
        self.tab_to(role=("table cell", "table"))
        screen.key("Home", "Return")
        self.label(starts="1 of 10 ·")
        self.label("To review")
        self.button("Approve and Next")

    def correct_field(self):
        name = "boat.jpg"
        before = self.caption(name)
        self.tab_to("Short description", role=TEXT)
        screen.key("ctrl+End")
        screen.type_text(" The pennant is new.")
        wait("the correction in the service", lambda: json.loads(self.caption(name))[
            "short_description"].endswith(" The pennant is new."))
        wait("nothing else changed", lambda: json.loads(self.caption(name)).keys() ==
             json.loads(before).keys())
        self.label(starts="Saved")

    def undo_field(self):
        screen.key("ctrl+z")
        wait("the former words in the service", lambda: not json.loads(self.caption("boat.jpg"))[
            "short_description"].endswith("new."))
        screen.key("ctrl+shift+z")
        wait("the correction again", lambda: json.loads(self.caption("boat.jpg"))[
            "short_description"].endswith("new."))

    def refine(self):
        """By an instruction, of which one change of three is left out; undone and done again."""
        name = "boat.jpg"
        before = json.loads(self.caption(name))
        screen.key("ctrl+r")
        self.entry("What should change?")
        screen.type_text("Set context to a series. Set the lighting conditions to dusk. "
                         "Set the mood atmosphere to calm")
        screen.key("Return")
        self.button("Apply 3 Changes")
        self.shot("refine")
        screen.key("Down", "space")
        self.button("Apply 2 of 3 Changes")
        screen.key("ctrl+Return")
        self.gone(starts="Apply ")
        after = {**before, "context": "a series", "lighting": {**before["lighting"],
                                                               "conditions": "dusk"}}
        wait("what was taken, in the service", lambda: json.loads(self.caption(name)) == after)
        screen.key("ctrl+z")
        wait("the caption as it was", lambda: json.loads(self.caption(name)) == before)
        screen.key("ctrl+shift+z")
        wait("what was taken again", lambda: json.loads(self.caption(name)) == after)

    def freeze(self):
        """A field gets one value in all captions and can't be typed in; both are taken back."""
        def backgrounds():
            return {json.loads(image["caption"])["background_setting"] for image in self.images()}

        before = {image["image_name"]: image["caption"] for image in self.images()}
        self.tab_to("Background", role=TEXT)
        screen.key("shift+F10")
        self.choose_item("f")
        self.label("Freeze Field?")
        screen.key("Return")
        self.label(starts="In all ")
        self.button(starts="Change ")
        self.shot("freeze")
        screen.key("ctrl+Return")
        wait("one background in the service", lambda: len(backgrounds()) == 1)
        self.gone(starts="In all ")
        find(self.app, "toggle button", "Frozen Field")
        self.shot("frozen-field")
        screen.key("ctrl+z")
        wait("the captions as they were", lambda: all(
            image["caption"] == before[image["image_name"]] for image in self.images()))
        screen.key("ctrl+z")
        wait("the field as the others", lambda: not find_all(self.app, "toggle button", "Frozen Field"))

    def json_and_back(self):
        screen.key("ctrl+e")
        self.tab_to(JSON, role=TEXT)
        screen.key("ctrl+e")
        self.gone(JSON)
        self.tab_to("Short description", role=TEXT)

    def mend(self):
        screen.key("ctrl+e")
        self.tab_to(JSON, role=TEXT)
        screen.key("ctrl+Home", "Delete")
        self.label(starts="Line 2: ")
        wait("no approval of what is broken", lambda: not tree.is_sensitive(
            find(self.app, BUTTON, "Approve and Next")))
        screen.key("ctrl+End", "F8")
        screen.key("ctrl+z")
        self.gone(starts="Line 2: ")
        screen.key("ctrl+e")
        self.gone(JSON)

    def approve_eight(self):
        for number in range(1, 9):
            self.label(starts=f"{number} of 10 ·")
            self.label("To review")
            self.button("Approve and Next")
            screen.key("ctrl+Return")
        self.label(starts="9 of 10 ·")

    def skip(self):
        self.enter("Skip", role=BUTTON)
        self.label(starts="10 of 10 ·")
        screen.key("alt+Up")
        self.label(starts="9 of 10 ·")
        self.label("To review")
        screen.key("alt+Up")
        self.label(starts="8 of 10 ·")
        self.label("Approved")

    def back_to_grid(self):
        screen.key("Escape")
        self.label("To Review, 2")
        self.show("To Review, 2")
        self.tiles(2)
        self.show("All, 10")
        self.tiles(10)

    def captions_now(self):
        return {image["id"]: json.loads(image["caption"]) for image in self.images()}

    def refine_many(self):
        """Three at once, with one field left out of all of them; one undo takes all back."""
        before = self.captions_now()
        self.tab_to(role=("table cell", "table"))
        screen.key("Home", "shift+Right", "shift+Right")
        self.label("3 selected")
        screen.key("ctrl+r")
        self.entry("What should change?")
        screen.type_text("Set the mood atmosphere to calm. Set context to a book")
        screen.key("Return")
        self.button("Apply to 3 Captions")
        self.shot("refine-many")
        self.tab_to(starts="Aesthetics › Mood", role=("check box",))
        screen.key("space")
        self.enter(starts="Leave “Aesthetics › Mood", role=BUTTON)
        self.label("1 of 3")
        screen.key("alt+Down", "alt+Down")
        self.label("3 of 3")
        self.shot("refine-many-last")
        screen.key("ctrl+Return")
        self.gone(starts="Apply to ")

        def only_context():
            now = self.captions_now()
            changed = [number for number in now if now[number] != before[number]]
            return len(changed) == 3 and all(
                now[number] == {**before[number], "context": "a book"} for number in changed)

        wait("the context alone, in the service", only_context)
        screen.key("ctrl+z")
        wait("the captions as they were", lambda: self.captions_now() == before)
        screen.key("Escape")
        self.gone("3 selected")

    # A set of one's own

    def create(self):
        screen.key("ctrl+n")
        self.tab_to("Name of the dataset")
        screen.type_text("Rusty Outdoors")
        self.enter("Create", role=BUTTON)
        wait("the dataset in the service", lambda: [
            one for one in self.datasets() if one["name"] == "Rusty Outdoors"])
        self.number = [one["name"] for one in self.datasets()].index("Rusty Outdoors")
        self.label("Add the First Images")

    def type_place(self, path):
        """Into the toolkit's dialog, which completes what is typed, and not always rightly."""
        screen.key("ctrl+l")
        self.entry()
        screen.key("ctrl+a")
        screen.type_text(path)
        for _ in range(5):
            entry = find(self.app, TEXT, starts=path)
            try:
                find(self.app, TEXT, path, seconds=2)
                return
            except tree.Missing:  # selected or not, what was completed goes a letter at a time
                screen.key("End", *["BackSpace"] * (len(tree.words(entry)) - len(path)))
        raise tree.Missing(f"{path} alone in the entry of the dialog")

    def add_files(self):
        screen.key("ctrl+o")
        find(self.app, "dialog", "Add Images")
        self.type_place(self.dropped + "/")
        screen.key("Return")
        self.tab_to(starts="boat-01.jpg", role=("table row", "table cell"))
        screen.key("ctrl+a", "Return")
        self.button("Add 9 Images")
        screen.key("Return")
        wait("nine images in the service", lambda: len(self.images()) == 9, 120)
        self.label(starts="0 of 9 ready")

    def readiness(self):
        self.enter(starts="Complete", role=BUTTON)
        self.label(starts="9 images have no caption")
        screen.key("Escape")
        self.gone(starts="9 images have no caption")

    def schema(self):
        self.tab_to("Dataset menu", role="toggle button")
        screen.key("space")
        self.choose_item("s")
        self.label("Most typical")
        self.enter("Generate Schema", role=BUTTON)
        self.button("Apply to Dataset")
        self.enter("Apply to Dataset", role=BUTTON)
        wait("the schema in the service", lambda: self.dataset()["visual_schema"])

    def captions(self):
        self.button(starts="Write 9 Captions")
        self.enter(starts="Write 9 Captions", role=BUTTON)
        wait("nine captions in the service",
             lambda: all(image["caption"] for image in self.images()), 120)
        screen.key("alt+Left")
        self.label(starts="9 of 9 ready")

    def approve_from_grid(self):
        self.label("To Review, 9")
        self.tab_to(role=("table cell", "table"))
        screen.key("Home", "ctrl+Return")
        self.label("To Review, 8")

    def complete(self):
        self.enter(starts="Complete", role=BUTTON)
        self.label("Ready to be completed")
        self.enter("Complete", role=BUTTON)
        wait("completed in the service", lambda: self.dataset()["status"] == "completed")
        self.gone("Ready to be completed")

    def other_dataset(self):
        screen.key("alt+1")
        self.label(starts="All, 10")
        screen.key("alt+2")
        self.label(starts="All, 9")

    def leave(self):
        self.stop()

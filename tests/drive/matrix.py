"""Captions as a table: filled down and taken back, sorted and grouped, to a spreadsheet and from it."""

import json
import os
import subprocess
import sys

import screen
import tree
from desk import NARROW, Desk
from tree import activate, find, wait

FRAME = 9  # of a window, which extents leave out
OWNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clipboard-owner.py")


class Matrix(Desk):
    STEPS = ("sample", "open_matrix", "fill_down", "undo_fill", "pull", "widen", "chips", "replace", "edit", "refuse", "paste", "copy",
             "group", "sort", "narrow", "leave")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(10)
        self.dismiss_toasts()

    def cell(self, field, image, value):
        return find(self.app, name=f"{field} of {image}: {value}")

    def stored(self, *path):
        """What the service has there, by the stem of the image's name."""
        values = {}
        for image in self.images():
            value = json.loads(image["caption"])
            for key in path:
                value = value.get(key, "") if isinstance(value, dict) else ""
            values[image["image_name"].split("-")[0].split(".")[0]] = value
        return values

    def open_matrix(self):
        self.before = self.stored("lighting", "conditions")
        screen.key("ctrl+3")
        self.cell("Style medium", "boat.jpg", "digital illustration")
        self.tab_to(starts="Style medium of boat.jpg")
        self.shot("matrix")

    def filled(self):
        now = self.stored("lighting", "conditions")
        return now["gull"] == now["lighthouse"] == now["boat"] == self.before["boat"]

    def fill_down(self):
        screen.key("Right", "shift+Down", "shift+Down")
        self.label(starts="3 cells selected")
        self.shot("matrix-block")
        screen.key("ctrl+d")
        self.label("2 captions changed")
        wait("the captions at the service", self.filled)
        if self.stored("lighting", "conditions")["market"] != self.before["market"]:
            raise AssertionError("more was filled than chosen")
        self.shot("matrix-filled")

    def undo_fill(self):
        screen.key("ctrl+z")
        wait("the captions as they were",
             lambda: self.stored("lighting", "conditions") == self.before)
        self.cell("Lighting › Conditions", "gull.png", self.before["gull"])

    def corner(self, field, image, value):
        """Of the screen, where a cell ends."""
        box = self.cell(field, image, value).get_component_iface().get_extents(
            tree.Atspi.CoordType.WINDOW)
        x, y, _, _ = screen.geometry(self.window)
        return x + box.x + box.width + FRAME, y + box.y + box.height + FRAME

    def pull(self):
        """The square at the end of a cell, drawn with the pointer over those below it."""
        screen.key("ctrl+Home", "Right")
        screen.settle(self.window)
        field = "Lighting › Conditions"
        right, end = self.corner(field, "boat.jpg", self.before["boat"])
        _, last = self.corner(field, "lighthouse.jpg", self.before["lighthouse"])
        screen.move(right, end)
        screen.press()
        for step in range(1, 9):
            screen.move(right, end + (last - 12 - end) * step / 8)
        self.shot("matrix-pulled", still=False)
        screen.release()
        wait("the captions at the service", self.filled)
        screen.key("ctrl+z")
        wait("the captions as they were",
             lambda: self.stored("lighting", "conditions") == self.before)
        self.dismiss_toasts()

    def widen(self):
        """The edge of a head, drawn with the pointer; twice pressed it is as before."""
        def width():
            return self.cell("Style medium", "boat.jpg", "digital illustration"
                             ).get_component_iface().get_extents(tree.Atspi.CoordType.WINDOW).width

        before = width()
        edge, end = self.corner("Style medium", "boat.jpg", "digital illustration")
        middle = end - 60
        screen.move(edge, middle)
        screen.press()
        for step in range(1, 7):
            screen.move(edge + step * 10, middle)
        screen.release()
        wait("a wider column", lambda: width() > before + 40)
        self.shot("matrix-wider")
        screen.click(edge + 60, middle)
        screen.click(edge + 60, middle)
        wait("the width that suits it", lambda: width() < before + 40)

    def chips(self):
        """An empty cell is counted, and its image shown alone."""
        screen.key("ctrl+Home", "Right", "Right", "Right", "Delete")
        self.click(find(self.app, name="Empty, 1"))
        self.label("1 of 10 images shown")
        self.cell("Rusty › Pose", "boat.jpg", "Empty")
        self.shot("matrix-empty")
        self.click(find(self.app, name="All, 10"))
        self.cell("Style medium", "gull.png", "digital illustration")
        self.tab_to(starts="Rusty › Pose of boat.jpg")
        screen.key("ctrl+z")
        find(self.app, name="Empty, 0")
        self.dismiss_toasts()

    def replace(self):
        """In the field where the keyboard is, and in the rows that are chosen."""
        screen.key("ctrl+Home", "Right", "shift+Down")
        self.press("Replace…")
        self.label("Type What to Find")
        self.label("Lighting › Conditions")
        self.label("Selected (2)")
        self.shot("matrix-replace")
        screen.key("Escape")
        self.gone("Type What to Find")

    def edit(self):
        screen.key("ctrl+Home", "Right", "F2")
        self.entry(None)
        screen.key("ctrl+a")
        screen.type_text("harsh noon")
        screen.key("Return")
        wait("the value at the service",
             lambda: self.stored("lighting", "conditions")["boat"] == "harsh noon")
        wait("the next cell", lambda: tree.words(self.focused()).startswith(
            "Lighting › Conditions of gull"))

    def refuse(self):
        """A field that has to be there is not emptied."""
        screen.key("Delete")
        self.label(starts="gull.png: Not valid")
        if self.stored("lighting", "conditions")["gull"] != self.before["gull"]:
            raise AssertionError("what must be there was emptied")
        self.shot("matrix-refused")
        self.dismiss_toasts()

    def paste(self):
        path = os.path.join(self.home, "table.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write('one\t"a ""quoted"" word"\ntwo\tplain\n')
        owner = subprocess.Popen([sys.executable, OWNER, "text/plain;charset=utf-8", path])
        self.helpers.append(owner)
        screen.activate(wait("the table on the clipboard", lambda: screen.windows(owner.pid))[0])
        screen.activate(self.window)
        screen.key("ctrl+v")
        self.label("2 captions changed")
        wait("both rows at the service", lambda: [
            True for light in [self.stored("lighting")]
            if (light["gull"]["conditions"], light["gull"]["direction"]) == ("one", 'a "quoted" word')
            and (light["lighthouse"]["conditions"], light["lighthouse"]["direction"]) == ("two", "plain")])
        owner.kill()
        self.dismiss_toasts()

    def copy(self):
        """What is copied is pasted elsewhere as it is."""
        screen.key("shift+Right", "ctrl+c", "Down", "Down", "Left", "ctrl+v")
        self.label("1 caption changed")
        wait("the row at the service", lambda: [
            True for light in [self.stored("lighting")]
            if light["market"]["direction"] == 'a "quoted" word'])
        self.dismiss_toasts()

    def group(self):
        activate(find(self.app, "toggle button", "Group"))
        self.choose_item("Down", "Down", "Return")
        self.label(starts="Group by ")
        wait("heads of groups", lambda: self.shows(starts="one, 2 images"))
        self.shot("matrix-groups")

    def sort(self):
        activate(find(self.app, "toggle button", starts="Lighting › Direction, "))
        self.choose_item("Down", "Return")
        self.shot("matrix-sorted")

    def narrow(self):
        """One field at a time, in what has come of the dataset."""
        self.resize(NARROW)
        self.cell("Style medium", "boat.jpg", "digital illustration")
        self.shot("matrix-narrow")

    def leave(self):
        self.stop()

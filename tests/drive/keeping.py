"""What was done is undone, and what was deleted comes back: history, captions' versions, trash."""

import json

import screen
from desk import BUTTON, TEXT, Desk
from tree import activate, find, find_all, wait

SAMPLE = "Rusty at the Harbour"
WORDS = "By hand. "


class Keeping(Desk):
    STEPS = ("sample", "accounts", "nothing_yet", "edit", "versions", "over_a_start", "anew", "delete",
             "restore", "go_back", "for_good", "leave")

    # Getting there

    def to_sample(self):
        """Its grid, wherever the window begins."""
        wait("the window's first page", lambda: find_all(self.app, "table cell") or
             find_all(self.app, "list item", starts=SAMPLE))
        if not find_all(self.app, "table cell"):
            screen.key("alt+1")
        self.tiles()

    def open_image(self, number=2):
        self.to_sample()
        self.click(self.tiles()[1])
        screen.key("Home", *[self.onward] * (number - 1), "Return")
        self.label(starts=f"{number} of ")

    def leave_image(self):
        self.press("Back")
        self.tiles()
        screen.key("Escape")

    def open_dialog(self, letter, name):
        """From the main menu; where it is narrow, that is on another page."""
        screen.settle(self.window)
        if not find_all(self.app, "toggle button", "Main menu"):
            self.press("Back")
        Desk.menu(self, "Main menu", letter)
        find(self.app, "dialog", name)
        screen.settle(self.window)

    def close_dialog(self, name):
        screen.key("Escape")
        wait(f"{name} closed", lambda: not find_all(self.app, "dialog", name))

    def open_versions(self):
        Desk.menu(self, "Image Menu", "v")
        find(self.app, "dialog", "Caption Versions")
        screen.settle(self.window)

    # What the service knows

    def by_hand(self, wanted):
        """The caption that was written to is as wanted."""
        wait(f"a caption {'by hand' if wanted else 'as it was'}", lambda: wanted == bool([
            image for image in self.images()
            if json.loads(image["caption"])["short_description"].startswith(WORDS)]))

    def stored(self, number):
        wait(f"{number} images in the service", lambda: len(self.images()) == number)

    # Steps

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(10)
        self.dismiss_toasts()

    def accounts(self):
        """From wherever one is: the grid has a meaning of its own for the keys."""
        self.click(self.tiles(10)[0])
        self.label("1 selected")
        screen.key("ctrl+shift+a")
        self.label(starts="Pictures and captions stay")
        self.shot("account-menu", popover=True)
        screen.key("Escape")
        wait("the menu gone", lambda: not find_all(self.app, "menu item"))
        screen.key("Escape")

    def nothing_yet(self):
        self.open_dialog("y", "History")
        self.label("Nothing to Undo")
        self.shot("history-empty")
        self.close_dialog("History")
        self.open_dialog("t", "Trash")
        self.label("Trash Is Empty")
        self.shot("trash-empty")
        self.close_dialog("Trash")
        self.open_image()
        self.open_versions()
        self.label("No Earlier Captions")
        self.shot("versions-empty")
        self.close_dialog("Caption Versions")
        self.leave_image()

    def write(self, words):
        """In front of the caption that is open."""
        self.as_text(False)
        self.click(find(self.app, TEXT, "Short description"))
        self.entry("Short description")
        screen.key("ctrl+Home")
        screen.type_text(words)

    def edit(self):
        self.open_image()
        self.write(WORDS)
        self.by_hand(True)
        self.label(starts="Saved")

    def versions(self):
        """What the caption was before is read, and put back."""
        self.open_versions()
        found = wait("two versions", lambda: [
            rows for rows in [find_all(find(self.app, "dialog", "Caption Versions"), "list item")]
            if len(rows) == 2])[0]
        self.shot("versions")
        self.click(found[1])
        find(self.app, "check box", starts="Short description. Before: " + WORDS)
        self.button("Restore")
        self.shot("version")
        self.press("Restore")
        self.by_hand(False)
        self.leave_image()

    def go(self, key, wanted):
        """By a key, and there once the history says so too."""
        screen.key(key)
        self.by_hand(wanted)
        self.open_dialog("y", "History")
        wait("a step to be redone" if wanted else "none", lambda: wanted == bool(
            find_all(self.app, BUTTON, starts="Redo up to here: Edit the caption of “gull.png”")))

    def over_a_start(self):
        """What was done before is undone, and done again, after the window was closed."""
        self.stop()
        self.start()
        self.to_sample()
        self.go("ctrl+z", True)
        self.shot("undone")
        self.close_dialog("History")
        self.go("ctrl+shift+z", False)
        self.close_dialog("History")
        self.go("ctrl+z", True)
        self.close_dialog("History")
        self.dismiss_toasts()

    def regenerate(self):
        """The caption that is open, which was edited by hand: the new one is shown against it."""
        self.press("Regenerate Caption")
        find(self.app, "dialog", "New Caption")
        self.button(starts="Apply")
        screen.settle(self.window)

    def anew(self):
        """What was written by hand is kept, then a field of the new caption is taken."""
        self.open_image()
        self.regenerate()
        self.shot("new-caption")
        screen.key("space")
        self.close_dialog("New Caption")
        self.by_hand(True)
        self.dismiss_toasts()
        self.regenerate()
        number = int(self.button(starts="Apply").get_name().split()[1])
        for _ in range(number - 1):
            screen.key("Down", "space")
        self.button(f"Apply 1 of {number} Changes")
        screen.key("ctrl+Return")
        wait("the dialog closed", lambda: not find_all(self.app, "dialog", "New Caption"))
        self.by_hand(False)
        screen.key("ctrl+z")
        self.by_hand(True)
        self.leave_image()
        self.dismiss_toasts()

    def delete(self):
        self.click(self.tiles(10)[4])
        screen.key("shift+Right", "shift+Right")
        self.label("3 selected")
        screen.key("Delete")
        self.tiles(7)
        self.shot("deleted", still=False)
        self.dismiss_toasts()
        self.stored(7)

    def restore(self):
        """From the trash, one of them; the focus is in the list, and not on what empties it."""
        self.open_dialog("t", "Trash")
        rows = wait("what was deleted", lambda: [
            rows for rows in [find_all(self.app, BUTTON, starts="Restore “")] if len(rows) == 3])[0]
        wait("the focus in the list", lambda: self.focused().get_role_name() == "list item")
        self.shot("trash")
        names = [row.get_name() for row in rows]
        screen.key("Tab", "space")
        self.gone(names[0])
        self.stored(8)
        wait("the focus on the next row", lambda: names[1] == "Restore “" +
             self.focused().get_name() + "”")
        self.shot("restored", still=False)
        self.close_dialog("Trash")  # by one key, whatever tells of what came back

    def go_back(self):
        """By the list: a step, with all that came after it."""
        self.open_dialog("y", "History")
        self.shot("history")
        self.press("Undo up to here: Delete 3 images")
        self.stored(10)
        self.button("Redo up to here: Delete 3 images")
        self.shot("history-back")
        self.close_dialog("History")

    def for_good(self):
        self.tiles(10)
        self.click(self.tiles(10)[9])
        screen.key("Delete")
        self.tiles(9)
        self.dismiss_toasts()
        self.stored(9)
        self.open_dialog("t", "Trash")
        self.press("Empty…")
        self.label("1 item can’t be restored after that.")
        self.shot("trash-emptying")
        self.press("Empty Trash")
        self.label("Trash Is Empty")
        self.close_dialog("Trash")
        self.open_dialog("y", "History")
        self.gone(starts="Undo up to here: Delete")
        self.shot("history-after")
        self.close_dialog("History")

    def leave(self):
        self.stop()

"""The dialogs that keep things from being lost, in every dress, over a dataset here and elsewhere."""

import json
import signal

import screen
from accounts import TOKEN, Accounts
from desk import BUTTON, NARROW, WIDE, Desk
from keeping import WORDS, Keeping
from tree import activate, find, find_all, wait

OTHER = "Rusty Indoors and Other Places That Have a Long Name to Show"


class Dialogs(Keeping, Accounts):
    STEPS = ("sample", "changes", "account", "copy", "elsewhere_too", "light", "dark", "narrow", "large",
             "narrow_large", "mirrored", "mirrored_narrow", "leave")

    def __init__(self, folder):
        Accounts.__init__(self, folder)

    # Something to show

    def changes(self):
        self.edit()
        screen.key("ctrl+Return")
        self.label(starts="3 of ")
        self.leave_image()
        self.delete()
        screen.key("ctrl+n")
        self.entry("Name of the dataset")
        screen.type_text(OTHER)
        self.press("Create")
        self.gone("Name of the dataset")
        self.button(starts="Add Images")
        Desk.menu(self, "Dataset menu", "d")
        self.gone(starts="Rusty Indoors")
        self.shot("dataset-deleted", still=False)
        self.dismiss_toasts()

    def choose(self, *keys):
        screen.settle(self.window)
        screen.key("ctrl+shift+a")
        wait("the menu", lambda: find_all(self.app, ("radio menu item", "menu item")))
        screen.settle(self.window)
        screen.key(*keys)
        self.other_window()
        self.to_sample()

    def account(self):
        self.to_sample()
        screen.key("ctrl+shift+a")
        self.choose_item("a")
        find(self.app, "dialog", "Connect to Bria")
        self.entry()
        screen.type_text(TOKEN)
        self.tab_to(starts="Plan")
        screen.key("Return", "Down", "Down", "Down", "Return")
        self.click(self.label("Server"))
        self.fill("Address", self.elsewhere.address)
        self.shot("connect-address")
        screen.key("Return")
        self.label("Keep the Token?")
        self.press("Keep in a File")
        self.other_window()
        self.foot()
        self.choose("Home", "Return")

    def copy(self):
        self.open_copy()
        copy = self.button("Copy")
        self.elsewhere.process.send_signal(signal.SIGSTOP)
        activate(copy)
        self.label("Project and dataset")
        self.shot("copying", still=False)
        self.elsewhere.process.send_signal(signal.SIGCONT)
        wait("seven images elsewhere", lambda: [7] == [
            dataset["images_count"] for dataset in self.elsewhere.get("datasets")])
        wait("the end of the copy", lambda: not find_all(self.app, "dialog"))
        self.shot("copied", still=False)
        self.dismiss_toasts()

    def write_away(self, number, words):
        """In the account, while its service is away."""
        self.open_image(number)
        self.write(words)
        self.label("Not saved: offline, kept here")
        self.leave_image()

    def elsewhere_too(self):
        """What is written here is changed there, and what it was written about deleted."""
        self.choose("Down", "Return")
        self.elsewhere.end()
        self.write_away(2, "Mine. ")
        self.write_away(3, "Mine too. ")
        self.stop()
        self.elsewhere.begin()
        where = f"datasets/{self.elsewhere.get('datasets')[0]['id']}/images"
        for image in self.elsewhere.get(where):
            caption = json.loads(image["caption"])
            if caption["short_description"].startswith("Rusty salutes"):
                self.elsewhere.send("DELETE", f"{where}/{image['id']}")
            elif caption["short_description"].startswith(WORDS):
                caption["short_description"] = "Theirs. " + caption["short_description"]
                self.elsewhere.send("PUT", f"{where}/{image['id']}",
                                    {"caption": json.dumps(caption)})
        self.start()
        self.to_sample()
        self.label("1 caption was changed elsewhere too")
        self.choose("Home", "Return")

    def undecided(self, dress):
        """What neither side has given up."""
        self.press("Review…")
        self.button("Keep Mine")
        self.shot("conflict" + dress)
        self.close_dialog("Compare Captions")
        self.look("Not Sent", "The service did not take", "n", dress)
        self.close_dialog("Not Sent")
        self.to_sample()

    def open_copy(self):
        Desk.menu(self, "Dataset menu", "y")
        find(self.app, "dialog", starts="Copy")
        screen.settle(self.window)

    # One dialog after the other

    def look(self, name, words, letter, dress):
        """One of the main menu."""
        self.open_dialog(letter, name)
        self.label(starts=words)
        self.shot(name.lower().replace(" ", "-") + dress)

    def here(self, dress):
        """Over the dataset on this computer."""
        self.look("History", "Delete", "y", dress)
        self.close_dialog("History")
        self.to_sample()
        self.look("Trash", "Rusty Indoors", "t", dress)
        activate(find_all(self.app, BUTTON, starts="Delete “Rusty")[0])
        self.label(starts="It can’t be restored")
        self.shot("trash-delete" + dress)
        screen.key("Escape")
        self.gone(starts="It can’t be restored")
        self.press("Empty…")
        self.label("Empty the Trash?")
        self.shot("trash-emptying" + dress)
        screen.key("Escape")
        self.gone("Empty the Trash?")
        self.close_dialog("Trash")
        self.open_image()
        self.open_versions()
        self.shot("versions" + dress)
        self.click(find_all(find(self.app, "dialog", "Caption Versions"), "list item")[1])
        screen.settle(self.window)
        self.shot("version" + dress)
        screen.key("Escape", "Escape")
        wait("closed", lambda: not find_all(self.app, "dialog", "Caption Versions"))
        self.leave_image()
        screen.key("ctrl+shift+e")
        self.label("ImageFolder")
        self.shot("export" + dress)
        self.close_dialog("Export Dataset")
        screen.key("ctrl+n")
        self.entry("Name of the dataset")
        self.shot("create" + dress)
        screen.key("Escape")
        self.gone("Name of the dataset")
        self.open_copy()
        self.shot("copy" + dress)
        screen.key("Escape")
        wait("closed", lambda: not find_all(self.app, "dialog"))

    def there(self, dress):
        """Over its copy in the account."""
        self.undecided(dress)
        Desk.menu(self, "Dataset menu", "d")
        self.button("Keep a Copy")
        self.shot("keep" + dress)
        screen.key("Escape")
        self.gone("Keep a Copy")
        self.open_settings()
        self.shot("account" + dress)
        self.tab_to("Remove Account…")
        screen.key("Return")
        self.label("Remove “Bria”?")
        self.shot("remove-account" + dress)
        screen.key("Escape")
        self.gone("Remove “Bria”?")
        self.ask("o", "Sign Out of “Bria”?", "sign-out" + dress)
        screen.key("Escape")
        self.gone("Sign Out of “Bria”?")
        self.open_menu("account-menu" + dress)
        screen.key("Escape")
        wait("the menu gone", lambda: not find_all(self.app, "menu item"))
        screen.key("ctrl+shift+a")
        self.choose_item("a")
        find(self.app, "dialog", "Connect to Bria")
        self.entry()
        self.shot("connect" + dress)
        screen.key("Escape")
        wait("the dialog gone", lambda: not find_all(self.app, "dialog", "Connect to Bria"))

    def look_at_all(self, name):
        self.to_sample()
        self.here("-" + name)
        self.choose("Down", "Return")
        self.there("-" + name)
        self.choose("Home", "Return")

    # The dresses

    def light(self):
        self.look_at_all("light")

    def again(self, name, size=WIDE, **env):
        self.stop()
        self.start(size, **env)
        self.look_at_all(name)

    def dark(self):
        self.again("dark", ADW_DEBUG_COLOR_SCHEME="prefer-dark")

    def narrow(self):
        self.again("narrow", NARROW)

    def large(self):
        screen.scale_text(200)
        self.again("large")

    def narrow_large(self):
        self.again("narrow-large", NARROW)
        screen.scale_text(100)

    def mirrored(self):
        self.stop()
        self.start_mirrored()
        self.look_at_all("mirrored")

    def mirrored_narrow(self):
        self.stop()
        self.start_mirrored(NARROW)
        self.look_at_all("mirrored-narrow")

"""Copies of datasets into an account: behind a closed window, and over the end of that account."""

import glob
import os
import signal
import subprocess

import screen
import tree
from elsewhere import Elsewhere
from heard import Heard
from tree import find, find_all, wait

TOKEN = "canary-copies-7d20-0123456789abcdef0123456789abcdef"
ACCOUNT = "Harbour Press"


class Copies(Heard):
    STEPS = ("begin", "planned", "held", "behind", "come_back", "finished", "quits", "goes_on",
             "sign_out", "waits", "hidden", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.elsewhere = Elsewhere(self, TOKEN)

    # The service elsewhere

    def hold(self):
        self.elsewhere.process.send_signal(signal.SIGSTOP)

    def let_go(self):
        self.elsewhere.process.send_signal(signal.SIGCONT)

    def there(self):
        """How many images each dataset there has."""
        return sorted(dataset["images_count"] for dataset in self.elsewhere.get("datasets") or [])

    # The copy

    def clone(self):
        """Another dataset, which is chosen then."""
        before = len(self.datasets())
        self.menu("Dataset menu", "n")
        self.entry()
        screen.key("Return")
        wait("the clone", lambda: len(self.datasets()) > before)
        self.gone("Name of the dataset")
        self.tiles(10)
        self.dismiss_toasts()

    def open_plan(self):
        self.menu("Dataset menu", "y")
        self.label("10 images")
        self.button("Copy")

    def copy_held(self):
        """Begins while the service elsewhere is held, so that nothing of it arrives."""
        self.hold()
        self.press("Copy")
        self.label("Project and dataset")

    def account_name(self):
        return f"“{ACCOUNT}”"

    # Steps

    def begin(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.stop()
        subprocess.run(["lookbookctl", "accounts", "add", ACCOUNT, "--url", self.elsewhere.address,
                        "--plan", "0", "--keep", "file"], check=True, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, BRIA_API_TOKEN=TOKEN))
        self.stand_in("notifications", "session-manager")
        self.start()
        self.tiles(10)

    def planned(self):
        self.open_plan()
        self.shot("copy-plan")

    def held(self):
        self.copy_held()
        wait("the computer awake", lambda: self.calls("Inhibit"))
        self.shot("copy-held", still=False)
        screen.key("Escape")
        self.label(f"Copying to {self.account_name()}…")

    def come_back(self):
        self.reopen()
        self.label(f"Copying to {self.account_name()}…")
        self.told()
        self.close()

    def finished(self):
        self.let_go()
        self.ended()
        self.told(("Copy Finished", f"10 images copied to {self.account_name()}"))
        self.awake(1)
        wait("ten images elsewhere", lambda: self.there() == [10])

    def quits(self):
        """To quit is to quit: the rest is kept, which is said."""
        self.stand_in("notifications")
        self.start()
        self.tiles(10)
        self.clone()
        self.open_plan()
        self.copy_held()
        screen.key("Escape")
        self.gone("Project and dataset")
        screen.key("ctrl+q")
        self.ended()
        self.told(("Copy Paused", "The copy goes on when Lookbook is opened again"))

    def goes_on(self):
        self.let_go()
        self.stand_in("notifications")
        self.start()
        wait("twenty images elsewhere", lambda: self.there() == [10, 10])
        wait("the end of the copy", lambda: not glob.glob(
            os.path.join(self.home, "data", "lookbook", "accounts", "*", "copying")))
        self.dismiss_toasts()
        self.told()

    def sign_out(self):
        """The question says what becomes of the copy that is under way."""
        self.clone()
        self.open_plan()
        self.copy_held()
        screen.key("Escape")
        self.gone("Project and dataset")
        screen.key("ctrl+shift+a")
        wait("the menu", lambda: find_all(self.app, ("radio menu item", "menu item")))
        screen.settle(self.window)
        screen.key("Down", "Return")
        self.other_window()
        find(self.app, "toggle button", starts=ACCOUNT)
        screen.key("ctrl+shift+a")
        self.choose_item("o")
        self.label(f"Sign Out of {self.account_name()}?")
        wait("what becomes of the copy", lambda: [
            one for one in find_all(self.app, "label")
            if tree.text(one).endswith("stops, and goes on when you sign in again.")])
        self.shot("copy-sign-out", still=False)
        self.press("Sign Out")
        self.other_window()

    def waits(self):
        """Without a token nothing goes there, and the dataset says so."""
        self.let_go()
        self.label(starts=f"The copy to {self.account_name()} waits.")
        self.shot("copy-waits")
        if self.there() != [10, 10]:
            raise tree.Missing(f"nothing sent any more; there is {self.there()}")

    def hidden(self):
        """The token is nowhere in what is kept here."""
        found = subprocess.run(["grep", "-rla", TOKEN, self.home], capture_output=True, text=True,
                               check=False).stdout.split()
        if found:
            raise tree.Missing(f"no token in any file; it is in {found}")

    def leave(self):
        self.stop()
        self.told(("Copy Paused", f"The copy to {self.account_name()} waits. You are not signed in"))

"""Accounts elsewhere: connecting, what may go wrong, settings, signing out and in."""

import os
import subprocess
import sys

import screen
import tree
from desk import BUTTON, NARROW, TEXT, Desk
from elsewhere import Elsewhere
from tree import find, find_all, wait

ID = "io.github.lookbook_app.Lookbook"
TOKEN = "canary-drive-5b1f-0123456789abcdef0123456789abcdef"
KEYRING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "session",
                       "secret-service.py")


class Accounts(Desk):
    STEPS = ("first_page", "not_a_token", "wrong_token", "no_keyring", "connected", "menu",
             "change_settings", "sign_out", "sign_in", "handed_over", "narrow")

    def __init__(self, folder):
        super().__init__(folder)
        self.elsewhere = Elsewhere(self, TOKEN)
        self.keyring("locked")

    def keyring(self, kind):
        """A Secret Service of that kind in place of the one there is."""
        self.helpers.append(subprocess.Popen([sys.executable, KEYRING, kind], stdout=sys.stderr))
        wait("the keyring", lambda: "true" in subprocess.run(
            ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
             "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.NameHasOwner",
             "org.freedesktop.secrets"], capture_output=True, text=True).stdout)

    # The dialog

    def fill(self, name, text):
        """One types into the entry, whatever it held before."""
        node = find(self.app, TEXT, name)
        if not tree.is_focused(node):
            self.click(node)
        wait(f"the focus in {name}", lambda: tree.is_focused(node))
        screen.key("ctrl+a")
        screen.type_text(text)

    def first_page(self):
        self.start()
        self.label("Work on This Computer")
        self.press(starts="Connect")
        find(self.app, "dialog", "Connect to Bria")
        self.entry()
        self.shot("connect")

    def not_a_token(self):
        screen.type_text("two words")
        screen.key("Return")
        self.label(starts="A token is one word.")
        self.shot("connect-two-words")

    def wrong_token(self):
        screen.key("ctrl+a")
        screen.type_text("not-the-one")
        self.gone(starts="A token is one word.")
        self.click(self.label("Server"))
        self.fill("Address", self.elsewhere.address)
        screen.key("Return")
        self.label(starts="The service does not know this token.")
        self.shot("connect-refused")

    def no_keyring(self):
        screen.key("ctrl+a")
        screen.type_text(f" {TOKEN} ")
        screen.key("Return")
        self.label("Keep the Token?")
        self.label(starts="The keyring is locked.")
        self.shot("keyring-locked")
        self.press("Keep for This Session")

    # The account

    def foot(self):
        return find(self.app, "toggle button", starts="Bria, ")

    def connected(self):
        self.other_window()
        self.foot()
        self.shot("account-empty")

    def open_menu(self, shot):
        screen.key("ctrl+shift+a")
        wait("the menu", lambda: find_all(self.app, "menu item"))
        self.label(starts="What you add and change here is sent")
        self.shot(shot, popover=True)

    def menu(self):
        self.open_menu("account-menu")
        screen.key("Escape")
        wait("the menu gone", lambda: not find_all(self.app, "menu item"))

    def open_settings(self):
        screen.key("ctrl+shift+a")
        self.choose_item("t")
        find(self.app, "dialog", "Account")
        self.label("Remove Account…")

    def change_settings(self):
        self.open_settings()
        self.shot("account-settings")
        self.fill("Name", "Studio")
        screen.key("Return")
        wait("the name at the foot", lambda: find_all(
            self.app, "toggle button", starts="Studio, "))
        self.fill("Name", "Bria")
        screen.key("Return")
        self.foot()
        screen.key("Escape")
        self.gone("Remove Account…")

    def ask(self, letter, heading, shot):
        screen.key("ctrl+shift+a")
        self.choose_item(letter)
        self.label(heading)
        self.shot(shot)

    def sign_out(self):
        self.ask("o", "Sign Out of “Bria”?", "sign-out")
        self.press("Sign Out")
        self.other_window()
        self.label("On This Computer")

    def choose_account(self):
        """By the keyboard: the second of the list."""
        screen.key("ctrl+shift+a")
        wait("the menu", lambda: find_all(self.app, ("radio menu item", "menu item")))
        screen.settle(self.window)
        screen.key("Down", "Return")
        self.other_window()

    def give_token(self):
        find(self.app, "dialog", "Sign In")
        self.entry()

    def sign_in(self):
        self.choose_account()
        self.label("Not Signed In")
        self.shot("not-signed-in")
        self.press("Sign In…")
        self.give_token()
        self.shot("sign-in")
        screen.type_text(TOKEN)
        screen.key("Return")
        self.label("Keep the Token?")
        self.press("Keep in a File")
        self.label(starts="127.0.0.1 · ")

    def tell(self, method, *values):
        subprocess.run(["gdbus", "call", "--session", "--dest", ID, "--object-path",
                        "/" + ID.replace(".", "/"), "--method",
                        "org.freedesktop.Application." + method, *values, "{}"],
                       check=True, stdout=subprocess.DEVNULL)

    def handed_over(self):
        """What is opened while another account is on its way is asked about there."""
        self.tell("ActivateAction", "account", "[<'local'>]")
        self.tell("Open", "['file:///boat.png']")
        self.other_window()
        self.label("“boat.png” waits for this dataset.")
        self.shot("opened-for-new")
        screen.key("Escape")
        self.gone("“boat.png” waits for this dataset.")
        self.choose_account()
        self.label(starts="127.0.0.1 · ")

    # The same where it is narrow; the token is in a file now

    def dress(self, name):
        self.foot_or_back()
        self.open_menu("menu-" + name)
        screen.key("Escape")
        wait("the menu gone", lambda: not find_all(self.app, "menu item"))
        self.open_settings()
        self.shot("settings-" + name)
        screen.key("Escape")
        self.gone("Remove Account…")
        self.ask("o", "Sign Out of “Bria”?", "sign-out-" + name)
        screen.key("Escape")
        self.gone("Sign Out of “Bria”?")
        screen.key("ctrl+shift+a")
        self.choose_item("a")
        find(self.app, "dialog", "Connect to Bria")
        self.entry()
        self.shot("connect-" + name)
        screen.key("Escape")
        wait("the dialog gone", lambda: not find_all(self.app, "dialog", "Connect to Bria"))

    def foot_or_back(self):
        wait("the account", lambda: find_all(self.app, "toggle button", starts="Bria, ") or
             find_all(self.app, BUTTON, "Back"))

    def narrow(self):
        self.stop()
        self.start(NARROW)
        self.dress("narrow")

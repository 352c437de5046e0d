"""An application that goes on behind its closed window, and what the desktop hears of it."""

import json
import os
import subprocess
import sys

import screen
import tree
from desk import Desk
from tree import wait

HERE = os.path.dirname(os.path.abspath(__file__))


class Heard(Desk):
    def __init__(self, folder):
        super().__init__(folder)
        self.log = os.path.join(self.home, "bus.log")
        self.witness = None

    def stand_in(self, *parts):
        """From now on there are these parts of a desktop, and what they heard so far is forgotten."""
        if self.witness is not None:
            self.witness.terminate()
            self.witness.wait()
        with open(self.log, "w", encoding="utf-8"):
            pass
        self.witness = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "bus-witness.py"), self.log, *parts],
            stdout=subprocess.PIPE, text=True)
        self.helpers.append(self.witness)
        for _ in parts:
            self.witness.stdout.readline()

    def calls(self, method):
        """What each call of the method said, in their order."""
        with open(self.log, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
        return [values for name, values in lines if name.endswith("." + method)]

    def told(self, *notifications):
        """These notifications, (title, words), and no other."""
        said = [(values[3], values[4]) for values in self.calls("Notify")]
        if said != list(notifications):
            raise tree.Missing(f"the notifications {notifications}; there are {said}")

    def awake(self, times):
        """Suspending was held back so often, and never for longer than something was sent."""
        taken, given = len(self.calls("Inhibit")), len(self.calls("Uninhibit"))
        if (taken, given) != (times, times):
            raise tree.Missing(f"{times} times awake; {taken} taken, {given} given back")

    def close(self):
        screen.key("ctrl+w")
        wait("no window", lambda: not self.own_windows())

    def behind(self):
        """The application goes on though the window is closed."""
        self.close()
        if self.process.poll() is not None or len(self.calls("Inhibit")) != 1:
            raise tree.Missing("the application at work, and the computer awake")
        self.told()

    def reopen(self):
        """Who opens the application meanwhile sees what it does."""
        if subprocess.run(["lookbook"], timeout=60, check=False).returncode != 0:
            raise tree.Missing("a second start that shows the first")
        self.window = wait("the window", self.own_windows)[0]
        screen.activate(self.window)

    def ended(self):
        """The application goes by itself, and well."""
        status = self.process.wait(tree.WAIT_S * tree.PATIENCE)
        self.process = None
        if status != 0:
            raise tree.Missing(f"a clean end of the application; it ended with {status}")

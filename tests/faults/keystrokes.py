#!/usr/bin/python3
"""The real window is killed while somebody types: keystrokes.py DIR [--deep]

What was on the screen a second before the end is there when it is opened again. Prints a TAP line a
step, as the other drivers of the window do.
"""

import os
import random
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "drive"))

import desk  # noqa: E402
import screen  # noqa: E402
import service  # noqa: E402
import tree  # noqa: E402
from desk import JSON  # noqa: E402
from looks import Looks  # noqa: E402
from tree import find, wait  # noqa: E402

DEEP = "--deep" in sys.argv
N_DEATHS = 12 if DEEP else 2
MOST_LOST_S = 1
FIELD = '  "short_description": "'


class Keystrokes(Looks):
    """One step a death, over the first picture of the sample set."""

    STEPS = ("sample", *(f"death_{number}" for number in range(1, N_DEATHS + 1)), "service_has_it",
             "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.chance = random.Random(17)
        self.kept = []  # what has to be there, in the order of typing

    def __getattr__(self, name):
        if name.startswith("death_"):
            return lambda: self.die(int(name.removeprefix("death_")))
        raise AttributeError(name)

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.dismiss_toasts()

    def text(self):
        return tree.text(find(self.app, desk.TEXT, JSON))

    def die(self, number):
        self.open_image()
        entry = self.as_text(True)
        self.click(entry)
        self.entry(JSON)
        screen.key("ctrl+Home", "Down", *["Right"] * len(FIELD))
        seen = []
        for batch in range(self.chance.randint(2, 9)):
            word = f"kill{number}word{batch}"
            screen.type_text(word + " ")
            wait(f"{word} on the screen", lambda word=word: word in self.text())
            seen.append((word, time.monotonic()))
        # Anywhere between two looks at what is to be kept.
        time.sleep(self.chance.uniform(0, 1.5))
        now = time.monotonic()
        self.process.kill()
        self.process.wait()
        self.process = None
        self.kept += [word for word, when in seen if when < now - MOST_LOST_S]
        self.start()
        self.tiles()
        self.open_image()
        self.as_text(True)
        self.judge(self.text())
        self.press("Back")

    def judge(self, text):
        missing = [word for word in self.kept if word not in text]
        if missing:
            raise tree.Missing(f"{', '.join(missing)} of {len(self.kept)} in {text[:300]}")

    def service_has_it(self):
        """In the end it is no draft any more."""
        if not self.kept:
            raise tree.Missing("anything that was typed early enough")
        wait("the words in the service", lambda: [
            image for image in service.get(f"datasets/{self.dataset()['id']}/images") or []
            if all(word in (image["caption"] or "") for word in self.kept)])


if __name__ == "__main__":
    sys.exit(desk.run(os.path.abspath(sys.argv[1]), [("keystrokes", Keystrokes)]))

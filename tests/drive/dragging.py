"""Files dragged from another program to the window, the way a hand does it."""

import os
import subprocess
import sys
import time

import screen
import tree
from tree import wait

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = (40, 700)  # of the other program's window, over the lower left corner of the application's
TRIES = 5


class Source:
    """The window of the other program, and what it says of each drag that starts there."""

    def __init__(self, paths, **env):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "drag-source.py"), *paths], stdout=subprocess.PIPE,
            env=dict(os.environ, **env))
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = []
        self.number = wait("the drag source", self.find)[0]
        wait("the drag source painted", lambda: self.heard("painted"))

    def find(self):
        return screen.windows(self.process.pid, "--name", "Drag Source")

    def heard(self, word):
        """How often it has said that word."""
        self.said += (self.process.stdout.read() or b"").decode().split()
        return self.said.count(word)

    def middle(self):
        x, y, width, height = screen.geometry(self.number)
        return x + width / 2, y + height / 2

    def is_under_pointer(self):
        """Brings it into its place, above all others, with the pointer over it."""
        if screen.geometry(self.number)[1] <= PLACE[1] - 50:
            screen.run("xdotool", "windowmove", self.number, *map(str, PLACE))
        screen.run("xdotool", "windowraise", self.number)
        screen.move(*self.middle())
        return screen.is_under_pointer(self.number)

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def hold(source, end, seen):
    """Presses, goes to the end and stays about there, never quite still, until seen() is true.

    False if no drag began: the hand lets go then, and begins anew.
    """
    wait("the pointer over the drag source", source.is_under_pointer)
    begun = source.heard("begun")
    start = source.middle()
    screen.press()
    for i in range(1, 11):
        screen.move(*(a + (b - a) * i / 10 for a, b in zip(start, end)))
        time.sleep(0.02)

    sway = [0]

    def swaying(answer):
        def moved():
            sway[0] = (sway[0] + 1) % 4
            screen.move(end[0] + 3 * sway[0], end[1] + sway[0])
            return answer()
        return moved

    try:
        wait("a drag", swaying(lambda: source.heard("begun") > begun), 5)
    except tree.Missing:
        screen.release()
        return False
    wait("what a drop does", swaying(seen))
    return True


def drag(source, end, seen, over=lambda: None):
    """Drags to the end, where seen() tells that the window takes a drop; over() may look at it."""
    for _ in range(TRIES):
        cancelled, ended = source.heard("cancelled"), source.heard("ended")
        try:
            if not hold(source, end, seen):
                continue
            over()
        except BaseException:
            screen.release()
            raise
        screen.release()
        wait("the end of the drag", lambda: source.heard("ended") > ended)
        if source.heard("cancelled") == cancelled:
            return
    raise tree.Missing(f"a drag, in {TRIES} tries; its source said {' '.join(source.said)}")

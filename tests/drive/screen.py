"""Pointer, keyboard and pictures of the virtual display, through xdotool and ImageMagick."""

import ctypes
import subprocess
import time

from tree import PATIENCE, wait

CLICK_SECONDS = 10 * PATIENCE  # import itself takes a fraction of one


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def key(*keys):
    run("xdotool", "key", "--clearmodifiers", *keys)


def type_text(text):
    run("xdotool", "type", "--delay", "4", text)


def windows(pid, *criteria):
    """The windows of one process: those of one that has ended may stay for a moment."""
    answer = subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid", str(pid),
                             *criteria], capture_output=True, text=True)
    return answer.stdout.split()


def activate(number):
    """The keys go to a window from now on."""
    def active():
        answer = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True)
        if answer.stdout.strip() == number:
            return True
        run("xdotool", "windowactivate", number)
        return False
    wait("the window in front", active)


def resize(number, width, height):
    def resized():
        if geometry(number)[2:] == (width, height):
            return True
        run("xdotool", "windowsize", number, str(width), str(height))
        return False
    wait(f"a window of {width} × {height}", resized)


def geometry(number):
    values = dict(line.split("=") for line in
                  run("xdotool", "getwindowgeometry", "--shell", number).splitlines())
    return tuple(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))


def move(x, y):
    run("xdotool", "mousemove", str(int(x)), str(int(y)))


def click(x, y):
    move(x, y)
    run("xdotool", "click", "1")


def pixels(number, *how):
    """A picture of the window; None where it was not found: the windows were put into another order
    while import looked for it, and it waits for a click on the one that is meant."""
    try:
        done = subprocess.run(["import", "-window", number, *how], capture_output=True,
                              timeout=CLICK_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def settle(number):
    """Waits until two pictures of the window, a tenth of a second apart, are the same."""
    def same():
        before = pixels(number, "rgb:-")
        time.sleep(0.1)
        return before is not None and before == pixels(number, "rgb:-")
    wait("a still window", same)


def picture(number, path, still=True):
    if still:
        settle(number)
    wait("a picture of the window", lambda: pixels(number, path) is not None)


def picture_of_screen(number, path):
    """Where the window is, with what stands over it: a popover is a window of its own."""
    settle("root")
    x, y, width, height = geometry(number)
    run("import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage", path)


def press():
    run("xdotool", "mousedown", "1")


def release():
    run("xdotool", "mouseup", "1")


class Display:
    """The server itself, for what xdotool does not tell: its windows are numbers."""

    def __enter__(self):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display))
        return self

    def __exit__(self, *reason):
        self.x11.XCloseDisplay(self.display)

    def child_under_pointer(self, window):
        child, other = ctypes.c_ulong(), ctypes.c_ulong()
        numbers = [ctypes.c_int() for _ in range(5)]
        self.x11.XQueryPointer(self.display, window, ctypes.byref(other), ctypes.byref(child),
                               *map(ctypes.byref, numbers))
        return child


def is_under_pointer(number):
    """Whether a window is what a press would go to: its manager may have put a frame around it."""
    with Display() as display:
        child = display.child_under_pointer(display.root)
        while child.value and child.value != int(number):
            child = display.child_under_pointer(child)
        return child.value == int(number)


def scale_text(percent):
    """The size of text for programs started from now on, as the desktop's accessibility settings do."""
    words = f"Xft.dpi:\t{96 * percent // 100}\n".encode()
    resource_manager, string = ctypes.c_ulong(23), ctypes.c_ulong(31)
    eight_bits, replace = 8, 0
    with Display() as display:
        display.x11.XChangeProperty(display.display, display.root, resource_manager, string,
                                    eight_bits, replace, words, len(words))

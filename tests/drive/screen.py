"""Pointer, keyboard and pictures of the virtual display, through xdotool and ImageMagick."""

import ctypes
import subprocess
import time

from tree import wait


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def key(*keys):
    run("xdotool", "key", "--clearmodifiers", *keys)


def type_text(text):
    run("xdotool", "type", "--delay", "4", text)


def windows(pattern):
    answer = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", pattern],
                            capture_output=True, text=True)
    return answer.stdout.split()


def window(pattern):
    return wait(f"a window of {pattern}", lambda: windows(pattern))[0]


def geometry(number):
    values = dict(line.split("=") for line in
                  run("xdotool", "getwindowgeometry", "--shell", number).splitlines())
    return tuple(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))


def move(x, y):
    run("xdotool", "mousemove", str(int(x)), str(int(y)))


def click(x, y):
    move(x, y)
    run("xdotool", "click", "1")


def settle(number):
    """Waits until two pictures of the window, a tenth of a second apart, are the same."""
    def same():
        before = subprocess.run(["import", "-window", number, "rgb:-"], capture_output=True).stdout
        time.sleep(0.1)
        after = subprocess.run(["import", "-window", number, "rgb:-"], capture_output=True).stdout
        return before == after
    wait("a still window", same, 10)


def picture(number, path, still=True):
    if still:
        settle(number)
    run("import", "-window", number, path)


def picture_of_screen(number, path):
    """Where the window is, with what stands over it: a popover is a window of its own."""
    settle("root")
    x, y, width, height = geometry(number)
    run("import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage", path)


def drag(start, end, middle):
    """A drag in ten steps; middle() is called with the pointer over the end, before the release."""
    move(*start)
    run("xdotool", "mousedown", "1")
    for i in range(1, 11):
        move(start[0] + (end[0] - start[0]) * i / 10, start[1] + (end[1] - start[1]) * i / 10)
        time.sleep(0.03)
    middle()
    run("xdotool", "mouseup", "1")


def scale_text(percent):
    """The size of text for programs started from now on, as the desktop's accessibility settings do."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    words = f"Xft.dpi:\t{96 * percent // 100}\n".encode()
    resource_manager, string, eight_bits, replace = 23, 31, 8, 0
    x11.XChangeProperty.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong,
                                    ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XChangeProperty(display, x11.XDefaultRootWindow(display), resource_manager, string,
                        eight_bits, replace, words, len(words))
    x11.XCloseDisplay(display)

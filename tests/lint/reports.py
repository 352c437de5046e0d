#!/usr/bin/python3
"""What counts as a fault in the sanitizers' reports: reports.py CHECKOUT"""

import os
import sys

import tap

sys.path.insert(1, os.path.join(sys.argv[1], "build-aux", "environment"))
import suites  # noqa: E402

WARNING = ("==7==WARNING: ASan doesn't fully support makecontext/swapcontext functions and may produce "
           "false positives in some cases!\n")
LEAKS = "==7==ERROR: LeakSanitizer: detected memory leaks\n\n"
MALLOC = "    #0 0x7f8a in malloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69\n"
TOOLKIT = "    #1 0x7f8b  (/lib/x86_64-linux-gnu/libgtk-4.so.1+0x360790) (BuildId: b6c9)\n"
MAIN = "    #2 0x55d1 in main /home/ada/lookbook/src/lookbook.c:20\n"
OURS = "    #2 0x55d2 in lb_window_open /home/ada/lookbook/src/ui/application/lb-window.c:20\n"
RELATIVE = "    #2 0x55d3 in lb_session_open ../../lookbook/src/session/lb-session.c:20\n"


def leak(*frames, kind="Direct"):
    return f"{kind} leak of 24 byte(s) in 1 object(s) allocated from:\n" + "".join(frames) + "\n"


# (what is shown, the file's name, its words, whether it is a fault)
CASES = [
    ("a warning alone", "report.lookbook.7", WARNING, False),
    ("the toolkit's own leak in the window", "report.lookbook.7",
     WARNING + LEAKS + leak(MALLOC, TOOLKIT, MAIN), False),
    ("the same in a test program", "report.test-window.7", LEAKS + leak(MALLOC, TOOLKIT, MAIN), True),
    ("a leak of ours in the window", "report.lookbook.7", LEAKS + leak(MALLOC, TOOLKIT, OURS), True),
    ("one of ours after another's", "report.lookbook.7",
     LEAKS + leak(MALLOC, TOOLKIT) + leak(MALLOC, RELATIVE, kind="Indirect"), True),
    ("a leak of the service", "report.lookbook-service.7", LEAKS + leak(MALLOC, TOOLKIT), True),
    ("a use after free", "report.lookbook.7",
     "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x6020\n" + TOOLKIT, True),
    ("undefined behaviour", "report.lookbook.7",
     "../src/model/lb-a.c:3:9: runtime error: signed integer overflow\n", True),
]


def cases():
    return [(words, [] if suites.faults(name, text) == fault
             else ["is passed over" if fault else "is taken for a fault"])
            for words, name, text, fault in CASES]


sys.exit(tap.report(cases()))

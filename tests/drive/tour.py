#!/usr/bin/python3
"""Drives the real application from outside: tour.py DIR [PART...]

Each step ends with what must be seen in the window and in the service; each view leaves a numbered
picture in DIR and, beside it, what it says to assistive technology. Prints one TAP line a step; the
status is 0 only if every step was seen and everything in it has a name.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import desk  # noqa: E402
from accounts import Accounts  # noqa: E402
from captions import Captions  # noqa: E402
from choosing import Captioner, Choosing  # noqa: E402
from copies import Copies  # noqa: E402
from covering import Covering  # noqa: E402
from cropping import Cropping  # noqa: E402
from datasets import Datasets  # noqa: E402
from desktop import Desktop  # noqa: E402
from dialogs import Dialogs  # noqa: E402
from doubles import DoubleLooks, Doubles  # noqa: E402
from finding import Finding  # noqa: E402
from form import Form  # noqa: E402
from imports import Imports  # noqa: E402
from keeping import Keeping  # noqa: E402
from keyboard import Keyboard  # noqa: E402
from looks import Looks  # noqa: E402
from main_job import MainJob  # noqa: E402
from manual import Manual  # noqa: E402
from privacy import PrivacyElsewhere, PrivacyHere  # noqa: E402
from replacing import Replacing  # noqa: E402
from matrix import Matrix  # noqa: E402
from thousands import Thousands  # noqa: E402
from tongues import Tongues  # noqa: E402
from uploads import Uploads  # noqa: E402


class Sheet(MainJob):
    """As far as the review of dropped files."""
    STEPS = ("first_page", "project", "drop_files", "review")


class Pages(Looks):
    """The pages over the sample set, light and dark."""
    STEPS = ("welcome", "sample", "states", "dark", "leave")


PARTS = {"main-job": MainJob, "keyboard": Keyboard, "looks": Looks, "datasets": Datasets,
         "imports": Imports, "captions": Captions, "accounts": Accounts, "uploads": Uploads,
         "copies": Copies, "covering": Covering, "desktop": Desktop, "cropping": Cropping, "keeping": Keeping, "matrix": Matrix, "finding": Finding, "replacing": Replacing, "doubles": Doubles,
         "form": Form, "tongues": Tongues, "choosing": Choosing, "thousands": Thousands}
EXTRA = {"sheet": Sheet, "pages": Pages, "dialogs": Dialogs, "manual": Manual,
         "double-looks": DoubleLooks, "privacy-here": PrivacyHere, "captioner": Captioner,
         "privacy-elsewhere": PrivacyElsewhere}


def main():
    folder = os.path.abspath(sys.argv[1])
    return desk.run(folder, [(name, {**PARTS, **EXTRA}[name]) for name in sys.argv[2:] or PARTS])


sys.exit(main())

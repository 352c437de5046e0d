"""What is connected to: nothing on this computer, one server in an account.

Each process writes down whom it tries to reach (network-witness.c), and is looked at from outside: no
socket of it may be one of a network. On this computer the application has no network at all besides."""

import glob
import os
import subprocess
import sys

import tree
from accounts import Accounts
from desk import WIDE
from main_job import MainJob

NAME_LETTERS = 15  # the kernel keeps no more of a name
PROGRAMS = {"lookbook", "lookbook-service", "lookbook-decoder"}


def own_namespace():
    """What to start a program with so that it has a network of its own, with nothing in it."""
    way = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--map-current-user"]
    tried = subprocess.run(way + ["true"], stderr=subprocess.DEVNULL, check=False)
    return way if tried.returncode == 0 else []


def processes(home):
    """{pid: name} of our programs whose home is this."""
    found = {}
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(folder + "/comm", encoding="utf-8") as file:
                name = file.read().strip()
            with open(folder + "/environ", "rb") as file:
                ours = f"HOME={home}".encode() in file.read().split(b"\0")
        except OSError:
            continue  # it went away meanwhile
        for program in PROGRAMS:
            if ours and program[:NAME_LETTERS] == name:
                found[int(os.path.basename(folder))] = program
    return found


def network_sockets(pid):
    """What is open of the process in a network: lines of /proc/PID/net."""
    owned = set()
    for link in glob.glob(f"/proc/{pid}/fd/*"):
        try:
            owned.add(os.readlink(link).removeprefix("socket:[").removesuffix("]"))
        except OSError:
            continue
    lines = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        try:
            with open(f"/proc/{pid}/net/{table}", encoding="ascii") as file:
                lines += [line.split() for line in file.readlines()[1:]]
        except OSError:
            continue
    return [f"{line[1]} {line[2]}" for line in lines if line[9] in owned]


class Watched:
    """A part whose application is watched."""
    alone = False

    def start(self, size=WIDE, **env):
        self.log = os.path.join(self.home, "witness.log")
        library = os.environ["LOOKBOOK_WITNESS_LIBRARY"]
        env = dict(env, LOOKBOOK_WITNESS=self.log,
                   LD_PRELOAD=" ".join(filter(None, [library, os.environ.get("LD_PRELOAD")])),
                   ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
        self.launcher = own_namespace() if self.alone else ()
        super().start(size, **env)

    def seen(self):
        """What was written down, the witnesses having been there."""
        names = set()
        for pid, name in processes(self.home).items():
            with open(f"/proc/{pid}/maps", encoding="utf-8") as file:
                if "network-witness" not in file.read():
                    raise tree.Missing(f"a witness in {name}")
            names.add(name)
        if not {"lookbook", "lookbook-service"} <= names:
            raise tree.Missing(f"the application and its service; there is {sorted(names)}")
        if not os.path.exists(self.log):
            return []
        with open(self.log, encoding="utf-8") as file:
            return file.read().splitlines()

    def sockets(self):
        return {name: network_sockets(pid) for pid, name in processes(self.home).items()}


class PrivacyHere(Watched, MainJob):
    """The main job, and nobody is told of it."""
    alone = True
    STEPS = MainJob.STEPS[:-1] + ("nobody_was_asked", "leave")

    def nobody_was_asked(self):
        seen = self.seen()
        if seen:
            raise tree.Missing("nothing that was tried; there is " + "; ".join(sorted(set(seen))))
        for name, found in self.sockets().items():
            if found:
                raise tree.Missing(f"no socket of a network in {name}; there is {found}")


class PrivacyElsewhere(Watched, Accounts):
    """In an account its server is spoken to, and no other."""
    STEPS = ("first_page", "not_a_token", "wrong_token", "no_keyring", "connected", "only_there",
             "leave")

    def only_there(self):
        place = self.elsewhere.address.removeprefix("http://")
        seen = {line.split(" ", 1)[1] for line in self.asked()}
        if seen != {"connect " + place}:
            raise tree.Missing(f"{place} and no other; there is {sorted(seen)}")

    def asked(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read().splitlines()

    def leave(self):
        self.stop()

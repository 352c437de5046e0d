#!/usr/bin/python3
"""Second half of flatpak-test, in the environment and without a network: inside.py [--bundle FILE]

Makes a runtime of the environment's own /usr (once), under the names that the manifest asks for,
builds the manifest with flatpak-builder, installs the outcome in a home of its own and looks at it,
then drives it on a display and a session bus (drive.py). Prints a TAP line a step.
"""

import configparser
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(os.path.dirname(HERE))
MANIFEST = os.path.join(HERE, "io.github.lookbook_app.Lookbook.json")
WITH_DISPLAY = os.path.join(CHECKOUT, "build-aux", "environment", "with-display")
EXPORTS = ("applications/{}.desktop", "dbus-1/services/{}.service", "metainfo/{}.metainfo.xml",
           "gnome-shell/search-providers/{}.search-provider.ini",
           "icons/hicolor/scalable/apps/{}.svg", "icons/hicolor/symbolic/apps/{}-symbolic.svg")


class Failed(Exception):
    """A step did not come to its end; the words say where."""


class Steps:
    """Numbers the steps and says how long each took."""

    def __init__(self):
        self.count = 0
        self.since = time.monotonic()

    def done(self, words):
        now = time.monotonic()
        self.count += 1
        print(f"ok {self.count} - {words} ({now - self.since:.0f} s)", flush=True)
        self.since = now


def run(log, *words, **more):
    """Runs a program; what it says goes to a log, whose end is told if it fails."""
    with open(log, "ab") as file:
        status = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                check=False, **more).returncode
    if status != 0:
        with open(log, encoding="utf-8", errors="replace") as file:
            sys.stderr.writelines(file.readlines()[-25:])
        raise Failed(f"{words[0]} {words[1]} ended with {status}")


def answer(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def no_network():
    """Whether there is nothing but the loopback device."""
    with open("/proc/net/dev", encoding="utf-8") as file:
        return [line.split(":")[0].strip() for line in file if ":" in line] == ["lo"]


# The runtime

def export(repository, folder, name, manifest, log):
    arch = answer("flatpak", "--default-arch").strip()
    version = manifest["runtime-version"]
    with open(os.path.join(folder, "metadata"), "w", encoding="utf-8") as file:
        file.write(f"[Runtime]\nname={name}\n"
                   f"runtime={manifest['runtime']}/{arch}/{version}\n"
                   f"sdk={manifest['sdk']}/{arch}/{version}\n")
    run(log, "flatpak", "build-export", "--runtime", "--disable-sandbox", "--files=usr",
        "--no-update-summary", repository, folder, version)


def runtime(work, manifest, log):
    """The repository of the runtime; a half-made one is never taken for whole."""
    asked = json.dumps([manifest["runtime"], manifest["sdk"], manifest["runtime-version"]])
    key = hashlib.sha256(asked.encode()).hexdigest()[:8]
    place = os.path.join(work, f"runtime-{os.environ['LOOKBOOK_ENVIRONMENT']}-{key}")
    with open(os.path.join(work, "runtime.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.isdir(place):
            return place, "is there from before"
        for old in os.listdir(work):
            if old.startswith("runtime-"):
                shutil.rmtree(os.path.join(work, old))
        part = place + ".part"
        folder = os.path.join(part, "folder")
        os.makedirs(folder)
        run(log, "cp", "-a", "/usr", os.path.join(folder, "usr"))
        run(log, "cp", "-a", "/etc", os.path.join(folder, "usr", "etc"))
        repository = os.path.join(part, "repository")
        run(log, "ostree", "init", "--mode=bare-user-only", "--repo=" + repository)
        for name in (manifest["runtime"], manifest["sdk"]):
            export(repository, folder, name, manifest, log)
        run(log, "flatpak", "build-update-repo", repository)
        shutil.rmtree(folder)
        os.rename(part, place)
        return place, "is made of this environment"


# The application

def derived(manifest, folder):
    """The same manifest, without what the runtime made here has already."""
    short = dict(manifest)
    short["modules"] = [dict(manifest["modules"][-1])]
    short["modules"][0]["sources"] = [dict(source, path=CHECKOUT)
                                      for source in manifest["modules"][-1]["sources"]]
    path = os.path.join(folder, "manifest.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(short, file, indent=2)
    return path


def build(manifest, folder, log):
    run(log, "flatpak-builder", "--user", "--disable-rofiles-fuse", "--disable-updates",
        "--disable-cache", "--delete-build-dirs", "--state-dir=" + os.path.join(folder, "state"),
        "--repo=" + os.path.join(folder, "repository"), os.path.join(folder, "build"),
        derived(manifest, folder))


def may(manifest):
    """What the finished application may do, as lists by kind."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(answer("flatpak", "info", "--user", "--show-metadata", manifest["id"]))
    allowed = {kind: set(words.strip(";").split(";")) for kind, words in parser["Context"].items()}
    others = [name for name in parser.sections() if "Policy" in name or name == "Environment"]
    return allowed, others


def check_permissions(manifest):
    allowed, others = may(manifest)
    # fallback-x11 is written with x11, for flatpaks that do not know it.
    expected = {"shared": {"network", "ipc"}, "sockets": {"wayland", "x11", "fallback-x11"},
                "devices": {"dri"}}
    if allowed != expected or others:
        raise Failed(f"it may do {allowed} and has {others}")


def check_exports(manifest):
    share = os.path.join(os.environ["HOME"], ".local", "share", "flatpak", "exports", "share")
    for name in EXPORTS:
        if not os.path.exists(os.path.join(share, name.format(manifest["id"]))):
            raise Failed(f"{name.format(manifest['id'])} is not shown to the desktop")


def bundle(manifest, repository, path, log):
    run(log, "flatpak", "build-bundle", repository, path, manifest["id"])
    home = os.path.join(os.path.dirname(repository), "from-bundle")
    env = dict(os.environ, FLATPAK_USER_DIR=home)
    run(log, "flatpak", "install", "--user", "--assumeyes", "--noninteractive", "--no-deps",
        "--bundle", path, env=env)
    os.chmod(path, 0o644)


def try_out(work, folder, pictures, wanted):
    with open(MANIFEST, encoding="utf-8") as file:
        manifest = json.load(file)
    log = os.path.join(pictures, "build.log")
    steps = Steps()
    if not no_network():
        raise Failed("there is a network")

    place, words = runtime(work, manifest, log)
    steps.done(f"the runtime {manifest['runtime']} {manifest['runtime-version']} {words}")

    repository = os.path.join(folder, "repository")
    run(log, "flatpak", "remote-add", "--user", "--no-gpg-verify", "here",
        os.path.join(place, "repository"))
    run(log, "flatpak", "install", "--user", "--noninteractive", "here",
        *[f"{manifest[kind]}//{manifest['runtime-version']}" for kind in ("runtime", "sdk")])
    steps.done("the runtime is installed")

    build(manifest, folder, log)
    steps.done("the application is built without a network")

    run(log, "flatpak", "remote-add", "--user", "--no-gpg-verify", "built", repository)
    run(log, "flatpak", "install", "--user", "--noninteractive", "built", manifest["id"])
    check_exports(manifest)
    steps.done("the application is installed, and the desktop can see it")

    check_permissions(manifest)
    steps.done("the application may do what it needs and nothing else")

    if wanted:
        bundle(manifest, repository, wanted, log)
        steps.done(f"the application is in {wanted}")

    # The session bus and the desktop look there for what is installed.
    share = os.path.join(os.environ["HOME"], ".local", "share", "flatpak", "exports", "share")
    env = dict(os.environ, XDG_DATA_DIRS=f"{share}:/usr/local/share:/usr/share")
    with open(os.path.join(pictures, "session.log"), "wb") as session:
        status = subprocess.run([WITH_DISPLAY, "python3", "-B", os.path.join(HERE, "drive.py"),
                                 manifest["id"], pictures, str(steps.count)],
                                env=env, stderr=session, check=False).returncode
    if status != 0:
        raise Failed("the application was not seen to do it")


def locked(folder):
    """An open lock on a folder, or None while another process has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return handle
    except BlockingIOError:
        os.close(handle)
        return None


def own_folder(work):
    """A folder for this run, and its lock. What interrupted ones left behind goes."""
    # One run at a time looks around, so that none takes a folder that is not locked yet for old.
    with open(os.path.join(work, "runs.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for old in os.listdir(work):
            path = os.path.join(work, old)
            handle = locked(path) if old.startswith("run-") else None
            if handle is not None:
                shutil.rmtree(path)
                os.close(handle)
        folder = tempfile.mkdtemp(prefix="run-", dir=work)
        return folder, locked(folder)


def main():
    wanted = sys.argv[2] if len(sys.argv) == 3 else None
    work = os.environ["LB_BUILD_DIR"]
    name = f"{os.path.basename(CHECKOUT)}-{hashlib.sha256(CHECKOUT.encode()).hexdigest()[:8]}"
    pictures = os.path.join(work, "pictures-" + name)
    shutil.rmtree(pictures, ignore_errors=True)
    os.makedirs(pictures)
    folder, held = own_folder(work)
    home = os.path.join(folder, "home")
    os.mkdir(home)
    os.environ.update(HOME=home, XDG_RUNTIME_DIR=f"/run/user/{os.getuid()}", LANG="C.UTF-8",
                      GSETTINGS_BACKEND="keyfile")
    status = 0
    try:
        try_out(work, folder, pictures, wanted)
    except Failed as error:
        print(f"# {error}")
        print("The Flatpak does not work as it should.", file=sys.stderr)
        status = 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)
    print(f"# Pictures of the window, and what the programs said: {pictures}", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())

"""Runs main-job.sh as it stands, with the real programs, and judges what it has left behind."""

import glob
import json
import os
import pty
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile

SCRIPT, LOOKBOOKCTL, CORPUS = sys.argv[1:4]


def pictures(folder):
    """Eight that can be added, one that is too small, and a text."""
    os.mkdir(folder)
    for name, source in (("harbour-{}.jpg", "small/small-0000{}.jpg"),
                         ("beach-{}.webp", "webp/webp-0000{}.webp")):
        for number in range(4):
            shutil.copy(os.path.join(CORPUS, source.format(number)),
                        os.path.join(folder, name.format(number + 1)))
    shutil.copy(os.path.join(CORPUS, "edge/side-255.jpg"), os.path.join(folder, "tiny.jpg"))
    return folder


def end_service(runtime):
    """Ends the service that listens below runtime, and no other."""
    for path in glob.glob(os.path.join(runtime, "**", "*.sock"), recursive=True):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
            try:
                peer.connect(path)
            except OSError:
                continue
            about = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        os.kill(struct.unpack("3i", about)[0], signal.SIGTERM)


def run(folder):
    environment = dict(os.environ, XDG_RUNTIME_DIR=os.path.join(folder, "run"),
                       XDG_DATA_HOME=os.path.join(folder, "data"),
                       PATH=os.path.dirname(LOOKBOOKCTL) + ":" + os.environ["PATH"],
                       ASAN_OPTIONS="detect_leaks=0", LC_ALL="C.UTF-8")
    environment.pop("BRIA_API_TOKEN", None)
    os.mkdir(environment["XDG_RUNTIME_DIR"], 0o700)
    taken = pictures(os.path.join(folder, "pictures"))
    done = subprocess.run(["sh", SCRIPT, taken, folder], env=environment, capture_output=True,
                          text=True, check=False)
    sys.stderr.write(done.stdout + done.stderr)
    shown = subprocess.run([LOOKBOOKCTL, "show", "Boats", "--json"], env=environment,
                           capture_output=True, text=True, check=False)
    return done, json.loads(shown.stdout), environment


def dataset(done, shown):
    yield "the script ends well", done.returncode == 0
    yield "the dataset is complete", shown["status"] == "completed"
    yield "all pictures that can be added are in it", shown["images"] == 8
    yield "it has a schema", json.loads(shown["visual_schema"]) != {}
    yield "nothing is missing", shown["states"]["ready"] == 8 and shown["readiness"]["complete"]
    yield "nothing is drawn where nobody looks", "\033" not in done.stdout + done.stderr
    yield "what is left out is said", "tiny.jpg" in done.stdout and "Too small" in done.stdout


def captions(folder):
    with open(os.path.join(folder, "export", "train", "metadata.jsonl"), encoding="utf-8") as file:
        found = {row["file_name"]: json.loads(row["text"]) for row in map(json.loads, file)}
    beach = next(text for name, text in found.items() if name.startswith("beach-1"))
    harbour = next(text for name, text in found.items() if name.startswith("harbour-1"))
    yield "the export has every caption", len(found) == 8
    yield "what was written by hand is in it, with the words replaced", (
        beach["short_description"] == "A blue boat on an empty beach."
        and beach["objects"][0]["description"] == "A small blue boat")
    yield "what was refined is in it", harbour["aesthetics"]["mood_atmosphere"] == "calm"


def read_only(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def store(folder):
    """The service's own, read from beside it; its clone is in the trash of the account."""
    home = os.path.join(folder, "data", "lookbook")
    with read_only(os.path.join(home, "service", "service.sqlite")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM dataset")]
        count = database.execute("SELECT count(*) FROM image WHERE deleted_at IS NULL").fetchone()[0]
    yield "one dataset is left in the store", names == ["Boats"]
    yield "with its images", count == 8
    with read_only(os.path.join(home, "accounts", "local", "account.db")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM trash WHERE owner = 0")]
    yield "the clone is in the trash, and nothing else", names == ["Boats 2"]


def on_terminal(environment, answer, *arguments):
    """What a command says on a terminal, and what it ends with."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(LOOKBOOKCTL, [LOOKBOOKCTL, *arguments], environment)
    os.write(terminal, answer)
    said = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            piece = b""
        if not piece:
            return said, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said += piece


def in_german(folder, environment):
    """Which no locale of this computer has to be."""
    os.symlink("/usr/lib/locale/C.utf8", os.path.join(folder, "de_XX.utf8"))
    german = dict(environment, LOCPATH=folder, LANG="de_XX.UTF-8", LANGUAGE="de")
    german.pop("LC_ALL", None)
    return german


def terminal(folder, environment):
    said, status = on_terminal(environment, b"", "export", "Boats", os.path.join(folder, "second"))
    yield "progress is shown on a terminal", status == 0 and b"\r\033[K8 of 8\r\033[K" in said
    said, status = on_terminal(environment, b"", "clone", "Boats", "--name", "Boats 3")
    yield "a clone is a draft again", status == 0
    said, status = on_terminal(environment, b"n\n", "complete", "Boats 3")
    yield "what can't be taken back is asked for", status == 2 and b"[y/N]" in said
    said, status = on_terminal(in_german(folder, environment), b"J\n", "complete", "Boats 3")
    yield "the answer is in the language of the question", status == 0 and b"[j/N]" in said


def main():
    folder = tempfile.mkdtemp(prefix="lookbook-job-")
    environment = None
    try:
        done, shown, environment = run(folder)
        results = [*dataset(done, shown), *captions(folder), *store(folder),
                   *terminal(folder, environment)]
    finally:
        if environment is not None:
            end_service(environment["XDG_RUNTIME_DIR"])
        shutil.rmtree(folder, ignore_errors=True)

    print(f"1..{len(results)}")
    for number, (name, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
    return 0 if all(good for name, good in results) else 1


sys.exit(main())

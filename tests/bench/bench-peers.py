#!/usr/bin/env python3
"""Lays the app's own work beside that of other programs, as a ratio of their throughputs.

Each is run once to warm up, then five times in turn with its peer; the medians are compared, so
that a busy machine harms both alike. Nothing here fails for being slow.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = "@BUILD@"
SOURCE = "@SOURCE@"
ROUNDS = 5
PROCESSORS = str(len(os.sched_getaffinity(0)))
CORPUS = {"large": 100, "small": 1000, "png": 60, "webp": 60}
N_LISTED = 5000


def say(words):
    print(words, file=sys.stderr, flush=True)


def timed(command, env=None):
    """The seconds until a program has ended."""
    start = time.monotonic()
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def printed(command, env=None):
    """The seconds that a program says it took for the work itself."""
    done = subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return float(done.stdout)


class Bench:
    def __init__(self, rounds):
        self.rounds = rounds
        self.corpus = os.path.join(BUILD, "corpus")
        self.scratch = tempfile.mkdtemp(prefix="bench-peers-", dir=BUILD)
        self.results = []

    def make_corpus(self):
        if not os.path.exists(self.path("whole")):
            say("Making pictures to work on; this is done once…")
            counts = [word for kind, n in CORPUS.items() for word in ("--" + kind, str(n))]
            maker = os.path.join(SOURCE, "tests", "corpus", "make-corpus")
            subprocess.run([maker, *counts, self.corpus], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([maker, "--dataset-json", str(N_LISTED), self.path("dataset.json")],
                           check=True, stdout=subprocess.DEVNULL)
            with open(self.path("dataset.json"), encoding="utf-8") as dataset:
                images = json.load(dataset)["images"]
            with open(self.path("images.json"), "w", encoding="utf-8") as answer:
                json.dump(images, answer)
            with open(self.path("whole"), "w", encoding="ascii"):
                pass

    def path(self, *names):
        return os.path.join(self.corpus, *names)

    def files(self, kind):
        return sorted(entry.path for entry in os.scandir(self.path(kind)))

    def target(self, name):
        """A new folder to write to."""
        path = os.path.join(self.scratch, name)
        shutil.rmtree(path, ignore_errors=True)
        os.mkdir(path)
        return path

    def work(self, kind, source, *target):
        return printed([os.path.join(BUILD, "bench-work"), kind, source, *target])

    def upload(self, way):
        """Its files stay until the end of all rounds."""
        return printed([os.path.join(BUILD, "bench-upload"), way, self.path("small")],
                       {**os.environ, "TMPDIR": self.scratch})

    def compare(self, name, goal, ours, peer, program):
        """@goal: the throughput of ours to that of the peer, at least."""
        if shutil.which(program) is None:
            say(f"{name}: {program} is not here")
            return
        pairs = [(ours(), peer()) for _ in range(self.rounds + 1)][1:]
        mine, theirs = (statistics.median(side) for side in zip(*pairs))
        result = {"name": name, "ours_s": mine, "peer_s": theirs, "ratio": theirs / mine, "goal": goal}
        self.results.append(result)
        say(line(result))

    def close(self):
        shutil.rmtree(self.scratch, ignore_errors=True)


def line(result):
    met = "met" if result["ratio"] >= result["goal"] else "not met"
    return (f"{result['name']:<34} ours {result['ours_s']:8.3f} s   peer {result['peer_s']:8.3f} s"
            f"   ratio {result['ratio']:6.2f}   goal {result['goal']:.2f}: {met}")


def probe(bench):
    """Width, height and kind of every picture in a folder."""
    for peer, goal, command in (("identify", 8, ["identify", "-ping"]),
                                ("exiftool", 40, ["exiftool", "-fast2"])):
        bench.compare(f"probe/{peer}", goal, lambda: bench.work("probe", bench.path("small")),
                      lambda command=command: timed([*command, *bench.files("small")]), peer)


def thumbnails(bench):
    for kind, goal in (("large", 1.5), ("small", 2.8), ("png", 1.3), ("webp", 1.15)):
        names = "\0".join(bench.files(kind)).encode()

        def peer(names=names):
            start = time.monotonic()
            subprocess.run(["xargs", "-0", "-P", PROCESSORS, "-n", "8", "vipsthumbnail", "-s", "256",
                            "-o", os.path.join(bench.target("theirs"), "%s.jpg")],
                           input=names, check=True)
            return time.monotonic() - start

        bench.compare(f"thumbnails/{kind}", goal,
                      lambda kind=kind: bench.work("thumbnails", bench.path(kind),
                                                   bench.target("ours")), peer,
                      "vipsthumbnail")


def near_duplicates(bench):
    """Neither remembers a picture: each round of the peer begins with an empty cache."""
    for kind, goal in (("small", 1.1), ("large", 1.5)):

        def peer(kind=kind):
            cold = {**os.environ, "XDG_CACHE_HOME": bench.target("cache")}
            return timed(["czkawka_cli", "image", "-d", bench.path(kind)], cold)

        bench.compare(f"near-duplicates/{kind}", goal,
                      lambda kind=kind: bench.work("near-duplicates", bench.path(kind)), peer,
                      "czkawka_cli")


def zip_file(bench):
    """Ours reads and judges every picture first."""
    source = bench.path("large")
    for peer, goal, command in (
            ("bsdtar", 1.0, ["bsdtar", "--format", "zip", "--options", "zip:compression=store", "-cf"]),
            ("zip", 2.5, ["zip", "-0", "-q", "-r"])):
        bench.compare(f"zip/{peer}", goal,
                      lambda: bench.work("zip", source, os.path.join(bench.target("ours"), "a.zip")),
                      lambda command=command: timed(
                          [*command, os.path.join(bench.target("theirs"), "a.zip"), source]), peer)


def listing(bench):
    """An answer with 5000 images and their captions becomes the model."""
    answer = bench.path("images.json")
    yyjson = os.path.join(BUILD, "bench-yyjson")
    bench.compare("list/yyjson", 1 / 12, lambda: bench.work("list", answer),
                  lambda: printed([yyjson, answer]), yyjson)


def upload(bench):
    """Ours also checks, copies and records each picture before it is sent."""
    bench.compare("upload/curl", 0.9, lambda: bench.upload("queue"), lambda: bench.upload("curl"),
                  "curl")


def ingest(bench):
    """What the service does with 1000 pictures beside what their decoding and thumbnails cost."""
    bench.compare("ingest/decoding", 0.8, lambda: bench.upload("import"),
                  lambda: bench.work("previews", bench.path("small")),
                  os.path.join(BUILD, "bench-work"))


PARTS = {"probe": probe, "thumbnails": thumbnails, "near-duplicates": near_duplicates,
         "zip": zip_file, "list": listing, "upload": upload,
         "ingest": ingest}


def main():
    parser = argparse.ArgumentParser(prog="build-aux/bench peers", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is run")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part “{part}”")

    bench = Bench(max(options.rounds, 1))
    try:
        bench.make_corpus()
        for part in options.parts or PARTS:
            PARTS[part](bench)
    finally:
        bench.close()
    if options.json:
        print(json.dumps({"benchmark": "peers", "figures": bench.results}, indent=2))
    else:
        print("\n".join(line(result) for result in bench.results))


if __name__ == "__main__":
    main()

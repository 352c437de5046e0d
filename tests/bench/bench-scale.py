#!/usr/bin/env python3
"""What many images and many datasets cost beside few, as a ratio, and how long a start takes.

Each is run in turn with its smaller self, several times; the medians are compared, so that a busy
machine harms both alike. Nothing here fails for being slow.
"""
import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = "@BUILD@"
ROUNDS = 5
FEW_IMAGES, MANY_IMAGES = 500, 5000
FEW_DATASETS, MANY_DATASETS = 20, 200
MAX_COLUMNS = 8
MAX_TILES = 32 * MAX_COLUMNS + 8


def say(words):
    print(words, file=sys.stderr, flush=True)


def stop_services(run_dir):
    """Kills what a run left behind: a service outlives the window, and would start warm."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environ:
                ours = f"XDG_RUNTIME_DIR={run_dir}\0".encode() in environ.read()
            service = os.readlink(f"/proc/{pid}/exe").endswith("lookbook-service")
        except OSError:
            continue
        if ours and service:
            os.kill(int(pid), signal.SIGKILL)


class Bench:
    def __init__(self, rounds):
        self.rounds = rounds
        self.scratch = tempfile.mkdtemp(prefix="bench-scale-", dir=BUILD)
        self.results = []

    def add(self, name, value, goal, unit=""):
        """@goal: what @value should not be above."""
        result = {"name": name, "value": value, "goal": goal, "unit": unit}
        self.results.append(result)
        say(line(result))

    def close(self):
        shutil.rmtree(self.scratch, ignore_errors=True)


def line(result):
    met = "met" if result["value"] <= result["goal"] else "not met"
    unit = result["unit"] and " " + result["unit"]
    return f"{result['name']:<34} {result['value']:8.2f}{unit}   goal {result['goal']:g}{unit}: {met}"


def images(bench):
    """A dataset of 5000 images beside one of 500."""
    runs = {FEW_IMAGES: [], MANY_IMAGES: []}
    for i in range(bench.rounds + 1):
        for n, figures in runs.items():
            say(f"{n} images, {i} of {bench.rounds}…" if i else f"{n} images are made…")
            done = subprocess.run(
                [os.path.join(BUILD, "bench-dataset"), "--images", str(n), "--json", "--data",
                 os.path.join(bench.scratch, str(n))], check=True, stdout=subprocess.PIPE)
            if i:
                figures.append(json.loads(done.stdout)["figures"])

    def median(n, figure, part="p50"):
        return statistics.median(run[figure][part] for run in runs[n])

    for figure, goal in (("first-tiles", 1.5), ("scroll-frame", 1.2), ("memory", 1.2)):
        bench.add(f"images/{figure}/{MANY_IMAGES}:{FEW_IMAGES}",
                  median(MANY_IMAGES, figure) / median(FEW_IMAGES, figure), goal)
    bench.add("images/tiles", median(MANY_IMAGES, "tiles"), MAX_TILES)
    bench.add("images/memory", median(MANY_IMAGES, "memory"), 250, "MiB")
    bench.add("images/first-tiles", median(MANY_IMAGES, "first-tiles"), 1000, "ms")
    bench.add("images/scroll-block-p99", median(MANY_IMAGES, "scroll-block", "p99"), 16, "ms")


def datasets(bench):
    """The start of the app with 200 datasets in the sidebar beside 20."""
    program = os.path.join(BUILD, "bench-start")
    times = {FEW_DATASETS: [], MANY_DATASETS: []}
    homes = {}
    for n in times:
        # The path of a socket has to be short.
        homes[n] = dict(os.environ, HOME=os.path.join(bench.scratch, f"home-{n}"),
                        XDG_RUNTIME_DIR=tempfile.mkdtemp(prefix="lookbook-run-", dir="/tmp"))
        os.mkdir(homes[n]["HOME"])
        subprocess.run([program, "--fill", str(n)], check=True, env=homes[n])
        stop_services(homes[n]["XDG_RUNTIME_DIR"])
    for i in range(bench.rounds + 1):
        for n, seconds in times.items():
            done = subprocess.run([program, "--since", str(int(time.monotonic() * 1e6))], check=True,
                                  env=homes[n], stdout=subprocess.PIPE)
            stop_services(homes[n]["XDG_RUNTIME_DIR"])
            if i:
                seconds.append(float(done.stdout))
    for home in homes.values():
        shutil.rmtree(home["XDG_RUNTIME_DIR"], ignore_errors=True)

    few, many = (statistics.median(seconds) for seconds in times.values())
    bench.add(f"datasets/first-frame/{MANY_DATASETS}:{FEW_DATASETS}", many / few, 1.3)
    bench.add("datasets/cold-start", 1000 * many, 1000, "ms")


PARTS = {"images": images, "datasets": datasets}


def main():
    parser = argparse.ArgumentParser(prog="build-aux/bench scale", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is run")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part “{part}”")

    bench = Bench(max(options.rounds, 1))
    try:
        for part in options.parts or PARTS:
            PARTS[part](bench)
    finally:
        bench.close()
    if options.json:
        print(json.dumps({"benchmark": "scale", "figures": bench.results}, indent=2))
    else:
        print("\n".join(line(result) for result in bench.results))


if __name__ == "__main__":
    main()

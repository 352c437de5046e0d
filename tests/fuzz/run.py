#!/usr/bin/python3
"""Lets each fuzz target look for inputs that break it:  run.py BUILD-DIR [SECONDS [TARGET...]]

Two run at a time, SECONDS each (60 unless said). What a target finds worth keeping goes into the
build folder, and so does an input that broke it, whose path is printed. Prints a case a target; the
last line is "N passed, N failed, N skipped".
"""

import concurrent.futures
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 2
NO_TARGETS = ("fuzz-replay.c", "fuzz-trap.c")
MAX_BYTES = {"zip": 65536, "image-header": 65536, "guard": 40000, "url-filter": 2048,
             "retry-after": 2048}
SETTINGS = {
    "ASAN_OPTIONS": "fast_unwind_on_malloc=1:allocator_may_return_null=1:detect_leaks=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    "G_DEBUG": "fatal-criticals",
    "GIO_USE_VFS": "local",
    "GSETTINGS_BACKEND": "memory",
}


def targets():
    return sorted(name[len("fuzz-"):-len(".c")] for name in os.listdir(HERE)
                  if name.startswith("fuzz-") and name.endswith(".c") and name not in NO_TARGETS)


def last(pattern, text):
    found = re.findall(pattern, text)
    return found[-1] if found else "?"


def run(build, target, seconds):
    """Whether @target held for @seconds, and a line that says so."""
    folder = os.path.join(build, "fuzz", target)
    found = os.path.join(folder, "found")
    os.makedirs(found, exist_ok=True)
    command = [
        os.path.join(build, "tests", "fuzz", f"fuzz-{target}"),
        f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
        f"-max_len={MAX_BYTES.get(target, 16384)}", f"-artifact_prefix={folder}/", found,
        os.path.join(HERE, "kept", target),
    ]
    dictionary = os.path.join(HERE, f"{target}.dict")
    if os.path.exists(dictionary):
        command.insert(1, f"-dict={dictionary}")
    result = subprocess.run(command, env=dict(os.environ, **SETTINGS), stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, errors="replace", check=False)
    with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
        log.write(result.stderr)

    runs = last(r"stat::number_of_executed_units:\s*(\d+)", result.stderr)
    cover = last(r"cov: (\d+)", result.stderr)
    line = f"{target}: {runs} inputs in {seconds} s, {cover} edges seen"
    if result.returncode == 0:
        return True, line
    broke = last(r"Test unit written to (\S+)", result.stderr)
    why = last(r"(?:ERROR|SUMMARY): (.*)", result.stderr)
    return False, f"{line}; {why}; input: {broke}"


def main():
    build = sys.argv[1]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    wanted = sys.argv[3:] or targets()
    unknown = set(wanted) - set(targets())
    if unknown:
        sys.exit(f"There is no target {', '.join(sorted(unknown))}. There are: {', '.join(targets())}")

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for held, line in pool.map(lambda target: run(build, target, seconds), wanted):
            print(f"{'ok' if held else 'not ok'} {line}", flush=True)
            failed += not held
    print(f"{len(wanted) - failed} passed, {failed} failed, 0 skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Runs test suites with meson and counts their single test cases.

  suites.py CHECKOUT BUILD-DIR [--sanitize] [SUITE... [--deep]]

With --deep the suites that have a whole set besides the quick one run that: NAME-deep for NAME.

Every test speaks TAP; each of its cases is counted, not the program that holds them. A program
that crashed, ran out of time or promised more cases than it ran counts as one failed case more.
The last line is "N passed, N failed, N skipped".

With --sanitize the ui suite is given more time (LOOKBOOK_TEST_PATIENCE, a factor for every limit of
its tests), and each report of a sanitizer, in whatever process of the suite, is one failed case more.
Of the window that is driven from outside, leaks count when a function of Lookbook stands among the
callers: the toolkit's file dialog loses what it learns about each folder of its path (GtkPathBar), in
functions that have no name to suppress it by. All leaks of the other programs count.
"""

import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

DEFAULT_SUITES = ["unit", "service", "ui", "lint"]
DEEP_SUITES = ["faults"]
CASE = re.compile(r"^(not )?ok\b(?P<rest>.*)$")
DIRECTIVE = re.compile(r"(?<!\\)#\s*(skip|todo)\b", re.IGNORECASE)
LEAK = re.compile(r"^(?:Direct|Indirect) leak of .*\n(?:    #.*\n)+", re.MULTILINE)
OURS = re.compile(r"^    #\d+ 0x[0-9a-f]+ in (?!main )\w+ \S*/src/(?!libsanitizer)", re.MULTILINE)
WARNING = re.compile(r"^==\d+==WARNING: ASan doesn't fully support makecontext.*$", re.MULTILINE)


def faults(name, text):
    """Whether a process's report tells of a fault, by the file's name (report.PROGRAM.PID) and words."""
    # A process that runs fibers always warns that its contexts are not fully understood.
    text = WARNING.sub("", text)
    if name.split(".")[1] == "lookbook" and "LeakSanitizer" in text:
        return any(OURS.search(leak[0]) for leak in LEAK.finditer(text))
    return bool(text.strip())


class Count:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.failures = []

    def add_test(self, record):
        """Adds what one test program reported: a line of meson's testlog.json."""
        name = record["name"]
        failed_before = self.failed
        cases = 0
        for line in record.get("stdout", "").splitlines():
            match = CASE.match(line)
            if not match:
                continue
            cases += 1
            directive = DIRECTIVE.search(match["rest"])
            words = match["rest"].strip(" -")
            if directive and directive[1].lower() == "skip":
                self.skipped += 1
            elif match[1] and not directive:
                self.failed += 1
                self.failures.append(f"{name}: {words}")
            else:
                self.passed += 1

        result = record["result"]
        if result in ("OK", "EXPECTEDFAIL"):
            if cases == 0:
                self.passed += 1
        elif result == "SKIP":
            if cases == 0:
                self.skipped += 1
        elif self.failed == failed_before:
            self.failed += 1
            self.failures.append(f"{name}: {result.lower()} (exit status {record['returncode']})")

    def add_reports(self, folder):
        """Adds what the sanitizers wrote: a file for each process that they have found fault with."""
        for path in sorted(glob.glob(os.path.join(folder, "report.*"))):
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
            if not faults(os.path.basename(path), text):
                continue
            print(text)
            what = re.search(r"ERROR: \w+Sanitizer.*|runtime error: .*", text)
            self.failed += 1
            self.failures.append(f"sanitizers: {what[0] if what else os.path.basename(path)}")

    def line(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def environment(home, sanitize, checkout):
    """The tests' surroundings: a home of their own, nothing of the user's session."""
    env = dict(os.environ)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY",
                 "BRIA_API_TOKEN", "MAKEFLAGS"):
        env.pop(name, None)
    for name in list(env):
        if name.startswith("XDG_"):
            del env[name]
    runtime = os.path.join(home, "run")
    os.mkdir(runtime, 0o700)
    env.update(HOME=home, XDG_RUNTIME_DIR=runtime, LANG="C.UTF-8", LC_ALL="C.UTF-8",
               NO_AT_BRIDGE="1", PYTHONDONTWRITEBYTECODE="1")
    if sanitize:
        suppressions = os.path.join(checkout, "build-aux", "environment", "lsan.supp")
        env["LSAN_OPTIONS"] = f"suppressions={suppressions}:print_suppressions=0"
        env["UBSAN_OPTIONS"] = "halt_on_error=1:print_stacktrace=1"
    return env


def run_suites(build, suites, env, sanitize, wrapper, count, tests=()):
    """Runs some suites together, or only some of their tests, and counts their cases."""
    logname = "display" if wrapper else "plain"
    log = os.path.join(build, "meson-logs", f"testlog-{logname}.json")
    if os.path.exists(log):
        os.unlink(log)
    command = ["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs",
               "--logbase", f"testlog-{logname}"]
    for suite in suites:
        command += ["--suite", suite]
    if sanitize:
        command += ["--timeout-multiplier", "5"]
    if all(suite.startswith("faults") for suite in suites):
        # They mostly wait: for time-outs, for a disk, for a process that is stopped.
        command += ["--num-processes", str(2 * os.cpu_count())]
    if wrapper:
        command += ["--wrapper", wrapper]
        # meson names the log after the wrapper as well
        log = os.path.join(build, "meson-logs",
                           f"testlog-{logname}-{os.path.basename(wrapper)}.json")
        if os.path.exists(log):
            os.unlink(log)

    command += tests

    status = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    failed_before = count.failed
    if os.path.exists(log):
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                count.add_test(json.loads(line))
    if status != 0 and count.failed == failed_before:
        count.failed += 1
        count.failures.append(f"meson test ended with status {status}")


def interrupted(number, frame):
    raise KeyboardInterrupt


def main():
    checkout, build = sys.argv[1:3]
    arguments = sys.argv[3:]
    sanitize = "--sanitize" in arguments
    deep = "--deep" in arguments
    suites = [argument for argument in arguments if argument not in ("--sanitize", "--deep")]
    if deep:
        if not suites or not set(suites) <= set(DEEP_SUITES):
            sys.exit(f"--deep is for {' '.join(DEEP_SUITES)} alone.")
        suites = [f"{suite}-deep" for suite in suites]
    suites = suites or DEFAULT_SUITES
    for suite in suites:
        if suite.startswith("-"):
            sys.exit(f"There is no option {suite}. "
                     "Usage: build-aux/test [--sanitize] [SUITE... [--deep]]")

    signal.signal(signal.SIGTERM, interrupted)
    count = Count()
    home = tempfile.mkdtemp(prefix="lookbook-tests-")
    try:
        env = environment(home, sanitize, checkout)
        plain = [suite for suite in suites if suite != "ui"]
        if plain:
            run_suites(build, plain, env, sanitize, None, count)
        if "ui" in suites:
            wrapper = os.path.join(checkout, "build-aux", "environment", "with-display")
            if sanitize:
                for name in ("LSAN_OPTIONS", "UBSAN_OPTIONS"):  # the former is read by ASan too
                    env[name] += ":log_exe_name=1:log_path=" + os.path.join(home, "report")
                env["LOOKBOOK_TEST_PATIENCE"] = "4"
            run_suites(build, ["ui"], env, sanitize, wrapper, count)
            count.add_reports(home)
    except KeyboardInterrupt:
        count.failed += 1
        count.failures.append("interrupted")
    finally:
        shutil.rmtree(home, ignore_errors=True)

    sys.stdout.flush()
    for failure in count.failures:
        print(f"FAILED {failure}")
    if count.passed + count.failed == 0:
        print("No test was run.")
    print(count.line())
    sys.exit(0 if count.passed > 0 and count.failed == 0 else 1)


if __name__ == "__main__":
    main()

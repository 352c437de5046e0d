#!/usr/bin/python3
"""Runs the service's tests through a proxy that validates against the contract:

  run.py CHECKOUT BUILD-DIR [TEST...]

Stoplight Prism stands between the tests and the service, with data/contract/openapi.yaml. No answer
may violate the contract, and no request that is answered well. Prints which operations and statuses
were seen; the last line is "N passed, N failed, N skipped"."""

import collections
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "..", "build-aux", "environment"))

import suites  # noqa: E402

CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# Documented statuses that the service on this computer does not send, and why.
NEVER = {
    429: "it limits no one's rate",
    500: "only for a fault inside of it",
}


def install(build):
    """Puts what package-lock.json says into the build folder, once; returns that folder."""
    with open(os.path.join(HERE, "package-lock.json"), "rb") as lock:
        key = hashlib.sha256(lock.read()).hexdigest()[:12]
    folder = os.path.join(build, f"prism-{key}")
    if os.path.exists(os.path.join(folder, ".whole")):
        return folder

    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(HERE, name), folder)
    print("Installing the proxy…", file=sys.stderr)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
               "--cache", os.path.join(build, "npm-cache")]
    if os.path.exists(CERTIFICATES):
        command += ["--cafile", CERTIFICATES]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        print("The proxy could not be installed: is there a network?", file=sys.stderr)
        return None
    with open(os.path.join(folder, ".whole"), "w", encoding="utf-8"):
        pass
    return folder


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start_relay():
    relay = subprocess.Popen(["node", os.path.join(HERE, "relay.js")], stdout=subprocess.PIPE,
                             text=True)
    return relay, int(relay.stdout.readline())


def start_proxy(folder, document, relay_port, log):
    """The proxy and its address, once it listens; None when it ends instead."""
    port = free_port()
    prism = os.path.join(folder, "node_modules", ".bin", "prism")
    proxy = subprocess.Popen(
        [prism, "proxy", "--errors=false", "--cors=false", "--multiprocess=false",
         "--verboseLevel=error", "--host", "127.0.0.1", "--port", str(port), document,
         f"http://127.0.0.1:{relay_port}/v1"],
        stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    while proxy.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return proxy, f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    return proxy, None


def operations_of(folder, document):
    env = dict(os.environ, NODE_PATH=os.path.join(folder, "node_modules"))
    text = subprocess.run(["node", os.path.join(HERE, "operations.js"), document], env=env,
                          stdout=subprocess.PIPE, check=True, text=True).stdout
    operations = json.loads(text)
    for operation in operations:
        pattern = re.sub(r"\{[^}]*\}", "[^/]+", operation["path"])
        operation["pattern"] = re.compile(f"/v1{pattern}$")
    return operations


def violations_of(call):
    """(of the request, of the answer), as the proxy told them."""
    text = call.get("violations")
    if not text:
        return [], []
    try:
        told = json.loads(text)
    except ValueError:
        # Cut off by the proxy: the requests' come first.
        side = "response" if '"location":["response"' in text else "request"
        told = [{"location": [side], "severity": "Error", "message": text[:300]}]
    told = [one for one in told if one.get("severity") == "Error"]
    return ([one for one in told if one["location"][:1] == ["request"]],
            [one for one in told if one["location"][:1] == ["response"]])


def words_of(violation):
    return f"{'.'.join(map(str, violation['location']))}: {violation['message']}"


def read_calls(record, operations):
    calls = []
    with open(record, encoding="utf-8") as lines:
        for line in lines:
            call = json.loads(line)
            call["operation"] = None
            for operation in operations:
                if operation["method"] == call["method"] and \
                        operation["pattern"].match(call.get("path") or ""):
                    call["operation"] = operation["id"]
            calls.append(call)
    return calls


def report_direct(calls):
    reasons = collections.Counter(call["direct"] for call in calls if call.get("direct"))
    through = sum(not call.get("direct") for call in calls)
    print(f"{through} calls went through the proxy, {sum(reasons.values())} to the service itself:")
    for reason, count in reasons.most_common():
        print(f"  {count} with {reason}")


def report_operations(calls, operations):
    """The operations with the statuses seen of each; returns how many were not seen at all."""
    seen = collections.defaultdict(collections.Counter)
    beside = collections.defaultdict(collections.Counter)
    for call in calls:
        where = beside if call.get("direct") else seen
        where[call["operation"]][call["status"]] += 1
    unseen = 0
    for operation in operations:
        told = seen[operation["id"]]
        aside = beside[operation["id"]]
        unseen += not told
        missing = [status for status in operation["statuses"]
                   if status not in told and status not in NEVER]
        words = ", ".join(str(status) for status in sorted(told))
        print(f"  {operation['id']}: {words or 'not seen'}")
        for status in missing:
            print(f"    {status}: " + ("seen beside the proxy only" if aside[status]
                                       else "not seen"))
    print(f"{len(operations) - unseen} of {len(operations)} operations were seen.")
    for status, reason in NEVER.items():
        print(f"  {status} is sent by none of them: {reason}.")
    return unseen


def report_violations(calls):
    """Prints each violation once for each operation and status; returns their number."""
    answers = collections.defaultdict(list)
    requests = collections.defaultdict(list)
    for call in calls:
        of_request, of_answer = violations_of(call)
        key = (call["operation"] or call.get("path"), call["status"])
        for violation in of_answer:
            answers[(*key, words_of(violation))].append(call.get("test"))
        if 200 <= call["status"] < 300:
            for violation in of_request:
                requests[(*key, words_of(violation))].append(call.get("test"))
        if (call.get("type") or "") == "application/problem+json":
            answers[(*key, "the proxy itself has failed")].append(call.get("test"))
    for what, found in (("answers", answers), ("requests that were answered well", requests)):
        print(f"{sum(map(len, found.values()))} violations in {what}.")
        for (operation, status, words), tests in sorted(found.items(), key=str):
            print(f"  {operation} {status}: {words} ({len(tests)}, such as {tests[0]})")
    return sum(map(len, answers.values())) + sum(map(len, requests.values()))


def report(record, operations, count):
    calls = read_calls(record, operations)
    report_direct(calls)
    for number, words in ((report_operations(calls, operations), "operations not seen"),
                          (report_violations(calls), "violations of the contract")):
        if number > 0:
            count.failed += 1
            count.failures.append(f"contract: {number} {words}")
        else:
            count.passed += 1


def run_tests(checkout, build, tests, proxy, record, count):
    home = tempfile.mkdtemp(prefix="lookbook-tests-")
    try:
        env = suites.environment(home, False, checkout)
        env.update(LOOKBOOK_CONTRACT_PROXY=proxy, LOOKBOOK_CONTRACT_RECORD=record)
        # Each call takes longer by the proxy, so there is as much time as with the sanitizers.
        suites.run_suites(build, ["service"], env, True, None, count, tests)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main():
    checkout, build = sys.argv[1:3]
    document = os.path.join(checkout, "data", "contract", "openapi.yaml")
    record = os.path.join(build, "contract-calls.jsonl")
    count = suites.Count()
    started = []
    signal.signal(signal.SIGTERM, suites.interrupted)
    folder = install(build)
    try:
        if folder is None:
            raise RuntimeError("the proxy is missing")
        operations = operations_of(folder, document)
        with open(os.path.join(build, "contract-proxy.log"), "w", encoding="utf-8") as log:
            relay, relay_port = start_relay()
            started.append(relay)
            proxy, address = start_proxy(folder, document, relay_port, log)
            started.append(proxy)
            if address is None:
                raise RuntimeError("the proxy did not start; see contract-proxy.log")
            with open(record, "w", encoding="utf-8"):
                pass
            run_tests(checkout, build, sys.argv[3:], address, record, count)
        report(record, operations, count)
    except (KeyboardInterrupt, RuntimeError) as error:
        count.failed += 1
        count.failures.append(f"contract: {error or 'interrupted'}")
    finally:
        for process in started:
            process.terminate()

    sys.stdout.flush()
    for failure in count.failures:
        print(f"FAILED {failure}")
    print(count.line())
    sys.exit(0 if count.passed > 0 and count.failed == 0 else 1)


if __name__ == "__main__":
    main()

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
# Requests that tests send on purpose although the contract has them otherwise: by their tests.
TOLERATED = os.path.join("tests", "service", "README.md")
ROW = re.compile(r"^\| `(/[^`]+)` \| ([^|]*) \|$", re.MULTILINE)
# Documented statuses that are not waited for, and why: of all operations, and of some.
NEVER = {
    429: "no one's rate is limited on this computer",
    500: "only a fault inside the service is answered so",
}
NO_TRAINING = "no model is trained on this computer"
NEVER_OF = {
    ("delete-project", 409): NO_TRAINING,
    ("delete-dataset", 409): NO_TRAINING,
    ("clone-dataset", 409): "a draft is cloned as well as a completed dataset",
    ("regenerate-all-captions", 400): "it takes no body that could be wrong",
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


def statuses_missing(operation, seen):
    return [status for status in operation["statuses"]
            if status not in seen and status not in NEVER
            and (operation["id"], status) not in NEVER_OF]


def report_operations(calls, operations):
    """Prints the statuses that were seen of each operation; returns how many operations were not."""
    through = collections.defaultdict(set)
    beside = collections.defaultdict(set)
    for call in calls:
        (beside if call.get("direct") else through)[call["operation"]].add(call["status"])
    for operation in operations:
        seen = through[operation["id"]]
        print(f"  {operation['id']}: {', '.join(map(str, sorted(seen))) or 'not seen'}")
        for status in statuses_missing(operation, seen):
            aside = status in beside[operation["id"]]
            print(f"    {status}: {'seen beside the proxy only' if aside else 'not seen'}")
    for (name, status), reason in NEVER_OF.items():
        print(f"  {name} never answers {status}: {reason}.")
    for status, reason in NEVER.items():
        print(f"  {status} is not waited for: {reason}.")
    unseen = sum(not through[operation["id"]] for operation in operations)
    print(f"{len(operations) - unseen} of {len(operations)} operations were seen.")
    return unseen


def print_violations(what, found):
    print(f"{sum(map(len, found.values()))} violations in {what}.")
    for (operation, status, words), tests in sorted(found.items(), key=str):
        print(f"  {operation} {status}: {words} ({len(tests)}, such as {tests[0]})")


def report_violations(calls, tolerated):
    """Prints each violation once for each operation and status; returns their number."""
    answers = collections.defaultdict(list)
    requests = collections.defaultdict(list)
    on_purpose = 0
    for call in calls:
        of_request, of_answer = violations_of(call)
        key = (call["operation"] or call.get("path"), call["status"])
        for violation in of_answer:
            answers[(*key, words_of(violation))].append(call.get("test"))
        if call.get("type") == "application/problem+json":
            answers[(*key, "the proxy itself has failed")].append(call.get("test"))
        if not of_request or not 200 <= call["status"] < 300:
            continue
        if call.get("test") in tolerated:
            on_purpose += 1
            continue
        for violation in of_request:
            requests[(*key, words_of(violation))].append(call.get("test"))
    print_violations("answers", answers)
    print_violations("requests that were answered well", requests)
    print(f"{on_purpose} requests are taken on purpose though the contract has them otherwise; "
          f"{TOLERATED} says why.")
    return sum(map(len, answers.values())) + sum(map(len, requests.values()))


def report(checkout, record, operations, count, all_tests):
    calls = read_calls(record, operations)
    with open(os.path.join(checkout, TOLERATED), encoding="utf-8") as file:
        tolerated = {test for test, _ in ROW.findall(file.read())}
    report_direct(calls)
    unseen = report_operations(calls, operations)
    violations = report_violations(calls, tolerated)
    for number, words in ((unseen if all_tests else 0, "operations not seen"),
                          (violations, "violations of the contract")):
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
        report(checkout, record, operations, count, all_tests=not sys.argv[3:])
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

"""The embedded service, asked directly over its socket."""

import glob
import http.client
import json
import os
import signal
import socket
import struct

import tree


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("lookbook.localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


def find_socket():
    found = glob.glob(os.path.join(os.environ["XDG_RUNTIME_DIR"], "lookbook", "*.sock"))
    return found[0] if found else None


def ask(method, path, body=None):
    """The status and the text of the answer to METHOD /v1/tailored-gen/PATH; OSError without one."""
    connection = Connection(find_socket() or "/")
    try:
        connection.request(method, "/v1/tailored-gen/" + path,
                           json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json"} if body is not None else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def get(path):
    """The answer to GET PATH as Python values, or None while there is no service."""
    try:
        status, body = ask("GET", path)
        return json.loads(body) if status == 200 else None
    except OSError:
        return None


def send(method, path, body):
    """A change, made by another program than the application; its answer as Python values."""
    status, answer = ask(method, path, body)
    if status >= 300:
        raise OSError(f"{method} {path}: {status} {answer.decode()}")
    return json.loads(answer) if answer else None


def tell(number):
    """Sends the service a signal: SIGSTOP holds it, SIGCONT lets it go on. Returns its process."""
    where = find_socket()
    if where is None:
        return None
    with socket.socket(socket.AF_UNIX) as end:
        try:
            end.connect(where)
        except OSError:
            return None  # left by itself
        pid, _, _ = struct.unpack("3i", end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return None  # ended meanwhile
    return pid


def has_ended(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def stop():
    """Ends the service behind the socket, and no other that this user may be running."""
    tell(signal.SIGCONT)  # it may be held
    pid = tell(signal.SIGTERM)
    if pid is not None:
        tree.wait("the end of the service", lambda: has_ended(pid))

"""A service elsewhere, for accounts: the program itself on a port of this computer."""

import http.client
import json
import os
import socket
import subprocess
import sys

from tree import wait


class Elsewhere:
    """Knows one token, and keeps what it has in a folder below the home of the desk."""

    def __init__(self, desk, token):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.token = token
        self.desk = desk
        self.folder = os.path.join(desk.home, "elsewhere")
        os.makedirs(self.folder)
        self.process = None
        self.begin()

    def begin(self):
        self.process = subprocess.Popen(
            ["lookbookctl", "serve", "--data", self.folder, "--port", str(self.port)],
            env=dict(os.environ, LOOKBOOK_TOKEN=self.token), stdout=sys.stderr)
        self.desk.helpers.append(self.process)
        wait("the service elsewhere", lambda: self.get("projects") is not None)

    def end(self):
        """Away, until it begins again with what it had."""
        self.process.terminate()
        self.process.wait()

    def ask(self, method, path, body=None):
        """The status and the text of the answer to METHOD /v1/tailored-gen/PATH."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, "/v1/tailored-gen/" + path,
                               json.dumps(body) if body is not None else None,
                               {"api_token": self.token, "Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def send(self, method, path, body=None):
        """A change that somebody else makes."""
        status, answer = self.ask(method, path, body)
        if status >= 300:
            raise OSError(f"{method} {path}: {status} {answer.decode()}")

    def get(self, path):
        """The answer to GET PATH as Python values, or None."""
        try:
            status, answer = self.ask("GET", path)
            return json.loads(answer) if status == 200 else None
        except OSError:
            return None

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
        folder = os.path.join(desk.home, "elsewhere")
        os.makedirs(folder)
        self.process = subprocess.Popen(
            ["lookbookctl", "serve", "--data", folder, "--port", str(self.port)],
            env=dict(os.environ, LOOKBOOK_TOKEN=token), stdout=sys.stderr)
        desk.helpers.append(self.process)
        wait("the service elsewhere", lambda: self.get("projects") is not None)

    def get(self, path):
        """The answer to GET PATH as Python values, or None."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/v1/tailored-gen/" + path, headers={"api_token": self.token})
            answer = connection.getresponse()
            return json.loads(answer.read()) if answer.status == 200 else None
        except OSError:
            return None
        finally:
            connection.close()

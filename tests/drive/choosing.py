"""Preferences: a model is chosen from those that its server has, tried, and left again."""

import http.server
import json
import threading

import screen
import tree
from desk import NARROW, TEXT, WIDE, Desk
from tree import activate, find, find_all, wait

CAPTION = {
    "short_description": "A boat at a pier.", "objects": [], "background_setting": "harbour",
    "lighting": {"conditions": "daylight", "direction": "front", "shadows": None},
    "aesthetics": {"composition": "centered", "color_scheme": "greys", "mood_atmosphere": "calm"},
    "photographic_characteristics": {"depth_of_field": "deep", "focus": "sharp",
                                     "camera_angle": "eye-level", "lens_focal_length": "50mm"},
    "style_medium": "drawing", "text_render": [], "context": "a picture of the coast",
    "artistic_style": "realistic"}


class Model(http.server.BaseHTTPRequestHandler):
    """As much of a server of chat completions as it takes."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send({"object": "list", "data": [{"id": "harbour-vision:7b", "object": "model"},
                                              {"id": "harbour-vision:32b", "object": "model"}]})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.path)
        message = {"role": "assistant", "content": json.dumps(CAPTION)}
        self.send({"id": "1", "object": "chat.completion", "created": 1, "model": "m",
                   "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})


class Choosing(Desk):
    STEPS = ("sample", "built_in", "model", "tried", "back", "accounts", "uploads", "narrow",
             "large_text", "mirrored", "dark", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
        self.server.daemon_threads = True
        self.server.asked = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles()
        self.dismiss_toasts()

    def preferences(self, page):
        screen.key("ctrl+comma")
        find(self.app, "dialog", "Preferences")
        self.page(page)

    def page(self, name):
        tabs = [one for one in find_all(self.app, "page tab", name) if tree.is_showing(one)]
        activate(tabs[0])

    def choose(self, down):
        """In the row of the captioner, which has the focus."""
        screen.key("space")
        screen.key("Down" if down else "Up", "Return")

    def to_kind(self):
        self.tab_to("On this computer")

    def built_in(self):
        self.preferences("Captions")
        self.label(starts="The built-in captioner says only")
        self.shot("captioner-built-in")

    def model(self):
        self.to_kind()
        self.choose(True)
        self.label("No model is chosen yet")
        node = find(self.app, TEXT, "Address of the server")
        self.click(node)
        wait("the focus", lambda: tree.is_focused(node))
        screen.key("ctrl+a")
        screen.type_text(f"http://127.0.0.1:{self.server.server_port}")
        assert not self.server.asked, self.server.asked
        screen.key("Return")
        self.label("Ready")
        assert self.server.asked == ["/v1/models"], self.server.asked
        self.shot("captioner-model")

    def tried(self):
        self.tab_to("Describe a Sample")
        screen.key("Return")
        self.label("A boat at a pier.")
        self.label(starts="Answered in ")
        self.shot("captioner-tried")

    def back(self):
        self.tab_to("On this computer", key="shift+Tab")
        self.choose(False)
        self.label(starts="The built-in captioner says only")
        screen.key("Escape")
        self.gone("Preferences")

    def accounts(self):
        self.preferences("Accounts")
        self.label("Without an account all work stays on this computer.")
        self.shot("preferences-accounts")

    def uploads(self):
        self.page("General")
        self.label("History and Trash")
        self.shot("preferences-general")
        screen.key("Escape")
        self.gone("Preferences")

    def dress(self, name):
        for page in ("General", "Accounts", "Captions", "Uploads"):
            self.preferences(page)
            self.shot(f"preferences-{page.lower()}-{name}")
            screen.key("Escape")
            self.gone("Preferences")

    def narrow(self):
        self.resize(NARROW)
        self.dress("narrow")
        self.resize(WIDE)

    def large_text(self):
        self.stop()
        screen.scale_text(200)
        self.start(NARROW)
        self.dress("narrow-large")
        self.stop()
        screen.scale_text(100)

    def mirrored(self):
        self.start_mirrored()
        self.dress("mirrored")
        self.stop()

    def dark(self):
        self.start(ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.dress("dark")

    def leave(self):
        self.stop()


class Captioner(Choosing):
    """As far as the pictures of the help go."""
    STEPS = ("sample", "built_in", "model", "tried", "leave")

    def leave(self):
        screen.key("Escape")
        self.gone("Preferences")
        self.stop()

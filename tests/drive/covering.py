"""What a set covers: opened, looked at, and a bar and a point of the readiness list followed."""

import screen
from desk import NARROW, TEXT, Desk
from tree import activate, find, find_all, text, wait

ENTRY = "Search captions and names"


class Covering(Desk):
    STEPS = ("sample", "coverage", "follow_bar", "readiness", "follow_finding", "narrow", "large_text",
             "high_contrast", "leave")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles(10)
        self.dismiss_toasts()

    def open_coverage(self):
        screen.key("ctrl+shift+g")
        self.label("Direction of the light")

    def bar(self, words):
        return find(self.app, ("button", "push button"), starts=words + ", ")

    def coverage(self):
        self.click(self.tiles()[0])
        self.open_coverage()
        self.label("Thin Spots")
        self.shot("coverage")

    def follow_bar(self):
        """The filter is seen, and shows as many images as the bar has said."""
        bar = self.bar("lit from above")
        number = int(bar.get_name().split(", ")[1].split()[0])
        assert 0 < number < 10, bar.get_name()
        activate(bar)
        self.tiles(number)
        wait("the filter", lambda: 'lighting.direction:"above"' in [
            text(node) for node in find_all(self.app, TEXT, ENTRY)])
        self.shot("coverage-followed")
        screen.key("ctrl+f", "Escape")
        self.tiles(10)

    def readiness(self):
        self.press("Complete…")
        self.label("Worth a Look")
        self.label("Only 10 images")
        self.shot("readiness-lint")
        screen.key("Escape")
        self.gone("Worth a Look")

    def follow_finding(self):
        """What the captions keep saying leads to the images that say it."""
        finding = "“Description” is the same in 10 of 10 captions"
        self.press("Complete…")
        self.label(finding)
        self.tab_to(finding)
        screen.key("Return")
        self.gone("Worth a Look")
        wait("the filter", lambda: any(
            "objects[].description=" in text(node) for node in find_all(self.app, TEXT, ENTRY)))
        self.tiles(10)
        self.shot("readiness-followed")
        screen.key("ctrl+f", "Escape")
        self.tiles(10)

    def narrow(self):
        self.resize(NARROW)
        self.open_coverage()
        self.shot("coverage-narrow")

    def large_text(self):
        self.stop()
        screen.scale_text(200)
        self.start(NARROW, ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        wait("the set", lambda: find_all(self.app, "table cell") or self.shows("Rusty at the Harbour"))
        if not find_all(self.app, "table cell"):
            self.click(self.label("Rusty at the Harbour"))
        self.click(self.tiles()[0])
        self.open_coverage()
        self.shot("coverage-narrow-large")

    def high_contrast(self):
        self.stop()
        screen.scale_text(100)
        self.start(ADW_DEBUG_HIGH_CONTRAST="1")
        wait("the set", lambda: find_all(self.app, "table cell"))
        self.click(self.tiles()[0])
        self.open_coverage()
        self.shot("coverage-high-contrast")

    def leave(self):
        self.stop()
        screen.scale_text(100)

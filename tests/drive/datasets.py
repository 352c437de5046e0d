"""Datasets of other kinds: made for an earlier model, with plain captions behind a prefix, and cloned."""

import base64
import io

import pictures
import screen
import service
import tree
from desk import NARROW, WIDE, Desk
from tree import activate, find, find_all, wait

NAMES = ("boat0", "lighthouse0", "pier0", "tea0")
PREFIX = "An illustration of Rusty, a red fox in oilskins, "
CAPTIONS = ("rowing a small boat through a calm harbour at dusk, lamps on the quay behind him",
            "waving from the gallery of a lighthouse", "mending a net at the end of the pier")


class Datasets(Desk):
    STEPS = ("sample", "locked", "legacy", "pictures", "page", "prefix", "caption", "clone", "frozen",
             "dark", "narrow", "large_text", "narrow_large_text", "leave")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.dismiss_toasts()

    # A new dataset

    def expand(self):
        """Shows what a new dataset can be for, from the keyboard."""
        self.tab_to(starts="Model and size")
        screen.key("Return")
        self.label("Model family")

    def locked(self):
        """The project of the sample set keeps to its family, and says so."""
        screen.key("ctrl+n")
        self.entry("Name of the dataset")
        self.shot("create")
        self.expand()
        self.label(starts="“Storybook” is for FIBO")
        self.shot("create-locked")
        screen.key("Escape")
        self.gone("Name of the dataset")

    def legacy(self):
        self.menu("Main menu", "j")
        self.entry("Name of the dataset")
        screen.type_text("Foxes in Words")
        self.tab_to("Name of the project")
        screen.type_text("Words")
        self.tab_to(starts="Name of the subject")
        screen.type_text("Rusty")
        self.tab_to(starts="What it is")
        screen.type_text("a red fox in oilskins")
        self.expand()
        self.tab_to(starts="Model family")
        screen.key("Return", "Down", "Return")
        self.label(starts="An earlier model")
        self.tab_to(starts="Kind")
        screen.key("Return", "Down", "Return")
        self.label(starts="Up to 5000 pictures")
        self.shot("create-advanced")
        screen.key("Return", "Up", "Return")
        self.label(starts="Up to 200 pictures")
        self.press("Create")
        made = wait("the dataset in the service", lambda: [
            one for one in self.datasets() if one["name"] == "Foxes in Words"])[0]
        if (made["training_version"], made["upload_type"]) != ("max", "basic"):
            raise tree.Missing(f"a basic dataset for Max; it is {made}")
        self.made = made["id"]
        self.button(starts="Add Images")

    def pictures(self):
        for name, caption in zip(NAMES, (*CAPTIONS, None)):
            png = io.BytesIO()
            pictures.draw(name, 1300).convert("RGB").save(png, "PNG")
            image = service.send("POST", f"datasets/{self.made}/images", {
                "file": base64.b64encode(png.getvalue()).decode(), "image_name": name + ".png"})
            if caption:
                service.send("PUT", f"datasets/{self.made}/images/{image['id']}", {"caption": caption})

    # Its pages

    def again(self, size=WIDE, **env):
        self.stop()
        self.start(size, **env)
        wait("the window", lambda: self.shows(starts="Foxes in Words"))
        screen.key("alt+2")
        self.tiles(4)

    def grid(self, dress):
        self.label(starts="4 of 4 ready")
        self.shot("legacy" + dress)

    def editor(self, dress):
        self.menu("Dataset menu", "x")
        self.label("Full Captions")
        self.entry()
        screen.key("End")
        screen.type_text("in a picture book, ")
        self.label(starts=PREFIX + "in a picture book, rowing")
        self.shot("prefix" + dress)
        screen.key("Escape")
        self.gone("Full Captions")

    def image(self, dress):
        self.click(self.tiles()[1])
        screen.key("Home", "Return")
        self.label(starts="1 of ")
        self.label(PREFIX)
        self.shot("legacy-image" + dress)
        self.press("Back")
        self.tiles()
        screen.key("Escape")

    def cloning(self, dress):
        self.menu("Dataset menu", "n")
        self.label(starts="The clone has all images")
        self.shot("clone" + dress)
        screen.key("Escape")
        self.gone(starts="The clone has all images")

    def dress(self, name):
        for page in (self.grid, self.editor, self.image, self.cloning):
            page("-" + name)

    def page(self):
        self.again()
        activate(find(self.app, "toggle button", "Dataset menu"))
        wait("the menu", lambda: find_all(self.app, "menu item"))
        self.shot("legacy-menu", popover=True)
        screen.key("Escape")
        self.grid("")

    def prefix(self):
        self.editor("")
        self.menu("Dataset menu", "x")
        self.label("Full Captions")
        self.entry()
        screen.key("ctrl+a")
        screen.type_text("A drawing of Rusty, ")
        self.press("Save")
        wait("the new prefix", lambda: service.get(f"datasets/{self.made}")["caption_prefix"]
             == "A drawing of Rusty, ")
        self.gone("Full Captions")
        self.shot("prefix-changed")
        self.dismiss_toasts()
        service.send("PUT", f"datasets/{self.made}", {"caption_prefix": PREFIX})
        self.again()

    def caption(self):
        """Plain words are typed, kept and approved; none at all are not sent."""
        self.image("")
        self.click(self.tiles()[1])
        screen.key("Home", "Return")
        self.label(starts="1 of ")
        self.tab_to("Caption")
        screen.key("ctrl+End")
        screen.type_text(" and gulls")
        wait("the words in the service", lambda: service.get(f"datasets/{self.made}/images")[0][
            "caption"].endswith("and gulls"))
        screen.key("ctrl+a", "Delete")
        self.label(starts="Kept here, not sent: a caption")
        self.shot("legacy-image-empty")
        screen.key("ctrl+z")
        screen.key("ctrl+Return")
        self.label(starts="2 of ")
        self.press("Back")
        self.tiles()
        screen.key("Escape")

    def clone(self):
        self.cloning("")
        self.menu("Dataset menu", "n")
        self.label(starts="The clone has all images")
        self.entry()
        screen.type_text("Foxes Again")
        self.press("Clone")
        made = wait("the clone in the service", lambda: [
            one for one in self.datasets() if one["name"] == "Foxes Again"])
        if made[0]["caption_prefix"] != PREFIX:
            raise tree.Missing(f"the clone with its prefix; there is {made}")
        self.gone(starts="The clone has all images")
        self.tiles(4)
        self.shot("cloned")

    def frozen(self):
        """A complete dataset offers to be cloned."""
        made = [one for one in self.datasets() if one["name"] == "Foxes Again"][0]["id"]
        service.send("PUT", f"datasets/{made}", {"status": "completed"})
        self.stop()
        self.start()
        self.button("Clone as a Draft…")
        self.shot("frozen")
        screen.key("alt+2")
        self.label(starts="4 of 4 ready")

    def dark(self):
        self.again(ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.dress("dark")

    def narrow(self):
        self.again(NARROW)
        self.dress("narrow")

    def large_text(self):
        self.stop()
        screen.scale_text(200)
        self.start()
        self.dress("large")

    def narrow_large_text(self):
        self.resize(NARROW)
        self.dress("narrow-large")
        self.stop()
        screen.scale_text(100)

    def leave(self):
        self.stop()

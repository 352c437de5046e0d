"""The main job with pointer and keyboard: from an empty window to a complete dataset."""

import json
import os
import subprocess
import sys

import pictures
import screen
import service
import tree
from desk import BUTTON, JSON, Desk
from tree import activate, find, find_all, wait

HERE = os.path.dirname(os.path.abspath(__file__))


class MainJob(Desk):
    STEPS = ("first_page", "project", "empty", "drop_files", "review", "upload", "grid", "paste",
             "delete", "not_ready", "schema", "captions", "list", "image", "edit", "mistake", "stale",
             "regenerate", "ready", "complete", "leave")

    def __init__(self, folder):
        super().__init__(folder)
        self.dropped = pictures.make(os.path.join(self.home, "Rusty pictures"))
        self.add = None

    def first_page(self):
        self.start()
        self.label("Work on This Computer")
        self.button("Open Sample")
        self.shot("welcome")

    def project(self):
        self.press("Start Here")
        self.entry("Name of the dataset")
        screen.type_text("Rusty at the Harbour")
        screen.key("Tab")
        screen.type_text("Storybook")
        screen.key("Tab", "Tab", "Tab")
        screen.type_text("Rusty")
        screen.key("Tab")
        screen.type_text("a red fox in oilskins")
        self.shot("create")
        self.press("Create")
        wait("the project in the service",
             lambda: [p for p in service.get("projects") or [] if p["project_name"] == "Storybook"])
        wait("the dataset in the service",
             lambda: [d for d in service.get("datasets") or [] if d["name"] == "Rusty at the Harbour"])
        self.label("Rusty at the Harbour")

    def empty(self):
        self.button(starts="Add Images")
        self.shot("dataset-empty")

    def drop_files(self):
        names = sorted(os.path.join(self.dropped, name) for name in os.listdir(self.dropped))
        self.drop(names, "Drop to Add", lambda: self.label("Enlarge small images"), "drop")

    def review(self):
        self.add = wait("the button that adds them", lambda: [
            node for node in find_all(self.app, BUTTON, starts="Add ")
            if node.get_name().endswith("Images") and tree.is_sensitive(node)])[0]
        for words in ("Ready", "Transparency turns black", "Damaged"):
            self.label(starts=words)
        self.label(starts="Too small, 250")
        self.label(starts="Duplicate of")
        self.label(starts="Not a supported format")
        self.label(starts="Will be enlarged, 800")
        if not self.add.get_name() == "Add 9 Images":
            raise tree.Missing("Add 9 Images; it says " + self.add.get_name())
        self.shot("review-sheet")

    def upload(self):
        activate(self.add)
        wait("progress or all done", lambda: find_all(self.app, "progress bar") or
             len(self.images()) == 9)
        self.shot("progress", still=False)
        wait("nine images in the service", lambda: len(self.images()) == 9, 120)

    def grid(self):
        self.label(starts="0 of 9 ready")
        self.shot("grid")
        # The service knows it under a name of its own: rope-grey, a mark, .webp.
        small = [image for image in self.images() if image["image_name"].startswith("rope-grey-")]
        if [image["height"] for image in small] != [1024]:
            raise tree.Missing("the small picture, once, enlarged to 1024")

    def paste(self):
        owner = subprocess.Popen([sys.executable, os.path.join(HERE, "clipboard-owner.py"), "image/png",
                                  os.path.join(self.home, "copied.png")])
        self.helpers.append(owner)
        other = wait("the picture on the clipboard",
                     lambda: screen.windows(owner.pid, "--name", "On the Clipboard"))[0]
        screen.activate(other)  # once it has had its turn it takes the keys no more
        screen.activate(self.window)
        screen.key("ctrl+v")
        add = self.button("Add 1 Image")
        self.label(starts="Pasted ")
        self.label(starts="1100 × 880 · PNG")
        self.shot("paste")
        activate(add)
        wait("ten images in the service", lambda: len(self.images()) == 10)
        owner.terminate()
        owner.wait()

    def delete(self):
        """Whether its toast is still there or not, there is a way back; what goes for good is gone."""
        self.choose_last()
        screen.key("Delete")
        wait("no tile of it", lambda: find_all(self.app, None, starts="All, 9"))
        screen.key("ctrl+z")
        wait("its tile again", lambda: find_all(self.app, None, starts="All, 10"))
        wait("ten images in the service", lambda: len(self.images()) == 10)
        self.choose_last()
        screen.key("Delete")
        wait("no tile of it", lambda: find_all(self.app, None, starts="All, 9"))
        self.dismiss_toasts()
        wait("nine images in the end", lambda: len(self.images()) == 9)

    def choose_last(self):
        # One in the middle: the first may lie under the header.
        self.click(self.tiles(10)[4])
        screen.key("End")
        self.label("1 selected")

    def not_ready(self):
        self.press("Complete…")
        self.label(starts="9 images have no caption")
        self.shot("readiness")
        self.press("Cancel")

    def schema(self):
        self.menu("Dataset menu", "s")
        self.label("Most typical")
        self.button("Propose Pictures")
        self.shot("schema-first")
        self.press("Generate Schema")
        self.button("Apply to Dataset")
        self.shot("schema-generated")
        self.press("Apply to Dataset")
        wait("the schema in the service", lambda: self.dataset()["visual_schema"])
        self.label("Write Captions Now?")
        self.shot("schema-applied")
        self.press(starts="Write 9 Captions")
        wait("nine captions in the service",
             lambda: all(image["caption"] for image in self.images()), 120)
        self.press("Back")

    def captions(self):
        self.label(starts="9 of 9 ready")
        self.dismiss_toasts()
        self.shot("grid-captions")

    def list(self):
        screen.key("ctrl+2")
        for words in ("To review", "Automatic"):
            wait(f"nine rows that say {words}",
                 lambda words=words: len(find_all(self.app, "label", words)) == 9)
        self.label("2000 × 1600")
        self.shot("list")
        screen.key("ctrl+1")
        self.gone("State")
        self.tiles(9)

    def image(self):
        self.click(self.tiles(9)[4])
        screen.key("Home", "Return")
        self.label(starts="1 of 9 ·")
        self.label("Automatic")
        self.shot("image-automatic")

    def edit(self):
        before = {image["id"]: image["caption"] for image in self.images()}
        self.click(self.as_text(True))
        self.entry(JSON)
        screen.key("ctrl+Home", "Down", *["Right"] * len('  "short_description": "'))
        screen.type_text("Rusty watches the boats come in. ")
        # Slow typing is saved in between.
        changed = wait("the edit in the service", lambda: [
            image for image in self.images() if image["caption"] != before[image["id"]]
            and json.loads(image["caption"])["short_description"].startswith(
                "Rusty watches the boats come in. ")])
        if changed[0]["caption_source"] != "manual":
            raise tree.Missing("the caption marked as hand-written")
        self.label(starts="Saved")
        self.label("Hand-written")
        self.shot("edit")

    def mistake(self):
        screen.key("ctrl+Home", "Delete")
        self.label(starts="Line 2: ")
        self.shot("edit-error")
        screen.type_text("{")
        self.gone(starts="Line 2: ")
        self.label(starts="Saved")
        screen.key("alt+Down")
        self.label(starts="2 of 9 ·")
        self.press("Back")

    def stale(self):
        """Another schema: the captions that it does not fit say so, but for the hand-written one."""
        self.menu("Dataset menu", "s")
        self.entry("Visual schema as JSON")
        screen.key("ctrl+e")
        self.entry("Short description")
        screen.key("ctrl+Home")
        screen.type_text("Rusty at work. ")
        self.label(starts="Applying marks 8 captions as stale. 1 hand-written one is kept.")
        self.press("Apply to Dataset")
        wait("the schema in the service", lambda: json.loads(self.dataset()["visual_schema"]).get(
            "short_description", "").startswith("Rusty at work."))
        self.label("Write Captions Now?")
        self.press("Not Now")
        self.press("Back")
        self.label("8 captions were made under an older schema")
        wait("eight tiles that say it", lambda: len(find_all(self.app, "label", "Stale")) >= 9)
        self.dismiss_toasts()
        self.shot("stale")

    def regenerate(self):
        """Those alone are written anew that are older than the schema, and no hand-written one."""
        by_hand = [image for image in self.images() if image["caption_source"] == "manual"]
        screen.key("Escape")
        self.gone("1 selected")
        self.press("Regenerate…")
        self.label("Also replace 1 hand-written caption")
        self.shot("regenerate")
        self.press("Regenerate")
        self.gone("8 captions were made under an older schema")
        wait("no stale caption", lambda: find_all(self.app, None, "Stale, 0"), 120)
        if [image for image in self.images() if image["caption_source"] == "manual"] != by_hand:
            raise tree.Missing("the hand-written caption as it was")
        self.dismiss_toasts()

    def ready(self):
        self.press("Complete…")
        self.label("Ready to be completed")
        self.shot("ready")

    def complete(self):
        self.press("Complete")
        wait("completed in the service", lambda: self.dataset()["status"] == "completed")
        self.gone("Ready to be completed")
        self.dismiss_toasts()
        self.shot("completed")

    def leave(self):
        self.stop()

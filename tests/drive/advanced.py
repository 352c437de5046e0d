"""Advanced datasets, which take all their pictures in one import: made in the window, and followed."""

import screen
import service
import tree
from heard import Heard
from tree import find, wait


class Advanced(Heard):
    def __init__(self, folder):
        super().__init__(folder)
        self.made = None

    # What the service knows

    def stored(self, dataset):
        return service.get(f"datasets/{dataset}/images") or []

    def job(self, dataset):
        return service.get(f"datasets/{dataset}/images/bulk-upload/status") or {}

    def over(self, dataset, done, failed, seconds=120):
        """The import has ended, with so many images, and as many are there."""
        wait("the end of the import", lambda: self.job(dataset).get("status") in (
            "completed", "failed"), seconds)
        job = self.job(dataset)
        if (job["status"], job["done"], job["failed"]) != ("completed", done, failed):
            raise tree.Missing(f"{done} done and {failed} failed; it is {job}")
        if len(self.stored(dataset)) != done:
            raise tree.Missing(f"{done} images; there are {len(self.stored(dataset))}")

    # New datasets

    def make_first(self, name):
        """On the first page, with its project."""
        self.press("Start Here")
        self.entry("Name of the dataset")
        screen.type_text(name)
        self.tab_to("Name of the project")
        screen.type_text("Storybook")
        self.tab_to(starts="Name of the subject")
        screen.type_text("Rusty")
        self.tab_to(starts="What it is")
        screen.type_text("a red fox in oilskins")
        self.choose_advanced()
        return self.create(name, "advanced")

    def make(self, name, advanced=True):
        """In the dialog, in the project that is there."""
        screen.key("ctrl+n")
        self.entry("Name of the dataset")
        screen.type_text(name)
        if advanced:
            self.choose_advanced()
        return self.create(name, "advanced" if advanced else "basic")

    def choose_advanced(self):
        self.tab_to(starts="Model and size")
        screen.key("Return")
        self.label("Kind")
        self.tab_to(starts="Kind")
        screen.key("Return", "Down", "Return")
        self.label(starts="Up to 5000 pictures")

    def create(self, name, kind):
        self.press("Create")
        made = wait("the dataset in the service", lambda: [
            one for one in self.datasets() if one["name"] == name])[0]
        if (made["training_version"], made["upload_type"]) != ("fibo", kind):
            raise tree.Missing(f"{kind}, for FIBO; it is {made}")
        self.gone("Name of the dataset")
        return made["id"]

    # The import

    def drop_in(self, *paths):
        self.drop(list(paths), "Drop to Check", lambda: find(self.app, "dialog", starts=""))

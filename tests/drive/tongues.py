"""The main views in each language: nothing is found by its words here, only by what it is."""

import screen
from desk import NARROW, TEXT, WIDE, Desk
from tree import find_all, wait, words


class Tongues(Desk):
    back = "alt+Left"
    STEPS = ("sample", "german", "french", "spanish", "japanese", "hebrew")

    def sample(self):
        self.start()
        self.press("Open Sample")
        self.label(starts="10 of 10 ready")
        self.tiles()
        self.english = words(self.button(starts="Add Images"))
        self.dismiss_toasts()
        self.stop()

    def still(self):
        """Once a page has come in whole."""
        screen.settle(self.window)

    def page(self, keys, shot, is_there):
        screen.key(*keys)
        wait(shot, is_there)
        self.still()
        self.shot(shot)

    def entries(self):
        return find_all(self.app, TEXT)

    def views(self, language, locale):
        self.start_in(locale, language)
        self.tiles()
        if self.shows(self.english):
            raise AssertionError(f"English words in {language}")
        self.still()
        self.shot("grid-" + language)
        self.page(("ctrl+2",), "list-" + language, lambda: find_all(self.app, "tree table"))
        self.page(("ctrl+3",), "matrix-" + language,
                  lambda: not find_all(self.app, "tree table"))
        screen.key("ctrl+1")
        self.click(self.tiles()[0])
        self.page(("Home", "Return"), "image-" + language, lambda: len(self.entries()) > 2)
        screen.key(self.back)
        self.tiles()
        self.page(("ctrl+comma",), "preferences-" + language,
                  lambda: find_all(self.app, "dialog"))
        screen.key("Escape")
        wait("no dialog", lambda: not find_all(self.app, "dialog"))
        self.page(("ctrl+shift+g",), "coverage-" + language, self.is_another_page)
        screen.key(self.back)
        self.tiles()
        self.resize(NARROW)
        self.still()
        self.shot("grid-narrow-" + language)
        self.resize(WIDE)
        self.stop()
        self.large_and_dark(language, locale)

    def large_and_dark(self, language, locale):
        screen.scale_text(200)
        self.start_in(locale, language, ADW_DEBUG_COLOR_SCHEME="prefer-dark")
        self.tiles()
        self.still()
        self.shot("grid-dark-large-" + language)
        self.click(self.tiles()[0])
        self.page(("Home", "Return"), "image-dark-large-" + language,
                  lambda: len(self.entries()) > 2)
        self.stop()
        screen.scale_text(100)

    def is_another_page(self):
        return not find_all(self.app, "table cell")

    def german(self):
        self.views("de", "de_DE")

    def french(self):
        self.views("fr", "fr_FR")

    def spanish(self):
        self.views("es", "es_ES")

    def japanese(self):
        self.views("ja", "ja_JP")

    def hebrew(self):
        self.back = "alt+Right"
        self.views("he", "he_IL")

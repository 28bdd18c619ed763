"""Debian's headless Chromium, driven by Playwright, and what it complains of."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium")


class Browser:
    """A browser of its own; used with `with`. Pictures of pages go to `pictures`."""

    def __init__(self, language, pictures):
        self.language, self.pictures, self.complaints = language, Path(pictures), []
        self.pictures.mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        found = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if not found:
            sys.exit("no Chromium: `scripts/setup test` installs it")
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        return self

    def __exit__(self, *_):
        self.chromium.close()
        self.playwright.stop()

    def page(self, width=1440, height=900, dark=True):
        """A page of somebody who has never been here; whatever its console says is noted."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": height}, ignore_https_errors=True, reduced_motion="reduce",
            color_scheme="dark" if dark else "light", locale="zh-CN" if self.language == "zh" else "en-GB")
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: said.type in ("error", "warning") and self.complain(said.text, said.location))
        page.on("pageerror", lambda error: self.complain(error, {}))
        return page

    def complain(self, words, place):
        self.complaints.append(f"{words} ({place.get('url', '')}:{place.get('lineNumber', '')})")

    def shoot(self, page, name):
        """Keeps what the page shows as NAME.LANGUAGE.png."""
        page.screenshot(path=str(self.pictures / f"{name}.{self.language}.png"))


def part(page, name):
    """The part of a page that is called `name` for tests."""
    return page.locator(f"[data-test='{name}']")


def axe(page):
    """What axe-core finds, by how bad it is: serious and critical ones."""
    from axe_playwright_python.sync_playwright import Axe
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['help']}: {one['nodes'][0]['html'][:200]}"
            for one in found if one["impact"] in ("serious", "critical")]

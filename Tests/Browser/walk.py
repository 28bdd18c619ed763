#!/usr/bin/env python3
"""A newcomer's way through the console, in a real browser before a real service and a real RTSP server.

    walk.py PROGRAM --language zh|en --pictures FOLDER

First start, password, a camera that does not answer and one that does, its facade drawn, an alarm of it, the clip,
acknowledged, the report; then every view, in both themes and three sizes, before axe-core. A picture of each step is
kept. Exit status 1, with reasons, where something is not as it should be or the browser complains.
"""

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser import Browser, axe, part  # noqa: E402
from playwright.sync_api import expect  # noqa: E402
from running_site import FACADE, FLOORS, Site  # noqa: E402

PASSWORD = "right-secret-9"
# A busy machine takes its time.
expect.set_options(timeout=30_000)


class Walk:
    def __init__(self, site, browser, size=(1440, 900)):
        self.site, self.browser, self.faults = site, browser, []
        self.page = browser.page(*size)

    def look(self, name):
        """Keeps a picture, and lets axe-core look at the page."""
        self.browser.shoot(self.page, name)
        self.faults += [f"{name}: {fault}" for fault in axe(self.page)]

    def part(self, name):
        return part(self.page, name)

    def go(self, view):
        self.part(f"nav-{view}").click()
        expect(self.page.locator("h1").first).to_be_visible()

    def begin(self):
        """The link that the service prints fills the first token in; it does not stay in the address."""
        self.page.goto(f"{self.site.address}/#first-token={self.site.token}")
        expect(self.part("first-start")).to_be_visible()
        if not self.page.locator("html").get_attribute("lang").startswith(self.browser.language):
            self.part("language").click()
        self.page.wait_for_function("() => !location.href.includes('tocsin_')")
        self.look("first-start")
        self.part("name").fill("engineer-1")
        self.part("new-password").fill(PASSWORD)
        self.part("repeat-password").fill("another-one-9")
        self.part("submit").click()
        expect(self.part("complaint")).not_to_be_empty()
        self.part("repeat-password").fill(PASSWORD)
        self.part("submit").click()
        expect(self.part("stream-state")).to_have_class(re.compile("is-live"))
        self.look("alarms-none")

    def add_camera(self):
        """A wrong port is named as the step that failed; then the camera answers and is drawn on."""
        self.go("setup")
        self.look("setup")
        self.part("add-camera").click()
        self.part("url").fill("rtsp://127.0.0.1:9/cam0")
        self.part("probe").click()
        expect(self.part("step-connect")).to_have_class(re.compile("bad"))
        self.look("setup-probe-failed")
        self.part("url").fill(self.site.camera(0))
        self.part("username").fill("tocsin")
        self.part("password").fill("hunter2")
        self.part("probe").click()
        expect(self.part("camera-id")).to_be_visible(timeout=30_000)
        self.look("setup-probe")
        self.part("camera-id").fill("east-3-south")
        self.part("camera-name").fill("3号楼南立面" if self.browser.language == "zh" else "Building 3, south side")
        self.part("camera-place").fill("3号楼" if self.browser.language == "zh" else "Building 3")
        self.part("go-draw").click()
        self.draw()

    def draw(self):
        expect(self.part("drawing")).to_be_visible()
        self.polygon("facade", FACADE)
        for floor, line in FLOORS.items():
            self.polygon("floor", line)
            number = self.part("floor-number").last
            number.fill(str(floor))
            number.press("Tab")
        expect(self.part("floors")).to_be_visible()
        self.look("setup-draw")
        self.part("review-change").click()
        expect(self.part("diff")).to_contain_text("east-3-south")
        expect(self.part("diff")).not_to_contain_text("hunter2")
        self.look("review")
        self.part("apply").click()
        expect(self.part("review")).to_be_hidden()

    def polygon(self, kind, points):
        self.part(f"add-{kind}").click()
        self.part("drawing").scroll_into_view_if_needed()
        box = self.part("drawing").bounding_box()
        for x, y in points:
            # Just inside: the corners of the picture are on its edge.
            self.page.mouse.click(box["x"] + min(max(x, 0.002), 0.998) * box["width"],
                                  box["y"] + min(max(y, 0.002), 0.998) * box["height"])
        if kind != "floor":
            self.page.keyboard.press("Enter")

    def alarm(self):
        """It comes by itself, is opened, shows picture and clip once a reason is given, and is acknowledged."""
        self.go("alarms")
        row = self.page.locator("[data-test='alarm-row'], [data-test='burst-row']").first
        expect(row).to_be_visible(timeout=90_000)
        row.click()
        expect(self.part("alarm-panel")).to_be_visible()
        self.part("show-evidence").click()
        expect(self.part("snapshot-picture")).to_be_visible()
        expect(self.part("clip-video")).to_be_visible(timeout=120_000)
        self.page.wait_for_function("() => document.querySelector('[data-test=clip-video]').readyState >= 1")
        seconds = self.page.evaluate("document.querySelector('[data-test=clip-video]').duration")
        if not 5 < seconds < 120:
            self.faults.append(f"the clip lasts {seconds} s")
        self.part("comment").fill("现场查看" if self.browser.language == "zh" else "somebody goes there")
        self.part("do-ack").click()
        expect(self.part("history")).to_contain_text("engineer-1")
        self.look("alarm")

    def others(self):
        for view in ("cameras", "scoreboard", "users", "audit"):
            self.go(view)
            self.page.wait_for_timeout(1500)
            self.look(view)
        self.report()
        self.go("cameras")
        self.part("camera-card").first.locator("a").first.click()
        self.part("live").click()
        expect(self.part("live-picture")).to_be_visible()
        self.page.wait_for_function("() => document.querySelector('[data-test=live-picture]').naturalWidth > 0")
        self.look("camera")
        self.part("live").click()

    def report(self):
        """The report of the days that are shown comes as a file."""
        self.go("scoreboard")
        with self.page.expect_download() as coming:
            self.part("report-html").click()
        text = Path(coming.value.path()).read_text()
        if self.site.id not in text or "<html" not in text:
            self.faults.append(f"this is no report: {text[:200]}")

    def undo(self):
        """The last change is taken back: the camera is gone."""
        self.go("setup")
        expect(self.part("setup-camera")).to_have_count(1)
        self.part("history").click()
        self.look("setup-history")
        self.part("undo-change").first.click()
        self.part("confirm").click()
        self.part("undone").wait_for()
        self.page.keyboard.press("Escape")
        self.go("setup")
        expect(self.part("setup-camera")).to_have_count(0)

    def small_and_light(self):
        """The same session on a tablet, in the light theme."""
        for width, height, name in ((820, 1180, "tablet"), (390, 844, "phone")):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme="light")
            for view in ("alarms", "cameras", "scoreboard", "setup"):
                self.go(view)
                self.page.wait_for_timeout(500)
                self.look(f"{view}-{name}")
                if self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                    self.faults.append(f"{view} is wider than a {name}")

    def log_out(self):
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.part("account").locator("summary").click()
        self.part("log-out").click()
        expect(self.part("login")).to_be_visible()
        self.part("name").fill("engineer-1")
        self.part("password").fill("wrong-secret")
        self.part("submit").click()
        expect(self.part("complaint")).not_to_be_empty()
        self.part("password").fill(PASSWORD)
        self.part("submit").click()
        expect(self.part("stream-state")).to_be_visible()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--pictures", type=Path, required=True)
    arguments = parser.parse_args()
    with Site(arguments.program) as site, Browser(arguments.language, arguments.pictures) as browser:
        walk = Walk(site, browser)
        steps = (walk.begin, walk.add_camera, walk.alarm, walk.others, walk.small_and_light, walk.log_out, walk.undo)
        for step in steps:
            try:
                step()
            except Exception as error:
                browser.shoot(walk.page, f"failed-{step.__name__}")
                walk.faults.append(f"{step.__name__}: {error}")
                break
            print(f"{step.__name__}: done", flush=True)
        # A refused login is an answer like any other, but the browser counts it among what went wrong.
        complaints = [one for one in browser.complaints if "/console/api/session" not in one]
        faults = walk.faults + [f"the browser: {one}" for one in complaints]
        if faults:
            print("\n".join(faults))
            print(site.log()[-3000:])
            sys.exit(1)


if __name__ == "__main__":
    main()

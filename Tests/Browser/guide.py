#!/usr/bin/env python3
"""Pictures of the console for the operator's guides: a small site of rendered scenes on which something has happened.

    guide.py PROGRAM --language zh|en --pictures FOLDER
"""

import argparse
import json
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser import Browser  # noqa: E402
from playwright.sync_api import expect  # noqa: E402
from running_site import FACADE, FLOORS, Site  # noqa: E402
from walk import PASSWORD, Walk  # noqa: E402

WORDS = {
    "zh": {"building": "3号楼", "south": "3号楼南立面", "night": "3号楼夜间", "gate": "东门", "far": "2号楼大堂",
           "lift": "1号电梯", "seen": "已通知物业到场查看"},
    "en": {"building": "Building 3", "south": "Building 3, south side", "night": "Building 3 at night",
           "gate": "East gate", "far": "Building 2, lobby", "lift": "Lift 1", "seen": "the caretaker is on the way"},
}


def lines(site, words):
    """A facade by day and by night, a gate where nothing falls, and a camera that does not answer."""
    floors = ", ".join(f"{{floor: {floor}, line: {json.dumps(line)}}}" for floor, line in FLOORS.items())
    thrown = f"{{thrown-object: {{facade: {json.dumps(FACADE)}, floors: [{floors}]}}, quality: {{}}}}"
    login = "username: tocsin, password: hunter2"
    place = f"place: {{building: {words['building']}}}"
    yield "cameras:"
    yield f"  - {{camera: east-3-south, name: '{words['south']}', url: '{site.camera(0)}', {login}, {place}, " \
          f"alarms: {{cooldown: 3}}, detectors: {thrown}}}"
    yield f"  - {{camera: east-3-night, name: '{words['night']}', url: '{site.camera(1)}', {login}, {place}, " \
          f"detectors: {thrown}}}"
    yield f"  - {{camera: gate-east, name: '{words['gate']}', url: '{site.camera(2)}', {login}, " \
          "detectors: {fire: {}, smoke: {}, quality: {}}}"
    yield f"  - {{camera: lobby-2, name: '{words['far']}', url: 'rtsp://127.0.0.1:9/cam0', " \
          "detectors: {quality: {}}}"
    yield f"  - {{camera: lift-1, name: '{words['lift']}', url: '{site.camera(2)}', {login}, " \
          f"place: {{building: {words['building']}, elevator: {words['lift']}}}, detectors: {{ebike: {{}}}}}}"
    yield "compounds: [{compound: east-garden, name: 东花园}]"
    yield f"buildings: [{{building: east-3, name: {words['building']}, compound: east-garden, floors: 12, facades: " \
          "[{facade: south, openings: 6, cameras: [east-3-south, east-3-night]}]}]"
    yield f"lifts: [{{lift: lift-1, name: {words['lift']}, building: east-3, camera: lift-1}}]"
    yield f"keyPositions: [{{position: gate, kind: entrance, name: {words['gate']}, compound: east-garden}}]"
    yield "devices: [{device: gate-east, keyPosition: gate}]"


class Guide(Walk):
    def look(self, name):
        if name != "alarms-none":
            self.browser.shoot(self.page, name)

    def drills(self):
        """Alarms of kinds that the scenes do not show."""
        for camera, kind in (("gate-east", "fire"), ("lift-1", "ebike-in-elevator")):
            request = urllib.request.Request(
                f"{self.site.address}/v1/drills", json.dumps({"camera": camera, "kind": kind}).encode(),
                {"Authorization": f"Bearer {self.site.token}", "Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=20).close()

    def alarms(self, words):
        self.go("alarms")
        expect(self.page.locator("[data-test='burst-row']").first).to_be_visible(timeout=90_000)
        self.drills()
        self.page.wait_for_timeout(2500)
        self.look("alarms")
        rows = self.page.locator("[data-test='burst-row'], [data-test='alarm-row']")
        rows.filter(has_text=words["building"]).last.click()
        self.part("show-evidence").click()
        expect(self.part("clip-video")).to_be_visible(timeout=120_000)
        self.part("comment").fill(words["seen"])
        self.part("do-ack").click()
        expect(self.part("history")).to_contain_text("engineer-1")
        self.page.wait_for_timeout(6000)
        self.look("alarm")

    def cameras(self):
        self.go("cameras")
        self.page.wait_for_timeout(3000)
        self.look("cameras")
        self.page.locator("[data-camera='east-3-south'] a").first.click()
        self.part("live").click()
        self.page.wait_for_function("() => document.querySelector('[data-test=live-picture]').naturalWidth > 0")
        self.page.wait_for_timeout(1000)
        self.look("camera")
        self.part("live").click()
        self.go("scoreboard")
        self.page.wait_for_timeout(2500)
        self.look("scoreboard")

    def setup(self):
        self.go("setup")
        self.part("add-camera").click()
        self.part("url").fill("rtsp://127.0.0.1:9/Streaming/Channels/101")
        self.part("probe").click()
        expect(self.part("probe-bad")).to_be_visible(timeout=30_000)
        self.look("setup-probe")
        self.go("setup")
        self.page.locator("[data-test='setup-camera'][data-camera='east-3-south']").click()
        expect(self.part("drawing")).to_be_visible()
        self.polygon("shield", [[0.40, 0.17], [0.47, 0.172], [0.47, 0.21], [0.40, 0.208]])
        self.page.wait_for_timeout(1500)
        self.look("setup-draw")
        self.part("review-change").click()
        expect(self.part("diff")).to_be_visible()
        self.look("review")
        self.part("cancel").click()
        self.part("discard").click()

    def users(self):
        self.go("users")
        for name, role in (("guard-1", "guard"), ("auditor-1", "auditor")):
            self.part("add-user").click()
            dialog = self.part("user-dialog")
            dialog.locator("[data-test='name']").fill(name)
            dialog.locator("[data-test='role']").select_option(role)
            dialog.locator("[data-test='password']").fill(PASSWORD)
            dialog.locator("[data-test='submit']").click()
            expect(dialog).to_be_hidden()
        self.page.wait_for_timeout(500)
        self.look("users")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--language", choices=WORDS, default="zh")
    parser.add_argument("--pictures", type=Path, required=True)
    arguments = parser.parse_args()
    words = WORDS[arguments.language]
    with Site(arguments.program, lines=lambda site: lines(site, words)) as site, \
            Browser(arguments.language, arguments.pictures) as browser:
        guide = Guide(site, browser, size=(1280, 800))
        guide.begin()
        guide.alarms(words)
        guide.cameras()
        guide.setup()
        guide.users()


if __name__ == "__main__":
    main()

"""Faults of the way to consumers: brokers away, a full disk, and kill -9 of Tocsin itself."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

from arrivals import Brokers, settle
from broken_streams import decoded, wait_until
from drills import Drills
from stage import Stage, camera_clip, watched

COLUMNS = ["fault", "accepted", "lost", "twice", "recovery s"]


def until_delivered(consumers, ids, since):
    """{consumer: seconds from `since` until it had everything}."""
    took = {}
    while len(took) < len(consumers) and time.monotonic() < since + 60:
        for each in consumers:
            if each.name not in took and not each.lost(ids):
                took[each.name] = time.monotonic() - since
        time.sleep(0.02)
    return took


def brokers_away(result):
    with Stage() as stage:
        _, rtsp = stage.cameras([camera_clip(seconds=300)], 2)
        brokers = Brokers(stage, lasting=True)
        service = stage.tocsin([*brokers.sinks(), *watched(rtsp, 2)])
        drills = Drills(service, 2, rate=20)
        time.sleep(5)
        brokers.kill()
        time.sleep(10)
        brokers.start()
        back = time.monotonic()
        recovery = until_delivered(brokers.consumers, set(drills.events), back)
        drills.stop()
        settle(brokers.consumers, drills.events, 30)
        service.stop()
    rows = [[f"{each.name} killed for 10 s", len(drills.events), each.lost(drills.events), each.copies,
             recovery.get(each.name)]
            for each in brokers.consumers]
    result.table("brokers", COLUMNS, rows, words_of(drills))
    for each in brokers.consumers:
        result.bar(f"brokers: lost on the way to {each.name}", each.lost(drills.events), 0)


def words_of(drills):
    refused = ", ".join(f"{count} × {status}" for status, count in sorted(drills.refused.items())) or "none"
    return f"drills refused: {refused}; not answered: {drills.unanswered}"


def mount_words(folder, size="48m"):
    """Words before a command that gives it a small file system on `folder`, seen by it alone; None where that is not
    permitted."""
    script = f'mount -t tmpfs -o size={size} none "$0" && exec "$@"'
    for unshare in (["unshare", "-m"], ["unshare", "-m", "--map-root-user"]):
        words = [*unshare, "sh", "-c", script, folder]
        if shutil.which("unshare") and not subprocess.run([*words, "true"], capture_output=True).returncode:
            return words
    return None


def fill(path):
    """Takes every byte that is left."""
    with open(path, "wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


def full_disk(result):
    with Stage() as stage:
        data = stage.folder / "data"
        data.mkdir()
        words = mount_words(data)
        if words is None:
            result.say("disk: left out, no file system may be mounted here")
            return
        clips = [camera_clip(scene="facade-fall", seconds=300)]
        _, rtsp = stage.cameras(clips, 2)
        brokers = Brokers(stage)
        service = stage.tocsin([*brokers.sinks(), *watched(rtsp, 2)], within=words)
        time.sleep(5)
        drills = Drills(service, 2, rate=20)
        time.sleep(3)
        filler = Path(f"/proc/{service.process.pid}/root{data}/filler")
        before = len(drills.accepted)
        full, taken = time.monotonic(), 0
        while time.monotonic() < full + 10:
            fill(filler.with_name(f"filler-{taken}"))
            taken += 1
            time.sleep(0.5)
        accepted = len(drills.accepted) - before
        for each in filler.parent.glob("filler-*"):
            each.unlink()
        free = time.monotonic()
        first = wait_until(lambda: drills.accepted and drills.accepted[-1] > free, 60)
        recovery = until_delivered(brokers.consumers, set(drills.events), free)
        time.sleep(2)
        drills.stop()
        settle(brokers.consumers, drills.events, 30)
        found = service.metrics()
        service.stop()
    given_up = sum(found.get("tocsin_alarms_lost_total", {}).values())
    committed = int(sum(found.get("tocsin_alarms_committed_total", {}).values()))
    lost = {each.name: each.lost(drills.events) + max(0, committed - len(set(each.at) - drills.events))
            for each in brokers.consumers}
    rows = [[f"disk full for 10 s, {each.name}", len(drills.events) + committed, lost[each.name], each.copies,
             recovery.get(each.name)] for each in brokers.consumers]
    result.table("disk", COLUMNS, rows, f"{words_of(drills)}; {accepted} accepted while it was full, the next "
                 f"{first:.1f} s after it was freed; {committed} events of cameras, {given_up:.0f} given up")
    for each in brokers.consumers:
        result.bar(f"disk: lost on the way to {each.name}", lost[each.name], 0)
    result.bar("disk: events of cameras given up", given_up, 0)


def killed(result, times=10):
    pictures, deliveries = [], []
    with Stage() as stage:
        _, rtsp = stage.cameras([camera_clip(seconds=300)], 2)
        brokers = Brokers(stage)
        service = stage.tocsin([*brokers.sinks(), *watched(rtsp, 2)])
        drills = Drills(service, 2, rate=20, callers=2)
        time.sleep(3)
        for _ in range(times):
            service.process.send_signal(signal.SIGKILL)
            service.process.wait()
            before, start = len(drills.accepted), time.monotonic()
            known = set(drills.events)
            stage.again(service)
            service.wait_until_up()
            wait_until(lambda: sum(decoded(service).values()) > 0, 20, 0.02)
            pictures.append(time.monotonic() - start)
            wait_until(lambda: any(set(each.at) & (drills.events - known) for each in brokers.consumers), 20, 0.02)
            deliveries.append(time.monotonic() - start)
            wait_until(lambda: len(drills.accepted) > before + 10, 10)
        drills.stop()
        settle(brokers.consumers, drills.events, 30)
        service.stop()
    rows = [[f"killed {times} times, {each.name}", len(drills.events), each.lost(drills.events), each.copies,
             max(deliveries)] for each in brokers.consumers]
    result.table("kill", COLUMNS, rows, f"{words_of(drills)}; from start to the first picture "
                 f"{sorted(pictures)[times // 2]:.2f} s, at most {max(pictures):.2f} s; to delivery "
                 f"{sorted(deliveries)[times // 2]:.2f} s, at most {max(deliveries):.2f} s")
    for each in brokers.consumers:
        result.bar(f"kill: lost on the way to {each.name}", each.lost(drills.events), 0)

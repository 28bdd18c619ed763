"""Faults of the way to consumers: brokers away, a full disk, and kill -9 of Tocsin itself."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

from arrivals import Brokers, settle
from broken_streams import decoded, or_never, wait_until
from drills import Drills
from result import cell
from stage import Stage, camera_clip, watched

COLUMNS = ["fault", "accepted", "lost", "twice", "recovery s"]
RECOVERY = 30


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
        if not brokers.are_there(result, "brokers"):
            return
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
    result.table("brokers", COLUMNS, rows, drills.words())
    for each in brokers.consumers:
        result.bar(f"brokers: lost on the way to {each.name}", each.lost(drills.events), 0)
        result.bar(f"brokers: recovery of {each.name}", or_never(recovery.get(each.name)), RECOVERY, " s")


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
        brokers = Brokers(stage)
        if not brokers.are_there(result, "disk"):
            return
        _, rtsp = stage.cameras([camera_clip(scene="facade-fall", seconds=300)], 2)
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
        given_up, committed = (int(sum(found.get(f"tocsin_alarms_{name}_total", {}).values()))
                               for name in ("lost", "committed"))
        # What was committed a moment ago is on its way; drills are counted apart from it.
        wait_until(lambda: all(len(each.of_cameras()) >= committed for each in brokers.consumers), 10)
        service.stop()
    rows = []
    for each in brokers.consumers:
        lost, missing = each.lost(drills.events), max(0, committed - len(each.of_cameras()))
        rows += [[f"disk full for 10 s, drills to {each.name}", len(drills.events), lost, each.copies,
                  recovery.get(each.name)],
                 [f"disk full for 10 s, cameras to {each.name}", committed, missing, None, None]]
        result.bar(f"disk: drills lost on the way to {each.name}", lost, 0)
        result.bar(f"disk: events of cameras lost on the way to {each.name}", missing, 0)
        result.bar(f"disk: recovery of {each.name}", or_never(recovery.get(each.name)), RECOVERY, " s")
    result.table("disk", COLUMNS, rows, f"{drills.words()}; {accepted} accepted while it was full, the next "
                 f"{cell(first)} s after it was freed; {given_up} events of cameras given up.\nTwice: drills and "
                 "events of cameras together")
    result.bar("disk: until a drill is accepted", or_never(first), RECOVERY, " s")
    result.bar("disk: events of cameras given up", given_up, 0)


def killed(result, times=10):
    with Stage() as stage:
        brokers = Brokers(stage)
        if not brokers.are_there(result, "kill"):
            return
        _, rtsp = stage.cameras([camera_clip(seconds=300)], 2)
        service = stage.tocsin([*brokers.sinks(), *watched(rtsp, 2)])
        drills = Drills(service, 2, rate=20, callers=2)
        time.sleep(3)
        pictures, deliveries = [], {each.name: [] for each in brokers.consumers}
        for _ in range(times):
            picture, delivered = kill_and_start(stage, service, drills, brokers.consumers)
            pictures.append(or_never(picture))
            for name, times_of in deliveries.items():
                times_of.append(or_never(delivered.get(name)))
        drills.stop()
        settle(brokers.consumers, drills.events, 30)
        service.stop()
    rows = []
    for each in brokers.consumers:
        took = sorted(deliveries[each.name])
        rows.append([f"killed {times} times, {each.name}", len(drills.events), each.lost(drills.events), each.copies,
                     took[times // 2], took[-1]])
        result.bar(f"kill: lost on the way to {each.name}", each.lost(drills.events), 0)
        result.bar(f"kill: from start to delivery to {each.name}, at most", took[-1], RECOVERY, " s")
    result.table("kill", [*COLUMNS[:-1], "recovery s, median", "at most"], rows, f"{drills.words()}; from start to the "
                 f"first picture {sorted(pictures)[times // 2]:.2f} s, at most {max(pictures):.2f} s")
    result.bar("kill: from start to the first picture, at most", max(pictures), RECOVERY, " s")


def kill_and_start(stage, service, drills, consumers):
    """Seconds from the start to the first picture, and {consumer: to the first event that was accepted after it}."""
    service.process.send_signal(signal.SIGKILL)
    service.process.wait()
    known, before, start = set(drills.events), len(drills.accepted), time.monotonic()
    stage.again(service)
    service.wait_until_up()
    picture, delivered = None, {}

    def is_well():
        nonlocal picture
        if picture is None and sum(decoded(service).values()) > 0:
            picture = time.monotonic() - start
        for each in consumers:
            if each.name not in delivered and set(each.at) & (drills.events - known):
                delivered[each.name] = time.monotonic() - start
        return picture is not None and len(delivered) == len(consumers)

    wait_until(is_well, 2 * RECOVERY, 0.02)
    wait_until(lambda: len(drills.accepted) > before + 10, 10)
    return picture, delivered

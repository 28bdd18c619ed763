"""Faults of the way from the cameras: a recorder that restarts, and bad networks."""

import time

from hold import ready
from measuring import cores
from relay import Network, Relay
from stage import Stage, camera_clip, watched

CAMERAS, LIMIT, STORM_SECONDS = 64, 4, 20
AWAY = 8


def of_cameras(figures, name, **wanted):
    """{camera: value} of a figure's series with these labels."""
    found = ((dict(labels), value) for labels, value in figures.get(name, {}).items())
    return {labels["camera"]: value for labels, value in found if wanted.items() <= labels.items()}


def decoded(service):
    return of_cameras(service.metrics(), "tocsin_camera_frames_total", stage="decoded")


def settled(service):
    """{camera: pictures that are decoded once nothing waits any more}."""
    figures = service.metrics()
    pending = of_cameras(figures, "tocsin_camera_frames_pending")
    return {camera: count + pending.get(camera, 0)
            for camera, count in of_cameras(figures, "tocsin_camera_frames_total", stage="decoded").items()}


def have_new_pictures(service, before, cameras):
    """Whether of each of `cameras` more was decoded than `before`; one without a series has nothing."""
    now = decoded(service)
    return all(now.get(camera, 0) > before.get(camera, 0) for camera in cameras)


def wait_until(holds, seconds, every=0.1):
    """Seconds until `holds()`; None where it does not come to that in `seconds`."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if holds():
            return time.monotonic() - began
        time.sleep(every)
    return None


def or_never(seconds):
    """What a bar is held against: never is too late for each."""
    return float("inf") if seconds is None else seconds


def storm(result):
    with Stage() as stage:
        clips = [camera_clip(seconds=300)]
        server, port = stage.cameras(clips, CAMERAS)
        relay = Relay(port)
        site = [f"nvrs: [{{id: nvr, maxConnects: {LIMIT}}}]"]
        for line in watched(relay.port, CAMERAS, buffer="{seconds: 10, size: 4MiB}"):
            site += [line] + (["    nvr: nvr"] if line.startswith("    url:") else [])
        service = stage.tocsin(site)
        began = time.monotonic()
        result.bar("storm: cameras not on the air before it", ready(service, CAMERAS), 0)
        first = time.monotonic() - began
        time.sleep(3)
        relay.vanish()
        server.kill()
        server.wait()
        time.sleep(AWAY)
        stage.cameras(clips, CAMERAS, port=port)
        before, usage, back = settled(service), service.usage(), time.monotonic()
        relay.listen()
        names = [f"cam{number}" for number in range(CAMERAS)]
        took = wait_until(lambda: have_new_pictures(service, before, names), 60, 0.2)
        made = relay.playing_since(back)
        tried = sum(each.began >= back for each in relay.attempts)
        used = service.usage().cores_since(usage)
        service.stop()
        relay.close()
    last = max((each.playing for each in made), default=back) - back
    result.table("storm", ["cameras", "start s", "away s", "tried", "at a time", "last connected s", "recovery s",
                           "cores"], [[CAMERAS, first, AWAY, tried, relay.most, last, took, used]],
                 f"every picture is decoded; cores of {cores()}, while it recovered")
    result.bar("storm: recovery", or_never(took), STORM_SECONDS, " s")
    result.bar("storm: connections being made at a time", relay.most, LIMIT)


BAD_SECONDS, WELL_SECONDS = 20, 10
# Bytes a second of a stream of 360p.
RATE = 500_000 / 8
NETWORKS = [
    ("1 % lost, UDP", "udp", Network(dropped=0.01)),
    ("2 % out of order, UDP", "udp", Network(late=0.02)),
    ("5 % lost, UDP", "udp", Network(dropped=0.05)),
    ("1 s of silence in 10, TCP", "tcp", Network(stall=(1.0, 10.0))),
    ("100 ms, in pieces, TCP", "tcp", Network(delay=0.1, pieces=3000)),
    ("80 % of the rate, TCP", "tcp", Network(rate=0.8 * RATE)),
    ("nothing comes, TCP", "tcp", Network(stall=(BAD_SECONDS, BAD_SECONDS))),
]


class Look:
    """What had become of each camera's pictures at one moment."""

    def __init__(self, service, cameras):
        found = service.metrics()
        self.at = time.monotonic()
        self.of = {camera: {"connections": 0} for camera in cameras}
        names = ("tocsin_camera_frames_total", "tocsin_camera_frames_dropped_total", "tocsin_camera_connections_total")
        for name in names:
            for labels, value in found.get(name, {}).items():
                keys = dict(labels)
                self.of[keys["camera"]][keys.get("stage", keys.get("reason", "connections"))] = int(value)

    def change(self, camera, since):
        return {key: value - since.of[camera].get(key, 0) for key, value in self.of[camera].items()}


def wrong(change):
    """Pictures that were received and not decoded."""
    return sum(change.get(reason, 0) for reason in ("damaged", "undecodable", "awaitingKeyframe", "overflow"))


def well_since(camera, looks):
    """The first moment from which two seconds of video were decoded whole; None where there was none."""
    for number, look in enumerate(looks):
        later = next((each for each in looks[number:] if each.at - look.at >= 2), None)
        if later is None:
            return None
        change = later.change(camera, look)
        if change["decoded"] >= 24 * (later.at - look.at) and not wrong(change) and not change["connections"]:
            return look.at
    return None


def network(result):
    cameras = [f"cam{number}" for number in range(len(NETWORKS))]
    with Stage() as stage:
        _, port = stage.cameras([camera_clip(seconds=300)], len(cameras))
        relays = [Relay(port) for _ in cameras]
        site = ["books: {enabled: false}", "cameras:"]
        for camera, relay, (_, transport, _) in zip(cameras, relays, NETWORKS):
            site += [f"  - camera: {camera}", f"    url: rtsp://127.0.0.1:{relay.port}/{camera}",
                     f"    transport: {transport}", "    detectors: {thrown-object: {}}"]
        service = stage.tocsin(site)
        result.bar("network: cameras not on the air before it", ready(service, len(cameras)), 0)
        time.sleep(2)
        before = Look(service, cameras)
        for relay, (_, _, bad) in zip(relays, NETWORKS):
            relay.network = bad
        time.sleep(BAD_SECONDS)
        bad_end, well = Look(service, cameras), time.monotonic()
        for relay in relays:
            relay.network = Network()
        looks = [Look(service, cameras)]
        while time.monotonic() < well + 30 and any(well_since(camera, looks) is None for camera in cameras):
            time.sleep(0.25)
            looks.append(Look(service, cameras))
        service.stop()
        for relay in relays:
            relay.close()
    rows = []
    for camera, (name, _, _) in zip(cameras, NETWORKS):
        change, since = bad_end.change(camera, before), well_since(camera, looks)
        rows.append([name, change["received"], change["decoded"], change.get("damaged", 0),
                     wrong(change) - change.get("damaged", 0), change["connections"], since and since - well])
        result.bar(f"{name}: recovery", or_never(since and since - well), WELL_SECONDS, " s")
        if not any(word in name for word in ("lost", "rate", "nothing")):
            result.bar(f"{name}: pictures damaged or dropped", wrong(change), 0)
    result.table(f"network, bad for {BAD_SECONDS} s", ["network", "received", "decoded", "damaged", "else dropped",
                                                       "connections", "recovery s"], rows,
                 f"{BAD_SECONDS * 25} pictures were sent by each camera")

"""Holding RTSP cameras: a number of them at one point (size, codec, what they are watched for) for a while."""

import statistics
import time
from argparse import ArgumentTypeError
from dataclasses import dataclass, field

from measuring import Pace, Trouble, cores
from stage import SIZES, Stage, Usage, WATCHES, camera_clip, watched

RATE = 25
# Of the cores that the RTSP server leaves; seconds; share of the pictures that a minute's begin and end cut off.
SHARE, LAG, CUT = 0.8, 0.5, 0.005
# Seconds from the last camera's first picture until memory holds what it always will: a ring of 15 s; a look does not
# wait for that. Cameras that all start at once are all new to their detectors, and may lag for longer: then until
# nothing was lost and nothing lagged for CALM seconds, and at most START.
SETTLE, CALM, START = 15, 5, 60
# Seconds that are measured in any case; a number that cannot be held any more is then given up.
ENOUGH = 10
# The time for all to be heard.
ON_THE_AIR = 60
CORES = cores()
# So few cameras that a look does not need all cores; of those that decode keyframes more, or what the program takes
# whatever it watches would be a large part of it.
FEW, MORE = {"360p": 6, "720p": 3, "1080p": 2, "4K": 1}, 6
# Seconds of a clip that takes a second or more to decode, so that starting a program is a small part of it.
DECODED = {"360p": 60, "720p": 20, "1080p": 10, "4K": 10}


@dataclass(frozen=True)
class Point:
    """Cameras of one kind, written SIZE/CODEC/WATCH as in 1080p/h264/lift."""

    size: str
    codec: str
    watch: str

    @classmethod
    def named(cls, text):
        point = cls(*text.split("/")) if text.count("/") == 2 else None
        if not point or point.size not in SIZES or point.codec not in ("h264", "h265") or point.watch not in WATCHES:
            raise ArgumentTypeError(f"{text} is no point: SIZE/CODEC/WATCH with {', '.join(SIZES)}; h264, h265; "
                                    f"{', '.join(WATCHES)}")
        return point

    def __str__(self):
        return f"{self.size}/{self.codec}/{self.watch}"

    def clip(self, seconds):
        return camera_clip(self.size, self.codec, WATCHES[self.watch][1], seconds)

    def stream(self, seconds):
        """What the server sends for a hold of `seconds`: longer by the time until all are on the air."""
        return self.clip(max(60, seconds) + 2 * ON_THE_AIR)

    @property
    def decoded(self):
        """Seconds of the clip that programs decode for themselves."""
        return DECODED[self.size]

    @property
    def few(self):
        return FEW[self.size] * (MORE if self.watch in ("lift", "fire+smoke", "quality") else 1)

    @property
    def detectors(self):
        return ", ".join(f"{name}: {{}}" for name in WATCHES[self.watch][0])


@dataclass
class Pictures:
    """What became of the pictures of all cameras since they were started."""

    received: int = 0
    decoded: int = 0
    skipped: int = 0
    recalled: int = 0
    pending: int = 0
    dropped: dict = field(default_factory=dict)

    @classmethod
    def of(cls, metrics):
        def total(name):
            return sum(metrics.get(f"tocsin_camera_frames_{name}", {}).values())

        counts = cls(skipped=total("skipped_total"), recalled=total("recalled_total"), pending=total("pending"))
        for labels, value in metrics.get("tocsin_camera_frames_total", {}).items():
            stage = dict(labels)["stage"]
            setattr(counts, stage, getattr(counts, stage) + value)
        for labels, value in metrics.get("tocsin_camera_frames_dropped_total", {}).items():
            reason = dict(labels)["reason"]
            counts.dropped[reason] = counts.dropped.get(reason, 0) + value
        return counts

    def lost_since(self, earlier):
        """{reason: pictures} that were dropped since `earlier`."""
        grown = {reason: count - earlier.dropped.get(reason, 0) for reason, count in self.dropped.items()}
        return {reason: count for reason, count in grown.items() if count > 0}

    @property
    def unexplained(self):
        settled = self.decoded + self.skipped - self.recalled + sum(self.dropped.values()) + self.pending
        return self.received - settled


@dataclass
class Held:
    """How a hold went: cores used by Tocsin and by the server, MiB, seconds of lag, pictures; `pace`, what FFmpeg took
    meanwhile to decode a picture, in seconds."""

    point: Point
    cameras: int
    seconds: float = 0.0
    cores: float = 0.0
    server: float = 0.0
    memory: float = 0.0
    lag: float = 0.0
    rate: float = 0.0
    pace: float = 0.0
    cut: float = CUT
    least: float = 0.0
    lost: dict = field(default_factory=dict)
    reconnected: int = 0
    restarted: int = 0
    pictures: Pictures = field(default_factory=Pictures)
    samples: list = field(default_factory=list)
    stopped: float = 0.0
    unheard: int = 0
    trouble: str = ""

    @property
    def void(self):
        """Why nothing was measured; empty when something was."""
        if self.unheard:
            return f"{self.unheard} not on the air after {ON_THE_AIR} s"
        return self.trouble or ("" if self.cores > 0 else "nothing was measured")

    @property
    def share(self):
        """Of the cores that the server leaves."""
        return self.cores / (CORES - self.server)

    @property
    def each(self):
        return self.cores / self.cameras

    @property
    def beside_ffmpeg(self):
        """Cores of a camera ÷ what FFmpeg took meanwhile to decode it; None where it had no time for a picture."""
        return self.each / (RATE * self.pace) if self.pace else None

    @property
    def room(self):
        """Cameras at which the share would be at its limit, if all cost what these do."""
        return most(self.each, self.server / self.cameras)

    @property
    def failure(self):
        """Why this is not held in real time; empty when it is."""
        if self.void:
            return self.void
        reasons = [f"{count:.0f} pictures lost ({reason})" for reason, count in self.lost.items()]
        if self.rate < RATE * (1 - self.cut):
            reasons.append(f"{self.rate:.2f} pictures a second")
        if self.each < self.least:
            reasons.append(f"too little work to have decoded every picture ({self.each:.4f} cores each)")
        if self.reconnected:
            reasons.append(f"{self.reconnected:.0f} reconnected")
        if self.restarted:
            reasons.append(f"{self.restarted:.0f} restarted")
        if self.lag > LAG:
            reasons.append(f"lag {1000 * self.lag:.0f} ms")
        if self.share > SHARE:
            reasons.append(f"{100 * self.share:.0f} % of the cores")
        return ", ".join(reasons)


def most(each, server_each):
    """Cameras that SHARE of the cores holds, when each takes so many cores of its own and of the server."""
    return SHARE * CORES / (each + SHARE * server_each)


def ready(service, cameras):
    """Waits until pictures of every camera are decoded; how many are not after a while."""
    deadline = time.monotonic() + ON_THE_AIR
    while time.monotonic() < deadline:
        counts = service.metrics().get("tocsin_camera_frames_total", {})
        heard = sum(1 for labels, value in counts.items() if dict(labels)["stage"] == "decoded" and value > 0)
        if heard == cameras:
            return 0
        time.sleep(0.5)
    return cameras - heard


def settle(service, least):
    """Waits until the start is over, for `least` seconds or more."""
    began, calm, before = time.monotonic(), time.monotonic(), 0
    while (now := time.monotonic()) - began < least or now - calm < CALM and now - began < START:
        time.sleep(1)
        metrics = service.metrics()
        lost = sum(Pictures.of(metrics).dropped.values())
        if lost > before or max(metrics.get("tocsin_camera_lag_seconds", {}).values(), default=0) > LAG:
            calm, before = now, lost


def total(metrics, name):
    return sum(metrics.get(name, {}).values())


def hold(point, cameras, seconds, watch=None, least=SETTLE, books=True, decoded=None):
    """`cameras` at `point` for `seconds` after all are on the air for `least`, or until it is certain that they are not
    held, beside FFmpeg that decodes the clip `decoded`, by default that of the point. `watch` is called with each
    second's sample; then nothing is given up. What fails is said in what comes back."""
    held, decoded = Held(point, cameras), decoded or point.clip(point.decoded)
    try:
        with Stage() as stage:
            server, port = stage.cameras([point.stream(seconds)], cameras, point.codec)
            service = stage.tocsin(watched(port, cameras, point.detectors, books=books))
            held.unheard = ready(service, cameras)
            if not held.unheard:
                settle(service, least)
                with Pace(decoded) as pace:
                    measure(held, service, server, seconds, pace, watch)
            held.stopped = service.stop()
    except (Trouble, OSError) as error:
        held.trouble = str(error)
    return held


def is_lost(before, after, lags, samples):
    """Whether nothing to come can make this a number that is held."""
    return sum(lag > LAG for lag in lags) > 0.01 * samples or Pictures.of(after).lost_since(Pictures.of(before))


def measure(held, service, server, seconds, pace, watch):
    """Fills `held` with what the next `seconds` show."""
    before, began, served = service.metrics(), service.usage(), Usage.of(server.pid)
    lags = []
    while (past := time.monotonic() - began.at) < seconds:
        pace.moment()
        past = time.monotonic() - began.at
        time.sleep(max(0.0, min(len(held.samples) + 1.0, seconds) - past))
        after, now = service.metrics(), service.usage()
        lags += after.get("tocsin_camera_lag_seconds", {}).values()
        held.samples.append({"seconds": now.at - began.at, "memory": now.rss, "threads": now.threads})
        if watch:
            watch(held.samples[-1])
        elif now.at - began.at > ENOUGH and is_lost(before, after, lags, held.cameras * seconds):
            break
    held.seconds, held.cores, held.pace = now.at - began.at, now.cores_since(began), pace.seconds()
    held.server = Usage.of(server.pid).cores_since(served)
    held.lag = sorted(lags)[int(0.99 * (len(lags) - 1))]
    held.memory = statistics.median(sample["memory"] for sample in held.samples)
    earlier, held.pictures = Pictures.of(before), Pictures.of(after)
    held.rate = (held.pictures.received - earlier.received) / held.seconds / held.cameras
    held.lost = held.pictures.lost_since(earlier)
    held.reconnected, held.restarted = (total(after, name) - total(before, name) for name in (
        "tocsin_camera_connections_total", "tocsin_camera_restarts_total"))

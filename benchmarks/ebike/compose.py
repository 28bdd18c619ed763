"""Sequences of lifts made from real stills: things cut out of pictures come through a door into a cabin, stand, leave.

Each fold of sources (Models/training/ebike_data.py) makes its own, so that they can be shown to the network that has
never seen those sources. Nothing of what is made here belongs into the project.
"""

import json
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Models" / "training"))
from drawn_cabins import Cabin, thing  # noqa: E402
from ebike_data import (  # noqa: E402
    BICYCLE, EBIKE, FOLDS, PERSON, TROLLEY, WHEELCHAIR, Cutout, cutouts, fold_of, has, stills)

WIDTH, HEIGHT, RATE = 640, 360, 10
# Of the one real cabin: where its floor begins, and where its door is.
REAL_FLOOR = [[0.02, 0.66], [0.8, 0.66], [0.9, 1.0], [0.0, 1.0]]


@dataclass
class Mover:
    """A cutout that comes in at `enters` (its foot on the threshold) and is on the threshold again at `leaves`."""

    cut: Cutout
    enters: float
    leaves: float
    place: tuple  # of its foot, shares of the picture
    height: float  # there, a share of the picture's height
    flip: bool
    speed: float = 0.9  # seconds from threshold to place


@dataclass
class Stage:
    shut: np.ndarray
    open: np.ndarray
    threshold: tuple
    outside: tuple
    floor: list
    door: list | None
    spots: list  # places to stand


def drawn_stage(r):
    while True:
        plan = Cabin.random(r)
        plan.bend = 0
        if plan.door:
            break
    f = [np.array(p) for p in plan.floor]
    c = [np.array(p) for p in plan.ceiling]
    base, top = {1: ((f[0], f[1]), (c[0], c[1])), 2: ((f[3], f[0]), (c[3], c[0])), 3: ((f[1], f[2]), (c[1], c[2]))}[
        plan.door]
    middle = f[0] + f[1] + f[2] + f[3]
    middle = middle / 4
    sill = (base[0] + base[1]) / 2
    if plan.door != 1:
        # The nearer half of a side wall's door is often out of the picture.
        sill = base[1] * 0.65 + base[0] * 0.35 if plan.door == 2 else base[0] * 0.65 + base[1] * 0.35
    door = [base[0] + 0.12 * (base[1] - base[0]), base[0] + 0.88 * (base[1] - base[0]),
            top[0] + 0.88 * (top[1] - top[0]), top[0] + 0.12 * (top[1] - top[0])]
    spots = [tuple(np.clip(middle + r.uniform(-0.1, 0.1, 2), (0.1, 0.3), (0.9, 0.98))) for _ in range(4)]
    return Stage(plan.draw(WIDTH, HEIGHT, 0), plan.draw(WIDTH, HEIGHT, 1), tuple(sill),
                 tuple(sill + (sill - middle) * 0.5), clipped(plan.floor), clipped(door), spots)


def is_convex(corners):
    sides = np.roll(corners, -1, 0) - np.array(corners)
    turns = np.cross(sides, np.roll(sides, -1, 0))
    return len(corners) > 2 and (np.all(turns > 0) or np.all(turns < 0))


def crops(found):
    """E-bikes with what is beside them, for the cabin that they were photographed in."""
    out = []
    for still in found:
        h, w = still.picture.shape[:2]
        for kind, x0, y0, x1, y1 in still.boxes:
            crop = still.picture[int(max(y0 - 0.02, 0) * h):int((y1 + 0.02) * h), int(max(x0 - 0.015, 0) * w):
                                 int((x1 + 0.015) * w)]
            alpha = np.zeros(crop.shape[:2], np.float32)
            margin = max(min(crop.shape[:2]) // 12, 2)
            alpha[margin:-margin, margin:-margin] = 1
            out.append(Cutout(kind, still.source, crop, cv2.GaussianBlur(alpha, (0, 0), margin / 2), part=still.part))
    return out


def clipped(points):
    """Corners within the picture, those that fall together there once."""
    corners = []
    for x, y in points:
        corner = [round(float(min(max(x, 0), 1)), 4), round(float(min(max(y, 0), 1)), 4)]
        if corner not in corners:
            corners.append(corner)
    return corners


def real_stage(found, r):
    empty = next(s for s in found if s.source == "cabin-empty").picture
    shut = cv2.resize(empty, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    lit = shut.copy()
    # The lobby's light through the opening door.
    lit[:230, 310:440] = np.clip(lit[:230, 310:440] * 1.5 + 30, 0, 255).astype(np.uint8)
    spots = [(r.uniform(0.35, 0.6), r.uniform(0.88, 1.0)) for _ in range(4)]
    return Stage(shut, lit, (0.56, 0.66), (0.62, 0.5), REAL_FLOOR, None, spots)


def draw(view, mover, foot, height):
    """Draws a cutout with its foot there."""
    source, alpha = mover.cut.picture, mover.cut.alpha
    if mover.flip:
        source, alpha = source[:, ::-1], alpha[:, ::-1]
    h = max(int(height * HEIGHT), 8)
    w = max(int(h * source.shape[1] / source.shape[0]), 8)
    source = cv2.resize(np.ascontiguousarray(source), (w, h), interpolation=cv2.INTER_AREA).astype(np.float32)
    alpha = cv2.resize(np.ascontiguousarray(alpha), (w, h), interpolation=cv2.INTER_AREA)
    x, y = int(foot[0] * WIDTH - w / 2), int(foot[1] * HEIGHT - h)
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + w, WIDTH), min(y + h, HEIGHT)
    if x0 >= x1 or y0 >= y1:
        return
    part, mask = source[y0 - y:y1 - y, x0 - x:x1 - x], alpha[y0 - y:y1 - y, x0 - x:x1 - x, None]
    grey = part.mean(2, keepdims=True)
    part = grey + 0.7 * (part - grey)
    view[y0:y1, x0:x1] = np.clip(view[y0:y1, x0:x1] * (1 - mask) + part * mask, 0, 255).astype(np.uint8)


def place_of(stage, mover, t):
    """Foot and size of a mover at `t`; nothing while it is out of sight."""
    inward, outward = (t - mover.enters) / mover.speed, (mover.leaves - t) / mover.speed
    share = min(inward, outward, 1)
    if share < -1:
        return None
    start, end = (stage.threshold, mover.place) if share >= 0 else (stage.outside, stage.threshold)
    way = share if share >= 0 else share + 1
    foot = tuple(a + (b - a) * way for a, b in zip(start, end))
    return foot, mover.height * (0.45 + 0.15 * (1 + share) if share < 0 else 0.6 + 0.4 * share)


def opening(doors, t):
    return max([0.0] + [min(1, max(0, min(t - a + 0.8, b + 0.8 - t) / 0.8)) for a, b in doors])


def write(path, seconds, stage, movers, doors, seed):
    r = np.random.default_rng(seed)
    command = ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{WIDTH}x{HEIGHT}", "-r",
               str(RATE), "-i", "-", "-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-g", str(2 * RATE), "-bf",
               "0", "-pix_fmt", "yuv420p", "-f", "mp4", str(path)]
    noise = [r.normal(0, 2.2, (HEIGHT, WIDTH, 1)).astype(np.float32) for _ in range(4)]
    grey = r.random() < 0.25
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        for number in range(int(seconds * RATE)):
            t = number / RATE
            o = opening(doors, t)
            view = cv2.addWeighted(stage.shut, 1 - o, stage.open, o, 0) if 0 < o < 1 else \
                (stage.open if o else stage.shut).copy()
            there = [(m, place_of(stage, m, t)) for m in movers]
            for mover, place in sorted((p for p in there if p[1]), key=lambda p: p[1][0][1]):
                draw(view, mover, *place)
            if grey:
                view = cv2.cvtColor(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
            light = 1 + 0.02 * np.sin(t / 9)
            view = np.clip(view * light + noise[int(r.integers(4))], 0, 255).astype(np.uint8)
            encoder.stdin.write(view.tobytes())
        encoder.stdin.close()
    if encoder.returncode:
        raise SystemExit(f"ffmpeg could not write {path}")


class Maker:
    """Makes the sequences of one fold below `folder`."""

    def __init__(self, data, folder, fold):
        self.folder, self.fold = Path(folder), fold
        self.folder.mkdir(parents=True, exist_ok=True)
        self.r = np.random.default_rng(100 + fold)
        kept = self.folder / f"cutouts-{fold}.pickle"
        self.found = stills(data)
        if kept.is_file():
            self.cut, self.people = pickle.loads(kept.read_bytes())
        else:
            own = [s for s in self.found if fold_of(s.part) == fold]
            most = {("voc", k): 45 for k in range(5)}
            self.cut = crops(own) if fold == 0 else cutouts(own, seed=11, log=lambda _: None, most=most)
            voc = [s for s in self.found if s.source == "voc"]
            most = {("voc", EBIKE): 0, ("voc", BICYCLE): 0, ("voc", WHEELCHAIR): 0, ("voc", PERSON): 50}
            self.people = [c for c in cutouts(voc, seed=12, log=lambda _: None, most=most) if c.kind == PERSON]
            kept.write_bytes(pickle.dumps((self.cut, self.people)))
        self.truth = []

    def pick(self, kind):
        pool = [c for c in self.cut if c.kind == kind]
        if kind == PERSON and not pool:
            pool = self.people
        return pool[int(self.r.integers(len(pool)))] if pool else None

    def mover(self, cut, enters, leaves, spot, height=None):
        r = self.r
        heights = {EBIKE: (0.5, 0.75), BICYCLE: (0.45, 0.7), WHEELCHAIR: (0.45, 0.65), PERSON: (0.7, 0.95),
                   TROLLEY: (0.25, 0.4)}
        return Mover(cut, enters, leaves, spot, height or r.uniform(*heights[cut.kind]) * (1.2 if cut.tall else 1),
                     bool(r.random() < 0.5))

    def stage(self):
        return real_stage(self.found, self.r) if self.fold == 0 else drawn_stage(self.r)

    def sequence(self, kind, number, seconds, movers, doors, stage, crossings, alarms):
        path = self.folder / f"{self.fold}-{kind}-{number}.mp4"
        if not path.is_file():
            write(path, seconds, stage, movers, doors, 1000 * self.fold + number)
        # What is left of a door at the picture's edge may be no area any more.
        door = f", door: {json.dumps(stage.door)}" if stage.door and is_convex(stage.door) else ""
        path.with_suffix(".yaml").write_text(
            f"camera: lift\ndetectors:\n  ebike: {{cabin: {json.dumps(stage.floor)}{door}}}\n")
        self.truth.append({"file": path.name, "fold": self.fold, "kind": kind, "seconds": seconds,
                           "crossings": crossings, "alarms": alarms})

    def entries(self, count):
        """E-bikes that come in: plain, with somebody, ride and leave, hidden, two, in and out, a door that bounces."""
        kinds = ("entry", "pushed", "ride", "hidden", "two", "in-and-out", "bounce")
        if not any(c.kind == EBIKE for c in self.cut):
            return
        for number in range(count):
            kind, never, r = kinds[number % len(kinds)], 1e9, self.r
            stage, enters = self.stage(), float(r.uniform(5, 7))
            bike = self.mover(self.pick(EBIKE), enters, never, stage.spots[0])
            movers, doors, seconds, crossings, alarms = [bike], [(enters - 2, enters + 3)], 16, [enters], 1
            if kind == "pushed":
                x, y = stage.spots[0]
                movers.append(self.mover(self.pick(PERSON), enters + 0.4, never, (x + 0.12 * r.choice((-1, 1)), y)))
            elif kind == "ride":
                bike.leaves, seconds = enters + 14, 30
                doors.append((bike.leaves - 2, bike.leaves + 3))
            elif kind == "hidden":
                x, y = stage.spots[0]
                movers.append(self.mover(self.pick(PERSON), enters + 4, enters + 11, (x, min(y + 0.1, 1.1)), 1.1))
                doors.append((enters + 9, enters + 13))
                seconds = 26
            elif kind == "two":
                x, y = stage.spots[0]
                bike.place = (min(x + 0.2, 0.9), y)
                second = self.mover(self.pick(EBIKE), enters + 6, never, (max(x - 0.18, 0.1), min(y + 0.05, 1)))
                movers.append(second)
                doors.append((enters + 4, enters + 9))
                seconds, crossings, alarms = 22, [enters, enters + 6], 2
            elif kind == "in-and-out":
                bike.leaves = enters + 4
                again = Mover(**{**bike.__dict__, "enters": enters + 16, "leaves": never})
                movers.append(again)
                doors = [(enters - 2, enters + 6), (enters + 14, enters + 19)]
                seconds, crossings, alarms = 28, [enters, enters + 16], 2
            elif kind == "bounce":
                doors = [(enters - 2, enters + 0.8), (enters + 1.8, enters + 3), (enters + 4.5, enters + 6)]
                seconds = 20
            self.sequence(kind, number, seconds, movers, doors, stage, crossings, alarms)

    def held(self):
        """Real pictures of the one cabin and of lobbies, held for some seconds."""
        sources = FOLDS[self.fold] if self.fold < 2 else ()
        whole = [[0, 0], [1, 0], [1, 1], [0, 1]]
        for number, still in enumerate(s for s in self.found if s.source in sources and s.source != "cabin-empty"):
            h, w = still.picture.shape[:2]
            scale = min(WIDTH / w, HEIGHT / h)
            view = np.full((HEIGHT, WIDTH, 3), 16, np.uint8)
            small = cv2.resize(still.picture, (int(w * scale), int(h * scale)), interpolation=cv2.INTER_AREA)
            y, x = (HEIGHT - small.shape[0]) // 2, (WIDTH - small.shape[1]) // 2
            view[y:y + small.shape[0], x:x + small.shape[1]] = small
            before = real_stage(self.found, self.r).shut if self.fold == 0 else view
            stage = Stage(before, view, (0, 0), (0, 0), whole, None, [])
            alarms = int(has(still, EBIKE))
            kind = f"held {still.source}" if still.source != "lobby-press" or alarms else "held lobby-press bicycle"
            # In the cabin that is empty before, the door opens on it; elsewhere it is there from the first picture.
            begins = 4.0 if self.fold == 0 else 0.0
            self.sequence(kind.replace(" ", "-"), number, 14, [], [(4, 12)], stage, [begins] * alarms, alarms)

    def negatives(self, minutes):
        """Cabins in which people, bicycles, wheelchairs, prams, trolleys and nobody at all come and go."""
        for number in range(int(minutes)):
            stage, movers, doors, r = self.stage(), [], [], self.r
            for start in (5, 25, 45):
                kind = r.choice(("people", "bicycle", "wheelchair", "thing", "nobody"))
                enters, leaves = start + r.uniform(0, 2), start + r.uniform(11, 14)
                doors += [(enters - 2, enters + 3), (leaves - 2, leaves + 2)]
                cuts = []
                if kind == "bicycle":
                    cuts.append(self.pick(BICYCLE))
                elif kind == "wheelchair":
                    cuts.append(self.pick(WHEELCHAIR))
                elif kind == "thing":
                    cuts.append(Cutout(TROLLEY, "drawn", *thing(r)))
                if kind != "nobody":
                    cuts += [self.pick(PERSON) for _ in range(int(r.integers(1, 3)))]
                for cut, spot in zip((c for c in cuts if c), stage.spots):
                    movers.append(self.mover(cut, enters + r.uniform(0, 1), leaves, spot))
            self.sequence("negative", number, 60, movers, doors, stage, [], 0)

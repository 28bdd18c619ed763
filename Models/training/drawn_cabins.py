"""Lift cabins, bicycles, prams and other wheeled things, drawn: variety where no photographs are at hand."""

from dataclasses import dataclass

import cv2
import numpy as np


def _noise(r, h, w, size):
    rows = r.normal(0, 1, (max(h // size, 2), max(w // size, 2))).astype(np.float32)
    return cv2.resize(rows, (w, h), interpolation=cv2.INTER_CUBIC)


def _surface(r, colour, h=160, w=160):
    """A wall or a floor: steel, wood, tiles, in the light of a lamp."""
    base = np.float32(colour) * r.uniform(0.85, 1.15)
    shade = 1 + 0.12 * np.linspace(-1, 1, h)[:, None] * r.uniform(-1, 1) + 0.1 * _noise(r, h, w, 60)
    kind = r.integers(4)
    if kind == 0:
        shade = shade * (1 + 0.05 * r.normal(0, 1, (1, w)))
    elif kind == 1:
        shade = shade * (1 + 0.08 * _noise(r, h, w, 8))
    elif kind == 2:
        step = int(r.integers(14, 50))
        shade[::step] *= 0.75
        shade[:, ::step] *= 0.75
    picture = base * shade[..., None]
    for _ in range(int(r.integers(0, 3))):
        # A glare, or what the steel mirrors.
        x, y = r.integers(0, w), r.integers(0, h)
        spot = np.exp(-(((np.mgrid[0:h, 0:w][1] - x) / r.uniform(8, 40)) ** 2 +
                        ((np.mgrid[0:h, 0:w][0] - y) / r.uniform(15, 70)) ** 2))
        picture = picture + spot[..., None] * r.uniform(-60, 90)
    return np.clip(picture, 0, 255).astype(np.float32)


def _poster(r, wall):
    h, w = wall.shape[:2]
    pw, ph = int(r.uniform(0.2, 0.5) * w), int(r.uniform(0.25, 0.55) * h)
    x, y = int(r.integers(0, w - pw)), int(r.integers(0, max(h - ph, 1) // 2 + 1))
    sheet = np.full((ph, pw, 3), r.uniform(60, 255, 3).astype(np.uint8), np.uint8)
    for _ in range(int(r.integers(2, 9))):
        colour = tuple(float(v) for v in r.uniform(0, 255, 3))
        a, b = (int(r.integers(0, pw)), int(r.integers(0, ph))), (int(r.integers(0, pw)), int(r.integers(0, ph)))
        shape = r.integers(3)
        if shape == 0:
            cv2.rectangle(sheet, a, b, colour, -1)
        elif shape == 1:
            cv2.circle(sheet, a, int(r.integers(3, max(pw // 4, 4))), colour, int(r.choice((-1, 2))))
        else:
            cv2.putText(sheet, "".join(chr(c) for c in r.integers(65, 90, 5)), a, cv2.FONT_HERSHEY_SIMPLEX, 0.5,
                        colour, 1)
    wall[y:y + ph, x:x + pw] = sheet


@dataclass
class Cabin:
    """A cabin seen from a corner of its ceiling: three walls, a door, a floor. Corners in shares of the picture."""

    floor: list  # far left, far right, near right, near left
    ceiling: list
    door: int  # 0 none in view, 1 far wall, 2 left, 3 right
    colours: np.ndarray
    lights: list
    bend: float  # of lines beside the centre, as a wide lens has it
    seed: int

    @staticmethod
    def random(r):
        left, right = r.uniform(0.08, 0.35), r.uniform(0.65, 0.92)
        back, near = r.uniform(0.3, 0.55), r.uniform(0.9, 1.3)
        spread, rise, skew = r.uniform(0.1, 0.4), r.uniform(0.35, 0.8), r.uniform(-0.12, 0.12)
        floor = [(left, back), (right, back), (right + spread, near), (left - spread, near)]
        ceiling = [(left - 0.3 * spread, back - rise), (right + 0.3 * spread, back - rise),
                   (right + 1.6 * spread, near - 1.5 * rise - 0.4), (left - 1.6 * spread, near - 1.5 * rise - 0.4)]
        floor, ceiling = ([(x + skew * (y - 0.5), y + 0.5 * skew * (x - 0.5)) for x, y in part]
                          for part in (floor, ceiling))
        return Cabin(
            floor, ceiling, int(r.integers(1, 4)) if r.random() < 0.75 else 0,
            r.uniform(60, 190) * np.array([r.uniform(0.85, 1.1), 1, r.uniform(0.9, 1.2)]),
            [r.uniform(0.4, 1.0), 1.0, r.uniform(0.7, 1.05), r.uniform(0.7, 1.05), r.uniform(0.6, 1.25)],
            r.uniform(0.05, 0.3) if r.random() < 0.5 else 0, int(r.integers(1 << 31)))

    def draw(self, width, height, opening):
        """The empty cabin, BGR; its door is `opening`, 0…1, open. Always the same for the same arguments."""
        r = np.random.default_rng(self.seed)
        floor, ceiling = self.floor, self.ceiling
        view = np.full((height, width, 3), r.uniform(20, 120), np.float32)
        quads = [floor, [ceiling[0], ceiling[1], floor[1], floor[0]], [ceiling[3], ceiling[0], floor[0], floor[3]],
                 [ceiling[1], ceiling[2], floor[2], floor[1]]]
        for number, quad in enumerate(quads):
            colours = self.colours * self.lights[number]
            surface = _surface(r, colours if number else r.uniform(30, 170, 3) * 0.4 + self.colours * 0.4)
            if number and number == self.door:
                outside = _surface(r, r.uniform(10, 255) * r.uniform(0.8, 1.1, 3))
                first, last = int((0.5 - 0.38 * opening) * 160), int((0.5 + 0.38 * opening) * 160)
                surface[:, 79:81] *= 0.5
                if opening > 0.05:
                    surface[12:, first:last] = outside[12:, first:last]
            elif number:
                for _ in range(int(r.choice(3, p=(0.4, 0.4, 0.2)))):
                    _poster(r, surface)
                if r.random() < 0.5:
                    y = int(r.uniform(0.55, 0.75) * 160)
                    surface[y:y + 4] = surface[y:y + 4] * 0.4 + r.uniform(40, 150)
            points = np.float32(quad) * np.float32([width, height])
            matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [160, 0], [160, 160], [0, 160]]), points)
            cv2.warpPerspective(surface, matrix, (width, height), dst=view, borderMode=cv2.BORDER_TRANSPARENT)
        view = np.clip(view * self.lights[4], 0, 255).astype(np.uint8)
        if self.bend:
            ys, xs = np.mgrid[-1:1:height * 1j, -1:1:width * 1j].astype(np.float32)
            radius = 1 + self.bend * (xs ** 2 + ys ** 2) - 2 * self.bend
            view = cv2.remap(view, (xs * radius + 1) * (width - 1) / 2, (ys * radius + 1) * (height - 1) / 2,
                             cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return view


def cabin(r, width, height):
    """An empty cabin, its door open or shut."""
    return Cabin.random(r).draw(width, height, r.uniform(0, 1) if r.random() < 0.6 else 0)


def thing(r, size=180):
    """A suitcase, a pram, a shopping trolley or a heap of boxes, drawn: BGR and its mask, 0…1."""
    picture, mask = np.zeros((size, size, 3), np.uint8), np.zeros((size, size), np.uint8)
    colour = tuple(int(v) for v in r.uniform(10, 230) * r.uniform(0.6, 1.4, 3).clip(0, 1.1))
    dark = tuple(int(v * 0.4) for v in colour)
    thick = int(r.integers(2, 6))

    def both(draw, *arguments, colour=colour, **more):
        draw(picture, *arguments, colour, **more)
        draw(mask, *arguments, 255, **more)

    def wheel(x, y, radius):
        both(cv2.circle, (x, y), radius, colour=(25, 25, 25), thickness=-1)
        cv2.circle(picture, (x, y), radius // 2, (120, 120, 120), -1)

    kind = r.integers(4)
    if kind == 0:
        w, h = int(r.uniform(60, 110)), int(r.uniform(90, 125))
        x, y = (size - w) // 2, size - h - 8
        both(cv2.rectangle, (x + w // 4, y - 40), (x + 3 * w // 4, y), colour=dark, thickness=3)
        both(cv2.rectangle, (x, y), (x + w, y + h), thickness=-1)
        for i in range(1, 5):
            cv2.line(picture, (x + i * w // 5, y + 4), (x + i * w // 5, y + h - 4), dark, 2)
        wheel(x + 8, y + h + 2, 6)
        wheel(x + w - 8, y + h + 2, 6)
    elif kind == 1:
        radius = int(r.integers(8, 18))
        ground = size - radius - 4
        wheel(40, ground, radius)
        wheel(130, ground, radius)
        both(cv2.line, (40, ground), (120, 70), colour=dark, thickness=thick)
        both(cv2.line, (130, ground), (60, 90), colour=dark, thickness=thick)
        both(cv2.line, (120, 70), (165, 40), colour=dark, thickness=thick)
        both(cv2.ellipse, (80, 85), (50, 38), 0, 0, 180, thickness=-1)
        both(cv2.ellipse, (60, 80), (int(r.integers(30, 50)), 50), 0, 180, 300, thickness=-1)
    elif kind == 2:
        low = int(r.integers(110, 135))
        for x in range(30, 150, 12):
            both(cv2.line, (x, 50), (x + (90 - x) // 6, low), colour=dark, thickness=2)
        for y in range(50, low, 12):
            both(cv2.line, (30, y), (146, y), colour=dark, thickness=2)
        both(cv2.line, (146, 50), (170, 38), colour=colour, thickness=thick)
        both(cv2.line, (45, low), (50, 165), colour=dark, thickness=thick)
        both(cv2.line, (130, low), (128, 165), colour=dark, thickness=thick)
        wheel(50, 168, 7)
        wheel(128, 168, 7)
    else:
        y = size - 6
        for _ in range(int(r.integers(1, 4))):
            w, h = int(r.uniform(60, 130)), int(r.uniform(30, 55))
            x = int((size - w) / 2 + r.uniform(-12, 12))
            shade = tuple(int(v) for v in np.clip(np.array([90, 130, 165]) * r.uniform(0.6, 1.3), 0, 255))
            both(cv2.rectangle, (x, y - h), (x + w, y), colour=shade, thickness=-1)
            cv2.line(picture, (x + w // 2, y - h), (x + w // 2, y), tuple(int(v * 0.7) for v in shade), 3)
            y -= h
    ys, xs = np.nonzero(mask)
    box = slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1)
    picture = np.clip(picture * (1 + 0.15 * _noise(r, size, size, 20))[..., None], 0, 255).astype(np.uint8)
    return picture[box], cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 0.8)[box]


class Sketch:
    """A thing of tubes, wheels and sheets in space, as a camera above it sees it. Metres; x along it, z upwards."""

    def __init__(self, r, size=220):
        self.size, self.parts = size, []
        turn, tilt = r.uniform(0, 2 * np.pi), np.radians(r.uniform(12, 62))
        self.axis = np.array([[np.cos(turn), -np.sin(turn), 0],
                              [-np.sin(tilt) * np.sin(turn), -np.sin(tilt) * np.cos(turn), -np.cos(tilt)],
                              [np.cos(tilt) * np.sin(turn), np.cos(tilt) * np.cos(turn), -np.sin(tilt)]])
        self.far = r.uniform(1.8, 4)

    def add(self, kind, points, colour, width):
        points = np.asarray(points, float)
        seen = points @ self.axis.T
        self.parts.append((kind, seen, colour, width))

    def tube(self, a, b, colour, width=0.035):
        self.add("line", [a, b], colour, width)

    def wheel(self, x, y, radius, colour, width=0.045, spokes=0):
        angles = np.linspace(0, 2 * np.pi, 25)
        rim = np.stack([x + radius * np.cos(angles), np.full(25, y), radius + radius * np.sin(angles)], 1)
        self.add("line", rim, colour, width)
        for angle in np.linspace(0, np.pi, spokes, endpoint=False):
            d = radius * np.array([np.cos(angle), 0, np.sin(angle)])
            self.add("thin", [[x, y, radius] - d, [x, y, radius] + d], (170, 170, 170), 0.006)

    def drawn(self):
        """BGR and mask, 0…1, cut to what is drawn."""
        points = np.concatenate([p[1] for p in self.parts])
        scale = self.far / np.maximum(points[:, 2:] - points[:, 2].min() + self.far, 0.3)
        flat = points[:, :2] * scale
        low, span = flat.min(0), max(np.ptp(flat, axis=0).max(), 1e-3)
        unit = (self.size - 20) / span
        nearest = points[:, 2].min()
        picture, mask = np.zeros((self.size, self.size, 3), np.uint8), np.zeros((self.size, self.size), np.uint8)
        for kind, seen, colour, width in sorted(self.parts, key=lambda p: -p[1][:, 2].mean()):
            scale = self.far / np.maximum(seen[:, 2:] - nearest + self.far, 0.3)
            pixels = np.round(((seen[:, :2] * scale - low) * unit + 10) * 16).astype(np.int32).reshape(-1, 1, 2)
            if kind == "sheet":
                cv2.fillPoly(picture, [pixels], colour, cv2.LINE_AA, 4)
                cv2.fillPoly(mask, [pixels], 255, cv2.LINE_AA, 4)
                continue
            thick = max(int(round(width * unit * scale.mean())), 1)
            light = tuple(min(int(v * 1.5) + 20, 255) for v in colour)
            cv2.polylines(picture, [pixels], False, colour, thick, cv2.LINE_AA, 4)
            cv2.polylines(mask, [pixels], False, 130 if kind == "thin" else 255, thick, cv2.LINE_AA, 4)
            if thick > 3:
                cv2.polylines(picture, [pixels], False, light, 1, cv2.LINE_AA, 4)
        ys, xs = np.nonzero(mask > 60)
        box = slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1)
        return np.ascontiguousarray(picture[box]), mask[box].astype(np.float32) / 255


def _paint(r):
    return tuple(int(v) for v in np.clip(r.uniform(10, 240, 3) * r.uniform(0.5, 1.1), 0, 255))


def bicycle(r):
    """A bicycle, large or a child's: BGR and its mask."""
    sketch, k = Sketch(r), 1.0
    child = r.random() < 0.5
    wheel = r.uniform(0.14, 0.22) if child else r.uniform(0.26, 0.36)
    base = wheel * r.uniform(2.9, 3.3)
    frame, dark = _paint(r), (int(r.integers(15, 60)),) * 3
    tyre = r.uniform(0.03, 0.06) if child else r.uniform(0.022, 0.05)
    width = r.uniform(0.025, 0.045)
    lean = r.uniform(-0.12, 0.12)
    for x in (0, base):
        sketch.wheel(x, 0, wheel, dark, tyre, int(r.integers(4, 10)))
    saddle, top = wheel * 2 + r.uniform(0.1, 0.3), wheel * 2 + r.uniform(0.15, 0.35)
    crank, seat = (base * 0.45, 0, wheel * 0.9), (base * 0.33, 0, saddle - 0.06)
    neck, bar = (base * 0.8, 0, top - 0.12), (base * 0.76, 0, top)
    for a, b in (((0, 0, wheel), crank), ((0, 0, wheel), seat), (crank, seat), (crank, neck), (neck, (base, 0, wheel)),
                 (neck, bar)):
        sketch.tube(a, b, frame, width * k)
    if r.random() < 0.6:
        sketch.tube(seat, neck, frame, width)
    half = r.uniform(0.18, 0.3)
    sketch.tube((bar[0] - lean, -half, top + 0.03), (bar[0] + lean, half, top + 0.03), dark, 0.03)
    sketch.tube((seat[0] - 0.1, 0, saddle), (seat[0] + 0.12, 0, saddle), dark, 0.09)
    if r.random() < 0.5:
        for y in (-0.04, 0.04):
            sketch.add("line", [(0.15 * np.cos(a) * wheel * 8, y, wheel + wheel * 1.15 * np.sin(a))
                                for a in np.linspace(0.5, 2.6, 6)], frame, 0.03)
    if r.random() < 0.4:
        x, z, s = base * 0.95, top - 0.25, r.uniform(0.1, 0.16)
        for level in (z, z + s, z + 2 * s):
            ring = [(x - s, -s, level), (x + s, -s, level), (x + s, s, level), (x - s, s, level), (x - s, -s, level)]
            sketch.add("line", ring, (120, 120, 120), 0.012)
        for dx, dy in ((-s, -s), (s, -s), (s, s), (-s, s)):
            sketch.tube((x + dx, dy, z), (x + dx, dy, z + 2 * s), (120, 120, 120), 0.012)
    if r.random() < 0.4:
        for y in (-0.08, 0.08):
            sketch.tube((-0.25, y, saddle - 0.1), (0.1, y, saddle - 0.1), dark, 0.02)
    if child and r.random() < 0.5:
        for y in (-0.2, 0.2):
            sketch.wheel(-0.02, y, 0.07, dark, 0.04)
            sketch.tube((0, 0, wheel), (-0.02, y, 0.07), dark, 0.02)
    return sketch.drawn()


def pram(r):
    """A pram or a pushchair: BGR and its mask."""
    sketch = Sketch(r)
    cloth, frame = _paint(r), (int(r.integers(20, 190)),) * 3
    length, half, wheel = r.uniform(0.45, 0.75), r.uniform(0.2, 0.28), r.uniform(0.07, 0.16)
    seat = wheel * 2 + r.uniform(0.12, 0.3)
    shade = tuple(int(v * 0.7) for v in cloth)
    for y in (-half, half):
        for x in (0, length):
            sketch.wheel(x, y, wheel, (30, 30, 30), 0.05)
        sketch.tube((0, y, wheel), (length * 0.8, y, seat + 0.15), frame, 0.025)
        sketch.tube((length, y, wheel), (length * 0.2, y, seat), frame, 0.025)
        sketch.tube((length * 0.2, y, seat), (-0.35, y, seat + r.uniform(0.25, 0.45)), frame, 0.025)
    sketch.tube((-0.35, -half, seat + 0.35), (-0.35, half, seat + 0.35), frame, 0.035)
    sketch.add("sheet", [(0, -half, seat), (length, -half, seat), (length, half, seat), (0, half, seat)], shade, 0)
    back = [(0, -half, seat), (-0.1, -half, seat + 0.4), (-0.1, half, seat + 0.4), (0, half, seat)]
    sketch.add("sheet", back, cloth, 0)
    for y in (-half, half):
        sketch.add("sheet", [(0, y, seat), (length, y, seat), (length, y, seat + 0.16), (0, y, seat + 0.25)], cloth, 0)
    sketch.add("sheet", [(length, -half, seat), (length, half, seat), (length, half, seat + 0.16),
                         (length, -half, seat + 0.16)], shade, 0)
    reach = r.uniform(0.2, 0.5)
    arc = [(-0.1 + reach * np.sin(a), seat + 0.3 + 0.3 * np.cos(a)) for a in np.linspace(-0.4, 1.3, 6)]
    for (x0, z0), (x1, z1) in zip(arc, arc[1:]):
        sketch.add("sheet", [(x0, -half, z0), (x1, -half, z1), (x1, half, z1), (x0, half, z0)],
                   tuple(int(v * r.uniform(0.85, 1.1)) for v in shade), 0)
    sketch.add("sheet", [(0.05, -half, seat), (length * 0.7, -half, seat), (length * 0.7, half, wheel * 2),
                         (0.05, half, wheel * 2)], (40, 40, 40), 0)
    return sketch.drawn()

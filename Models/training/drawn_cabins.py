"""Lift cabins and wheeled things, drawn: variety where no photographs are at hand."""

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


def cabin(r, width, height):
    """An empty cabin seen from a corner of its ceiling: three walls, a door that may be open, a floor."""
    view = np.full((height, width, 3), r.uniform(20, 120), np.float32)
    colours = r.uniform(60, 190) * np.array([r.uniform(0.85, 1.1), 1, r.uniform(0.9, 1.2)])
    # Corners of the floor and of the walls' upper edges, in shares of the picture.
    left, right = r.uniform(0.08, 0.35), r.uniform(0.65, 0.92)
    back, near = r.uniform(0.3, 0.55), r.uniform(0.9, 1.3)
    spread = r.uniform(0.1, 0.4)
    floor = [(left, back), (right, back), (right + spread, near), (left - spread, near)]
    rise = r.uniform(0.35, 0.8)
    ceiling = [(left - 0.3 * spread, back - rise), (right + 0.3 * spread, back - rise),
               (right + 1.6 * spread, near - 1.5 * rise - 0.4), (left - 1.6 * spread, near - 1.5 * rise - 0.4)]
    skew = r.uniform(-0.12, 0.12)
    floor, ceiling = ([(x + skew * (y - 0.5), y + 0.5 * skew * (x - 0.5)) for x, y in part] for part in (floor, ceiling))
    quads = [(floor, r.uniform(0.4, 1.0)), ([ceiling[0], ceiling[1], floor[1], floor[0]], 1.0),
             ([ceiling[3], ceiling[0], floor[0], floor[3]], r.uniform(0.7, 1.05)),
             ([ceiling[1], ceiling[2], floor[2], floor[1]], r.uniform(0.7, 1.05))]
    door = r.integers(1, 4) if r.random() < 0.75 else 0
    for number, (quad, light) in enumerate(quads):
        surface = _surface(r, colours * light if number else r.uniform(30, 170, 3) * 0.4 + colours * 0.4)
        if number == door:
            opening = r.uniform(0, 1) if r.random() < 0.6 else 0
            x0, x1 = 0.5 - 0.38 * opening, 0.5 + 0.38 * opening
            surface[:, 79:81] *= 0.5
            if opening > 0.05:
                outside = _surface(r, r.uniform(10, 255) * np.ones(3) * r.uniform(0.8, 1.1, 3))
                surface[12:, int(x0 * 160):int(x1 * 160)] = outside[12:, int(x0 * 160):int(x1 * 160)]
        elif number:
            for _ in range(int(r.choice(3, p=(0.4, 0.4, 0.2)))):
                _poster(r, surface)
            if r.random() < 0.5:
                y = int(r.uniform(0.55, 0.75) * 160)
                surface[y:y + 4] = surface[y:y + 4] * 0.4 + r.uniform(40, 150)
        points = np.float32(quad) * np.float32([width, height])
        matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [160, 0], [160, 160], [0, 160]]), points)
        cv2.warpPerspective(surface, matrix, (width, height), dst=view, borderMode=cv2.BORDER_TRANSPARENT)
    view = np.clip(view * r.uniform(0.6, 1.25), 0, 255).astype(np.uint8)
    if r.random() < 0.5:
        # Lines beside the centre bend, as a wide lens has it.
        k = r.uniform(0.05, 0.3)
        ys, xs = np.mgrid[-1:1:height * 1j, -1:1:width * 1j].astype(np.float32)
        radius = 1 + k * (xs ** 2 + ys ** 2) - 2 * k
        view = cv2.remap(view, (xs * radius + 1) * (width - 1) / 2, (ys * radius + 1) * (height - 1) / 2,
                         cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return view


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

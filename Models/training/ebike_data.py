"""Pictures of e-bikes, of what resembles them, and of lift cabins: reading, sources, folds, and what training shows."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from drawn_cabins import bicycle, cabin, pram, thing

CLASSES = ("ebike", "bicycle", "wheelchair", "person", "trolley")
EBIKE, BICYCLE, WHEELCHAIR, PERSON, TROLLEY = range(len(CLASSES))
# Class numbers of the data set: e-bikes, motorcycles and motor scooters are one class, which rings.
OF_SET = {0: EBIKE, 1: EBIKE, 2: BICYCLE, 3: PERSON, 4: TROLLEY, 5: WHEELCHAIR, 6: TROLLEY, 7: TROLLEY}
WIDTH, HEIGHT, STRIDE = 416, 256, 16
ROWS, COLUMNS = HEIGHT // STRIDE, WIDTH // STRIDE
PADDING = 114

# What is left out together. One camera and one collection are never split; the pictures of Pascal VOC come from as many
# photographers, and are all the rooms and people there are, so that every other one is left out at a time.
FOLDS = (("cabin", "cabin-bicycle", "cabin-stroller", "cabin-empty"), ("lobby-press",), ("voc-a",), ("voc-b",),
         ("riders", "wheelchair", "kick-scooter"))
# Classes that are boxed wherever they occur; of the others nothing is known outside the boxes.
BOXED = {
    "cabin": (EBIKE, BICYCLE, WHEELCHAIR, TROLLEY), "cabin-bicycle": (EBIKE, WHEELCHAIR),
    "cabin-stroller": (EBIKE, BICYCLE), "cabin-empty": tuple(range(5)), "lobby-press": (EBIKE, PERSON, WHEELCHAIR),
    "voc": (EBIKE, BICYCLE, WHEELCHAIR, PERSON), "wheelchair": (EBIKE, BICYCLE, WHEELCHAIR),
    "wheelchair2": (EBIKE, BICYCLE, WHEELCHAIR), "motorcycle-web": (BICYCLE, WHEELCHAIR),
    "riders": (WHEELCHAIR,), "roadside": (WHEELCHAIR,)}


@dataclass
class Still:
    path: Path
    source: str
    picture: np.ndarray
    boxes: list  # (class, x0, y0, x1, y1), 0…1
    scene: str = ""
    part: str = ""  # as FOLDS names it


@dataclass
class Cutout:
    kind: int
    source: str
    picture: np.ndarray  # BGR
    alpha: np.ndarray  # 0…1
    tall: bool = False
    part: str = "drawn"


@dataclass
class Sample:
    picture: np.ndarray
    boxes: list  # (class, x0, y0, x1, y1), pixels
    known: np.ndarray  # classes of which everything is boxed
    sources: set = field(default_factory=set)  # parts that it was composed of


def stills(data):
    root, found = Path(data) / "ebike", []
    with open(root / "index.csv", newline="") as file:
        for row in csv.DictReader(file):
            path = root / row["path"]
            picture = cv2.imread(str(path))
            if picture is None:
                continue
            boxes, label = [], path.with_suffix(".txt")
            if label.is_file():
                for line in label.read_text().splitlines():
                    kind, x, y, w, h = (float(v) for v in line.split()[:5])
                    if int(kind) in OF_SET:
                        boxes.append((OF_SET[int(kind)], x - w / 2, y - h / 2, x + w / 2, y + h / 2))
            part = row["set"]
            if part == "voc":
                part += "-a" if len(found) % 2 else "-b"
            found.append(Still(path, row["set"], picture, boxes, row["scene"], part))
    return found


def fold_of(part):
    """Number of the fold that leaves `part` out; −1 for what is never tested on, its boxes were made by detectors."""
    return next((i for i, parts in enumerate(FOLDS) if part in parts), -1)


def has(still, kind):
    return any(box[0] == kind for box in still.boxes)


# Cutouts


def cutouts(found, seed=3, log=print, most=None):
    """Things and people cut out of pictures: where the ground is white, what is not; elsewhere by GrabCut."""
    random, out = np.random.default_rng(seed), []
    most = most or {("voc", EBIKE): 90, ("voc", BICYCLE): 90, ("voc", PERSON): 160, ("riders", EBIKE): 60,
            ("riders", BICYCLE): 60, ("wheelchair", WHEELCHAIR): 70}
    count = {}
    for i in random.permutation(len(found)):
        still = found[i]
        h, w = still.picture.shape[:2]
        for kind, x0, y0, x1, y1 in still.boxes:
            bw, bh = (x1 - x0) * w, (y1 - y0) * h
            key = (still.source, kind)
            small = bh < 70 or bw < 40
            if small or kind == PERSON and (still.source != "voc" or bh < 1.6 * bw) or count.get(key, 0) >= most.get(
                    key, 1000):
                continue
            # A machine with its rider is cut out whole.
            left, top, right, bottom = x0 * w, y0 * h, x1 * w, y1 * h
            rider = False
            if kind in (EBIKE, BICYCLE):
                for other, ox0, oy0, ox1, oy1 in still.boxes:
                    if other == PERSON and ox0 * w < right and ox1 * w > left and oy0 * h < bottom and \
                            oy1 * h > top + 0.2 * bh:
                        left, top = min(left, ox0 * w), min(top, oy0 * h)
                        right, bottom, rider = max(right, ox1 * w), max(bottom, oy1 * h), True
            cut = _cut(still.picture, (left, top, right, bottom))
            whole, machine = (left, top, right, bottom), (x0 * w, y0 * h, x1 * w, y1 * h)
            if cut is None or kind != PERSON and not _shows(cut[1], whole, machine):
                continue
            count[key] = count.get(key, 0) + 1
            out.append(Cutout(kind, still.source, *cut, tall=rider, part=still.part))
    log(f"cutouts: {({f'{s} {CLASSES[k]}': n for (s, k), n in count.items()})}")
    return out


def _shows(alpha, whole, part):
    """Whether the cutout of `whole` has kept most of `part`: a bicycle's thin tubes may be lost, its rider left."""
    rows, columns = alpha.shape
    scale = np.array([columns / (whole[2] - whole[0]), rows / (whole[3] - whole[1])])
    x0, y0 = ((np.array(part[:2]) - whole[:2]) * scale).clip(0).astype(int)
    x1, y1 = ((np.array(part[2:]) - whole[:2]) * scale).astype(int)
    inside = alpha[y0:max(y1, y0 + 1), x0:max(x1, x0 + 1)]
    return inside.size > 0 and inside.mean() > 0.2


def _cut(picture, box):
    h, w = picture.shape[:2]
    x0, y0, x1, y1 = box
    mx, my = 0.06 * (x1 - x0), 0.06 * (y1 - y0)
    x0, y0 = int(max(x0 - mx, 0)), int(max(y0 - my, 0))
    x1, y1 = int(min(x1 + mx, w)), int(min(y1 + my, h))
    crop = picture[y0:y1, x0:x1]
    scale = min(1.0, 220 / max(crop.shape[:2]))
    crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    h, w = crop.shape[:2]
    if h < 40 or w < 30:
        return None
    edge = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]]).min(1)
    if np.mean(edge > 235) > 0.6:
        filled, mask = crop.copy(), np.zeros((h + 2, w + 2), np.uint8)
        for seed in [(0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1), (w // 2, 0), (w // 2, h - 1)]:
            if crop[seed[1], seed[0]].min() > 225:
                cv2.floodFill(filled, mask, seed, 0, (6,) * 3, (6,) * 3, 4 | cv2.FLOODFILL_MASK_ONLY | 255 << 8)
        alpha = (mask[1:-1, 1:-1] == 0).astype(np.uint8)
    else:
        mask = np.zeros((h, w), np.uint8)
        rectangle = (max(int(0.05 * w), 1), max(int(0.05 * h), 1), int(0.9 * w), int(0.9 * h))
        try:
            cv2.grabCut(crop, mask, rectangle, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_RECT)
        except cv2.error:
            return None
        alpha = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    share = alpha.mean()
    if not 0.18 < share < 0.93:
        return None
    return crop, cv2.GaussianBlur(alpha.astype(np.float32), (0, 0), 0.8)


# What training shows


class Composer:
    """Draws training pictures: things put into cabins, and pictures as they are, seen by a camera."""

    def __init__(self, found, cut, seed):
        self.random = np.random.default_rng(seed)
        self.cut = {kind: [c for c in cut if c.kind == kind] for kind in (EBIKE, BICYCLE, WHEELCHAIR, PERSON)}
        self.rooms = [s for s in found if s.source == "voc" and not s.boxes]
        self.empty = [s for s in found if s.source == "cabin-empty"]
        kinds = {}
        for still in found:
            if still.source not in ("kick-scooter", "cabin-empty"):
                name = still.source
                if name == "voc":
                    name = "voc two-wheelers" if has(still, EBIKE) or has(still, BICYCLE) else "voc indoor"
                kinds.setdefault(name, []).append(still)
        share = {"cabin": 5, "cabin-bicycle": 4, "cabin-stroller": 1, "lobby-press": 5, "voc two-wheelers": 11,
                 "voc indoor": 6, "motorcycle-web": 3, "riders": 6, "roadside": 1, "wheelchair": 4, "wheelchair2": 2}
        self.kinds = [kinds[k] for k in share if k in kinds]
        weights = np.array([share[k] for k in share if k in kinds])
        self.weights = weights / weights.sum()

    def sample(self):
        return self.camera(self.compose() if self.random.random() < 0.5 else self.real())

    def _pick(self, items):
        return items[int(self.random.integers(len(items)))]

    def _source(self, kind):
        """A cutout, each source as likely as the other."""
        pool = self.cut[kind]
        chosen = self._pick(sorted({c.source for c in pool}))
        return self._pick([c for c in pool if c.source == chosen])

    def compose(self):
        r = self.random
        roll, sources = r.random(), set()
        if roll < 0.7 or not self.rooms:
            view = cabin(r, WIDTH, HEIGHT)
        elif roll < 0.82 and self.empty:
            view, sources = cv2.resize(self._pick(self.empty).picture, (WIDTH, HEIGHT)), {"cabin-empty"}
        else:
            room = self._pick(self.rooms)
            view, sources = cv2.resize(room.picture, (WIDTH, HEIGHT)), {room.part}
        if r.random() < 0.5:
            view = np.ascontiguousarray(view[:, ::-1])
        things = []
        kind = r.choice(5, p=(0.35, 0.3, 0.08, 0.14, 0.13))
        for _ in range(1 + (r.random() < 0.12)):
            if kind == 0:
                things.append(self._source(EBIKE))
            elif kind == 1:
                drawn = r.random() < 0.6
                things.append(Cutout(BICYCLE, "drawn", *bicycle(r)) if drawn else self._source(BICYCLE))
            elif kind == 2:
                things.append(self._source(WHEELCHAIR))
            elif kind == 3:
                things.append(Cutout(TROLLEY, "drawn", *(pram(r) if r.random() < 0.6 else thing(r))))
        for _ in range(int(r.choice(4, p=(0.35, 0.35, 0.2, 0.1)))):
            things.append(self._source(PERSON))
        order, boxes, covered = r.permutation(len(things)), [], []
        for i in order:
            one = things[i]
            mask, box = self._paste(view, one)
            sources.add(one.part)
            if box is None:
                continue
            for entry in covered:
                entry[1] -= float((entry[2] * mask).sum())
                entry[2] = entry[2] * (1 - mask)
            covered.append([float(mask.sum()), float(mask.sum()), mask, (one.kind, *box)])
        known = np.ones(len(CLASSES), np.float32)
        for whole, left, _, box in covered:
            if left > 0.25 * whole:
                boxes.append(box)
            else:
                known[box[0]] = 0
        return Sample(view, boxes, known, sources)

    def _paste(self, view, one):
        """Puts a cutout into the view as a camera below the ceiling would see it; its mask and box."""
        r, (h, w) = self.random, one.picture.shape[:2]
        tall = {EBIKE: (0.32, 0.85), BICYCLE: (0.28, 0.75), WHEELCHAIR: (0.3, 0.75), PERSON: (0.45, 1.15),
                TROLLEY: (0.18, 0.6)}[one.kind]
        height = HEIGHT * r.uniform(*tall) * (1.25 if one.tall else 1)
        width = height * w / h * np.exp(r.uniform(-0.25, 0.25))
        if width > 0.8 * WIDTH:
            height, width = height * 0.8 * WIDTH / width, 0.8 * WIDTH
        # From above: squeezed, nearer at its upper end, turned a little.
        top, lean = np.exp(r.uniform(-0.05, 0.4)), r.uniform(-0.15, 0.15) * width
        height *= r.uniform(0.75, 1.05)
        angle = np.radians(r.uniform(-22, 22))
        corners = np.float32([[-top * width / 2 + lean, -height], [top * width / 2 + lean, -height],
                              [width / 2, 0], [-width / 2, 0]])
        turn = np.float32([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        foot = np.float32([r.uniform(0.08, 0.92) * WIDTH, r.uniform(0.62, 1.15) * HEIGHT])
        corners = (corners + np.float32([0, height / 2])) @ turn.T + foot - np.float32([0, height / 2])
        source, alpha = one.picture, one.alpha
        if r.random() < 0.5:
            source, alpha = source[:, ::-1], alpha[:, ::-1]
        shrink = height / h
        if shrink < 0.6:
            source = cv2.resize(source, None, fx=2 * shrink, fy=2 * shrink, interpolation=cv2.INTER_AREA)
            alpha = cv2.resize(np.ascontiguousarray(alpha), (source.shape[1], source.shape[0]),
                               interpolation=cv2.INTER_AREA)
        h, w = source.shape[:2]
        matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), corners.astype(np.float32))
        colours = cv2.warpPerspective(np.ascontiguousarray(source), matrix, (WIDTH, HEIGHT)).astype(np.float32)
        mask = cv2.warpPerspective(np.ascontiguousarray(alpha), matrix, (WIDTH, HEIGHT))
        ys, xs = np.nonzero(mask > 0.5)
        if len(ys) < 150:
            return None, None
        # The light of the place, and less colour than a photograph has.
        grey = colours.mean(2, keepdims=True)
        colours = grey + (colours - grey) * r.uniform(0.3, 1)
        there = view[ys, xs].mean() * r.uniform(0.5, 1.2) + r.uniform(-20, 20)
        gain = np.clip(there / max(colours[ys, xs].mean(), 1), 0.45, 1.3)
        soft = mask[..., None]
        if r.random() < 0.5:
            shade = cv2.GaussianBlur(mask, (0, 0), 12)[..., None] * r.uniform(0.1, 0.4)
            view[:] = (view * (1 - shade)).astype(np.uint8)
        view[:] = np.clip(view * (1 - soft) + colours * gain * soft, 0, 255).astype(np.uint8)
        return mask, (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)

    def real(self):
        r = self.random
        still = self._pick(self.kinds[int(r.choice(len(self.kinds), p=self.weights))])
        view, place = np.full((HEIGHT, WIDTH, 3), PADDING, np.uint8), still.picture
        h, w = place.shape[:2]
        fit = min(WIDTH / w, HEIGHT / h)
        scale = fit * np.exp(r.uniform(np.log(0.75), np.log(1.5)))
        stretch = np.exp(r.uniform(-0.18, 0.18))
        sx, sy = scale * stretch, scale / stretch
        angle = np.radians(r.normal(0, 7) if still.source != "cabin" else r.normal(0, 4))
        top = np.exp(r.uniform(-0.1, 0.3))
        corners = np.float32([[-top * sx * w, -sy * h], [top * sx * w, -sy * h], [sx * w, sy * h],
                              [-sx * w, sy * h]]) / 2
        turn = np.float32([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        slack = np.float32([abs(WIDTH - sx * w) / 2, abs(HEIGHT - sy * h) / 2])
        centre = np.float32([WIDTH, HEIGHT]) / 2 + r.uniform(-1, 1, 2).astype(np.float32) * slack
        corners = (corners @ turn.T + centre).astype(np.float32)
        if scale < 0.6:
            place = cv2.resize(place, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
        ph, pw = place.shape[:2]
        matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [pw, 0], [pw, ph], [0, ph]]), corners)
        border = cv2.BORDER_REFLECT if r.random() < 0.4 and not still.boxes else cv2.BORDER_TRANSPARENT
        cv2.warpPerspective(place, matrix, (WIDTH, HEIGHT), dst=view, borderMode=border)
        known = np.zeros(len(CLASSES), np.float32)
        known[list(BOXED[still.source])] = 1
        boxes = []
        for kind, x0, y0, x1, y1 in still.boxes:
            points = np.float32([[x0 * pw, y0 * ph], [x1 * pw, y0 * ph], [x1 * pw, y1 * ph], [x0 * pw, y1 * ph]])
            points = cv2.perspectiveTransform(points[None], matrix)[0]
            # The box of a turned box is too large: half-way to the box of its edges' middles.
            outer, middles = points, (points + np.roll(points, 1, 0)) / 2
            low = (outer.min(0) + middles.min(0)) / 2
            high = (outer.max(0) + middles.max(0)) / 2
            seen = (np.clip(low[0], 0, WIDTH), np.clip(low[1], 0, HEIGHT), np.clip(high[0], 0, WIDTH),
                    np.clip(high[1], 0, HEIGHT))
            kept = (seen[2] - seen[0]) * (seen[3] - seen[1]) / max(np.prod(high - low), 1)
            if kept > 0.35 and seen[2] - seen[0] > 6 and seen[3] - seen[1] > 6:
                boxes.append((kind, *map(float, seen)))
            else:
                known[kind] = 0
        if r.random() < 0.5:
            view = np.ascontiguousarray(view[:, ::-1])
            boxes = [(k, WIDTH - x1, y0, WIDTH - x0, y1) for k, x0, y0, x1, y1 in boxes]
        return Sample(view, boxes, known, {still.part})

    def camera(self, sample):
        """The picture as a cheap camera gives it: shaded, dark, grey, blurred, coded."""
        r, p = self.random, sample.picture
        if r.random() < 0.5:
            ys, xs = np.mgrid[-1:1:HEIGHT * 1j, -1:1:WIDTH * 1j].astype(np.float32)
            p = np.clip(p * (1 - r.uniform(0, 0.35) * (xs ** 2 + ys ** 2))[..., None], 0, 255).astype(np.uint8)
        if r.random() < 0.3:
            grey = cv2.cvtColor(p, cv2.COLOR_BGR2GRAY)
            p = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
        elif r.random() < 0.4:
            grey = cv2.cvtColor(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
            p = cv2.addWeighted(p, r.uniform(0.2, 0.9), grey, 1, 0)
            p = cv2.convertScaleAbs(p, alpha=0.6)
        if r.random() < 0.8:
            p = np.clip(p.astype(np.float32) * r.uniform(0.7, 1.4) + r.uniform(-20, 25), 0, 255).astype(np.uint8)
        if r.random() < 0.4:
            gamma = np.exp(r.uniform(-0.5, 0.4))
            p = cv2.LUT(p, (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8))
        if r.random() < 0.35:
            p = cv2.GaussianBlur(p, (0, 0), r.uniform(0.4, 1.5))
        if r.random() < 0.3:
            noise = r.normal(0, r.uniform(2, 9), p.shape[:2]).astype(np.float32)[:, :, None]
            p = np.clip(p + noise, 0, 255).astype(np.uint8)
        if r.random() < 0.5:
            _, code = cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, int(r.integers(25, 90))])
            p = cv2.imdecode(code, cv2.IMREAD_COLOR)
        sample.picture = p
        return sample


def targets(sample):
    """What each cell of 16 × 16 pixels is to say: classes, weights, box edges (l, t, r, b in cells), the picture."""
    count = len(CLASSES)
    classes = np.zeros((count, ROWS, COLUMNS), np.uint8)
    weights = np.repeat(sample.known[:, None, None], ROWS, 1).repeat(COLUMNS, 2).astype(np.float32)
    box = np.zeros((4, ROWS, COLUMNS), np.float32)
    owner = np.full((ROWS, COLUMNS), np.inf)
    ys, xs = (np.arange(ROWS) + 0.5) * STRIDE, (np.arange(COLUMNS) + 0.5) * STRIDE
    for kind, x0, y0, x1, y1 in sample.boxes:
        inside = np.outer((ys > y0) & (ys < y1), (xs > x0) & (xs < x1))
        mx, my = 0.25 * (x1 - x0), 0.25 * (y1 - y0)
        inner = np.outer((ys > y0 + my) & (ys < y1 - my), (xs > x0 + mx) & (xs < x1 - mx))
        cy, cx = min(int((y0 + y1) / 2 / STRIDE), ROWS - 1), min(int((x0 + x1) / 2 / STRIDE), COLUMNS - 1)
        inner[cy, cx] = True
        weights[kind][inside & ~inner & (classes[kind] == 0)] = 0
        classes[kind][inner] = 1
        weights[kind][inner] = 1
        if kind in (EBIKE, BICYCLE, WHEELCHAIR, TROLLEY):
            # Whatever else is known of the picture: this is none of the others.
            for other in (EBIKE, BICYCLE, WHEELCHAIR, TROLLEY):
                if other != kind:
                    weights[other][inner] = 3 if other == EBIKE else np.maximum(weights[other][inner], 1)
        area = (x1 - x0) * (y1 - y0)
        if kind != PERSON:
            mine = inner & (owner > area)
            owner[mine] = area
            for i, edge in enumerate((xs[None, :] - x0, ys[:, None] - y0, x1 - xs[None, :], y1 - ys[:, None])):
                box[i][mine] = np.broadcast_to(edge, (ROWS, COLUMNS))[mine] / STRIDE
    present = np.array([any(b[0] == k for b in sample.boxes) for k in range(count)], np.float32)
    sure = np.maximum(present, sample.known)
    return classes, weights, box, np.stack([present, sure])


def letterbox(picture):
    """As the program shows a picture to the network, and where it lies: scale, x, y."""
    h, w = picture.shape[:2]
    scale = min(WIDTH / w, HEIGHT / h)
    w2, h2 = max(round(w * scale), 1), max(round(h * scale), 1)
    view = np.full((HEIGHT, WIDTH, 3), PADDING, np.uint8)
    x, y = (WIDTH - w2) // 2, (HEIGHT - h2) // 2
    view[y:y + h2, x:x + w2] = cv2.resize(
        picture, (w2, h2), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return view, (scale, x, y)

"""Pictures with and without fire and smoke: reading, scenes, folds, and what training shows of them."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

CLASSES = ("fire", "smoke")
# The network's input: a 16:9 picture with hardly any margin.
WIDTH, HEIGHT, STRIDE = 320, 192, 8
PADDING = 114

# Groups of the still set that show the same scene (seen by eye): one place is never in training and test.
SAME_SCENE = (
    ("fire1_mp4", "fire2_mp4", "smoke1_mp4", "smoke2_mp4", "test1_mp4", "test2_mp4", "test3_mp4", "img_000s",
     "img_100s", "img_200s", "img_300s", "img_400s", "img_500s"),
    ("newsmoke1_mp4", "newsmoke2_mp4", "img_900s", "img_1000s", "img_2000s", "img_2100s", "img_3000s"),
    ("smoke5_mp4", "img_800s"),
    ("pexels-alan-w-8365993_mp4", "pexels-alan-w-8365989_mp4"),
)


@dataclass
class Still:
    path: Path
    source: str
    group: str
    labels: tuple  # (fire, smoke), each 0 or 1
    boxes: np.ndarray = field(default_factory=lambda: np.zeros((0, 5), np.float32))  # class x0 y0 x1 y1, 0…1
    has_boxes: bool = True
    picture: np.ndarray | None = None
    cluster: str = ""


def _boxes(path):
    rows = []
    label = path.with_suffix(".txt")
    if label.is_file():
        for line in label.read_text().splitlines():
            kind, x, y, w, h = (float(v) for v in line.split()[:5])
            rows.append((kind, x - w / 2, y - h / 2, x + w / 2, y + h / 2))
    return np.array(rows, np.float32).reshape(-1, 5)


def stills(data):
    """All labelled stills under `data`/fire, with their pictures."""
    root, found = Path(data) / "fire", []
    with open(root / "index.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] != "image":
                continue
            path = root / row["path"]
            label = row["label"]
            found.append(Still(
                path, row["set"], row["group"], (int(label in ("fire", "both")), int(label in ("smoke", "both"))),
                _boxes(path), row["boxes"] == "yes" or label == "none"))
    for still in found:
        still.picture = cv2.imread(str(still.path))
    found = [still for still in found if still.picture is not None]
    _cluster(found)
    return found


def fire_free(data, sets=("voc",)):
    """Pictures of rooms, people and vehicles that hold no fire: for training only."""
    root, found = Path(data) / "ebike", []
    with open(root / "index.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["set"] in sets:
                picture = cv2.imread(str(root / row["path"]))
                if picture is not None:
                    name = row["set"]
                    found.append(Still(root / row["path"], name, name, (0, 0), picture=picture, cluster=name))
    return found


def fire_free_clips(data, seed=6, every=3.0):
    """Pictures from the clips without fire whose numbers are odd, those the detector's constants are set on, whole
    and in parts, as the detector looks at them: for training only."""
    random, found = np.random.default_rng(seed), []
    for path in sorted((Path(data) / "fire" / "videos").rglob("none-*")):
        if int(path.stem.split("-")[1]) % 2 == 0:
            continue
        clip = cv2.VideoCapture(str(path))
        step, number = max(round(every * clip.get(cv2.CAP_PROP_FPS)), 1), 0
        while clip.grab():
            if number % step == 0:
                _, picture = clip.retrieve()
                h, w = picture.shape[:2]
                views = [picture]
                for share in (0.5, 0.4, 0.4):
                    x, y = random.uniform(0, 1 - share, 2)
                    views.append(picture[int(y * h):int((y + share) * h), int(x * w):int((x + share) * w)])
                for view in views:
                    found.append(Still(Path(f"{path.stem}-{number}"), "clips", path.stem, (0, 0),
                                       picture=np.ascontiguousarray(view), cluster="clips"))
            number += 1
    return found


def dappled(seed=8, count=150):
    """Ground with sunlight through leaves on it, drawn: bright warm spots, but no flames. For training only."""
    random, found = np.random.default_rng(seed), []
    grounds = ((60, 75, 150), (70, 90, 130), (110, 115, 120), (60, 110, 80), (90, 120, 160), (150, 150, 150))
    for number in range(count):
        h, w = 216, 384
        far = np.linspace(0.3, 1, h)[:, None]

        def noise(size):
            rows = cv2.resize(random.normal(0, 1, (h // size + 2, w // size + 2)).astype(np.float32), (w, h),
                              interpolation=cv2.INTER_CUBIC)
            # Farther up everything is smaller, as on ground that is seen aslant.
            ys = np.repeat(np.cumsum(1 / far) / np.sum(1 / far) * (h - 1), w).reshape(h, w).astype(np.float32)
            xs = ((np.arange(w)[None] - w / 2) / far * 0.6 + w / 2).astype(np.float32)
            return cv2.remap(rows, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)

        ground = np.array(grounds[number % len(grounds)], np.float32) * random.uniform(0.6, 1.3)
        lit = 1 / (1 + np.exp(-random.uniform(3, 9) * (noise(int(random.integers(6, 26))) - random.uniform(-0.3, 0.9))))
        shadow = random.uniform(0.15, 0.5)
        light = shadow + (random.uniform(1.2, 2.4) - shadow) * lit
        warm = np.array([random.uniform(0.65, 1.0), random.uniform(0.85, 1.0), 1.0], np.float32)
        texture = 1 + random.uniform(0.03, 0.15) * noise(3) + 0.1 * noise(40)
        picture = ground * (texture * light)[..., None] * (1 + lit[..., None] * (warm - 1))
        picture = np.clip(picture, 0, 255).astype(np.uint8)
        found.append(Still(Path(f"dappled-{number}"), "dappled", "dappled", (0, 0), picture=picture, cluster="dappled"))
    return found


def calm_scenes(rendered, seed=5, blank=60):
    """Facades drawn by the project's own renderer (`render-facades`), and pictures with next to nothing in them: black,
    grey, a gradient, noise, as covered, dark and washed out cameras give them. For training only."""
    random, found = np.random.default_rng(seed), []
    for path in sorted(Path(rendered).glob("*.jpg")):
        found.append(Still(path, "rendered", "rendered", (0, 0), picture=cv2.imread(str(path)), cluster="rendered"))
    for number in range(blank):
        low, high = np.sort(random.uniform(0, 255, (2, 3)), axis=0) if number % 3 else np.tile(
            random.uniform(0, 255, (2, 1)) ** (1 + number % 2), (1, 3)) % 256
        shade = np.linspace(low, high, 180) if number % 2 else np.tile(low, (180, 1))
        picture = np.tile(shade[:, None], (1, 320, 1)) + random.normal(0, random.uniform(0, 12), (180, 320, 1))
        picture = np.clip(picture, 0, 255).astype(np.uint8)
        found.append(Still(Path(f"blank-{number}"), "blank", "blank", (0, 0), picture=picture, cluster="blank"))
    return found


def _cluster(found):
    """Names the scene of each still: its group where groups are scenes, else what looks almost the same."""
    merged = {f"abonia:{name}": f"cctv-{number}" for number, names in enumerate(SAME_SCENE) for name in names}
    by_group = {}
    for still in found:
        if still.source == "cctv":
            still.cluster = merged.get(still.group, still.group)
        else:
            by_group.setdefault(still.group, []).append(still)
    for group, members in by_group.items():
        thumbs = []
        for still in members:
            grey = cv2.cvtColor(cv2.resize(still.picture, (24, 16), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
            flat = grey.astype(np.float32).ravel()
            flat -= flat.mean()
            thumbs.append(flat / max(np.linalg.norm(flat), 1e-3))
        alike = np.stack(thumbs) @ np.stack(thumbs).T > 0.9
        parent = list(range(len(members)))

        def root(i):
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        for i, j in zip(*np.nonzero(np.triu(alike, 1))):
            parent[root(i)] = root(j)
        for i, still in enumerate(members):
            still.cluster = f"{group}-{root(i)}"


def folds(found, count=5, seed=7):
    """The fold of each still: scenes stay together, sources and labels are spread evenly."""
    random = np.random.default_rng(seed)
    clusters = {}
    for i, still in enumerate(found):
        clusters.setdefault(still.cluster, []).append(i)
    order = sorted(clusters, key=lambda name: (-len(clusters[name]), random.random()))
    load = {}
    fold_of = np.zeros(len(found), int)
    for name in order:
        members = clusters[name]
        keys = [(found[i].source, found[i].labels) for i in members]
        cost = [sum(load.get((f, key), 0) for key in keys) + 0.01 * load.get((f, "all"), 0) for f in range(count)]
        fold = int(np.argmin(cost))
        for i, key in zip(members, keys):
            fold_of[i] = fold
            load[(fold, key)] = load.get((fold, key), 0) + 1
            load[(fold, "all")] = load.get((fold, "all"), 0) + 1
    return fold_of


def letterbox(picture, width=WIDTH, height=HEIGHT):
    """As the program shows a picture to the network: whole, centred, grey beside it."""
    h, w = picture.shape[:2]
    scale = min(width / w, height / h)
    w2, h2 = max(round(w * scale), 1), max(round(h * scale), 1)
    canvas = np.full((height, width, 3), PADDING, np.uint8)
    small = cv2.resize(picture, (w2, h2), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x, y = (width - w2) // 2, (height - h2) // 2
    canvas[y:y + h2, x:x + w2] = small
    return canvas


class Augmenter:
    """Pictures as cameras see them: near and far, cropped, grey, dark, blurred, coded."""

    def __init__(self, seed, width=WIDTH, height=HEIGHT):
        self.width, self.height = width, height
        self.random = np.random.default_rng(seed)

    def sample(self, still, plain=False):
        """(picture, cell targets, cell weights, labels): BGR H×W×3, 2×h×w, 2×h×w, 2. `plain`: as the program."""
        r, boxes = self.random, []
        if plain:
            canvas = letterbox(still.picture, self.width, self.height)
            h, w = still.picture.shape[:2]
            scale = min(self.width / w, self.height / h)
            x, y = (self.width - round(w * scale)) // 2, (self.height - round(h * scale)) // 2
            for kind, x0, y0, x1, y1 in still.boxes:
                sx, sy = w * scale, h * scale
                boxes.append((int(kind), x0 * sx + x, y0 * sy + y, x1 * sx + x, y1 * sy + y))
            return canvas, *self._cells(boxes, still.has_boxes), np.array(still.labels, np.float32)
        canvas = np.full((self.height, self.width, 3), PADDING, np.uint8)
        kept = self._place(canvas, still, boxes)
        target, weight = self._cells(boxes, still.has_boxes)
        labels = np.array(still.labels, np.float32)
        if still.has_boxes and not kept:
            # A crop may have lost what the label promises.
            labels = np.array([any(b[0] == c for b in boxes) for c in (0, 1)], np.float32)
        if r.random() < 0.5:
            canvas, target, weight = canvas[:, ::-1], target[:, :, ::-1], weight[:, :, ::-1]
        return self._camera(np.ascontiguousarray(canvas)), target, weight, labels

    def _place(self, view, still, boxes):
        """Draws a picture into a view, larger or smaller; adds the boxes that remain. Whether all is in view."""
        r = self.random
        h, w = view.shape[:2]
        ph, pw = still.picture.shape[:2]
        fit = min(w / pw, h / ph)
        # From half the view, a flame far away, to nearly twice, a piece of it.
        scale = fit * np.exp(r.uniform(np.log(0.5), np.log(1.8)))
        stretch = np.exp(r.uniform(-0.12, 0.12))
        sx, sy = scale * stretch, scale / stretch
        x = r.uniform(min(0, w - pw * sx), max(0, w - pw * sx))
        y = r.uniform(min(0, h - ph * sy), max(0, h - ph * sy))
        source = still.picture
        if scale < 0.6:
            source = cv2.resize(source, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
            matrix = np.float32([[sx / (2 * scale), 0, x], [0, sy / (2 * scale), y]])
        else:
            matrix = np.float32([[sx, 0, x], [0, sy, y]])
        cv2.warpAffine(source, matrix, (w, h), dst=view, borderMode=cv2.BORDER_TRANSPARENT, flags=cv2.INTER_LINEAR)
        for kind, x0, y0, x1, y1 in still.boxes:
            bx0, bx1 = x0 * pw * sx + x, x1 * pw * sx + x
            by0, by1 = y0 * ph * sy + y, y1 * ph * sy + y
            cx0, cx1, cy0, cy1 = max(bx0, 0), min(bx1, w), max(by0, 0), min(by1, h)
            area = max(bx1 - bx0, 1e-3) * max(by1 - by0, 1e-3)
            kept = max(cx1 - cx0, 0) * max(cy1 - cy0, 0) / area
            if kept > 0.15 and cx1 - cx0 > 3 and cy1 - cy0 > 3:
                boxes.append((int(kind), cx0, cy0, cx1, cy1))
        return pw * sx <= w + 1 and ph * sy <= h + 1

    def _cells(self, boxes, known):
        rows, columns = self.height // STRIDE, self.width // STRIDE
        target = np.zeros((2, rows, columns), np.float32)
        weight = np.full((2, rows, columns), 1.0 if known else 0.0, np.float32)
        ys = (np.arange(rows) + 0.5) * STRIDE
        xs = (np.arange(columns) + 0.5) * STRIDE
        for kind, x0, y0, x1, y1 in boxes:
            mx, my = 0.12 * (x1 - x0), 0.12 * (y1 - y0)
            outer = np.outer((ys > y0 - STRIDE) & (ys < y1 + STRIDE), (xs > x0 - STRIDE) & (xs < x1 + STRIDE))
            inner = np.outer((ys > y0 + my) & (ys < y1 - my), (xs > x0 + mx) & (xs < x1 - mx))
            cy, cx = min(int((y0 + y1) / 2 / STRIDE), rows - 1), min(int((x0 + x1) / 2 / STRIDE), columns - 1)
            inner[cy, cx] = True
            # Boxes are loose: what is near their edge is neither.
            weight[kind][outer & ~inner & (target[kind] == 0)] = 0
            target[kind][inner] = 1
            weight[kind][inner] = 1
        return target, weight

    def _camera(self, p):
        r = self.random
        if r.random() < 0.7:
            p = np.clip(p.astype(np.float32) * r.uniform(0.7, 1.3) + r.uniform(-25, 25), 0, 255).astype(np.uint8)
        if r.random() < 0.3:
            gamma = np.exp(r.uniform(-0.5, 0.5))
            p = cv2.LUT(p, (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8))
        if r.random() < 0.3:
            gains = np.exp(r.uniform(-0.12, 0.12, 3)).astype(np.float32)
            p = np.clip(p * gains, 0, 255).astype(np.uint8)
        if r.random() < 0.12:
            grey = cv2.cvtColor(p, cv2.COLOR_BGR2GRAY)
            p = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
        if r.random() < 0.25:
            p = cv2.GaussianBlur(p, (0, 0), r.uniform(0.4, 1.4))
        if r.random() < 0.3:
            noise = r.normal(0, r.uniform(2, 10), p.shape[:2]).astype(np.float32)[:, :, None]
            p = np.clip(p + noise, 0, 255).astype(np.uint8)
        if r.random() < 0.5:
            _, code = cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, int(r.integers(30, 90))])
            p = cv2.imdecode(code, cv2.IMREAD_COLOR)
        return p

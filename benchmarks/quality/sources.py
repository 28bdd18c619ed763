"""Good pictures to begin with, and clips made of pictures."""

import csv
import functools
import subprocess
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

LOOKS = 12
RATE = 5


@dataclass
class Source:
    """What one scene shows; a still becomes a visit by the noise of a sensor."""
    name: str
    kind: str
    paths: list = field(default_factory=list)
    scene: str = ""

    @property
    def half(self):
        """`tune` or `report`, by a checksum of its scene's name."""
        return "tune" if zlib.crc32((self.scene or self.name).encode()) & 1 else "report"

    @property
    def is_still(self):
        return len(self.paths) == 1 and self.paths[0].suffix in (".jpg", ".png")


@functools.cache
def screened():
    """Names of the sources that are plainly faulty themselves."""
    with open(Path(__file__).with_name("screened.csv"), newline="") as file:
        return frozenset(row["source"] for row in csv.DictReader(file) if row["sure"] == "yes")


def size_of(path):
    out = subprocess.check_output(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                                   "stream=width,height", "-of", "csv=p=0", path], text=True)
    width, height = map(int, out.strip().splitlines()[0].strip(",").split(",")[:2])
    return width // 16 * 16, height // 16 * 16


def planes(data, width, height):
    """Pictures of raw 4:2:0 bytes."""
    count, pictures = width * height * 3 // 2, []
    for start in range(0, len(data) - count + 1, count):
        frame = np.frombuffer(data, np.uint8, count, start).astype(np.float32)
        y, rest = frame[:width * height].reshape(height, width), frame[width * height:]
        u, v = rest.reshape(2, height // 2, width // 2)
        pictures.append([y, u, v])
    return pictures


def frames_of(source, random, widest):
    """A visit's good frames, in order."""
    if source.kind == "series":
        return [f for p in source.paths[:LOOKS] for f in read(p, 1, widest)]
    if not source.is_still and source.kind != "fire video":
        return read(source.paths[0], LOOKS, widest, start=0.5)
    # News footage is mostly held in the hand: one picture of it is made a still.
    (picture,) = read(source.paths[0], 1, widest, start=2.0)
    return [[picture[0] + np.float32(1.5) * random.standard_normal(picture[0].shape, np.float32), *picture[1:]]
            for _ in range(LOOKS)]


def read(path, count, widest, start=0.0):
    width, height = size_of(path)
    if width > widest:
        width, height = widest, height * widest // width // 16 * 16
    still = path.suffix in (".jpg", ".png")
    shape = f"scale={width}:{height}:out_color_matrix=bt709:out_range=tv,format=yuv420p"
    early = [] if still else ["-ss", str(start)]
    filters = shape if still else f"fps={RATE},{shape}"
    data = subprocess.check_output(["ffmpeg", "-v", "error", "-threads", "1", *early, "-i", path, "-vf", filters,
                                    "-frames:v", str(count), "-f", "rawvideo", "-"])
    return planes(data, width, height)


def code(pictures, path, rate=RATE, keyframes=LOOKS // 4, crf=26):
    """Writes `pictures` as a camera would send them; visits that follow each other begin with keyframes."""
    height, width = pictures[0][0].shape
    data = b"".join(np.clip(p + 0.5, 0, 255).astype(np.uint8).tobytes() for f in pictures for p in f)
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}",
                    "-r", str(rate), "-i", "-", "-c:v", "libx264", "-preset", "veryfast", "-threads", "1",
                    "-crf", str(crf), "-g", str(keyframes), "-keyint_min", str(keyframes), "-sc_threshold", "0",
                    "-bf", "0", path], input=data, check=True)


def sources(data, scenes=()):
    """Good footage below `data`, at most some of each kind, and rendered `scenes`."""
    data, found = Path(data), []
    throw = data / "throw"
    found.append(Source("tower-trees", "series", sorted((throw / "tower-trees").glob("*.jpg"))))
    for path in sorted(throw.iterdir()):
        if path.suffix in (".mp4", ".avi"):
            found.append(Source(path.stem, "facade", [path]))
    for path in sorted((data / "fire" / "videos").iterdir()):
        found.append(Source(path.stem, "fire video", [path]))
    found += chosen(data / "ebike", ("lobby-press", "voc", "cabin-empty"), "scene", 40)
    found += chosen(data / "fire", ("cctv", "confusers"), "group", 40)
    return found + [Source(p.stem, "rendered", [Path(p)]) for p in scenes]


def chosen(folder, sets, group, most):
    """Stills of `sets`: one of each scene first, evenly spread."""
    rows = [r for r in csv.DictReader(open(folder / "index.csv", newline="")) if r["set"] in sets]
    found = []
    for name in sets:
        of_set = [r for r in rows if r["set"] == name and r.get("label", "none") == "none"]
        step = max(len(of_set) // most, 1)
        for row in of_set[::step][:most]:
            path = folder / row["path"]
            if int(row["width"]) >= 240 and int(row["height"]) >= 160:
                found.append(Source(path.stem, name, [path], row.get(group, "") if name == "cctv" else ""))
    return found

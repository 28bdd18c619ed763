#!/usr/bin/python3
"""What public projects for thrown objects usually do, to compare Tocsin with: OpenCV's MOG2 and a simple rule.

    benchmarks/peers/mog2.py CLIP        one line of JSON: {"seconds", "frames", "incidents": [...]}
    benchmarks/peers/mog2.py rtsp://…    watches until it is ended, a line with the pictures so far each 5 of them

Written for this comparison after the habit of such projects, none of their code: background subtraction in colour at
full size, opening and dilation, contours of a plausible size, nearest-neighbour tracking of their centres with a
constant velocity, and an alarm when a track has moved down far enough and more or less straight. Incidents have the
form that `tocsin-bench watch` prints: seconds of media time, columns as shares of the picture; such projects know no
floors.

One thread throughout, as Tocsin has for one camera, and FFmpeg's decoder through OpenCV likewise. Values were chosen on
the clips of `benchmarks/thrown-objects --scale small --seeds tune` for the best recall with few false alarms; variances
of 16 and 25, histories of 250 and 500, drops of 0.08 to 0.2, 6 and 8 points and gates of 0.025 to 0.05 were tried.
Lengths are shares of the picture's height, so that they hold for 720p and 1080p alike. Needs Debian's python3-opencv.
"""

import json
import math
import os
import sys

# Read by OpenCV when a stream is opened; without it the decoder starts a thread for each core.
os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "threads;1|rtsp_transport;tcp")
import cv2  # noqa: E402

HISTORY = 250           # pictures that the background remembers: 10 s at 25/s
VARIANCE = 25           # squared distance to the background, in variances, from which a pixel is foreground
WARM_UP = 25            # pictures before anything is judged
OPENING = 2             # pixels: a square of this side removes single noisy pixels and leaves things of 3 pixels
DILATION = 5            # pixels: joins what the opening tore apart
SMALLEST, LARGEST = 12, 0.004   # area of a blob after dilation: pixels, share of the picture
MOST_BLOBS = 60         # more in one picture are rain, a light or a shaking camera: the picture is left out
GATE = 0.035            # a blob this far from the predicted place still belongs to the track
GATE_OF_STEP = 0.6      # and this part of the last step more, because a fall gets faster
LOST_AFTER = 4          # pictures without a blob that end a track
LEAST_POINTS = 6        # blobs in a track that rings
LEAST_DROP = 0.12       # of the picture's height
STEEPEST_SIDE = 0.7     # columns moved for each row
LEAST_DOWN = 0.85       # share of the steps that go down
STRAIGHT = 0.012        # rms distance from the straight line through the track
TOGETHER = 1.0          # seconds in which tracks side by side (TOGETHER_APART) are one incident
TOGETHER_APART = 0.08   # of the picture's width


class Track:
    """Places of one moving blob: (seconds, column, row)."""

    def __init__(self, point, rate):
        self.points, self.misses, self.detected, self.rate = [point], 0, None, rate

    def step(self):
        if len(self.points) < 2:
            return 0.0, 0.0
        (t0, x0, y0), (t1, x1, y1) = self.points[-2:]
        # Of one picture, also where some were missed in between.
        pictures = max(1, round((t1 - t0) * self.rate))
        return (x1 - x0) / pictures, (y1 - y0) / pictures

    def predicted(self):
        dx, dy = self.step()
        _, x, y = self.points[-1]
        return x + dx * (self.misses + 1), y + dy * (self.misses + 1)

    def falls(self, height):
        """Whether it moved down, far enough and more or less straight."""
        if len(self.points) < LEAST_POINTS:
            return False
        xs, ys = [x for _, x, _ in self.points], [y for _, _, y in self.points]
        drop, side = ys[-1] - ys[0], abs(xs[-1] - xs[0])
        if drop < LEAST_DROP * height or side > STEEPEST_SIDE * drop:
            return False
        if sum(b > a for a, b in zip(ys, ys[1:])) < LEAST_DOWN * (len(ys) - 1):
            return False
        return off_line(xs, ys) < STRAIGHT * height


def off_line(xs, ys):
    """Root mean square distance in columns from the line x = a + b·y of least squares."""
    count = len(xs)
    x0, y0 = sum(xs) / count, sum(ys) / count
    slope = sum((x - x0) * (y - y0) for x, y in zip(xs, ys)) / (sum((y - y0) ** 2 for y in ys) or 1)
    return math.sqrt(sum((x - x0 - slope * (y - y0)) ** 2 for x, y in zip(xs, ys)) / count)


class Foreground:
    """Centres of what differs from the background."""

    def __init__(self):
        self.model = cv2.createBackgroundSubtractorMOG2(HISTORY, VARIANCE, detectShadows=False)
        self.opening = cv2.getStructuringElement(cv2.MORPH_RECT, (OPENING, OPENING))
        self.dilation = cv2.getStructuringElement(cv2.MORPH_RECT, (DILATION, DILATION))

    def centres(self, picture):
        mask = self.model.apply(picture)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, self.opening)
        mask = cv2.dilate(mask, self.dilation)
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        largest = LARGEST * mask.shape[0] * mask.shape[1]
        boxes = [cv2.boundingRect(contour) for contour in contours if SMALLEST <= cv2.contourArea(contour) <= largest]
        return [(x + w / 2, y + h / 2) for x, y, w, h in boxes] if len(boxes) <= MOST_BLOBS else []


class Tracker:
    """Joins centres of one picture to those of the pictures before, nearest pair first."""

    def __init__(self, height, rate):
        self.height, self.rate, self.tracks, self.fallen = height, rate, [], []

    def add(self, time, centres):
        pairs = []
        for track in self.tracks:
            (px, py), step = track.predicted(), math.hypot(*track.step())
            gate = GATE * self.height + GATE_OF_STEP * step
            for number, (x, y) in enumerate(centres):
                distance = math.hypot(x - px, y - py)
                if distance < gate:
                    pairs.append((distance, id(track), track, number))
        pairs.sort(key=lambda pair: pair[0])
        taken, joined = set(), set()
        for _, key, track, number in pairs:
            if key in joined or number in taken:
                continue
            joined.add(key)
            taken.add(number)
            track.points.append((time, *centres[number]))
            track.misses = 0
            if track.detected is None and track.falls(self.height):
                track.detected = time
                self.fallen.append(track)
        for track in self.tracks:
            track.misses += id(track) not in joined
        self.tracks = [track for track in self.tracks if track.misses <= LOST_AFTER]
        for number, (x, y) in enumerate(centres):
            if number not in taken:
                self.tracks.append(Track((time, x, y), self.rate))


def incidents(tracks, width):
    """Tracks that fell, those side by side at the same time taken together."""
    found = []
    for track in sorted(tracks, key=lambda track: track.points[0][0]):
        xs = [x / width for _, x, _ in track.points]
        new = {"start": track.points[0][0], "end": track.points[-1][0], "detected": track.detected,
               "left": min(xs), "right": max(xs), "floor": None}
        for old in found:
            apart = max(old["left"] - new["right"], new["left"] - old["right"])
            if new["start"] < old["end"] + TOGETHER and apart < TOGETHER_APART:
                old.update(end=max(old["end"], new["end"]), detected=min(old["detected"], new["detected"]),
                           left=min(old["left"], new["left"]), right=max(old["right"], new["right"]))
                break
        else:
            found.append(new)
    return found


def watch(path, tell=lambda frames: None):
    """Everything that fell in the clip at `path`; `tell` hears the number of pictures after each."""
    cv2.setNumThreads(1)
    clip = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    if not clip.isOpened():
        raise SystemExit(f"{path} cannot be opened")
    width, height = clip.get(cv2.CAP_PROP_FRAME_WIDTH), clip.get(cv2.CAP_PROP_FRAME_HEIGHT)
    rate = clip.get(cv2.CAP_PROP_FPS)
    foreground, tracker, frames = Foreground(), Tracker(height, rate), 0
    while True:
        good, picture = clip.read()
        if not good:
            break
        centres = foreground.centres(picture)
        if frames >= WARM_UP:
            tracker.add(frames / rate, centres)
        frames += 1
        tell(frames)
    return {"seconds": frames / rate, "frames": frames, "incidents": incidents(tracker.fallen, width)}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    is_live = sys.argv[1].startswith("rtsp:")
    found = watch(sys.argv[1], lambda frames: is_live and frames % 5 == 0 and print(frames, flush=True))
    print(json.dumps(found))

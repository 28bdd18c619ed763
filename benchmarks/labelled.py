"""Footage with labelled events: reads it, lets `tocsin analyze` watch it, and counts what was found and missed."""

import csv
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from measuring import BUILD, absent, cores
from scoring import quantiles

# The event's kind and the detector that finds it.
DETECTORS = {"thrown-object": "thrown-object", "ebike-in-elevator": "ebike", "fire": "fire", "smoke": "smoke"}
VIDEOS = {".mp4", ".mkv", ".avi", ".mov", ".ts", ".gif"}


@dataclass
class Label:
    """Something that happens in a clip, in seconds from its first picture; to ring at most `within` after its end. Of
    what `lasts` only the begin is known: it goes on, and an alarm after `within` is late, but true."""

    kind: str
    start: float
    end: float
    within: float = 10.0
    lasts: bool = False

    def answers(self, alarm):
        """Whether an alarm is about this; one second of grace before it begins, as people label."""
        return alarm.kind == self.kind and self.start - 1 <= alarm.detected <= self.end + self.within

    def is_shown(self, alarm):
        """Whether an alarm is true, in time or not."""
        return self.answers(alarm) or self.lasts and alarm.kind == self.kind and alarm.detected > self.end


@dataclass
class Alarm:
    kind: str
    detected: float


@dataclass
class Clip:
    path: Path
    labels: list = field(default_factory=list)
    config: Path | None = None


@dataclass
class Seen:
    """What became of one clip. An event is found once, by its first alarm; further ones of it ring twice. One that only
    rang late is among the missed; its alarm is not a false one."""

    clip: Clip
    seconds: float
    found: list
    missed: list
    twice: list
    false: list
    late: list


class Mistake(Exception):
    """What is wrong with a folder of footage, and what to do about it."""


def read_folder(folder):
    """Clips of a folder: its videos, with the events of `events.csv` (video, kind, start, end; seconds). A video
    without a row is one in which nothing happens. `NAME.yaml` beside a video is its camera configuration, `camera.yaml`
    that of all others."""
    table = folder / "events.csv"
    if not table.is_file():
        raise Mistake(f"{table} is not there. It needs a line with video,kind,start,end and one for each event.")
    common = folder / "camera.yaml"
    clips = {}
    for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in VIDEOS):
        own = path.with_suffix(".yaml")
        config = own if own.is_file() else common if common.is_file() else None
        clips[str(path.relative_to(folder))] = Clip(path, config=config)
    if not clips:
        raise Mistake(f"{folder} holds no video ({', '.join(sorted(VIDEOS))}).")
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        lacking = {"video", "kind", "start", "end"} - set(rows.fieldnames or ())
        if lacking:
            raise Mistake(f"{table}: no column {', '.join(sorted(lacking))}.")
        for row in rows:
            place = f"{table}, line {rows.line_num}"
            name, kind = (row["video"] or "").strip(), (row["kind"] or "").strip()
            if name not in clips:
                raise Mistake(f"{place}: there is no video {name} in {folder}.")
            if kind not in DETECTORS:
                raise Mistake(f"{place}: the kind {kind} is none of {', '.join(DETECTORS)}.")
            try:
                start, end = float(row["start"]), float(row["end"])
            except (TypeError, ValueError):
                raise Mistake(f"{place}: start and end are seconds.") from None
            if not 0 <= start <= end:
                raise Mistake(f"{place}: start has to be 0 or later, end not before it.")
            clips[name].labels.append(Label(kind, start, end))
    return list(clips.values())


def watch(clip, kinds):
    """(alarms, seconds of the clip) of one run of `tocsin analyze` with the detectors of `kinds`."""
    config = ["--config", clip.config] if clip.config else []
    detectors = ",".join(DETECTORS[kind] for kind in kinds)
    command = [BUILD / "tocsin", "analyze", clip.path, "--detect", detectors, *config]
    try:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise absent(command[0]) from None
    if done.returncode:
        raise Mistake(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{clip.path} was not analysed.")
    events = [json.loads(line)["data"] for line in done.stdout.splitlines()]
    alarms = [Alarm(each["kind"], each["mediaTime"]["detected"]) for each in events if each["phase"] == "open"]
    return [alarm for alarm in alarms if alarm.kind in kinds], length(clip.path)


def length(path):
    """Seconds of a video; 0 where the file does not say."""
    entries = ["-show_entries", "format=duration", "-of", "csv=p=0"]
    try:
        text = subprocess.check_output(["ffprobe", "-v", "error", *entries, path], text=True).strip()
    except FileNotFoundError:
        raise absent("ffprobe") from None
    except subprocess.CalledProcessError:
        raise Mistake(f"{path} cannot be read.") from None
    return float(text) if text not in ("", "N/A") else 0.0


def compare(clip, alarms, seconds):
    found, late, twice, false = {}, {}, [], []
    for alarm in sorted(alarms, key=lambda alarm: alarm.detected):
        place = next((n for n, label in enumerate(clip.labels) if label.answers(alarm) and n not in found), None)
        if place is not None:
            found[place] = alarm
            continue
        shown = [n for n, label in enumerate(clip.labels) if label.is_shown(alarm)]
        if not shown:
            false.append(alarm)
        elif any(n in found or n in late for n in shown):
            twice.append(alarm)
        else:
            late[shown[0]] = alarm
    missed = [label for number, label in enumerate(clip.labels) if number not in found]
    return Seen(clip, seconds, [(clip.labels[number], alarm) for number, alarm in found.items()], missed, twice, false,
                list(late.values()))


def watch_all(clips, kinds, progress=lambda seen: None):
    """Every clip, as many at a time as there are cores."""
    def one(clip):
        seen = compare(clip, *watch(clip, kinds))
        progress(seen)
        return seen

    with ThreadPoolExecutor(max(1, int(cores()))) as pool:
        return list(pool.map(one, clips))


def row(name, seen, kinds):
    """A line of the table of detectors."""
    labels = sum(label.kind in kinds for each in seen for label in each.clip.labels)
    delays = [alarm.detected - label.start for each in seen for label, alarm in each.found if label.kind in kinds]
    late, twice, false = (sum(alarm.kind in kinds for each in seen for alarm in getattr(each, what))
                          for what in ("late", "twice", "false"))
    return line(name, labels, len(delays), twice, false, sum(each.seconds for each in seen), quantiles(delays), late)


COLUMNS = ["", "events", "found", "recall", "late", "twice", "false", "camera-hours", "false an hour", "delay p50",
           "p95"]


def line(name, events, found, twice, false, seconds, delay, late=0):
    hours = seconds / 3600
    recall = f"{100 * found / events:.1f} %" if events else None
    return [name, events, found, recall, late, twice, false, round(hours, 3), false / hours if hours else None,
            *(round(delay[key], 2) if delay else None for key in ("p50", "p95"))]

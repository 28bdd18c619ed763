"""Footage with labelled events: reads it, lets `tocsin analyze` watch it, and counts what was found and missed."""

import csv
import io
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from measuring import BUILD, absent, cores
from scoring import poisson, quantiles, wilson

# The event's kind and the detector that finds it.
DETECTORS = {"thrown-object": "thrown-object", "ebike-in-elevator": "ebike", "fire": "fire", "smoke": "smoke"}
VIDEOS = {".mp4", ".mkv", ".avi", ".mov", ".ts", ".gif", ".flv", ".m4v", ".mpg", ".mpeg", ".webm", ".3gp", ".dav"}
# Seconds after the end of an event in which it has to ring, where nothing else is said.
WITHIN = {"thrown-object": 2, "ebike-in-elevator": 10, "fire": 10, "smoke": 20}


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

    def away(self, alarm):
        """Seconds between this and what an alarm says of its time; 0 where they overlap."""
        return max(0.0, alarm.start - self.end, self.start - alarm.end)

    def is_shown(self, alarm):
        """Whether an alarm is true, in time or not."""
        return self.answers(alarm) or self.lasts and alarm.kind == self.kind and alarm.detected > self.end


@dataclass
class Alarm:
    """What rang, in seconds of the video: when it was certain, and the time it is about."""

    kind: str
    detected: float
    start: float
    end: float


@dataclass
class Clip:
    """A video; `kinds` is what it is watched for, where not everything."""

    path: Path
    labels: list = field(default_factory=list)
    config: Path | None = None
    name: str = ""
    kinds: set = field(default_factory=set)


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
    kinds: set


class Mistake(Exception):
    """What is wrong with a folder of footage, and what to do about it."""


def read_folder(folder):
    """(clips, files that are none) of a folder: its videos, with the events of `events.csv` (video, kind, start, end;
    seconds). A row without times says that the video is watched for the kind and nothing of it happens. A video
    without a row is watched for everything, and nothing happens. `NAME.yaml` beside a video is its camera
    configuration, `camera.yaml` that of all others."""
    table = folder / "events.csv"
    if not table.is_file():
        raise Mistake(f"{table} is not there. It needs a line with video,kind,start,end and one for each event.")
    common = folder / "camera.yaml"
    clips = {}
    for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in VIDEOS):
        own = path.with_suffix(".yaml")
        config = own if own.is_file() else common if common.is_file() else None
        name = str(path.relative_to(folder))
        clips[name] = Clip(path, config=config, name=name)
    if not clips:
        raise Mistake(f"{folder} holds no video ({', '.join(sorted(VIDEOS))}).")
    read_events(table, folder, clips)
    others = {".csv", ".yaml", ".yml"}
    ignored = sorted(str(each.relative_to(folder)) for each in folder.rglob("*")
                     if each.is_file() and each.suffix.lower() not in VIDEOS | others)
    return list(clips.values()), ignored


def read_events(table, folder, clips):
    """Gives `clips` their labels and kinds."""
    rows = csv.DictReader(io.StringIO(text_of(table), newline=""))
    lacking = {"video", "kind", "start", "end"} - set(rows.fieldnames or ())
    if lacking:
        raise Mistake(f"{table}: no column {', '.join(sorted(lacking))}.")
    # Seconds of videos with events; of each video and kind, where its first row stands and whether it has times.
    lengths, firsts = {}, {}
    for row in rows:
        place = f"{table}, line {rows.line_num}"
        name, kind = (row["video"] or "").strip(), (row["kind"] or "").strip()
        if name not in clips:
            raise Mistake(f"{place}: there is no video {name} in {folder}.")
        if kind not in DETECTORS:
            raise Mistake(f"{place}: the kind {kind} is none of {', '.join(DETECTORS)}.")
        clips[name].kinds.add(kind)
        happens = bool((row["start"] or "").strip() or (row["end"] or "").strip())
        number, before = firsts.setdefault((name, kind), (rows.line_num, happens))
        if happens != before:
            raise Mistake(f"{place}: {name} has {kind} both with times and, here or in line {number}, without, which "
                          "says that it never happens there. Remove one of them.")
        if not happens:
            continue
        try:
            start, end = float(row["start"]), float(row["end"])
        except (TypeError, ValueError):
            raise Mistake(f"{place}: start and end are seconds.") from None
        if not 0 <= start <= end:
            raise Mistake(f"{place}: start has to be 0 or later, end not before it.")
        if name not in lengths:
            lengths[name] = length_if_readable(clips[name].path)
        if lengths[name] and start > lengths[name]:
            raise Mistake(f"{place}: the video ends at {lengths[name]:.1f} s; times are seconds from its first "
                          "picture.")
        clips[name].labels.append(Label(kind, start, end, WITHIN[kind]))


def text_of(table):
    """A table as people save it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return table.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Mistake(f"{table} is neither UTF-8 nor GB18030: save it as UTF-8.")


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
        raise Mistake(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it was not analysed.")
    events = [json.loads(line)["data"] for line in done.stdout.splitlines()]
    alarms = [Alarm(each["kind"], *(each["mediaTime"][key] for key in ("detected", "start", "end")))
              for each in events if each["phase"] == "open"]
    return [alarm for alarm in alarms if alarm.kind in kinds], length(clip.path)


def length(path):
    """Seconds of a video; 0 where the file does not say."""
    entries = ["-show_entries", "format=duration", "-of", "csv=p=0"]
    try:
        text = subprocess.check_output(["ffprobe", "-v", "quiet", *entries, path], text=True).strip()
    except FileNotFoundError:
        raise absent("ffprobe") from None
    except subprocess.CalledProcessError:
        raise Mistake(f"{path} cannot be read.") from None
    return float(text) if text not in ("", "N/A") else 0.0


def length_if_readable(path):
    """0 also where the file cannot be read: that is said when it is to be watched."""
    try:
        return length(path)
    except Mistake:
        return 0.0


def compare(clip, alarms, seconds, kinds):
    found, late, twice, false = {}, {}, [], []
    for alarm in sorted(alarms, key=lambda alarm: alarm.detected):
        # Of several that it may be about, the one at the time it says.
        fits = [n for n, label in enumerate(clip.labels) if label.answers(alarm)]
        place = min(fits, key=lambda n: (clip.labels[n].away(alarm), n in found), default=None)
        if place is not None and place not in found:
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
                list(late.values()), kinds)


def watch_all(clips, kinds, progress=lambda seen: None, failed=None):
    """Every clip, as many at a time as there are cores. One that cannot be watched is told to `failed` and left out;
    without that it ends the run."""
    def one(clip):
        own = sorted(clip.kinds) or kinds
        try:
            seen = compare(clip, *watch(clip, own), set(own))
        except Mistake as mistake:
            if not failed:
                raise
            failed(clip, mistake)
            return None
        progress(seen)
        return seen

    with ThreadPoolExecutor(max(1, int(cores()))) as pool:
        return [seen for seen in pool.map(one, clips) if seen]


def row(name, seen, kinds):
    """A line of the table of detectors, of the clips that were watched for any of `kinds`."""
    seen = [each for each in seen if each.kinds & kinds]
    labels = sum(label.kind in kinds for each in seen for label in each.clip.labels)
    delays = [alarm.detected - label.start for each in seen for label, alarm in each.found if label.kind in kinds]
    late, twice, false = (sum(alarm.kind in kinds for each in seen for alarm in getattr(each, what))
                          for what in ("late", "twice", "false"))
    return line(name, labels, len(delays), twice, false, sum(each.seconds for each in seen), quantiles(delays), late)


COLUMNS = ["", "events", "found", "recall", "95 %", "late", "twice", "false", "camera-hours", "false an hour", "95 % ",
           "delay p50", "p95"]


def line(name, events, found, twice, false, seconds, delay, late=0):
    """With intervals: of recall Wilson's, of false alarms Poisson's."""
    hours = seconds / 3600
    recall = f"{100 * found / events:.1f} %" if events else None
    sure = "{:.0f}…{:.0f} %".format(*(100 * each for each in wilson(found, events))) if events else None
    rate = "{:.3g}…{:.3g}".format(*(each / hours for each in poisson(false))) if hours else None
    return [name, events, found, recall, sure, late, twice, false, round(hours, 3), false / hours if hours else None,
            rate, *(round(delay[key], 2) if delay else None for key in ("p50", "p95"))]

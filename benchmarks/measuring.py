"""What several benchmarks measure with: processor time of a program, frames and seconds of a clip."""

import os
import resource
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "release"
CLIPS = ROOT / ".build" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")


def cpu(command, output=None):
    """Processor seconds of one run, user and system, start-up included; standard output goes to the file `output`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=output or subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def cpu_of(pid):
    """Processor seconds that a running program has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def waited_of(pid):
    """Seconds in which threads of a running program were ready and had no processor: what other work took from it.
    Those of threads that have ended are not in it."""
    waited = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            waited += int((task / "schedstat").read_text().split()[1])
        except OSError:
            continue  # It has just ended.
    return waited / 1e9


def ffmpeg_decode(clip):
    """The command that every cost is compared with: FFmpeg decodes `clip` with one thread and forgets it."""
    return ["ffmpeg", "-v", "error", "-threads", "1", "-i", clip, "-f", "null", "-"]


def frames_and_seconds(clip):
    entries = ["-select_streams", "v:0", "-count_packets", "-show_entries", "stream=nb_read_packets:format=duration"]
    command = ["ffprobe", "-v", "error", *entries, "-of", "default=noprint_wrappers=1:nokey=1", clip]
    count, seconds = subprocess.check_output(command, text=True).split()
    return int(count), float(seconds)


def rendered(clip, command):
    """`clip`, made by `command` unless it is there; half a clip is never left behind."""
    if not clip.exists():
        clip.parent.mkdir(parents=True, exist_ok=True)
        part = clip.with_name("part-" + clip.name)
        subprocess.run([*command, part], check=True, stdout=subprocess.DEVNULL)
        part.replace(clip)
    return clip

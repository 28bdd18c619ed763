"""What several benchmarks measure with: processor time of a program, cores, frames and seconds of a clip."""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def checksum(folders):
    """Eight digits that change with any file of `folders`."""
    found = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.swift")):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:8]


ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "release"
# Clips are kept by what rendered them: a changed scene is rendered anew.
RENDERER = ("Sources/SyntheticScenes", "Sources/tocsin-scenes", "benchmarks/TocsinBench")
CLIPS = ROOT / ".build" / "bench" / f"clips-{checksum(RENDERER)}"
TICKS = os.sysconf("SC_CLK_TCK")


# Seconds after which a program is taken to be stuck, where nothing is known of it.
PATIENCE = 3600


def positive(text):
    """A whole number from 1 on, as an option gives it."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


class Trouble(SystemExit):
    """What went wrong, in words: they end the program unless someone can do without what failed."""


def end_when_told():
    """Makes SIGTERM and SIGHUP leave the program as Ctrl-C does, through everything that has to be ended or written."""
    for told in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(told) is not signal.SIG_IGN:
            signal.signal(told, lambda number, _: sys.exit(128 + number))


def cores():
    """Cores this program may use: those it is bound to, or the quota of its control groups when that is less; whole
    or not."""
    bound = len(os.sched_getaffinity(0))
    return min([bound, *quotas()])


def quotas():
    """Cores that each control group of this program may use, where one is limited."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, own = line.split(":", 2)
        base = Path("/sys/fs/cgroup") / ("" if not controllers else "cpu")
        if controllers and "cpu" not in controllers.split(","):
            continue
        own = base / own.lstrip("/")
        for group in (own, *own.parents):
            if not group.is_relative_to(base):
                break
            if limit := quota(group):
                yield limit


def quota(group):
    """Cores of one control group, of version 2 or 1; nothing where it has no limit or cannot be read."""
    try:
        if (group / "cpu.max").exists():
            most, period = (group / "cpu.max").read_text().split()
        else:
            most, period = ((group / f"cpu.cfs_{name}_us").read_text().strip() for name in ("quota", "period"))
        return int(most) / int(period) if int(most) > 0 else None
    except (OSError, ValueError):
        return None  # "max" is no number.


def absent(program):
    """That `program` is not there, and how it comes."""
    comes = "`make build` builds it" if BUILD in Path(program).parents else "`scripts/setup bench` installs it"
    return Trouble(f"{program} is not there: {comes}")


def tail(text, lines=6):
    return "\n".join(text.strip().splitlines()[-lines:])


def cpu(command, output=None, patience=PATIENCE):
    """Processor seconds of one run, user and system, start-up included; standard output goes to the file `output`. It
    is ended with this program, and after `patience` seconds."""
    command = [str(word) for word in command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        try:
            process = subprocess.Popen(command, stdout=output or subprocess.DEVNULL, stderr=said,
                                       stdin=subprocess.DEVNULL)
        except FileNotFoundError:
            raise absent(command[0]) from None
        with process:
            try:
                status = process.wait(patience)
            except subprocess.TimeoutExpired:
                raise Trouble(f"{command[0]} was not done after {patience:.0f} s and was ended") from None
            finally:
                process.kill()
        if status:
            said.seek(0)
            raise Trouble(f"{command[0]} ended with status {status}:\n{tail(said.read())}")
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
    return ["ffmpeg", "-v", "error", "-threads", "1", "-i", clip, "-an", "-sn", "-dn", "-f", "null", "-"]


def frames_and_seconds(clip):
    entries = ["-select_streams", "v:0", "-count_packets", "-show_entries", "stream=nb_read_packets:format=duration"]
    command = ["ffprobe", "-v", "error", *entries, "-of", "default=noprint_wrappers=1:nokey=1", clip]
    try:
        count, seconds = subprocess.check_output(command, text=True).split()
        return int(count), float(seconds)
    except FileNotFoundError:
        raise absent("ffprobe") from None
    except (subprocess.CalledProcessError, ValueError):
        raise Trouble(f"{clip} is no video that can be read") from None


def rendered(clip, command):
    """`clip`, made by `command` unless it is there; half a clip is never left behind, and two programs that make the
    same one are not in each other's way."""
    if not clip.exists():
        clip.parent.mkdir(parents=True, exist_ok=True)
        part = clip.with_name(f"part-{os.getpid()}-{clip.name}")
        try:
            subprocess.run([*command, part], check=True, stdout=subprocess.DEVNULL)
            part.replace(clip)
        except FileNotFoundError:
            raise absent(command[0]) from None
        except subprocess.CalledProcessError as error:
            raise Trouble(f"{clip.name} cannot be made: {command[0]} ended with status {error.returncode}") from None
        finally:
            # Ended early, the renderer's own part is there.
            for left in (part, part.with_name(f"{part.name}.part")):
                left.unlink(missing_ok=True)
    return clip

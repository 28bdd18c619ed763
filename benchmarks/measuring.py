"""What several benchmarks measure with: processor time of a program, cores, frames and seconds of a clip."""

import contextlib
import hashlib
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
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


# Seconds that the dearest of programs that take turns runs before the next, and the cheapest.
SLICE, LEAST_SLICE = 0.2, 0.01
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


class Turn:
    """A program that runs only while it is its turn."""

    def __init__(self, command, said):
        self.command, self.said, self.seconds = [str(word) for word in command], said, None
        try:
            self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=said,
                                            stdin=subprocess.DEVNULL)
        except FileNotFoundError:
            raise absent(self.command[0]) from None
        # Not by way of `Popen`, which takes the ended process, and with it what it used.
        os.kill(self.process.pid, signal.SIGSTOP)

    def take(self, seconds):
        """Lets it run for so long, or until it is done."""
        os.kill(self.process.pid, signal.SIGCONT)
        end = time.monotonic() + seconds
        while self.seconds is None and time.monotonic() < end:
            time.sleep(min(0.005, seconds / 10))
            self.look()
        if self.seconds is None:
            os.kill(self.process.pid, signal.SIGSTOP)

    def end(self):
        self.process.kill()
        self.process.wait()

    def look(self):
        pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
        if not pid:
            return
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode:
            self.said.seek(0)
            raise Trouble(f"{self.command[0]} ended with status {self.process.returncode}:\n{tail(self.said.read())}")
        self.seconds = usage.ru_utime + usage.ru_stime


def in_turns(commands, shares, patience=PATIENCE):
    """{name: processor seconds} of one run of each of {name: command}, user and system, start-up included.

    They run side by side and one at a time, in slices of a fraction of a second, so that a machine that is slow for a
    while is so for all of them. A slice is as long as `shares` says the program takes beside the others: they end at
    about the same time. What the tail of one that takes longer shows is its own."""
    most, deadline = max(shares.values()), time.monotonic() + patience
    with contextlib.ExitStack() as stack:
        turns = {}
        for name, command in commands.items():
            said = stack.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
            turns[name] = Turn(command, said)
            stack.callback(turns[name].end)
        while waiting := [name for name, turn in turns.items() if turn.seconds is None]:
            for name in waiting:
                if time.monotonic() > deadline:
                    raise Trouble(f"{turns[name].command[0]} was not done after {patience:.0f} s and was ended")
                turns[name].take(max(LEAST_SLICE, SLICE * shares[name] / most))
    return {name: turn.seconds for name, turn in turns.items()}


class Rounds(list):
    """{name: processor seconds} of each round in which programs took turns."""

    def median(self, figure):
        """Of `figure`, which is computed from one round: what is divided there ran in the same moments."""
        return statistics.median(figure(took) for took in self)

    def ratio(self, name, base):
        return self.median(lambda took: took[name] / took[base])

    def medians(self):
        return {name: self.median(lambda took, name=name: took[name]) for name in self[0]}


def rounds_in_turns(commands, rounds, shares, patience=PATIENCE):
    """`Rounds` of `commands`. Slices of the first are as long as `shares` expects, 1 where it does not say, those of
    each other one as the one before shows."""
    found, shares = Rounds(), {name: shares.get(name, 1.0) for name in commands}
    for _ in range(rounds):
        shares = in_turns(commands, shares, patience)
        found.append(shares)
    return found


def cpu_of(pid):
    """Processor seconds that a running program has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def running_seconds(pid):
    """Processor seconds of the threads that a running program has now, to the nanosecond."""
    return of_threads(pid, 0)


def waited_of(pid):
    """Seconds in which threads of a running program were ready and had no processor: what other work took from it.
    Those of threads that have ended are not in it."""
    return of_threads(pid, 1)


def of_threads(pid, field):
    """The sum, in seconds, of one field of what the scheduler keeps of each thread."""
    nanoseconds = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            nanoseconds += int((task / "schedstat").read_text().split()[field])
        except OSError:
            continue  # It has just ended.
    return nanoseconds / 1e9


def ffmpeg_decode(clip):
    """The command that every cost is compared with: FFmpeg decodes `clip` with one thread and forgets it."""
    return ["ffmpeg", "-v", "error", "-threads", "1", "-i", clip, "-an", "-sn", "-dn", "-f", "null", "-"]


class Pace:
    """What FFmpeg takes to decode a picture of `clip` while something else is measured: it runs for a moment of each
    second, so that a host that is slow for a while, or whose cores are shared, is so for both."""

    # Seconds of each second; and until the first picture.
    MOMENT, START = 0.1, 20

    def __init__(self, clip):
        *command, null = ffmpeg_decode(clip)
        place = command.index("-i")
        command[place:place] = ["-stream_loop", "-1"]
        self.progress, self.process = tempfile.NamedTemporaryFile("w+"), None
        self.command = [*command, "-stats_period", "0.01", "-progress", self.progress.name, null]

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        try:
            self.process = subprocess.Popen([str(word) for word in self.command], stdin=subprocess.DEVNULL,
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            raise absent("ffmpeg") from None
        # Its start is not what it takes for a picture.
        deadline = time.monotonic() + self.START
        while not self.frames():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Trouble(f"ffmpeg decoded no picture within {self.START} s")
            time.sleep(0.05)
        self.process.send_signal(signal.SIGSTOP)
        self.began = self.frames(), running_seconds(self.process.pid)

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()
        self.progress.close()

    def frames(self):
        said = Path(self.progress.name).read_text()
        return int(said.rsplit("frame=", 1)[1].split()[0]) if "frame=" in said else 0

    def moment(self):
        self.process.send_signal(signal.SIGCONT)
        time.sleep(self.MOMENT)
        self.process.send_signal(signal.SIGSTOP)

    def seconds(self):
        """Processor seconds a picture; None where there is none."""
        frames = self.frames() - self.began[0]
        if frames <= 0 or self.process.poll() is not None:
            return None
        return (running_seconds(self.process.pid) - self.began[1]) / frames


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

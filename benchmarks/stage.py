"""The stage of a benchmark: RTSP cameras from a real server, and `tocsin run` that watches them."""

import os
import re
import select
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from measuring import BUILD, CLIPS, ROOT, Trouble, absent, cpu_of, end_when_told, rendered, tail

# Columns, rows and kbit/s in H.264; H.265 is sent at half the rate, as recorders are set up.
SIZES = {"360p": (640, 360, 500), "720p": (1280, 720, 2000), "1080p": (1920, 1080, 4000), "4K": (3840, 2160, 12000)}
# Standard deviation of the noise of a sensor, in steps of 8-bit luma.
NOISE = 1.8
LOOP = 20
# Seconds from one keyframe to the next. Cameras begin spread over these: at a site their keyframes come at any moment.
KEYFRAMES = 2
# What a camera is watched for: its detectors, and the scene that suits them. In a lift and before a fire camera nothing
# happens almost all of the time, and that is what such a camera costs.
WATCHES = {
    "thrown-object": (("thrown-object",), "facade-quiet"),
    "lift": (("ebike",), "lift"),
    "fire+smoke": (("fire", "smoke"), "facade-still"),
    "quality": (("quality",), "facade-quiet"),
    "all": (("thrown-object", "ebike", "fire", "smoke", "quality"), "facade-quiet"),
}
# What the RTSP server is made of, as Debian calls it.
SERVER = ("python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-base, gstreamer1.0-plugins-good and "
          "gstreamer1.0-plugins-bad")


def camera_clip(size="360p", codec="h264", scene="facade-quiet", seconds=60):
    """A clip of `seconds` as a recorder sends it: 25 pictures a second, a keyframe each 2 s, a rendered scene of 20 s
    in a loop. It is kept; H.265 is coded from the H.264 of the same scene. The scene `lift` is an empty cabin."""
    kilobits = SIZES[size][2]
    name = f"{scene}-{size}-{kilobits}k-{LOOP}s"
    once = rendered(CLIPS / f"{name}-h264.mp4", scene_command(scene, size, name))
    if codec == "h265":
        params = "keyint=50:min-keyint=50:scenecut=0:open-gop=0:log-level=error"
        once = rendered(CLIPS / f"{name}-h265.mp4",
                        coded(once, kilobits // 2, "libx265 -preset fast -tag:v hvc1 -x265-params " + params))
    loops = ["-stream_loop", str(seconds // LOOP + 1), "-i", once, "-c", "copy", "-t", str(seconds)]
    return rendered(CLIPS / f"{name}-{codec}-{seconds}.mp4", ["ffmpeg", "-v", "error", "-y", *loops])


def scene_command(scene, size, name):
    """What writes the H.264 of a scene. A lift goes through FFmpeg: in its flat, noisy picture the encoder takes every
    sixth picture for the begin of another scene, and only FFmpeg can be told to keep to its two seconds."""
    columns, rows, kilobits = SIZES[size]
    options = f"--seed 21 --seconds {LOOP} --width {columns} --height {rows} --fps 25 --group 50 --noise {NOISE}"
    program = BUILD / "tocsin-scenes"
    if scene != "lift":
        return [program, "render", scene, *options.split(), "--bitrate", str(kilobits), "--output"]
    fine = rendered(CLIPS / f"{name}-fine.mp4",
                    [program, "lift", *options.split(), "--bitrate", str(8 * kilobits), "--output"])
    return coded(fine, kilobits, "libx264 -preset medium -g 50 -bf 0 -sc_threshold 0")


def coded(clip, kilobits, codec):
    """The command that codes `clip` anew at a recorder's rate."""
    rate = f"-b:v {kilobits}k -maxrate {kilobits}k -bufsize {2 * kilobits}k -an"
    return ["ffmpeg", "-v", "error", "-y", "-i", clip, "-c:v", *codec.split(), *rate.split()]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Trouble(f"nothing listens on port {port}")


@dataclass
class Usage:
    """What a process holds at one moment."""

    at: float
    cpu: float
    rss: float
    threads: int
    descriptors: int

    @classmethod
    def of(cls, pid):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            number = {key: int(value) for key, value in re.findall(r"^(VmRSS|Threads):\s+(\d+)", status, re.M)}
            return cls(time.monotonic(), cpu_of(pid), number["VmRSS"] / 1024, number["Threads"],
                       len(os.listdir(f"/proc/{pid}/fd")))
        except (OSError, KeyError):
            raise Trouble(f"process {pid} has ended by itself") from None

    def cores_since(self, earlier):
        return (self.cpu - earlier.cpu) / (self.at - earlier.at)


def parsed(text):
    """Prometheus text as {name: {(("label", "value"), …): number}}."""
    found = {}
    for name, labels, value in re.findall(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$", text, re.M):
        key = tuple(sorted(re.findall(r'([a-z]+)="([^"]*)"', labels)))
        found.setdefault(name, {})[key] = float(value)
    return found


class Service:
    """`tocsin run` on a site."""

    def __init__(self, process, folder, port):
        self.process, self.folder, self.port, self.binary = process, folder, port, BUILD / "tocsin"
        self.token = None

    def wait_until_up(self, seconds=30):
        """Until it listens. Its first start prints a token, others have that of the first."""
        deadline = time.monotonic() + seconds
        out = self.folder / "tocsin.out"
        while time.monotonic() < deadline:
            if found := self.token or re.search(r"tocsin_[A-Za-z0-9_-]+", out.read_text()):
                self.token = self.token or found[0]
                wait_for(self.port, seconds)
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Trouble("tocsin did not start:\n" + tail(self.log()))

    def log(self):
        return (self.folder / "tocsin.err").read_text()

    def check(self):
        """Fails when it has ended, or does within a second."""
        try:
            status = self.process.wait(1)
        except subprocess.TimeoutExpired:
            return
        raise Trouble(f"tocsin ended by itself with status {status}:\n{tail(self.log())}")

    def usage(self):
        try:
            return Usage.of(self.process.pid)
        except Trouble:
            self.check()
            raise

    def metrics(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/metrics",
                                         headers={"Authorization": f"Bearer {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return parsed(answer.read().decode())
        except OSError:
            self.check()
            raise

    def stop(self):
        """Seconds it took to stop. That it had ended before, that it does not end or ends with another status than 0 is
        a failure."""
        if self.process.poll() is not None:
            self.check()
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            raise Trouble(f"tocsin did not stop within 60 s:\n{tail(self.log())}") from None
        if status:
            raise Trouble(f"tocsin, told to stop, ended with status {status}:\n{tail(self.log())}")
        return time.monotonic() - began


class Stage:
    """Processes and a folder that end with it, also when this program is told to end; used with `with`."""

    def __enter__(self):
        end_when_told()
        self.temporary = tempfile.TemporaryDirectory(prefix="tocsin-bench-")
        self.folder, self.processes = Path(self.temporary.name), []
        return self

    def __exit__(self, *_):
        # Whoever is impatient gets no processes left behind for it.
        deaf = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        told = {number: signal.signal(number, signal.SIG_IGN) for number in deaf}
        try:
            for process in reversed(self.processes):
                if process.poll() is None:
                    process.kill()
                process.wait()
            self.temporary.cleanup()
        finally:
            for number, handler in told.items():
                signal.signal(number, handler)

    def start(self, command, name, **options):
        """A process whose output goes to NAME.out and NAME.err of the folder."""
        with open(self.folder / f"{name}.out", "w") as out, open(self.folder / f"{name}.err", "w") as err:
            try:
                process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                           **{"stdout": out, "stderr": err, **options})
            except FileNotFoundError:
                raise absent(command[0]) from None
        self.processes.append(process)
        return process

    def cameras(self, clips, count, codec="h264", name="rtsp", port=0, pinned=()):
        """GStreamer's RTSP server with /cam0 … /cam(count - 1), each of which takes the next clip: (process, port).
        `pinned` are words before its command."""
        script = ROOT / "Tests" / "Servers" / "rtsp_server.py"
        words = [word for clip in clips for word in ("--clip", clip)]
        command = [*pinned, "/usr/bin/python3", script, *words, "--cameras", count, "--codec", codec, "--port", port,
                   "--spread", KEYFRAMES]
        process = self.start(command, name, stdout=subprocess.PIPE, text=True)
        heard, _, _ = select.select([process.stdout], [], [], 20)
        words = process.stdout.readline().split() if heard else []
        if words[:1] != ["port"]:
            said = tail((self.folder / f"{name}.err").read_text())
            raise Trouble(f"the RTSP server does not start; it needs {SERVER}, which `scripts/setup bench` installs:"
                          f"\n{said or 'it said nothing for 20 s'}")
        return process, int(words[1])

    def tocsin(self, site, within=()):
        """`tocsin run` on the lines of a site; the lines every benchmark needs are put before them. `within` are words
        before the command, of a program that becomes it."""
        port = free_port()
        head = ["site: bench", "dataDirectory: ./data", "evidence: {minimumFree: 1MiB}", "outbox: {reserve: 1MiB}",
                f"http: {{port: {port}}}"]
        path = self.folder / "site.yaml"
        path.write_text("\n".join(head + list(site)) + "\n")
        self.command = [*within, BUILD / "tocsin", "run", "--config", path]
        return Service(self.start(self.command, "tocsin"), self.folder, port).wait_until_up()

    def again(self, service):
        """Starts a service anew that was killed."""
        service.process = self.start(self.command, "tocsin")


def watched(port, count, detectors="thrown-object: {}", buffer="{seconds: 15, size: 16MiB}", books=True):
    """Lines of a site with `count` cameras of the server on `port`. Books are kept, as they are by default: what is
    decoded is also examined for faults of the picture; nothing connects to a watched camera besides."""
    if not books:
        yield "books: {enabled: false}"
    yield "cameras:"
    for number in range(count):
        yield f"  - camera: cam{number}"
        yield f"    url: rtsp://127.0.0.1:{port}/cam{number}"
        yield f"    buffer: {buffer}"
        yield f"    detectors: {{{detectors}}}"

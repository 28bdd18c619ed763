"""The stage of a benchmark: RTSP cameras from a real server, and `tocsin run` that watches them."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from measuring import BUILD, CLIPS, ROOT, cpu_of, rendered

# Columns, rows and kbit/s in H.264; H.265 is sent at half the rate, as recorders are set up.
SIZES = {"360p": (640, 360, 500), "720p": (1280, 720, 2000), "1080p": (1920, 1080, 4000), "4K": (3840, 2160, 12000)}
# Standard deviation of the noise of a sensor, in steps of 8-bit luma.
NOISE = 1.8
LOOP = 20


def camera_clip(size="360p", codec="h264", scene="facade-quiet", seconds=60):
    """A clip of `seconds` as a recorder sends it: 25 pictures a second, a keyframe each 2 s, a rendered scene of 20 s
    in a loop. It is kept; H.265 is coded from the H.264 of the same scene."""
    columns, rows, kilobits = SIZES[size]
    name = f"{scene}-{size}-{kilobits}k-{LOOP}s"
    options = f"--seed 21 --seconds {LOOP} --width {columns} --height {rows} --fps 25 --group 50"
    options += f" --bitrate {kilobits} --noise {NOISE} --output"
    once = rendered(CLIPS / f"{name}-h264.mp4", [BUILD / "tocsin-scenes", "render", scene, *options.split()])
    if codec == "h265":
        rate = f"{kilobits // 2}k"
        coding = f"-c:v libx265 -preset fast -b:v {rate} -maxrate {rate} -bufsize {kilobits}k -tag:v hvc1 -an"
        params = "keyint=50:min-keyint=50:scenecut=0:open-gop=0:log-level=error"
        once = rendered(CLIPS / f"{name}-h265.mp4",
                        ["ffmpeg", "-v", "error", "-y", "-i", once, *coding.split(), "-x265-params", params])
    loops = ["-stream_loop", str(seconds // LOOP + 1), "-i", once, "-c", "copy", "-t", str(seconds)]
    return rendered(CLIPS / f"{name}-{codec}-{seconds}.mp4", ["ffmpeg", "-v", "error", "-y", *loops])


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
    raise SystemExit(f"nothing listens on port {port}")


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
        status = Path(f"/proc/{pid}/status").read_text()
        number = {key: int(value) for key, value in re.findall(r"^(VmRSS|Threads):\s+(\d+)", status, re.M)}
        return cls(time.monotonic(), cpu_of(pid), number["VmRSS"] / 1024, number["Threads"],
                   len(os.listdir(f"/proc/{pid}/fd")))

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
        deadline = time.monotonic() + seconds
        out = self.folder / "tocsin.out"
        while time.monotonic() < deadline:
            if found := re.search(r"tocsin_[A-Za-z0-9_-]+", out.read_text()):
                self.token = found[0]
                wait_for(self.port)
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit("tocsin did not start:\n" + self.log()[-2000:])

    def log(self):
        return (self.folder / "tocsin.err").read_text()

    def usage(self):
        return Usage.of(self.process.pid)

    def metrics(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/metrics",
                                         headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return parsed(answer.read().decode())

    def frames(self):
        """Pictures by what became of them, of all cameras: {"received": n, "decoded": n, "overflow": n, …}."""
        found, counts = self.metrics(), {}
        for name, label in (("tocsin_camera_frames_total", "stage"), ("tocsin_camera_frames_dropped_total", "reason")):
            for labels, value in found.get(name, {}).items():
                key = dict(labels)[label]
                counts[key] = counts.get(key, 0) + int(value)
        return counts

    def stop(self):
        """Seconds it took to stop."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        return time.monotonic() - began


class Stage:
    """Processes and a folder that end with it; used with `with`."""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="tocsin-bench-")
        self.folder, self.processes = Path(self.temporary.name), []
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.kill()
            process.wait()
        self.temporary.cleanup()

    def start(self, command, name, **options):
        """A process whose output goes to NAME.out and NAME.err of the folder."""
        with open(self.folder / f"{name}.out", "w") as out, open(self.folder / f"{name}.err", "w") as err:
            process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                       **{"stdout": out, "stderr": err, **options})
        self.processes.append(process)
        return process

    def cameras(self, clips, count, codec="h264", name="rtsp"):
        """GStreamer's RTSP server with /cam0 … /cam(count - 1), each of which takes the next clip: (process, port)."""
        script = ROOT / "Tests" / "Servers" / "rtsp_server.py"
        words = [word for clip in clips for word in ("--clip", clip)]
        command = ["/usr/bin/python3", script, *words, "--cameras", count, "--codec", codec]
        process = self.start(command, name, stdout=subprocess.PIPE, text=True)
        return process, int(process.stdout.readline().split()[1])

    def tocsin(self, site):
        """`tocsin run` on the lines of a site; the lines every benchmark needs are put before them."""
        port = free_port()
        head = ["site: bench", "dataDirectory: ./data", "evidence: {minimumFree: 1MiB}", "outbox: {reserve: 1MiB}",
                f"http: {{port: {port}}}"]
        path = self.folder / "site.yaml"
        path.write_text("\n".join(head + list(site)) + "\n")
        command = [BUILD / "tocsin", "run", "--config", path]
        return Service(self.start(command, "tocsin"), self.folder, port).wait_until_up()


def watched(port, count, detectors="thrown-object: {}", buffer="{seconds: 15, size: 16MiB}"):
    """Lines of a site with `count` cameras of the server on `port`, no books kept."""
    yield "books: {enabled: false}"
    yield "cameras:"
    for number in range(count):
        yield f"  - camera: cam{number}"
        yield f"    url: rtsp://127.0.0.1:{port}/cam{number}"
        yield f"    buffer: {buffer}"
        yield f"    detectors: {{{detectors}}}"

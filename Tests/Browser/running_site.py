"""A site for the browser: real RTSP cameras that play rendered scenes, and `tocsin run` that serves its console."""

import re
import select
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
# Where a fall begins and ends on these: the outline and two floor levels of samples/site.yaml.
FACADE = [[0.0, 1.0], [0.0, 0.8446], [0.3217, 0.1153], [0.6441, 0.1357], [0.9373, 1.0]]
FLOORS = {4: [[0.0311, 0.7741], [0.8707, 0.8037]], 8: [[0.228, 0.3276], [0.7182, 0.3542]],
          12: [[0.3085, 0.1452], [0.6546, 0.1667]]}


class Trouble(SystemExit):
    """What went wrong, in words."""


class Site:
    """Processes and a folder that end with it; used with `with`. `lines` are what its file says of cameras, or
    give that for a site whose cameras have ports."""

    id = "east-garden"

    def __init__(self, program, lines=("cameras: []",), tls=False):
        self.program, self.tls = program, tls
        self.lines = lines if callable(lines) else lambda _: lines

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="tocsin-browser-")
        self.folder, self.processes = Path(self.temporary.name), []
        try:
            self.rtsp = self.start_cameras()
            self.port = free_port()
            self.start_service()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.temporary.cleanup()

    @property
    def address(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def log(self):
        return (self.folder / "tocsin.err").read_text()

    def start(self, command, name, **options):
        with open(self.folder / f"{name}.out", "w") as out, open(self.folder / f"{name}.err", "w") as err:
            process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                       **{"stdout": out, "stderr": err, **options})
        self.processes.append(process)
        return process

    def start_cameras(self):
        """Two cameras that show a fall every 8 s, one that shows none; the port of their server."""
        clips = []
        for name in ("facade-fall", "facade-night-fall", "facade-quiet"):
            clip = self.folder / f"{name}.mp4"
            subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "60", "-i", str(SAMPLES / f"{name}.mp4"),
                            "-c", "copy", str(clip)], check=True, stdin=subprocess.DEVNULL)
            clips += ["--clip", clip]
        server = ROOT / "Tests" / "Servers" / "rtsp_server.py"
        process = self.start(["/usr/bin/python3", server, *clips, "--cameras", "3", "--user", "tocsin",
                              "--password", "hunter2"], "rtsp", stdout=subprocess.PIPE, text=True)
        heard, _, _ = select.select([process.stdout], [], [], 20)
        words = process.stdout.readline().split() if heard else []
        if words[:1] != ["port"]:
            raise Trouble("the RTSP server does not start; `scripts/setup test` installs what it needs")
        return int(words[1])

    def camera(self, number):
        """The address of a camera, without its login (tocsin, hunter2)."""
        return f"rtsp://127.0.0.1:{self.rtsp}/cam{number}"

    def start_service(self):
        http = f"{{port: {self.port}{', tls: {selfSigned: true}' if self.tls else ''}}}"
        head = [f"site: {self.id}", "timeZone: Asia/Shanghai", "dataDirectory: ./data",
                "evidence: {minimumFree: 1MiB, clip: {before: 5, after: 3}}", "outbox: {reserve: 1MiB}",
                f"http: {http}"]
        path = self.folder / "site.yaml"
        path.write_text("\n".join([*head, *self.lines(self)]) + "\n")
        path.chmod(0o600)
        process = self.start([self.program, "run", "--config", path], "tocsin")
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            found = re.search(r"tocsin_[A-Za-z0-9_-]+", (self.folder / "tocsin.out").read_text())
            if found and listens(self.port):
                self.token = found[0]
                return
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise Trouble("tocsin did not start:\n" + self.log()[-2000:])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

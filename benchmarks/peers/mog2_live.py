"""MOG2 and tracking on RTSP cameras: one process of `mog2.py` for each, as such projects are run."""

import importlib.util
import time

from measuring import ROOT

SCRIPT = ROOT / "benchmarks" / "peers" / "mog2.py"
# Seconds over which pictures are counted; they are told in steps of 5.
WINDOW = 2


def missing():
    """What has to be installed; empty when it is there."""
    return "" if importlib.util.find_spec("cv2") else "python3-opencv"


def command(source):
    return ["/usr/bin/python3", SCRIPT, source]


class Pace:
    """Pictures a second of one process, by what it has printed."""

    def __init__(self, path):
        self.path, self.number, self.at, self.rate = path, 0, time.monotonic(), 0.0

    def now(self):
        if (now := time.monotonic()) - self.at >= WINDOW:
            # The last line may be half written.
            number = int((["0", *self.path.read_text().split("\n")[:-1]])[-1])
            self.rate, self.number, self.at = (number - self.number) / (now - self.at), number, now
        return self.rate


def start(stage, point, rtsp, cameras):
    """Its processes, and their pictures a second, for `live.hold`."""
    names = [f"mog2-{number}" for number in range(cameras)]
    processes = [stage.start(command(f"rtsp://127.0.0.1:{rtsp}/cam{number}"), name)
                 for number, name in enumerate(names)]
    paces = [Pace(stage.folder / f"{name}.out") for name in names]
    return processes, lambda: [pace.now() for pace in paces]

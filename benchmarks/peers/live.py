"""Holding RTSP cameras with another program, judged as `hold.hold` judges Tocsin, as far as it lets itself be."""

import time

from hold import ON_THE_AIR, SETTLE, Held
from measuring import Pace, Trouble
from stage import Stage, Usage

# Others count pictures by the whole second, and their clocks are not the camera's.
CUT = 0.04


def hold(start, point, cameras, seconds, least=SETTLE, work=0.0):
    """`start(stage, point, rtsp, cameras)` gives the processes that watch the server on port `rtsp`, and what gives the
    pictures a second of each camera that is on the air. Lag is not known, nor what is missed while an old picture is
    shown again: so each camera has to take `work` cores or more."""
    held, decoded = Held(point, cameras, cut=CUT, least=work), point.clip(point.decoded)
    try:
        with Stage() as stage:
            server, rtsp = stage.cameras([point.stream(seconds)], cameras, point.codec)
            processes, rates = start(stage, point, rtsp, cameras)
            held.unheard = ready(rates, cameras)
            if not held.unheard:
                time.sleep(least)
                with Pace(decoded) as pace:
                    measure(held, processes, server, rates, seconds, pace)
    except (Trouble, OSError) as error:
        held.trouble = str(error)
    return held


def ready(rates, cameras):
    """How many cameras are not on the air after a while."""
    deadline = time.monotonic() + ON_THE_AIR
    while (heard := sum(rate > 0 for rate in rates())) < cameras and time.monotonic() < deadline:
        time.sleep(0.5)
    return cameras - heard


def measure(held, processes, server, rates, seconds, pace):
    """Fills `held` with what the next `seconds` show."""
    began, served, seen = usages(processes), Usage.of(server.pid), []
    while (now := usages(processes))[0].at - began[0].at < seconds:
        pace.moment()
        seen.append(sum(rates()) / held.cameras)
        time.sleep(1 - pace.MOMENT)
    held.seconds, held.memory = now[0].at - began[0].at, sum(each.rss for each in now)
    held.cores = sum(after.cores_since(before) for before, after in zip(began, now))
    held.server = Usage.of(server.pid).cores_since(served)
    held.rate, held.pace = sum(seen) / len(seen), pace.seconds()


def usages(processes):
    return [Usage.of(process.pid) for process in processes]

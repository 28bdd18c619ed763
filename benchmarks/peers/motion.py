"""Debian's `motion` as a peer: it watches RTSP cameras as shipped, and writes nothing.

Fed from a file it goes as fast as `framerate` says, so it is measured on live cameras. Its defaults stay, but for what
makes it keep up with 25 pictures a second, and for what it would write or serve. `motion` has its decoder run on every
picture and its main loop on 25 of them a second; that loop compares pictures about three times a second, whatever the
rate (its log in setup mode shows a new number of changed pixels each eighth picture). No option changes that.
"""

import json
import shutil
import time
import urllib.request

from hold import ON_THE_AIR, SETTLE, Held
from stage import SIZES, Stage, Usage, free_port, wait_for

DOES = "decodes, copies the picture; compares each eighth with its background (3 a second, fixed in the program)"
LOOKS = 3
# Its count of pictures is one of the whole second before, and its clock is not the camera's.
CUT = 0.04


def missing():
    """What has to be installed; empty when it is there."""
    return "" if shutil.which("motion") else "motion"


def configured(folder, size, rtsp, cameras, status):
    """Path of the configuration of `cameras` cameras of the server on port `rtsp`."""
    columns, rows, _ = SIZES[size]
    lines = ["daemon off", "webcontrol_port 0", f"stream_port {status}", "stream_localhost on", "log_level 5"]
    for number in range(cameras):
        camera = folder / f"motion-{number}.conf"
        camera.write_text(f"camera_id {number + 1}\nnetcam_url rtsp://127.0.0.1:{rtsp}/cam{number}\n"
                          "netcam_params rtsp_transport=tcp,capture_rate=30\nframerate 25\n"
                          f"width {columns}\nheight {rows}\nmovie_output off\npicture_output off\n")
        lines.append(f"camera {camera}")
    path = folder / "motion.conf"
    path.write_text("\n".join(lines) + "\n")
    return path


def rates(status):
    """Pictures a second of each camera that is connected; while it starts it hangs up."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{status}/0/status.json", timeout=20) as answer:
            cameras = json.load(answer)["camera_status"]
    except OSError:
        return []
    return [camera["fps"] for camera in cameras if camera["running"] and not camera["lost_connection"]]


def hold(point, cameras, seconds, decode, looking=True):
    """As `hold.hold` for Tocsin. Lag is not known, nor what it missed while it shows an old picture again: so it has to
    take nearly what FFmpeg takes to decode, `decode` cores. Not `looking`: it decodes, and compares nothing."""
    held = Held(point, cameras, cut=CUT, least=0.9 * decode)
    with Stage() as stage:
        server, rtsp = stage.cameras([point.stream(seconds)], cameras, point.codec)
        status = free_port()
        path = configured(stage.folder, point.size, rtsp, cameras, status)
        process = stage.start(["motion", "-n", "-c", path, *([] if looking else ["-m"])], "motion")
        wait_for(status)
        deadline = time.monotonic() + ON_THE_AIR
        while (heard := sum(rate > 0 for rate in rates(status))) < cameras:
            if time.monotonic() > deadline:
                held.unheard = cameras - heard
                return held
            time.sleep(0.5)
        time.sleep(SETTLE)
        began, served, seen = Usage.of(process.pid), Usage.of(server.pid), []
        while (now := Usage.of(process.pid)).at - began.at < seconds:
            seen.append(sum(rates(status)) / cameras)
            time.sleep(1)
        held.seconds, held.cores, held.memory = now.at - began.at, now.cores_since(began), now.rss
        held.server = Usage.of(server.pid).cores_since(served)
        held.rate = sum(seen) / len(seen)
    return held

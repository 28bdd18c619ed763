"""Debian's `motion` as a peer: it watches RTSP cameras as shipped, and writes nothing.

Fed from a file it goes as fast as `framerate` says, so it is measured on live cameras. Its defaults stay, but for what
makes it keep up with 25 pictures a second, and for what it would write or serve. `motion` has its decoder run on every
picture and its main loop on 25 of them a second; that loop compares pictures about three times a second, whatever the
rate (its log in setup mode shows a new number of changed pixels each eighth picture). No option changes that.
"""

import json
import shutil
import urllib.request

from stage import SIZES, free_port, wait_for

DOES = "decodes, copies the picture; compares each eighth with its background (3 a second, fixed in the program)"
LOOKS = 3


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


def start(stage, point, rtsp, cameras, looking=True):
    """Its process, and pictures a second, for `live.hold`. Not `looking`: it decodes, and compares nothing."""
    status = free_port()
    path = configured(stage.folder, point.size, rtsp, cameras, status)
    process = stage.start(["motion", "-n", "-c", path, *([] if looking else ["-m"])], "motion")
    wait_for(status)
    return [process], lambda: rates(status)

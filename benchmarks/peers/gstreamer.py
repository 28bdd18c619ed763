"""GStreamer as a peer: what each pipeline that looks at pictures has to do first, and nothing more."""

import shutil
import subprocess

DOES = "decodes (libav, one thread), scales to 480 columns of grey, forgets"


def missing():
    """What has to be installed; empty when all is there."""
    if not shutil.which("gst-launch-1.0"):
        return "gstreamer1.0-tools"
    known = subprocess.run(["gst-inspect-1.0", "--exists", "avdec_h264"], check=False)
    return "gstreamer1.0-libav" if known.returncode else ""


def command(clip):
    stages = [["filesrc", f"location={clip}"], ["qtdemux"], ["h264parse"], ["avdec_h264", "max-threads=1"],
              ["videoscale"], ["video/x-raw,width=480,height=270"], ["videoconvert"], ["video/x-raw,format=GRAY8"],
              ["fakesink", "sync=false"]]
    words = [word for stage in stages for word in (*stage, "!")][:-1]
    return ["gst-launch-1.0", "-q", *words]

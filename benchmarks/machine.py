"""What a figure depends on: the machine, its system, and the versions of what was measured."""

import os
import platform
import re
import subprocess
import time
from pathlib import Path

from measuring import BUILD, ROOT, cores


def first_line(*command):
    """The first line that a command prints; empty when it cannot be run."""
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=ROOT, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).strip().partition("\n")[0]


def found(path, pattern):
    text = Path(path).read_text() if Path(path).is_file() else ""
    match = re.search(pattern, text, re.M)
    return match[1].strip() if match else "unknown"


def machine():
    """Facts as {what: words}."""
    kilobytes = int(found("/proc/meminfo", r"^MemTotal:\s+(\d+)"))
    changed = " and changes" if first_line("git", "status", "--porcelain", "--untracked-files=no") else ""
    return {
        "processor": found("/proc/cpuinfo", r"^model name\s*:(.*)$"),
        "cores": f"{cores():g}",
        "memory": f"{kilobytes / 1024 / 1024:.1f} GiB",
        "system": found("/etc/os-release", r'^PRETTY_NAME="(.*)"$') + ", Linux " + platform.release(),
        "tocsin": first_line(BUILD / "tocsin", "--version") + ", commit "
        + first_line("git", "rev-parse", "--short", "HEAD") + changed,
        "ffmpeg": first_line("ffmpeg", "-version").partition(" Copyright")[0],
        "load before": f"{os.getloadavg()[0]:.2f}",
        "began": time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
    }

"""Tests of what the benchmarks decide: which events were found, which number of cameras is held, which ratio agrees."""

import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCHMARKS))

"""What a benchmark found: tables, curves, ratios and bars, printed for people and written for `benchmarks/report`."""

import argparse
import json
import math
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path


def json_file(text):
    """What --json names: refused before anything is measured where nothing can be written there."""
    path = Path(text)
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    try:
        is_new = not path.exists()
        path.open("a").close()
        if is_new:
            path.unlink()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be written: {error.strerror}") from None
    return path


@dataclass
class Bar:
    """A figure and the limit that it has to keep."""

    what: str
    value: float
    limit: float
    unit: str
    at_most: bool

    @property
    def holds(self):
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def __str__(self):
        sign = "≤" if self.at_most else "≥"
        return f"{self.what}: {self.value:.4g}{self.unit} (bar {sign} {self.limit:.4g}{self.unit})"


@dataclass
class Table:
    name: str
    columns: list
    rows: list
    note: str = ""


@dataclass
class Curve:
    """Lines over one axis: {name of the line: [(x, y), …]}."""

    name: str
    x: str
    y: str
    lines: dict


@dataclass
class Result:
    """All that one benchmark found. What is added is printed at once, so that a long run shows how it gets on.

    `ratios` are what two runs on one machine have to agree on; `facts` is for machines that read."""

    benchmark: str
    tables: list = field(default_factory=list)
    curves: list = field(default_factory=list)
    bars: list = field(default_factory=list)
    ratios: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    words: list = field(default_factory=list)
    began: float = field(default_factory=time.time)

    def say(self, line):
        """A line that belongs into the report."""
        print(line, flush=True)
        self.words.append(line)

    def table(self, name, columns, rows, note=""):
        """A table; numbers are shown with four digits, texts as they are."""
        rows = [list(row) for row in rows]
        self.tables.append(Table(name, list(columns), rows, note))
        shown = [[str(each) for each in columns]] + [[cell(each) for each in row] for row in rows]
        widths = [max(len(row[at]) for row in shown) for at in range(len(columns))]
        print(f"\n{name}")
        for row in shown:
            first, *rest = (text.ljust(widths[0]) if at == 0 else text.rjust(widths[at]) for at, text in enumerate(row))
            print("  ".join([first, *rest]).rstrip())
        if note:
            print(note)
        print(flush=True)

    def curve(self, name, x, y, lines):
        self.curves.append(Curve(name, x, y, {key: [list(point) for point in points] for key, points in lines.items()}))

    def ratio(self, name, value):
        self.ratios[name] = value

    def bar(self, what, value, limit, unit="", at_most=True):
        self.bars.append(Bar(what, value, limit, unit, at_most))

    @contextmanager
    def kept(self, path):
        """Around the work: when it ends early, in whatever way, what was found until then is written, as a miss."""
        try:
            yield
        except BaseException as error:
            told = isinstance(error, KeyboardInterrupt) or isinstance(error, SystemExit) and isinstance(error.code, int)
            self.say(f"ended early: {'it was told to' if told else error}")
            self.bar("parts that were not measured to the end", 1, 0)
            self.write(path)
            if isinstance(error, KeyboardInterrupt):
                sys.exit(130)
            raise

    def finish(self, path=None, held="every bar held"):
        """Prints what was missed, or `held`, writes the JSON file, and ends the program: 1 when a bar was missed."""
        missed = [bar for bar in self.bars if not bar.holds]
        for bar in missed:
            print("MISSED", bar)
        if not missed and self.bars:
            print(held)
        self.write(path)
        sys.exit(1 if missed else 0)

    def write(self, path):
        """The JSON file, when there is to be one."""
        if path:
            document = {**asdict(self), "seconds": time.time() - self.began}
            document["bars"] = [{**asdict(bar), "holds": bar.holds, "words": str(bar)} for bar in self.bars]
            path.write_text(json.dumps(finite(document), ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def finite(value):
    """The same without numbers that JSON does not know, such as the time of what never came: null."""
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def cell(value):
    """A figure as tables show it."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)

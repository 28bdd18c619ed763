#!/usr/bin/env python3
"""How soon the console shows something, and how much it is: first contentful paint and bytes of the page.

    paint.py PROGRAM [--rounds 9]

Each round is a browser that has never been there, before a service that nobody has logged in to, and one that paints
a single word, which tells how slow the machine is. Exit status 1 when the shortest first contentful paint exceeds that
of the word by 300 ms, or the page, all of its views, 300 KB.
"""

import argparse
import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser import Browser, part  # noqa: E402
from running_site import ROOT, Site  # noqa: E402

WORD = "data:text/html,<p>word</p>"
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
BYTES = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((one) => !one.name.includes('/api/')).reduce((sum, one) => sum + one.encodedBodySize, 0)"""
LONGEST, HEAVIEST = 300, 300_000


def paint(page, address):
    """Milliseconds until `page` shows something of `address`."""
    page.goto(address)
    return page.wait_for_function(PAINT).json_value()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    words, paints = [], []
    with Site(arguments.program) as site, Browser("zh", site.folder) as browser:
        # The first round starts the browser's own processes.
        for _ in range(arguments.rounds + 1):
            page = browser.page()
            words.append(paint(page, WORD))
            page.context.close()
            page = browser.page()
            paints.append(paint(page, site.address))
            part(page, "first-start").wait_for()
            first = page.evaluate(BYTES)
            page.context.close()
    word, shortest = min(words[1:]), min(paints[1:])
    # Packed as it travels; every view, in both languages.
    files = (ROOT / "Sources" / "CConsolePages" / "web").iterdir()
    whole = sum(min(file.stat().st_size, len(gzip.compress(file.read_bytes()))) for file in files)
    print(f"first contentful paint: {shortest:.0f} to {max(paints[1:]):.0f} ms, of a word {word:.0f} to "
          f"{max(words[1:]):.0f} ms ({arguments.rounds} rounds); to begin {first / 1000:.0f} KB, "
          f"all views {whole / 1000:.0f} KB")
    sys.exit(1 if shortest - word > LONGEST or whole > HEAVIEST else 0)


if __name__ == "__main__":
    main()

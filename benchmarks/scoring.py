"""Scores of `tocsin-bench watch`: which falls were found, what was found besides, and the tables made of it."""

import math
from collections import defaultdict

# Recall at this many standard deviations and pixels and above; see the bars in benchmarks/README.md.
RECALL_BARS = ((4, 5, 0.95), (8, 8, 0.99))
SMALLEST = (3, 5, 0.80)
FALSE_AN_HOUR = 0.5
SILENT = ("facade-still",)
DUPLICATES = 0.02
FLOOR_WITHIN_ONE, FLOOR_EXACT, HONEST = 0.98, 0.85, (0.58, 0.78)
DELAY = 1.0


def falls_found(document):
    """Pairs falls with incidents: an incident belongs to the fall that it overlaps most in time, within the fall's
    columns; further ones of the same fall are duplicates, the rest are false alarms."""
    width = document.get("width", 1280)
    found, duplicates, false = {}, 0, []
    for incident in document["incidents"]:
        best = None
        for number, fall in enumerate(document["falls"]):
            overlap = min(incident["end"], fall["end"] + 0.1) - max(incident["start"], fall["start"] - 0.1)
            near = incident["left"] * width < fall["right"] + 40 and incident["right"] * width > fall["left"] - 40
            if overlap > 0 and near and (best is None or overlap > best[0]):
                best = (overlap, number)
        if best is None:
            false.append(incident)
        elif best[1] in found:
            duplicates += 1
        else:
            found[best[1]] = incident
    falls = []
    for number, fall in enumerate(document["falls"]):
        incident = found.get(number)
        entry = {"found": incident is not None, "level": fall["level"], "start": fall["start"]}
        if incident:
            entry["delay"] = incident["detected"] - fall["crossed"] if fall["crossed"] is not None else None
            if incident.get("level") is not None:
                entry["estimate"], entry["deviation"] = incident["level"], incident["deviation"]
                entry["floor"] = incident["floor"]
        falls.append(entry)
    return {"falls": falls, "duplicates": duplicates, "false": false}


def wilson(found, count, z=1.96):
    """The 95 % interval of Wilson's score for `found` of `count`: honest also near 0 and 1 and for few falls."""
    if not count:
        return 0.0, 1.0
    share, spread = found / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def poisson(count):
    """Roughly the 95 % interval of a Poisson mean of which `count` were seen (Byar's approximation)."""
    def bound(k, z):
        return k * (1 - 1 / (9 * k) + z / (3 * math.sqrt(k))) ** 3 if k > 0 else 0.0

    return bound(count, -1.96), bound(count + 1, 1.96)


def share(part, whole):
    return part / whole if whole else None


def summary(results):
    """Everything that the tables show, as plain numbers."""
    cells, kinds = defaultdict(lambda: [0, 0]), defaultdict(lambda: {"seconds": 0.0, "false": 0, "blind": 0.0})
    levels, delays, found, duplicates, false_in_trials, trial_seconds = [], [], 0, 0, 0, 0.0
    for result in results:
        job = result["job"]
        if job["scene"] != "trial":
            kind = kinds[job["scene"] + (" at night" if job["light"] == "night" else "")]
            kind["seconds"] += result["seconds"]
            kind["blind"] += result["blind"]
            kind["false"] += len(result["false"])
            continue
        cell = cells[(job["pixels"], job["sigmas"], job["fps"], job["light"])]
        for fall in result["falls"]:
            cell[0] += fall["found"]
            cell[1] += 1
            found += fall["found"]
            if "estimate" in fall:
                levels.append((fall["estimate"], fall["level"], fall["deviation"], fall["floor"]))
            if fall.get("delay") is not None:
                delays.append(fall["delay"])
        duplicates += result["duplicates"]
        false_in_trials += len(result["false"])
        trial_seconds += result["seconds"]
    return {
        "cells": [{"pixels": p, "sigmas": s, "fps": r, "light": l, "found": c[0], "of": c[1]}
                  for (p, s, r, l), c in sorted(cells.items())],
        "lookAlikes": {
            name: {**kind, "perHour": kind["false"] / kind["seconds"] * 3600} for name, kind in kinds.items()
        },
        "found": found, "duplicates": duplicates,
        "falseInTrials": false_in_trials, "trialSeconds": trial_seconds,
        "floors": floors(levels), "delay": quantiles(delays),
    }


def floors(levels):
    if not levels:
        return None
    whole = [abs(floor - int(level // 1)) for _, level, _, floor in levels]
    errors = [estimate - level for estimate, level, *_ in levels]
    return {
        "count": len(levels), "exact": share(sum(e == 0 for e in whole), len(whole)),
        "withinOne": share(sum(e <= 1 for e in whole), len(whole)),
        "honest": share(sum(abs(e) <= d for e, (_, _, d, _) in zip(errors, levels)), len(levels)),
        "bias": sum(errors) / len(errors), "rms": (sum(e * e for e in errors) / len(errors)) ** 0.5,
        "deviation": sum(d for _, _, d, _ in levels) / len(levels),
    }


def quantiles(values):
    if not values:
        return None
    values = sorted(values)
    shares = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1))
    return {name: values[min(int(q * len(values)), len(values) - 1)] for name, q in shares}


def recall(report, test):
    cells = [cell for cell in report["cells"] if test(cell)]
    return sum(c["found"] for c in cells), sum(c["of"] for c in cells)


def tables(report):
    if report["cells"]:
        yield from recall_table(report)
    if report["lookAlikes"]:
        yield f"{'look-alike':28} {'minutes':>7} {'false alarms':>12} {'an hour':>8} {'blind s':>8}"
        for name, kind in report["lookAlikes"].items():
            minutes = kind["seconds"] / 60
            yield f"{name:28} {minutes:7.1f} {kind['false']:12} {kind['perHour']:8.2f} {kind['blind']:8.1f}"


def recall_table(report):
    sigmas = sorted({cell["sigmas"] for cell in report["cells"]})
    rows = sorted({(cell["light"], cell["fps"]) for cell in report["cells"]})
    yield f"{'recall':>16} " + " ".join(f"{s:>5}σ" for _ in rows for s in sigmas)
    yield f"{'':16} " + " ".join(f"{f'{light} {fps}/s':^{7 * len(sigmas) - 1}}" for light, fps in rows)
    for pixels in sorted({cell["pixels"] for cell in report["cells"]}):
        parts = []
        for (light, fps), s in ((row, s) for row in rows for s in sigmas):
            f, n = recall(report, lambda c: (c["pixels"], c["sigmas"], c["fps"], c["light"]) == (pixels, s, fps, light))
            parts.append(f"{100 * f / n:5.1f}%" if n else "     –")
        yield f"{pixels:>13} px " + " ".join(parts)
    falls = sum(cell["of"] for cell in report["cells"])
    yield (
        f"{falls} falls, {report['found']} found, {report['duplicates']} rang twice; {report['falseInTrials']} false "
        f"in {report['trialSeconds'] / 3600:.2f} h"
    )
    floor, delay = report["floors"], report["delay"]
    if floor:
        yield (
            f"floor exact {floor['exact']:.1%}, within one {floor['withinOne']:.1%} of {floor['count']}; "
            f"error {floor['bias']:+.2f} ± {floor['rms']:.2f} storeys, stated ± {floor['deviation']:.2f}, "
            f"{floor['honest']:.1%} within what is stated"
        )
    if delay:
        yield "seconds from two floors crossed to open: " + ", ".join(f"{k} {v:.2f}" for k, v in delay.items())


def verdicts(report):
    """The bars that are missed, in words."""
    if report["cells"]:
        for pixels, sigmas, bar in RECALL_BARS:
            f, n = recall(report, lambda c: c["pixels"] >= pixels and c["sigmas"] >= sigmas)
            yield from missed(f"recall at ≥ {pixels} px and ≥ {sigmas} σ", f / n if n else 1, bar)
        f, n = recall(report, lambda c: (c["pixels"], c["sigmas"]) == SMALLEST[:2])
        yield from missed(f"recall at {SMALLEST[0]} px and {SMALLEST[1]} σ", f / n if n else 1, SMALLEST[2])
        yield from missed("events that ring once", 1 - report["duplicates"] / max(report["found"], 1), 1 - DUPLICATES)
    for name, kind in report["lookAlikes"].items():
        bar = 0 if name.split()[0] in SILENT else FALSE_AN_HOUR
        if kind["perHour"] > bar:
            yield f"MISSED {name}: {kind['perHour']:.2f} false alarms an hour > {bar}"
    if floor := report["floors"]:
        yield from missed("floor within one", floor["withinOne"], FLOOR_WITHIN_ONE)
        yield from missed("floor exact", floor["exact"], FLOOR_EXACT)
        if not HONEST[0] <= floor["honest"] <= HONEST[1]:
            yield f"MISSED stated deviation: {floor['honest']:.1%} of the errors within it"
    if report["delay"] and report["delay"]["p95"] > DELAY:
        yield f"MISSED delay: p95 {report['delay']['p95']:.2f} s > {DELAY} s"


def missed(name, value, bar):
    if value < bar:
        yield f"MISSED {name}: {value:.1%} < {bar:.0%}"

"""Pictures of what `benchmarks/accuracy` measured: recall over size and contrast, false alarms by look-alike.

Needs matplotlib (Debian: python3-matplotlib; `scripts/setup bench` installs it).
"""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import PercentFormatter  # noqa: E402

from scoring import FALSE_AN_HOUR, SILENT, poisson, recall, wilson  # noqa: E402

# Okabe and Ito's colours, told apart by the colour-blind too; shapes and dashes say the same in grey.
SERIES = (("#D55E00", "o", "--"), ("#0072B2", "s", "-."), ("#009E73", "^", "-"), ("#CC79A7", "D", ":"))
GREY = "#666666"
STYLE = {"font.size": 11, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
         "grid.color": "#e4e4e4", "axes.axisbelow": True, "axes.titlesize": 12, "axes.titleweight": "bold",
         "legend.frameon": False, "errorbar.capsize": 3}


def draw(report, folder):
    """Writes `recall.png` and `false-alarms.png` into `folder`, each where there is something to show."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with plt.rc_context(STYLE):
        if report["cells"]:
            save(recall_curves(report), folder / "recall.png")
        if report["lookAlikes"]:
            save(false_alarms(report["lookAlikes"]), folder / "false-alarms.png")


def save(figure, path):
    figure.savefig(path, dpi=150, facecolor="white")
    plt.close(figure)
    print(f"drawn: {path}")


def recall_curves(report):
    cells = report["cells"]
    lights, rates = sorted({c["light"] for c in cells}), sorted({c["fps"] for c in cells})
    size = max(5.6 * len(rates) + 0.6, 8.6), 3.7 * len(lights) + 1.3
    figure, panels = plt.subplots(
        len(lights), len(rates), figsize=size, sharex=True, sharey=True, squeeze=False)
    for row, light in enumerate(lights):
        for column, rate in enumerate(rates):
            panel(panels[row][column], report, light, rate)
            if row == len(lights) - 1:
                panels[row][column].set_xlabel("diameter at release (pixels)")
        panels[row][0].set_ylabel("falls found")
    falls = sum(c["of"] for c in cells)
    figure.suptitle(
        f"Recall by size and contrast: {falls} falls in rendered scenes, 720p, H.264", fontweight="bold", fontsize=13)
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=len(handles),
                  title="contrast in standard deviations σ of the sensor's noise; bars: 95 % interval (Wilson)")
    inches = figure.get_figheight()
    figure.tight_layout(rect=(0, 0.75 / inches, 1, 1 - 0.1 / inches), h_pad=1.5, w_pad=2)
    return figure


def panel(axes, report, light, rate):
    here = [c for c in report["cells"] if (c["light"], c["fps"]) == (light, rate)]
    sigmas = sorted({c["sigmas"] for c in report["cells"]})
    sizes = sorted({c["pixels"] for c in report["cells"]})
    for number, sigma in enumerate(sigmas):
        colour, marker, dash = SERIES[number % len(SERIES)]
        # A little apart, so that bars at the same size do not hide each other.
        shift = 1 + 0.022 * (number - (len(sigmas) - 1) / 2)
        xs, ys, below, above = [], [], [], []
        for size in sizes:
            found, count = recall({"cells": here}, lambda c: (c["pixels"], c["sigmas"]) == (size, sigma))
            if count:
                low, high = wilson(found, count)
                xs.append(size * shift)
                ys.append(found / count)
                below.append(max(0.0, found / count - low))
                above.append(max(0.0, high - found / count))
        axes.errorbar(xs, ys, yerr=(below, above), color=colour, marker=marker, linestyle=dash, linewidth=1.8,
                      markersize=6, elinewidth=1, label=f"{sigma} σ")
    counts = sorted({c["of"] for c in here})
    each = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}" if counts else "no"
    axes.set_title(f"{light}, {rate:g} pictures/s", loc="left")
    axes.set_title(f"{each} falls a point", loc="right", fontsize=10, fontweight="normal", color=GREY)
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(-0.03, 1.04)
    axes.yaxis.set_major_formatter(PercentFormatter(1))


def duration(seconds):
    return f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"


def false_alarms(kinds):
    order = sorted(kinds, key=lambda name: (kinds[name]["perHour"], name))
    figure, axes = plt.subplots(figsize=(8.6, 0.36 * len(order) + 1.9), layout="constrained")
    limits = [tuple(bound / kinds[n]["seconds"] * 3600 for bound in poisson(kinds[n]["false"])) for n in order]
    # Short runs have wide intervals: the axis follows what was seen, and cuts them off.
    right = max(max(kinds[n]["perHour"] for n in order) * 1.6, 6 * FALSE_AN_HOUR)
    for y, (name, (low, high)) in enumerate(zip(order, limits)):
        kind = kinds[name]
        missed = kind["perHour"] > (0 if name.split()[0] in SILENT else FALSE_AN_HOUR)
        axes.barh(y, kind["perHour"], color="#D55E00" if missed else "#0072B2", height=0.62)
        axes.plot([low, min(high, right)], [y, y], color="#9a9a9a", linewidth=1.2)
        axes.annotate(f"{kind['false']} in {duration(kind['seconds'])}", (1.01, y), va="center", fontsize=9,
                      xycoords=("axes fraction", "data"), color=GREY)
    axes.axvline(FALSE_AN_HOUR, color="#333333", linestyle="--", linewidth=1)
    axes.annotate(f"bar {FALSE_AN_HOUR:g}", (FALSE_AN_HOUR, len(order) - 0.45), ha="center", va="bottom", fontsize=9)
    axes.set_yticks(range(len(order)), [name.removeprefix("facade-") for name in order])
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.set_xlim(0, right)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("false alarms an hour (line: 95 % interval, Poisson, cut off at the edge)")
    axes.set_title("False alarms while only look-alikes move, rendered scenes, 720p, H.264\n", loc="left")
    return figure

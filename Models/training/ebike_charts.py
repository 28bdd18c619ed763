"""Draws the card's chart of the e-bike network, and a sheet of its worst mistakes, from the scores of the folds."""

import argparse
import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import cv2  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

GROUPS = (
    ("one cabin", lambda r: r["source"] == "cabin", True), ("lobbies", lambda r: r["source"] == "lobby-press", True),
    ("Pascal VOC", lambda r: r["source"] == "voc", True),
    ("children's bicycles, same cabin", lambda r: r["source"] == "cabin-bicycle", False),
    ("bicycles, VOC", lambda r: r["source"] == "voc" and r["labels"][1], False),
    ("wheelchairs", lambda r: r["source"].startswith("wheelchair"), False),
    ("people and empty rooms, VOC",
     lambda r: r["source"] == "voc" and not any(r["labels"][k] for k in (0, 1, 2)), False))


def curves(rows, threshold, path):
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    limits = np.linspace(0.02, 0.98, 97)
    for name, test, positive in GROUPS:
        scores = np.array([r["scores"][0] for r in rows if test(r) and bool(r["labels"][0]) == positive])
        if len(scores):
            axis = left if positive else right
            axis.plot(limits, [(scores >= t).mean() * 100 for t in limits], label=f"{name} ({len(scores)})")
    for axis, title in ((left, "E-bikes found, %"), (right, "Others called e-bike, %")):
        axis.axvline(threshold, color="grey", linestyle=":")
        axis.set(xlabel="threshold", title=title, xlim=(0, 1), ylim=(0, 101))
        axis.legend(fontsize=8)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=90)


def gallery(rows, data, path, count=48):
    def wrongness(row):
        return 1 - row["scores"][0] if row["labels"][0] else row["scores"][0]

    tiles = []
    for row in sorted(rows, key=wrongness, reverse=True)[:count]:
        picture = cv2.imread(str(Path(data) / "ebike" / "images" / row["path"]))
        if picture is not None:
            tile = cv2.resize(picture, (240, 150))
            words = f"{row['source']} {'e-bike' if row['labels'][0] else 'none'} {row['scores'][0]:.2f}"
            cv2.putText(tile, words, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 255), 1)
            tiles.append(tile)
    while len(tiles) % 6:
        tiles.append(np.zeros_like(tiles[0]))
    cv2.imwrite(path, np.vstack([np.hstack(tiles[i:i + 6]) for i in range(0, len(tiles), 6)]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scores", required=True)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--chart", help="PNG to write")
    parser.add_argument("--data", help="folder of the pictures, for --gallery")
    parser.add_argument("--gallery", help="PNG of the worst mistakes; it shows people and stays out of the project")
    a = parser.parse_args()
    rows = json.loads(Path(a.scores).read_text())
    if a.chart:
        curves(rows, a.threshold, a.chart)
    if a.gallery:
        gallery(rows, a.data, a.gallery)


if __name__ == "__main__":
    main()

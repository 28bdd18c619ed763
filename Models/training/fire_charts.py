"""Draws what the folds of fire_train.py scored: curves and confusion (--charts, for the card), and the worst mistakes
as a sheet of pictures (--gallery, which shows the training pictures and stays on this machine)."""

import argparse
import json
from pathlib import Path

import cv2
import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

CLASSES = ("fire", "smoke")
COLOURS = {"fire": "#D55E00", "smoke": "#0072B2", "either": "#009E73"}


def curve(labels, scores):
    """Recall over the share of false positives."""
    order = np.argsort(-scores, kind="stable")
    hits = labels[order]
    return np.r_[0, np.cumsum(~hits) / max((~hits).sum(), 1)], np.r_[0, np.cumsum(hits) / max(hits.sum(), 1)]


def charts(rows, thresholds, path):
    labels = np.array([r["labels"] for r in rows], bool)
    scores = np.array([r["scores"][:2] for r in rows])
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4))
    for name, truth, score in (("fire", labels[:, 0], scores[:, 0]), ("smoke", labels[:, 1], scores[:, 1]),
                               ("either", labels.any(1), 1 - (1 - scores).prod(1))):
        x, y = curve(truth, score)
        area = float(((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2).sum())
        left.plot(x, y, color=COLOURS[name], label=f"{name}, AUC {area:.3f}")
    left.set(xlim=(0, 0.3), ylim=(0.6, 1), xlabel="false positives, share of stills without it", ylabel="recall",
             title="Five folds by scene")
    left.legend(loc="lower right", frameon=False)
    left.grid(color="#e4e4e4")
    rings = np.stack([scores[:, i] >= thresholds[name] for i, name in enumerate(CLASSES)], 1)
    kinds = ("neither", "fire", "smoke", "both")
    table = np.zeros((4, 4), int)
    for truth, found in zip(labels @ [1, 2], rings @ [1, 2]):
        table[truth, found] += 1
    right.imshow(table / table.sum(1, keepdims=True).clip(1), cmap="Blues", vmin=0, vmax=1.4)
    for i in range(4):
        for j in range(4):
            right.text(j, i, table[i, j], ha="center", va="center")
    right.set(xticks=range(4), yticks=range(4), xticklabels=kinds, yticklabels=kinds, xlabel="said", ylabel="labelled",
              title="At the shipped thresholds")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    print(f"drawn: {path}")


def gallery(rows, data, path):
    paths = {p.name: p for p in (Path(data) / "fire").rglob("*.jpg")}
    ranked = sorted(rows, key=lambda r: max(abs(r["labels"][i] - r["scores"][i]) for i in (0, 1)), reverse=True)
    tiles = []
    for row in ranked[:48]:
        picture = cv2.resize(cv2.imread(str(paths[row["path"]])), (240, 160))
        said = " ".join(f"{name[0]}{row['scores'][i]:.2f}" for i, name in enumerate(CLASSES))
        truth = "+".join(name for i, name in enumerate(CLASSES) if row["labels"][i]) or "none"
        cv2.rectangle(picture, (0, 0), (240, 16), (0, 0, 0), -1)
        cv2.putText(picture, f"{truth}: {said}", (3, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 255), 1)
        tiles.append(picture)
    cv2.imwrite(str(path), np.concatenate([np.concatenate(tiles[i:i + 8], 1) for i in range(0, 48, 8)]))
    print(f"drawn: {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scores", required=True)
    parser.add_argument("--manifest", default=str(Path(__file__).resolve().parent.parent / "manifest.json"))
    parser.add_argument("--charts", help="PNG to write")
    parser.add_argument("--gallery", help="PNG to write; needs --data")
    parser.add_argument("--data")
    a = parser.parse_args()
    rows = json.loads(Path(a.scores).read_text())
    models = json.loads(Path(a.manifest).read_text())["models"]
    if a.charts:
        charts(rows, next(m["thresholds"] for m in models if m["name"] == "fire-smoke"), a.charts)
    if a.gallery:
        gallery(rows, a.data, a.gallery)


if __name__ == "__main__":
    main()

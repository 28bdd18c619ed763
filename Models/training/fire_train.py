"""Trains the fire and smoke network on stills; with --fold tests it on scenes it never saw."""

import argparse
import json
import time

import numpy as np
import torch
import torch.nn.functional as F

from fire_data import Augmenter, fire_free, folds, letterbox, stills
from fire_model import FireNet, export

BATCH = 32


def batches(found, augmenter, random):
    """One pass; stills without fire and smoke, and cameras, come more often than their number."""
    weights = np.array([(3.0 if s.source == "cctv" else 1.0) * (2.0 if not any(s.labels) else 1.0) *
                        (0.5 if s.source == "voc" else 1.0) for s in found])
    for i in range(0, len(found) // BATCH * BATCH, BATCH):
        chosen = random.choice(len(found), BATCH, p=weights / weights.sum())
        parts = zip(*(augmenter.sample(found[k]) for k in chosen))
        yield [torch.from_numpy(np.stack(part)) for part in parts]


def loss_of(net, batch, frozen):
    x, target, weight, labels = batch
    x = x.to(memory_format=torch.channels_last)
    if frozen:
        with torch.no_grad():
            maps = net.backbone(x)
    else:
        maps = net.backbone(x)
    cells, picture = net.head(maps)
    smooth = 0.03
    each = F.binary_cross_entropy_with_logits(cells, target * (1 - 2 * smooth) + smooth, reduction="none")
    positive, negative = weight * target, weight * (1 - target)
    cell = (each * positive).sum() / positive.sum().clamp(min=1) + \
        4 * (each * negative).sum() / negative.sum().clamp(min=1)
    whole = F.binary_cross_entropy_with_logits(picture, labels * (1 - 2 * smooth) + smooth)
    return 0.3 * cell + whole, float(whole.detach())


def train(net, found, passes, seed, log=print):
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    augmenter = Augmenter(found, seed)
    steps = len(found) // BATCH
    heads = [p for n, p in net.named_parameters() if not n.startswith("backbone")]
    body = list(net.backbone.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": heads, "lr": 2e-3, "top": 2e-3}, {"params": body, "lr": 0, "top": 2e-4}], weight_decay=1e-2)
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    step, total = 0, passes * steps
    for number in range(passes):
        net.train()
        started, sums = time.time(), []
        for batch in batches(found, augmenter, random):
            # The head first, on what COCO taught; then all, with a warm start and a slow end.
            share = step / total
            decay = 0.5 * (1 + np.cos(np.pi * share))
            frozen = number == 0
            optimiser.param_groups[0]["lr"] = 2e-3 * decay
            optimiser.param_groups[1]["lr"] = 0 if frozen else 2e-4 * decay * min((step - steps) / 100 + 0.05, 1)
            loss, whole = loss_of(net, batch, frozen)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimiser.step()
            sums.append((float(loss.detach()), whole))
            step += 1
            rate = min(0.995, step / (step + 20))
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].mul_(rate).add_(v, alpha=1 - rate)
        log(f"pass {number + 1}/{passes}: loss {np.mean(sums, 0)[0]:.3f} picture {np.mean(sums, 0)[1]:.3f} "
            f"in {time.time() - started:.0f} s")
    net.load_state_dict(average)


@torch.no_grad()
def judge(net, found):
    net.eval()
    scores = []
    for i in range(0, len(found), 64):
        x = np.stack([letterbox(s.picture) for s in found[i:i + 64]]).astype(np.float32).transpose(0, 3, 1, 2)
        cells, picture = net(torch.from_numpy(x).to(memory_format=torch.channels_last))
        top = torch.sigmoid(cells).flatten(2).topk(6, 2).values.mean(2)
        scores.append(torch.cat([torch.sigmoid(picture), top], 1).numpy())
    return np.concatenate(scores)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--weights", required=True, help="YOLOX-nano, Apache-2.0")
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int, help="leave this fifth of the scenes out and test on it")
    parser.add_argument("--output", help="where to write the ONNX file")
    parser.add_argument("--scores", help="where to write the test's scores")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    found = stills(a.data)
    fold_of = folds(found)
    chosen = [s for s, f in zip(found, fold_of) if f != a.fold]
    net = FireNet(a.weights).to(memory_format=torch.channels_last)
    train(net, chosen + fire_free(a.data), a.passes, a.seed, lambda line: print(line, flush=True))
    if a.fold is not None:
        test = [s for s, f in zip(found, fold_of) if f == a.fold]
        scores = judge(net, test)
        rows = [{"path": s.path.name, "source": s.source, "cluster": s.cluster, "labels": s.labels,
                 "scores": [round(float(v), 5) for v in row]} for s, row in zip(test, scores)]
        if a.scores:
            json.dump(rows, open(a.scores, "w"))
    if a.output:
        export(net, a.output, 320, 192)


if __name__ == "__main__":
    main()

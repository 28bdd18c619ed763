"""E-bikes: for each cell of 16 × 16 pixels what is there and its box, vetoed by what the picture as a whole shows."""

import torch
import torch.nn.functional as F
from torch import nn

from ebike_data import CLASSES, COLUMNS, HEIGHT, ROWS, WIDTH
from fire_model import write
from lite_body import Crown, Trunk

CHANNELS = 64


class Mix(nn.Module):
    """Each channel with its neighbours, then the channels with each other."""

    def __init__(self):
        super().__init__()
        self.near = nn.Conv2d(CHANNELS, CHANNELS, 5, padding=2, groups=CHANNELS)
        self.across = nn.Conv2d(CHANNELS, CHANNELS, 1)

    def forward(self, x):
        return x + F.relu(self.across(F.relu(self.near(x))))


class Head(nn.Module):
    """What is trained. Out: logits of classes, n × classes × h × w; logarithms of distances to the box's edges in
    cells, n × 4 × h × w; logits of what the picture holds, n × classes."""

    def __init__(self, weights):
        super().__init__()
        count = len(CLASSES)
        self.crown = Crown(weights)
        self.middle = nn.Conv2d(112, CHANNELS, 1)
        self.far = nn.Conv2d(320, CHANNELS, 1)
        self.mix = nn.Sequential(Mix(), Mix())
        self.classes = nn.Conv2d(CHANNELS, count, 1)
        self.edges = nn.Conv2d(CHANNELS, 4, 1)
        self.picture = nn.Linear(2 * 320 + 2 * CHANNELS + count, count)
        nn.init.constant_(self.classes.bias, -3.5)
        nn.init.constant_(self.edges.bias, 0.7)

    def forward(self, middle):
        far = self.crown(middle)
        x = F.interpolate(self.far(far), scale_factor=2.0, mode="nearest") + self.middle(middle)
        x = self.mix(F.relu(x))
        classes = self.classes(x)
        pooled = torch.cat([far.amax((2, 3)), far.mean((2, 3)), x.amax((2, 3)), x.mean((2, 3)),
                            classes.amax((2, 3))], 1)
        return classes, self.edges(x).clamp(-3, 3.5), self.picture(F.dropout(pooled, 0.3, self.training))


class EbikeNet(nn.Module):
    """The whole: RGB (0…255 − 127) / 128 in; out boxes as YOLOX gives them, 1 × cells × (5 + classes).

    In place of objectness stands 1; a class is as likely as the geometric mean of cell and picture."""

    def __init__(self, trunk, head):
        super().__init__()
        self.trunk, self.head = trunk, head

    def forward(self, pictures):
        _, middle = self.trunk(pictures)
        classes, edges, picture = self.head(middle)
        return decode(classes, edges, picture)


def decode(classes, edges, picture):
    count, cells = len(CLASSES), ROWS * COLUMNS
    scores = torch.sqrt(torch.sigmoid(classes) * torch.sigmoid(picture).reshape(-1, count, 1, 1) + 1e-8)
    reach = torch.exp(edges)
    left, top, right, bottom = reach[:, 0:1], reach[:, 1:2], reach[:, 2:3], reach[:, 3:4]
    # From the cell's corner, as YOLOX counts; the distances are from its middle.
    x, y = (right - left) * 0.5 + 0.5, (bottom - top) * 0.5 + 0.5
    w, h = torch.log(left + right), torch.log(top + bottom)
    sure = torch.ones_like(x)
    out = torch.cat([x, y, w, h, sure, scores], 1)
    return out.reshape(-1, 5 + count, cells).permute(0, 2, 1)


def make(weights):
    """A trunk, which stays, and a head to be trained."""
    return Trunk(weights).eval().requires_grad_(False), Head(weights)


def export(trunk, head, path):
    """Writes ONNX, opset 10, static shapes, weights of 16 bits."""
    write(EbikeNet(trunk, head).eval(), path, WIDTH, HEIGHT, ["boxes"])

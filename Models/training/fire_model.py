"""Fire and smoke: one probability for each cell of 8×8 pixels and one for the picture, of each."""

import warnings

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from lite_body import Crown, Trunk

CHANNELS = 24


class Head(nn.Module):
    """What is trained: the crown of the body, cells, picture. Outputs logits, in the order fire, smoke."""

    def __init__(self, weights):
        super().__init__()
        self.crown = Crown(weights)
        self.near = nn.Conv2d(40, CHANNELS, 1)
        self.middle = nn.Conv2d(112, CHANNELS, 1)
        self.far = nn.Conv2d(320, CHANNELS, 1)
        self.mix = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1, groups=CHANNELS)
        self.blend = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.cells = nn.Conv2d(CHANNELS, 2, 1)
        self.picture = nn.Conv2d(2 * 320 + 2 * CHANNELS + 2, 2, 1)
        nn.init.constant_(self.cells.bias, -3.0)

    def forward(self, near, middle):
        far = self.crown(middle)
        up = F.interpolate(self.far(far), scale_factor=2.0, mode="nearest") + self.middle(middle)
        x = F.interpolate(up, scale_factor=2.0, mode="nearest") + self.near(near)
        x = F.relu(self.mix(F.relu(x)))
        x = F.relu(self.blend(x))
        cells = self.cells(x)
        pooled = torch.cat([
            F.adaptive_max_pool2d(far, 1), F.adaptive_avg_pool2d(far, 1), F.adaptive_max_pool2d(x, 1),
            F.adaptive_avg_pool2d(x, 1), F.adaptive_max_pool2d(cells, 1)], 1)
        return cells, self.picture(F.dropout(pooled, 0.3, self.training)).flatten(1)


class FireNet(nn.Module):
    """The whole: RGB (0…255 − 127) / 128 in, probabilities `cells` 1×2×h×w and `picture` 1×2 out."""

    def __init__(self, trunk, head):
        super().__init__()
        self.trunk, self.head = trunk, head

    def forward(self, pictures):
        cells, picture = self.head(*self.trunk(pictures))
        return torch.sigmoid(cells), torch.sigmoid(picture)


def make(weights):
    """A trunk, which stays, and a head to be trained."""
    return Trunk(weights).eval().requires_grad_(False), Head(weights)


def export(trunk, head, path, width, height):
    """Writes the network of fire and smoke."""
    write(FireNet(trunk, head).eval(), path, width, height, ["cells", "picture"])


def write(net, path, width, height, outputs):
    """Writes ONNX, opset 10, static shapes, weights of 16 bits, which is half the size."""
    with warnings.catch_warnings():
        # The exporter by tracing knows opset 10, whose Clip OpenCV 4.6 reads; its successor does not.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net, (torch.zeros(1, 3, height, width),), str(path), opset_version=10, dynamo=False,
            input_names=["picture_in"], output_names=outputs, do_constant_folding=True)
    model = onnx.load(str(path))
    _join_padding(model.graph)
    _halve(model.graph)
    _shorten(model.graph)
    model.producer_name = "tocsin"
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _join_padding(graph):
    """Gives uneven padding to the convolutions themselves: OpenCV 4.6 cannot read it as the exporter writes it."""
    pads = {node.output[0]: node for node in graph.node if node.op_type == "Pad"}
    for node in graph.node:
        if node.op_type == "Conv" and node.input[0] in pads:
            size = next(a.ints[0] for a in node.attribute if a.name == "kernel_shape")
            before = (size - 2) // 2
            after = size - 2 - before
            next(a for a in node.attribute if a.name == "pads").ints[:] = [before, before, after, after]
            node.input[0] = pads[node.input[0]].input[0]
    while True:
        used = {name for node in graph.node for name in node.input} | {value.name for value in graph.output}
        unused = [node for node in graph.node if not used.intersection(node.output)]
        if not unused:
            break
        for node in unused:
            graph.node.remove(node)
    for tensor in [t for t in graph.initializer if t.name not in used]:
        graph.initializer.remove(tensor)


def _halve(graph):
    """Keeps large weights in 16 bits, widened where they are used; arithmetic stays as it was."""
    casts = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 512:
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f"{tensor.name}.half")
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
    for node in reversed(casts):
        graph.node.insert(0, node)


def _shorten(graph):
    """Gives short names to all within: the exporter's are a hundredth of the file."""
    fixed = {value.name for value in graph.input} | {value.name for value in graph.output}
    names = {}

    def short(name):
        return name if not name or name in fixed else names.setdefault(name, f"t{len(names)}")

    for tensor in graph.initializer:
        tensor.name = short(tensor.name)
    for node in graph.node:
        node.name, node.doc_string = "", ""
        node.input[:] = [short(name) for name in node.input]
        node.output[:] = [short(name) for name in node.output]
    del graph.value_info[:]

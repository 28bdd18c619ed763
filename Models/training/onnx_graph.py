"""A published ONNX detector as a PyTorch module that can be trained, and back again.

Only the few kinds of operator that occur in such networks are known. Reading and writing are our own so that the graph
that was published, and no exporter's idea of it, is what is shipped.
"""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper
from torch import nn


def _attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


class OnnxBackbone(nn.Module):
    """The part of an ONNX graph that leads to `outputs`; floats with two axes or more and their biases are trained."""

    def __init__(self, path, outputs):
        super().__init__()
        self.model = onnx.load(str(path))
        graph = self.model.graph
        self.outputs = list(outputs)
        self.input = graph.input[0].name
        makers = {name: node for node in graph.node for name in node.output}
        needed, stack = set(), list(outputs)
        while stack:
            node = makers.get(stack.pop())
            if node is not None and node.output[0] not in needed:
                needed.add(node.output[0])
                stack += list(node.input)
        self.nodes = [node for node in graph.node if node.output[0] in needed]
        constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.constants, self.weights, used = {}, nn.ParameterDict(), set()
        for node in self.nodes:
            used.update(node.input)
            if node.op_type == "Conv":
                for name in node.input[1:]:
                    self.weights["w" + name] = nn.Parameter(torch.from_numpy(constants[name].copy()))
        for name in used & set(constants):
            if "w" + name not in self.weights:
                self.constants[name] = constants[name]
        self.plans = [(n.op_type, list(n.input), n.output[0], _attributes(n)) for n in self.nodes]

    def forward(self, pictures):
        values = {self.input: pictures}
        for kind, inputs, output, a in self.plans:
            x = values[inputs[0]] if inputs[0] in values else None
            if kind == "Conv":
                pads = a["pads"]
                values[output] = F.conv2d(
                    x, self.weights["w" + inputs[1]], self.weights["w" + inputs[2]], stride=a["strides"],
                    padding=pads[:2], dilation=a["dilations"], groups=a["group"])
            elif kind == "Sigmoid":
                values[output] = torch.sigmoid(x)
            elif kind == "Mul":
                values[output] = x * values[inputs[1]]
            elif kind == "Add":
                values[output] = x + values[inputs[1]]
            elif kind == "Concat":
                values[output] = torch.cat([values[i] for i in inputs], a["axis"])
            elif kind == "MaxPool":
                values[output] = F.max_pool2d(x, a["kernel_shape"], a["strides"], a["pads"][0])
            elif kind == "Resize":
                values[output] = F.interpolate(x, scale_factor=2, mode="nearest")
            elif kind == "Slice":
                start, end, axis, step = (int(self.constants[i].ravel()[0]) for i in inputs[1:5])
                index = [slice(None)] * x.dim()
                index[axis] = slice(start, end if end < 2**31 - 1 else None, step)
                values[output] = x[tuple(index)]
            else:
                raise ValueError(f"no operator {kind}")
        return [values[name] for name in self.outputs]

    def written(self):
        """Nodes and initialisers as they are now."""
        tensors = [
            numpy_helper.from_array(p.detach().contiguous().numpy().astype(np.float32), name[1:])
            for name, p in self.weights.items()
        ]
        tensors += [numpy_helper.from_array(value, name) for name, value in self.constants.items()]
        return self.nodes, tensors


def yolox_pyramid(path):
    """Names of the three maps (strides 8, 16, 32) that a YOLOX detector's heads look at."""
    nodes = onnx.load(str(path)).graph.node
    makers = {name: node for node in nodes for name in node.output}
    found = []
    for node in nodes:
        # A head ends where its three branches are put side by side. Up from there to its stem, the convolution that
        # reads what the pyramid made of two maps put together: concatenation, convolution, activation.
        if node.op_type != "Concat" or len(node.input) != 3 or makers[node.input[0]].op_type != "Conv":
            continue
        at = node.input[0]
        while at not in found:
            maker = makers[at]
            above = makers.get(maker.input[0])
            if maker.op_type == "Conv" and above is not None and above.op_type == "Mul":
                source = makers[makers[above.input[0]].input[0]]
                if source.op_type == "Concat" and len(source.input) == 2:
                    found.append(maker.input[0])
                    break
            at = maker.input[0]
    return found

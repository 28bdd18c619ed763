"""Fire and smoke: a detector's backbone, one probability for each cell of 8×8 pixels, one for the picture, of each."""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from onnx_graph import OnnxBackbone, yolox_pyramid

CHANNELS = 48


class FireNet(nn.Module):
    """Outputs logits: cells 2×(H/8)×(W/8) and picture 2, in the order fire, smoke."""

    def __init__(self, weights):
        super().__init__()
        self.backbone = OnnxBackbone(weights, yolox_pyramid(weights))
        self.near = nn.Conv2d(64, CHANNELS, 1)
        self.middle = nn.Conv2d(128, CHANNELS, 1)
        self.far = nn.Conv2d(256, CHANNELS, 1)
        self.mix = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1, groups=CHANNELS)
        self.blend = nn.Conv2d(CHANNELS, CHANNELS, 1)
        self.cells = nn.Conv2d(CHANNELS, 2, 1)
        self.hidden = nn.Conv2d(2 * CHANNELS + 2 + 256, 48, 1)
        self.picture = nn.Conv2d(48, 2, 1)
        nn.init.constant_(self.cells.bias, -3.0)

    def head(self, maps):
        near, middle, far = maps
        up = F.interpolate(self.far(far), scale_factor=2, mode="nearest") + self.middle(middle)
        x = F.interpolate(up, scale_factor=2, mode="nearest") + self.near(near)
        x = F.relu(self.mix(F.relu(x)))
        x = F.relu(self.blend(x))
        cells = self.cells(x)
        pooled = torch.cat([
            F.adaptive_max_pool2d(x, 1), F.adaptive_avg_pool2d(x, 1), F.adaptive_max_pool2d(cells, 1),
            F.adaptive_avg_pool2d(far, 1)], 1)
        picture = self.picture(F.dropout(F.relu(self.hidden(pooled)), 0.3, self.training))
        return cells, picture.flatten(1)

    def forward(self, pictures):
        return self.head(self.backbone(pictures))


def export(net, path, width, height):
    """Writes `net` as ONNX, opset 11, static shapes; outputs are probabilities: `cells` 1×2×h×w and `picture` 1×2."""
    nodes, tensors = net.backbone.written()
    near, middle, far = net.backbone.outputs

    def conv(name, module, source):
        tensors.append(numpy_helper.from_array(module.weight.detach().numpy(), f"{name}.weight"))
        tensors.append(numpy_helper.from_array(module.bias.detach().numpy(), f"{name}.bias"))
        k = module.kernel_size[0]
        nodes.append(helper.make_node(
            "Conv", [source, f"{name}.weight", f"{name}.bias"], [name], kernel_shape=[k, k],
            pads=[k // 2] * 4, strides=[1, 1], dilations=[1, 1], group=module.groups))
        return name

    def add(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    tensors.append(numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "twice"))
    tensors.append(numpy_helper.from_array(np.array([], np.float32), "roi"))

    def double(source, output):
        return add("Resize", [source, "roi", "twice"], output, mode="nearest",
                   coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    nodes = list(nodes)
    up = add("Add", [double(conv("far", net.far, far), "far2"), conv("middle", net.middle, middle)], "up")
    x = add("Relu", [add("Add", [double(up, "up2"), conv("near", net.near, near)], "sum")], "sum_relu")
    x = add("Relu", [conv("mix", net.mix, x)], "mix_relu")
    x = add("Relu", [conv("blend", net.blend, x)], "blend_relu")
    logits = conv("cell_logits", net.cells, x)
    add("Sigmoid", [logits], "cells")
    pooled = add("Concat", [
        add("GlobalMaxPool", [x], "max"), add("GlobalAveragePool", [x], "mean"),
        add("GlobalMaxPool", [logits], "peak"), add("GlobalAveragePool", [far], "far_mean")], "pooled", axis=1)
    hidden = add("Relu", [conv("hidden", net.hidden, pooled)], "hidden_relu")
    add("Sigmoid", [add("Flatten", [conv("picture_logits", net.picture, hidden)], "flat", axis=1)], "picture")
    graph = helper.make_graph(
        nodes, "fire-smoke",
        [helper.make_tensor_value_info(net.backbone.input, TensorProto.FLOAT, [1, 3, height, width])],
        [helper.make_tensor_value_info("cells", TensorProto.FLOAT, [1, 2, height // 8, width // 8]),
         helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 2])], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], producer_name="tocsin")
    model.ir_version = 6
    onnx.checker.check_model(model)
    onnx.save(model, str(path))

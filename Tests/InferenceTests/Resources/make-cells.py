#!/usr/bin/env python3
"""Makes cells.onnx, a tiny network for the tests: needs the package onnx. Weights are random with a fixed seed."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEIGHT = 64, 32
random = np.random.default_rng(1)


def weights(name, *shape):
    return numpy_helper.from_array(random.normal(0, 0.02, shape).astype(np.float32), name)


def conv(inputs, output, size, stride):
    return helper.make_node(
        "Conv", inputs, [output], kernel_shape=[size, size], strides=[stride, stride], pads=[size // 2] * 4)


nodes = [
    conv(["images", "w1", "b1"], "c1", 3, 2), helper.make_node("Sigmoid", ["c1"], ["s1"]),
    helper.make_node("Mul", ["c1", "s1"], ["m1"]), conv(["m1", "w2", "b2"], "logits", 3, 4),
    helper.make_node("Sigmoid", ["logits"], ["cells"]), helper.make_node("GlobalMaxPool", ["logits"], ["peak"]),
    helper.make_node("Flatten", ["peak"], ["flat"], axis=1), helper.make_node("Sigmoid", ["flat"], ["picture"]),
]
tensors = [weights("w1", 8, 3, 3, 3), weights("b1", 8), weights("w2", 2, 8, 3, 3), weights("b2", 2)]
graph = helper.make_graph(
    nodes, "cells", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])],
    [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 2]),
     helper.make_tensor_value_info("cells", TensorProto.FLOAT, [1, 2, HEIGHT // 8, WIDTH // 8])], tensors)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], producer_name="tocsin")
model.ir_version = 6
onnx.checker.check_model(model)
onnx.save(model, str(Path(__file__).with_name("cells.onnx")))

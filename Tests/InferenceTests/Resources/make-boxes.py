#!/usr/bin/env python3
"""Makes boxes.onnx, a tiny detector in the form of YOLOX for the tests: needs the package onnx. Its weights are random,
with a fixed seed."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEIGHT, CLASSES = 64, 32, 2
random = np.random.default_rng(2)
step = 5 + CLASSES
nodes, tensors, grids = [], [], []


def add(kind, inputs, output, **attributes):
    nodes.append(helper.make_node(kind, inputs, [output], **attributes))
    return output


def constant(name, array):
    tensors.append(numpy_helper.from_array(array, name))
    return name


flat = constant("flat", np.array([1, step, -1], np.int64))
for stride in (8, 16, 32):
    weights = constant(f"w{stride}", random.normal(0, 0.002, (step, 3, 3, 3)).astype(np.float32))
    bias = constant(f"b{stride}", random.normal(0, 0.3, step).astype(np.float32))
    raw = add("Conv", ["images", weights, bias], f"raw{stride}", kernel_shape=[3, 3], strides=[stride, stride],
              pads=[1, 1, 1, 1])
    box, rest = f"box{stride}", f"rest{stride}"
    nodes.append(helper.make_node("Split", [raw], [box, rest], axis=1, split=[4, step - 4]))
    likely = add("Sigmoid", [rest], f"likely{stride}")
    both = add("Concat", [box, likely], f"both{stride}", axis=1)
    grids.append(add("Reshape", [both, flat], f"grid{stride}"))
joined = add("Concat", grids, "joined", axis=2)
add("Transpose", [joined], "output", perm=[0, 2, 1])

count = sum((WIDTH // s) * (HEIGHT // s) for s in (8, 16, 32))
graph = helper.make_graph(
    nodes, "boxes", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])],
    [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, count, step])], tensors)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], producer_name="tocsin")
model.ir_version = 6
onnx.checker.check_model(model)
onnx.save(model, str(Path(__file__).with_name("boxes.onnx")))

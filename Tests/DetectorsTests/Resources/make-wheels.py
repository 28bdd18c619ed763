#!/usr/bin/env python3
"""Makes wheels.onnx for the tests of lifts: red is an e-bike, green a bicycle, blue a person. Needs onnx.

In: red, green, blue, 0…255. Out: boxes as YOLOX gives them, of one size, one for each cell of 32 × 32 pixels.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEIGHT, CELL = 320, 192, 32
ROWS, COLUMNS = HEIGHT // CELL, WIDTH // CELL

# One colour above the mean of the others, in a fifth of the cell and more.
weight = np.full((3, 3, 8, 8), -0.05 / 64, np.float32)
for colour in range(3):
    weight[colour, colour] = 0.1 / 64
# Offset of the centre 0.5, 0.5; width and height 1.6 cells; something is there: 1.
fixed = np.zeros((1, 5, ROWS, COLUMNS), np.float32)
fixed[0, :2], fixed[0, 2:4], fixed[0, 4] = 0.5, np.log(1.6), 1
nodes = [
    helper.make_node("Conv", ["images", "w", "b"], ["fine"], kernel_shape=[8, 8], strides=[8, 8]),
    helper.make_node("AveragePool", ["fine"], ["logits"], kernel_shape=[4, 4], strides=[4, 4]),
    helper.make_node("Sigmoid", ["logits"], ["classes"]),
    helper.make_node("Concat", ["fixed", "classes"], ["all"], axis=1),
    helper.make_node("Reshape", ["all", "shape"], ["rows"]),
    helper.make_node("Transpose", ["rows"], ["boxes"], perm=[0, 2, 1]),
]
tensors = [numpy_helper.from_array(weight, "w"), numpy_helper.from_array(np.full(3, -3.2, np.float32), "b"),
           numpy_helper.from_array(fixed, "fixed"),
           numpy_helper.from_array(np.array([1, 8, ROWS * COLUMNS], np.int64), "shape")]
graph = helper.make_graph(
    nodes, "wheels", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])],
    [helper.make_tensor_value_info("boxes", TensorProto.FLOAT, [1, ROWS * COLUMNS, 8])], tensors)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 10)], producer_name="tocsin")
model.ir_version = 6
onnx.checker.check_model(model)
onnx.save(model, str(Path(__file__).with_name("wheels.onnx")))

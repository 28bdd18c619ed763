#!/usr/bin/env python3
"""Makes colours.onnx for the tests: "fire" is what is much redder than blue, "smoke" is pale grey. Needs onnx.

The weights are kept in 16 bits, as in the models that are shipped.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEIGHT = 320, 192

# In: red, green, blue, 0…255. Fire: red − blue above 80. Smoke: green above 215.
weight = np.zeros((2, 3, 8, 8), np.float16)
weight[0, 0], weight[0, 2] = 0.05 / 64, -0.05 / 64
weight[1, 1] = 0.2 / 64
nodes = [
    helper.make_node("Cast", ["w.half"], ["w"], to=TensorProto.FLOAT),
    helper.make_node("Conv", ["images", "w", "b"], ["logits"], kernel_shape=[8, 8], strides=[8, 8]),
    helper.make_node("Sigmoid", ["logits"], ["cells"]), helper.make_node("GlobalMaxPool", ["logits"], ["peak"]),
    helper.make_node("Flatten", ["peak"], ["flat"], axis=1), helper.make_node("Sigmoid", ["flat"], ["picture"]),
]
tensors = [numpy_helper.from_array(weight, "w.half"),
           numpy_helper.from_array(np.array([-4, -43], np.float32), "b")]
graph = helper.make_graph(
    nodes, "colours", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])],
    [helper.make_tensor_value_info("cells", TensorProto.FLOAT, [1, 2, HEIGHT // 8, WIDTH // 8]),
     helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 2])], tensors)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 10)], producer_name="tocsin")
model.ir_version = 6
onnx.checker.check_model(model)
onnx.save(model, str(Path(__file__).with_name("colours.onnx")))

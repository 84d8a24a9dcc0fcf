"""Turns the stored encoder back into a folder that `make.py` can go on from: its int8 weights as floats, its tokenizer, its configuration.

Not part of the product. `python models/encoder/weights.py FOLDER`; what int8 has rounded stays rounded. The vectors of
ten messages by these floats and by the int8 file itself had cosines of 0.99 and more.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

LAYERS, WIDTH = 6, 384
DENSE = ("attention.output.dense", "intermediate.dense", "output.dense")
"""The products of a layer beside its attention, in the order in which they are computed."""
CONFIGURATION = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "hidden_size": WIDTH,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
    "max_position_embeddings": 512,
}


def main(folder: Path) -> None:
    """Writes config.json, model.safetensors and tokenizer.json into `folder`."""
    here = Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    weights = read(here / "model.onnx")
    words = len(weights["embeddings.word_embeddings.weight"])
    (folder / "config.json").write_text(json.dumps({**CONFIGURATION, "vocab_size": words}), encoding="utf-8")
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    shutil.copy(here / "tokenizer.json", folder)


def read(file: Path) -> dict[str, np.ndarray]:
    """The weights of the encoder by their names in the published model, as floats."""
    graph = onnx.load(str(file)).graph
    stored = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}

    def whole(name: str) -> np.ndarray:
        numbers, zero = (stored[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point"))
        return (numbers - zero) * stored[f"{name}_scale"]

    weights = {
        name.removeprefix("encoder."): values
        for name, values in stored.items()
        if name.startswith("encoder.") and values.dtype == np.float32 and not name.endswith("_scale")
    }
    for kind in ("word", "position", "token_type"):
        weights[f"embeddings.{kind}_embeddings.weight"] = whole(f"encoder.embeddings.{kind}_embeddings.weight")
    products = [node.input[1].removesuffix("_quantized") for node in graph.node if node.op_type == "MatMulInteger"]
    for layer in range(LAYERS):
        of_layer = f"encoder.layer.{layer}"
        together, biases = whole(f"Attention_{layer}_qkv_weight"), stored[f"Attention_{layer}_qkv_bias"]
        for number, part in enumerate(("query", "key", "value")):
            columns = slice(number * WIDTH, (number + 1) * WIDTH)
            weights[f"{of_layer}.attention.self.{part}.weight"] = together[:, columns].T
            weights[f"{of_layer}.attention.self.{part}.bias"] = biases[columns]
        for number, part in enumerate(DENSE):
            weights[f"{of_layer}.{part}.weight"] = whole(products[len(DENSE) * layer + number]).T
    return {name: np.ascontiguousarray(values, dtype=np.float32) for name, values in weights.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))

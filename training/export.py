"""Writes a trained parser as one ONNX file.

Weights are stored in 8 bits. What a layer reads is put into 8 bits too, each word piece by a scale of its own, so that
the scores of a word do not depend on what else is read, nor on how many threads there are.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from kg.parse.feedforward import LAYERS
from kg.parse.network import OUTPUTS
from kg.parse.soundness import HAPPENING
from training.encoders import Pretrained
from training.model import Layer, Parser
from training.options import Options
from training.train import loaded

_OPSET = 21
_LEAST = 64
"""Matrices with fewer rows or columns stay as they are."""
_MATRIX = 2  # dimensions
_BIAS = 2  # the input of a product that is added to it


class Runner(nn.Module):
    """The network for texts of as many word pieces as each other, without padding, as plain products of matrices."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser

    def forward(self, pieces: Tensor, first: Tensor, shape: Tensor, tag: Tensor) -> tuple[Tensor, ...]:
        """Of each word what scores of arcs and labels are products of, the score of a sentence start, and the state.

        ``pieces`` are [text, piece], the places in ``first`` count on from text to text. The score of an arc is the
        product of ``below`` of the word and ``above`` of the head; that of a label the product of ``label_below``
        [word, label, width] and ``label_above``, and the last column is added.
        """
        parser, encoder = self.parser, self.parser.encoder
        x = encoder.words(pieces) + encoder.places.weight[: pieces.shape[1]] + encoder.kind
        x = encoder.norm(x.flatten(0, 1))
        near = None
        if encoder.distances is not None:
            places = torch.arange(pieces.shape[1])
            away = places[None] - places[:, None] + (encoder.places.num_embeddings - 1)
            near = encoder.bias().index_select(0, away.flatten()).view(*away.shape, -1).permute(2, 0, 1)
        for layer in encoder.layers:
            x = _layer(layer, x, pieces.shape, near)
        states = x.index_select(0, first)
        x = torch.cat([states, parser.shape(shape), parser.tag(tag)], dim=-1)
        below, above, label_below, label_above = (
            functional.gelu(_linear(part, x))
            for part in (parser.arc_below, parser.arc_above, parser.label_below, parser.label_above)
        )
        both = parser.labeller.both  # [label, below + 1, above + 1]
        labels, width = both.shape[0], both.shape[1] - 1
        flat = both.permute(1, 0, 2).reshape(width + 1, -1)
        left = (label_below @ flat[:-1] + flat[-1]).view(-1, labels, width + 1)
        return (
            below @ parser.arc[:-1] + parser.arc[-1],
            above,
            left,
            label_above,
            _linear(parser.start, x)[:, 0],
            states,
        )


def _linear(part: nn.Linear, x: Tensor) -> Tensor:
    return x @ part.weight.T + part.bias


def _layer(layer: Layer, x: Tensor, shape: torch.Size, near: Tensor | None) -> Tensor:
    """The states of the word pieces of all texts, one below the other; each attends to those of its own text.

    ``near`` [head, piece, piece] is added to the scores of attention.
    """
    width = x.shape[-1]
    parts = (layer.query, layer.key, layer.value)
    weight, bias = torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts])
    query, key, value = (x @ weight.T + bias).view(*shape, 3, layer.heads, -1).permute(2, 0, 3, 1, 4)
    scores = query @ key.transpose(-1, -2) * (width // layer.heads) ** -0.5
    if near is not None:
        scores = scores + near
    mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(-1, width)
    x = layer.mixed_norm(x + _linear(layer.mixed, mixed))
    return layer.norm(x + _linear(layer.down, functional.gelu(_linear(layer.up, x))))


def plain(parser: Parser, path: Path) -> None:
    """Write the network in 32 bits, constants folded."""
    texts, pieces, words = (torch.export.Dim(name, min=2, max=512) for name in ("texts", "pieces", "words"))
    example = (
        torch.randint(1000, 20000, (3, 40)),
        torch.arange(90),
        torch.ones(90, dtype=torch.long),
        torch.ones(90, dtype=torch.long),
    )
    program = torch.onnx.export(
        Runner(parser).eval(),
        example,
        dynamo=True,
        opset_version=_OPSET,
        dynamic_shapes=({0: texts, 1: pieces}, {0: words}, {0: words}, {0: words}),
        input_names=["pieces", "first", "shape", "tag"],
        output_names=list(OUTPUTS),
    )
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # as kg.parse.network does
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        program.save(f"{folder}/raw.onnx")
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(path)
        onnxruntime.InferenceSession(f"{folder}/raw.onnx", options, providers=["CPUExecutionProvider"])


def small(model: onnx.ModelProto) -> onnx.ModelProto:
    """The network with its matrices in 8 bits."""
    known = {one.name: one for one in model.graph.initializer}
    build = _Small(known)
    nodes = [new for node in model.graph.node for new in build.nodes(node)]
    used = {name for node in nodes for name in node.input}
    del model.graph.node[:]
    del model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(one for one in [*known.values(), *build.made] if one.name in used)
    del model.graph.value_info[:]
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model


class _Small:
    def __init__(self, known: dict[str, onnx.TensorProto]) -> None:
        self.known = known
        self.read: set[str] = set()
        constants = {
            "one": np.float32(1),
            "share": np.float32(1 / 127),
            "least": np.float32(1e-9),
            "none": np.float32(0),
            "middle": np.float32(128),
            "zero": np.uint8(128),
            "last": np.array([-1], np.int64),
        }
        self.made = [numpy_helper.from_array(np.asarray(value), f"kg_{name}") for name, value in constants.items()]

    def nodes(self, node: onnx.NodeProto) -> Iterator[onnx.NodeProto]:
        """A node, or what stands for it."""
        right = self.known.get(node.input[1]) if len(node.input) > 1 else None
        is_product = node.op_type in {"MatMul", "Gemm"} and right is not None
        if is_product and right is not None and len(right.dims) == _MATRIX and min(right.dims) >= _LEAST:
            yield from self._product(node, right)
            return
        table = self.known.get(node.input[0]) if node.input else None
        if node.op_type == "Gather" and table is not None and len(table.dims) == _MATRIX and min(table.dims) >= _LEAST:
            yield from self._table(node, table)
            return
        yield node

    def _add(self, name: str, value: NDArray[np.float32] | NDArray[np.int8]) -> None:
        if name not in {one.name for one in self.made}:
            self.made.append(numpy_helper.from_array(value, name))

    def _product(self, node: onnx.NodeProto, right: onnx.TensorProto) -> Iterator[onnx.NodeProto]:
        x, out = node.input[0], node.output[0]
        matrix = numpy_helper.to_array(right)
        if any(one.name == "transB" and one.i for one in node.attribute):
            matrix = matrix.T
        scale = np.abs(matrix).max(axis=0) / 127 + 1e-12
        self._add(f"{right.name}__int8", np.round(matrix / scale).astype(np.int8))
        self._add(f"{right.name}__scale", scale.astype(np.float32))
        if x not in self.read:
            self.read.add(x)
            yield from _quantized(x)
        product = f"{out}__product"
        yield helper.make_node(
            "MatMulIntegerToFloat",
            [f"{x}__int8", f"{right.name}__int8", "kg_one", f"{right.name}__scale", "kg_zero"],
            [product],
            domain="com.microsoft",
        )
        bias = node.input[_BIAS] if len(node.input) > _BIAS else ""
        yield helper.make_node("Mul", [product, f"{x}__rows"], [f"{out}__scaled" if bias else out])
        if bias:
            yield helper.make_node("Add", [f"{out}__scaled", bias], [out])

    def _table(self, node: onnx.NodeProto, table: onnx.TensorProto) -> Iterator[onnx.NodeProto]:
        rows, out = numpy_helper.to_array(table), node.output[0]
        scale = np.abs(rows).max(axis=1, keepdims=True) / 127 + 1e-12
        self._add(f"{table.name}__int8", np.round(rows / scale).astype(np.int8))
        self._add(f"{table.name}__scale", scale.astype(np.float32))
        for kind in ("int8", "scale"):
            yield helper.make_node("Gather", [f"{table.name}__{kind}", node.input[1]], [f"{out}__{kind}"])
        yield helper.make_node("Cast", [f"{out}__int8"], [f"{out}__plain"], to=TensorProto.FLOAT)
        yield helper.make_node("Mul", [f"{out}__plain", f"{out}__scale"], [out])


def _quantized(x: str) -> Iterator[onnx.NodeProto]:
    """Each row in 8 bits, by its own largest value."""
    yield helper.make_node("Abs", [x], [f"{x}__abs"])
    yield helper.make_node("ReduceMax", [f"{x}__abs", "kg_last"], [f"{x}__max"], keepdims=0)
    yield helper.make_node("Mul", [f"{x}__max", "kg_share"], [f"{x}__share"])
    yield helper.make_node("Add", [f"{x}__share", "kg_least"], [f"{x}__scale"])
    yield helper.make_node("Mul", [f"{x}__scale", "kg_none"], [f"{x}__nil"])
    yield helper.make_node("Add", [f"{x}__nil", "kg_middle"], [f"{x}__mid"])
    yield helper.make_node("Cast", [f"{x}__mid"], [f"{x}__zero"], to=TensorProto.UINT8)
    yield helper.make_node("QuantizeLinear", [x, f"{x}__scale", f"{x}__zero"], [f"{x}__int8"], axis=0)
    yield helper.make_node("Unsqueeze", [f"{x}__scale", "kg_last"], [f"{x}__rows"])


def export(parser: Parser, about: dict[str, str], path: Path) -> None:
    """Write a parser in 8 bits, with what is said about it."""
    with tempfile.TemporaryDirectory() as folder:
        plain(parser, Path(folder) / "plain.onnx")
        model = small(onnx.load(f"{folder}/plain.onnx"))
    helper.set_model_props(model, about)
    onnx.save(model, path)


def write(checkpoint: Path, options: Options) -> None:
    """Export a checkpoint to ``parser.onnx``, with labels, tags and tokenizer in the file."""
    parser, found, labels, tags = loaded(checkpoint)
    write_happening(found, options)
    tokenizer = json.loads(Pretrained.of(options.encoder, options.layers).tokenizer)
    tokenizer["truncation"] = tokenizer["padding"] = None
    about = {
        "labels": json.dumps(labels),
        "tags": json.dumps(tags),
        "version": options.name,
        "tokenizer": json.dumps(tokenizer, separators=(",", ":")),
    }
    export(parser.eval(), about, options.out / "parser.onnx")


def write_happening(found: nn.ModuleDict, options: Options) -> None:
    """Write the head that the program runs beside the parser (``kg.parse.soundness``)."""
    parts = (
        found.firmness.hidden.weight.T,
        found.firmness.hidden.bias,
        found.firmness.out.weight.T,
        found.firmness.out.bias,
    )
    arrays = {name: part.detach().numpy().astype(np.float16) for name, part in zip(LAYERS, parts, strict=True)}
    told = {"parser": np.array(options.name), "names": np.array(("happened", "denied"))}
    np.savez_compressed(options.out / HAPPENING, allow_pickle=False, **arrays, **told)

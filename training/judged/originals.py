"""Puts the texts of the judged statements together from the data sets that they came from, as far as these are at hand.

``python -m training.judged.originals FOLDER... --out texts.jsonl`` looks through treebanks in CoNLL-U, GAP's tables and
JSON Lines with ``id`` and ``text``; a text counts only where its digest is that of ``data/judged/texts.jsonl``.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from training.judged.rows import texts

_TEXT = re.compile(r"^# text = (.*)$", re.MULTILINE)
_SHORT = 3000
"""Characters of the texts of ECB+ that were judged."""


def main() -> None:
    """Find, check, write; tell how many of each source are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    wanted = texts()
    found: dict[str, dict[str, object]] = {}
    for path in sorted(path for folder in options.folders for path in folder.rglob("*")):
        for name, text in _texts(path):
            known = wanted.get(name)
            if known is not None and sha256(text.encode()).hexdigest().startswith(known.sha256):
                found[name] = {"id": name, "date": known.date, "text": text}
    rows = [json.dumps(found[name], ensure_ascii=False) + "\n" for name in sorted(found)]
    options.out.write_text("".join(rows), encoding="utf-8")
    print(f"{len(found)} of {len(wanted)} texts")


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Texts of a file by the ids that they may have."""
    match path.suffix:
        case ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                one = json.loads(line)
                if isinstance(one.get("text"), str):
                    yield one["id"], one["text"]
                    yield f"ecb-{one['id']}", one["text"][:_SHORT]
        case ".tsv" if path.name.startswith("gap-"):
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    yield f"gap-{row['ID']}", row["Text"]
        case ".conllu":
            for document in path.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
                name, _, rest = document.partition("\n")
                parts = (_TEXT.findall(part) for part in rest.split("# newpar"))
                yield name.strip(), "\n\n".join(" ".join(part) for part in parts if part)


if __name__ == "__main__":
    main()

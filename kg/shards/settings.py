"""The settings of a corpus, ``corpus.toml``: the form of its folder, and how its articles are read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from kg.errors import InputError, nearest_hint
from kg.pipeline.workers import BuildSettings
from kg.shards import FILE
from kg.turtle.nodes import EvidenceDetail
from kg.turtle.terms import BASE_IRI, checked_base

FORM = 1
"""The form of the folder that this version writes; docs/reference/corpus-folder.md describes it."""
_OWN = "reading"
"""The folder within the corpus that has the files of its settings."""
_FILES = ("ontologies", "reviewed", "aliases")
_CHANGE = "change it there, then kg corpus upgrade reads with it what was read otherwise"


@dataclass(frozen=True)
class CorpusSettings:
    """How the articles of a corpus are read, and what of their words is kept."""

    recipe: BuildSettings = field(default_factory=BuildSettings)
    evidence: EvidenceDetail = EvidenceDetail.FULL
    base_iri: str = BASE_IRI

    @classmethod
    def of_folder(cls, folder: Path) -> CorpusSettings:
        """The settings of a corpus; ``InputError`` with file, name and cure for one that is none."""
        path = folder / FILE
        if not path.is_file():
            raise InputError(f"{folder}: is no corpus", hint="kg corpus add NAME.corpus SOURCE makes a corpus")
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InputError(f"{path}: {error}", hint="it is a file of settings in TOML") from error
        form = given.pop("form", None)
        if form != FORM:
            raise InputError(f"{path}: form {form!r} is not read", hint=f"this version reads form {FORM}")
        table = given.pop(_OWN, {})
        _check_names(path, given, (_OWN,))
        return cls._of_table(path, table)

    @classmethod
    def _of_table(cls, path: Path, table: Mapping[str, object]) -> CorpusSettings:
        usual = cls().table()
        _check_names(path, table, usual)
        for name, value in table.items():
            wanted = float if name == "min_confidence" else type(usual[name])
            if not isinstance(value, wanted | int if wanted is float else wanted):
                raise InputError(f"{path}: {_OWN}.{name} has a value of the wrong kind", hint=f"as in {usual[name]!r}")
        told = {**usual, **table}
        names = {name: value if isinstance(value := told[name], list) else [value] for name in _FILES}
        files = {name: tuple(path.parent / str(one) for one in some if one) for name, some in names.items()}
        least = told["min_confidence"]
        recipe = BuildSettings(
            str(told["model"]),
            files["ontologies"],
            next(iter(files["aliases"]), None),
            float(str(least)) if "min_confidence" in table else None,
            files["reviewed"],
            str(told["extractor"]) or None,
        )
        try:
            return cls(recipe, EvidenceDetail(str(told["evidence"])), checked_base(str(told["base_iri"])))
        except ValueError as error:
            raise InputError(f"{path}: {_OWN}.evidence: {error}", hint="one of full, offsets, none") from error

    def table(self) -> dict[str, object]:
        """The settings by their names in the file."""
        recipe, names = self.recipe, self._names()
        return {
            "model": recipe.model,
            "extractor": recipe.extractor if isinstance(recipe.extractor, str) else "",
            "ontologies": [names[path] for path in recipe.ontologies],
            "aliases": names[recipe.aliases] if recipe.aliases else "",
            "reviewed": [names[path] for path in recipe.reviewed],
            "min_confidence": -1.0 if recipe.min_confidence is None else recipe.min_confidence,
            "evidence": self.evidence.value,
            "base_iri": self.base_iri,
        }

    def put(self, folder: Path) -> None:
        """Write the settings into a new corpus, with copies of their files; ``InputError`` for one it cannot read."""
        for path, name in self._names().items():
            (folder / _OWN).mkdir(exist_ok=True)
            (folder / name).write_bytes(_content(path))
        told = self.table()
        if self.recipe.min_confidence is None:
            del told["min_confidence"]
        lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in told.items())
        (folder / FILE).write_text(f"form = {FORM}\n\n[{_OWN}]\n{''.join(lines)}", encoding="utf-8")

    def _files(self) -> Mapping[str, Sequence[Path]]:
        """The files of its settings, by the settings that name them."""
        recipe = self.recipe
        own = (recipe.aliases,) if recipe.aliases else ()
        return dict(zip(_FILES, (recipe.ontologies, recipe.reviewed, own), strict=True))

    def _names(self) -> Mapping[Path, str]:
        """The files of its settings with their names within the corpus; equal names are numbered."""
        found: dict[Path, str] = {}
        for path in dict.fromkeys(path for paths in self._files().values() for path in paths):
            numbered = (f"{_OWN}/{path.stem}-{number}{path.suffix}" for number in count(2))
            names = chain([f"{_OWN}/{path.name}"], numbered)
            found[path] = next(name for name in names if name not in found.values())
        return found

    def check(self, asked: CorpusSettings, folder: Path) -> None:
        """``InputError`` where articles are asked to be read otherwise than the corpus says."""
        usual, told, wanted = CorpusSettings().table(), self.table(), asked.table()
        for name, value in wanted.items():
            if value not in (usual[name], told[name]):
                shown = "the usual" if told[name] == usual[name] else repr(told[name])
                raise InputError(f"{folder / FILE}: {_OWN}.{name} is {shown}, not {value!r}", hint=_CHANGE)
        for name, paths in asked._files().items():
            for own, other in zip(self._files()[name], paths, strict=False):  # none are asked for, or as many
                if _content(own) != _content(other):
                    raise InputError(f"{other}: is not what the corpus reads with, {own}", hint=_CHANGE)


def _check_names(path: Path, given: Mapping[str, object], known: Mapping[str, object] | tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise InputError(f"{path}: {name!r} is no setting", hint=nearest_hint(name, known) or ", ".join(known))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error

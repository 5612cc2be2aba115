"""The settings of a corpus, ``corpus.toml``: the form of its folder, and how its articles are read."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InputError(f"{path}: {error}", hint="kg corpus add NAME.corpus SOURCE makes a corpus") from error
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
        files = {name: _paths(path.parent, told[name]) for name in _FILES}
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
        recipe = self.recipe
        return {
            "model": recipe.model,
            "extractor": recipe.extractor if isinstance(recipe.extractor, str) else "",
            "ontologies": [_name(path) for path in recipe.ontologies],
            "aliases": _name(recipe.aliases) if recipe.aliases else "",
            "reviewed": [_name(path) for path in recipe.reviewed],
            "min_confidence": -1.0 if recipe.min_confidence is None else recipe.min_confidence,
            "evidence": self.evidence.value,
            "base_iri": self.base_iri,
        }

    def put(self, folder: Path) -> None:
        """Write the settings into a new corpus, with copies of their files; ``InputError`` for one it cannot read."""
        for path in self._files():
            (folder / _OWN).mkdir(exist_ok=True)
            try:
                shutil.copyfile(path, folder / _name(path))
            except OSError as error:
                raise InputError(f"{path}: {error.strerror or error}") from error
        (folder / FILE).write_text("".join(f"{line}\n" for line in self._lines()), encoding="utf-8")

    def _lines(self) -> Iterator[str]:
        yield f"form = {FORM}"
        yield ""
        yield f"[{_OWN}]"
        for name, value in self.table().items():
            if name != "min_confidence" or self.recipe.min_confidence is not None:
                yield f"{name} = {json.dumps(value, ensure_ascii=False)}"

    def _files(self) -> tuple[Path, ...]:
        own = (self.recipe.aliases,) if self.recipe.aliases else ()
        return (*self.recipe.ontologies, *own, *self.recipe.reviewed)

    def check(self, asked: CorpusSettings, folder: Path) -> None:
        """``InputError`` where articles are asked to be read otherwise than the corpus says."""
        usual, told, wanted = CorpusSettings().table(), self.table(), asked.table()
        for name, value in wanted.items():
            if value not in (usual[name], told[name]):
                shown = "the usual" if told[name] == usual[name] else repr(told[name])
                raise InputError(f"{folder / FILE}: {_OWN}.{name} is {shown}, not {value!r}", hint=_CHANGE)


def _check_names(path: Path, given: Mapping[str, object], known: Mapping[str, object] | tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise InputError(f"{path}: {name!r} is no setting", hint=nearest_hint(name, known) or ", ".join(known))


def _name(path: Path) -> str:
    """The name of a file of the settings within the corpus."""
    return f"{_OWN}/{path.name}"


def _paths(folder: Path, value: object) -> tuple[Path, ...]:
    names = value if isinstance(value, list) else [value] if value else []
    return tuple(folder / str(name) for name in names)

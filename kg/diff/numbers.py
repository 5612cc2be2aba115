"""Numbers that changed: what one graph tells of 12 miners and the other, in the same words, of 17."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.diff.change import Change, ChangeKind
from kg.model import Statement

_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")


def renumbered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes; of what is gone and what is new, in the same words but for numbers, one that tells these."""
    gone, new = (_by_words(changes, kind) for kind in (ChangeKind.GONE, ChangeKind.NEW))
    pairs = {gone[words][0]: new[words][0] for words in gone if len(gone[words]) == len(new.get(words, ())) == 1}
    told = set(pairs.values())
    return tuple(
        _joined(change, changes[pairs[number]]) if number in pairs else change
        for number, change in enumerate(changes)
        if number not in told
    )


def _by_words(changes: Sequence[Change], kind: ChangeKind) -> dict[str, list[int]]:
    """The words of what one side alone tells, without its numbers, where it has any -> the places of the changes."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        words = _words((change.before or change.after)[0])
        if change.kind is kind and _NUMBER.search(words):
            found[_NUMBER.sub("#", words).casefold()].append(number)
    return found


def _words(told: Statement) -> str:
    return " ".join(" ".join((told.subject_text, told.predicate_text, told.object_text)).split())


def _joined(gone: Change, new: Change) -> Change:
    return Change(ChangeKind.CHANGED, gone.before, new.after, tuple(_details(gone, new)))


def _details(gone: Change, new: Change) -> Iterator[str]:
    before, after = (_NUMBER.findall(_words(told)) for told in (gone.before[0], new.after[0]))
    yield from (f"number: {was} → {now}" for was, now in zip(before, after, strict=True) if was != now)

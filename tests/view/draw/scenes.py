"""What holds of every scene: words inside, large enough, and nothing laid over anything."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from kg.view.draw.scene import Box, Group, Line, Scene, Words

Area = tuple[float, float, float, float]
SMALLEST = 11.0


def faults(scene: Scene) -> list[str]:
    """What is wrong with a scene: words too small, words outside of it or of their card, things on things."""
    return [*_small(scene), *_outside(scene), *_cards(scene), *_words(scene), *_crossed(scene)]


def _area(words: Words) -> Area:
    if words.upright:
        return words.x - words.size * 0.75, words.y - words.width, words.x + words.size * 0.2, words.y
    return words.left, words.y - words.size * 0.75, words.left + words.width, words.y + words.size * 0.2


def _all_words(scene: Scene) -> list[Words]:
    return [one for one in scene.flat() if isinstance(one, Words)]


def _small(scene: Scene) -> Iterator[str]:
    yield from (f"too small: {one.text!r}" for one in _all_words(scene) if one.size < SMALLEST)


def _outside(scene: Scene) -> Iterator[str]:
    for one in _all_words(scene):
        left, top, right, bottom = _area(one)
        if left < 0 or top < 0 or right > scene.width or bottom > scene.height:
            yield f"outside: {one.text!r}"


def _cards(scene: Scene) -> Iterator[str]:
    """Cards that lie on each other, and words that run out of their card, or would in a face 8 % wider."""
    frames = [*map(_frame, scene.groups("card"))]
    for card, frame in zip(scene.groups("card"), frames, strict=True):
        for one in card.parts:
            if isinstance(one, Words) and not _holds(frame, (*_area(one)[:2], one.x + 1.08 * one.width, one.y)):
                yield f"out of its card: {one.text!r}"
    yield from (f"card on card: {pair}" for pair in combinations(frames, 2) if _overlap(*pair))


def _words(scene: Scene) -> Iterator[str]:
    for first, second in combinations(_all_words(scene), 2):
        if _overlap(_area(first), _area(second)):
            yield f"words on words: {first.text!r} and {second.text!r}"


def _crossed(scene: Scene) -> Iterator[str]:
    """Words and cards that a line between cards runs through."""
    lines = [one.parts[0] for name in ("to", "answer") for one in scene.groups(name)]
    steps = [step for line in lines if isinstance(line, Line) for step in pairwise(line.points)]
    areas = {one.text: _area(one) for one in _all_words(scene)} | {
        card.title: _inner(_frame(card)) for card in scene.groups("card")
    }
    for (x, y), (to_x, to_y) in steps:
        run = min(x, to_x) - 0.5, min(y, to_y) - 0.5, max(x, to_x) + 0.5, max(y, to_y) + 0.5
        yield from (f"a line runs through {text!r}" for text, area in areas.items() if _overlap(run, area))


def _inner(frame: Area) -> Area:
    """A frame without its edge, which lines begin and end at."""
    left, top, right, bottom = frame
    return left + 1, top + 1, right - 1, bottom - 1


def _frame(card: Group) -> Area:
    box = next(one for one in card.parts if isinstance(one, Box))
    return box.x, box.y, box.x + box.width, box.y + box.height


def _holds(outer: Area, inner: Area) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _overlap(first: Area, second: Area) -> bool:
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across > 0.5 and down > 0.5

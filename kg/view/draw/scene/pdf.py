"""A scene as PDF by reportlab, and as PNG, which pdfium makes of it.

Words are in Helvetica, which every reader of PDF has, and where it lacks one of their letters in faces that are part of
the program: DejaVu Sans, Droid Sans Fallback (Chinese, Japanese, Korean), Lohit Devanagari. A note tells of scripts
that none of them has. No font of the machine has a part in it: the same scene gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kg.view.draw.scene.scripts import script_of, visual
from kg.view.draw.scene.shapes import Box, Disc, Line, Polygon, Scene, Words, wrapped

_A4 = (595.28, 841.89)  # points
_MARGIN = 28.35  # points: 1 cm
_SMALLEST = 0.62  # at most so much smaller is a scene made to fit on A4; then the page is larger
_POINTS = 0.75  # points to a pixel
_FONTS = Path(__file__).parents[1] / "fonts"
_OWN = "DejaVuSans"
_OTHERS = ("DroidSansFallback", "Lohit-Devanagari")
"""Faces of Chinese, Japanese and Korean, and of Devanagari, which have no bold."""
_NOTE, _LEAD, _EDGE = 11.0, 1.3, 16.0  # pixels of a note at the foot, its lines apart, from the edge


def pdf(scene: Scene) -> bytes:
    """The scene on one page: A4, upright or lying as it fits, and larger only where its words would be too small."""
    scene = _noted(scene)
    scale, page = _page(scene)
    return _document(scene, page, scale)


def png(scene: Scene, sharpness: float = 2) -> bytes:
    """The scene as a PNG of ``sharpness`` dots to the pixel."""
    import pypdfium2

    scene = _noted(scene)
    made, written = pypdfium2.PdfDocument(_document(scene, (scene.width, scene.height), 1)), io.BytesIO()
    try:
        made[0].render(scale=sharpness).to_pil().convert("RGB").save(written, "PNG")
    finally:
        made.close()
    return written.getvalue()


def _page(scene: Scene) -> tuple[float, tuple[float, float]]:
    """How much a pixel is in points, and the size of the page."""
    fits = []
    for wide, tall in (_A4, _A4[::-1]):
        fit = min((wide - 2 * _MARGIN) / scene.width, (tall - 2 * _MARGIN) / scene.height, _POINTS)
        fits.append((fit, (wide, tall)))
    best = max(fits, key=lambda one: one[0])
    if best[0] >= _SMALLEST:
        return best
    return _POINTS, (scene.width * _POINTS + 2 * _MARGIN, scene.height * _POINTS + 2 * _MARGIN)


def _document(scene: Scene, page: tuple[float, float], scale: float) -> bytes:
    left, top = (page[0] - scene.width * scale) / 2, min(_MARGIN, (page[1] - scene.height * scale) / 2)
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=page, pageCompression=1, invariant=1, lang="en")
    canvas.setTitle(scene.title)
    canvas.setSubject(scene.description)
    canvas.setCreator("newsgraph")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.transform(scale, 0, 0, -scale, left, page[1] - top)  # y downwards, as in the scene
    for shape in (Box(0, 0, scene.width, scene.height, scene.ground), *scene.flat()):
        canvas.saveState()
        _draw(canvas, shape)
        canvas.restoreState()
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, shape: Box | Disc | Polygon | Line | Words) -> None:
    match shape:
        case Words():
            _write(canvas, shape)
        case Line():
            _paint(canvas, "", shape.stroke, shape.pen)
            canvas.setDash(list(shape.dash))
            _trace(canvas, shape.points)
        case Polygon():
            how = _paint(canvas, shape.fill, shape.stroke, shape.pen)
            _trace(canvas, shape.points, closed=True, **how)
        case Disc():
            how = _paint(canvas, shape.fill, shape.stroke, shape.pen)
            canvas.circle(shape.x, shape.y, shape.radius, **how)
        case Box():
            how = _paint(canvas, shape.fill, shape.stroke, shape.pen)
            canvas.setDash(list(shape.dash))
            canvas.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius, **how)


def _paint(canvas: Canvas, fill: str, stroke: str, pen: float) -> dict[str, bool]:
    """Set colours and pen; whether a figure is to be filled, and whether drawn."""
    if fill:
        canvas.setFillColor(fill)
    if stroke:
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(pen)
    return {"fill": bool(fill), "stroke": bool(stroke)}


def _trace(
    canvas: Canvas,
    points: tuple[tuple[float, float], ...],
    *,
    closed: bool = False,
    fill: bool = False,
    stroke: bool = True,
) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    canvas.drawPath(path, fill=fill, stroke=stroke)


def _write(canvas: Canvas, words: Words) -> None:
    """Words from their place along the line; those of the wider face are drawn closer, and run out of nothing."""
    runs = [(face, "".join(letters)) for face, letters in _runs(words)]
    natural = sum(pdfmetrics.stringWidth(run, face, words.size) for face, run in runs)
    canvas.translate(words.x, words.y)
    canvas.rotate(-90 if words.upright else 0)
    canvas.scale(1, -1)
    text = canvas.beginText(words.left - words.x, 0)
    text.setFillColor(words.colour)
    text.setHorizScale(100 * words.width / natural if natural else 100)
    for face, run in runs:
        text.setFont(face, words.size)
        text.textOut(run)
    canvas.drawText(text)


def _runs(words: Words) -> Iterator[tuple[str, Iterator[str]]]:
    """A line of words as it is seen, in runs of one face."""
    own = "-Bold" if words.is_bold else ""
    known = [f"{_OWN}{own}", *_OTHERS]
    text = visual(words.text)
    is_plain = all(map(_is_plain, filter(lambda letter: _face(letter, known) == known[0], text)))
    faces = [f"Helvetica{own}" if is_plain else known[0], *_OTHERS]
    return groupby(text, lambda letter: faces[known.index(_face(letter, known))])


def _face(letter: str, known: Sequence[str]) -> str:
    """The first of faces that has a letter; of one that none has the first, which draws a box."""
    if _is_plain(letter):
        return known[0]
    return next((name for name in known if ord(letter) in _letters(name)), known[0])


def _is_plain(letter: str) -> bool:
    """Whether every reader of PDF has the letter."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _letters(name: str) -> Mapping[int, int]:
    """The letters of a face of ours, by their code."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"{name}.ttf"))
    letters: Mapping[int, int] = pdfmetrics.getFont(name).face.charToGlyph
    return letters


def _noted(scene: Scene) -> Scene:
    """The scene with a note at its foot where no face has some of its letters."""
    known = [_OWN, *_OTHERS]
    letters = {letter for one in scene.flat() if isinstance(one, Words) for letter in one.text}
    lost = {
        script_of(one)
        for one in letters
        if not _is_plain(one) and not any(ord(one) in _letters(name) for name in known)
    }
    if not lost:
        return scene
    scripts = ", ".join(sorted(lost))
    told = f"Boxes stand for letters of {scripts}, of which PNG and PDF have no face; SVG and page show them."
    ink = next((one.colour for one in scene.flat() if isinstance(one, Words)), "#000000")
    lines = wrapped(told, _NOTE, scene.width - 2 * _EDGE)
    words = (Words(_EDGE, scene.height + _NOTE * _LEAD * number, line, _NOTE, ink) for number, line in enumerate(lines))
    high = scene.height + _NOTE * _LEAD * len(lines)
    return replace(scene, height=high, parts=(*scene.parts, *words))

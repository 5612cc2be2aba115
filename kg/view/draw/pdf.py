"""A scene as PDF by reportlab, and as PNG, which pdfium makes of it.

Words are in Helvetica, which every reader of PDF has, and where it lacks one of their letters in faces that are part of
the program: DejaVu Sans, Droid Sans Fallback (Chinese, Japanese, Korean), Lohit Devanagari. A note tells of scripts
that none of them has. No font of the machine has a part in it: the same scene gives the same bytes.

reportlab draws letter after letter from left to right. ``visual`` does what names within English text need of the
bidirectional algorithm (UAX 9) and of Arabic shaping (The Unicode Standard, 9.2); conjuncts of Devanagari keep their
virama visible (12.1).
"""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kg.view.draw.scene import Box, Disc, Line, Point, Polygon, Scene, Words, wrapped

_A4 = (595.28, 841.89)  # points
_MARGIN = 28.35  # points: 1 cm
_SMALLEST = 0.54  # how much smaller a scene is made at most to fit on A4, with words of six points; else a larger page
_POINTS = 0.75  # points to a pixel
_FONTS = Path(__file__).parent / "fonts"
_FACES = ("DejaVuSans", "DroidSansFallback", "Lohit-Devanagari")
"""The last are faces of Chinese, Japanese and Korean, and of Devanagari, which have no bold."""
_NOTE, _LEAD, _EDGE = 11.0, 1.3, 16.0  # pixels of a note at the foot, its lines apart, from the edge


def pdf(scene: Scene) -> bytes:
    """The scene on one page: A4, upright or lying as it fits, and larger only where its words would be too small."""
    scene = _noted(scene)
    fits = []
    for wide, tall in (_A4, _A4[::-1]):
        scale = min((wide - 2 * _MARGIN) / scene.width, (tall - 2 * _MARGIN) / scene.height, _POINTS)
        fits.append((scale, (wide, tall)))
    scale, page = max(fits, key=lambda one: one[0])
    if scale < _SMALLEST:
        scale, page = _POINTS, (scene.width * _POINTS + 2 * _MARGIN, scene.height * _POINTS + 2 * _MARGIN)
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


def _noted(scene: Scene) -> Scene:
    """The scene with a note at its foot where no face has some of its letters."""
    words = [one for one in scene.flat() if isinstance(one, Words)]
    letters = {letter for one in words for letter in one.text}
    lost = {
        unicodedata.name(one, "unknown").split()[0].split("-")[0].capitalize()  # as "Thai"
        for one in letters
        if not _is_plain(one) and not any(ord(one) in _letters(name) for name in _FACES)
    }
    if not lost:
        return scene
    scripts = ", ".join(sorted(lost))
    told = f"Boxes stand for letters of {scripts}, of which PNG and PDF have no face; SVG and page show them."
    ink = words[0].colour
    lines = wrapped(told, _NOTE, scene.width - 2 * _EDGE)
    notes = (Words(_EDGE, scene.height + _NOTE * _LEAD * number, line, _NOTE, ink) for number, line in enumerate(lines))
    high = scene.height + _NOTE * _LEAD * len(lines)
    return replace(scene, height=high, parts=(*scene.parts, *notes))


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
        canvas.restoreState()
    canvas.save()
    return written.getvalue()


def _paint(canvas: Canvas, fill: str, stroke: str, pen: float) -> dict[str, bool]:
    """Set colours and pen; whether a figure is to be filled, and whether drawn."""
    if fill:
        canvas.setFillColor(fill)
    if stroke:
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(pen)
    return {"fill": bool(fill), "stroke": bool(stroke)}


def _trace(
    canvas: Canvas, points: tuple[Point, ...], *, closed: bool = False, fill: bool = False, stroke: bool = True
) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    canvas.drawPath(path, fill=fill, stroke=stroke)


def _write(canvas: Canvas, words: Words) -> None:
    """Words from their place along the line, in runs of one face, those of the wider face closer."""
    own = "-Bold" if words.is_bold else ""
    known = [f"{_FACES[0]}{own}", *_FACES[1:]]
    text = visual(words.text)
    is_plain = all(_is_plain(letter) for letter in text if _face(letter, known) == 0)
    faces = [f"Helvetica{own}" if is_plain else known[0], *known[1:]]
    runs = [(faces[at], "".join(letters)) for at, letters in groupby(text, lambda letter: _face(letter, known))]
    natural = sum(pdfmetrics.stringWidth(run, face, words.size) for face, run in runs)
    canvas.translate(words.x, words.y)
    canvas.rotate(-90 if words.upright else 0)
    canvas.scale(1, -1)
    line = canvas.beginText(words.left - words.x, 0)
    line.setFillColor(words.colour)
    line.setHorizScale(100 * words.width / natural if natural else 100)
    for face, run in runs:
        line.setFont(face, words.size)
        line.textOut(run)
    canvas.drawText(line)


def _face(letter: str, known: Sequence[str]) -> int:
    """The first of faces that has a letter; of one that none has the first, which draws a box."""
    if _is_plain(letter):
        return 0
    return next((at for at, name in enumerate(known) if ord(letter) in _letters(name)), 0)


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


_RIGHT = frozenset({"R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})
_FORMS = range(0xFE70, 0xFF00)  # Arabic Presentation Forms-B
_FORM_NAMES = {(False, False): "isolated", (True, False): "final", (False, True): "initial", (True, True): "medial"}
"""Whether a letter is joined to the one before, and to the one behind it -> its form."""
_BRACKETS = "()[]"
_MIRRORED = str.maketrans("()[]<>«»", ")(][><»«")
_LETTER = "ل[اأإآ]|."  # lam with alef is one
_CLUSTER = re.compile(r"\d+(?:[.,:/]\d+)*|.", re.DOTALL)
"""A number, which runs from left to right anywhere, or a letter."""
_VOWEL_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]")
"""Points of vowels in Hebrew and Arabic, which names are written without, and for which a PDF has no place."""
_CONSONANT = "[\u0915-\u0939\u0958-\u095f]\u093c?"  # of Devanagari
_VOWEL_BEFORE = re.compile(f"((?:{_CONSONANT}\u094d)*{_CONSONANT})\u093f")
"""A syllable whose vowel i is written before its consonants."""


def visual(text: str) -> str:
    """A line of text from left to right as it is seen.

    >>> visual("Israel (ישראל) voted")
    'Israel (לארשי) voted'
    """
    text = _VOWEL_BEFORE.sub("\u093f\\1", _VOWEL_POINTS.sub("", text))
    # From the first to behind the last of letters that run to the left, with what no letter of another way parts.
    runs: list[tuple[int, int]] = []
    is_left = False
    for place, letter in enumerate(text):
        kind = unicodedata.bidirectional(letter)
        is_left = kind in _RIGHT or (is_left and kind != "L" and letter not in _BRACKETS)
        if kind in _RIGHT or (is_left and kind in _NUMBERS):  # a number behind them too
            is_apart = not runs or any(unicodedata.bidirectional(one) == "L" for one in text[runs[-1][1] : place])
            first = place if is_apart else runs.pop()[0]
            runs.append((first, place + 1))
    seen, end = [], 0
    for first, last in runs:
        turned = reversed(_CLUSTER.findall(joined(text[first:last])))
        seen += [text[end:first], *(piece if piece[0].isdigit() else piece.translate(_MIRRORED) for piece in turned)]
        end = last
    return "".join([*seen, text[end:]])


def joined(text: str) -> str:
    """Arabic letters in the forms that they have beside each other; other text as it is."""
    letters: list[str] = re.findall(_LETTER, text, re.DOTALL)
    kinds = [_forms().get(letter, {}) for letter in letters]
    binds = [False, *("initial" in first and "final" in second for first, second in pairwise(kinds)), False]
    for place, forms in enumerate(kinds):
        letters[place] = forms.get(_FORM_NAMES[binds[place], binds[place + 1]], letters[place])
    return "".join(letters)


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """By a letter, and lam with alef, its forms by name, as the Unicode Character Database has them."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        name, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        found.setdefault("".join(chr(int(one, 16)) for one in letters), {})[name.strip("<>")] = chr(code)
    return found

"""A scene as PDF, written by hand in the faces that every reader of PDF has, and as PNG, which pdfium makes of it.

No font of the machine has a part in it: the same scene gives the same bytes. Letters outside Windows-1252 are drawn as
the letter below their accent with the accent on it; of other scripts a question mark stands for each.
"""

from __future__ import annotations

import struct
import zlib

from kg.view.draw.scene.operators import GLYPHS, operators, text_string
from kg.view.draw.scene.shapes import Scene

_A4 = (595.28, 841.89)  # points
_MARGIN = 28.35  # points: 1 cm
_SMALLEST = 0.62  # at most so much smaller is a scene made to fit on A4; then the page is larger
_POINTS = 0.75  # points to a pixel


def pdf(scene: Scene) -> bytes:
    """The scene on one page: A4, upright or lying as it fits, and larger only where its words would be too small."""
    scale, page = _page(scene)
    return _document(scene, page, scale)


def png(scene: Scene, sharpness: float = 2) -> bytes:
    """The scene as a PNG of ``sharpness`` dots to the pixel."""
    import pypdfium2

    made = pypdfium2.PdfDocument(_document(scene, (scene.width, scene.height), 1))
    try:
        bitmap = made[0].render(scale=sharpness, rev_byteorder=True)
        tall, wide, stride = bitmap.height, bitmap.width, bitmap.stride
        data, channels = bytes(bitmap.buffer), bitmap.n_channels
    finally:
        made.close()
    rows = (data[row * stride : row * stride + wide * channels] for row in range(tall))
    return _png(wide, tall, b"".join(b"\0" + _rgb(row, channels) for row in rows))


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
    place = f"{scale:.4f} 0 0 {scale:.4f} {left:.2f} {page[1] - top - scene.height * scale:.2f} cm"
    drawn = " ".join([place, *operators(scene)]).encode("latin-1")
    content = zlib.compress(drawn, 9)
    box = " ".join(f"{side:.2f}" for side in page)
    differences = " ".join(f"/{name}" for name in GLYPHS)
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 {differences}] >>"
    return _written(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box}] /Contents 4 0 R "
            "/Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>".encode(),
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream",
            *(
                f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding {encoding} >>".encode()
                for face in ("Helvetica", "Helvetica-Bold")
            ),
            f"<< /Title {text_string(scene.title)} /Subject {text_string(scene.description)} "
            "/Creator (newsgraph) >>".encode(),
        ]
    )


def _written(objects: list[bytes]) -> bytes:
    """A file of objects with the table of where they stand (ISO 32000-1, 7.5)."""
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + held + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def _rgb(row: bytes, channels: int) -> bytes:
    """A row of pixels without the fourth channel."""
    if channels == 3:  # noqa: PLR2004 red, green, blue
        return row
    out = bytearray(len(row) // channels * 3)
    for place in range(3):
        out[place::3] = row[place::channels]
    return bytes(out)


def _png(wide: int, tall: int, rows: bytes) -> bytes:
    """A PNG of eight bits a channel (PNG, third edition, 11.2)."""
    header = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )

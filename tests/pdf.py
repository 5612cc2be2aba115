"""A small PDF of some pages of text, for tests."""

from collections.abc import Sequence

Line = tuple[float, float, str]
"""Font size, height above the foot of the page, words."""


def pdf(pages: Sequence[Sequence[Line]]) -> bytes:
    """A PDF of these pages in Helvetica."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "/Resources << /Font << /F1 3 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"BT /F1 {size} Tf 72 {height} Td ({words}) Tj ET" for size, height, words in lines)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {fonts} /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        ]
    return _file(objects)


def _file(objects: Sequence[str]) -> bytes:
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    xref = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{body}{xref}startxref\n{len(body)}\n%%EOF\n".encode("latin-1")


def bomb(depth: int = 9, width: int = 10) -> bytes:
    """A PDF whose page draws a form that draws the next one ten times, and so on: a few bytes, a billion letters."""
    forms = [f"/X{number} {5 + number} 0 R" for number in range(depth)]
    names = f"/Resources << /Font << /F1 3 0 R >> /XObject << {' '.join(forms)} >> >>"
    shown = [f"/X{number + 1} Do\n" * width for number in range(depth - 1)] + ["BT /F1 9 Tf (China) Tj ET\n" * width]
    drawn = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {names} /Length {len(one)} >>\nstream\n{one}\nendstream"
        for one in shown
    ]
    return _file(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {names} /Contents {5 + depth} 0 R >>",
            *drawn,
            "<< /Length 6 >>\nstream\n/X0 Do\nendstream",
        ]
    )

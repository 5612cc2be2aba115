"""Pictures of a graph: one model, drawn as SVG, PNG, PDF, DOT, Mermaid or a page of its own.

Where there is more than a reader takes in, the best connected is shown and the rest is said to be left out.
"""

from __future__ import annotations

from kg.draw.choice import picture
from kg.draw.dot import dot
from kg.draw.drawing import FORMS, drawing, drawn, form_of
from kg.draw.marks import is_drawn
from kg.draw.mermaid import mermaid
from kg.draw.values import Direction, Edge, LeftOut, Node, Picture, Theme, Tone, View

__all__ = [
    "FORMS",
    "Direction",
    "Edge",
    "LeftOut",
    "Node",
    "Picture",
    "Theme",
    "Tone",
    "View",
    "dot",
    "drawing",
    "drawn",
    "form_of",
    "is_drawn",
    "mermaid",
    "picture",
]

"""Pictures of a graph: story, matrix or network, as SVG, PNG, PDF or a page; a network also as DOT or Mermaid.

Where there is more than a reader takes in, the best is shown and the rest is said to be left out.
"""

from kg.view.draw.choice import picture
from kg.view.draw.content import layout_of, scene_of
from kg.view.draw.dot import dot, mermaid
from kg.view.draw.drawing import FORMS, drawing, drawn, form_of, is_drawn, network, scene_bytes
from kg.view.draw.story.choosing import remarks
from kg.view.draw.values import Direction, DrawnNode, Edge, Layout, LeftOut, Picture, Theme, Tone, View

__all__ = [
    "FORMS", "Direction", "DrawnNode", "Edge", "Layout", "LeftOut", "Picture", "Theme", "Tone", "View", "dot",
    "drawing", "drawn", "form_of", "is_drawn", "layout_of", "mermaid", "network", "picture", "remarks", "scene_bytes",
    "scene_of",
]  # fmt: skip

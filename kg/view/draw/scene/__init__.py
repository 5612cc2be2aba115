"""Scenes: shapes and text at fixed positions, as SVG, PDF and PNG."""

from __future__ import annotations

from kg.view.draw.scene.shapes import (
    ELLIPSIS,
    Box,
    Disc,
    Group,
    Line,
    Polygon,
    Scene,
    Shape,
    Words,
    clipped,
    width,
    without_joints,
    wrapped,
)
from kg.view.draw.scene.svg import svg

__all__ = [
    "ELLIPSIS", "Box", "Disc", "Group", "Line", "Polygon", "Scene", "Shape", "Words", "clipped", "svg", "width",
    "without_joints", "wrapped",
]  # fmt: skip

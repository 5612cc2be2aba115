"""Heads over the encoder's states of words: a module each, named here."""

from __future__ import annotations

from torch import nn

from training.heads.events import Events
from training.heads.firmness import Firmness
from training.heads.kinds import Kinds
from training.heads.reference import Reference
from training.heads.roles import Roles

WEIGHTS = {"events": 1.0, "roles": 0.2, "firmness": 1.0, "reference": 0.5, "kinds": 0.3}
"""What the loss of each head counts."""


def heads(width: int) -> nn.ModuleDict:
    """All heads, untrained."""
    return nn.ModuleDict(
        {
            "events": Events(width),
            "roles": Roles(width),
            "firmness": Firmness(width),
            "reference": Reference(width),
            "kinds": Kinds(width),
        }
    )

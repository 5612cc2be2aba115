"""The reader as it is loaded usually, for processes that are copies of the one that imports this."""

from kg.isolation import USUAL
from kg.pipeline.workers import BuildSettings, prepared

prepared(BuildSettings(), USUAL)

"""Trains the head that says how likely the structure of a statement is sound."""

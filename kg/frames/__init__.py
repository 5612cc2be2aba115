"""Frames: the predicate and arguments of each clause and event noun, with source, time and factuality."""

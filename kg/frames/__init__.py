"""Frames: what each clause, and each noun that names a happening, says in slots, with source, time and factuality."""

"""Factuality: how firmly a clause, or a noun that names a happening, is put forward."""

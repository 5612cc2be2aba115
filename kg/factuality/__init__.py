"""Factuality of clauses and event nouns: asserted, planned, expected, possible, requested, conditional or denied."""

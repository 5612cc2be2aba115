"""English for newsgraph: weights, words and tables, found by the entry point ``en`` of ``newsgraph.languages``."""

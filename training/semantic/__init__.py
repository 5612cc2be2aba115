"""Reads annotation of what texts mean, and lines it up with the sentences of the treebanks."""

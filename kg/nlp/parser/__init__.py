"""A dependency parser of the house's own: a small encoder, scored arcs, the best tree of them.

``kg_parse`` is a component of a spaCy pipeline; it wants the tokens' tags, and sets heads, labels and sentence starts.
"""

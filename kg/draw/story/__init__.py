"""The story strip: one article as acts on the rows of who does them, in the order of time."""

"""The story layout: the acts of one article in rows by actor, in chronological order."""

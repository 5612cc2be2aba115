"""The way of articles to one graph: parsed, turned into frames, mapped, resolved; here or in worker processes."""

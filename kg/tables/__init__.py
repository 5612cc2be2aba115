"""A graph as rows for people and tables: its statements and entities, timeline, statistics."""

"""Learns which cards a story begins with from what headlines and leads tell, and tell again."""

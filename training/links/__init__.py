"""Learns from articles with gold clusters which entities and which events of several articles are one."""

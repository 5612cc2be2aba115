"""Learns from statements that careful readers judged how likely one is right, and how likely it is kept."""

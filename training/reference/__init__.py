"""Trains the ranking head of pronouns on texts with coreference, read by the program's own code."""

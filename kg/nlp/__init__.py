"""Language: text becomes frames. spaCy lives here and nowhere else."""

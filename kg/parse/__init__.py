"""The parse: words, heads, labels and what they show by grammar alone; the learned parser, its repairs, control."""

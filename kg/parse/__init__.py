"""The dependency parse: the trained parser, rules that repair its errors, and what syntax alone shows (control)."""

"""Turn a news or policy article into a knowledge graph that one can cite."""

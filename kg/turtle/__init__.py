"""Graph <-> RDF: Turtle by a writer that groups by article, the other formats by pyoxigraph."""

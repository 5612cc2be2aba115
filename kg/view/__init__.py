"""Pictures, pages and the server: a house of its own, which the core knows nothing of."""

"""What does not fit in memory: graphs spooled to disk, an external sort, batches of articles."""
